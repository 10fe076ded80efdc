package aws_test

import "testing"

// TestTasks: ECS tasks get public addresses only on Fargate (CMP-2).
func TestTasks(t *testing.T) {
	config := func(assign string) string {
		return `"network_configuration": [{"subnets": ["subnet-a"], "security_groups": ["sg-1"], "assign_public_ip": ` + assign + `}]`
	}
	const in = "in aws_subnet.a, groups aws_security_group.g, "
	for _, tt := range []struct{ name, plan, of, want string }{
		{"M37 Fargate that asks", `+ aws_ecs_service.s {"launch_type": "FARGATE", "capacity_provider_strategy": [], ` + config("true") + `}`,
			"aws_ecs_service.s", in + "public yes, IPv6 no"},
		{"M37 Fargate that does not", `+ aws_ecs_service.s {"launch_type": "FARGATE", "capacity_provider_strategy": [], ` + config("false") + `}`,
			"aws_ecs_service.s", in + "public no, IPv6 no"},
		{"M36 instances", `+ aws_ecs_service.s {"launch_type": "EC2", "capacity_provider_strategy": [], ` + config("true") + `}`,
			"aws_ecs_service.s", in + "public no, IPv6 no"},
		{"outside AWS", `+ aws_ecs_service.s {"launch_type": "EXTERNAL", "capacity_provider_strategy": [], "network_configuration": []}`,
			"aws_ecs_service.s", "interfaces ?aws_ecs_service.s.launch_type"},
		{"without a configuration", `+ aws_ecs_service.s {"launch_type": "EC2", "capacity_provider_strategy": [], "network_configuration": []}`,
			"aws_ecs_service.s", "interfaces ?aws_ecs_service.s.network_configuration"},
		{"by providers of Fargate", `+ aws_ecs_service.s {"launch_type": "?", "capacity_provider_strategy": [{"capacity_provider": "FARGATE"}, {"capacity_provider": "FARGATE_SPOT"}], ` + config("true") + `}`,
			"aws_ecs_service.s", in + "public yes, IPv6 no"},
		{"by a provider of instances", `+ aws_ecs_service.s {"launch_type": "?", "capacity_provider_strategy": [{"capacity_provider": "mine"}], ` + config("true") + `}`,
			"aws_ecs_service.s", in + "public no, IPv6 no"},
		{"by both", `+ aws_ecs_service.s {"launch_type": "", "capacity_provider_strategy": [{"capacity_provider": "mine"}, {"capacity_provider": "FARGATE"}], ` + config("true") + `}`,
			"aws_ecs_service.s", in + "public ?aws_ecs_service.s.capacity_provider_strategy, IPv6 no"},
		{"by a provider that is not known", `+ aws_ecs_service.s {"launch_type": "", "capacity_provider_strategy": [{"capacity_provider": "?"}], ` + config("true") + `}`,
			"aws_ecs_service.s", in + "public ?aws_ecs_service.s.capacity_provider_strategy[0].capacity_provider, IPv6 no"},
		{"by the cluster", `+ aws_ecs_service.s {"launch_type": "?", "capacity_provider_strategy": [], ` + config("true") + `}`,
			"aws_ecs_service.s", in + "public ?aws_ecs_service.s.launch_type, IPv6 no"},
		{"by the cluster, where it does not matter", `+ aws_ecs_service.s {"launch_type": "?", "capacity_provider_strategy": [], ` + config("false") + `}`,
			"aws_ecs_service.s", in + "public no, IPv6 no"},
		{"unknown whether it asks", `+ aws_ecs_service.s {"launch_type": "FARGATE", ` + config(`"?"`) + `}`,
			"aws_ecs_service.s", in + "public ?aws_ecs_service.s.network_configuration[0].assign_public_ip, IPv6 no"},
		{"no groups, and a subnet with IPv6", `+ aws_ecs_task_set.s {"launch_type": "FARGATE", "network_configuration": [{"subnets": ["subnet-six"], "security_groups": [], "assign_public_ip": null}]}`,
			"aws_ecs_task_set.s", "in aws_subnet.six, default group, public no, IPv6 ?aws_ecs_task_set.s"},
		{"unknown subnets", `+ aws_ecs_service.s {"launch_type": "FARGATE", "network_configuration": [{"subnets": "?", "security_groups": ["sg-1", "?"], "assign_public_ip": false}]}`,
			"aws_ecs_service.s", "in ?aws_ecs_service.s.network_configuration[0].subnets, groups aws_security_group.g ?aws_ecs_service.s.network_configuration[0].security_groups[1], public no, IPv6 ?aws_ecs_service.s.network_configuration[0].subnets"},
		{"an event that runs a task", `+ aws_cloudwatch_event_target.e {"ecs_target": [{"launch_type": "FARGATE", ` + config("true") + `}]}`,
			"aws_cloudwatch_event_target.e", in + "public yes, IPv6 no"},
		{"an event that runs none", `+ aws_cloudwatch_event_target.e {"ecs_target": []}`, "aws_cloudwatch_event_target.e", ""},
		{"a schedule", `+ aws_scheduler_schedule.e {"target": [{"ecs_parameters": [{"launch_type": "EC2", ` + config("true") + `}]}]}`,
			"aws_scheduler_schedule.e", in + "public no, IPv6 no"},
		{"words for it: it asks", `+ aws_ecs_service.s {"launch_type": "FARGATE", ` + config(`"ENABLED"`) + `}`, "aws_ecs_service.s", in + "public yes, IPv6 no"},
		{"words for it: it does not", `+ aws_ecs_service.s {"launch_type": "FARGATE", ` + config(`"DISABLED"`) + `}`, "aws_ecs_service.s", in + "public no, IPv6 no"},
		{"other words", `+ aws_ecs_service.s {"launch_type": "FARGATE", ` + config(`"PERHAPS"`) + `}`, "aws_ecs_service.s", in + "public ?aws_ecs_service.s.network_configuration[0].assign_public_ip, IPv6 no"},
		{"a schedule of something else", `+ aws_scheduler_schedule.e {"target": [{"ecs_parameters": []}]}`, "aws_scheduler_schedule.e", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net, _ := build(t, place+tt.plan, "")
			if got := workload(net, tt.of); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
