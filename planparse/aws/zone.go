package aws

import (
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// zone is a hosted zone, of which each VPC that has it for itself gets one of its own.
type zone struct {
	origin reach.Origin
	name   reach.Fact[string]
}

var zoneKind = kind[*zone]{
	[]string{"aws_route53_zone"}, "a hosted zone",
	func(o reach.Origin) *zone {
		return &zone{o, reach.Missing[string](notInPlan(o, "its name is unknown"))}
	},
}

// zones makes the hosted zones.
func (b *builder) zones() {
	for _, r := range b.of("aws_route53_zone") {
		if b.alias(r, "zone_id") {
			b.name(r, "id", b.objects[resolve.Symbol{Resource: r.String(), Attribute: "zone_id"}])
			continue
		}
		z := &zone{origin: r.origin(), name: r.domain()}
		b.name(r, "id", z)
		b.name(r, "zone_id", z)
	}
}

// domain is the name attribute of a zone.
func (r resource) domain() reach.Fact[string] {
	name := r.Get("name")
	if text, known := name.Text(); known {
		return reach.Known(strings.TrimSuffix(text, "."))
	}
	return reach.Missing[string](r.unknown(name, name.Reason()))
}

// zoneParts gives VPCs their zones. Zones without any VPC are public, and nothing to
// where packets go.
func (b *builder) zoneParts() {
	add := func(at reach.Origin, name reach.Fact[string], v reach.Ref[*reach.VPC]) {
		b.net.PrivateZones = append(b.net.PrivateZones, &reach.PrivateZone{Origin: at, VPC: v, Name: name})
	}
	for _, r := range b.of("aws_route53_zone") {
		z, ok := b.objects[resolve.Symbol{Resource: r.String(), Attribute: "id"}].(*zone)
		if !ok || z.origin.Address != r.String() {
			continue
		}
		if r.Data {
			if private := r.flag(r.Get("private_zone"), false); private.Why != nil || private.Value {
				add(z.origin, z.name, reach.Perhaps[*reach.VPC](notInPlan(z.origin, "its VPCs are unknown")))
			}
			continue
		}
		list := r.Get("vpc")
		blocks, reason := b.blockList(r, list)
		if reason != "" && list.Value().Kind != planjson.Absent {
			add(z.origin, z.name, reach.Perhaps[*reach.VPC](r.unknown(list, reason)))
		}
		for _, v := range blocks {
			add(z.origin, z.name, needed(b, r, v.Get("vpc_id"), vpcKind))
		}
	}
	for _, r := range b.of("aws_route53_zone_association") {
		named := needed(b, r, r.Get("zone_id"), zoneKind)
		name := reach.Missing[string](named.Why)
		if z, ok := named.Exact(); ok {
			name = z.name
		}
		add(r.origin(), name, needed(b, r, r.Get("vpc_id"), vpcKind))
	}
	// Cloud Map makes a hosted zone for each namespace.
	for _, r := range b.of("aws_service_discovery_private_dns_namespace") {
		add(r.origin(), r.domain(), ref(b, r, r.Get("vpc"), vpcKind))
	}
	// A profile may bring any zone, resolver rule and rule of DNS Firewall.
	for _, r := range b.of("aws_route53profiles_association") {
		profile := &reach.Unknown{Code: reach.UnmodelledResource, Address: r.String(), Reason: "what its profile says of names is not modelled"}
		add(r.origin(), reach.Missing[string](profile), ref(b, r, r.Get("resource_id"), vpcKind))
	}
}
