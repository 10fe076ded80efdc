package reachtest

import (
	"errors"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// everything has each statement and each option once.
const everything = `
eip for a
vpc v 10.0.0.0/16 100.64.0.0/16 2001:db8::/56   # used above its line
vpc w 10.1.0.0/16
igw i of v
igw j
igw k of v|w
igw l of ?
table public of v
  0.0.0.0/0 > i
  ::/0 > i
table private of v
  0.0.0.0/0 > nat.n
  10.99.0.0/16 > blackhole
  10.98.0.0/16 > beyond pcx-123
  10.97.0.0/16 > beyond pcx-123
  10.0.0.0/16 > local
  ? > nat.n|i
  8.8.8.0/24 > ?
  9.9.9.0/24 > a
  deleted 8.8.4.0/24 > m|?
main of v
  0.0.0.0/0 > m
main of v is private
main of w is ?
default acl of v
  in 100 allow tcp 1024-65535 from 0.0.0.0/0
acl s of v
  out 90 deny tcp 443 to 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0
  out 110 allow icmp 8/0 to 10.0.0.0/8
  out 120 allow icmp 8 to 10.0.0.0/8
  out 130 allow icmpv6 to ::/0
  in ? allow 50 from ?
  in 10 deny tcp,udp 53,80-443 from 10.0.0.0/8
  in 20 deny 47 443 from 10.0.0.0/8
default group of v
  out tcp 443 to 0.0.0.0/0
group app of v
  out tcp 443 to 0.0.0.0/0
  in all from self
  out tcp 5432 to group db, 10.0.0.0/8, group default_group.v
  in udp 53 from group db|app, ?
  in 50 from group ?
group db of v
  in tcp 5432 from group app
subnet N 10.0.1.0/24 of v, table public, public-ips, zone a
subnet S 10.0.2.0/24 2001:db8:0:2::/64 of v, table private|public, acl s, zone b, assign-six
subnet T 2001:db8:0:3::/64 of v, table ?, acl s|default_acl.v|?, public-ips ?, assign-six ?
subnet M 10.0.4.0/24 of v, table main.v
subnet W 10.1.0.0/24 of w|v
subnet X 10.1.1.0/24 of w, table main.w, acl default_acl.w
nat n in N
nat m 10.0.1.7 in N
private nat p in N|S
nat q in ?, private ?
host a 10.0.2.10 in S, groups app+db, public-ip
host b in N, no-public-ip, no-source-dest-check
host n in N|S, groups app|db+?+..., public-ip ?, no-source-dest-check ?
host c 10.0.2.11 2001:db8:0:2::b in S
host d in S, six
host e in S, groups ?, six ?
host g in X, groups default_group.w
lambda f in S+N, groups app
eip for b
eip for c|d
route r in public|private 9.8.0.0/16 > nat.n|i
association x of T|M|? with public
`

// beyondVPC has each statement and each option about what lies outside a VPC, once.
const beyondVPC = everything + `
eigw e of v
eigw ee of v|?
list l 203.0.113.0/24 ? 198.51.100.0/24
list m ...
list ml 2001:db8:9::/48
service list s3 com.amazonaws.eu-west-1.s3
service list s36 com.amazonaws.eu-west-1.s3, six
peering p of v with w
peering pp of v|? with ?, pending
peering pq of v with w, pending ?, other-region
peering pr of v with w, other-region ?
uplink u is a carrier gateway
vgw g of v
vgw h
vgw hh of v|w
vpn office of g to 172.31.0.0/16 to ?, static
vpn bgp of h|t
vpn perhaps of t to 172.30.0.0/16, static ?
propagation x of g in private
propagation y of g|h in private|public
tgw t, group-references
tgw t2
tgw t3, group-references ?
transit table spokes of t
  0.0.0.0/0 > egress
  10.0.0.0/8 > blackhole
  list l > egress
  list l|m > egress|spoke
  ? > egress
  10.77.0.0/16 > ?
transit table other of t2
attachment spoke of t to v in S+N, table spokes, propagates spokes+other, appliance, six, group-references
attachment egress of t|t2 to w|? in X, table spokes|other, pending
attachment open of t to w in X+..., pending ?, appliance ?, six ?, group-references ?
peering attachment far of t with t2, table spokes+other
vpn attachment site of t to perhaps, six ?
other attachment dx of t to a Direct Connect gateway, propagates spokes
transit association a of open|far with spokes|?
transit propagation a of open to other
stateless rules edge
  pass tcp 443 from 10.0.0.0/8+172.16.0.0/12 to any, source-ports 1024-65535
  forward all from any to 0.0.0.0/0
stateful rules web
  pass tcp,udp 53,443 from 10.0.0.0/8 to ::/0, both-ways, ?
  drop icmp 8 from any to any
  alert 47 from any to any
stateful rules more
  ...
firewall policy fp
  stateless 10 edge
  stateless otherwise drop
  stateful 1 web
  stateful ? web|more
  stateful otherwise drop-established
  strict
firewall policy fq
  stateless otherwise ?
  stateful otherwise ?
  strict ?
firewall f of v with fp
firewall ff of v|? with fp|?
firewall endpoint fe in N of f
firewall endpoint fo in N|? of f|ff
gwlb endpoint ge in S
gateway endpoint s of v for com.amazonaws.eu-west-1.s3
table aside of v
  list s3 > s
  list l|? > nat.n
  ::/0 > eigw.e
  172.31.0.0/16 > vgw.g
  10.1.0.0/16 > peering.p
  10.2.0.0/16 > t
  10.3.0.0/16 > u
  10.4.0.0/16 > fe|ge
  deleted list m > eigw.e
group listed of v
  out tcp 443 to list s3, list l|m, 10.0.0.0/8
subnet Z 10.0.9.0/24 of v, dns64
subnet Y 10.0.8.0/24 of v, dns64 ?
regional nat r of v with aside, zones a+b
regional nat rr of v|? with ?
interface endpoint x of v for com.amazonaws.eu-west-1.ssm 10.0.2.9 in S, groups app, private-dns
interface endpoint xx of v for com.amazonaws.eu-west-1.sts in S+?, six, private-dns ?
balancer lb 10.0.1.9 in N, groups app, no-public-ip
  tcp 443
  udp 53
  ?
balancer nlb in N+S, unfiltered
  ...
route rl in public list l > nat.n
edge of i is aside
edge of j|g is aside|?
block public access ingress
exclusion x of v
exclusion y of subnet N, egress-only
exclusion z of v|?, egress-only ?
assume pcx-123 delivers tcp 443 to 10.98.0.0/16, icmp to 10.97.0.0/16
assume uplink.u delivers all to 0.0.0.0/0
`

// same are the options for comparing networks: targets by what they are, and
// the rest field by field.
var same = cmp.Options{
	cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
	cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
	cmp.FilterValues(
		func(a, b reach.Object) bool { return a == reach.Local || b == reach.Local },
		cmp.Comparer(func(a, b reach.Object) bool { return a == b }),
	),
}

// checkRoundTrip fails unless the network of a scene, printed, reads as the same
// network and prints as the same text again.
func checkRoundTrip(t *testing.T, s *Scene) {
	t.Helper()
	text := Print(s.Network)
	again, err := Parse(text)
	if err != nil {
		t.Fatalf("printed text does not parse: %v\n%s", err, text)
	}
	// DeepEqual follows the cycles of a network much faster than cmp, which is
	// then asked for the difference.
	if !reflect.DeepEqual(s.Network, again.Network) {
		t.Fatalf("printed network is another one (-first +second):\n%s\n%s", cmp.Diff(s.Network, again.Network, same), text)
	}
	if second := Print(again.Network); second != text {
		t.Fatalf("printed again: %s", cmp.Diff(text, second))
	}
}

func TestRoundTrip(t *testing.T) {
	for _, text := range []string{everything, beyondVPC, BaselineNAT, BaselinePublic} {
		checkRoundTrip(t, MustParse(text))
	}
}

func TestPrint(t *testing.T) {
	got := Print(MustParse(BaselineNAT, "igw i", "default acl of v\n  in 9 allow icmp 8/0 from 10.0.0.0/8", "lambda f in S+N").Network)
	want := `vpc v 10.0.0.0/16
igw i
table public of v
  0.0.0.0/0 > i
table private of v
  0.0.0.0/0 > n
default acl of v
  in 9 allow icmp 8/0 from 10.0.0.0/8
group app of v
  out tcp 443 to 0.0.0.0/0
subnet N 10.0.1.0/24 of v, table public, zone a
subnet S 10.0.2.0/24 of v, table private, zone a
nat n in N
host a 10.0.2.10 in S, groups app
lambda f in S+N
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestOriginsAndReferences looks at one object of each kind.
func TestOriginsAndReferences(t *testing.T) {
	s := MustParse(everything)
	n, v := s.Network, s.VPC("v")
	private := s.Object("table", "private").(*reach.RouteTable)
	igw, nat := s.Object("igw", "i"), s.Object("nat", "n")
	entry := n.ACLEntries[1]
	host := s.Host("n")
	open := n.Routes[6+2]

	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"subnet", s.Subnet("S").Origin, reach.Origin{Address: "subnet.S", Change: reach.Create}},
		{"main table as AWS made it", mainOf(s, "w").Origin, reach.Origin{Address: "vpc.w", Attribute: "main_route_table", Change: reach.Create}},
		{"adopted main table", mainOf(s, "v").Origin, reach.Origin{Address: "main.v", Change: reach.Create}},
		{"ACL entry", entry.Origin, reach.Origin{Address: "acl.s", Attribute: "out 90", Change: reach.Create}},
		{"group rule", n.SecurityGroupRules[4].Origin, reach.Origin{Address: "group.app", Attribute: "in[1]", Change: reach.Create}},
		{"route", n.Routes[1].Origin, reach.Origin{Address: "table.public", Attribute: "0.0.0.0/0", Change: reach.Create}},
		{"deleted route", n.DeletedRoutes[0].Origin, reach.Origin{Address: "table.private", Attribute: "8.8.4.0/24", Change: reach.Delete}},
		{"beyond", n.Routes[5].Target.To[0].At(), &reach.Origin{Address: "pcx-123", Beyond: true}},
		{"one object per id", n.Routes[5].Target.To[0] == n.Routes[6].Target.To[0], true},
		{"target by address", n.Routes[3].Target.Is(nat), true},
		{"target by name", n.Routes[1].Target.Is(igw), true},
		{"unknown destination", n.Routes[8].Destination.Why, unknown("table.private", "?.destination")},
		{"candidates", open.Target.Why != nil && !open.Target.Open && len(open.Target.To) == 2, true},
		{"unknown target", n.Routes[9].Target, reach.Perhaps[reach.Object](unknown("table.private", "8.8.8.0/24.target"))},
		{"an interface as a target", n.Routes[10].Target.Is(s.Host("a")), true},
		{"table by address", n.TableAssociations[3].Table.Is(mainOf(s, "v")), true},
		{"explicit main table", n.MainTables[0].VPC.Is(v) && n.MainTables[0].Table.Is(private), true},
		{"attachment of nothing", n.Attachments[len(n.Attachments)-1].VPC.Open, true},
		{"detached gateway", len(n.Attachments), 3},
		{"first of two blocks", n.Blocks[0].Prefix.Value.String(), "10.0.0.0/16"},
		{"IPv6 block", n.Blocks[2].Six, true},
		{"zone", s.Subnet("S").Zone, "b"},
		{"ICMP type and code", n.ACLEntries[3].Ports.Equal(packet.ICMPCode(8, 0)), true},
		{"ICMP type", n.ACLEntries[4].Ports.Equal(packet.ICMPType(8)), true},
		{"no ports", n.ACLEntries[5].Ports.IsAny(), true},
		{"entry order", n.ACLEntries[6].Order, unknown("acl.s", "in ?.rule_number")},
		{"groups may be more", host.Groups.Why != nil && len(host.Groups.Items) == 2, true},
		{"no groups", s.Host("b").NoGroups, true},
		{"public address", []reach.Fact[reach.Grant]{s.Host("a").Public, s.Host("b").Public, s.Host("c").Public}, []reach.Fact[reach.Grant]{reach.Known(reach.Granted), reach.Known(reach.Refused), reach.Known(reach.SubnetDecides)}},
		{"IPv6 by address", s.Host("c").IPv6, reach.Known(reach.Granted)},
		{"workload", n.Workloads[0].Address == "host.a" && n.Workloads[0].Interfaces.Items[0].Is(s.Host("a")), true},
		{"Lambda", s.Lambda("f").Hyperplane && len(s.Lambda("f").Subnets.Items) == 2, true},
		{"private NAT", s.Object("nat", "p").(*reach.NATGateway).Private, reach.Known(true)},
		{"NAT address", s.Object("nat", "m").(*reach.NATGateway).Address.String(), "10.0.1.7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got, same); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func mainOf(s *Scene, vpc string) *reach.RouteTable {
	return s.Object("main", vpc).(*reach.RouteTable)
}

// TestDefaults: what AWS makes for a VPC, with and without an IPv6 block, and
// what remains of it once a resource adopted it.
func TestDefaults(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"IPv4", "vpc v 10.0.0.0/16", "in 100 0.0.0.0/0, out 100 0.0.0.0/0; in all from self, out all to 0.0.0.0/0"},
		{"IPv6", "vpc v 10.0.0.0/16 2001:db8::/56", "in 100 0.0.0.0/0, out 100 0.0.0.0/0, in 101 ::/0, out 101 ::/0; in all from self, out all to 0.0.0.0/0 ::/0"},
		{"adopted ACL", "vpc v 10.0.0.0/16\ndefault acl of v", "; in all from self, out all to 0.0.0.0/0"},
		{"adopted group", "vpc v 10.0.0.0/16\ndefault group of v", "in 100 0.0.0.0/0, out 100 0.0.0.0/0; "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := MustParse(tt.text).Network
			var entries, rules []string
			for _, e := range n.ACLEntries {
				if !e.Allow || e.Origin != (reach.Origin{Address: "vpc.v", Attribute: "default_network_acl", Change: reach.Create}) {
					t.Errorf("entry is %+v", e)
				}
				entries = append(entries, way(e.Egress)+" "+map[int]string{100: "100", 101: "101"}[e.Number]+" "+e.Remote.String())
			}
			for _, r := range n.SecurityGroupRules {
				text := way(r.Egress) + " " + trafficText(r.Traffic) + " " + preposition(r.Egress)
				for _, p := range r.Prefixes {
					text += " " + p.String()
				}
				if len(r.Peers.Items) == 1 && r.Peers.Items[0].Is(n.SecurityGroups[0]) {
					text += " self"
				}
				rules = append(rules, text)
			}
			if got := strings.Join(entries, ", ") + "; " + strings.Join(rules, ", "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestReplacement: a later statement takes the place of the earlier one with
// everything that belongs to it.
func TestReplacement(t *testing.T) {
	s := MustParse(BaselineNAT, `
table private of v
  8.8.8.0/24 > i
private nat n in S
igw i
main of v
  0.0.0.0/0 > i
main of v is public
main of v
`)
	if got := len(s.Network.Routes); got != 2 {
		t.Errorf("%d routes, want the one of public and the new one of private", got)
	}
	if r := s.Network.Routes[1]; r.Destination.Value.String() != "8.8.8.0/24" {
		t.Errorf("route of private is %v", r.Destination.Value)
	}
	nat := s.Object("nat", "n").(*reach.NATGateway)
	if len(s.Network.NATGateways) != 1 || !nat.Private.Value || !nat.Subnet.Is(s.Subnet("S")) {
		t.Errorf("private nat n did not replace nat n")
	}
	if len(s.Network.Attachments) != 0 {
		t.Errorf("igw i is attached")
	}
	if len(s.Network.MainTables) != 1 {
		t.Errorf("main of v replaced main of v is public")
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"  0.0.0.0/0 > i", `line 1, "0.0.0.0/0 > i": expected a statement at the margin, found an indented line`},
		{"vpc v 10.0.0.0/16\n  0.0.0.0/0 > i", `line 2, "0.0.0.0/0 > i": expected a statement at the margin, found an indented line`},
		{"router r", `line 1, "router r": expected one of vpc NAME, igw NAME, eigw NAME, list NAME, service list NAME, peering NAME, uplink NAME is, vgw NAME, vpn NAME, tgw NAME, transit table NAME, attachment NAME of, peering attachment NAME of, vpn attachment NAME of, other attachment NAME of, transit association NAME of, transit propagation NAME of, stateful rules NAME, stateless rules NAME, firewall policy NAME, firewall NAME, firewall endpoint NAME in, gwlb endpoint NAME in, gateway endpoint NAME, main of NAME, table NAME, main of NAME is, default acl of NAME, acl NAME, default group of NAME, group NAME, subnet NAME, nat NAME, private nat NAME, regional nat NAME, host NAME, lambda NAME, interface endpoint NAME, balancer NAME, eip for NAME, route NAME in, association NAME of, edge of NAME is, propagation NAME of, block public access, exclusion NAME of, exclusion NAME of subnet, assume NAME delivers, found something else`},
		{"vpc v", `line 1, "vpc v": expected a CIDR, found the end`},
		{"vpc v 10.0.0.1/16", `line 1, "vpc v 10.0.0.1/16": expected a CIDR without host bits, found "10.0.0.1/16"`},
		{"\nsubnet S 10.0.0.0/24 of v", `line 2, "subnet S 10.0.0.0/24 of v": expected the name of one vpc, found "v"`},
		{"subnet S 10.0.0.0/24 in v", `line 1, "subnet S 10.0.0.0/24 in v": expected "of", found "in"`},
		{"subnet S 10.0.0.0/24 10.0.1.0/24 of v", `line 1, "subnet S 10.0.0.0/24 10.0.1.0/24 of v": expected one CIDR of each family, found "10.0.1.0/24"`},
		{"main of x", `line 1, "main of x": expected the name of one vpc, found "x"`},
		{"default acl of x", `line 1, "default acl of x": expected the name of one vpc, found "x"`},
		{BaselineNAT + "subnet T 10.0.3.0/24 of v, tables public", `line 14, "subnet T 10.0.3.0/24 of v, tables public": expected table, acl, zone, public-ips, assign-six or dns64, found "tables"`},
		{BaselineNAT + "subnet T 10.0.3.0/24 of v table public", `line 14, "subnet T 10.0.3.0/24 of v table public": expected the end of the line, found "table"`},
		{BaselineNAT + "host b in S,", `line 14, "host b in S,": expected groups, public-ip, no-public-ip, six or no-source-dest-check, found the end`},
		{BaselineNAT + "host b in S, groups app+web", `line 14, "host b in S, groups app+web": expected the name of one group, found "web"`},
		{BaselineNAT + "table x of v\n  0.0.0.0/0 i", `line 15, "0.0.0.0/0 i": expected ">", found "i"`},
		{BaselineNAT + "table x of v\n  0.0.0.0/0 > z", `line 15, "0.0.0.0/0 > z": expected the name of one igw or nat or host or lambda or eigw or peering or tgw or vgw or uplink or endpoint or gateway_endpoint, found "z"`},
		{BaselineNAT + "nat i in N\ntable x of v\n  0.0.0.0/0 > i", `line 7, "0.0.0.0/0 > i": expected one of igw.i, nat.i, found "i"`},
		{BaselineNAT + "acl s of v\n  in 0 allow all from 0.0.0.0/0", `line 15, "in 0 allow all from 0.0.0.0/0": expected a rule number from 1 to 32766, found "0"`},
		{BaselineNAT + "acl s of v\n  in 1 permit all from 0.0.0.0/0", `line 15, "in 1 permit all from 0.0.0.0/0": expected "allow" or "deny", found "permit"`},
		{BaselineNAT + "acl s of v\n  in 1 allow all to 0.0.0.0/0", `line 15, "in 1 allow all to 0.0.0.0/0": expected "from", found "to"`},
		{BaselineNAT + "acl s of v\n  in 1 allow all 443 from 0.0.0.0/0", `line 15, "in 1 allow all 443 from 0.0.0.0/0": expected "from" or "to", since all has no ports, found "443"`},
		{BaselineNAT + "acl s of v\n  in 1 allow tcp 443-80 from 0.0.0.0/0", `line 15, "in 1 allow tcp 443-80 from 0.0.0.0/0": expected ports such as 443 or 80-443, or an ICMP type and code such as 8/0, found "443-80"`},
		{BaselineNAT + "group g of v\n  out tpc 443 to 0.0.0.0/0", `line 15, "out tpc 443 to 0.0.0.0/0": expected all, tcp, udp, icmp, icmpv6 or a protocol number, found "tpc"`},
		{BaselineNAT + "group g of v\n  up tcp 443 to 0.0.0.0/0", `line 15, "up tcp 443 to 0.0.0.0/0": expected "in" or "out", found "up"`},
		{BaselineNAT + "nat m 10.0.1.300 in N", `line 14, "nat m 10.0.1.300 in N": expected "in", found "10.0.1.300"`},
		{BaselineNAT + "eip for n", `line 14, "eip for n": expected the name of one host, found "n"`},
		{"vpc a|b 10.0.0.0/16", `line 1, "vpc a|b 10.0.0.0/16": expected a name of letters, digits, - and _, found "a|b"`},
		{BaselineNAT + "host b in S, public-ip, public-ip", `line 14, "host b in S, public-ip, public-ip": expected each option once, found "public-ip"`},
		{BaselineNAT + "host b 2600::1 in S, six", `line 14, "host b 2600::1 in S, six": expected no six, since an address says it, found "six"`},
		{BaselineNAT + "balancer b in S, unfiltered, groups app", `line 14, "balancer b in S, unfiltered, groups app": expected no groups, since it is unfiltered, found "unfiltered"`},
		{BaselineNAT + "block public access all", `line 14, "block public access all": expected off, ingress or bidirectional, found "all"`},
		{BaselineNAT + "stateful rules r\n  permit all from any to any", `line 15, "permit all from any to any": expected pass, drop, forward, alert or drop-established, found "permit"`},
		{BaselineNAT + "tgw t\nattachment x of t to v, six", `line 15, "attachment x of t to v, six": expected "in", found ","`},
		{BaselineNAT + "nat m 2600::1 in N", `line 14, "nat m 2600::1 in N": expected an IPv4 address, found "2600::1"`},
	} {
		_, err := Parse(tt.text)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || err.Error() != tt.want {
			t.Errorf("Parse(…%q) = %v\nwant %s", tt.text[strings.LastIndex(tt.text, "\n")+1:], err, tt.want)
		}
	}
}

func TestLookupOfNothingPanics(t *testing.T) {
	defer func() {
		if got := recover(); got != `reachtest: the network has no host "z"` {
			t.Errorf("recovered %v", got)
		}
	}()
	MustParse(BaselineNAT).Host("z")
}

// FuzzParse: no text makes the parser panic, and what it takes it prints.
func FuzzParse(f *testing.F) {
	for _, text := range []string{everything, beyondVPC, BaselineNAT, BaselinePublic, "vpc v ::/0\nsubnet s ::/0 of ?|v, acl default_acl.v"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := Parse(text); err == nil {
			checkRoundTrip(t, s)
		}
	})
}
