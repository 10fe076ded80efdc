package functions

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

func texts(n, length int) cty.Value {
	list := make([]cty.Value, n)
	for i := range list {
		list[i] = cty.StringVal(strings.Repeat("x", length))
	}
	return cty.TupleVal(list)
}

// TestLimits: what is just within the bounds is made, and what is just beyond them is not.
func TestLimits(t *testing.T) {
	t.Parallel()
	x := func(n int) cty.Value { return cty.StringVal(strings.Repeat("x", n)) }
	s := cty.StringVal
	huge := cty.TupleVal([]cty.Value{cty.MustParseNumberVal("1e4200")})
	for _, tt := range []struct {
		name   string
		limit  limit
		args   []cty.Value
		within bool
	}{
		{"digits", parsedDigits, []cty.Value{x(maxDigits)}, true},
		{"more digits", parsedDigits, []cty.Value{x(maxDigits + 1)}, false},
		{"a number", parsedDigits, []cty.Value{cty.Zero}, true},
		{"a pattern", pattern, []cty.Value{x(maxPattern)}, true},
		{"a longer pattern", pattern, []cty.Value{x(maxPattern + 1)}, false},
		{"matches", matched, []cty.Value{s("x"), x(maxElements)}, true},
		{"more matches", matched, []cty.Value{s("x"), x(maxElements + 1)}, false},
		{"matches with a group", matched, []cty.Value{s("(x)"), x(maxElements / 2)}, true},
		{"more matches with a group", matched, []cty.Value{s("(x)"), x(maxElements/2 + 1)}, false},
		{"matches of no pattern", matched, []cty.Value{s("("), x(1)}, true},
		{"matches of a longer pattern", matched, []cty.Value{x(maxPattern + 1), x(1)}, false},

		{"brackets", nested, []cty.Value{s(strings.Repeat("[", maxNesting))}, true},
		{"more brackets", nested, []cty.Value{s(strings.Repeat("[", maxNesting+1))}, false},
		{"more braces", nested, []cty.Value{s(strings.Repeat("{", maxNesting+1))}, false},
		{"brackets beside each other", nested, []cty.Value{s(strings.Repeat("[]", maxNesting+1))}, true},
		{"braces beside each other", nested, []cty.Value{s(strings.Repeat("{}", maxNesting+1))}, true},
		{"brackets in a text", nested, []cty.Value{s(`"` + strings.Repeat("[", maxNesting+1) + `"`)}, true},
		{"brackets in a text behind a quote", nested, []cty.Value{s(`"\"` + strings.Repeat("[", maxNesting+1) + `"`)}, true},
		{"brackets behind a text that ends in a backslash", nested, []cty.Value{s(`"\\"` + strings.Repeat("[", maxNesting+1))}, false},

		{"replacements", replaced, []cty.Value{x(1 << 20), s("x"), x(3)}, true},
		{"more replacements", replaced, []cty.Value{x(1 << 20), s("x"), x(4)}, false},
		{"replacements of a pattern", replaced, []cty.Value{x(maxElements), s("/x/"), x(15)}, true},
		{"longer replacements of a pattern", replaced, []cty.Value{x(maxElements), s("/x/"), x(16)}, false},
		{"more replacements of a pattern", replaced, []cty.Value{x(maxElements + 1), s("/x/"), x(1)}, false},
		{"replacements by groups", replaced, []cty.Value{x(1 << 20), s("/(.*)/"), s("$1$1")}, true},
		{"more replacements by groups", replaced, []cty.Value{x(1 << 20), s("/(.*)/"), s("$1$1$1")}, false},
		{"replacements of no pattern", replaced, []cty.Value{x(1), s("/(/"), x(1)}, true},
		{"replacements of a longer pattern", replaced, []cty.Value{x(1), s("/" + strings.Repeat("x", maxPattern+1) + "/"), x(1)}, false},

		{"spaces", indented, []cty.Value{cty.NumberIntVal(1 << 20), s("\n\n")}, true},
		{"more spaces", indented, []cty.Value{cty.NumberIntVal(1 << 20), s("\n\n\n")}, false},
		{"separators", joined, []cty.Value{x(1 << 20), texts(3, 0)}, true},
		{"separators and texts", joined, []cty.Value{x(1 << 20), texts(3, 1)}, false},
		{"more separators", joined, []cty.Value{x(1 << 20), texts(4, 0)}, false},
		{"a number between separators", joined, []cty.Value{x(1), huge}, false},

		{"a product", multiplied, []cty.Value{texts(100, 16), texts(100, 16)}, true},
		{"a larger product", multiplied, []cty.Value{texts(512, 0), texts(300, 0)}, false},
		{"a product of longer texts", multiplied, []cty.Value{texts(100, 1600), texts(100, 1600)}, false},
		{"a product with nothing", multiplied, []cty.Value{texts(512, 0), texts(300, 0), cty.EmptyTupleVal}, true},
		{"a product with a number", multiplied, []cty.Value{texts(1, 0), huge}, false},

		{"a text", formatted, []cty.Value{s("%s"), x(maxText - 10)}, true},
		{"a longer text", formatted, []cty.Value{s("%s"), x(maxText - 9)}, false},
		{"two texts", formatted, []cty.Value{s("%s"), texts(2, (maxText-28)/2)}, true},
		{"two longer texts", formatted, []cty.Value{s("%s"), texts(2, (maxText-28)/2+1)}, false},
		{"a text in each of two rounds", formatted, []cty.Value{s("%s%s"), texts(2, 0), x(1<<20 - 40)}, true},
		{"a longer text in each of two rounds", formatted, []cty.Value{s("%s%s"), texts(2, 0), x(1 << 20)}, false},
		{"a width in each of two rounds", formatted, []cty.Value{s("%2000000s"), texts(2, 0)}, true},
		{"a larger width in each of two rounds", formatted, []cty.Value{s("%2100000s"), texts(2, 0)}, false},
		{"a number that is formatted", formatted, []cty.Value{s("%s"), huge}, false},
	} {
		if err := tt.limit(tt.args); (err == nil) != tt.within {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// TestMeasure: the bounds of values.
func TestMeasure(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		v      cty.Value
		within bool
	}{
		{"a number", cty.MustParseNumberVal("1e4000"), true},
		{"a larger number", cty.MustParseNumberVal("1e4200"), false},
		{"elements", texts(maxElements-1, 0), true},
		{"more elements", texts(maxElements, 0), false},
		{"texts", texts(4, 1<<20), true},
		{"more texts", texts(5, 1<<20), false},
		{"longer keys", cty.ObjectVal(map[string]cty.Value{strings.Repeat("x", maxText+1): cty.Zero}), false},
	} {
		if _, err := measure(tt.v); (err == nil) != tt.within {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// TestMeter: what may pass through a template, of few long texts and of many values.
func TestMeter(t *testing.T) {
	t.Parallel()
	for _, v := range []cty.Value{texts(1, 1000), texts(1000, 0)} {
		n := 1 + v.LengthInt()
		left := 2 * (perValue*n + len(v.AsValueSlice()[0].AsString()))
		m := meter{marks: cty.ValueMarks{}, effort: maxEffort - left}
		for i := range 3 {
			if got := m.pass(v); got != (i < 2) {
				t.Errorf("%d values, %d times: %v", n, i+1, got)
			}
		}
	}
}

// TestYAMLSize: how deep YAML nests, also through aliases, and how much they multiply.
func TestYAMLSize(t *testing.T) {
	t.Parallel()
	brackets := func(n int, inner string) string {
		return strings.Repeat("[", n) + inner + strings.Repeat("]", n)
	}
	aliases := func(lists int) string {
		text := "a: &a0 [x,x,x,x,x,x,x,x]\n"
		for i := range lists {
			text += strings.NewReplacer("M", string(rune('0'+i)), "N", string(rune('1'+i))).Replace("bN: &aN [*aM,*aM,*aM,*aM,*aM,*aM,*aM,*aM]\n")
		}
		return text
	}
	for _, tt := range []struct {
		name, text string
		within     bool
	}{
		{"a text", strings.Repeat("x", maxYAML), true},
		{"a longer text", strings.Repeat("x", maxYAML+1), false},
		{"brackets", brackets(maxNesting, ""), true},
		{"more brackets", brackets(maxNesting+1, ""), false},
		{"brackets through an alias", "a: &a " + brackets(198, "") + "\nb: " + brackets(50, "*a"), true},
		{"more brackets through an alias", "a: &a " + brackets(199, "") + "\nb: " + brackets(50, "*a"), false},
		{"aliases of aliases", aliases(3), true},
		{"more aliases of aliases", aliases(6), false},
		{"no YAML", strings.Repeat("[", smallYAML), true},
		{"no YAML, and longer", strings.Repeat("[", smallYAML+1), false},
		{"no YAML, with an alias", "[*a", false},
	} {
		if err := yamlSize([]byte(tt.text)); (err == nil) != tt.within {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
