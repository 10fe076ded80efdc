package address

import (
	"errors"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func in(steps ...Step) Module { return steps }

// TestParse has the addresses as Terraform 1.11 printed them in a plan, beside
// the keys that were configured.
func TestParse(t *testing.T) {
	a := func(key string) Resource { return Resource{Type: "terraform_data", Name: "a", Key: StringKey(key)} }
	for text, want := range map[string]Resource{
		`aws_subnet.private`:                   {Type: "aws_subnet", Name: "private"},
		`aws_subnet.private[0]`:                {Type: "aws_subnet", Name: "private", Key: IntKey(0)},
		`aws_subnet.private["0"]`:              {Type: "aws_subnet", Name: "private", Key: StringKey("0")},
		`data.aws_subnet.shared[10]`:           {Data: true, Type: "aws_subnet", Name: "shared", Key: IntKey(10)},
		`aws_subnet.module`:                    {Type: "aws_subnet", Name: "module"},
		`aws_subnet.data`:                      {Type: "aws_subnet", Name: "data"},
		`aws_subnet.größe-1`:                   {Type: "aws_subnet", Name: "größe-1"},
		`module.net.aws_vpc.this`:              {Module: in(Step{Name: "net"}), Type: "aws_vpc", Name: "this"},
		`module.module.data.aws_vpc.x`:         {Module: in(Step{Name: "module"}), Data: true, Type: "aws_vpc", Name: "x"},
		`module.data.aws_vpc.data["["]`:        {Module: in(Step{Name: "data"}), Type: "aws_vpc", Name: "data", Key: StringKey("[")},
		`module.fe["a.b"].aws_vpc.x`:           {Module: in(Step{"fe", StringKey("a.b")}), Type: "aws_vpc", Name: "x"},
		`module.a[1].module.b.aws_x.y`:         {Module: in(Step{"a", IntKey(1)}, Step{Name: "b"}), Type: "aws_x", Name: "y"},
		`module.a["].aws_x.y"].aws_x.z`:        {Module: in(Step{"a", StringKey("].aws_x.y")}), Type: "aws_x", Name: "z"},
		`terraform_data.a["c[0]"]`:             a("c[0]"),
		`terraform_data.a["q\"z"]`:             a(`q"z`),
		`terraform_data.a["b\\s"]`:             a(`b\s`),
		`terraform_data.a["'"]`:                a(`'`),
		`terraform_data.a[""]`:                 a(""),
		`terraform_data.a["*"]`:                a("*"),
		`terraform_data.a["nl\nx"]`:            a("nl\nx"),
		`terraform_data.a["cr\rx"]`:            a("cr\rx"),
		`terraform_data.a["tab\tx"]`:           a("tab\tx"),
		`terraform_data.a["$"]`:                a("$"),
		`terraform_data.a["%%"]`:               a("%%"),
		`terraform_data.a["$x"]`:               a("$x"),
		`terraform_data.a["$${x}"]`:            a("${x}"),
		`terraform_data.a["%%{x}"]`:            a("%{x}"),
		`terraform_data.a["$$${y}"]`:           a("$${y}"),
		`terraform_data.a["a$${"]`:             a("a${"),
		`terraform_data.a["日本 😀"]`:             a("日本 😀"),
		`terraform_data.a["é\u200b\u0001"]`:    a("é\u200b\u0001"),
		`terraform_data.a["\u0000\u007f"]`:     a("\x00\x7f"),
		`terraform_data.a["\u00a0\u2028"]`:     a("\u00a0\u2028"),
		`terraform_data.a["\ufeff\U000e0001"]`: a("\ufeff\U000e0001"),
	} {
		got, err := Parse(text)
		if err != nil {
			t.Errorf("Parse(%s): %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%s): -want +got\n%s", text, diff)
		}
		if got.String() != text {
			t.Errorf("Parse(%s) prints %s", text, got)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct {
		text string
		want string
	}{
		{``, `address "", byte 0: expected a resource, found the end`},
		{`aws_subnet`, `address "aws_subnet", byte 10: expected "." and the name of a resource, found the end`},
		{`aws_subnet.`, `address "aws_subnet.", byte 11: expected the name of a resource, found the end`},
		{`aws_subnet.*`, `address "aws_subnet.*", byte 11: expected the name of a resource, found '*'`},
		{`**.aws_subnet.a`, `address "**.aws_subnet.a", byte 0: expected a resource, found '*'`},
		{`aws_subnet.2nd`, `address "aws_subnet.2nd", byte 11: expected the name of a resource, which begins with a letter, found '2'`},
		{`aws_subnet.a.id`, `address "aws_subnet.a.id", byte 12: expected "[" or the end, since a resource ends an address, found '.'; did you mean aws_subnet.a?`},
		{`aws_subnet.a[0].id`, `address "aws_subnet.a[0].id", byte 15: expected the end, since a resource ends an address, found '.'; did you mean aws_subnet.a[0]?`},
		{`aws_subnet.a.0`, `address "aws_subnet.a.0", byte 12: expected "[" or the end, since a resource ends an address, found '.'; did you mean aws_subnet.a[0]?`},
		{`aws_subnet.a[`, `address "aws_subnet.a[", byte 13: expected a number or a quoted key, found the end`},
		{`aws_subnet.a[0`, `address "aws_subnet.a[0", byte 14: expected "]", found the end; did you mean aws_subnet.a[0]?`},
		{`aws_subnet.a["x"`, `address "aws_subnet.a[\"x\"", byte 16: expected "]", found the end; did you mean aws_subnet.a["x"]?`},
		{`aws_subnet.a["x]`, `address "aws_subnet.a[\"x]", byte 13: expected a quoted key that ends with a quote, found '"'`},
		{`aws_subnet.a[x]`, `address "aws_subnet.a[x]", byte 13: expected a number or a quoted key, found 'x'; did you mean aws_subnet.a["x"]?`},
		{`aws_subnet.a['x']`, `address "aws_subnet.a['x']", byte 13: expected a number or a quoted key, found '\''; did you mean aws_subnet.a["x"]?`},
		{`aws_subnet.a[*]`, `address "aws_subnet.a[*]", byte 13: expected a number or a quoted key, found '*'; did you mean aws_subnet.a["*"]?`},
		{`aws_subnet.a[-1]`, `address "aws_subnet.a[-1]", byte 13: expected a number or a quoted key, found '-'; did you mean aws_subnet.a["-1"]?`},
		{`aws_subnet.a[01]`, `address "aws_subnet.a[01]", byte 13: expected a number as Terraform prints it, found '0'`},
		{`aws_subnet.a[99999999999999999999]`, `address "aws_subnet.a[99999999999999999999]", byte 13: expected a number as Terraform prints it, found '9'`},
		{`aws_subnet.a["\x"]`, `address "aws_subnet.a[\"\\x\"]", byte 14: expected an escape (\n, \r, \t, \\, \", \uNNNN or \UNNNNNNNN), found '\\'`},
		{`aws_subnet.a["\ud800"]`, `address "aws_subnet.a[\"\\ud800\"]", byte 14: expected the hexadecimal digits of a character after \u or \U, found '\\'`},
		{"aws_subnet.a[\"\xff\"]", `address "aws_subnet.a[\"\xff\"]", byte 14: expected UTF-8, found '�'`},
		{`aws_subnet.a b`, `address "aws_subnet.a b", byte 12: expected "[" or the end, since a resource ends an address, found ' '; did you mean aws_subnet.a?`},
		{`module`, `address "module", byte 6: expected "." and the name of a module, found the end`},
		{`module.`, `address "module.", byte 7: expected the name of a module, found the end`},
		{`module.a`, `address "module.a", byte 8: expected "." and a resource, found the end`},
		{`module.a[0]b`, `address "module.a[0]b", byte 11: expected "." or the end, found 'b'`},
		{`data.aws_subnet`, `address "data.aws_subnet", byte 15: expected "." and the name of a resource, found the end`},
		{`data`, `address "data", byte 4: expected "." and the type of a data source, found the end`},
	} {
		_, err := Parse(tt.text)
		if err == nil {
			t.Errorf("Parse(%s) gives no error", tt.text)
			continue
		}
		if got := err.Error(); got != tt.want {
			t.Errorf("Parse(%s):\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

func TestParseModule(t *testing.T) {
	for text, want := range map[string]Module{
		``:                            nil,
		`module.a`:                    in(Step{Name: "a"}),
		`module.a["x.y"].module.b[2]`: in(Step{"a", StringKey("x.y")}, Step{"b", IntKey(2)}),
	} {
		got, err := ParseModule(text)
		if err != nil || !got.Equal(want) || got.String() != text {
			t.Errorf("ParseModule(%s) = %v, %v, want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		`aws_subnet.a`:          `address "aws_subnet.a", byte 0: expected "module", found 'a'`,
		`module.a.aws_subnet.a`: `address "module.a.aws_subnet.a", byte 9: expected "module", found 'a'; did you mean module.a?`,
		`module.*`:              `address "module.*", byte 7: expected the name of a module, found '*'`,
	} {
		if _, err := ParseModule(text); err == nil || err.Error() != want {
			t.Errorf("ParseModule(%s): %v, want %s", text, err, want)
		}
	}
}

func TestConfigAndWithoutKey(t *testing.T) {
	r, err := Parse(`module.a["x.y"].module.b[2].data.aws_subnet.c["[0]"]`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.Config(), `module.a.module.b.data.aws_subnet.c`; got != want {
		t.Errorf("Config() = %s, want %s", got, want)
	}
	if got, want := r.Module.Config(), `module.a.module.b`; got != want {
		t.Errorf("Module.Config() = %s, want %s", got, want)
	}
	if got, want := r.WithoutKey().String(), `module.a["x.y"].module.b[2].data.aws_subnet.c`; got != want {
		t.Errorf("WithoutKey() = %s, want %s", got, want)
	}
	if n, ok := r.Module[1].Key.Int(); n != 2 || !ok {
		t.Errorf("Int() = %d, %t", n, ok)
	}
	if s, ok := r.Key.Str(); s != "[0]" || !ok {
		t.Errorf("Str() = %q, %t", s, ok)
	}
}

func TestOrder(t *testing.T) {
	want := []string{
		`aws_subnet.a`,
		`aws_subnet.a[2]`,
		`aws_subnet.a[10]`,
		`aws_subnet.a["10"]`,
		`aws_subnet.a["2"]`,
		`aws_subnet.b`,
		`aws_vpc.a`,
		`data.aws_subnet.a`,
		`module.a.aws_subnet.a`,
		`module.a.module.z.aws_subnet.a`,
		`module.a[2].aws_subnet.a`,
		`module.a[10].aws_subnet.a`,
		`module.a["k"].aws_subnet.a`,
		`module.b.aws_subnet.a`,
	}
	var rs []Resource
	for _, s := range want {
		r, err := Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		rs = append(rs, r)
	}
	for i, a := range rs {
		for j, b := range rs {
			if a.Less(b) != (i < j) || a.Equal(b) != (i == j) {
				t.Errorf("%v and %v compare as %d", a, b, a.Compare(b))
			}
		}
	}
	slices.Reverse(rs)
	slices.SortFunc(rs, Resource.Compare)
	for i, r := range rs {
		if r.String() != want[i] {
			t.Errorf("place %d: %v, want %s", i, r, want[i])
		}
	}
}

var (
	genLabel = rapid.StringMatching(`[a-z_][a-z0-9_-]{0,5}|module|data|größe`)
	genText  = rapid.OneOf(rapid.String(), rapid.StringMatching("[$%{}\\[\\]\"'\\\\.*:\n a-c]{0,8}"))
	genKey   = rapid.Custom(func(t *rapid.T) Key {
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			return Key{}
		case 1:
			return IntKey(rapid.IntRange(0, 1<<40).Draw(t, "number"))
		}
		return StringKey(genText.Draw(t, "string"))
	})
	genModule = rapid.Custom(func(t *rapid.T) Module {
		var m Module
		for range rapid.IntRange(0, 3).Draw(t, "depth") {
			m = append(m, Step{genLabel.Draw(t, "module"), genKey.Draw(t, "key")})
		}
		return m
	})
	genResource = rapid.Custom(func(t *rapid.T) Resource {
		typ := genLabel.Filter(func(s string) bool { return s != "module" && s != "data" }).Draw(t, "type")
		return Resource{genModule.Draw(t, "module"), rapid.Bool().Draw(t, "data"), typ, genLabel.Draw(t, "name"), genKey.Draw(t, "key")}
	})
)

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := genResource.Draw(t, "resource")
		got, err := Parse(r.String())
		if err != nil || !got.Equal(r) {
			t.Fatalf("Parse(%v) = %v, %v", r, got, err)
		}
		if _, err := Parse(r.Config()); err != nil {
			t.Fatalf("Config: %v", err)
		}
		m, err := ParseModule(r.Module.String())
		if err != nil || !m.Equal(r.Module) {
			t.Fatalf("ParseModule(%v) = %v, %v", r.Module, m, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`aws_subnet.a`, `module.fe["a.b"].data.aws_x.y["q\"z"]`, `aws_x.y["$${a}"]`, `aws_x.y["\u200b"]`,
		`**.module.a*.aws_x.*[*]`, `*.private`, `module.x`, `aws_x.y['a'`, `aws_x.a[01]`, `aws_x.a.0`, `module.**.x.y`, "a.b[\"\xff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if r, err := Parse(s); err == nil {
			again, err := Parse(r.String())
			if err != nil || !again.Equal(r) || again.String() != r.String() {
				t.Errorf("%q is %v, which is %v, %v", s, r, again, err)
			}
			if p, err := ParsePattern(s); err != nil || !p.Match(r) {
				t.Errorf("%q does not match itself: %v", s, err)
			}
		} else {
			checkError(t, s, err)
		}
		if p, err := ParsePattern(s); err == nil {
			again, err := ParsePattern(p.String())
			if err != nil || !again.Equal(p) || again.String() != p.String() {
				t.Errorf("pattern %q is %v, which is %v, %v", s, p, again, err)
			}
		} else {
			checkError(t, s, err)
			if hint := err.(*SyntaxError).Hint; hint != "" {
				if _, err := ParsePattern(hint); err != nil {
					t.Errorf("hint for %q: %v", s, err)
				}
			}
		}
	})
}

func checkError(t *testing.T, s string, err error) {
	t.Helper()
	var e *SyntaxError
	if !errors.As(err, &e) {
		t.Fatalf("%q: %T", s, err)
	}
	if e.Text != s || e.Offset < 0 || e.Offset > len(s) || e.Expected == "" || utf8.ValidString(s) && !utf8.ValidString(e.Error()) {
		t.Errorf("%q: %#v", s, e)
	}
}
