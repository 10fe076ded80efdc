package reach

import "fmt"

// gaps puts in doubt what resources that are not modelled may do to packets on a
// part of the path in a VPC; nil for one that is not known.
func (w *walk) gaps(f flight, where Scope, v *VPC) flight {
	for _, g := range w.Gaps {
		if g.Where != where {
			continue
		}
		if why := g.why(v); why != nil {
			f.doubts = f.doubts.add(Doubt{f.leg, why, f.steps.last})
		}
	}
	return f
}

// why is what a gap leaves unknown in a VPC, nil for nothing.
func (g *Gap) why(v *VPC) *Unknown {
	does := "may change the way of packets"
	if g.Where == AtInternetGateways {
		does = "may block the internet gateway"
	}
	var there *Place
	if v != nil {
		there = v.Place
	}
	if g.Place.Apart(there) {
		return nil
	}
	if here := g.Place; here != nil && there != nil && !here.Same(there) && (here.Region == "" || there.Region == "") {
		why := here.Why
		if here.Region != "" {
			why = there.Why
		}
		// In another region it would be nothing to this VPC.
		return &Unknown{Code: UnknownValue, Address: g.Address, Reason: fmt.Sprintf("%s in its region, and whether that is the one of %s is not known: %s", does, v.Address, why)}
	}
	return &Unknown{Code: UnmodelledResource, Address: g.Address, Reason: g.Type + " " + does + " and is not modelled yet"}
}
