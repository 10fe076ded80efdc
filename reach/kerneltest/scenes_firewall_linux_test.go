package kerneltest

import "github.com/tfreach/tfreach/reach/reachtest"

// The networks of walk W8: a firewall between a private subnet and its NAT gateway, one
// between a NAT gateway and the internet, and one before a public subnet.
const (
	inspected = `
vpc v 10.0.0.0/16
igw i of v
subnet N 10.0.1.0/24 of v, table public, zone a
subnet S 10.0.2.0/24 of v, table private, zone a
subnet W 10.0.3.0/24 of v, table wall, zone a
table public of v
  0.0.0.0/0 > i
  10.0.2.0/24 > f
table private of v
  0.0.0.0/0 > f
table wall of v
  0.0.0.0/0 > n
nat n in N
firewall f of v with p
firewall endpoint f in W of f
firewall policy p
group app of v
  out all to 0.0.0.0/0
host a 10.0.2.10 in S, groups app
`
	inspectedBehindNAT = `
vpc v 10.0.0.0/16
igw i of v
subnet N 10.0.1.0/24 of v, table public, zone a
subnet S 10.0.2.0/24 of v, table private, zone a
subnet W 10.0.3.0/24 of v, table wall, zone a
table public of v
  0.0.0.0/0 > f
table private of v
  0.0.0.0/0 > n
table wall of v
  0.0.0.0/0 > i
table edge of v
  10.0.1.0/24 > f
edge of i is edge
nat n in N
firewall f of v with p
firewall endpoint f in W of f
firewall policy p
group app of v
  out all to 0.0.0.0/0
host a 10.0.2.10 in S, groups app
`
	redirected = reachtest.BaselinePublic + `
subnet W 10.0.3.0/24 of v, table wall, zone a
table wall of v
  0.0.0.0/0 > i
table edge of v
  10.0.1.0/24 > f
edge of i is edge
firewall f of v with p
firewall endpoint f in W of f
firewall policy p
`
	// strictly has a policy with strict order and one rule, without what it does
	// otherwise.
	strictly = `
stateful rules r
  pass tcp 443 from any to any
  drop udp 53 from any to any
  alert tcp from any to any
firewall policy p
  strict
  stateful 1 r
`
)

// firewallScenes are those of section 10.1 with firewalls, and what the rules of
// firewalls do (NFW-2, NFW-3, NFW-4, NFW-8).
var firewallScenes = func() []scene {
	const https, dns, http = "tcp 93.184.216.34:443", "udp 8.8.8.8:53", "tcp 8.8.8.8:80"
	const (
		dropped    = "dropped: forward leg, FIREWALL_RULES_RESTRICTION, "
		asymmetric = "one-way: reply leg, ASYMMETRIC_FIREWALL, "
		otherwise  = "firewall_policy.p.stateful_default_actions"
	)
	one := func(flow, want string) [][2]string { return [][2]string{{flow, want}} }
	return []scene{
		{"W8", inspected, "", [][2]string{{https, "delivered"}, {dns, "delivered"}, {"icmp 8.8.8.8", "delivered"}}},
		{"W8 between the NAT gateway and the internet", inspectedBehindNAT, "", [][2]string{{https, "delivered"}, {dns, "delivered"}}},
		{"W8 in the sender's own subnet: GWLB-3", inspected, "subnet S 10.0.2.0/24 of v, table private, zone a, acl x\nsubnet W 10.0.3.0/24 of v, table wall, zone a\nfirewall endpoint f in S of f\nacl x of v\n  in 100 allow tcp 1024-65535 from 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0",
			one(https, "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.x")},
		{"M62 no way back through the firewall", inspected, "table public of v\n  0.0.0.0/0 > i", [][2]string{
			{https, asymmetric + "table.public"}, {dns, asymmetric + "table.public"},
			{"icmp 8.8.8.8", asymmetric + "table.public"},
		}},
		{"NFW-8 only the way back", inspected, "table private of v\n  0.0.0.0/0 > n", [][2]string{
			{https, asymmetric + "table.public.10.0.2.0/24"}, {dns, asymmetric + "table.public.10.0.2.0/24"},
		}},
		{"NFW-8 the way back through another endpoint", inspected, "firewall endpoint g in W of f\ntable public of v\n  0.0.0.0/0 > i\n  10.0.2.0/24 > g", one(https, asymmetric+"table.public.10.0.2.0/24")},
		{"GWLB-1 through an endpoint of a Gateway Load Balancer", inspected, "gwlb endpoint f in W", one(https, "delivered")},
		{"GWLB-1 not back through it", inspected, "gwlb endpoint f in W\ntable public of v\n  0.0.0.0/0 > i", one(https, asymmetric+"table.public")},
		{"M40 the edge table redirects what leaves directly", redirected, "", one(https, "one-way: reply leg, INGRESS_RTB_TRAFFIC_REDIRECTION, table.edge.10.0.1.0/24")},
		{"M40 both ways through the firewall", redirected, "table public of v\n  0.0.0.0/0 > f", one(https, "delivered")},
		{"RT-13 an edge table with the local route only", redirected, "table edge of v", one(https, "delivered")},
		{"RT-13 an edge table with a blackhole: RT-10", redirected, "table edge of v\n  10.0.1.0/24 > blackhole", one(https, "one-way: reply leg, BAD_STATE_ROUTE, table.edge.10.0.1.0/24")},
		{"NFW-2 a stateless drop", inspected, "stateless rules r\n  drop tcp 443 from any to any\nfirewall policy p\n  stateless 1 r", [][2]string{{https, dropped + "rules.r.rule[0]"}, {dns, "delivered"}}},
		{"NFW-2 the stateless default", inspected, "stateless rules r\n  forward tcp 443 from any to any\nfirewall policy p\n  stateless 1 r\n  stateless otherwise drop", [][2]string{
			{https, "one-way: reply leg, FIREWALL_RULES_RESTRICTION, firewall_policy.p.stateless_default_actions"}, {dns, dropped + "firewall_policy.p.stateless_default_actions"},
		}},
		{"NFW-2 stateless rules for both directions", inspected, "stateless rules r\n  pass tcp 443 from 10.0.0.0/16 to any\n  pass tcp from any to 10.0.0.0/16, source-ports 443\nfirewall policy p\n  stateless 1 r\n  stateless otherwise drop", [][2]string{
			{https, "delivered"}, {http, dropped + "firewall_policy.p.stateless_default_actions"},
		}},
		{"NFW-2 answers that the stateful rules have not seen asked for", inspected, "stateless rules r\n  pass tcp 443 from 10.0.0.0/16 to any\nfirewall policy p\n  stateless 1 r", one(https, "one-way: reply leg, FIREWALL_RULES_RESTRICTION, endpoint.f")},
		{"NFW-2 the group of the lower priority first", inspected, "stateless rules r\n  drop tcp 443 from any to any\nstateless rules s\n  forward tcp 443 from any to any\nfirewall policy p\n  stateless 5 r\n  stateless 4 s", one(https, "delivered")},
		{"NFW-3 pass before drop, whatever the order", inspected, "stateful rules r\n  drop tcp from any to any\n  pass tcp 443 from any to any\nfirewall policy p\n  stateful 1 r", [][2]string{{https, "delivered"}, {http, dropped + "rules.r.rule[0]"}, {dns, "delivered"}}},
		{"NFW-3 strict order", inspected, "stateful rules r\n  drop tcp from any to any\n  pass tcp 443 from any to any\nfirewall policy p\n  strict\n  stateful 1 r", [][2]string{{https, dropped + "rules.r.rule[0]"}, {dns, "delivered"}}},
		{"NFW-3 strict, otherwise drop", inspected, strictly + "  stateful otherwise drop", [][2]string{{https, "delivered"}, {http, dropped + otherwise}, {dns, dropped + "rules.r.rule[1]"}}},
		{"NFW-4 strict, otherwise drop what is established", inspected, strictly + "  stateful otherwise drop-established", [][2]string{
			{https, "delivered"}, {http, "one-way: reply leg, FIREWALL_RULES_RESTRICTION, " + otherwise},
			{dns, dropped + "rules.r.rule[1]"}, {"udp 8.8.8.8:123", dropped + otherwise},
		}},
		{"NFW-3 rules match addresses and client ports", inspected, "stateful rules r\n  drop tcp from 10.0.2.0/24 to 8.8.8.0/24, source-ports 40000\nfirewall policy p\n  stateful 1 r", [][2]string{
			{http + " from 40000", dropped + "rules.r.rule[0]"}, {http + " from 40001", "delivered"}, {https + " from 40000", "delivered"},
		}},
		{"SG-11 a group named across a firewall", inspected, "table private of v\n  10.0.1.0/24 > f\ngroup server of v\n  in all from 0.0.0.0/0\nhost d 10.0.1.10 in N, groups server\ngroup app of v\n  out tcp to group server",
			one("tcp 10.0.1.10:443", "dropped: forward leg, SG_REFERENCES_NOT_PRESERVED, group.app")},
		{"SG-11 a group named at an endpoint, across a firewall", inspected, "table private of v\n  10.0.1.0/24 > f\ngroup service of v\n  in tcp 443 from group app\ninterface endpoint d of v for com.amazonaws.eu-west-1.ssm 10.0.1.9 in N, groups service",
			one("tcp 10.0.1.9:443", "dropped: forward leg, SG_REFERENCES_NOT_PRESERVED, group.service")},
	}
}()
