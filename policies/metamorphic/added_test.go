package metamorphic_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// TestMonotoneInPlans is TestMonotone in plans: a resource more for one rule or entry,
// next to all that is there.
func TestMonotoneInPlans(t *testing.T) {
	done := map[string]int{}
	for i, s := range cases(t) {
		later := s
		switch file := planned[s.name]; {
		case file != "":
			later.name, later.files, later.plan = s.name+", applied", nil, planFile(t, file)
		case picked[s.name]:
			continue
		default:
			later = applied(t, s)
		}
		was := fatesOf(later.read(t).After)
		rng := rand.New(rand.NewPCG(*seed, uint64(i)))
		for range 4 * *rounds {
			a := randomResource(t, rng, later)
			is := fatesOf(a.with(later).read(t).After)
			less, more := was, is
			if !a.allows {
				less, more = is, was
			}
			for at := range was {
				if why := more[at].lacks(less[at]); why != "" {
					t.Errorf("%s: %v: packets from %s %s", later.name, a, at, why)
				}
				if !was[at].equal(is[at]) {
					done[a.typ+" that matters"]++
				}
			}
			done[a.typ]++
		}
	}
	t.Log(done)
	for _, typ := range []string{"aws_network_acl_rule", "aws_security_group_rule", "aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"} {
		if done[typ] < 2 || typ != "aws_vpc_security_group_ingress_rule" && done[typ+" that matters"] == 0 {
			t.Errorf("%s: %d times, %d that matter", typ, done[typ], done[typ+" that matters"])
		}
	}
}

// An added resource is one that a plan creates.
type added struct {
	typ    string
	allows bool
	values object
	// computed are the attributes that nobody sets.
	computed []string
}

func (a added) String() string { return fmt.Sprint("with ", a.typ, " ", a.values) }

// with is a subject that has the resource, too.
func (a added) with(s subject) subject {
	s = s.clone()
	unknown, expressions := object{"id": true}, object{}
	for _, name := range a.computed {
		unknown[name] = true
	}
	for name, v := range a.values {
		if v != nil {
			expressions[name] = object{"constant_value": v}
		}
	}
	s.plan["resource_changes"] = append(list(s.plan["resource_changes"]), object{
		"address": a.typ + ".more", "mode": "managed", "type": a.typ, "name": "more", "provider_name": "registry.terraform.io/hashicorp/aws",
		"change": object{"actions": []any{"create"}, "before": nil, "after": a.values, "after_unknown": unknown},
	})
	m := root(s.plan)
	m["resources"] = append(list(m["resources"]), object{
		"address": a.typ + ".more", "mode": "managed", "type": a.typ, "name": "more", "provider_config_key": "aws", "expressions": expressions, "schema_version": 0,
	})
	return s
}

// randomResource is a rule of a security group, or an entry of a network ACL with a
// number of its own.
func randomResource(t *testing.T, rng *rand.Rand, s subject) added {
	t.Helper()
	one := func(typ string) string {
		var ids []string
		for _, r := range resources(s.plan) {
			after, _ := r["change"].(object)["after"].(object)
			if id, _ := after["id"].(string); r["type"] == typ && id != "" {
				ids = append(ids, id)
			}
		}
		if len(ids) == 0 {
			return ""
		}
		return ids[rng.IntN(len(ids))]
	}
	network := s.read(t).After
	remote := randomRemote(rng, network)
	var four, six any
	if remote.Addr().Is4() {
		four = remote.String()
	} else {
		six = remote.String()
	}
	protocol, from, to := "-1", 0, 0
	switch rng.IntN(4) {
	case 0:
		protocol, from, to = "tcp", 443, 443
	case 1:
		protocol, from, to = "tcp", []int{0, 1024, 32768}[rng.IntN(3)], []int{40000, 65535}[rng.IntN(2)]
	case 2:
		protocol, from, to = "udp", 53, 53
	}
	if acl := one("aws_network_acl"); acl != "" && rng.IntN(2) == 0 {
		number := 1 + rng.IntN(300)
		for slices.Contains(numbersOf(s), number) {
			number++
		}
		action := []string{"allow", "deny"}[rng.IntN(2)]
		return added{"aws_network_acl_rule", action == "allow", object{
			"network_acl_id": acl, "rule_number": number, "egress": rng.IntN(2) == 0, "rule_action": action,
			"protocol": map[string]string{"-1": "-1", "tcp": "6", "udp": "17"}[protocol], "from_port": from, "to_port": to,
			"cidr_block": four, "ipv6_cidr_block": six, "icmp_type": nil, "icmp_code": nil,
		}, nil}
	}
	group, peer := one("aws_security_group"), any(nil)
	if rng.IntN(4) == 0 {
		four, six, peer = nil, nil, one("aws_security_group")
	}
	if rng.IntN(2) == 0 {
		single := func(block any) any {
			if block == nil {
				return nil
			}
			return []any{block}
		}
		a := added{"aws_security_group_rule", true, object{
			"security_group_id": group, "type": []string{"egress", "ingress"}[rng.IntN(2)], "protocol": protocol, "from_port": from, "to_port": to,
			"cidr_blocks": single(four), "ipv6_cidr_blocks": single(six), "prefix_list_ids": nil, "self": false,
		}, nil}
		if a.values["source_security_group_id"] = peer; peer == nil {
			delete(a.values, "source_security_group_id")
			a.computed = []string{"source_security_group_id"}
		}
		return a
	}
	values := object{
		"security_group_id": group, "ip_protocol": protocol, "from_port": from, "to_port": to,
		"cidr_ipv4": four, "cidr_ipv6": six, "prefix_list_id": nil, "referenced_security_group_id": peer,
	}
	if protocol == "-1" {
		values["from_port"], values["to_port"] = nil, nil
	}
	return added{[]string{"aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"}[rng.IntN(2)], true, values, []string{"arn", "security_group_rule_id"}}
}

// numbersOf are the numbers of the entries of all network ACLs of a plan.
func numbersOf(s subject) []int {
	var out []int
	for _, r := range resources(s.plan) {
		after, _ := r["change"].(object)["after"].(object)
		entries := append(list(after["ingress"]), list(after["egress"])...)
		for _, e := range append(entries, after) {
			if e, ok := e.(object); ok {
				for _, name := range []string{"rule_no", "rule_number"} {
					if n, err := strconv.Atoi(fmt.Sprint(e[name])); err == nil {
						out = append(out, n)
					}
				}
			}
		}
	}
	return out
}
