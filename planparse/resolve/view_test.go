package resolve_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// derived is kinds in which other follows from the rest of a resource, in one way.
type derived struct {
	kinds
	other func(resolve.View) cty.Value
}

func (d derived) Derived(name, attribute string) func(resolve.View) cty.Value {
	switch {
	case name == "t_vpc" && attribute == "cidr":
		return func(v resolve.View) cty.Value { return v.Block("cidr", 56) }
	case name == "t_maker" && attribute == "other":
		return d.other
	}
	return nil
}

// TestDerived: what a provider makes of the other attributes of a resource.
func TestDerived(t *testing.T) {
	const maker = `
resource "t_maker" "m" {
  ref = t_vpc.a.id
  route {
    ref  = t_vpc.b.id
    cidr = "x"
  }
  route {
    ref = t_vpc.a.id
  }
}`
	blocks := func(v resolve.View, take func([]resolve.View) cty.Value) cty.Value {
		if all, ok := v.Blocks("route"); ok {
			return take(all)
		}
		return v.Unknown()
	}
	for _, tt := range []struct {
		name, maker string
		other       func(resolve.View) cty.Value
		want        string
	}{
		{"another attribute", maker, func(v resolve.View) cty.Value { return v.Get("ref") }, "exact t_vpc.a.id"},
		{"an attribute that is not set", maker, func(v resolve.View) cty.Value { return v.Get("vpc_id") }, "unknown: known after apply; it depends on a value that the plan does not show"},
		{"an attribute of a block", maker, func(v resolve.View) cty.Value {
			return blocks(v, func(all []resolve.View) cty.Value { return all[0].Get("ref") })
		}, "exact t_vpc.b.id"},
		{"an attribute of another block", maker, func(v resolve.View) cty.Value {
			return blocks(v, func(all []resolve.View) cty.Value { return all[1].Get("ref") })
		}, "exact t_vpc.a.id"},
		{"an attribute that a block does not set", maker, func(v resolve.View) cty.Value {
			return blocks(v, func(all []resolve.View) cty.Value {
				if all[1].Get("cidr").IsNull() && !all[0].Get("cidr").IsNull() {
					return all[0].Get("ref")
				}
				return v.Unknown()
			})
		}, "exact t_vpc.b.id"},
		{"how many blocks there are", maker, func(v resolve.View) cty.Value {
			return blocks(v, func(all []resolve.View) cty.Value { return all[len(all)-1].Get("ref") })
		}, "exact t_vpc.a.id"},
		{"no blocks", `resource "t_maker" "m" { ref = t_vpc.a.id }`, func(v resolve.View) cty.Value {
			return blocks(v, func(all []resolve.View) cty.Value {
				if len(all) == 0 {
					return v.Get("ref")
				}
				return v.Unknown()
			})
		}, "exact t_vpc.a.id"},
		{"blocks of which nobody knows how many there are", "resource \"t_maker\" \"m\" {\n dynamic \"route\" {\n for_each = timestamp()\n content {}\n }\n}", func(v resolve.View) cty.Value {
			return blocks(v, func([]resolve.View) cty.Value { return v.Get("ref") })
		}, "unknown: known after apply; the provider computes it"},
		{"what an id names", maker, func(v resolve.View) cty.Value {
			if of, ok := v.Of(v.Get("ref")); ok {
				return of.Get("id")
			}
			return v.Unknown()
		}, "exact t_vpc.a.id"},
		{"what a known id names", `resource "t_maker" "m" { ref = "vpc-old" }`, func(v resolve.View) cty.Value {
			if of, ok := v.Of(v.Get("ref")); ok && of.Address() == "t_vpc.old" {
				return of.ID("more")
			}
			return v.Unknown()
		}, "exact t_vpc.old.more"},
		{"what an id beyond the plan names", `resource "t_maker" "m" { ref = "vpc-none" }`, func(v resolve.View) cty.Value {
			if _, ok := v.Of(v.Get("ref")); ok {
				return v.Get("ref")
			}
			return v.Unknown()
		}, "unknown: known after apply; the provider computes it"},
		{"what null names", `resource "t_maker" "m" { ref = null }`, func(v resolve.View) cty.Value {
			if _, ok := v.Of(v.Get("ref")); ok {
				return v.ID("id")
			}
			return v.Unknown()
		}, "unknown: known after apply; the provider computes it"},
		{"what a chosen id names", `resource "t_maker" "m" { ref = length(t_vpc.a.id) == 36 ? t_vpc.a.id : t_vpc.b.id }`, func(v resolve.View) cty.Value {
			if of, ok := v.Of(v.Get("ref")); ok {
				return of.Get("id")
			}
			return v.Unknown()
		}, "unknown: known after apply; the provider computes it"},
		{"what the text of an id names", `resource "t_maker" "m" { ref = "x${t_vpc.a.id}" }`, func(v resolve.View) cty.Value {
			if of, ok := v.Of(v.Get("ref")); ok {
				return of.Get("id")
			}
			return v.Unknown()
		}, "unknown: known after apply; the provider computes it"},
		{"an id of its own", maker, func(v resolve.View) cty.Value { return v.ID("made") }, "exact t_maker.m.made"},
		{"the first of a list in the order of ids", maker, func(v resolve.View) cty.Value {
			ids := []cty.Value{v.ID("one"), v.ID("two")}
			return v.Unordered(ids, ids).Index(cty.NumberIntVal(0))
		}, "candidates t_maker.m.one open true"},
		{"a list in the order of ids, of one", maker, func(v resolve.View) cty.Value {
			ids := []cty.Value{v.ID("one")}
			return v.Unordered(ids, ids).Index(cty.NumberIntVal(0))
		}, "exact t_maker.m.one"},
		{"a list in an order that nobody knows, all alike", maker, func(v resolve.View) cty.Value {
			return v.Unordered([]cty.Value{v.ID("one"), cty.UnknownVal(cty.String)}, []cty.Value{v.Get("ref"), v.Get("ref")}).Index(cty.NumberIntVal(1))
		}, "exact t_vpc.a.id"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s]}`, strings.Join([]string{
				create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`),
				`{"mode":"managed","type":"t_vpc","name":"old","change":{"actions":["no-op"],"before":{"id":"vpc-old"},"after":{"id":"vpc-old"}}}`,
				create("t_maker.m", `{}`, `{"id":true,"ref":true,"other":true}`), create("t_user.u", `{}`, `{"ref":true}`),
			}, ",")))
			src := readSources(t, map[string]string{"main.tf": "resource \"t_vpc\" \"a\" {}\nresource \"t_vpc\" \"b\" {}\nresource \"t_vpc\" \"old\" {}\nresource \"t_user\" \"u\" { ref = t_maker.m.other }\n" + tt.maker})
			r := resolve.New(p, src, derived{other: tt.other}, resolve.Wide(kinds{}, src))
			if got := describe(r.After(find(t, p, "t_user.u")).Get("ref").Ref()); !strings.HasPrefix(got, tt.want) {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestCuts: what is cut from a block that apply picks is the same part whichever block
// that will be, and what looks at its text is nothing that anybody knows.
func TestCuts(t *testing.T) {
	block := netip.MustParsePrefix("2a05:d014:1:2300::/56")
	for _, tt := range []struct{ name, expr, want string }{
		{"the block itself", "t_vpc.a.cidr", "2a05:d014:1:2300::/56"},
		{"a part of it", "cidrsubnet(t_vpc.a.cidr, 8, 10)", "2a05:d014:1:230a::/64"},
		{"the last part of it", "cidrsubnet(t_vpc.a.cidr, 8, 255)", "2a05:d014:1:23ff::/64"},
		{"one of several parts", "cidrsubnets(t_vpc.a.cidr, 4, 8)[1]", "2a05:d014:1:2310::/64"},
		{"a part of a part", "cidrsubnet(cidrsubnet(t_vpc.a.cidr, 4, 1), 4, 2)", "2a05:d014:1:2312::/64"},
		{"an address", "cidrhost(t_vpc.a.cidr, 5)", "2a05:d014:1:2300::5/128"},
		{"handed on", `element(concat(["x"], [cidrsubnet(t_vpc.a.cidr, 8, 1)]), 1)`, "2a05:d014:1:2301::/64"},
		{"in a list", "[for i in [1, 2] : cidrsubnet(t_vpc.a.cidr, 8, i)][1]", "2a05:d014:1:2302::/64"},
		{"not null", `t_vpc.a.cidr == null ? "x" : t_vpc.a.cidr`, "2a05:d014:1:2300::/56"},
		{"in a text", `"${t_vpc.a.cidr}x"`, ""},
		{"a part of its text", `substr(t_vpc.a.cidr, 0, 4)`, ""},
		{"replaced", `replace(t_vpc.a.cidr, "/56", "/64")`, ""},
		{"one of several", `[for c in compact([t_vpc.a.cidr, t_vpc.b.cidr]) : cidrsubnet(c, 8, 1)][0]`, "2a05:d014:1:2301::/64"},
		{"the first that is there", `coalesce(t_vpc.a.cidr, t_vpc.b.cidr)`, "2a05:d014:1:2300::/56"},
		{"compared", `t_vpc.a.cidr == t_vpc.b.cidr ? t_vpc.a.cidr : t_vpc.a.cidr`, ""},
		{"sorted with another", `sort([t_vpc.a.cidr, t_vpc.b.cidr])[0]`, ""},
		{"one of two", `length(t_vpc.b.id) == 36 ? t_vpc.a.cidr : t_vpc.b.cidr`, ""},
		{"an id", "t_vpc.a.id", ""},
		{"another text", `"x"`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s]}`, strings.Join([]string{
				create("t_vpc.a", `{}`, `{"id":true,"cidr":true}`), create("t_vpc.b", `{}`, `{"id":true,"cidr":true}`), create("t_user.u", `{}`, `{"ref":true}`),
			}, ",")))
			src := readSources(t, map[string]string{"main.tf": "resource \"t_vpc\" \"a\" {}\nresource \"t_vpc\" \"b\" {}\nresource \"t_user\" \"u\" { ref = " + tt.expr + " }"})
			a := resolve.New(p, src, derived{}, resolve.Wide(kinds{}, src)).After(find(t, p, "t_user.u")).Get("ref")
			cut, ok := a.Cut()
			if exact := a.Ref().State == resolve.Exact; ok && exact != (tt.want == block.String()) {
				t.Errorf("exact %v", exact)
			}
			got := ""
			if ok {
				part, fits := cut.In(block)
				if got = part.String(); !fits || cut.Of.String() != "t_vpc.a.cidr" {
					t.Errorf("%v of %v", part, cut.Of)
				}
			}
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// TestAmbiguousCuts: of an element that may be from one of two blocks, a cut is certain
// where both say the same one.
func TestAmbiguousCuts(t *testing.T) {
	for _, tt := range []struct{ name, first, second, want string }{
		{"the same twice", "cidrsubnet(t_vpc.a.cidr, 8, 1)", "cidrsubnet(t_vpc.a.cidr, 8, 1)", "2a05:d014:1:2301::/64"},
		{"others", "cidrsubnet(t_vpc.a.cidr, 8, 1)", "cidrsubnet(t_vpc.a.cidr, 8, 2)", ""},
		{"of others", "cidrsubnet(t_vpc.a.cidr, 8, 1)", "cidrsubnet(t_vpc.b.cidr, 8, 1)", ""},
		{"or none", "cidrsubnet(t_vpc.a.cidr, 8, 1)", "timestamp()", ""},
		{"none, or one", "timestamp()", "cidrsubnet(t_vpc.a.cidr, 8, 1)", ""},
	} {
		// The first block may be either element, the second one as well.
		p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s]}`, strings.Join([]string{
			create("t_vpc.a", `{}`, `{"id":true,"cidr":true}`), create("t_vpc.b", `{}`, `{"id":true,"cidr":true}`),
			create("t_user.u", `{"whole":[{"other":"vpc-1"},{"other":"vpc-2"}]}`, `{"whole":[{"ref":true},{"ref":true}]}`),
		}, ",")))
		src := readSources(t, map[string]string{"main.tf": "resource \"t_vpc\" \"a\" {}\nresource \"t_vpc\" \"b\" {}\nresource \"t_user\" \"u\" {\n whole {\n ref = " + tt.first + "\n}\n whole {\n ref = " + tt.second + "\n other = var.x\n}\n}"})
		items, _ := resolve.New(p, src, derived{}, resolve.Wide(kinds{}, src)).After(find(t, p, "t_user.u")).Get("whole").Items()
		got := ""
		if cut, ok := items[0].Get("ref").Cut(); ok {
			part, _ := cut.In(netip.MustParsePrefix("2a05:d014:1:2300::/56"))
			got = part.String()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
