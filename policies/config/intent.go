package config

import (
	"errors"
	"fmt"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/intent"
)

// verbs are the arguments that are verbs of sentences.
var verbs = []struct {
	name string
	verb intent.Verb
	// via: hops belong to it. Nothing gets to what cannot be reached, on any way; with
	// hops it could get there on others.
	via bool
}{
	{"reach", intent.Reach, true},
	{"cannot_reach", intent.CannotReach, false},
	{"reach_only", intent.ReachOnly, true},
	{"reach_exactly", intent.ReachExactly, true},
}

// intent decodes an intent block.
func (d *decoder) intent(x decoded) {
	out := policies.Intent{Name: x.name, Description: x.values["description"].text, Severity: policies.Error, Defined: where(x.block), AllowEmpty: x.values["allow_empty"].truth}
	if v, ok := x.values["severity"]; ok {
		out.Severity = policies.Severity(v.text)
	}
	var ok bool
	if x.has("expect") {
		out.Sentences, ok = d.sentences(x)
	} else {
		out.Sentences, ok = d.composed(x)
	}
	if ok && !x.bad {
		d.policy.Intents = append(d.policy.Intents, out)
	}
}

// sentences are those of expect.
func (d *decoder) sentences(x decoded) ([]policies.Sentence, bool) {
	ok := true
	for _, a := range x.args {
		switch a.name {
		case "from", "except", "via", "reach", "cannot_reach", "reach_only", "reach_exactly":
			d.wrong(a.nameAt, x.String(), fmt.Sprintf("%s stands beside expect", a.name), "An intent has sentences, in expect, or their parts, in arguments such as from and reach: not both.")
			ok = false
		}
	}
	var out []policies.Sentence
	for _, v := range x.items("expect") {
		in, err := policies.Parse(v.text)
		if err != nil {
			d.syntax(v, err, x.block, "The sentence is not understood")
			ok = false
			continue
		}
		out = append(out, in.Sentences...)
	}
	return out, ok
}

// composed are the sentences of arguments: one for each verb.
func (d *decoder) composed(x decoded) ([]policies.Sentence, bool) {
	ok := !x.bad
	var base intent.Intent
	for _, v := range x.items("from") {
		sources, except, err := intent.ParseSources(v.text)
		if err != nil {
			d.syntax(v, err, x.block, "The sources are not understood")
			ok = false
			continue
		}
		if len(except) > 0 && (len(x.items("from")) > 1 || x.has("except")) {
			d.wrong(v.at, x.String(), "except has two readings here", "Write what is not meant into the argument except.")
			ok = false
		}
		base.Sources, base.Except = append(base.Sources, sources...), append(base.Except, except...)
	}
	for _, v := range x.items("except") {
		sources, except, err := intent.ParseSources(v.text)
		if err != nil {
			d.syntax(v, err, x.block, "The sources are not understood")
			ok = false
			continue
		}
		if len(except) > 0 {
			d.wrong(v.at, x.String(), "except has two readings here", "Sources that are not meant have no exceptions themselves.")
			ok = false
		}
		base.Except = append(base.Except, sources...)
	}
	var via []intent.Hops
	for _, v := range x.items("via") {
		hops, err := intent.ParsePath(v.text)
		if err != nil {
			d.syntax(v, err, x.block, "The path is not understood")
			ok = false
			continue
		}
		via = append(via, hops...)
	}
	var out []policies.Sentence
	said, passed := false, false
	for _, verb := range verbs {
		if !x.has(verb.name) {
			continue
		}
		in := base
		in.Verb, said = verb.verb, true
		if verb.via {
			in.Via, passed = via, true
		}
		for _, v := range x.items(verb.name) {
			to, err := intent.ParseDestinations(v.text)
			if err != nil {
				d.syntax(v, err, x.block, "The destination is not understood")
				ok = false
				continue
			}
			in.Destinations = append(in.Destinations, to...)
		}
		out = append(out, policies.Sentence{Intent: in})
	}
	if !ok {
		return nil, false
	}
	return d.whole(x, out, said, passed)
}

// whole checks that the parts of sentences are there, and writes the sentences.
func (d *decoder) whole(x decoded, out []policies.Sentence, said, passed bool) ([]policies.Sentence, bool) {
	switch {
	case !said && !x.has("from"):
		d.wrong(x.header, x.String(), "The intent says nothing", `Write a sentence, expect = "private subnets reach internet:443", or its parts: from and one of reach, cannot_reach, reach_only and reach_exactly.`)
		return nil, false
	case !said:
		d.wrong(x.header, x.String(), "The intent has no verb", "Write what the sources do: reach, cannot_reach, reach_only or reach_exactly = [DESTINATION, …].")
		return nil, false
	case !x.has("from"):
		d.wrong(x.header, x.String(), "The intent has no sources", `Write who it is about: from = "private subnets".`)
		return nil, false
	case x.has("via") && !passed:
		d.wrong(x.values["via"].at, x.String(), "via says how something is reached", `Nothing is, here. For "nothing gets there through a NAT gateway" write the sentence: expect = "… cannot reach … via nat gateway".`)
		return nil, false
	}
	for i := range out {
		out[i].Text = out[i].String()
	}
	return out, true
}

// syntax is for a text that is not what the language of sentences has: the very words
// of it that are wrong, wherever they are written.
func (d *decoder) syntax(v value, err error, b *block, summary string) {
	var wrong *intent.SyntaxError
	if !errors.As(err, &wrong) {
		d.wrong(v.at, b.String(), summary, "%s.", err)
		return
	}
	at, via := v.place(wrong.Offset, wrong.Offset+wrong.Length)
	detail := wrong.Message
	if wrong.Expected != "" {
		detail += ": expected " + wrong.Expected
	}
	detail += "."
	// A text that is not written in one piece is shown as it came out.
	if at.From < v.at.From || at.To > v.at.To || at.File != v.at.File || len(v.pieces) > 1 {
		detail += fmt.Sprintf("\nThe whole of it: %s", wrong.Sentence)
	}
	if via != nil {
		detail += fmt.Sprintf("\nIt is used by %s, at %s.", b, via)
	}
	if wrong.Hint != "" {
		detail += "\nDid you mean: " + wrong.Hint
	}
	d.wrong(at, b.String(), summary, "%s", detail)
}
