package resolve

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// The reasons for which a reference is not exact.
const (
	needsSources   = "known after apply; the configuration decides it (--source)"
	notEvaluated   = "known after apply; its expression is not evaluated yet"
	notConfigured  = "known after apply; nothing in the configuration sets it"
	notSameSources = "known after apply; the configuration given does not match the plan here"
	madeDynamic    = "known after apply; a dynamic block makes it, and is not evaluated yet"
)

// unknown resolves an id that the plan does not know.
func (r *Resolver) unknown(a Attr, types []string) Ref {
	key := a.res.String() + "." + a.Path() + " " + strings.Join(types, " ")
	if ref, ok := r.memo[key]; ok {
		return ref
	}
	// What refers to itself on the way is found here.
	r.memo[key] = Ref{State: Unknown, Reason: notEvaluated}
	ref := r.evidence(a, types)
	r.memo[key] = ref
	return ref
}

func (r *Resolver) evidence(a Attr, types []string) Ref {
	if a.index >= 0 {
		return r.element(a, types)
	}
	expr, reason := r.expression(a)
	if expr == nil {
		if a.res.Data && reason == notConfigured {
			return r.deferred(a.res, a.name, types)
		}
		return r.mentioned(a, types, reason)
	}
	ref := r.follow(expr, scopeOf(a.res), types, maxChain)
	if ref.State == Unknown {
		return r.mentioned(a, types, ref.Reason)
	}
	return ref
}

// element resolves an unknown element of a list that the plan shows otherwise:
// only lists are shown so, never sets, and they keep their order.
func (r *Resolver) element(a Attr, types []string) Ref {
	expr, reason := r.expression(*a.parent)
	if expr == nil {
		return r.mentioned(*a.parent, types, reason)
	}
	refs, reason := r.followList(expr, scopeOf(a.res), types, maxChain)
	if reason == "" && !alike(refs, a.parent.value.Items) {
		reason = notEvaluated
	}
	if reason == "" && refs[a.index].State == Unknown {
		reason = refs[a.index].Reason
	}
	if reason != "" {
		return r.mentioned(*a.parent, types, reason)
	}
	return refs[a.index]
}

// alike reports whether references may be what these elements of a list are:
// what one knows, the other does not contradict.
func alike(refs []Ref, items []planjson.Value) bool {
	return slices.EqualFunc(refs, items, func(ref Ref, v planjson.Value) bool {
		switch ref.State {
		case Exact, External, Gone:
			if v.Kind == planjson.String && ref.ID != "" {
				return v.Text == ref.ID
			}
			return (v.Kind == planjson.Unknown) == (ref.How == BySource)
		}
		return true
	})
}

// list resolves a list or set that is unknown as a whole. Its expression tells
// the elements only when it is a list of references written out.
func (r *Resolver) list(a Attr) ([]Attr, string) {
	expr, reason := r.expression(a)
	if expr == nil {
		return nil, reason
	}
	refs, reason := r.followList(expr, scopeOf(a.res), nil, maxChain)
	if reason != "" {
		return nil, reason
	}
	out := make([]Attr, len(refs))
	for i := range refs {
		if refs[i].State == Unknown {
			return nil, refs[i].Reason
		}
		out[i] = Attr{r: r, res: a.res, parent: a.kept(), index: i, value: planjson.Value{Kind: planjson.Unknown}, ref: &refs[i]}
	}
	return out, ""
}

// expression finds the expression of a named attribute in the sources, provided
// that the plan's own view of the configuration does not contradict it.
func (r *Resolver) expression(a Attr) (hcl.Expression, string) {
	if r.src == nil {
		return nil, needsSources
	}
	m := r.src.Modules[callPath(a.res.Module)]
	if m == nil {
		return nil, notSameSources
	}
	if m.Missing != "" {
		return nil, notAtHand(a.res.Module.String(), m)
	}
	block := r.blockOf(a.res)
	if block == nil {
		return nil, notSameSources
	}
	body, reason := r.body(a.parent, block.Body)
	if body == nil {
		return nil, reason
	}
	if !r.agrees(a, block) {
		return nil, notSameSources
	}
	expr := source.Attribute(body, a.name)
	if expr == nil {
		if blocks, dynamic := source.Blocks(body, a.name); dynamic {
			return nil, madeDynamic
		} else if len(blocks) > 0 {
			return nil, notEvaluated
		}
		return nil, notConfigured
	}
	return expr, ""
}

func notAtHand(module string, m *source.Module) string {
	return "known after apply; the source of " + module + " is not at hand: " + m.Missing
}

// agrees reports whether the argument that an attribute is in, or is, may be the
// one that the plan shows: sources that were edited since say something else. A
// plan without a configuration cannot contradict.
func (r *Resolver) agrees(a Attr, block *source.Resource) bool {
	if r.plan.Config == nil {
		return true
	}
	c := r.configOf(a.res)
	if c == nil {
		return false
	}
	top := a
	for top.parent.parent != nil {
		top = *top.parent
	}
	key := configKey(a.res.Module.Config(), a.res.Resource) + "|" + top.name
	if known, ok := r.agreed[key]; ok {
		return known
	}
	want, shown := c.Arguments[top.name]
	ok := sameArgument(want, shown, block.Body, top.name, nil)
	r.agreed[key] = ok
	return ok
}
