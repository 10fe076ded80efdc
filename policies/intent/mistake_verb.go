package intent

import (
	"slices"
	"strings"
)

var (
	// modals may stand before a verb, negations turn it around.
	modals = strings.Fields(`must can should may might will would shall could do does did is are be able allowed to ever only
		have has need needs always`)
	negations = strings.Fields(`not never cannot cant can't don't dont doesn't doesnt mustn't mustnt shouldn't shouldnt won't
		wont couldn't isn't aren't no can’t don’t doesn’t mustn’t shouldn’t won’t`)
	reachWords = strings.Fields(`access accesses connect connects talk talks contact contacts get gets go goes hit hits see sees
		use uses reaching reached communicate communicates egress send sends speak speaks`)
	// reachTails may stand between such a verb and its object.
	reachTails = strings.Fields(`to out with at traffic`)
	arrows     = strings.Fields(`-> --> => ==> → ⇒ > >>`)

	tailPhrases = slices.Concat(
		all("except", "except for", "but not", "other than", "apart from", "excluding", "without", "besides", "minus", "but"),
		all("tagged", "with the tag", "with the tags", "with a tag", "with tag", "with tags", "having tag", "having tags", "having the tag",
			"where tag", "that have tag", "with label", "with labels", "having", "where", "with", "tag", "tags", "labelled", "labeled", "label"),
		all("in", "on", "within", "inside", "of", "from", "at", "under", "inside of"),
		joinPhrases,
	)
)

// isReach reports whether the nth word from here is the verb or a word for it.
func (p *parser) isReach(n int) bool {
	k := p.peek(n).key
	return k == "reach" || slices.Contains(reachWords, k)
}

const verbForms = "a verb (reach, cannot reach, reach only, reach exactly)"

// badVerb is the error where a source may go on, or the verb may come.
func (p *parser) badVerb(in *Intent) *SyntaxError {
	if e := p.otherVerb(); e != nil {
		return e
	}
	return p.badSourceTail(in, verbForms)
}

// badSourceTail is the error behind a source. What could come next is more of
// the sources, or last.
func (p *parser) badSourceTail(in *Intent, last string) *SyntaxError {
	w, subject := p.peek(0), p.words[p.subject]
	addressed := isLoneAddress(subject.text)
	expected := `"and" or ` + last
	if len(in.Except) == 0 {
		expected = `"and", "except" or ` + last
	}
	if !addressed {
		expected = `"tagged", "in", ` + expected
	}
	e := p.unexpected(expected)
	switch {
	case w.text == "":
		return e
	case addressed && (w.key == "tagged" || w.key == "in"):
		e.Message = "an address takes no filter"
		return e
	case isLoneAddress(w.text) && !addressed:
		// "subnet aws_subnet.a": the address says all.
		e.edits = []edit{{subject.at, w.at, ""}}
		return e
	case strings.Contains(w.text, "=") && !addressed:
		e.edits = p.insert("tagged")
		return e
	case w.key == "workloads" && !addressed:
		e.edits = []edit{{subject.at, w.end(), "workloads in " + strings.TrimRight(p.text[subject.at:w.at], " ")}}
		return e
	}
	return p.mistake(expected, tailPhrases, "reach", "cannot", "must", "can", "should", "only", "tagged", "in", "and", "except")
}

// otherVerb is the error for a verb in words of its own, such as "do not talk
// to"; nil when none comes next.
func (p *parser) otherVerb() *SyntaxError {
	n, negative, only, arrow, verb := 0, false, false, false, false
	for ; ; n++ {
		k := p.peek(n).key
		switch {
		case slices.Contains(negations, k):
			negative = true
		case k == "only" || k == "just":
			only = true
		case slices.Contains(arrows, k):
			arrow = true
		case p.isReach(n):
			verb = true
		case slices.Contains(modals, k), verb && slices.Contains(reachTails, k):
		default:
			k = ""
		}
		if k == "" {
			break
		}
	}
	// "to" alone is a verb of the kind "from A to B".
	if n == 0 || !verb && !arrow && !(n == 1 && p.at("to")) {
		return nil
	}
	means := "reach"
	if negative {
		means = "cannot reach"
	} else if only {
		means = "reach only"
	}
	words := word{text: p.text[p.peek(0).at:p.peek(n-1).end()], at: p.peek(0).at}
	return p.wrong(words, quote(words.text)+" is not understood", verbForms, means)
}
