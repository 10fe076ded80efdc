package address

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		pattern string
		// yes and no are addresses, separated by spaces.
		yes, no string
	}{
		{
			`aws_subnet.a`,
			`aws_subnet.a aws_subnet.a[0] aws_subnet.a["k"]`,
			`aws_subnet.ab aws_subnets.a data.aws_subnet.a module.x.aws_subnet.a`,
		}, {
			`aws_subnet.a[1]`, `aws_subnet.a[1]`, `aws_subnet.a aws_subnet.a[10] aws_subnet.a["1"]`,
		}, {
			`aws_subnet.a["1"]`, `aws_subnet.a["1"]`, `aws_subnet.a[1]`,
		}, {
			`aws_subnet.a['q"z']`, `aws_subnet.a["q\"z"]`, `aws_subnet.a["qz"]`,
		}, {
			`aws_subnet.a['\'']`, `aws_subnet.a["'"]`, `aws_subnet.a`,
		}, {
			`aws_subnet.a[*]`, `aws_subnet.a[1] aws_subnet.a["k"] aws_subnet.a[""]`, `aws_subnet.a`,
		}, {
			`aws_subnet.a["*"]`, `aws_subnet.a["*"]`, `aws_subnet.a["x"] aws_subnet.a[0]`,
		}, {
			`aws_subnet.a["${x}"]`, `aws_subnet.a["$${x}"]`, `aws_subnet.a["x"]`,
		}, {
			`aws_subnet.pri*`, `aws_subnet.pri aws_subnet.private[0]`, `aws_subnet.public aws_vpc.private`,
		}, {
			`aws_*.*a*b`, `aws_x.ab aws_subnet.xaabxb`, `aws_x.ba aws_x.abx x_aws.ab`,
		}, {
			`*.private`, `aws_subnet.private x.private["a"]`, `module.a.aws_subnet.private data.aws_subnet.private`,
		}, {
			`data.*.private`, `data.aws_subnet.private`, `aws_subnet.private`,
		}, {
			`data.aws_subnet.x`, `data.aws_subnet.x data.aws_subnet.x[0]`, `aws_subnet.x`,
		}, {
			`module.x.aws_subnet.a`,
			`module.x.aws_subnet.a module.x[1].aws_subnet.a["k"] module.x["a.b"].aws_subnet.a`,
			`aws_subnet.a module.y.aws_subnet.a module.x.module.y.aws_subnet.a`,
		}, {
			`module.x[1].aws_subnet.a`, `module.x[1].aws_subnet.a[2]`, `module.x.aws_subnet.a module.x[2].aws_subnet.a`,
		}, {
			`module.x[*].aws_subnet.a`, `module.x["k"].aws_subnet.a`, `module.x.aws_subnet.a`,
		}, {
			`module.*.aws_subnet.a`, `module.x.aws_subnet.a module.y[0].aws_subnet.a`, `aws_subnet.a module.x.module.y.aws_subnet.a`,
		}, {
			`**.aws_subnet.x`, `aws_subnet.x module.a.aws_subnet.x module.a[0].module.b.aws_subnet.x[1]`, `module.a.aws_subnet.y data.aws_subnet.x`,
		}, {
			`**.**.aws_subnet.x`, `aws_subnet.x module.a.aws_subnet.x`, `aws_vpc.x`,
		}, {
			`module.a.**.aws_subnet.x`,
			`module.a.aws_subnet.x module.a[0].module.b.aws_subnet.x module.a.module.b.module.c.aws_subnet.x`,
			`aws_subnet.x module.b.module.a.aws_subnet.x`,
		}, {
			`**.module.a.**.module.b.aws_x.y`,
			`module.a.module.b.aws_x.y module.a.module.a.module.b.module.b.aws_x.y module.c.module.a.module.c.module.b.aws_x.y`,
			`module.b.module.a.aws_x.y module.a.module.b.module.c.aws_x.y`,
		}, {
			`module.x`, `module.x.aws_a.b module.x[0].data.aws_a.b module.x.module.y.aws_a.b[1]`, `aws_a.x module.xy.aws_a.b module.y.module.x.aws_a.b`,
		}, {
			`module.x[0]`, `module.x[0].aws_a.b module.x[0].module.y.aws_a.b`, `module.x.aws_a.b module.x[1].aws_a.b`,
		}, {
			`module.*`, `module.x.aws_a.b module.x[0].module.y.aws_a.b`, `aws_a.b`,
		}, {
			`**.module.x`, `module.x.aws_a.b module.a.module.x.module.b.aws_a.b`, `module.a.aws_a.x`,
		}, {
			`module.x.**`, `module.x.aws_a.b module.x.module.y.aws_a.b`, `module.y.aws_a.b`,
		}, {
			`**`, `aws_a.b data.aws_a.b module.x.module.y.aws_a.b`, ``,
		},
	} {
		p, err := ParsePattern(tt.pattern)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, set := range []struct {
			addresses string
			want      bool
		}{{tt.yes, true}, {tt.no, false}} {
			for _, s := range strings.Fields(set.addresses) {
				r, err := Parse(s)
				if err != nil {
					t.Error(err)
				} else if p.Match(r) != set.want {
					t.Errorf("%s matches %s: %t, want %t", tt.pattern, s, !set.want, set.want)
				}
			}
		}
	}
}

func TestMatchModule(t *testing.T) {
	for _, tt := range []struct {
		pattern, module  string
		isModule, covers bool
	}{
		{`module.a`, `module.a`, true, true},
		{`module.a`, `module.a[0].module.b`, true, true},
		{`module.a.module.b`, `module.a`, true, false},
		{`module.a`, ``, true, false},
		{`**`, ``, true, true},
		{`**.module.a`, `module.b.module.a`, true, true},
		{`module.a.aws_x.y`, `module.a`, false, false},
		{`**.aws_x.y`, `module.a`, false, false},
	} {
		p, err := ParsePattern(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ParseModule(tt.module)
		if err != nil {
			t.Fatal(err)
		}
		if p.IsModule() != tt.isModule || p.MatchModule(m) != tt.covers {
			t.Errorf("%s: is a module %t, covers %q %t", p, p.IsModule(), tt.module, p.MatchModule(m))
		}
	}
	var zero Pattern
	if !zero.IsZero() || zero.IsModule() || zero.Match(Resource{}) || zero.MatchModule(nil) || zero.String() != "" {
		t.Error("the zero Pattern names something")
	}
}

func TestPatternString(t *testing.T) {
	for text, want := range map[string]string{
		`module.a*[*].**.data.aws_*.x["a.b"]`: ``,
		`**.**.aws_x.y`:                       `**.aws_x.y`,
		`aws_x.y['a"b']`:                      `aws_x.y["a\"b"]`,
		`aws_x.y["${a}"]`:                     `aws_x.y["$${a}"]`,
		`module.x.**`:                         ``,
		`**`:                                  ``,
	} {
		if want == "" {
			want = text
		}
		if p, err := ParsePattern(text); err != nil || p.String() != want {
			t.Errorf("%s prints %s, %v, want %s", text, p, err, want)
		}
	}
}

func TestPatternErrors(t *testing.T) {
	for text, want := range map[string]string{
		`aws_subnet`:           `address "aws_subnet", byte 10: expected "." and the name of a resource, found the end; did you mean aws_subnet.*?`,
		`aws_subnet.**`:        `address "aws_subnet.**", byte 11: expected "*"; "**" takes the place of whole modules, found '*'; did you mean aws_subnet.*?`,
		`aws_sub**.a`:          `address "aws_sub**.a", byte 7: expected "*"; "**" takes the place of whole modules, found '*'; did you mean aws_sub*.a?`,
		`module.**.aws_x.y`:    `address "module.**.aws_x.y", byte 7: expected the name of a module; "**" takes the place of all of "module.NAME", found '*'; did you mean **.aws_x.y?`,
		`**x.y`:                `address "**x.y", byte 2: expected "." or the end, found 'x'`,
		`aws_x.y[k]`:           `address "aws_x.y[k]", byte 8: expected a number, a quoted key or "*", found 'k'; did you mean aws_x.y["k"]?`,
		`aws_x.y[*`:            `address "aws_x.y[*", byte 9: expected "]", found the end; did you mean aws_x.y[*]?`,
		`aws_x[0].y`:           `address "aws_x[0].y", byte 5: expected "." and the name of a resource, found '['`,
		`*`:                    `address "*", byte 1: expected "." and the name of a resource, found the end; did you mean *.*?`,
		`module.a.aws_x.y.arn`: `address "module.a.aws_x.y.arn", byte 16: expected "[" or the end, since a resource ends an address, found '.'; did you mean module.a.aws_x.y?`,
	} {
		if _, err := ParsePattern(text); err == nil || err.Error() != want {
			t.Errorf("ParsePattern(%s):\n got %v\nwant %s", text, err, want)
		}
	}
}

// slowMatch is Match by definition: one choice at a time, every one tried.
func slowMatch(p Pattern, r Resource) bool {
	if p.name.text == "" {
		return !p.IsZero() && slowSteps(append(p.steps[:len(p.steps):len(p.steps)], step{deep: true}), r.Module)
	}
	return p.data == r.Data && slowLabel(p.typ.text, r.Type) && slowLabel(p.name.text, r.Name) &&
		p.key.matches(r.Key) && slowSteps(p.steps, r.Module)
}

func slowSteps(ps []step, m Module) bool {
	switch {
	case len(ps) == 0:
		return len(m) == 0
	case ps[0].deep:
		return slowSteps(ps[1:], m) || len(m) > 0 && slowSteps(ps, m[1:])
	}
	return len(m) > 0 && slowLabel(ps[0].name.text, m[0].Name) && ps[0].key.matches(m[0].Key) && slowSteps(ps[1:], m[1:])
}

func slowLabel(p, s string) bool {
	switch {
	case p == "":
		return s == ""
	case p[0] == '*':
		return slowLabel(p[1:], s) || s != "" && slowLabel(p, s[1:])
	}
	return s != "" && p[0] == s[0] && slowLabel(p[1:], s[1:])
}

// TestMatchIsByDefinition draws from few letters, so that most patterns match
// some address and stars have several ways to do it.
func TestMatchIsByDefinition(t *testing.T) {
	name := rapid.StringMatching(`[ab]{1,4}`)
	key := rapid.SampledFrom([]string{``, ``, `[0]`, `["a"]`})
	glob := rapid.StringMatching(`\*?[ab]{0,2}(\*[ab]{1,2})?`).Filter(func(s string) bool { return s != "" && !strings.Contains(s, "**") })
	keyGlob := rapid.SampledFrom([]string{``, ``, ``, `[0]`, `["a"]`, `[*]`})
	rapid.Check(t, func(t *rapid.T) {
		var p, r []string
		for range rapid.IntRange(0, 4).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "deep") {
				p = append(p, "**")
			} else {
				p = append(p, "module."+glob.Draw(t, "module")+keyGlob.Draw(t, "key"))
			}
		}
		for range rapid.IntRange(0, 5).Draw(t, "depth") {
			r = append(r, "module."+name.Draw(t, "module")+key.Draw(t, "key"))
		}
		if len(p) == 0 || rapid.Bool().Draw(t, "resource") {
			p = append(p, glob.Draw(t, "type")+"."+glob.Draw(t, "name")+keyGlob.Draw(t, "key"))
		}
		r = append(r, name.Draw(t, "type")+"."+name.Draw(t, "name")+key.Draw(t, "key"))
		pattern, err := ParsePattern(strings.Join(p, "."))
		if err != nil {
			t.Fatal(err)
		}
		resource, err := Parse(strings.Join(r, "."))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := pattern.Match(resource), slowMatch(pattern, resource); got != want {
			t.Fatalf("%v matches %v: %t, want %t", pattern, resource, got, want)
		}
	})
}

func TestAddressMatchesItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := genResource.Draw(t, "resource")
		for _, s := range []string{r.String(), r.Config(), "**." + r.WithoutKey().String()} {
			if p, err := ParsePattern(s); err != nil || !p.Match(r) {
				t.Fatalf("%s does not match %v: %v", s, r, err)
			}
		}
		if len(r.Module) > 0 {
			if p, err := ParsePattern(r.Module[:1].String()); err != nil || !p.Match(r) || !p.MatchModule(r.Module) {
				t.Fatalf("%v does not cover %v: %v", p, r, err)
			}
		}
	})
}

// BenchmarkMatch is one pattern against one address, both in a module.
func BenchmarkMatch(b *testing.B) {
	r, _ := Parse(`module.net["eu-west-1"].module.vpc.aws_subnet.private[12]`)
	for name, s := range map[string]string{
		"same":       `module.net["eu-west-1"].module.vpc.aws_subnet.private[12]`,
		"other name": `module.net["eu-west-1"].module.vpc.aws_subnet.public[12]`,
		"stars":      `**.aws_*.*te`,
	} {
		p, _ := ParsePattern(s)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_ = p.Match(r)
			}
		})
	}
}
