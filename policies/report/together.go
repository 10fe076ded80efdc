package report

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// instanceKey is the key of an instance in an address.
var instanceKey = regexp.MustCompile(`\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\]`)

// together gathers texts that differ in one instance key only, as
// "aws_subnet.a[0], [1] and 198 more", and puts all into their natural order.
func together(texts []string) []string {
	var groups []*group
	taken := make([]bool, len(texts))
	// The last key of an address is the one that instances of a block differ in.
	for from := 0; ; from++ {
		byRest := map[string]*group{}
		more := false
		for i, t := range texts {
			keys := instanceKey.FindAllStringIndex(t, -1)
			n := len(keys) - 1 - from
			if taken[i] || n < 0 {
				continue
			}
			more = true
			before, key, after := t[:keys[n][0]], t[keys[n][0]:keys[n][1]], t[keys[n][1]:]
			g := byRest[before+"\x00"+after]
			if g == nil {
				g = &group{before: before, after: after}
				byRest[before+"\x00"+after] = g
			}
			g.keys, g.members = append(g.keys, key), append(g.members, i)
		}
		for _, g := range byRest {
			if len(g.members) > 1 {
				groups = append(groups, g)
				for _, i := range g.members {
					taken[i] = true
				}
			}
		}
		if !more {
			break
		}
	}
	var out []string
	for _, g := range groups {
		out = append(out, g.String())
	}
	for i, t := range texts {
		if !taken[i] {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, natural)
	return out
}

// group is texts that differ in one key.
type group struct {
	before, after string
	keys          []string
	members       []int // places in the list
}

func (g *group) String() string {
	keys := slices.Clone(g.keys)
	slices.SortFunc(keys, natural)
	end := ""
	if len(keys) > 3 {
		end = fmt.Sprintf(" and %d more", len(keys)-2)
		keys = keys[:2]
	}
	return g.before + strings.Join(keys, ", ") + end + g.after
}

// natural compares texts as people count: 2 before 10.
func natural(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		m, n := digits(x), digits(y)
		if m > 0 && n > 0 {
			i, _ := strconv.ParseUint(x[:m], 10, 64)
			j, _ := strconv.ParseUint(y[:n], 10, 64)
			if c := cmp.Compare(i, j); c != 0 {
				return c
			}
			x, y = x[m:], y[n:]
			continue
		}
		if c := cmp.Compare(x[0], y[0]); c != 0 {
			return c
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(a, b))
}

// digits is how many digits a text begins with, as many as a number holds.
func digits(s string) int {
	n := 0
	for n < len(s) && n < 18 && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
