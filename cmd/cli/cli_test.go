package cli_test

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tfreach/tfreach/cmd/cli"
)

// update rewrites the golden outputs inside the scripts.
var update = flag.Bool("update", false, "rewrite the golden outputs in the scripts of testdata")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"tfreach": func() {
			os.Exit(cli.Run(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.LookupEnv))
		},
	})
}

// TestScripts runs the scripts of testdata. $CASES and $CORPUS are the plans of
// the project's testdata.
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
			env.Setenv("STEADY", filepath.Join(data, "steady", "plan.json"))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits},
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
