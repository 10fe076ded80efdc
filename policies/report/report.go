// Package report writes results: one file per format. A format gets a finished
// result and cannot ask the engine anything.
package report

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
)

// Report is what a format writes.
type Report struct {
	*policies.Result
	// Version is that of the tool.
	Version string
	Plan    Plan
	// Color: the output goes to somebody who sees colors.
	Color bool
	// UndecidedWarns: an undecided intent does not gate.
	UndecidedWarns bool
	// Category tells results of one repository apart: those of its root modules.
	Category string
	// Files is the repository, for formats that look at the lines they name; nil when
	// it is not at hand.
	Files fs.FS
	// Limit is how many bytes the place that the result goes to takes; 0 is what is
	// usual for the format.
	Limit int
}

// Plan is what there is to say of the plan file.
type Plan struct {
	// File is its path in the repository, or its name alone when it is not there.
	File                            string
	FormatVersion, TerraformVersion string
	// Complete is nil when the plan does not say.
	Complete *bool
	SHA256   string
}

// Format is an output format.
type Format interface {
	Write(w io.Writer, r Report) error
}

// formats are by their names on the command line.
var formats = map[string]Format{
	"text": text{}, "json": jsonFormat{}, "sarif": sarif{}, "github": github{}, "markdown": markdown{},
	"junit": junit{}, "gitlab": gitlab{}, "rdjson": rdjson{}, "atlantis": atlantis{},
}

// Names are the names of all formats, sorted.
func Names() []string {
	var out []string
	for n := range formats {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// Named is the format of a name.
func Named(name string) (Format, error) {
	if f, ok := formats[name]; ok {
		return f, nil
	}
	return nil, fmt.Errorf("there is no format %q: use one of %s", name, strings.Join(Names(), ", "))
}
