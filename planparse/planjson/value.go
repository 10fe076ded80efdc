package planjson

import (
	"slices"
	"strconv"
)

// Kind is what is known of a value.
type Kind uint8

// The kinds.
const (
	// Absent: the plan does not mention the attribute, because the provider's
	// version lacks it or because somebody cut the plan down.
	Absent Kind = iota
	// Null: known to have no value.
	Null
	// Unknown: known after apply.
	Unknown
	// Sensitive: known, but marked as sensitive and therefore not read. Text
	// holds a string all the same when the schema lists the attribute as an id:
	// ids join objects, and are not shown.
	Sensitive
	Bool
	Number
	String
	List
	Object
)

// Value is an attribute's value in a plan. The zero value is Absent. Values are
// not changed once read.
type Value struct {
	Kind Kind
	// Text is the text of a string, the digits of a number, "true" or "false".
	Text string
	// Items are the elements of a list or set, in the order of the plan.
	Items []Value
	// Fields are the attributes of an object that the schema lists, or all of
	// them where it lists the object as a whole.
	Fields []Field
}

// Field is one attribute of an object.
type Field struct {
	Name  string
	Value Value
}

// Get is an attribute of an object; Absent when there is none. Of a value that
// is unknown or sensitive as a whole, every attribute is.
func (v Value) Get(name string) Value {
	switch v.Kind {
	case Unknown, Sensitive, Null:
		return Value{Kind: v.Kind}
	}
	for _, f := range v.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return Value{}
}

// Equal reports whether both are the same value, elements of lists in the same
// order.
func (v Value) Equal(w Value) bool { return v.EqualBut(w) }

// EqualBut is Equal, without a look at some attributes of the object that v is.
func (v Value) EqualBut(w Value, names ...string) bool {
	if v.Kind != w.Kind || v.Text != w.Text || !slices.EqualFunc(v.Items, w.Items, Value.Equal) {
		return false
	}
	of := func(v Value) []Field {
		return slices.DeleteFunc(slices.Clone(v.Fields), func(f Field) bool { return slices.Contains(names, f.Name) })
	}
	a, b := of(v), of(w)
	if len(a) != len(b) {
		return false
	}
	at := index{fields: b}
	for i, f := range a {
		// Both sides of a change mostly have the same order.
		if b[i].Name != f.Name {
			var has bool
			if i, has = at.of(f.Name); !has {
				return false
			}
		}
		if !f.Value.Equal(b[i].Value) {
			return false
		}
	}
	return true
}

// IsKnown reports whether the value itself, not what it contains, is known.
func (v Value) IsKnown() bool { return v.Kind >= Null && v.Kind != Unknown && v.Kind != Sensitive }

// IsEmpty reports whether the value is known to hold nothing: null, the empty
// string, the empty list. Providers write unset attributes in all these ways.
func (v Value) IsEmpty() bool {
	switch v.Kind {
	case Null:
		return true
	case String:
		return v.Text == ""
	case List:
		return len(v.Items) == 0
	}
	return false
}

// IsUnset is IsEmpty for what is no list.
func (v Value) IsUnset() bool { return v.Kind != List && v.IsEmpty() }

// Int is a whole number, also one that is written as a string, as old providers
// do.
func (v Value) Int() (int, bool) {
	if v.Kind != Number && v.Kind != String {
		return 0, false
	}
	n, err := strconv.Atoi(v.Text)
	return n, err == nil
}

// Bool is a boolean, also one that is written as a string.
func (v Value) Bool() (value, ok bool) {
	if v.Kind != Bool && v.Kind != String {
		return false, false
	}
	b, err := strconv.ParseBool(v.Text)
	return b, err == nil
}

// mark lays a mask over the value: where the mask is true, the value becomes
// one of the given kind. Masks mirror values position by position, in sets too.
// What does not fit the value marks all of it. A masked string keeps its text where
// the schema says that it is an id.
func (v *Value) mark(mask Value, kind Kind, attr Attr) {
	if !mask.any() && (kind == Sensitive || mask.fits(*v)) {
		return
	}
	empty := v.Kind == Absent || v.Kind == Null
	switch {
	case mask.Kind == List && (empty || v.Kind == List && (kind == Sensitive || len(mask.Items) >= len(v.Items))):
		v.Kind = List
		for i, m := range mask.Items {
			if i == len(v.Items) {
				v.Items = append(v.Items, Value{Kind: Null})
			}
			v.Items[i].mark(m, kind, attr)
		}
	case mask.Kind == Object && (empty || v.Kind == Object):
		v.Kind = Object
		// Names in a mask are unique, so what it adds is not looked for again.
		v.Fields = slices.Grow(v.Fields, len(mask.Fields))
		at := index{fields: v.Fields}
		for _, f := range mask.Fields {
			if i, has := at.of(f.Name); has {
				v.Fields[i].Value.mark(f.Value, kind, attr.Nested[f.Name])
				continue
			}
			var w Value
			if w.mark(f.Value, kind, attr.Nested[f.Name]); w.Kind != Absent {
				v.Fields = append(v.Fields, Field{f.Name, w})
			}
		}
	default:
		text := ""
		if v.Kind == String && attr.ID {
			text = v.Text
		}
		*v = Value{Kind: kind, Text: text}
	}
}

// fits reports whether a mask may be that of a value, where it is to say what is known:
// it has the elements of lists and the objects that the value has.
func (v Value) fits(w Value) bool {
	switch {
	case w.Kind < Bool:
		return true
	case v.Kind == List:
		if w.Kind != List || len(v.Items) < len(w.Items) {
			return false
		}
		for i, item := range w.Items {
			if !v.Items[i].fits(item) {
				return false
			}
		}
	case v.Kind == Object:
		if w.Kind != Object {
			return false
		}
		at := index{fields: w.Fields}
		for _, f := range v.Fields {
			if i, has := at.of(f.Name); has && !f.Value.fits(w.Fields[i].Value) {
				return false
			}
		}
	}
	return true
}

// any reports whether a mask marks anything, as what is no mask does.
func (v Value) any() bool {
	switch v.Kind {
	case String, Number:
		return true
	case Bool:
		return v.Text == "true"
	case List:
		for _, i := range v.Items {
			if i.any() {
				return true
			}
		}
	case Object:
		for _, f := range v.Fields {
			if f.Value.any() {
				return true
			}
		}
	}
	return false
}
