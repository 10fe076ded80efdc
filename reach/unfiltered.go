package reach

import "github.com/tfreach/tfreach/reach/packet"

// served is addresses at which AWS perhaps answers by itself, and why that is not known.
type served struct {
	addrs packet.Addrs
	why   *Unknown
}

// perhapsUnfiltered is those of the addresses that may be the router of the subnet that a
// source is in, or the resolver of its VPC, and are not known to be (SG-20).
func (e *Engine) perhapsUnfiltered(src Source, among packet.Addrs) []served {
	among = among.Intersect(packet.IPv4())
	s := src.Subnet
	if s == nil {
		return []served{{e.servedSomewhere(src, among), src.Why}}
	}
	var vpcs []*VPC
	if v, ok := s.VPC.Exact(); ok {
		vpcs = []*VPC{v}
	} else {
		for _, v := range e.VPCs {
			if s.VPC.May(v) {
				vpcs = append(vpcs, v)
			}
		}
	}
	var out []served
	block := s.CIDR.Why
	if s.Beyond {
		block = beyond(s, "its address block is unknown")
	}
	if block != nil {
		where := e.unplaced(s, among)
		if within, open := e.Blocks(s); open == nil {
			where = where.Intersect(within)
		}
		out = append(out, served{numbered(where, 1), block})
	}
	var perhaps packet.Addrs
	for _, v := range vpcs {
		switch b := e.primary(v); {
		case v.Beyond:
			out = append(out, served{numbered(e.unplaced(s, among), 2), beyond(v, "its address blocks are unknown")})
		case b != nil && b.Prefix.Why != nil:
			out = append(out, served{numbered(e.unplaced(s, among), 2), b.Prefix.Why})
		case s.VPC.Why != nil:
			perhaps = perhaps.Union(e.resolver(v).Intersect(among))
		}
	}
	if s.VPC.Open {
		perhaps = numbered(among, 2)
	}
	if perhaps.IsEmpty() {
		return out
	}
	return append(out, served{perhaps, s.VPC.Why})
}

// unplaced is the addresses but those that something may have in another subnet of the
// VPC.
func (e *Engine) unplaced(s *Subnet, among packet.Addrs) packet.Addrs {
	if v, ok := s.VPC.Exact(); ok {
		for _, t := range e.subnets[v] {
			among = among.Minus(usable(t.CIDR.Value))
		}
	}
	return among
}

// servedSomewhere is perhapsUnfiltered of an interface whose subnet is not known.
func (e *Engine) servedSomewhere(src Source, among packet.Addrs) packet.Addrs {
	var out packet.Addrs
	for _, r := range src.Interface.Subnets.Items {
		if r.Why != src.Why || r.Open {
			continue
		}
		for _, s := range r.To {
			out = out.Union(e.Unfiltered(s).Intersect(among))
			for _, p := range e.perhapsUnfiltered(Source{Interface: src.Interface, Subnet: s}, among) {
				out = out.Union(p.addrs)
			}
		}
		return out
	}
	return numbered(among, 1).Union(numbered(among, 2))
}

// numbered is the addresses that are the nth of a block that AWS gives a VPC or a
// subnet, the smallest of which has 16. Of many addresses it is all.
func numbered(among packet.Addrs, nth byte) packet.Addrs {
	var out []packet.Addrs
	few := 256
	for r := range among.Ranges {
		for at := r.From(); at.IsValid() && at.Compare(r.To()) <= 0; at = at.Next() {
			if few--; few < 0 {
				return among
			}
			if at.As4()[3]%16 == nth {
				out = append(out, packet.Addr(at))
			}
		}
	}
	return packet.UnionAddrs(out...)
}
