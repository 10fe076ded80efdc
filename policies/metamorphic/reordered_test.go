package metamorphic_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// TestReordered: neither the order of resources in a plan means anything, nor that of
// the keys of an object, of the elements of a set, of the blocks of a configuration
// and of its files.
func TestReordered(t *testing.T) {
	n := tally{}
	for i, s := range cases(t) {
		for _, s := range []subject{s, s.without()} {
			rng := rand.New(rand.NewPCG(*seed, uint64(i)))
			for range *rounds {
				is, text := reordered(t, rng, s)
				same(t, is.name, base(t, s), judge(t, is.readText(t, text), s.sentences), culprits, nil)
				n.add(base(t, s))
			}
		}
	}
	n.enough(t)
}

// sets are the attributes whose elements have no order.
var sets = []string{
	"ingress", "egress", "route", "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups", "vpc_security_group_ids",
	"subnet_ids", "security_group_ids", "vpc_zone_identifier", "entry", "subnet_mapping", "route_table_ids", "propagating_vgws",
}

// reordered is a subject, with the text of its plan, in another order.
func reordered(t *testing.T, rng *rand.Rand, s subject) (subject, []byte) {
	t.Helper()
	s = s.clone()
	s.name += fmt.Sprintf(" in another order (-metamorphic.seed %d)", *seed)
	for _, c := range resources(s.plan) {
		reorderSets(rng, c["change"].(object))
	}
	shuffle(rng, list(s.plan["resource_changes"]))
	shuffle(rng, list(s.plan["resource_drift"]))
	for _, m := range stateModules(s.plan) {
		shuffle(rng, list(m["resources"]))
		shuffle(rng, list(m["child_modules"]))
	}
	visitModules(root(s.plan), func(m object) { shuffle(rng, list(m["resources"])) })
	if s.files != nil {
		s.files = reorderFiles(t, rng, s.files)
	}
	var text bytes.Buffer
	write(t, rng, &text, s.plan)
	return s, text.Bytes()
}

func shuffle[T any](rng *rand.Rand, l []T) {
	rng.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
}

// reorderSets reorders the sets of a change, in all that is said of them alike.
func reorderSets(rng *rand.Rand, change object) {
	for _, name := range sets {
		length := -1
		var sides [][]any
		for _, side := range []string{"before", "after", "before_sensitive", "after_sensitive", "after_unknown"} {
			values, _ := change[side].(object)
			if l, ok := values[name].([]any); ok && len(l) > 0 {
				sides = append(sides, l)
				if length < 0 {
					length = len(l)
				}
				if length != len(l) {
					length = 0
				}
			}
		}
		if length <= 0 {
			continue
		}
		order := rng.Perm(length)
		for _, l := range sides {
			was := slices.Clone(l)
			for i, from := range order {
				l[i] = was[from]
			}
		}
	}
}

// reorderFiles puts the blocks of each module into another order, and into other
// files.
func reorderFiles(t *testing.T, rng *rand.Rand, files fstest.MapFS) fstest.MapFS {
	t.Helper()
	blocks := map[string][]string{} // by folder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		blocks[folder(name)] = append(blocks[folder(name)], blocksOf(t, name, files[name].Data)...)
	}
	out := fstest.MapFS{}
	for _, dir := range slices.Sorted(maps.Keys(blocks)) {
		all := blocks[dir]
		shuffle(rng, all)
		for i, b := range all {
			name := fmt.Sprintf("%sfile%d.tf", dir, i%3)
			if out[name] == nil {
				out[name] = &fstest.MapFile{}
			}
			out[name].Data = append(out[name].Data, b+"\n"...)
		}
	}
	return out
}

// folder is the part of a file's name that ends with a slash.
func folder(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '/' {
			return name[:i+1]
		}
	}
	return ""
}

// blocksOf are the blocks of a file as text.
func blocksOf(t *testing.T, name string, text []byte) []string {
	t.Helper()
	f, diags := hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var out []string
	for _, b := range f.Body.(*hclsyntax.Body).Blocks {
		out = append(out, string(b.Range().SliceBytes(text)))
	}
	return out
}

// write writes JSON with the keys of each object in a random order.
func write(t *testing.T, rng *rand.Rand, to *bytes.Buffer, v any) {
	t.Helper()
	switch v := v.(type) {
	case object:
		keys := slices.Sorted(maps.Keys(v))
		shuffle(rng, keys)
		to.WriteByte('{')
		for i, k := range keys {
			if i > 0 {
				to.WriteByte(',')
			}
			write(t, rng, to, k)
			to.WriteByte(':')
			write(t, rng, to, v[k])
		}
		to.WriteByte('}')
	case []any:
		to.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				to.WriteByte(',')
			}
			write(t, rng, to, e)
		}
		to.WriteByte(']')
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		to.Write(raw)
	}
}
