// Package cli is the command line of tfreach. It runs in process, with streams
// and environment handed in, so that tests need no binary.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/policies/report"
)

// Streams are where a run reads and writes. Results go to Out, messages to Err.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// app is what commands share.
type app struct {
	Streams
	env func(string) (string, bool)
	// opened is what to close in the end.
	opened []io.Closer
}

// Run runs a command line and returns its exit code.
func Run(args []string, s Streams, env func(string) (string, bool)) int {
	a := &app{Streams: s, env: env}
	defer func() {
		for _, c := range a.opened {
			_ = c.Close()
		}
	}()
	help := &witnessed{Writer: s.Out}
	root := a.root(help)
	root.SetArgs(args)
	err := root.Execute()
	if err == nil && help.err != nil {
		err = fmt.Errorf("write the help: %w", help.err)
	}
	var verdict verdictError
	switch {
	case err == nil:
		return exitHolds
	case errors.As(err, &verdict):
		return verdict.code
	}
	_, _ = fmt.Fprint(s.Err, message(err, a.color(s.Err)))
	a.failed(err)
	return exitError
}

// message is an error as people read it. Sentences and policy files show the place, in
// lines of their own; everything else is one line, whatever names and paths it quotes.
func message(err error, color bool) string {
	var wrong config.Diagnostics
	if errors.As(err, &wrong) {
		return diagnosticText(wrong, color)
	}
	var syntax *intent.SyntaxError
	if errors.As(err, &syntax) {
		lines := strings.Split("error: "+syntax.Detail(), "\n")
		for i := range lines {
			lines[i] = report.Clean(lines[i])
		}
		return strings.Join(lines, "\n") + "\n"
	}
	var diags hcl.Diagnostics
	if errors.As(err, &diags) && len(diags) > 0 {
		d := diags[0]
		at := strings.TrimSuffix(err.Error(), diags.Error())
		if d.Subject != nil {
			at += d.Subject.String() + ": "
		}
		return report.Clean("error: "+at+d.Summary+": "+strings.Join(strings.Fields(d.Detail), " ")) + "\n"
	}
	return report.Clean("error: "+err.Error()) + "\n"
}

// witnessed remembers what writing failed with, and hides it: cobra writes help
// and completion scripts, and has no good end for a full disk.
type witnessed struct {
	io.Writer
	err error
}

func (w *witnessed) Write(p []byte) (int, error) {
	if w.err == nil {
		_, w.err = w.Writer.Write(p)
	}
	return len(p), nil
}

// root is the command line, with the writer for what cobra writes by itself.
func (a *app) root(help io.Writer) *cobra.Command {
	c := &cobra.Command{
		Use:   "tfreach",
		Short: "Do packets get out of the planned VPC, and do the answers come back?",
		Long: `tfreach reads a Terraform plan and tells, before anything is applied, whether packets get out of
the planned AWS VPCs and whether the answers come back.`,
		Example: `  # The gate: judge a plan by the policy beside it, tfreach.hcl, or by the built-in ones
  terraform plan -out=tfplan
  tfreach check tfplan

  # Ask one question
  tfreach check tfplan --intent "private subnets reach 0.0.0.0/0:443"

  # Follow one packet, there and back
  tfreach trace tfplan --from aws_instance.app --to 142.250.74.46:443

  # See it work, without a plan of your own
  tfreach demo`,
		Args:          noSuchCommand,
		Version:       versionText(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.SetIn(a.In)
	c.SetOut(help)
	c.SetErr(a.Err)
	c.SetVersionTemplate("{{.Version}}\n")
	c.SetFlagErrorFunc(noSuchFlag)
	c.SetHelpTemplate(helpTemplate)
	c.AddCommand(a.check(), a.trace(), a.refs(), a.validate(), a.fmt(), a.schema(), a.demo(), a.explain(), a.builtin(), a.version())
	c.SetHelpCommand(helpCommand())
	c.InitDefaultCompletionCmd()
	for _, sub := range c.Commands() {
		if sub.Name() == "completion" {
			sub.Args, sub.RunE = noSuchCommand, c.RunE
		}
	}
	return c
}

// helpCommand is cobra's, but for what it makes of a command that there is none
// of: the whole help, and success.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return noSuchCommand(about, rest)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// helpTemplate leads with examples: that is what people look for.
const helpTemplate = `{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}{{end}}
{{if .HasExample}}
Examples:
{{.Example}}
{{end}}
Usage:
  {{.UseLine}}{{if .HasAvailableSubCommands}} COMMAND{{end}}
{{if .HasAvailableSubCommands}}
Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableSubCommands}}
Exit codes: 0 every gated intent holds, 1 one is violated, 2 could not judge, 3 one is undecided.
{{end}}`

// color reports whether output to w is for somebody who sees colors.
func (a *app) color(w io.Writer) bool {
	if v, ok := a.env("NO_COLOR"); ok && v != "" {
		return false
	}
	if v, ok := a.env("FORCE_COLOR"); ok && v != "" && v != "0" {
		return true
	}
	if v, _ := a.env("TERM"); v == "dumb" {
		return false
	}
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// toolVersion is the version that the build gives: of the module when it was
// installed as one, else of the commit.
func toolVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return strings.TrimPrefix(v, "v")
	}
	return "0.0.0-dev"
}
