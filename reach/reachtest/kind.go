package reachtest

import (
	"regexp"
	"strconv"

	"github.com/tfreach/tfreach/reach"
)

// kind is one kind of statement. Each has one place in this package, which is
// all there is to it: how it begins, what it makes, and how it is printed.
type kind struct {
	// forms are the ways in which a statement begins. The longest one that fits
	// is taken.
	forms []string
	// address is the first part of the address of what it makes.
	address string
	// rules: indented lines may follow.
	rules bool
	// declare makes the object, so that others may name it. It does not read on.
	declare func(*builder, *statement)
	// link reads the rest of the statement. All objects are there by then.
	link func(*builder, *statement)
	// print writes all statements of the kind that a network has.
	print func(*printer)
}

// kinds are in the order in which objects are made, linked and printed. The
// lists of a network therefore do not depend on the order of statements of
// different kinds, and a printed network reads as the same one.
var kinds = []*kind{
	&vpcKind, &igwKind, &eigwKind, &listKind,
	&peeringKind, &uplinkKind,
	&vgwKind, &vpnKind,
	&tgwKind, &transitTableKind, &attachmentKind, &transitAssociationKind, &transitPropagationKind,
	&ruleGroupKind, &firewallPolicyKind, &firewallKind, &firewallEndpointKind,
	&gatewayEndpointKind,
	&mainKind, &tableKind, &mainAssociationKind,
	&defaultACLKind, &aclKind,
	&defaultGroupKind, &groupKind,
	&subnetKind, &natKind,
	&hostKind, &lambdaKind, &interfaceEndpointKind, &balancerKind, &eipKind,
	&routeKind, &associationKind, &edgeKind, &propagationKind,
	&publicAccessKind, &exclusionKind, &assumeKind,
}

// builder makes a network from statements.
type builder struct {
	network *reach.Network
	// objects are by address.
	objects map[string]reach.Object
}

// plainName is what may name an object: nothing that means something in a
// reference or an address.
var plainName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// declare enters an object under the address of its statement.
func (b *builder) declare(s *statement, o reach.Object) {
	if !plainName.MatchString(s.name) {
		s.words.reject(strconv.Quote(s.name), "a name of letters, digits, - and _")
	}
	b.objects[s.address()] = o
}

// of reads "of v" at the end of a statement or before its options.
func (b *builder) of(s *statement) reach.Ref[*reach.VPC] {
	s.words.expect("of")
	return ref[*reach.VPC](b, s.words, unknown(s.address(), "vpc_id"), "vpc")
}

// adopt is what the VPC of the statement's name has from the start, taken over
// by the statement.
func adopt[T reach.Object](b *builder, s *statement) {
	o, ok := b.objects[s.address()].(T)
	if !ok {
		s.words.reject(strconv.Quote(s.name), nameOf([]string{"vpc"}))
		return
	}
	*o.At() = s.origin()
}

// linkRules reads the indented lines below a statement.
func (b *builder) linkRules(s *statement, rule func(*words)) {
	s.words.end()
	for _, l := range s.rules {
		if s.words.err != nil {
			return
		}
		w := read(l)
		rule(w)
		w.end()
		s.words.err = w.err
	}
}

// origin is the origin of what a statement makes.
func (s *statement) origin() reach.Origin { return created(s.address(), "") }

func created(address, attribute string) reach.Origin {
	return reach.Origin{Address: address, Attribute: attribute, Change: reach.Create}
}
