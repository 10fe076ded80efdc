package metamorphic_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestFirstApplyAndSteady: a configuration that is about to be applied for the first
// time has the verdicts that it has once all is there, every id is known and nothing
// changes; with the copies, too, that a refresh puts into the attributes of others.
func TestFirstApplyAndSteady(t *testing.T) {
	n := tally{}
	for _, s := range cases(t) {
		n.add(base(t, s))
		if file := planned[s.name]; file != "" {
			later := s
			later.name, later.files, later.plan = s.name+", applied", nil, planFile(t, file)
			// The addresses that AWS picked are in that plan.
			was, is := base(t, s), later.judge(t)
			same(t, later.name, standing{results: was.results}, standing{results: is.results}, culprits, nil)
		}
		if picked[s.name] {
			continue
		}
		later := applied(t, s)
		d := culprits
		if s.name == "update-route-removed" {
			d = codes // A route that is deleted is to blame as long as the plan has it.
		}
		same(t, later.name, base(t, s), base(t, later), d, nil)
		again := refreshed(later)
		same(t, again.name, base(t, later), again.judge(t), culprits, nil)
	}
	n.enough(t)
}

// planned are plans that Terraform made after apply.
var planned = map[string]string{"flat-good": "../../testdata/steady/plan.json", "module-vpc": "../../testdata/cases/module-vpc/steady.json"}

// picked are the cases whose verdicts hang on addresses and endpoints that AWS picks.
var picked = map[string]bool{"exits": true, "ipv6-good": true, "module-vpc": true}

// applied is the plan of a subject once it is applied, by itself: nothing changes, and
// what attributes name is known. What only AWS knows is null.
func applied(t *testing.T, s subject) subject {
	t.Helper()
	p := s.read(t)
	names := map[string]any{} // by the address of the attribute
	known := map[resolve.Symbol]string{}
	for _, c := range resources(s.plan) {
		after, _ := c["change"].(object)["after"].(object)
		for name, v := range after {
			if v, ok := v.(string); ok {
				known[resolve.Symbol{Resource: c["address"].(string), Attribute: name}] = v
			}
		}
	}
	id := func(r resolve.Ref) any {
		switch r.State {
		case resolve.None:
			return nil
		case resolve.Exact:
			if was := known[r.Symbols[0]]; was != "" {
				return was
			}
			return idOf(r.Symbols[0])
		case resolve.External:
			return r.ID
		case resolve.Gone:
			return nil // a copy of what was, see refreshed
		}
		t.Fatalf("%s: a reference is not exact: %s", s.name, r.Reason)
		return nil
	}
	for _, r := range p.References() {
		switch {
		case r.One != nil:
			names[r.Address] = id(*r.One)
		case r.Reason == "":
			ids := []any{}
			for _, one := range r.Many {
				ids = append(ids, id(one))
			}
			names[r.Address] = ids
		}
	}
	s = s.clone()
	s.name, s.files = s.name+", applied", nil
	for _, c := range resources(s.plan) {
		change := c["change"].(object)
		if slices.Contains(list(change["actions"]), "delete") && change["after"] == nil {
			continue
		}
		at, after := c["address"].(string), change["after"].(object)
		fill(after, at, names)
		for _, name := range []string{"route", "ingress", "egress", "subnet_ids"} {
			// What was there before has the copies of an earlier refresh.
			if change["before"] != nil && configured(s.plan, c)[name] == nil {
				after[name] = []any{}
			}
		}
		unknown, _ := change["after_unknown"].(object)
		for name := range unknown {
			if _, has := after[name]; !has {
				after[name] = nil
			}
		}
		if after["id"] == nil {
			after["id"] = idOf(resolve.Symbol{Resource: at, Attribute: "id"})
		}
		for _, name := range alsoIDs[c["type"].(string)] {
			if after[name] == nil {
				after[name] = idOf(resolve.Symbol{Resource: at, Attribute: name})
			}
		}
		for _, name := range onByDefault {
			if v, has := after[name]; has && v == nil {
				after[name] = true
			}
		}
		c["change"] = object{"actions": []any{"no-op"}, "before": after, "after": after}
	}
	s.plan["resource_changes"] = slices.DeleteFunc(list(s.plan["resource_changes"]), func(c any) bool {
		return c.(object)["change"].(object)["after"] == nil
	})
	delete(s.plan, "prior_state")
	givePublicAddresses(s.plan)
	return s
}

// givePublicAddresses gives instances the addresses that their subnets give (PUB-1).
func givePublicAddresses(plan object) {
	gives := map[any]bool{}
	for _, c := range resources(plan) {
		if after := c["change"].(object)["after"].(object); c["type"] == "aws_subnet" {
			gives[after["id"]] = after["map_public_ip_on_launch"] == true
		}
	}
	for i, c := range resources(plan) {
		after := c["change"].(object)["after"].(object)
		if c["type"] == "aws_instance" && after["public_ip"] == nil && gives[after["subnet_id"]] {
			after["public_ip"] = fmt.Sprintf("3.64.0.%d", i)
		}
	}
}

// alsoIDs are what AWS makes with a resource, and other names of its id.
var alsoIDs = map[string][]string{
	"aws_vpc": {"main_route_table_id", "default_route_table_id", "default_network_acl_id", "default_security_group_id"},
	"aws_eip": {"allocation_id"},

	"aws_ec2_transit_gateway": {"association_default_route_table_id", "propagation_default_route_table_id"},
}

// onByDefault is what AWS does where nobody says otherwise.
var onByDefault = []string{"transit_gateway_default_route_table_association", "transit_gateway_default_route_table_propagation"}

// prefixes are how ids begin.
var prefixes = map[string]string{
	"aws_vpc": "vpc", "aws_subnet": "subnet", "aws_route_table": "rtb", "aws_internet_gateway": "igw", "aws_egress_only_internet_gateway": "eigw",
	"aws_nat_gateway": "nat", "aws_eip": "eipalloc", "aws_security_group": "sg", "aws_network_acl": "acl", "aws_instance": "i",
	"aws_network_interface": "eni", "aws_ec2_transit_gateway": "tgw", "aws_ec2_transit_gateway_route_table": "tgw-rtb",
	"aws_ec2_transit_gateway_vpc_attachment": "tgw-attach", "aws_vpc_peering_connection": "pcx", "aws_vpc_endpoint": "vpce",
	"main_route_table_id": "rtb-main", "default_route_table_id": "rtb-main", "default_network_acl_id": "acl-default", "default_security_group_id": "sg-default",
	"allocation_id": "eipalloc", "association_default_route_table_id": "tgw-rtb", "propagation_default_route_table_id": "tgw-rtb",
}

func idOf(s resolve.Symbol) string {
	_, name, _ := strings.Cut(s.Resource[strings.LastIndex(s.Resource, "aws_"):], ".")
	typ := strings.TrimSuffix(s.Resource[strings.LastIndex(s.Resource, "aws_"):], "."+name)
	prefix := prefixes[s.Attribute]
	if prefix == "" {
		prefix = prefixes[typ]
	}
	if prefix == "" {
		return typ + "-" + s.Resource
	}
	h := fnv.New64a()
	h.Write([]byte(s.Resource))
	return fmt.Sprintf("%s-0%016x", prefix, h.Sum64())
}

// fill sets the attributes that name something, at any depth.
func fill(values object, at string, names map[string]any) {
	for attr, what := range names {
		if name, ok := strings.CutPrefix(attr, at+"."); ok && !strings.ContainsAny(name, ".[") {
			values[name] = what
		}
	}
	for name, v := range values {
		for i, b := range list(v) {
			if b, ok := b.(object); ok {
				fill(b, fmt.Sprintf("%s.%s[%d]", at, name, i), names)
			}
		}
	}
}

// refreshed has the copies that a refresh reads: routes in their tables, rules in their
// groups and ACLs, associations in ACLs.
func refreshed(s subject) subject {
	s = s.clone()
	s.name += " and refreshed"
	byID := map[any]object{}
	for _, c := range resources(s.plan) {
		after := c["change"].(object)["after"].(object)
		byID[after["id"]] = after
	}
	put := func(id any, list string, v any) {
		of := byID[id]
		if of == nil {
			return
		}
		l, _ := of[list].([]any)
		if !slices.ContainsFunc(l, func(e any) bool { return text(e) == text(v) }) {
			of[list] = append(l, v)
		}
	}
	for _, c := range resources(s.plan) {
		v := c["change"].(object)["after"].(object)
		side := func(egress bool) string {
			if egress {
				return "egress"
			}
			return "ingress"
		}
		switch c["type"] {
		case "aws_route":
			route := clone(v)
			route["cidr_block"], route["ipv6_cidr_block"] = v["destination_cidr_block"], v["destination_ipv6_cidr_block"]
			put(v["route_table_id"], "route", only(route, "cidr_block", "ipv6_cidr_block", "destination_prefix_list_id", "gateway_id", "nat_gateway_id",
				"transit_gateway_id", "vpc_peering_connection_id", "egress_only_gateway_id", "network_interface_id", "vpc_endpoint_id"))
		case "aws_security_group_rule":
			rule := only(v, "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "protocol", "from_port", "to_port", "self", "description")
			rule["security_groups"] = listOf(v["source_security_group_id"])
			put(v["security_group_id"], v["type"].(string), rule)
		case "aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule":
			put(v["security_group_id"], side(c["type"] == "aws_vpc_security_group_egress_rule"), object{
				"cidr_blocks": listOf(v["cidr_ipv4"]), "ipv6_cidr_blocks": listOf(v["cidr_ipv6"]), "prefix_list_ids": listOf(v["prefix_list_id"]),
				"security_groups": listOf(v["referenced_security_group_id"]), "protocol": v["ip_protocol"], "from_port": v["from_port"], "to_port": v["to_port"],
				"self": false, "description": "",
			})
		case "aws_network_acl_rule":
			entry := only(v, "cidr_block", "ipv6_cidr_block", "protocol", "from_port", "to_port", "icmp_type", "icmp_code")
			entry["rule_no"], entry["action"] = v["rule_number"], v["rule_action"]
			put(v["network_acl_id"], side(v["egress"] == true), entry)
		case "aws_network_acl_association":
			put(v["network_acl_id"], "subnet_ids", v["subnet_id"])
		}
	}
	return s
}

func only(v object, names ...string) object {
	out := object{}
	for _, name := range names {
		out[name] = v[name]
	}
	return out
}

func listOf(v any) []any {
	if v == nil {
		return []any{}
	}
	return []any{v}
}

func text(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}
