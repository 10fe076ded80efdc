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
	separate := b.of("aws_eip_association")
	for _, r := range separate {
		b.publicAddress(r, r.Get("private_ip_address"), r.Get("network_interface_id"), r.Get("instance_id"))
	}
	for _, r := range b.of("aws_eip") {
		if r.Data || b.associatedElsewhere(r, separate) {
			continue
		}
		b.publicAddress(r, r.Get("associate_with_private_ip"), r.Get("network_interface"), r.Get("instance"))
	}
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

// associatedElsewhere reports whether an association resource, kept or deleted,
// is about the Elastic IP.
func (b *builder) associatedElsewhere(eip resource, separate []resource) bool {
	for _, r := range separate {
		found := r.Get("allocation_id").Ref("aws_eip")
		if found.State == resolve.Exact && found.Symbols[0].Resource == eip.String() {
			return true
		}
	}
	for _, r := range b.gone {
		if r.Type == "aws_eip_association" && b.named(r, "allocation_id", eip) {
			return true
		}
	}
	return false
}
