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
	// defaults are those tags, where they are the same for every resource and
	// written out.
	defaults map[string]string
}

func providerTags(plan *planjson.Plan) tagRule {
	if plan.Config == nil {
		return tagRule{open: true}
	}
	var rule tagRule
	providers := 0
	for _, p := range plan.Providers {
		if p.Name != "aws" && !strings.HasSuffix(p.FullName, "/aws") {
			continue
		}
		providers++
		blocks, set := p.Arguments["default_tags"]
		if !set {
			continue
		}
		rule.open = true
		if len(blocks.Blocks) == 1 {
			rule.defaults = constantTags(blocks.Blocks[0]["tags"])
		}
	}
	if providers > 1 {
		rule.defaults = nil
	}
	return rule
}

// constantTags are tags that are written out; nil for others.
func constantTags(e planjson.Expr) map[string]string {
	if len(e.References) > 0 || e.Constant.Kind != planjson.Object {
		return nil
	}
	tags := map[string]string{}
	for _, f := range e.Constant.Fields {
		if f.Value.Kind != planjson.String {
			return nil
		}
		tags[f.Name] = f.Value.Text
	}
	return tags
}

// tags are the tags of a resource: tags_all, which has the provider's default
// tags too, or tags where the plan does not know the whole and no provider adds
// any. What is sensitive the plan marks in tags alone: the provider copies it to
// tags_all, and the mark stays behind.
func (b *builder) tags(r resource) reach.Tags {
	all, own := r.Get("tags_all"), r.Get("tags")
	out := reach.Tags{Values: map[string]reach.Fact[string]{}}
	use := all
	switch {
	case own.Value().Kind == planjson.Sensitive:
		out.Why = r.unknown(own, "")
		return out
	case all.IsKnown():
	case own.IsKnown() && (all.Value().Kind == planjson.Absent || !b.tagged.open):
		use = own
	case own.IsKnown() && b.tagged.defaults != nil:
		use = own
		for name, value := range b.tagged.defaults {
			out.Values[name] = reach.Known(value)
		}
	case own.IsKnown():
		use = own
		out.Why = r.unknown(all, "")
	default:
		out.Why = r.unknown(own, "")
		return out
	}
	for _, f := range use.Value().Fields {
		switch hidden := own.Get(f.Name); {
		case hidden.Value().Kind == planjson.Sensitive:
			out.Values[f.Name] = reach.Missing[string](r.unknown(hidden, ""))
		case f.Value.Kind == planjson.String:
			out.Values[f.Name] = reach.Known(f.Value.Text)
			if hidden.Value().Text != f.Value.Text && b.tagged.open && b.tagged.defaults[f.Name] != f.Value.Text {
				// A provider's expression made it, and marks do not get through providers.
				if out.Hidden == nil {
					out.Hidden = map[string]bool{}
				}
				out.Hidden[f.Name] = true
			}
		default:
			out.Values[f.Name] = reach.Missing[string](r.unknown(use.Get(f.Name), ""))
		}
	}
	return out
}
