package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/intent"
)

// waiver decodes a waiver block.
func (d *decoder) waiver(x decoded) {
	out := policies.Waiver{Name: x.name, Reason: x.values["reason"].text, Owner: x.values["owner"].text, Defined: where(x.block)}
	ok := !x.bad
	if v, given := x.values["intent"]; given {
		out.Intent = v.text
		d.globs = append(d.globs, glob{v, x.block})
	}
	for _, v := range x.items("sources") {
		ok = d.isAddress(v, x.block) && ok
		out.Sources = append(out.Sources, v.text)
	}
	if v, given := x.values["at"]; given {
		ok = d.isAddress(v, x.block) && ok
		out.At = v.text
	}
	if v, given := x.values["code"]; given {
		ok = d.isCode(v, x.block) && ok
		out.Code = v.text
	}
	if v, given := x.values["expires"]; given {
		day, err := time.Parse(time.DateOnly, v.text)
		if err != nil {
			at, _ := v.place(0, len(v.text))
			d.wrong(at, x.String(), quoted(v.text)+" is no day", "Write the last day on which the waiver counts as year-month-day, such as 2027-01-31.")
			ok = false
		}
		out.Expires = day
	}
	if ok {
		d.policy.Waivers = append(d.policy.Waivers, out)
	}
}

// id is what AWS calls an object that is not in the plan.
var id = regexp.MustCompile(`^(?:[a-z]+-[0-9a-z]+|arn:.+)$`)

// isAddress checks an address pattern, or the id of what lies beyond a plan.
func (d *decoder) isAddress(v value, b *block) bool {
	_, err := address.ParsePattern(v.text)
	if err == nil || id.MatchString(v.text) {
		return true
	}
	var wrong *address.SyntaxError
	if !errors.As(err, &wrong) {
		d.wrong(v.at, b.String(), "The address is not understood", "%s.", err)
		return false
	}
	at, _ := v.place(wrong.Offset, wrong.Offset)
	if wrong.Offset < len(v.text) {
		at, _ = v.place(wrong.Offset, len(v.text))
	}
	detail := "Expected " + wrong.Expected + "."
	if wrong.Hint != "" {
		detail += "\nDid you mean: " + wrong.Hint
	}
	d.wrong(at, b.String(), "The address is not understood", "%s", detail)
	return false
}

// isCode checks a code of findings.
func (d *decoder) isCode(v value, b *block) bool {
	at, _ := v.place(0, len(v.text))
	if v.text == string(policies.EmptySelection) {
		d.wrong(at, b.String(), "This cannot be waived", "An intent that selects nothing proves nothing. Where that is meant, say so in the intent: allow_empty = true.")
		return false
	}
	var codes []string
	for _, e := range policies.Codes {
		codes = append(codes, string(e.Code))
	}
	if slices.Contains(codes, v.text) {
		return true
	}
	detail := "tfreach explain lists the codes."
	if like := intent.Nearest(strings.ToUpper(v.text), codes); like != "" {
		detail = fmt.Sprintf("Did you mean %q?", like)
	}
	d.wrong(at, b.String(), "There is no code "+quoted(v.text), "%s", detail)
	return false
}

// glob is the name of intents in a waiver.
type glob struct {
	value
	block *block
}

// unmatched warns of waivers that are about no intent of the policy, nor about one that
// is built in.
func (d *decoder) unmatched() {
	var names []string
	for key := range d.names {
		if name, ok := strings.CutPrefix(key, "intent "); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	names = append(names, d.options.Intents...)
	for _, g := range d.globs {
		if len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return policies.MatchesName(g.text, n) }) {
			continue
		}
		detail := "It covers nothing."
		if like := intent.Nearest(g.text, names); like != "" {
			detail = fmt.Sprintf("It covers nothing. Did you mean %q?", like)
		}
		at, _ := g.place(0, len(g.text))
		d.add(Diagnostic{Severity: Warning, Summary: "No intent is called " + quoted(g.text), Detail: detail, Block: g.block.String(), Place: at})
	}
}
