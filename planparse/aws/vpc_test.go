package aws_test

import (
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// TestDNS: the settings of VPCs, as AWS and the provider have them where nobody sets
// them.
func TestDNS(t *testing.T) {
	text := func(f reach.Fact[bool]) string {
		switch {
		case f.Why != nil:
			return "?"
		case f.Value:
			return "on"
		}
		return "off"
	}
	for _, tt := range []struct {
		name    string
		plan    string
		sources string
		want    string // support, then hostnames
	}{
		{"nobody sets them", `+ aws_vpc.v {"enable_dns_support": true, "enable_dns_hostnames": "?"}`, `resource "aws_vpc" "v" {}`, "on off"},
		{"set", `+ aws_vpc.v {"enable_dns_support": false, "enable_dns_hostnames": true}`, `resource "aws_vpc" "v" {}`, "off on"},
		{"known after apply", `+ aws_vpc.v {"enable_dns_support": true, "enable_dns_hostnames": "?"}`,
			`resource "aws_vpc" "v" { enable_dns_hostnames = terraform_data.x.output }`, "on ?"},
		{"the default VPC", `+ aws_default_vpc.v {"enable_dns_support": true, "enable_dns_hostnames": "?"}`, `resource "aws_default_vpc" "v" {}`, "on on"},
		{"one that exists", `= aws_vpc.v {"id": "vpc-1", "enable_dns_support": true, "enable_dns_hostnames": true}`, "", "on on"},
		{"one that exists, cut down", `= aws_vpc.v {"id": "vpc-1"}`, "", "? ?"},
		{"one that is read", `< data.aws_vpc.v {"id": "vpc-1", "enable_dns_support": true, "enable_dns_hostnames": false}`, "", "on off"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := after(t, tt.plan, tt.sources).VPCs[0]
			if got := text(v.DNSSupport) + " " + text(v.DNSHostnames); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestSubnetsOfIPv6(t *testing.T) {
	n := after(t, `
		+ aws_subnet.native {"ipv6_cidr_block": "2600:1f18::/64", "ipv6_native": true, "enable_dns64": true, "cidr_block": "?"}
		+ aws_subnet.dual {"cidr_block": "10.0.0.0/24", "ipv6_cidr_block": "2600:1f18:0:1::/64", "ipv6_native": false, "enable_dns64": false}
		+ aws_subnet.open {"cidr_block": "10.0.1.0/24", "enable_dns64": "?"}`, `
		resource "aws_subnet" "native" { ipv6_native = true }
		resource "aws_subnet" "dual" {}
		resource "aws_subnet" "open" { enable_dns64 = terraform_data.x.output }`)
	for i, want := range []struct {
		four    string
		assigns bool
		dns64   reach.Fact[bool]
	}{
		{"invalid Prefix", true, reach.Known(true)},
		{"10.0.0.0/24", false, reach.Known(false)},
		{"10.0.1.0/24", false, reach.Fact[bool]{}},
	} {
		s := n.Subnets[i]
		if s.CIDR.Why != nil || s.CIDR.Value.String() != want.four || s.AssignIPv6.Value != want.assigns {
			t.Errorf("%s: %v, assigns %v", s.Address, s.CIDR, s.AssignIPv6)
		}
		if want.dns64.Value != s.DNS64.Value || (s.DNS64.Why != nil) != (s.Address == "aws_subnet.open") {
			t.Errorf("%s: DNS64 %v", s.Address, s.DNS64)
		}
	}
}
