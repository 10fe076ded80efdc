package reach

// PublicAccess is what an account blocks in a region at internet gateways and
// egress-only gateways (BPA-1). Where the network has none, nothing is taken to be
// blocked, as an assumption (BPA-7).
type PublicAccess struct {
	Origin
	Mode Fact[PublicAccessMode]
}

// PublicAccessMode is what is blocked.
type PublicAccessMode int

// The modes.
const (
	// BlockNothing lets everything pass.
	BlockNothing PublicAccessMode = iota
	// BlockIngress lets only what NAT gateways and egress-only gateways send pass,
	// with its answers (BPA-2).
	BlockIngress
	// BlockBidirectional lets nothing pass.
	BlockBidirectional
)

// PublicAccessExclusion takes a VPC or a subnet out of what is blocked (BPA-3). One
// of VPC and Subnet is none.
type PublicAccessExclusion struct {
	Origin
	VPC    Ref[*VPC]
	Subnet Ref[*Subnet]
	// Bidirectional is false for an exclusion that allows egress only.
	Bidirectional Fact[bool]
}
