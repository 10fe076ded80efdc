package metamorphic_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestWrittenOtherwise: rules as blocks or as resources of their own, modules or none,
// count or for_each: what comes of it is the same, at the first apply and after it.
func TestWrittenOtherwise(t *testing.T) {
	n := tally{}
	for _, c := range []struct {
		folder, one string
		others      []string
		// names are what is called otherwise.
		names *strings.Replacer
	}{
		{folder: "groups", one: "inline", others: []string{"rule", "one-each"}},
		{folder: "acls", one: "inline", others: []string{"rule"}},
		{folder: "routes", one: "inline", others: []string{"route"}},
		{folder: "module", one: "flat", others: []string{"module"}, names: strings.NewReplacer("aws_subnet.", "module.network.aws_subnet.")},
		{folder: "keys", one: "count", others: []string{"for-each"}, names: strings.NewReplacer("[0]", `["a"]`, "[1]", `["b"]`)},
	} {
		rename := func(s string) string { return s }
		if c.names != nil {
			rename = c.names.Replace
		}
		plan := func(name string) subject {
			s := subjects(t, filepath.Join("../../testdata/alike", c.folder, name, "plan.json"))[0]
			s.name = c.folder + "/" + name
			s.sentences = append(s.sentences[:len(s.sentences):len(s.sentences)], written...)
			return s
		}
		one := plan(c.one)
		n.add(base(t, one))
		for _, name := range c.others {
			other := plan(name)
			same(t, other.name, base(t, one), base(t, other), codes, rename)
			same(t, other.name+", applied", base(t, applied(t, one)), base(t, applied(t, other)), codes, rename)
			same(t, other.name+", applied and refreshed", base(t, other), refreshed(applied(t, other)).judge(t), codes, nil)
			if why := turned(base(t, other), base(t, other.without())); why != "" {
				t.Errorf("%s: without sources %s", other.name, why)
			}
		}
	}
	n.enough(t)
}

// written are sentences about what the plans of testdata/alike differ in.
var written = []string{
	"workloads reach 8.8.8.0/24:icmp", "workloads reach 203.0.114.0/24:8000-8010", "workloads cannot reach 10.0.0.0/8", "subnets reach 142.250.0.0/15:443",
	"subnets reach 8.8.4.0/24:443", "subnets cannot reach 8.8.4.0/24:443", "private subnets reach 10.99.0.0/16:443", "workloads reach 10.70.1.0/24:5432",
}
