package aws_test

import (
	"strings"
	"testing"
)

// TestKubernetes: control planes, nodes and pods (CMP-3).
func TestKubernetes(t *testing.T) {
	const (
		made  = `+ aws_eks_cluster.c {"name": "c", "vpc_config": [{"subnet_ids": ["subnet-a", "subnet-b"], "security_group_ids": ["sg-1"], "cluster_security_group_id": "?"}]}` + "\n"
		there = `= aws_eks_cluster.c {"id": "c", "name": "c", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": [], "cluster_security_group_id": "sg-9"}]}` + "\n"
		lt    = `= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 1, "default_version": 1, `
		by    = `"launch_template": [{"id": "lt-1", "name": "t", "version": "1"}]`
	)
	for _, tt := range []struct{ name, plan, of, want string }{
		{"control plane", made, "aws_eks_cluster.c",
			"in aws_subnet.a aws_subnet.b, groups aws_security_group.g aws_eks_cluster.c.cluster_security_group, public no, IPv6 perhaps by subnet, assumed"},
		{"control plane that is there", there, "aws_eks_cluster.c",
			"in aws_subnet.a, groups aws_eks_cluster.c.cluster_security_group, public no, IPv6 perhaps by subnet, assumed"},
		{"whose group the plan has", there + `= aws_security_group.k {"id": "sg-9", "vpc_id": "vpc-1"}`, "aws_eks_cluster.c",
			"in aws_subnet.a, groups aws_security_group.k, public no, IPv6 perhaps by subnet, assumed"},
		{"whose group is not shown", strings.Replace(there, `"sg-9"`, "null", 1), "aws_eks_cluster.c",
			"in aws_subnet.a, groups ?aws_eks_cluster.c.vpc_config[0].cluster_security_group_id, public no, IPv6 perhaps by subnet, assumed"},
		{"with nodes of its own", strings.Replace(made, `"name"`, `"compute_config": [{"enabled": true}], "name"`, 1), "aws_eks_cluster.c",
			"in aws_subnet.a aws_subnet.b, groups aws_security_group.g aws_eks_cluster.c.cluster_security_group, public no, IPv6 perhaps by subnet, assumed; and interfaces ?aws_eks_cluster.c.compute_config[0].enabled"},
		{"of which nothing is known", `+ aws_eks_cluster.c {"name": "c", "vpc_config": "?"}`, "aws_eks_cluster.c",
			"in ?aws_eks_cluster.c.vpc_config, groups aws_eks_cluster.c.cluster_security_group ?aws_eks_cluster.c.vpc_config, public no, IPv6 perhaps by subnet, assumed"},
		{"nodes", made + `+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], "launch_template": [], "remote_access": []}`, "aws_eks_node_group.n",
			"in aws_subnet.a, groups aws_eks_cluster.c.cluster_security_group, public by subnet, IPv6 by subnet"},
		{"nodes with remote access", made + `+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], "launch_template": [], "remote_access": [{"source_security_group_ids": []}]}`, "aws_eks_node_group.n",
			"in aws_subnet.a, groups aws_eks_cluster.c.cluster_security_group ?aws_eks_node_group.n.remote_access, public by subnet, IPv6 by subnet"},
		{"nodes of a template without groups", made + lt + `"vpc_security_group_ids": [], "network_interfaces": []}
			+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], ` + by + `}`, "aws_eks_node_group.n",
			"in aws_subnet.a, groups aws_eks_cluster.c.cluster_security_group, public by subnet, IPv6 by subnet"},
		{"nodes of a template with groups", made + lt + `"vpc_security_group_ids": ["sg-2"], "network_interfaces": []}
			+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], ` + by + `}`, "aws_eks_node_group.n",
			"in aws_subnet.a, groups aws_security_group.h, public by subnet, IPv6 by subnet"},
		{"nodes of a template with an interface", made + lt + `"vpc_security_group_ids": [], "network_interfaces": [{"device_index": 0, "network_interface_id": "", "associate_public_ip_address": "true", "security_groups": ["sg-2"]}]}
			+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], ` + by + `}`, "aws_eks_node_group.n",
			"in aws_subnet.a, groups aws_security_group.h, public yes, IPv6 by subnet"},
		{"nodes of a cluster beyond the plan", `+ aws_eks_node_group.n {"cluster_name": "other", "subnet_ids": ["?"], "launch_template": [], "remote_access": []}`, "aws_eks_node_group.n",
			"in ?aws_eks_node_group.n.subnet_ids[0], groups ?other, public by subnet, IPv6 by subnet"},
		{"nodes of a cluster that is not known", `+ aws_eks_node_group.n {"cluster_name": "?", "subnet_ids": ["subnet-a"], "launch_template": [], "remote_access": []}`, "aws_eks_node_group.n",
			"in aws_subnet.a, groups ?aws_eks_node_group.n.cluster_name, public by subnet, IPv6 by subnet"},
		{"nodes of a cluster that a data source reads", `< data.aws_eks_cluster.c {"id": "c", "name": "c", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": [], "cluster_security_group_id": "sg-1"}]}
			+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], "launch_template": [], "remote_access": []}`, "aws_eks_node_group.n",
			"in aws_subnet.a, groups aws_security_group.g, public by subnet, IPv6 by subnet"},
		{"pods on Fargate", made + `+ aws_eks_fargate_profile.f {"cluster_name": "c", "subnet_ids": ["subnet-a"]}`, "aws_eks_fargate_profile.f",
			"in aws_subnet.a, groups aws_eks_cluster.c.cluster_security_group, public no, IPv6 perhaps by subnet"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net, _ := build(t, place+tt.plan, "")
			if got := workload(net, tt.of); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestClusterGroup: the group that EKS makes has rules of its own, and those that
// the plan gives it by its id.
func TestClusterGroup(t *testing.T) {
	const rule = `"type": "ingress", "protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.9.0.0/16"], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "self": false`
	for _, tt := range []struct{ name, plan, tf, want string }{
		{"that is made", `+ aws_eks_cluster.c {"name": "c", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": null, "cluster_security_group_id": "?", "vpc_id": "?"}]}
			+ aws_security_group_rule.r {"security_group_id": "?", ` + rule + `}`, `
			resource "aws_eks_cluster" "c" {
				name = "c"
				vpc_config { subnet_ids = ["subnet-a"] }
			}
			resource "aws_security_group_rule" "r" {
				security_group_id = aws_eks_cluster.c.vpc_config[0].cluster_security_group_id
				type              = "ingress"
				protocol          = "tcp"
				from_port         = 443
				to_port           = 443
				cidr_blocks       = ["10.9.0.0/16"]
			}`, "aws_security_group_rule.r in 10.9.0.0/16; aws_eks_cluster.c.cluster_security_group in; aws_eks_cluster.c.cluster_security_group out 0.0.0.0/0"},
		{"that is there", `= aws_eks_cluster.c {"id": "c", "name": "c", "kubernetes_network_config": [{"ip_family": "ipv6"}], "vpc_config": [{"subnet_ids": ["subnet-a"], "cluster_security_group_id": "sg-9"}]}
			= aws_security_group_rule.r {"id": "r", "security_group_id": "sg-9", ` + rule + `}`, "",
			"aws_security_group_rule.r in 10.9.0.0/16; aws_eks_cluster.c.cluster_security_group in; aws_eks_cluster.c.cluster_security_group out 0.0.0.0/0 ::/0; assumed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net, _ := build(t, place+tt.plan, tt.tf)
			var out []string
			for _, g := range net.SecurityGroups {
				if g.Attribute != "cluster_security_group" {
					continue
				}
				for _, r := range net.SecurityGroupRules {
					if !r.Group.Is(g) {
						continue
					}
					words := []string{r.At().String(), "in"}
					if r.Egress {
						words[1] = "out"
					}
					for _, p := range r.Prefixes {
						words = append(words, p.String())
					}
					out = append(out, strings.Join(words, " "))
				}
				if g.Assumed != "" {
					out = append(out, "assumed")
				}
				if v, ok := g.VPC.Exact(); !ok || v.Address != "aws_vpc.v" {
					t.Errorf("in %+v", g.VPC)
				}
			}
			if got := strings.Join(out, "; "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
