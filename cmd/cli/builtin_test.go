package cli_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/policies/builtin"
)

// foundBuiltin are the cases that a built-in policy must find something in: the policy, and
// the culprit. In every other case none of them finds anything.
var foundBuiltin = map[string][2]string{
	// Its pods have a default route to a NAT gateway in their own subnet.
	"exits":                          {"default-route", "aws_route.pods_default"},
	"count-one-route-missing":        {"nat-gateway-used", "aws_route_table.private[1]"},
	"flat-igw-detached":              {"default-route", "aws_internet_gateway.main"},
	"flat-nacl-private-no-ephemeral": {"default-route", "aws_network_acl.private"},
	"flat-nacl-public-no-egress":     {"default-route", "aws_network_acl.public"},
	"flat-nat-in-private":            {"default-route", "aws_route.private_default"},
	"flat-no-default-route":          {"nat-gateway-used", "aws_route_table.private"},
	"flat-public-no-igw-route":       {"default-route", "aws_route_table.public"},
	"flat-sg-no-egress":              {"workload-egress", "aws_security_group.app"},
	"module-vpc-one-route-missing":   {"nat-gateway-used", "module.vpc.aws_route_table.private[2]"},
	"update-route-removed":           {"nat-gateway-used", "aws_route.private_default"},
}

// builtinResult is what the test reads of a result.
type builtinResult struct {
	Verdict string
	Intents []struct {
		Name, Verdict string
		Sources       []string
		Findings      []struct{ Verdict, Code, Leg, Address, Attribute string }
		Unknowns      []json.RawMessage
	}
}

// lines are the intents with their findings.
func (r builtinResult) lines() []string {
	var out []string
	for _, i := range r.Intents {
		line := fmt.Sprintf("  %s %s for %d", strings.TrimPrefix(i.Name, "builtin:"), i.Verdict, len(i.Sources))
		for _, f := range i.Findings {
			at := f.Address
			if f.Attribute != "" {
				at += "." + f.Attribute
			}
			line += fmt.Sprintf("; %s %s %s", f.Leg, f.Code, at)
		}
		out = append(out, line)
	}
	return out
}

func askBuiltin(t *testing.T, args ...string) (int, builtinResult, string) {
	t.Helper()
	code, out, messages := runQuietly(append([]string{"check", "--format", "json"}, args...)...)
	var r builtinResult
	if code != 2 {
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
	}
	return code, r, messages
}

// TestBuiltinCases asks the built-in policies alone about every case: what its name says
// is broken is found where they can know, and nothing is found that is not there.
func TestBuiltinCases(t *testing.T) {
	var table strings.Builder
	files, err := filepath.Glob("../../testdata/cases/*/[ps][lt]*.json") // plan.json and steady.json
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		dir, name := filepath.Dir(file), filepath.Base(filepath.Dir(file))
		code, r, _ := askBuiltin(t, file, "--source", dir)
		title := name + "/" + filepath.Base(file)
		fmt.Fprintf(&table, "%s: exit code %d, %s\n%s\n", title, code, r.Verdict, strings.Join(r.lines(), "\n"))
		var found [][2]string
		for _, i := range r.Intents {
			for _, f := range i.Findings {
				found = append(found, [2]string{strings.TrimPrefix(i.Name, "builtin:"), f.Address})
			}
			if i.Verdict == "undecided" {
				t.Errorf("%s: %s is undecided", title, i.Name)
			}
		}
		var want [][2]string
		if w, is := foundBuiltin[name]; is {
			want = append(want, w)
		}
		if !slices.Equal(found, want) {
			t.Errorf("%s: found %v, want %v", title, found, want)
		}
		// The plan alone may decide less, and never otherwise.
		_, alone, _ := askBuiltin(t, apart(t, file))
		for _, i := range alone.Intents {
			for _, f := range i.Findings {
				at := [2]string{strings.TrimPrefix(i.Name, "builtin:"), f.Address}
				if f.Verdict == "violated" && !slices.Contains(want, at) {
					t.Errorf("%s without its source: found %v, want %v", title, at, want)
				}
			}
			if i.Verdict == "undecided" && len(i.Unknowns) == 0 {
				t.Errorf("%s without its source: %s is undecided, and nothing unknown is named", title, i.Name)
			}
		}
	}
	goldenTable(t, "../../testdata/cases/builtin.txt", table.String())
}

// TestBuiltinCorpus: of the public plans, too, each is answered or refused.
func TestBuiltinCorpus(t *testing.T) {
	corpus := filepath.Join("..", "..", "testdata", "corpus")
	var table strings.Builder
	err := filepath.WalkDir(corpus, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		name, err := filepath.Rel(corpus, path)
		if err != nil {
			return err
		}
		code, r, messages := askBuiltin(t, path)
		if code == 2 {
			if !strings.Contains(messages, "error: "+path+": ") {
				t.Errorf("%s: refused with %q", name, messages)
			}
			fmt.Fprintf(&table, "%s: exit code 2\n", filepath.ToSlash(name))
			return nil
		}
		fmt.Fprintf(&table, "%s: exit code %d, %s\n%s\n", filepath.ToSlash(name), code, r.Verdict, strings.Join(r.lines(), "\n"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	goldenTable(t, filepath.Join(corpus, "builtin.txt"), table.String())
}

// goldenTable compares a table with the file that holds it.
func goldenTable(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; -update writes it anew (-want +got):\n%s", file, diff)
	}
}

// TestBuiltinPage: docs/builtin.md lists the policies as they are.
func TestBuiltinPage(t *testing.T) {
	raw, err := os.ReadFile("../../docs/builtin.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, p := range builtin.Policies {
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s |\n", p.Name, p.Severity, p.Claim, p.About)
	}
	if !strings.Contains(string(raw), "\n"+table.String()+"\n") {
		t.Errorf("docs/builtin.md does not have the table\n%s", table.String())
	}
}
