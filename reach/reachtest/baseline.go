package reachtest

// The baselines of the reference's micro-tests. A test changes one thing by
// appending statements to them.
const (
	// BaselineNAT is a host in a private subnet, behind a NAT gateway in a
	// public one (BL-N). The host may open TCP connections to port 443.
	BaselineNAT = `
vpc v 10.0.0.0/16
igw i of v
subnet N 10.0.1.0/24 of v, table public, zone a
subnet S 10.0.2.0/24 of v, table private, zone a
table public of v
  0.0.0.0/0 > i
table private of v
  0.0.0.0/0 > n
nat n in N
group app of v
  out tcp 443 to 0.0.0.0/0
host a 10.0.2.10 in S, groups app
`
	// BaselinePublic is a host in a public subnet that gives public addresses
	// (BL-P).
	BaselinePublic = `
vpc v 10.0.0.0/16
igw i of v
subnet P 10.0.1.0/24 of v, table public, public-ips, zone a
table public of v
  0.0.0.0/0 > i
group app of v
  out tcp 443 to 0.0.0.0/0
host a 10.0.1.10 in P, groups app
`
)
