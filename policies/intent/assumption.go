package intent

import "strings"

// Assumption is what somebody says of what lies beyond a plan: that packets which
// leave it at a point get where they are sent, and are answered.
type Assumption struct {
	// At is the address, or the id, of what the packets are handed to there.
	At string
	// Delivers is never empty.
	Delivers []Destination
}

// String is the assumption in its canonical form.
func (a Assumption) String() string {
	return a.At + " delivers " + join(a.Delivers, " and ")
}

// ParseAssumption reads "tgw-0abc delivers 10.0.0.0/8:443 and internet". Any error is
// a *[SyntaxError].
func ParseAssumption(text string) (Assumption, error) {
	var at string
	in, err := read(text, rule{
		func(p *parser, in *Intent) *SyntaxError {
			w := p.peek(0)
			if verb := strings.TrimSuffix(p.peek(1).key, "s"); verb != "deliver" || keywords[w.key] {
				return p.wrong(p.peek(1), "the text does not say what is delivered", `an id or an address, then "delivers" and destinations, such as "tgw-0abc delivers 10.0.0.0/8:443"`, "")
			}
			at = w.text
			p.i += 2
			return p.destinations(in)
		},
		func(in Intent) string { return at + " delivers " + printDestinations(in) },
		"tgw-0abc delivers 10.0.0.0/8:443",
	})
	if err != nil {
		return Assumption{}, err
	}
	return Assumption{at, in.Destinations}, nil
}
