package reach

import "github.com/tfreach/tfreach/reach/packet"

// Engine answers questions about one network. It compiles filters and tables
// once, when they are first asked; it is not safe for concurrent use.
type Engine struct {
	*index
	acls     map[aclKey]*sieve
	tables   map[tableKey][]region
	groups   map[groupKey]*sieve
	transit  map[*TransitTable][]transitRegion
	policies map[*FirewallPolicy]*compiledPolicy
	members  map[Source]*membership
	round    int // see membership

	groupNumbers map[*SecurityGroup]uint32   // see keyOf
	private      map[privateKey]packet.Addrs // see offInternet

	residents   map[*Subnet][]*residents
	residentsIn map[*VPC][]*residents
}

type aclKey struct {
	acl    *ACL
	egress bool
	leg    Leg
}

type privateKey struct {
	subnet  *Subnet
	outside bool
}

type tableKey struct {
	table   *RouteTable
	vpc     *VPC
	service string
}

// NewEngine prepares a network. The network must not change afterwards.
func NewEngine(n *Network) *Engine { return newEngine(newIndex(n)) }

// Fork is another engine for the same network, to be used at the same time in
// another goroutine.
func (e *Engine) Fork() *Engine { return newEngine(e.index) }

func newEngine(x *index) *Engine {
	return &Engine{
		index:    x,
		acls:     map[aclKey]*sieve{},
		tables:   map[tableKey][]region{},
		groups:   map[groupKey]*sieve{},
		transit:  map[*TransitTable][]transitRegion{},
		policies: map[*FirewallPolicy]*compiledPolicy{},
		members:  map[Source]*membership{},

		groupNumbers: map[*SecurityGroup]uint32{},
		private:      map[privateKey]packet.Addrs{},

		residents:   map[*Subnet][]*residents{},
		residentsIn: map[*VPC][]*residents{},
	}
}

// groupKey names the groups of both sides in one direction.
type groupKey struct {
	own, peer groupsKey
	egress    bool
	service   string
}

// compiledACL is one direction of an ACL as packets of the leg see it.
func (e *Engine) compiledACL(a *ACL, egress bool, leg Leg) *sieve {
	k := aclKey{a, egress, leg}
	s := e.acls[k]
	if s == nil {
		if leg == Reply {
			s = e.compiledACL(a, egress, Forward).reply()
		} else {
			s = e.aclSieve(a, egress)
		}
		e.acls[k] = s
	}
	return s
}

// compiledGroups is one direction of the groups of an interface, for packets to a
// service, or to none.
func (e *Engine) compiledGroups(l *groupList, egress bool, peer *groupList, service string) *sieve {
	if l.isOpen() || peer.isOpen() {
		return e.groupSieve(*l, egress, peer, service)
	}
	k := groupKey{e.keyOf(l), e.keyOf(peer), egress, service}
	s := e.groups[k]
	if s == nil {
		s = e.groupSieve(*l, egress, peer, service)
		e.groups[k] = s
	}
	return s
}

// regions is the forwarding of a table in a VPC, for packets to a service, or to none.
func (e *Engine) regions(t *RouteTable, v *VPC, service string) []region {
	k := tableKey{t, v, service}
	r, ok := e.tables[k]
	if !ok {
		r = e.forwarding(t, v, service)
		e.tables[k] = r
	}
	return r
}
