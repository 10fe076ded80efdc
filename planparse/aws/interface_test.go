package aws_test

import (
	"strings"
	"testing"
)

// TestInterfaces: what interfaces that are resources, and those that AWS makes for
// instances, are like (SG-14, NI-1, PUB-1 to PUB-3).
func TestInterfaces(t *testing.T) {
	const (
		launched = `"subnet_id": "subnet-1", "vpc_security_group_ids": ["sg-1"], "private_ip": "?", "ipv6_address_count": 0, "ipv6_addresses": [], "launch_template": [], "network_interface": [], "primary_network_interface": []`
		exists   = `"id": "i-1", "subnet_id": "subnet-1", "vpc_security_group_ids": ["sg-1"], "private_ip": "10.0.0.5", "secondary_private_ips": [], "ipv6_addresses": [], "ipv6_address_count": 0, "launch_template": [], "network_interface": [], "primary_network_interface": [], "source_dest_check": true`
		written  = `resource "aws_instance" "i" {}`
		plain    = `"subnet_id": "subnet-1", "security_groups": ["sg-1"]`
		noSix    = `, "ipv6_addresses": [], "ipv6_address_count": 0`
	)
	say(t, "", []saying{
		{"PUB-1 asks for a public address", `+ aws_instance.i {"associate_public_ip_address": true, ` + launched + `}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=granted SourceDestCheck"},
		{"PUB-1 refuses one", `+ aws_instance.i {"associate_public_ip_address": false, ` + launched + `}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck"},
		{"PUB-1 leaves it to the subnet", `+ aws_instance.i {"associate_public_ip_address": "?", ` + launched + `}`, written, "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=subnet decides SourceDestCheck"},
		{"PUB-1 null leaves it to the subnet", `+ aws_instance.i {"associate_public_ip_address": null, ` + launched + `}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=subnet decides SourceDestCheck"},
		{"PUB-1 asks for what is known after apply", `+ aws_instance.i {"associate_public_ip_address": "?", ` + launched + `}`, `resource "aws_instance" "i" { associate_public_ip_address = terraform_data.x.output }`, "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=?aws_instance.i.associate_public_ip_address SourceDestCheck"},
		{"PUB-3 one that exists and has a public address", `= aws_instance.i {"public_ip": "3.64.1.1", "associate_public_ip_address": true, ` + exists + `}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.5} Primary=10.0.0.5 IPv6=refused Public=granted SourceDestCheck"},
		{"PUB-3 one that exists and has none", `= aws_instance.i {"public_ip": "", "associate_public_ip_address": true, ` + exists + `}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.5} Primary=10.0.0.5 IPv6=refused Public=refused SourceDestCheck"},
		{"PUB-3 one that exists and does not show any", `= aws_instance.i {"associate_public_ip_address": true, ` + exists + `}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.5} Primary=10.0.0.5 IPv6=refused Public=?aws_instance.i.public_ip SourceDestCheck"},
		{"PUB-3 one whose public address is an Elastic IP", `= aws_instance.i {"public_ip": "3.64.1.1", ` + exists + `}
			= aws_eip.e {"id": "eipalloc-1", "public_ip": "3.64.1.1", "instance": "", "network_interface": "", "associate_with_private_ip": null}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.5} Primary=10.0.0.5 IPv6=refused Public=?aws_instance.i.public_ip SourceDestCheck"},
		{"PUB-3 one whose public address was an Elastic IP that is deleted", `= aws_instance.i {"public_ip": "3.64.1.1", ` + exists + `}
			- aws_eip.e {"id": "eipalloc-1", "public_ip": "3.64.1.1"}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.5} Primary=10.0.0.5 IPv6=refused Public=?aws_instance.i.public_ip SourceDestCheck"},
		{"PUB-3 one whose public address is that of an Elastic IP beyond the plan", `= aws_instance.i {"public_ip": "3.64.1.1", ` + exists + `}
			= aws_eip_association.a {"id": "x", "allocation_id": "eipalloc-2", "public_ip": "3.64.1.1", "instance_id": "i-1"}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.5} Primary=10.0.0.5 IPv6=refused Public=?aws_instance.i.public_ip SourceDestCheck"},
		{"addresses of one that exists", `= aws_instance.i {"public_ip": "", "id": "i-1", "subnet_id": "subnet-1", "vpc_security_group_ids": [], "private_ip": "10.0.0.5", "secondary_private_ips": ["10.0.0.6"], "ipv6_addresses": ["2600::5"], "source_dest_check": false}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups Private={10.0.0.5 10.0.0.6} Primary=10.0.0.5 Six={2600::5} IPv6=granted Public=refused"},
		{"secondary addresses alone: AWS picks one more", `+ aws_instance.i {"secondary_private_ips": ["10.0.0.6"], ` + launched + `, "associate_public_ip_address": false}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck"},
		{"SG-14 no groups", `+ aws_instance.i {"subnet_id": "subnet-1", "vpc_security_group_ids": [], "associate_public_ip_address": false, "ipv6_address_count": 0, "ipv6_addresses": []}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups IPv6=refused Public=refused SourceDestCheck"},
		{"SG-14 groups that nobody sets", `+ aws_instance.i {"subnet_id": "subnet-1", "vpc_security_group_ids": "?", "security_groups": "?", "associate_public_ip_address": false, "ipv6_address_count": 0, "ipv6_addresses": []}`, written, "aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups IPv6=refused Public=refused SourceDestCheck"},
		{"groups of the old way", `+ aws_instance.i {"subnet_id": "subnet-1", "vpc_security_group_ids": "?", "security_groups": ["sg-1"], "associate_public_ip_address": false, "ipv6_address_count": 0, "ipv6_addresses": []}`, `resource "aws_instance" "i" { security_groups = ["sg-1"] }`, "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck"},
		{"groups that the plan does not show", `+ aws_instance.i {"subnet_id": "subnet-1", "associate_public_ip_address": false, "ipv6_address_count": 0, "ipv6_addresses": []}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={and ?aws_instance.i.vpc_security_group_ids} IPv6=refused Public=refused SourceDestCheck"},
		{"groups that are known after apply", `+ aws_instance.i {"subnet_id": "subnet-1", "vpc_security_group_ids": "?", "associate_public_ip_address": false, "ipv6_address_count": 0, "ipv6_addresses": []}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={and ?aws_instance.i.vpc_security_group_ids} IPv6=refused Public=refused SourceDestCheck"},
		{"no subnet", `+ aws_instance.i {"subnet_id": "?", "vpc_security_group_ids": ["sg-1"], "associate_public_ip_address": false, "ipv6_address_count": 0, "ipv6_addresses": []}`, written, "aws_instance.i: Subnets={and ?aws_instance.i.subnet_id} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck"},
		{"a subnet that is known after apply", `+ aws_instance.i {"subnet_id": "?", "vpc_security_group_ids": ["sg-1"], "associate_public_ip_address": false, "ipv6_address_count": 0, "ipv6_addresses": []}`, `resource "aws_instance" "i" { subnet_id = terraform_data.x.output }`, "aws_instance.i: Subnets={[?aws_instance.i.subnet_id]} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck"},
		{"a data source that reads an instance of the plan", `= aws_instance.i {"public_ip": "", ` + exists + `}
			< data.aws_instance.i {"id": "i-1", "subnet_id": "subnet-1"}`, "", "aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.5} Primary=10.0.0.5 IPv6=refused Public=refused SourceDestCheck"},

		{"an interface of its own", `= aws_network_interface.n {"id": "eni-1", ` + plain + noSix + `, "private_ip": "10.0.0.5", "private_ips": ["10.0.0.5"], "source_dest_check": false}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.5} Primary=10.0.0.5 IPv6=refused Public=subnet may Loose=?aws_network_interface.n"},
		{"of several addresses, one is the primary one", `= aws_network_interface.n {"id": "eni-1", ` + plain + noSix + `, "private_ip": "10.0.0.6", "private_ips": ["10.0.0.5", "10.0.0.6"]}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.6 10.0.0.5} Primary=10.0.0.6 IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"of several addresses, the first of the list", `+ aws_network_interface.n {` + plain + noSix + `, "private_ip": "?", "private_ips": "?", "private_ip_list": ["10.0.0.6", "10.0.0.5"]}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.6 10.0.0.5} Primary=10.0.0.6 IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"of several addresses in no order", `+ aws_network_interface.n {` + plain + noSix + `, "private_ip": "?", "private_ips": ["10.0.0.6", "10.0.0.5"]}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.6 10.0.0.5} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"a prefix has more addresses than are listed", `= aws_network_interface.n {"id": "eni-1", ` + plain + noSix + `, "private_ip": "10.0.0.5", "private_ips": ["10.0.0.5"], "ipv4_prefixes": ["10.0.0.16/28"]}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"an interface without a subnet", `= aws_network_interface.n {"id": "eni-1", "subnet_id": null, "security_groups": ["sg-1"]` + noSix + `}`, "", "aws_network_interface.n: Subnets={and ?aws_network_interface.n.subnet_id} Groups={sg-1 (beyond)} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"an interface without groups", `= aws_network_interface.n {"id": "eni-1", "subnet_id": "subnet-1", "security_groups": []` + noSix + `}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} NoGroups IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"IPv6 addresses", `= aws_network_interface.n {"id": "eni-1", ` + plain + `, "ipv6_addresses": ["2600::6"], "ipv6_address_count": 1}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Six={2600::6} IPv6=granted Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"IPv6 addresses in order", `+ aws_network_interface.n {` + plain + `, "ipv6_addresses": "?", "ipv6_address_list": ["2600::6"], "ipv6_address_count": "?"}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Six={2600::6} IPv6=granted Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"a number of IPv6 addresses", `+ aws_network_interface.n {` + plain + `, "ipv6_addresses": "?", "ipv6_address_count": 1}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=granted Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"no IPv6 address of one that exists", `= aws_network_interface.n {"id": "eni-1", ` + plain + noSix + `}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"no IPv6 address of one that exists, whose number is not shown", `= aws_network_interface.n {"id": "eni-1", ` + plain + `, "ipv6_addresses": []}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"an interface that exists and may get prefixes", `~ aws_network_interface.n {"id": "eni-1"} {"id": "eni-1", ` + plain + noSix + `, "ipv6_prefixes": "?"}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=?aws_network_interface.n.ipv6_prefixes Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"none where the number is 0", `+ aws_network_interface.n {` + plain + `, "ipv6_addresses": "?", "ipv6_address_count": 0}`, `resource "aws_network_interface" "n" {}`, "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"the subnet decides where nobody says anything", `+ aws_network_interface.n {` + plain + `, "ipv6_addresses": "?", "ipv6_address_count": "?"}`, `resource "aws_network_interface" "n" {}`, "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"a number of IPv6 addresses that is not known", `+ aws_network_interface.n {` + plain + `, "ipv6_addresses": "?", "ipv6_address_count": "?"}`, `resource "aws_network_interface" "n" { ipv6_address_count = terraform_data.x.output }`, "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=?aws_network_interface.n.ipv6_address_count Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"a prefix of IPv6 has more addresses than are listed", `= aws_network_interface.n {"id": "eni-1", ` + plain + `, "ipv6_addresses": ["2600::6"], "ipv6_address_count": 1, "ipv6_prefixes": ["2600::/80"]}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=granted Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"what a plan does not show of IPv6", `= aws_network_interface.n {"id": "eni-1", ` + plain + `}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=?aws_network_interface.n.ipv6_addresses Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"a data source that reads an interface of the plan", `= aws_network_interface.n {"id": "eni-1", ` + plain + noSix + `}
			< data.aws_network_interface.n {"id": "eni-1", "subnet_id": "subnet-2"}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"PLAN-3 a group that an attachment gave is gone with it", `= aws_security_group.g {"id": "sg-1"}
			= aws_network_interface.n {"id": "eni-1", "subnet_id": "subnet-1", "security_groups": ["sg-1", "sg-2"]` + noSix + `}
			- aws_network_interface_sg_attachment.a {"id": "x", "network_interface_id": "eni-1", "security_group_id": "sg-1"}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond)} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"PLAN-3 one that the interface writes anew may be there", `= aws_security_group.g {"id": "sg-1"}
			~ aws_network_interface.n {"id": "eni-1"} {"id": "eni-1", "subnet_id": "subnet-1", "security_groups": ["sg-1", "sg-2"]` + noSix + `}
			- aws_network_interface_sg_attachment.a {"id": "x", "network_interface_id": "eni-1", "security_group_id": "sg-1"}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond) and ?aws_network_interface.n.security_groups} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"PLAN-3 an attachment to another interface", `= aws_security_group.g {"id": "sg-1"}
			= aws_network_interface.n {"id": "eni-1", "subnet_id": "subnet-1", "security_groups": ["sg-1"]` + noSix + `}
			- aws_network_interface_sg_attachment.a {"id": "x", "network_interface_id": "eni-2", "security_group_id": "sg-1"}`, "", "aws_network_interface.n: Subnets={subnet-1 (beyond)} Groups={aws_security_group.g} IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n"},
		{"a group that an attachment gives", `= aws_security_group.g {"id": "sg-1"}
			= aws_network_interface.n {"id": "eni-1", "subnet_id": "subnet-1", "security_groups": []` + noSix + `}
			= aws_network_interface_sg_attachment.a {"id": "x", "network_interface_id": "eni-1", "security_group_id": "sg-1"}`, "", `
			aws_network_interface.n: Subnets={subnet-1 (beyond)} NoGroups IPv6=refused Public=subnet may SourceDestCheck Loose=?aws_network_interface.n
			aws_network_interface_sg_attachment.a: Interface=aws_network_interface.n Group=aws_security_group.g`},
	}, "Interfaces", "GroupAdditions")
}

// TestInstances: whose interfaces are whose.
func TestInstances(t *testing.T) {
	const (
		enis = `
			= aws_network_interface.one {"id": "eni-1", "subnet_id": "subnet-1", "security_groups": [], "attachment": []}
			= aws_network_interface.two {"id": "eni-2", "subnet_id": "subnet-2", "security_groups": [], "attachment": []}
			`
		new = `"subnet_id": null, "vpc_security_group_ids": null, "public_ip": "?"`
	)
	given := func(blocks string) string {
		return `= aws_instance.i {"id": "i-1", "public_ip": "3.64.1.1", "network_interface": [` + blocks + `]}`
	}
	say(t, enis, []saying{
		{"an interface that AWS makes", `= aws_instance.i {"id": "i-1", "subnet_id": "subnet-1", "vpc_security_group_ids": [], "public_ip": "", "network_interface": []}`, "", `
			aws_instance.i:
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Public=refused
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"interfaces that are given", given(`{"device_index": 1, "network_interface_id": "eni-2"}, {"device_index": 0, "network_interface_id": "eni-1"}`), "", `
			aws_instance.i: Interfaces={aws_network_interface.one aws_network_interface.two}
			aws_network_interface.one:
			aws_network_interface.one: Interfaces={aws_network_interface.one} Parent=aws_instance.i
			aws_network_interface.one: Public=granted
			aws_network_interface.two:
			aws_network_interface.two: Interfaces={aws_network_interface.two} Parent=aws_instance.i
			aws_network_interface.two: Public=subnet may`},
		{"the primary one in a block of its own", `+ aws_instance.i {` + new + `, "network_interface": [], "primary_network_interface": [{"network_interface_id": "eni-1"}]}`,
			`resource "aws_instance" "i" {
				primary_network_interface { network_interface_id = "eni-1" }
			}`, `
			aws_instance.i: Interfaces={aws_network_interface.one}
			aws_network_interface.one:
			aws_network_interface.one: Interfaces={aws_network_interface.one} Parent=aws_instance.i
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"the primary one, and nobody knows how many others", `+ aws_instance.i {` + new + `, "network_interface": "?", "primary_network_interface": [{"network_interface_id": "eni-1"}]}`,
			`resource "aws_instance" "i" {
				primary_network_interface { network_interface_id = "eni-1" }
				dynamic "network_interface" {
					for_each = terraform_data.x.output
					content { network_interface_id = network_interface.value }
				}
			}`, `
			aws_instance.i: Interfaces={aws_network_interface.one and ?aws_instance.i.network_interface}
			aws_network_interface.one:
			aws_network_interface.one: Interfaces={aws_network_interface.one} Parent=aws_instance.i
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"blocks of which there are none", `= aws_instance.i {"id": "i-1", "subnet_id": "subnet-1", "vpc_security_group_ids": [], "public_ip": "", "network_interface": []}`,
			`resource "aws_instance" "i" {
				dynamic "network_interface" {
					for_each = terraform_data.x.output
					content { network_interface_id = network_interface.value }
				}
			}`, `
			aws_instance.i:
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Public=refused
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"blocks that are copies of what is attached", given(`{"device_index": 0, "network_interface_id": "eni-9"}`), "", `
			aws_instance.i:
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Public=granted
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"blocks that the sources do not have are copies", given(`{"device_index": 0, "network_interface_id": "eni-1"}`), `resource "aws_instance" "i" {}`, `
			aws_instance.i:
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Public=granted
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"a given interface that is not in the plan", `+ aws_instance.i {` + new + `, "network_interface": [{"device_index": 0, "network_interface_id": "eni-9"}]}`,
			`resource "aws_instance" "i" {
				network_interface {
					device_index         = 0
					network_interface_id = "eni-9"
				}
			}`, `
			aws_instance.i: Interfaces={eni-9 (beyond)}
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"a given interface that is known after apply", `+ aws_instance.i {` + new + `, "network_interface": [{"device_index": 0, "network_interface_id": "?"}]}`, "", `
			aws_instance.i: Interfaces={[?aws_instance.i.network_interface[0].network_interface_id]}
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"an index that is known after apply", `+ aws_instance.i {` + new + `, "network_interface": [{"device_index": "?", "network_interface_id": "eni-1"}]}`,
			`resource "aws_instance" "i" {
				network_interface {
					device_index         = terraform_data.x.output
					network_interface_id = "eni-1"
				}
			}`, `
			aws_instance.i: Interfaces={and ?aws_instance.i.network_interface}
			aws_network_interface.one:
			aws_network_interface.one: Interfaces={aws_network_interface.one} Parent=aws_instance.i
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"an attachment", given(`{"device_index": 0, "network_interface_id": "eni-1"}`) + `
			= aws_network_interface_attachment.a {"id": "x", "instance_id": "i-1", "network_interface_id": "eni-2"}`, "", `
			aws_instance.i: Interfaces={aws_network_interface.one aws_network_interface.two}
			aws_network_interface.one:
			aws_network_interface.one: Interfaces={aws_network_interface.one} Parent=aws_instance.i
			aws_network_interface.one: Public=granted
			aws_network_interface.two:
			aws_network_interface.two: Interfaces={aws_network_interface.two} Parent=aws_instance.i
			aws_network_interface.two: Public=subnet may`},
		{"an attachment to an instance that is not in the plan", given(`{"device_index": 0, "network_interface_id": "eni-1"}`) + `
			= aws_network_interface_attachment.a {"id": "x", "instance_id": "i-9", "network_interface_id": "eni-2"}`, "", `
			aws_instance.i: Interfaces={aws_network_interface.one}
			aws_network_interface.one:
			aws_network_interface.one: Interfaces={aws_network_interface.one} Parent=aws_instance.i
			aws_network_interface.one: Public=granted
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"an attachment to an instance that is not known", given(`{"device_index": 0, "network_interface_id": "eni-1"}`) + `
			+ aws_network_interface_attachment.a {"instance_id": "?", "network_interface_id": "eni-2"}`, "", `
			aws_instance.i: Interfaces={aws_network_interface.one and ?aws_network_interface_attachment.a.instance_id}
			aws_network_interface.one:
			aws_network_interface.one: Interfaces={aws_network_interface.one} Parent=aws_instance.i
			aws_network_interface.one: Public=granted
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"an attachment to one of two instances", `
			+ aws_instance.i[0] {` + new + `, "subnet_id": "subnet-1", "network_interface": []}
			+ aws_instance.i[1] {` + new + `, "subnet_id": "subnet-1", "network_interface": []}
			+ aws_instance.j {` + new + `, "subnet_id": "subnet-1", "network_interface": []}
			+ aws_network_interface_attachment.a {"instance_id": "?", "network_interface_id": "eni-2"}`, `
			resource "aws_instance" "i" { count = 2 }
			resource "aws_instance" "j" {}
			resource "aws_network_interface_attachment" "a" {
				instance_id          = aws_instance.i[terraform_data.x.output].id
				network_interface_id = "eni-2"
			}`, `
			aws_instance.i[0]:
			aws_instance.i[0]: Interfaces={aws_instance.i[0] and ?aws_network_interface_attachment.a.instance_id}
			aws_instance.i[0]: Public=?aws_instance.i[0].associate_public_ip_address
			aws_instance.i[1]:
			aws_instance.i[1]: Interfaces={aws_instance.i[1] and ?aws_network_interface_attachment.a.instance_id}
			aws_instance.i[1]: Public=?aws_instance.i[1].associate_public_ip_address
			aws_instance.j:
			aws_instance.j: Interfaces={aws_instance.j}
			aws_instance.j: Public=?aws_instance.j.associate_public_ip_address
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"an interface that says whose it is", `= aws_instance.i {"id": "i-1", "subnet_id": "subnet-1", "vpc_security_group_ids": [], "public_ip": "", "network_interface": []}
			= aws_network_interface.three {"id": "eni-3", "subnet_id": "subnet-1", "security_groups": [], "attachment": [{"instance": "i-1", "device_index": 1}]}`, "", `
			aws_instance.i:
			aws_instance.i: Interfaces={aws_instance.i aws_network_interface.three}
			aws_instance.i: Public=refused
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.three:
			aws_network_interface.three: Interfaces={aws_network_interface.three} Parent=aws_instance.i
			aws_network_interface.three: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"one that is given and says so itself as well is one", given(`{"device_index": 0, "network_interface_id": "eni-3"}`) + `
			= aws_network_interface.three {"id": "eni-3", "subnet_id": "subnet-1", "security_groups": [], "attachment": [{"instance": "i-1", "device_index": 0}]}`, "", `
			aws_instance.i: Interfaces={aws_network_interface.three}
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.three:
			aws_network_interface.three: Interfaces={aws_network_interface.three} Parent=aws_instance.i
			aws_network_interface.three: Public=granted
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"an interface that may be of any instance", `= aws_instance.i {"id": "i-1", "subnet_id": "subnet-1", "vpc_security_group_ids": [], "public_ip": "", "network_interface": []}
			+ aws_network_interface.three {"subnet_id": "subnet-1", "security_groups": [], "attachment": "?"}`, "", `
			aws_instance.i:
			aws_instance.i: Interfaces={aws_instance.i and ?aws_network_interface.three.attachment}
			aws_instance.i: Public=refused
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.three: Interfaces={aws_network_interface.three}
			aws_network_interface.three: Loose=?aws_network_interface.three
			aws_network_interface.three: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"an interface that nobody attaches", `= aws_instance.i {"id": "i-1", "subnet_id": "subnet-1", "vpc_security_group_ids": [], "public_ip": "", "network_interface": []}
			+ aws_network_interface.three {"subnet_id": "subnet-1", "security_groups": [], "attachment": "?"}`, `
			resource "aws_network_interface" "three" {}`, `
			aws_instance.i:
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Public=refused
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.three: Interfaces={aws_network_interface.three}
			aws_network_interface.three: Loose=?aws_network_interface.three
			aws_network_interface.three: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
		{"blocks that are not known", `+ aws_instance.i {` + new + `, "network_interface": "?"}`, "", `
			aws_instance.i:
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Public=?aws_instance.i.associate_public_ip_address
			aws_network_interface.one: Interfaces={aws_network_interface.one}
			aws_network_interface.one: Loose=?aws_network_interface.one
			aws_network_interface.one: Public=subnet may
			aws_network_interface.two: Interfaces={aws_network_interface.two}
			aws_network_interface.two: Loose=?aws_network_interface.two
			aws_network_interface.two: Public=subnet may`},
	}, "Workloads", "Interfaces:Public", "Interfaces:Loose")
}

// TestFunctions: functions have interfaces that AWS shares, in each subnet, and never a
// public address (CMP-1).
func TestFunctions(t *testing.T) {
	say(t, "", []saying{
		{"in a VPC", `+ aws_lambda_function.f {"vpc_config": [{"subnet_ids": ["subnet-1", "subnet-2"], "security_group_ids": ["sg-1"], "ipv6_allowed_for_dual_stack": false}]}`, "", `
			aws_lambda_function.f: Interfaces={aws_lambda_function.f}
			aws_lambda_function.f: Subnets={subnet-1 (beyond) subnet-2 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck Hyperplane`},
		{"with IPv6", `+ aws_lambda_function.f {"vpc_config": [{"subnet_ids": ["subnet-1"], "security_group_ids": [], "ipv6_allowed_for_dual_stack": true}]}`, "", `
			aws_lambda_function.f: Interfaces={aws_lambda_function.f}
			aws_lambda_function.f: Subnets={subnet-1 (beyond)} NoGroups IPv6=granted Public=refused SourceDestCheck Hyperplane`},
		{"perhaps with IPv6", `+ aws_lambda_function.f {"vpc_config": [{"subnet_ids": ["subnet-1"], "security_group_ids": ["?"], "ipv6_allowed_for_dual_stack": "?"}]}`, "", `
			aws_lambda_function.f: Interfaces={aws_lambda_function.f}
			aws_lambda_function.f: Subnets={subnet-1 (beyond)} Groups={[?aws_lambda_function.f.vpc_config[0].security_group_ids[0]]} IPv6=?aws_lambda_function.f.vpc_config[0].ipv6_allowed_for_dual_stack Public=refused SourceDestCheck Hyperplane`},
		{"without a VPC", `+ aws_lambda_function.f {"vpc_config": []}`, "", "aws_lambda_function.f: Interfaces={and ?aws_lambda_function.f.vpc_config}"},
		{"with an empty one", `+ aws_lambda_function.f {"vpc_config": [{"subnet_ids": [], "security_group_ids": []}]}`, "", "aws_lambda_function.f: Interfaces={and ?aws_lambda_function.f.vpc_config}"},
		{"with one that is not known", `= aws_lambda_function.f {"id": "f", "vpc_config": "?"}`, "", "aws_lambda_function.f: Interfaces={and ?aws_lambda_function.f.vpc_config}"},
	}, "Workloads", "Interfaces")
}

// TestTemplates: what launch templates say of instances, where the instance says nothing
// (CMP-6, PUB-2).
func TestTemplates(t *testing.T) {
	const (
		instance = `+ aws_instance.i {"subnet_id": "?", "vpc_security_group_ids": "?", "security_groups": "?", "associate_public_ip_address": "?", "ipv6_address_count": "?", "ipv6_addresses": "?", "network_interface": [], "launch_template": [`
		written  = `resource "aws_instance" "i" {
				launch_template { id = "lt-1" }
			}
			resource "aws_launch_template" "t" {}`
	)
	from := func(id, name, version string) string {
		return `{"id": ` + id + `, "name": ` + name + `, "version": ` + version + `}]}`
	}
	template := func(values string) string {
		return `= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 3, "default_version": 2, "vpc_security_group_ids": ["sg-1"], ` + values + "}\n"
	}
	iface := func(values string) string { return template(`"network_interfaces": [` + values + `]`) }
	block := func(values string) string {
		return iface(`{"device_index": 0, "network_interface_id": "", "subnet_id": "subnet-1", "security_groups": ["sg-2"], ` + values + `}`)
	}
	latest := instance + from(`"lt-1"`, `"t"`, `"3"`)
	say(t, "", []saying{
		{"groups of the template", iface("") + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"groups, subnet and address of its interface", block(`"associate_public_ip_address": "true"`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond)} IPv6=subnet decides Public=granted SourceDestCheck`},
		{"an interface that refuses an address", block(`"associate_public_ip_address": "false"`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond)} IPv6=subnet decides Public=refused SourceDestCheck`},
		{"an interface that leaves the address to the subnet", block(`"associate_public_ip_address": ""`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"an address that is known after apply", `+ aws_launch_template.t {"name": "t", "latest_version": "?", "vpc_security_group_ids": [], "network_interfaces": [{"device_index": 0, "network_interface_id": "", "subnet_id": "subnet-1", "security_groups": [], "associate_public_ip_address": "?"}]}
			` + instance + from("null", `"t"`, `"$Latest"`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups IPv6=subnet decides Public=?aws_launch_template.t.network_interfaces[0].associate_public_ip_address SourceDestCheck`},
		{"IPv6 addresses", block(`"associate_public_ip_address": "", "ipv6_address_count": 1`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond)} IPv6=granted Public=subnet decides SourceDestCheck`},
		{"no IPv6 addresses but those that the subnet gives", block(`"associate_public_ip_address": "", "ipv6_address_count": 0, "ipv6_addresses": []`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"a list of IPv6 addresses", block(`"associate_public_ip_address": "", "ipv6_addresses": ["2600::1"], "ipv6_address_count": 0`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond)} IPv6=granted Public=subnet decides SourceDestCheck`},
		{"IPv6 addresses that are known after apply", `+ aws_launch_template.t {"name": "t", "vpc_security_group_ids": [], "network_interfaces": [{"device_index": 0, "network_interface_id": "", "subnet_id": "subnet-1", "security_groups": [], "associate_public_ip_address": "", "ipv6_address_count": "?"}]}
			` + instance + from("null", `"t"`, `"$Latest"`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups IPv6=?aws_launch_template.t.network_interfaces[0].ipv6_address_count Public=subnet decides SourceDestCheck`},
		{"PUB-2 two interfaces: no address but where one asks for it", iface(`{"device_index": 0, "subnet_id": "subnet-1", "security_groups": ["sg-2"], "associate_public_ip_address": ""},
				{"device_index": 1, "subnet_id": "subnet-2", "security_groups": [], "associate_public_ip_address": "true"},
				{"device_index": 2, "subnet_id": "", "security_groups": ["sg-1"], "associate_public_ip_address": "false"},
				{"device_index": 3, "network_interface_id": "eni-1"}`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i aws_instance.i aws_instance.i eni-1 (beyond)}
			aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet decides Public=refused SourceDestCheck
			aws_instance.i: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond)} IPv6=subnet decides Public=refused SourceDestCheck
			aws_instance.i: Subnets={subnet-2 (beyond)} NoGroups IPv6=subnet decides Public=granted SourceDestCheck`},
		{"a further interface that perhaps asks for one", `+ aws_launch_template.t {"name": "t", "vpc_security_group_ids": [], "network_interfaces": [{"device_index": 0, "network_interface_id": "", "subnet_id": "subnet-1", "security_groups": [], "associate_public_ip_address": "true"},
				{"device_index": 1, "subnet_id": "subnet-1", "security_groups": [], "associate_public_ip_address": "?"}]}
			` + instance + from("null", `"t"`, `"$Latest"`), written, `
			aws_instance.i: Interfaces={aws_instance.i aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups IPv6=subnet decides Public=?aws_launch_template.t.network_interfaces[1].associate_public_ip_address SourceDestCheck
			aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups IPv6=subnet decides Public=granted SourceDestCheck`},
		{"several interfaces of which nobody knows the first", `+ aws_launch_template.t {"name": "t", "vpc_security_group_ids": [], "network_interfaces": [{"device_index": "?", "subnet_id": "subnet-1", "security_groups": []}, {"device_index": 0, "subnet_id": "subnet-1", "security_groups": []}]}
			` + instance + from("null", `"t"`, `"$Latest"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_launch_template.t.network_interfaces[0].device_index}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces[0].device_index} Groups={and ?aws_launch_template.t.network_interfaces[0].device_index} IPv6=?aws_launch_template.t.network_interfaces[0].device_index Public=?aws_launch_template.t.network_interfaces[0].device_index SourceDestCheck`},
		{"interfaces of which none is the first", iface(`{"device_index": 1, "subnet_id": "subnet-1", "security_groups": []}`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"one interface whose index is not known is the first", `+ aws_launch_template.t {"name": "t", "vpc_security_group_ids": [], "network_interfaces": [{"device_index": "?", "network_interface_id": "", "subnet_id": "subnet-1", "security_groups": [], "associate_public_ip_address": "true"}]}
			` + instance + from("null", `"t"`, `"$Latest"`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups IPv6=subnet decides Public=granted SourceDestCheck`},
		{"an interface that may be given", iface(`{"device_index": 0, "subnet_id": "subnet-1", "security_groups": [], "associate_public_ip_address": "true"}`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups IPv6=subnet decides Public=subnet may SourceDestCheck`},
		{"interfaces that are not known", `+ aws_launch_template.t {"name": "t", "vpc_security_group_ids": [], "network_interfaces": "?"}
			` + instance + from("null", `"t"`, `"$Latest"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_launch_template.t.network_interfaces}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={and ?aws_launch_template.t.network_interfaces} IPv6=?aws_launch_template.t.network_interfaces Public=?aws_launch_template.t.network_interfaces SourceDestCheck`},
		{"a template that the plan shows without interfaces", template(`"tags": {}`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"groups that are given by their names", template(`"network_interfaces": [], "security_group_names": ["web"]`) + latest, written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={and ?aws_launch_template.t.security_group_names} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"the instance goes before the template", block(`"associate_public_ip_address": "true"`) + `+ aws_instance.i {"subnet_id": "subnet-3", "vpc_security_group_ids": ["sg-3"], "associate_public_ip_address": false, "ipv6_address_count": 0, "ipv6_addresses": "?", "network_interface": [], "launch_template": [` + from(`"lt-1"`, `"t"`, `"3"`), `resource "aws_instance" "i" {
				ipv6_address_count = 0
			}`, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-3 (beyond)} Groups={sg-3 (beyond)} IPv6=refused Public=refused SourceDestCheck`},
		{"an instance that may be given interfaces, of which there may be none", block(`"associate_public_ip_address": "true"`) + strings.Replace(latest, `"network_interface": []`, `"network_interface": "?"`, 1),
			`resource "aws_instance" "i" {
				launch_template { id = "lt-1" }
				dynamic "network_interface" {
					for_each = terraform_data.x.output
					content { network_interface_id = network_interface.value }
				}
			}`, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_instance.i.network_interface} Groups={sg-2 (beyond)} IPv6=subnet decides Public=granted SourceDestCheck`},
		{"an instance that exists shows what it is itself", block(`"associate_public_ip_address": "true"`) + `= aws_instance.i {"id": "i-1", "subnet_id": "subnet-3", "vpc_security_group_ids": ["sg-3"], "public_ip": "", "ipv6_address_count": 0, "ipv6_addresses": [], "network_interface": [], "launch_template": [` + from(`"lt-1"`, `"t"`, `"3"`), "", `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-3 (beyond)} Groups={sg-3 (beyond)} IPv6=refused Public=refused SourceDestCheck`},
		{"a version that the plan does not show", iface("") + instance + from(`"lt-1"`, `"t"`, `"2"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_instance.i.launch_template[0].version}
			aws_instance.i: Subnets={and ?aws_instance.i.launch_template[0].version} Groups={and ?aws_instance.i.launch_template[0].version} IPv6=?aws_instance.i.launch_template[0].version Public=?aws_instance.i.launch_template[0].version SourceDestCheck`},
		{"the default version, which is not the latest", iface("") + instance + from(`"lt-1"`, `"t"`, `"$Default"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_instance.i.launch_template[0].version}
			aws_instance.i: Subnets={and ?aws_instance.i.launch_template[0].version} Groups={and ?aws_instance.i.launch_template[0].version} IPv6=?aws_instance.i.launch_template[0].version Public=?aws_instance.i.launch_template[0].version SourceDestCheck`},
		{"no version is the default one", iface("") + instance + from(`"lt-1"`, `"t"`, `null`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_instance.i.launch_template[0].version}
			aws_instance.i: Subnets={and ?aws_instance.i.launch_template[0].version} Groups={and ?aws_instance.i.launch_template[0].version} IPv6=?aws_instance.i.launch_template[0].version Public=?aws_instance.i.launch_template[0].version SourceDestCheck`},
		{"the default version, which is the latest", `= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 3, "default_version": 3, "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
			` + instance + from(`"lt-1"`, `"t"`, `"$Default"`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"no version, and the default one is the latest", `= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 3, "default_version": 3, "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
			` + instance + from(`"lt-1"`, `"t"`, `""`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"the latest version", iface("") + instance + from(`"lt-1"`, `"t"`, `"$Latest"`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"a template that changes: its number is another one", `~ aws_launch_template.t {"id": "lt-1", "name": "t"} {"id": "lt-1", "name": "t", "latest_version": 3, "default_version": 3, "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
			` + instance + from(`"lt-1"`, `"t"`, `"3"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_instance.i.launch_template[0].version}
			aws_instance.i: Subnets={and ?aws_instance.i.launch_template[0].version} Groups={and ?aws_instance.i.launch_template[0].version} IPv6=?aws_instance.i.launch_template[0].version Public=?aws_instance.i.launch_template[0].version SourceDestCheck`},
		{"a template that changes, and its default version with it", `~ aws_launch_template.t {"id": "lt-1", "name": "t"} {"id": "lt-1", "name": "t", "update_default_version": true, "latest_version": "?", "default_version": "?", "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
			` + instance + from(`"lt-1"`, `"t"`, `"$Default"`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"a template that changes, and not its default version", `~ aws_launch_template.t {"id": "lt-1", "name": "t"} {"id": "lt-1", "name": "t", "update_default_version": false, "latest_version": "?", "default_version": "?", "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
			` + instance + from(`"lt-1"`, `"t"`, `"$Default"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_instance.i.launch_template[0].version}
			aws_instance.i: Subnets={and ?aws_instance.i.launch_template[0].version} Groups={and ?aws_instance.i.launch_template[0].version} IPv6=?aws_instance.i.launch_template[0].version Public=?aws_instance.i.launch_template[0].version SourceDestCheck`},
		{"a template by its name", iface("") + instance + from(`""`, `"t"`, `"3"`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"a template by its name, with an id that is not known", iface("") + instance + from(`"?"`, `"t"`, `"3"`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"a template by its name, with an id that the provider writes", iface("") + instance + from(`"unknown"`, `"t"`, `"3"`), written, `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"a template by another name", iface("") + instance + from(`null`, `"other"`, `"3"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?other}
			aws_instance.i: Subnets={and ?other} Groups={and ?other} IPv6=?other Public=?other SourceDestCheck`},
		{"a template by a name that is not known", iface("") + instance + from(`null`, `"?"`, `"3"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_instance.i.launch_template[0].name}
			aws_instance.i: Subnets={and ?aws_instance.i.launch_template[0].name} Groups={and ?aws_instance.i.launch_template[0].name} IPv6=?aws_instance.i.launch_template[0].name Public=?aws_instance.i.launch_template[0].name SourceDestCheck`},
		{"a template that is not in the plan", instance + from(`"lt-9"`, `"nine"`, `"3"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?lt-9}
			aws_instance.i: Subnets={and ?lt-9} Groups={and ?lt-9} IPv6=?lt-9 Public=?lt-9 SourceDestCheck`},
		{"a template that is not known", instance + from(`"?"`, `null`, `"3"`), written, `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_instance.i.launch_template[0].id}
			aws_instance.i: Subnets={and ?aws_instance.i.launch_template[0].id} Groups={and ?aws_instance.i.launch_template[0].id} IPv6=?aws_instance.i.launch_template[0].id Public=?aws_instance.i.launch_template[0].id SourceDestCheck`},
		{"templates that are not known", `+ aws_instance.i {"subnet_id": "?", "vpc_security_group_ids": ["sg-1"], "associate_public_ip_address": true, "ipv6_address_count": 0, "ipv6_addresses": [], "network_interface": [], "launch_template": "?"}`, "", `
			aws_instance.i: Interfaces={aws_instance.i and ?aws_instance.i.launch_template}
			aws_instance.i: Subnets={[?aws_instance.i.subnet_id]} Groups={sg-1 (beyond)} IPv6=refused Public=granted SourceDestCheck`},
		{"no template", `+ aws_instance.i {"subnet_id": "subnet-1", "vpc_security_group_ids": [], "associate_public_ip_address": true, "ipv6_address_count": 0, "ipv6_addresses": [], "network_interface": [], "launch_template": []}`, "", `
			aws_instance.i: Interfaces={aws_instance.i}
			aws_instance.i: Subnets={subnet-1 (beyond)} NoGroups IPv6=refused Public=granted SourceDestCheck`},
	}, "Workloads:Interfaces", "Interfaces")
}

// TestAutoScaling: what groups launch their instances from (CMP-6).
func TestAutoScaling(t *testing.T) {
	const (
		group    = `= aws_autoscaling_group.x {"id": "x", "tag": [], "vpc_zone_identifier": ["subnet-1"], `
		template = `= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}` + "\n"
		placed   = `= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": [], "network_interfaces": [{"device_index": 0, "network_interface_id": "", "subnet_id": "subnet-2", "security_groups": ["sg-2"]}]}` + "\n"
		by       = `"launch_template": [{"id": "lt-1", "name": "t", "version": "1"}]}`
	)
	say(t, "", []saying{
		{"a template", template + group + by, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x} Template=aws_launch_template.t
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"the subnets of the group go before that of the template", placed + group + by, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x} Template=aws_launch_template.t
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} Groups={sg-2 (beyond)} IPv6=subnet decides Public=?aws_launch_template.t.network_interfaces[0].associate_public_ip_address SourceDestCheck`},
		{"the subnet of the template where the group has none", placed + `= aws_autoscaling_group.x {"id": "x", "tag": [], "vpc_zone_identifier": null, ` + by, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x} Template=aws_launch_template.t
			aws_autoscaling_group.x: Subnets={subnet-2 (beyond)} Groups={sg-2 (beyond)} IPv6=subnet decides Public=?aws_launch_template.t.network_interfaces[0].associate_public_ip_address SourceDestCheck`},
		{"no subnet at all", template + `= aws_autoscaling_group.x {"id": "x", "tag": [], "vpc_zone_identifier": [], ` + by, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x} Template=aws_launch_template.t
			aws_autoscaling_group.x: Subnets={and ?aws_launch_template.t.network_interfaces} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"subnets that nobody gives", placed + `+ aws_autoscaling_group.x {"tag": [], "vpc_zone_identifier": "?", ` + by, `resource "aws_autoscaling_group" "x" {}`, `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x} Template=aws_launch_template.t
			aws_autoscaling_group.x: Subnets={subnet-2 (beyond)} Groups={sg-2 (beyond)} IPv6=subnet decides Public=?aws_launch_template.t.network_interfaces[0].associate_public_ip_address SourceDestCheck`},
		{"a launch configuration", `= aws_launch_configuration.c {"id": "c", "name": "c", "security_groups": [], "associate_public_ip_address": false}
			` + group + `"launch_template": [], "mixed_instances_policy": [], "launch_configuration": "c"}`, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x} Template=aws_launch_configuration.c
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} NoGroups IPv6=subnet decides Public=refused SourceDestCheck`},
		{"a new launch configuration that nobody gives groups", `+ aws_launch_configuration.c {"name": "c", "security_groups": "?", "associate_public_ip_address": "?"}
			` + group + `"launch_template": [], "mixed_instances_policy": [], "launch_configuration": "c"}`, `resource "aws_launch_configuration" "c" {}`, `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x} Template=aws_launch_configuration.c
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} NoGroups IPv6=subnet decides Public=subnet decides SourceDestCheck`},
		{"a launch configuration that is not in the plan", group + `"launch_template": [], "mixed_instances_policy": [], "launch_configuration": "other"}`, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x}
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} Groups={and ?other} IPv6=?other Public=?other SourceDestCheck`},
		{"a launch configuration that is not known", `+ aws_autoscaling_group.x {"tag": [], "vpc_zone_identifier": ["subnet-1"], "launch_template": [], "mixed_instances_policy": [], "launch_configuration": "?"}`, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x}
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} Groups={and ?aws_autoscaling_group.x.launch_configuration} IPv6=?aws_autoscaling_group.x.launch_configuration Public=?aws_autoscaling_group.x.launch_configuration SourceDestCheck`},
		{"nothing", group + `"launch_template": [], "mixed_instances_policy": [], "launch_configuration": null}`, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x}
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} Groups={and ?aws_autoscaling_group.x.launch_template} IPv6=?aws_autoscaling_group.x.launch_template Public=?aws_autoscaling_group.x.launch_template SourceDestCheck`},
		{"mixed instances that are not known", `+ aws_autoscaling_group.x {"tag": [], "vpc_zone_identifier": ["subnet-1"], "launch_template": [], "mixed_instances_policy": "?"}`, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x}
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} Groups={and ?aws_autoscaling_group.x.mixed_instances_policy} IPv6=?aws_autoscaling_group.x.mixed_instances_policy Public=?aws_autoscaling_group.x.mixed_instances_policy SourceDestCheck`},
		{"mixed instances without a template", group + `"launch_template": [], "mixed_instances_policy": [{"launch_template": []}]}`, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x}
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} Groups={and ?aws_autoscaling_group.x.mixed_instances_policy[0]} IPv6=?aws_autoscaling_group.x.mixed_instances_policy[0] Public=?aws_autoscaling_group.x.mixed_instances_policy[0] SourceDestCheck`},
		{"mixed instances that name no template", group + `"launch_template": [], "mixed_instances_policy": [{"launch_template": [{"launch_template_specification": [], "override": []}]}]}`, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x}
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} Groups={and ?aws_autoscaling_group.x.mixed_instances_policy[0].launch_template[0]} IPv6=?aws_autoscaling_group.x.mixed_instances_policy[0].launch_template[0] Public=?aws_autoscaling_group.x.mixed_instances_policy[0].launch_template[0] SourceDestCheck`},
		{"mixed instances with overrides that are not known", template + `+ aws_autoscaling_group.x {"tag": [], "vpc_zone_identifier": ["subnet-1"], "launch_template": [], "mixed_instances_policy": [{"launch_template": [
			{"launch_template_specification": [{"launch_template_id": "lt-1", "launch_template_name": "t", "version": "1"}], "override": "?"}]}]}`, "", `
			aws_autoscaling_group.x: Interfaces={aws_autoscaling_group.x}
			aws_autoscaling_group.x: Subnets={subnet-1 (beyond)} Groups={and ?aws_autoscaling_group.x.mixed_instances_policy[0].launch_template[0].override} IPv6=?aws_autoscaling_group.x.mixed_instances_policy[0].launch_template[0].override Public=?aws_autoscaling_group.x.mixed_instances_policy[0].launch_template[0].override SourceDestCheck`},
	}, "Workloads", "Interfaces")
}
