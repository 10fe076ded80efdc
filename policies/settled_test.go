package policies_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
)

// settled is the plan of a case as it would be after apply: nothing changes, and
// what its attributes name is known. The id of aws_subnet.spoke["a"] is
// "subnet-spoke.a"; other attributes that are known only after apply are null.
func settled(t *testing.T, name string) map[string]any {
	t.Helper()
	dir := "../testdata/cases/" + name
	src, err := source.FromFS(os.DirFS(dir), ".", name)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(dir + "/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := planparse.Read(bytes.NewReader(raw), src)
	if err != nil || p.SourceUnused != "" {
		t.Fatal(err, p.SourceUnused)
	}
	names := map[string]any{} // by the attribute's address
	id := func(r resolve.Ref) any {
		if r.State != resolve.Exact {
			return nil
		}
		return idOf(t, r.Symbols[0].Resource)
	}
	for _, r := range p.References() {
		switch {
		case r.One != nil:
			names[r.Address] = id(*r.One)
		default:
			var ids []any
			for _, one := range r.Many {
				ids = append(ids, id(one))
			}
			names[r.Address] = ids
		}
	}
	plan := planFile(t, dir+"/plan.json")
	for _, c := range plan["resource_changes"].([]any) {
		c := c.(map[string]any)
		at, change := c["address"].(string), c["change"].(map[string]any)
		after := change["after"].(map[string]any)
		fill(after, at, names)
		after["id"] = idOf(t, at)
		for name := range change["after_unknown"].(map[string]any) {
			if _, has := after[name]; !has {
				after[name] = nil
			}
		}
		if name := c["name"].(string); c["type"] == "aws_vpc" {
			after["main_route_table_id"], after["default_route_table_id"] = "rtb-main-"+name, "rtb-main-"+name
			after["default_network_acl_id"], after["default_security_group_id"] = "acl-main-"+name, "sg-main-"+name
		}
		maps.DeleteFunc(change, func(k string, _ any) bool { return k != "after" })
		change["actions"], change["before"] = []any{"no-op"}, after
	}
	return plan
}

// prefixes are how ids of a type begin.
var prefixes = map[string]string{
	"aws_vpc": "vpc", "aws_subnet": "subnet", "aws_route_table": "rtb", "aws_internet_gateway": "igw", "aws_egress_only_internet_gateway": "eigw",
	"aws_nat_gateway": "nat", "aws_eip": "eipalloc", "aws_security_group": "sg", "aws_instance": "i", "aws_ec2_transit_gateway": "tgw",
	"aws_ec2_transit_gateway_route_table": "tgw-rtb", "aws_ec2_transit_gateway_vpc_attachment": "tgw-attach",
}

func idOf(t *testing.T, at string) string {
	t.Helper()
	typ, name, _ := strings.Cut(strings.NewReplacer(`["`, ".", `"]`, "").Replace(at), ".")
	if prefix := prefixes[typ]; prefix != "" {
		return prefix + "-" + name
	}
	return typ + "-" + name
}

// fill sets the attributes that name something, at any depth.
func fill(values map[string]any, at string, names map[string]any) {
	for attr, what := range names {
		if name, ok := strings.CutPrefix(attr, at+"."); ok && !strings.ContainsAny(name, ".[") {
			values[name] = what
		}
	}
	for name, v := range values {
		blocks, _ := v.([]any)
		for i, b := range blocks {
			if b, ok := b.(map[string]any); ok {
				n, _ := json.Marshal(i)
				fill(b, at+"."+name+"["+string(n)+"]", names)
			}
		}
	}
}
