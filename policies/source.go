package policies

import (
	"fmt"

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
		for _, s := range e.network.Subnets {
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
	for _, w := range e.network.Workloads {
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
		from := reach.Sources(i, owner)
		for n := range from {
			from[n].AnyAddress = every
		}
		a.from = append(a.from, from...)
	}
	return a
}
