package policies_test

import (
	"strings"
	"testing"
)

// TestNearestNames: an operand that selects nothing is told what it may mean.
func TestNearestNames(t *testing.T) {
	p := read(t, `
		= aws_subnet.private {"tags": {"Tier": "app", "Name": "private a"}}
		= module.network["blue"].aws_subnet.s {"id": "subnet-s", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.20.0/24", "map_public_ip_on_launch": false, "tags": {"Tier": "database"}}`, "")
	for _, c := range []struct{ sources, want string }{
		{"aws_subnet.privat", `"aws_subnet.privat" selects nothing in this plan; near it is aws_subnet.private`},
		{"subnets in aws_vpc.man", `; nothing in this plan is "aws_vpc.man"; near it is aws_vpc.main`},
		{"workloads in aws_subnet.privat", `; nothing in this plan is "aws_subnet.privat"; near it is aws_subnet.private`},
		{"subnets in module.netwrk", `; nothing in this plan is "module.netwrk"; near it is module.network`},
		{"subnets in aws_instance.app", "; aws_instance.app is no VPC, subnet or module"},
		{"subnets tagged Teir", `; no subnet has a tag "Teir"; near it is Tier`},
		{"subnets tagged tier=app", `; no subnet has a tag "tier"; near it is Tier`},
		{"subnets tagged Tier=ap", `; no subnet has the tag "Tier" with this value; near it is app`},
		{"subnets tagged Tier=data", `; no subnet has the tag "Tier" with this value; near it is database`},
		{"subnets tagged Tier=frontend", `; no subnet has the tag "Tier" with this value; its values are app, database, public`},
		{"workloads in subnets tagged Tire=app", `; no subnet has a tag "Tire"; near it is Tier`},
		// Each part is something, only nothing is all of them.
		{"isolated subnets tagged Tier=app", `"isolated subnets tagged Tier=app" selects nothing in this plan; aws_subnet.private is private`},
		{"private subnets tagged Tier=public", `"private subnets tagged Tier=public" selects nothing in this plan; aws_subnet.public is public, by aws_route.public_default`},
	} {
		r := judge(t, p, c.sources+" cannot reach 192.0.2.1:1")
		if len(r.Findings) != 1 || !strings.HasSuffix(r.Findings[0].Message, c.want) {
			t.Errorf("%s\ngot  %+v\nwant %s", c.sources, r.Findings[0].Message, c.want)
		}
	}
}

// TestEmptyIdentity: two operands that select nothing are two findings, and what else the
// plan has does not make others of them.
func TestEmptyIdentity(t *testing.T) {
	const sentence = "aws_subnet.privat and aws_subnet.publc cannot reach 192.0.2.1:1"
	f := judge(t, read(t, "", ""), sentence).Findings
	if len(f) != 2 || f[0].ID == f[1].ID {
		t.Fatalf("%+v", f)
	}
	other := judge(t, read(t, `= aws_subnet.privates {"id": "subnet-s", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.20.0/24", "map_public_ip_on_launch": false, "tags": {}}`, ""), sentence).Findings
	if len(other) != 2 || other[0].Message == f[0].Message || other[0].ID != f[0].ID || other[1].ID != f[1].ID {
		t.Errorf("%+v\n%+v", f, other)
	}
}
