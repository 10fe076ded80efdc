package policies

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// Baseline is the findings of an earlier result. Those that a result still has, and
// that are no worse than they were, are known in it.
type Baseline struct {
	Entries []BaselineEntry
}

// BaselineEntry is a finding of an earlier result, waived or not.
type BaselineEntry struct {
	// Intent is the name of the intent that it was found in.
	Intent string
	// ID, Verdict, Sources, Subnets, Flows and Message are those of the [Finding].
	ID      string
	Verdict Verdict
	Sources []string
	Subnets []string
	Flows   []Flow
	Message string
}

// Excuse makes known what the baseline has. Verdicts, findings and counts stay as they
// are; a notice tells how many entries are gone.
func (b *Baseline) Excuse(r *Result) {
	byID := map[string][]*BaselineEntry{}
	for n := range b.Entries {
		e := &b.Entries[n]
		byID[e.ID] = append(byID[e.ID], e)
	}
	judged, found := map[string]bool{}, map[string]bool{}
	for n := range r.Intents {
		in := &r.Intents[n]
		judged[in.Name] = true
		for m := range in.Findings {
			f := &in.Findings[m]
			found[f.ID] = true
			if f.Known {
				continue
			}
			f.Known = slices.ContainsFunc(byID[f.ID], func(e *BaselineEntry) bool { return e.Intent == in.Name && e.covers(f) })
			f.Recorded = f.Known
		}
	}
	gone := 0
	for _, e := range b.Entries {
		if judged[e.Intent] && !found[e.ID] {
			gone++
		}
	}
	switch gone {
	case 0:
	case 1:
		r.Notices = append(r.Notices, "the baseline holds 1 finding that is gone: write it anew with --format json=FILE")
	default:
		r.Notices = append(r.Notices, fmt.Sprintf("the baseline holds %d findings that are gone: write it anew with --format json=FILE", gone))
	}
}

// covers reports whether the entry is at least as bad as a finding with its id, for all
// of its sources and packets.
func (e *BaselineEntry) covers(f *Finding) bool {
	if e.Verdict.worse(f.Verdict) != e.Verdict {
		return false
	}
	if !among(f.Sources, e.Sources) || !among(f.Subnets, e.Subnets) {
		return false
	}
	if len(f.Flows) == 0 {
		// What no packet tells apart, its reason does.
		return len(e.Flows) == 0 && (e.Message == f.Message || f.Code == EmptySelection && operand(e.Message) == operand(f.Message))
	}
	return flowsCover(e.Flows, f.Flows)
}

// among reports whether all of some addresses are among others.
func among(some, others []string) bool {
	return !slices.ContainsFunc(some, func(a string) bool { return !slices.Contains(others, a) })
}

// flowsCover reports whether every packet of some flows is in others. Flows whose
// packets cannot be told, such as those to a name, are in equal ones only.
func flowsCover(others, flows []Flow) bool {
	had, named := packetsOf(others)
	has, left := packetsOf(flows)
	for _, f := range left {
		if !slices.ContainsFunc(named, func(o Flow) bool { return reflect.DeepEqual(o, f) }) {
			return false
		}
	}
	return had.Covers(has)
}

// operand is what a message about something that selects nothing names, with its
// quotes: what follows is about what else there is.
func operand(message string) string {
	text, err := strconv.QuotedPrefix(message)
	if err != nil {
		return message
	}
	return text
}
