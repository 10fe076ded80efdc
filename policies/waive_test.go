package policies_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tfreach/tfreach/policies"
)

func date(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// waivable is a result with findings of all kinds.
func waivable() *policies.Result {
	return &policies.Result{Intents: []policies.IntentResult{
		{Name: "private-https", Verdict: policies.Violated, Severity: policies.Error, Findings: []policies.Finding{
			{ID: "a", Verdict: policies.Violated, Code: "SUBNET_ACL_RESTRICTION", Address: "aws_network_acl.private", Sources: []string{"aws_subnet.private[0]", "aws_subnet.private[1]"}},
			{ID: "b", Verdict: policies.Undecided, Code: "UNKNOWN_VALUE", Address: "aws_route.x", Addresses: []string{"aws_route.x[0]", "aws_route.x[1]"}, Sources: []string{"aws_subnet.private[0]"}},
		}},
		{Name: "app-egress", Verdict: policies.Violated, Severity: policies.Error, Findings: []policies.Finding{
			{ID: "c", Verdict: policies.Violated, Code: policies.EmptySelection},
		}},
		{Name: "beyond", Verdict: policies.Violated, Severity: policies.Error, Findings: []policies.Finding{
			{ID: "d", Verdict: policies.Violated, Code: "REACHABLE", Address: "tgw-0abc", Sources: []string{"module.old.aws_instance.app"}},
		}},
		{Name: "fine", Verdict: policies.Holds, Severity: policies.Error},
	}}
}

// TestWaive: which findings are waived on 2027-01-01, and what is said of the waiver.
func TestWaive(t *testing.T) {
	const until = "2027-06-30"
	for _, c := range []struct {
		name   string
		waiver policies.Waiver
		want   []string // ids
		warned []string
	}{
		{"an intent", policies.Waiver{Intent: "private-https"}, []string{"a", "b"}, nil},
		{"every intent, but never what selects nothing", policies.Waiver{Intent: "*"}, []string{"a", "b", "d"}, nil},
		{"stars", policies.Waiver{Intent: "*riv*te*ps"}, []string{"a", "b"}, nil},
		{"stars that leave a part", policies.Waiver{Intent: "private-*-https"}, nil,
			[]string{`waiver "w" of net covers nothing: no intent is called "private-*-https"; near it is private-https`}},
		{"a star is no beginning", policies.Waiver{Intent: "https*"}, nil,
			[]string{`waiver "w" of net covers nothing: no intent is called "https*"`}},
		{"a slip", policies.Waiver{Intent: "privat-https"}, nil,
			[]string{`waiver "w" of net covers nothing: no intent is called "privat-https"; near it is private-https`}},
		{"a code", policies.Waiver{Intent: "private-https", Code: "UNKNOWN_VALUE"}, []string{"b"}, nil},
		{"another code", policies.Waiver{Intent: "private-https", Code: "REACHABLE"}, nil,
			[]string{`waiver "w" of net covers nothing in this plan: take it away if what it was for is mended; what it does not match is SUBNET_ACL_RESTRICTION at aws_network_acl.private for aws_subnet.private[0], aws_subnet.private[1], and UNKNOWN_VALUE at aws_route.x for aws_subnet.private[0]`}},
		{"what holds", policies.Waiver{Intent: "fine"}, nil,
			[]string{`waiver "w" of net covers nothing in this plan: take it away if what it was for is mended`}},
		{"what selects nothing", policies.Waiver{Intent: "app-egress"}, nil,
			[]string{`waiver "w" of net covers nothing in this plan: take it away if what it was for is mended`}},
		{"all sources", policies.Waiver{Intent: "private-https", Sources: []string{"aws_subnet.private"}}, []string{"a", "b"}, nil},
		{"all sources by two patterns", policies.Waiver{Intent: "private-https", Code: "SUBNET_ACL_RESTRICTION", Sources: []string{"aws_subnet.private[0]", "aws_subnet.private[1]"}}, []string{"a"}, nil},
		{"one source of two", policies.Waiver{Intent: "private-https", Sources: []string{"aws_subnet.private[0]"}}, []string{"b"},
			[]string{`waiver "w" of net does not count for the finding SUBNET_ACL_RESTRICTION at aws_network_acl.private in "private-https": sources leaves out aws_subnet.private[1]; a waiver counts for a finding as a whole`}},
		{"the culprit", policies.Waiver{Intent: "private-https", At: "aws_network_acl.*"}, []string{"a"}, nil},
		{"all instances of the culprit", policies.Waiver{Intent: "private-https", At: "aws_route.x"}, []string{"b"}, nil},
		{"one instance of the culprit", policies.Waiver{Intent: "private-https", At: "aws_route.x[1]"}, nil,
			[]string{`waiver "w" of net does not count for the finding UNKNOWN_VALUE at aws_route.x in "private-https": at leaves out aws_route.x[0]; a waiver counts for a finding as a whole`}},
		{"a part of both", policies.Waiver{Intent: "private-https", Code: "UNKNOWN_VALUE", At: "aws_route.x[1]", Sources: []string{"aws_subnet.other"}}, nil,
			[]string{`waiver "w" of net covers nothing in this plan: take it away if what it was for is mended; what it does not match is SUBNET_ACL_RESTRICTION at aws_network_acl.private for aws_subnet.private[0], aws_subnet.private[1], and UNKNOWN_VALUE at aws_route.x for aws_subnet.private[0]`}},
		{"a module, and an id", policies.Waiver{Intent: "beyond", At: "tgw-0abc", Sources: []string{"module.old"}}, []string{"d"}, nil},
		{"another id", policies.Waiver{Intent: "beyond", At: "tgw-0abd"}, nil,
			[]string{`waiver "w" of net covers nothing in this plan: take it away if what it was for is mended; what it does not match is REACHABLE at tgw-0abc for module.old.aws_instance.app`}},
		{"its last day", policies.Waiver{Intent: "beyond", Expires: date("2027-01-01")}, []string{"d"},
			[]string{`waiver "w" of net expires on 2027-01-01, which is today: after that what it covers gates`}},
		{"the day before", policies.Waiver{Intent: "beyond", Expires: date("2027-01-02")}, []string{"d"},
			[]string{`waiver "w" of net expires on 2027-01-02, which is tomorrow: after that what it covers gates`}},
		{"two weeks", policies.Waiver{Intent: "beyond", Expires: date("2027-01-15")}, []string{"d"},
			[]string{`waiver "w" of net expires on 2027-01-15, in 14 days: after that what it covers gates`}},
		{"two weeks and a day", policies.Waiver{Intent: "beyond", Expires: date("2027-01-16")}, []string{"d"}, nil},
		{"expired", policies.Waiver{Intent: "beyond", Expires: date("2026-12-31")}, nil,
			[]string{`waiver "w" of net expired on 2026-12-31 and covers nothing any more in "beyond": mend what it was for, or agree on a new day`}},
		{"expired, and not used", policies.Waiver{Intent: "fine", Expires: date("2026-12-31")}, nil,
			[]string{`waiver "w" of net expired on 2026-12-31, and without it nothing more gates: take it away`}},
		{"expired, and of a part", policies.Waiver{Intent: "private-https", At: "aws_route.x[1]", Expires: date("2026-12-31")}, nil,
			[]string{`waiver "w" of net expired on 2026-12-31, and without it nothing more gates: take it away`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := waivable()
			w := c.waiver
			w.Name, w.Reason, w.Owner = "w", "agreed", "net"
			if w.Expires.IsZero() {
				w.Expires = date(until)
			}
			// The whole day counts, wherever the clock is.
			policies.Waive(r, []policies.Waiver{w}, time.Date(2027, 1, 1, 23, 59, 59, 0, time.UTC))
			var got, warned []string
			for _, i := range r.Intents {
				for _, f := range i.Findings {
					if f.Waived != nil {
						got = append(got, f.ID)
					}
				}
			}
			for _, x := range r.Warnings {
				warned = append(warned, x.Message)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("waived (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.warned, warned); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWaiveTogether: of several waivers the one that lasts counts, and an expired one
// beside it is not missed.
func TestWaiveTogether(t *testing.T) {
	r := waivable()
	at := &policies.Location{File: "tfreach.hcl", Line: 3}
	policies.Waive(r, []policies.Waiver{
		{Name: "old", Intent: "beyond", Owner: "net", Expires: date("2026-01-01"), Defined: at},
		{Name: "short", Intent: "beyond", Owner: "net", Expires: date("2027-02-01")},
		{Name: "long", Intent: "bey*", Owner: "net", Expires: date("2027-09-01")},
	}, date("2027-01-01"))
	if w := r.Intents[2].Waived(); w == nil || w.Name != "long" {
		t.Errorf("waived by %v, not by the one that lasts longest", w)
	}
	want := []policies.Caution{{Message: `waiver "old" of net expired on 2026-01-01, and without it nothing more gates: take it away`, At: at}}
	if diff := cmp.Diff(want, r.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// TestWaiveVerdict: what gates is what is left, and nothing is counted another way.
func TestWaiveVerdict(t *testing.T) {
	r := waivable()
	policies.Waive(r, []policies.Waiver{{Name: "w", Intent: "private-https", Code: "SUBNET_ACL_RESTRICTION", Owner: "net", Expires: date("2027-09-01")}}, date("2027-01-01"))
	in := &r.Intents[0]
	if in.Gating() != policies.Undecided || in.Verdict != policies.Violated || in.Waived() != nil {
		t.Errorf("gates as %s, is %s, waived by %v", in.Gating(), in.Verdict, in.Waived())
	}
	policies.Waive(r, []policies.Waiver{{Name: "v", Intent: "*", Owner: "net", Expires: date("2027-05-01")}}, date("2027-01-01"))
	if w := in.Waived(); w == nil || w.Name != "v" || in.Gating() != policies.Holds {
		t.Errorf("of two waivers it is %v, not the one that expires first", w)
	}
	if waived, known := r.Excused(policies.Violated); waived != 2 || known != 0 || r.Count(policies.Violated) != 3 {
		t.Errorf("%d waived, %d known of %d", waived, known, r.Count(policies.Violated))
	}
	if r.Verdict() != policies.Violated {
		t.Error("what selects nothing does not gate")
	}
	r.Intents[1].Severity = policies.Warning
	if r.Verdict() != policies.Holds {
		t.Error("a warning gates")
	}
}

// TestWaiveChangesNothing: waivers say of findings that they are waived, and change
// nothing else, whatever they are.
func TestWaiveChangesNothing(t *testing.T) {
	text := rapid.SampledFrom([]string{"", "*", "private-https", "app*", "aws_subnet.private", "aws_route.x[0]", "module.old", "tgw-0abc", "[", "UNKNOWN_VALUE"})
	waiver := rapid.Custom(func(t *rapid.T) policies.Waiver {
		return policies.Waiver{
			Name: "w", Owner: "net", Intent: text.Draw(t, "intent"), At: text.Draw(t, "at"), Code: text.Draw(t, "code"),
			Sources: rapid.SliceOfN(text, 0, 2).Draw(t, "sources"),
			Expires: date("2027-01-01").AddDate(0, 0, rapid.IntRange(-30, 30).Draw(t, "days")),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		r, was := waivable(), waivable()
		waivers := rapid.SliceOfN(waiver, 0, 4).Draw(t, "waivers")
		policies.Waive(r, waivers, date("2027-01-01"))
		for n := range r.Intents {
			for m := range r.Intents[n].Findings {
				f := &r.Intents[n].Findings[m]
				if f.Waived != nil && (f.Waived.Expires.Before(date("2027-01-01")) || f.Code == policies.EmptySelection) {
					t.Fatalf("%s is waived", f.ID)
				}
				f.Waived = nil
			}
		}
		for _, v := range []policies.Verdict{policies.Holds, policies.Violated, policies.Undecided} {
			if r.Count(v) != was.Count(v) {
				t.Fatalf("%d are %s, and were %d", r.Count(v), v, was.Count(v))
			}
		}
		if !reflect.DeepEqual(was.Intents, r.Intents) {
			t.Fatalf("was %+v\nis %+v", was.Intents, r.Intents)
		}
	})
}
