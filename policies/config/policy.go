package config

import (
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach/packet"
)

// Policy is what policy files say, in their order.
type Policy struct {
	Intents     []policies.Intent
	Assumptions []policies.Assumption
	Waivers     []policies.Waiver
	Settings    Settings
	// Warnings are what is likely to be a mistake.
	Warnings Diagnostics
}

// Settings are what a policy sets for all intents.
type Settings struct {
	// Undecided is what an undecided intent does, "fail" or "warn"; empty when the
	// policy does not say.
	Undecided string
	// ClientPorts are the ports that clients choose; nil when the policy does not say.
	ClientPorts *packet.Ports
	// Builtin are the names of the built-in policies that it asks for, "all" or "none",
	// and, behind a minus sign, those that it does not want; nil when it does not say.
	Builtin []string
}

// Options are what a policy is read with.
type Options struct {
	// Version is that of the tool; empty when it is not known, so that no policy can
	// ask for another.
	Version string
	// Builtin are the names of the built-in policies; nil when they are not known, so
	// that none is wrong.
	Builtin []string
	// Intents are the names of intents that waivers may be about beside those of the
	// policy: of the built-in ones.
	Intents []string
}

// Parse makes a policy of the text of one file. The name is for messages, and for where
// intents are defined. An error is of type [Diagnostics].
func Parse(text []byte, name string) (*Policy, error) {
	return Merge([]*File{{Name: name, Path: name, Text: text}}, Options{})
}

// Merge makes one policy of files. An error is of type [Diagnostics]: all mistakes, in
// the order of the files.
func Merge(files []*File, o Options) (*Policy, error) {
	d := decoder{options: o, scope: scope{mistakes: &mistakes{}, locals: map[string]*definition{}}, names: map[string]Place{}, set: map[string]Place{}}
	var blocks []*block
	unparsed := false
	for _, f := range files {
		parsed, diags := f.parse()
		for _, x := range diags {
			d.add(*x)
		}
		if unparsed = unparsed || parsed == nil; parsed != nil {
			blocks = append(blocks, f.blocks(parsed, d.mistakes)...)
		}
	}
	// A version that cannot read a policy finds mistakes in it that are none. What
	// cannot be parsed may have values that others refer to.
	if d.requirements(blocks); d.outdated || unparsed {
		return nil, d.sorted(files)
	}
	if d.few(blocks) {
		d.define(blocks)
		for _, b := range blocks {
			d.block(b)
		}
		d.unmatched()
	}
	list := d.sorted(files)
	if list.HasErrors() {
		return nil, list
	}
	d.policy.Warnings = list
	return &d.policy, nil
}
