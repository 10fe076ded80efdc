package kerneltest

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// The baselines of walks W3, W6 and W7; those of W1 and W2 are reachtest's.
const (
	// egressOnly is BL-6.
	egressOnly = `
vpc v 10.0.0.0/16 2600:1f13::/56
eigw e of v
igw i of v
subnet S 10.0.2.0/24 2600:1f13:0:2::/64 of v, table private, assign-six, zone a
table private of v
  ::/0 > e
group app of v
  out tcp 443 to ::/0
host a 10.0.2.10 2600:1f13:0:2::a in S, groups app
`
	// centralEgress is BL-T.
	centralEgress = `
vpc s 10.1.0.0/16
subnet S 10.1.1.0/24 of s, table spoke, zone a
subnet T 10.1.0.0/28 of s, zone a
table spoke of s
  0.0.0.0/0 > t
group app of s
  out all to 0.0.0.0/0
host a 10.1.1.10 in S, groups app
tgw t
attachment spoke of t to s in T, table spokes, propagates back
transit table spokes of t
  0.0.0.0/0 > egress
transit table back of t
attachment egress of t to e in U, table back
vpc e 10.0.0.0/16
igw i of e
subnet U 10.0.0.0/28 of e, table u, zone a
subnet N 10.0.1.0/24 of e, table n, zone a
table u of e
  0.0.0.0/0 > nat
table n of e
  0.0.0.0/0 > i
  10.1.0.0/16 > t
nat nat in N
`
	// peered is two VPCs with a peering connection.
	peered = `
vpc v 10.0.0.0/16
vpc w 10.9.0.0/16
peering p of v with w
subnet S 10.0.2.0/24 of v, table here, zone a
subnet D 10.9.1.0/24 of w, table there, zone a
table here of v
  10.9.0.0/16 > p
table there of w
  10.0.0.0/16 > p
group app of v
  out all to 0.0.0.0/0
group server of w
  in tcp 443 from 10.0.0.0/16
host a 10.0.2.10 in S, groups app
host d 10.9.1.10 in D, groups server
`
	// natInstance is a private subnet behind an instance that translates.
	natInstance = `
vpc v 10.0.0.0/16
igw i of v
subnet N 10.0.1.0/24 of v, table public, public-ips, zone a
subnet S 10.0.2.0/24 of v, table private, zone a
table public of v
  0.0.0.0/0 > i
table private of v
  0.0.0.0/0 > box
group nat of v
  in all from 10.0.0.0/16
  out all to 0.0.0.0/0
group app of v
  out tcp 443 to 0.0.0.0/0
host box 10.0.1.10 in N, groups nat, no-source-dest-check
host a 10.0.2.10 in S, groups app
`
	// answersOverPeering is a VPC that gets out through a transit gateway and the NAT
	// gateway of another VPC, whose table sends the answers over a peering connection.
	answersOverPeering = `
vpc s 10.1.0.0/16
vpc d 10.2.0.0/16
igw j of s
peering p of s with d
tgw t
transit table all of t
  0.0.0.0/0 > spoke
attachment spoke of t to s in T, table all
attachment peer of t to d in D, table all
subnet T 10.1.2.0/24 of s, table t, zone a
subnet M 10.1.4.0/24 of s, table m, zone a
subnet D 10.2.1.0/24 of d, table d, zone a
table t of s
  0.0.0.0/0 > m
table m of s
  0.0.0.0/0 > j
  10.2.0.0/16 > p
table d of d
  0.0.0.0/0 > tgw.t
nat m in M
group app of d
  out all to 0.0.0.0/0
host a 10.2.1.10 in D, groups app
`
	// toService is a private subnet with a gateway endpoint.
	toService = `
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
)

// scene is a network with flows whose fate the semantics demand.
type scene struct {
	name, network, delta string
	// flows are what is sent, and what becomes of it.
	flows [][2]string
}

// scenes are the walks, and the micro-tests of section 10.1 that the kernel can play.
var scenes = func() []scene {
	const (
		nat, public = reachtest.BaselineNAT, reachtest.BaselinePublic
		under       = "subnet S 10.0.2.0/24 of v, table private, acl s, zone a\n"
		underN      = "subnet N 10.0.1.0/24 of v, table public, acl n, zone a\n"
		https       = "tcp 93.184.216.34:443"
		https6      = "tcp 2a00::1:443"
	)
	one := func(flow, want string) [][2]string { return [][2]string{{flow, want}} }
	return []scene{
		{"W1 BL-N", nat, "", one(https, "delivered")},
		{"W2 BL-P", public, "", one(https, "delivered")},
		{"W3 BL-6", egressOnly, "", one(https6, "delivered")},
		{"W4", toService, "", [][2]string{{"tcp s3:443", "delivered"}, {"udp s3:443", "dropped: forward leg, VPCE_GATEWAY_PROTOCOL_RESTRICTION, gateway_endpoint.e"}}},
		{"W6 BL-T", centralEgress, "", one(https, "delivered")},
		{"W7", peered, "", [][2]string{{"tcp 10.9.1.10:443", "delivered"}, {"tcp 10.9.1.10:80", "dropped: forward leg, ENI_SG_RULES_MISMATCH, group.server"}}},
		{"W7 no route back: PCX-2", peered, "table there of w", one("tcp 10.9.1.10:443", "one-way: reply leg, NO_ROUTE_TO_DESTINATION, table.there")},
		{"SG-4 one direction of a protocol without ports lets none in that begins on the other side", peered, "group server of w\n  in 50 from 10.0.0.0/16\n  out 50 to 10.0.0.0/16", [][2]string{
			{"50 10.9.1.10", "delivered"}, {"d: 50 10.0.2.10", "dropped: forward leg, SG_HAS_NO_RULES, group.app"}, {"50 10.9.1.10", "delivered"},
		}},
		{"W7 nobody accepted: PCX-1", peered, "peering p of v with w, pending", one("tcp 10.9.1.10:443", "dropped: forward leg, BAD_STATE_ROUTE, table.here.10.9.0.0/16")},
		{"M1 no rule", nat, "group app of v", one(https, "dropped: forward leg, SG_HAS_NO_RULES, group.app")},
		{"M3 two groups", nat, "group none of v\nhost a 10.0.2.10 in S, groups none+app", [][2]string{
			{https, "delivered"}, {"tcp 8.8.8.8:80", "dropped: forward leg, ENI_SG_RULES_MISMATCH, group.app"},
		}},
		{"M4 port 0", nat, "group app of v\n  out tcp 0 to 0.0.0.0/0", one(https, "dropped: forward leg, ENI_SG_RULES_MISMATCH, group.app")},
		{"M5 all ports", nat, "group app of v\n  out all to 0.0.0.0/0", one("tcp 8.8.8.8:25", "delivered")},
		{"M6 ESP", nat, "group app of v\n  out 50 443 to 0.0.0.0/0", one("50 8.8.8.8", "dropped: forward leg, PROTOCOL_RESTRICTION, nat.n")},
		{"M7 a prefix list", nat, "list l 203.0.113.0/24\ngroup app of v\n  out tcp 443 to list l", [][2]string{
			{"tcp 203.0.113.5:443", "delivered"}, {"tcp 198.51.100.1:443", "dropped: forward leg, ENI_SG_RULES_MISMATCH, group.app"},
		}},
		{"M8 a deny before the allow", nat, under + "acl s of v\n  in 100 allow all from 0.0.0.0/0\n  out 90 deny tcp 443 to 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0",
			one(https, "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.s.out 90")},
		{"M9 listed the other way round", nat, under + "acl s of v\n  out 100 allow all to 0.0.0.0/0\n  out 90 deny tcp 443 to 0.0.0.0/0\n  in 100 allow all from 0.0.0.0/0",
			one(https, "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.s.out 90")},
		{"M10 answers come from the remote", nat, under + "acl s of v\n  in 100 allow all from 10.0.1.0/24\n  out 100 allow all to 0.0.0.0/0",
			one(https, "one-way: reply leg, SUBNET_ACL_RESTRICTION, acl.s")},
		{"M11 the client's ports", nat, under + "acl s of v\n  in 100 allow tcp 32768-60999 from 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0", [][2]string{
			{https + " from 32768", "delivered"}, {https + " from 60999", "delivered"},
			{https + " from 61000", "one-way: reply leg, SUBNET_ACL_RESTRICTION, acl.s"},
		}},
		{"M12 the gateway's ports", nat, underN + "acl n of v\n  in 90 allow tcp 443 from 10.0.2.0/24\n  in 100 allow tcp 32768-60999 from 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0", [][2]string{
			{https + " by 32768", "delivered"}, {https + " by 32767", "one-way: reply leg, SUBNET_ACL_RESTRICTION, acl.n"},
			{https + " by 1024", "one-way: reply leg, SUBNET_ACL_RESTRICTION, acl.n"}, {https + " by 61000", "one-way: reply leg, SUBNET_ACL_RESTRICTION, acl.n"},
		}},
		{"M13 requests into the gateway's subnet", nat, underN + "acl n of v\n  in 100 allow tcp 1024-65535 from 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0",
			one(https, "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.n")},
		{"M14 answers out of it", nat, underN + "acl n of v\n  in 100 allow all from 0.0.0.0/0\n  out 100 allow tcp 443 to 0.0.0.0/0",
			one(https, "one-way: reply leg, SUBNET_ACL_RESTRICTION, acl.n")},
		{"M15 no rules", nat, under + "acl s of v", one(https, "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.s")},
		{"M16 the default ACL adopted", nat, "default acl of v", one(https, "dropped: forward leg, SUBNET_ACL_RESTRICTION, default_acl.v")},
		{"M17 a rule for GRE", nat, under + "acl s of v\n  in 100 allow all from 0.0.0.0/0\n  out 90 deny 47 443 to 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0", one(https, "delivered")},
		{"M18 ICMP without a type", nat, under + "acl s of v\n  in 100 allow all from 0.0.0.0/0\n  out 100 allow icmp 0/0 to 0.0.0.0/0\ngroup app of v\n  out all to 0.0.0.0/0",
			one("icmp 8.8.8.8", "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.s")},
		{"ping", nat, "group app of v\n  out all to 0.0.0.0/0", one("icmp 8.8.8.8", "delivered")},
		{"M19 the main table", nat, "subnet S 10.0.2.0/24 of v, zone a", one(https, "dropped: forward leg, NO_ROUTE_TO_DESTINATION, vpc.v.main_route_table")},
		{"M20 a blackhole wins by its length", nat, "table private of v\n  0.0.0.0/0 > n\n  8.8.8.0/24 > blackhole", [][2]string{
			{"tcp 8.8.8.0:443", "dropped: forward leg, BAD_STATE_ROUTE, table.private.8.8.8.0/24"}, {"tcp 8.8.8.255:443", "dropped: forward leg, BAD_STATE_ROUTE, table.private.8.8.8.0/24"},
			{"tcp 8.8.7.255:443", "delivered"}, {"tcp 8.8.9.0:443", "delivered"},
		}},
		{"M21 no way out of the gateway's subnet", nat, "table public of v", one(https, "dropped: forward leg, NO_ROUTE_TO_DESTINATION, table.public")},
		{"M22 the gateway routes to itself", nat, "table public of v\n  0.0.0.0/0 > n", one(https, "dropped: forward leg, NAT_SELF_LOOP, table.public.0.0.0.0/0")},
		{"M23 attached to nothing", nat, "igw i", one(https, "dropped: forward leg, BAD_STATE_ATTACHMENT, igw.i")},
		{"M24 a private gateway", nat, "private nat n in N", one(https, "dropped: forward leg, IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS, nat.n")},
		{"M25 private destinations", nat, "", [][2]string{
			{"tcp 10.99.0.1:443", "dropped: forward leg, IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS, table.public.0.0.0.0/0"},
			{"tcp 172.31.255.255:443", "dropped: forward leg, IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS, table.public.0.0.0.0/0"},
			{"tcp 172.32.0.0:443", "delivered"},
			{"tcp 100.64.0.1:443", "dropped: forward leg, IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS, table.public.0.0.0.0/0"},
		}},
		{"M26 in no subnet", nat, "", one("tcp 10.0.77.1:443", "dropped: forward leg, VPC_CIDR_UNUSED, vpc.v")},
		{"M27 in the gateway's subnet", nat, "table public of v\n  0.0.0.0/0 > n\nhost a 10.0.1.10 in N, groups app", one(https, "dropped: forward leg, NAT_SELF_LOOP, table.public.0.0.0.0/0")},
		{"M31 no public address", public, "subnet P 10.0.1.0/24 of v, table public", one(https, "dropped: forward leg, IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS, host.a")},
		{"M32 an Elastic IP", public, "subnet P 10.0.1.0/24 of v, table public\neip for a", one(https, "delivered")},
		{"M33 launched without", public, "host a 10.0.1.10 in P, groups app, no-public-ip", one(https, "dropped: forward leg, IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS, host.a")},
		{"M41 an ACL of IPv4 entries", egressOnly, "subnet S 10.0.2.0/24 2600:1f13:0:2::/64 of v, table private, assign-six, acl s\nacl s of v\n  in 100 allow all from 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0",
			one(https6, "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.s")},
		{"M42 a group of IPv4 rules", egressOnly, "group app of v\n  out tcp 443 to 0.0.0.0/0", one(https6, "dropped: forward leg, ENI_SG_RULES_MISMATCH, group.app")},
		{"M43 an internet gateway does as well", egressOnly, "table private of v\n  ::/0 > i", one(https6, "delivered")},
		{"BL-I", natInstance, "", one(https, "delivered")},
		{"M45 the check is on", natInstance, "host box 10.0.1.10 in N, groups nat", one(https, "dropped: forward leg, ENI_SOURCE_DEST_CHECK_RESTRICTION, host.box")},
		{"M46 its group lets nothing in", natInstance, "group nat of v\n  out all to 0.0.0.0/0", one(https, "dropped: forward leg, SG_HAS_NO_RULES, group.nat")},
		{"M47 no subnet in the sender's zone", centralEgress, "subnet T 10.1.0.0/28 of s, zone b", one(https, "dropped: forward leg, TGW_ROUTE_AZ_RESTRICTION, attachment.spoke")},
		{"TGW-1 a VPC that is not attached", centralEgress, "tgw u\ntable spoke of s\n  0.0.0.0/0 > tgw.u", one(https, "dropped: forward leg, BAD_STATE_ATTACHMENT, tgw.u")},
		{"M48 the attachment's subnet routes on", centralEgress, "table u of e", one(https, "dropped: forward leg, NO_ROUTE_TO_DESTINATION, table.u")},
		{"M49 no route back from the NAT gateway's subnet", centralEgress, "table n of e\n  0.0.0.0/0 > i", one(https, "one-way: reply leg, IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS, table.n.0.0.0.0/0")},
		{"M50 no route back at the transit gateway", centralEgress, "attachment spoke of t to s in T, table spokes", one(https, "one-way: reply leg, TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT, transit_table.back")},
		{"M51 a subnet that sends and is attached", centralEgress, "attachment spoke of t to s in S, table spokes, propagates back\nsubnet S 10.1.1.0/24 of s, table spoke, zone a, acl x\nacl x of s\n  in 100 allow tcp 443 from 10.1.1.0/24\n  out 100 allow tcp 443 to 0.0.0.0/0", one(https, "delivered")},
		{"M51 requests into the transit gateway's interface", centralEgress, "attachment spoke of t to s in S, table spokes, propagates back\nsubnet S 10.1.1.0/24 of s, table spoke, zone a, acl x\nacl x of s\n  out 100 allow tcp 443 to 0.0.0.0/0", one(https, "dropped: forward leg, SUBNET_ACL_RESTRICTION, acl.x")},
		{"M52 a group named across a transit gateway", centralEgress, "group server of e\n  in all from 0.0.0.0/0\nhost d 10.0.1.10 in N, groups server\ngroup app of s\n  out tcp to group server",
			one("tcp 10.0.1.10:443", "dropped: forward leg, SG_REFERENCES_NOT_PRESERVED, group.app")},
		{"M53 through a peering and out", peered, "table here of v\n  0.0.0.0/0 > p", one(https, "dropped: forward leg, PCX_REQUIRES_ADDRESS_IN_VPC_CIDR, table.here.0.0.0.0/0")},
		{"PCX-3 answers from a NAT gateway's VPC, over a peering", answersOverPeering, "", one("udp 93.184.216.34:443", "one-way: reply leg, PCX_REQUIRES_ADDRESS_IN_VPC_CIDR, table.m.10.2.0.0/16")},
		{"M55 a table without the endpoint", toService, "table private of v", one("tcp s3:443", "dropped: forward leg, NO_ROUTE_TO_DESTINATION, table.private")},
		{"M56 an endpoint with the default group", nat, "subnet E 10.0.5.0/24 of v\ninterface endpoint x of v for com.amazonaws.eu-west-1.ssm 10.0.5.9 in E", one("tcp 10.0.5.9:443", "dropped: forward leg, ENDPOINT_SG, vpc.v.default_security_group")},
		{"NACL-4 within a subnet", nat, under + "acl s of v\ngroup app of v\n  out all to self\n  in all from self\nhost b 10.0.2.20 in S, groups app", one("tcp 10.0.2.20:443", "delivered")},
		{"SG-10 SG-12 a group that names itself", nat, "group app of v\n  out all to 0.0.0.0/0\n  in tcp 22 from self\nhost b 10.0.1.20 in N, groups app", [][2]string{
			{"tcp 10.0.1.20:22", "delivered"}, {"tcp 10.0.1.20:23", "dropped: forward leg, ENI_SG_RULES_MISMATCH, group.app"},
		}},
		{"NAT-4 a gateway takes nothing for itself", nat, "nat n 10.0.1.7 in N", one("tcp 10.0.1.7:443", "dropped: forward leg, NO_POSSIBLE_DESTINATION, nat.n")},
		{"CMP-1 nobody connects to a function", nat, "group app of v\n  out all to 0.0.0.0/0\n  in all from 0.0.0.0/0\nlambda f 10.0.1.20 in N, groups app", one("tcp 10.0.1.20:443", "dropped: forward leg, NO_POSSIBLE_DESTINATION, lambda.f")},
	}
}()

// TestScenes plays the walks and the micro-tests. All judges must say what the
// semantics demand.
func TestScenes(t *testing.T) {
	needsKernel(t)
	type result struct{ name, problem string }
	todo, results := make(chan scene), make(chan result)
	go func() {
		defer close(todo)
		for _, s := range slices.Concat(scenes, firewallScenes, publicAccessScenes, farScenes) {
			todo <- s
		}
	}()
	var workers sync.WaitGroup
	for range *kernelWorkers {
		workers.Go(func() {
			err := leaveMachine()
			for s := range todo {
				problem := ""
				if err != nil {
					problem = err.Error()
				} else if err := s.play(); err != nil {
					problem = err.Error()
				}
				results <- result{s.name, problem}
			}
		})
	}
	go func() {
		workers.Wait()
		close(results)
	}()
	for r := range results {
		t.Run(r.name, func(t *testing.T) {
			if r.problem != "" {
				t.Error(r.problem)
			}
		})
	}
}

func (s scene) play() error {
	net := settled(reachtest.MustParse(s.network, s.delta))
	n := net.Network
	r := read(n)
	x, err := r.run()
	if err != nil {
		return err
	}
	defer x.close()
	e := reach.NewEngine(n)
	for _, f := range s.flows {
		shot, err := settle(n, s.shot(net, f[0]))
		if err != nil {
			return fmt.Errorf("%s: %w", f[0], err)
		}
		o, err := x.play(r, shot)
		if err != nil {
			return fmt.Errorf("%s: %w", f[0], err)
		}
		if o.beyond != "" {
			return fmt.Errorf("%s is not played: %s", f[0], o.beyond)
		}
		kernel, met := ofKernel(o), false
		var said []string
		for _, x := range flowsOf(e, shot) {
			said = append(said, words(x.engine, verdict.whole))
			met = met || words(x.engine, verdict.String) == f[1] && kernel.withAny(x.engine) != differs && ofSimulator(n, shot)[0].withAny(x.engine) != differs
		}
		if !met {
			return fmt.Errorf("%s: the kernel says %v, the engine %v, the simulator %v, want %s\n%s", f[0], kernel.whole(), said, ofSimulator(n, shot)[0], f[1], reachtest.Print(n))
		}
	}
	return nil
}

// shot is what a flow says: "b: tcp 8.8.8.8:443 from PORT by PORT", the sender, which is
// a where none is named, and the ports of the client and of what translates.
func (s scene) shot(net *reachtest.Scene, flow string) reachtest.Shot {
	shot := reachtest.Shot{NATPort: 40001}
	words, sender := strings.Fields(flow), "a"
	if name, named := strings.CutSuffix(words[0], ":"); named {
		sender, words = name, words[1:]
	}
	for _, i := range net.Network.Interfaces {
		if i.Address == "host."+sender || i.Address == "lambda."+sender {
			shot.From = i
		}
	}
	shot.Subnet = only(shot.From.Subnets.Items[0])
	p := &shot.Packet
	p.SrcPort = 40000
	for i := 2; i+1 < len(words); i += 2 {
		var port uint16
		fmt.Sscan(words[i+1], &port)
		if words[i] == "from" {
			p.SrcPort = port
		} else {
			shot.NATPort = port
		}
	}
	host := words[1]
	switch words[0] {
	case "tcp", "udp":
		p.Protocol = map[string]packet.Protocol{"tcp": packet.TCP, "udp": packet.UDP}[words[0]]
		at := strings.LastIndex(host, ":")
		fmt.Sscan(host[at+1:], &p.DstPort)
		host = host[:at]
	case "icmp":
		p.Protocol, p.DstPort, p.SrcPort = packet.ICMP, 8<<8, 0
	case "icmpv6":
		p.Protocol, p.DstPort, p.SrcPort = packet.ICMPv6, 128<<8, 0
	default:
		var n uint8
		fmt.Sscan(words[0], &n)
		p.Protocol, p.SrcPort = packet.Protocol(n), 0
	}
	if host == "s3" {
		shot.Service = "com.amazonaws.eu-west-1.s3"
		host = "192.0.2.1"
	}
	p.Dst = netip.MustParseAddr(host)
	for _, g := range net.Network.NATGateways {
		shot.NATAddress = g.Address
	}
	return shot
}
