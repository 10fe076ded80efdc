package reach

import "fmt"

// gaps puts in doubt what resources that are not modelled may do to packets of a VPC;
// nil for one that is not known.
func (w *walk) gaps(f flight, v *VPC) flight {
	for _, g := range w.Gaps {
		if why := g.why(v); why != nil {
			f.doubts = f.doubts.add(Doubt{f.leg, why, f.steps.last})
		}
	}
	return f
}

// gapsThere is gaps for packets that come into a VPC of another place than the
// sender's.
func (w *walk) gapsThere(f flight, v *VPC) flight {
	if f.leg == Reply || f.origin == nil || f.origin.Place.Same(v.Place) {
		return f
	}
	return w.gaps(f, v)
}

// why is what a gap leaves unknown in a VPC, nil for nothing.
func (g *Gap) why(v *VPC) *Unknown {
	const does = "may change the way of packets"
	var there *Place
	if v != nil {
		there = v.Place
	}
	if g.Place.Apart(there) {
		return nil
	}
	if here := g.Place; here != nil && there != nil && !here.Same(there) && (here.Region == "" || there.Region == "") {
		// In another region it would be nothing to this VPC.
		return &Unknown{Code: UnknownValue, Address: g.Address,
			Reason: fmt.Sprintf("%s in its region, and whether that is the one of %s is not known: %s", does, v.Address, whichRegion(here, there))}
	}
	return &Unknown{Code: UnmodelledResource, Address: g.Address, Reason: g.Type + " " + does + " and is not modelled yet"}
}

// whichRegion is why one of two regions is not known.
func whichRegion(here, there *Place) string {
	if here.Region != "" {
		return there.Why
	}
	return here.Why
}
