package report

import (
	"fmt"
	"slices"
	"testing"
)

func TestTogether(t *testing.T) {
	var many []string
	for i := range 200 {
		many = append(many, fmt.Sprintf("nothing associates aws_subnet.private[%d] with an ACL", i))
	}
	slices.Sort(many)
	for _, c := range []struct {
		name     string
		in, want []string
	}{
		{"none", nil, nil},
		{"without keys", []string{"b", "a"}, []string{"a", "b"}},
		{"one of its kind", []string{"x a[0] y"}, []string{"x a[0] y"}},
		{"two", []string{"x a[1] y", "x a[0] y"}, []string{"x a[0], [1] y"}},
		{"many", many, []string{"nothing associates aws_subnet.private[0], [1] and 198 more with an ACL"}},
		{"natural order", []string{"x a[10]", "x a[9]", "x a[2]"}, []string{"x a[2], [9], [10]"}},
		{"texts", []string{`x a["b"]`, `x a["a]\"["]`}, []string{`x a["a]\"["], ["b"]`}},
		{"key of a module", []string{`x module.m["a"].a[0]`, `x module.m["b"].a[0]`}, []string{`x module.m["a"], ["b"].a[0]`}},
		{"own keys before those of modules", []string{`x module.m["a"].a[0]`, `x module.m["a"].a[1]`, `x module.m["b"].a[0]`}, []string{`x module.m["a"].a[0], [1]`, `x module.m["b"].a[0]`}},
		{"others between", []string{"x a[10]", "x b", "x a[9]", "x a1", "x a10", "x a2"}, []string{"x a1", "x a2", "x a10", "x a[9], [10]", "x b"}},
		{"different texts", []string{"x a[0]", "y a[1]"}, []string{"x a[0]", "y a[1]"}},
	} {
		if got := together(c.in); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
