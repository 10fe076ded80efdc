package kerneltest

import (
	"cmp"
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
	// codes counts the kernel's verdicts.
	codes map[reach.Code]int
	// engine and simulator count how far each agrees with the kernel.
	engine, simulator map[agreement]int
	// parts counts the flows of which the engine is certain and agrees, by the kinds of
	// objects that the packet and its answer passed.
	parts    map[string]int
	unplayed map[string]int
}

func newCount() *count {
	return &count{
		fates: map[fate]int{}, codes: map[reach.Code]int{}, parts: map[string]int{}, unplayed: map[string]int{},
		engine: map[agreement]int{}, simulator: map[agreement]int{},
	}
}

// flow counts a flow, and how far the engine and the simulator agree with the kernel.
func (c *count) flow(kernel verdict, engine, simulator agreement, n *reach.Network, s reachtest.Shot) {
	c.flows++
	c.fates[kernel.fate]++
	if kernel.code != "" {
		c.codes[kernel.code]++
	}
	c.engine[engine]++
	c.simulator[simulator]++
	if engine == differs || engine == uncertain {
		return
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
	addAll(c.engine, o.engine)
	addAll(c.simulator, o.simulator)
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
	list(&out, "\nthe engine and the kernel:", named(c.engine))
	list(&out, "\nthe simulator and the kernel:", named(c.simulator))
	list(&out, "\nflows on which the engine agrees, by what they passed:", c.parts)
	list(&out, "\nnot played:", c.unplayed)
	return out.String()
}

// named is the counts with a name for what they should not have.
func named(of map[agreement]int) map[agreement]int {
	of = maps.Clone(of)
	if n := of[differs]; n > 0 {
		delete(of, differs)
		of["DISAGREEMENT"] = n
	}
	return of
}

func list[K ~string](out *strings.Builder, title string, of map[K]int) {
	out.WriteString(title)
	for _, k := range slices.SortedFunc(maps.Keys(of), func(a, b K) int {
		return cmp.Or(of[b]-of[a], cmp.Compare(a, b))
	}) {
		fmt.Fprintf(out, "\n  %6d %s", of[k], k)
	}
}

// codes are those that the kernel can give. The others are of names, of what
// only a plan decides, and of what this kernel does not play: NO_ADDRESS_IN_FAMILY (a
// host without an address sends nothing), PREFIX_LIST_NONDETERMINISTIC (undecided),
// DNS_DISABLED, DNS_BLOCKED.
var codes = []reach.Code{
	reach.SGHasNoRules, reach.SGRulesMismatch, reach.ACLRestriction, reach.NoRoute, reach.BadStateRoute,
	reach.BadStateAttachment, reach.NoPublicAddress, reach.PrivateDestination, reach.SharedDestination,
	reach.ProtocolRefused, reach.NATWantsSourceHere, reach.NoDestination, reach.SGReferencesLost,
	reach.SourceDestCheck, reach.PeeringTransit, reach.TransitZone, reach.TransitNoAssociation,
	reach.TransitNoRoute, reach.TransitBadRoute, reach.EndpointProtocol, reach.EndpointGroups,
	reach.EndpointSourceHere, reach.ListenersMismatch, reach.VPCCIDRUnused, reach.NATSelfLoop,
	reach.FirewallRestriction, reach.AsymmetricFirewall, reach.PublicAccessBlocked, reach.IngressRedirected,
	reach.RegionalNATZone,
}

// lacks says what a long run should have and does not: so many drops of each code that
// can be played, and a part of the flows delivered that makes both mistakes visible.
func (c *count) lacks(least int) []string {
	var out []string
	for _, code := range codes {
		if n := c.codes[code]; n < least {
			out = append(out, fmt.Sprintf("%s was played %d times, not %d", code, n, least))
		}
	}
	for _, code := range slices.Sorted(maps.Keys(c.codes)) {
		if !slices.Contains(codes, code) {
			out = append(out, fmt.Sprintf("%s is not among the codes that can be played", code))
		}
	}
	if share := 100 * c.fates[delivered] / max(c.flows, 1); share < 30 || share > 70 {
		out = append(out, fmt.Sprintf("%d %% of the flows are delivered, not 30 to 70", share))
	}
	return out
}
