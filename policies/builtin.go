package policies

import (
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// BuiltinPrefix begins the names of the intents that the built-in policies are.
const BuiltinPrefix = "builtin:"

// delivering assumes of all that leads out of a network that it takes packets and
// answers them: what a plan declares must work as far as the plan goes.
func delivering(n *reach.Network) []*reach.Assumed {
	at := beyondIn(n)
	add := func(o reach.Object) { at = append(at, o.At().Address) }
	for _, o := range n.Peerings {
		add(o)
	}
	for _, o := range n.TransitAttachments {
		add(o)
	}
	for _, o := range n.VPNGateways {
		add(o)
	}
	for _, o := range n.VPNConnections {
		add(o)
	}
	for _, o := range n.Uplinks {
		add(o)
	}
	out := make([]*reach.Assumed, len(at))
	for i, a := range at {
		out[i] = &reach.Assumed{At: a, Delivers: packet.All(), Why: "what lies behind " + a + " takes the packets and answers them"}
	}
	return out
}

// isIdle reports whether a built-in policy finds nothing to ask about.
func (j *judgement) isIdle(e *evaluator) bool {
	return len(j.sources(e)) == 0 && len(j.causes.order) == 0
}

// builtinNotice says which of the built-in policies were asked, and which found
// nothing to ask about; empty for none at all.
func builtinNotice(asked, idle []string) string {
	names := func(in []string) string {
		out := make([]string, len(in))
		for i, n := range in {
			out[i] = strings.TrimPrefix(n, BuiltinPrefix)
		}
		return strings.Join(out, ", ")
	}
	switch {
	case len(asked)+len(idle) == 0:
		return ""
	case len(asked) == 0:
		return "built-in policies: there is nothing to check for " + names(idle)
	case len(idle) == 0:
		return "built-in policies: " + names(asked)
	}
	return "built-in policies: " + names(asked) + "; nothing more to check for " + names(idle)
}

// tolerate takes back what is undecided because the plan does not hold it, or because
// tfreach does not model it. It is assumed to be in order.
func (j *judgement) tolerate() {
	order := j.causes.order
	j.causes = causes{}
	for _, x := range order {
		if x.verdict == Undecided && x.unknown != nil && lacking(x.unknown) {
			j.assumed = append(j.assumed, inOrder(x.unknown))
			continue
		}
		j.causes.join(x)
	}
}
