package metamorphic_test

import (
	"fmt"
	"net/netip"
	"testing"
)

// TestHalved: a block of addresses in a rule of a security group is as much as its two
// halves, both in one list, or the second one in a rule that is a resource of its own.
func TestHalved(t *testing.T) {
	n := tally{}
	halves, apart := 0, 0
	for _, s := range append(cases(t), subjects(t, "../../testdata/alike/groups/*/plan.json")...) {
		less := s.without()
		is, count := halved(less)
		same(t, is.name, base(t, less), is.judge(t), culprits, nil)
		halves += count
		if picked[s.name] {
			continue
		}
		later := applied(t, s)
		is, count = mixed(later)
		same(t, is.name, base(t, later), is.judge(t), codes, nil)
		apart += count
		n.add(base(t, later))
	}
	if halves < 20 || apart < 10 {
		t.Errorf("%d blocks in halves, %d in rules of their own", halves, apart)
	}
	n.enough(t)
}

// blockLists are the attributes of a rule that hold blocks of addresses.
var blockLists = []string{"cidr_blocks", "ipv6_cidr_blocks"}

// halved is a subject in which the rules of groups have two halves of each block, and
// how many blocks these were.
func halved(s subject) (subject, int) {
	s = s.clone()
	s.name += ", in halves"
	count := 0
	for _, c := range resources(s.plan) {
		rules := groupBlocks(c)
		if c["type"] == "aws_security_group_rule" {
			rules = map[string][]any{"": {c["change"].(object)["after"]}}
		}
		for _, blocks := range rules {
			for _, b := range blocks {
				for _, name := range blockLists {
					b, _ := b.(object)
					if seconds := halve(b, name); len(seconds) > 0 {
						b[name] = append(seconds, list(b[name])...)
						count += len(seconds)
					}
				}
			}
		}
	}
	return s, count
}

// groupBlocks are the rules that a security group shows, by their direction.
func groupBlocks(resource object) map[string][]any {
	if resource["type"] != "aws_security_group" && resource["type"] != "aws_default_security_group" {
		return nil
	}
	after, _ := resource["change"].(object)["after"].(object)
	return map[string][]any{"ingress": list(after["ingress"]), "egress": list(after["egress"])}
}

// halve leaves of each block in a list the first half, and is the others.
func halve(of object, name string) (seconds []any) {
	blocks := list(of[name])
	for i, v := range blocks {
		text, _ := v.(string)
		p, err := netip.ParsePrefix(text)
		if err != nil || p.IsSingleIP() {
			continue
		}
		middle := p.Masked().Addr().AsSlice()
		middle[p.Bits()/8] |= 0x80 >> (p.Bits() % 8)
		second, _ := netip.AddrFromSlice(middle)
		blocks[i] = netip.PrefixFrom(p.Masked().Addr(), p.Bits()+1).String()
		seconds = append(seconds, netip.PrefixFrom(second, p.Bits()+1).String())
	}
	return seconds
}

// mixed is a subject after apply in which the second halves of the blocks that groups
// show are those of rules that are resources (SG-18), and how many these are.
func mixed(s subject) (subject, int) {
	s = s.clone()
	s.name += ", with half of each block in a rule of its own"
	var rules []any
	for _, c := range resources(s.plan) {
		for direction, blocks := range groupBlocks(c) {
			for _, b := range blocks {
				b := b.(object)
				for _, name := range blockLists {
					for _, second := range halve(b, name) {
						rule := only(b, "protocol", "from_port", "to_port")
						rule["type"], rule["security_group_id"] = direction, c["change"].(object)["after"].(object)["id"]
						rule[name] = []any{second}
						rules = append(rules, ruleOf(rule, len(rules)))
					}
				}
			}
		}
	}
	s.plan["resource_changes"] = append(list(s.plan["resource_changes"]), rules...)
	return s, len(rules)
}

// ruleOf is a rule that is there already, as a resource.
func ruleOf(values object, number int) object {
	name := fmt.Sprintf("half%d", number)
	values["id"] = "sgrule-" + name
	return object{
		"address": "aws_security_group_rule." + name, "mode": "managed", "type": "aws_security_group_rule", "name": name,
		"provider_name": "registry.terraform.io/hashicorp/aws",
		"change":        object{"actions": []any{"no-op"}, "before": values, "after": values},
	}
}
