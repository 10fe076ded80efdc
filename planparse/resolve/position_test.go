package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestPosition: what a path of t_user.u is written by, as text of the file. The
// header of the resource is what is left where several blocks may be it, or none.
func TestPosition(t *testing.T) {
	const header = `resource "t_user" "u"`
	for _, tt := range []struct{ name, body, after, path, want string }{
		{"the resource", `cidr = "a"`, `{}`, "", header},
		{"an argument", `cidr = "a"`, `{"cidr":"a"}`, "cidr", `cidr = "a"`},
		{"nothing of that name", `cidr = "a"`, `{}`, "main_route_table", header},
		{"no path", `cidr = "a"`, `{}`, "cidr is wrong", header},
		{"an element of an argument", `refs = ["a", "b"]`, `{"refs":["a","b"]}`, "refs[1]", `refs = ["a", "b"]`},
		{"a list in several lines", "refs = [\n\"a\",\n]", `{"refs":["a"]}`, "refs[0]", "refs = [\n\"a\",\n]"},
		{"the only block", `whole { cidr = "a" }`, `{"whole":[{"cidr":"a"}]}`, "whole[0]", `whole { cidr = "a" }`},
		{"an argument in it", "whole {\n cidr = \"a\"\n flag = true\n}", `{"whole":[{"cidr":"a","flag":true}]}`, "whole[0].cidr", `cidr = "a"`},
		{"what it does not set", `whole { cidr = "a" }`, `{"whole":[{"cidr":"a","flag":true}]}`, "whole[0].flag", `whole { cidr = "a" }`},
		{"what the only block lacks", `whole { cidr = "a" }`, `{"whole":[{"cidr":"a"}]}`, "whole", `whole { cidr = "a" }`},
		{"what two blocks lack", "whole { cidr = \"a\" }\nwhole { cidr = \"b\" }", `{"whole":[{"cidr":"a"},{"cidr":"b"}]}`, "whole", header},
		{"another order", "whole { cidr = \"a\" }\nwhole { cidr = \"b\" }", `{"whole":[{"cidr":"b"},{"cidr":"a"}]}`, "whole[0]", `whole { cidr = "b" }`},
		{"a value by a name", "whole { cidr = \"a\" }\nwhole { cidr = local.b }", `{"whole":[{"cidr":"b"},{"cidr":"a"}]}`, "whole[0]", `whole { cidr = local.b }`},
		{"a value that is not known", "whole { cidr = \"a\" }\nwhole { cidr = var.x }", `{"whole":[{"cidr":"b"},{"cidr":"a"}]}`, "whole[0]", `whole { cidr = var.x }`},
		{"the other one is not known", "whole { cidr = \"a\" }\nwhole { cidr = var.x }", `{"whole":[{"cidr":"b"},{"cidr":"a"}]}`, "whole[1]", `whole { cidr = "a" }`},
		{"neither is known", "whole { cidr = var.x }\nwhole { cidr = var.y }", `{"whole":[{"cidr":"b"},{"cidr":"a"}]}`, "whole[1]", header},
		{"two alike", "whole { cidr = \"a\" }\nwhole { cidr = \"a\" }", `{"whole":[{"cidr":"a"}]}`, "whole[0]", header},
		{"not made from the only one", `whole { cidr = "a" }`, `{"whole":[{"cidr":"b"}]}`, "whole[0]", header},
		{"not made from any", "whole { cidr = \"a\" }\nwhole { cidr = \"b\" }", `{"whole":[{"cidr":"c"},{"cidr":"a"}]}`, "whole[0]", header},
		{"no such element", "whole { cidr = \"a\" }\nwhole { cidr = \"b\" }", `{"whole":[{"cidr":"b"},{"cidr":"a"}]}`, "whole[2]", header},
		{"a dynamic block", "dynamic \"whole\" {\n for_each = [\"a\", \"b\"]\n content { cidr = whole.value }\n}", `{"whole":[{"cidr":"b"},{"cidr":"a"}]}`, "whole[1]",
			"dynamic \"whole\" {\n for_each = [\"a\", \"b\"]\n content { cidr = whole.value }\n}"},
		{"an argument in its content", "dynamic \"whole\" {\n for_each = [\"a\"]\n content { cidr = whole.value }\n}", `{"whole":[{"cidr":"a"}]}`, "whole[0].cidr", `cidr = whole.value`},
		{"one of a dynamic block and another", "whole { cidr = \"c\" }\ndynamic \"whole\" {\n for_each = [\"a\", \"b\"]\n content { cidr = whole.value }\n}", `{"whole":[{"cidr":"c"},{"cidr":"a"},{"cidr":"b"}]}`, "whole[1]",
			"dynamic \"whole\" {\n for_each = [\"a\", \"b\"]\n content { cidr = whole.value }\n}"},
		{"the other one", "dynamic \"whole\" {\n for_each = [\"a\", \"b\"]\n content { cidr = whole.value }\n}\nwhole { cidr = \"c\" }", `{"whole":[{"cidr":"c"},{"cidr":"a"},{"cidr":"b"}]}`, "whole[0]", `whole { cidr = "c" }`},
		{"a dynamic block that makes nobody knows how many", "dynamic \"whole\" {\n for_each = var.x\n content { cidr = whole.value }\n}", `{"whole":[{"cidr":"a"}]}`, "whole[0]",
			"dynamic \"whole\" {\n for_each = var.x\n content { cidr = whole.value }\n}"},
		{"such a one and another", "whole { cidr = \"c\" }\ndynamic \"whole\" {\n for_each = var.x\n content { cidr = whole.value }\n}", `{"whole":[{"cidr":"c"}]}`, "whole[0]", header},
		{"blocks within", "whole {\n route { cidr = \"a\" }\n route { cidr = \"b\" }\n}", `{"whole":[{"route":[{"cidr":"b"},{"cidr":"a"}]}]}`, "whole[0].route[0].cidr", `cidr = "b"`},
		{"blocks within one of two", "whole {\n cidr = \"b\"\n route { cidr = \"a\" }\n}\nwhole {\n cidr = \"c\"\n route { cidr = \"a\" }\n}", `{"whole":[{"cidr":"c","route":[{"cidr":"a"}]},{"cidr":"b","route":[{"cidr":"a"}]}]}`, "whole[0].route",
			`route { cidr = "a" }`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := "locals { b = \"b\" }\nvariable \"x\" {}\nvariable \"y\" {}\nresource \"t_user\" \"u\" {\n" + tt.body + "\n}\n"
			p := readPlan(t, plan([]string{create("t_user.u", tt.after, `{}`)}, `{}`))
			r := resolve.New(p, readSources(t, map[string]string{"main.tf": text}), kinds{}, kinds{})
			at, ok := r.Position(find(t, p, "t_user.u").Resource, tt.path)
			if !ok {
				t.Fatal("no position")
			}
			// The end of a block in one line is its argument's.
			if got := text[at.Start.Byte:at.End.Byte]; got != strings.TrimSuffix(tt.want, " }") {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if tt.name == "blocks within one of two" && at.Start.Line != 11 {
				t.Errorf("line %d, want 11", at.Start.Line)
			}
		})
	}
}

// TestPositionAmongMany: where there are too many blocks to compare, one is somewhere among
// them.
func TestPositionAmongMany(t *testing.T) {
	for _, tt := range []struct{ many, line int }{{20, 2}, {513, 1}} {
		elements := strings.TrimSuffix(strings.Repeat(`{"cidr":"a"},`, tt.many), ",")
		p := readPlan(t, plan([]string{create("t_user.u", `{"whole":[`+elements+`]}`, `{}`)}, `{}`))
		text := fmt.Sprintf("resource \"t_user\" \"u\" {\n  dynamic \"whole\" {\n    for_each = range(%d)\n    content { cidr = \"a\" }\n  }\n}", tt.many)
		at, _ := resolve.New(p, readSources(t, map[string]string{"main.tf": text}), kinds{}, kinds{}).Position(find(t, p, "t_user.u").Resource, "whole[1]")
		if at.Start.Line != tt.line {
			t.Errorf("of %d: line %d, want %d", tt.many, at.Start.Line, tt.line)
		}
	}
}

// TestPositionInJSON: a single block is a member of an object, one of several what
// is between its brackets.
func TestPositionInJSON(t *testing.T) {
	const text = `{"resource": {"t_user": {"u": {
  "cidr": "a",
  "route": {
    "cidr": "a"
  },
  "whole": [
    {
      "cidr": "a"
    },
    {
      "cidr": "b",
      "flag": true
    }
  ]
}}}}`
	p := readPlan(t, plan([]string{create("t_user.u", `{"cidr":"a","route":[{"cidr":"a"}],"whole":[{"cidr":"b","flag":true},{"cidr":"a"}]}`, `{}`)}, `{}`))
	r := resolve.New(p, readSources(t, map[string]string{"main.tf.json": text}), kinds{}, kinds{})
	for path, want := range map[string]string{
		"": "1-1", "cidr": "2-2", "route[0]": "3-5", "route[0].cidr": "4-4", "route": "3-5", "whole": "1-1", "whole[0]": "11-13", "whole[1]": "8-9", "whole[0].flag": "12-12",
	} {
		at, ok := r.Position(find(t, p, "t_user.u").Resource, path)
		if got := fmt.Sprintf("%d-%d", at.Start.Line, at.End.Line); !ok || got != want {
			t.Errorf("%q: lines %s, want %s", path, got, want)
		}
	}
}

// TestPositionOfInstances: an instance that the plan does not have tells nothing of
// what its blocks make.
func TestPositionOfInstances(t *testing.T) {
	const text = `resource "t_user" "u" {
  count = 2
  whole { cidr = "a" }
  whole { cidr = ["b", "c"][count.index] }
}
data "t_vpc" "d" { cidr = "a" }
`
	p := readPlan(t, plan([]string{create("t_user.u[0]", `{"whole":[{"cidr":"b"},{"cidr":"a"}]}`, `{}`)}, `{}`))
	r := resolve.New(p, readSources(t, map[string]string{"main.tf": text}), kinds{}, kinds{})
	for _, tt := range []struct {
		of, path string
		line     int // 0 for none
	}{
		{"t_user.u[0]", "whole[0]", 4}, {"t_user.u[0]", "whole[1]", 3}, {"t_user.u[1]", "whole[0]", 1}, {"t_user.u", "whole[0].cidr", 1},
		{"data.t_vpc.d", "cidr", 6}, {"t_vpc.d", "cidr", 0}, {"t_user.v", "", 0}, {"module.m.t_user.u[0]", "", 0},
	} {
		of, err := address.Parse(tt.of)
		if err != nil {
			t.Fatal(err)
		}
		at, ok := r.Position(of, tt.path)
		if ok != (tt.line > 0) || at.Start.Line != tt.line {
			t.Errorf("%s.%s: line %d, %v, want %d", tt.of, tt.path, at.Start.Line, ok, tt.line)
		}
	}
	if at, ok := resolve.New(p, nil, kinds{}, kinds{}).Position(find(t, p, "t_user.u[0]").Resource, "whole"); ok {
		t.Errorf("without a configuration it is at %v", at)
	}
}

// TestPositionOfIgnored: of what the plan leaves as it was, the configuration says
// nothing.
func TestPositionOfIgnored(t *testing.T) {
	const change = `{"mode":"managed","type":"t_user","name":"u","change":{"actions":["no-op"],"before":{},"after":{"cidr":"a","whole":[{"cidr":"a"}]}}}`
	for _, tt := range []struct {
		change, ignored, path string
		line                  int
	}{
		{change, "whole", "whole[0]", 1}, {change, "whole", "whole", 1}, {change, "whole", "cidr", 2}, {change, "all", "cidr", 1}, {change, "cidr", "whole[0].cidr", 3},
		{create("t_user.u", `{"whole":[{"cidr":"a"}]}`, `{}`), "whole", "whole[0]", 3},
	} {
		list := "[" + tt.ignored + "]"
		if tt.ignored == "all" {
			list = "all"
		}
		p := readPlan(t, plan([]string{tt.change}, `{}`))
		src := readSources(t, map[string]string{"main.tf": "resource \"t_user\" \"u\" {\n  cidr = \"a\"\n  whole { cidr = \"a\" }\n  lifecycle { ignore_changes = " + list + " }\n}"})
		at, ok := resolve.New(p, src, kinds{}, kinds{}).Position(find(t, p, "t_user.u").Resource, tt.path)
		if !ok || at.Start.Line != tt.line {
			t.Errorf("%s, ignoring %s: line %d, want %d", tt.path, tt.ignored, at.Start.Line, tt.line)
		}
	}
}
