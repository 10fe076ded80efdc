package config

import (
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"golang.org/x/text/unicode/norm"
)

// term is an expression of the policy language: what both syntaxes come to. It has no
// loops, and no part of it can be more than its text says.
type term struct {
	op termOp
	at Place
	// value is that of a constant.
	value value
	// name is that of a local or of a function, which stands at nameAt.
	name   string
	nameAt Place
	// of are the parts of a text, the items of a list, or what a function is given.
	of []term
}

type termOp uint8

const (
	constantOp termOp = iota
	textOp            // of its parts
	listOp
	localOp
	callOp
)

// reader makes terms of expressions of one file.
type reader struct {
	*mistakes
	block string
	file  *File
	// text is what positions count in, and bytes where each byte of it begins in the
	// file; nil when it is the text of the file.
	text  []byte
	bytes []int
}

// place translates positions in the text.
func (r *reader) place(g hcl.Range) Place {
	p := Place{r.file, g.Start.Byte, g.End.Byte}
	if r.bytes != nil {
		at := func(b int) int { return r.bytes[min(max(b, 0), len(r.bytes)-1)] }
		p.From, p.To = at(p.From), at(p.To)
	}
	return p.bounded()
}

func badTerm(at Place) term { return term{at: at, value: value{at: at}} }

// term makes a term of an expression of either syntax.
func (r *reader) term(e expression) term {
	if native, ok := e.Expression.(hclsyntax.Expression); ok {
		return r.native(native)
	}
	if items, diags := hcl.ExprList(e.Expression); !diags.HasErrors() {
		t := term{op: listOp, at: e.Place}
		for _, i := range items {
			t.of = append(t.of, r.term(expression{i, r.file.place(i.Range())}))
		}
		return t
	}
	if _, diags := hcl.ExprMap(e.Expression); !diags.HasErrors() {
		return r.refused(e.Place, "An object is no value")
	}
	// Without a context the JSON syntax gives strings verbatim.
	v, diags := e.Value(nil)
	if diags.HasErrors() {
		r.fromHCL(r.file, diags, r.block, r.place)
		return badTerm(e.Place)
	}
	if v.IsNull() || v.Type() != cty.String {
		return r.literal(v, e.Place)
	}
	return r.jsonText(v.AsString(), e.Place)
}

// refused is for what HCL has and the policy language has not.
func (r *reader) refused(at Place, summary string) term {
	r.wrong(at, r.block, summary, "Values are texts, numbers, lists in brackets, true and false, references such as local.NAME, and the functions %s.", strings.Join(functionNames(), ", "))
	return badTerm(at)
}

func (r *reader) native(e hclsyntax.Expression) term {
	at := r.place(e.Range())
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		if e.Val.Type() == cty.String {
			return r.letters(e)
		}
		return r.literal(e.Val, at)
	case *hclsyntax.TemplateExpr:
		return r.template(e, at)
	case *hclsyntax.TemplateWrapExpr:
		return r.native(e.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		return r.native(e.Expression)
	case *hclsyntax.TupleConsExpr:
		t := term{op: listOp, at: at}
		for _, i := range e.Exprs {
			t.of = append(t.of, r.native(i))
		}
		return t
	case *hclsyntax.ScopeTraversalExpr:
		return r.reference(e.Traversal, at)
	case *hclsyntax.FunctionCallExpr:
		t := term{op: callOp, at: at, name: e.Name, nameAt: r.place(e.NameRange)}
		if e.ExpandFinal {
			return r.refused(at, "A list is not expanded")
		}
		for _, a := range e.Args {
			t.of = append(t.of, r.native(a))
		}
		return t
	case *hclsyntax.ForExpr, *hclsyntax.TemplateJoinExpr:
		return r.refused(at, "Policies have no loops")
	case *hclsyntax.ConditionalExpr:
		return r.refused(at, "Policies have no conditions")
	case *hclsyntax.BinaryOpExpr, *hclsyntax.UnaryOpExpr:
		return r.refused(at, "Policies do not calculate")
	case *hclsyntax.ObjectConsExpr:
		return r.refused(at, "An object is no value")
	}
	return r.refused(at, "The expression is no part of the policy language")
}

// template is a text in quotes, or between the marks of a heredoc.
func (r *reader) template(e *hclsyntax.TemplateExpr, at Place) term {
	t := term{op: textOp, at: at}
	for _, p := range e.Parts {
		if _, condition := p.(*hclsyntax.ConditionalExpr); condition {
			return r.refused(at, "Policies have no conditions")
		}
		t.of = append(t.of, r.native(p))
	}
	if len(t.of) == 1 && t.of[0].op == constantOp {
		t.of[0].at, t.of[0].value.at = at, at
		return t.of[0]
	}
	return t
}

// letters is a part of a text that stands there letter by letter.
func (r *reader) letters(e *hclsyntax.LiteralValueExpr) term {
	at := r.place(e.SrcRange)
	p := piece{n: len(e.Val.AsString()), at: at}
	from, to := e.SrcRange.Start.Byte, e.SrcRange.End.Byte
	if inside := from >= 0 && from <= to && to <= len(r.text); inside && (r.bytes != nil || string(r.text[from:to]) != e.Val.AsString()) {
		p.letters = letters(r.text[from:to], e.Val.AsString(), r.bytes == nil)
		for i, b := range p.letters {
			p.letters[i] = from + b
			if r.bytes != nil {
				p.letters[i] = r.bytes[from+b]
			}
		}
	}
	return term{at: at, value: value{kind: textValue, text: e.Val.AsString(), pieces: []piece{p}, at: at}}
}

// jsonText is a string in JSON syntax, which is a template of native syntax.
func (r *reader) jsonText(text string, at Place) term {
	inside := Place{at.File, at.From + 1, max(at.From+1, at.To-1)}.bounded()
	written := r.file.Text[inside.From:inside.To]
	decoded := fromJSON(written, inside.From)
	if decoded != nil && string(decoded.text) != text && norm.NFC.String(string(decoded.text)) == text {
		decoded.text, decoded.bytes = []byte(text), composed(decoded.text, decoded.bytes)
	}
	if decoded == nil || string(decoded.text) != text {
		decoded = &reader{text: []byte(text)}
		for range len(text) {
			decoded.bytes = append(decoded.bytes, inside.From)
		}
		decoded.bytes = append(decoded.bytes, inside.To)
	}
	decoded.mistakes, decoded.block, decoded.file = r.mistakes, r.block, r.file
	if !strings.Contains(text, "${") && !strings.Contains(text, "%{") {
		p := piece{n: len(text), at: inside, letters: decoded.bytes}
		return term{at: at, value: value{kind: textValue, text: text, pieces: []piece{p}, at: at}}
	}
	parsed, diags := hclsyntax.ParseTemplate(decoded.text, r.file.Name, hcl.InitialPos)
	if diags.HasErrors() {
		r.fromHCL(r.file, diags, r.block, decoded.place)
		return badTerm(at)
	}
	t := decoded.native(parsed)
	t.at, t.value.at = at, at
	return t
}

// literal is a number, true, false or null.
func (r *reader) literal(v cty.Value, at Place) term {
	out := value{at: at}
	switch {
	case v.IsNull():
		out.kind = absent
	case v.Type() == cty.Bool:
		out.kind, out.truth = truthValue, v.True()
	case v.Type() == cty.Number:
		f := v.AsBigFloat()
		// What is larger or finer than this is no number of any use here, and takes
		// long to write.
		if exponent := f.MantExp(nil); f.IsInf() || exponent > 64 || exponent < -64 {
			r.wrong(at, r.block, "The number is too large or too small", "Write it as a text, in quotes, if it is meant.")
			return badTerm(at)
		}
		out.kind, out.text = numberValue, f.Text('f', -1)
		out.pieces = []piece{{n: len(out.text), at: at}}
	default:
		return r.refused(at, "The value is of another type")
	}
	return term{at: at, value: out}
}

// reference is local.NAME.
func (r *reader) reference(to hcl.Traversal, at Place) term {
	const detail = "Policies refer to values of their locals blocks only: local.NAME."
	root, name := to.RootName(), ""
	if len(to) > 1 {
		if a, ok := to[1].(hcl.TraverseAttr); ok {
			name = a.Name
		}
	}
	switch {
	case root == "locals" && name != "":
		r.wrong(at, r.block, `There is no "locals" to refer to`, "Did you mean local.%s?", name)
	case root != "local":
		r.wrong(at, r.block, "There is nothing called "+quoted(root)+" to refer to", detail+" Texts stand in quotes.")
	case name == "":
		r.wrong(at, r.block, "The reference has no name", detail)
	case len(to) > 2:
		r.wrong(at, r.block, "A local value has no parts", "Write local.%s, which is the whole of it.", name)
	default:
		return term{op: localOp, at: at, name: name, nameAt: at}
	}
	return badTerm(at)
}

// letters are where the bytes of a text begin in its source, and where the last one
// ends; nil when that is not known. Backslashes escape in quotes only.
func letters(src []byte, text string, quotes bool) []int {
	var out []int
	var decoded []byte
	for i := 0; i < len(src); {
		r, n := rune(-1), 1
		rest := src[i:]
		switch {
		case len(rest) >= 3 && (string(rest[:3]) == "$${" || string(rest[:3]) == "%%{"):
			// The letter that is doubled stands for one.
			r, n = rune(rest[0]), 2
		case quotes && rest[0] == '\\' && len(rest) > 1:
			if r, n = escaped(rest); n == 0 {
				return nil
			}
		}
		before := len(decoded)
		if r < 0 {
			decoded = append(decoded, rest[0])
		} else {
			decoded = utf8.AppendRune(decoded, r)
		}
		for range len(decoded) - before {
			out = append(out, i)
		}
		i += n
	}
	out = append(out, len(src))
	switch {
	case string(decoded) == text:
		return out
	case norm.NFC.String(string(decoded)) == text:
		return composed(decoded, out)
	case quotes:
		// In a heredoc a backslash is one.
		return letters(src, text, false)
	}
	return nil
}

// composed are the letters of a text whose letters and accents HCL has put together.
func composed(decoded []byte, at []int) []int {
	var out []int
	var i norm.Iter
	for i.Init(norm.NFC, decoded); !i.Done(); {
		begin := i.Pos()
		for range i.Next() {
			out = append(out, at[begin])
		}
	}
	return append(out, at[len(decoded)])
}
