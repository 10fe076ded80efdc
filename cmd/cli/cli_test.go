package cli_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tfreach/tfreach/cmd/cli"
)

// update rewrites the golden outputs: inside the scripts, in the README, and of
// the public plans.
var update = flag.Bool("update", false, "rewrite the golden outputs")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"tfreach": func() {
			os.Exit(cli.Run(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.LookupEnv))
		},
	})
}

// TestScripts runs the scripts of testdata. $CASES, $CORPUS and $PLACES are the plans
// of the project's testdata, $ESC and $NL characters that no script shows.
func TestScripts(t *testing.T) {
	data, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("CASES", filepath.Join(data, "cases"))
			env.Setenv("CORPUS", filepath.Join(data, "corpus"))
			env.Setenv("PLACES", filepath.Join(data, "places"))
			env.Setenv("STEADY", filepath.Join(data, "steady", "plan.json"))
			// Where the program itself is, and nothing else.
			env.Setenv("SELF", filepath.SplitList(env.Getenv("PATH"))[0])
			env.Setenv("ESC", "\x1b")
			env.Setenv("NL", "\n")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits, "with": with, "replace": replace, "tame": tame, "lacks": lacks, "full": full,
		},
	})
}

// exits runs a program and wants an exit code: exits 3 tfreach check ...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("exits: %v", err)
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		code, ok := err.(interface{ ExitCode() int })
		if !ok {
			ts.Fatalf("exits: %v", err)
		}
		got = code.ExitCode()
	}
	if got != want {
		ts.Fatalf("exits: got code %d, want %d", got, want)
	}
}

// with writes a plan that differs in some members of the document from another:
// with out.json in.json complete=false
func with(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: with OUT IN MEMBER=JSON...")
	}
	plan := map[string]json.RawMessage{}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[1])), &plan))
	for _, change := range args[2:] {
		member, value, _ := strings.Cut(change, "=")
		if value == "" {
			delete(plan, member)
			continue
		}
		plan[member] = json.RawMessage(value)
	}
	raw, err := json.Marshal(plan)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), raw, 0o666))
}

// replace changes the one place where a file has a text:
// replace main.tf 10.0.0.0/16 10.1.0.0/16
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	text, err := replaceOnce(ts.ReadFile(args[0]), args[1], args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

func replaceOnce(text, old, changed string) (string, error) {
	if n := strings.Count(text, old); n != 1 {
		return "", fmt.Errorf("%q is there %d times, want once", old, n)
	}
	return strings.Replace(text, old, changed, 1), nil
}

// tame wants the last output to drive neither a terminal nor a CI runner, which
// finds its commands at the beginning of lines (::error::) or anywhere (##[error]);
// tame json wants a JSON document, too.
func tame(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 || len(args) == 1 && args[0] != "json" {
		ts.Fatalf("usage: tame [json]")
	}
	if len(args) == 1 && !json.Valid([]byte(ts.ReadFile("stdout"))) {
		ts.Fatalf("tame: stdout is not valid JSON")
	}
	for _, stream := range []string{"stdout", "stderr"} {
		text := ts.ReadFile(stream)
		if !utf8.ValidString(text) {
			ts.Fatalf("tame: %s is not UTF-8", stream)
		}
		for line := range strings.SplitSeq(text, "\n") {
			drives := strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[")
			if drives || strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsGraphic(r) }) {
				ts.Fatalf("tame: %s has the line %q", stream, line)
			}
		}
	}
}

// lacks wants a pattern to be neither in the standard output nor in the messages
// of the last command, nor in the named files.
func lacks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: lacks PATTERN [FILE...]")
	}
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	for _, name := range slices.Concat([]string{"stdout", "stderr"}, args[1:]) {
		if found := pattern.FindString(ts.ReadFile(name)); found != "" {
			ts.Fatalf("lacks: %s has %q", name, found)
		}
	}
}

// full makes a file of a size: full summary.md 1000
func full(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: full FILE BYTES")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat("x", n)), 0o666))
}
