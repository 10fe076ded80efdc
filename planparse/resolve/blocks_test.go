package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestBlocksOfASet: which block an element is from is said only when it cannot be
// from any other, or when the other elements look just the same. Each case has two blocks and the first of two elements, whose
// ref is asked.
func TestBlocksOfASet(t *testing.T) {
	const (
		a    = "exact t_vpc.a.id"
		none = "unknown: known after apply; which block"
		open = "candidates t_vpc.a.id t_vpc.b.id open false"
	)
	for _, tt := range []struct{ name, first, second, element, other, want string }{
		{"literals", `cidr = "10.0.0.0/8"`, `cidr = "0.0.0.0/0"`, `{"cidr":"10.0.0.0/8"}`, `{"cidr":"0.0.0.0/0"}`, a},
		{"the other order", `cidr = "0.0.0.0/0"`, `cidr = "10.0.0.0/8"`, `{"cidr":"0.0.0.0/0"}`, `{"cidr":"10.0.0.0/8"}`, a},
		{"host bits", `cidr = "10.1.2.3/8"`, `cidr = var.x`, `{"cidr":"10.0.0.0/8"}`, `{"cidr":"10.0.0.0/8"}`, a},
		{"host bits, another block", `cidr = "10.1.2.3/8"`, `cidr = "0.0.0.0/0"`, `{"cidr":"10.0.0.0/8"}`, `{"cidr":"0.0.0.0/0"}`, a},
		{"null is false", `flag = null`, `port = var.p`, `{"flag":false,"port":443}`, `{"flag":false,"port":443}`, a},
		{"a number for a name", `protocol = "6"`, `protocol = var.p`, `{"protocol":"tcp"}`, `{"protocol":"tcp"}`, a},
		{"a number for a name, and another name", `protocol = "6"`, `protocol = "udp"`, `{"protocol":"tcp"}`, `{"protocol":"udp"}`, a},
		{"case", `protocol = "TCP"`, `protocol = lower("TCP")`, `{"protocol":"tcp"}`, `{"protocol":"tcp"}`, a},
		{"other words", `protocol = "TCP"`, `protocol = "udp"`, `{"protocol":"tcp"}`, `{"protocol":"udp"}`, a},
		{"numbers", `port = 443`, `port = 80`, `{"port":443}`, `{"port":80}`, a},
		{"a number as text", `port = "443"`, `port = 80`, `{"port":443}`, `{"port":80}`, a},
		{"lists of blocks", `cidrs = ["10.0.0.0/8", "11.0.0.0/8"]`, `cidrs = ["10.0.0.0/8"]`, `{"cidrs":["11.0.0.0/8","10.0.0.0/8"]}`, `{"cidrs":["10.0.0.0/8"]}`, a},
		{"unset is any default", ``, `cidr = var.x`, `{"cidr":"0.0.0.0/0"}`, `{"cidr":"10.0.0.0/8"}`, open},
		{"two claims to one block", `cidr = "10.0.0.0/8"`, `cidr = "11.0.0.0/8"`, `{"cidr":"10.0.0.0/8"}`, `{"cidr":"10.0.0.0/8"}`, none},
		{"an id of apply is not known", `other = var.x`, `other = t_vpc.b.id`, `{"other":""}`, `{"cidr":"0.0.0.0/0"}`, a},
		{"blocks within", "cidr = \"10.0.0.0/8\"\n route { cidr = \"x\" }", `cidr = "0.0.0.0/0"`, `{"cidr":"10.0.0.0/8","route":[{"cidr":"y"}]}`, `{"cidr":"0.0.0.0/0"}`, a},
		{"an element less than blocks", `cidr = "10.0.0.0/8"`, `cidr = "0.0.0.0/0"`, `{"cidr":"10.0.0.0/8"}`, ``, none},
	} {
		t.Run(tt.name, func(t *testing.T) {
			elements, unknown := tt.element, `{"ref":true}`
			if tt.other != "" {
				elements, unknown = elements+","+tt.other, unknown+","+unknown
			}
			p := readPlan(t, strings.Split(plan([]string{
				create("t_vpc.a", `{}`, `{"id":true}`),
				create("t_vpc.b", `{}`, `{"id":true}`),
				create("t_user.u", `{"whole":[`+elements+`]}`, `{"whole":[`+unknown+`]}`),
			}, `{}`), `,"configuration"`)[0]+"}")
			src := readSources(t, map[string]string{"main.tf": `
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_user" "u" {
  whole {
    ` + tt.first + `
    ref = t_vpc.a.id
  }
  whole {
    ` + tt.second + `
    ref = t_vpc.b.id
  }
}`})
			items, _ := resolve.New(p, src, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("whole").Items()
			if got := describe(items[0].Get("ref").Ref()); !strings.HasPrefix(got, tt.want) {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestBlockOfOneElement: a block that only one element can be from is that element's, though
// others would do for it as well.
func TestBlockOfOneElement(t *testing.T) {
	p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s]}`, strings.Join([]string{
		create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`),
		create("t_user.u", `{"whole":[{"cidr":"11.0.0.0/8"},{"cidr":"10.0.0.0/8"},{"cidr":"12.0.0.0/8"}]}`, `{"whole":[{"ref":true},{"ref":true},{"ref":true}]}`),
	}, ",")))
	src := readSources(t, map[string]string{"main.tf": `
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_user" "u" {
  whole {
    cidr = var.x
    ref  = t_vpc.b.id
  }
  whole {
    cidr = "10.0.0.0/8"
    ref  = t_vpc.a.id
  }
  whole {
    cidr = var.y
    ref  = t_vpc.b.id
  }
}`})
	items, _ := resolve.New(p, src, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("whole").Items()
	for i, want := range []string{"exact t_vpc.b.id", "exact t_vpc.a.id", "exact t_vpc.b.id"} {
		if got := describe(items[i].Get("ref").Ref()); got != want {
			t.Errorf("whole[%d]: %s, want %s", i, got, want)
		}
	}
	if got := answer(items[1].Get("ref").Answer()); got != "exact t_vpc.a.id" {
		t.Errorf("the answer is %s", got)
	}
	if got := answer(items[0].Get("ref").Answer()); !strings.HasPrefix(got, "unknown: known after apply; which block") {
		t.Errorf("the answer of one of two is %s", got)
	}
}

// TestPartlyKnownLists: elements that the plan knows stand among those that it
// does not, in the order of the sources.
func TestPartlyKnownLists(t *testing.T) {
	for _, tt := range []struct{ name, expr, refs, after, unknown, want string }{
		{"a literal and an id", `["pl-1", t_vpc.a.id]`, `"t_vpc.a.id","t_vpc.a"`, `["pl-1",null]`, `[false,true]`, "external pl-1, exact t_vpc.a.id"},
		{"a number and an id", `[7, t_vpc.a.id]`, `"t_vpc.a.id","t_vpc.a"`, `[7,null]`, `[false,true]`, "unknown: not an id, exact t_vpc.a.id"},
		{"one that is not evaluated", `[local.x, t_vpc.a.id]`, `"local.x","t_vpc.a.id","t_vpc.a"`, `[null,null]`, `[true,true]`, "candidates t_vpc.a.id open true, exact t_vpc.a.id"},
		{"another literal", `["pl-2", t_vpc.a.id]`, `"t_vpc.a.id","t_vpc.a"`, `["pl-1",null]`, `[false,true]`, "external pl-1, candidates t_vpc.a.id open true"},
		{"another order", `[t_vpc.a.id, "pl-1"]`, `"t_vpc.a.id","t_vpc.a"`, `["pl-1",null]`, `[false,true]`, "external pl-1, candidates t_vpc.a.id open true"},
		{"another length", `[t_vpc.a.id]`, `"t_vpc.a.id","t_vpc.a"`, `["pl-1",null]`, `[false,true]`, "external pl-1, candidates t_vpc.a.id open true"},
	} {
		p := readPlan(t, plan([]string{
			create("t_vpc.a", `{}`, `{"id":true}`),
			create("t_user.u", `{"refs":`+tt.after+`}`, `{"refs":`+tt.unknown+`}`),
		}, `{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"refs":{"references":[`+tt.refs+`]}}}]}`))
		src := readSources(t, map[string]string{"main.tf": "resource \"t_vpc\" \"a\" {}\nresource \"t_user\" \"u\" { refs = " + tt.expr + " }"})
		if got := describeAll(resolve.New(p, src, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("refs")); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
