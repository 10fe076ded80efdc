package report_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/report"
)

// sample is a result with one finding that is waived and one that is not.
func sample() *policies.Result {
	return &policies.Result{Intents: []policies.IntentResult{
		{Name: "fine", Verdict: policies.Holds, Severity: policies.Error},
		{Name: "https", Verdict: policies.Violated, Severity: policies.Error, Findings: []policies.Finding{
			{
				ID: "09c4a870dba3", Verdict: policies.Violated, Code: "SUBNET_ACL_RESTRICTION", Address: "aws_network_acl.a", Sources: []string{"aws_subnet.a"},
				Flows:   []policies.Flow{{Family: "ipv4", Protocol: "tcp", Destinations: []string{"0.0.0.0/0"}, Except: []string{"8.8.8.8"}, Ports: []string{"443"}, ClientPorts: []string{"1024-65535"}}},
				Message: "it drops", Waived: &policies.Waiver{Name: "w"},
			},
			{ID: "ffffffffffff", Verdict: policies.Undecided, Code: "UNKNOWN_VALUE", Address: "aws_subnet.b", Sources: []string{"aws_subnet.b"}, Message: "not known"},
		}},
	}}
}

// TestBaselineRoundTrip: a result excuses itself, waived findings included.
func TestBaselineRoundTrip(t *testing.T) {
	format, err := report.Named("json")
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	r := sample()
	if err := format.Write(&buf, report.Report{Result: r, Version: "1"}); err != nil {
		t.Fatal(err)
	}
	b, err := report.ReadBaseline(&buf)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Entries) != 2 {
		t.Fatalf("got %d entries", len(b.Entries))
	}
	b.Excuse(r)
	for _, f := range r.Intents[1].Findings {
		if !f.Known {
			t.Errorf("%s is not known", f.ID)
		}
	}
	if v := r.Verdict(); v != policies.Holds || len(r.Notices) > 0 {
		t.Errorf("the verdict is %s; notices %v", v, r.Notices)
	}
}

// TestBaselineMistakes: what is no baseline is told for what it is.
func TestBaselineMistakes(t *testing.T) {
	const wanted = "; a baseline is an earlier result, which tfreach check PLAN --format json=FILE writes"
	for text, want := range map[string]string{
		"":                          "it is empty" + wanted,
		"secret":                    "it is no JSON, from byte 1 on" + wanted,
		`{"tool":`:                  "it is no JSON, from byte 8 on" + wanted,
		`{} {}`:                     "it is no JSON, from byte 4 on" + wanted,
		`[]`:                        "it is JSON, and no object" + wanted,
		`{}`:                        "it is JSON, and no result of tfreach" + wanted,
		`{"tool": "tfreach"}`:       "it is JSON, and no result of tfreach" + wanted,
		`{"tool": {"name": "tfx"}}`: "it is JSON, and no result of tfreach" + wanted,
		`{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": []}`:             "it is the JSON of a plan" + wanted,
		`{"format_version": "2.0", "tool": {"name": "tfreach"}}`:                                       `it is a result of format version "2.0", and this tfreach reads 1.x: write it anew with --format json=FILE`,
		`{"format_version": 1, "tool": {"name": "tfreach"}}`:                                           `it is a result of format version "", and this tfreach reads 1.x: write it anew with --format json=FILE`,
		`{"format_version": "1.0", "tool": {"name": "tfreach"}, "intents": [{"findings": "no"}]}`:      `its intents.findings is not what a result has there: write it anew with --format json=FILE`,
		`{"format_version": "1.0", "tool": {"name": "tfreach"}, "intents": [{"findings": [{"id":1}]}]`: "it is no JSON, from byte 92 on" + wanted,
	} {
		_, err := report.ReadBaseline(strings.NewReader(text))
		if err == nil || err.Error() != want {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
	if _, err := report.ReadBaseline(&spaces{report.MaxBaseline + 1}); err == nil || err.Error() != "it has more than 64 MiB"+wanted {
		t.Errorf("too much: got %v", err)
	}
}

// spaces is a file of blanks.
type spaces struct{ left int }

func (s *spaces) Read(p []byte) (int, error) {
	n := min(len(p), s.left)
	for i := range p[:n] {
		p[i] = ' '
	}
	s.left -= n
	return n, nil
}

// FuzzBaseline: whatever is read, what it makes known it has for the same intent, with
// the same id, at least as bad, and for all sources. Nothing else changes.
func FuzzBaseline(f *testing.F) {
	format, err := report.Named("json")
	if err != nil {
		f.Fatal(err)
	}
	var buf bytes.Buffer
	if err := format.Write(&buf, report.Report{Result: sample(), Version: "1"}); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	f.Add([]byte(strings.ReplaceAll(buf.String(), "443", "22")))
	f.Add([]byte(strings.ReplaceAll(buf.String(), `"tcp"`, `"any protocol but udp"`)))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := report.ReadBaseline(bytes.NewReader(text))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Fatalf("not one line: %q", err)
			}
			return
		}
		r, was := sample(), sample()
		b.Excuse(r)
		for n := range r.Intents {
			for m := range r.Intents[n].Findings {
				f := &r.Intents[n].Findings[m]
				if f.Known && !hasEntry(b, r.Intents[n].Name, f) {
					t.Fatalf("%s is known by nothing", f.ID)
				}
				f.Known, f.Recorded = false, false
			}
		}
		if !reflect.DeepEqual(r.Intents, was.Intents) {
			t.Fatal("something else has changed")
		}
	})
}

func hasEntry(b *policies.Baseline, intent string, f *policies.Finding) bool {
	for _, e := range b.Entries {
		if e.Intent == intent && e.ID == f.ID && (e.Verdict == policies.Violated || e.Verdict == f.Verdict) && strings.Contains(strings.Join(e.Sources, "\n"), f.Sources[0]) {
			return true
		}
	}
	return false
}
