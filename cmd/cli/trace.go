package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/report"
)

func (a *app) trace() *cobra.Command {
	var f planFlags
	var beyond policyFlags
	var from, to string
	c := &cobra.Command{
		Use:   "trace PLAN --from SOURCE --to TARGET:PORT",
		Short: "Follow one packet there and back, hop by hop",
		Long: `trace follows one packet from a source to a destination and its answer back, with the rule that decides at each
hop. Where packets fare differently, it follows one that fares worst. Exit code: 0 delivered and answered, 1 not,
3 undecided.`,
		Example: `  tfreach trace tfplan --from aws_instance.app --to 0.0.0.0/0:443
  tfreach trace plan.json --from 'aws_subnet.private[0]' --to 8.8.8.8:53/udp
  tfreach trace plan.json --from aws_instance.app --to aws_instance.db:5432`,
		Args: planArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if from == "" || to == "" {
				return errors.New("say where the packet comes from and goes to: --from aws_instance.app --to 0.0.0.0/0:443")
			}
			policy, err := a.policy(&beyond, args[0], f.source, false)
			if err != nil {
				return err
			}
			plan, err := a.load(args[0], f)
			if err != nil {
				return err
			}
			settings := policies.DefaultSettings()
			settle(&settings, policy.Settings, false)
			if settings.Assumed, err = policies.Assume(plan, policy.Assumptions); err != nil {
				return err
			}
			t, err := policies.Trace(plan, from, to, settings)
			if err != nil {
				return err
			}
			if err := report.Trace(a.Out, t, a.color(a.Out)); err != nil {
				return fmt.Errorf("write the trace: %w", err)
			}
			if code := exitCode(t.Verdict, false); code != exitHolds {
				return verdictError{code}
			}
			return nil
		},
	}
	f.add(c)
	beyond.add(c)
	c.Flags().StringVar(&from, "from", "", "where the packet comes from: an `address`, or sources as in a sentence")
	c.Flags().StringVar(&to, "to", "", "where it goes: `TARGET:PORT` as in a sentence")
	return c
}
