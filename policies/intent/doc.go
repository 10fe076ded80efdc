// Package intent reads and prints what a team says about the egress of its
// network: sentences such as
//
//	private subnets reach 0.0.0.0/0:443 via nat
//	workloads in subnets tagged Tier=db cannot reach internet
//	aws_instance.build reaches only s3:443 and github.com:22,443
//
// An [Intent] is the one value for all forms in which an intent may be written:
// [Parse] reads a whole sentence, [ParseSources], [ParseDestinations] and
// [ParsePath] read the parts that a policy file or a flag holds by themselves,
// and [Intent.String] prints the canonical sentence. Parsing what was printed
// gives an equal intent.
//
// # Grammar
//
//	intent       = [ "every" | "all" | "any" ] sources verb destinations [ "via" path ]
//	sources      = source { "and" source } [ "except" source { "and" source } ]
//	source       = [ class { "and" class } ] "subnets" { filter }
//	             | "workloads" { filter } [ "in" source ]
//	             | address
//	class        = "public" | "private" | "isolated"
//	filter       = [ "and" ] ( "tagged" KEY [ "=" VALUE ] | "in" address )
//	verb         = [ "must" | "can" | "should" ] ( "reach" | "reach only" | "only reach" | "reach exactly" )
//	             | "cannot reach" | "can not reach" | "must not reach"
//	destinations = destination { "and" destination }
//	destination  = target [ ":" port { "," port } ]
//	target       = "internet" | "any" | CIDR | IP | "[" IPv6 or IPv6 CIDR "]" | SERVICE | address | HOSTNAME
//	port         = N [ "-" N ] [ "/" ( "tcp" | "udp" ) ] | "icmp" [ "/" TYPE ] | "proto/" N
//	path         = hops { "then" hops }
//	hops         = hop { "or" hop }
//	hop          = "nat" | "nat gateway" | "internet gateway" | "egress-only gateway" | "firewall"
//	             | "transit gateway" | "peering" | "vpn" | "endpoint" | address
//
// Keywords are read in any case, singular and plural alike. A filter binds to
// the noun before it, an address is a pattern of package address, and a
// workload's "in" takes subnets.
//
// The parser guesses nothing. What has two readings, such as 2001:db8::1:443, is
// refused, and every error is a [SyntaxError] that says where, what was
// expected, and, when a likely form is known, that form.
package intent
