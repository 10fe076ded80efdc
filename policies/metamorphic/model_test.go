package metamorphic_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestFactsTakenAway is TestValuesTakenAway for the model: any fact of a network may be
// unknown, and any reference be one to candidates or to nobody knows what.
func TestFactsTakenAway(t *testing.T) {
	hidden, opened := 0, 0
	kinds := map[string]int{}
	try := func(name string, rng *rand.Rand, n *reach.Network, times int) {
		was, hosts := fatesOf(n), hostsOf(n)
		all := factsOf(n)
		for range times {
			what := all[rng.IntN(len(all))]
			how := what.hide(rng, n)
			if how == "" {
				continue
			}
			is := fatesOf(n)
			what.restore()
			hidden++
			kinds[what.name]++
			if why := turnedFates(was, is, hosts); why != "" {
				t.Errorf("%s: with %s of %v %s, %s", name, what.name, what.of.At(), how, why)
			}
			for at, f := range is {
				if before, has := was[at]; has && !before.open.Covers(f.open) {
					opened++
					break
				}
			}
		}
	}
	for i, s := range cases(t) {
		try(s.name, rand.New(rand.NewPCG(*seed, uint64(i))), s.read(t).After, 2**rounds)
	}
	for i := range 3 * *rounds {
		number := *seed + uint64(i)
		for name, draw := range map[string]func(*rand.Rand) *reachtest.Scene{"Random": reachtest.Random, "RandomWays": reachtest.RandomWays} {
			rng := rand.New(rand.NewPCG(number, 62))
			try(fmt.Sprintf("network %d of reachtest.%s", number, name), rng, draw(rng).Network, 5)
		}
	}
	t.Logf("facts taken away: %d times, %d times some fate became open; %d kinds of facts", hidden, opened, len(kinds))
	if opened < hidden/20 {
		t.Errorf("%d times facts were taken away, and only %d times that made a difference", hidden, opened)
	}
}

// A fact is something that a network says of an object.
type fact struct {
	of   reach.Object
	name string
	at   reflect.Value
	was  reflect.Value
	hide func(*rand.Rand, *reach.Network) (how string)
}

func (f *fact) restore() { f.at.Set(f.was) }

// factsOf are the facts of a network.
func factsOf(n *reach.Network) []*fact {
	var out []*fact
	all := reflect.ValueOf(n).Elem()
	for i := range all.NumField() {
		for j := range all.Field(i).Len() {
			o, ok := all.Field(i).Index(j).Interface().(reach.Object)
			if !ok || o.At().Beyond {
				continue
			}
			v := reflect.ValueOf(o).Elem()
			out = factsIn(out, n, o, v.Type().Name(), v)
			out = append(out, rulesOf(o, v)...)
		}
	}
	return out
}

func factsIn(out []*fact, n *reach.Network, o reach.Object, name string, v reflect.Value) []*fact {
	for i := range v.NumField() {
		field, at := v.Type().Field(i), v.Field(i)
		if !field.IsExported() || at.Kind() != reflect.Struct || field.Name == "Origin" || field.Name == "Tags" {
			continue
		}
		if _, block := o.(*reach.CIDRBlock); block && field.Name == "VPC" && slices.ContainsFunc(n.VPCs, func(v *reach.VPC) bool { return v.Address == o.At().Address }) {
			continue // The first block of a VPC is an attribute of the VPC itself.
		}
		f := &fact{of: o, name: name + "." + field.Name, at: at, was: reflect.ValueOf(at.Interface())}
		switch kind, _, _ := strings.Cut(at.Type().Name(), "["); kind {
		case "Fact":
			f.hide = func(*rand.Rand, *reach.Network) string { return hideFact(o, at) }
			out = append(out, f)
		case "Ref":
			f.hide = func(rng *rand.Rand, n *reach.Network) string { return hideRef(rng, n, o, at) }
			out = append(out, f)
		case "Refs":
			f.hide = func(rng *rand.Rand, _ *reach.Network) string { return hideRefs(rng, o, at) }
			out = append(out, f)
		}
	}
	return out
}

func unknownOf(o reach.Object) reflect.Value {
	return reflect.ValueOf(&reach.Unknown{Code: reach.UnknownValue, Address: o.At().Address, Reason: "taken away"})
}

func hideFact(o reach.Object, at reflect.Value) string {
	if !at.FieldByName("Why").IsNil() {
		return ""
	}
	at.FieldByName("Value").SetZero()
	at.FieldByName("Why").Set(unknownOf(o))
	return "unknown"
}

// hideRef leaves of an exact reference that it names one of some, one of some or
// something else, or anything.
func hideRef(rng *rand.Rand, n *reach.Network, o reach.Object, at reflect.Value) string {
	to := at.FieldByName("To")
	if to.Len() != 1 || !at.FieldByName("Why").IsNil() {
		return ""
	}
	named := to.Index(0).Interface()
	at.FieldByName("Why").Set(unknownOf(o))
	others := likeOf(n, named.(reach.Object))
	how := "unknown"
	switch form := rng.IntN(3); {
	case form == 0 || len(others) == 0:
		to.SetZero()
		at.FieldByName("Open").SetBool(true)
		return how
	case form == 1:
		at.FieldByName("Open").SetBool(true)
		how = "one of two or another"
	default:
		how = "one of two"
	}
	both := []reach.Object{named.(reach.Object), others[rng.IntN(len(others))]}
	shuffle(rng, both)
	list := reflect.MakeSlice(to.Type(), 0, 2)
	for _, b := range both {
		list = reflect.Append(list, reflect.ValueOf(b))
	}
	to.Set(list)
	return how
}

// likeOf are the other objects of a network of the same type.
func likeOf(n *reach.Network, o reach.Object) []reach.Object {
	var out []reach.Object
	all := reflect.ValueOf(n).Elem()
	for i := range all.NumField() {
		for j := range all.Field(i).Len() {
			like, ok := all.Field(i).Index(j).Interface().(reach.Object)
			if ok && like != o && reflect.TypeOf(like) == reflect.TypeOf(o) {
				out = append(out, like)
			}
		}
	}
	return out
}

// hideRefs leaves of a list that there may be more, or nothing.
func hideRefs(rng *rand.Rand, o reach.Object, at reflect.Value) string {
	if !at.FieldByName("Why").IsNil() {
		return ""
	}
	at.FieldByName("Why").Set(unknownOf(o))
	items := at.FieldByName("Items")
	if rng.IntN(2) == 0 || items.Len() == 0 {
		return "perhaps not all"
	}
	items.SetZero()
	return "unknown"
}

// rulesOf are what is unknown of rules in ways of their own.
func rulesOf(o reach.Object, v reflect.Value) []*fact {
	one := func(name string, hide func()) *fact {
		return &fact{of: o, name: v.Type().Name() + name, at: v, was: reflect.ValueOf(v.Interface()), hide: func(*rand.Rand, *reach.Network) string {
			hide()
			return "unknown"
		}}
	}
	why := unknownOf(o).Interface().(*reach.Unknown)
	switch r := o.(type) {
	case *reach.ACLEntry:
		return []*fact{
			one(".Number", func() { r.Order = why }),
			one(".Remote", func() { r.Remote, r.Why = netip.Prefix{}, why }),
			one(".Traffic", func() { r.Traffic, r.Why = reach.AnyTraffic(), why }),
		}
	case *reach.SecurityGroupRule:
		return []*fact{
			one(".Prefixes", func() { r.Prefixes, r.Why = nil, why }),
			one(".Traffic", func() { r.Traffic, r.TrafficWhy = reach.AnyTraffic(), why }),
		}
	}
	return nil
}
