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
	// Reason says why the list is not known; empty when it is.
	Reason string
}

// References lists what the attributes of modelled resources name after apply, in
// the order of the plan.
func (p *Plan) References() []Reference {
	var out []Reference
	for _, res := range p.plan.Resources {
		attrs, _ := (aws.Schema{}).Attributes(res.Type)
		if res.Data || res.Deposed != "" || res.Left().Kind == planjson.Null {
			continue
		}
		own := (aws.Schema{}).IDs(res.Type)
		out = p.references(out, res, p.resolver.After(res), attrs, own)
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
			if kind != planjson.List {
				continue
			}
			items, _ := a.Items()
			for _, i := range items {
				out = p.references(out, res, i, attr.Nested, nil)
			}
			continue
		case !attr.ID:
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
				ref.Many = append(ref.Many, i.Ref())
			}
		} else {
			one := a.Ref()
			ref.One = &one
		}
		out = append(out, ref)
	}
	return out
}

// isList reports whether an attribute holds a list of ids: by the provider's
// naming, where the plan does not show a value.
func isList(name string) bool {
	return strings.HasSuffix(name, "_ids") || strings.HasSuffix(name, "_groups") || name == "vpc_zone_identifier" || name == "propagating_vgws"
}
