package aws

import (
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/reach"
)

// tagRule is what the provider adds to the tags of resources.
type tagRule struct {
	// open is set when a provider has default_tags whose values the plan may not
	// show on a resource without tags of its own.
	open bool
}

func providerTags(plan *planjson.Plan) tagRule {
	if plan.Config == nil {
		return tagRule{open: true}
	}
	for _, p := range plan.Providers {
		if p.Name != "aws" && !strings.HasSuffix(p.FullName, "/aws") {
			continue
		}
		if _, set := p.Arguments["default_tags"]; set {
			return tagRule{open: true}
		}
	}
	return tagRule{}
}

// tags are the tags of a resource: tags_all, which has the provider's default
// tags too, or tags where the plan does not know the whole and no provider adds
// any.
func (b *builder) tags(r resource) reach.Tags {
	all, own := r.Get("tags_all"), r.Get("tags")
	out := reach.Tags{Values: map[string]reach.Fact[string]{}}
	use := all
	switch {
	case all.IsKnown():
	case own.IsKnown() && (all.Value().Kind == planjson.Absent || !b.tagged.open):
		use = own
	case own.IsKnown():
		use = own
		out.Why = r.unknown(all, "")
	default:
		out.Why = r.unknown(own, "")
		return out
	}
	for _, f := range use.Value().Fields {
		if f.Value.Kind == planjson.String {
			out.Values[f.Name] = reach.Known(f.Value.Text)
		} else {
			out.Values[f.Name] = reach.Missing[string](r.unknown(use.Get(f.Name), ""))
		}
	}
	return out
}
