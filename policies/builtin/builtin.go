package builtin

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/config"
)

// Policy is one built-in policy.
type Policy struct {
	Name     string
	Severity policies.Severity
	// Claim is what is claimed, as results show it.
	Claim string
	// About says what exactly is asked, and what is left out.
	About string

	// check asks; nil for a policy that is a policy file.
	check func(with) policies.Check
}

// with are the names of the policies that are asked together.
type with map[string]bool

// Policies are all of them, in the order in which they are asked.
var Policies = []Policy{
	{"default-route", policies.Error, "subnets with a default route get out by it, and answers come back",
		"Every subnet whose route table has a default route (0.0.0.0/0 or ::/0, each by itself) gets some TCP or UDP packet out by it, and the answer back. A default route to an internet gateway, an egress-only gateway or a public NAT gateway must lead to the internet; one to anything else must lead anywhere outside the VPC, and where a transit gateway of the plan leads it on by a default route of its own, to the internet. The subnet is asked as a place for whatever may be put there: with a public address, and without security groups. A subnet that its own network ACL keeps from the route is no mistake where other subnets get out by it.",
		defaultRoute},
	{"nat-gateway", policies.Error, "public NAT gateways get out to the internet, and answers come back",
		"Some TCP or UDP packet of a public NAT gateway gets from its subnet to the internet, and the answer back. A gateway that a default route leads to, or whose subnet has one, is asked with default-route and not again.",
		natGateway},
	{"nat-gateway-used", policies.Warning, "some route leads to every NAT gateway",
		"Some route of the plan leads to every NAT gateway of the plan. It is asked only where the plan has private subnets of the gateway's VPC with their route tables: routes elsewhere may lead there otherwise.",
		natGatewayUsed},
	{"zones-alike", policies.Warning, "subnets that differ in their zone only have a default route all or none",
		"No subnet lacks an IPv4 default route that other instances of its resource have, where each is in a zone of its own and they differ in nothing else. It is left to nat-gateway-used where that finds a NAT gateway without a route, and where one is called a database, isolated or the like.",
		zonesAlike},
	{"endpoint", policies.Error, "VPC endpoints can be used where they are",
		"Every subnet whose route table has a gateway endpoint gets some TCP packet to port 443 of the service, and the answer back. A gateway endpoint is in some route table; this is asked only where the plan has the VPC and subnets of it with their route tables. The security groups of an interface endpoint let somebody in: on port 443, or on any port where the service uses others.",
		endpoint},
	{"public-address", policies.Error, "public addresses have a route to an internet gateway",
		"What has a public IPv4 address of its own (an Elastic IP, associate_public_ip_address, assign_public_ip, an internet-facing load balancer), and every subnet that gives them to what is launched there, gets some TCP or UDP packet to the internet, and the answer back. An Elastic IP or a load balancer must do so under its own address, and not behind a NAT gateway. Security groups do not count: a server need not open connections. Subnets with a default route are asked with default-route and not again.",
		publicAddress},
	{"workload-egress", policies.Warning, "workloads in subnets with a default route have outbound rules",
		"The security groups of an instance, a function, an ECS service, an auto-scaling group or a node group in a subnet with a default route have some outbound rule. Terraform takes away the one that AWS gives to a new group. Databases, load balancers and endpoints are left out: they only answer.",
		workloadEgress},
	{"isolated-egress", policies.Warning, "subnets that are called isolated or intra have no way out to the internet",
		"Subnets that are called isolated or intra by their resource or by a tag have no way out to the internet. Write your own policy like it for other names.",
		nil},
	{"database-public", policies.Warning, "databases that are not public are in no public subnet",
		"No subnet of a database, and no subnet that is called so, has a route to an internet gateway, unless a database in it is publicly accessible. A way out through a NAT gateway is none of its business: say \"subnets tagged Tier=database cannot reach internet\" in a policy of your own.",
		databasePublic},
	{"private-ipv6", policies.Warning, "private subnets have no IPv6 route to an internet gateway",
		"No subnet that is private by its IPv4 routes sends IPv6 straight to an internet gateway: unlike a NAT gateway, that lets hosts on the internet begin connections. An egress-only internet gateway does not.",
		privateIPv6},
	{"rules-as-written", policies.Warning, "rules of security groups admit what they say, and no more",
		"No rule of a security group admits more ports than are written: with protocol -1, or one that has no ports, AWS does not look at them.",
		rulesAsWritten},
}

// files are the policies that the language can say.
//
//go:embed *.hcl
var files embed.FS

// examples are mistakes that the policies find, in Terraform.
//
//go:embed examples/*.tf
var examples embed.FS

// HCL is the policy file of a policy, "" for one that the language cannot say.
func (p Policy) HCL() string { return read(files, p.Name+".hcl") }

// Example is Terraform with a mistake that the policy finds.
func (p Policy) Example() string { return read(examples, "examples/"+p.Name+".tf") }

func read(from embed.FS, name string) string {
	text, err := from.ReadFile(name)
	if err != nil {
		return ""
	}
	return string(text)
}

// Named is the policy of a name.
func Named(name string) (Policy, bool) {
	i := slices.IndexFunc(Policies, func(p Policy) bool { return p.Name == name })
	if i < 0 {
		return Policy{}, false
	}
	return Policies[i], true
}

// Names are the names of all policies.
func Names() []string {
	var out []string
	for _, p := range Policies {
		out = append(out, p.Name)
	}
	return out
}

// UnknownError tells of a name that no policy has.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("there is no built-in policy %q", e.Name)
}

// Select are the policies that a list names: all, none, names, and names with a minus
// sign, which are taken out of those before them, or out of all where none is before.
func Select(list []string) ([]Policy, error) {
	chosen := with{}
	for i, item := range list {
		name, out := strings.CutPrefix(item, "-")
		switch {
		case item == "all" || i == 0 && out:
			for _, p := range Policies {
				chosen[p.Name] = true
			}
		case item == "none":
			clear(chosen)
		}
		if item == "all" || item == "none" {
			continue
		}
		if _, ok := Named(name); !ok {
			return nil, &UnknownError{name}
		}
		chosen[name] = !out
	}
	var out []Policy
	for _, p := range Policies {
		if chosen[p.Name] {
			out = append(out, p)
		}
	}
	return out, nil
}

// Intents are policies as intents to judge a plan by.
func Intents(of []Policy) []policies.Intent {
	asked := with{}
	for _, p := range of {
		asked[p.Name] = true
	}
	var out []policies.Intent
	for _, p := range of {
		in := policies.Intent{Text: p.Claim}
		if p.check == nil {
			in = p.file()
			in.Text = p.Claim
		} else {
			in.Check = p.check(asked)
		}
		in.Name, in.Severity = policies.BuiltinPrefix+p.Name, p.Severity
		in.AllowEmpty, in.Builtin, in.Defined = true, true, nil
		out = append(out, in)
	}
	return out
}

// file is the intent of a policy that is a file.
func (p Policy) file() policies.Intent {
	parsed, err := config.Parse([]byte(p.HCL()), p.Name+".hcl")
	if err != nil || len(parsed.Intents) != 1 {
		panic(fmt.Sprintf("builtin: %s.hcl: %v", p.Name, err))
	}
	return parsed.Intents[0]
}
