// Package reachtest makes small networks from text and says, slowly and
// obviously, what becomes of one packet in them. It is for tests: the text is
// the network of a test, and [Simulate] is the judge of the engine in package
// reach, written from the rules of AWS and not from the engine.
//
// # The text form
//
// A statement is a line; the rules of an acl, a group or a table are the
// indented lines below it. "#" begins a comment. Names may be used before they
// are declared. A later statement of the same kind and name replaces the earlier
// one wholly, so that a test is a baseline followed by what it changes.
//
//	vpc v 10.0.0.0/16 100.64.0.0/16 2001:db8::/56
//	igw i of v                                # "igw i": attached to nothing
//	subnet N 10.0.1.0/24 of v, table public, public-ips, zone a
//	subnet S 10.0.2.0/24 2001:db8:0:2::/64 of v, acl s, assign-six, dns64
//	table public of v
//	  0.0.0.0/0 > i
//	  10.99.0.0/16 > blackhole                # a target that the plan deletes
//	  10.98.0.0/16 > beyond pcx-123           # a target outside the plan
//	  10.0.0.0/16 > local
//	  deleted 8.8.8.0/24 > n                  # a route that the plan deletes
//	main of v                                 # a resource adopted the main table
//	  0.0.0.0/0 > n
//	main of v is public                       # another table is the main one
//	nat n in N                                # with an address: nat n 10.0.1.7 in N
//	private nat m in N
//	acl s of v
//	  in 100 allow tcp 1024-65535 from 0.0.0.0/0
//	  out 100 allow icmp 8/0 to 0.0.0.0/0     # type/code; "8" is every code
//	default acl of v                          # a resource adopted the default ACL
//	group app of v
//	  out tcp,udp 53,443 to 10.0.0.0/8, group db, self
//	default group of v                        # a resource adopted the default group
//	host a 10.0.2.10 in S, groups app+db, public-ip
//	lambda f in S+N, groups app
//	eip for a
//	route r in public 8.8.8.0/24 > i          # a resource of its own
//	association x of N with public            # likewise
//
// What leads out of a VPC, and what stands in the way:
//
//	eigw e of v
//	list l 203.0.113.0/24 198.51.100.0/24     # a customer's prefix list; "..." has more
//	service list s3 com.amazonaws.eu-west-1.s3
//	gateway endpoint s of v for com.amazonaws.eu-west-1.s3
//	interface endpoint x of v for com.amazonaws.eu-west-1.ssm in S+N, groups app, private-dns
//	balancer b 10.0.1.9 in N, groups app      # or: unfiltered
//	  tcp 443                                 # a listener
//	peering p of v with w                     # options: pending, other-region
//	vgw g of v
//	vpn office of g to 172.31.0.0/16, static  # without static, BGP brings routes too
//	propagation x of g in private
//	uplink u is a carrier gateway
//	tgw t, group-references
//	transit table spokes of t
//	  0.0.0.0/0 > egress
//	  10.0.0.0/8 > blackhole
//	attachment spoke of t to v in T+U, table spokes, propagates core
//	attachment egress of t to w in X, table core, appliance, six, pending, group-references
//	peering attachment far of t with t2, table core+other
//	vpn attachment site of t to office, table core
//	other attachment dx of t to a Direct Connect gateway
//	transit association a of spoke with core  # a resource of its own
//	transit propagation a of spoke to core    # likewise
//	regional nat r of v with public, zones a+b
//	edge of i is inspected                    # what comes in through i is under the table
//	firewall f of v with fp
//	firewall endpoint fe in W of f
//	gwlb endpoint ge in W
//	firewall policy fp
//	  stateless 10 edge
//	  stateless otherwise drop                # without it: forward
//	  stateful 1 web
//	  stateful otherwise drop                 # without it: pass
//	  strict
//	stateless rules edge
//	  forward tcp 443 from 10.0.0.0/8+172.16.0.0/12 to any, source-ports 1024-65535
//	stateful rules web
//	  pass tcp 443 from any to 198.51.100.0/24, both-ways
//	  ...                                     # and rules that nobody knows
//	block public access ingress               # or: bidirectional, off
//	exclusion x of v, egress-only
//	exclusion y of subnet N
//	assume pcx-123 delivers tcp 443 to 10.98.0.0/16
//
// A route may lead to each of the gateways and endpoints; "list l" stands for a
// block, in routes, in the rules of groups and in those of transit tables. A VPC's
// block in [reach.StandIns] stands for one that AWS picks.
//
// A subnet without table is under the main table of its VPC, one without acl
// under the default ACL. A host without address gets one that nobody knows, one
// without groups the default group of its VPC; it has a public address with
// public-ip, none with no-public-ip, and without either the subnet decides. The
// other options of hosts are six (it has an IPv6 address, implied by naming one)
// and no-source-dest-check.
//
// Protocols are all, tcp, udp, icmp, icmpv6 or numbers. Without ports a rule is
// for all of them.
//
// What is unknown is written "?": for the name of an object, for the CIDR of a
// route or a rule, for the number of an ACL rule, and after an option
// ("public-ip ?", "private ?" of a nat). "x|y" is one of the candidates, "x|?"
// perhaps x. "groups app+..." has further groups that nobody knows.
//
// An object is also found by its address, which is its kind and name: a rule may
// say "group default_group.v", a subnet "table main.v". A name that two kinds of
// route targets share must be written that way.
//
// # The simulator
//
// [Simulate] follows one [Shot] and is undecided where the network does not
// decide. It covers walks W1 to W8 of the semantics, both ways, and what stays
// inside a VPC. [reach.Gap], names and what stands for several interfaces at one
// route are not looked at. [Fates] has what becomes of a shot with each pick that AWS
// makes by itself.
//
// [Random] and [RandomOpen] make networks to compare an engine in, with NAT and
// internet gateways; [RandomWays] and [RandomOpenWays] those with every way out.
// [RandomShot] makes the packets.
package reachtest
