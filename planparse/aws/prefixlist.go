package aws

import (
	"net/netip"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

var listEntry = planjson.Attrs{"cidr": whole}

// prefixListTypes are the resource types of prefix lists.
var prefixListTypes = map[string]resourceType{
	"aws_ec2_managed_prefix_list": {modelled, plus(planjson.Attrs{
		"name": verbatim, "address_family": whole, "entry": block(listEntry),
		// Of the data source:
		"entries": block(listEntry),
	}), nil},
	"aws_ec2_managed_prefix_list_entry": {modelled, planjson.Attrs{"id": id, "prefix_list_id": id, "cidr": whole}, nil},
	// A data source, which finds AWS's own lists alone.
	"aws_prefix_list":              {modelled, planjson.Attrs{"id": id, "prefix_list_id": id, "name": verbatim}, []string{"id", "prefix_list_id"}},
	"aws_ec2_managed_prefix_lists": {role: harmless},
}

var listKind = kind[*reach.PrefixList]{
	[]string{"aws_ec2_managed_prefix_list", "aws_prefix_list"}, "a prefix list",
	func(o reach.Origin) *reach.PrefixList {
		return &reach.PrefixList{Origin: o, Why: &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "not in this plan: its entries are unknown"}}
	},
}

// serviceRanges are the addresses of a service of one family.
type serviceRanges struct {
	service string
	six     bool
}

// servicePrefixList is the list of AWS's own that holds the ranges of a service in
// one family: one object however it is named. The service is written as AWS does,
// "com.amazonaws.eu-west-1.s3".
func (b *builder) servicePrefixList(service string, six bool) *reach.PrefixList {
	key := serviceRanges{service, six}
	l, known := b.services[key]
	if !known {
		l = &reach.PrefixList{Origin: reach.Origin{Address: service, Beyond: true}, Service: service, Six: six}
		if six {
			l.Attribute = "ipv6"
		}
		b.services[key] = l
		b.net.PrefixLists = append(b.net.PrefixLists, l)
	}
	return l
}

// awsOwn is the service of a list by the list's name, which no customer may begin so.
func awsOwn(name string) (service string, six, ok bool) {
	if !strings.HasPrefix(name, "com.amazonaws.") {
		return "", false, false
	}
	// The lists of IPv6 ranges have the family in their names:
	// "com.amazonaws.eu-west-1.ipv6.route53-healthchecks".
	four := strings.Replace(name, ".ipv6.", ".", 1)
	return four, four != name, true
}

func (b *builder) prefixLists() {
	for _, r := range b.of("aws_ec2_managed_prefix_list", "aws_prefix_list") {
		ids := (Schema{}).IDs(r.Type)
		if b.alias(r, "id") {
			for _, attribute := range ids[1:] {
				b.name(r, attribute, b.objects[resolve.Symbol{Resource: r.String(), Attribute: "id"}])
			}
			continue
		}
		name, _ := r.Get("name").Text()
		family := r.Get("address_family")
		service, six, own := awsOwn(name)
		var l *reach.PrefixList
		if own {
			l = b.servicePrefixList(service, six || family.Value().Text == "IPv6")
		} else {
			l = &reach.PrefixList{Origin: r.origin(), Tags: b.tags(r), Six: family.Value().Text == "IPv6"}
			if !family.IsKnown() || family.IsEmpty() {
				l.Beyond = true
				l.Why = r.unknown(family, "")
			}
			b.net.PrefixLists = append(b.net.PrefixLists, l)
		}
		for _, attribute := range ids {
			b.name(r, attribute, l)
		}
	}
}

// listEntries is what a plan says of the entries of one list, like [tableRoutes].
type listEntries struct {
	// lost are those that a deleted or changed aws_ec2_managed_prefix_list_entry had.
	lost map[netip.Prefix]bool
	// separate are those that one has.
	separate map[netip.Prefix]bool
	// taken are those that the list showed before apply and does not show after; with a
	// reason where it may show them still.
	taken map[netip.Prefix]*reach.Unknown
}

// prefixListParts makes the entries. What a list that exists shows are also copies of
// what resources of their own made (PLAN-3), as in [builder.settleRoutes].
func (b *builder) prefixListParts() {
	own := map[*reach.PrefixList]*listEntries{}
	of := func(l *reach.PrefixList) *listEntries {
		if own[l] == nil {
			own[l] = &listEntries{map[netip.Prefix]bool{}, map[netip.Prefix]bool{}, map[netip.Prefix]*reach.Unknown{}}
		}
		return own[l]
	}
	for _, was := range b.former("aws_ec2_managed_prefix_list_entry") {
		l, ok := ref(b, was, was.Get("prefix_list_id"), listKind).Exact()
		if p := was.prefix(was.Get("cidr")); ok && p.Why == nil {
			of(l).lost[p.Value] = true
		}
	}
	type separate struct {
		*reach.PrefixListEntry
		reach.Change
	}
	var entries []separate
	for _, r := range b.of("aws_ec2_managed_prefix_list_entry") {
		e := &reach.PrefixListEntry{Origin: r.origin(), List: ref(b, r, r.Get("prefix_list_id"), listKind), Prefix: r.entryPrefix(r.Get("cidr"))}
		entries = append(entries, separate{e, r.change})
		if l, ok := e.List.Exact(); ok && e.Prefix.Why == nil {
			of(l).separate[e.Prefix.Value] = true
		}
	}
	for _, r := range b.of("aws_ec2_managed_prefix_list") {
		if l, ok := object[*reach.PrefixList](b, r, "id"); ok {
			b.shownEntries(r, l, of(l))
		}
	}
	for _, e := range entries {
		if l, ok := e.List.Exact(); ok && e.Change == reach.NoChange && e.Prefix.Why == nil {
			why, taken := of(l).taken[e.Prefix.Value]
			if taken && why == nil {
				continue
			}
			if taken {
				e.List = reach.Perhaps(why, l).In(e.Place)
			}
		}
		b.net.PrefixListEntries = append(b.net.PrefixListEntries, e.PrefixListEntry)
	}
}

// shownEntries reads the entries that a list shows.
func (b *builder) shownEntries(r resource, l *reach.PrefixList, own *listEntries) {
	list := r.Get("entry")
	if r.Data {
		list = r.Get("entries")
	}
	were := map[netip.Prefix]bool{}
	for _, v := range r.Before.Get("entry").Items {
		if p, err := parsePrefix(v.Get("cidr").Text); err == nil {
			were[p] = true
		}
	}
	if r.Data {
		for _, v := range list.Value().Items {
			if p, err := parsePrefix(v.Get("cidr").Text); err == nil {
				were[p] = true
			}
		}
	}
	items, reason := b.blockList(r, list)
	if reason != "" {
		why := r.unknown(list, reason)
		if l.Why == nil {
			l.Why = why
		}
		if r.change == reach.Update {
			for p := range were {
				own.taken[p] = why
			}
		}
		return
	}
	shown := map[netip.Prefix]bool{}
	for _, i := range items {
		e := &reach.PrefixListEntry{Origin: r.part(i), List: reach.To(l), Prefix: r.entryPrefix(i.Get("cidr"))}
		if p := e.Prefix; p.Why == nil {
			shown[p.Value] = true
			if own.separate[p.Value] || own.lost[p.Value] && were[p.Value] {
				continue
			}
		}
		b.net.PrefixListEntries = append(b.net.PrefixListEntries, e)
	}
	if r.change == reach.Update {
		for p := range were {
			if !shown[p] {
				own.taken[p] = nil
			}
		}
	}
}

// entryPrefix is the block of an entry, which always has one.
func (r resource) entryPrefix(a resolve.Attr) reach.Fact[netip.Prefix] {
	p := r.prefix(a)
	if p.Why == nil && !p.Value.IsValid() {
		return reach.Missing[netip.Prefix](r.unknown(a, "the plan does not show it"))
	}
	return p
}
