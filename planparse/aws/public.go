package aws

import (
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// publicAddresses makes the associations of Elastic IPs with interfaces (PUB-3).
// What an Elastic IP shows of its association is a copy where an
// aws_eip_association makes it, and out of date when that is deleted.
func (b *builder) publicAddresses() {
	elsewhere := map[string]bool{}
	for _, r := range b.of("aws_eip_association") {
		if found := r.Get("allocation_id").Ref("aws_eip"); found.State == resolve.Exact {
			elsewhere[found.Symbols[0].Resource] = true
		}
		b.publicAddress(r, r.Get("private_ip_address"), r.Get("network_interface_id"), r.Get("instance_id"))
	}
	for _, r := range b.gone {
		if r.Type != "aws_eip_association" {
			continue
		}
		if found := b.resolver.Before(r.Resource).Get("allocation_id").Ref(); found.State == resolve.Exact {
			elsewhere[found.Symbols[0].Resource] = true
		}
	}
	for _, r := range b.of("aws_eip") {
		if !r.Data && !elsewhere[r.String()] {
			b.publicAddress(r, r.Get("associate_with_private_ip"), r.Get("network_interface"), r.Get("instance"))
		}
	}
}

// elastic is the Elastic IPs that have an address, by it; deleted ones too.
func (b *builder) elastic() map[string]string {
	if b.elasticIPs != nil {
		return b.elasticIPs
	}
	b.elasticIPs = map[string]string{}
	for _, list := range [][]resource{b.gone, b.of("aws_eip")} {
		for _, r := range list {
			if r.Type != "aws_eip" {
				continue
			}
			for _, v := range []planjson.Value{r.Before.Get("public_ip"), r.Get("public_ip").Value()} {
				if v.Text != "" {
					b.elasticIPs[v.Text] = r.String()
				}
			}
		}
	}
	return b.elasticIPs
}

// publicAddress is one association: with an interface or an instance, and with
// one private address of it.
func (b *builder) publicAddress(r resource, private, iface, inst resolve.Attr) {
	for _, a := range []resolve.Attr{iface, inst} {
		if a.IsEmpty() || a.Value().Kind == planjson.Absent || a.Value().Kind == planjson.Unknown && b.unset(r, a.Path()) {
			continue
		}
		if i := ref(b, r, a, interfaceKind); !i.IsNone() {
			if t, ok := i.Exact(); ok && !b.firstAddress(r, private, t) {
				i = reach.Perhaps(r.unknown(private, "it goes with one private address; whether that is the one that packets come from is not known"), t)
			}
			b.net.PublicAddresses = append(b.net.PublicAddresses, &reach.PublicAddress{Origin: r.origin(), Interface: i})
			return
		}
	}
}

// firstAddress reports whether an association is with the address that the
// interface sends from: no other one is named.
func (b *builder) firstAddress(r resource, private resolve.Attr, i *reach.Interface) bool {
	if private.IsEmpty() || private.Value().Kind == planjson.Absent || private.Value().Kind == planjson.Unknown && b.unset(r, private.Path()) {
		return true
	}
	text, _ := private.Text()
	return len(i.Private) == 1 && i.Private[0].String() == text
}
