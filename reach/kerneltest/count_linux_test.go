package kerneltest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// count is what has been played.
type count struct {
	networks, flows int
	fates           map[fate]int
	// codes and parts count the kernel's verdicts: by code, and by the kinds of
	// objects that the packet and its answer passed.
	codes    map[reach.Code]int
	parts    map[string]int
	unplayed map[string]int
	// open counts the flows of which a judge other than the kernel is not certain.
	open map[string]int
}

func newCount() *count {
	return &count{
		fates: map[fate]int{}, codes: map[reach.Code]int{}, parts: map[string]int{},
		unplayed: map[string]int{}, open: map[string]int{},
	}
}

func (c *count) flow(kernel verdict, engine, simulator []verdict, n *reach.Network, s reachtest.Shot) {
	c.flows++
	c.fates[kernel.fate]++
	if kernel.code != "" {
		c.codes[kernel.code]++
	}
	for who, said := range map[string][]verdict{"engine": engine, "simulator": simulator} {
		if slices.ContainsFunc(said, func(v verdict) bool { return v.fate == undecided }) {
			c.open[who]++
		}
	}
	met := map[string]bool{}
	f := reachtest.Simulate(n, s)
	for _, o := range slices.Concat(f.There, f.Back) {
		kind, _, _ := strings.Cut(o.At().Address, ".")
		met[kind] = true
	}
	for kind := range met {
		c.parts[kind]++
	}
}

func (c *count) add(o *count) {
	c.networks += o.networks
	c.flows += o.flows
	addAll(c.fates, o.fates)
	addAll(c.codes, o.codes)
	addAll(c.parts, o.parts)
	addAll(c.unplayed, o.unplayed)
	addAll(c.open, o.open)
}

func addAll[K comparable](to, from map[K]int) {
	for k, n := range from {
		to[k] += n
	}
}

func (c *count) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%d networks, %d flows", c.networks, c.flows)
	for _, f := range []fate{delivered, oneWay, lost} {
		fmt.Fprintf(&out, ", %d %s (%d %%)", c.fates[f], f, 100*c.fates[f]/max(c.flows, 1))
	}
	list(&out, "\ndropped by code:", c.codes)
	list(&out, "\nflows by what they passed:", c.parts)
	list(&out, "\nnot certain:", c.open)
	list(&out, "\nnot played:", c.unplayed)
	return out.String()
}

func list[K ~string](out *strings.Builder, title string, of map[K]int) {
	out.WriteString(title)
	for _, k := range slices.SortedFunc(maps.Keys(of), func(a, b K) int {
		return of[b] - of[a]
	}) {
		fmt.Fprintf(out, "\n  %6d %s", of[k], k)
	}
}
