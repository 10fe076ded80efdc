package policies

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/reach"
)

func addrs(texts ...string) []netip.Addr {
	out := make([]netip.Addr, len(texts))
	for i, t := range texts {
		out[i] = netip.MustParseAddr(t)
	}
	return out
}

// sortedAddresses are addresses in their natural order, each once. What is no
// address comes first.
func sortedAddresses(in []string) []string {
	if len(in) < 2 {
		return in
	}
	type parsed struct {
		address.Resource
		text string
		ok   bool
	}
	all := make([]parsed, len(in))
	for i, t := range in {
		r, err := address.Parse(t)
		all[i] = parsed{r, t, err == nil}
	}
	slices.SortFunc(all, func(a, b parsed) int {
		if a.ok && b.ok {
			return cmp.Or(a.Resource.Compare(b.Resource), strings.Compare(a.text, b.text))
		}
		if a.ok != b.ok {
			if b.ok {
				return -1
			}
			return 1
		}
		return strings.Compare(a.text, b.text)
	})
	var out []string
	for _, p := range all {
		if len(out) == 0 || out[len(out)-1] != p.text {
			out = append(out, p.text)
		}
	}
	return out
}

func sortedTexts(in []string) []string {
	slices.Sort(in)
	return slices.Compact(in)
}

func sortedRemarks(in []Remark) []Remark {
	slices.SortFunc(in, func(a, b Remark) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), strings.Compare(a.Address, b.Address), strings.Compare(a.Message, b.Message))
	})
	return slices.Compact(in)
}

func sortedUnknowns(in []reach.Unknown) []reach.Unknown {
	slices.SortFunc(in, func(a, b reach.Unknown) int {
		return cmp.Or(strings.Compare(a.Address, b.Address), strings.Compare(a.Attribute, b.Attribute), strings.Compare(a.Reason, b.Reason), cmp.Compare(a.Code, b.Code))
	})
	return slices.Compact(in)
}

// compareFindings puts violations before what is undecided, the forward leg
// before the reply, and what affects many sources before what affects few.
func compareFindings(a, b Finding) int {
	return cmp.Or(
		-cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Leg, b.Leg), -cmp.Compare(len(a.Sources), len(b.Sources)),
		strings.Compare(a.Address, b.Address), cmp.Compare(a.Code, b.Code), strings.Compare(a.Attribute, b.Attribute),
	)
}
