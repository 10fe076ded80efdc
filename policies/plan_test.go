package policies_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/policies"
)

// planOf is the plan of testdata/steady with some of its lines changed:
//
//	= aws_security_group.app {"egress": []}    it is there with these values, and nothing changes
//	~ aws_security_group.app {"egress": []}    this plan gives it these values
//	/ aws_route.more {"route_table_id": "rtb-2"}       this plan replaces it by one with these values
//	+ aws_route.more {"route_table_id": "rtb-d7bc275d"}    this plan makes it
//	- aws_route.private_default                this plan deletes it
//	! aws_route.private_default                it is not there
//	< data.aws_vpc.other {"id": "vpc-1"}       a data source that has been read
//	c aws_internet_gateway.main {}             its configuration sets just these attributes
//	p aws.use1 {"region": "us-east-1"}         a provider configuration; without values there is none
//	@ aws_vpc.two {"provider": "aws.use1"}     the provider configuration of a resource
//	plan {"complete": false}                   of the plan itself
//
// The value "?" is unknown until apply. "? aws_vpc.main.id" is, too, and the
// configuration mentions that name; "??" is, and the configuration does not set it.
func planOf(t *testing.T, edits string) map[string]any {
	t.Helper()
	return edited(t, planFile(t, "../testdata/steady/plan.json"), edits)
}

// planFile is a plan of testdata, without what nobody reads of it.
func planFile(t *testing.T, file string) map[string]any {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var plan map[string]any
	if err := json.Unmarshal(raw, &plan); err != nil {
		t.Fatal(err)
	}
	delete(plan, "prior_state")
	delete(plan, "planned_values")
	return plan
}

func edited(t *testing.T, plan map[string]any, edits string) map[string]any {
	t.Helper()
	for _, line := range editLines(edits) {
		edit(t, plan, line)
	}
	return plan
}

// editLines are the edits of a text; one goes on in the next line where its
// braces are open.
func editLines(text string) []string {
	var out []string
	open := 0
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case open > 0:
			out[len(out)-1] += line
		default:
			out = append(out, line)
		}
		open += strings.Count(line, "{") - strings.Count(line, "}")
	}
	return out
}

func edit(t *testing.T, plan map[string]any, line string) {
	t.Helper()
	op, rest, _ := strings.Cut(line, " ")
	name, text, _ := strings.Cut(rest, " ")
	if op == "plan" {
		name, text = "", rest
	}
	var values map[string]any
	if text != "" {
		if err := json.Unmarshal([]byte(text), &values); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	changes := plan["resource_changes"].([]any)
	at := slices.IndexFunc(changes, func(c any) bool { return c.(map[string]any)["address"] == name })
	change := func() map[string]any {
		if at < 0 {
			t.Fatalf("%s: no such resource", line)
		}
		return changes[at].(map[string]any)["change"].(map[string]any)
	}
	known, unknown, refs := divide(values)
	switch op {
	case "plan":
		for k, v := range values {
			plan[k] = v
		}
	case "=":
		if at < 0 {
			plan["resource_changes"] = append(changes, instance(t, name, "managed", map[string]any{"actions": []any{"no-op"}, "before": known, "after": known}))
			return
		}
		c := change()
		if known["tags"] != nil {
			known["tags_all"] = known["tags"]
		}
		c["after"] = merged(c["after"], known)
		c["before"] = c["after"]
	case "~", "/":
		c := change()
		c["actions"] = []any{"update"}
		if op == "/" {
			c["actions"] = []any{"delete", "create"}
		}
		c["after"] = merged(c["after"], known)
		for k, v := range unknown {
			if v == true {
				delete(c["after"].(map[string]any), k)
			}
		}
		c["after_unknown"] = unknown
	case "-":
		c := change()
		c["actions"], c["after"] = []any{"delete"}, nil
	case "!":
		change()
		plan["resource_changes"] = slices.Delete(changes, at, at+1)
	case "+":
		unknown["id"] = true
		plan["resource_changes"] = append(changes, instance(t, name, "managed", map[string]any{
			"actions": []any{"create"}, "before": nil, "after": known, "after_unknown": unknown,
		}))
		configure(t, plan, name, refs)
	case "c":
		configure(t, plan, name, refs)
	case "p":
		providers := plan["configuration"].(map[string]any)["provider_config"].(map[string]any)
		delete(providers, name)
		if values != nil {
			_, alias, _ := strings.Cut(name, ".")
			providers[name] = map[string]any{"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws", "alias": alias, "expressions": refs}
		}
	case "@":
		configured(t, plan, name)["provider_config_key"] = values["provider"]
	case "<":
		prior, _ := plan["prior_state"].(map[string]any)
		if prior == nil {
			prior = map[string]any{"format_version": "1.0", "values": map[string]any{"root_module": map[string]any{"resources": []any{}}}}
			plan["prior_state"] = prior
		}
		root := prior["values"].(map[string]any)["root_module"].(map[string]any)
		r := instance(t, name, "data", nil)
		r["values"] = known
		root["resources"] = append(root["resources"].([]any), r)
	default:
		t.Fatalf("%s: no such edit", line)
	}
}

func merged(old any, with map[string]any) map[string]any {
	out := map[string]any{}
	if m, ok := old.(map[string]any); ok {
		for k, v := range m {
			out[k] = v
		}
	}
	for k, v := range with {
		out[k] = v
	}
	return out
}

func instance(t *testing.T, name, mode string, change map[string]any) map[string]any {
	t.Helper()
	r, err := address.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	if tags, ok := change["after"].(map[string]any); ok && tags["tags"] != nil {
		tags["tags_all"] = tags["tags"]
	}
	out := map[string]any{
		"address": name, "mode": mode, "type": r.Type, "name": r.Name, "provider_name": "registry.terraform.io/hashicorp/aws",
	}
	if len(r.Module) > 0 {
		out["module_address"] = r.Module.String()
	}
	if i := strings.LastIndexByte(name, '['); strings.HasSuffix(name, "]") && i > strings.LastIndexByte(name, '.') {
		var key any
		if err := json.Unmarshal([]byte(name[i+1:len(name)-1]), &key); err != nil {
			t.Fatal(err)
		}
		out["index"] = key
	}
	if change != nil {
		out["change"] = change
	}
	return out
}

// configure gives a resource its configuration: the names that its arguments
// mention.
func configure(t *testing.T, plan map[string]any, name string, refs map[string]any) {
	t.Helper()
	r, err := address.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	root := plan["configuration"].(map[string]any)["root_module"].(map[string]any)
	bare := r.Type + "." + r.Name
	others := slices.DeleteFunc(root["resources"].([]any), func(o any) bool { return o.(map[string]any)["address"] == bare })
	root["resources"] = append(others, map[string]any{
		"address": bare, "mode": "managed", "type": r.Type, "name": r.Name, "expressions": refs,
	})
}

// configured is the configuration of a resource, made if it has none.
func configured(t *testing.T, plan map[string]any, name string) map[string]any {
	t.Helper()
	r, err := address.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	bare := strings.TrimPrefix(r.Config(), r.Module.String()+".")
	root := plan["configuration"].(map[string]any)["root_module"].(map[string]any)
	for _, c := range root["resources"].([]any) {
		if c := c.(map[string]any); c["address"] == bare {
			return c
		}
	}
	c := map[string]any{"address": bare, "type": r.Type, "name": r.Name, "expressions": map[string]any{}}
	root["resources"] = append(root["resources"].([]any), c)
	return c
}

// divide puts known values, the mask of unknown ones, and the expressions that
// the configuration has apart.
func divide(values map[string]any) (known, unknown, refs map[string]any) {
	known, unknown, refs = map[string]any{}, map[string]any{}, map[string]any{}
	for k, v := range values {
		kv, uv, rv := parts(v)
		if kv != nil || v == nil {
			known[k] = kv
		}
		if uv != nil {
			unknown[k] = uv
		}
		if rv != nil {
			refs[k] = rv
		}
	}
	return known, unknown, refs
}

func parts(v any) (known, unknown, ref any) {
	switch v := v.(type) {
	case string:
		name, isUnknown := strings.CutPrefix(v, "?")
		if !isUnknown {
			break
		}
		switch name = strings.TrimSpace(name); name {
		case "?":
			return nil, true, nil
		case "":
			return nil, true, map[string]any{}
		}
		if strings.HasPrefix(name, "var.") || strings.HasPrefix(name, "local.") || strings.HasPrefix(name, "each.") {
			return nil, true, map[string]any{"references": []any{name}}
		}
		object := name[:strings.LastIndexByte(name, '.')]
		return nil, true, map[string]any{"references": []any{name, object}}
	case []any:
		ks, us, any1 := []any{}, []any{}, false
		for _, i := range v {
			k, u, _ := parts(i)
			if u == nil {
				u = false
			} else {
				any1 = true
			}
			ks, us = append(ks, k), append(us, u)
		}
		if !any1 {
			return v, nil, map[string]any{"constant_value": v}
		}
		return ks, us, map[string]any{}
	case map[string]any:
		k, u, r := divide(v)
		if len(u) == 0 {
			return v, nil, r
		}
		return k, u, r
	}
	return v, nil, map[string]any{"constant_value": v}
}

// read reads a plan of planOf; tf is the configuration, empty for none.
func read(t *testing.T, edits, tf string) *planparse.Plan {
	t.Helper()
	return readPlan(t, planOf(t, edits), tf)
}

func readPlan(t *testing.T, plan map[string]any, tf string) *planparse.Plan {
	t.Helper()
	raw, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	var src *source.Config
	if tf != "" {
		if src, err = source.FromFS(fstest.MapFS{"main.tf": {Data: []byte(tf)}}, ".", "the test"); err != nil {
			t.Fatal(err)
		}
	}
	p, err := planparse.Read(strings.NewReader(string(raw)), src)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// judge is the result of one sentence.
func judge(t *testing.T, p *planparse.Plan, sentence string) policies.IntentResult {
	t.Helper()
	in, err := policies.Parse(sentence)
	if err != nil {
		t.Fatalf("%s: %v", sentence, err)
	}
	return policies.Evaluate(p, []policies.Intent{in}, policies.DefaultSettings()).Intents[0]
}

// verdict puts a result into a line: the verdict, and of each finding the leg,
// the code and the culprit.
func verdict(r policies.IntentResult) string {
	text := string(r.Verdict)
	for i, f := range r.Findings {
		sep := "; "
		if i == 0 {
			sep = ": "
		}
		at := f.Address
		if f.Attribute != "" {
			at += "." + f.Attribute
		}
		if f.Code == policies.EmptySelection {
			at = f.Message
		}
		leg := ""
		if f.Verdict == policies.Violated {
			leg = f.Leg.String() + " "
		}
		if f.Verdict == policies.Undecided && r.Verdict == policies.Violated {
			leg = "undecided "
		}
		text += fmt.Sprintf("%s%s%s %s", sep, leg, f.Code, at)
	}
	return text
}

// a planCase is a plan and what becomes of sentences on it.
type planCase struct {
	name, edits string
	want        [][2]string // sentence, verdict
}

func testPlans(t *testing.T, cases []planCase) {
	t.Helper()
	testPlansOn(t, planOf, cases)
}

// testPlansOn is testPlans with edits of another plan.
func testPlansOn(t *testing.T, base func(*testing.T, string) map[string]any, cases []planCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := readPlan(t, base(t, c.edits), "")
			for _, w := range c.want {
				if got := verdict(judge(t, p, w[0])); got != w[1] {
					t.Errorf("%s\ngot  %s\nwant %s", w[0], got, w[1])
				}
			}
		})
	}
}
