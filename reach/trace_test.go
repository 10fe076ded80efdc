package reach_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// journeys writes the way of one packet of each part.
func journeys(t *testing.T, scene *reachtest.Scene, from, to string, port uint16) string {
	t.Helper()
	e := reach.NewEngine(scene.Network)
	b := packet.Box{
		Protocols: packet.ProtocolsOf(packet.TCP), DstPorts: packet.PortRange(port, port),
		Src: packet.AnyAddr(), SrcPorts: packet.PortRange(32768, 65535), Dst: packet.AnyAddr(),
	}
	q := reach.Question{From: e.Parties(sender(t, scene, from))[0]}
	if a, err := netip.ParsePrefix(to); err == nil {
		b.Dst = packet.Prefix(a)
	} else {
		q.To = reach.Destinations(scene.Host(to))[0]
	}
	q.Packets = b.Set()
	var out strings.Builder
	for _, p := range e.Answer([]reach.Question{q})[0].Parts {
		leg := reach.Leg(-1)
		for _, h := range e.Journey(p, packet.Taste{SrcPorts: []uint16{33996}}) {
			if h.Leg != leg {
				leg = h.Leg
				fmt.Fprintf(&out, "%s\n", leg)
			}
			name := "-"
			if h.Origin != nil {
				name = h.Origin.String()
			}
			fmt.Fprintf(&out, "  %s %s", h.Kind, name)
			if h.Subnet != nil && h.Subnet != h.Origin {
				fmt.Fprintf(&out, " in %s", strings.TrimPrefix(h.Subnet.String(), "subnet."))
			}
			fmt.Fprintf(&out, ": %s", h.Verdict)
			if h.Rule != "" {
				fmt.Fprintf(&out, " [%s]", h.Rule)
			}
			if h.Decider != nil && (h.Origin == nil || h.Decider.Address != h.Origin.Address) {
				fmt.Fprintf(&out, " by %s", h.Decider)
			}
			if h.Detail != "" {
				fmt.Fprintf(&out, " (%s)", h.Detail)
			}
			fmt.Fprintf(&out, " %s\n", h.Packet)
		}
	}
	return strings.TrimSpace(out.String())
}

func TestJourney(t *testing.T) {
	for _, c := range []struct{ name, base, delta, from, to, want string }{
		{"W1", reachtest.BaselineNAT, "", "a", "142.250.74.46/32", `
forward
  source host.a in S: pass tcp 10.0.2.10:33996 > 142.250.74.46:443
  security group group.app in S: allow [tcp 443 to 0.0.0.0/0] tcp 10.0.2.10:33996 > 142.250.74.46:443
  network acl vpc.v.default_network_acl in S: allow [rule 100 allow all to 0.0.0.0/0] tcp 10.0.2.10:33996 > 142.250.74.46:443
  route table table.private in S: route [0.0.0.0/0 to nat.n] tcp 10.0.2.10:33996 > 142.250.74.46:443
  network acl vpc.v.default_network_acl in N: allow [rule 100 allow all from 0.0.0.0/0] tcp 10.0.2.10:33996 > 142.250.74.46:443
  nat gateway nat.n in N: translate (source becomes an address of 10.0.1.0/24 that AWS picks, with a port of 1024-65535) tcp 10.0.1.4:33996 > 142.250.74.46:443
  network acl vpc.v.default_network_acl in N: allow [rule 100 allow all to 0.0.0.0/0] tcp 10.0.1.4:33996 > 142.250.74.46:443
  route table table.public in N: route [0.0.0.0/0 to igw.i] tcp 10.0.1.4:33996 > 142.250.74.46:443
  internet gateway igw.i in N: pass (source becomes the Elastic IP of nat.n) tcp 10.0.1.4:33996 > 142.250.74.46:443
  internet -: deliver tcp 10.0.1.4:33996 > 142.250.74.46:443
reply
  internet gateway igw.i in N: pass (destination becomes the private address again) tcp 142.250.74.46:443 > 10.0.1.4:33996
  network acl vpc.v.default_network_acl in N: allow [rule 100 allow all from 0.0.0.0/0] tcp 142.250.74.46:443 > 10.0.1.4:33996
  nat gateway nat.n in N: translate (destination becomes the client's address and port again) tcp 142.250.74.46:443 > 10.0.2.10:33996
  network acl vpc.v.default_network_acl in N: allow [rule 100 allow all to 0.0.0.0/0] tcp 142.250.74.46:443 > 10.0.2.10:33996
  route table table.public in N: route [10.0.0.0/16 local] tcp 142.250.74.46:443 > 10.0.2.10:33996
  network acl vpc.v.default_network_acl in S: allow [rule 100 allow all from 0.0.0.0/0] tcp 142.250.74.46:443 > 10.0.2.10:33996
  source host.a in S: deliver (security groups let every answer in) tcp 142.250.74.46:443 > 10.0.2.10:33996`},
		{"the answer is dropped on the NAT gateway's ports", reachtest.BaselineNAT, `
subnet N 10.0.1.0/24 of v, table public, acl n
acl n of v
  out 1 allow all to 0.0.0.0/0
  in 1 deny tcp 443 from 0.0.0.0/8
  in 2 allow tcp 443 from 10.0.2.0/24
  in 3 allow tcp 32768-65535 from 0.0.0.0/0`, "a", "142.250.74.46/32", `
forward
  source host.a in S: pass tcp 10.0.2.10:33996 > 142.250.74.46:443
  security group group.app in S: allow [tcp 443 to 0.0.0.0/0] tcp 10.0.2.10:33996 > 142.250.74.46:443
  network acl vpc.v.default_network_acl in S: allow [rule 100 allow all to 0.0.0.0/0] tcp 10.0.2.10:33996 > 142.250.74.46:443
  route table table.private in S: route [0.0.0.0/0 to nat.n] tcp 10.0.2.10:33996 > 142.250.74.46:443
  network acl acl.n in N: allow [rule 2 allow tcp 443 from 10.0.2.0/24] tcp 10.0.2.10:33996 > 142.250.74.46:443
  nat gateway nat.n in N: translate (source becomes an address of 10.0.1.0/24 that AWS picks, with a port of 1024-65535) tcp 10.0.1.4:1024 > 142.250.74.46:443
  network acl acl.n in N: allow [rule 1 allow all to 0.0.0.0/0] tcp 10.0.1.4:1024 > 142.250.74.46:443
  route table table.public in N: route [0.0.0.0/0 to igw.i] tcp 10.0.1.4:1024 > 142.250.74.46:443
  internet gateway igw.i in N: pass (source becomes the Elastic IP of nat.n) tcp 10.0.1.4:1024 > 142.250.74.46:443
  internet -: deliver tcp 10.0.1.4:1024 > 142.250.74.46:443
reply
  internet gateway igw.i in N: pass (destination becomes the private address again) tcp 142.250.74.46:443 > 10.0.1.4:1024
  network acl acl.n in N: deny [rule * deny all] (no entry allows it) tcp 142.250.74.46:443 > 10.0.1.4:1024
forward
  source host.a in S: pass tcp 10.0.2.10:33996 > 142.250.74.46:443
  security group group.app in S: allow [tcp 443 to 0.0.0.0/0] tcp 10.0.2.10:33996 > 142.250.74.46:443
  network acl vpc.v.default_network_acl in S: allow [rule 100 allow all to 0.0.0.0/0] tcp 10.0.2.10:33996 > 142.250.74.46:443
  route table table.private in S: route [0.0.0.0/0 to nat.n] tcp 10.0.2.10:33996 > 142.250.74.46:443
  network acl acl.n in N: allow [rule 2 allow tcp 443 from 10.0.2.0/24] tcp 10.0.2.10:33996 > 142.250.74.46:443
  nat gateway nat.n in N: translate (source becomes an address of 10.0.1.0/24 that AWS picks, with a port of 1024-65535) tcp 10.0.1.4:33996 > 142.250.74.46:443
  network acl acl.n in N: allow [rule 1 allow all to 0.0.0.0/0] tcp 10.0.1.4:33996 > 142.250.74.46:443
  route table table.public in N: route [0.0.0.0/0 to igw.i] tcp 10.0.1.4:33996 > 142.250.74.46:443
  internet gateway igw.i in N: pass (source becomes the Elastic IP of nat.n) tcp 10.0.1.4:33996 > 142.250.74.46:443
  internet -: deliver tcp 10.0.1.4:33996 > 142.250.74.46:443
reply
  internet gateway igw.i in N: pass (destination becomes the private address again) tcp 142.250.74.46:443 > 10.0.1.4:33996
  network acl acl.n in N: allow [rule 3 allow tcp 32768-65535 from 0.0.0.0/0] tcp 142.250.74.46:443 > 10.0.1.4:33996
  nat gateway nat.n in N: translate (destination becomes the client's address and port again) tcp 142.250.74.46:443 > 10.0.2.10:33996
  network acl acl.n in N: allow [rule 1 allow all to 0.0.0.0/0] tcp 142.250.74.46:443 > 10.0.2.10:33996
  route table table.public in N: route [10.0.0.0/16 local] tcp 142.250.74.46:443 > 10.0.2.10:33996
  network acl vpc.v.default_network_acl in S: allow [rule 100 allow all from 0.0.0.0/0] tcp 142.250.74.46:443 > 10.0.2.10:33996
  source host.a in S: deliver (security groups let every answer in) tcp 142.250.74.46:443 > 10.0.2.10:33996`},
		{"W2, with a rule that denies", reachtest.BaselinePublic, `
acl p of v
  out 1 allow all to 0.0.0.0/0
  in 1 deny tcp 33000-65535 from 142.0.0.0/8
  in 2 allow all from 0.0.0.0/0
subnet P 10.0.1.0/24 of v, table public, public-ips, acl p`, "a", "142.250.74.46/32", `
forward
  source host.a in P: pass tcp 10.0.1.10:33996 > 142.250.74.46:443
  security group group.app in P: allow [tcp 443 to 0.0.0.0/0] tcp 10.0.1.10:33996 > 142.250.74.46:443
  network acl acl.p in P: allow [rule 1 allow all to 0.0.0.0/0] tcp 10.0.1.10:33996 > 142.250.74.46:443
  route table table.public in P: route [0.0.0.0/0 to igw.i] tcp 10.0.1.10:33996 > 142.250.74.46:443
  internet gateway igw.i in P: pass (source becomes the public address) tcp 10.0.1.10:33996 > 142.250.74.46:443
  internet -: deliver tcp 10.0.1.10:33996 > 142.250.74.46:443
reply
  internet gateway igw.i in P: pass (destination becomes the private address again) tcp 142.250.74.46:443 > 10.0.1.10:33996
  network acl acl.p in P: deny [rule 1 deny tcp 33000-65535 from 142.0.0.0/8] tcp 142.250.74.46:443 > 10.0.1.10:33996
forward
  source host.a in P: pass tcp 10.0.1.10:32768 > 142.250.74.46:443
  security group group.app in P: allow [tcp 443 to 0.0.0.0/0] tcp 10.0.1.10:32768 > 142.250.74.46:443
  network acl acl.p in P: allow [rule 1 allow all to 0.0.0.0/0] tcp 10.0.1.10:32768 > 142.250.74.46:443
  route table table.public in P: route [0.0.0.0/0 to igw.i] tcp 10.0.1.10:32768 > 142.250.74.46:443
  internet gateway igw.i in P: pass (source becomes the public address) tcp 10.0.1.10:32768 > 142.250.74.46:443
  internet -: deliver tcp 10.0.1.10:32768 > 142.250.74.46:443
reply
  internet gateway igw.i in P: pass (destination becomes the private address again) tcp 142.250.74.46:443 > 10.0.1.10:32768
  network acl acl.p in P: allow [rule 2 allow all from 0.0.0.0/0] tcp 142.250.74.46:443 > 10.0.1.10:32768
  source host.a in P: deliver (security groups let every answer in) tcp 142.250.74.46:443 > 10.0.1.10:32768`},
		{"inside a subnet", wide, "", "a", "b", `
forward
  source host.a in S: pass tcp 10.0.2.10:33996 > 10.0.2.20:443
  security group group.open in S: allow [all to 0.0.0.0/0] tcp 10.0.2.10:33996 > 10.0.2.20:443
  security group group.open in S: allow [all from 0.0.0.0/0] tcp 10.0.2.10:33996 > 10.0.2.20:443
  destination host.b in S: deliver tcp 10.0.2.10:33996 > 10.0.2.20:443
reply
  source host.a in S: deliver (security groups let every answer in) tcp 10.0.2.20:443 > 10.0.2.10:33996`},
		{"between subnets, by a group's reference", wide, `
group db of v
  in tcp 443 from group open
host d 10.0.3.10 in D, groups db`, "a", "d", `
forward
  source host.a in S: pass tcp 10.0.2.10:33996 > 10.0.3.10:443
  security group group.open in S: allow [all to 0.0.0.0/0] tcp 10.0.2.10:33996 > 10.0.3.10:443
  network acl vpc.v.default_network_acl in S: allow [rule 100 allow all to 0.0.0.0/0] tcp 10.0.2.10:33996 > 10.0.3.10:443
  route table table.private in S: route [10.0.0.0/16 local] tcp 10.0.2.10:33996 > 10.0.3.10:443
  network acl vpc.v.default_network_acl in D: allow [rule 100 allow all from 0.0.0.0/0] tcp 10.0.2.10:33996 > 10.0.3.10:443
  security group group.db in D: allow [tcp 443 from group.open] tcp 10.0.2.10:33996 > 10.0.3.10:443
  destination host.d in D: deliver tcp 10.0.2.10:33996 > 10.0.3.10:443
reply
  network acl vpc.v.default_network_acl in D: allow [rule 100 allow all to 0.0.0.0/0] tcp 10.0.3.10:443 > 10.0.2.10:33996
  route table table.private in D: route [10.0.0.0/16 local] tcp 10.0.3.10:443 > 10.0.2.10:33996
  network acl vpc.v.default_network_acl in S: allow [rule 100 allow all from 0.0.0.0/0] tcp 10.0.3.10:443 > 10.0.2.10:33996
  source host.a in S: deliver (security groups let every answer in) tcp 10.0.3.10:443 > 10.0.2.10:33996`},
		{"no rule", wide, "group x of v\n  out tcp 80 to 0.0.0.0/0\ngroup y of v\nhost a 10.0.2.10 in S, groups x+y", "a", "142.250.74.46/32", `
forward
  source host.a in S: pass tcp 10.0.2.10:33996 > 142.250.74.46:443
  security group group.x in S: deny (no rule of group.x, group.y allows it) tcp 10.0.2.10:33996 > 142.250.74.46:443`},
		{"no route", wide, "table private of v", "place S", "142.250.74.46/32", `
forward
  source subnet.S: pass (with any address of subnet.S) tcp 10.0.2.4:33996 > 142.250.74.46:443
  network acl vpc.v.default_network_acl in S: allow [rule 100 allow all to 0.0.0.0/0] tcp 10.0.2.4:33996 > 142.250.74.46:443
  route table table.private in S: deny (no route) tcp 10.0.2.4:33996 > 142.250.74.46:443`},
		{"an unknown target", wide, "table private of v\n  0.0.0.0/0 > ?", "place S", "142.250.74.46/32", `
forward
  source subnet.S: pass (with any address of subnet.S) tcp 10.0.2.4:33996 > 142.250.74.46:443
  network acl vpc.v.default_network_acl in S: allow [rule 100 allow all to 0.0.0.0/0] tcp 10.0.2.4:33996 > 142.250.74.46:443
  route table table.private in S: undecided (known after apply) tcp 10.0.2.4:33996 > 142.250.74.46:443`},
		{"an unknown entry", wide, "acl x of v\n  out 1 allow all to ?\n  in 1 allow all from 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", "place S", "10.0.3.99/32", `
forward
  source subnet.S: pass (with any address of subnet.S) tcp 10.0.2.4:33996 > 10.0.3.99:443
  network acl acl.x in S: undecided (known after apply) tcp 10.0.2.4:33996 > 10.0.3.99:443
  route table table.private in S: route [10.0.0.0/16 local] tcp 10.0.2.4:33996 > 10.0.3.99:443
  network acl vpc.v.default_network_acl in D: allow [rule 100 allow all from 0.0.0.0/0] tcp 10.0.2.4:33996 > 10.0.3.99:443
  destination subnet.D: deliver tcp 10.0.2.4:33996 > 10.0.3.99:443
reply
  network acl vpc.v.default_network_acl in D: allow [rule 100 allow all to 0.0.0.0/0] tcp 10.0.3.99:443 > 10.0.2.4:33996
  route table table.private in D: route [10.0.0.0/16 local] tcp 10.0.3.99:443 > 10.0.2.4:33996
  network acl acl.x in S: allow [rule 1 allow all from 0.0.0.0/0] tcp 10.0.3.99:443 > 10.0.2.4:33996
  source subnet.S: deliver tcp 10.0.3.99:443 > 10.0.2.4:33996`},
		{"an AWS service", wide, "", "a", "169.254.169.254/32", `
forward
  source host.a in S: pass tcp 10.0.2.10:33996 > 169.254.169.254:443
  aws service - in S: deliver tcp 10.0.2.10:33996 > 169.254.169.254:443`},
		{"IPv6", wide, `
vpc v 10.0.0.0/16 2600:1f00::/56
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table six, assign-six
table six of v
  ::/0 > i`, "place S", "2a00::1/128", `
forward
  source subnet.S: pass (with any address of subnet.S) tcp [2600:1f00:0:2::4]:33996 > [2a00::1]:443
  network acl vpc.v.default_network_acl in S: allow [rule 101 allow all to ::/0] tcp [2600:1f00:0:2::4]:33996 > [2a00::1]:443
  route table table.six in S: route [::/0 to igw.i] tcp [2600:1f00:0:2::4]:33996 > [2a00::1]:443
  internet gateway igw.i in S: pass tcp [2600:1f00:0:2::4]:33996 > [2a00::1]:443
  internet -: deliver tcp [2600:1f00:0:2::4]:33996 > [2a00::1]:443
reply
  internet gateway igw.i in S: pass tcp [2a00::1]:443 > [2600:1f00:0:2::4]:33996
  network acl vpc.v.default_network_acl in S: allow [rule 101 allow all from ::/0] tcp [2a00::1]:443 > [2600:1f00:0:2::4]:33996
  source subnet.S: deliver tcp [2a00::1]:443 > [2600:1f00:0:2::4]:33996`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := journeys(t, reachtest.MustParse(c.base, c.delta), c.from, c.to, 443)
			if diff := cmp.Diff(strings.TrimSpace(c.want), got); diff != "" {
				t.Errorf("-want +got\n%s\n%s", diff, got)
			}
		})
	}
}

// TestHops: what single hops of a way say.
func TestHops(t *testing.T) {
	const world = "142.250.74.46/32"
	const box = wide + "host box 10.0.1.20 in N, groups open, no-source-dest-check, public-ip\ntable private of v\n  0.0.0.0/0 > host.box\n"
	for _, c := range []struct {
		name, base, delta, from, to string
		want                        []string
	}{
		{"a stateful rule, and answers of its connection", inline, "firewall policy fp\n  stateful 1 web\nstateful rules web\n  drop tcp 80 from any to any\n  pass tcp 443 from any to any", "a", world, []string{
			"firewall endpoint.f in W: pass [rule 2 of rules.web] by rules.web.rule[1] tcp 10.",
			"firewall endpoint.f in W: pass (answers of a connection that it knows pass)",
			"route table table.n in N: route [10.0.2.0/24 to endpoint.f]",
		}},
		{"a stateful rule that drops", inline, "firewall policy fp\n  stateful 1 web\nstateful rules web\n  drop tcp 443 from any to any", "a", world, []string{
			"firewall endpoint.f in W: deny [rule 1 of rules.web] by rules.web.rule[0] tcp"}},
		{"a stateless rule that drops", inline, "firewall policy fp\n  stateless 1 edge\nstateless rules edge\n  pass udp from any to any\n  drop tcp 443 from any to any", "a", world, []string{
			"firewall endpoint.f in W: deny [rule 2 of rules.edge] by rules.edge.rule[1] tcp"}},
		{"stateless rules that pass, there and back", inline, "firewall policy fp\n  stateless 1 edge\nstateless rules edge\n  pass tcp 443 from any to any\n  pass tcp from any to any, source-ports 443", "a", world, []string{
			"firewall endpoint.f in W: pass [rule 1 of rules.edge] by rules.edge.rule[0] tcp 10.",
			"firewall endpoint.f in W: pass [rule 2 of rules.edge] by rules.edge.rule[1] tcp 142.",
		}},
		{"no rule matches", inline, "firewall policy fp\n  strict", "a", world, []string{
			"firewall endpoint.f in W: pass [what no rule matches is passed] by firewall_policy.fp.stateful_default_actions tcp 10."}},
		{"nobody knows which rule", inline, "firewall policy fp\n  stateful 1 web\nstateful rules web\n  ...", "a", world, []string{
			"firewall endpoint.f in W: undecided (known after apply) tcp 10."}},
		{"an appliance", inline, "gwlb endpoint f in W", "a", world, []string{
			"firewall endpoint.f in W: pass (what stands behind it is taken to let the packets pass) tcp 10.",
			"firewall endpoint.f in W: pass (what stands behind it is taken to let the packets pass) tcp 142.",
		}},
		{"routes of a transit gateway", transit, "", "a", world, []string{
			"transit gateway route table transit_table.spokes: route [0.0.0.0/0 to attachment.egress] tcp",
			"transit gateway route table transit_table.back: route [10.1.0.0/16 propagated from attachment.spoke] tcp",
		}},
		{"a blackhole of a transit gateway", transit, "transit table spokes of t\n  0.0.0.0/0 > blackhole", "a", world, []string{
			"transit gateway route table transit_table.spokes: deny [0.0.0.0/0 blackhole] (is a blackhole)"}},
		{"an attachment that leads out of the plan", transit, "other attachment dx of t to a Direct Connect gateway\ntransit table spokes of t\n  0.0.0.0/0 > dx", "a", world, []string{
			"transit gateway route table transit_table.spokes: undecided (leads to a Direct Connect gateway, which is not in this plan)"}},
		{"no route of a transit gateway", transit, "transit table spokes of t", "a", world, []string{
			"transit gateway route table transit_table.spokes: deny (no route)"}},
		{"a NAT instance with one address", box, "", "a", world, []string{
			"nat instance host.box in N: translate (source becomes 10.0.1.20, with a port of 1024-65535)",
			"internet gateway igw.i in N: pass (source becomes the public address of host.box)",
		}},
		{"a NAT instance with several", box, "host box 10.0.1.20 10.0.1.21 in N, groups open, no-source-dest-check, public-ip", "a", world, []string{
			"nat instance host.box in N: translate (source becomes an address of 10.0.1.0/24 that AWS picks, with a port of 1024-65535)"}},
		{"a regional NAT gateway", reachtest.BaselineNAT, "table r of v\n  0.0.0.0/0 > i\nregional nat n of v with r", "a", world, []string{
			"nat gateway nat.n: translate (source becomes an address that AWS picks, with a port of 1024-65535)",
			"route table table.r: route [10.0.0.0/16 local]",
		}},
		{"a sender whose address AWS picks", wide, "host a in S, groups open", "a", world, []string{"source host.a in S: pass (with any address of subnet.S) tcp 10.0.2.4:"}},
		{"a sender with an address", wide, "", "a", world, []string{"source host.a in S: pass tcp 10.0.2.10:"}},
		{"a sender whose IPv6 address AWS picks", wide, "vpc v 10.0.0.0/16 2600:1f00::/56\nsubnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private\nhost a 10.0.2.10 in S, groups open, six", "a", "2a00::1/128", []string{
			"source host.a in S: pass (with any address of subnet.S) tcp [2600:"}},
		{"a sender in a subnet that nobody knows", wide, "host a 10.0.2.10 in ?, groups open", "a", world, []string{
			"source host.a: pass tcp 10.0.2.10:", "security group host.a: undecided (known after apply)"}},
		{"a sender that may have IPv6 and one that may be asked", wide, "vpc v 10.0.0.0/16 2600:1f00::/56\nsubnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private\nsubnet D 10.0.3.0/24 2600:1f00:0:3::/64 of v, table private\nhost a 10.0.2.10 in S, groups open, six ?\nhost d 10.0.3.10 in D, groups open, six ?", "a", "d", []string{
			"source host.a in S: undecided (known after apply) tcp [::]:33996 > [::]:443"}},
		{"a drop where something is open, too", reachtest.BaselinePublic, "igw i of ?\nhost a 10.0.1.10 in P, groups app, no-public-ip", "a", world, []string{
			"internet gateway igw.i in P: deny (no public IPv4 address)"}},
		{"one group without a rule", wide, "group x of v\nhost a 10.0.2.10 in S, groups x", "a", world, []string{"security group group.x in S: deny (no rule allows it)"}},
		{"several groups without a rule", wide, "group x of v\ngroup y of v\nhost a 10.0.2.10 in S, groups x+y", "a", world, []string{
			"security group group.x in S: deny (no rule of group.x, group.y allows it)"}},
		{"one of two groups, of which both have a rule", wide, "group x of v\n  out tcp 443 to 0.0.0.0/0\nhost a 10.0.2.10 in S, groups x|open", "a", world, []string{
			"security group host.a in S: allow (it has one of group.x, group.open, and each allows it)"}},
		{"one of two groups, of which neither has a rule", wide, "group x of v\ngroup y of v\nhost a 10.0.2.10 in S, groups x|y", "a", world, []string{
			"security group host.a in S: deny (no rule allows it)"}},
		{"the other VPC's own route", transit, "", "a", world, []string{"route table vpc.s.main_route_table in T: route [10.1.0.0/16 local]"}},
	} {
		got := journeys(t, reachtest.MustParse(c.base, c.delta), c.from, c.to, 443)
		for _, want := range c.want {
			if !strings.Contains(got, "\n  "+want) {
				t.Errorf("%s: no hop\n  %s\nin\n%s", c.name, want, got)
			}
		}
	}
}

// TestRuleOfAHop: what lets packets through for certain is named, not what may be a rule
// of another group.
func TestRuleOfAHop(t *testing.T) {
	scene := reachtest.MustParse(wide, "group x of v\ngroup y of v\n  out tcp 443 to 0.0.0.0/0\nhost a 10.0.2.10 in S, groups x+open")
	for _, r := range scene.Network.SecurityGroupRules {
		if r.Address == "group.y" {
			r.Group = reach.OneOf(later("rule", "security_group_id"), scene.Object("group", "x").(*reach.SecurityGroup), scene.Object("group", "y").(*reach.SecurityGroup))
		}
	}
	const want = "security group group.open in S: allow [all to 0.0.0.0/0] "
	if got := journeys(t, scene, "a", "142.250.74.46/32", 443); !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}
