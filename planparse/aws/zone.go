package aws

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

var zoneKind = kind[*reach.PrivateZone]{
	[]string{"aws_route53_zone"}, "a hosted zone",
	func(o reach.Origin) *reach.PrivateZone {
		return &reach.PrivateZone{Origin: o, Name: reach.Missing[string](notInPlan(o, "its name is unknown"))}
	},
}

// zones makes the hosted zones that VPCs may have for themselves.
func (b *builder) zones() {
	for _, r := range b.of("aws_route53_zone") {
		b.zone(r)
	}
}

// zone makes a hosted zone that VPCs have for themselves.
func (b *builder) zone(r resource) {
	if b.alias(r, "zone_id") {
		b.name(r, "id", b.objects[resolve.Symbol{Resource: r.String(), Attribute: "zone_id"}])
		return
	}
	if private := r.flag(r.Get("private_zone"), false); r.Data && private.Why == nil && !private.Value {
		return
	}
	z := &reach.PrivateZone{Origin: r.origin()}
	name := r.Get("name")
	if text, known := name.Text(); known {
		z.Name = reach.Known(strings.TrimSuffix(text, "."))
	} else {
		z.Name = reach.Missing[string](r.unknown(name, name.Reason()))
	}
	b.name(r, "id", z)
	b.name(r, "zone_id", z)
}

// zoneParts gives zones their VPCs. Zones without any are public, and nothing to where
// packets go.
func (b *builder) zoneParts() {
	var zones []*reach.PrivateZone
	for _, r := range b.of("aws_route53_zone") {
		z, ok := object[*reach.PrivateZone](b, r, "id")
		if !ok {
			continue
		}
		zones = append(zones, z)
		if r.Data {
			z.VPCs.Why = notInPlan(z.Origin, "its VPCs are unknown")
			continue
		}
		blocks, reason := b.blockList(r, r.Get("vpc"))
		if reason != "" && r.Get("vpc").Value().Kind != planjson.Absent {
			z.VPCs.Why = r.unknown(r.Get("vpc"), reason)
		}
		for _, v := range blocks {
			z.VPCs.Items = append(z.VPCs.Items, ref(b, r, v.Get("vpc_id"), vpcKind))
		}
	}
	for _, r := range b.of("aws_route53_zone_association") {
		named := ref(b, r, r.Get("zone_id"), zoneKind)
		z, ok := named.Exact()
		if !ok {
			z = &reach.PrivateZone{Origin: r.origin(), Name: reach.Missing[string](named.Why)}
		}
		if !slices.Contains(zones, z) {
			zones = append(zones, z)
		}
		z.VPCs.Items = append(z.VPCs.Items, ref(b, r, r.Get("vpc_id"), vpcKind))
	}
	for _, z := range zones {
		if len(z.VPCs.Items) > 0 || z.VPCs.Why != nil {
			b.net.PrivateZones = append(b.net.PrivateZones, z)
		}
	}
}
