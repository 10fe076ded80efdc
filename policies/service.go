package policies

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// awsName is a service as a sentence names it.
type awsName struct {
	// service is its name as VPC endpoints have it, "ecr.api"; empty for a host of
	// AWS of which it is not known whose it is.
	service string
	// region is empty for that of the source.
	region string
	// host is what is resolved, or what stands for it.
	host string
	// unsure is why it is not certain that an endpoint of the service is meant; empty
	// when it is.
	unsure string
}

// region is the name of an AWS region.
var region = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[0-9]+$`)

// hostServices are the services whose hosts are called otherwise than their
// endpoints.
var hostServices = map[string]string{
	"firehose": "kinesis-firehose", "kinesis": "kinesis-streams", "cassandra": "cassandra", "streams.dynamodb": "dynamodb-streams",
}

// ownHosts are the services under whose host customers have hosts of their own, as
// buckets and repositories do. Below other services such hosts may be anything: file
// systems and brokers have private addresses.
var ownHosts = map[string]bool{"s3": true, "execute-api": true, "ecr.dkr": true}

// awsHost reads the name of a host of AWS: "ssm.eu-central-1.amazonaws.com",
// "BUCKET.s3.amazonaws.com", "ID.dkr.ecr.eu-central-1.amazonaws.com". It is false for
// other names, which no endpoint of AWS takes over.
func awsHost(name string) (awsName, bool) {
	out := awsName{host: name}
	rest, is := name, false
	for _, domain := range []string{".amazonaws.com", ".amazonaws.com.cn", ".api.aws"} {
		if r, ok := strings.CutSuffix(name, domain); ok {
			rest, is = r, true
		}
	}
	if !is {
		return out, false
	}
	if strings.HasSuffix(name, ".aws") {
		out.unsure = "whether endpoints take over this name of the service is not known"
	}
	labels := strings.Split(rest, ".")
	last := len(labels) - 1
	switch {
	case region.MatchString(labels[last]):
		out.region, labels = labels[last], labels[:last]
	case labels[last] == "s3":
		// The host that S3 had first leads to the region of the bucket.
		out.unsure = "which region its bucket is in is not known"
	case last == 0:
		// The host of a service that has none in each region, such as IAM's.
		out.region = "us-east-1"
	default:
		return out, true
	}
	if n := len(labels); n > 1 && labels[n-1] == "dualstack" {
		labels = labels[:n-1]
	}
	for n := 1; n <= min(len(labels), 3); n++ {
		tail := slices.Clone(labels[len(labels)-n:])
		s, other := hostServices[strings.Join(tail, ".")]
		if !other {
			slices.Reverse(tail)
			s = strings.Join(tail, ".")
		}
		if (other || intent.IsService(s)) && (n == len(labels) || ownHosts[s]) {
			out.service = s
		}
	}
	return out, true
}

// endpointService takes the full name of an endpoint's service apart:
// "com.amazonaws.eu-west-1.ecr.api".
func endpointService(full string) (service, in string) {
	labels := strings.Split(full, ".")
	for i, l := range labels {
		if region.MatchString(l) {
			return strings.Join(labels[i+1:], "."), l
		}
	}
	return strings.TrimPrefix(full, "com.amazonaws."), ""
}

// provides reports whether the service with a full name is the one that is meant by
// somebody in a region, which may not be known.
func (n awsName) provides(full, here string) bool {
	service, in := endpointService(full)
	asked := n.region
	if asked == "" {
		asked = here
	}
	return service == n.service && (in == "" || asked == "" || in == asked)
}

// service is what a service means for a party: the interface endpoint that private
// DNS gives its VPC for it, else its gateway endpoint, else the public service on the
// internet.
func (e *evaluator) service(n awsName, verb intent.Verb, p *reach.Party) []goal {
	subnet := p.Members[0].Subnet
	v, exact := p.VPC()
	switch {
	case subnet == nil:
		return []goal{{why: p.Members[0].Why}}
	case !exact:
		return []goal{{why: refWhy(subnet.VPC, subnet, "vpc_id")}}
	case n.service == "":
		return []goal{{why: &reach.Unknown{Code: reach.UnmodelledResource, Address: n.host, Reason: "it may be the host of a resource, with private addresses; ask for the resource by its address, or for a service as its VPC endpoints are called"}}}
	}
	here := ""
	if v.Place != nil {
		here = v.Place.Region
	}
	if n.host == n.service {
		n.host = hostOf(n.service, here)
	}
	r := e.resolves(n.host, p)
	out := r.lookups(n.host, verb)
	taken, why := e.takenOver(n, v, here)
	switch {
	case n.unsure != "" && (why != nil || e.hasWayTo(n, here)):
		return append(out, goal{why: &reach.Unknown{Code: reach.UnknownValue, Address: n.host, Reason: n.unsure}})
	case why != nil:
		return append(out, goal{why: why})
	case len(taken) > 0 && r.foreign:
		return append(out, goal{why: &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: taken[0].Address, Attribute: "private_dns_enabled",
			Reason: "name servers other than the VPC's own resolver answer, and whether they lead " + n.host + " to it is not in the plan"}})
	case len(taken) > 0:
		for _, x := range taken {
			out = append(out, endpointGoals(x)...)
		}
		return out
	}
	full, why := e.publicService(n, v, here)
	if why == nil && !r.foreign {
		why = e.privateZone(n.host, v)
	}
	if why != nil {
		return append(out, goal{why: why})
	}
	return append(out, e.unlistedOn(n.host, verb, p, func(g goal) goal {
		g.at.Service = full
		return g
	})...)
}

// hostOf is the host of a service in a region, as far as its name tells.
func hostOf(service, in string) string {
	labels := strings.Split(service, ".")
	slices.Reverse(labels)
	if in != "" {
		labels = append(labels, in)
	}
	return strings.Join(append(labels, "amazonaws", "com"), ".")
}

// takenOver are the interface endpoints of a VPC that a service's name leads to
// there (IFE-2, DNS-4).
func (e *evaluator) takenOver(n awsName, v *reach.VPC, here string) ([]*reach.InterfaceEndpoint, *reach.Unknown) {
	var out []*reach.InterfaceEndpoint
	for _, x := range e.network.InterfaceEndpoints {
		if !x.VPC.May(v) || x.Service != "" && !n.provides(x.Service, here) {
			continue
		}
		private := all(fact(x.PrivateDNS), fact(v.DNSSupport), fact(v.DNSHostnames))
		switch {
		case private.is == no:
		case private.is == perhaps:
			return nil, private.why
		case !x.VPC.Is(v):
			return nil, refWhy(x.VPC, x, "vpc_id")
		case x.Service == "":
			return nil, &reach.Unknown{Code: reach.UnknownValue, Address: x.Address, Attribute: "service_name", Reason: "the service is not known, and it may be " + n.service}
		default:
			out = append(out, x)
		}
	}
	return out, nil
}

// hasWayTo reports whether anything of the network has to do with one service in
// particular.
func (e *evaluator) hasWayTo(n awsName, here string) bool {
	n.region = ""
	return slices.ContainsFunc(e.network.InterfaceEndpoints, func(x *reach.InterfaceEndpoint) bool { return n.provides(x.Service, here) }) ||
		slices.ContainsFunc(e.network.GatewayEndpoints, func(x *reach.GatewayEndpoint) bool { return n.provides(x.Service, here) }) ||
		slices.ContainsFunc(e.network.PrefixLists, func(x *reach.PrefixList) bool { return n.provides(x.Service, here) })
}

func fact(f reach.Fact[bool]) truth {
	if f.Why != nil {
		return open(f.Why)
	}
	return known(f.Value)
}

// publicService is the full name of a service that is reached by public addresses,
// by a gateway endpoint or without one; empty when nothing of the network has it.
func (e *evaluator) publicService(n awsName, v *reach.VPC, here string) (string, *reach.Unknown) {
	for _, g := range e.network.GatewayEndpoints {
		if g.VPC.May(v) && g.Service == "" && (n.service == "s3" || n.service == "dynamodb" || n.service == "s3express") {
			return "", &reach.Unknown{Code: reach.UnknownValue, Address: g.Address, Attribute: "service_name", Reason: "the service is not known, and it may be " + n.service}
		}
	}
	asked := n.region
	if asked == "" && n.unsure == "" {
		asked = here
	}
	if asked != "" {
		return "com.amazonaws." + asked + "." + n.service, nil
	}
	// What names it in the network is of the VPC's own region.
	for _, g := range e.network.GatewayEndpoints {
		if g.VPC.Is(v) && n.provides(g.Service, "") {
			return g.Service, nil
		}
	}
	found := ""
	for _, l := range e.network.PrefixLists {
		if l.Service == "" || !n.provides(l.Service, "") {
			continue
		}
		if found != "" && found != l.Service {
			return "", &reach.Unknown{Code: reach.UnknownValue, Address: v.Address, Reason: "its region is not known, and " + n.service + " is another service in each"}
		}
		found = l.Service
	}
	return found, nil
}

// endpointGoals are an interface endpoint: all its interfaces, since its name gives
// any of their addresses.
func endpointGoals(x *reach.InterfaceEndpoint) []goal {
	var out []goal
	for _, d := range reach.Destinations(x.Interface) {
		out = append(out, goal{to: packet.AnyAddr(), at: d})
	}
	if len(out) == 0 {
		out = append(out, goal{why: &reach.Unknown{Code: reach.UnknownValue, Address: x.Address, Attribute: "subnet_ids", Reason: "it is in no subnet, so that no packet gets to it"}})
	}
	return out
}

// gatewayGoal is a gateway endpoint: the ranges of its service.
func (e *evaluator) gatewayGoal(x *reach.GatewayEndpoint, verb intent.Verb, p *reach.Party) goal {
	if x.Service == "" {
		return goal{why: &reach.Unknown{Code: reach.UnknownValue, Address: x.Address, Attribute: "service_name", Reason: "the service is not known"}}
	}
	return e.ranges(x.Service, p, internetFamilies(verb, p)...)
}

// ranges are the addresses of a service, which no plan lists.
func (e *evaluator) ranges(service string, p *reach.Party, families ...packet.Addrs) goal {
	g := e.internet(p, families...)[0]
	return goal{to: g.to, at: reach.Destination{Outside: true, Service: service}, unlisted: service}
}

// listGoals are the entries of a prefix list; of a list of AWS's own the ranges that
// it stands for.
func (e *evaluator) listGoals(l *reach.PrefixList, verb intent.Verb, p *reach.Party) []goal {
	if l.Service != "" {
		family := packet.IPv4()
		if l.Six {
			family = packet.IPv6()
		}
		return []goal{e.ranges(l.Service, p, family)}
	}
	var out []goal
	for _, entry := range e.network.PrefixListEntries {
		switch {
		case !entry.List.May(l):
		case !entry.List.Is(l):
			out = append(out, goal{why: refWhy(entry.List, entry, "prefix_list_id")})
		case entry.Prefix.Why != nil:
			out = append(out, goal{why: entry.Prefix.Why})
		default:
			out = append(out, e.block(entry.Prefix.Value, verb, p)...)
		}
	}
	if l.Why != nil {
		out = append(out, goal{why: l.Why})
	}
	return out
}
