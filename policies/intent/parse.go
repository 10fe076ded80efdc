package intent

import (
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
)

// Parse reads a sentence. Any error is a *[SyntaxError].
func Parse(sentence string) (Intent, error) {
	return read(sentence, rule{(*parser).intent, Intent.String, "private subnets reach internet:443 via nat"})
}

// ParseSources reads the part of a sentence before its verb. Any error is a
// *[SyntaxError].
func ParseSources(text string) (sources, except []Source, err error) {
	in, err := read(text, rule{(*parser).sources, printSources, "private subnets"})
	return in.Sources, in.Except, err
}

// ParseDestinations reads the part of a sentence behind its verb, without a
// path. Any error is a *[SyntaxError].
func ParseDestinations(text string) ([]Destination, error) {
	in, err := read(text, rule{(*parser).destinations, printDestinations, "internet:443"})
	return in.Destinations, err
}

// ParsePath reads the part of a sentence behind "via". Any error is a
// *[SyntaxError].
func ParsePath(text string) ([]Hops, error) {
	in, err := read(text, rule{(*parser).path, printPath, "nat"})
	return in.Via, err
}

// rule is a part of the grammar that can be asked for by itself: it fills its
// fields of an intent.
type rule struct {
	parse   func(*parser, *Intent) *SyntaxError
	print   func(Intent) string
	example string
}

func read(text string, r rule) (Intent, error) {
	in, err := parse(text, r)
	if err == nil {
		return in, nil
	}
	if err.Hint == "" {
		err.Hint = mend(err, r)
	}
	return Intent{}, err
}

func parse(text string, r rule) (Intent, *SyntaxError) {
	if err := checkText(text); err != nil {
		return Intent{}, err
	}
	words, err := split(text)
	if err != nil {
		return Intent{}, err
	}
	if len(words) == 0 {
		return Intent{}, &SyntaxError{Sentence: text, Message: "nothing is written", Expected: "something like " + quote(r.example)}
	}
	p := &parser{text: text, words: words}
	var in Intent
	if err := r.parse(p, &in); err != nil {
		return Intent{}, err
	}
	if !p.atEnd() {
		return Intent{}, p.badTail(&in)
	}
	return in, nil
}

// parser reads words from left to right.
type parser struct {
	text  string
	words []word
	i     int
	// subject is the index of the first word of the last source, verb the bytes
	// of the verb, none in a part without one: what some mends replace.
	subject int
	verb    edit
	inPath  bool
}

func (p *parser) atEnd() bool { return p.i == len(p.words) }

// peek is the nth word from here; past the end, an empty one that stands behind
// the last.
func (p *parser) peek(n int) word {
	if p.i+n < len(p.words) {
		return p.words[p.i+n]
	}
	return word{at: len(strings.TrimRight(p.text, " ")), colon: -1}
}

// at reports whether these keywords come next.
func (p *parser) at(keys ...string) bool {
	for n, k := range keys {
		if p.peek(n).key != k {
			return false
		}
	}
	return true
}

// take is at, and goes past the keywords if so.
func (p *parser) take(keys ...string) bool {
	if !p.at(keys...) {
		return false
	}
	p.i += len(keys)
	return true
}

// place is the text from a word up to here.
func (p *parser) place(first int) Place {
	from, to := p.words[first].at, p.words[p.i-1].end()
	return Place{p.text[from:to], from}
}

func (p *parser) intent(in *Intent) *SyntaxError {
	if err := p.sources(in); err != nil {
		return err
	}
	if err := p.readVerb(in); err != nil {
		return err
	}
	if err := p.destinations(in); err != nil {
		return err
	}
	if !p.take("via") {
		return nil
	}
	return p.path(in)
}

func (p *parser) sources(in *Intent) (err *SyntaxError) {
	_ = p.take("every") || p.take("all") || p.take("any")
	if in.Sources, err = p.sourceList(); err != nil {
		return err
	}
	if p.take("except") {
		in.Except, err = p.sourceList()
	}
	return err
}

func (p *parser) sourceList() ([]Source, *SyntaxError) {
	var list []Source
	for {
		s, err := p.source()
		if err != nil {
			return nil, err
		}
		list = append(list, s)
		if !p.take("and") {
			return list, nil
		}
	}
}

var classes = map[string]Class{"public": Public, "private": Private, "isolated": Isolated}

func (p *parser) source() (Source, *SyntaxError) {
	first := p.i
	p.subject = first
	var s Source
	var err *SyntaxError
	switch w := p.peek(0); {
	case isClass(w):
		if s.Classes = p.classes(); !p.take("subnets") {
			return s, p.badNoun(first)
		}
		err = p.filters(&s)
	case p.take("subnets"):
		err = p.filters(&s)
	case p.take("workloads"):
		s.Noun = Workloads
		err = p.filters(&s)
	case isLoneAddress(w.text):
		s.Noun = Addressed
		s.Address, err = p.address()
	default:
		err = p.badSource()
	}
	if err != nil {
		return s, err
	}
	s.Place = p.place(first)
	return s, nil
}

func isClass(w word) bool {
	_, ok := classes[w.key]
	return ok
}

// classes reads one class or several. No source ends with a class, so an "and"
// behind one joins classes.
func (p *parser) classes() []Class {
	cs := []Class{classes[p.peek(0).key]}
	p.i++
	for p.at("and") && isClass(p.peek(1)) {
		cs = append(cs, classes[p.peek(1).key])
		p.i += 2
	}
	return cs
}

// filters reads what narrows a noun. The subnets that workloads are in end it:
// what follows them binds to them.
func (p *parser) filters(s *Source) *SyntaxError {
	for {
		n := 0
		if p.at("and") {
			n = 1
		}
		switch p.peek(n).key {
		case "tagged":
			p.i += n + 1
			f, err := p.tag()
			if err != nil {
				return err
			}
			s.Filters = append(s.Filters, f)
		case "in":
			p.i += n + 1
			if s.Noun == Workloads && !isLoneAddress(p.peek(0).text) {
				return p.inSubnets(s)
			}
			if !isLoneAddress(p.peek(0).text) {
				return p.badPlace()
			}
			a, err := p.address()
			if err != nil {
				return err
			}
			s.Filters = append(s.Filters, Filter{In: a})
		default:
			return nil
		}
	}
}

func (p *parser) inSubnets(s *Source) *SyntaxError {
	subject := p.subject
	if p.at("workloads") {
		return p.badPlace()
	}
	subnets, err := p.source()
	if err != nil {
		return err
	}
	s.In, p.subject = &subnets, subject
	return nil
}

// address reads a word that is an address pattern and nothing else.
func (p *parser) address() (address.Pattern, *SyntaxError) {
	w := p.peek(0)
	if strings.HasSuffix(w.text, ",") {
		return address.Pattern{}, p.badComma(w)
	}
	p.i++
	return p.parsePattern(w.text, w.at)
}

// parsePattern reads an address pattern that stands at a byte of the sentence.
func (p *parser) parsePattern(text string, at int) (address.Pattern, *SyntaxError) {
	a, err := address.ParsePattern(text)
	if err == nil {
		return a, nil
	}
	return a, p.badAddress(text, at, err)
}

func (p *parser) readVerb(in *Intent) *SyntaxError {
	first := p.i
	switch {
	case p.take("cannot", "reach"), p.take("can", "not", "reach"), p.take("must", "not", "reach"):
		in.Verb = CannotReach
	default:
		_ = p.take("must") || p.take("can") || p.take("should")
		switch {
		case p.take("only", "reach"), p.take("reach", "only"):
			in.Verb = ReachOnly
		case p.take("reach", "exactly"):
			in.Verb = ReachExactly
		case p.take("reach"):
			in.Verb = Reach
		default:
			p.i = first
			return p.badVerb(in)
		}
	}
	p.verb = edit{from: p.words[first].at, to: p.words[p.i-1].end()}
	return nil
}

func (p *parser) destinations(in *Intent) *SyntaxError {
	for {
		d, err := p.destination(in)
		if err != nil {
			return err
		}
		in.Destinations = append(in.Destinations, d)
		if !p.take("and") {
			return nil
		}
	}
}

func (p *parser) path(in *Intent) *SyntaxError {
	p.inPath = true
	for {
		var hops Hops
		for {
			h, err := p.hop()
			if err != nil {
				return err
			}
			hops = append(hops, h)
			if !p.take("or") {
				break
			}
		}
		in.Via = append(in.Via, hops)
		if !p.take("then") {
			return nil
		}
	}
}

// hopNames has the words for each kind of hop; of two names with one beginning
// the longer comes first.
var hopNames = []struct {
	words []string
	kind  HopKind
}{
	{[]string{"nat", "gateway"}, ViaNATGateway},
	{[]string{"nat"}, ViaNAT},
	{[]string{"internet", "gateway"}, ViaInternetGateway},
	{[]string{"egress-only", "gateway"}, ViaEgressOnlyGateway},
	{[]string{"egress-only", "internet", "gateway"}, ViaEgressOnlyGateway}, // as AWS calls it
	{[]string{"firewall"}, ViaFirewall},
	{[]string{"transit", "gateway"}, ViaTransitGateway},
	{[]string{"peering"}, ViaPeering},
	{[]string{"vpn"}, ViaVPN},
	{[]string{"endpoint"}, ViaEndpoint},
}

func (p *parser) hop() (Hop, *SyntaxError) {
	first := p.i
	for _, name := range hopNames {
		if p.take(name.words...) {
			return Hop{Kind: name.kind, Place: p.place(first)}, nil
		}
	}
	if !isLoneAddress(p.peek(0).text) {
		return Hop{}, p.badHop()
	}
	a, err := p.address()
	if err != nil {
		return Hop{}, err
	}
	return Hop{Kind: ViaAddress, Address: a, Place: p.place(first)}, nil
}
