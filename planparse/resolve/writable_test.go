package resolve_test

import (
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/internal/spent"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
)

// TestNumbersOfManyDigits: a number that is short to write and long to write out is not
// worked with, wherever it stands.
func TestNumbersOfManyDigits(t *testing.T) {
	const h = "4e444440444"
	for _, e := range []string{h, h + " % 8", "8 % " + h, h + " + 1", "1 - " + h, h + " * 2", h + " / 3", "-" + h, h + " > 1", h + ` == "x"`, `"${` + h + `}"`, `"a${` + h + `}"`, `{(` + h + `) = 1}`, `{a = 1}[` + h + `]`, `[1][` + h + `]`,
		`{for x in [1] : ` + h + ` => x}`, `[for x in [` + h + `] : "${x}"]`, `"%{ for x in [` + h + `] }${x}%{ endfor }"`, `"4e444440444" % 8`, `"4e444440444" + 1`, `true ? ` + h + ` : "x"`, `true ? [` + h + `] : ["x"]`, `[` + h + `, "x"][*]`, `toset([` + h + `, "x"])`, `tostring(` + h + `)`, `tonumber("4e444440444")`, `jsonencode(` + h + `)`, `coalesce("", ` + h + `)`, `{a = 1}.` + `a`, `floor(` + h + `)`, `pow(10, 100000)`, `parseint("9", 10) * ` + h, `range(` + h + `)`, `! ` + h, h + ` && true`, `1e-444440444 + 1`, `1e-444440444 % 8`, `"${1e-444440444}"`, `min(` + h + `, 1)`, `sum([` + h + `, 1])`, `abs(-` + h + `)`, `ceil(` + h + `)`, `log(` + h + `, 2)`, `signum(` + h + `)`, `cidrsubnet("10.0.0.0/8", 8, ` + h + `)`, `element([1], ` + h + `)`, `slice([1], 0, ` + h + `)`, `format("%d", ` + h + `)`, `jsondecode("4e444440444") % 8`, `jsondecode("[4e444440444]")`, `yamldecode("4e444440444")`, `csvdecode("a\n4e444440444")[0].a % 8`, `index([1], ` + h + `)`, `contains(["x"], ` + h + `)`, `distinct([` + h + `, 1])`, `setproduct([` + h + `],[1])`, `sort([` + h + `])`, `zipmap([` + h + `],[1])`, `lookup({a=1}, ` + h + `, 1)`, `merge({a=` + h + `}, {b="x"})`, `tomap({a=` + h + `, b="x"})`, `tolist([` + h + `, "x"])`, `concat([` + h + `], ["x"])`, `flatten([` + h + `])`, `join(",", [` + h + `])`, `replace("a", ` + h + `, "b")`, `strlen(` + h + `)`, `length(` + h + `)`, `sha1(` + h + `)`, `try(` + h + ` % 8, 1)`, `can(` + h + ` % 8)`} {
		in := "resource \"t_user\" \"u\" {\n ref = " + e + "\n other = var.x\n dynamic \"whole\" {\n for_each = [" + e + "]\n content { ref = whole.value }\n }\n}\n" +
			"variable \"x\" {\n type = object({ a = optional(string, " + h + "), b = optional(number, \"" + h + "\") })\n default = {}\n}"
		src, err := source.FromFS(fstest.MapFS{"main.tf": {Data: []byte(in)}}, ".", "test")
		if err != nil {
			t.Errorf("%s: %v", e, err)
			continue
		}
		schema := resolve.Wide(kinds{}, src)
		p := readPlan(t, plan([]string{create("t_user.u", `{"whole":[{}]}`, `{"ref":true,"other":true,"whole":[{"ref":true}]}`)}, `{}`))
		p.Config = nil
		spent.Memory(t, len(e), 16<<20, 0, func() {
			r := resolve.New(p, src, kinds{}, schema)
			r.Contradiction(kinds{})
			u := r.After(find(t, p, "t_user.u"))
			for _, name := range []string{"ref", "other"} {
				describe(u.Get(name).Ref())
			}
			items, _ := u.Get("whole").Items()
			for _, i := range items {
				describe(i.Get("ref").Ref())
			}
		})
		if t.Failed() {
			t.Fatalf("%s", e)
		}
	}
}
