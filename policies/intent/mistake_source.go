package intent

import (
	"slices"
	"strings"
)

// Words that people write for the nouns and classes of this language.
var (
	workloadWords = strings.Fields(`instance instances ec2 vm vms server servers host hosts machine machines lambda lambdas
		function functions container containers pod pods task tasks node nodes service services app apps application
		applications database databases resource resources`)
	subnetWords = strings.Fields(`subnetwork subnetworks network networks zone zones`)

	articles = all("", "the", "a", "an", "each", "every", "all", "any", "both", "of", "from", "for", "my", "our", "these", "whole")

	sourcePhrases = slices.Concat(
		articles,
		all("workloads", "ec2 instances", "ec2 instance", "lambda functions", "lambda function", "ecs services", "ecs tasks"),
		all("workloads", workloadWords...),
		all("subnets", subnetWords...),
		all("private", "internal"),
		all("public", "external", "dmz"),
	)
	joinPhrases = all("and", "or", "plus", "&", ",", "+", "also", "as well as")

	placePhrases = slices.Concat(articles, all("", "workloads"))
)

func (p *parser) badSource() *SyntaxError {
	w := p.peek(0)
	const expected = "subnets, workloads or an address"
	switch {
	case w.key == "no" || w.key == "none":
		return p.negatedSource(expected)
	case isID(w.text):
		return p.badID(w)
	case w.key == "reach" || w.key == "cannot":
		return p.unexpected(expected + " before the verb")
	case isQuote(firstByte(w.text)) && isAddress(strings.Trim(w.text, `"'`)):
		return p.wrong(w, "an address stands without quotes", expected, strings.Trim(w.text, `"'`))
	case strings.Contains(w.text, "."):
		e := p.unexpected(expected)
		first, rest, _ := strings.Cut(w.text, ".")
		switch typ := underscored(lower(first)); {
		case isAddress(typ + "." + rest):
			e.edits = p.replace(1, typ+"."+rest)
		case resourceTypes["aws_"+typ]:
			e.edits = p.replace(1, "aws_"+typ+"."+rest)
		}
		if e.edits != nil {
			e.Message = quote(w.text) + " is no address"
			return e
		}
	}
	return p.mistake(expected, sourcePhrases, "public", "private", "isolated", "subnets", "workloads", "every")
}

func firstByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[0]
}

// negatedSource mends "no subnets reach X", which says that they cannot.
func (p *parser) negatedSource(expected string) *SyntaxError {
	e := p.wrong(p.peek(0), quote(p.peek(0).text)+" before a source is not understood", expected+`, with "cannot reach" behind it`, "")
	for n := 1; p.peek(n).text != ""; n++ {
		if !p.isReach(n) {
			continue
		}
		from := n
		for from > 1 && slices.Contains(modals, p.peek(from-1).key) {
			from--
		}
		// Two negations say something else.
		if slices.Contains(negations, p.peek(from-1).key) && from > 1 {
			return e
		}
		e.edits = append(p.replace(1, ""), edit{p.peek(from).at, p.peek(n).end(), "cannot reach"})
		return e
	}
	return e
}

// badNoun is the error behind the classes that begin with the first word.
func (p *parser) badNoun(first int) *SyntaxError {
	w := p.peek(0)
	from := p.words[first].at
	adjectives := strings.TrimRight(p.text[from:w.at], " ")
	const expected = `"subnets"`
	e := p.unexpected(expected)
	switch {
	case w.key == "workloads" || slices.Contains(workloadWords, w.key):
		// Classes are of subnets.
		e.edits = []edit{{from, w.end(), "workloads in " + adjectives + " subnets"}}
	case w.text != "" && isLoneAddress(w.text):
		e.edits = []edit{{from, w.at, ""}}
	case w.key == "and" && (p.peek(1).key == "subnets"):
		e.edits = p.replace(1, "")
	case w.key == "or" || w.key == "," || w.key == "&":
		e.edits = p.replace(1, "and")
	case w.text == "" || keywords[w.key] || p.isReach(0):
		e.edits = p.insert("subnets")
	default:
		return p.mistake(expected, sourcePhrases, "subnets", "workloads")
	}
	return e
}

// badPlace is the error behind an "in" that takes an address, or subnets.
func (p *parser) badPlace() *SyntaxError {
	if w := p.peek(0); isID(w.text) {
		return p.badID(w)
	}
	return p.mistake("an address such as module.app or aws_vpc.main", placePhrases)
}

// badTag is the error for a key that is missing, or that is a keyword.
func (p *parser) badTag() *SyntaxError {
	w := p.peek(0)
	e := p.unexpected("KEY or KEY=VALUE")
	switch {
	case w.text == "":
	case strings.Contains(p.peek(1).text, "="):
		// "tagged with KEY=VALUE"
		e.edits = p.replace(1, "")
	default:
		e.Expected += ", or " + quote(w.text) + " in quotes if that is the key"
	}
	return e
}

// spacedTag is the error for "KEY = VALUE" and "KEY =VALUE", behind the key w.
func (p *parser) spacedTag(w word) *SyntaxError {
	sign := p.peek(0)
	e := p.wrong(sign, `a space before "="`, "KEY=VALUE without spaces", "")
	e.edits = []edit{{w.end(), sign.at, ""}}
	if value := p.peek(1); sign.text == "=" && value.text != "" {
		e.edits = append(e.edits, edit{sign.end(), value.at, ""})
	}
	return e
}

// emptyTag is the error for "KEY=", at the word w.
func (p *parser) emptyTag(w word) *SyntaxError {
	e := p.wrong(w, quote(w.text)+" has no value", `KEY=VALUE without spaces, or KEY="" for an empty value`, "")
	if next := p.peek(1); next.text != "" && !keywords[next.key] {
		e.edits = []edit{{w.end(), next.at, ""}}
	} else {
		e.edits = []edit{{w.end(), w.end(), `""`}}
	}
	return e
}

// badInTag is the error for the character i of rest, a key or a value in the
// word w, that needs quotes.
func (p *parser) badInTag(w, rest word, i int) *SyntaxError {
	at := rest.at + i
	r := []rune(p.text[at:])[0]
	c := word{text: string(r), at: at}
	switch r {
	case ',':
		e := p.wrong(c, "a comma in a tag", `quotes around it, or "and tagged" between two tags`, "")
		switch tail, next := p.text[at+1:w.end()], p.peek(1); {
		case strings.Contains(tail, "="):
			e.edits = []edit{{at, at + 1, " and tagged "}}
		case tail == "" && strings.Contains(next.text, "="):
			e.edits = []edit{{at, at + 1, " and tagged"}}
		case tail == "" && slices.Contains(connectives, next.key):
			e.edits = []edit{{at, at + 1, ""}}
		}
		return e
	case '*':
		return p.wrong(c, "tags are compared as they are written", `a tag without "*"; in quotes it is a character like any other`, "")
	case '“', '”', '‘', '’':
		e := p.wrong(c, "a typographic quote", "a plain quote", "")
		for n, q := range p.text[at:w.end()] {
			if strings.ContainsRune("“”", q) {
				e.edits = append(e.edits, edit{at + n, at + n + len(string(q)), `"`})
			} else if strings.ContainsRune("‘’", q) {
				e.edits = append(e.edits, edit{at + n, at + n + len(string(q)), `'`})
			}
		}
		return e
	}
	return p.wrong(c, quote(string(r))+" in a tag", "quotes around the key or the value", "")
}
