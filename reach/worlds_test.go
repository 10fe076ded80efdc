package reach_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

var worldNets = flag.Int("worlds.networks", 150, "how many random networks with candidates are compared with their worlds")

// verdictOf is whether everything that is asked of all placements of an interface
// gets there and back; what it hangs on where that is open.
func verdictOf(e *reach.Engine, i *reach.Interface, asked packet.Set) (reach.Fate, []*reach.Unknown) {
	out := reach.Yes
	var hangs []*reach.Unknown
	for _, p := range e.Parties(reach.Sources(i, nil)...) {
		for _, part := range e.Answer([]reach.Question{{From: p, Packets: asked}})[0].Parts {
			switch {
			case part.Arrives == reach.No || part.Answered == reach.No:
				out = reach.No
			case out == reach.Yes && (part.Arrives == reach.Open || part.Answered == reach.Open):
				out = reach.Open
			}
			for _, d := range part.Doubts {
				hangs = append(hangs, d.Unknown)
			}
		}
	}
	if out != reach.Open {
		return out, nil
	}
	return out, hangs
}

// explored is the verdict that is the same in all worlds, open otherwise.
func explored(w *reach.Worlds, n int, asked packet.Set) (fate reach.Fate, leaves []reach.Leaf[reach.Fate], ok bool) {
	leaves, ok = reach.Explore(w, func(at *reach.World) (reach.Fate, []*reach.Unknown) {
		net := at.Network()
		return verdictOf(reach.NewEngine(net), net.Interfaces[n], asked)
	})
	if len(leaves) == 0 {
		return reach.Open, leaves, ok
	}
	fate = leaves[0].Verdict
	for _, l := range leaves {
		if l.Verdict != fate {
			fate = reach.Open
		}
	}
	return fate, leaves, ok
}

// TestWorldsAndEachOfThem: what is found in worlds is what the plain engine says of
// every network that the candidates allow, each made from text of its own.
func TestWorldsAndEachOfThem(t *testing.T) {
	seen := map[string]int{}
	for n := range fewer(*worldNets) {
		seed := *oracleSeed + uint64(n)
		rng := rand.New(rand.NewPCG(seed, 45))
		open, worlds, refused := reachtest.RandomChoices(rng, 128)
		all := reach.NewWorlds(open.Network)
		for range 40 {
			shot := reachtest.RandomShot(rng, worlds[0])
			if shot.From == nil {
				continue
			}
			i := slices.Index(worlds[0].Network.Interfaces, shot.From)
			asked := packet.Of(shot.Packet)
			if more := reachtest.RandomShot(rng, worlds[0]); more.From == shot.From {
				asked = asked.Union(packet.Of(more.Packet))
			}
			before, _ := verdictOf(reach.NewEngine(open.Network), open.Network.Interfaces[i], asked)
			if before != reach.Open && rng.IntN(20) > 0 {
				continue
			}
			want := map[reach.Fate]bool{}
			for _, w := range worlds {
				fate, _ := verdictOf(reach.NewEngine(w.Network), w.Network.Interfaces[i], asked)
				want[fate] = true
			}
			fate, leaves, ok := explored(all, i, asked)
			if !ok {
				t.Fatalf("seed %d: too many worlds", seed)
			}
			right := len(want) == 1 && want[fate] || len(want) > 1 && fate == reach.Open
			if len(want) < 2 && refused > 0 {
				// What is judged before all choices are made, no world that is left
				// need be like.
				right = want[fate] || fate == reach.Open
			}
			if !right {
				t.Fatalf("seed %d: interface %d, %v: explored %v in %d worlds, each by itself %v\n%s", seed, i, asked, fate, len(leaves), want, open.Text)
			}
			seen[fmt.Sprint(before, " then ", fate)]++
		}
	}
	for _, kind := range []string{"0 then 0", "0 then 1", "0 then 2"} {
		if seen[kind] < fewer(20) {
			t.Errorf("%s: %d times, too few to say anything", kind, seen[kind])
		}
	}
	t.Log(seen)
}

// TestWorldIsApart: the network of a world refers to nothing of the one that it was
// made from, but to what is the same in all of them.
func TestWorldIsApart(t *testing.T) {
	made := 0
	for seed := range uint64(60) {
		open, _, _ := reachtest.RandomChoices(rand.New(rand.NewPCG(seed, 46)), 1000)
		made += checkApart(t, open.Network)
	}
	if made < 30 {
		t.Errorf("only %d worlds were made", made)
	}
}

// checkApart makes the first worlds of a network, and is their number.
func checkApart(t *testing.T, n *reach.Network) int {
	t.Helper()
	theirs := pointers(reflect.ValueOf(n))
	made := 0
	reach.Explore(reach.NewWorlds(n), func(at *reach.World) (bool, []*reach.Unknown) {
		if at.Key() == "" || made == 10 {
			return true, choicesOf(n)
		}
		made++
		for p, typ := range pointers(reflect.ValueOf(at.Network())) {
			if _, shared := theirs[p]; shared && refers(typ) {
				t.Errorf("a world shares a %v with its network", typ)
			}
		}
		return true, nil
	})
	return made
}

// choicesOf is why references with candidates are open.
func choicesOf(n *reach.Network) []*reach.Unknown {
	var out []*reach.Unknown
	for _, a := range n.TableAssociations {
		out = append(out, a.Table.Why, a.Subnet.Why)
	}
	for _, r := range n.Routes {
		out = append(out, r.Target.Why)
	}
	for _, m := range n.MainTables {
		out = append(out, m.Table.Why)
	}
	for _, i := range n.Interfaces {
		for _, r := range i.Subnets.Items {
			out = append(out, r.Why)
		}
		for _, r := range i.Groups.Items {
			out = append(out, r.Why)
		}
	}
	return out[:min(len(out), 8)]
}

// pointers are all that a value leads to, with their types.
func pointers(v reflect.Value) map[uintptr]reflect.Type {
	out := map[uintptr]reflect.Type{}
	var visit func(reflect.Value)
	visit = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if _, seen := out[v.Pointer()]; seen || v.IsNil() {
				return
			}
			out[v.Pointer()] = v.Type()
			visit(v.Elem())
		case reflect.Interface:
			visit(v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				visit(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i))
			}
		case reflect.Map:
			for it := v.MapRange(); it.Next(); {
				visit(it.Value())
			}
		}
	}
	visit(v)
	return out
}

// refers reports whether objects of a type refer to others.
func refers(pointer reflect.Type) bool {
	typ := pointer.Elem()
	for i := range typ.NumField() {
		f := typ.Field(i)
		if f.Type.Kind() == reflect.Struct && (f.Name != "Origin" && hasField(f.Type, "To") || hasField(f.Type, "Items")) || f.Type.Kind() == reflect.Interface {
			return true
		}
	}
	return false
}

func hasField(typ reflect.Type, name string) bool {
	_, ok := typ.FieldByName(name)
	return ok
}

// TestWorldsAreBounded: however many choices there are, a question gets so many
// worlds, and all questions together so many.
func TestWorldsAreBounded(t *testing.T) {
	text := reachtest.BaselineNAT + "nat m in N\ntable private of v\n"
	for i := range 60 {
		text += fmt.Sprintf("  %d.0.0.0/8 > n|m\n", 20+i)
	}
	n := reachtest.MustParse(text).Network
	var hangs []*reach.Unknown
	for _, r := range n.Routes {
		if r.Target.Why != nil {
			hangs = append(hangs, r.Target.Why)
		}
	}
	w := reach.NewWorlds(n)
	judged := 0
	explore := func(choices int) (int, bool) {
		leaves, ok := reach.Explore(w, func(*reach.World) (bool, []*reach.Unknown) {
			judged++
			return false, hangs[:choices]
		})
		return len(leaves), ok
	}
	if leaves, ok := explore(10); leaves != 1024 || !ok {
		t.Errorf("ten choices: %d worlds, %v", leaves, ok)
	}
	judged = 0
	if _, ok := explore(11); ok || judged > 2*1024+11 {
		t.Errorf("eleven choices: %d worlds were judged, %v", judged, ok)
	}
	for _, c := range []struct {
		choices int
		want    bool
	}{{9, true}, {10, false}} {
		// Apply fails in all of twice as many: each subnet has a table.
		n := reachtest.MustParse(text, "table x of v\nassociation z of S|N with x").Network
		last := n.TableAssociations[len(n.TableAssociations)-1].Subnet.Why
		leaves, ok := reach.Explore(reach.NewWorlds(n), func(*reach.World) (bool, []*reach.Unknown) {
			var hangs []*reach.Unknown
			for _, r := range n.Routes {
				if r.Target.Why != nil && len(hangs) < c.choices {
					hangs = append(hangs, r.Target.Why)
				}
			}
			return false, append(hangs, last)
		})
		if ok != c.want || len(leaves) > 0 {
			t.Errorf("%d choices, and apply fails: %d worlds, %v", c.choices, len(leaves), ok)
		}
	}
	for range 1000 {
		explore(60)
	}
	before := judged
	if _, ok := explore(1); ok || judged > before {
		t.Errorf("work goes on without end: %d worlds were judged", judged)
	}
	if judged > 40_000 {
		t.Errorf("%d worlds were judged", judged)
	}
}

// TestDeciding: what makes the difference is what alone changes the verdict.
func TestDeciding(t *testing.T) {
	n := reachtest.MustParse(reachtest.BaselineNAT, `
nat m in N
table private of v
  1.0.0.0/8 > n|m
  2.0.0.0/8 > n|m
  3.0.0.0/8 > n|m
`).Network
	var hangs []*reach.Unknown
	for _, r := range n.Routes {
		if r.Target.Why != nil {
			hangs = append(hangs, r.Target.Why)
		}
	}
	first := func(at *reach.World, i int) bool {
		to, _ := at.Network().Routes[1+i].Target.Exact()
		return to.At().Address == "nat.n"
	}
	for _, c := range []struct {
		name    string
		verdict func(*reach.World) bool
		want    string
	}{
		{"one", func(at *reach.World) bool { return first(at, 1) }, "2.0.0.0/8.target"},
		{"two", func(at *reach.World) bool { return first(at, 0) || first(at, 2) }, "1.0.0.0/8.target 3.0.0.0/8.target"},
		{"none", func(*reach.World) bool { return true }, ""},
		{"parity", func(at *reach.World) bool { return first(at, 0) == first(at, 1) }, "1.0.0.0/8.target 2.0.0.0/8.target"},
	} {
		leaves, ok := reach.Explore(reach.NewWorlds(n), func(at *reach.World) (bool, []*reach.Unknown) {
			if len(at.Choices()) < 3 {
				return false, hangs
			}
			return c.verdict(at), nil
		})
		if !ok || len(leaves) != 8 {
			t.Fatalf("%s: %d leaves, %v", c.name, len(leaves), ok)
		}
		var names []string
		for _, d := range reach.Deciding(leaves, func(a, b bool) bool { return a == b }) {
			names = append(names, d.Why.Attribute)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestDecidingFarApart: where no two worlds differ in one choice only, all that they
// differ in makes the difference.
func TestDecidingFarApart(t *testing.T) {
	n := reachtest.MustParse(reachtest.BaselineNAT, "nat m in N\ntable private of v\n  1.0.0.0/8 > n|m\n  2.0.0.0/8 > n|m").Network
	leaves, _ := reach.Explore(reach.NewWorlds(n), func(at *reach.World) (string, []*reach.Unknown) { return at.Key(), choicesOf(n) })
	ends := []reach.Leaf[string]{leaves[0], leaves[len(leaves)-1]}
	if got := reach.Deciding(ends, func(a, b string) bool { return a == b }); len(leaves) != 4 || len(got) != 2 {
		t.Errorf("%d choices of %d worlds make the difference", len(got), len(leaves))
	}
}

// TestWorldsThatCannotBe: where a candidate is what AWS refuses, no world names it: a
// second table for a subnet (RT-1), a second route to one destination.
func TestWorldsThatCannotBe(t *testing.T) {
	const net = wide + `
subnet D 10.0.3.0/24 of v
table x of v
table y of v
  7.7.7.0/24 > i
route q in x 8.8.8.0/24 > i
`
	known := func(*reachtest.Scene) {}
	association := func(s *reachtest.Scene) *reach.TableAssociation {
		return s.Network.TableAssociations[len(s.Network.TableAssociations)-1]
	}
	route := func(s *reachtest.Scene) *reach.Route { return s.Network.Routes[len(s.Network.Routes)-1] }
	for _, c := range []struct {
		name, delta string
		change      func(*reachtest.Scene)
		want        int
	}{
		{"a subnet with a table, and one without", "association z of S|D with public", known, 1},
		{"the other way round", "association z of D|S with public", known, 1},
		{"two subnets with tables", "association z of N|S with x", known, 0},
		{"a subnet with the same table", "association z of S|D with private", known, 2},
		{"two that may be of one subnet", "association z of S|D with public\nassociation p of D|S with x", known, 0},
		{"an association that the plan only reads", "association z of S|D with public", func(s *reachtest.Scene) { association(s).Change = reach.Read }, 2},
		{"a table that nobody knows", "association z of S|D with ?", known, 2},
		{"a table with such a route, and one without", "route r in x|y 8.8.8.0/24 > n", known, 1},
		{"the other way round", "route r in y|x 8.8.8.0/24 > n", known, 1},
		{"to the same target", "route r in x|y 8.8.8.0/24 > i", known, 2},
		{"to another destination", "route r in x|y 8.8.9.0/24 > n", known, 2},
		{"to a destination that nobody knows", "route r in x|y ? > n", known, 2},
		{"to a target that nobody knows", "route r in x|y 8.8.8.0/24 > ?", known, 2},
		{"a route that the table shows", "route r in x|y 7.7.7.0/24 > n", known, 2},
		{"a route that the plan only reads", "route r in x|y 8.8.8.0/24 > n", func(s *reachtest.Scene) { route(s).Change = reach.Read }, 2},
	} {
		scene := reachtest.MustParse(net, c.delta)
		c.change(scene)
		var hangs []*reach.Unknown
		for _, a := range scene.Network.TableAssociations {
			hangs = append(hangs, a.Subnet.Why)
		}
		for _, r := range scene.Network.Routes {
			hangs = append(hangs, r.Table.Why)
		}
		leaves, ok := reach.Explore(reach.NewWorlds(scene.Network), func(*reach.World) (bool, []*reach.Unknown) { return true, hangs })
		if !ok || len(leaves) != c.want {
			t.Errorf("%s: %d worlds, want %d", c.name, len(leaves), c.want)
		}
	}
}

// TestRemarksOfWorlds: what a remark is about is an object of the same world.
func TestRemarksOfWorlds(t *testing.T) {
	scene := reachtest.MustParse(reachtest.BaselineNAT, "nat m in N\ntable private of v\n  0.0.0.0/0 > n|m")
	n := scene.Network
	n.Remarks = []*reach.Remark{{About: scene.Object("table", "private")}, {}}
	if made := checkApart(t, n); made != 2 {
		t.Errorf("%d worlds", made)
	}
	reach.Explore(reach.NewWorlds(n), func(at *reach.World) (bool, []*reach.Unknown) {
		remarks := at.Network().Remarks
		table, _ := remarks[0].About.(*reach.RouteTable)
		if !slices.ContainsFunc(at.Network().Routes, func(r *reach.Route) bool { return r.Table.Is(table) }) || remarks[1].About != nil {
			t.Errorf("a remark is about %v, another about %v", remarks[0].About, remarks[1].About)
		}
		return true, choicesOf(n)
	})
}

// TestWorldsOfLists: routes to two prefix lists are no two routes to one destination,
// and apply fails in none of their worlds.
func TestWorldsOfLists(t *testing.T) {
	scene, err := reachtest.Parse(`
vpc v 10.0.0.0/16
igw i of v
subnet S 10.0.1.0/24 of v, table x, public-ips
table x of v
table y of v
list l 8.8.8.0/24
list m 9.9.9.0/24
group app of v
  out all to 0.0.0.0/0
host a 10.0.1.10 in S, groups app
route r in x|y list l > i
route q in x list m > blackhole`)
	if err != nil {
		t.Fatal(err)
	}
	all := reach.NewWorlds(scene.Network)
	asked := packet.Of(packet.Packet{Protocol: packet.TCP, Src: netip.MustParseAddr("10.0.1.10"), Dst: netip.MustParseAddr("8.8.8.8"), SrcPort: 40000, DstPort: 443})
	if _, leaves, ok := explored(all, 0, asked); !ok || len(leaves) != 2 {
		t.Errorf("%d worlds, want 2", len(leaves))
	}
}

// TestChoices: what names one of its candidates and nothing else is a choice, and the
// reason of one.
func TestChoices(t *testing.T) {
	for _, c := range []struct {
		delta string
		want  bool
	}{
		{"", false},
		{"table private of v\n  0.0.0.0/0 > n|m", true},
		{"table private of v\n  0.0.0.0/0 > n|?", false},
		{"table private of v\n  0.0.0.0/0 > ?", false},
	} {
		n := reachtest.MustParse(reachtest.BaselineNAT, "nat m in N\n"+c.delta).Network
		w := reach.NewWorlds(n)
		if w.Any() != c.want {
			t.Errorf("%s: any choice: %v", c.delta, w.Any())
		}
		for _, r := range n.Routes {
			if why := r.Target.Why; why != nil && w.IsChoice(why) != c.want || w.IsChoice(&reach.Unknown{}) {
				t.Errorf("%s: is a choice: %v", c.delta, w.IsChoice(why))
			}
		}
	}
}

// TestSizeIsWhatACopyTakes: what worlds are bounded by counts every object that a
// world has of its own, and nothing that it shares.
func TestSizeIsWhatACopyTakes(t *testing.T) {
	typ := reflect.TypeFor[reach.Network]()
	for i := range typ.NumField() {
		n := reachtest.MustParse(reachtest.BaselineNAT, "nat m in N\ntable private of v\n  0.0.0.0/0 > n|m").Network
		before := n.Size()
		list := reflect.ValueOf(n).Elem().Field(i)
		added := reflect.New(list.Type().Elem().Elem())
		list.Set(reflect.Append(list, added))
		reach.Explore(reach.NewWorlds(n), func(at *reach.World) (bool, []*reach.Unknown) {
			if at.Key() == "" {
				return true, choicesOf(n)
			}
			copies := reflect.ValueOf(at.Network()).Elem().Field(i)
			want := before
			if copies.Index(copies.Len()-1).Pointer() != added.Pointer() {
				want++
			}
			if got := n.Size(); got != want {
				t.Errorf("with one more of %s: %d, want %d", typ.Field(i).Name, got, want)
			}
			return true, nil
		})
	}
}
