package reachtest

import "testing"

// walled is BL-N with a firewall before the NAT gateway, both ways (W8).
const walled = BaselineNAT + `
subnet W 10.0.3.0/24 of v, table w, zone a
table w of v
  0.0.0.0/0 > n
table private of v
  0.0.0.0/0 > f
table public of v
  0.0.0.0/0 > i
  10.0.2.0/24 > f
firewall wall of v with fp
firewall endpoint f in W of wall
firewall policy fp
`

// TestMicro is the micro-tests of section 10.1 of the semantics, as far as they
// are about what the simulator covers. Each is a baseline and one change.
func TestMicro(t *testing.T) {
	const (
		https = "a: tcp 142.250.74.46:443"
		pass  = "delivered"
		// under puts S under an ACL s, underN N under an ACL n.
		under  = "subnet S 10.0.2.0/24 of v, table private, acl s, zone a\n"
		underN = "subnet N 10.0.1.0/24 of v, table public, acl n, zone a\n"
	)
	for _, tt := range []struct {
		id, base, delta string
		// shots are lines for shot with what is wanted of each.
		shots [][2]string
	}{
		{"BL-N", BaselineNAT, "", [][2]string{{https, pass}, {"a: tcp 142.250.74.46:80", "forward ENI_SG_RULES_MISMATCH group.app"}}},
		{"BL-P", BaselinePublic, "", [][2]string{{https, pass}}},

		{"M1", BaselineNAT, "group app of v", [][2]string{{https, "forward SG_HAS_NO_RULES group.app"}}},
		{"M3", BaselineNAT, "group none of v\nhost a 10.0.2.10 in S, groups none+app", [][2]string{
			{https, pass},
			{"a: tcp 142.250.74.46:80", "forward ENI_SG_RULES_MISMATCH group.app"},
		}},
		{"M4", BaselineNAT, "group app of v\n  out tcp 0 to 0.0.0.0/0", [][2]string{
			{https, "forward ENI_SG_RULES_MISMATCH group.app"},
			{"a: tcp 142.250.74.46:0", pass},
		}},
		{"M6", BaselineNAT, "group app of v\n  out 50 443 to 0.0.0.0/0", [][2]string{
			{"a: 50 142.250.74.46", "forward PROTOCOL_RESTRICTION nat.n"},
		}},

		{"M8", BaselineNAT, under + `acl s of v
  in 100 allow all from 0.0.0.0/0
  out 90 deny tcp 443 to 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0`, [][2]string{{https, "forward SUBNET_ACL_RESTRICTION acl.s.out 90"}}},
		{"M9", BaselineNAT, under + `acl s of v
  out 100 allow all to 0.0.0.0/0
  out 90 deny tcp 443 to 0.0.0.0/0
  in 100 allow all from 0.0.0.0/0`, [][2]string{{https, "forward SUBNET_ACL_RESTRICTION acl.s.out 90"}}},
		{"M10", BaselineNAT, under + `acl s of v
  in 100 allow all from 10.0.1.0/24
  out 100 allow all to 0.0.0.0/0`, [][2]string{{https, "reply SUBNET_ACL_RESTRICTION acl.s"}}},
		{"M11", BaselineNAT, under + `acl s of v
  in 100 allow tcp 32768-60999 from 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0`, [][2]string{
			{https + ", port 32768", pass},
			{https + ", port 60999, nat 1024", pass},
			{https + ", port 32767", "reply SUBNET_ACL_RESTRICTION acl.s"},
			{https + ", port 61000", "reply SUBNET_ACL_RESTRICTION acl.s"},
		}},
		{"M12", BaselineNAT, underN + `acl n of v
  in 90 allow tcp 443 from 10.0.2.0/24
  in 100 allow tcp 32768-60999 from 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0`, [][2]string{
			{https + ", nat 32768", pass},
			{https + ", nat 60999", pass},
			{https + ", nat 1024", "reply SUBNET_ACL_RESTRICTION acl.n"},
			{https + ", nat 32767", "reply SUBNET_ACL_RESTRICTION acl.n"},
			{https + ", nat 61000", "reply SUBNET_ACL_RESTRICTION acl.n"},
		}},
		{"M13", BaselineNAT, underN + `acl n of v
  in 100 allow tcp 1024-65535 from 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0`, [][2]string{{https, "forward SUBNET_ACL_RESTRICTION acl.n"}}},
		{"M14", BaselineNAT, underN + `acl n of v
  in 100 allow all from 0.0.0.0/0
  out 100 allow tcp 443 to 0.0.0.0/0`, [][2]string{{https, "reply SUBNET_ACL_RESTRICTION acl.n"}}},
		{"M15", BaselineNAT, under + "acl s of v", [][2]string{{https, "forward SUBNET_ACL_RESTRICTION acl.s"}}},
		{"M16", BaselineNAT, "default acl of v", [][2]string{{https, "forward SUBNET_ACL_RESTRICTION default_acl.v"}}},
		{"M17", BaselineNAT, under + `acl s of v
  in 100 allow all from 0.0.0.0/0
  out 90 deny 47 443 to 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0
group app of v
  out all to 0.0.0.0/0`, [][2]string{
			{https, pass},
			{"a: 47 142.250.74.46", "forward SUBNET_ACL_RESTRICTION acl.s.out 90"},
		}},
		{"M18", BaselineNAT, under + `acl s of v
  in 100 allow all from 0.0.0.0/0
  out 100 allow icmp 0/0 to 0.0.0.0/0
group app of v
  out icmp to 0.0.0.0/0`, [][2]string{
			{"a: icmp 8/0 142.250.74.46", "forward SUBNET_ACL_RESTRICTION acl.s"},
			{"a: icmp 0/0 142.250.74.46", pass},
		}},

		{"M19", BaselineNAT, "subnet S 10.0.2.0/24 of v, zone a", [][2]string{{https, "forward NO_ROUTE_TO_DESTINATION vpc.v.main_route_table"}}},
		{"M20", BaselineNAT, "table private of v\n  0.0.0.0/0 > n\n  8.8.8.0/24 > blackhole", [][2]string{
			{"a: tcp 8.8.8.8:443", "forward BAD_STATE_ROUTE table.private.8.8.8.0/24"},
			{"a: tcp 8.8.9.0:443", pass},
			{"a: tcp 8.8.7.255:443", pass},
		}},
		{"M21", BaselineNAT, "table public of v", [][2]string{{https, "forward NO_ROUTE_TO_DESTINATION table.public"}}},
		{"M22", BaselineNAT, "table public of v\n  0.0.0.0/0 > n", [][2]string{{https, "forward NAT_SELF_LOOP table.public.0.0.0.0/0"}}},
		{"M23", BaselineNAT, "igw i", [][2]string{{https, "forward BAD_STATE_ATTACHMENT igw.i"}}},
		{"M24", BaselineNAT, "private nat n in N", [][2]string{{https, "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS nat.n"}}},
		{"M25", BaselineNAT, "", [][2]string{{"a: tcp 10.99.0.1:443", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS table.public.0.0.0.0/0"}}},
		{"M26", BaselineNAT, "", [][2]string{{"a: tcp 10.0.77.1:443", "forward VPC_CIDR_UNUSED vpc.v"}}},
		{"M27", BaselineNAT, "table public of v\n  0.0.0.0/0 > n\nhost a in N, groups app", [][2]string{{https, "forward NAT_SELF_LOOP table.public.0.0.0.0/0"}}},
		{"M28", BaselineNAT, "", [][2]string{{"a: tcp [2600::1]:443", "forward NO_ADDRESS_IN_FAMILY host.a"}}},

		{"M31", BaselinePublic, "subnet P 10.0.1.0/24 of v, table public", [][2]string{{https, "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.a"}}},
		{"M32", BaselinePublic, "subnet P 10.0.1.0/24 of v, table public\neip for a", [][2]string{{https, pass}}},
		{"M33", BaselinePublic, "host a in P, groups app, no-public-ip", [][2]string{{https, "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.a"}}},
		{"M33, overruled by an EIP", BaselinePublic, "host a in P, groups app, no-public-ip\neip for a", [][2]string{{https, pass}}},
		{"M35", BaselinePublic, "lambda f in P, groups app", [][2]string{{"f: tcp 142.250.74.46:443", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS lambda.f"}}},

		{"TGW-1 a VPC that is not attached", BaselineNAT, "tgw t\ntable private of v\n  0.0.0.0/0 > t", [][2]string{{https, "forward BAD_STATE_ATTACHMENT tgw.t"}}},
		{"NFW-2 what stateless rules let pass no stateful default drops", BaselineNAT, `subnet W 10.0.3.0/24 of v, table w, zone a
table w of v
  0.0.0.0/0 > n
table private of v
  0.0.0.0/0 > f
firewall wall of v with fp
firewall endpoint f in W of wall
firewall policy fp
  stateless otherwise pass
  stateful otherwise drop-established
  strict`, [][2]string{{https, pass}}},
		{"NFW-2 stateless rules let only the requests pass by the stateful ones", walled, "firewall policy fp\n  stateless 1 less\nstateless rules less\n  pass tcp 443 from 10.0.2.0/24 to any",
			[][2]string{{https, "reply FIREWALL_RULES_RESTRICTION endpoint.f"}}},
		{"NFW-2 stateless rules let only the answers pass by the stateful ones", walled, "firewall policy fp\n  stateless 1 less\nstateless rules less\n  pass tcp from any to 10.0.2.0/24",
			[][2]string{{https, "reply FIREWALL_RULES_RESTRICTION endpoint.f"}}},
		{"NFW-2 stateless rules let both directions pass by the stateful ones", walled, "firewall policy fp\n  stateless otherwise pass", [][2]string{{https, pass}}},
		{"NFW-8 answers past the firewall", walled, "table public of v\n  0.0.0.0/0 > i", [][2]string{{https, "reply ASYMMETRIC_FIREWALL endpoint.f"}}},
		{"CMP-1 nobody connects to a function", BaselineNAT, `group app of v
  out all to 0.0.0.0/0
  in all from 0.0.0.0/0
lambda f 10.0.1.20 in N, groups app`, [][2]string{{"a: tcp 10.0.1.20:443", "forward NO_POSSIBLE_DESTINATION lambda.f"}}},

		{"M58", BaselineNAT, "group app of v\ndefault acl of v", [][2]string{
			{"a: udp 10.0.0.2:53", pass},
			{"a: udp 169.254.169.253:53", pass},
			{"a: tcp 169.254.169.254:80", pass},
			{"a: udp 10.0.2.1:67", pass},
			{"a: udp 10.0.0.3:53", "forward SG_HAS_NO_RULES group.app"},
			{"place S: udp 10.0.0.2:53", pass},
		}},
	} {
		t.Run(tt.id, func(t *testing.T) {
			s := MustParse(tt.base, tt.delta)
			for _, x := range tt.shots {
				check(t, s, x[0], x[1])
			}
		})
	}
}
