package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/annotate"
	"github.com/tfreach/tfreach/policies/report"
)

// checkFlags are the flags of check.
type checkFlags struct {
	planFlags
	policyFlags
	gateFlags
	outputFlags
	builtinFlags
	intents   []string
	undecided string
	noFail    bool
	verbose   bool
}

func (a *app) check() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check PLAN",
		Short: "Judge a plan by intents: the gate",
		Long: `check judges a plan by intents: a saved plan, its JSON, or - for JSON on standard input. Its exit code is the
verdict: 0 every intent holds, 1 one is violated, 2 could not judge, 3 none is violated but one is undecided.
The intents are those of the policy files that it finds, tfreach.hcl and *.tfreach.hcl, or of the command line.
Where no intent is given and no policy is found, it asks the built-in policies.`,
		Example: `  tfreach check tfplan
  tfreach check tfplan --intent "private subnets reach 0.0.0.0/0:443"
  terraform show -json tfplan | tfreach check - --source tfplan --intent "workloads cannot reach internet:22"
  tfreach check plan.json --intent "aws_instance.app reaches internet:443 via nat" --format json
  tfreach check plan.json --policy tfreach.hcl --assume "tgw-0abc delivers 10.0.0.0/8:443"
  tfreach check plan.json --intent "subnets tagged Tier=db cannot reach internet" --format text --format json=result.json`,
		Args: planArgs,
		RunE: func(_ *cobra.Command, args []string) error { return a.runCheck(args[0], f) },
	}
	f.planFlags.add(c)
	f.policyFlags.add(c)
	f.builtinFlags.add(c)
	f.gateFlags.add(c)
	c.Flags().StringArrayVarP(&f.intents, "intent", "i", nil, "a `sentence`, such as \"private subnets reach 0.0.0.0/0:443 via nat\" (repeatable)")
	f.outputFlags.add(c)
	c.Flags().StringVar(&f.undecided, "undecided", "fail", "what an undecided intent does: `fail or warn`")
	c.Flags().BoolVar(&f.noFail, "no-fail", false, "exit 0 whatever the verdict; 2 remains when nothing could be judged")
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "tell what each part of an intent matched, and of one that holds the way that decides it")
	return c
}

func (a *app) runCheck(name string, f checkFlags) error {
	settings := policies.DefaultSettings()
	settings.Proofs = f.verbose
	switch f.undecided {
	case "fail":
	case "warn":
		settings.UndecidedWarns = true
	default:
		return fmt.Errorf("--undecided takes fail or warn, not %q", f.undecided)
	}
	outputs, err := parseOutputs(f.formats)
	if err != nil {
		return err
	}
	if err := apart(outputs, append([]string{name, f.source, f.baseline}, f.files...)); err != nil {
		return err
	}
	gate, err := f.gateFlags.read()
	if err != nil {
		return err
	}
	settings.NewOnly = f.newOnly
	policy, err := a.policy(&f.policyFlags, name, f.source, len(f.intents) > 0)
	if err != nil {
		return err
	}
	settle(&settings, policy.Settings, f.given("undecided"))
	intents, err := parseIntents(policy.Intents, f.intents)
	if err != nil {
		return err
	}
	builtins, err := f.builtinFlags.intents(policy.Settings.Builtin, len(intents) == 0 && len(f.files) == 0)
	if err != nil {
		return err
	}
	if len(builtins) > 0 && f.builtinFlags.list == "" && policy.Settings.Builtin == nil {
		a.say("%s, so the built-in policies are asked; tfreach builtin lists them", f.noIntent(name))
	}
	if intents = append(intents, builtins...); len(intents) == 0 {
		return errors.New(`no intent given: say what must hold with --intent, for example --intent "private subnets reach 0.0.0.0/0:443", or ask the built-in policies with --builtin all`)
	}
	plan, err := a.load(name, f.planFlags)
	if err != nil {
		return err
	}
	if !plan.HasNetwork && plan.Mode != planparse.Destroy {
		return fmt.Errorf("%s has no AWS network resource, so there is nothing to judge: give the plan of the configuration that holds the network or the workloads", planName(name))
	}
	if settings.Assumed, err = policies.Assume(plan, policy.Assumptions); err != nil {
		return err
	}
	result := policies.Evaluate(plan, intents, settings)
	gate.excuse(result, policy.Waivers)
	annotate.Place(result, plan)
	r := report.Report{
		Result: result, Version: toolVersion(),
		UndecidedWarns: settings.UndecidedWarns,
		Plan:           report.Plan{FormatVersion: plan.FormatVersion, TerraformVersion: plan.TerraformVersion, Complete: plan.Complete, SHA256: plan.SHA256},
	}
	a.placed(&r, name, f.planFlags, f.outputFlags)
	if err := a.write(outputs, r); err != nil {
		return err
	}
	if err := a.actions(outputs, r, f.outputFlags); err != nil {
		return err
	}
	if code := exitCode(result.Verdict(), settings.UndecidedWarns); code != exitHolds && !f.noFail {
		return verdictError{code}
	}
	return nil
}

// parseIntents adds sentences to the intents of policy files.
func parseIntents(out []policies.Intent, sentences []string) ([]policies.Intent, error) {
	for _, s := range sentences {
		in, err := policies.Parse(s)
		if err != nil {
			return nil, err
		}
		out = append(out, in)
	}
	return out, nil
}
