package reach

import (
	"fmt"
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// transit takes packets from a VPC into a transit gateway (W6 F3 to F5).
func (w *walk) transit(f flight, p point, v *VPC, r *Route, gw *TransitGateway) {
	att, why := w.attachmentOf(gw, v)
	switch {
	case why != nil:
		w.undecided(f, why)
		return
	case att == nil && (gw.Beyond || !isNew(gw) && !isNew(v)):
		// Another configuration may attach what exists already.
		w.undecided(f, &Unknown{Code: UnknownBeyondPlan, Address: gw.Address, Reason: "no resource of this plan attaches " + v.Address + " to it; another configuration may"})
		return
	case att == nil:
		w.drop(f, BadStateAttachment, gw.At(), v.Address+" is not attached to it", nil)
		return
	}
	f, ok := w.accepted(f, BadStateAttachment, att.At(), att)
	if !ok {
		return
	}
	if p.subnet == nil {
		w.undecided(f, &Unknown{Code: UnmodelledResource, Address: r.Address, Attribute: r.Attribute, Reason: "which zone a regional NAT gateway sends from is not modelled"})
		return
	}
	f, t, ok := w.zonal(f, att, p.subnet)
	if !ok {
		return
	}
	enter := func(f flight) { w.throughTransit(f, gw, att, p.subnet.Zone) }
	if t == nil {
		enter(f)
		return
	}
	// The inbound ACL of the attachment's subnet, also where the sender is in it;
	// never the outbound one (TGW-9).
	w.acl(f, t, false, enter)
}

// isNew reports whether apply makes an object, so that nothing outside the plan can be
// connected with it.
func isNew(o Object) bool { return o.At().Change == Create || o.At().Change == Replace }

// attachmentOf is the attachment of a VPC to a transit gateway, nil for none.
func (x *index) attachmentOf(gw *TransitGateway, v *VPC) (*TransitAttachment, *Unknown) {
	var found *TransitAttachment
	var open *Unknown
	for _, a := range x.TransitAttachments {
		switch {
		case a.VPC.IsNone():
		case a.VPC.Is(v) && a.Gateway.Is(gw):
			if found != nil {
				return nil, &Unknown{Code: UnmodelledResource, Address: a.Address,
					Reason: "AWS attaches a VPC to a transit gateway once, and " + found.Address + " attaches the same"}
			}
			found = a
		case a.VPC.May(v) && a.Gateway.May(gw):
			if open = a.VPC.Why; open == nil {
				open = a.Gateway.Why
			}
		}
	}
	if found != nil {
		return found, nil
	}
	return nil, open
}

// crowded is set for an attachment with two subnets in one zone: AWS refuses it (TGW-5),
// and nobody knows in which of them packets would arrive.
func (t *TransitAttachment) crowded(subnets []*Subnet) *Unknown {
	in := map[string]*Subnet{}
	for _, s := range subnets {
		other := in[s.Zone]
		if s.Zone != "" && other != nil && other != s {
			return &Unknown{Code: UnmodelledResource, Address: t.Address, Attribute: "subnet_ids",
				Reason: fmt.Sprintf("%s and %s are both in the zone %s, and AWS takes one subnet of each", other.Address, s.Address, s.Zone)}
		}
		in[s.Zone] = s
	}
	return nil
}

// accepted passes what comes to an attachment that is accepted, and that takes the
// family (TGW-12).
func (w *walk) accepted(f flight, code Code, culprit *Origin, att *TransitAttachment) (flight, bool) {
	switch {
	case att.Active.Why != nil:
		f = f.doubt(att.Active.Why)
	case !att.Active.Value:
		f = w.stopped(f, code, culprit, att.Address+" is not accepted")
	}
	if att.VPC.IsNone() {
		return f, true
	}
	six := f.with(f.now.To(packet.IPv6()))
	switch {
	case six.now.IsEmpty():
	case att.IPv6.Why != nil:
		// The doubt is about IPv6 only; it may be all there is.
		if f.now.Equal(six.now) {
			return f.doubt(att.IPv6.Why), true
		}
		w.undecided(six, att.IPv6.Why)
		f = f.but(six)
	case !att.IPv6.Value:
		w.drop(six, code, att.At().part("ipv6_support"), att.Address+" passes no IPv6", nil)
		f = f.but(six)
	}
	return f, !f.now.IsEmpty()
}

// zonal passes packets of a subnet whose zone has a subnet of the attachment, and
// finds that subnet (TGW-5). It is nil where the zones are not known.
func (w *walk) zonal(f flight, att *TransitAttachment, s *Subnet) (flight, *Subnet, bool) {
	subnets, _ := att.Subnets.Exact()
	if crowded := att.crowded(subnets); crowded != nil {
		w.undecided(f, crowded)
		return f, nil, false
	}
	open := att.Subnets.Open()
	for _, t := range subnets {
		if t == s {
			return f, t, true
		}
	}
	for _, t := range subnets {
		switch {
		case s.Zone == "":
			open = zoneUnknown(s)
		case t.Zone == s.Zone:
			return f, t, true
		case t.Zone == "":
			open = zoneUnknown(t)
		}
	}
	if open == nil {
		w.drop(f, TransitZone, att.At().part("subnet_ids"), "has no subnet in the zone "+s.Zone, nil)
		return f, nil, false
	}
	// Which ACL filters is open like whether they get in at all.
	w.undecided(f, open)
	return f, nil, false
}

// throughTransit routes packets that came in through an attachment, by the table that
// it is associated with (TGW-1). zone is where they came from, empty when that is not
// known.
func (w *walk) throughTransit(f flight, gw *TransitGateway, from *TransitAttachment, zone string) {
	f = f.at(Step{Kind: AtTransitGateway, Object: gw})
	t, why := w.associated(gw, from)
	switch {
	case why != nil:
		w.undecided(f, why)
		return
	case t == nil:
		w.drop(f, TransitNoAssociation, from.At(), "is associated with no route table", nil)
		return
	}
	// One table sends packets of one form the same way each time.
	here := visit{table: t, leg: f.leg, nat: f.nat}
	if has(f.visited, here) {
		w.drop(f, TransitBadRoute, t.At(), "the packets go in a circle", nil)
		return
	}
	f.visited = f.visited.add(here)
	f = f.assume(t.Assumed)
	for _, g := range w.transitRegions(t) {
		f := f.heading(g.addrs)
		if f.now.IsEmpty() {
			continue
		}
		at := Step{Kind: AtTransitTable, Object: t, Transit: g.route}
		f = f.at(at)
		switch {
		case g.doubt != nil:
			w.undecided(f, g.doubt)
		case g.to == nil && g.route != nil:
			w.drop(f, TransitBadRoute, g.route.At(), "is a blackhole", nil)
		case g.to == nil:
			w.drop(f, TransitNoRoute, t.At(), "", nil)
		default:
			w.outOfTransit(f, gw, from, g, zone)
		}
	}
}

// associated is the table that routes what comes from an attachment into a gateway,
// nil for none.
func (x *index) associated(gw *TransitGateway, att *TransitAttachment) (*TransitTable, *Unknown) {
	var found *TransitTable
	var open *Unknown
	for _, a := range x.TransitAssociations {
		if !a.Attachment.May(att) {
			continue
		}
		t, ok := a.Table.Exact()
		switch {
		case !a.Attachment.Is(att):
			open = a.Attachment.Why
		case !ok:
			open = missing(a.Table, a, "transit_gateway_route_table_id")
		case !t.Gateway.May(gw):
			// The table of the other side of a peering.
		case !t.Gateway.Is(gw):
			open = t.Gateway.Why
		case found != nil && found != t:
			return nil, &Unknown{Code: UnknownValue, Address: a.Address, Reason: "two associations give " + att.Address + " a route table; AWS accepts one"}
		default:
			found = t
		}
	}
	if found != nil {
		return found, nil
	}
	if open == nil && (gw.Beyond || att.Beyond) {
		open = beyond(gw, "with which table the attachment is associated is unknown")
	}
	return nil, open
}

// outOfTransit delivers packets to what a route of a transit gateway leads to.
func (w *walk) outOfTransit(f flight, gw *TransitGateway, from *TransitAttachment, g transitRegion, zone string) {
	to := g.to
	culprit := to.At()
	if g.route != nil {
		culprit = g.route.At()
	}
	f, ok := w.accepted(f, TransitBadRoute, culprit, to)
	if !ok {
		return
	}
	switch {
	case !to.Peer.IsNone():
		f = w.rename(f)
		other, why := w.acrossPeering(gw, to)
		if why != nil {
			w.leavesPlan(f, to, why, nil)
			return
		}
		w.throughTransit(f, other, to, "")
	case to.VPC.IsNone():
		w.beyondTransit(f, gw, to, from, zone)
	default:
		v, ok := to.VPC.Exact()
		if !ok {
			w.undecided(f, missing(to.VPC, to, "vpc_id"))
			return
		}
		if v.Beyond {
			w.leavesPlan(f, to, beyond(v, "its subnets are unknown"), w.fromTransit(gw, to))
			return
		}
		w.intoVPC(w.named(f, gw, from, to), to, v, zone)
	}
}

// acrossPeering is the gateway on the other side of a peering attachment.
func (x *index) acrossPeering(gw *TransitGateway, att *TransitAttachment) (*TransitGateway, *Unknown) {
	other := att.Peer
	if att.Peer.Is(gw) {
		other = att.Gateway
	}
	o, ok := other.Exact()
	switch {
	case !ok:
		return nil, missing(other, att, "peer_transit_gateway_id")
	case o.Beyond:
		return nil, beyond(o, "its route tables are unknown")
	}
	return o, nil
}

// named keeps the sender's groups where the gateway and both attachments do: for
// inbound rules only (TGW-13).
func (w *walk) named(f flight, gw *TransitGateway, from, to *TransitAttachment) flight {
	if f.leg == Reply {
		return f
	}
	f = w.unnamed(f, "names a group, and outbound rules match no group behind a transit gateway")
	for _, support := range []Fact[bool]{gw.GroupReferences, from.GroupReferences, to.GroupReferences} {
		if support.Why != nil {
			f = w.perhapsRenamed(f, support.Why)
		} else if !support.Value {
			f.nameless = true
		}
	}
	return f
}

// intoVPC delivers packets in one of the subnets of an attachment: that of the zone
// they come from, or any of them (TGW-5), and in appliance mode answers in the one that
// the requests were delivered in (TGW-10). There the subnet's own table goes on
// (TGW-6); what is for the subnet itself meets no ACL (TGW-9).
func (w *walk) intoVPC(f flight, to *TransitAttachment, v *VPC, zone string) {
	f = w.gapsThere(f, v)
	subnets, exact := to.Subnets.Exact()
	if !exact || len(subnets) == 0 {
		why := to.Subnets.Open()
		if why == nil {
			why = &Unknown{Code: UnknownValue, Address: to.Address, Attribute: "subnet_ids", Reason: "its subnets are not known"}
		}
		w.undecided(f, why)
		return
	}
	if crowded := to.crowded(subnets); crowded != nil {
		w.undecided(f, crowded)
		return
	}
	switch {
	case len(subnets) == 1:
	case to.Appliance.Why != nil:
		w.undecided(f, to.Appliance.Why)
		return
	case to.Appliance.Value:
		if s := f.landedIn(to); s != nil {
			subnets = []*Subnet{s}
		}
	case zone != "":
		for _, s := range subnets {
			if s.Zone == zone {
				subnets = []*Subnet{s}
				break
			}
		}
	}
	if f.stopped != nil {
		// What would drop them next is looked for in one of them.
		subnets = subnets[:1]
	}
	if w.forks += len(subnets) - 1; w.forks > maxForks {
		w.undecided(f, &Unknown{Code: UnmodelledResource, Address: to.Address, Attribute: "subnet_ids",
			Reason: fmt.Sprintf("AWS picks one of its zones, and the packets have more than %d ways through the zones of attachments", maxForks)})
		return
	}
	for _, s := range subnets {
		f := f.at(Step{Kind: AtTransitGateway, Object: to, Subnet: s})
		f.landings = f.landings.add(landing{to, f.nat, s})
		w.leave(f, s)
	}
}

// maxForks bounds how often a walk goes on in one more zone than one: each attachment
// on the way multiplies the ways.
const maxForks = 1 << 10

// landedIn is the subnet in which an attachment delivered packets of this form, nil
// for none.
func (f flight) landedIn(att *TransitAttachment) *Subnet {
	for l := f.landings; l != nil; l = l.rest {
		if l.last.by == att && l.last.nat == f.nat {
			return l.last.subnet
		}
	}
	return nil
}

// beyondTransit is for attachments that lead beyond the plan: VPN connections, Direct
// Connect, and others.
func (w *walk) beyondTransit(f flight, gw *TransitGateway, to, from *TransitAttachment, zone string) {
	back := w.fromTransit(gw, to)
	if c, ok := to.VPN.Exact(); ok {
		w.leavesPlan(f, c, beyondConnection(c), back)
		return
	}
	what := to.Other
	if what == "" {
		what = "something outside the plan"
	}
	w.leavesPlan(f, to, &Unknown{Code: UnknownBeyondPlan, Address: to.Address, Reason: "leads to " + what + ", which is not in this plan"}, back)
}

// fromTransit brings answers back in through an attachment.
func (w *walk) fromTransit(gw *TransitGateway, through *TransitAttachment) func(flight) {
	return func(f flight) { w.throughTransit(f, gw, through, "") }
}

// transitRegion is destinations that one route of a transit gateway's table decides.
type transitRegion struct {
	addrs packet.Addrs
	// route is nil for what is propagated and for where there is no route.
	route *TransitRoute
	// to is nil for a blackhole and for where there is no route.
	to    *TransitAttachment
	doubt *Unknown
}

// transitRegions cuts all destinations into the regions of a table: the longest prefix
// wins; of two for one block a static route, then a prefix list, then what is
// propagated (TGW-4).
func (e *Engine) transitRegions(t *TransitTable) []transitRegion {
	if known, ok := e.transit[t]; ok {
		return known
	}
	out := e.cutTransit(t)
	e.transit[t] = out
	return out
}

func (x *index) cutTransit(t *TransitTable) []transitRegion {
	var l ladder[transitRegion]
	var waiting []*TransitAttachment // that nobody accepts, which propagate nothing
	same := func(a, b transitRegion) bool { return a.to == b.to && a.doubt == b.doubt }
	for _, r := range x.TransitRoutes {
		if !r.Table.May(t) {
			continue
		}
		g := transitRegion{route: r}
		g.to, _ = r.Attachment.Exact()
		if r.Attachment.Why != nil {
			g.doubt = r.Attachment.Why
		}
		rank := static
		ps := []Fact[netip.Prefix]{r.Destination}
		if !r.List.IsNone() {
			rank = listed
			ps = x.listPrefixes(r.List, r)
		}
		for _, p := range ps {
			switch {
			case !r.Table.Is(t):
				l.perhaps(p, r.Table.Why)
			case p.Why != nil:
				l.perhaps(Fact[netip.Prefix]{Why: p.Why}, p.Why)
			default:
				l.add(p.Value, rank, g)
			}
		}
	}
	for _, p := range x.TransitPropagations {
		if !p.Table.May(t) {
			continue
		}
		att, ok := p.Attachment.Exact()
		switch {
		case !p.Table.Is(t):
			l.perhaps(Fact[netip.Prefix]{Why: p.Table.Why}, p.Table.Why)
			continue
		case !ok:
			l.perhaps(Fact[netip.Prefix]{Why: p.Attachment.Why}, missing(p.Attachment, p, "transit_gateway_attachment_id"))
			continue
		}
		if att.Active.Why == nil && !att.Active.Value {
			waiting = append(waiting, att)
			continue
		}
		x.propagated(&l, p, att)
	}
	if t.Beyond {
		why := beyond(t, "its routes are unknown")
		l.perhaps(Fact[netip.Prefix]{Why: why}, why)
	}
	var out []transitRegion
	for _, rung := range l.cut(same, func(a, b transitRegion) *Unknown {
		return &Unknown{Code: UnknownValue, Address: t.Address, Reason: fmt.Sprintf("two routes lead to one block, through %s and %s", nameOf(a.to), nameOf(b.to))}
	}) {
		g := rung.value
		g.addrs = rung.addrs
		if g.doubt == nil {
			g.doubt = rung.doubt
		}
		out = append(out, g)
	}
	for _, att := range waiting {
		out = x.wouldTake(out, att)
	}
	return out
}

// wouldTake leads what no route takes to the attachment that would propagate one, once
// somebody accepts it.
func (x *index) wouldTake(in []transitRegion, att *TransitAttachment) []transitRegion {
	v, ok := att.VPC.Exact()
	if !ok {
		return in
	}
	blocks, _ := x.blocksOf(v)
	var out []transitRegion
	for _, g := range in {
		hit := g.addrs.Intersect(blocks)
		if g.route != nil || g.to != nil || g.doubt != nil || hit.IsEmpty() {
			out = append(out, g)
			continue
		}
		out = append(out, transitRegion{addrs: hit, to: att})
		if g.addrs = g.addrs.Minus(hit); !g.addrs.IsEmpty() {
			out = append(out, g)
		}
	}
	return out
}

func nameOf(a *TransitAttachment) string {
	if a == nil {
		return "a blackhole"
	}
	return a.Address
}

// propagated enters what an attachment propagates: the blocks of its VPC, or what is
// known of a VPN (TGW-2).
func (x *index) propagated(l *ladder[transitRegion], p *TransitPropagation, att *TransitAttachment) {
	if att.Active.Why != nil {
		l.perhaps(Fact[netip.Prefix]{Why: att.Active.Why}, att.Active.Why)
		return
	}
	g := transitRegion{to: att}
	v, isVPC := att.VPC.Exact()
	c, isVPN := att.VPN.Exact()
	switch {
	case isVPC && v.Beyond:
		why := beyond(v, "its address blocks are unknown")
		l.perhaps(Fact[netip.Prefix]{Why: why}, why)
	case isVPC:
		for _, b := range x.blocks[v] {
			switch {
			case b.Prefix.Why != nil:
				l.perhaps(Fact[netip.Prefix]{Why: b.Prefix.Why}, b.Prefix.Why)
			case b.Six && att.IPv6.Why == nil && !att.IPv6.Value:
			default:
				g := g
				g.doubt = x.overlapped(p, v, b.Prefix.Value)
				l.add(b.Prefix.Value.Masked(), propagated, g)
			}
		}
		for _, b := range x.openBlocks {
			if b.VPC.May(v) {
				l.perhaps(b.Prefix, b.VPC.Why)
			}
		}
		if v.Partial {
			why := beyond(v, "it may have other address blocks")
			l.perhaps(Fact[netip.Prefix]{Why: why}, why)
		}
	case isVPN:
		x.known(c, func(p netip.Prefix) { l.add(p, propagated, g) }, func(p Fact[netip.Prefix], why *Unknown) { l.perhaps(p, why) })
	case !att.Peer.IsNone():
		// Nothing is propagated through a peering attachment (TGW-11).
	default:
		why := att.VPC.Why
		if why == nil {
			why = &Unknown{Code: UnknownBeyondPlan, Address: att.Address, Reason: "what it propagates is not in this plan"}
		}
		l.perhaps(Fact[netip.Prefix]{Why: why}, why)
	}
}

// overlapped is why it is open whether a block of a VPC is propagated: another VPC with
// addresses of it propagates into the same table, and AWS takes the one that was
// attached first (TGW-4).
func (x *index) overlapped(p *TransitPropagation, v *VPC, block netip.Prefix) *Unknown {
	for _, q := range x.TransitPropagations {
		att, ok := q.Attachment.Exact()
		if !ok || !sameTable(p, q) || att.Active.Why == nil && !att.Active.Value {
			continue
		}
		other, ok := att.VPC.Exact()
		if !ok || other == v {
			continue
		}
		for _, b := range x.blocks[other] {
			if b.Prefix.Why == nil && b.Prefix.Value.Overlaps(block) {
				return &Unknown{Code: UnknownValue, Address: q.Address, Attribute: q.Attribute,
					Reason: fmt.Sprintf("%s and %s have addresses in common, and the gateway propagates only those of the one that is attached first", v.Address, other.Address)}
			}
		}
	}
	return nil
}

// sameTable reports whether two attachments propagate into one table.
func sameTable(p, q *TransitPropagation) bool {
	t, ok := p.Table.Exact()
	return ok && q.Table.Is(t)
}
