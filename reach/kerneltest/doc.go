// Package kerneltest plays a VPC in the Linux kernel and holds the engine of
// package reach, and the simulator of package reachtest, against what becomes of
// real packets there. It has nothing to import: all of it is tests.
//
// Each interface, subnet router, NAT gateway, internet gateway, egress-only
// gateway, peering connection and transit gateway is a network namespace; veth
// pairs join them. Route tables are policy routing, network ACLs are stateless
// rules of nftables at the router of their subnet, security groups are stateful
// ones in the namespace of the interface, NAT gateways are source NAT, internet
// gateways a stateless exchange of addresses. What is built is read from the model
// data, rule by rule of the semantics, and never through the engine's code or the
// simulator's.
//
// Every rule that drops a packet, and every end that takes one, reports it by its
// number (NFLOG), so that a verdict is something seen and never something that did
// not happen in time.
//
// No namespace has a link to the machine's own network: they are made empty, and
// before the first packet it is asserted that each has only the links that the
// network played needs.
//
//	go test ./reach/kerneltest -run TestKernel -kernel.networks 2000 -kernel.seed 1
//
// It needs Linux, root and nft (nftables); where one is missing, the tests are
// skipped and say what is.
package kerneltest
