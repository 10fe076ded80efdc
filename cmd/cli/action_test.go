package cli_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The action, run as the runner runs it: on the plans of testdata, in a checkout of
// its own. With install-mode none the program is the one of this test, as in the
// scripts of testdata.

// checkout is a git work tree with the named cases in it: folder to case.
func checkout(t *testing.T, cases map[string]string) string {
	t.Helper()
	// The runner gives the real path, and so does the program.
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(root, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	for folder, name := range cases {
		if err := os.CopyFS(filepath.Join(root, folder), os.DirFS(filepath.Join("..", "..", "testdata", "cases", name))); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// use runs the action of this repository with the program of this test.
func use(t *testing.T, workspace string, with map[string]string) outcome {
	t.Helper()
	with["install-mode"] = "none"
	return runner{action: actionFolder(t), workspace: workspace, with: with}.use(t)
}

func actionFolder(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

const (
	broken  = "flat-nacl-private-no-ephemeral"
	outward = "private subnets reach 0.0.0.0/0:443"
)

// outputsOf are the outputs but for the files, which are checked: each is there, in its
// format, and says the same.
func outputsOf(t *testing.T, o outcome) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, value := range o.outputs {
		if !strings.HasSuffix(name, "-file") {
			out[name] = value
			continue
		}
		if value == "" {
			continue
		}
		if !filepath.IsAbs(value) {
			t.Errorf("%s is %q: later steps run elsewhere and need an absolute path", name, value)
		}
		raw, err := os.ReadFile(value)
		if err != nil {
			t.Fatal(err)
		}
		var written struct {
			Version string
			Verdict string
		}
		if err := json.Unmarshal(raw, &written); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		switch {
		case name == "json-file" && written.Verdict != o.outputs["verdict"]:
			t.Errorf("the result says %q, and the output verdict %q", written.Verdict, o.outputs["verdict"])
		case name == "sarif-file" && written.Version != "2.1.0":
			t.Errorf("sarif-file holds no SARIF 2.1.0: version %q", written.Version)
		}
	}
	return out
}

// outputs are those that the action should have.
func outputs(verdict string, code, holds, violated, undecided int) map[string]string {
	return map[string]string{
		"verdict": verdict, "exit-code": strconv.Itoa(code),
		"holds": strconv.Itoa(holds), "violated": strconv.Itoa(violated), "undecided": strconv.Itoa(undecided), "waived": "0",
	}
}

// nothing are the outputs where nothing could be judged.
func nothing() map[string]string {
	return map[string]string{"verdict": "error", "exit-code": "2", "holds": "", "violated": "", "undecided": "", "waived": ""}
}

// of are the annotations of a kind, as "FILE:LINE-END MESSAGE", but for the one that the
// runner makes of an exit code.
func (o outcome) of(kind string) []string {
	var out []string
	for _, a := range o.annotations {
		if a.kind != kind || strings.HasPrefix(a.message, "Process completed with exit code ") {
			continue
		}
		place := ""
		if file := a.properties["file"]; file != "" {
			place = file + ":" + a.properties["line"] + "-" + a.properties["endLine"] + " "
		}
		out = append(out, place+a.message)
	}
	return out
}

// untouched checks what no run may do: change what later steps see, or give the runner
// a command besides annotations and groups.
func untouched(t *testing.T, o outcome) {
	t.Helper()
	if o.later != "" {
		t.Errorf("the action changed the environment of later steps: %q", o.later)
	}
	if len(o.commands) > 0 {
		t.Errorf("the action gave the runner the commands %q", o.commands)
	}
}

func TestActionVerdicts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, plan, intents string
		with                map[string]string
		code                int
		outputs             map[string]string
		annotations         []string // kind and place
		summary             string   // a part of it
	}{
		{
			name: "a plan that violates its intent", plan: broken, intents: outward,
			code: 1, outputs: outputs("violated", 1, 0, 1, 0),
			annotations: []string{"error net/main.tf:118-125"}, summary: "SUBNET_ACL_RESTRICTION",
		},
		{
			name: "a plan that keeps to it", plan: "flat-good", intents: outward,
			outputs: outputs("holds", 0, 1, 0, 0), summary: outward,
		},
		{
			name: "a plan that leaves it open", plan: "exits", intents: "aws_instance.legacy reaches 172.31.5.5:22",
			code: 3, outputs: outputs("undecided", 3, 0, 0, 1),
			annotations: []string{"error net/main.tf:203-203"}, summary: "172.31.5.5",
		},
		{
			name: "undecided only warns", plan: "exits", intents: "aws_instance.legacy reaches 172.31.5.5:22",
			with:    map[string]string{"undecided": "warn"},
			outputs: outputs("undecided", 0, 0, 0, 1), annotations: []string{"warning net/main.tf:203-203"}, summary: "172.31.5.5",
		},
		{
			name: "several intents, the worst decides", plan: broken,
			intents: "\n  " + outward + "  \r\n\n\tprivate subnets cannot reach 0.0.0.0/0:22\n",
			code:    1, outputs: outputs("violated", 1, 1, 1, 0), annotations: []string{"error net/main.tf:118-125"}, summary: "0.0.0.0/0:22",
		},
		{
			name: "nothing but a plan: the built-in policies", plan: broken,
			code: 1, outputs: outputs("violated", 1, 3, 1, 0), annotations: []string{"error net/main.tf:118-125"}, summary: "SUBNET_ACL_RESTRICTION",
		},
		{
			name: "what is only a warning is counted, and does not gate", plan: "flat-no-default-route",
			outputs: outputs("holds", 0, 2, 1, 0), annotations: []string{"warning net/main.tf:48-48"}, summary: "builtin:nat-gateway-used",
		},
		{
			name: "arguments are one to a line", plan: broken, intents: outward,
			with: map[string]string{"args": "--no-fail\n--category=net work"}, outputs: outputs("violated", 0, 0, 1, 0),
			annotations: []string{"error net/main.tf:118-125"}, summary: "SUBNET_ACL_RESTRICTION",
		},
		{
			name: "no annotations, no summary", plan: broken, intents: outward,
			with: map[string]string{"annotations": "false", "summary": "false"},
			code: 1, outputs: outputs("violated", 1, 0, 1, 0),
		},
		{
			name: "only what the plan breaks: all of it is new", plan: broken, intents: outward,
			with: map[string]string{"new-only": "true"},
			code: 1, outputs: outputs("violated", 1, 0, 1, 0),
			annotations: []string{"error net/main.tf:118-125"}, summary: "SUBNET_ACL_RESTRICTION",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			with := map[string]string{"plan": "net/plan.json", "intents": tt.intents}
			for name, value := range tt.with {
				with[name] = value
			}
			o := use(t, checkout(t, map[string]string{"net": tt.plan}), with)
			if o.code != tt.code {
				t.Errorf("exit code %d, want %d", o.code, tt.code)
			}
			if d := cmp.Diff(tt.outputs, outputsOf(t, o)); d != "" {
				t.Errorf("outputs (-want +got):\n%s", d)
			}
			var places []string
			for _, kind := range []string{"error", "warning", "notice"} {
				for _, a := range o.of(kind) {
					place, _, _ := strings.Cut(a, " ")
					if !strings.Contains(place, ":") {
						place = ""
					}
					places = append(places, strings.TrimSpace(kind+" "+place))
				}
			}
			if d := cmp.Diff(tt.annotations, places); d != "" {
				t.Errorf("annotations (-want +got):\n%s", d)
			}
			if (tt.summary == "") != (o.summary == "") || !strings.Contains(o.summary, tt.summary) {
				t.Errorf("the summary should have %q:\n%s", tt.summary, o.summary)
			}
			untouched(t, o)
			if t.Failed() {
				t.Logf("log:\n%s", o.log)
			}
		})
	}
}

// What is wrong with inputs is said once, in words, as an annotation; the outputs say
// that nothing was judged.
func TestActionMistakes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		with  map[string]string
		wants string
	}{
		{"no plan", map[string]string{"plan": ""}, "the input plan is missing"},
		{"a plan that is not there", map[string]string{"plan": "tfplan"}, `there is no plan "tfplan" in the folder "."`},
		{"standard input", map[string]string{"plan": "-"}, "the input plan names a file"},
		{"a plan of two lines", map[string]string{"plan": "net/plan.json\nnet/tfplan"}, "the input plan takes one line"},
		{"a folder that is not there", map[string]string{"working-directory": "infra"}, `the input working-directory names no folder that can be entered: "infra"`},
		{"a folder by the name of an option", map[string]string{"working-directory": "-P"}, `the input working-directory names no folder that can be entered: "-P"`},
		{"not true or false", map[string]string{"new-only": "yes"}, `the input new-only takes false or true, not "yes"`},
		{"not fail or warn", map[string]string{"undecided": "ignore"}, `the input undecided takes fail or warn, not "ignore"`},
		{"new-only of two lines", map[string]string{"new-only": "true\nfalse"}, "the input new-only takes one line"},
		{"a mode of two lines", map[string]string{"install-mode": "none\nsource"}, "the input install-mode takes one line"},
		{"a result of two lines", map[string]string{"sarif-file": "a.sarif\nb.sarif"}, "the input sarif-file takes one line"},
		{"a result over the baseline", map[string]string{"json-file": "net/main.tf", "baseline": "./net/main.tf"}, "the input json-file names the baseline"},
		{"arguments that ask for help", map[string]string{"args": "--help"}, "tfreach wrote no result"},
		{"not a mode", map[string]string{"install-mode": "docker"}, `the input install-mode takes source or binary or none, not "docker"`},
		{"a version without binary", map[string]string{"version": "1.2.3"}, "the inputs version and checksum are for install-mode: binary"},
		{"a result over the plan", map[string]string{"json-file": "./net/../net/plan.json"}, "the input json-file names the plan itself"},
		{"a result that is a folder", map[string]string{"sarif-file": "net"}, "the input sarif-file names a file that cannot be written"},
		{"binary without version", map[string]string{"install-mode": "binary"}, "install-mode: binary needs the input version"},
		{"binary of no fixed version", map[string]string{"install-mode": "binary", "version": "latest"}, "the input version takes one version"},
		{"a version that leads elsewhere", map[string]string{"install-mode": "binary", "version": "1.2.3/../../x"}, "the input version takes one version"},
		{"binary without checksum", map[string]string{"install-mode": "binary", "version": "1.2.3", "checksum": "\n"}, "install-mode: binary needs the input checksum"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			with := map[string]string{"plan": "net/plan.json", "intents": outward, "install-mode": "none"}
			for name, value := range tt.with {
				with[name] = value
			}
			workspace := checkout(t, map[string]string{"net": broken})
			o := runner{action: actionFolder(t), workspace: workspace, with: with}.use(t)
			if o.code != 2 {
				t.Errorf("exit code %d, want 2", o.code)
			}
			if d := cmp.Diff(nothing(), outputsOf(t, o)); d != "" {
				t.Errorf("outputs (-want +got):\n%s", d)
			}
			if got := o.of("error"); len(got) != 1 || !strings.HasPrefix(got[0], tt.wants) {
				t.Errorf("annotations %q, want one that begins with %q", got, tt.wants)
			}
			untouched(t, o)
			if _, err := os.Stat(filepath.Join(workspace, "net", "plan.json")); err != nil {
				t.Error(err)
			}
		})
	}
}

// What tfreach itself cannot judge.
func TestActionNoPlanInside(t *testing.T) {
	t.Parallel()
	workspace := checkout(t, map[string]string{"net": broken})
	if err := os.WriteFile(filepath.Join(workspace, "net", "plan.json"), []byte(`{"version": 4, "terraform_version": "1.11.4"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	// Of an earlier run, or in the checkout.
	if err := os.WriteFile(filepath.Join(workspace, "result.json"), []byte("{\n  \"verdict\": \"holds\"\n}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	o := use(t, workspace, map[string]string{"plan": "net/plan.json", "intents": outward, "json-file": "result.json"})
	if o.code != 2 {
		t.Errorf("exit code %d, want 2", o.code)
	}
	if d := cmp.Diff(nothing(), outputsOf(t, o)); d != "" {
		t.Errorf("outputs (-want +got):\n%s", d)
	}
	if got := o.of("error"); len(got) != 1 || !strings.HasPrefix(got[0], "net/plan.json: the input is a JSON object, but not a plan: ") {
		t.Errorf("annotations %q, want one that says what the file is", got)
	}
	if _, err := os.Stat(filepath.Join(workspace, "result.json")); err == nil {
		t.Error("the result of an earlier run is still there, where the next step takes it for this one's")
	}
	untouched(t, o)
}

// A program that dies, or that is another one, gives no verdict.
func TestActionForeignProgram(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"dies":              "kill -9 $$",
		"writes no result":  "exit 0",
		"writes a stranger": `for a; do case $a in --format=json=*) echo '{"verdict":"holds"}' >"${a#--format=json=}";; esac; done`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bin := t.TempDir()
			if err := os.WriteFile(filepath.Join(bin, "tfreach"), []byte("#!"+bash(t)+"\n[[ $1 == version ]] && exit\n"+script+"\n"), 0o777); err != nil {
				t.Fatal(err)
			}
			o := runner{
				action: actionFolder(t), workspace: checkout(t, map[string]string{"net": "flat-good"}),
				with: map[string]string{"plan": "net/plan.json", "intents": outward, "install-mode": "none"},
				env:  map[string]string{"PATH": bin + string(filepath.ListSeparator) + os.Getenv("PATH")},
			}.use(t)
			if o.code == 0 || o.outputs["verdict"] != "error" {
				t.Errorf("exit code %d, verdict %q: want a failure, and error\n%s", o.code, o.outputs["verdict"], o.log)
			}
		})
	}
}

// Inputs are data, in every one of them: nothing runs, nothing becomes another
// argument, an output or a command of the runner.
func TestActionHostileInputs(t *testing.T) {
	t.Parallel()
	hostile := []string{
		"$(touch ran)`touch ran`${IFS}\"; touch ran; \"'; touch ran; ' | touch ran && touch ran; * ~ $HOME \\ {0} ##[set-env name=BASH_ENV]ran %0A::error::x \x1b]0;x\a",
		"x\n::set-output name=verdict::holds\r\n::error::x\nverdict=holds\nexit-code=0\nverdict<<E\nholds\nE",
		"::add-mask::net",
		"--no-fail",
		"--format=text=ran",
	}
	file := readAction(t, actionFolder(t))
	for name := range file.Inputs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, value := range hostile {
				// These are meant to be arguments, and to be the workflow's.
				if name == "args" && (value == "--no-fail" || value == "--format=text=ran") {
					continue
				}
				workspace := checkout(t, map[string]string{".": broken})
				with := map[string]string{"plan": "plan.json", "intents": outward, "install-mode": "none", name: value}
				before := tree(t, workspace)
				o := runner{action: actionFolder(t), workspace: workspace, with: with}.use(t)
				if o.code == 0 || o.outputs["verdict"] == "holds" {
					t.Errorf("%s = %q: exit code %d, verdict %q", name, value, o.code, o.outputs["verdict"])
				}
				if o.code != 2 && o.outputs["exit-code"] != strconv.Itoa(o.code) {
					t.Errorf("%s = %q: exit code %d, and the output says %q", name, value, o.code, o.outputs["exit-code"])
				}
				untouched(t, o)
				for _, kind := range []string{"error", "warning", "notice"} {
					if slices.Contains(o.of(kind), "x") {
						t.Errorf("%s = %q made an annotation of its own", name, value)
					}
				}
				for _, path := range tree(t, workspace) {
					// A result goes where it is told to.
					if !slices.Contains(before, path) && !strings.HasSuffix(name, "-file") || filepath.Base(path) == "ran" {
						t.Errorf("%s = %q made %s", name, value, path)
					}
				}
				if t.Failed() {
					t.Fatalf("log:\n%s", o.log)
				}
			}
		})
	}
}

// tree are the files below a folder.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.Walk(dir, func(path string, _ os.FileInfo, err error) error {
		out = append(out, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// In a repository of several root modules, everything that is named is named from the
// working directory, and everything that is shown from the root of the repository.
func TestActionMonorepo(t *testing.T) {
	t.Parallel()
	workspace := checkout(t, map[string]string{"infra/network": broken, "infra/other": "flat-good"})
	policy := `intent "private-https" { expect = "` + outward + `" }` + "\n"
	if err := os.WriteFile(filepath.Join(workspace, "infra", "tfreach.hcl"), []byte(policy), 0o666); err != nil {
		t.Fatal(err)
	}
	o := use(t, workspace, map[string]string{
		"working-directory": "infra/network", "plan": "plan.json", "source": ".",
		"json-file": "out/result.json", "sarif-file": "out/result.sarif",
	})
	if o.code != 1 {
		t.Errorf("exit code %d, want 1\n%s", o.code, o.log)
	}
	if d := cmp.Diff(outputs("violated", 1, 0, 1, 0), outputsOf(t, o)); d != "" {
		t.Errorf("outputs (-want +got):\n%s", d)
	}
	if got, want := o.outputs["json-file"], filepath.Join(workspace, "infra", "network", "out", "result.json"); got != want {
		t.Errorf("json-file is %s, want %s", got, want)
	}
	for _, a := range o.of("error") {
		if !strings.HasPrefix(a, "infra/network/main.tf:118-125 ") {
			t.Errorf("annotation %q, want one at infra/network/main.tf:118-125", a)
		}
	}
	sarif, err := os.ReadFile(o.outputs["sarif-file"])
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(sarif, []byte(`"infra/network/main.tf"`)) || bytes.Contains(sarif, []byte(workspace)) {
		t.Errorf("the SARIF should name infra/network/main.tf, and no path of the runner:\n%s", sarif)
	}
	untouched(t, o)

	good := use(t, workspace, map[string]string{"working-directory": "infra/other", "plan": "plan.json"})
	if good.code != 0 || good.outputs["verdict"] != "holds" {
		t.Errorf("the other module: exit code %d, verdict %q\n%s", good.code, good.outputs["verdict"], good.log)
	}
}

// A result is the baseline of a later run.
func TestActionBaseline(t *testing.T) {
	t.Parallel()
	workspace := checkout(t, map[string]string{".": broken})
	with := map[string]string{"plan": "plan.json", "intents": outward, "json-file": "baseline.json"}
	if o := use(t, workspace, with); o.code != 1 {
		t.Fatalf("exit code %d, want 1\n%s", o.code, o.log)
	}
	o := use(t, workspace, map[string]string{"plan": "plan.json", "intents": outward, "baseline": "baseline.json"})
	if o.code != 0 || o.outputs["verdict"] != "holds" || o.outputs["violated"] != "1" || len(o.of("error")) > 0 {
		t.Errorf("exit code %d, outputs %v, want a pass that still counts what is known\n%s", o.code, o.outputs, o.log)
	}
}

// The program is built of the action's own files, whatever the job sets for its own Go
// code.
func TestActionFromSource(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short leaves out building the program")
	}
	workspace := checkout(t, map[string]string{".": broken})
	if err := os.WriteFile(filepath.Join(workspace, "go.mod"), []byte("module example.com/theirs\n\ngo 1.22\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	o := runner{
		action: actionFolder(t), workspace: workspace,
		with: map[string]string{"plan": "plan.json", "intents": outward},
		env:  map[string]string{"GOOS": "plan9", "GOARCH": "arm", "GOFLAGS": "-mod=vendor", "GOWORK": filepath.Join(workspace, "go.work"), "CGO_ENABLED": "1"},
	}.use(t)
	if o.code != 1 || o.outputs["verdict"] != "violated" {
		t.Errorf("exit code %d, verdict %q, want 1 and violated\n%s", o.code, o.outputs["verdict"], o.log)
	}
	untouched(t, o)
}

// A path with nothing but what the scripts call: no go, no tfreach.
func TestActionNothingInstalled(t *testing.T) {
	t.Parallel()
	bin := t.TempDir()
	for _, name := range []string{"bash", "cut", "dirname", "mktemp", "tr", "uname"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("%s is not on the PATH", name)
		}
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	for mode, wants := range map[string]string{
		"source": "tfreach is built from source, and there is no Go here",
		"none":   "install-mode: none takes tfreach from the PATH, and it is not there",
	} {
		o := runner{
			action: actionFolder(t), workspace: checkout(t, map[string]string{".": broken}),
			with: map[string]string{"plan": "plan.json", "intents": outward, "install-mode": mode},
			env:  map[string]string{"PATH": bin},
		}.use(t)
		if got := o.of("error"); o.code != 2 || len(got) != 1 || !strings.HasPrefix(got[0], wants) {
			t.Errorf("%s: exit code %d, annotations %q, want 2 and %q", mode, o.code, got, wants)
		}
		if d := cmp.Diff(nothing(), outputsOf(t, o)); d != "" {
			t.Errorf("%s: outputs (-want +got):\n%s", mode, d)
		}
	}
}

// A release is downloaded, and is run only when its checksum is one that the workflow
// names. The server here takes github.com's place by curl's own settings.
func TestActionFromRelease(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("install-mode: binary needs curl, and it is not on the PATH")
	}
	program, err := exec.LookPath("tfreach")
	if err != nil {
		t.Fatal(err)
	}
	name := "tfreach_1.2.3_" + runtime.GOOS + "_" + runtime.GOARCH + ".tar.gz"
	archive := archiveOf(t, program)
	sum := fmt.Sprintf("%x", sha256.Sum256(archive))
	curl := releases(t, map[string][]byte{"/tfreach/tfreach/releases/download/v1.2.3/" + name: archive})
	other := strings.Repeat("0", 64)
	for _, tt := range []struct {
		name, version, checksum string
		wants                   string // an error; none means that it runs
	}{
		{"the checksum", "1.2.3", sum, ""},
		{"the version as the tag has it", "v1.2.3", strings.ToUpper(sum), ""},
		{"the lines of checksums.txt", "1.2.3", other + "  tfreach_1.2.3_plan9_amd64.tar.gz\n" + sum + "  " + name + "\n", ""},
		{"another checksum", "1.2.3", other, name + " of release v1.2.3 has the SHA-256 " + sum + ", which the input checksum does not list"},
		{"a part of the checksum", "1.2.3", sum[:40], "the input checksum takes SHA-256 sums"},
		{"a version that is not there", "1.2.4", sum, "could not be downloaded from release v1.2.4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := runner{
				action: actionFolder(t), workspace: checkout(t, map[string]string{".": broken}),
				with: map[string]string{"plan": "plan.json", "intents": outward, "install-mode": "binary", "version": tt.version, "checksum": tt.checksum},
				env:  map[string]string{"CURL_HOME": curl},
			}.use(t)
			if tt.wants == "" {
				if o.code != 1 || o.outputs["verdict"] != "violated" {
					t.Errorf("exit code %d, verdict %q, want 1 and violated\n%s", o.code, o.outputs["verdict"], o.log)
				}
				return
			}
			if got := o.of("error"); o.code != 2 || len(got) != 1 || !strings.Contains(got[0], tt.wants) {
				t.Errorf("exit code %d, annotations %q, want 2 and %q\n%s", o.code, got, tt.wants, o.log)
			}
			if d := cmp.Diff(nothing(), outputsOf(t, o)); d != "" {
				t.Errorf("outputs (-want +got):\n%s", d)
			}
		})
	}
}

// archiveOf is a release's archive of a program.
func archiveOf(t *testing.T, program string) []byte {
	t.Helper()
	raw, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	packed, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	files := tar.NewWriter(packed)
	if err := files.WriteHeader(&tar.Header{Name: "tfreach", Mode: 0o755, Size: int64(len(raw))}); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// releases serves files as github.com, and returns a folder with the settings by which
// curl goes there.
func releases(t *testing.T, files map[string][]byte) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "github.com"}, DNSNames: []string{"github.com"}, NotBefore: time.Unix(0, 0), NotAfter: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(file)
	}))
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	s.StartTLS()
	t.Cleanup(s.Close)
	home := t.TempDir()
	ca := filepath.Join(home, "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	settings := fmt.Sprintf("cacert = %q\nconnect-to = \"github.com:443:%s\"\nnoproxy = \"*\"\n", ca, s.Listener.Addr())
	if err := os.WriteFile(filepath.Join(home, ".curlrc"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	return home
}
