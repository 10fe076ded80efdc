// Package kerneltest plays a VPC in the Linux kernel and holds the engine of
// package reach, and the simulator of package reachtest, against what becomes of
// real packets there. It has nothing to import: all of it is tests.
//
// Each interface, subnet router, NAT gateway, internet gateway, egress-only
// gateway, peering connection and transit gateway is a network namespace; veth
// pairs join them. Route tables are policy routing, network ACLs are stateless
// rules of nftables at the router of their subnet, security groups are stateful
// ones in the namespace of the interface, NAT gateways are source NAT, internet
// gateways a stateless exchange of addresses. Endpoints of firewalls are namespaces that
// remember connections, so that a flow of which only one direction comes by is seen to
// be one; edge route tables are policy routing at the gateway, and what an account blocks
// are rules there. What is built is read from the model data, rule by rule of the
// semantics, and never through the engine's code or the simulator's.
//
// What the kernel has nothing for, packets say in the field for their class of service:
// which of a flow's packets they are, and what references between groups let them out.
// IPv6 to hosts of IPv4 (NAT64) the harness translates where a NAT gateway hands it out.
// What is not played is counted by its name: what AWS serves by itself, what nobody says
// of networks beyond the plan, rules and exclusions that are not known or not documented,
// IPv6 through instances, ICMP messages without a connection behind a translation, and
// protocols that Linux treats in ways of its own.
//
// Every rule that drops a packet, and every end that takes one, reports it by its
// number (NFLOG), so that a verdict is something seen and never something that did
// not happen in time.
//
// No namespace has a link to the machine's own network: they are made empty, and
// before the first packet it is asserted that each has only the links that the
// network played needs.
//
// Beside random networks it plays the walks and micro-tests of the semantics as named
// scenes, the plans of testdata/cases, and worlds that networks with unknown values may
// turn out to be.
//
//	go test ./reach/kerneltest -run TestKernel -kernel.networks 2000 -kernel.open 500 -kernel.seed 1
//
// It needs Linux, root and nft (nftables); where one is missing, the tests are
// skipped and say what is.
package kerneltest
