package metamorphic_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach/packet"
)

// depth is how much two plans that say the same have in common.
type depth int

const (
	// codes: the verdict of every intent, and of every source in it; what drops its
	// packets, and on which leg.
	codes depth = iota
	// culprits: which resource does, and which attribute of it.
	culprits
)

// outcome is what becomes of the sentences: a line for each source
// and what is wrong with it.
func outcome(results []policies.IntentResult, d depth) []string {
	var out []string
	for _, r := range results {
		affected := map[string]bool{}
		for _, f := range r.Findings {
			sources := f.Sources
			if len(sources) == 0 {
				sources = []string{"(no source)"}
			}
			for _, s := range sources {
				affected[s] = true
				out = append(out, fmt.Sprintf("%s | %s | %s", r.Text, s, wrong(f, d)))
			}
		}
		for _, s := range r.Sources {
			if !affected[s] {
				out = append(out, fmt.Sprintf("%s | %s | %s", r.Text, s, policies.Holds))
			}
		}
		out = append(out, fmt.Sprintf("%s | all | %s", r.Text, r.Verdict))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// wrong is what a finding says of each of its sources, as far as it does not hang on
// what comes first: of what is open that is named, and the elements of a set have
// numbers.
func wrong(f policies.Finding, d depth) string {
	switch {
	case f.Verdict != policies.Violated:
		return string(f.Verdict)
	case d < culprits:
		return fmt.Sprintf("%s %v %s", f.Verdict, f.Leg, f.Code)
	}
	return fmt.Sprintf("%s %v %s %s %s", f.Verdict, f.Leg, f.Code, number.ReplaceAllString(f.Address, ""), number.ReplaceAllString(f.Attribute, ""))
}

// number is the key of an instance, or of an element.
var number = regexp.MustCompile(`\[[^\]]*\]$`)

// A standing is what becomes of a subject.
type standing struct {
	results []policies.IntentResult
	fates   map[string]fates // nil where they are not compared
	hosts   packet.Addrs     // that interfaces are known to have
}

// judge judges a subject.
func (s subject) judge(t *testing.T) standing {
	t.Helper()
	return judge(t, s.read(t), s.sentences)
}

func judge(t *testing.T, p *planparse.Plan, sentences []string) standing {
	t.Helper()
	return standing{evaluate(t, p, sentences), fatesOf(p.After), hostsOf(p.After)}
}

// bases are the standings of the subjects as they are.
var bases = map[string]standing{}

// base is the standing of a subject as it is.
func base(t *testing.T, s subject) standing {
	t.Helper()
	b, known := bases[s.name]
	if !known {
		b = s.judge(t)
		bases[s.name] = b
	}
	return b
}

// same reports whether two subjects that say the same fare the same. rename puts the
// names of the first into those of the second; nil where they are the same.
func same(t *testing.T, name string, was, is standing, d depth, rename func(string) string) bool {
	t.Helper()
	if rename == nil {
		rename = func(s string) string { return s }
	}
	want := each(outcome(was.results, d), rename)
	slices.Sort(want)
	diff := cmp.Diff(want, outcome(is.results, d))
	if diff != "" {
		t.Errorf("%s: other verdicts than before:\n%s", name, diff)
	}
	if was.fates == nil {
		return diff == ""
	}
	if len(was.fates) != len(is.fates) {
		t.Errorf("%s: %d sources, before %d", name, len(is.fates), len(was.fates))
		return false
	}
	for at, was := range was.fates {
		is, has := is.fates[rename(at)]
		if !has {
			t.Errorf("%s: no source %s", name, rename(at))
			return false
		}
		if !was.equal(is) {
			t.Errorf("%s: packets from %s fare otherwise than before", name, at)
			return false
		}
	}
	return diff == ""
}

// tally is how many intents were compared, by verdict.
type tally map[policies.Verdict]int

func (n tally) add(s standing) {
	for _, r := range s.results {
		n[r.Verdict]++
	}
}

// enough: a comparison in which everything has one verdict says little.
func (n tally) enough(t *testing.T) {
	t.Helper()
	if n[policies.Holds] < 10 || n[policies.Violated] < 10 {
		t.Errorf("compared only %v", n)
	}
	t.Logf("intents compared: %d hold, %d are violated, %d undecided", n[policies.Holds], n[policies.Violated], n[policies.Undecided])
}
