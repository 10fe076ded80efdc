package builtin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// endpoint asks the endpoints of the plan.
func endpoint(with) policies.Check {
	return func(e *reach.Engine, s policies.Settings) []policies.Subject {
		var out []policies.Subject
		for _, subnet := range e.Subnets {
			if !own(subnet) || four.none(subnet) {
				continue
			}
			for _, g := range e.Serving(subnet) {
				if !own(g) || g.Service == "" {
					continue
				}
				ask := four.out(e, subnet, four.internet, s.ClientPorts)
				b := packet.AnyBox()
				b.Protocols, b.DstPorts = packet.ProtocolsOf(packet.TCP), packet.Port(443)
				ask.Packets = ask.Packets.Intersect(b.Set())
				ask.To.Service, ask.Unlisted = g.Service, g.Service
				out = append(out, policies.Subject{Object: subnet, Asks: []policies.Ask{ask}, Group: g, Quiet: called(subnet, closedWords)})
			}
		}
		for _, g := range e.GatewayEndpoints {
			if !own(g) || !hasTables(e, g.VPC) {
				continue
			}
			x := policies.Subject{Object: g}
			switch used, open := leadsTo(e, g); {
			case used:
			case open != nil:
				x.Why = open
			default:
				x.Fault = unrouted(g)
			}
			out = append(out, x)
		}
		for _, x := range e.InterfaceEndpoints {
			if own(x) {
				out = append(out, policies.Subject{Object: x, Fault: unusable(e, x)})
			}
		}
		return out
	}
}

// hasTables reports whether the plan has subnets of a VPC of its own, with their route
// tables: tables elsewhere may lead to an endpoint otherwise.
func hasTables(e *reach.Engine, of reach.Ref[*reach.VPC]) bool {
	v, ok := of.Exact()
	return ok && own(v) && slices.ContainsFunc(e.Subnets, func(s *reach.Subnet) bool {
		t, why := e.Table(s)
		return own(s) && s.VPC.Is(v) && why == nil && own(t)
	})
}

// unrouted is a gateway endpoint that no route table leads to.
func unrouted(g *reach.GatewayEndpoint) *policies.Fault {
	culprit := *g.At()
	culprit.Attribute = "route_table_ids"
	return &policies.Fault{
		Code: reach.NoRoute, Culprit: &culprit,
		Message: fmt.Sprintf("%s is in no route table, so that nothing uses it", g.Address),
		Remedy:  "name the route tables of the subnets that are to use it in route_table_ids, or leave the endpoint out",
	}
}

// otherPorts are the services that are not, or not only, reached on port 443.
var otherPorts = []string{"cassandra", "email-smtp", "iot", "transfer", "storagegateway", "drs", "mgn", "elasticache", "memorydb", "redshift", "kafka", "rds"}

// unusable is an interface endpoint whose security groups let nobody in; nil where they
// do, or where that is not known.
func unusable(e *reach.Engine, x *reach.InterfaceEndpoint) *policies.Fault {
	port := "443"
	name := strings.TrimPrefix(x.Service, "com.amazonaws.")
	if _, short, ok := strings.Cut(name, "."); !ok || name == x.Service || strings.Contains(x.Service, ".vpce.") ||
		slices.ContainsFunc(otherPorts, func(p string) bool { return strings.HasPrefix(short, p) }) {
		port = ""
	}
	lets := func(r *reach.SecurityGroupRule) bool {
		if port != "" {
			return r.Protocols.Contains(packet.TCP) && r.Ports.Contains(443)
		}
		return true
	}
	// Its groups are the same in each of its subnets.
	at := reach.Destinations(x.Interface)
	if len(at) == 0 || at[0].Subnet == nil {
		return nil
	}
	groups := e.Shut(x.Interface, at[0].Subnet, false, lets)
	if len(groups) == 0 {
		return nil
	}
	culprit := *groups[0].At()
	if culprit.Attribute == "" {
		culprit.Attribute = "ingress"
	}
	on := "anything"
	if port != "" {
		on = "tcp " + port
	}
	return &policies.Fault{
		Code: reach.EndpointGroups, Culprit: &culprit,
		Message: fmt.Sprintf("nobody can use %s: no ingress rule of %s, which guards it, allows %s", x.Address, groups[0].At(), on),
		Remedy:  fmt.Sprintf("add an ingress rule for %s from the VPC or from the groups of the clients to %s", on, groups[0].At()),
	}
}
