package policies_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// TestRemedies: what a finding says to do can be done, and would help.
func TestRemedies(t *testing.T) {
	for _, c := range []struct{ name, edits, sentence, message, remedy string }{
		{"source that is not modelled", `= aws_emr_cluster.web {"id": "j-1"}`, "workloads reach internet:443",
			"aws_emr_cluster.web: aws_emr_cluster is not modelled yet", "nothing in the plan: tfreach does not model it yet; leave it out of the intent with except aws_emr_cluster.web"},
		{"targeted", `plan {"complete": false}`, "aws_instance.app reaches internet:443",
			"the plan is not complete: it was made with -target, or Terraform put changes off", "plan without -target; what Terraform put off is in the plan that follows this one's apply"},
		{"deferred", `plan {"deferred_changes": [{}]}`, "aws_instance.app reaches internet:443",
			"the plan puts changes off to another plan", "apply this plan, and judge the next one, which holds what was put off"},
		{"no configuration", `~ aws_instance.app {"subnet_id": "?"}`, "aws_instance.app reaches internet:443",
			"aws_instance.app.subnet_id: known after apply; the configuration decides it (--source)", "give the configuration: --source with the root module's folder or the saved plan"},
		{"place without public addresses", `= aws_subnet.public {"map_public_ip_on_launch": false}`, "aws_subnet.public reaches internet:443",
			"the internet gateway drops tcp 0.0.0.0/0:443: what is put into aws_subnet.public gets no public IPv4 address",
			"set map_public_ip_on_launch = true on aws_subnet.public, or route through a NAT gateway"},
		{"network ACL that lacks several", ``, "private subnets reach 0.0.0.0/0:80,53/udp,icmp", "",
			"add to aws_network_acl.private, outbound: allow icmp type 8 code 0 and tcp 80 and udp 53 to 0.0.0.0/0"},
		{"NACL-1 subnet between two ACLs", `
			~ aws_network_acl.private {"subnet_ids": []}
			+ aws_network_acl.next {"vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-21c4b064"], "ingress": [], "egress": []}`, "aws_instance.app reaches internet:443",
			"aws_network_acl.next.subnet_ids: aws_network_acl.private gives aws_subnet.private to the default ACL, in no fixed order with this; it names aws_network_acl.next or aws_vpc.main.default_network_acl, and the verdict hangs on which",
			"refer to that resource here, or name it or its module in depends_on, so that apply makes this after it"},
		{"place without IPv6", ``, "aws_subnet.public reaches ::/0",
			"", "give aws_subnet.public an ipv6_cidr_block and set assign_ipv6_address_on_creation = true, or ask for the other family"},
	} {
		r := judge(t, read(t, c.edits, ""), c.sentence)
		found := false
		for _, f := range r.Findings {
			found = found || f.Remedy == c.remedy && (c.message == "" || f.Message == c.message)
		}
		if !found {
			for _, f := range r.Findings {
				t.Errorf("%s: got %q, %q", c.name, f.Message, f.Remedy)
			}
			t.Errorf("%s: want %q, %q", c.name, c.message, c.remedy)
		}
	}
}

// TestPartialDestroy: a plan that destroys what it holds, and does not hold
// everything, decides nothing, and says nothing else.
func TestPartialDestroy(t *testing.T) {
	plan := planOf(t, "")
	for _, r := range plan["resource_changes"].([]any) {
		c := r.(map[string]any)["change"].(map[string]any)
		c["actions"], c["before"], c["after"], c["after_unknown"] = []string{"delete"}, c["after"], nil, map[string]any{}
	}
	in, err := policies.Parse("subnets reach internet:443")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		complete bool
		verdict  string
		notice   string
	}{
		{true, "holds", "nothing remains to be judged"},
		{false, "undecided: PARTIAL_PLAN ", "what remains is not known"},
	} {
		plan["complete"] = c.complete
		raw, err := json.Marshal(plan)
		if err != nil {
			t.Fatal(err)
		}
		p, err := planparse.Read(strings.NewReader(string(raw)), nil)
		if err != nil {
			t.Fatal(err)
		}
		r := policies.Evaluate(p, []policies.Intent{in}, policies.DefaultSettings())
		if got := verdict(r.Intents[0]); got != c.verdict {
			t.Errorf("complete %v: %s, want %s", c.complete, got, c.verdict)
		}
		if len(r.Notices) != 1 || !strings.HasSuffix(r.Notices[0], c.notice) {
			t.Errorf("complete %v: notices %q, want one that ends in %q", c.complete, r.Notices, c.notice)
		}
	}
}

// TestTraceOfWhatIsUnknown: the hop at which a way ends undecided names what is
// unknown, and a partial plan delivers nothing for certain.
func TestTraceOfWhatIsUnknown(t *testing.T) {
	trace := func(edits string) *policies.Tracing {
		tr, err := policies.Trace(read(t, edits, ""), "aws_instance.app", "142.250.74.46:443", policies.DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	tr := trace(`~ aws_instance.app {"vpc_security_group_ids": "?"}`)
	undecided := 0
	for _, h := range tr.Hops {
		if h.Verdict != reach.Undecided {
			continue
		}
		undecided++
		if !strings.HasPrefix(h.Detail, "aws_instance.app.vpc_security_group_ids: known after apply") {
			t.Errorf("%s is undecided: %q", h.Kind, h.Detail)
		}
	}
	if undecided == 0 {
		t.Error("no hop is undecided")
	}
	if tr := trace(`plan {"complete": false}`); tr.Verdict != policies.Undecided {
		t.Errorf("on a partial plan the trace is %v", tr.Verdict)
	}
}
