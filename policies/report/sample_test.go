package report

import (
	"cmp"
	"fmt"
	"net/netip"
	"testing/fstest"
	"time"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// sample is a result in which everything occurs that formats tell apart. Whatever
// comes from somebody else ends in the given text.
func sample(text string) Report {
	name := func(s string) string { return s + text }
	origin := func(address string) *reach.Origin {
		return &reach.Origin{Address: name(address), Attribute: name("ingress")}
	}
	at := func(line int) *policies.Location {
		return &policies.Location{File: name("network/main.tf"), Line: line, EndLine: line + 2, Column: 3, EndColumn: 9}
	}
	subnet, acl := origin("aws_subnet.a"), origin("aws_network_acl.a")
	example := policies.Example{Packet: packet.Packet{
		Protocol: packet.TCP, SrcPort: 33996, DstPort: 443,
		Src: netip.MustParseAddr("10.0.0.4"), Dst: netip.MustParseAddr("142.250.74.46"),
	}}
	finding := func(id string, code reach.Code) policies.Finding {
		return policies.Finding{
			ID: id, Verdict: policies.Violated, Sources: []string{name("aws_subnet.a"), name("aws_subnet.b")}, Leg: reach.Reply, Code: code,
			Address: name("aws_network_acl.a"), Addresses: []string{name("aws_network_acl.a[0]"), name("aws_network_acl.a[1]")},
			Attribute: name("ingress"), Change: reach.Change("update"),
			Traffic: []string{name("tcp 0.0.0.0/0:443")}, Flows: []policies.Flow{{Family: "ipv4", Protocol: "tcp", Destinations: []string{name("0.0.0.0/0")}, Ports: []string{"443"}}},
			Example: example, Message: name("aws_network_acl.a has no inbound rule that allows answers (rule *)"), Remedy: name("add to aws_network_acl.a, inbound: allow tcp"),
			Also: []policies.Next{{Code: reach.NoRoute, Address: name("aws_route_table.a"), Leg: reach.Reply}},
			Trace: []reach.Hop{
				{Leg: reach.Forward, Kind: reach.AtSource, Origin: subnet, Subnet: subnet, Verdict: reach.Passed, Detail: name("with any address")},
				{Leg: reach.Forward, Kind: reach.AtACL, Origin: acl, Subnet: subnet, Egress: true, Rule: name("rule 100 allow all"), Verdict: reach.Allowed},
				{Leg: reach.Forward, Kind: reach.AtInternet, Verdict: reach.Delivered},
				{Leg: reach.Reply, Kind: reach.AtInternetGateway, Origin: origin("aws_internet_gateway.a"), Verdict: reach.Passed},
				{Leg: reach.Reply, Kind: reach.AtACL, Origin: acl, Subnet: subnet, Rule: name("rule * deny all"), Verdict: reach.Denied},
			},
			Location: at(4), Places: []*policies.Location{at(1), nil, nil, at(2), at(4)},
			Calls: []policies.Call{{Module: name("module.vpc"), Location: *at(2)}, {Module: name("module.vpc.module.remote")}},
		}
	}
	with := func(f policies.Finding, change func(*policies.Finding)) policies.Finding { change(&f); return f }
	intent := func(n string, severity policies.Severity, findings ...policies.Finding) policies.IntentResult {
		in := policies.IntentResult{
			Name: name(n), Description: name("What " + n + " is about."), Text: name("private subnets reach internet"), Severity: severity, Defined: at(1),
			Verdict: policies.Holds, Sources: []string{name("aws_subnet.a"), name("aws_subnet.b"), name("aws_subnet.c")}, Places: 3, Findings: findings,
			Assumptions: []string{name("VPC Block Public Access is off")}, Notes: []policies.Remark{{Code: policies.ClassChanged, Address: name("aws_subnet.a"), Message: name("aws_subnet.a was public")}},
		}
		for _, f := range findings {
			if f.Verdict == policies.Violated || in.Verdict == policies.Holds {
				in.Verdict = f.Verdict
			}
			if f.Verdict == policies.Undecided {
				in.Unknowns = append(in.Unknowns, reach.Unknown{Address: name("aws_route.a"), Attribute: name("gateway_id"), Reason: name("it is not known"), Code: reach.UnknownValue})
			}
		}
		return in
	}
	undecided := func(f *policies.Finding) {
		f.Verdict, f.Code, f.Trace, f.Places = policies.Undecided, reach.UnknownValue, nil, nil
	}
	complete := true
	r := Report{
		Result: &policies.Result{
			Intents: []policies.IntentResult{
				intent("holds", policies.Error),
				intent("violated", policies.Error, finding("01", reach.ACLRestriction), with(finding("02", policies.Reachable), func(f *policies.Finding) { f.Leg, f.Location, f.Calls = reach.Forward, nil, nil })),
				intent("undecided", policies.Error, with(finding("03", ""), undecided)),
				intent("warning", policies.Warning, finding("04", reach.NoRoute)),
				intent("note", policies.Note, with(finding("05", ""), undecided)),
				intent("excused", policies.Error,
					with(finding("06", reach.NoRoute), func(f *policies.Finding) {
						f.Waived = &policies.Waiver{Name: name("later"), Reason: name("it moves next week"), Owner: name("net team"), Expires: time.Date(2031, 1, 2, 0, 0, 0, 0, time.UTC)}
					}),
					with(finding("07", reach.ACLRestriction), func(f *policies.Finding) { f.Known = true })),
			},
			Notices:  []string{name("the plan says something")},
			Warnings: []policies.Caution{{Message: name("the waiver old is of no use"), At: at(2)}},
		},
		Version: "1.2.3", Category: cmp.Or(text, "network"),
		Plan:  Plan{File: name("network/plan.json"), FormatVersion: name("1.2"), TerraformVersion: name("1.11.4"), Complete: &complete, SHA256: "00"},
		Files: fstest.MapFS{"network/main.tf": {Data: []byte("a\nb\nc\nresource {\n")}},
	}
	lonely := finding("08", reach.NoRoute)
	lonely.Location, lonely.Calls, lonely.Sources = nil, nil, nil
	r.Intents = append(r.Intents, policies.IntentResult{Name: name("nowhere"), Text: name("nowhere"), Severity: policies.Error, Verdict: policies.Violated, Findings: []policies.Finding{lonely}})
	return r
}

// manyFindings is a result with n findings in one intent.
func manyFindings(n int) Report {
	r := sample("")
	in := r.Intents[1]
	f := in.Findings[0]
	in.Findings = nil
	for i := range n {
		f.ID = fmt.Sprintf("%06d", i)
		f.Address = fmt.Sprintf("module.vpc[%d].aws_network_acl.private", i)
		in.Findings = append(in.Findings, f)
	}
	r.Intents = []policies.IntentResult{in}
	return r
}
