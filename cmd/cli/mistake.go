package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tfreach/tfreach/policies/intent"
)

// likely is the name that a misspelt one means: one that begins with it, else the
// nearest one when only few letters differ; empty when there is none.
func likely(name string, among []string) string {
	best, at := "", max(2, len(name)/2)
	for _, n := range among {
		if d := intent.Distance(strings.ToLower(name), strings.ToLower(n), at); d < at {
			best, at = n, d
		}
	}
	if best != "" || len(name) < 3 {
		return best
	}
	for _, n := range among {
		if strings.HasPrefix(strings.ToLower(n), strings.ToLower(name)) {
			return n
		}
	}
	return ""
}

// noSuchCommand refuses what is no command. The root takes no arguments of its
// own.
func noSuchCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	end := c.CommandPath() + " --help lists the commands"
	if like := likely(args[0], names); like != "" {
		end = fmt.Sprintf("did you mean %s?", like)
	} else if info, err := os.Stat(args[0]); err == nil && info.Mode().IsRegular() {
		end = fmt.Sprintf("did you mean %s check %s?", c.CommandPath(), args[0])
	}
	return fmt.Errorf("unknown command %q; %s", args[0], end)
}

func noArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no arguments: %q is one too many", c.Name(), args[0])
}

// noSuchFlag tells of a misspelt flag which one it may mean.
func noSuchFlag(c *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	if !errors.As(err, &missing) || missing.GetSpecifiedName() == "" {
		return err
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if name, _, spaced := strings.Cut(missing.GetSpecifiedName(), " "); spaced && c.Flags().Lookup(name) != nil {
		return fmt.Errorf("%w: it and its value are one argument here; write --%s=VALUE", err, name)
	}
	if like := likely(missing.GetSpecifiedName(), names); like != "" {
		return fmt.Errorf("%w; did you mean --%s?", err, like)
	}
	return fmt.Errorf("%w; %s --help lists the flags", err, c.CommandPath())
}
