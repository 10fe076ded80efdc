package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/intent"
)

// decoder makes a policy of blocks.
type decoder struct {
	scope
	options Options
	policy  Policy
	// names are where blocks are, by their kind and name; set where settings are.
	names, set map[string]Place
	// outdated: the tool is none of the versions that the policy asks for.
	outdated bool
	// globs are the names in waivers, to be compared with all intents.
	globs []glob
}

// decoded are the arguments of a block by their names, less those that are null.
type decoded struct {
	*block
	values map[string]value
	// bad: an argument is wrong, so that what depends on all of them is not looked at.
	bad bool
}

// items are the texts of an argument that takes one or several.
func (x decoded) items(name string) []value {
	v, ok := x.values[name]
	switch {
	case !ok:
		return nil
	case v.kind == listValue:
		return v.list
	}
	return []value{v}
}

func (x decoded) has(name string) bool {
	_, ok := x.values[name]
	return ok
}

// maxNames is how many blocks a policy may have, and how many local values.
const maxNames = 5000

// few checks that: names are compared with each other.
func (d *decoder) few(blocks []*block) bool {
	locals := 0
	for i, b := range blocks {
		if b.kind == "locals" {
			locals += len(b.args)
		}
		if i == maxNames || locals > maxNames {
			d.wrong(b.header, b.String(), "The policy is too large", "It has at most %d blocks, and as many local values.", maxNames)
			return false
		}
	}
	return true
}

// define enters the local values of all blocks, and evaluates them.
func (d *decoder) define(blocks []*block) {
	for _, b := range blocks {
		if b.kind != "locals" {
			continue
		}
		r := d.reader(b)
		for _, a := range b.args {
			if first := d.locals[a.name]; first != nil {
				d.twice(a.nameAt, first.nameAt, b.kind, fmt.Sprintf("The local value %q is defined twice", a.name))
				continue
			}
			d.locals[a.name] = &definition{nameAt: a.nameAt, term: r.term(a.value)}
			d.scope.names = append(d.scope.names, a.name)
		}
	}
	for _, name := range d.scope.names {
		d.scope.define(d.locals[name])
	}
}

func (d *decoder) reader(b *block) *reader {
	return &reader{mistakes: d.mistakes, block: b.String(), file: b.header.File, text: b.header.File.Text}
}

// twice is for what can be there once only.
func (d *decoder) twice(at, first Place, block, summary string) {
	d.add(Diagnostic{Severity: Error, Summary: summary, Detail: "Change or remove one of the two.", Block: block, Place: at, First: &first})
}

// block decodes one block.
func (d *decoder) block(b *block) {
	k, _ := kindOf(b.kind)
	if k.named {
		if strings.TrimSpace(b.name) == "" {
			d.wrong(b.nameAt, b.kind, "The name is empty", "Results call the block by its name.")
			return
		}
		key := b.kind + " " + b.name
		if first, again := d.names[key]; again {
			d.twice(b.nameAt, first, "", fmt.Sprintf("There are two %s blocks called %q", b.kind, b.name))
			return
		}
		d.names[key] = b.nameAt
	}
	switch b.kind {
	case "intent":
		d.intent(d.arguments(b, k))
	case "settings":
		d.settings(d.arguments(b, k))
	case "assume":
		d.assume(d.arguments(b, k))
	case "waiver":
		d.waiver(d.arguments(b, k))
	case "tfreach":
		d.arguments(b, k)
	}
}

// arguments evaluates the arguments of a block, and checks them by themselves.
func (d *decoder) arguments(b *block, k *kind) decoded {
	out := decoded{block: b, values: map[string]value{}, bad: b.bad}
	r := d.reader(b)
	seen := map[string]Place{}
	for _, a := range b.args {
		p := k.argument(a.name)
		if p == nil {
			out.bad = true
			seen[d.unknownArgument(a, k, b)] = a.nameAt
			continue
		}
		if first, again := seen[a.name]; again {
			out.bad = true
			d.twice(a.nameAt, first, b.String(), fmt.Sprintf("The argument %q is set twice", a.name))
			continue
		}
		seen[a.name] = a.nameAt
		v := d.evaluate(r.term(a.value), b.String())
		if v.kind == absent {
			continue
		}
		if !d.fits(v, p, b) {
			out.bad = true
			continue
		}
		out.values[a.name] = v
	}
	for _, p := range k.args {
		// One that was misspelt has been told of.
		if _, written := seen[p.name]; p.required && (!written || !out.bad && !out.has(p.name)) {
			out.bad = true
			d.wrong(b.header, b.String(), fmt.Sprintf("The argument %q is missing", p.name), "%s", p.about)
		}
	}
	return out
}

// unknownArgument puts an argument on record that its block does not have, and returns
// the one that is likely meant, if any.
func (d *decoder) unknownArgument(a argument, k *kind, b *block) string {
	meant := argumentWords[a.name]
	if k.argument(meant) == nil {
		meant = intent.Nearest(strings.ToLower(a.name), k.names())
	}
	detail := fmt.Sprintf("Did you mean %q?", meant)
	if meant == "" {
		detail = "Its arguments are: " + strings.Join(k.names(), ", ") + "."
	}
	d.wrong(a.nameAt, b.String(), fmt.Sprintf("There is no argument %q in %s", a.name, article(b.kind)), "%s", detail)
	return meant
}

// fits checks what a value is against what an argument takes.
func (d *decoder) fits(v value, p *parameter, b *block) bool {
	switch {
	case v.kind == bad:
		return false
	case p.form == truth && v.kind != truthValue:
		d.wrong(v.at, b.String(), "true or false is expected", "%s is %s here.", p.name, v.kind)
		return false
	case p.form == oneText:
		return d.isText(v, p, b)
	case p.form == texts && v.kind == listValue:
		if len(v.list) == 0 {
			d.wrong(v.at, b.String(), "The list is empty", "Leave %s out, or write something into it. %s", p.name, p.about)
			return false
		}
		ok := true
		for _, item := range v.list {
			ok = d.isText(item, p, b) && ok
		}
		return ok
	case p.form == texts:
		return d.isText(v, p, b)
	}
	return true
}

func (d *decoder) isText(v value, p *parameter, b *block) bool {
	switch {
	case v.kind != textValue:
		wanted := "A text is expected"
		if p.form == texts {
			wanted = "A text or a list of texts is expected"
		}
		d.wrong(v.at, b.String(), wanted, "This is %s. %s", v.kind, p.about)
		return false
	case strings.TrimSpace(v.text) == "":
		d.wrong(v.at, b.String(), "The text is empty", "Leave %s out, or write something into it. %s", p.name, p.about)
		return false
	case len(v.text) > intent.MaxLength:
		d.wrong(v.at, b.String(), "The text is too long", "A text has at most %d bytes.", intent.MaxLength)
		return false
	case len(p.words) > 0 && !slices.Contains(p.words, v.text):
		at, _ := v.place(0, len(v.text))
		d.wrong(at, b.String(), fmt.Sprintf("%s cannot be %s", p.name, quoted(v.text)), "%s", didYouMean(v.text, p.words, "It can be"))
		return false
	}
	return true
}

// where is a block in a result; nil for a file outside of the repository.
func where(b *block) *policies.Location {
	f := b.header.File
	if f.Path == "" {
		return nil
	}
	from, _ := f.line(b.header.From)
	to, _ := f.line(max(b.header.From, b.header.To-1))
	return &policies.Location{File: f.Path, Line: from, EndLine: to}
}
