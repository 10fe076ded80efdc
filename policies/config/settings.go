package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/go-version"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach/packet"
)

// settings decodes a settings block. There may be several, each with its own arguments.
func (d *decoder) settings(x decoded) {
	for _, a := range x.args {
		if first, again := d.set[a.name]; again && first != a.nameAt {
			d.twice(a.nameAt, first, x.kind, fmt.Sprintf("The setting %q is made twice", a.name))
			continue
		}
		d.set[a.name] = a.nameAt
	}
	s := &d.policy.Settings
	if v, ok := x.values["undecided"]; ok {
		s.Undecided = v.text
	}
	if v, ok := x.values["client_ports"]; ok {
		s.ClientPorts = d.clientPorts(v, x.block)
	}
	if x.has("builtin") {
		s.Builtin = d.builtin(x)
	}
}

// clientPortNames are the ports that clients choose, by what they run on (NACL-7).
// Linux documents 32768-61000 and uses 32768-60999; any is all that AWS documents.
var clientPortNames = []struct {
	name   string
	lo, hi uint16
}{{"linux", 32768, 61000}, {"windows", 49152, 65535}, {"any", 1024, 65535}}

var portRange = regexp.MustCompile(`^([0-9]{1,5})(?:-([0-9]{1,5}))?$`)

func (d *decoder) clientPorts(v value, b *block) *packet.Ports {
	var names []string
	for _, n := range clientPortNames {
		if n.name == v.text {
			ports := packet.PortRange(n.lo, n.hi)
			return &ports
		}
		names = append(names, n.name)
	}
	const forms = `It can be "linux", "windows", "any", or a range such as "1024-65535".`
	m := portRange.FindStringSubmatch(v.text)
	if m == nil {
		at, _ := v.place(0, len(v.text))
		hint := forms
		if like := intent.Nearest(strings.ToLower(v.text), names); like != "" {
			hint = fmt.Sprintf("Did you mean %q?", like)
		}
		d.wrong(at, b.String(), "client_ports cannot be "+quoted(v.text), "%s", hint)
		return nil
	}
	lo, err := strconv.ParseUint(m[1], 10, 16)
	hi := lo
	if err == nil && m[2] != "" {
		hi, err = strconv.ParseUint(m[2], 10, 16)
	}
	if err != nil || hi < lo {
		at, _ := v.place(0, len(v.text))
		d.wrong(at, b.String(), "client_ports cannot be "+quoted(v.text), "A range goes from the lower port to the higher, at most 65535.")
		return nil
	}
	ports := packet.PortRange(uint16(lo), uint16(hi))
	return &ports
}

// builtin are names of built-in policies, some of them with a minus sign, which takes
// them out.
func (d *decoder) builtin(x decoded) []string {
	var out []string
	for _, v := range x.items("builtin") {
		name := strings.TrimPrefix(v.text, "-")
		if v.text != "all" && v.text != "none" && d.options.Builtin != nil && !slices.Contains(d.options.Builtin, name) {
			at, _ := v.place(0, len(v.text))
			d.wrong(at, x.String(), "There is no built-in policy "+quoted(name), "%s", didYouMean(name, append([]string{"all", "none"}, d.options.Builtin...), "There are"))
			continue
		}
		out = append(out, v.text)
	}
	return out
}

// requirements checks that this version of the tool is one of those that a policy asks
// for. That is known before anything else is evaluated.
func (d *decoder) requirements(blocks []*block) {
	for _, b := range blocks {
		if b.kind != "tfreach" {
			continue
		}
		for _, a := range b.args {
			if a.name != "required_version" {
				continue
			}
			if d.require(a, b); d.outdated {
				return
			}
		}
	}
}

func (d *decoder) require(a argument, b *block) {
	t := d.reader(b).term(a.value)
	wanted, err := version.NewConstraint(t.value.text)
	if t.op != constantOp || t.value.kind != textValue || err != nil {
		d.wrong(a.value.Place, b.kind, "The version is not understood", `Write constraints as a text, with commas between them, such as ">= 0.3, < 2.0".`)
		return
	}
	have, err := version.NewVersion(d.options.Version)
	// What was built from a commit has no version to compare.
	if err != nil || have.Core().String() == "0.0.0" || wanted.Check(have.Core()) {
		return
	}
	d.outdated = true
	d.mistakes.list, d.mistakes.seen = nil, nil
	d.wrong(a.value.Place, b.kind, "The policy is for another version of tfreach", "This is %s.", d.options.Version)
}

// assume decodes an assume block.
func (d *decoder) assume(x decoded) {
	out := policies.Assumption{Name: x.name, Defined: where(x.block)}
	out.At = x.values["at"].text
	ok := !x.bad
	for _, v := range x.items("delivers") {
		to, err := intent.ParseDestinations(v.text)
		if err != nil {
			d.syntax(v, err, x.block, "The destination is not understood")
			ok = false
			continue
		}
		out.Delivers = append(out.Delivers, to...)
	}
	if ok {
		d.policy.Assumptions = append(d.policy.Assumptions, out)
	}
}
