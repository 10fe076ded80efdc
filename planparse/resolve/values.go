package resolve

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/planjson"
)

// otherValue reports whether a known value cannot come from a literal, however a
// provider writes it. Null, zero and empty are one and the same to providers, and
// may stand for a default.
func otherValue(lit cty.Value, v planjson.Value) bool {
	if emptyLiteral(lit) {
		return false
	}
	if v.IsEmpty() {
		return true
	}
	switch t := lit.Type(); {
	case t == cty.Number:
		if v.Kind == planjson.Number || v.Kind == planjson.String {
			n := lit.AsBigFloat()
			return isNumber(v.Text) && !sameNumber(v.Text, n)
		}
	case t == cty.Bool:
		return v.Kind == planjson.Bool && v.Text != "true"
	case t == cty.String:
		return v.Kind == planjson.String && otherText(lit.AsString(), v.Text)
	case lit.CanIterateElements() && (t.IsTupleType() || t.IsListType() || t.IsSetType()):
		return v.Kind == planjson.List && otherPrefixes(lit.AsValueSlice(), v.Items)
	}
	return false
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789.-") == "" }

func emptyLiteral(lit cty.Value) bool {
	switch t := lit.Type(); {
	case lit.IsNull():
		return true
	case t == cty.String:
		return lit.AsString() == ""
	case t == cty.Bool:
		return lit.False()
	case t == cty.Number:
		return lit.AsBigFloat().Sign() == 0
	}
	return lit.CanIterateElements() && lit.LengthInt() == 0
}

// otherText reports whether two strings mean different things in any form: CIDR
// blocks with host bits cleared, and words of letters in any case. Anything else,
// such as the protocol 6, may be another way to write the same.
func otherText(a, b string) bool {
	p, err1 := netip.ParsePrefix(a)
	q, err2 := netip.ParsePrefix(b)
	if err1 == nil && err2 == nil {
		return p.Masked() != q.Masked()
	}
	return isWord(a) && isWord(b) && !strings.EqualFold(a, b)
}

func isWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') })
}

// otherPrefixes reports whether two lists of CIDR blocks have other members.
func otherPrefixes(lit []cty.Value, items []planjson.Value) bool {
	a, b := map[netip.Prefix]bool{}, map[netip.Prefix]bool{}
	for _, l := range lit {
		if l.IsNull() || l.Type() != cty.String || !addPrefix(a, l.AsString()) {
			return false
		}
	}
	if slices.ContainsFunc(items, func(v planjson.Value) bool { return v.Kind != planjson.String || !addPrefix(b, v.Text) }) {
		return false
	}
	if len(a) != len(b) {
		return true
	}
	for p := range a {
		if !b[p] {
			return true
		}
	}
	return false
}

func addPrefix(to map[netip.Prefix]bool, text string) bool {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return false
	}
	to[p.Masked()] = true
	return true
}
