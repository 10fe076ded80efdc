package policies

import (
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	out := func(protocol string, ports ...string) Flow {
		return Flow{Family: "ipv4", Protocol: protocol, Destinations: []string{"0.0.0.0/0"}, Ports: ports}
	}
	for _, c := range []struct {
		name  string
		flows []Flow
		want  []string
	}{
		{"one", []Flow{out("tcp", "443")}, []string{"tcp 0.0.0.0/0:443"}},
		{"two that agree", []Flow{out("tcp", "53"), out("udp", "53")}, []string{"tcp,udp 0.0.0.0/0:53"}},
		{"two that do not", []Flow{out("tcp", "443"), out("udp", "53")}, []string{"tcp 0.0.0.0/0:443", "udp 0.0.0.0/0:53"}},
		{"most, and those that it leaves out", []Flow{out("any protocol but tcp,udp"), out("tcp"), out("udp")}, []string{"all 0.0.0.0/0"}},
		{"most, and one that it leaves out", []Flow{out("any protocol but icmp,tcp,udp"), out("tcp")}, []string{"any protocol but icmp,udp 0.0.0.0/0"}},
		{"most, and others with ports", []Flow{out("any protocol but tcp,udp"), out("tcp", "443"), out("udp", "443")}, []string{"any protocol but tcp,udp 0.0.0.0/0", "tcp,udp 0.0.0.0/0:443"}},
		{"all", []Flow{out("all")}, []string{"all 0.0.0.0/0"}},
	} {
		if got := words(c.flows); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
