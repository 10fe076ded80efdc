package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"
)

// runner plays the runner of GitHub Actions for a composite action: it makes the
// environment of each step of what the action's file says, runs the step's script with
// bash, and reads the commands in what it prints and in the files it is given. It does
// what actions/runner does in CompositeActionHandler, ScriptHandler, ActionCommand and
// FileCommandManager, for as much of these as an action of scripts can use.
type runner struct {
	// action is the folder with action.yml.
	action string
	// workspace is the checkout.
	workspace string
	// with are the inputs that the workflow gives.
	with map[string]string
	// env is added to the environment of the job.
	env map[string]string
}

// outcome is what the step that uses an action leaves behind.
type outcome struct {
	// code is the exit code of the script that failed, 0 if none did.
	code int
	// outputs are those of the action, and summary the job summary.
	outputs     map[string]string
	summary     string
	annotations []annotation
	// commands are all other commands that the runner took, by name.
	commands []string
	// later is what the steps changed for later steps of the job: variables, the
	// PATH, state.
	later string
	log   string
}

// annotation is one that a command made: the kind, the properties and the message, all
// unescaped.
type annotation struct {
	kind, message string
	properties    map[string]string
}

// actionFile is as much of an action.yml as the runner needs.
type actionFile struct {
	Inputs map[string]struct {
		Description string
		Required    bool
		Default     string
	}
	Outputs map[string]struct {
		Description string
		Value       string
	}
	Runs struct {
		Using string
		Steps []actionStep
	}
}

type actionStep struct {
	ID, Shell, Run string
	Env            map[string]string
}

func readAction(t *testing.T, dir string) actionFile {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var f actionFile
	d := yaml.NewDecoder(bytes.NewReader(raw))
	// A key that is not known here is one that the runner would act on: name and
	// description aside.
	var all struct {
		Name, Author, Description string
		Branding                  map[string]string
		actionFile                `yaml:",inline"`
	}
	d.KnownFields(true)
	if err := d.Decode(&all); err != nil {
		t.Fatal(err)
	}
	f = all.actionFile
	if f.Runs.Using != "composite" {
		t.Fatalf("the action runs using %q, which is not played here", f.Runs.Using)
	}
	return f
}

// bash is where bash is; the tests of the action need it, and so does the action.
func bash(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("what is called bash on Windows may be that of another system; the workflow action.yml runs the action there")
	}
	path, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("the action needs bash, and it is not on the PATH")
	}
	return path
}

// use runs the action, as a step with "uses" does.
func (r runner) use(t *testing.T) outcome {
	t.Helper()
	shell := bash(t)
	file := readAction(t, r.action)
	for name := range r.with {
		if _, ok := file.Inputs[name]; !ok {
			t.Fatalf("the action has no input %q", name)
		}
	}
	values := map[string]string{"github.action_path": r.action}
	for name, in := range file.Inputs {
		values["inputs."+name] = in.Default
		if given, ok := r.with[name]; ok {
			values["inputs."+name] = given
		}
	}
	out := outcome{outputs: map[string]string{}}
	temp := t.TempDir()
	console := &console{}
	for _, step := range file.Runs.Steps {
		if step.Shell != "bash" {
			t.Fatalf("step %s has shell %q, which is not played here", step.ID, step.Shell)
		}
		if strings.Contains(step.Run, "${{") {
			t.Fatalf("step %s has an expression in its script: an input would become part of the program", step.ID)
		}
		files := newStepFiles(t)
		script := filepath.Join(files.dir, "step.sh")
		if err := os.WriteFile(script, []byte(step.Run), 0o600); err != nil {
			t.Fatal(err)
		}
		c := exec.Command(shell, "--noprofile", "--norc", "-e", "-o", "pipefail", script)
		c.Dir = r.workspace
		c.Env = append(machine(), files.env()...)
		c.Env = append(c.Env,
			"CI=true", "GITHUB_ACTIONS=true", "GITHUB_WORKSPACE="+r.workspace, "GITHUB_ACTION_PATH="+r.action,
			"GITHUB_REPOSITORY=example/network", "GITHUB_SERVER_URL=https://github.com", "GITHUB_EVENT_NAME=pull_request",
			"RUNNER_TEMP="+temp, "RUNNER_OS="+runnerOS(), "RUNNER_ARCH="+runnerArch())
		for name, value := range r.env {
			c.Env = append(c.Env, name+"="+value)
		}
		for name, template := range step.Env {
			c.Env = append(c.Env, name+"="+evaluate(t, template, values))
		}
		stdout, stderr := &lines{to: console}, &lines{to: console}
		c.Stdout, c.Stderr = stdout, stderr
		err := c.Run()
		stdout.end()
		stderr.end()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		for name, value := range files.outputs(t) {
			values["steps."+step.ID+".outputs."+name] = value
		}
		out.summary += files.read(t, "GITHUB_STEP_SUMMARY")
		for _, name := range []string{"GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE"} {
			out.later += files.read(t, name)
		}
		if err != nil {
			out.code = exit.ExitCode()
			console.annotate("error", fmt.Sprintf("Process completed with exit code %d.", out.code), nil)
			break // the condition of a step that has none is success()
		}
	}
	for name, o := range file.Outputs {
		out.outputs[name] = evaluate(t, o.Value, values)
	}
	out.annotations, out.commands, out.log = console.annotations, console.commands, console.log.String()
	return out
}

// machine is the environment of this machine, less what says where it runs.
func machine() []string {
	var out []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch prefix, _, _ := strings.Cut(name, "_"); prefix {
		case "GITHUB", "GH", "RUNNER", "INPUT", "ACTIONS", "TFREACH", "CI":
			continue
		}
		out = append(out, v)
	}
	return out
}

func runnerOS() string {
	return map[string]string{"linux": "Linux", "darwin": "macOS", "windows": "Windows"}[runtime.GOOS]
}

func runnerArch() string {
	return map[string]string{"amd64": "X64", "arm64": "ARM64", "386": "X86", "arm": "ARM"}[runtime.GOARCH]
}

var (
	expression = regexp.MustCompile(`\$\{\{(.*?)\}\}`)
	operand    = regexp.MustCompile(`^(?:'([^']*)'|[a-z]+(?:\.[a-z_-]+)+)$`)
)

// evaluate is a text with its expressions replaced by their values. An expression is a
// value, a literal, or several of them with || between them.
func evaluate(t *testing.T, template string, values map[string]string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(template, func(found string) string {
		inner := expression.FindStringSubmatch(found)[1]
		for _, part := range strings.Split(inner, "||") {
			part = strings.TrimSpace(part)
			m := operand.FindStringSubmatch(part)
			if m == nil {
				t.Fatalf("the expression %s is not played here", found)
			}
			value := m[1]
			if !strings.HasPrefix(part, "'") {
				value = values[part] // what is not set is empty
			}
			if value != "" {
				return value
			}
		}
		return ""
	})
}

// stepFiles are the files by which a step tells the runner something, by the names of
// the variables that hold their paths.
type stepFiles struct {
	dir   string
	paths map[string]string
}

func newStepFiles(t *testing.T) stepFiles {
	t.Helper()
	f := stepFiles{t.TempDir(), map[string]string{}}
	for _, name := range []string{"GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE"} {
		f.paths[name] = filepath.Join(f.dir, strings.ToLower(name))
		if err := os.WriteFile(f.paths[name], nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func (f stepFiles) env() []string {
	var out []string
	for name, path := range f.paths {
		out = append(out, name+"="+path)
	}
	return out
}

func (f stepFiles) read(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(f.paths[name])
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// outputs reads NAME=VALUE, and NAME<<DELIMITER with the value's lines.
func (f stepFiles) outputs(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	rest := strings.Split(f.read(t, "GITHUB_OUTPUT"), "\n")
	for len(rest) > 0 {
		line := rest[0]
		rest = rest[1:]
		if line == "" {
			continue
		}
		name, value, assigned := strings.Cut(line, "=")
		if here, delimiter, ok := strings.Cut(line, "<<"); ok && (!assigned || len(here) < len(name)) {
			end := slices.Index(rest, delimiter)
			if end < 0 {
				t.Fatalf("GITHUB_OUTPUT: the delimiter %q is not found again", delimiter)
			}
			out[here], rest = strings.Join(rest[:end], "\n"), rest[end+1:]
			continue
		}
		if !assigned {
			t.Fatalf("GITHUB_OUTPUT: the runner takes no line %q", line)
		}
		out[name] = value
	}
	return out
}

// console is what steps print, both streams of it, and what the runner makes of it.
type console struct {
	mu          sync.Mutex
	log         strings.Builder
	annotations []annotation
	commands    []string
	// stopped is the token that ends stop-commands.
	stopped string
}

// lines hands whole lines of a stream on.
type lines struct {
	to   *console
	rest string
}

func (l *lines) Write(p []byte) (int, error) {
	l.rest += string(p)
	for {
		line, rest, ok := strings.Cut(l.rest, "\n")
		if !ok {
			return len(p), nil
		}
		l.to.line(line)
		l.rest = rest
	}
}

func (l *lines) end() {
	if l.rest != "" {
		l.to.line(l.rest)
	}
}

// registered are the commands that the runner knows.
var registered = []string{
	"add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "internal-set-repo-path", "notice",
	"remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning",
}

// The two forms of commands: the first is the whole line, white space before it aside,
// and the second may be anywhere in a line.
var (
	command    = regexp.MustCompile(`^\s*::([^\s:]*)(?: (.*?))?::(.*)$`)
	oldCommand = regexp.MustCompile(`##\[([^\s\]]*)(?: ([^\]]*))?\](.*)$`)
)

func (c *console) line(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	text = strings.TrimSuffix(text, "\r")
	c.log.WriteString(text + "\n")
	form, between, escapes := command.FindStringSubmatch(text), ",", []string{"%3A", ":", "%2C", ","}
	if form == nil || !c.known(form[1]) {
		form, between, escapes = oldCommand.FindStringSubmatch(text), ";", []string{"%3B", ";", "%5D", "]"}
	}
	if form == nil || !c.known(form[1]) {
		return
	}
	name, message := strings.ToLower(form[1]), unescaped(form[3])
	switch {
	case c.stopped != "":
		if form[1] == c.stopped {
			c.stopped = ""
		}
	case name == "stop-commands":
		c.stopped = message
	case name == "error" || name == "warning" || name == "notice":
		properties := map[string]string{}
		for _, p := range strings.Split(form[2], between) {
			if key, value, ok := strings.Cut(p, "="); ok && value != "" {
				properties[key] = unescaped(value, escapes...)
			}
		}
		c.annotate(name, message, properties)
	case name == "group" || name == "endgroup":
	default:
		c.commands = append(c.commands, name)
	}
}

func (c *console) known(name string) bool {
	return slices.Contains(registered, strings.ToLower(name)) || c.stopped != "" && name == c.stopped
}

// annotate keeps an annotation. Of each kind, the runner shows the first ten of a step.
func (c *console) annotate(kind, message string, properties map[string]string) {
	n := 0
	for _, a := range c.annotations {
		if a.kind == kind {
			n++
		}
	}
	if n < 10 {
		c.annotations = append(c.annotations, annotation{kind, message, properties})
	}
}

// unescaped undoes the escaping of a message, and of what else there is escaped. As in
// the runner, % comes last.
func unescaped(text string, more ...string) string {
	pairs := append(append([]string{"%0D", "\r", "%0A", "\n"}, more...), "%25", "%")
	for i := 0; i < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}
