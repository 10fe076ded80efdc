package policies_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/policies"
)

// TestBaseline: what a baseline with one finding makes known.
func TestBaseline(t *testing.T) {
	https := policies.Flow{Family: "ipv4", Protocol: "tcp", Destinations: []string{"0.0.0.0/0"}, Ports: []string{"443"}}
	web := https
	web.Ports = []string{"1-1024"}
	dns := https
	dns.Ports = []string{"53"}
	service := policies.Flow{Family: "ipv4", Protocol: "tcp", Destinations: []string{"s3"}, Ports: []string{"443"}}
	one, two := []string{"aws_subnet.a"}, []string{"aws_subnet.a", "aws_subnet.b"}
	type finding = policies.Finding
	type entry = policies.BaselineEntry
	for _, c := range []struct {
		name string
		had  entry
		has  finding
		want bool
	}{
		{"the same", entry{Verdict: policies.Violated, Sources: two, Flows: []policies.Flow{https}}, finding{Verdict: policies.Violated, Sources: two, Flows: []policies.Flow{https}}, true},
		{"fewer sources", entry{Verdict: policies.Violated, Sources: two, Flows: []policies.Flow{https}}, finding{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https}}, true},
		{"another source", entry{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https}}, finding{Verdict: policies.Violated, Sources: two, Flows: []policies.Flow{https}}, false},
		{"another subnet", entry{Verdict: policies.Violated, Sources: one, Subnets: one, Flows: []policies.Flow{https}}, finding{Verdict: policies.Violated, Sources: one, Subnets: two, Flows: []policies.Flow{https}}, false},
		{"fewer subnets", entry{Verdict: policies.Violated, Sources: one, Subnets: two, Flows: []policies.Flow{https}}, finding{Verdict: policies.Violated, Sources: one, Subnets: one, Flows: []policies.Flow{https}}, true},
		{"fewer packets", entry{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{web}}, finding{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https, dns}}, true},
		{"more packets", entry{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https, dns}}, finding{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{web}}, false},
		{"no worse", entry{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https}}, finding{Verdict: policies.Undecided, Sources: one, Flows: []policies.Flow{https}}, true},
		{"worse", entry{Verdict: policies.Undecided, Sources: one, Flows: []policies.Flow{https}}, finding{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https}}, false},
		{"a name", entry{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{service}}, finding{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{service}}, true},
		{"another name", entry{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https}}, finding{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{service}}, false},
		{"no packets, the same reason", entry{Verdict: policies.Undecided, Sources: one, Message: "not known"}, finding{Verdict: policies.Undecided, Sources: one, Message: "not known"}, true},
		{"no packets, another reason", entry{Verdict: policies.Undecided, Sources: one, Message: "not known"}, finding{Verdict: policies.Undecided, Sources: one, Message: "not known either"}, false},
		{"no packets where there were some", entry{Verdict: policies.Undecided, Sources: one, Message: "x", Flows: []policies.Flow{https}}, finding{Verdict: policies.Undecided, Sources: one, Message: "x"}, false},
		{"packets where there were none", entry{Verdict: policies.Undecided, Sources: one}, finding{Verdict: policies.Undecided, Sources: one, Flows: []policies.Flow{https}}, false},
		{"nothing selected, others near it", entry{Verdict: policies.Violated, Message: `"aws_subnet.x" selects nothing in this plan`}, finding{Verdict: policies.Violated, Code: policies.EmptySelection, Message: `"aws_subnet.x" selects nothing in this plan; near it is aws_subnet.a`}, true},
		{"nothing selected by another operand", entry{Verdict: policies.Violated, Message: `"aws_subnet.x" selects nothing in this plan`}, finding{Verdict: policies.Violated, Code: policies.EmptySelection, Message: `"aws_subnet.y" selects nothing in this plan`}, false},
		{"another id", entry{ID: "old", Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https}}, finding{ID: "new", Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https}}, false},
		{"another intent", entry{Intent: "other", Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https}}, finding{Verdict: policies.Violated, Sources: one, Flows: []policies.Flow{https}}, false},
		{"no verdict", entry{Verdict: "fine", Sources: one, Flows: []policies.Flow{https}}, finding{Verdict: policies.Undecided, Sources: one, Flows: []policies.Flow{https}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.had.Intent == "" {
				c.had.Intent = "in"
			}
			r := &policies.Result{Intents: []policies.IntentResult{{Name: "in", Severity: policies.Error, Verdict: c.has.Verdict, Findings: []policies.Finding{c.has}}}}
			b := policies.Baseline{Entries: []policies.BaselineEntry{c.had}}
			b.Excuse(r)
			f := r.Intents[0].Findings[0]
			if f.Known != c.want || f.Recorded != c.want {
				t.Errorf("known %v, recorded %v, want %v", f.Known, f.Recorded, c.want)
			}
			if (r.Verdict() == policies.Holds) != c.want || r.Count(c.has.Verdict) != 1 {
				t.Errorf("the verdict is %s, and %d are counted", r.Verdict(), r.Count(c.has.Verdict))
			}
		})
	}
}

// TestBaselineGone: entries of what was judged and is gone are told, those of other
// intents are not.
func TestBaselineGone(t *testing.T) {
	entry := func(intent, id string) policies.BaselineEntry {
		return policies.BaselineEntry{Intent: intent, ID: id, Verdict: policies.Undecided, Message: id}
	}
	for _, c := range []struct {
		entries []policies.BaselineEntry
		want    []string
	}{
		{nil, nil},
		{[]policies.BaselineEntry{entry("in", "a"), entry("other", "b")}, nil},
		{[]policies.BaselineEntry{entry("in", "a"), entry("in", "b")}, []string{"the baseline holds 1 finding that is gone: write it anew with --format json=FILE"}},
		{[]policies.BaselineEntry{entry("in", "b"), entry("in", "c")}, []string{"the baseline holds 2 findings that are gone: write it anew with --format json=FILE"}},
	} {
		// A finding that is worse than it was is not gone.
		r := &policies.Result{Intents: []policies.IntentResult{{Name: "in", Findings: []policies.Finding{{ID: "a", Verdict: policies.Violated, Message: "a"}}}}}
		(&policies.Baseline{Entries: c.entries}).Excuse(r)
		if diff := cmp.Diff(c.want, r.Notices); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.entries, diff)
		}
	}
}
