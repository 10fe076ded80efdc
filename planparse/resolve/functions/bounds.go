package functions

import (
	"fmt"
	"math"

	"github.com/zclconf/go-cty/cty"
)

// The bounds of what functions take and make. Real configurations stay far
// below them. Sharing makes values that are small in memory and huge to walk, so
// arguments are bounded by what a walk sees.
const (
	maxElements = 1 << 18 // values within values
	maxText     = 4 << 20 // bytes of strings
	maxDigits   = 1 << 12 // digits that a number takes when written out
	maxNesting  = 250     // values within each other, in text that is decoded
	maxPattern  = 1 << 12 // bytes of a regular expression
)

// Undecided is the error of a function that stops where Terraform may have gone
// on. It says nothing about the expression.
type Undecided struct{ Reason string }

func (u *Undecided) Error() string { return u.Reason }

func atMost(n, limit float64, what string) error {
	if n > limit {
		return &Undecided{Reason: fmt.Sprintf("more than %.0f %s", limit, what)}
	}
	return nil
}

// atMostText bounds the bytes of a result before it is made.
func atMostText(n float64) error { return atMost(n, maxText, "bytes of text") }

// atMostElements bounds the values of a result before it is made.
func atMostElements(n float64) error { return atMost(n, maxElements, "elements") }

// size is what a walk over values sees.
type size struct{ elements, text int }

// measure walks values, marked ones too, within the bounds.
func measure(vals ...cty.Value) (size, error) {
	var s size
	for _, v := range vals {
		if err := s.add(v); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *size) add(v cty.Value) error {
	s.elements++
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	switch ty := v.Type(); {
	case ty == cty.String:
		s.text += len(v.AsString())
	case ty == cty.Number:
		digits, err := digitsOf(v)
		if err != nil {
			return err
		}
		s.text += digits
	case v.CanIterateElements():
		for it := v.ElementIterator(); it.Next(); {
			k, e := it.Element()
			if ty.IsMapType() || ty.IsObjectType() {
				s.text += len(k.AsString())
			}
			if err := s.add(e); err != nil {
				return err
			}
		}
	}
	if err := atMostText(float64(s.text)); err != nil {
		return err
	}
	return atMostElements(float64(s.elements))
}

// digitsOf bounds the digits of a number: "1e100000000" is short to write and
// takes a hundred megabytes to write out.
func digitsOf(v cty.Value) (int, error) {
	f := v.AsBigFloat()
	if f.IsInf() {
		return 0, nil
	}
	digits := math.Abs(float64(f.MantExp(nil))) * math.Log10(2)
	return int(digits), atMost(digits, maxDigits, "digits of a number")
}
