package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/tfreach/tfreach/cmd/cli"
	"github.com/tfreach/tfreach/policies/report"
)

// tfreach runs a command line in process, with an environment of its own.
func tfreach(env map[string]string, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = cli.Run(args, cli.Streams{In: strings.NewReader(""), Out: &o, Err: &e}, func(name string) (string, bool) {
		v, ok := env[name]
		return v, ok
	})
	return code, o.String(), e.String()
}

// goldenName is the file of a format in testdata/formats.
func goldenName(format string) string {
	switch format {
	case "sarif":
		return "tfreach.sarif"
	case "markdown":
		return "tfreach.md"
	case "json", "gitlab", "rdjson":
		return format + ".json"
	case "junit":
		return "junit.xml"
	}
	return format + ".txt"
}

// TestFormatGoldens writes one result in every format, in a repository that has the
// files of this one.
func TestFormatGoldens(t *testing.T) {
	golden, err := filepath.Abs("../../testdata/formats")
	if err != nil {
		t.Fatal(err)
	}
	const dir = "testdata/cases/flat-nacl-private-no-ephemeral"
	root := t.TempDir()
	for _, folder := range []string{".git", dir, "testdata/formats"} {
		if err := os.MkdirAll(filepath.Join(root, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{dir + "/plan.json", dir + "/main.tf", dir + "/provider.tf", "testdata/formats/tfreach.hcl"} {
		text, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, file), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
	for _, format := range report.Names() {
		code, out, errs := tfreach(nil, "check", dir+"/plan.json", "--source", dir, "--policy", "testdata/formats/tfreach.hcl", "--format", format)
		if code != 1 || errs != "" {
			t.Errorf("%s: exit code %d, %s", format, code, errs)
		}
		file := filepath.Join(golden, goldenName(format))
		if *update {
			if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), out); diff != "" {
			t.Errorf("%s is not %s (-want +got):\n%s", format, goldenName(format), diff)
		}
	}
}

// TestExitCodes: the exit code is that of the verdict in every format, in GitHub
// Actions, too (ci-conventions 5i).
func TestExitCodes(t *testing.T) {
	const steady = "../../testdata/steady/plan.json"
	partial := filepath.Join(t.TempDir(), "partial.json")
	text, err := os.ReadFile(steady)
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`"complete": *true`).ReplaceAll(text, []byte(`"complete": false`))
	if err := os.WriteFile(partial, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		want int
	}{
		{"holds", []string{steady, "-i", "private subnets reach internet:443"}, 0},
		{"violated", []string{steady, "-i", "private subnets cannot reach internet:443"}, 1},
		{"violated, no fail", []string{steady, "--no-fail", "-i", "private subnets cannot reach internet:443"}, 0},
		{"undecided", []string{partial, "-i", "private subnets reach internet:443"}, 3},
		{"undecided warns", []string{partial, "--undecided", "warn", "-i", "private subnets reach internet:443"}, 0},
		{"violated and undecided", []string{partial, "-i", "private subnets reach internet:443", "-i", "private subnets cannot reach internet:443"}, 1},
		{"empty selection", []string{steady, "-i", "aws_subnet.nope reaches internet:443"}, 1},
		{"no plan", []string{"formats_test.go", "-i", "private subnets reach internet:443"}, 2},
		{"no sentence", []string{steady, "-i", "private"}, 2},
	} {
		for _, format := range report.Names() {
			for _, env := range []map[string]string{nil, {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": filepath.Join(t.TempDir(), "summary.md")}} {
				code, out, errs := tfreach(env, append([]string{"check", "--format", format}, c.args...)...)
				if code != c.want {
					t.Errorf("%s as %s: exit code %d, want %d: %s", c.name, format, code, c.want, errs)
				}
				if code == 2 && (out != "" || errs == "") {
					t.Errorf("%s as %s: an error writes %q and says %q", c.name, format, out, errs)
				}
				if code != 2 && format != "github" && out == "" {
					t.Errorf("%s as %s: nothing is written", c.name, format)
				}
			}
		}
	}
}

// TestFirstApplyAndSteady: a configuration has the same verdicts and findings before
// it is applied for the first time, with every id unknown, and once all is there
// (ci-conventions 5h).
func TestFirstApplyAndSteady(t *testing.T) {
	sentences := []string{
		"private subnets reach 0.0.0.0/0:443 via nat", "public subnets reach internet", "private subnets cannot reach internet",
		"subnets cannot reach internet:22", "private subnets reach internet:8443", "workloads reach internet:443", "workloads cannot reach internet:443",
	}
	seen := ""
	for _, c := range []struct{ first, source, steady string }{
		{"flat-good/plan.json", "flat-good", "../steady/plan.json"},
		{"module-vpc/plan.json", "module-vpc", "module-vpc/steady.json"},
	} {
		const cases = "../../testdata/cases/"
		var results [2]string
		for i, plan := range []string{c.first, c.steady} {
			args := []string{"check", "--format", "json", cases + plan}
			if i == 0 {
				args = append(args, "--source", cases+c.source)
			}
			for _, s := range sentences {
				args = append(args, "-i", s)
			}
			_, out, errs := tfreach(nil, args...)
			var got struct {
				Intents []struct {
					Intent, Verdict string
					Sources         []string
					Findings        []struct {
						ID, Verdict, Leg, Code, Address, Attribute string
						Sources                                    []string
					}
				}
			}
			if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Intents) != len(sentences) {
				t.Fatalf("%s: %v %s", plan, err, errs)
			}
			text, err := json.MarshalIndent(got, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			results[i] = string(text)
		}
		if diff := cmp.Diff(results[0], results[1]); diff != "" {
			t.Errorf("%s and %s differ:\n%s", c.first, c.steady, diff)
		}
		seen += results[0]
	}
	for _, v := range []string{"holds", "violated"} {
		if !strings.Contains(seen, `"Verdict": "`+v+`"`) {
			t.Errorf("no intent of these is %s", v)
		}
	}
}

// TestNoNetwork: nothing in the program connects, listens or looks up a name
// (ci-conventions 5f). The linker drops what nothing calls, so the symbols of the
// program are what it can do: without a call that makes a socket there is none to
// send with. Package net is there for the addresses of other libraries only.
func TestNoNetwork(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "tfreach")
	if out, err := exec.Command("go", "build", "-o", binary, "../tfreach").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	deps, err := exec.Command("go", "list", "-deps", "../tfreach").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dep := range strings.FieldsSeq(string(deps)) {
		if slices.Contains([]string{"net/http", "crypto/tls", "net/rpc", "net/smtp", "golang.org/x/net/http2", "google.golang.org/grpc"}, dep) {
			t.Errorf("the program imports %s", dep)
		}
	}
	symbols, err := exec.Command("go", "tool", "nm", binary).Output()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(symbols, []byte(" os.(*File).Write\n")) || !bytes.Contains(symbols, []byte(" syscall.write\n")) && runtime.GOOS == "linux" {
		t.Fatal("the program has no symbols to look at")
	}
	networking := regexp.MustCompile(`(?m) ((?:syscall|internal/syscall/unix|golang\.org/x/sys/unix)\.(?:[Ss]ocket|[Cc]onnect|[Bb]ind|[Ll]isten)|net\.(?:\(\*(?:Dialer|Resolver|sysDialer|netFD|TCPConn|UDPConn|UnixConn)\)\.\S+|Dial\S*|Listen\S*|Lookup\S*))$`)
	if at := networking.FindStringSubmatch(string(symbols)); at != nil {
		t.Errorf("the program has %s", at[1])
	}
}

// TestWithoutNetwork runs the program where there is no network at all.
func TestWithoutNetwork(t *testing.T) {
	if err := exec.Command("unshare", "-rn", "true").Run(); err != nil {
		t.Skipf("this machine gives no network of its own to a program: %v", err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(self, filepath.Join(dir, "tfreach")); err != nil {
		t.Fatal(err)
	}
	for _, format := range report.Names() {
		c := exec.Command("unshare", "-rn", filepath.Join(dir, "tfreach"), "check", "../../testdata/steady/plan.json", "--format", format, "-i", "private subnets reach internet:443")
		c.Env = []string{"GITHUB_ACTIONS=true", "GITHUB_STEP_SUMMARY=" + filepath.Join(dir, "summary.md"), "PATH=" + os.Getenv("PATH")}
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", format, err, out)
		}
	}
}

// TestSecretsInFormats is TestScripts/secrets for every format at once, with the
// annotations and the summary of GitHub Actions and everything that -v tells
// (ci-conventions 5c). The plan and its canaries are those of the script.
func TestSecretsInFormats(t *testing.T) {
	root := t.TempDir()
	script, err := txtar.ParseFile("testdata/secrets.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range script.Files {
		files[f.Name] = string(f.Data)
	}
	for _, name := range []string{"plan.json", "main.tf"} {
		if files[name] == "" {
			t.Fatalf("the script has no %s", name)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
	if err := os.Mkdir(".git", 0o700); err != nil {
		t.Fatal(err)
	}
	canary := regexp.MustCompile(`CANARY|198\.51\.100|31337`)
	if !canary.MatchString(files["plan.json"]) {
		t.Fatal("the plan has no canaries")
	}
	args := []string{"check", "plan.json", "-v"}
	for _, s := range []string{
		"subnets reach internet:443", "workloads reach internet:443", "workloads cannot reach internet", "workloads tagged Name=app reach 8.8.8.8",
		"subnets tagged Token=x cannot reach internet:22", "workloads reach only 10.0.0.0/8", "aws_subnet.joined reaches internet:443", "aws_subnet.hidden reaches internet:443",
	} {
		args = append(args, "-i", s)
	}
	for _, format := range report.Names() {
		args = append(args, "--format", fmt.Sprintf("%s=out.%s", format, format))
	}
	code, out, errs := tfreach(map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"}, args...)
	if code != 1 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	texts := map[string]string{"standard output": out, "standard error": errs}
	for _, name := range append([]string{"summary.md"}, report.Names()...) {
		if name != "summary.md" {
			name = "out." + name
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if texts[name] = string(text); !strings.Contains(texts[name], "aws_") {
			t.Errorf("%s says nothing of the plan", name)
		}
	}
	for name, text := range texts {
		if at := canary.FindString(text); at != "" {
			t.Errorf("%s has %q", name, at)
		}
	}
}

// TestWrongInputs: a wrong input is one message and nothing else, in every format
// (ci-conventions 5g; what each message says is tested in planparse/planjson).
func TestWrongInputs(t *testing.T) {
	dir := t.TempDir()
	steady, err := os.ReadFile("../../testdata/steady/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, says string }{
		"empty":                 {"", "empty"},
		"log of plan -json":     {`{"@level":"info","@message":"Terraform 1.11.4"}` + "\n", "terraform show -json"},
		"state":                 {`{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "outputs": {}, "resources": []}`, "state"},
		"text of a plan":        {"Terraform will perform the following actions:\n", "terraform show -json"},
		"lines of the wrapper":  {"[command]/opt/terraform show -json tfplan\n" + string(steady), "terraform_wrapper: false"},
		"unknown major version": {`{"format_version": "2.0", "resource_changes": []}`, "format version"},
		"errored":               {`{"format_version": "1.2", "errored": true, "resource_changes": []}`, "planning failed"},
		"cut off":               {string(steady[:len(steady)/2]), "cut off"},
		"zip":                   {"PK\x03\x04 no plan", ""},
	} {
		file := filepath.Join(dir, "plan.json")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, format := range report.Names() {
			summary := filepath.Join(dir, "summary.md")
			code, out, errs := tfreach(map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary},
				"check", file, "--format", format, "--format", "json="+filepath.Join(dir, "out.json"), "-i", "subnets reach internet:443")
			if format == "json" {
				continue // both to standard output is another mistake
			}
			// The message, and in Actions the same as an annotation.
			if message, note, _ := strings.Cut(errs, "\n"); code != 2 || out != "" || !strings.HasPrefix(message, "error: ") || !strings.Contains(message, c.says) || strings.Count(note, "\n") != 1 || !strings.HasPrefix(note, "::error ") {
				t.Errorf("%s as %s: exit code %d, %q, %q", name, format, code, out, errs)
			}
			for _, left := range []string{summary, filepath.Join(dir, "out.json")} {
				if _, err := os.Stat(left); err == nil {
					t.Errorf("%s as %s: %s is written", name, format, filepath.Base(left))
				}
			}
		}
	}
	// A byte order mark is none of the mistakes: PowerShell writes one.
	bom := filepath.Join(dir, "bom.json")
	if err := os.WriteFile(bom, append([]byte("\xef\xbb\xbf"), steady...), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := tfreach(nil, "check", bom, "-i", "private subnets reach internet:443"); code != 0 {
		t.Errorf("a plan with a byte order mark: exit code %d, %s", code, errs)
	}
}
