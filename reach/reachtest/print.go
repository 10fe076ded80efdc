package reachtest

import (
	"strings"

	"github.com/tfreach/tfreach/reach"
)

// Print writes a network as text. Parse makes the same network of it if the
// network is one of those that a text can describe; of other networks it is a
// description for people.
func Print(n *reach.Network) string {
	p := &printer{network: n}
	for _, k := range kinds {
		k.print(p)
	}
	return p.text.String()
}

type printer struct {
	network *reach.Network
	text    strings.Builder
	line    []string
}

func (p *printer) begin(words ...string) { p.line = words }

func (p *printer) add(words ...string) { p.line = append(p.line, words...) }

// option adds a part behind a comma.
func (p *printer) option(words ...string) {
	p.line[len(p.line)-1] += ","
	p.add(words...)
}

// flag adds an option that says by standing there that a fact is true.
func (p *printer) flag(word string, f reach.Fact[bool]) {
	switch {
	case f.Why != nil:
		p.option(word, unknownWord)
	case f.Value:
		p.option(word)
	}
}

func (p *printer) end() { p.text.WriteString(strings.Join(p.line, " ") + "\n") }

func (p *printer) rule(text string) { p.text.WriteString("  " + text + "\n") }

// name is the name of an object in a text.
func name(o reach.Object) string {
	_, after, _ := strings.Cut(o.At().Address, ".")
	return after
}

// nameElsewhere is how other statements name the object. What a VPC has from the
// start goes by the address that a resource adopting it would have.
func nameElsewhere(o reach.Object) string {
	kind, rest, _ := strings.Cut(o.At().Address, ".")
	switch o.At().Attribute {
	case ownTable:
		return mainAddress + "." + rest
	case ownACL:
		return defaultACLAddress + "." + rest
	case ownGroup:
		return defaultGroupAddress + "." + rest
	}
	switch kind {
	case mainAddress, defaultACLAddress, defaultGroupAddress:
		return o.At().Address
	}
	return rest
}

func refText[T object](r reach.Ref[T]) string {
	var parts []string
	for _, t := range r.To {
		parts = append(parts, nameElsewhere(t))
	}
	if r.Open {
		parts = append(parts, unknownWord)
	}
	return strings.Join(parts, "|")
}

func refsText[T object](r reach.Refs[T]) string {
	var parts []string
	for _, item := range r.Items {
		parts = append(parts, refText(item))
	}
	if r.Why != nil {
		parts = append(parts, moreWord)
	}
	return strings.Join(parts, "+")
}
