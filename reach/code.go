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

	SGReferencesLost     Code = "SG_REFERENCES_NOT_PRESERVED"
	SourceDestCheck      Code = "ENI_SOURCE_DEST_CHECK_RESTRICTION"
	PeeringTransit       Code = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"
	TransitZone          Code = "TGW_ROUTE_AZ_RESTRICTION"
	TransitNoAssociation Code = "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"
	TransitNoRoute       Code = "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"
	TransitBadRoute      Code = "TGW_RTB_BAD_STATE_ROUTE"
	EndpointProtocol     Code = "VPCE_GATEWAY_PROTOCOL_RESTRICTION"
	FirewallRestriction  Code = "FIREWALL_RULES_RESTRICTION"
	IngressRedirected    Code = "INGRESS_RTB_TRAFFIC_REDIRECTION"
	PublicAccessBlocked  Code = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED"
	RegionalNATZone      Code = "REGIONAL_NGW_ROUTE_AZ_RESTRICTION"
	ListenersMismatch    Code = "ELBV2_LISTENERS_MISMATCH"

	AsymmetricFirewall Code = "ASYMMETRIC_FIREWALL"
	// EndpointGroups is ENI_SG_RULES_MISMATCH at the interface of an endpoint.
	EndpointGroups Code = "ENDPOINT_SG"
	// EndpointSourceHere: a gateway endpoint takes packets of its own VPC only
	// (GWE-5).
	EndpointSourceHere Code = "VPCE_GATEWAY_REQUIRES_SOURCE_IN_VPC"
	DNSDisabled        Code = "DNS_DISABLED"
	DNSBlocked         Code = "DNS_BLOCKED"
	// RandomRoute: two routes to prefix lists overlap, and AWS picks one (RT-5).
	RandomRoute Code = "PREFIX_LIST_NONDETERMINISTIC"

	VPCCIDRUnused     Code = "VPC_CIDR_UNUSED"
	NoAddressInFamily Code = "NO_ADDRESS_IN_FAMILY"
	NATSelfLoop       Code = "NAT_SELF_LOOP"

	// Remarks.
	WiderThanWritten Code = "WIDER_THAN_WRITTEN"
	MixedRules       Code = "MIXED_RULES"
	KeptRules        Code = "KEPT_RULES"
	InboundOpen      Code = "INBOUND_OPEN"

	UnknownValue       Code = "UNKNOWN_VALUE"
	UnknownBeyondPlan  Code = "UNKNOWN_BEYOND_PLAN"
	UnmodelledResource Code = "UNMODELLED_RESOURCE"
)
