package policies_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/policies"
)

// TestExamples: the packet that stands for others is one that readers know, and
// no address in it is made up.
func TestExamples(t *testing.T) {
	p := read(t, `
		= aws_security_group.app {"egress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]}
		= aws_network_acl.private {"egress": [`+allIn+`], "ingress": [`+allIn+`]}
		= aws_network_acl.public {"egress": [`+allIn+`], "ingress": [`+allIn+`]}
		= aws_instance.far {"id": "i-far", "subnet_id": "subnet-elsewhere", "vpc_security_group_ids": ["sg-b8111b9a35554e45e"]}
		= aws_instance.near {"id": "i-near", "subnet_id": "subnet-21c4b064", "vpc_security_group_ids": ["sg-b8111b9a35554e45e"]}`, "")
	for _, c := range []struct{ from, to, want string }{
		{"aws_instance.near", "internet:443", "tcp 10.142.13.13 142.250.74.46 443"},
		{"aws_instance.near", "internet:53/udp", "udp 10.142.13.13 142.250.74.46 53"},
		{"aws_instance.near", "internet:icmp", "icmp 10.142.13.13 142.250.74.46 2048"},
		{"aws_instance.far", "internet:443", "tcp invalid IP 142.250.74.46 443"},
	} {
		tr, err := policies.Trace(p, c.from, c.to, policies.DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		x := tr.Hops[0].Packet
		got := strings.Join([]string{x.Protocol.String(), x.Src.String(), x.Dst.String(), strconv.Itoa(int(x.DstPort))}, " ")
		if got != c.want {
			t.Errorf("%s to %s: example %s, want %s", c.from, c.to, got, c.want)
		}
	}
	r := judge(t, p, "aws_instance.near cannot reach internet")
	if x := r.Findings[0].Example; x.Protocol.String() != "tcp" || x.DstPort != 443 {
		t.Errorf("of all traffic the example is %v", x)
	}
}
