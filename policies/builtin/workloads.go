package builtin

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// openers are the types of workloads that are of no use where they cannot open
// connections.
var openers = words(`aws_instance aws_spot_instance_request aws_spot_fleet_request aws_ec2_fleet aws_autoscaling_group aws_batch_compute_environment
	aws_lambda_function aws_ecs_service aws_ecs_task_set aws_cloudwatch_event_target aws_scheduler_schedule aws_eks_node_group aws_eks_fargate_profile
	aws_codebuild_project aws_apprunner_vpc_connector aws_mwaa_environment`)

// databases are the types of databases.
var databases = words(`aws_db_instance aws_rds_cluster aws_rds_cluster_instance aws_docdb_cluster aws_docdb_cluster_instance aws_neptune_cluster
	aws_neptune_cluster_instance aws_redshift_cluster aws_elasticache_replication_group aws_elasticache_cluster aws_memorydb_cluster`)

// kind is the resource type of a workload.
func kind(w *reach.Workload) string {
	r, err := address.Parse(w.Address)
	if err != nil {
		return ""
	}
	return r.Type
}

// workloadEgress looks for workloads without any outbound rule.
func workloadEgress(with) policies.Check {
	return func(e *reach.Engine, _ policies.Settings) []policies.Subject {
		var out []policies.Subject
		for _, w := range e.Workloads {
			if !own(w) || !w.Parent.IsNone() || !openers[kind(w)] || len(w.Interfaces.Items) == 0 {
				continue
			}
			i, ok := w.Interfaces.Items[0].Exact()
			if !ok {
				continue
			}
			for _, at := range reach.Sources(i, nil) {
				if at.Subnet == nil || !own(at.Subnet) {
					continue
				}
				four, _ := e.DefaultRoute(at.Subnet, false)
				six, _ := e.DefaultRoute(at.Subnet, true)
				if four == nil && six == nil {
					continue
				}
				x := policies.Subject{Object: w}
				if groups := e.Shut(i, at.Subnet, true, func(*reach.SecurityGroupRule) bool { return true }); len(groups) > 0 {
					x.Fault = silent(w, groups)
				}
				out = append(out, x)
			}
		}
		return out
	}
}

// silent is a workload whose groups have no outbound rule.
func silent(w *reach.Workload, groups []*reach.SecurityGroup) *policies.Fault {
	culprit := *groups[0].At()
	if culprit.Attribute == "" {
		culprit.Attribute = "egress"
	}
	return &policies.Fault{
		Code: reach.SGHasNoRules, Culprit: &culprit,
		Message: fmt.Sprintf("%s has no egress rule at all, so %s cannot open a connection; Terraform takes away the rule that AWS gives to new groups", groups[0].At(), w.Address),
		Remedy:  fmt.Sprintf("add an egress rule for what the workload needs to %s", groups[0].At()),
	}
}

// databasePublic looks for databases in public subnets.
func databasePublic(with) policies.Check {
	return func(e *reach.Engine, _ policies.Settings) []policies.Subject {
		of := map[*reach.Subnet][]*reach.Workload{}
		public := map[*reach.Subnet]bool{}
		for _, w := range e.Workloads {
			if !own(w) || !databases[kind(w)] {
				continue
			}
			for _, r := range w.Interfaces.Items {
				i, ok := r.Exact()
				if !ok {
					continue
				}
				subnets, _ := i.Subnets.Exact()
				for _, s := range subnets {
					of[s] = append(of[s], w)
					public[s] = public[s] || i.Public.Why != nil || i.Public.Value == reach.Granted
				}
			}
		}
		var out []policies.Subject
		for _, s := range e.Subnets {
			if !own(s) || len(of[s]) == 0 && !called(s, databaseWords) || public[s] {
				continue
			}
			x := policies.Subject{Object: s}
			if c, _ := e.Class(s); c == reach.Public {
				x.Fault = exposed(e, s, of[s])
			}
			out = append(out, x)
		}
		return out
	}
}

// exposed is a public subnet with databases that are not public.
func exposed(e *reach.Engine, s *reach.Subnet, of []*reach.Workload) *policies.Fault {
	t, _ := e.Table(s)
	i := slices.IndexFunc(e.Routes, func(r *reach.Route) bool {
		target, _ := r.Target.Exact()
		_, out := target.(*reach.InternetGateway)
		return out && r.Table.Is(t)
	})
	if i < 0 {
		return nil
	}
	who := "it is called a database subnet"
	if len(of) > 0 {
		who = of[0].Address + " in it is not publicly accessible"
	}
	return &policies.Fault{
		Code: policies.Reachable, Culprit: e.Routes[i].At(),
		Message: fmt.Sprintf("%s makes %s a public subnet, and %s", e.Routes[i].At(), s.Address, who),
		Remedy:  "give the subnet a route table of its own, without a route to an internet gateway",
	}
}

// privateIPv6 looks for private subnets that IPv6 leaves through an internet gateway.
func privateIPv6(with) policies.Check {
	return func(e *reach.Engine, _ policies.Settings) []policies.Subject {
		var out []policies.Subject
		for _, s := range e.Subnets {
			if !own(s) || six.none(s) || four.none(s) {
				continue
			}
			c, why := e.Class(s)
			r, _ := e.DefaultRoute(s, true)
			if why != nil || !c.Is(reach.Private) || r == nil {
				continue
			}
			x := policies.Subject{Object: s}
			target, _ := r.Target.Exact()
			if gw, is := target.(*reach.InternetGateway); is {
				x.Fault = &policies.Fault{
					Code: reach.InboundOpen, Culprit: r.At(),
					Message: fmt.Sprintf("%s sends IPv6 of %s, a private subnet, to %s: hosts on the internet can begin connections to it, and only security groups and network ACLs stand in their way", r.At(), s.Address, gw.Address),
					Remedy:  "route ::/0 to an egress-only internet gateway",
				}
			}
			out = append(out, x)
		}
		return out
	}
}
