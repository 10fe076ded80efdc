package aws_test

import (
	"net/netip"
	"testing"
)

// TestPublicAddresses: an Elastic IP goes with one private address of its interface,
// the primary one unless another is named (PUB-3).
func TestPublicAddresses(t *testing.T) {
	const (
		eni  = `= aws_network_interface.n {"id": "eni-1", "subnet_id": "subnet-1", "private_ip": "10.0.0.60", "private_ips": ["10.0.0.61", "10.0.0.60"]}` + "\n"
		made = `+ aws_network_interface.n {"subnet_id": "subnet-1", "private_ips": ["10.0.0.61", "10.0.0.60"], "private_ip": "?", "private_ip_list": "?"}` + "\n"
		one  = `+ aws_network_interface.n {"subnet_id": "subnet-1", "private_ips": ["10.0.0.61"], "private_ip": "?", "private_ip_list": "?"}` + "\n"
		ids  = `"id": "eipassoc-1", "allocation_id": "eipalloc-1", "network_interface_id": "eni-1"`
	)
	for _, tt := range []struct {
		name    string
		plan    string
		sources string
		primary string
		names   string
		with    string
	}{
		{"the primary one", eni + `= aws_eip_association.a {` + ids + `}`, "", "10.0.0.60", "aws_network_interface.n", ""},
		{"the primary one, named", eni + `= aws_eip_association.a {` + ids + `, "private_ip_address": "10.0.0.60"}`, "", "10.0.0.60", "aws_network_interface.n", "10.0.0.60"},
		{"another one", eni + `= aws_eip_association.a {` + ids + `, "private_ip_address": "10.0.0.61"}`, "", "10.0.0.60", "aws_network_interface.n", "10.0.0.61"},
		{"another one, of the Elastic IP itself", eni + `= aws_eip.e {"id": "eipalloc-1", "network_interface": "eni-1", "instance": "", "associate_with_private_ip": "10.0.0.61"}`, "",
			"10.0.0.60", "aws_network_interface.n", "10.0.0.61"},
		{"one that it is not known to have", eni + `= aws_eip_association.a {` + ids + `, "private_ip_address": "10.0.0.9"}`, "", "10.0.0.60", "unknown", ""},
		{"of which the primary one is not known", made + `+ aws_eip_association.a {"allocation_id": "eipalloc-1", "private_ip_address": "10.0.0.61", "network_interface_id": "?"}`,
			`
			resource "aws_network_interface" "n" {}
			resource "aws_eip_association" "a" { network_interface_id = aws_network_interface.n.id }`, "invalid IP", "aws_network_interface.n", "10.0.0.61"},
		{"the only one", one + `+ aws_eip_association.a {"allocation_id": "eipalloc-1", "private_ip_address": "10.0.0.61", "network_interface_id": "?"}`,
			`
			resource "aws_network_interface" "n" {}
			resource "aws_eip_association" "a" { network_interface_id = aws_network_interface.n.id }`, "10.0.0.61", "aws_network_interface.n", ""},
		{"of an instance", `
			= aws_instance.i {"id": "i-1", "subnet_id": "subnet-1", "private_ip": "10.0.0.5", "secondary_private_ips": ["10.0.0.6"]}
			= aws_eip.e {"id": "eipalloc-1", "network_interface": "", "instance": "i-1", "associate_with_private_ip": "10.0.0.6"}`, "", "10.0.0.5", "aws_instance.i", "10.0.0.6"},
		{"of an instance whose primary one AWS picks", `
			+ aws_instance.i {"subnet_id": "subnet-1", "secondary_private_ips": ["10.0.0.6"], "private_ip": "?"}
			+ aws_eip.e {"associate_with_private_ip": null, "network_interface": null, "instance": "?"}`,
			`
			resource "aws_instance" "i" {}
			resource "aws_eip" "e" { instance = aws_instance.i.id }`, "invalid IP", "aws_instance.i", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := after(t, tt.plan, tt.sources)
			if got := n.Interfaces[0].Primary.String(); got != tt.primary {
				t.Errorf("primary address %s, want %s", got, tt.primary)
			}
			if len(n.PublicAddresses) != 1 {
				t.Fatalf("%d public addresses", len(n.PublicAddresses))
			}
			var with netip.Addr
			if tt.with != "" {
				with = netip.MustParseAddr(tt.with)
			}
			if a := n.PublicAddresses[0]; named(a.Interface) != tt.names || a.Private != with {
				t.Errorf("with %s of %s, want %s of %s", a.Private, named(a.Interface), with, tt.names)
			}
		})
	}
}
