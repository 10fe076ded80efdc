package kerneltest

import "github.com/tfreach/tfreach/reach/reachtest"

const (
	// regional is a private subnet behind a regional NAT gateway.
	regional = `
vpc v 10.0.0.0/16
igw i of v
subnet S 10.0.2.0/24 of v, table private, acl s, zone a
table private of v
  0.0.0.0/0 > n
table own of v
  0.0.0.0/0 > i
regional nat n of v with own
acl s of v
  in 100 allow tcp 1024-65535 from 0.0.0.0/0
  out 100 allow tcp 443 to 0.0.0.0/0
group app of v
  out all to 0.0.0.0/0
host a 10.0.2.10 in S, groups app
`
	// translatedOverPeering is a private NAT gateway before a peering connection.
	translatedOverPeering = peered + `
subnet M 10.0.3.0/24 of v, table middle, zone a
table here of v
  10.9.0.0/16 > m
table middle of v
  10.9.0.0/16 > p
private nat m 10.0.3.7 in M
group server of w
  in tcp 443 from 10.0.3.7/32
`
	// translatedOverTransit is a private NAT gateway before a transit gateway (NAT-12).
	translatedOverTransit = `
vpc v 10.0.0.0/16 100.64.0.0/16
vpc w 10.9.0.0/16
tgw t
transit table all of t
attachment here of t to v in M, table all
attachment there of t to w in D, table all, propagates all
transit table all of t
  100.64.0.0/16 > here
subnet S 10.0.2.0/24 of v, table here, zone a
subnet M 100.64.1.0/24 of v, table middle, zone a
subnet D 10.9.1.0/24 of w, table there, zone a
table here of v
  10.9.0.0/16 > m
table middle of v
  10.9.0.0/16 > t
table there of w
  100.64.0.0/16 > t
private nat m 100.64.1.7 in M
group app of v
  out all to 0.0.0.0/0
group server of w
  in tcp 443 from 100.64.0.0/16
host a 10.0.2.10 in S, groups app
host d 10.9.1.10 in D, groups server
`
	// propagated is a VPC whose table learns a part of its own block from a VPN.
	propagated = `
vpc v 10.0.0.0/16
subnet S 10.0.1.0/24 of v, table t, zone a
subnet D 10.0.2.0/24 of v, zone a
vgw g of v
vpn office of g to 10.0.2.0/24 to 172.31.0.0/16, static
propagation x of g in t
table t of v
group app of v
  out all to 10.0.0.0/8
  in all from 10.0.0.0/8
host a 10.0.1.10 in S, groups app
host d 10.0.2.10 in D, groups app
`
)

// namedOverTransit is two VPCs with a transit gateway, the one with a rule that names a
// group of the other.
const namedOverTransit = `
vpc v 10.0.0.0/16
vpc w 10.9.0.0/16
tgw t, group-references
transit table all of t
attachment here of t to v in S, table all, propagates all, group-references
attachment there of t to w in D, table all, propagates all, group-references
subnet S 10.0.2.0/24 of v, table here, zone a
subnet D 10.9.1.0/24 of w, table there, zone a
table here of v
  10.9.0.0/16 > t
table there of w
  10.0.0.0/16 > t
group app of v
  out all to 0.0.0.0/0
group server of w
  in tcp 443 from group app
host a 10.0.2.10 in S, groups app
host d 10.9.1.10 in D, groups server
`

// inspectedBetween is a VPC with a firewall in each of two zones, between two others
// with a host in one of them each.
const inspectedBetween = `
vpc s 10.1.0.0/16
vpc d 10.2.0.0/16
vpc f 10.0.0.0/16
tgw t
transit table before of t
  0.0.0.0/0 > fire
transit table after of t
attachment s of t to s in S+Sb, table before, propagates after
attachment d of t to d in Da+D, table before, propagates after
attachment fire of t to f in Ia+Ib, table after, appliance
subnet S 10.1.1.0/24 of s, table s, zone a
subnet Sb 10.1.2.0/24 of s, table s, zone b
subnet D 10.2.1.0/24 of d, table d, zone b
subnet Da 10.2.2.0/24 of d, table d, zone a
subnet Ia 10.0.0.0/28 of f, table ia, zone a
subnet Ib 10.0.0.16/28 of f, table ib, zone b
subnet Fa 10.0.1.0/28 of f, table f, zone a
subnet Fb 10.0.1.16/28 of f, table f, zone b
table s of s
  0.0.0.0/0 > t
table d of d
  0.0.0.0/0 > t
table ia of f
  0.0.0.0/0 > fa
table ib of f
  0.0.0.0/0 > fb
table f of f
  0.0.0.0/0 > t
firewall w of f with p
firewall endpoint fa in Fa of w
firewall endpoint fb in Fb of w
firewall policy p
group app of s
  out all to 0.0.0.0/0
group db of d
  in all from 0.0.0.0/0
host a 10.1.1.10 in S, groups app
host d 10.2.1.10 in D, groups db
`

// office is a VPC with a VPN, behind its own gateway and behind a transit gateway.
const office = `
vpc v 10.0.0.0/16
subnet S 10.0.1.0/24 of v, table t, zone a
vgw g of v
vpn office of g to 172.31.0.0/16, static
tgw t
vpn branch of t to 172.30.0.0/16, static
transit table all of t
  172.30.0.0/16 > site
attachment here of t to v in S, table all, propagates all
vpn attachment site of t to branch, table all
table t of v
  172.16.0.0/12 > g
  172.30.0.0/16 > tgw.t
assume vpn.office delivers tcp 443 to 172.31.0.0/16
assume vpn.branch delivers tcp 443 to 172.30.0.0/16
group app of v
  out all to 0.0.0.0/0
host a 10.0.1.10 in S, groups app
`

// sixOnly is a subnet without IPv4, before a NAT gateway.
const sixOnly = `
vpc v 10.0.0.0/16 2600:1f13::/56
igw i of v
subnet N 10.0.1.0/24 of v, table public, zone a
subnet S 2600:1f13:0:2::/64 of v, table private, assign-six, dns64, zone a
table public of v
  0.0.0.0/0 > i
table private of v
  64:ff9b::/96 > n
nat n in N
group app of v
  out all to ::/0
host a 2600:1f13:0:2::a in S, groups app
`

// farScenes are those of section 10.1 about regional and private NAT gateways, and what
// else they need that no other scenes have.
var farScenes = func() []scene {
	const https, https64, there = "tcp 93.184.216.34:443", "tcp 64:ff9b::808:808:443", "tcp 10.9.1.10:443"
	one := func(flow, want string) [][2]string { return [][2]string{{flow, want}} }
	return []scene{
		{"M28 IPv6 without a route: RT-3", egressOnly, "table private of v\n  0.0.0.0/0 > i", one("tcp 2a00::1:443", "dropped: forward leg, NO_ROUTE_TO_DESTINATION, table.private")},
		{"M35 a function in a public subnet: CMP-1", reachtest.BaselinePublic, "lambda a in P, groups app", one(https, "dropped: forward leg, IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS, lambda.a")},
		{"M44 IPv4 hosts for what has only IPv6: NAT-15", sixOnly, "", [][2]string{
			{https64, "delivered"}, {"udp 64:ff9b::808:808:53", "delivered"}, {"icmpv6 64:ff9b::808:808", "delivered"},
			{"50 64:ff9b::808:808", "dropped: forward leg, PROTOCOL_RESTRICTION, nat.n"},
			{"tcp 2a00::1:443", "dropped: forward leg, NO_ROUTE_TO_DESTINATION, table.private"},
		}},
		{"M44 without the route", sixOnly, "table private of v", one(https64, "dropped: forward leg, NO_ROUTE_TO_DESTINATION, table.private")},
		{"NAT-15 a group of IPv4 rules", sixOnly, "group app of v\n  out all to 0.0.0.0/0", one(https64, "dropped: forward leg, ENI_SG_RULES_MISMATCH, group.app")},
		{"NAT-15 an ACL without IPv6 entries at the gateway", sixOnly, "subnet N 10.0.1.0/24 of v, table public, acl n, zone a\nacl n of v\n  in 100 allow all from 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0", one(https64, "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.n")},
		{"VGW-1 a network behind a VPN, which somebody says takes what is sent", office, "", [][2]string{
			{"tcp 172.31.5.5:443", "delivered"}, {"tcp 172.18.0.1:443", "dropped: forward leg, NO_ROUTE_TO_DESTINATION, vgw.g"},
		}},
		{"VGW-1 attached to nothing", office, "vgw g", one("tcp 172.31.5.5:443", "dropped: forward leg, BAD_STATE_ATTACHMENT, vgw.g")},
		{"TGW-7 a network behind a VPN of a transit gateway", office, "", one("tcp 172.30.5.5:443", "delivered")},
		{"TGW-7 no way back from it", office, "attachment here of t to v in S, table all", one("tcp 172.30.5.5:443", "one-way: reply leg, TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT, transit_table.all")},
		{"RT-4 what is written wins over what is propagated", office, "propagation x of g in t\ntable t of v\n  172.31.0.0/16 > tgw.t", one("tcp 172.31.5.5:443", "dropped: forward leg, TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT, transit_table.all")},
		{"RT-2 the longer block, which is propagated", office, "propagation x of g in t\ntable t of v\n  172.16.0.0/12 > tgw.t", one("tcp 172.31.5.5:443", "delivered")},
		{"TGW-13 a group named across a transit gateway", namedOverTransit, "", one(there, "delivered")},
		{"TGW-13 the gateway keeps no references", namedOverTransit, "tgw t", one(there, "dropped: forward leg, SG_REFERENCES_NOT_PRESERVED, group.server")},
		{"TGW-13 the sender's attachment keeps none", namedOverTransit, "attachment here of t to v in S, table all, propagates all", one(there, "dropped: forward leg, SG_REFERENCES_NOT_PRESERVED, group.server")},
		{"TGW-13 the other attachment keeps none", namedOverTransit, "attachment there of t to w in D, table all, propagates all", one(there, "dropped: forward leg, SG_REFERENCES_NOT_PRESERVED, group.server")},
		{"SG-11 a group named over a peering", peered, "group server of w\n  in tcp 443 from group app", one(there, "delivered")},
		{"SG-11 a group named by an endpoint over a peering", peered, "group server of w\n  in tcp 443 from group app\ninterface endpoint x of w for com.amazonaws.eu-west-1.ssm 10.9.1.20 in D, groups server", one("tcp 10.9.1.20:443", "dropped: forward leg, SG_REFERENCES_NOT_PRESERVED, group.server")},
		{"EIGW-1 IPv6 only", egressOnly, "table private of v\n  0.0.0.0/0 > e\ngroup app of v\n  out all to 0.0.0.0/0", one(https, "dropped: forward leg, PROTOCOL_RESTRICTION, eigw.e")},
		{"TGW-10 appliance mode keeps the zone of a flow", inspectedBetween, "", one("tcp 10.2.1.10:443", "delivered")},
		{"TGW-10 T36 without it answers have their own", inspectedBetween, "attachment fire of t to f in Ia+Ib, table after", one("tcp 10.2.1.10:443", "one-way: reply leg, ASYMMETRIC_FIREWALL, table.ib.0.0.0.0/0")},
		{"M61 what is local wins over what is propagated: RT-8", propagated, "", one("tcp 10.0.2.10:443", "delivered")},
		{"M63 a regional NAT gateway, behind no ACL", regional, "", [][2]string{
			{https, "delivered"}, {"tcp 8.8.8.8:80", "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.s"},
		}},
		{"NAT-13 a zone that it does not serve", regional, "regional nat n of v with own, zones b+c", one(https, "dropped: forward leg, REGIONAL_NGW_ROUTE_AZ_RESTRICTION, nat.n")},
		{"NAT-13 its own table decides", regional, "table own of v", one(https, "dropped: forward leg, NO_ROUTE_TO_DESTINATION, table.own")},
		{"NAT-2 a regional NAT gateway takes no ESP", regional, "acl s of v\n  out 100 allow all to 0.0.0.0/0\n  in 100 allow all from 0.0.0.0/0", one("50 8.8.8.8", "dropped: forward leg, PROTOCOL_RESTRICTION, nat.n")},
		{"NAT-9 answers to a NAT gateway come back over the peering", translatedOverPeering, "table there of w", one(there, "delivered")},
		{"NAT-12 the destination sees the gateway", translatedOverPeering, "group server of w\n  in tcp 443 from 10.0.2.0/24", one(there, "dropped: forward leg, ENI_SG_RULES_MISMATCH, group.server")},
		{"NAT-9 the peer's ACL counts all the same", translatedOverPeering, "subnet D 10.9.1.0/24 of w, table there, zone a, acl x\nacl x of w\n  in 100 allow all from 0.0.0.0/0", one(there, "one-way: reply leg, SUBNET_ACL_RESTRICTION, acl.x")},
		{"NAT-9 not for what is not translated", peered, "table there of w", one(there, "one-way: reply leg, NO_ROUTE_TO_DESTINATION, table.there")},
		{"NAT-12 a private NAT gateway before a transit gateway", translatedOverTransit, "", one(there, "delivered")},
		{"NAT-12 its answers take the tables", translatedOverTransit, "table there of w\n  10.0.0.0/16 > t", one(there, "one-way: reply leg, NO_ROUTE_TO_DESTINATION, table.there")},
	}
}()
