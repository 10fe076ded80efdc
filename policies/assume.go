package policies

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// Assumption is what somebody says of what lies beyond a plan.
type Assumption struct {
	// Name is how errors and verdicts call it: the text itself on the command line.
	Name string
	// Defined is where it is written; nil on the command line.
	Defined *Location
	intent.Assumption
}

// Assume makes of assumptions what [Settings] take. An error tells of one that names
// nothing that packets leave the plan through, or what no plan can tell the addresses
// of.
func Assume(plan *planparse.Plan, assumptions []Assumption) ([]*reach.Assumed, error) {
	if len(assumptions) == 0 {
		return nil, nil
	}
	c := newCatalog(plan.After, nil)
	beyond := beyondIn(plan.After)
	var out []*reach.Assumed
	for _, a := range assumptions {
		at, err := c.exits(a.At, beyond)
		if err != nil {
			return nil, a.wrong(err)
		}
		delivers, err := delivered(a.Delivers)
		if err != nil {
			return nil, a.wrong(err)
		}
		why := a.String() + ", and the answers come back"
		if a.Name != "" && a.Name != a.String() {
			why += fmt.Sprintf(" (assume %q)", a.Name)
		}
		for _, exit := range at {
			out = append(out, &reach.Assumed{At: exit, Delivers: delivers, Why: why})
		}
	}
	return out, nil
}

// wrong is an error about the assumption.
func (a Assumption) wrong(err error) error {
	if a.Defined != nil {
		return fmt.Errorf("%s:%d: assume %q: %w", a.Defined.File, a.Defined.Line, a.Name, err)
	}
	return fmt.Errorf("assume %q: %w", a.Name, err)
}

// exits are the addresses and ids of what leads beyond a plan that a text names.
func (c *catalog) exits(text string, beyond []string) ([]string, error) {
	if slices.Contains(beyond, text) {
		return []string{text}, nil
	}
	leads := func(e *entry) bool {
		switch e.object.(type) {
		case *reach.Peering, *reach.TransitAttachment, *reach.VPNGateway, *reach.VPNConnection, *reach.Uplink:
			return true
		}
		return false
	}
	p, err := address.ParsePattern(text)
	var out []string
	var others []*entry
	if err == nil {
		others = c.match(p)
	}
	for _, e := range others {
		if leads(e) {
			out = append(out, e.object.At().Address)
		}
	}
	switch {
	case len(out) > 0:
		return out, nil
	case len(others) > 0:
		return nil, fmt.Errorf("no packet leaves the plan through %s", others[0].object.At().Address)
	}
	return nil, fmt.Errorf("%q names nothing that leads out of this plan%s", text, nearText(near(text, slices.Concat(beyond, c.addresses(leads)))))
}

// delivered is the packets to some destinations, from anywhere.
func delivered(to []intent.Destination) (packet.Set, error) {
	var out packet.Set
	for _, d := range to {
		var addrs packet.Addrs
		switch t := d.Target; {
		case t.Kind == intent.ToInternet:
			addrs = reach.IPv4Internet().Union(reach.IPv6Internet())
		case t.Kind == intent.ToAny:
			addrs = everywhere(packet.IPv4(), packet.IPv6())
		case t.Kind == intent.ToPrefix && t.Prefix.Bits() == 0 && t.Prefix.Addr().Is4():
			addrs = reach.IPv4Internet()
		case t.Kind == intent.ToPrefix && t.Prefix.Bits() == 0:
			addrs = reach.IPv6Internet()
		case t.Kind == intent.ToPrefix:
			addrs = packet.Prefix(t.Prefix)
		default:
			return out, fmt.Errorf("%q is no destination beyond a plan; use internet, any, an address or a CIDR", d.String())
		}
		for _, family := range []packet.Addrs{packet.IPv4(), packet.IPv6()} {
			for _, t := range traffic(d.Ports, intent.CannotReach, !family.Overlaps(packet.IPv4())) {
				b := packet.AnyBox()
				b.Protocols, b.DstPorts, b.Dst = t.Protocols, t.Ports, addrs.Intersect(family)
				out = out.Union(b.Set())
			}
		}
	}
	return out, nil
}

// beyondIn are the ids that a network names and does not hold, in the order of the
// network, each once. Most are only referred to, so that all of it is looked at.
func beyondIn(n *reach.Network) []string {
	var out []string
	seen := map[any]bool{}
	var look func(reflect.Value)
	look = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if v.IsNil() || seen[v.Interface()] {
				return
			}
			seen[v.Interface()] = true
			if o, ok := v.Interface().(reach.Object); ok && o.At().Beyond && !slices.Contains(out, o.At().Address) {
				out = append(out, o.At().Address)
			}
			look(v.Elem())
		case reflect.Interface:
			look(v.Elem())
		case reflect.Slice:
			for i := range v.Len() {
				look(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					look(v.Field(i))
				}
			}
		}
	}
	look(reflect.ValueOf(n))
	return out
}
