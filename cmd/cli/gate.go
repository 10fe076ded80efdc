package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/report"
)

// gateFlags say what does not gate though it is violated.
type gateFlags struct {
	baseline string
	newOnly  bool
	now      string

	changed func(flag string) bool
}

func (f *gateFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.baseline, "baseline", "", "an earlier result, a `file` of --format json: what it has does not gate")
	c.Flags().BoolVar(&f.newOnly, "new-only", false, "what fails before this plan as well does not gate")
	c.Flags().StringVar(&f.now, "now", "", "the `day` on which waivers are judged, as 2027-01-31 (default: today, UTC)")
	f.changed = c.Flags().Changed
}

// gate is what gateFlags say, read.
type gate struct {
	baseline *policies.Baseline // nil for none
	now      time.Time
}

func (f *gateFlags) read() (*gate, error) {
	g := &gate{now: time.Now()}
	if f.changed("now") {
		day, err := time.Parse(time.DateOnly, f.now)
		if err != nil {
			return nil, fmt.Errorf("--now takes a day as 2027-01-31, not %q", f.now)
		}
		g.now = day
	}
	switch {
	case !f.changed("baseline"):
		return g, nil
	case f.baseline == "":
		return nil, errors.New("--baseline names nothing; leave it out, or give it a file of --format json")
	}
	file, err := os.Open(f.baseline)
	if err != nil {
		return nil, fmt.Errorf("--baseline: %w", err)
	}
	defer func() { _ = file.Close() }()
	if g.baseline, err = report.ReadBaseline(file); err != nil {
		return nil, fmt.Errorf("--baseline %s: %w", f.baseline, err)
	}
	return g, nil
}

// excuse excuses what the baseline has and what waivers cover. What is not new has been
// excused by the judge (policies.Settings.NewOnly).
func (g *gate) excuse(r *policies.Result, waivers []policies.Waiver) {
	if g.baseline != nil {
		g.baseline.Excuse(r)
	}
	policies.Waive(r, waivers, g.now)
}
