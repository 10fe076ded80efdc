package policies

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// asker is one source of an intent: a subnet as a place, or a workload.
type asker struct {
	object reach.Object
	// from is where its packets start.
	from []reach.Source
	// why is set when there are starts that are not known.
	why *reach.Unknown
	// doubt is set when it is not certain that the sentence means it.
	doubt *reach.Unknown
	// some: it is asked in some of its placements only.
	some bool
}

func (a asker) address() string { return a.object.At().Address }

// selection is the sources of a sentence.
type selection struct {
	askers []asker
	// empty are the operands that select nothing, with what to say of each.
	empty []string
	notes []Remark

	parties []party
	bySelf  map[reach.Source][]string // see names
	sorted  []string                  // see addresses
}

// party is sources that are asked together.
type party struct {
	*reach.Party
	// doubt is set when it is not certain that the sentence means them.
	doubt *reach.Unknown
}

// selection selects what a sentence names before its verb; what is selected
// again is not selected anew.
func (e *evaluator) selection(in intent.Intent, every bool) *selection {
	key := intent.Intent{Sources: in.Sources, Except: in.Except}.String() + fmt.Sprint(every)
	found := e.selections[key]
	if found != nil {
		return found
	}
	s := e.sources(in, every)
	found = &s
	e.selections[key] = found
	// Sources that the sentence may not mean are asked apart from the others.
	var sure []reach.Source
	for _, a := range found.askers {
		if a.doubt == nil {
			sure = append(sure, a.from...)
			continue
		}
		for _, p := range e.engine.Parties(a.from...) {
			found.parties = append(found.parties, party{p, a.doubt})
		}
	}
	for _, p := range e.engine.Parties(sure...) {
		found.parties = append(found.parties, party{p, nil})
	}
	return found
}

// names are the addresses of what packets of a source are asked for.
func (s *selection) names(from reach.Source) []string {
	if s.bySelf == nil {
		s.bySelf = map[reach.Source][]string{}
		for _, a := range s.askers {
			for _, f := range a.from {
				if !slices.Contains(s.bySelf[f], a.address()) {
					s.bySelf[f] = append(s.bySelf[f], a.address())
				}
			}
		}
	}
	return s.bySelf[from]
}

// addresses are those of all that is selected, in their natural order.
func (s *selection) addresses(e *evaluator) []string {
	if s.sorted == nil && len(s.askers) > 0 {
		texts := make([]string, len(s.askers))
		for i, a := range s.askers {
			texts[i] = a.address()
		}
		s.sorted = e.catalog.sorted(texts)
	}
	return s.sorted
}

// sources selects what a sentence names before its verb. every asks all
// interfaces of a workload, and places for whatever may be put there.
func (e *evaluator) sources(in intent.Intent, every bool) selection {
	var out selection
	var except []asker
	for _, s := range in.Except {
		found := e.source(s, every, &out.notes)
		if len(found) == 0 {
			out.empty = append(out.empty, e.nothing(s.String(), s))
		}
		except = append(except, found...)
	}
	chosen := chooser{seen: map[reach.Object][]int{}}
	for _, s := range in.Sources {
		found := e.source(s, every, &out.notes)
		if len(found) == 0 {
			out.empty = append(out.empty, e.nothing(s.String(), s))
		}
		for _, a := range found {
			for _, part := range a.without(except) {
				chosen.add(part)
			}
		}
	}
	out.askers = chosen.result()
	if len(out.askers) == 0 && len(out.empty) == 0 {
		out.empty = append(out.empty, "the exceptions leave no source")
	}
	return out
}

// nothing is what to say of an operand that selects nothing.
func (e *evaluator) nothing(operand string, s intent.Source) string {
	msg := fmt.Sprintf("%q selects nothing in this plan", operand)
	if s.Noun == intent.Addressed {
		if others := e.catalog.match(s.Address); len(others) > 0 {
			return fmt.Sprintf("%q names %s, and packets come from subnets and workloads", operand, others[0].object.At().Address)
		}
		return msg + e.catalog.nearest(operand)
	}
	return msg + e.nearest(s)
}

// source selects what one operand names.
func (e *evaluator) source(s intent.Source, every bool, notes *[]Remark) []asker {
	var out []asker
	switch s.Noun {
	case intent.Subnets:
		for _, f := range e.subnetsLike(s, notes) {
			out = append(out, e.place(f.Subnet, every, f.doubt))
		}
	case intent.Workloads:
		out = e.workloadsLike(s, every, notes)
	case intent.Addressed:
		seen := map[reach.Object]bool{}
		for _, m := range e.catalog.match(s.Address) {
			for _, a := range e.addressed(m, s.Address, every) {
				if !seen[a.object] {
					seen[a.object] = true
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// addressed is what an object that is named as a source stands for: a subnet or
// a workload for itself, a VPC for its subnets, a security group for what bears
// it. A module is the workloads in it.
func (e *evaluator) addressed(m *entry, p address.Pattern, every bool) []asker {
	switch o := m.object.(type) {
	case *reach.Workload:
		if p.IsModule() && !o.Parent.IsNone() {
			return nil
		}
		return []asker{e.workload(o, every, nil)}
	case *reach.Subnet:
		if !p.IsModule() {
			return []asker{e.place(o, every, nil)}
		}
	case *reach.VPC:
		if p.IsModule() {
			return nil
		}
		var out []asker
		for _, s := range e.plan.After.Subnets {
			if s.VPC.Is(o) {
				out = append(out, e.place(s, every, nil))
			} else if s.VPC.Why != nil && s.VPC.May(o) && !s.Beyond {
				out = append(out, e.place(s, every, s.VPC.Why))
			}
		}
		return out
	case *reach.SecurityGroup:
		if p.IsModule() {
			return nil
		}
		return e.bearers(o, every)
	}
	return nil
}

// bearers are the workloads with a security group.
func (e *evaluator) bearers(g *reach.SecurityGroup, every bool) []asker {
	var out []asker
	for _, w := range e.plan.After.Workloads {
		if !w.Parent.IsNone() {
			continue
		}
		a := e.workload(w, every, nil)
		var keep []reach.Source
		var doubt *reach.Unknown
		for _, s := range a.from {
			yes, maybe := e.engine.Bears(s, g)
			if yes || maybe != nil {
				keep = append(keep, s)
			}
			if !yes && maybe != nil {
				doubt = maybe
			}
		}
		if len(keep) > 0 {
			a.some = len(keep) < len(a.from)
			a.from, a.doubt = keep, doubt
			out = append(out, a)
		} else if a.why != nil {
			a.doubt = a.why
			out = append(out, a)
		}
	}
	return out
}

// place asks a subnet as a place.
func (e *evaluator) place(s *reach.Subnet, every bool, doubt *reach.Unknown) asker {
	return asker{object: s, from: []reach.Source{{Subnet: s, AnyAddress: every}}, doubt: doubt}
}

type askerKey struct {
	*reach.Workload
	every bool
}

// workload asks a workload: its primary interface, or every one.
func (e *evaluator) workload(w *reach.Workload, every bool, doubt *reach.Unknown) asker {
	a, known := e.askers[askerKey{w, every}]
	if !known {
		a = newAsker(w, every)
		e.askers[askerKey{w, every}] = a
	}
	a.doubt = doubt
	return a
}

func newAsker(w *reach.Workload, every bool) asker {
	a := asker{object: w}
	if every || len(w.Interfaces.Items) == 0 {
		a.why = w.Interfaces.Why
	}
	for n, r := range w.Interfaces.Items {
		if n > 0 && !every {
			break
		}
		i, ok := r.Exact()
		if !ok {
			a.why = r.Why
			continue
		}
		owner := &w.Origin
		if w.Template != nil && i.Public.Why == nil && i.Public.Value == reach.Refused {
			owner = w.Template
		}
		a.from = append(a.from, reach.Sources(i, owner)...)
	}
	return a
}

// likeness is a subnet that a noun may mean.
type likeness struct {
	*reach.Subnet
	doubt *reach.Unknown
}

// subnetsLike selects subnets by class, tags and place. Subnets that the plan
// only names by their ids count where it has no others: nothing is known of
// them, but they are what the sentence must mean.
func (e *evaluator) subnetsLike(s intent.Source, notes *[]Remark) []likeness {
	var own, beyond []*reach.Subnet
	for _, n := range e.plan.After.Subnets {
		if n.Beyond {
			beyond = append(beyond, n)
		} else {
			own = append(own, n)
		}
	}
	if len(own) == 0 {
		own = beyond
	}
	passes := e.filter(s.Filters)
	var out []likeness
	for _, n := range own {
		t := passes(n, n.Tags)
		if t.is != no {
			t = all(t, e.classed(n, s.Classes, notes))
		}
		if t.is != no {
			out = append(out, likeness{n, t.why})
		}
	}
	return out
}

// truth is yes, no, or a reason for not knowing.
type truth struct {
	is  answer
	why *reach.Unknown
}

type answer int

const (
	no answer = iota
	yes
	perhaps
)

func known(b bool) truth {
	if b {
		return truth{is: yes}
	}
	return truth{}
}

func open(why *reach.Unknown) truth { return truth{perhaps, why} }

// all is the conjunction: one no is enough.
func all(ts ...truth) truth {
	out := truth{is: yes}
	for _, t := range ts {
		switch {
		case t.is == no:
			return t
		case t.is == perhaps && out.is == yes:
			out = t
		}
	}
	return out
}

// some is the disjunction: one yes is enough.
func some(ts ...truth) truth {
	var out truth
	for _, t := range ts {
		switch {
		case t.is == yes:
			return t
		case t.is == perhaps && out.is == no:
			out = t
		}
	}
	return out
}

// classOf translates the class of a sentence.
var classOf = map[intent.Class]reach.Class{intent.Public: reach.Public, intent.Private: reach.Private, intent.Isolated: reach.Isolated}

// classed says whether a subnet is of one of the classes, after apply or before:
// a subnet that changes its class is selected under both, with a note.
func (e *evaluator) classed(s *reach.Subnet, classes []intent.Class, notes *[]Remark) truth {
	if len(classes) == 0 {
		return known(true)
	}
	var ts []truth
	after, why := e.engine.Class(s)
	before := e.classBefore(s)
	for _, c := range classes {
		switch {
		case after.Is(classOf[c]):
			ts = append(ts, known(true))
		case after == reach.Unclassed && before.Is(classOf[c]):
			ts = append(ts, known(true))
		case after == reach.Unclassed || after == reach.Private && why != nil && c == intent.Isolated:
			ts = append(ts, open(why))
		case before.Is(classOf[c]):
			ts = append(ts, known(true))
			*notes = append(*notes, Remark{ClassChanged, s.Address, fmt.Sprintf("%s is %v now and %v after apply; it is asked as both", s.Address, before, after)})
		}
	}
	return some(ts...)
}

// classBefore is the class that a subnet had; undecided when it did not exist.
func (e *evaluator) classBefore(s *reach.Subnet) reach.Class {
	if e.plan.Before() == e.plan.After {
		return reach.Unclassed
	}
	if e.before == nil {
		e.before = reach.NewEngine(e.plan.Before())
		e.subnetsBefore = map[string]*reach.Subnet{}
		for _, b := range e.plan.Before().Subnets {
			e.subnetsBefore[b.Address] = b
		}
	}
	b := e.subnetsBefore[s.Address]
	if b == nil {
		return reach.Unclassed
	}
	c, _ := e.before.Class(b)
	return c
}

// filter makes the test of whether an object passes all filters.
func (e *evaluator) filter(filters []intent.Filter) func(reach.Object, reach.Tags) truth {
	var tests []func(reach.Object, reach.Tags) truth
	for _, f := range filters {
		if f.Key != "" {
			tests = append(tests, func(_ reach.Object, tags reach.Tags) truth { return tagged(tags, f) })
			continue
		}
		inside := e.inside(f.In)
		tests = append(tests, func(o reach.Object, _ reach.Tags) truth { return inside(o) })
	}
	return func(o reach.Object, tags reach.Tags) truth {
		out := known(true)
		for _, test := range tests {
			out = all(out, test(o, tags))
		}
		return out
	}
}

func tagged(tags reach.Tags, f intent.Filter) truth {
	v, has := tags.Values[f.Key]
	switch {
	case has && !f.HasValue:
		return known(true)
	case has && v.Why != nil:
		return open(v.Why)
	case has:
		return known(v.Value == f.Value)
	case tags.Why != nil:
		return open(tags.Why)
	}
	return known(false)
}

// inside makes the test of whether an object is in a module, or a subnet in the
// VPC that an address names, or is the subnet that it names. Where workloads are
// [area] says.
func (e *evaluator) inside(p address.Pattern) func(reach.Object) truth {
	if p.IsModule() {
		scope := e.catalog.scope(p)
		return func(o reach.Object) truth {
			at := e.catalog.of[o]
			return known(at != nil && scope[at.in])
		}
	}
	named := e.catalog.match(p)
	return func(o reach.Object) truth {
		out := known(false)
		for _, m := range named {
			switch in := m.object.(type) {
			case *reach.VPC:
				if s, ok := o.(*reach.Subnet); ok {
					out = some(out, refers(s.VPC, in))
				}
			case *reach.Subnet:
				out = some(out, known(o == reach.Object(in)))
			}
		}
		return out
	}
}

func refers[T comparable](r reach.Ref[T], t T) truth {
	switch {
	case r.Is(t):
		return known(true)
	case r.Why != nil && r.May(t):
		return open(r.Why)
	}
	return known(false)
}

// workloadsLike selects workloads by tags and place, and keeps of each the
// placements that are in the subnets named. What stands by itself counts;
// interfaces of instances do not.
func (e *evaluator) workloadsLike(s intent.Source, every bool, notes *[]Remark) []asker {
	var areas []area
	if s.In != nil {
		in := area{doubts: map[*reach.Subnet]*reach.Unknown{}, byKind: true}
		for _, f := range e.subnetsLike(*s.In, notes) {
			in.doubts[f.Subnet] = f.doubt
		}
		areas = append(areas, in)
	}
	var others []intent.Filter
	for _, f := range s.Filters {
		if f.Key == "" && !f.In.IsModule() {
			areas = append(areas, e.areaOf(f.In))
		} else {
			others = append(others, f)
		}
	}
	passes := e.filter(others)
	var out []asker
	for _, w := range e.workloadsIn(areas, every) {
		t := passes(w, w.Tags)
		if t.is == no {
			continue
		}
		parts := []asker{e.workload(w, every, t.why)}
		for _, in := range areas {
			parts = in.of(parts)
		}
		out = append(out, parts...)
	}
	return out
}

// area is subnets that workloads are asked in.
type area struct {
	// doubts has the subnets, with a reason where it is not certain that the
	// sentence means one.
	doubts map[*reach.Subnet]*reach.Unknown
	// byKind: they are selected by what they are, so that a subnet beyond the plan
	// may be one of them. Otherwise they are named.
	byKind bool
}

// areaOf is the subnets that an address names, and those that are or may be in
// the VPCs that it names.
func (e *evaluator) areaOf(p address.Pattern) area {
	out := area{doubts: map[*reach.Subnet]*reach.Unknown{}}
	for _, m := range e.catalog.match(p) {
		switch o := m.object.(type) {
		case *reach.Subnet:
			out.doubts[o] = nil
		case *reach.VPC:
			for _, s := range e.plan.After.Subnets {
				if t := refers(s.VPC, o); t.is != no {
					out.doubts[s] = t.why
				}
			}
		}
	}
	return out
}

// of keeps the placements of askers that are in the area, apart those that may be
// in it.
func (in area) of(askers []asker) []asker {
	var out []asker
	for _, a := range askers {
		sure, perhaps := a, a
		sure.from, perhaps.from = nil, nil
		for _, s := range a.from {
			doubt, is := in.doubts[s.Subnet]
			switch {
			case s.Subnet == nil:
				doubt, is = s.Why, true
			case s.Subnet.Beyond && !is && in.byKind:
				doubt, is = beyondPlan(s.Subnet), true
			}
			switch {
			case !is:
			case doubt == nil:
				sure.from = append(sure.from, s)
			default:
				perhaps.from = append(perhaps.from, s)
				if perhaps.doubt == nil {
					perhaps.doubt = doubt
				}
			}
		}
		sure.some = a.some || len(sure.from) < len(a.from)
		perhaps.some = a.some || len(perhaps.from) < len(a.from)
		if len(sure.from) == 0 && len(perhaps.from) == 0 && a.why != nil && perhaps.doubt == nil {
			perhaps.doubt = a.why
		}
		if len(sure.from) > 0 {
			out = append(out, sure)
		}
		if len(perhaps.from) > 0 || len(sure.from) == 0 && a.why != nil {
			out = append(out, perhaps)
		}
	}
	return out
}

// residence is where workloads are.
type residence struct {
	in map[*reach.Subnet][]int // places in the network's list
	// anywhere are those of which it is not certain.
	anywhere []int
}

// workloadsIn are the workloads that stand by themselves and are or may be in
// the first of the areas; all of them without areas.
func (e *evaluator) workloadsIn(areas []area, every bool) []*reach.Workload {
	all := e.plan.After.Workloads
	n := 0
	if every {
		n = 1
	}
	if e.residences[n] == nil {
		r := &residence{in: map[*reach.Subnet][]int{}}
		e.residences[n] = r
		for i, w := range all {
			a := e.workload(w, every, nil)
			certain := a.why == nil
			for _, s := range a.from {
				certain = certain && s.Subnet != nil && !s.Subnet.Beyond
				if s.Subnet != nil {
					r.in[s.Subnet] = append(r.in[s.Subnet], i)
				}
			}
			if !certain {
				r.anywhere = append(r.anywhere, i)
			}
		}
	}
	var places []int
	if len(areas) == 0 {
		for i := range all {
			places = append(places, i)
		}
	} else {
		places = slices.Clone(e.residences[n].anywhere)
		for s := range areas[0].doubts {
			places = append(places, e.residences[n].in[s]...)
		}
		slices.Sort(places)
		places = slices.Compact(places)
	}
	var out []*reach.Workload
	for _, i := range places {
		if all[i].Parent.IsNone() {
			out = append(out, all[i])
		}
	}
	return out
}

// beyondPlan is why nothing can be said of a subnet that the plan only names.
func beyondPlan(s *reach.Subnet) *reach.Unknown {
	return &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: s.Address, Reason: "not in this plan: what kind of subnet it is, is unknown"}
}
