package intent

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/planparse/address"
)

// Intent is one statement about what sources reach.
type Intent struct {
	// Sources are those the intent is about, less Except. Sources is never
	// empty; Except is when nothing is taken away.
	Sources, Except []Source
	Verb            Verb
	// Destinations is never empty.
	Destinations []Destination
	// Via is the hops that forward paths pass, in this order; empty when any
	// path will do.
	Via []Hops
}

// Place is where something stands in the sentence it was read from. What a
// program made has none.
type Place struct {
	// Text is the operand as it was written.
	Text string
	// Offset is the byte at which it begins.
	Offset int
}

// Verb is what an intent says of its sources and destinations.
type Verb uint8

// The verbs.
const (
	// Reach: every packet gets there and every reply comes back.
	Reach Verb = iota
	// CannotReach: no packet gets there, one way included.
	CannotReach
	// ReachOnly: nothing else outside the source's VPC is reached.
	ReachOnly
	// ReachExactly is Reach and ReachOnly.
	ReachExactly
)

// Noun is what kind of thing a source is.
type Noun uint8

// The nouns.
const (
	// Subnets are asked as places.
	Subnets Noun = iota
	// Workloads are what has network interfaces.
	Workloads
	// Addressed is what an address pattern names, whatever that is.
	Addressed
)

// Class is a class of subnets.
type Class uint8

// The classes.
const (
	Public Class = iota
	Private
	Isolated
)

// Source names subnets or workloads.
type Source struct {
	Noun Noun
	// Classes is set with Subnets only: those of any of the classes, or of every
	// class when empty.
	Classes []Class
	// Filters must all hold. There are none with Addressed.
	Filters []Filter
	// In is set with Workloads only, and nil when these may be anywhere: the
	// subnets that they are in. Its noun is Subnets.
	In *Source
	// Address is set with Addressed only.
	Address address.Pattern
	Place
}

// Filter narrows a noun: by a tag, or by where the thing is.
type Filter struct {
	// Key is the key of a tag, empty when the filter is In.
	Key string
	// Value is the value that the tag must have; any value will do when HasValue
	// is false.
	Value    string
	HasValue bool
	// In names what the thing is in, such as a module or a VPC; the zero Pattern
	// when the filter is a tag.
	In address.Pattern
}

// Destination is where packets go.
type Destination struct {
	Target Target
	// Ports is empty when none is written; what that means depends on the verb.
	Ports []Port
	Place
}

// TargetKind is what kind of thing a target is.
type TargetKind uint8

// The kinds of targets.
const (
	// ToInternet is the word "internet".
	ToInternet TargetKind = iota
	// ToAny is the word "any".
	ToAny
	// ToPrefix is an IP address or a CIDR.
	ToPrefix
	// ToService is an AWS service by the name that its VPC endpoints have.
	ToService
	// ToAddress is what an address pattern names.
	ToAddress
	// ToHostname is a host on the internet by its DNS name.
	ToHostname
)

// Target is a destination without its ports.
type Target struct {
	Kind TargetKind
	// Prefix is set with ToPrefix only, without host bits. An IP address is the
	// prefix of its full length.
	Prefix netip.Prefix
	// Name is the service or the hostname, in lower case.
	Name string
	// Address is set with ToAddress only.
	Address address.Pattern
}

// Protocol is the protocol of a port.
type Protocol uint8

// The protocols.
const (
	TCP Protocol = iota
	UDP
	// ICMP is ICMP or ICMPv6, by the family of the address.
	ICMP
	// Numbered is an IP protocol by its number.
	Numbered
)

// Port is one item behind the colon of a destination.
type Port struct {
	Protocol Protocol
	// Lo and Hi are the first and the last port of TCP and UDP.
	Lo, Hi uint16
	// Number is the protocol when Numbered, and with HasType the type of ICMP.
	Number  uint8
	HasType bool
}

// Hops are alternatives: a path passes one of them.
type Hops []Hop

// HopKind is what kind of thing a hop is.
type HopKind uint8

// The kinds of hops.
const (
	// ViaNAT is a NAT gateway or a NAT instance.
	ViaNAT HopKind = iota
	ViaNATGateway
	ViaInternetGateway
	ViaEgressOnlyGateway
	ViaFirewall
	ViaTransitGateway
	ViaPeering
	ViaVPN
	ViaEndpoint
	// ViaAddress is what an address pattern names.
	ViaAddress
)

// Hop is something that packets pass on their way.
type Hop struct {
	Kind HopKind
	// Address is set with ViaAddress only.
	Address address.Pattern
	Place
}

// Equal reports whether both say the same with the same words. Places are not
// compared, and the order of operands counts.
func (in Intent) Equal(o Intent) bool {
	return in.Verb == o.Verb &&
		slices.EqualFunc(in.Sources, o.Sources, Source.Equal) &&
		slices.EqualFunc(in.Except, o.Except, Source.Equal) &&
		slices.EqualFunc(in.Destinations, o.Destinations, Destination.Equal) &&
		slices.EqualFunc(in.Via, o.Via, Hops.Equal)
}

// Equal is as for [Intent.Equal].
func (s Source) Equal(o Source) bool {
	if (s.In == nil) != (o.In == nil) || s.In != nil && !s.In.Equal(*o.In) {
		return false
	}
	return s.Noun == o.Noun && slices.Equal(s.Classes, o.Classes) &&
		slices.EqualFunc(s.Filters, o.Filters, Filter.Equal) && s.Address.Equal(o.Address)
}

// Equal is as for [Intent.Equal].
func (f Filter) Equal(o Filter) bool {
	return f.Key == o.Key && f.Value == o.Value && f.HasValue == o.HasValue && f.In.Equal(o.In)
}

// Equal is as for [Intent.Equal].
func (d Destination) Equal(o Destination) bool {
	return d.Target.Equal(o.Target) && slices.Equal(d.Ports, o.Ports)
}

// Equal is as for [Intent.Equal].
func (t Target) Equal(o Target) bool {
	return t.Kind == o.Kind && t.Prefix == o.Prefix && t.Name == o.Name && t.Address.Equal(o.Address)
}

// Equal is as for [Intent.Equal].
func (h Hops) Equal(o Hops) bool { return slices.EqualFunc(h, o, Hop.Equal) }

// Equal is as for [Intent.Equal].
func (h Hop) Equal(o Hop) bool { return h.Kind == o.Kind && h.Address.Equal(o.Address) }
