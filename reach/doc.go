// Package reach decides which packets get out of a network of AWS VPCs, and
// whether the answers come back.
//
// A [Network] is plain data: VPCs, subnets, route tables, network ACLs,
// security groups, gateways, and the workloads that use them, as they will be
// once a plan is applied. It knows nothing of Terraform; every object says in
// its [Origin] where it comes from, and every reference between objects is
// exact, a choice of candidates, or unknown with a reason ([Ref]).
//
// An [Engine] walks sets of packets through a network hop by hop, there and
// back ([Engine.Answer]). Each filter and each route splits the set; what is
// dropped keeps the hop, the rule and the code, and what cannot be decided keeps
// the value that is missing. Nothing is sampled: the parts of an answer are
// exact sets ([packet.Set]).
//
// Comments name the rules of AWS that the code follows: SG (security groups),
// NACL (network ACLs), RT (route tables), NAT, IGW, PUB (public addresses), NI
// (network interfaces), PLAN (reading a plan).
package reach
