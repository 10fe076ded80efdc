package reachtest_test

import (
	"fmt"
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// A network ACL that lets in only what comes from the NAT gateway's subnet drops
// every answer: a NAT gateway keeps the remote's address.
func ExampleSimulate() {
	scene := reachtest.MustParse(reachtest.BaselineNAT, `
subnet S 10.0.2.0/24 of v, table private, acl s
acl s of v
  in 100 allow all from 10.0.1.0/24
  out 100 allow all to 0.0.0.0/0
`)
	fate := reachtest.Simulate(scene.Network, reachtest.Shot{
		From:   scene.Host("a"),
		Subnet: scene.Subnet("S"),
		Packet: packet.Packet{
			Protocol: packet.TCP,
			Src:      netip.MustParseAddr("10.0.2.10"), SrcPort: 33996,
			Dst: netip.MustParseAddr("142.250.74.46"), DstPort: 443,
		},
		NATAddress: netip.MustParseAddr("10.0.1.7"),
		NATPort:    1024,
	})
	fmt.Println(fate)
	// Output: arrived yes, replied no: reply leg, SUBNET_ACL_RESTRICTION, acl.s
}

func ExamplePrint() {
	scene := reachtest.MustParse(reachtest.BaselinePublic, "host a in P, no-public-ip", "eip for a")
	fmt.Print(reachtest.Print(scene.Network))
	// Output:
	// vpc v 10.0.0.0/16
	// igw i of v
	// table public of v
	//   0.0.0.0/0 > i
	// group app of v
	//   out tcp 443 to 0.0.0.0/0
	// subnet P 10.0.1.0/24 of v, table public, public-ips, zone a
	// host a in P, no-public-ip
	// eip for a
}
