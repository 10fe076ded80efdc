package reach_test

import (
	"testing"

	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestMicro is the micro-tests of the semantics, section 10.1: a baseline and one
// change, with the hop and the code that the document demands, over sets of
// packets.
func TestMicro(t *testing.T) {
	const (
		nat, public = reachtest.BaselineNAT, reachtest.BaselinePublic
		// under puts S under an ACL s, underN the NAT gateway's subnet under one n.
		under  = "subnet S 10.0.2.0/24 of v, table private, acl s, zone a\n"
		underN = "subnet N 10.0.1.0/24 of v, table public, acl n, zone a\n"
		https  = "a > tcp internet:443"
	)
	testRules(t, []rule{
		{"BL-N", nat, "", [][]string{{https, "delivered"}}},
		{"BL-P", public, "", [][]string{{https, "delivered"}}},
		{"M1 no egress block, no rule: SG-16", nat, "group app of v", [][]string{{https, "forward SG_HAS_NO_RULES group.app.egress"}}},
		{"M2 a rule of its own counts like a block: SG-16", nat, "group app of v\n  out tcp 443 to 0.0.0.0/0", [][]string{{https, "delivered"}}},
		{"M3 two groups, one empty: SG-1", nat, "group none of v\nhost a 10.0.2.10 in S, groups none+app", [][]string{
			{https, "delivered"},
			{"a > tcp internet:80", "forward ENI_SG_RULES_MISMATCH group.app.egress"},
		}},
		{"M4 tcp 0-0 is port 0: SG-7", nat, "group app of v\n  out tcp 0 to 0.0.0.0/0", [][]string{{https, "forward ENI_SG_RULES_MISMATCH group.app.egress"}}},
		{"M5 all protocols open all ports: SG-6", nat, "group app of v\n  out all to 0.0.0.0/0", [][]string{{"a > tcp internet:25", "delivered"}}},
		{"M6 ESP passes the group and not the NAT gateway: SG-6, NAT-2", nat, "group app of v\n  out 50 443 to 0.0.0.0/0", [][]string{
			{"a > 50 8.8.8.8", "forward PROTOCOL_RESTRICTION nat.n"},
		}},
		{"M8 a deny before the allow: NACL-2", nat, under + `acl s of v
  in 100 allow all from 0.0.0.0/0
  out 90 deny tcp 443 to 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0`, [][]string{{https, "forward SUBNET_ACL_RESTRICTION acl.s.out 90"}}},
		{"M9 the same, listed the other way round: NACL-2", nat, under + `acl s of v
  out 100 allow all to 0.0.0.0/0
  out 90 deny tcp 443 to 0.0.0.0/0
  in 100 allow all from 0.0.0.0/0`, [][]string{{https, "forward SUBNET_ACL_RESTRICTION acl.s.out 90"}}},
		{"M10 answers come from the destination, not from the gateway: NAT-3", nat, under + `acl s of v
  in 100 allow all from 10.0.1.0/24
  out 100 allow all to 0.0.0.0/0`, [][]string{{https, "reply SUBNET_ACL_RESTRICTION acl.s.ingress"}}},
		{"M11 the client's ports suffice behind the gateway: NACL-7", nat, under + `acl s of v
  in 100 allow tcp 32768-60999 from 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0`, [][]string{
			{https + " from 32768-60999", "delivered"},
			{"a > tcp 8.8.8.8:443", "delivered: tcp 8.8.8.8:443, client ports 32768-60999", "reply SUBNET_ACL_RESTRICTION acl.s.ingress: tcp 8.8.8.8:443, client ports 61000-65535"},
		}},
		{"M12 and are too few on the gateway's side: NAT-7", nat, underN + `acl n of v
  in 90 allow tcp 443 from 10.0.2.0/24
  in 100 allow tcp 32768-60999 from 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0`, [][]string{
			{
				"a > tcp 8.8.8.8:443 from 32768-60999",
				"delivered: tcp 8.8.8.8:443, client ports 32768-60999",
				"reply SUBNET_ACL_RESTRICTION acl.n.ingress: tcp 8.8.8.8:443, client ports 1024-32767,61000-65535",
			},
		}},
		{"M13 the gateway's ACL lets requests in: NAT-6", nat, underN + `acl n of v
  in 100 allow tcp 1024-65535 from 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0`, [][]string{{https, "forward SUBNET_ACL_RESTRICTION acl.n.ingress"}}},
		{"M14 and answers out to the client: NAT-6", nat, underN + `acl n of v
  in 100 allow all from 0.0.0.0/0
  out 100 allow tcp 443 to 0.0.0.0/0`, [][]string{{https, "reply SUBNET_ACL_RESTRICTION acl.n.egress"}}},
		{"M15 a custom ACL without rules: NACL-9", nat, under + "acl s of v", [][]string{
			{https, "forward SUBNET_ACL_RESTRICTION acl.s.egress, then reply SUBNET_ACL_RESTRICTION acl.s.ingress"},
		}},
		{"M16 an adopted default ACL without rules: NACL-8", nat, "default acl of v", [][]string{
			{https, "forward SUBNET_ACL_RESTRICTION default_acl.v.egress, then forward SUBNET_ACL_RESTRICTION default_acl.v.ingress, then reply SUBNET_ACL_RESTRICTION default_acl.v.ingress, then reply SUBNET_ACL_RESTRICTION default_acl.v.egress"},
		}},
		{"M17 a rule for GRE is no rule for TCP: NACL-6", nat, under + `acl s of v
  in 100 allow all from 0.0.0.0/0
  out 90 deny 47 443 to 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0`, [][]string{{https, "delivered"}}},
		{"M18 ICMP without a type is echo reply: NACL-12", nat, under + `acl s of v
  in 100 allow all from 0.0.0.0/0
  out 100 allow icmp 0/0 to 0.0.0.0/0
group app of v
  out all to 0.0.0.0/0`, [][]string{{"a > icmp 8 internet", "forward SUBNET_ACL_RESTRICTION acl.s.egress"}}},
		{"M19 no association, main table: RT-1", nat, "subnet S 10.0.2.0/24 of v, zone a", [][]string{{https, "forward NO_ROUTE_TO_DESTINATION vpc.v.main_route_table"}}},
		{"M20 a blackhole wins by its length: RT-2, RT-10", nat, "table private of v\n  0.0.0.0/0 > n\n  8.8.8.0/24 > blackhole", [][]string{
			{"a > tcp 8.8.0.0/20:443", "delivered: tcp {8.8.0.0/21, 8.8.9.0/24, 8.8.10.0/23, 8.8.12.0/22}:443", "forward BAD_STATE_ROUTE table.private.8.8.8.0/24: tcp 8.8.8.0/24:443"},
		}},
		{"M21 a NAT gateway without a way out: NAT-5", nat, "table public of v", [][]string{{https, "forward NO_ROUTE_TO_DESTINATION table.public"}}},
		{"M22 a NAT gateway that routes to itself: NAT-5", nat, "table public of v\n  0.0.0.0/0 > n", [][]string{{https, "forward NAT_SELF_LOOP table.public.0.0.0.0/0"}}},
		{"M23 a gateway that is attached to nothing: IGW-1", nat, "igw i", [][]string{{https, "forward BAD_STATE_ATTACHMENT igw.i"}}},
		{"M24 a private NAT gateway: NAT-11", nat, "private nat n in N", [][]string{{https, "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS nat.n"}}},
		{"M25 a private destination: IGW-3", nat, "", [][]string{
			{"a > tcp 10.99.0.1:443", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS table.public.0.0.0.0/0"},
			{"a > tcp 100.64.0.1:443", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS table.public.0.0.0.0/0"},
		}},
		{"M26 in the VPC, in no subnet: RT-6", nat, "", [][]string{{"a > tcp 10.0.77.1:443", "forward VPC_CIDR_UNUSED vpc.v"}}},
		{"M27 a source in the gateway's own subnet: NAT-10", nat, "table public of v\n  0.0.0.0/0 > n\nhost a in N, groups app", [][]string{{https, "forward NAT_SELF_LOOP table.public.0.0.0.0/0"}}},
		{"M28 no IPv6 address: RT-3", nat, "", [][]string{{"a > tcp internet6:443", "forward NO_ADDRESS_IN_FAMILY host.a"}}},
		{"M31 no public address: IGW-2", public, "subnet P 10.0.1.0/24 of v, table public", [][]string{{https, "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.a"}}},
		{"M32 an Elastic IP: PUB-3", public, "subnet P 10.0.1.0/24 of v, table public\neip for a", [][]string{{https, "delivered"}}},
		{"M33 launched without: PUB-1", public, "host a in P, groups app, no-public-ip", [][]string{{https, "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.a"}}},
		{"M35 Lambda never has one: CMP-1", public, "lambda f in P, groups app", [][]string{{"lambda f > tcp internet:443", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS lambda.f"}}},
		{"M58 the resolver is reached whatever a group says: SG-20", nat, "group app of v", [][]string{
			{"a > udp 10.0.0.2:53", "delivered"},
			{"a > udp 169.254.169.253:53", "delivered"},
		}},
	})
}
