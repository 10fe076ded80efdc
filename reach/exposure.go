package reach

// exposed passes what VPC Block Public Access lets through a gateway to the internet
// (BPA-1 to BPA-4).
func (w *walk) exposed(f flight, p point, v *VPC, gw Object, next func(flight)) {
	if f.now.IsEmpty() {
		return
	}
	known := false
	for _, a := range w.PublicAccess {
		if a.Place.Apart(v.Place) {
			continue
		}
		if why := a.perhapsElsewhere(v); why != nil {
			f = f.doubt(why)
			continue
		}
		known = true
		if a.Mode.Why != nil {
			f = f.doubt(a.Mode.Why)
			continue
		}
		passes, why := w.excepted(f, p, v, gw, a.Mode.Value)
		switch {
		case why != nil:
			f = f.doubt(why)
		case !passes:
			w.drop(f, PublicAccessBlocked, a.At().part("internet_gateway_block_mode"), w.inVain(f, p, v, a.Mode.Value), next)
			return
		}
	}
	if !known {
		f = f.assume("VPC Block Public Access is off where " + v.Address + " is")
	}
	next(f)
}

// perhapsElsewhere is why it is open whether what is blocked is where a VPC is: in its
// region and its account. It is nil where it is there, and where nobody tells of places.
func (a *PublicAccess) perhapsElsewhere(v *VPC) *Unknown {
	here, there := a.Place, v.Place
	switch {
	case here == nil && there == nil || here.Same(there):
		return nil
	case here == nil || there == nil:
		return &Unknown{Code: UnknownValue, Address: a.Address, Reason: "blocks public access, and whether in the region of " + v.Address + " is not known"}
	case here.Region == "" || there.Region == "":
		return &Unknown{Code: UnknownValue, Address: a.Address,
			Reason: "blocks public access in its region, and whether that is the one of " + v.Address + " is not known: " + whichRegion(here, there)}
	case here.Account == "" || there.Account == "":
		return &Unknown{Code: UnknownValue, Address: a.Address,
			Reason: "blocks public access in its account, and whether that is the one of " + v.Address + ", which has another provider configuration, is not known"}
	}
	return nil
}

// excepted reports whether packets pass in a mode, with the exclusions that there are.
func (w *walk) excepted(f flight, p point, v *VPC, gw Object, mode PublicAccessMode) (bool, *Unknown) {
	_, out := gw.(*EgressOnlyGateway)
	nat := false
	if f.nat != nil {
		_, nat = f.nat.by.(*NATGateway)
	}
	switch {
	case mode == BlockNothing:
		return true, nil
	case mode == BlockIngress && (nat || out):
		return true, nil
	}
	whole, part := w.exclusion(p.subnet, v)
	if why := whole.why; why != nil {
		return false, why
	}
	if w.inspectedHere(f) {
		// Traffic of a Network Firewall is blocked even where its subnet is excluded
		// (BPA-4).
		if whole.both || whole.out {
			return false, &Unknown{Code: UnknownValue, Address: v.Address, Reason: "is excluded from VPC Block Public Access, and whether what comes from a Network Firewall is, too, is not documented (BPA-4)"}
		}
		return false, nil
	}
	if part.why != nil {
		return false, part.why
	}
	switch {
	case whole.both:
		return true, nil
	case mode == BlockBidirectional && whole.out && (nat || out):
		return true, nil
	case mode == BlockIngress:
		return part.both, nil
	case nat && (part.both || part.out):
		// The sender's subnet counts, too, or it does not: the pages do not say.
		if inner := f.nat.inner(w); inner != nil {
			_, same := w.exclusion(inner, v)
			if same.both || same.out {
				return true, same.why
			}
		}
		return false, &Unknown{Code: UnknownValue, Address: p.subnet.Address, Reason: "is excluded from VPC Block Public Access, and whether the sender's subnet must be, too, is not documented (BPA-4)"}
	case out:
		return part.both || part.out, nil
	}
	// An exclusion for egress does not open an internet gateway; on this AWS's pages
	// contradict each other, and the run that they show is followed (BPA-3).
	return part.both, nil
}

// inVain is why exclusions that there are do not help, in words.
func (w *walk) inVain(f flight, p point, v *VPC, mode PublicAccessMode) string {
	var none excluded
	whole, part := w.exclusion(p.subnet, v)
	switch {
	case whole == none && part == none:
		return ""
	case w.inspectedHere(f):
		return "it holds for what a Network Firewall inspects, whatever is excluded"
	case mode == BlockIngress:
		return "in this mode AWS ignores exclusions that allow egress only"
	}
	return "AWS's pages contradict each other on exclusions that allow egress only: in the run that they show, this stays blocked"
}

// inner is the subnet in which packets were before they were translated first.
func (t *translation) inner(w *walk) *Subnet {
	if t.outer == nil {
		return w.from.Subnet
	}
	return nil
}

// inspectedHere reports whether packets passed a Network Firewall since the last
// translation.
func (w *walk) inspectedHere(f flight) bool {
	for l := f.inspected; l != nil; l = l.rest {
		if l.last.nat == f.nat && !l.last.endpoint.Firewall.IsNone() {
			return true
		}
	}
	return false
}

// excluded is what exclusions allow.
type excluded struct {
	both, out bool
	why       *Unknown
}

// exclusion is what is excluded of a VPC as a whole, and what of a subnet of it, nil
// for none.
func (w *walk) exclusion(s *Subnet, v *VPC) (whole, part excluded) {
	note := func(e *excluded, x *PublicAccessExclusion) {
		switch {
		case x.Bidirectional.Why != nil:
			e.why = x.Bidirectional.Why
		case x.Bidirectional.Value:
			e.both = true
		default:
			e.out = true
		}
	}
	for _, x := range w.PublicAccessExclusions {
		switch {
		case x.VPC.Is(v):
			note(&whole, x)
		case s != nil && x.Subnet.Is(s):
			note(&part, x)
		case !x.VPC.IsNone() && x.VPC.May(v):
			whole.why = x.VPC.Why
		case s != nil && !x.Subnet.IsNone() && x.Subnet.May(s):
			part.why = x.Subnet.Why
		}
	}
	return whole, part
}
