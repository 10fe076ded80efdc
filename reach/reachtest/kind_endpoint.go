package reachtest

import (
	"github.com/tfreach/tfreach/reach"
)

// gatewayEndpointKind is a gateway endpoint. What it puts into tables stands
// there: "list s3 > s".
var gatewayEndpointKind = kind{
	forms:   []string{"gateway endpoint NAME"},
	address: "gateway_endpoint",
	declare: func(b *builder, s *statement) {
		e := &reach.GatewayEndpoint{Origin: s.origin()}
		b.network.GatewayEndpoints = append(b.network.GatewayEndpoints, e)
		b.declare(s, e)
	},
	link: func(b *builder, s *statement) {
		e := b.objects[s.address()].(*reach.GatewayEndpoint)
		e.VPC = b.of(s)
		s.words.expect("for")
		e.Service = s.words.next("the name of a service")
		s.words.end()
	},
	print: func(p *printer) {
		for _, e := range p.network.GatewayEndpoints {
			p.begin("gateway", "endpoint", name(e), "of", refText(e.VPC), "for", e.Service)
			p.end()
		}
	},
}

// interfaceEndpointKind is an interface endpoint, with an interface that sends
// nothing by itself.
var interfaceEndpointKind = kind{
	forms:   []string{"interface endpoint NAME"},
	address: "interface_endpoint",
	declare: func(b *builder, s *statement) {
		i := b.addInterface(s, reach.Interface{Public: reach.Known(reach.Refused), Passive: true})
		e := &reach.InterfaceEndpoint{Origin: s.origin(), Interface: i, PrivateDNS: reach.Known(false)}
		b.network.InterfaceEndpoints = append(b.network.InterfaceEndpoints, e)
		b.declare(s, e)
	},
	link: func(b *builder, s *statement) {
		e := b.objects[s.address()].(*reach.InterfaceEndpoint)
		e.VPC = b.of(s)
		s.words.expect("for")
		e.Service = s.words.next("the name of a service")
		b.linkAddresses(s, e.Interface)
		s.words.options("groups, six or private-dns", func(word string) bool {
			if word == "private-dns" {
				e.PrivateDNS = s.flag("private_dns_enabled")
				return true
			}
			return b.interfaceOption(s, e.Interface, word)
		})
	},
	print: func(p *printer) {
		for _, e := range p.network.InterfaceEndpoints {
			p.begin("interface", "endpoint", name(e), "of", refText(e.VPC), "for", e.Service)
			p.interfaceParts(e.Interface)
			p.flag("private-dns", e.PrivateDNS)
			p.end()
		}
	},
}

// balancerKind is a load balancer. Its indented lines are its listeners.
var balancerKind = kind{
	forms:   []string{"balancer NAME"},
	address: "balancer",
	rules:   true,
	declare: func(b *builder, s *statement) {
		i := b.addInterface(s, reach.Interface{Public: reach.Known(reach.SubnetDecides), HighPorts: true})
		l := &reach.LoadBalancer{Origin: s.origin(), Interface: i, Workload: b.addWorkload(s, i)}
		b.network.LoadBalancers = append(b.network.LoadBalancers, l)
		b.declare(s, l)
	},
	link: func(b *builder, s *statement) {
		l := b.objects[s.address()].(*reach.LoadBalancer)
		i := l.Interface
		b.linkAddresses(s, i)
		s.words.options("groups, six, public-ip, no-public-ip or unfiltered", func(word string) bool {
			if word == "unfiltered" {
				i.Unfiltered, i.NoGroups = true, false
				return true
			}
			return b.interfaceOption(s, i, word) || b.publicOption(s, i, word)
		})
		if i.Unfiltered && (len(i.Groups.Items) > 0 || i.Groups.Why != nil) {
			s.words.reject(`"unfiltered"`, "no groups, since it is unfiltered")
		}
		b.linkRules(s, func(w *words) {
			if w.accept(moreWord) {
				l.Why = unknown(s.address(), "listener")
				return
			}
			listener := &reach.Listener{Origin: created(s.address(), "listener "+w.peek()), Balancer: reach.To(l)}
			if w.accept(unknownWord) {
				listener.Why = unknown(s.address(), listener.Attribute)
			} else {
				listener.Value = w.traffic()
				listener.Attribute = "listener " + trafficText(listener.Value)
			}
			b.network.Listeners = append(b.network.Listeners, listener)
		})
	},
	print: printBalancers,
}

func printBalancers(p *printer) {
	for _, l := range p.network.LoadBalancers {
		p.begin("balancer", name(l))
		p.interfaceParts(l.Interface)
		p.publicParts(l.Interface)
		p.flag("unfiltered", reach.Known(l.Interface.Unfiltered))
		p.end()
		for _, x := range p.network.Listeners {
			switch {
			case !x.Balancer.Is(l):
			case x.Why != nil:
				p.rule(unknownWord)
			default:
				p.rule(trafficText(x.Value))
			}
		}
		if l.Why != nil {
			p.rule(moreWord)
		}
	}
}
