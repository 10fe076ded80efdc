package policies

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// near are the texts that look most like one, at most three, the nearest first.
func near(text string, among []string) []string {
	type scored struct {
		text  string
		score int
	}
	var all []scored
	limit := max(2, len(text)/2) + 1
	for _, a := range among {
		score := intent.Distance(strings.ToLower(text), strings.ToLower(a), limit)
		// What is left out at the beginning or the end is no mistake in each letter.
		if len(text) > 2 && strings.Contains(strings.ToLower(a), strings.ToLower(text)) {
			score = min(score, 2)
		}
		if score < limit {
			all = append(all, scored{a, score})
		}
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.score, b.score), strings.Compare(a.text, b.text))
	})
	var out []string
	for _, s := range all {
		// Beside a likely name the unlikely ones only distract.
		if !slices.Contains(out, s.text) && len(out) < 3 && s.score <= all[0].score+2 {
			out = append(out, s.text)
		}
	}
	return out
}

// nearText is the end of a message about a name that nothing has.
func nearText(found []string) string {
	switch len(found) {
	case 0:
		return ""
	case 1:
		return "; near it is " + found[0]
	}
	return "; near it are " + strings.Join(found, ", ")
}

// nearest is the end of a message about a pattern that names nothing: the
// addresses that look most like it.
func (c *catalog) nearest(text string) string { return nearText(near(text, c.addresses(nil))) }

// addresses are those of the objects that a test lets pass, without their keys.
func (c *catalog) addresses(pass func(*entry) bool) []string {
	var out []string
	seen := map[string]bool{}
	for _, e := range c.entries {
		if a := e.Config(); (pass == nil || pass(e)) && !seen[a] {
			seen[a] = true
			out = append(out, a)
		}
	}
	return out
}

// nearest is the end of a message about subnets or workloads that are none: what
// is like the first of its tags and places that nothing has.
func (e *evaluator) nearest(s intent.Source) string {
	noun := "workload"
	if s.Noun == intent.Subnets {
		noun = "subnet"
	}
	for _, f := range s.Filters {
		text := e.nearestTag(f, noun)
		if f.Key == "" {
			text = e.nearestPlace(f.In)
		}
		if text != "" {
			return text
		}
	}
	if s.In != nil {
		return e.nearest(*s.In)
	}
	if s.Noun == intent.Subnets && len(s.Classes) > 0 {
		return e.otherClasses(s)
	}
	return ""
}

// otherClasses is for subnets of classes that there are none of: what else those are
// that are meant but for that, and by which route the public ones.
func (e *evaluator) otherClasses(s intent.Source) string {
	s.Classes = nil
	var found []string
	for _, l := range e.subnetsLike(s, nil) {
		class, why := e.engine.Class(l.Subnet)
		if l.doubt != nil || why != nil || class == reach.Unclassed {
			return ""
		}
		text := fmt.Sprintf("%s is %v", l.Address, class)
		if class == reach.Public {
			for _, six := range []bool{false, true} {
				if r := e.toInternetGateway(l.Subnet, six); r != nil {
					text += ", by " + r.At().String()
					break
				}
			}
		}
		found = append(found, text)
	}
	if len(found) == 0 {
		return ""
	}
	if len(found) > 3 {
		found = append(found[:3], fmt.Sprintf("and %d more", len(found)-3))
	}
	return "; " + strings.Join(found, "; ")
}

// toInternetGateway is the default route of a subnet if it is known to lead to one.
func (e *evaluator) toInternetGateway(s *reach.Subnet, six bool) *reach.Route {
	r, why := e.engine.DefaultRoute(s, six)
	if r == nil || why != nil {
		return nil
	}
	target, _ := r.Target.Exact()
	if _, ok := target.(*reach.InternetGateway); !ok {
		return nil
	}
	return r
}

// nearestPlace is for what something may be in.
func (e *evaluator) nearestPlace(p address.Pattern) string {
	text := p.String()
	var among []string
	if p.IsModule() {
		if len(e.catalog.scope(p)) > 0 {
			return ""
		}
		seen := map[string]bool{}
		for _, s := range e.catalog.modules {
			for path := s.path; len(path) > 0; path = path[:len(path)-1] {
				if m := withoutKeys(path).String(); !seen[m] {
					seen[m] = true
					among = append(among, m)
				}
			}
		}
	} else {
		if found := e.catalog.match(p); len(found) > 0 {
			if slices.ContainsFunc(found, isPlace) {
				return ""
			}
			return fmt.Sprintf("; %s is no VPC, subnet or module", found[0].object.At().Address)
		}
		among = e.catalog.addresses(isPlace)
	}
	return fmt.Sprintf("; nothing in this plan is %q", text) + nearText(near(text, among))
}

func withoutKeys(m address.Module) address.Module {
	out := slices.Clone(m)
	for i := range out {
		out[i].Key = address.Key{}
	}
	return out
}

// isPlace reports whether things may be in an object.
func isPlace(e *entry) bool {
	switch e.object.(type) {
	case *reach.VPC, *reach.Subnet:
		return true
	}
	return false
}

// nearestTag is for a tag that no object of a noun has.
func (e *evaluator) nearestTag(f intent.Filter, noun string) string {
	keys, values := map[string]bool{}, map[string]bool{}
	has := false // the value that is asked for
	count := func(tags reach.Tags) {
		for k, v := range tags.Values {
			keys[k] = true
			if k == f.Key && v.Why == nil {
				has = has || v.Value == f.Value
				if !tags.Hidden[k] {
					values[v.Value] = true
				}
			}
		}
	}
	for _, s := range e.network.Subnets {
		if noun == "subnet" {
			count(s.Tags)
		}
	}
	for _, w := range e.network.Workloads {
		if noun == "workload" {
			count(w.Tags)
		}
	}
	switch {
	case f.Key == "" || f.HasValue && has || !f.HasValue && keys[f.Key]:
		return ""
	case !keys[f.Key]:
		return fmt.Sprintf("; no %s has a tag %q", noun, f.Key) + nearOrAll(f.Key, keys, "its tags are")
	}
	return fmt.Sprintf("; no %s has the tag %q with this value", noun, f.Key) + nearOrAll(f.Value, values, "its values are")
}

// nearOrAll is the texts of a set that are like one, or all of a small set when
// none is.
func nearOrAll(text string, set map[string]bool, intro string) string {
	all := slices.Sorted(maps.Keys(set))
	if found := near(text, all); len(found) > 0 || len(all) == 0 || len(all) > 8 {
		return nearText(found)
	}
	return "; " + intro + " " + strings.Join(all, ", ")
}
