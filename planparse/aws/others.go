package aws

import "github.com/tfreach/tfreach/reach"

// others makes workloads of what is recognised and not modelled: their interfaces are
// not known.
func (b *builder) others() {
	for _, r := range b.unmodelled(workload) {
		if r.Data {
			continue
		}
		why := &reach.Unknown{Code: reach.UnmodelledResource, Address: r.String(), Reason: r.Type + " is not modelled yet"}
		b.net.Workloads = append(b.net.Workloads, &reach.Workload{
			Origin: r.origin(), Tags: b.tags(r), Interfaces: reach.Refs[*reach.Interface]{Why: why},
		})
	}
}

// gaps makes gaps of what may change the fate of packets without being on their
// path. What is only read is as much a part of other configurations as all that
// no plan reads.
func (b *builder) gaps() {
	for _, r := range b.unmodelled(gap) {
		if r.Data {
			continue
		}
		b.net.Gaps = append(b.net.Gaps, &reach.Gap{Origin: r.origin(), Type: r.Type})
	}
}

// unmodelled lists the resources of one role in the order of the plan.
func (b *builder) unmodelled(which role) []resource {
	var out []resource
	for _, r := range b.all {
		if t, ok := typeOf(r.Type); ok && t.role == which {
			out = append(out, r)
		}
	}
	return out
}
