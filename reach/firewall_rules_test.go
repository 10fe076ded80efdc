package reach_test

import (
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestFirewallRules: which rule of a policy decides (NFW-2 to NFW-4, NFW-10).
func TestFirewallRules(t *testing.T) {
	const (
		https, http = "a > tcp 8.8.8.8:443", "a > tcp 8.8.8.8:80"
		dropped     = "forward FIREWALL_RULES_RESTRICTION "
		policy      = "firewall policy fp\n"
		otherwise   = "firewall_policy.fp.stateful_default_actions"
	)
	testRules(t, []rule{
		{"NFW-3 what no rule matches passes", inline, policy, [][]string{{https, "delivered"}}},
		{"NFW-3 pass rules come first", inline, policy + "  stateful 1 web\nstateful rules web\n  drop tcp from any to any\n  pass tcp 443 from any to any", [][]string{
			{https, "delivered"}, {http, dropped + "rules.web.rule[0]"}}},
		{"NFW-3 but for strict order", inline, policy + "  strict\n  stateful 1 web\nstateful rules web\n  drop tcp from any to any\n  pass tcp 443 from any to any", [][]string{{https, dropped + "rules.web.rule[0]"}}},
		{"NFW-3 groups by their priorities", inline, policy + "  strict\n  stateful 2 shut\n  stateful 1 web\nstateful rules web\n  pass tcp 443 from any to any\nstateful rules shut\n  drop tcp from any to any", [][]string{
			{https, "delivered"}, {http, dropped + "rules.shut.rule[0]"}}},
		{"NFW-3 nobody knows the order", inline, policy + "  strict ?\n  stateful 1 web\nstateful rules web\n  drop tcp from any to any", [][]string{{https, "undecided UNKNOWN_VALUE firewall_policy.fp.rule_order"}}},
		{"NFW-4 strict, and what no rule matches is dropped", inline, policy + "  strict\n  stateful otherwise drop\n  stateful 1 web\nstateful rules web\n  pass tcp 443 from any to any", [][]string{
			{https, "delivered"}, {http, dropped + otherwise}}},
		{"NFW-4 dropped once the connection is made", inline, policy + "  strict\n  stateful otherwise drop-established", [][]string{
			{https, "reply FIREWALL_RULES_RESTRICTION " + otherwise}, {"a > udp 8.8.8.8:53", dropped + otherwise}}},
		{"NFW-4 nobody knows what it does", inline, policy + "  strict\n  stateful otherwise ?", [][]string{{https, "undecided UNKNOWN_VALUE " + otherwise}}},
		{"NFW-4 that says nothing without strict order", inline, policy + "  stateful otherwise drop", [][]string{{https, "delivered"}}},
		{"NFW-10 rules that nobody knows", inline, policy + "  strict\n  stateful 1 web\nstateful rules web\n  pass tcp 443 from any to any\n  ...", [][]string{
			{https, "delivered"}, {http, "undecided UNKNOWN_VALUE rules.web.rules"}}},
		{"NFW-10 the first one that is unknown is named", inline, policy + "  strict\n  stateful 1 web\nstateful rules web\n  drop tcp 443 from any to any, ?\n  pass udp from any to any\n  drop tcp from any to any, ?", [][]string{
			{https, "undecided UNKNOWN_VALUE rules.web.rule[0]"}}},
		{"NFW-10 rules that nobody knows drop no earlier than those that pass do", inline, policy + "  stateful 1 web\nstateful rules web\n  ...\n  drop tcp 80 from any to any", [][]string{
			{http, "undecided UNKNOWN_VALUE rules.web.rules"}}},
		{"NFW-2 a stateless rule drops", inline, policy + "  stateless 1 edge\nstateless rules edge\n  drop tcp 443 from any to any", [][]string{
			{https, dropped + "rules.edge.rule[0]"}, {http, "delivered"}}},
		{"NFW-2 a stateless rule drops the answers", inline, policy + "  stateless 1 edge\nstateless rules edge\n  drop tcp from any to any, source-ports 443", [][]string{
			{https, "reply FIREWALL_RULES_RESTRICTION rules.edge.rule[0]"}, {http, "delivered"}}},
		{"NFW-2 by addresses", inline, policy + "  stateless 1 edge\nstateless rules edge\n  drop tcp from 10.0.2.0/28 to 8.8.8.0/24", [][]string{
			{https, dropped + "rules.edge.rule[0]"}, {"a > tcp 8.8.9.9:443", "delivered"}}},
		{"NFW-2 by addresses of others", inline, policy + "  stateless 1 edge\nstateless rules edge\n  drop tcp from 10.0.2.32/28 to 8.8.8.0/24", [][]string{{https, "delivered"}}},
		{"NFW-2 stateless rules let the requests pass by the stateful ones", inline, policy + "  stateless 1 edge\nstateless rules edge\n  pass tcp 443 from any to any", [][]string{
			{https, "reply FIREWALL_RULES_RESTRICTION endpoint.f"}, {http, "delivered"}}},
		{"NFW-2 stateless rules let both pass", inline, policy + "  stateless 1 edge\n  stateful 1 shut\nstateless rules edge\n  pass tcp 443 from any to any\n  pass tcp from any to any, source-ports 443\nstateful rules shut\n  drop tcp from any to any", [][]string{
			{https, "delivered"}, {http, dropped + "rules.shut.rule[0]"}}},
		{"NFW-2 nobody knows whether a stateless rule matches", inline, policy + "  stateless 1 edge\nstateless rules edge\n  drop tcp 443 from any to any, ?", [][]string{
			{https, "undecided UNKNOWN_VALUE rules.edge.rule[0]"}, {http, "delivered"}}},
		{"NFW-2 nor, of answers", inline, policy + "  stateless 1 edge\nstateless rules edge\n  drop tcp from any to any, source-ports 443, ?", [][]string{
			{https, "one-way, undecided UNKNOWN_VALUE rules.edge.rule[0]"}, {http, "delivered"}}},
		{"NFW-2 nobody knows whether the requests are seen", inline, policy + "  stateless 1 edge\nstateless rules edge\n  pass tcp 443 from any to any, ?", [][]string{
			{https, "undecided UNKNOWN_VALUE rules.edge.rule[0]"}}},
		{"NFW-2 what no stateless rule matches", inline, policy + "  stateless otherwise drop", [][]string{
			{https, dropped + "firewall_policy.fp.stateless_default_actions, then reply FIREWALL_RULES_RESTRICTION firewall_policy.fp.stateless_default_actions"}}},
		{"NFW-3 a rule that would drop the answers by themselves", inline, policy + "  stateful 1 web\nstateful rules web\n  drop tcp from 8.0.0.0/8 to 10.0.0.0/8", [][]string{
			{https, "one-way, undecided UNKNOWN_VALUE rules.web.rule[0]"}, {"a > tcp 9.9.9.9:443", "delivered"}}},
		{"NFW-3 and a rule that passed the request", inline, policy + "  stateful 1 web\nstateful rules web\n  drop tcp from 8.0.0.0/8 to 10.0.0.0/8\n  pass tcp 443 from any to any", [][]string{{https, "delivered"}}},
		{"NFW-3 a rule that may drop the answers by themselves", inline, policy + "  stateful 1 web\nstateful rules web\n  drop tcp from 8.0.0.0/8 to 10.0.0.0/8, ?", [][]string{
			{https, "one-way, undecided UNKNOWN_VALUE rules.web.rule[0]"}}},
		{"NFW-3 a rule that would pass them", inline, policy + "  stateful 1 web\nstateful rules web\n  pass tcp from 8.0.0.0/8 to 10.0.0.0/8", [][]string{{https, "delivered"}}},
		{"NFW-2 a rule for both ways", inline, policy + "  strict\n  stateful otherwise drop\n  stateful 1 web\nstateful rules web\n  pass tcp from 8.0.0.0/8 to 10.0.0.0/8, source-ports 443, both-ways", [][]string{
			{https, "delivered"}, {http, dropped + otherwise}}},
	})
	testChanged(t, []changed{{"NFW-2 a rule without addresses is for all", inline, policy + "  stateful 1 web\nstateful rules web\n  drop tcp 443 from any to any", func(s *reachtest.Scene) {
		r := s.Network.FirewallRuleGroups[0].Rules[0]
		r.Src, r.Dst = nil, nil
	}, [][]string{{https, dropped + "rules.web.rule[0]"}}}, {"a rule that has no place of its own is its group's", inline, policy + "  stateful 1 web\nstateful rules web\n  drop tcp 443 from any to any", func(s *reachtest.Scene) {
		s.Network.FirewallRuleGroups[0].Rules[0].Origin = reach.Origin{}
	}, [][]string{{https, dropped + "rules.web"}}}})
}
