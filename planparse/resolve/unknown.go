package resolve

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// The reasons for which a reference is not exact.
const (
	needsSources   = "known after apply; the configuration decides it (--source)"
	notEvaluated   = "known after apply; its expression cannot be evaluated"
	notConfigured  = "known after apply; nothing in the configuration sets it"
	notSameSources = "known after apply; the configuration given does not match the plan here"
	notThisPlan    = "known after apply; the configuration at hand does not match the plan"
	severalBlocks  = "known after apply; which block of the configuration it is from is not known"
)

// question is what an attribute names, or what a data source finds.
type question struct {
	res         *planjson.Resource
	path, types string
	found       bool
}

// argument is one of a block of the configuration.
type argument struct {
	block *planjson.ResourceConfig
	name  string
}

// unknown resolves an id that the plan does not know.
func (r *Resolver) unknown(a Attr, types []string) Ref {
	key := question{a.res, a.Path(), strings.Join(types, " "), false}
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
	answers, reason := r.answers(a)
	if reason != "" {
		if a.res.Data && reason == notConfigured {
			return r.deferred(a.res, a.name, types)
		}
		return r.mentioned(a, types, reason)
	}
	refs := make([]Ref, len(answers))
	for i, found := range answers {
		if found.IsList || found.Fields != nil {
			return r.mentioned(a, types, notEvaluated)
		}
		refs[i] = r.settled(found.Ref, types)
	}
	ref := oneOf(refs)
	switch ref.State {
	case None:
		// Null is as if nothing set it: the provider chooses.
		return r.mentioned(a, types, notConfigured)
	case External:
		// What a data source looks for by a known id is known when it is read. All else
		// Terraform would know as well.
		if !slices.ContainsFunc(answers, func(found Answer) bool { return found.Ref.State != External }) {
			return r.mentioned(a, types, notSameSources)
		}
	case Unknown:
		if ref.Cut == nil {
			return r.mentioned(a, types, ref.Reason)
		}
	}
	return ref
}

// answers are what the expressions give that an attribute may have: one, unless
// it is in a block that is not told from others.
func (r *Resolver) answers(a Attr) ([]Answer, string) {
	questions, reason := r.questions(a)
	if reason != "" {
		return nil, reason
	}
	out := make([]Answer, len(questions))
	for i, q := range questions {
		out[i] = q.answer()
	}
	return out, ""
}

func (r *Resolver) questions(a Attr) ([]*asked, string) {
	if r.src == nil {
		return nil, r.lacking
	}
	block := r.blockOf(a.res)
	if block == nil {
		if m := r.src.Modules[callPath(a.res.Module)]; m != nil && m.Missing != "" {
			return nil, notAtHand(a.res.Module.String(), m)
		}
	}
	if block == nil || !r.agrees(a, block) {
		return nil, notSameSources
	}
	origins, reason := r.origins(a.parent, a.res)
	if reason != "" {
		return nil, reason
	}
	var out []*asked
	for _, o := range origins {
		if q, ok := o.ask(r.eval, a.name); ok {
			out = append(out, q)
		}
	}
	switch {
	case len(out) == 0:
		return nil, notConfigured
	case len(out) < len(origins):
		return nil, severalBlocks
	}
	return out, ""
}

// Unset reports whether the configuration certainly leaves an attribute out that is
// not known: the provider fills it in.
func (a Attr) Unset() bool {
	if a.value.Kind != planjson.Unknown || a.r.src == nil || a.index >= 0 {
		return false
	}
	if _, reason := a.r.questions(a); reason != notConfigured {
		return false
	}
	// Blocks are no argument: there may be some, or as many as only apply tells.
	origins, reason := a.r.origins(a.parent, a.res)
	return reason == "" && !slices.ContainsFunc(origins, func(o made) bool {
		blocks, reason := o.blocks(a.r.eval, a.name)
		return reason != "" || len(blocks) > 0
	})
}

// settled is a reference as far as it names data sources that Terraform reads
// during apply, by what those find.
func (r *Resolver) settled(ref Ref, types []string) Ref {
	if !slices.ContainsFunc(ref.Symbols, r.isDeferred) {
		return ref
	}
	if ref.State == Exact {
		s := ref.Symbols[0]
		return r.deferred(r.byAddr[s.Resource], s.Attribute, types)
	}
	var out []Symbol
	for _, s := range ref.Symbols {
		if !r.isDeferred(s) {
			out = append(out, s)
			continue
		}
		found := r.deferred(r.byAddr[s.Resource], s.Attribute, types)
		ref.Open = ref.Open || found.State != Exact
		out = append(out, found.Symbols...)
	}
	ref.Symbols = out
	return ref
}

func (r *Resolver) isDeferred(s Symbol) bool {
	res := r.byAddr[s.Resource]
	return res != nil && res.Data
}

// oneOf is what references say together of which one holds.
func oneOf(refs []Ref) Ref {
	out := refs[0]
	for _, ref := range refs[1:] {
		if ref.State == out.State && slices.Equal(ref.Symbols, out.Symbols) && ref.ID == out.ID && ref.Open == out.Open && sameCut(ref.Cut, out.Cut) {
			continue
		}
		out = Ref{
			State: Candidates, Symbols: append(slices.Clone(out.Symbols), ref.Symbols...), Reason: severalBlocks,
			Open: out.Open || ref.Open || out.State != Exact && out.State != Candidates || ref.State != Exact && ref.State != Candidates,
		}
	}
	if out.State == Candidates && len(out.Symbols) == 0 {
		return unknownFor(severalBlocks)
	}
	slices.SortFunc(out.Symbols, func(a, b Symbol) int { return strings.Compare(a.String(), b.String()) })
	out.Symbols = slices.Compact(out.Symbols)
	return out
}

func sameCut(a, b *Cut) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func unknownFor(reason string) Ref { return Ref{State: Unknown, Reason: reason} }

// element resolves an unknown element of a list that the plan shows otherwise:
// only lists are shown so, never sets, and they keep their order.
func (r *Resolver) element(a Attr, types []string) Ref {
	list, reason := r.oneList(*a.parent)
	if reason != "" {
		return r.mentioned(*a.parent, types, reason)
	}
	refs := make([]Ref, len(list.List))
	for i, e := range list.List {
		refs[i] = r.settled(e.Ref, types)
	}
	switch {
	case list.Unordered || !r.alike(refs, a.parent.value.Items):
		return r.mentioned(*a.parent, types, notEvaluated)
	case refs[a.index].State == Unknown && refs[a.index].Cut == nil:
		return r.mentioned(*a.parent, types, refs[a.index].Reason)
	}
	return refs[a.index]
}

// oneList is the list that an attribute's expression gives.
func (r *Resolver) oneList(a Attr) (Answer, string) {
	answers, reason := r.answers(a)
	if reason != "" {
		return Answer{}, reason
	}
	if len(answers) != 1 {
		return Answer{}, severalBlocks
	}
	found := answers[0]
	switch {
	case found.IsList && !slices.ContainsFunc(found.List, func(e Answer) bool { return e.IsList || e.Fields != nil }):
		return found, ""
	case found.IsList || found.Fields != nil:
	case found.Ref.Reason != "":
		return Answer{}, found.Ref.Reason
	case found.Ref.State == None:
		return Answer{}, notConfigured
	}
	return Answer{}, notEvaluated
}

// alike reports whether references may be what these elements of a list are:
// what one knows, the other does not contradict.
func (r *Resolver) alike(refs []Ref, items []planjson.Value) bool {
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

// list resolves a list or set that is unknown as a whole.
func (r *Resolver) list(a Attr) ([]Attr, string) {
	list, reason := r.oneList(a)
	if reason == notConfigured {
		// Blocks, whose number nobody knows.
		if origins, why := r.origins(a.parent, a.res); why == "" && len(origins) == 1 {
			if _, why := origins[0].blocks(r.eval, a.name); why != "" {
				return nil, why
			}
		}
	}
	if reason != "" {
		return nil, reason
	}
	out := make([]Attr, len(list.List))
	for i, e := range list.List {
		out[i] = Attr{r: r, res: a.res, parent: a.kept(), index: i, value: planjson.Value{Kind: planjson.Unknown}, before: a.before}
		if e.Ref.State == External && e.Ref.ID != "" {
			out[i].value = planjson.Value{Kind: planjson.String, Text: e.Ref.ID}
			continue
		}
		ref := r.settled(e.Ref, nil)
		out[i].ref = &ref
	}
	return out, ""
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
	key := argument{c, top.name}
	if known, ok := r.agreed[key]; ok {
		return known
	}
	want, shown := c.Arguments[top.name]
	ok := sameArgument(want, shown, block.Body, top.name, nil)
	r.agreed[key] = ok
	return ok
}

// Answer is what an attribute of any kind will be, as far as it names other
// resources: of a resource's own attributes those that are not known.
func (a Attr) Answer() Answer {
	answers, reason := a.r.answers(a)
	if reason != "" || len(answers) != 1 {
		if reason == "" {
			reason = severalBlocks
		}
		return Answer{Ref: a.r.mentioned(a, nil, reason)}
	}
	return a.r.settledAll(answers[0])
}

func (r *Resolver) settledAll(found Answer) Answer {
	switch {
	case found.IsList:
		for i, e := range found.List {
			found.List[i] = r.settledAll(e)
		}
	case found.Fields != nil:
		for name, e := range found.Fields {
			found.Fields[name] = r.settledAll(e)
		}
	default:
		found.Ref = r.settled(found.Ref, nil)
	}
	return found
}

// Resolved reports whether everything that an answer names is known.
func (a Answer) Resolved() bool {
	switch {
	case a.IsList:
		return !slices.ContainsFunc(a.List, func(e Answer) bool { return !e.Resolved() })
	case a.Fields != nil:
		for _, e := range a.Fields {
			if !e.Resolved() {
				return false
			}
		}
		return true
	}
	return a.Ref.known()
}

// HoldsUnknown reports whether the value, or a part of it, is known after apply.
func (a Attr) HoldsUnknown() bool { return holdsUnknown(a.value) }
