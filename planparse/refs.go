package planparse

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/aws"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
)

// Reference is an attribute that names other objects, and what it was found to
// name.
type Reference struct {
	// Address is the attribute's address, "aws_route.a.nat_gateway_id".
	Address string
	// One is what a single id names; Many, for a list of ids, what each names.
	One  *resolve.Ref
	Many []resolve.Ref
	// Answer is for an attribute of a resource that is not modelled.
	Answer *resolve.Answer
	// Reason says why the list, or the list of blocks, is not known; empty when it
	// is.
	Reason string
}

// Resolved reports whether everything that the attribute names is known.
func (r Reference) Resolved() bool {
	known := func(ref resolve.Ref) bool {
		return ref.State == resolve.None || ref.State == resolve.Exact || ref.State == resolve.External
	}
	switch {
	case r.Answer != nil:
		return r.Answer.Resolved()
	case r.One != nil:
		return known(*r.One)
	}
	return r.Reason == "" && !slices.ContainsFunc(r.Many, func(ref resolve.Ref) bool { return !known(ref) })
}

// namedTypes are the types of resources that attributes take by a name or id that
// does not show its type.
var namedTypes = map[string][]string{
	"launch_configuration": {"aws_launch_configuration"},
	"security_groups":      {"aws_security_group", "aws_default_security_group"},
	"cluster_name":         {"aws_eks_cluster"},
	"cluster_identifier":   {"aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"},
	"replication_group_id": {"aws_elasticache_replication_group"},
	"db_subnet_group_name": {"aws_db_subnet_group", "aws_docdb_subnet_group"},

	"neptune_subnet_group_name":   {"aws_neptune_subnet_group", "aws_db_subnet_group"},
	"cluster_subnet_group_name":   {"aws_redshift_subnet_group"},
	"subnet_group_name":           {"aws_elasticache_subnet_group", "aws_memorydb_subnet_group", "aws_dax_subnet_group", "aws_redshift_subnet_group"},
	"replication_subnet_group_id": {"aws_dms_replication_subnet_group"},
}

// References lists what the attributes of modelled resources name after apply, in
// the order of the plan. Of a plan that was read by ReadAll, it also lists the
// unknown attributes of all others.
func (p *Plan) References() []Reference {
	var out []Reference
	for _, res := range p.plan.Resources {
		attrs, modelled := (aws.Schema{}).Attributes(res.Type)
		switch {
		case res.Data || res.Deposed != "" || res.Left().Kind == planjson.Null:
			continue
		case !modelled && p.all:
			out = p.answers(out, res)
			continue
		}
		own := (aws.Schema{}).IDs(res.Type)
		out = p.references(out, res, p.resolver.After(res), attrs, own)
	}
	return out
}

// answers lists the attributes of a resource that are set and not known.
func (p *Plan) answers(out []Reference, res *planjson.Resource) []Reference {
	at := p.resolver.After(res)
	var names []string
	for _, f := range res.Left().Fields {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	for _, n := range names {
		a := at.Get(n)
		if set, _ := p.resolver.Configured(res, n); !set || !a.HoldsUnknown() {
			continue
		}
		found := a.Answer()
		out = append(out, Reference{Address: res.String() + "." + n, Answer: &found})
	}
	return out
}

func (p *Plan) references(out []Reference, res *planjson.Resource, at resolve.Attr, attrs planjson.Attrs, own []string) []Reference {
	names := make([]string, 0, len(attrs))
	for n := range attrs {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		a, attr := at.Get(n), attrs[n]
		kind := a.Value().Kind
		switch {
		case slices.Contains(own, n), a.IsEmpty(), kind == planjson.Absent:
			continue
		case attr.Nested != nil:
			out = p.blocks(out, res, a, attr.Nested)
			continue
		case !attr.ID:
			continue
		}
		if at.Path() != "" && a.Unset() {
			continue
		}
		if kind == planjson.Unknown && at.Path() == "" {
			if set, certain := p.resolver.Set(res, n); certain && !set {
				continue
			}
		}
		ref := Reference{Address: res.String() + "." + a.Path()}
		if kind == planjson.List || kind == planjson.Unknown && isList(n) {
			items, reason := a.Items()
			ref.Reason = reason
			for _, i := range items {
				ref.Many = append(ref.Many, i.Ref(namedTypes[n]...))
			}
		} else {
			one := a.Ref(namedTypes[n]...)
			ref.One = &one
		}
		out = append(out, ref)
	}
	return out
}

// blocks lists what the blocks of an attribute name. Of blocks that are unknown as
// a whole, which the provider may make up by itself, only those that the
// configuration may have are listed.
func (p *Plan) blocks(out []Reference, res *planjson.Resource, a resolve.Attr, nested planjson.Attrs) []Reference {
	switch a.Value().Kind {
	case planjson.List:
		items, _ := a.Items()
		for _, i := range items {
			out = p.references(out, res, i, nested, nil)
		}
	case planjson.Unknown:
		if set, certain := p.resolver.Configured(res, a.Path()); certain && !set || !names(nested) {
			return out
		}
		_, reason := a.Items()
		out = append(out, Reference{Address: res.String() + "." + a.Path(), Reason: reason})
	}
	return out
}

// names reports whether blocks have attributes that name other objects.
func names(attrs planjson.Attrs) bool {
	for _, a := range attrs {
		if a.ID || names(a.Nested) {
			return true
		}
	}
	return false
}

// isList reports whether an attribute holds a list of ids: by the provider's
// naming, where the plan does not show a value.
func isList(name string) bool {
	return strings.HasSuffix(name, "_ids") || strings.HasSuffix(name, "_groups") || strings.HasSuffix(name, "subnets") || name == "security_group_id_list" ||
		name == "vpc_zone_identifier" || name == "propagating_vgws"
}
