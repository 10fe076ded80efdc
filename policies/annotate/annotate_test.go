package annotate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/annotate"
	"github.com/tfreach/tfreach/reach"
)

// lines is a configuration: the line of each address, or address and attribute.
// What has a line of 0 has none. Each question is counted.
type lines struct {
	at    map[string]int
	calls []planparse.Call
	asked map[string]int
}

func (l *lines) Locate(address, attribute string) (planparse.Place, bool) {
	key := strings.TrimSuffix(address+" "+attribute, " ")
	if l.asked == nil {
		l.asked = map[string]int{}
	}
	l.asked[key]++
	n, known := l.at[key]
	if !known {
		n = l.at[address]
	}
	return planparse.Place{At: &planparse.Range{File: "main.tf", Line: n, EndLine: n + 1, Column: 3, EndColumn: 4}, Calls: l.calls}, n > 0
}

func place(f policies.Finding, l *lines) policies.Finding {
	r := &policies.Result{Intents: []policies.IntentResult{{Findings: []policies.Finding{f}, Defined: &policies.Location{File: "tfreach.hcl", Line: 7, EndLine: 9}}}}
	annotate.Place(r, l)
	return r.Intents[0].Findings[0]
}

func hop(leg reach.Leg, v reach.HopVerdict, origin, decider string) reach.Hop {
	h := reach.Hop{Leg: leg, Verdict: v}
	at := func(text string) *reach.Origin {
		if text == "" {
			return nil
		}
		address, attribute, _ := strings.Cut(text, " ")
		return &reach.Origin{Address: address, Attribute: attribute}
	}
	h.Origin, h.Decider = at(origin), at(decider)
	return h
}

func TestPlace(t *testing.T) {
	way := []reach.Hop{
		hop(reach.Forward, reach.Denied, "x.other", ""),
		hop(reach.Reply, reach.Routed, "x.table", "x.route"),
		hop(reach.Reply, reach.Denied, "x.acl", ""),
	}
	for _, tt := range []struct {
		name string
		of   policies.Finding
		at   map[string]int
		want string
	}{
		{"the culprit", policies.Finding{Address: "x.a"}, map[string]int{"x.a": 3}, "main.tf:3"},
		{"its attribute", policies.Finding{Address: "x.a", Attribute: "ingress"}, map[string]int{"x.a": 3, "x.a ingress": 5}, "main.tf:5"},
		{"not in the configuration", policies.Finding{Address: "subnet-1"}, nil, "none"},
		{"about the intent", policies.Finding{Code: policies.EmptySelection}, nil, "tfreach.hcl:7"},
		{"instances", policies.Finding{Address: "x.a", Addresses: []string{"x.a[0]", "x.a[1]"}, Attribute: "ingress"}, map[string]int{"x.a": 3, "x.a ingress": 5}, "main.tf:5"},
		{"instances of one block", policies.Finding{Address: "x.a", Addresses: []string{"x.a[0]", "x.a[1]"}, Attribute: "ingress[1]"}, map[string]int{"x.a": 3, "x.a[0] ingress[1]": 5, "x.a[1] ingress[1]": 5}, "main.tf:5"},
		{"instances of two blocks", policies.Finding{Address: "x.a", Addresses: []string{"x.a[0]", "x.a[1]"}, Attribute: "ingress[1]"}, map[string]int{"x.a": 3, "x.a[0] ingress[1]": 5, "x.a[1] ingress[1]": 6}, "main.tf:3"},
		{"an instance of no block", policies.Finding{Address: "x.a", Addresses: []string{"x.a[0]", "x.a[1]"}, Attribute: "ingress[1]"}, map[string]int{"x.a": 3, "x.a[0] ingress[1]": 5}, "main.tf:3"},
		{"deleted, and the block is there", policies.Finding{Address: "x.a[1]", Change: reach.Delete, Leg: reach.Reply, Trace: way}, map[string]int{"x.a[1]": 3, "x.acl": 8}, "main.tf:3"},
		{"deleted", policies.Finding{Address: "x.a", Change: reach.Delete, Leg: reach.Reply, Trace: way}, map[string]int{"x.acl": 8, "x.other": 9}, "main.tf:8"},
		{"deleted, of the other leg", policies.Finding{Address: "x.a", Change: reach.Delete, Trace: way}, map[string]int{"x.acl": 8, "x.other": 9}, "main.tf:9"},
		{"deleted with what loses it", policies.Finding{Address: "x.a", Change: reach.Delete, Leg: reach.Reply, Trace: way}, map[string]int{"x.other": 9}, "tfreach.hcl:7"},
		{"deleted, without a way", policies.Finding{Address: "x.a", Change: reach.Delete}, nil, "tfreach.hcl:7"},
		{"created, and not in the configuration", policies.Finding{Address: "x.a", Change: reach.Create, Trace: way, Leg: reach.Reply}, map[string]int{"x.acl": 8}, "none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := place(tt.of, &lines{at: tt.at})
			got := "none"
			if l := f.Location; l != nil {
				got = fmt.Sprintf("%s:%d", l.File, l.Line)
			}
			if got != tt.want {
				t.Errorf("at %s, want %s", got, tt.want)
			}
		})
	}
}

func TestPlaceOfHops(t *testing.T) {
	f := place(policies.Finding{Address: "x.a", Trace: []reach.Hop{
		hop(reach.Forward, reach.Routed, "x.table", "x.route"),
		hop(reach.Forward, reach.Allowed, "x.group", "x.group egress[0]"),
		hop(reach.Forward, reach.Passed, "", ""),
		hop(reach.Forward, reach.Passed, "tgw-1", ""),
		hop(reach.Forward, reach.Denied, "x.acl", ""),
	}}, &lines{at: map[string]int{"x.a": 1, "x.table": 2, "x.route": 3, "x.group": 4, "x.group egress[0]": 5, "x.acl": 6}})
	var got []int
	for _, l := range f.Places {
		if l == nil {
			got = append(got, 0)
			continue
		}
		got = append(got, l.Line)
	}
	if fmt.Sprint(got) != "[3 5 0 0 6]" {
		t.Errorf("lines %v", got)
	}
	if f := place(policies.Finding{Address: "x.a", Trace: f.Trace}, &lines{}); f.Places != nil || f.Location != nil {
		t.Errorf("without a configuration: %v, %v", f.Location, f.Places)
	}
}

func TestCalls(t *testing.T) {
	f := place(policies.Finding{Address: "module.a.module.b.x.y"}, &lines{at: map[string]int{"module.a.module.b.x.y": 3}, calls: []planparse.Call{
		{Module: "module.a", At: &planparse.Range{File: "root.tf", Line: 1, EndLine: 1, Column: 1, EndColumn: 11}}, {Module: "module.a.module.b"},
	}})
	want := []policies.Call{
		{Module: "module.a", Location: policies.Location{File: "root.tf", Line: 1, EndLine: 1, Column: 1, EndColumn: 11}},
		{Module: "module.a.module.b"},
	}
	if fmt.Sprint(f.Calls) != fmt.Sprint(want) {
		t.Errorf("calls %v, want %v", f.Calls, want)
	}
}

// TestAskedOnce: a thousand findings of one culprit are one question, and those of
// very many instances do not ask for each.
func TestAskedOnce(t *testing.T) {
	l := &lines{at: map[string]int{"x.a": 1}}
	many := policies.Finding{Address: "x.a", Attribute: "ingress[1]"}
	for i := range 1000 {
		many.Addresses = append(many.Addresses, fmt.Sprintf("x.a[%d]", i))
	}
	var in policies.IntentResult
	for range 1000 {
		in.Findings = append(in.Findings, policies.Finding{Address: "x.a", Attribute: "ingress"}, many)
	}
	annotate.Place(&policies.Result{Intents: []policies.IntentResult{in, in}}, l)
	if len(l.asked) != 2 || l.asked["x.a ingress"] != 1 || l.asked["x.a"] != 1 {
		t.Errorf("asked for %v", l.asked)
	}
	if in.Findings[1].Location == nil || in.Findings[1].Location.Line != 1 {
		t.Errorf("many instances are at %v", in.Findings[1].Location)
	}
}
