package cli

import (
	"bytes"
	"embed"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/report"
)

// The plans of the demo, with the configuration they were made from. Both are
// alike but for one rule.
//
//go:embed demo
var demoPlans embed.FS

const demoBegin = `A private subnet, an instance at 10.142.13.13 in it, a NAT gateway in a public subnet, an internet gateway,
a network ACL for each subnet. The instance opens a connection from its port 33996 to a public HTTPS address.
Does the packet get out, and does the answer come back?

`

const demoMistake = `
The same plan with one mistake. Somebody wrote the port of the service where the ports of the answers belong:

  resource "aws_network_acl" "private" {
    ...
    ingress {
      rule_no    = 100
      action     = "allow"
      protocol   = "tcp"
      cidr_block = "0.0.0.0/0"
      from_port  = 443     # was 1024
      to_port    = 443     # was 65535
    }
  }

terraform plan has no objection, and neither has apply: every connection would time out.

`

const demoEnd = `
On your own plan:

  terraform plan -out=tfplan
  tfreach check tfplan --intent "private subnets reach 0.0.0.0/0:443"
`

func (a *app) demo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Follow one packet through an embedded plan, and through the same plan with a mistake",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			var out bytes.Buffer
			out.WriteString(demoBegin)
			if err := a.demoPlan(&out, "good"); err != nil {
				return err
			}
			out.WriteString(demoMistake)
			if err := a.demoPlan(&out, "mistake"); err != nil {
				return err
			}
			out.WriteString(demoEnd)
			_, err := out.WriteTo(a.Out)
			return err
		},
	}
}

// demoPlan judges one embedded plan and follows the packet through it.
func (a *app) demoPlan(out *bytes.Buffer, name string) error {
	src, err := source.FromFS(demoPlans, "demo/"+name, name)
	if err != nil {
		return err
	}
	f, err := demoPlans.Open("demo/" + name + "/plan.json")
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	plan, err := planparse.Read(f, src)
	if err != nil {
		return err
	}
	var intents []policies.Intent
	for _, s := range []string{"private subnets reach 0.0.0.0/0:443", "aws_instance.app reaches 0.0.0.0/0:443 via nat", "aws_instance.app cannot reach internet:22"} {
		in, err := policies.Parse(s)
		if err != nil {
			return err
		}
		intents = append(intents, in)
	}
	settings := policies.DefaultSettings()
	color := a.color(a.Out)
	format, err := report.Named("text")
	if err != nil {
		return err
	}
	if err := format.Write(out, report.Report{Result: policies.Evaluate(plan, intents, settings), Color: color}); err != nil {
		return err
	}
	t, err := policies.Trace(plan, "aws_instance.app", "142.250.74.46:443", settings)
	if err != nil {
		return err
	}
	fmt.Fprint(out, "\n")
	return report.Trace(out, t, color)
}
