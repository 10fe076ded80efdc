package aws_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/aws"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/reach"
)

// smallPlan is a plan of a few resources, one a line:
//
//	= aws_vpc.v {"id": "vpc-1"}                  it is there, and nothing changes
//	+ aws_vpc.v {"cidr_block": "10.0.0.0/16"}    this plan makes it, with an id that is known after apply
//	~ aws_vpc.v {"id": "vpc-1"} {"id": "vpc-1"}  it changes from the first to the second
//	/ aws_vpc.v {"id": "vpc-1"} {}               this plan replaces the first by the second
//	- aws_vpc.v {"id": "vpc-1"}                  this plan deletes it
//	< data.aws_vpc.v {"id": "vpc-1"}             a data source that has been read
//	> aws_subnet.s aws_vpc.v                     depends_on of the first names the second
//
// The value "?" is known after apply. A line goes on in the next one where its
// braces are open.
func smallPlan(t *testing.T, lines string) string {
	t.Helper()
	changes, prior, configured := []any{}, []any{}, []any{}
	open := ""
	for _, line := range strings.Split(lines, "\n") {
		line = open + strings.TrimSpace(line)
		if open = ""; strings.Count(line, "{") > strings.Count(line, "}") {
			open = line
		}
		if open != "" || line == "" {
			continue
		}
		op, rest, _ := strings.Cut(line, " ")
		if op == ">" {
			name, on, _ := strings.Cut(rest, " ")
			typ, _, _ := strings.Cut(name, ".")
			configured = append(configured, map[string]any{"address": name, "mode": "managed", "type": typ, "depends_on": []string{on}})
			continue
		}
		name, rest, _ := strings.Cut(rest, " {")
		at, err := address.Parse(name)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		in := json.NewDecoder(strings.NewReader("{" + rest))
		var values, second map[string]any
		if err := in.Decode(&values); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if in.More() {
			if err := in.Decode(&second); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		}
		r := map[string]any{"address": name, "mode": "managed", "type": at.Type, "name": at.Name, "provider_name": "registry.terraform.io/hashicorp/aws"}
		if at.Data {
			r["mode"] = "data"
		}
		if i := strings.IndexByte(name, '['); i >= 0 {
			var key any
			if err := json.Unmarshal([]byte(name[i+1:len(name)-1]), &key); err != nil {
				t.Fatal(err)
			}
			r["index"] = key
		}
		change := map[string]any{"before": values}
		switch op {
		case "+":
			change["actions"], change["before"] = []string{"create"}, nil
			values["id"] = "?"
			change["after"], change["after_unknown"] = apart(values)
		case "=":
			change["actions"], change["after"] = []string{"no-op"}, values
		case "~":
			change["actions"] = []string{"update"}
			change["after"], change["after_unknown"] = apart(second)
		case "/":
			change["actions"] = []string{"delete", "create"}
			second["id"] = "?"
			change["after"], change["after_unknown"] = apart(second)
		case "-":
			change["actions"], change["after"] = []string{"delete"}, nil
		case "<":
			r["mode"], r["values"] = "data", values
			prior = append(prior, r)
			continue
		default:
			t.Fatalf("%s: no such line", line)
		}
		r["change"] = change
		changes = append(changes, r)
	}
	plan := map[string]any{
		"format_version": "1.2", "complete": true, "resource_changes": changes,
		"prior_state": map[string]any{"format_version": "1.0", "values": map[string]any{"root_module": map[string]any{"resources": prior}}},
		"configuration": map[string]any{"provider_config": map[string]any{"aws": map[string]any{
			"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws", "expressions": map[string]any{"region": map[string]any{"constant_value": "eu-west-1"}},
		}}},
	}
	if len(configured) > 0 {
		plan["configuration"].(map[string]any)["root_module"] = map[string]any{"resources": configured}
	}
	raw, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// apart puts values that are known and the mask of those that are not apart.
func apart(values map[string]any) (known, unknown map[string]any) {
	known, unknown = map[string]any{}, map[string]any{}
	for k, v := range values {
		switch v := v.(type) {
		case map[string]any:
			known[k], unknown[k] = apart(v)
		case []any:
			known[k], unknown[k] = apartIn(v)
		default:
			if v == "?" {
				unknown[k] = true
			} else {
				known[k] = v
			}
		}
	}
	return known, unknown
}

// apartIn is apart for a list.
func apartIn(values []any) (known, unknown []any) {
	known, unknown = make([]any, len(values)), make([]any, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case map[string]any:
			known[i], unknown[i] = apart(v)
		default:
			if unknown[i] = v == "?"; v != "?" {
				known[i] = v
			}
		}
	}
	return known, unknown
}

// load reads a small plan, of which tf is the configuration; empty for none.
func load(t *testing.T, lines, tf string) (*planjson.Plan, *resolve.Resolver) {
	t.Helper()
	schema := planjson.Schema(aws.Schema{})
	var src *source.Config
	if tf != "" {
		var err error
		if src, err = source.FromFS(fstest.MapFS{"main.tf": {Data: []byte("provider \"aws\" {\n  region = \"eu-west-1\"\n}\n" + tf)}}, ".", "the test"); err != nil {
			t.Fatal(err)
		}
		schema = resolve.Wide(schema, src)
	}
	p, err := planjson.Read(strings.NewReader(smallPlan(t, lines)), schema)
	if err != nil {
		t.Fatal(err)
	}
	return p, resolve.New(p, src, aws.Schema{}, schema)
}

// build makes the networks of a small plan, whose configuration must match it.
func build(t *testing.T, lines, tf string) (after, before *reach.Network) {
	t.Helper()
	p, r := load(t, lines, tf)
	if tf != "" {
		if reason := r.Contradiction(aws.Schema{}); reason != "" {
			t.Fatal(reason)
		}
	}
	return aws.Build(p, r, aws.After), aws.Build(p, r, aws.Before)
}

// exits is the part of a network that connects VPCs with others, in words: an object
// a line.
func exits(n *reach.Network) string {
	var out []string
	line := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, p := range n.Peerings {
		line("peering %s: %s with %s, active %s, one region %s", p, one(p.Requester), one(p.Accepter), fact(p.Active), fact(p.SameRegion))
	}
	for _, u := range n.Uplinks {
		line("uplink %s: %s", u, u.What)
	}
	for _, g := range n.VPNGateways {
		line("vpn gateway %s", g)
	}
	for _, a := range n.VPNGatewayAttachments {
		line("attached by %s: %s to %s", a, one(a.Gateway), one(a.VPC))
	}
	for _, c := range n.VPNConnections {
		line("vpn %s: of %s, static %s", c, one(c.Gateway), fact(c.StaticOnly))
	}
	for _, r := range n.VPNRoutes {
		line("vpn route %s: %s over %s", r, fact(r.Destination), one(r.Connection))
	}
	for _, p := range n.Propagations {
		line("propagation %s: %s into %s", p, one(p.Gateway), one(p.Table))
	}
	for _, g := range n.TransitGateways {
		line("transit gateway %s: group references %s", g, fact(g.GroupReferences))
	}
	for _, t := range n.TransitTables {
		assumed := ""
		if t.Assumed != "" {
			assumed = "; assumed: " + t.Assumed
		}
		line("transit table %s: of %s%s", t, one(t.Gateway), assumed)
	}
	for _, a := range n.TransitAttachments {
		to := "to " + one(a.VPC)
		switch {
		case !a.Peer.IsNone():
			to = "to " + one(a.Peer)
		case !a.VPN.IsNone():
			to = "to " + one(a.VPN)
		case a.Other != "":
			to = "to " + a.Other
		default:
			var subnets []string
			for _, s := range a.Subnets.Items {
				subnets = append(subnets, one(s))
			}
			if a.Subnets.Why != nil {
				subnets = append(subnets, why(a.Subnets.Why))
			}
			to += " in " + strings.Join(subnets, " ")
		}
		line("attachment %s: %s %s, active %s, appliance %s, ipv6 %s, group references %s",
			a, one(a.Gateway), to, fact(a.Active), fact(a.Appliance), fact(a.IPv6), fact(a.GroupReferences))
	}
	for _, a := range n.TransitAssociations {
		line("association %s: %s with %s", a, one(a.Attachment), one(a.Table))
	}
	for _, p := range n.TransitPropagations {
		line("transit propagation %s: %s into %s", p, one(p.Attachment), one(p.Table))
	}
	for _, r := range n.TransitRoutes {
		to := fact(r.Destination)
		if !r.List.IsNone() {
			to = one(r.List)
		}
		line("transit route %s: %s in %s to %s", r.At(), to, one(r.Table), one(r.Attachment))
	}
	return strings.Join(out, "\n")
}

// one is a reference in words.
func one[T interface {
	comparable
	reach.Object
}](r reach.Ref[T]) string {
	var names []string
	for _, t := range r.To {
		name := t.At().String()
		if t.At().Beyond {
			name += " (beyond)"
		}
		names = append(names, name)
	}
	switch {
	case r.IsNone():
		return "none"
	case r.Why == nil:
		return names[0]
	case r.Open:
		names = append(names, "...")
	}
	return "[" + strings.Join(names, " | ") + ": " + why(r.Why) + "]"
}

func fact[T any](f reach.Fact[T]) string {
	if f.Why != nil {
		return "[" + why(f.Why) + "]"
	}
	return fmt.Sprint(f.Value)
}

func why(u *reach.Unknown) string {
	at := reach.Origin{Address: u.Address, Attribute: u.Attribute}
	return fmt.Sprintf("%s %s %s", u.Code, at.String(), u.Reason)
}

// compare reports the lines in which a network is not as wanted.
func compare(t *testing.T, got, want string) {
	t.Helper()
	lines := func(text string) map[string]bool {
		out := map[string]bool{}
		for _, l := range strings.Split(text, "\n") {
			if l = strings.TrimSpace(l); l != "" {
				out[l] = true
			}
		}
		return out
	}
	g, w := lines(got), lines(want)
	for _, l := range slices.Sorted(maps.Keys(g)) {
		if !w[l] {
			t.Errorf("is    %s", l)
		}
	}
	for _, l := range slices.Sorted(maps.Keys(w)) {
		if !g[l] {
			t.Errorf("wants %s", l)
		}
	}
}

// routes is where the routes of route tables lead, in words.
func routes(n *reach.Network) string {
	var out []string
	for _, r := range n.Routes {
		out = append(out, fmt.Sprintf("route %s to %s", r.At(), one(r.Target)))
	}
	return strings.Join(out, "\n")
}

// after is the network of a small plan after apply. The configuration may have more
// than the plan.
func after(t *testing.T, lines, tf string) *reach.Network {
	t.Helper()
	p, r := load(t, lines, tf)
	return aws.Build(p, r, aws.After)
}

// named is what a reference names, in short.
func named[T interface {
	comparable
	reach.Object
}](r reach.Ref[T]) string {
	switch t, ok := r.Exact(); {
	case ok:
		return t.At().String()
	case r.IsNone():
		return "none"
	}
	return "unknown"
}
