package reach

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/tfreach/tfreach/reach/packet"
)

// Traffic is what a rule says of protocol and ports.
type Traffic struct {
	Protocols packet.Protocols
	// Ports is the destination ports of TCP and UDP, or the types and codes of
	// ICMP; not looked at for other protocols (SG-6, NACL-6).
	Ports packet.Ports
}

// AnyTraffic is every protocol on every port.
func AnyTraffic() Traffic { return Traffic{packet.AnyProtocol(), packet.AnyPort()} }

// ACL is a network ACL: stateless, ordered rules at the edge of its subnets.
type ACL struct {
	Origin
	VPC Ref[*VPC]
	// Assumed is set when nothing in the plan shows the entries and they are
	// taken to be those that AWS makes. It is the assumption in words.
	Assumed string
}

// ACLEntry is a numbered rule of a network ACL. The lowest number that matches
// decides (NACL-2).
type ACLEntry struct {
	Origin
	ACL    Ref[*ACL]
	Egress bool
	Number int
	Allow  bool
	Traffic
	// Remote is the source of inbound packets, the destination of outbound ones
	// (NACL-5).
	Remote netip.Prefix
	// Why is set when something about the entry is unknown. Traffic and Remote
	// then hold all that it may match; with an invalid Remote, any address.
	Why *Unknown
	// Order is set when the number itself is unknown.
	Order *Unknown
}

// ACLAssociation puts a subnet under a network ACL (NACL-1).
type ACLAssociation struct {
	Origin
	Subnet Ref[*Subnet]
	ACL    Ref[*ACL]
}

// SecurityGroup is a set of rules that only allow (SG-1).
type SecurityGroup struct {
	Origin
	VPC Ref[*VPC]
	// Assumed is set when nothing in the plan shows the rules and they are taken
	// to be those that AWS makes. It is the assumption in words.
	Assumed string
}

// SecurityGroupRule allows traffic of a security group in one direction. What
// it matches is the union of its prefixes, its groups and its prefix lists.
type SecurityGroupRule struct {
	Origin
	Group  Ref[*SecurityGroup]
	Egress bool
	Traffic
	Prefixes []netip.Prefix
	// Peers are groups: the private addresses of the interfaces that bear one
	// of them (SG-10). A rule with self names its own group (SG-12).
	Peers Refs[*SecurityGroup]
	// Lists are prefix lists: every block of them (SG-13).
	Lists Refs[*PrefixList]
	// Why is set when the rule has other addresses than Prefixes, Peers and Lists,
	// which are unknown.
	Why *Unknown
	// TrafficWhy is set when protocol or ports are unknown. Traffic then holds all
	// that the rule may allow, and it allows some part of it.
	TrafficWhy *Unknown
	// Wider is set when the rule admits more than it says, and how (SG-6).
	Wider string
}

// String is the traffic as a person writes it: "tcp 443", "all", "icmp type 8".
func (t Traffic) String() string {
	s := t.Protocols.String()
	if t.Protocols.IsAny() {
		s = "all"
	}
	switch {
	case t.Ports.IsAny() || !hasNumbers(t.Protocols):
		return s
	case t.Protocols.Contains(packet.ICMP) || t.Protocols.Contains(packet.ICMPv6):
		return s + " " + packet.TypesString(t.Ports)
	}
	return s + " " + t.Ports.String()
}

// has reports whether a packet is of the traffic.
func (t Traffic) has(p packet.Packet) bool {
	return t.Protocols.Contains(p.Protocol) && (!p.Protocol.HasPorts() && !p.Protocol.IsICMP() || t.Ports.Contains(p.DstPort))
}

// matches reports whether an entry of which everything is known matches a packet
// that it is asked about.
func (e *ACLEntry) matches(p packet.Packet) bool {
	remote := p.Src
	if e.Egress {
		remote = p.Dst
	}
	return e.Traffic.has(p) && e.Remote.Contains(remote)
}

// allows reports whether a rule allows a packet for certain.
func (x *index) allows(r *SecurityGroupRule, g *SecurityGroup, p packet.Packet, peer *groupList, service string) bool {
	if r.TrafficWhy != nil || !r.Traffic.has(p) {
		return false
	}
	remote := p.Src
	if r.Egress {
		remote = p.Dst
	}
	for _, prefix := range r.Prefixes {
		if prefix.Contains(remote) {
			return true
		}
	}
	for _, ref := range r.Lists.Items {
		if in, _ := x.listed(ref, r, g, service); in.Contains(remote) {
			return true
		}
	}
	if peer != nil {
		for _, ref := range r.Peers.Items {
			if yes, _ := peer.membership(ref); yes {
				return true
			}
		}
	}
	return false
}

// hasNumbers reports whether ports or types mean something for one of them.
func hasNumbers(ps packet.Protocols) bool {
	for p := range ps.All() {
		if p.HasPorts() || p.IsICMP() {
			return true
		}
	}
	return false
}

// String is the entry as AWS lists it: "rule 100 allow tcp 443 to 0.0.0.0/0".
func (e *ACLEntry) String() string {
	action, way := "deny", "from"
	if e.Allow {
		action = "allow"
	}
	if e.Egress {
		way = "to"
	}
	remote := e.Remote.String()
	if !e.Remote.IsValid() {
		remote = "an unknown block"
	}
	return fmt.Sprintf("rule %d %s %v %s %s", e.Number, action, e.Traffic, way, remote)
}

// String is the rule as a person writes it: "tcp 443 to 0.0.0.0/0".
func (r *SecurityGroupRule) String() string {
	way := "from"
	if r.Egress {
		way = "to"
	}
	var peers []string
	for _, p := range r.Prefixes {
		peers = append(peers, p.String())
	}
	for _, g := range r.Peers.Items {
		if t, ok := g.Exact(); ok {
			peers = append(peers, t.String())
		} else {
			peers = append(peers, "an unknown group")
		}
	}
	for _, l := range r.Lists.Items {
		if t, ok := l.Exact(); ok {
			peers = append(peers, t.String())
		} else {
			peers = append(peers, "an unknown prefix list")
		}
	}
	if r.Why != nil || r.Peers.Why != nil || r.Lists.Why != nil {
		peers = append(peers, "an unknown set of addresses")
	}
	return fmt.Sprintf("%v %s %s", r.Traffic, way, strings.Join(peers, ", "))
}
