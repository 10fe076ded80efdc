package reach_test

import (
	"net/netip"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// sixWay is BL-6: a dual-stack subnet that leaves through an egress-only gateway.
const sixWay = `
vpc v 10.0.0.0/16 2600:1f13::/56
eigw e of v
igw i of v
subnet S 10.0.2.0/24 2600:1f13:0:2::/64 of v, table private, assign-six, zone a
subnet N 10.0.1.0/24 of v, table public, zone a
table private of v
  ::/0 > e
table public of v
  0.0.0.0/0 > i
nat n in N
group app of v
  out tcp 443 to ::/0
host a 2600:1f13:0:2::a in S, groups app
`

// inline is walk W8: a Network Firewall between a private subnet and its NAT
// gateway.
const inline = `
vpc v 10.0.0.0/16
igw i of v
subnet S 10.0.2.0/24 of v, table s, zone a
subnet W 10.0.3.0/24 of v, table w, zone a
subnet N 10.0.1.0/24 of v, table n, zone a
table s of v
  0.0.0.0/0 > f
table w of v
  0.0.0.0/0 > nat
table n of v
  0.0.0.0/0 > i
  10.0.2.0/24 > f
nat nat in N
firewall wall of v with fp
firewall endpoint f in W of wall
firewall policy fp
group app of v
  out all to 0.0.0.0/0
host a 10.0.2.10 in S, groups app
`

// noEdge is a public subnet behind a firewall that answers do not come back through,
// inspectedPublic the same with a table at the gateway's edge.
const (
	noEdge = reachtest.BaselinePublic + `
subnet W 10.0.3.0/24 of v, table w, zone a
table w of v
  0.0.0.0/0 > i
table public of v
  0.0.0.0/0 > f
firewall wall of v with fp
firewall policy fp
firewall endpoint f in W of wall
`
	inspectedPublic = noEdge + `
table edge of v
  10.0.1.0/24 > f
edge of i is edge
`
)

// TestMicroWays is the micro-tests of the semantics, section 10.1, about other ways
// out than NAT and internet gateways. Those of transit gateways, peerings and NAT
// instances, M45 to M53, stand with the walks that they are about.
func TestMicroWays(t *testing.T) {
	const (
		https = "a > tcp internet:443"
		six   = "a > tcp [2a00::/16]:443"
	)
	testRules(t, []rule{
		{"M7 a customer's prefix list: SG-13", reachtest.BaselineNAT, "list l 203.0.113.0/24\ngroup app of v\n  out tcp 443 to list l", [][]string{
			{"a > tcp 203.0.113.5:443", "delivered"},
			{"a > tcp 198.51.100.1:443", "forward ENI_SG_RULES_MISMATCH group.app.egress"},
		}},
		{"M20 a peering that nobody accepted: RT-10", reachtest.BaselineNAT, "vpc w 10.9.0.0/16\npeering p of v with w, pending\ntable private of v\n  0.0.0.0/0 > n\n  8.8.8.0/24 > p", [][]string{
			{"a > tcp 8.8.8.8:443", "forward BAD_STATE_ROUTE table.private.8.8.8.0/24, then forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR table.private.8.8.8.0/24"},
			{"a > tcp 8.8.9.8:443", "delivered"},
		}},
		{"M29 what lets nothing in lets NAT out: BPA-1", reachtest.BaselineNAT, "block public access ingress", [][]string{{https, "delivered"}}},
		{"M30 what blocks both ways blocks NAT: BPA-1", reachtest.BaselineNAT, "block public access bidirectional", [][]string{{https, "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED public_access.internet_gateway_block_mode"}}},
		{"M30 but for an excluded VPC: BPA-3", reachtest.BaselineNAT, "block public access bidirectional\nexclusion x of v, egress-only", [][]string{{https, "delivered"}}},
		{"M38 and every public host: BPA-2", reachtest.BaselinePublic, "block public access ingress", [][]string{{https, "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED public_access.internet_gateway_block_mode"}}},
		{"M39 which an exclusion for egress does not help: BPA-3", reachtest.BaselinePublic, "block public access bidirectional\nexclusion x of subnet P, egress-only", [][]string{{https, "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED public_access.internet_gateway_block_mode"}}},
		{"BPA-4 a firewall in an excluded VPC is not documented", inspectedPublic, "block public access ingress\nexclusion x of v", [][]string{{https, "undecided UNKNOWN_VALUE vpc.v"}}},
		{"BPA-4 in an excluded subnet it is blocked", inspectedPublic, "block public access ingress\nexclusion x of subnet W", [][]string{{https, "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED public_access.internet_gateway_block_mode"}}},
		{"NFW-8 what comes in at the edge goes back through the firewall", inspectedPublic, "", [][]string{{https, "delivered"}}},
		{"NFW-8 the gateway has no table that leads there", inspectedPublic, "edge of i is w", [][]string{{https, "reply ASYMMETRIC_FIREWALL table.w"}}},
		{"NFW-8 the gateway has no table at all", noEdge, "", [][]string{{https, "reply ASYMMETRIC_FIREWALL igw.i"}}},
		{"NFW-2 stateless rules let the answers pass by the stateful ones", inspectedPublic, "firewall policy fp\n  stateless 10 back\nstateless rules back\n  pass tcp from any to 10.0.1.0/24", [][]string{{https, "reply FIREWALL_RULES_RESTRICTION endpoint.f"}}},
		{"M40 answers are led to a firewall that the request did not pass: RT-13", reachtest.BaselinePublic, `
subnet W 10.0.3.0/24 of v, table w, zone a
table w of v
  0.0.0.0/0 > i
firewall wall of v with fp
firewall policy fp
firewall endpoint f in W of wall
table edge of v
  10.0.1.0/24 > f
edge of i is edge`, [][]string{{https, "reply INGRESS_RTB_TRAFFIC_REDIRECTION table.edge.10.0.1.0/24"}}},
		{"BL-6", sixWay, "", [][]string{{six, "delivered"}}},
		{"M41 an ACL of IPv4 entries: NACL-10", sixWay, "subnet S 10.0.2.0/24 2600:1f13:0:2::/64 of v, table private, assign-six, acl s\nacl s of v\n  in 100 allow all from 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0", [][]string{
			{six, "forward SUBNET_ACL_RESTRICTION acl.s.egress, then reply SUBNET_ACL_RESTRICTION acl.s.ingress"},
		}},
		{"M42 a group of IPv4 rules: SG-9", sixWay, "group app of v\n  out tcp 443 to 0.0.0.0/0", [][]string{{six, "forward ENI_SG_RULES_MISMATCH group.app.egress"}}},
		{"M43 an internet gateway does as well: EIGW-1", sixWay, "table private of v\n  ::/0 > i", [][]string{{six, "delivered"}}},
		{"M44 NAT64: NAT-15", sixWay, "table private of v\n  64:ff9b::/96 > n", [][]string{{"a > tcp [64:ff9b::808:808]:443", "delivered"}}},
		{"M44 without a route: NAT-15", sixWay, "table private of v", [][]string{{"a > tcp [64:ff9b::808:808]:443", "forward NO_ROUTE_TO_DESTINATION table.private"}}},
		{"M51 the ACL of a subnet that sends and is attached: TGW-9", transit, "attachment spoke of t to s in S, table spokes, propagates back\nsubnet S 10.1.1.0/24 of s, table spoke, zone a, acl x\nacl x of s\n  in 100 allow tcp 443 from 10.1.1.0/24\n  out 100 allow tcp 443 to 0.0.0.0/0", [][]string{{https, "delivered"}}},
		{"M51 which lets requests in to the gateway's interface: TGW-9", transit, "attachment spoke of t to s in S, table spokes, propagates back\nsubnet S 10.1.1.0/24 of s, table spoke, zone a, acl x\nacl x of s\n  out 100 allow tcp 443 to 0.0.0.0/0", [][]string{{https, "forward SUBNET_ACL_RESTRICTION acl.x.ingress"}}},
		{"M61 what is propagated gives way to what is local: RT-8", reachtest.BaselineNAT, "subnet D 10.0.3.0/24 of v\nvgw g of v\nvpn x of g to 10.0.3.0/25, static\npropagation p of g in private", [][]string{
			{"place S > tcp 10.0.3.9:443", "delivered"},
		}},
		{"M56 an interface endpoint whose group lets only its members in: IFE-1", reachtest.BaselineNAT, "subnet E 10.0.5.0/24 of v\ninterface endpoint x of v for com.amazonaws.eu-west-1.ssm 10.0.5.9 in E", [][]string{
			{"a > tcp 10.0.5.9:443", "forward ENDPOINT_SG vpc.v.default_security_group"},
		}},
		{"W8", inline, "", [][]string{{https, "delivered"}}},
		{"M62 answers that pass no firewall: NFW-8", inline, "table n of v\n  0.0.0.0/0 > i", [][]string{{https, "reply ASYMMETRIC_FIREWALL table.n"}}},
		{"M63 a regional gateway, and an ACL on everything but it: NAT-13", reachtest.BaselineNAT, "table r of v\n  0.0.0.0/0 > i\nregional nat n of v with r\nsubnet N 10.0.1.0/24 of v, table public, acl none\nacl none of v", [][]string{{https, "delivered"}}},
		{"M64 two lists that overlap: RT-5", reachtest.BaselineNAT, "tgw t\nattachment at of t to v in S\nlist l 203.0.113.0/24\nlist m 203.0.113.0/25\ntable private of v\n  0.0.0.0/0 > n\n  list l > n\n  list m > t", [][]string{
			{"a > tcp 203.0.113.5:443", "undecided PREFIX_LIST_NONDETERMINISTIC table.private.list m"},
			{"a > tcp 203.0.113.200:443", "delivered"},
		}},
	})
}

// TestServices is M54 and M55, and M56 for an interface endpoint: what is sent to a
// service, which no address tells.
func TestServices(t *testing.T) {
	const toS3 = `
vpc v 10.0.0.0/16
subnet S 10.0.2.0/24 of v, table private, zone a
service list s3 com.amazonaws.eu-west-1.s3
gateway endpoint e of v for com.amazonaws.eu-west-1.s3
table private of v
  list s3 > e
group app of v
  out all to list s3
host a 10.0.2.10 in S, groups app
`
	for _, tt := range []struct{ name, delta, packet, want string }{
		{"M54", "", "tcp", "1 1"},
		{"M54 not by UDP: GWE-4", "", "udp", "2 2 forward leg, VPCE_GATEWAY_PROTOCOL_RESTRICTION, gateway_endpoint.e"},
		{"M55 a table that lacks the endpoint: GWE-1", "table private of v", "tcp", "2 2 forward leg, NO_ROUTE_TO_DESTINATION, table.private"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			scene := reachtest.MustParse(toS3, tt.delta)
			e := reach.NewEngine(scene.Network)
			shot := reachtest.Shot{From: scene.Host("a"), Subnet: scene.Subnet("S"), Service: "com.amazonaws.eu-west-1.s3", Packet: packet.Packet{
				Protocol: packet.TCP, Src: netip.MustParseAddr("10.0.2.10"), SrcPort: 40000, Dst: netip.MustParseAddr("8.8.8.8"), DstPort: 443,
			}}
			if tt.packet == "udp" {
				shot.Packet.Protocol = packet.UDP
			}
			q := question(e, shot)
			q.To.Service = shot.Service
			a := e.Answer([]reach.Question{q})[0]
			if len(a.Parts) != 1 {
				t.Fatalf("%d parts", len(a.Parts))
			}
			if got := describePart(a.Parts[0], q); got != tt.want {
				t.Errorf("engine %s, want %s", got, tt.want)
			}
			if got := describeFate(reachtest.Simulate(scene.Network, shot)); got != tt.want {
				t.Errorf("simulator %s, want %s", got, tt.want)
			}
		})
	}
}
