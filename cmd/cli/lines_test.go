package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/cmd/cli"
)

// runnerCommand is a line that a CI runner obeys.
var runnerCommand = regexp.MustCompile(`(?m)^(\s|\x1b\[[0-9]+m)*::|##[A-Za-z]*\[`)

// TestLinesOfText: an id in the plan that looks like a command to a CI runner
// begins no line of what check and trace write, with colors and without.
func TestLinesOfText(t *testing.T) {
	steady, err := os.ReadFile("../../testdata/steady/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	// An id that only refers leads out of the plan, and is shown as what it is.
	for _, id := range []string{"subnet_id", "nat_gateway_id", "gateway_id", "route_table_id", "network_acl_id"} {
		attribute := regexp.MustCompile(`("` + id + `":\s*)"[^"]+"`)
		for _, evil := range []string{"::error file=main.tf,line=1::all is well", " ::stop-commands::x", "##[error]x"} {
			plan := filepath.Join(t.TempDir(), "plan.json")
			if err := os.WriteFile(plan, attribute.ReplaceAll(steady, []byte(`${1}"`+evil+`"`)), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{
				{"check", plan, "--intent", "workloads reach internet:443", "--intent", "subnets cannot reach internet", "--intent", "subnets in aws_vpc.nope reach internet"},
				{"check", plan, "--format", "json", "--intent", "workloads reach internet:443", "--intent", "subnets cannot reach internet"},
				{"trace", plan, "--from", "workloads", "--to", "internet:443"},
				{"trace", plan, "--from", "private subnets", "--to", "internet:443"},
			} {
				for _, color := range []string{"", "1"} {
					var out, errs bytes.Buffer
					cli.Run(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs}, func(name string) (string, bool) { return color, name == "FORCE_COLOR" })
					if at := runnerCommand.FindString(out.String() + "\n" + errs.String()); at != "" {
						t.Errorf("%s for %s: %s writes %q", evil, id, strings.Join(args[2:], " "), at)
					}
					if out.Len() == 0 && errs.Len() == 0 {
						t.Errorf("%v writes nothing", args)
					}
				}
			}
		}
	}
}
