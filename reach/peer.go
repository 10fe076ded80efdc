package reach

// cross takes packets over a peering connection: from one VPC to addresses of the
// other, and nothing else (PCX-3).
func (w *walk) cross(f flight, p point, v *VPC, r *Route, c *Peering) {
	if c.Beyond {
		w.leavesPlan(f, c, beyond(c, "where it leads is unknown"), w.backTo(v))
		return
	}
	switch {
	case c.Active.Why != nil:
		f = f.doubt(c.Active.Why)
	case !c.Active.Value:
		f = w.stopped(f, BadStateRoute, r.At(), "leads to "+c.Address+", which nobody accepts")
	}
	other, why := across(c, v)
	switch {
	case why != nil:
		w.undecided(f, why)
		return
	case other == nil:
		w.drop(f, BadStateRoute, r.At(), "leads to a peering connection of other VPCs", nil)
		return
	case f.origin != v:
		if f.origin == nil && f.leg == Forward {
			// Where the source is is not known.
			w.undecided(f, missing(w.from.Subnet.VPC, w.from.Subnet, "vpc_id"))
			return
		}
		w.drop(f, PeeringTransit, r.At(), "leads to a peering connection, and the sender is in another network", nil)
		return
	}
	if near := c.SameRegion; near.Why != nil {
		f = w.perhapsRenamed(f, near.Why)
	} else if !near.Value {
		f = w.rename(f)
	}
	f = f.at(Step{Kind: AtPeering, Object: c})
	if other.Beyond {
		w.leavesPlan(f, c, beyond(other, "its subnets are unknown"), w.backHome)
		return
	}
	blocks, open := w.blocksOf(other)
	f = w.gapsThere(f, other)
	inside := f.heading(blocks)
	if _, is := f.translator().(*NATGateway); is && f.leg == Forward {
		inside.peered = c
	}
	w.local(inside, nil, other)
	rest := f.but(inside)
	if open != nil {
		w.undecided(rest, open)
		return
	}
	w.drop(rest, PeeringTransit, r.At(), "leads to a peering connection, and "+other.Address+" has no such address", nil)
}

// across is the VPC on the other side of a peering connection, nil when v is on
// neither.
func across(c *Peering, v *VPC) (*VPC, *Unknown) {
	for _, ends := range [][2]Ref[*VPC]{{c.Requester, c.Accepter}, {c.Accepter, c.Requester}} {
		if !ends[0].Is(v) {
			continue
		}
		if o, ok := ends[1].Exact(); ok {
			return o, nil
		}
		return nil, missing(ends[1], c, "peer_vpc_id")
	}
	for _, end := range []Ref[*VPC]{c.Requester, c.Accepter} {
		if end.Why != nil && end.May(v) {
			return nil, end.Why
		}
	}
	return nil, nil
}

// sendBack takes answers to a NAT gateway over the peering connection that its packets
// came by, whatever routes there are (NAT-9).
func (w *walk) sendBack(f flight, s *Subnet) {
	f = f.assume("answers return through " + f.peered.Address + " to the NAT gateway, whatever the routes of the peer (NAT-9)")
	w.acl(f, s, true, func(f flight) {
		f = f.at(Step{Kind: AtPeering, Object: f.peered})
		w.backHome(f)
	})
}
