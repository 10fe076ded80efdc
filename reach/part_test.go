package reach_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestFourSets: the packets asked come out as four sets (DESIGN 3.3).
func TestFourSets(t *testing.T) {
	scene := reachtest.MustParse(wide, `
acl x of v
  out 1 deny tcp 22 to 0.0.0.0/0
  out 2 allow udp 53 to ?
  out 3 allow tcp to 0.0.0.0/0
  in 1 allow tcp 32768-60999 from 0.0.0.0/0
  in 2 allow tcp 61000-61999 from ?
  in 3 allow udp from 0.0.0.0/0
subnet S 10.0.2.0/24 of v, table private, acl x`)
	e := reach.NewEngine(scene.Network)
	box := packet.AnyBox()
	box.Protocols = packet.ProtocolsOf(packet.TCP, packet.UDP)
	box.Dst, box.DstPorts = packet.Addr(netip.MustParseAddr("8.8.8.8")), packet.PortRange(22, 53)
	box.SrcPorts = packet.PortRange(32768, 65535)
	from := e.Parties(sender(t, scene, "a"))[0]
	a := e.Answer([]reach.Question{{From: from, Packets: box.Set()}})[0]
	for _, c := range []struct {
		name string
		got  packet.Set
		want string
	}{
		{"delivered", a.Delivered(), "tcp 8.8.8.8:23-53, client ports 32768-60999"},
		{"one way", a.OneWay(), "tcp 8.8.8.8:23-53, client ports 61000-65535"},
		{"dropped", a.Dropped(), "tcp 8.8.8.8:22; udp 8.8.8.8:22-52"},
		{"undecided", a.Undecided(), "udp 8.8.8.8:53"},
	} {
		if got := strings.ReplaceAll(c.got.ForgetSource().String(), ", client ports 32768-65535", ""); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
