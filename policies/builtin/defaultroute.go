package builtin

import (
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// defaultRoute asks the default routes of the plan's own subnets.
func defaultRoute(with) policies.Check {
	return func(e *reach.Engine, s policies.Settings) []policies.Subject {
		var out []policies.Subject
		for _, subnet := range e.Subnets {
			if !own(subnet) {
				continue
			}
			for _, f := range []family{four, six} {
				if f.none(subnet) {
					continue
				}
				r, why := e.DefaultRoute(subnet, f.six)
				switch {
				case r != nil:
					x := policies.Subject{Object: subnet, Group: r, Quiet: called(subnet, closedWords)}
					for _, to := range destinations(r, f) {
						ask := f.out(e, subnet, to, s.ClientPorts)
						ask.Over = r
						x.Asks = append(x.Asks, ask)
					}
					out = append(out, x)
					if target, _ := r.Target.Exact(); isTransit(target) {
						// Other networks behind it are no way out where it says that there is one.
						x.Asks, x.Led = x.Asks[:1], true
						out = append(out, x)
					}
				case why != nil && f.hasDefault(e):
					out = append(out, policies.Subject{Object: subnet, Why: why})
				}
			}
		}
		return out
	}
}

// destinations are the addresses that a default route must lead to one of: those of the
// internet, and any other that is not in the VPC where its target leads there, too.
func destinations(r *reach.Route, f family) []packet.Addrs {
	target, _ := r.Target.Exact()
	switch t := target.(type) {
	case *reach.InternetGateway, *reach.EgressOnlyGateway:
		return []packet.Addrs{f.internet}
	case *reach.NATGateway:
		if t.Private.Why == nil && !t.Private.Value {
			return []packet.Addrs{f.internet}
		}
	}
	return []packet.Addrs{f.internet, f.hosts.Minus(f.internet)}
}

// isTransit reports whether a target is a transit gateway.
func isTransit(target reach.Object) bool {
	_, is := target.(*reach.TransitGateway)
	return is
}

// hasDefaultRoute reports whether defaultRoute asks a subnet in IPv4.
func hasDefaultRoute(e *reach.Engine, s *reach.Subnet) bool {
	r, why := e.DefaultRoute(s, false)
	return own(s) && !four.none(s) && (r != nil || why != nil && four.hasDefault(e))
}

// The words that subnets are called by which nothing on the internet is to know of.
var (
	databaseWords = words("database databases db dbs rds aurora redis elasticache redshift")
	closedWords   = words("database databases db dbs rds aurora redis elasticache redshift cache data persistence storage isolated intra internal airgapped closed restricted")
)

func words(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(text) {
		out[w] = true
	}
	return out
}

// nameTags are the tags that say what a subnet is.
var nameTags = words("name tier type role kind layer subnettype subnettier networktier")

// called reports whether a subnet is called by one of some words: by its resource, its
// key or a tag.
func called(s *reach.Subnet, by map[string]bool) bool {
	texts := []string{s.Address[strings.LastIndex(s.Address, "aws_subnet.")+1:]}
	for k, v := range s.Tags.Values {
		k = strings.NewReplacer("-", "", "_", "", ":", "").Replace(strings.ToLower(k))
		if nameTags[k] && v.Why == nil {
			texts = append(texts, v.Value)
		}
	}
	for _, t := range texts {
		for _, w := range strings.FieldsFunc(strings.ToLower(t), func(r rune) bool { return r < 'a' || r > 'z' }) {
			if by[w] {
				return true
			}
		}
	}
	return false
}
