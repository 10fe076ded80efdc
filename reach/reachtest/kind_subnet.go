package reachtest

import (
	"strconv"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

var subnetKind = kind{
	forms:   []string{"subnet NAME"},
	address: "subnet",
	declare: func(b *builder, s *statement) {
		n := &reach.Subnet{Origin: s.origin(), MapPublicIP: reach.Known(false), AssignIPv6: reach.Known(false), DNS64: reach.Known(false)}
		b.network.Subnets = append(b.network.Subnets, n)
		b.declare(s, n)
	},
	link:  linkSubnet,
	print: printSubnets,
}

const subnetOptions = "table, acl, zone, public-ips, assign-six or dns64"

func linkSubnet(b *builder, s *statement) {
	n := b.objects[s.address()].(*reach.Subnet)
	for first := true; first || strings.Contains(s.words.peek(), "/"); first = false {
		linkSubnetCIDR(n, s.words)
	}
	n.VPC = b.of(s)
	s.words.options(subnetOptions, func(word string) bool {
		switch word {
		case "table":
			b.network.TableAssociations = append(b.network.TableAssociations, &reach.TableAssociation{
				Origin: created(s.address(), "table"),
				Subnet: reach.To(n),
				Table:  ref[*reach.RouteTable](b, s.words, unknown(s.address(), "route_table_id"), "table"),
			})
		case "acl":
			b.network.ACLAssociations = append(b.network.ACLAssociations, &reach.ACLAssociation{
				Origin: created(s.address(), "acl"),
				Subnet: reach.To(n),
				ACL:    ref[*reach.ACL](b, s.words, unknown(s.address(), "network_acl_id"), "acl"),
			})
		case "zone":
			n.Zone = s.words.next("the name of a zone")
		case "public-ips":
			n.MapPublicIP = s.flag("map_public_ip_on_launch")
		case "assign-six":
			n.AssignIPv6 = s.flag("assign_ipv6_address_on_creation")
		case "dns64":
			n.DNS64 = s.flag("enable_dns64")
		default:
			return false
		}
		return true
	})
}

// linkSubnetCIDR reads one of the at most two blocks of a subnet.
func linkSubnetCIDR(n *reach.Subnet, w *words) {
	block := w.peek()
	p := w.prefix()
	family := &n.CIDR
	if p.Addr().Is6() {
		family = &n.CIDR6
	}
	if family.Value.IsValid() {
		w.reject(strconv.Quote(block), "one CIDR of each family")
	}
	*family = reach.Known(p)
}

// flag is what an option says that is true when it stands there, or unknown with
// "?" behind it.
func (s *statement) flag(attribute string) reach.Fact[bool] {
	if s.words.accept(unknownWord) {
		return reach.Missing[bool](unknown(s.address(), attribute))
	}
	return reach.Known(true)
}

func printSubnets(p *printer) {
	for _, n := range p.network.Subnets {
		p.begin("subnet", name(n))
		if n.CIDR.Value.IsValid() {
			p.add(n.CIDR.Value.String())
		}
		if n.CIDR6.Value.IsValid() {
			p.add(n.CIDR6.Value.String())
		}
		p.add("of", refText(n.VPC))
		for _, a := range p.network.TableAssociations {
			if a.Subnet.Is(n) && a.Attribute != "" {
				p.option("table", refText(a.Table))
			}
		}
		for _, a := range p.network.ACLAssociations {
			if a.Subnet.Is(n) {
				p.option("acl", refText(a.ACL))
			}
		}
		p.flag("public-ips", n.MapPublicIP)
		p.flag("assign-six", n.AssignIPv6)
		p.flag("dns64", n.DNS64)
		if n.Zone != "" {
			p.option("zone", n.Zone)
		}
		p.end()
	}
}
