package metamorphic_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/policies"
)

var (
	rounds = flag.Int("metamorphic.rounds", 1, "how often each plan is changed at random")
	seed   = flag.Uint64("metamorphic.seed", 1, "seed of the random changes")
)

// object is a JSON object.
type object = map[string]any

// A subject is a plan with what it was made from.
type subject struct {
	name string
	plan object
	// files are the configuration; nil for none.
	files fstest.MapFS
	// sentences are what is asked of it.
	sentences []string
}

// general are sentences for every plan.
var general = []string{
	"private subnets reach 0.0.0.0/0:443", "private subnets reach 0.0.0.0/0:80", "private subnets reach 0.0.0.0/0:53/udp", "private subnets reach [::/0]:443",
	"public subnets reach 0.0.0.0/0:443", "public subnets reach 0.0.0.0/0:80", "public subnets reach 0.0.0.0/0:53/udp", "public subnets reach [::/0]:443",
	"workloads reach 0.0.0.0/0:443", "workloads reach 0.0.0.0/0:80", "workloads reach 0.0.0.0/0:53/udp", "workloads reach [::/0]:443",
	"private subnets reach internet:443 via nat", "subnets cannot reach internet:22", "workloads cannot reach internet:443", "workloads cannot reach internet:25",
	"workloads reach only internet:443",
}

// cases are the plans of testdata/cases.
func cases(t *testing.T) []subject {
	t.Helper()
	return subjects(t, "../../testdata/cases/*/plan.json")
}

func subjects(t *testing.T, pattern string) []subject {
	t.Helper()
	plans, err := filepath.Glob(pattern)
	if err != nil || len(plans) == 0 {
		t.Fatalf("no plans: %v", err)
	}
	var out []subject
	for _, file := range plans {
		dir := filepath.Dir(file)
		s := subject{name: filepath.Base(dir), plan: planFile(t, file), files: configuration(t, dir), sentences: general}
		if raw, err := os.ReadFile(filepath.Join(dir, "expect.json")); err == nil {
			var expected []struct{ Intent string }
			if err := json.Unmarshal(raw, &expected); err != nil {
				t.Fatal(err)
			}
			for _, e := range expected {
				s.sentences = append(s.sentences[:len(s.sentences):len(s.sentences)], e.Intent)
			}
		}
		out = append(out, s)
	}
	return out
}

// planFile is a plan, without what nobody reads of it.
func planFile(t *testing.T, file string) object {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var plan object
	if err := json.Unmarshal(raw, &plan); err != nil {
		t.Fatal(err)
	}
	delete(plan, "planned_values")
	delete(plan, "relevant_attributes")
	return plan
}

// configuration is the files of a configuration.
func configuration(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".tf") {
			return err
		}
		text, err := fs.ReadFile(root, path)
		files[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// without is the plan alone.
func (s subject) without() subject {
	s.name, s.files = s.name+" without sources", nil
	return s
}

// clone is a subject whose plan can be changed.
func (s subject) clone() subject {
	s.plan = clone(s.plan)
	return s
}

// clone is a copy of JSON that shares nothing that can be changed.
func clone[T any](v T) T { return cloneAny(v).(T) }

func cloneAny(v any) any {
	switch v := v.(type) {
	case object:
		out := make(object, len(v))
		for k, e := range v {
			out[k] = cloneAny(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = cloneAny(e)
		}
		return out
	}
	return v
}

// read reads the plan of a subject.
func (s subject) read(t *testing.T) *planparse.Plan {
	t.Helper()
	raw, err := json.Marshal(s.plan)
	if err != nil {
		t.Fatal(err)
	}
	return s.readText(t, raw)
}

func (s subject) readText(t *testing.T, raw []byte) *planparse.Plan {
	t.Helper()
	var src *source.Config
	if s.files != nil {
		var err error
		if src, err = source.FromFS(s.files, ".", s.name); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
	}
	p, err := planparse.Read(bytes.NewReader(raw), src)
	if err != nil {
		t.Fatalf("%s: %v", s.name, err)
	}
	if p.SourceUnused != "" {
		t.Fatalf("%s: the configuration is not used: %s", s.name, p.SourceUnused)
	}
	return p
}

func evaluate(t *testing.T, p *planparse.Plan, sentences []string) []policies.IntentResult {
	t.Helper()
	var intents []policies.Intent
	for _, text := range sentences {
		in, err := policies.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		intents = append(intents, in)
	}
	return policies.Evaluate(p, intents, policies.DefaultSettings()).Intents
}

// resources are the resource changes of a plan.
func resources(plan object) []object {
	var out []object
	for _, c := range plan["resource_changes"].([]any) {
		out = append(out, c.(object))
	}
	return out
}
