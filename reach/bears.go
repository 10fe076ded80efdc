package reach

// Bears says whether a source bears a security group; maybe is set when nobody
// can tell.
func (e *Engine) Bears(s Source, g *SecurityGroup) (yes bool, maybe *Unknown) {
	if s.Interface == nil {
		return false, nil
	}
	return e.groupsOf(s.Interface, s.Subnet).membership(To(g))
}

// Rules are the rules of the security groups that a source is known to bear, in
// one direction.
func (e *Engine) Rules(s Source, egress bool) []*SecurityGroupRule {
	if s.Interface == nil {
		return nil
	}
	var out []*SecurityGroupRule
	for _, g := range e.groupsOf(s.Interface, s.Subnet).groups {
		out = append(out, e.rulesOf(g, egress)...)
	}
	return out
}

// Groups are the security groups that an interface is known to bear in a subnet.
func (e *Engine) Groups(i *Interface, s *Subnet) []*SecurityGroup { return e.groupsOf(i, s).groups }
