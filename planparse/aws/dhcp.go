package aws

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

var dhcpKind = kind[*reach.DHCPOptions]{
	[]string{"aws_vpc_dhcp_options", "aws_default_vpc_dhcp_options"}, "DHCP options",
	func(o reach.Origin) *reach.DHCPOptions {
		return &reach.DHCPOptions{Origin: o, Why: notInPlan(o, "its servers are unknown")}
	},
}

// dhcpOptions makes the DHCP options.
func (b *builder) dhcpOptions() {
	for _, r := range b.of("aws_vpc_dhcp_options", "aws_default_vpc_dhcp_options") {
		attribute := "id"
		if r.Data {
			attribute = "dhcp_options_id"
		}
		if b.alias(r, attribute) {
			b.name(r, "id", b.objects[resolve.Symbol{Resource: r.String(), Attribute: attribute}])
			continue
		}
		o := &reach.DHCPOptions{Origin: r.origin()}
		b.net.DHCPOptions = append(b.net.DHCPOptions, o)
		b.name(r, "id", o)
		b.nameServers(r, o)
	}
}

// nameServers reads the servers of DHCP options. Options without any give hosts none
// (DNS-3); the default ones of a region have the VPC's own resolver.
func (b *builder) nameServers(r resource, o *reach.DHCPOptions) {
	a := r.Get("domain_name_servers")
	if r.Type == "aws_default_vpc_dhcp_options" {
		o.Amazon = true
		return
	}
	texts, why := r.texts(a)
	o.Why = why
	for _, text := range texts {
		if strings.EqualFold(text, "AmazonProvidedDNS") {
			o.Amazon = true
			continue
		}
		server, err := netip.ParseAddr(text)
		if err != nil {
			fail(&o.Why, r, a, "holds something that is no address")
			continue
		}
		o.Servers = append(o.Servers, server)
	}
}

// texts are the texts of a list, and why there may be others.
func (r resource) texts(a resolve.Attr) (out []string, why *reach.Unknown) {
	items, reason := a.Items()
	if reason != "" {
		return nil, r.unknown(a, reason)
	}
	for _, i := range items {
		if text, known := i.Text(); known {
			out = append(out, text)
		} else {
			fail(&why, r, i, "")
		}
	}
	return out, why
}

// dhcpAssociations makes which options VPCs have. When an association is deleted, the
// VPC has the region's default.
func (b *builder) dhcpAssociations() {
	associated := map[*reach.VPC]bool{}
	var open []reach.Ref[*reach.VPC]
	note := func(v reach.Ref[*reach.VPC]) {
		if t, ok := v.Exact(); ok {
			associated[t] = true
		} else {
			open = append(open, v)
		}
	}
	for _, was := range b.former("aws_vpc_dhcp_options_association") {
		note(ref(b, was, was.Get("vpc_id"), vpcKind))
	}
	for _, r := range b.of("aws_vpc_dhcp_options_association") {
		a := &reach.DHCPAssociation{Origin: r.origin(), VPC: needed(b, r, r.Get("vpc_id"), vpcKind)}
		note(a.VPC)
		options := r.Get("dhcp_options_id")
		if text, _ := options.Text(); text == "default" {
			// To AWS, that is no options at all.
			none := &reach.DHCPOptions{Origin: r.part(options)}
			b.net.DHCPOptions = append(b.net.DHCPOptions, none)
			a.Options = reach.To(none)
		} else {
			a.Options = needed(b, r, options, dhcpKind)
		}
		b.net.DHCPAssociations = append(b.net.DHCPAssociations, a)
	}
	for _, r := range b.of("aws_vpc", "aws_default_vpc") {
		v, ok := object[*reach.VPC](b, r, "id")
		a := r.Get("dhcp_options_id")
		may := func(other reach.Ref[*reach.VPC]) bool { return other.May(v) }
		if text, known := a.Text(); !ok || !known || text == "" || associated[v] || slices.ContainsFunc(open, may) {
			continue
		}
		// The provider gives VPCs the default before it deletes options.
		if a.Ref(dhcpKind.types...).State == resolve.Gone {
			continue
		}
		options := ref(b, r, a, dhcpKind)
		// Options that the plan does not have are most likely the region's default.
		if o, ok := options.Exact(); ok && o.Beyond {
			continue
		}
		b.net.DHCPAssociations = append(b.net.DHCPAssociations, &reach.DHCPAssociation{Origin: r.part(a), VPC: reach.To(v), Options: options})
	}
}
