package kerneltest

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

func protocol(p packet.Protocol) packet.Protocols { return packet.ProtocolsOf(p) }

func isSix(p packet.Protocol) bool { return p == packet.ICMPv6 }

// What a packet carries of its way in the field for its service class, as the
// fabric of AWS does out of sight: that only a reference between groups let it out,
// that it crossed what does not preserve such references (SG-11), and which NAT
// gateways it went through.
const (
	needsReference = 32
	lostReference  = 16
	// The lower bits are for as many NAT gateways and instances; what is behind more
	// of them runs in circles until it has passed too many routers.
	natBits = 4
	field   = 64
)

// remember sets a bit of the field, and goes back to where the chain was jumped to
// from.
func remember(bit int) []string {
	var out []string
	for v := range field {
		if v&(bit|needsReference) == 0 {
			out = append(out,
				fmt.Sprintf("ip dscp %d ip dscp set %d return", v, v|bit),
				fmt.Sprintf("ip6 dscp %d ip6 dscp set %d return", v, v|bit))
		}
	}
	return out
}

// remembers matches packets that have the bit, or do not.
func remembers(bit int, yes bool) []string {
	var values []string
	for v := range field {
		if (v&bit != 0) == yes {
			values = append(values, strconv.Itoa(v))
		}
	}
	set := "{ " + strings.Join(values, ", ") + " }"
	return []string{"ip dscp " + set, "ip6 dscp " + set}
}

// natBit is the bit of one that translates, 0 if there is none for it.
func (r *reading) natBit(o reach.Object) int {
	var all []reach.Object
	for _, g := range r.network.NATGateways {
		all = append(all, g)
	}
	for _, i := range r.network.Interfaces {
		if !i.SourceDestCheck.Value {
			all = append(all, i)
		}
	}
	if k := slices.Index(all, o); k >= 0 && k < natBits {
		return 1 << k
	}
	return 0
}

// once drops what comes to one that translates a second time, and remembers that it
// came. The chain "passed" is for that.
func (r *reading) once(s *space, o reach.Object) []string {
	bit := r.natBit(o)
	if bit == 0 {
		return nil
	}
	s.chain("passed", "", remember(bit)...)
	return append(all(remembers(bit, true), r.circle(reach.NATSelfLoop)), "jump passed")
}

// host is an interface in a subnet: its security groups are stateful rules on what
// it opens and on what it is asked for (SG-1, SG-3). It takes what is sent to its
// addresses only (NI-1), or forwards the rest and translates it (NATI-1).
func (r *reading) host(i *reach.Interface, subnet *reach.Subnet) {
	x := r.subnets[subnet]
	s := r.space("%v in %v", i, subnet)
	own := addresses(i, subnet)
	port, up := r.port(x, s, own...)
	key := hostKey{i, subnet}
	r.ports[key] = port
	e := &end{object: i, subnet: subnet, device: up, filtered: true}
	r.hosts[key] = e
	for _, a := range own {
		s.routes = append(s.routes, route{table: insideTable, prefix: netip.PrefixFrom(a, a.BitLen()), local: true})
	}
	s.from(up, insideTable)

	s.write("table inet host {")
	s.chain("silent", first, fmt.Sprintf("meta mark != %d drop", sentMark))
	s.chain("circles", before, r.circles()...)
	s.chain("opens", "", r.groupRules(i, subnet, true, false)...)
	s.chain("asked", "", r.groupRules(i, subnet, false, false)...)
	s.chain("outward", outward, "ct state established accept", "jump opens")
	lines := []string{"ct state established " + r.tell(reason{end: e}) + " accept"}
	if i.Hyperplane {
		// CMP-1: nobody connects to a function.
		lines = append(lines, r.drop(reach.NoDestination, i))
	}
	lines = append(append(lines, "jump asked"), r.listeners(i)...)
	s.chain("inward", inward, append(lines, r.tell(reason{end: e})+" accept")...)
	r.forwards(s, i, subnet)
	s.write("}")
}

// forwards is what an interface does with packets for others. Whatever instance has
// it is taken to translate them.
func (r *reading) forwards(s *space, i *reach.Interface, subnet *reach.Subnet) {
	lines := []string{"ct state established accept", "jump asked"}
	if i.SourceDestCheck.Value {
		lines = append(lines, r.drop(reach.SourceDestCheck, i))
	}
	lines = append(lines, "meta nfproto ipv6 "+r.leave("IPv6 through a NAT instance"),
		"ct state invalid "+r.leave("what no NAT of the kernel translates"))
	lines = append(lines, all(remembers(needsReference, true), r.drop(reach.SGReferencesLost, nil))...)
	lines = append(lines, r.once(s, i)...)
	// Behind it no group is seen.
	s.chain("resends", "", r.groupRules(i, subnet, true, true)...)
	s.chain("through", through, append(lines, "jump resends")...)
	own := addresses(i, subnet)
	if k := slices.IndexFunc(own, netip.Addr.Is4); k >= 0 {
		s.chain("translate", "nat hook postrouting priority srcnat",
			fmt.Sprintf("meta mark != %d meta l4proto { tcp, udp } snat ip to %v:ip id", sentMark, own[k]),
			fmt.Sprintf("meta mark != %d snat ip to %v", sentMark, own[k]))
	}
}

// groupsOf are the groups of an interface; without any it has the default group of
// its VPC (SG-14).
func (r *reading) groupsOf(i *reach.Interface, home *reach.VPC) []*reach.SecurityGroup {
	if i.Unfiltered {
		return nil
	}
	var out []*reach.SecurityGroup
	for _, item := range i.Groups.Items {
		out = append(out, only(item))
	}
	if i.NoGroups || len(out) == 0 {
		out = []*reach.SecurityGroup{only(home.DefaultGroup)}
	}
	for _, a := range r.network.GroupAdditions {
		if a.Interface.Is(i) {
			out = append(out, only(a.Group))
		}
	}
	return out
}

// groupRules are the rules of an interface's groups in one direction: any that
// matches lets the packet pass (SG-1), and without one it is dropped (SG-2). blind: no
// reference is seen.
func (r *reading) groupRules(i *reach.Interface, subnet *reach.Subnet, egress, blind bool) []string {
	if i.Unfiltered {
		return []string{"return"}
	}
	home := only(subnet.VPC)
	side, groups := "saddr", r.groupsOf(i, home)
	if egress {
		side = "daddr"
	}
	var plain, referring, unseen []string
	var culprit *reach.SecurityGroup
	for _, g := range groups {
		for _, rule := range r.network.SecurityGroupRules {
			if !rule.Group.Is(g) || rule.Egress != egress {
				continue
			}
			if culprit == nil {
				culprit = g
			}
			blocks := slices.Clone(rule.Prefixes)
			for _, l := range rule.Lists.Items {
				blocks = append(blocks, r.listed(only(l))...)
			}
			for _, traffic := range matchTraffic(rule.Traffic) {
				for _, p := range blocks {
					plain = append(plain, matchRemote(side, p)+" "+traffic+" return")
				}
				for _, peer := range matchAddrs(side, r.bearers(rule, home)) {
					family := peer[:strings.Index(peer, " ")]
					switch {
					case blind:
					case egress:
						// Whether the way preserves the reference shows on the way.
						referring = append(referring, fmt.Sprintf("%s %s %s dscp set %d return", peer, traffic, family, needsReference))
					default:
						seen := remembers(lostReference, false)[map[string]int{"ip": 0, "ip6": 1}[family]]
						senders := []string{""}
						if i.Passive {
							// SG-11: an endpoint sees the groups of its own VPC.
							senders = nil
							for _, p := range r.blocks(home) {
								if p.Addr().Is6() == (family == "ip6") {
									senders = append(senders, fmt.Sprintf(" %s saddr %v", family, p))
								}
							}
						}
						for _, from := range senders {
							referring = append(referring, fmt.Sprintf("%s %s%s %s return", peer, traffic, from, seen))
						}
						unseen = append(unseen, peer+" "+traffic+" "+r.drop(reach.SGReferencesLost, nil))
					}
				}
			}
		}
	}
	code := reach.SGRulesMismatch
	if culprit == nil {
		code, culprit = reach.SGHasNoRules, groups[0]
	}
	if i.Passive && !egress {
		code = reach.EndpointGroups
	}
	return slices.Concat(plain, referring, unseen, []string{r.drop(code, culprit)})
}

// bearers are the private addresses of the interfaces that bear one of the groups
// that a rule refers to (SG-10, SG-12). What has the same address in another VPC is
// someone else.
func (r *reading) bearers(rule *reach.SecurityGroupRule, home *reach.VPC) []netip.Addr {
	var out []netip.Addr
	for _, item := range rule.Peers.Items {
		g := only(item)
		for _, i := range r.network.Interfaces {
			for _, at := range i.Subnets.Items {
				subnet := only(at)
				v := only(subnet.VPC)
				if !slices.Contains(r.groupsOf(i, v), g) {
					continue
				}
				for _, a := range addresses(i, subnet) {
					if v == home || !inAny(r.blocks(home), a) {
						out = append(out, a)
					}
				}
			}
		}
	}
	slices.SortFunc(out, netip.Addr.Compare)
	return slices.Compact(out)
}

// listeners is what an interface takes of what its groups let in: a load balancer
// what its listeners are for (CMP-5), an endpoint no pings (IFE-3).
func (r *reading) listeners(i *reach.Interface) []string {
	for _, e := range r.network.InterfaceEndpoints {
		if e.Interface == i {
			return []string{
				"meta nfproto ipv4 meta l4proto 1 @th,0,8 8 " + r.drop(reach.NoDestination, e),
				"meta nfproto ipv6 meta l4proto 58 @th,0,8 128 " + r.drop(reach.NoDestination, e),
			}
		}
	}
	for _, b := range r.network.LoadBalancers {
		if b.Interface != i {
			continue
		}
		var out []string
		taken := r.tell(reason{end: r.hosts[hostKey{i, only(i.Subnets.Items[0])}]}) + " accept"
		for _, l := range r.network.Listeners {
			if l.Balancer.Is(b) {
				out = append(out, all(matchTraffic(l.Value), taken)...)
			}
		}
		return append(out, r.drop(reach.ListenersMismatch, b))
	}
	return nil
}
