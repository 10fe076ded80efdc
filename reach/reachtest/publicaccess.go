package reachtest

import "github.com/tfreach/tfreach/reach"

// publicAccess is what the account blocks at the gateway (BPA-1). natOrEgressOnly:
// nothing comes in that did not go out.
func (w *walk) publicAccess(natOrEgressOnly bool) *stop {
	for _, a := range w.network.PublicAccess {
		return w.filter(w.blockedBy(a, natOrEgressOnly), dropped(reach.PublicAccessBlocked, a))
	}
	return nil
}

// blockedBy is no where the packet is blocked.
func (w *walk) blockedBy(a *reach.PublicAccess, natOrEgressOnly bool) ruling {
	ingress := anyOf(certain(natOrEgressOnly), w.excluded())
	both := anyOf(w.excluded(), w.egressExcluded(natOrEgressOnly))
	switch {
	case a.Mode.Why != nil:
		return allSame(a.Mode.Why, certain(true), ingress, both)
	case a.Mode.Value == reach.BlockIngress:
		return ingress
	case a.Mode.Value == reach.BlockBidirectional:
		return both
	}
	return certain(true)
}

// excluded: the subnet whose packets come to the gateway, or its VPC, is excluded
// in both directions (BPA-3, BPA-4).
func (w *walk) excluded() ruling {
	out := ruling{answer: No}
	if w.behindFirewall() {
		return w.excludedBehindFirewall()
	}
	for _, e := range w.network.PublicAccessExclusions {
		covers := anyOf(mayBe(e.VPC, w.vpc), mayBe(e.Subnet, w.at.subnet))
		both := fact(e.Bidirectional)
		out = anyOf(out, allOf(covers, both))
	}
	return out
}

// excludedBehindFirewall: what an exclusion of the whole VPC does for it is not
// documented.
func (w *walk) excludedBehindFirewall() ruling {
	out := ruling{answer: No}
	for _, e := range w.network.PublicAccessExclusions {
		if covers := mayBe(e.VPC, w.vpc); covers.answer != No {
			out = undecided(contradictory)
		}
	}
	return out
}

// behindFirewall: what comes from the endpoint of a Network Firewall is blocked,
// excluded or not (BPA-4).
func (w *walk) behindFirewall() bool {
	for _, x := range w.network.FirewallEndpoints {
		if w.at.subnet != nil && x.Subnet.Is(w.at.subnet) && !x.Firewall.IsNone() && w.hasPassed(x) {
			return true
		}
	}
	return false
}

func mayBe[T comparable](r reach.Ref[T], t T) ruling {
	switch {
	case r.IsNone():
		return ruling{answer: No}
	case r.Is(t):
		return ruling{answer: Yes}
	case r.May(t):
		return undecided(r.Why)
	}
	return ruling{answer: No}
}

// egressExcluded: an exclusion for egress counts for what goes through a NAT
// gateway or an egress-only gateway. Which of the subnets has to be excluded is not
// documented; with all of them, or the VPC, it is (BPA-3).
func (w *walk) egressExcluded(natOrEgressOnly bool) ruling {
	switch {
	case w.behindFirewall():
		return w.excludedBehindFirewall()
	case !natOrEgressOnly:
		return ruling{answer: No}
	}
	subnets := []*reach.Subnet{w.shot.Subnet}
	for _, t := range w.nats {
		// A regional gateway is in none, which no exclusion is for.
		subnets = append(subnets, t.at.subnet)
	}
	vpc := ruling{answer: No}
	each := make([]ruling, len(subnets))
	some := ruling{answer: No}
	for _, e := range w.network.PublicAccessExclusions {
		vpc = anyOf(vpc, mayBe(e.VPC, w.vpc))
		for i, s := range subnets {
			each[i] = anyOf(each[i], mayBe(e.Subnet, s))
			if s != w.shot.Subnet {
				// BPA-4: that of the sender alone does not count.
				some = anyOf(some, allOf(mayBe(e.Subnet, s), fact(not(e.Bidirectional))))
			}
		}
	}
	all := allOf(each...)
	switch {
	case vpc.answer == Yes || all.answer == Yes:
		return ruling{answer: Yes}
	case vpc.answer == Undecided:
		return vpc
	case some.answer == Yes:
		return undecided(contradictory)
	}
	return some
}

// contradictory is why a verdict on exclusions is open.
var contradictory = &reach.Unknown{Code: reach.UnknownValue, Attribute: "internet_gateway_exclusion_mode", Reason: "is documented in contradictory ways"}
