package cli_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/cmd/cli"
	"github.com/tfreach/tfreach/planparse/aws"
)

// TestTruth resolves plans that were applied afterwards: every reference that is
// read is exactly what it turned out to be.
func TestTruth(t *testing.T) {
	files, err := filepath.Glob("../../testdata/cases/*/truth.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no truths: %v", err)
	}
	for _, file := range files {
		dir := filepath.Dir(file)
		for mode, source := range map[string]string{"folder": dir, "saved plan": filepath.Join(dir, "tfplan")} {
			t.Run(filepath.Base(dir)+"/"+mode, func(t *testing.T) { checkTruth(t, dir, source) })
		}
	}
}

func checkTruth(t *testing.T, dir, source string) {
	t.Helper()
	var truth map[string]any
	readJSON(t, &truth, filepath.Join(dir, "truth.json"))
	read := readers(t, filepath.Join(dir, "plan.json"))

	var out, errs bytes.Buffer
	args := []string{"refs", filepath.Join(dir, "plan.json"), "--source", source, "--format", "json"}
	if code := cli.Run(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs}, func(string) (string, bool) { return "", false }); code != 0 || errs.Len() > 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	var refs map[string]any
	if err := json.Unmarshal(out.Bytes(), &refs); err != nil {
		t.Fatal(err)
	}

	asked, wrong := 0, 0
	for _, key := range slices.Sorted(maps.Keys(truth)) {
		if !read(key) {
			continue
		}
		asked++
		got, want := plainRef(refs[key]), plainRef(truth[key])
		if diff := cmp.Diff(want, got); diff != "" {
			if wrong++; wrong <= 10 {
				t.Errorf("%s (-want +got):\n%s", key, diff)
			}
		}
	}
	if asked == 0 {
		t.Fatal("nothing of the truth is read")
	}
	if wrong > 10 {
		t.Errorf("%d of %d references are wrong", wrong, asked)
	}
	// What the truth leaves out nobody configures, and AWS decides.
	for key, got := range refs {
		if _, told := truth[key]; told {
			continue
		}
		if leaf, _ := got.(map[string]any); got != nil && leaf["unknown"] == nil {
			t.Errorf("%s: got %v, and the configuration names nothing there", key, got)
		}
	}
}

// plainRef is a reference that can be compared: the order of a list is that of a
// set, and a list of nothing is nothing.
func plainRef(ref any) any {
	list, ok := ref.([]any)
	if !ok {
		return ref
	}
	var names []string
	for _, r := range list {
		name, ok := r.(string)
		if !ok {
			return ref
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return names
}

// readers is whether an attribute of a plan, by its address, is one of those that
// the table of types reads as references.
func readers(t *testing.T, plan string) func(key string) bool {
	t.Helper()
	var p struct {
		Changes []struct{ Address, Type string } `json:"resource_changes"`
	}
	readJSON(t, &p, plan)
	return func(key string) bool {
		for _, c := range p.Changes {
			path, ok := strings.CutPrefix(key, c.Address+".")
			if !ok {
				continue
			}
			attrs, _ := aws.Schema{}.Attributes(c.Type)
			name, _, _ := strings.Cut(path, "[")
			return attrs[name].ID || attrs[name].Nested != nil
		}
		t.Errorf("%s is in the truth and not in the plan", key)
		return false
	}
}
