package policies

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// resolution is whether and how a name resolves for a source.
type resolution struct {
	// why is set when that is not known.
	why *reach.Unknown
	// broken is set when it does not.
	broken *broken
	// servers must be reached for it, all of them.
	servers []server
	// foreign: others than the VPC's own resolver answer, and may give other
	// addresses than it does.
	foreign     bool
	assumptions []string
}

// broken is why a name does not resolve.
type broken struct {
	code    reach.Code
	culprit *reach.Origin
	// text goes on behind the culprit: "blocks the name".
	text string
}

// server is a name server that has to be reached.
type server struct {
	at netip.AddrPort
	// by is what names it; from is who asks it, none for the source itself.
	by   *reach.Origin
	from []reach.Source
}

// resolves says how a name resolves in the VPC of a party (DNS-1 to DNS-8).
func (e *evaluator) resolves(name string, p *reach.Party) resolution {
	subnet := p.Members[0].Subnet
	if subnet == nil {
		return resolution{why: p.Members[0].Why}
	}
	v, ok := p.VPC()
	if !ok {
		return resolution{why: refWhy(subnet.VPC, subnet, "vpc_id")}
	}
	options, why := e.dhcpOptions(v)
	if why != nil {
		return resolution{why: why}
	}
	var out resolution
	if v.Change != reach.Create {
		out.assumptions = append(out.assumptions, fmt.Sprintf("nothing outside this plan changes how names resolve in %s", v.Address))
	}
	own := options == nil || options.Amazon
	if options != nil {
		if options.Why != nil {
			return resolution{why: options.Why}
		}
		for _, a := range options.Servers {
			if e.engine.Unfiltered(subnet).Contains(a) {
				own = true
				continue
			}
			out.foreign = true
			out.servers = append(out.servers, server{at: netip.AddrPortFrom(a, 53), by: options.At()})
			out.assumptions = append(out.assumptions, fmt.Sprintf("the name server %v resolves %s", a, name))
		}
		if !own && len(out.servers) == 0 {
			out.broken = &broken{reach.DNSDisabled, options.At(), "names no name server"}
			return out
		}
	}
	if own {
		e.ownResolver(name, v, &out)
	}
	return out
}

// dhcpOptions are those of a VPC, nil for the region's default: the VPC's own
// resolver (DNS-3).
func (e *evaluator) dhcpOptions(v *reach.VPC) (*reach.DHCPOptions, *reach.Unknown) {
	for _, a := range e.network.DHCPAssociations {
		switch o, exact := a.Options.Exact(); {
		case !a.VPC.May(v):
		case !a.VPC.Is(v):
			return nil, refWhy(a.VPC, a, "vpc_id")
		case a.Options.IsNone():
			return nil, nil
		case !exact:
			return nil, refWhy(a.Options, a, "dhcp_options_id")
		default:
			return o, nil
		}
	}
	return nil, nil
}

// ownResolver is how a VPC's own resolver answers: if it is on, what DNS Firewall
// leaves, by itself or through a resolver rule.
func (e *evaluator) ownResolver(name string, v *reach.VPC, out *resolution) {
	switch {
	case v.DNSSupport.Why != nil:
		out.why = v.DNSSupport.Why
		return
	case !v.DNSSupport.Value:
		out.broken = &broken{reach.DNSDisabled, &reach.Origin{Address: v.Address, Attribute: "enable_dns_support", Change: v.Change}, "switches the resolver of the VPC off"}
		return
	}
	var filtered bool
	if filtered, out.broken, out.why = e.dnsFirewall(name, v); out.broken != nil || out.why != nil {
		return
	}
	if filtered {
		out.assumptions = append(out.assumptions, "DNS Firewall blocks no name that "+name+" is an alias of")
	}
	rule, why := e.resolverRule(name, v)
	if why != nil {
		out.why = why
		return
	}
	if rule == nil || rule.Interface.IsNone() {
		return
	}
	endpoint, exact := rule.Interface.Exact()
	switch {
	case !exact:
		out.why = refWhy(rule.Interface, rule, "resolver_endpoint_id")
		return
	case rule.Why != nil:
		out.why = rule.Why
		return
	}
	out.foreign = true
	for _, t := range rule.Targets {
		out.servers = append(out.servers, server{at: t, by: rule.At(), from: reach.Sources(endpoint, nil)})
		out.assumptions = append(out.assumptions, fmt.Sprintf("the name server %v resolves %s", t.Addr(), name))
	}
}

// nameRule is a rule of DNS Firewall that matches a name or may.
type nameRule struct {
	group, rule reach.Fact[int] // their priorities
	blocks      bool
	at          *reach.Origin
	// why is set when it is not certain that the rule matches, or with either what
	// it does.
	why    *reach.Unknown
	either bool
}

// dnsFirewall asks the rules in front of a VPC's resolver in their order: the
// first that matches decides, and what none matches passes (DNS-5). The first
// result is whether there is any rule that blocks.
func (e *evaluator) dnsFirewall(name string, v *reach.VPC) (bool, *broken, *reach.Unknown) {
	var rules []nameRule
	filtered := false
	for _, f := range e.network.DNSFirewalls {
		if !f.VPC.May(v) {
			continue
		}
		filtered = true
		g, exact := f.Group.Exact()
		switch {
		case !f.VPC.Is(v):
			return true, nil, refWhy(f.VPC, f, "vpc_id")
		case !exact:
			return true, nil, refWhy(f.Group, f, "firewall_rule_group_id")
		case g.Why != nil:
			return true, nil, g.Why
		}
		for _, r := range g.Rules {
			n := nameRule{group: f.Priority, rule: r.Priority, blocks: r.Block.Value, at: r.At()}
			switch matches := slices.ContainsFunc(r.Domains, func(d string) bool { return inDomainList(name, d) }); {
			case !matches && r.Why == nil:
				continue
			case r.Block.Why != nil:
				n.either, n.why = true, r.Block.Why
			case !matches:
				n.why = r.Why
			}
			rules = append(rules, n)
		}
	}
	same := func(x nameRule) bool { return x.why == nil && x.blocks == rules[0].blocks }
	if len(rules) > 1 && !slices.ContainsFunc(rules, func(x nameRule) bool { return !same(x) }) {
		rules = rules[:1] // their order does not matter
	}
	if len(rules) > 1 {
		for _, x := range rules {
			for _, priority := range []reach.Fact[int]{x.group, x.rule} {
				if priority.Why != nil {
					return filtered, nil, priority.Why
				}
			}
		}
		slices.SortStableFunc(rules, func(a, b nameRule) int {
			return cmp.Or(cmp.Compare(a.group.Value, b.group.Value), cmp.Compare(a.rule.Value, b.rule.Value))
		})
	}
	// Seen from the last rule, each decides over what those behind it say, for
	// certain or perhaps.
	var says nameRule
	for _, x := range slices.Backward(rules) {
		if x.why == nil || x.either || says.why == nil && x.blocks != says.blocks {
			says = x
		}
	}
	switch {
	case says.why != nil:
		return filtered, nil, says.why
	case says.blocks:
		return filtered, &broken{reach.DNSBlocked, says.at, "blocks the name"}, nil
	}
	return filtered, nil, nil
}

// inDomainList reports whether a name matches an entry of a domain list:
// "example.com" is itself, "*.example.com" what is below it, "*" every name.
func inDomainList(name, entry string) bool {
	name, entry = strings.ToLower(strings.TrimSuffix(name, ".")), strings.ToLower(strings.TrimSuffix(entry, "."))
	if rest, wild := strings.CutPrefix(entry, "*"); wild {
		return len(name) > len(rest) && strings.HasSuffix(name, rest)
	}
	return name == entry
}

// resolverRule is the rule of a VPC that a name falls under: the most specific
// one; nil when there is none.
func (e *evaluator) resolverRule(name string, v *reach.VPC) (*reach.ResolverRule, *reach.Unknown) {
	var best *reach.ResolverRule
	var doubt *reach.Unknown
	for _, r := range e.network.ResolverRules {
		switch {
		case !r.VPC.May(v):
		case r.Domain.Why != nil:
			doubt = r.Domain.Why
		case !below(name, r.Domain.Value):
		case !r.VPC.Is(v):
			doubt = refWhy(r.VPC, r, "vpc_id")
		case best == nil || len(r.Domain.Value) > len(best.Domain.Value):
			best = r
		}
	}
	return best, doubt
}

// below reports whether a name is a domain or in it.
func below(name, domain string) bool {
	name, domain = strings.ToLower(strings.TrimSuffix(name, ".")), strings.ToLower(strings.Trim(domain, "."))
	return domain == "" || name == domain || strings.HasSuffix(name, "."+domain)
}

// privateZone is the zone of a VPC that a name is in, or may be; nil for none.
func (e *evaluator) privateZone(name string, v *reach.VPC) *reach.Unknown {
	for _, z := range e.network.PrivateZones {
		switch {
		case !z.VPC.May(v):
		case z.Name.Why != nil:
			return z.Name.Why
		case below(name, z.Name.Value):
			return &reach.Unknown{Code: reach.UnmodelledResource, Address: z.Address, Reason: "it is a private zone that " + name + " is in: the addresses of names there are not modelled; ask for what has them"}
		}
	}
	return nil
}

// lookups are what has to be so for a name to resolve, as goals of a sentence that
// asks for reach. For other verbs nothing has: that a name does not resolve keeps
// nobody from its addresses.
func (r *resolution) lookups(name string, verb intent.Verb) []goal {
	g := goal{assumptions: r.assumptions}
	if verb != intent.Reach {
		if r.broken != nil {
			g.notes = append(g.notes, Remark{r.broken.code, r.broken.culprit.Address,
				fmt.Sprintf("%s does not resolve, since %v %s; its addresses are judged all the same", name, r.broken.culprit, r.broken.text)})
		}
		return []goal{{notes: g.notes}}
	}
	switch {
	case r.why != nil:
		g.why = r.why
	case r.broken != nil:
		g.broken = r.broken
	}
	out := []goal{g}
	for _, s := range r.servers {
		out = append(out, goal{to: packet.Addr(s.at.Addr()), server: &s})
	}
	return out
}

// refWhy is why a reference is not exact; it is never nil.
func refWhy[T comparable](r reach.Ref[T], o reach.Object, attribute string) *reach.Unknown {
	if r.Why != nil {
		return r.Why
	}
	return &reach.Unknown{Code: reach.UnknownValue, Address: o.At().Address, Attribute: attribute, Reason: "names nothing, and something must be named here"}
}
