package builtin

import (
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// rulesAsWritten looks for rules of security groups that admit more than they say.
func rulesAsWritten(with) policies.Check {
	return func(e *reach.Engine, _ policies.Settings) []policies.Subject {
		var out []policies.Subject
		for _, r := range e.SecurityGroupRules {
			g, ok := r.Group.Exact()
			if !ok || g.Attribute != "" && g.Address == r.Address {
				continue // AWS made it
			}
			x := policies.Subject{Object: g}
			if !own(g) {
				x.Object = r
			}
			if r.Wider != "" {
				x.Fault = &policies.Fault{
					Code: reach.WiderThanWritten, Culprit: r.At(),
					Message: r.At().String() + " admits more than it says: " + r.Wider,
					Remedy:  "write tcp or udp with the ports, or leave the ports out where all are meant",
				}
			}
			out = append(out, x)
		}
		return out
	}
}
