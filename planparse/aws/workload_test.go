package aws_test

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

// workload is a workload of a network in words; empty when there is none.
func workload(net *reach.Network, address string) string {
	for _, w := range net.Workloads {
		if w.Address != address {
			continue
		}
		var out []string
		for _, item := range w.Interfaces.Items {
			i, ok := item.Exact()
			if !ok {
				out = append(out, open(item.Why))
				continue
			}
			out = append(out, described(i))
		}
		if w.Interfaces.Why != nil {
			out = append(out, "interfaces "+open(w.Interfaces.Why))
		}
		return strings.Join(out, "; and ")
	}
	return ""
}

func described(i *reach.Interface) string {
	parts := []string{"in " + items(i.Subnets)}
	switch {
	case i.NoGroups:
		parts = append(parts, "default group")
	case i.Unfiltered:
		parts = append(parts, "no groups")
	default:
		parts = append(parts, "groups "+items(i.Groups))
	}
	grants := []string{"by subnet", "perhaps by subnet", "yes", "no"}
	for _, g := range []struct {
		what string
		reach.Fact[reach.Grant]
	}{{"public", i.Public}, {"IPv6", i.IPv6}} {
		if g.Why != nil {
			parts = append(parts, g.what+" "+open(g.Why))
		} else {
			parts = append(parts, g.what+" "+grants[g.Value])
		}
	}
	for what, is := range map[string]bool{"passive": i.Passive, "hyperplane": i.Hyperplane, "high ports": i.HighPorts, "assumed": i.Assumed != ""} {
		if is {
			parts = append(parts, what)
		}
	}
	slices.Sort(parts[4:])
	return strings.Join(parts, ", ")
}

func items[T interface {
	comparable
	reach.Object
}](refs reach.Refs[T]) string {
	var out []string
	for _, r := range refs.Items {
		if o, ok := r.Exact(); ok {
			out = append(out, o.At().String())
		} else {
			out = append(out, open(r.Why))
		}
	}
	if refs.Why != nil {
		out = append(out, open(refs.Why))
	}
	return strings.Join(out, " ")
}

// open is where something is that is not known.
func open(u *reach.Unknown) string {
	at := reach.Origin{Address: u.Address, Attribute: u.Attribute}
	return "?" + at.String()
}
