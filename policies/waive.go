package policies

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tfreach/tfreach/planparse/address"
)

// soonDays is how long before its last day a waiver is warned of.
const soonDays = 14

// Waive excuses the findings that waivers cover on the day of now, in UTC. Verdicts,
// findings and counts stay as they are. What is to be said of the waivers themselves
// becomes warnings: which have expired or are about to, cover nothing, or just a part
// of a finding.
func Waive(result *Result, waivers []Waiver, now time.Time) {
	today := day(now)
	uses := make([]*use, len(waivers))
	for n := range waivers {
		uses[n] = newUse(&waivers[n], today)
	}
	for n := range result.Intents {
		in := &result.Intents[n]
		var about []*use
		for _, u := range uses {
			if MatchesName(u.Intent, in.Name) {
				u.met = true
				about = append(about, u)
			}
		}
		for m := range in.Findings {
			waiveFinding(about, in.Name, &in.Findings[m])
		}
	}
	for _, u := range uses {
		for _, text := range u.warnings(result, today) {
			result.Warnings = append(result.Warnings, Caution{text, u.Defined})
		}
	}
}

// waiveFinding looks among the waivers about its intent for that of one finding: the one
// that lasts longest. One that has expired is not said to be missed where another is
// there.
func waiveFinding(about []*use, intent string, f *Finding) {
	if f.Code == EmptySelection {
		return
	}
	var expired []*use
	for _, u := range about {
		if u.Code != "" && u.Code != string(f.Code) {
			continue
		}
		switch touches, left := u.holds(f); {
		case !touches || left != "" && u.expired:
		case left != "":
			u.partial = append(u.partial, fmt.Sprintf("the finding %s at %s in %q: %s", f.Code, cmp.Or(f.Address, "the plan as a whole"), intent, left))
		case u.expired:
			expired = append(expired, u)
		default:
			u.covers = true
			if f.Waived == nil || f.Waived.Expires.Before(u.Expires) {
				f.Waived = u.Waiver
			}
		}
	}
	if f.Waived != nil {
		return
	}
	for _, u := range expired {
		if !slices.Contains(u.missed, intent) {
			u.missed = append(u.missed, intent)
		}
	}
}

// use is what a waiver comes to in a result.
type use struct {
	*Waiver
	expired bool
	// sources and at are the patterns of those names; none narrows nothing.
	sources, at []pattern

	met    bool // there is an intent that it is about
	covers bool
	// missed are the intents that it would cover findings of, had it not expired.
	missed []string
	// partial are findings of which it covers a part, with what it leaves out.
	partial []string
}

func newUse(w *Waiver, today time.Time) *use {
	u := &use{Waiver: w, expired: day(w.Expires).Before(today)}
	if w.At != "" {
		u.at = []pattern{patternOf(w.At)}
	}
	for _, s := range w.Sources {
		u.sources = append(u.sources, patternOf(s))
	}
	return u
}

// holds says whether a waiver touches a finding of an intent that it is about, and
// what of it the waiver leaves out; empty when it covers all.
func (u *use) holds(f *Finding) (touches bool, left string) {
	culprits := f.Addresses
	if len(culprits) == 0 {
		culprits = []string{f.Address}
	}
	var texts []string
	touches = true
	narrow := func(attribute string, patterns []pattern, among []string) {
		if len(patterns) == 0 {
			return
		}
		var others []string
		for _, a := range among {
			if !slices.ContainsFunc(patterns, func(p pattern) bool { return p.matches(a) }) {
				others = append(others, a)
			}
		}
		touches = touches && len(others) < len(among)
		if len(others) > 0 {
			texts = append(texts, attribute+" leaves out "+few(others))
		}
	}
	narrow("sources", u.sources, f.Sources)
	narrow("at", u.at, culprits)
	return touches, strings.Join(texts, ", ")
}

// warnings are what is to be said of a waiver once all findings have been looked at.
func (u *use) warnings(r *Result, today time.Time) []string {
	name := fmt.Sprintf("waiver %q", u.Name)
	last := u.Expires.Format(time.DateOnly)
	var out []string
	switch left := int(day(u.Expires).Sub(today).Hours() / 24); {
	case len(u.missed) > 0:
		out = append(out, fmt.Sprintf("%s of %s expired on %s and covers nothing any more in %s: mend what it was for, or agree on a new day", name, u.Owner, last, few(quoted(u.missed))))
	case u.expired:
		out = append(out, fmt.Sprintf("%s of %s expired on %s, and without it nothing more gates: take it away", name, u.Owner, last))
	case u.covers && left <= soonDays:
		out = append(out, fmt.Sprintf("%s of %s expires on %s, %s: after that what it covers gates", name, u.Owner, last, inDays(left)))
	case !u.covers && !u.met:
		out = append(out, fmt.Sprintf("%s of %s covers nothing: no intent is called %q%s", name, u.Owner, u.Intent, nearText(near(u.Intent, names(r)))))
	case !u.covers && len(u.partial) == 0:
		out = append(out, fmt.Sprintf("%s of %s covers nothing in this plan: take it away if what it was for is mended%s", name, u.Owner, u.missedBy(r)))
	}
	for _, p := range u.partial {
		out = append(out, fmt.Sprintf("%s of %s does not count for %s; a waiver counts for a finding as a whole", name, u.Owner, p))
	}
	return out
}

// missedBy is the end of a message about a waiver that covers nothing: the findings that
// it would be about but for its sources, its culprit or its code.
func (u *use) missedBy(r *Result) string {
	var found []string
	for _, in := range r.Intents {
		for _, f := range in.Findings {
			if MatchesName(u.Intent, in.Name) && f.Code != EmptySelection && f.Waived == nil {
				found = append(found, fmt.Sprintf("%s at %s for %s", f.Code, cmp.Or(f.Address, "the plan as a whole"), few(f.Sources)))
			}
		}
	}
	if len(found) == 0 {
		return ""
	}
	if len(found) > 3 {
		found = append(found[:3], fmt.Sprintf("%d more", len(found)-3))
	}
	return "; what it does not match is " + strings.Join(found, ", and ")
}

func names(r *Result) []string {
	var out []string
	for _, i := range r.Intents {
		out = append(out, i.Name)
	}
	return out
}

func quoted(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = fmt.Sprintf("%q", t)
	}
	return out
}

// inDays is a number of days from now in words.
func inDays(n int) string {
	switch n {
	case 0:
		return "which is today"
	case 1:
		return "which is tomorrow"
	}
	return fmt.Sprintf("in %d days", n)
}

// day is the beginning of a day in UTC.
func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// pattern names addresses, as far as it is one of addresses; every text names
// itself, such as an id of something beyond the plan.
type pattern struct {
	text string
	address.Pattern
}

func patternOf(text string) pattern {
	p, err := address.ParsePattern(text)
	if err != nil {
		p = address.Pattern{}
	}
	return pattern{text, p}
}

func (p pattern) matches(text string) bool {
	if p.text == text {
		return true
	}
	r, err := address.Parse(text)
	return err == nil && p.Match(r)
}

// MatchesName reports whether a pattern in which * stands for any text names a name.
func MatchesName(pattern, name string) bool {
	first, rest, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == name
	}
	name, ok := strings.CutPrefix(name, first)
	for ok {
		var part string
		if part, rest, wild = strings.Cut(rest, "*"); !wild {
			return strings.HasSuffix(name, part)
		}
		_, name, ok = strings.Cut(name, part)
	}
	return false
}
