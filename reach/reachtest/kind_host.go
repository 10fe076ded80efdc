package reachtest

import (
	"strconv"

	"github.com/tfreach/tfreach/reach"
)

var hostKind = kind{
	forms:   []string{"host NAME"},
	address: "host",
	declare: func(b *builder, s *statement) {
		b.declareInterface(s, reach.Interface{Public: reach.Known(reach.SubnetDecides)})
	},
	link:  linkHost,
	print: printHosts,
}

// lambdaKind is a Lambda function in a VPC. It has the interface of AWS, which
// never has a public address (CMP-1).
var lambdaKind = kind{
	forms:   []string{"lambda NAME"},
	address: "lambda",
	declare: func(b *builder, s *statement) {
		b.declareInterface(s, reach.Interface{Public: reach.Known(reach.Refused), Hyperplane: true})
	},
	link:  linkHost,
	print: printLambdas,
}

func (b *builder) declareInterface(s *statement, i reach.Interface) {
	o := b.addInterface(s, i)
	b.addWorkload(s, o)
	b.declare(s, o)
}

func (b *builder) addInterface(s *statement, i reach.Interface) *reach.Interface {
	i.Origin = s.origin()
	i.NoGroups = true
	i.SourceDestCheck = reach.Known(true)
	i.IPv6 = reach.Known(reach.Refused)
	b.network.Interfaces = append(b.network.Interfaces, &i)
	return &i
}

func (b *builder) addWorkload(s *statement, i *reach.Interface) *reach.Workload {
	w := &reach.Workload{Origin: s.origin(), Interfaces: reach.RefsTo(i)}
	b.network.Workloads = append(b.network.Workloads, w)
	return w
}

const hostOptions = "groups, public-ip, no-public-ip, six or no-source-dest-check"

func linkHost(b *builder, s *statement) {
	i := b.objects[s.address()].(*reach.Interface)
	b.linkAddresses(s, i)
	s.words.options(hostOptions, func(word string) bool {
		if word == "no-source-dest-check" {
			i.SourceDestCheck = not(s.flag("source_dest_check"))
			return true
		}
		return b.interfaceOption(s, i, word) || b.publicOption(s, i, word)
	})
}

// linkAddresses reads the addresses of an interface, and the subnets that it is
// in.
func (b *builder) linkAddresses(s *statement, i *reach.Interface) {
	for a, ok := s.words.address(); ok; a, ok = s.words.address() {
		if a.Is4() {
			i.Private = append(i.Private, a)
		} else {
			i.Six, i.IPv6 = append(i.Six, a), reach.Known(reach.Granted)
		}
	}
	s.words.expect("in")
	i.Subnets = refs[*reach.Subnet](b, s.words, unknown(s.address(), "subnet_id"), "subnet")
}

// interfaceOption reads what every interface may have.
func (b *builder) interfaceOption(s *statement, i *reach.Interface, word string) bool {
	switch word {
	case "groups":
		i.NoGroups = false
		i.Groups = refs[*reach.SecurityGroup](b, s.words, unknown(s.address(), "vpc_security_group_ids"), "group")
	case "six":
		if len(i.Six) > 0 {
			s.words.reject(strconv.Quote(word), "no six, since an address says it")
		}
		i.IPv6 = reach.Known(reach.Granted)
		if f := s.flag("ipv6_address_count"); f.Why != nil {
			i.IPv6 = reach.Missing[reach.Grant](f.Why)
		}
	default:
		return false
	}
	return true
}

func (b *builder) publicOption(s *statement, i *reach.Interface, word string) bool {
	switch word {
	case "public-ip":
		i.Public = reach.Known(reach.Granted)
		if f := s.flag("associate_public_ip_address"); f.Why != nil {
			i.Public = reach.Missing[reach.Grant](f.Why)
		}
	case "no-public-ip":
		i.Public = reach.Known(reach.Refused)
	default:
		return false
	}
	return true
}

func printHosts(p *printer) {
	for _, i := range p.network.Interfaces {
		if i.Hyperplane || i.Passive || i.HighPorts {
			continue
		}
		p.begin("host", name(i))
		p.interfaceParts(i)
		p.publicParts(i)
		p.flag("no-source-dest-check", not(i.SourceDestCheck))
		p.end()
	}
}

func (p *printer) publicParts(i *reach.Interface) {
	switch {
	case i.Public.Why != nil:
		p.option("public-ip", unknownWord)
	case i.Public.Value == reach.Granted:
		p.option("public-ip")
	case i.Public.Value == reach.Refused:
		p.option("no-public-ip")
	}
}

func printLambdas(p *printer) {
	for _, i := range p.network.Interfaces {
		if i.Hyperplane {
			p.begin("lambda", name(i))
			p.interfaceParts(i)
			p.end()
		}
	}
}

// interfaceParts is what all interfaces have in common.
func (p *printer) interfaceParts(i *reach.Interface) {
	for _, a := range i.Private {
		p.add(a.String())
	}
	for _, a := range i.Six {
		p.add(a.String())
	}
	p.add("in", refsText(i.Subnets))
	if !i.NoGroups && !i.Unfiltered {
		p.option("groups", refsText(i.Groups))
	}
	if len(i.Six) == 0 {
		switch {
		case i.IPv6.Why != nil:
			p.option("six", unknownWord)
		case i.IPv6.Value == reach.Granted:
			p.option("six")
		}
	}
}

// eipKind is an Elastic IP. It is named by the host that it is for.
var eipKind = kind{
	forms:   []string{"eip for NAME"},
	address: "eip",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		b.network.PublicAddresses = append(b.network.PublicAddresses, &reach.PublicAddress{
			Origin:    s.origin(),
			Interface: refOf[*reach.Interface](b, s.words, s.name, unknown(s.address(), "instance"), "host"),
		})
		s.words.end()
	},
	print: func(p *printer) {
		for _, e := range p.network.PublicAddresses {
			p.begin("eip", "for", refText(e.Interface))
			p.end()
		}
	},
}
