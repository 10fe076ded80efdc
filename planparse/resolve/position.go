package resolve

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// Position is where the configuration writes what is at a path of a resource, such
// as "ingress[1].cidr_block": the narrowest of the argument, the nested or dynamic
// block, and the header of the resource's block. It is false when the configuration
// has no such block. What is written in one of several places, and nobody can tell
// which, is in the block around them.
func (r *Resolver) Position(at address.Resource, path string) (hcl.Range, bool) {
	if r.src == nil {
		return hcl.Range{}, false
	}
	m := r.src.Modules[callPath(at.Module)]
	if m == nil {
		return hcl.Range{}, false
	}
	bare := at
	bare.Module = nil
	block := m.Resources[bare.Config()]
	if block == nil {
		return hcl.Range{}, false
	}
	res := r.byAddr[at.String()]
	if res == nil {
		// Of any instance the block is the same, but what it makes may not be.
		path = withoutIndexes(path)
	}
	spot, body := block.Range, block.Body
	var a *Attr // what body makes, nil where that is not known
	if res != nil {
		a = r.After(res).kept()
	}
	for i, s := range stepsOf(path) {
		if i == 0 && ignored(block, res, s.name) {
			return spot, true
		}
		items := source.Sequence(body, s.name)
		if len(items) == 0 {
			if argument, ok := source.ArgumentRange(body, s.name); ok {
				spot = argument
			}
			return spot, true
		}
		var list *Attr
		if a != nil {
			list = a.Get(s.name).kept()
		}
		item := r.writer(items, list, s.index, res)
		if item == nil {
			return spot, true
		}
		spot = item.Range()
		if member, ok := source.ArgumentRange(body, s.name); ok && len(items) == 1 && !item.Native() {
			// In JSON syntax a single block is a member of an object, with its name.
			spot = member
		}
		body, a = item.Body(), list.at(s.index)
	}
	return spot, true
}

// ignored reports whether the plan has an attribute as it was, whatever the
// configuration says of it.
func ignored(block *source.Resource, res *planjson.Resource, name string) bool {
	if res != nil && (res.Actions.Create() || res.Actions.Replace()) {
		return false
	}
	return slices.Contains(block.IgnoreChanges, name) || slices.Contains(block.IgnoreChanges, "*")
}

// pathStep is a step of a path: a name, and -1 or the index of an element.
type pathStep struct {
	name  string
	index int
}

var stepPattern = regexp.MustCompile(`^([A-Za-z_][\w-]*)(?:\[([0-9]{1,6})\])?(?:\.|$)`)

// stepsOf are the steps of a path, as far as it is one: what AWS makes and no
// attribute is has a name as well.
func stepsOf(path string) []pathStep {
	var out []pathStep
	for path != "" {
		m := stepPattern.FindStringSubmatch(path)
		if m == nil {
			break
		}
		s := pathStep{m[1], -1}
		if m[2] != "" {
			s.index, _ = strconv.Atoi(m[2])
		}
		out = append(out, s)
		path = path[len(m[0]):]
	}
	return out
}

var fromIndex = regexp.MustCompile(`\[[0-9]+\].*`)

// withoutIndexes is a path up to its first index.
func withoutIndexes(path string) string { return fromIndex.ReplaceAllString(path, "") }

// at is an element of the list a; nil where there is none.
func (a *Attr) at(i int) *Attr {
	switch {
	case a == nil:
		return nil
	case a.value.Kind == planjson.Object:
		return a
	case i < 0 || a.value.Kind != planjson.List || i >= len(a.value.Items):
		return nil
	}
	items, _ := a.Items()
	return &items[i]
}

// maxCompared bounds how many elements are compared with how many blocks for the
// positions of a plan. Beyond it a block is one of several.
const maxCompared = 1 << 18

// writer is the one of several items that wrote an element of a list; nil when it
// may be one or another, or none. Without an index something is asked that the
// items lack: a single one is where it would stand.
func (r *Resolver) writer(items []source.Item, list *Attr, i int, res *planjson.Resource) *source.Item {
	var single *source.Item
	if len(items) == 1 {
		single = &items[0]
	}
	if list.at(i) == nil {
		return single
	}
	outer, reason := r.origins(list.parent, res)
	if reason != "" || len(outer) != 1 {
		return single
	}
	if _, known := r.pairs[list.key()]; !known {
		makers, reason := outer[0].blocks(r.eval, list.name)
		if reason != "" {
			return single
		}
		if r.compared += len(makers) * len(list.value.Items); r.compared > maxCompared {
			return nil
		}
	}
	p := r.pair(list, outer[0])
	switch {
	case p.other:
		return nil
	case p.reason != "":
		return single
	}
	return only(p.of[max(i, 0)], items)
}

// only is the one of the items that all the blocks are of, nil when there is none.
func only(blocks []made, items []source.Item) *source.Item {
	var one *source.Item
	for _, b := range blocks {
		at := slices.IndexFunc(items, func(i source.Item) bool { return sameBody(i.Body(), b.body) })
		if at < 0 || one != nil && one != &items[at] {
			return nil
		}
		one = &items[at]
	}
	return one
}

// sameBody reports whether both are the body of one block. In JSON syntax it is made
// anew each time.
func sameBody(a, b hcl.Body) bool {
	if a == b {
		return true
	}
	_, native1 := a.(*hclsyntax.Body)
	_, native2 := b.(*hclsyntax.Body)
	return !native1 && !native2 && b != nil && a.MissingItemRange() == b.MissingItemRange()
}
