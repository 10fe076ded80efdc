package resolve

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// choice is one of several values, of which an id that is not known decides which;
// taken is the one in this run, -1 where that is not known, and by are the marks of
// what decides. Objects of the same attributes, and lists of the same length, are
// told apart part by part: whichever is chosen, its id is one of theirs.
func (r *run) choice(values []cty.Value, taken int, by cty.ValueMarks) cty.Value {
	r.count(len(values))
	if r.kind == planned {
		// Terraform does not look at what there is to choose from.
		return cty.DynamicVal
	}
	if v, ok := r.parts(values, taken, by); ok {
		return v
	}
	if plain(values) {
		return values[0]
	}
	marks := []cty.ValueMarks{without[open](by), cty.NewValueMarks(chosen{})}
	for _, v := range values {
		marks = append(marks, deepMarks(v))
	}
	if slices.ContainsFunc(values, func(v cty.Value) bool { return !r.only(v) }) {
		marks = append(marks, cty.NewValueMarks(open{}))
	}
	v := cty.DynamicVal
	if taken >= 0 {
		v, _ = values[taken].UnmarkDeep()
	}
	return v.WithMarks(marks...)
}

// plain reports whether all values are the same, and rest on nothing.
func plain(values []cty.Value) bool {
	return !slices.ContainsFunc(values, func(v cty.Value) bool {
		return v.ContainsMarked() || !v.IsWhollyKnown() || !v.RawEquals(values[0])
	})
}

// parts chooses part by part; false for values that have none, or others.
func (r *run) parts(values []cty.Value, taken int, by cty.ValueMarks) (cty.Value, bool) {
	if len(values) == 0 {
		return cty.NilVal, false
	}
	above := []cty.ValueMarks{}
	bare := make([]cty.Value, len(values))
	for i, v := range values {
		var marks cty.ValueMarks
		bare[i], marks = v.Unmark()
		above = append(above, marks)
		t := bare[i].Type()
		if !bare[i].IsKnown() || bare[i].IsNull() || !t.IsObjectType() && !t.IsTupleType() || shape(bare[i]) != shape(bare[0]) || t.IsObjectType() != bare[0].Type().IsObjectType() {
			return cty.NilVal, false
		}
	}
	if bare[0].Type().IsTupleType() {
		lists := make([][]cty.Value, len(bare))
		for i, v := range bare {
			lists[i] = v.AsValueSlice()
		}
		items := make([]cty.Value, len(lists[0]))
		for n := range items {
			items[n] = r.choice(each(lists, func(l []cty.Value) cty.Value { return l[n] }), taken, by)
		}
		return cty.TupleVal(items).WithMarks(above...), true
	}
	objects := make([]map[string]cty.Value, len(bare))
	for i, v := range bare {
		objects[i] = v.AsValueMap()
	}
	fields := make(map[string]cty.Value, len(objects[0]))
	for _, name := range slices.Sorted(maps.Keys(objects[0])) {
		fields[name] = r.choice(each(objects, func(o map[string]cty.Value) cty.Value { return o[name] }), taken, by)
	}
	return cty.ObjectVal(fields).WithMarks(above...), true
}

func each[T any](list []T, f func(T) cty.Value) []cty.Value {
	out := make([]cty.Value, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
