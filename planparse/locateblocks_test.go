package planparse_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/source"
)

// literalArgument is an argument with a literal in a line of its own.
var literalArgument = regexp.MustCompile(`(?m)^\s*(\w+)\s*=\s*(?:"([^"$]*)"|([0-9]+))$`)

// TestLocateElements: whatever block of the cases' configurations an element of a
// plan is placed on, the literals that the text of the block has are the values that
// the element has.
func TestLocateElements(t *testing.T) {
	plans, err := filepath.Glob("../testdata/*/*/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	placed, compared := 0, 0
	for _, file := range plans {
		dir := filepath.Dir(file)
		src, err := source.Open(dir, source.Options{Root: dir})
		if err != nil {
			continue
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Changes []struct {
				Address, Type string
				Change        struct{ After map[string]json.RawMessage }
			} `json:"resource_changes"`
		}
		if err := json.Unmarshal(raw, &doc); err != nil {
			t.Fatal(err)
		}
		p, err := planparse.Read(strings.NewReader(string(raw)), src)
		if err != nil || p.SourceUnused != "" {
			_ = src.Close()
			continue
		}
		for _, c := range doc.Changes {
			for _, list := range []string{"route", "ingress", "egress"} {
				var elements []map[string]any
				if json.Unmarshal(c.Change.After[list], &elements) != nil {
					continue
				}
				for i, e := range elements {
					place, ok := p.Locate(c.Address, fmt.Sprintf("%s[%d]", list, i))
					if !ok || place.At.EndLine == place.At.Line {
						continue
					}
					placed++
					text := textOf(t, place.At, dir)
					if strings.Contains(text, "[") {
						// A list of blocks, or a dynamic block with one.
						continue
					}
					for _, m := range literalArgument.FindAllStringSubmatch(text, -1) {
						if m[1] == "protocol" {
							// The provider writes it as a number.
							continue
						}
						compared++
						if want := fmt.Sprint(e[m[1]]); want != m[2]+m[3] {
							t.Errorf("%s: %s.%s[%d], whose %s is %s, is placed on\n%s", dir, c.Address, list, i, m[1], want, text)
						}
					}
				}
			}
		}
		_ = src.Close()
	}
	if placed < 150 || compared < 400 {
		t.Errorf("only %d elements are placed, and %d literals compared", placed, compared)
	}
}

// textOf is the text of a range in a repository that dir is a part of.
func textOf(t *testing.T, r *planparse.Range, dir string) string {
	t.Helper()
	name := filepath.Base(dir)
	_, rest, ok := strings.Cut("/"+r.File, "/"+name+"/")
	if !ok {
		rest = r.File
	}
	raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(rest)))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Split(string(raw), "\n")[r.Line-1:r.EndLine], "\n")
}
