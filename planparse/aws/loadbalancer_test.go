package aws_test

import (
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// balancer is a load balancer of a network in words, with its listeners.
func balancer(net *reach.Network, address string) string {
	for _, lb := range net.LoadBalancers {
		if lb.Address != address {
			continue
		}
		out := []string{described(lb.Interface)}
		for _, l := range net.Listeners {
			text := l.At().String() + " " + l.Fact.Value.Protocols.String() + " " + l.Fact.Value.Ports.String()
			if l.Fact.Why != nil {
				text = l.At().String() + " " + open(l.Fact.Why)
			}
			switch {
			case l.Balancer.Is(lb):
				out = append(out, text)
			case l.Balancer.May(lb):
				out = append(out, "perhaps "+text)
			}
		}
		if lb.Why != nil {
			out = append(out, "others "+open(lb.Why))
		}
		if lb.Assumed != "" {
			out = append(out, "assumed")
		}
		return strings.Join(out, "; ")
	}
	return ""
}

// TestLoadBalancers: what kinds there are, and what they listen on (CMP-5).
func TestLoadBalancers(t *testing.T) {
	const there = `= aws_lb.x {"id": "arn:x", "arn": "arn:x", "internal": true, "load_balancer_type": "application", "ip_address_type": "ipv4", "security_groups": ["sg-1"], "subnets": ["subnet-a", "subnet-b"], "subnet_mapping": [{"subnet_id": "subnet-a"}, {"subnet_id": "subnet-b"}]}` + "\n"
	const in = "in aws_subnet.a, groups aws_security_group.g, "
	for _, tt := range []struct{ name, plan, of, want string }{
		{"application", `+ aws_lb.x {"arn": "?", "internal": false, "load_balancer_type": "application", "ip_address_type": "ipv4", "security_groups": ["sg-1"], "subnets": ["subnet-a"], "subnet_mapping": "?"}`,
			"aws_lb.x", in + "public yes, IPv6 perhaps by subnet, high ports"},
		{"internal, of the other name", `+ aws_alb.x {"arn": "?", "internal": true, "load_balancer_type": "application", "ip_address_type": "dualstack", "security_groups": [], "subnets": ["subnet-a"], "subnet_mapping": []}`,
			"aws_alb.x", "in aws_subnet.a, default group, public no, IPv6 yes, high ports"},
		{"without a public IPv4 address", `+ aws_lb.x {"arn": "?", "internal": false, "load_balancer_type": "application", "ip_address_type": "dualstack-without-public-ipv4", "security_groups": ["sg-1"], "subnets": ["subnet-a"], "subnet_mapping": []}`,
			"aws_lb.x", in + "public no, IPv6 yes, high ports"},
		{"network without groups", `+ aws_lb.x {"arn": "?", "internal": true, "load_balancer_type": "network", "ip_address_type": "ipv4", "security_groups": [], "subnets": null, "subnet_mapping": [{"subnet_id": "subnet-a"}]}`,
			"aws_lb.x", "in aws_subnet.a, no groups, public no, IPv6 perhaps by subnet, high ports"},
		{"network with a group", `+ aws_lb.x {"arn": "?", "internal": true, "load_balancer_type": "network", "ip_address_type": "ipv4", "security_groups": ["sg-1"], "subnets": [], "subnet_mapping": [{"subnet_id": "?"}]}`,
			"aws_lb.x", "in ?aws_lb.x.subnet_mapping[0].subnet_id, groups aws_security_group.g, public no, IPv6 perhaps by subnet, high ports"},
		{"gateway", `+ aws_lb.x {"arn": "?", "internal": false, "load_balancer_type": "gateway", "ip_address_type": "ipv4", "security_groups": [], "subnets": ["subnet-a"], "subnet_mapping": []}`,
			"aws_lb.x", "in aws_subnet.a, no groups, public no, IPv6 perhaps by subnet, high ports; others ?aws_lb.x.load_balancer_type"},
		{"of which nothing is known", `+ aws_lb.x {"arn": "?", "internal": "?", "load_balancer_type": "?", "ip_address_type": "?", "security_groups": "?", "subnets": "?", "subnet_mapping": "?"}`,
			"aws_lb.x", "in ?aws_lb.x.subnets, groups ?aws_lb.x.security_groups, public ?aws_lb.x.internal, IPv6 ?aws_lb.x.ip_address_type, high ports; others ?aws_lb.x.load_balancer_type"},
		{"listeners", there + `
			= aws_lb_listener.web {"id": "l1", "load_balancer_arn": "arn:x", "port": 443, "protocol": "HTTPS"}
			= aws_alb_listener.dns {"id": "l2", "load_balancer_arn": "arn:x", "port": "53", "protocol": "TCP_UDP"}
			+ aws_lb_listener.new {"load_balancer_arn": "arn:x", "port": "?", "protocol": "TCP"}
			+ aws_lb_listener.odd {"load_balancer_arn": "arn:x", "port": 1, "protocol": "CARRIER_PIGEON"}
			+ aws_lb_listener.plain {"load_balancer_arn": "arn:x", "port": 80, "protocol": null}
			+ aws_lb_listener.other {"load_balancer_arn": "arn:y", "port": 80, "protocol": "HTTP"}
			+ aws_lb_listener.some {"load_balancer_arn": "?", "port": 81, "protocol": "UDP"}`,
			"aws_lb.x", "in aws_subnet.a aws_subnet.b, groups aws_security_group.g, public no, IPv6 perhaps by subnet, high ports; aws_lb_listener.web tcp 443; aws_lb_listener.new ?aws_lb_listener.new.port; " +
				"aws_lb_listener.odd ?aws_lb_listener.odd.protocol; aws_lb_listener.plain tcp 80; perhaps aws_lb_listener.some udp 81; aws_alb_listener.dns tcp,udp 53; assumed"},
		{"that a data source reads", `< data.aws_lb.x {"id": "arn:x", "arn": "arn:x", "internal": true, "load_balancer_type": "network", "ip_address_type": "ipv4", "security_groups": ["sg-1"], "subnets": ["subnet-a"], "subnet_mapping": []}
			+ aws_lb_listener.l {"load_balancer_arn": "arn:x", "port": 80, "protocol": "TCP"}`,
			"data.aws_lb.x", in + "public no, IPv6 perhaps by subnet, high ports; aws_lb_listener.l tcp 80; others ?data.aws_lb.x"},
		{"that a data source reads, and the plan has", there + `< data.aws_lb.y {"id": "arn:x", "arn": "arn:x", "internal": true}`, "data.aws_lb.y", ""},
		{"classic", `+ aws_elb.x {"internal": false, "security_groups": ["sg-1"], "subnets": ["subnet-a"], "listener": [{"lb_port": 80, "lb_protocol": "http"}, {"lb_port": 443, "lb_protocol": "ssl"}, {"lb_port": "?", "lb_protocol": "tcp"}]}`,
			"aws_elb.x", in + "public yes, IPv6 no, high ports; aws_elb.x.listener[0] tcp 80; aws_elb.x.listener[1] tcp 443; aws_elb.x.listener[2] ?aws_elb.x.listener[2].lb_port"},
		{"classic of which nothing is known", `+ aws_elb.x {"internal": "?", "security_groups": "?", "subnets": "?", "listener": "?"}`,
			"aws_elb.x", "in ?aws_elb.x.subnets, groups ?aws_elb.x.security_groups, public ?aws_elb.x.internal, IPv6 no, high ports; others ?aws_elb.x.listener"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net, _ := build(t, place+tt.plan, "")
			if got := balancer(net, tt.of); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if is := workload(net, tt.of) != ""; is != (tt.want != "" && !strings.HasPrefix(tt.of, "data.")) {
				t.Errorf("it is a workload: %v", is)
			}
		})
	}
}

// TestLoadBalancersBySource: what nobody sets has a default, and a listener finds
// its load balancer by the name that does not exist yet.
func TestLoadBalancersBySource(t *testing.T) {
	const base = `
		+ aws_lb.x {"arn": "?", "internal": "?", "load_balancer_type": "KIND", "ip_address_type": "?", "security_groups": "?", "subnets": "?", "subnet_mapping": "?"}
		+ aws_lb_listener.l {"load_balancer_arn": "?", "port": 443, "protocol": "?"}`
	const tf = `
		resource "aws_lb_listener" "l" {
			load_balancer_arn = aws_lb.x.arn
			port              = 443
		}
		resource "aws_lb" "x" {
			load_balancer_type = "KIND"
			`
	for _, tt := range []struct{ name, kind, subnets, want string }{
		{"application", "application", `subnets = ["subnet-a"]`, "in aws_subnet.a, default group, public yes, IPv6 perhaps by subnet, high ports; aws_lb_listener.l tcp 443"},
		{"network", "network", `subnet_mapping {
			subnet_id = "subnet-b"
			}`, "in aws_subnet.b, no groups, public yes, IPv6 perhaps by subnet, high ports; aws_lb_listener.l tcp 443"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan := strings.Replace(base, "KIND", tt.kind, 1)
			if tt.kind == "network" {
				plan = strings.Replace(plan, `"subnet_mapping": "?"`, `"subnet_mapping": [{"subnet_id": "subnet-b"}]`, 1)
			}
			net, _ := build(t, place+plan, strings.Replace(tf, "KIND", tt.kind, 1)+tt.subnets+"\n}")
			if got := balancer(net, "aws_lb.x"); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
