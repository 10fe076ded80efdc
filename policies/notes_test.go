package policies_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNotes: remarks on a verdict that do not change it.
func TestNotes(t *testing.T) {
	wide := `= aws_security_group.app {"egress": []}
		+ aws_security_group_rule.x {"type": "egress", "security_group_id": "sg-b8111b9a35554e45e", "protocol": "-1", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}`
	for _, c := range []struct {
		name, plan, sentence string
		want                 []string
	}{
		{"nothing to say", ``, sub, nil},
		{"SG-6, T4 wider than written, SG-18, T3 and in two ways", wide, app, []string{
			"MIXED_RULES aws_security_group.app: aws_security_group.app has egress blocks and rules of its own resources, such as aws_security_group_rule.x: each apply undoes the other",
			"WIDER_THAN_WRITTEN aws_security_group_rule.x: ports 443-443 are written, but protocol -1 has all of them open",
		}},
		{"SG-18 only where the configuration has blocks", "c aws_security_group.app {}\n" + wide, app, []string{
			"WIDER_THAN_WRITTEN aws_security_group_rule.x: ports 443-443 are written, but protocol -1 has all of them open",
		}},
		{"SG-18 not on paths that pass other groups", wide, sub, nil},
		{"RT-12, T48 routes in two ways", `c aws_route_table.private {"route": []}`, sub, []string{
			"MIXED_RULES aws_route_table.private: aws_route_table.private has route blocks and rules of its own resources, such as aws_route.private_default: each apply undoes the other",
		}},
		{"a class that changes", `- aws_route.private_default
			+ aws_route.out {"route_table_id": "rtb-d7bc275d", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-ab621a84"}`, "private subnets cannot reach internet:22", []string{
			"CLASS_CHANGED aws_subnet.private: aws_subnet.private is private now and public after apply; it is asked as both",
		}},
		{"T51 public space inside", `= aws_vpc.main {"cidr_block": "172.32.0.0/16"}`, "private subnets cannot reach internet:22", []string{
			"OWN_PUBLIC_SPACE aws_vpc.main: aws_vpc.main uses globally reachable addresses as its own: who owns them on the internet is out of its reach",
		}},
		{"a service of its own way", `= aws_vpc_endpoint.s3 {"id": "vpce-1", "vpc_id": "vpc-eec8932f", "vpc_endpoint_type": "Gateway", "service_name": "com.amazonaws.eu-central-1.s3"}`, "private subnets cannot reach internet:22", []string{
			"SERVICE_OPEN aws_vpc_endpoint.s3: aws_vpc_endpoint.s3 may keep com.amazonaws.eu-central-1.s3 within reach, which is not part of the internet",
		}},
		{"an interface endpoint is none", `= aws_vpc_endpoint.ssm {"id": "vpce-1", "vpc_id": "vpc-eec8932f", "vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-central-1.ssm"}`, "private subnets reach only internet:443", nil},
		{"an endpoint of another VPC", `= aws_vpc_endpoint.s3 {"id": "vpce-1", "vpc_id": "vpc-other", "vpc_endpoint_type": "Gateway", "service_name": "s3"}`, "private subnets reach only internet:443", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, n := range judge(t, read(t, c.plan, ""), c.sentence).Notes {
				got = append(got, string(n.Code)+" "+n.Address+": "+n.Message)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestAssumptions: what verdicts rest on and the plan does not show.
func TestAssumptions(t *testing.T) {
	const (
		noSubnets = "the VPC aws_vpc.main has no subnets but those of this plan"
		open      = "VPC Block Public Access is off where aws_vpc.main is" // BPA-7
	)
	for _, c := range []struct {
		name, plan, sentence string
		want                 []string
	}{
		{"what leaves for the internet", ``, sub, []string{open}},
		{"what AWS made for a VPC that exists", `- aws_network_acl.private`, sub, []string{
			open,
			"nothing outside this plan associates aws_subnet.private with a network ACL",
			"the default network ACL of aws_vpc.main, which no resource of the plan manages, allows everything as AWS made it",
		}},
		{"the main table", `- aws_route_table_association.private`, sub, []string{
			"nothing outside this plan associates aws_subnet.private with a route table",
			"the main route table of aws_vpc.main, which no resource of the plan manages, has only the local routes",
		}},
		{"the default group", `= aws_instance.app {"vpc_security_group_ids": ["sg-75ae467519c5f86cd"]}`, app, []string{
			open,
			"the default security group of aws_vpc.main, which no resource of the plan manages, has the rules that AWS made",
		}},
		{"whose addresses they are", ``, "aws_subnet.private reaches 10.142.0.50:443", []string{
			"something at the asked addresses of aws_subnet.public takes the packets; a security group there is not in this plan",
		}},
		{"no other subnets", ``, "private subnets cannot reach 10.142.77.1:443", []string{noSubnets}},
		{"a service of its own way", `= aws_vpc_endpoint.s3 {"id": "vpce-1", "vpc_id": "vpc-eec8932f", "service_name": "com.amazonaws.eu-central-1.s3"}`, sub, []string{
			open,
			"no asked address is one of com.amazonaws.eu-central-1.s3, which aws_vpc_endpoint.s3 serves",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := judge(t, read(t, c.plan, ""), c.sentence).Assumptions
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestSources: with the configuration, bare references are exact and blocks that
// nobody writes are none.
func TestSources(t *testing.T) {
	raw, err := os.ReadFile("../testdata/cases/flat-good/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), "  egress {\n    description = \"HTTPS")
	_, after, ok2 := strings.Cut(rest, "\n  }\n")
	if !ok || !ok2 {
		t.Fatal("the configuration has no egress block to change")
	}
	const separate = `
resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.app.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}
`
	const group = `! aws_security_group.app
		+ aws_security_group.app {"name": "app", "vpc_id": "vpc-eec8932f", "egress": "??", "ingress": "??"}
		c aws_security_group.app {"name": "app", "vpc_id": "? aws_vpc.main.id"}
		~ aws_instance.app {"vpc_security_group_ids": "?"}
		`
	const rule = `+ aws_vpc_security_group_egress_rule.https {"security_group_id": "? aws_security_group.app.id", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"}`
	for _, c := range []struct{ name, plan, block, more, sentence, want string }{
		{"M1 no egress block, no rule: SG-16", group, "", "", app, "violated: forward SG_HAS_NO_RULES aws_security_group.app.egress"},
		{"M2 a rule resource: SG-16", group + rule, "", separate, app, "holds"},
		{"M2 and nothing else", group + rule, "", separate, "aws_instance.app reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		{"a dynamic block", group, "dynamic \"egress\" {\n for_each = var.x\n content {}\n }\n", "", app, "undecided: UNKNOWN_VALUE aws_security_group.app.egress"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := read(t, c.plan, before+c.block+after+c.more)
			if p.SourceUnused != "" {
				t.Fatal(p.SourceUnused)
			}
			if got := verdict(judge(t, p, c.sentence)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestKept: what an object keeps although nobody writes it any more is noted, where
// the configuration proves that.
func TestKept(t *testing.T) {
	raw, err := os.ReadFile("../testdata/cases/flat-good/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), "  egress {\n    description = \"HTTPS")
	_, after, ok2 := strings.Cut(rest, "\n  }\n")
	if !ok || !ok2 {
		t.Fatal("the configuration has no egress block to change")
	}
	const group = `c aws_security_group.app {"name": "app", "vpc_id": "? aws_vpc.main.id"}
		`
	const kept = "KEPT_RULES aws_security_group.app: aws_security_group.app keeps egress blocks that its configuration does not write: they stay until it says egress = []"
	const tail = "\nresource \"aws_vpc_security_group_egress_rule\" \"x\" {\n  security_group_id = aws_security_group.app.id\n  ip_protocol = \"tcp\"\n  from_port = 443\n  to_port = 443\n  cidr_ipv4 = \"0.0.0.0/0\"\n}\n"
	for _, c := range []struct{ name, plan, tf, want string }{
		{"T2 blocks that are gone: SG-17", group, before + after, kept},
		{"T47 a route that is gone: RT-12", `= aws_route_table.private {"route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-000949800dab32d56"}, {"cidr_block": "8.0.0.0/8", "nat_gateway_id": "nat-000949800dab32d56"}]}`, string(raw),
			"KEPT_RULES aws_route_table.private: aws_route_table.private keeps route blocks that its configuration does not write: they stay until it says route = []"},
		{"T2 without sources nobody knows", group, "", ""},
		{"blocks that are there", "", string(raw), ""},
		{"a rule resource explains them", group + `= aws_vpc_security_group_egress_rule.x {"id": "sgr-1", "security_group_id": "` + appSG + `", ` + https + `}
			c aws_vpc_security_group_egress_rule.x {"security_group_id": "? aws_security_group.app.id", ` + https + `}`, before + after + tail, ""},
		{"a dynamic block", group, before + "dynamic \"egress\" {\n for_each = [1]\n content {\n from_port = 443\n to_port = 443\n protocol = \"tcp\"\n cidr_blocks = [\"0.0.0.0/0\"]\n }\n }\n" + after, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := read(t, c.plan, c.tf)
			if p.SourceUnused != "" {
				t.Fatal(p.SourceUnused)
			}
			r := judge(t, p, app)
			if got := strings.Join(notes(r), "\n"); got != c.want || verdict(r) != "holds" {
				t.Errorf("%s\ngot  %s\nwant %s", verdict(r), got, c.want)
			}
		})
	}
}
