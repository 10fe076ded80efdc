package aws

import (
	"fmt"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// groups makes the security groups. One that adopts the default group of a VPC
// takes its place, without the rules that AWS put there (SG-15, PLAN-7).
func (b *builder) groups() {
	for _, r := range b.of("aws_security_group") {
		if b.alias(r, "id") {
			continue
		}
		g := &reach.SecurityGroup{Origin: r.origin()}
		// A data source does not show the rules.
		g.Beyond = r.Data
		b.net.SecurityGroups = append(b.net.SecurityGroups, g)
		b.name(r, "id", g)
	}
	for _, r := range b.of("aws_default_security_group") {
		g := &reach.SecurityGroup{Origin: r.origin()}
		b.net.SecurityGroups = append(b.net.SecurityGroups, g)
		b.name(r, "id", g)
		vpc := ref(b, r, r.Get("vpc_id"), vpcKind)
		for _, v := range b.net.VPCs {
			current, ok := v.DefaultGroup.Exact()
			switch {
			case !ok && v.DefaultGroup.IsNone() && v.Partial && vpc.Is(v):
				v.DefaultGroup = reach.To(g)
			case !ok:
			case vpc.Is(v):
				v.DefaultGroup = reach.To(g)
				b.objects[resolve.Symbol{Resource: v.Address, Attribute: "default_security_group_id"}] = g
			case vpc.Why != nil && vpc.May(v):
				// Likewise as in adopt.
				v.DefaultGroup = reach.Perhaps(vpc.Why, current, g)
			}
		}
	}
}

// permission is what AWS tells rules of a group apart by: a group has each one
// once, whichever resource made it.
type permission struct {
	egress   bool
	protocol string
	from, to int
	peer     string
}

// permissions are the rules that a block or a rule resource of the group with the
// id own stands for. A rule that names its own group is one with self (SG-12).
func permissions(v planjson.Value, egress bool, own string) []permission {
	p := permission{egress: egress}
	for _, name := range []string{"protocol", "ip_protocol"} {
		if t := v.Get(name).Text; t != "" {
			p.protocol = strings.ToLower(t)
			if ps, err := protocols(v.Get(name)); err == nil {
				p.protocol = ps.String()
			}
		}
	}
	if p.protocol != packet.AnyProtocol().String() {
		p.from, _ = v.Get("from_port").Int()
		p.to, _ = v.Get("to_port").Int()
	}
	var out []permission
	add := func(peer string) {
		if peer != "" {
			p.peer = selfOr(peer, own)
			out = append(out, p)
		}
	}
	for _, name := range []string{"cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"} {
		for _, i := range v.Get(name).Items {
			add(i.Text)
		}
	}
	for _, name := range []string{"cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id", "source_security_group_id"} {
		add(v.Get(name).Text)
	}
	if self, _ := v.Get("self").Bool(); self {
		add("self")
	}
	return out
}

// selfOr is the peer of a permission: "self" for the group that has it.
func selfOr(peer, own string) string {
	if peer == own {
		return "self"
	}
	return peer
}

// ownRules is what a plan says of the rules of one group.
type ownRules struct {
	// fixed are those that rule resources hold, and that they held before.
	fixed map[permission]bool
	// lost are those that a deleted or changed rule resource had.
	lost map[permission]bool
}

// rules makes the rules of security groups. The rules that a group shows are
// also copies of what rule resources made (PLAN-3):
//
//   - What a deleted rule resource, or one that changes, had before is gone.
//   - What the group itself takes away in this plan is gone even if a rule
//     resource holds it, until the next plan (SG-18). It may take away what it
//     showed where some of what it has after is not known. A default group that is
//     adopted takes away everything, and perhaps what this plan makes (cleared).
func (b *builder) rules() {
	own := map[*reach.SecurityGroup]*ownRules{}
	of := func(g *reach.SecurityGroup) *ownRules {
		if own[g] == nil {
			own[g] = &ownRules{map[permission]bool{}, map[permission]bool{}}
		}
		return own[g]
	}
	for _, was := range b.former(singleRules...) {
		if g, ok := ref(b, was, was.Get("security_group_id"), groupKind).Exact(); ok {
			for _, p := range permissions(was.Value(), egressOf(was.Type, was.Value()), was.Value().Get("security_group_id").Text) {
				of(g).lost[p] = true
			}
		}
	}
	taken := map[*reach.SecurityGroup]taking{}
	var shown []resource
	for _, r := range b.of("aws_security_group", "aws_default_security_group") {
		g, ok := object[*reach.SecurityGroup](b, r, "id")
		if !ok {
			continue
		}
		g.VPC = ref(b, r, r.Get("vpc_id"), vpcKind)
		if !r.Data {
			shown = append(shown, r)
		}
	}
	b.adopted = b.adoptedGroups()
	for _, r := range shown {
		g, _ := object[*reach.SecurityGroup](b, r, "id")
		b.groupRules(r, g, of(g).lost)
		if b.side == After && r.change == reach.Update {
			taken[g] = takenAway(r)
		}
	}
	for _, r := range b.of(singleRules...) {
		b.ruleResource(r, taken)
	}
}

// singleRules are the resource types of single rules.
var singleRules = []string{"aws_security_group_rule", "aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"}

// taking is the permissions that a group takes away.
type taking struct {
	certain map[permission]bool
	// perhaps are those that it may take away, and why.
	perhaps map[permission]*reach.Unknown
}

// takenAway is the permissions that a group shows before apply and not after.
func takenAway(r resource) taking {
	out := taking{certain: map[permission]bool{}, perhaps: map[permission]*reach.Unknown{}}
	own := r.Get("id").Value().Text
	for _, name := range []string{"ingress", "egress"} {
		stay := map[permission]bool{}
		after := r.Get(name)
		for _, v := range after.Value().Items {
			for _, p := range permissions(v, name == "egress", own) {
				stay[p] = true
			}
		}
		for _, v := range r.Before.Get(name).Items {
			for _, p := range permissions(v, name == "egress", own) {
				switch {
				case stay[p]:
				case after.IsKnown():
					out.certain[p] = true
				default:
					out.perhaps[p] = r.unknown(after, "")
				}
			}
		}
	}
	return out
}

func egressOf(typ string, v planjson.Value) bool {
	return typ == "aws_vpc_security_group_egress_rule" || typ == "aws_security_group_rule" && v.Get("type").Text == "egress"
}

// groupRules reads the rules that a group shows. A new group whose blocks nobody
// writes has none: the provider takes away the rule that AWS makes (SG-16). An
// old one keeps those it has (SG-17).
func (b *builder) groupRules(r resource, g *reach.SecurityGroup, lost map[permission]bool) {
	for _, name := range []string{"ingress", "egress"} {
		egress := name == "egress"
		list := r.Get(name)
		items, reason := b.blockList(r, list)
		if reason != "" {
			b.net.SecurityGroupRules = append(b.net.SecurityGroupRules, &reach.SecurityGroupRule{
				Origin: r.part(list), Group: reach.To(g), Egress: egress, Traffic: reach.AnyTraffic(), Why: r.unknown(list, reason),
			})
		}
		for _, i := range items {
			rule := &reach.SecurityGroupRule{Origin: r.part(i), Group: reach.To(g), Egress: egress}
			b.traffic(r, i, rule, "protocol")
			b.peers(r, i, rule, g, losses{lost, r.Get("id").Value().Text})
			b.addRule(rule, lost)
		}
	}
}

// ruleResource reads a rule of its own.
func (b *builder) ruleResource(r resource, taken map[*reach.SecurityGroup]taking) {
	rule := &reach.SecurityGroupRule{Origin: r.origin(), Egress: egressOf(r.Type, r.Value())}
	rule.Group = ref(b, r, r.Get("security_group_id"), groupKind)
	g, _ := rule.Group.Exact()
	own := r.Get("security_group_id").Value().Text
	clears, adopted := b.adopted[g]
	var lost map[permission]bool
	if r.change == reach.NoChange {
		if adopted {
			return
		}
		lost = taken[g].certain
		for _, p := range permissions(r.Value(), rule.Egress, own) {
			if rule.TrafficWhy == nil {
				rule.TrafficWhy = taken[g].perhaps[p]
			}
		}
	} else if adopted {
		if why := r.cleared(r.Get("security_group_id"), clears.by); why != nil {
			rule.Group = reach.Perhaps(why, g).In(r.place)
		}
	}
	if r.Type == "aws_security_group_rule" {
		b.traffic(r, r.Attr, rule, "protocol")
		if typ := r.Get("type"); !typ.IsKnown() {
			fail(&rule.TrafficWhy, r, typ, "")
		}
	} else {
		b.traffic(r, r.Attr, rule, "ip_protocol")
	}
	b.peers(r, r.Attr, rule, g, losses{lost, own})
	b.addRule(rule, lost)
	if r.Type == "aws_security_group_rule" && !r.Get("type").IsKnown() {
		// Which direction it has is open, so it may be either.
		other := *rule
		other.Egress = true
		b.addRule(&other, lost)
	}
}

// addRule adds a rule, unless all that it allows is lost.
func (b *builder) addRule(rule *reach.SecurityGroupRule, lost map[permission]bool) {
	if len(lost) > 0 && len(rule.Prefixes)+len(rule.Peers.Items)+len(rule.Lists.Items) == 0 && rule.Peers.Why == nil && rule.Why == nil {
		return
	}
	b.net.SecurityGroupRules = append(b.net.SecurityGroupRules, rule)
}

// fail notes why something about a rule cannot be read; the first reason stays.
func fail(why **reach.Unknown, r resource, a resolve.Attr, reason string) {
	if *why == nil {
		*why = r.unknown(a, reason)
	}
}

// traffic reads protocol and ports (SG-6 to SG-8).
func (b *builder) traffic(r resource, a resolve.Attr, rule *reach.SecurityGroupRule, name string) {
	rule.Traffic = reach.AnyTraffic()
	at := a.Get(name)
	if !at.IsKnown() {
		fail(&rule.TrafficWhy, r, at, "")
		return
	}
	ps, err := protocols(at.Value())
	if err != nil {
		fail(&rule.TrafficWhy, r, at, err.Error())
		return
	}
	rule.Traffic.Protocols = ps
	p, _ := ps.First()
	read := portRange
	from, to := a.Get("from_port"), a.Get("to_port")
	set := func(v resolve.Attr) bool { t := v.Value().Text; return t != "" && t != "0" && t != "-1" }
	every := from.Value().Text == "0" && to.Value().Text == "65535"
	written := (set(from) || set(to)) && !every
	switch {
	case ps.IsAny() || !p.HasPorts() && !p.IsICMP():
		if written {
			rule.Wider = fmt.Sprintf("ports %s-%s are written, but protocol %s has all of them open", from.Value().Text, to.Value().Text, at.Value().Text)
		}
		return
	case p.IsICMP():
		read = ruleTypes
	}
	for _, v := range []resolve.Attr{from, to} {
		if !v.IsKnown() {
			fail(&rule.TrafficWhy, r, v, "")
			return
		}
	}
	if rule.Ports, err = read(from.Value(), to.Value()); err != nil {
		fail(&rule.TrafficWhy, r, from, err.Error())
		rule.Ports = packet.AnyPort()
	}
}

// ruleTypes reads ICMP type and code of a group's rule. A rule for ICMPv6
// without them has all (SG-8).
func ruleTypes(from, to planjson.Value) (packet.Ports, error) {
	if from.IsEmpty() && to.IsEmpty() {
		return packet.AnyPort(), nil
	}
	if to.IsEmpty() {
		to = planjson.Value{Kind: planjson.Number, Text: "-1"}
	}
	if t, _ := from.Int(); t == -1 && to.Text != "-1" {
		return packet.Ports{}, fmt.Errorf("ICMP code %q without a type", to.Text)
	}
	return icmpTypes(from, to)
}

// peerAttributes say what a rule allows traffic with.
var peerAttributes = []string{
	"cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups", "self",
	"cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id", "source_security_group_id",
}

// losses are permissions that a rule shows and that are gone, and the id of the
// group that had them.
type losses struct {
	lost map[permission]bool
	own  string
}

// peers reads what a rule says of the other side, less what is lost.
func (b *builder) peers(r resource, a resolve.Attr, rule *reach.SecurityGroupRule, g *reach.SecurityGroup, l losses) {
	base := permission{egress: rule.Egress}
	if len(l.lost) > 0 {
		one := permissions(a.Value(), rule.Egress, l.own)
		if len(one) > 0 {
			base = one[0]
		}
	}
	shown := false
	for _, name := range peerAttributes {
		shown = shown || a.Get(name).Value().Kind != planjson.Absent
	}
	if !shown {
		fail(&rule.Why, r, a, "the plan does not show the other side")
	}
	isLost := func(peer string) bool {
		base.peer = selfOr(peer, l.own)
		return peer != "" && l.lost[base]
	}
	cidr := func(at resolve.Attr) {
		if isLost(at.Value().Text) {
			return
		}
		switch p := r.prefix(at); {
		case p.Why != nil:
			fail(&rule.Why, r, at, p.Why.Reason)
		case p.Value.IsValid():
			rule.Prefixes = append(rule.Prefixes, p.Value)
		}
	}
	for _, name := range []string{"cidr_blocks", "ipv6_cidr_blocks"} {
		b.each(r, a.Get(name), rule, cidr)
	}
	for _, name := range []string{"cidr_ipv4", "cidr_ipv6"} {
		if at := a.Get(name); at.Value().Kind != planjson.Absent {
			cidr(at)
		}
	}
	group := func(at resolve.Attr) {
		if isLost(at.Value().Text) {
			return
		}
		if peer := b.peerGroup(r, at); !peer.IsNone() {
			rule.Peers.Items = append(rule.Peers.Items, b.peerLeft(r, at, g, peer))
		}
	}
	b.each(r, a.Get("security_groups"), rule, group)
	for _, name := range []string{"referenced_security_group_id", "source_security_group_id"} {
		if at := a.Get(name); at.Value().Kind != planjson.Absent && !(at.Value().Kind == planjson.Unknown && b.unset(r, name)) {
			group(at)
		}
	}
	list := func(at resolve.Attr) {
		if at.IsEmpty() || isLost(at.Value().Text) {
			return
		}
		if l := ref(b, r, at, listKind); !l.IsNone() {
			rule.Lists.Items = append(rule.Lists.Items, l)
		}
	}
	b.each(r, a.Get("prefix_list_ids"), rule, list)
	if at := a.Get("prefix_list_id"); at.Value().Kind != planjson.Absent && !(at.Value().Kind == planjson.Unknown && b.unset(r, "prefix_list_id")) {
		list(at)
	}
	switch self := r.flag(a.Get("self"), false); {
	case self.Why != nil:
		fail(&rule.Why, r, a.Get("self"), self.Why.Reason)
	case self.Value && !isLost("self"):
		// Only true counts (SG-12).
		if g != nil {
			rule.Peers.Items = append(rule.Peers.Items, reach.To(g))
		} else {
			rule.Peers.Items = append(rule.Peers.Items, rule.Group)
		}
	}
}

// each calls f for each element of a list of a rule. Elements that are not known
// make the rule allow more than it shows.
func (b *builder) each(r resource, list resolve.Attr, rule *reach.SecurityGroupRule, f func(resolve.Attr)) {
	if list.Value().Kind == planjson.Absent {
		return
	}
	items, reason := list.Items()
	if reason != "" {
		fail(&rule.Why, r, list, reason)
	}
	for _, i := range items {
		if i.IsEmpty() {
			fail(&rule.Why, r, i, "an empty element")
			continue
		}
		f(i)
	}
}

// peerGroup is a group that a rule names. A group of another account is written
// account/id (SG-11).
func (b *builder) peerGroup(r resource, a resolve.Attr) reach.Ref[*reach.SecurityGroup] {
	if text, ok := a.Text(); ok {
		if _, id, foreign := strings.Cut(text, "/"); foreign {
			if s, ok := b.resolver.Known(id); ok {
				if g, ok := b.objects[s].(*reach.SecurityGroup); ok {
					return reach.To(g)
				}
			}
			return reach.To(outside(b, r, a, id, groupKind))
		}
	}
	return ref(b, r, a, groupKind)
}
