package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
)

// placeText is where a finding stands: "main.tf:118", and within a module also where
// that is called, the innermost call first.
func placeText(f policies.Finding) string {
	parts := []string{placeOf(*f.Location)}
	for _, c := range slices.Backward(f.Calls) {
		switch {
		case c.File == "":
			// It stands in a module that is not part of the repository.
		case c.Location == *f.Location:
			parts[0] += ", which calls " + c.Module
		default:
			parts = append(parts, fmt.Sprintf("in %s called at %s", c.Module, placeOf(c.Location)))
		}
	}
	return strings.Join(parts, ", ")
}

func placeOf(l policies.Location) string { return fmt.Sprintf("%s:%d", l.File, l.Line) }
