package policies

import (
	"slices"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

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
		a := e.workload(w, every, t.why)
		if len(areas) == 0 {
			out = append(out, a)
			continue
		}
		parts := []asker{a}
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
			for _, s := range e.network.Subnets {
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
	all := e.network.Workloads
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
