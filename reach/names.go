package reach

import "net/netip"

// DHCPOptions say which servers resolve names in a VPC (DNS-3).
type DHCPOptions struct {
	Origin
	// Amazon: the VPC's own resolver is among them ("AmazonProvidedDNS").
	Amazon bool
	// Servers are others.
	Servers []netip.Addr
	// Why is set when the servers are not known, or not all of them.
	Why *Unknown
}

// DHCPAssociation gives a VPC its options. A VPC without one has the region's
// default: the VPC's own resolver.
type DHCPAssociation struct {
	Origin
	VPC     Ref[*VPC]
	Options Ref[*DHCPOptions]
}

// DNSFirewall puts a group of rules in front of a VPC's resolver (DNS-5).
type DNSFirewall struct {
	Origin
	VPC      Ref[*VPC]
	Group    Ref[*DNSRuleGroup]
	Priority Fact[int]
}

// DNSRuleGroup is rules about names, asked by their priorities.
type DNSRuleGroup struct {
	Origin
	Rules []*DNSRule
	// Why is set when it may have other rules.
	Why *Unknown
}

// DNSRule matches names; the first that matches decides.
type DNSRule struct {
	Origin
	Priority Fact[int]
	// Block: names that match are not resolved. A rule that only alerts or allows
	// lets them be.
	Block Fact[bool]
	// Domains as they are written: "example.com", "*.example.com".
	Domains []string
	// Why is set when it may match other names.
	Why *Unknown
}

// ResolverRule sends names under a domain to other servers, through the interface
// of an outbound endpoint (DNS-8).
type ResolverRule struct {
	Origin
	VPC    Ref[*VPC]
	Domain Fact[string]
	// Interface is that of the endpoint, none for a rule that leaves names to the
	// VPC's resolver (SYSTEM).
	Interface Ref[*Interface]
	// Targets are the servers, as far as they are known.
	Targets []netip.AddrPort
	Why     *Unknown
}

// PrivateZone is names that a VPC's resolver answers from a zone of its own.
type PrivateZone struct {
	Origin
	VPC  Ref[*VPC]
	Name Fact[string]
}
