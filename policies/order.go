package policies

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

func addrs(texts ...string) []netip.Addr {
	out := make([]netip.Addr, len(texts))
	for i, t := range texts {
		out[i] = netip.MustParseAddr(t)
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
