package policies

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

// unknownWords is for what cannot be decided: why, and what would settle it. What
// is asked for in the reason is the remedy.
func (x *cause) unknownWords(f Finding) (message, remedy string) {
	text, ask, asks := strings.Cut(x.text, "; ask for ")
	message = text
	if object := x.object(); object != "" {
		message = object + ": " + text
	}
	switch {
	case f.Code == PartialPlan && strings.Contains(text, "-target"):
		return message, "plan without -target; what Terraform put off is in the plan that follows this one's apply"
	case f.Code == PartialPlan:
		return message, "apply this plan, and judge the next one, which holds what was put off"
	case asks:
		return message, "ask for " + ask
	case f.Code == reach.UnknownBeyondPlan && strings.Contains(text, " is given, "):
		return message, "name one in the configuration, or judge the plan that holds what AWS takes then"
	case f.Code == reach.UnknownBeyondPlan && x.leadsOut():
		return message, fmt.Sprintf("judge the plan that holds it, or say what lies there with --assume %q", x.address()+" delivers CIDR:PORT")
	case f.Code == reach.UnknownBeyondPlan:
		return message, "judge the plan that holds it, or read it with a data source"
	case f.Code == reach.UnmodelledResource && x.isSource():
		return message, fmt.Sprintf("nothing in the plan: tfreach does not model it yet; leave it out of the intent with except %s", x.address())
	case f.Code == reach.UnmodelledResource:
		return message, "nothing in the plan: tfreach does not model it yet"
	}
	return message, settles(text)
}

// exitIDs begin the ids of what leads out of a plan, exitTypes are the resource types.
var (
	exitIDs   = []string{"tgw-", "pcx-", "vgw-", "vpn-"}
	exitTypes = []string{"aws_vpc_peering_connection", "aws_vpn_connection", "aws_vpn_gateway", "aws_ec2_carrier_gateway", "aws_ec2_local_gateway", "aws_networkmanager_core_network"}
)

// leadsOut reports whether the culprit is something whose far side can be assumed.
func (x *cause) leadsOut() bool {
	return x.attribute == "" && (slices.ContainsFunc(exitIDs, func(id string) bool { return strings.HasPrefix(x.culprit, id) }) ||
		slices.Contains(exitTypes, x.kind()) || strings.HasPrefix(x.kind(), "aws_ec2_transit_gateway_"))
}

// isSource reports whether the culprit is what the intent asks for itself.
func (x *cause) isSource() bool {
	for a := range x.culprits {
		if x.sources[a] {
			return true
		}
	}
	return false
}

// settles is what would make an unknown value known, by why it is not (the reasons
// of package resolve).
func settles(reason string) string {
	switch {
	case strings.Contains(reason, "--source-root"):
		return "name a folder that holds it with --source-root"
	case strings.Contains(reason, "the source of") && strings.Contains(reason, "is not at hand"):
		return "run terraform init in the folder, so that its modules are there, or give the saved plan with --source"
	case strings.Contains(reason, "the file ") && strings.Contains(reason, "is not at hand"):
		return "give the configuration with the files that it reads: --source with the root module's folder"
	case strings.Contains(reason, "--source"):
		return "give the configuration: --source with the root module's folder or the saved plan"
	case strings.Contains(reason, "decides which one it is"), strings.Contains(reason, "contents of ids"), strings.Contains(reason, "the ids themselves"), strings.Contains(reason, "the text of an id"):
		return "choose by something that the plan knows, such as a key or an index; a plan made after apply knows the value"
	case strings.Contains(reason, "evaluat"), strings.Contains(reason, "tfreach does not"):
		return "nothing but a plan made after apply, which knows the value"
	case strings.Contains(reason, "does not match the plan"):
		return "give the configuration that the plan was made from: --source with its folder at that commit, or the saved plan"
	case strings.Contains(reason, "the plan does not show it"):
		return "give the plan as terraform show -json prints it; this one lacks the attribute"
	case strings.Contains(reason, "bears this group"):
		return "ask for a workload that is in the plan instead of its addresses; a rule that names a group lets through to what bears it"
	case strings.Contains(reason, "marked as sensitive"):
		return "take the mark away with nonsensitive() where the value is no secret"
	case strings.Contains(reason, "AWS accepts one"):
		return "remove one of the two"
	case strings.Contains(reason, "when it clears its group"):
		return "adopt the default group in an apply of its own, and plan again"
	case strings.Contains(reason, "in no fixed order"):
		return "refer to that resource here, or name it or its module in depends_on, so that apply makes this after it"
	}
	return "set the value, or plan again when it is known"
}
