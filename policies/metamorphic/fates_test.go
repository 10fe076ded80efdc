package metamorphic_test

import (
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// fates is what becomes of everything that a source may send, to anywhere.
type fates struct {
	// delivered is what is certain to get there and back, arriving what is certain to
	// get there, dropped what is certain not to, unanswered what is certain not to be
	// delivered.
	delivered, arriving, dropped, unanswered packet.Set
	// open is what may do either.
	open packet.Set
}

// somewhere is where an interface is whose subnet is not known.
const somewhere = " in some subnet"

// fatesOf are the fates of a network, by source: subnets as places for what is put there
// by default and for anything, and interfaces in each of their subnets.
func fatesOf(n *reach.Network) map[string]fates {
	out := map[string]fates{}
	e := reach.NewEngine(n)
	ask := func(name string, s reach.Source) {
		for _, p := range e.Parties(s) {
			a := e.Answer([]reach.Question{{From: p, Packets: packet.All()}})[0]
			out[name] = out[name].with(a)
		}
	}
	for _, s := range n.Subnets {
		if !s.Beyond {
			ask(s.Address, reach.Source{Subnet: s})
			ask(s.Address+" with any address", reach.Source{Subnet: s, AnyAddress: true})
		}
	}
	for _, i := range n.Interfaces {
		for _, s := range reach.Sources(i, nil) {
			in := somewhere
			if s.Subnet != nil {
				in = " in " + s.Subnet.Address
			}
			ask(i.Origin.String()+in, s)
		}
	}
	return out
}

// with takes in an answer. Packets whose fate hangs on the port that a NAT gateway
// picks are in several parts; they have the fates that all of these share.
func (f fates) with(a *reach.Answer) fates {
	var delivered, arriving, answeredNo, dropped, openA, openR packet.Set
	for _, p := range a.Parts {
		switch {
		case p.Arrives == reach.No:
			dropped = dropped.Union(p.Packets)
		case p.Arrives == reach.Yes && p.Answered == reach.Yes:
			delivered = delivered.Union(p.Packets)
		case p.Answered == reach.No:
			answeredNo = answeredNo.Union(p.Packets)
		default:
			openR = openR.Union(p.Packets)
		}
		switch p.Arrives {
		case reach.Yes:
			arriving = arriving.Union(p.Packets)
		case reach.Open:
			openA = openA.Union(p.Packets)
		}
	}
	all := delivered.Union(dropped).Union(answeredNo).Union(openR)
	got := fates{
		delivered: delivered.Minus(dropped).Minus(answeredNo).Minus(openR), arriving: arriving.Minus(dropped).Minus(openA),
		dropped: dropped.Minus(arriving).Minus(openA), unanswered: dropped.Union(answeredNo).Minus(delivered).Minus(openR),
	}
	got.open = all.Minus(got.delivered).Minus(got.unanswered)
	return fates{
		f.delivered.Union(got.delivered), f.arriving.Union(got.arriving), f.dropped.Union(got.dropped), f.unanswered.Union(got.unanswered),
		f.open.Union(got.open),
	}
}

func (f fates) equal(g fates) bool {
	return f.delivered.Equal(g.delivered) && f.arriving.Equal(g.arriving) && f.dropped.Equal(g.dropped) && f.unanswered.Equal(g.unanswered)
}

// beside is the fates of packets to other addresses.
func (f fates) beside(a packet.Addrs) fates {
	to := packet.AnyAddr().Minus(a)
	return fates{f.delivered.To(to), f.arriving.To(to), f.dropped.To(to), f.unanswered.To(to), f.open.To(to)}
}

// hostsOf are the addresses that interfaces are known to have.
func hostsOf(n *reach.Network) packet.Addrs {
	var out packet.Addrs
	for _, i := range n.Interfaces {
		for _, a := range append(i.Private[:len(i.Private):len(i.Private)], i.Six...) {
			out = out.Union(packet.Addr(a))
		}
	}
	return out
}
