package builtin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// zonesAlike looks for subnets without a default route among instances of one resource
// that have one. Only what is told apart by nothing but its zone has to be alike.
func zonesAlike(asked with) policies.Check {
	return func(e *reach.Engine, _ policies.Settings) []policies.Subject {
		var out []policies.Subject
		for _, group := range zonal(e.Subnets) {
			var routed *reach.Subnet
			var lacking []*reach.Subnet
			var open *reach.Unknown
			for _, s := range group {
				switch r, why := e.DefaultRoute(s, false); {
				case why != nil:
					open = why
				case r != nil:
					routed = s
				default:
					lacking = append(lacking, s)
				}
			}
			for _, s := range group {
				x := policies.Subject{Object: s}
				switch {
				case open != nil || called(s, closedWords) || asked["nat-gateway-used"] && idleNAT(e, s.VPC):
					continue // asked elsewhere, or nothing that can be said
				case routed != nil && slices.Contains(lacking, s) && alike(e, s, routed):
					x.Fault = apart(e, s, routed)
				}
				out = append(out, x)
			}
		}
		return out
	}
}

// zonal are the plan's own subnets with IPv4 that are instances of one resource, each in
// a zone of its own, and whose keys differ in nothing but a number or the zone.
func zonal(of []*reach.Subnet) [][]*reach.Subnet {
	type one struct{ resource, key string }
	groups := map[one][]*reach.Subnet{}
	zones := map[string]map[string]bool{}
	var order []one
	for _, s := range of {
		r, err := address.Parse(s.Address)
		if err != nil || r.Key.IsNone() || !own(s) || four.none(s) {
			continue
		}
		name := r.WithoutKey().String()
		if zones[name] == nil {
			zones[name] = map[string]bool{}
		}
		if s.Zone == "" || zones[name][s.Zone] {
			zones[name][""] = true // not one in each
		}
		zones[name][s.Zone] = true
		key, _ := r.Key.Str()
		at := one{name, role(key, s.Zone)}
		if groups[at] == nil {
			order = append(order, at)
		}
		groups[at] = append(groups[at], s)
	}
	var out [][]*reach.Subnet
	for _, at := range order {
		if g := groups[at]; len(g) > 1 && !zones[at.resource][""] {
			out = append(out, g)
		}
	}
	return out
}

// alike reports whether two subnets are to have the same routes: nothing gives one of them
// public addresses only, or a table that is not the other's, nor an instance of its
// resource. A subnet that is associated with no table has that of its VPC.
func alike(e *reach.Engine, s, other *reach.Subnet) bool {
	t, _ := e.Table(s)
	u, _ := e.Table(other)
	a, err := address.Parse(t.Address)
	b, err2 := address.Parse(u.Address)
	return s.MapPublicIP == other.MapPublicIP && err == nil && err2 == nil &&
		(t.Attribute == "main_route_table" || a.WithoutKey().Equal(b.WithoutKey()))
}

// role is what a key says beside a zone or a number: "app" of "app-a" and "app2".
func role(key, zone string) string {
	if zone != "" && key != "" && strings.HasSuffix(zone, key[len(key)-1:]) {
		key = key[:len(key)-1]
	}
	return strings.TrimRight(key, "0123456789-_.")
}

// idleNAT reports whether no route leads to some NAT gateway of a VPC: natGatewayUsed
// tells of that.
func idleNAT(e *reach.Engine, v reach.Ref[*reach.VPC]) bool {
	return slices.ContainsFunc(e.NATGateways, func(gw *reach.NATGateway) bool {
		home, ok := gw.Subnet.Exact()
		at, _ := v.Exact()
		used, _ := leadsTo(e, gw)
		return own(gw) && ok && home.VPC.Is(at) && !used
	})
}

// apart is a subnet without the default route that another of its kind has.
func apart(e *reach.Engine, s, routed *reach.Subnet) *policies.Fault {
	t, _ := e.Table(s)
	f := &policies.Fault{
		Code: reach.NoRoute, Culprit: t.At(),
		Message: fmt.Sprintf("%s has no default route, and %s, which differs in its zone only, has one", s.Address, routed.Address),
		Remedy:  "add a route for 0.0.0.0/0 to the table of the subnet, or associate the subnet with a table that has one",
	}
	if r := deletedDefault(e, t); r != nil {
		f.Culprit = r.At()
		f.Remedy = "keep the route, or take it from the other zones, too"
	}
	return f
}

// deletedDefault is the default route that this plan takes from a table, nil for none.
func deletedDefault(e *reach.Engine, t *reach.RouteTable) *reach.Route {
	i := slices.IndexFunc(e.DeletedRoutes, func(r *reach.Route) bool {
		p := r.Destination.Value
		return r.Table.Is(t) && r.List.IsNone() && p.IsValid() && p.Bits() == 0 && p.Addr().Is4()
	})
	if i < 0 {
		return nil
	}
	return e.DeletedRoutes[i]
}
