package aws

import (
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// adopts reports whether this plan begins to manage what AWS made by itself with a VPC.
// The provider clears it first, also of what resources of their own hold: what nothing
// changes of that is gone until the next plan (PLAN-7).
func (r resource) adopts() bool {
	switch r.Type {
	case "aws_default_network_acl", "aws_default_security_group", "aws_default_route_table":
		return r.isNew()
	}
	return false
}

// cleared is the reason for which what a resource makes in an object may be gone after
// apply, where that object is adopted by another resource of this plan, and nothing lets
// Terraform make the one after the other (PLAN-7); nil where the order is certain.
func (r resource) cleared(a resolve.Attr, by resource) *reach.Unknown {
	if a.Follows(by.Resource) {
		return nil
	}
	return r.unknown(a, by.String()+" clears what AWS made with the VPC, in no fixed order with this")
}

// clearing is how a default group is cleared that this plan adopts.
type clearing struct {
	by resource
	// early: a rule that this plan makes may be in the group before it is cleared.
	early bool
}

// adoptedGroups are the default groups that this plan adopts.
func (b *builder) adoptedGroups() map[*reach.SecurityGroup]clearing {
	out := map[*reach.SecurityGroup]clearing{}
	for _, r := range b.of("aws_default_security_group") {
		if g, ok := object[*reach.SecurityGroup](b, r, "id"); ok && r.adopts() {
			out[g] = clearing{by: r}
		}
	}
	for _, r := range b.of(singleRules...) {
		a := r.Get("security_group_id")
		g, _ := ref(b, r, a, groupKind).Exact()
		if c, is := out[g]; is && r.change != reach.NoChange && r.cleared(a, c.by) != nil {
			c.early = true
			out[g] = c
		}
	}
	return out
}

// peerLeft is the group that a rule of another one names as its peer. What adopts a
// default group clears the rules that name it, too, of each group that its own rules
// name by then (SG-15; relatedSGs in the provider), and no plan shows those that AWS
// or somebody made before.
func (b *builder) peerLeft(r resource, a resolve.Attr, g *reach.SecurityGroup, peer reach.Ref[*reach.SecurityGroup]) reach.Ref[*reach.SecurityGroup] {
	d, _ := peer.Exact()
	c, adopted := b.adopted[d]
	if !adopted || d == g || r.isNew() && a.Follows(c.by.Resource) {
		return peer
	}
	isNew := func(c reach.Change) bool { return c == reach.Create || c == reach.Replace }
	v, _ := d.VPC.Exact()
	if !c.early && (v != nil && isNew(v.Change) || g != nil && isNew(g.Change)) {
		return peer
	}
	return reach.Perhaps(r.unknown(a, c.by.String()+" may take this away when it clears its group, and the plan does not show what the group has before"), d).In(r.place)
}
