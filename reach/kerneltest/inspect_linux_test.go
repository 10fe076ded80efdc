package kerneltest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// inspector is an endpoint that packets are inspected at: a namespace that remembers
// connections. All of it is in one subnet, whose router gets what it lets pass.
type inspector struct {
	endpoint *reach.FirewallEndpoint
	router   *router
	space    *space
	// port is the router's way to it.
	port *device
	// redirected are the devices by which edge route tables lead to it.
	redirected []entry
}

func (r *reading) firewallEndpoint(f *reach.FirewallEndpoint) {
	x := r.subnets[only(f.Subnet)]
	i := &inspector{endpoint: f, router: x, space: r.space("%v", f)}
	var up *device
	i.port, up = r.wire(x.space, "f", i.space, "up")
	x.inspected = append(x.inspected, i.port)
	table := uint32(awsTable)
	if !f.Firewall.IsNone() && r.tellsInspected(x.subnet) {
		table = inspectedTable
	}
	x.space.from(i.port, table)
	i.space.otherwise(mainTable, up)
	r.inspectors[f] = i
}

// toInspector is the way of a route to an endpoint (W8). From within its own subnet
// packets meet the ACL, too (GWLB-3).
func (r *reading) toInspector(x *router, f *reach.FirewallEndpoint, route *reach.Route) *device {
	i := r.inspectors[f]
	switch {
	case i.router.vpc != x.vpc:
		return r.dead(x, r.drop(reach.BadStateRoute, route))
	case i.router == x:
		return i.port
	}
	return r.handOver(x, i.router, i.port)
}

// unseen marks flows that the stateful rules are not asked about, and packets of which
// the stateless ones say so.
const unseen = 1

// finishInspector: the stateless rules see each packet by itself (NFW-2). Of what they
// hand on, and of all that comes to an endpoint of a Gateway Load Balancer (GWLB-4),
// flows are known: one of which only one direction comes here is dropped (NFW-8). So is
// one of which the stateless rules hand on only one direction, for which they are to
// blame.
func (r *reading) finishInspector(i *inspector) {
	s := i.space
	s.write("table inet hop {")
	s.silent()
	s.chain("circles", before, r.circles()...)
	// No group is seen on the other side of it (SG-11).
	s.chain("lose", "", remember(lostReference)...)
	answers, again := turns(firstAnswer, secondAnswer), turns(secondQuestion)
	lines := append(all(remembers(needsReference, true), r.drop(reach.SGReferencesLost, nil)), "jump lose")
	policy := r.policyOf(i.endpoint)
	if policy != nil {
		s.chain("stateless", "", r.stateless(policy)...)
		byRules := "ct direction reply ct mark %d " + r.drop(reach.FirewallRestriction, i.endpoint)
		lines = append(lines, "jump stateless")
		lines = append(lines, all(all(answers, fmt.Sprintf("meta mark %d", unseen)), fmt.Sprintf(byRules, 0))...)
		lines = append(lines, fmt.Sprintf("meta mark %d ct mark set %d accept", unseen, unseen))
		lines = append(lines, all(answers, fmt.Sprintf(byRules, unseen))...)
	}
	if policy != nil && policy.Strict.Value && policy.StatefulDefault.Value == reach.FirewallDropEstablished {
		s.chain("data", "", append(r.stateful(policy), r.drop(reach.FirewallRestriction, policy))...)
		lines = append(lines, all(again, "jump data")...)
	}
	lines = append(lines, all(slices.Concat(answers, again), "ct state established accept")...)
	for _, e := range i.redirected {
		// RT-13.
		lines = append(lines, all(answers, fmt.Sprintf("iifname %q %s", e.device.name, r.drop(reach.IngressRedirected, e.route)))...)
	}
	lines = append(lines, all(slices.Concat(answers, again), r.drop(reach.AsymmetricFirewall, i.endpoint))...)
	if policy != nil {
		s.chain("opens", "", append(r.stateful(policy), r.otherwise(policy)...)...)
		lines = append(lines, "jump opens")
	}
	s.chain("through", through, lines...)
	s.write("}")
}

// turns matches the packets of some turns of a flow.
func turns(of ...turn) []string {
	var values []string
	for _, t := range of {
		values = append(values, fmt.Sprint(byte(t)))
	}
	set := "{ " + strings.Join(values, ", ") + " }"
	return []string{"ip ecn " + set, "ip6 ecn " + set}
}

// policyOf is the policy of an endpoint, nil for one of a Gateway Load Balancer.
func (r *reading) policyOf(f *reach.FirewallEndpoint) *reach.FirewallPolicy {
	if f.Firewall.IsNone() {
		return nil
	}
	return only(only(f.Firewall).Policy)
}

// inOrder are the groups of a policy by their priorities.
func inOrder(uses []reach.RuleGroupUse) []*reach.FirewallRuleGroup {
	sorted := slices.SortedStableFunc(slices.Values(uses), func(a, b reach.RuleGroupUse) int { return cmp.Compare(a.Priority.Value, b.Priority.Value) })
	var out []*reach.FirewallRuleGroup
	for _, u := range sorted {
		out = append(out, only(u.Group))
	}
	return out
}

// stateless are the stateless rules.
func (r *reading) stateless(policy *reach.FirewallPolicy) []string {
	does := func(action reach.FirewallAction) string {
		switch action {
		case reach.FirewallPass:
			return fmt.Sprintf("meta mark set %d return", unseen)
		case reach.FirewallDrop:
			return r.drop(reach.FirewallRestriction, policy)
		}
		return "return"
	}
	var out []string
	for _, g := range inOrder(policy.Stateless) {
		for _, rule := range g.Rules {
			if rule.Action != reach.FirewallAlert {
				out = append(out, all(matchHeader(rule, false), does(rule.Action))...)
			}
		}
		out = append(out, r.unknownRules(g)...)
	}
	return append(out, does(policy.StatelessDefault.Value))
}

// stateful are the stateful rules. Under strict order the first that matches decides;
// without it those that pass come first (NFW-3).
func (r *reading) stateful(policy *reach.FirewallPolicy) []string {
	drop := r.drop(reach.FirewallRestriction, policy)
	rules := func(g *reach.FirewallRuleGroup, actions ...reach.FirewallAction) []string {
		var out []string
		for _, rule := range g.Rules {
			statement := "return"
			if rule.Action == reach.FirewallDrop {
				statement = drop
			}
			if slices.Contains(actions, rule.Action) {
				out = append(out, all(matchHeader(rule, true), statement)...)
			}
		}
		return append(out, r.unknownRules(g)...)
	}
	var out []string
	if !policy.Strict.Value {
		for _, action := range []reach.FirewallAction{reach.FirewallPass, reach.FirewallDrop} {
			for _, u := range policy.Stateful {
				out = append(out, rules(only(u.Group), action)...)
			}
		}
		return out
	}
	for _, g := range inOrder(policy.Stateful) {
		out = append(out, rules(g, reach.FirewallPass, reach.FirewallDrop)...)
	}
	return out
}

// otherwise is what becomes of what opens a flow and no stateful rule matches: of TCP
// the handshake may pass where no data does (NFW-4).
func (r *reading) otherwise(policy *reach.FirewallPolicy) []string {
	drop := r.drop(reach.FirewallRestriction, policy)
	switch {
	case !policy.Strict.Value:
		return nil
	case policy.StatefulDefault.Value == reach.FirewallDropEstablished:
		return []string{"meta l4proto != 6 " + drop}
	case policy.StatefulDefault.Value == reach.FirewallDrop:
		return []string{drop}
	}
	return nil
}

// unknownRules takes out of play what rules are asked for that no plan shows (NFW-10).
func (r *reading) unknownRules(g *reach.FirewallRuleGroup) []string {
	known := g.Why == nil && !slices.ContainsFunc(g.Rules, func(x *reach.FirewallRule) bool { return x.Why != nil })
	if known {
		return nil
	}
	return []string{r.leave("firewall rules that nobody knows")}
}

// matchHeader matches the headers that a rule is about; of a stateful one that is for
// both directions those of what comes the other way, too.
func matchHeader(rule *reach.FirewallRule, stateful bool) []string {
	out := matchFlow(rule, "saddr", "daddr", "sport", "dport")
	if stateful && rule.BothWays {
		out = append(out, matchFlow(rule, "daddr", "saddr", "dport", "sport")...)
	}
	return out
}

func matchFlow(rule *reach.FirewallRule, src, dst, sport, dport string) []string {
	var protocols []string
	if rule.Protocols.IsAny() && rule.SrcPorts.IsAny() && rule.DstPorts.IsAny() {
		protocols = []string{""}
	} else {
		for p := range rule.Protocols.All() {
			protocols = append(protocols, matchTransport(rule, p, sport, dport))
		}
	}
	var out []string
	for _, from := range rule.Src {
		for _, to := range rule.Dst {
			if from.Addr().Is6() != to.Addr().Is6() {
				continue
			}
			for _, p := range protocols {
				out = append(out, strings.Join([]string{matchRemote(src, from), matchRemote(dst, to), p}, " "))
			}
		}
	}
	return out
}

func matchTransport(rule *reach.FirewallRule, p packet.Protocol, sport, dport string) string {
	match := fmt.Sprintf("meta l4proto %d", p)
	if p.IsICMP() && !rule.DstPorts.IsAny() {
		return match + " @th,0,16 " + ranges(reach.Traffic{Ports: rule.DstPorts})
	}
	if !p.HasPorts() {
		return match
	}
	for side, ports := range map[string]packet.Ports{sport: rule.SrcPorts, dport: rule.DstPorts} {
		if !ports.IsAny() {
			match += fmt.Sprintf(" th %s %s", side, ranges(reach.Traffic{Ports: ports}))
		}
	}
	return match
}
