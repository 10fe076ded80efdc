package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/cmd/cli"
)

// expectation is what a case expects of an intent. Culprit lists the addresses
// that findings may name; null is any.
type expectation struct {
	Intent, Verdict, Leg string
	Culprit              []string
}

// result is what the test reads of a result.
type result struct {
	Intents []struct {
		Intent, Verdict string
		Findings        []struct{ Verdict, Address, Leg string }
		Unknowns        []json.RawMessage
	}
}

// TestCases judges the plans of testdata/cases with the configuration as a
// folder, as a saved plan, and without it. A verdict may be undecided where the
// expressions of the configuration have to be evaluated, and where there is no
// configuration; it may never be wrong.
func TestCases(t *testing.T) {
	folders, err := filepath.Glob("../../testdata/cases/*/expect.json")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range folders {
		dir := filepath.Dir(file)
		want := expectations(t, file)
		name := filepath.Base(dir)
		for mode, source := range map[string]string{"folder": dir, "saved plan": filepath.Join(dir, "tfplan"), "no source": ""} {
			t.Run(name+"/"+mode, func(t *testing.T) {
				must := source != "" || name == "update-route-removed"
				checkCase(t, filepath.Join(dir, "plan.json"), source, want, must)
			})
		}
	}
}

// TestSteadyCase: once everything is applied and every id known, the verdicts are
// those that the plan of the first apply must get, the configuration at hand or not.
func TestSteadyCase(t *testing.T) {
	const dir = "../../testdata/cases/module-vpc"
	want := expectations(t, filepath.Join(dir, "expect.json"))
	for mode, source := range map[string]string{"folder": dir, "saved plan": filepath.Join(dir, "tfplan"), "no source": ""} {
		t.Run(mode, func(t *testing.T) { checkCase(t, filepath.Join(dir, "steady.json"), source, want, true) })
	}
}

func expectations(t *testing.T, file string) []expectation {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want []expectation
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	return want
}

func checkCase(t *testing.T, plan, source string, want []expectation, decided bool) {
	t.Helper()
	args := []string{"check", "--format", "json"}
	if source == "" {
		plan = apart(t, plan)
	} else {
		args = append(args, "--source", source)
	}
	for _, w := range want {
		args = append(args, "--intent", w.Intent)
	}
	var out, errs bytes.Buffer
	code := cli.Run(append(args, plan), cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs}, func(string) (string, bool) { return "", false })
	var got result
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got.Intents) != len(want) {
		t.Fatalf("exit code %d, no result: %s", code, errs.String())
	}
	wantCode := 0
	for i, g := range got.Intents {
		w := want[i]
		switch {
		case g.Verdict == "violated":
			wantCode = 1
		case g.Verdict == "undecided" && wantCode == 0:
			wantCode = 3
		}
		switch {
		case g.Verdict == "undecided" && len(g.Unknowns) == 0:
			t.Errorf("%s: undecided, and nothing unknown is named", w.Intent)
		case g.Verdict == "undecided" && !decided:
			continue
		case g.Verdict != w.Verdict:
			t.Errorf("%s: got %s, want %s", w.Intent, g.Verdict, w.Verdict)
		case g.Verdict != "violated" || w.Culprit == nil:
			continue
		}
		leg := w.Leg == ""
		for _, f := range g.Findings {
			if f.Verdict != "violated" {
				continue
			}
			if !slices.ContainsFunc(w.Culprit, func(c string) bool {
				return f.Address == c || strings.HasPrefix(c, f.Address+"[")
			}) {
				t.Errorf("%s: names %s, want one of %v", w.Intent, f.Address, w.Culprit)
			}
			leg = leg || f.Leg == w.Leg
		}
		if !leg {
			t.Errorf("%s: no finding on the %s leg", w.Intent, w.Leg)
		}
	}
	if code != wantCode {
		t.Errorf("exit code %d, want %d", code, wantCode)
	}
}

// TestDemoPlans: what the program embeds, from below its own package, is two of the
// cases, whose verdicts are known.
func TestDemoPlans(t *testing.T) {
	for demo, name := range map[string]string{"good": "flat-good", "mistake": "flat-nacl-private-no-ephemeral"} {
		for _, file := range []string{"main.tf", "plan.json"} {
			got, err := os.ReadFile(filepath.Join("demo", demo, file))
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join("..", "..", "testdata", "cases", name, file))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("demo/%s/%s is not that of %s", demo, file, name)
			}
		}
	}
}
