package aws

import (
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/reach"
)

// publicAccessTypes are the resource types of VPC Block Public Access.
var publicAccessTypes = map[string]resourceType{
	"aws_vpc_block_public_access_options": {modelled, planjson.Attrs{"id": id, "internet_gateway_block_mode": whole}, nil},
	"aws_vpc_block_public_access_exclusion": {modelled, planjson.Attrs{
		"id": id, "vpc_id": id, "subnet_id": id, "internet_gateway_exclusion_mode": whole,
	}, nil},
}

var blockModes = map[string]reach.PublicAccessMode{
	"off": reach.BlockNothing, "block-ingress": reach.BlockIngress, "block-bidirectional": reach.BlockBidirectional,
}

// publicAccessParts makes what accounts block in their regions (BPA-1). Options that
// are deleted are off: the provider says so to AWS.
func (b *builder) publicAccessParts() {
	for _, r := range b.of("aws_vpc_block_public_access_options") {
		a := r.Get("internet_gateway_block_mode")
		text, _ := a.Text()
		mode, ok := blockModes[text]
		out := reach.Known(mode)
		if !ok {
			out = reach.Missing[reach.PublicAccessMode](r.unknown(a, a.Reason()))
		}
		b.publicAccess(&reach.PublicAccess{Origin: r.origin(), Mode: out})
	}
	for _, was := range b.former("aws_vpc_block_public_access_options") {
		if was.change == reach.Delete {
			b.publicAccess(&reach.PublicAccess{Origin: was.origin(), Mode: reach.Known(reach.BlockNothing)})
		}
	}
	for _, r := range b.of("aws_vpc_block_public_access_exclusion") {
		e := &reach.PublicAccessExclusion{Origin: r.origin()}
		if a := r.Get("vpc_id"); b.mayHold(r, a) {
			e.VPC = ref(b, r, a, vpcKind)
		}
		if a := r.Get("subnet_id"); b.mayHold(r, a) && (e.VPC.IsNone() || r.Get("subnet_id").IsKnown()) {
			e.Subnet = ref(b, r, a, subnetKind)
		}
		if e.VPC.IsNone() && e.Subnet.IsNone() {
			e.VPC = needed(b, r, r.Get("vpc_id"), vpcKind)
		}
		a := r.Get("internet_gateway_exclusion_mode")
		switch text, _ := a.Text(); text {
		case "allow-bidirectional":
			e.Bidirectional = reach.Known(true)
		case "allow-egress":
			e.Bidirectional = reach.Known(false)
		default:
			e.Bidirectional = reach.Missing[bool](r.unknown(a, a.Reason()))
		}
		b.net.PublicAccessExclusions = append(b.net.PublicAccessExclusions, e)
	}
}

// publicAccess adds what is blocked at a place. There is one setting for each: of
// several resources the last to be applied has the word, and nobody knows which that
// is.
func (b *builder) publicAccess(p *reach.PublicAccess) {
	for _, other := range b.net.PublicAccess {
		if !other.Place.Same(p.Place) {
			continue
		}
		if p.Mode != other.Mode && other.Mode.Why == nil {
			other.Mode = reach.Missing[reach.PublicAccessMode](&reach.Unknown{
				Code: reach.UnknownValue, Address: other.Address, Attribute: "internet_gateway_block_mode", Reason: p.Address + " sets it as well",
			})
		}
		return
	}
	b.net.PublicAccess = append(b.net.PublicAccess, p)
}
