package reach

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// FirewallEndpoint is where a route table sends packets to be inspected: an
// endpoint of a Network Firewall, or of a Gateway Load Balancer, in a subnet (NFW-1,
// GWLB-1). What the inspection lets pass leaves by the table of that subnet.
type FirewallEndpoint struct {
	Origin
	Subnet Ref[*Subnet]
	// Firewall is none for an endpoint of a Gateway Load Balancer: what its appliance
	// lets pass no plan shows (GWLB-4).
	Firewall Ref[*Firewall]
}

// Firewall is a Network Firewall. All its endpoints have one policy.
type Firewall struct {
	Origin
	VPC    Ref[*VPC]
	Policy Ref[*FirewallPolicy]
}

// FirewallPolicy says what a firewall lets pass (NFW-2, NFW-3).
type FirewallPolicy struct {
	Origin
	// Stateless are the stateless rule groups, in the order of their priorities.
	Stateless []RuleGroupUse
	// StatelessDefault is what happens to packets that no stateless rule matches:
	// FirewallPass, FirewallDrop or FirewallForward. That of fragments is not
	// modelled: sets of packets have none.
	StatelessDefault Fact[FirewallAction]
	// Stateful are the stateful rule groups; by their priorities where the order is
	// strict, in the order of the plan where it is not.
	Stateful []RuleGroupUse
	// Strict: rules decide in their order. Without it, pass rules come first, then
	// drop, then reject, and what none matches passes (NFW-3).
	Strict Fact[bool]
	// StatefulDefault is what happens under strict order to what no rule matches:
	// FirewallPass (alerts only), FirewallDrop, or FirewallDropEstablished.
	StatefulDefault Fact[FirewallAction]
}

// RuleGroupUse is a rule group in a policy.
type RuleGroupUse struct {
	// Origin is the block of the policy.
	Origin
	Priority Fact[int]
	Group    Ref[*FirewallRuleGroup]
}

// FirewallRuleGroup is an ordered list of rules.
type FirewallRuleGroup struct {
	Origin
	Stateful bool
	// Rules are in the order in which they are asked: stateless ones by their
	// priorities, stateful ones as they are written.
	Rules []*FirewallRule
	// Why is set when the group may have other rules than these, which are unknown:
	// a list of domains, a text for Suricata (NFW-10). What they may do is to pass
	// or drop any packet.
	Why *Unknown
}

// FirewallRule matches packets by addresses, protocol and ports.
type FirewallRule struct {
	Origin
	Action FirewallAction
	// Protocols and ports. For ICMP, DstPorts is types and codes as everywhere.
	Protocols          packet.Protocols
	Src, Dst           []netip.Prefix
	SrcPorts, DstPorts packet.Ports
	// BothWays: the rule matches flows in both directions ("ANY").
	BothWays bool
	// Why is set when something about the rule is unknown, or more than a packet's
	// header decides (the content of a name, a flag). The rest then holds all that it
	// may match; an empty list of addresses then means any.
	Why *Unknown
}

// FirewallAction is what a rule, or a default, does with packets.
type FirewallAction int

// The actions.
const (
	// FirewallPass lets them pass.
	FirewallPass FirewallAction = iota + 1
	// FirewallDrop drops them; so does a rule that rejects.
	FirewallDrop
	// FirewallForward hands them to the stateful rules.
	FirewallForward
	// FirewallAlert notes them and goes on.
	FirewallAlert
	// FirewallDropEstablished drops what belongs to a connection, once it is made,
	// and everything without one: no data passes (NFW-4).
	FirewallDropEstablished
)
