package reach

// Code says why packets are dropped, or why their fate is undecided. Codes are
// those of the AWS Reachability Analyzer where the meaning is the same, so that
// users can look them up.
type Code string

// The codes that the engine gives. What each means to a user, and how to mend
// it, stands in the table of package policies.
const (
	SGHasNoRules       Code = "SG_HAS_NO_RULES"
	SGRulesMismatch    Code = "ENI_SG_RULES_MISMATCH"
	ACLRestriction     Code = "SUBNET_ACL_RESTRICTION"
	NoRoute            Code = "NO_ROUTE_TO_DESTINATION"
	BadStateRoute      Code = "BAD_STATE_ROUTE"
	BadStateAttachment Code = "BAD_STATE_ATTACHMENT"
	NoPublicAddress    Code = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
	PrivateDestination Code = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"
	SharedDestination  Code = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
	ProtocolRefused    Code = "PROTOCOL_RESTRICTION"
	NATWantsSourceHere Code = "NGW_REQUIRES_SOURCE_IN_VPC"
	NoDestination      Code = "NO_POSSIBLE_DESTINATION"

	VPCCIDRUnused     Code = "VPC_CIDR_UNUSED"
	NoAddressInFamily Code = "NO_ADDRESS_IN_FAMILY"
	NATSelfLoop       Code = "NAT_SELF_LOOP"

	// Remarks.
	WiderThanWritten Code = "WIDER_THAN_WRITTEN"
	MixedRules       Code = "MIXED_RULES"

	UnknownValue       Code = "UNKNOWN_VALUE"
	UnknownBeyondPlan  Code = "UNKNOWN_BEYOND_PLAN"
	UnmodelledResource Code = "UNMODELLED_RESOURCE"
)
