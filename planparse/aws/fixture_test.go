package aws_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/planparse/aws"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/reach"
)

// networkOf is the network after a plan of resources, one a line:
//
//   - aws_lb.a {"internal": true}    this plan makes it
//     = aws_lb.a {"id": "arn:lb"}      it is there with these values, and nothing changes
//     < data.aws_lb.a {"id": "x"}      a data source that has been read
//
// The value "?" is known after apply. tf is the configuration; without one the plan's
// JSON is all there is, and no attribute is known to be left out.
func networkOf(t *testing.T, resources, tf string) *reach.Network {
	t.Helper()
	var changes []any
	var line string
	for _, next := range strings.Split(resources, "\n") {
		if line += strings.TrimSpace(next); line == "" || strings.Count(line, "{") > strings.Count(line, "}") {
			continue
		}
		changes = append(changes, changeOf(t, line))
		line = ""
	}
	plan := map[string]any{"format_version": "1.2", "complete": true, "resource_changes": changes}
	if tf == "" {
		// Names count in one region of one account.
		provider := map[string]any{"name": "aws", "expressions": map[string]any{"region": map[string]any{"constant_value": "eu-west-1"}}}
		plan["configuration"] = map[string]any{"provider_config": map[string]any{"aws": provider}, "root_module": map[string]any{}}
	}
	doc, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	schema := planjson.Schema(aws.Schema{})
	var src *source.Config
	if tf != "" {
		if src, err = source.FromFS(fstest.MapFS{"main.tf": {Data: []byte(tf)}}, ".", "test"); err != nil {
			t.Fatal(err)
		}
		schema = resolve.Wide(aws.Schema{}, src)
	}
	p, err := planjson.Read(strings.NewReader(string(doc)), schema)
	if err != nil {
		t.Fatal(err)
	}
	r := resolve.New(p, src, aws.Schema{}, schema)
	if tf != "" {
		if reason := r.Contradiction(aws.Schema{}); reason != "" {
			t.Fatal(reason)
		}
	}
	return aws.Build(p, r, aws.After)
}

func changeOf(t *testing.T, line string) map[string]any {
	t.Helper()
	op, rest, _ := strings.Cut(line, " ")
	address, text, _ := strings.Cut(rest, " ")
	values := map[string]any{}
	if err := json.Unmarshal([]byte(text), &values); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	unknown := split(values)
	mode := "managed"
	if bare, data := strings.CutPrefix(address, "data."); data {
		mode, address = "data", bare
	}
	typ, name, _ := strings.Cut(address, ".")
	change := map[string]any{"actions": []string{"no-op"}, "before": values, "after": values, "after_unknown": unknown}
	if op == "+" {
		if unknown == nil {
			unknown = map[string]any{}
		}
		unknown.(map[string]any)["id"] = true
		change = map[string]any{"actions": []string{"create"}, "before": nil, "after": values, "after_unknown": unknown}
	}
	return map[string]any{"mode": mode, "type": typ, "name": name, "change": change}
}

// split takes what is known after apply out of a value, and returns the mask of it.
func split(v any) any {
	switch v := v.(type) {
	case map[string]any:
		mask := map[string]any{}
		for name, e := range v {
			if e == "?" {
				delete(v, name)
				mask[name] = true
			} else if m := split(e); m != nil {
				mask[name] = m
			}
		}
		return mask
	case []any:
		mask := make([]any, len(v))
		for i, e := range v {
			if e == "?" {
				v[i], mask[i] = nil, true
			} else if mask[i] = split(e); mask[i] == nil {
				mask[i] = false
			}
		}
		return mask
	}
	return nil
}

// workload is a workload of a network in words; empty when there is none.
func workload(net *reach.Network, address string) string {
	for _, w := range net.Workloads {
		if w.Address != address {
			continue
		}
		var out []string
		for _, item := range w.Interfaces.Items {
			i, ok := item.Exact()
			if !ok {
				out = append(out, whyIn(item.Why))
				continue
			}
			out = append(out, described(i))
		}
		if w.Interfaces.Why != nil {
			out = append(out, "interfaces "+whyIn(w.Interfaces.Why))
		}
		return strings.Join(out, "; and ")
	}
	return ""
}

func described(i *reach.Interface) string {
	parts := []string{"in " + namesIn(i.Subnets)}
	switch {
	case i.NoGroups:
		parts = append(parts, "default group")
	case i.Unfiltered:
		parts = append(parts, "no groups")
	default:
		parts = append(parts, "groups "+namesIn(i.Groups))
	}
	grants := []string{"by subnet", "perhaps by subnet", "yes", "no"}
	for _, g := range []struct {
		what string
		reach.Fact[reach.Grant]
	}{{"public", i.Public}, {"IPv6", i.IPv6}} {
		if g.Why != nil {
			parts = append(parts, g.what+" "+whyIn(g.Why))
		} else {
			parts = append(parts, g.what+" "+grants[g.Value])
		}
	}
	for what, is := range map[string]bool{"passive": i.Passive, "hyperplane": i.Hyperplane, "high ports": i.HighPorts, "assumed": i.Assumed != ""} {
		if is {
			parts = append(parts, what)
		}
	}
	slices.Sort(parts[4:])
	return strings.Join(parts, ", ")
}

func namesIn[T interface {
	comparable
	reach.Object
}](refs reach.Refs[T]) string {
	var out []string
	for _, r := range refs.Items {
		if o, ok := r.Exact(); ok {
			out = append(out, o.At().String())
		} else {
			out = append(out, whyIn(r.Why))
		}
	}
	if refs.Why != nil {
		out = append(out, whyIn(refs.Why))
	}
	return strings.Join(out, " ")
}

func whyIn(u *reach.Unknown) string {
	return fmt.Sprintf("?%s", strings.TrimSuffix(u.Address+"."+u.Attribute, "."))
}
