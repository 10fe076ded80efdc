package functions

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// parsedDigits bounds a number that is read from text.
func parsedDigits(args []cty.Value) error {
	if args[0].Type() != cty.String {
		return nil
	}
	return atMost(float64(len(args[0].AsString())), maxDigits, "digits of a number")
}

// pattern bounds a regular expression.
func pattern(args []cty.Value) error {
	return atMost(float64(len(args[0].AsString())), maxPattern, "bytes of a regular expression")
}

// matched bounds the groups of all matches.
func matched(args []cty.Value) error {
	if err := pattern(args); err != nil {
		return err
	}
	re, err := regexp.Compile(args[0].AsString())
	if err != nil {
		return nil // The function says so itself.
	}
	each := 1 + re.NumSubexp()
	matches := re.FindAllStringIndex(args[1].AsString(), maxElements/each+1)
	return atMostElements(float64(len(matches)) * float64(each))
}

// splits bounds the parts of a text.
func splits(args []cty.Value) error {
	return atMostElements(float64(strings.Count(args[1].AsString(), args[0].AsString())))
}

// listed bounds the elements that a text lists.
func listed(args []cty.Value) error {
	s := args[0].AsString()
	n := 0
	for _, separator := range []string{",", "[", "{", "\n"} {
		n += strings.Count(s, separator)
	}
	return atMostElements(float64(n))
}

// nested bounds how deep the decoder of JSON recurses.
func nested(args []cty.Value) error {
	depth, inString := 0, false
	s := args[0].AsString()
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '[', c == '{':
			depth++
		case c == ']', c == '}':
			depth--
		}
		if err := nestedWithin(depth); err != nil {
			return err
		}
	}
	return nil
}

func nestedWithin(depth int) error {
	return atMost(float64(depth), maxNesting, "levels of values within each other")
}

// replaced bounds the result of replacing.
func replaced(args []cty.Value) error {
	s, old, by := args[0].AsString(), args[1].AsString(), args[2].AsString()
	expr, ok := betweenSlashes(old)
	if !ok {
		return atMostText(float64(len(s)) + float64(strings.Count(s, old))*float64(len(by)))
	}
	if err := pattern([]cty.Value{cty.StringVal(expr)}); err != nil {
		return err
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil // The function says so itself.
	}
	matches := float64(len(re.FindAllStringIndex(s, maxElements+1)))
	if err := atMostElements(matches); err != nil {
		return err
	}
	// All that one reference to a group stands for is in all matches together.
	references := float64(strings.Count(by, "$"))
	return atMostText(float64(len(s)) + matches*float64(len(by)) + references*float64(len(s)))
}

// indented bounds the spaces that indent adds.
func indented(args []cty.Value) error {
	spaces, _ := args[0].AsBigFloat().Float64()
	s := args[1].AsString()
	return atMostText(float64(len(s)) + spaces*float64(1+strings.Count(s, "\n")))
}

// joined bounds what join adds between the elements.
func joined(args []cty.Value) error {
	all, err := measure(args[1:]...)
	if err != nil {
		return err
	}
	return atMostText(float64(all.text) + float64(all.elements)*float64(len(args[0].AsString())))
}

// multiplied bounds the product of collections, with all that is within them.
func multiplied(args []cty.Value) error {
	product, perElement := 1.0, 0.0
	for _, arg := range args {
		if !arg.CanIterateElements() {
			return nil
		}
		n := float64(arg.LengthInt())
		if n == 0 {
			return nil
		}
		s, err := measure(arg)
		if err != nil {
			return err
		}
		product *= n
		perElement += float64(s.elements+s.text/16) / n
	}
	return atMostElements(product * (1 + perElement))
}

// formatted bounds the results of format and formatlist: in each round, each verb
// writes one argument, at least as wide as its numbers say.
func formatted(args []cty.Value) error {
	format := args[0].AsString()
	rounds, listed, single := 1.0, 0.0, 0.0
	for _, arg := range args[1:] {
		s, err := measure(arg)
		if err != nil {
			return err
		}
		// Brackets and commas of JSON stand around elements.
		n := float64(s.text + 8*s.elements)
		if ty := arg.Type(); !arg.IsNull() && (ty.IsListType() || ty.IsSetType() || ty.IsTupleType()) {
			rounds = max(rounds, float64(arg.LengthInt()))
			listed += n
		} else {
			single += n
		}
	}
	count, width := 0.0, 0.0
	for _, verb := range verbs.FindAllString(format, -1) {
		count++
		for _, digits := range numerals.FindAllString(verb, -1) {
			n, err := strconv.ParseFloat(digits, 64)
			if err != nil {
				n = math.Inf(1)
			}
			width += n
		}
	}
	return atMostText(rounds*(float64(len(format))+width) + count*(listed+rounds*single))
}

var (
	verbs    = regexp.MustCompile(`%[^a-zA-Z%]*[a-zA-Z]`)
	numerals = regexp.MustCompile(`[0-9]+`)
)
