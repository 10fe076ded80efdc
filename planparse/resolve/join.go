package resolve

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
)

// named is an id of a resource.
type named struct {
	Symbol
	typ  string
	data bool
	rank int
}

// rank orders what has one id: the managed object itself goes before one that
// only mentions it, such as the VPC of a route table; both before one that
// Terraform forgets, which another resource may manage by now; and all before
// what a data source read.
func rank(res *planjson.Resource, attribute string) int {
	r := 0
	switch {
	case res.Data:
	case res.Actions.Forget():
		r = 2
	default:
		r = 4
	}
	if attribute == "id" {
		r++
	}
	return r
}

// ids are resources by id. Most ids have one resource: the others are apart.
type ids struct {
	first map[string]named
	more  map[string][]named
}

func newIDs() ids { return ids{map[string]named{}, map[string][]named{}} }

// note enters a known id. Of one resource the first attribute stands for it.
func (t ids) note(v planjson.Value, n named) {
	if v.Text == "" || v.Kind != planjson.String && v.Kind != planjson.Sensitive {
		return
	}
	old, taken := t.first[v.Text]
	switch {
	case !taken:
		t.first[v.Text] = n
	case old.Resource != n.Resource:
		t.more[v.Text] = append(t.more[v.Text], n)
	}
}

func (t ids) all(id string) []named {
	n, ok := t.first[id]
	if !ok {
		return nil
	}
	return append([]named{n}, t.more[id]...)
}

// find is what an attribute that takes ids of some types names by a known id.
// There are several where managed resources share the id, in which case one of
// them is meant. Of data sources that read one object the first stands for it.
func (t ids) find(id string, types []string) []named {
	fits := slices.DeleteFunc(t.all(id), func(n named) bool {
		return !slices.Contains(types, n.typ) && !family(id, n)
	})
	if len(fits) == 0 {
		return nil
	}
	top := slices.MaxFunc(fits, func(a, b named) int { return a.rank - b.rank })
	if top.data {
		return []named{top}
	}
	fits = slices.DeleteFunc(fits, func(n named) bool { return n.rank != top.rank })
	return slices.CompactFunc(fits, func(a, b named) bool { return a.Resource == b.Resource })
}

// families are the prefixes of the ids that AWS gives out, and what the types or
// attributes that hold such ids have in their names. Other ids are names that
// people choose, type by type: a launch configuration and a database may both be
// "app".
var families = map[string]string{
	"acl": "network_acl", "aclassoc": "network_acl_association", "cagw": "carrier_gateway", "cgw": "customer_gateway", "core-network": "core_network", "dopt": "dhcp_options",
	"eigw": "egress_only_internet_gateway", "eipalloc": "eip", "eipassoc": "eip_association", "eni": "network_interface",
	"eni-attach": "network_interface_attachment", "i": "instance", "igw": "internet_gateway", "lgw": "local_gateway", "lgw-rtb": "local_gateway",
	"lt": "launch_template", "nat": "nat_gateway", "pcx": "peering", "pl": "prefix_list", "rtb": "route_table",
	"rtbassoc": "route_table_association", "sg": "security_group", "sgr": "security_group", "subnet": "subnet", "tgw": "transit_gateway",
	"tgw-attach": "transit_gateway", "tgw-rtb": "transit_gateway", "vgw": "vpn_gateway", "vpc": "vpc", "vpc-cidr-assoc": "vpc",
	"vpce": "endpoint", "vpce-svc": "vpc_endpoint_service", "vpn": "vpn_connection",
}

// family reports whether an id is one that AWS gave out for what the attribute
// that holds it says.
func family(id string, n named) bool {
	if strings.HasPrefix(id, "arn:") {
		return true
	}
	part, known := families[id[:max(strings.LastIndexByte(id, '-'), 0)]]
	return known && (strings.Contains(n.typ, part) || strings.Contains(n.Attribute, part))
}

// value joins a known id.
func (r *Resolver) value(a Attr, types []string) Ref {
	v := a.value
	id := v.Text
	if v.Kind == planjson.Sensitive {
		id = ""
	}
	in := r.after
	if a.before {
		in = r.before
	}
	found, there := r.near(a, in.find(v.Text, types))
	switch {
	case len(found) > 0 && !there:
		return Ref{State: Candidates, Symbols: symbols(found), Open: true, ID: id, Reason: "names are chosen in each region and account, and whether this one is of the same is not known"}
	case len(found) == 1 && !found[0].data:
		return Ref{State: Exact, Symbols: []Symbol{found[0].Symbol}, ID: id, How: ByValue}
	case len(found) > 1:
		return Ref{State: Candidates, Symbols: symbols(found), ID: id, Reason: "several resources of the plan have this id"}
	}
	// What only a data source still shows, the plan may take away all the same.
	was, _ := r.near(a, r.before.find(v.Text, types))
	switch {
	case len(found) == 1 && (a.before || len(was) == 0 || was[0].data):
		return Ref{State: Exact, Symbols: symbols(found), ID: id, How: ByValue}
	case len(was) > 0:
		return Ref{State: Gone, Symbols: symbols(was[:1]), ID: id}
	}
	if len(types) == 0 {
		if same := in.all(v.Text); len(same) > 0 {
			return Ref{State: Candidates, Symbols: symbols(same), Open: true, ID: id, Reason: "names are chosen for each type of resource, and this one does not show its type"}
		}
	}
	return Ref{State: External, ID: id}
}

// near is what of these a known id may be that an attribute has: ids are those of
// one object in the world, while names are chosen in each region of an account.
// there is false when it may be none of them.
func (r *Resolver) near(a Attr, found []named) (near []named, there bool) {
	var same []named
	for _, n := range found {
		res := r.byAddr[n.Resource]
		if res == nil || family(a.value.Text, n) {
			return found, true
		}
		switch at := r.place(res, a.before); {
		case at.Same(a.Place()):
			same = append(same, n)
		case !at.Apart(a.Place()):
			near = append(near, n)
		}
	}
	if len(same) > 0 {
		return same, true
	}
	return near, false
}

func symbols(list []named) []Symbol {
	out := make([]Symbol, len(list))
	for i, n := range list {
		out[i] = n.Symbol
	}
	return out
}

// Known is what has an id after apply.
func (r *Resolver) Known(id string) (Symbol, bool) {
	if found := r.after.find(id, nil); len(found) == 1 {
		return found[0].Symbol, true
	}
	return Symbol{}, false
}
