package resolve_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
)

func readPlan(t *testing.T, text string) *planjson.Plan {
	t.Helper()
	p, err := planjson.Read(strings.NewReader(text), kinds{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func readSources(t *testing.T, files map[string]string) *source.Config {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	src, err := source.FromFS(fsys, ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func find(t *testing.T, p *planjson.Plan, address string) *planjson.Resource {
	t.Helper()
	for _, r := range p.Resources {
		if r.String() == address {
			return r
		}
	}
	t.Fatalf("no resource %s", address)
	return nil
}

// describeAll describes what a list names.
func describeAll(a resolve.Attr) string {
	items, reason := a.Items()
	if reason != "" {
		return "unknown: " + reason
	}
	var out []string
	for _, i := range items {
		out = append(out, describe(i.Ref()))
	}
	return strings.Join(out, ", ")
}
