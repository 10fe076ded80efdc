package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	hcljson "github.com/hashicorp/hcl/v2/json"

	"github.com/tfreach/tfreach/planparse/source"
)

// block is a block of a file, in either syntax.
type block struct {
	kind, name string
	// header is what stands before the brace; kindAt and nameAt parts of it.
	header, kindAt, nameAt Place
	args                   []argument
	// bad: there is more in it, which has been put on record.
	bad bool
}

// String is how messages call the block.
func (b *block) String() string {
	if b.name == "" {
		return b.kind
	}
	return fmt.Sprintf("%s %q", b.kind, b.name)
}

// argument is a name with a value.
type argument struct {
	name   string
	nameAt Place
	value  expression
}

// expression is an expression of one of the syntaxes.
type expression struct {
	hcl.Expression
	Place
}

// parse parses the text, within bounds, and decodes nothing of it.
func (f *File) parse() (*hcl.File, Diagnostics) {
	var m mistakes
	if at := invalidUTF8(f.Text); at >= 0 {
		m.wrong(Place{f, at, at + 1}, "", "The file is not UTF-8", "%s", encodingHint(f.Text))
		return nil, m.list
	}
	text, start := f.Text, hcl.InitialPos
	if rest, marked := bytes.CutPrefix(text, []byte("\ufeff")); marked && f.IsJSON() {
		text, start.Byte = rest, len(text)-len(rest)
	}
	if f.IsJSON() && !f.checkJSON(text, start.Byte, &m) {
		return nil, m.list
	}
	if err := source.CheckNesting(f.Name, text); err != nil {
		m.wrong(Place{File: f}, "", "The file cannot be read", "%s.", strings.TrimPrefix(err.Error(), f.Name+": "))
		return nil, m.list
	}
	var parsed *hcl.File
	var diags hcl.Diagnostics
	if f.IsJSON() {
		parsed, diags = hcljson.ParseWithStartPos(text, f.Name, start)
	} else {
		parsed, diags = hclsyntax.ParseConfig(text, f.Name, start)
	}
	m.fromHCL(f, diags, "", f.place)
	if m.list.HasErrors() {
		return nil, m.sorted([]*File{f})
	}
	return parsed, nil
}

// checkJSON puts on record what is no JSON. The parser of HCL would go on behind it.
func (f *File) checkJSON(text []byte, start int, m *mistakes) bool {
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true))
	err := error(nil)
	for err == nil {
		_, err = d.ReadToken()
	}
	var wrong *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.EOF) && len(bytes.TrimSpace(text)) > 0 && d.StackDepth() == 0:
		return true
	case !errors.As(err, &wrong) || int(wrong.ByteOffset) >= len(bytes.TrimRight(text, " \t\r\n")):
		m.wrong(Place{f, len(f.Text), len(f.Text)}, "", "The file is not JSON", "It ends before its last bracket or quote is closed.")
		return false
	}
	at := int(wrong.ByteOffset)
	detail := wrong.Err.Error() + "."
	switch behind := bytes.TrimLeft(text[at+1:], " \t\r\n"); {
	case text[at] == '/' || text[at] == '#':
		detail += ` JSON has no comments; a member called "//" may hold one.`
	case text[at] == ',' && len(behind) > 0 && (behind[0] == '}' || behind[0] == ']'):
		detail += " JSON has no comma behind the last member."
	}
	m.wrong(Place{f, start + at, start + at + 1}, "", "The file is not JSON", "%s", upperFirst(detail))
	return false
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func invalidUTF8(text []byte) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// encodingHint is for what some editors and shells write.
func encodingHint(text []byte) string {
	if bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff}) {
		return "It is UTF-16, as PowerShell writes it: save it as UTF-8."
	}
	return "Save it as UTF-8."
}

// Format is the text of a file in the canonical style of HCL; that of a file in JSON
// syntax as it is. An error is of type [Diagnostics].
func Format(f *File) ([]byte, error) {
	if _, diags := f.parse(); diags.HasErrors() {
		return nil, diags
	}
	if f.IsJSON() {
		return f.Text, nil
	}
	return hclwrite.Format(f.Text), nil
}

// blocks are the blocks of a file as it was parsed.
func (f *File) blocks(parsed *hcl.File, m *mistakes) []*block {
	if body, ok := parsed.Body.(*hclsyntax.Body); ok {
		return f.nativeBlocks(body, m)
	}
	return f.jsonBlocks(parsed.Body, m)
}

// nativeBlocks are those of native syntax.
func (f *File) nativeBlocks(body *hclsyntax.Body, m *mistakes) []*block {
	for _, a := range inOrder(body) {
		f.strayArgument(a.Name, f.place(a.NameRange), m)
	}
	var out []*block
	for _, b := range body.Blocks {
		k, known := kindOf(b.Type)
		at := f.place(b.TypeRange)
		if !known {
			unknownBlock(b.Type, at, m)
			continue
		}
		header := f.place(b.DefRange())
		x := &block{kind: b.Type, header: header, kindAt: at}
		switch {
		case !k.named && len(b.Labels) > 0:
			m.wrong(f.place(b.LabelRanges[0]), b.Type, "The block has a name", "A %s block has none: write %s {", b.Type, b.Type)
			continue
		case k.named && len(b.Labels) == 0:
			m.wrong(header, b.Type, "The block has no name", "Write %s \"NAME\" {, with a name that results can call it by.", b.Type)
			continue
		case len(b.Labels) > 1:
			m.wrong(f.place(b.LabelRanges[1]), b.Type, "The block has two names", "Write %s %q {", b.Type, b.Labels[0])
			continue
		case k.named:
			x.name, x.nameAt = b.Labels[0], f.place(b.LabelRanges[0])
		}
		for _, a := range inOrder(b.Body) {
			x.args = append(x.args, argument{a.Name, f.place(a.NameRange), expression{a.Expr, f.place(a.Expr.Range())}})
		}
		for _, inner := range b.Body.Blocks {
			x.bad = true
			strayBlock(inner.Type, f.place(inner.TypeRange), k, x, m)
		}
		out = append(out, x)
	}
	return out
}

// inOrder are the arguments as they are written.
func inOrder(body *hclsyntax.Body) []*hclsyntax.Attribute {
	var out []*hclsyntax.Attribute
	for _, a := range body.Attributes {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *hclsyntax.Attribute) int {
		return cmp.Compare(a.NameRange.Start.Byte, b.NameRange.Start.Byte)
	})
	return out
}

// jsonBlocks are those of JSON syntax: {"intent": {"NAME": {…}}, "locals": {…}}, and
// lists of such objects where there are several.
func (f *File) jsonBlocks(body hcl.Body, m *mistakes) []*block {
	attrs, diags := body.JustAttributes()
	m.fromHCL(f, diags, "", f.place)
	var sorted []*hcl.Attribute
	for _, a := range attrs {
		sorted = append(sorted, a)
	}
	slices.SortFunc(sorted, func(a, b *hcl.Attribute) int { return cmp.Compare(a.NameRange.Start.Byte, b.NameRange.Start.Byte) })
	var out []*block
	for _, a := range sorted {
		at := f.place(a.NameRange)
		k, known := kindOf(a.Name)
		switch {
		case a.Name == schemaMember:
		case !known && argumentName(a.Name):
			f.strayArgument(a.Name, at, m)
		case !known:
			unknownBlock(a.Name, at, m)
		case !k.named:
			for _, members := range f.objects(a.Expr, a.Name, "an object with its arguments", m) {
				out = append(out, &block{kind: a.Name, header: at, kindAt: at, args: f.members(members)})
			}
		default:
			for _, names := range f.objects(a.Expr, a.Name, `an object with a member for each name: {"NAME": {…}}`, m) {
				out = append(out, f.jsonNamed(a.Name, at, names, m)...)
			}
		}
	}
	return out
}

// schemaMember names the JSON Schema of a file, for editors.
const schemaMember = "$schema"

// jsonNamed are the blocks of one kind by their names.
func (f *File) jsonNamed(kind string, kindAt Place, names []hcl.KeyValuePair, m *mistakes) []*block {
	var out []*block
	members := f.members(names)
	for _, n := range members {
		k, _ := kindOf(kind)
		if _, diags := hcl.ExprMap(n.value.Expression); diags.HasErrors() && k.argument(n.name) != nil {
			m.wrong(n.nameAt, kind, "The block has no name", `In JSON syntax the name stands around the arguments: {%q: {"NAME": {%q: …}}}.`, kind, n.name)
			return nil
		}
	}
	for _, n := range members {
		for _, members := range f.objects(n.value.Expression, kind, "an object with its arguments", m) {
			out = append(out, &block{kind: kind, name: n.name, header: n.nameAt, kindAt: kindAt, nameAt: n.nameAt, args: f.members(members)})
		}
	}
	return out
}

// objects are the members of an object, or of each object of a list.
func (f *File) objects(e hcl.Expression, kind, wanted string, m *mistakes) [][]hcl.KeyValuePair {
	if items, diags := hcl.ExprList(e); !diags.HasErrors() {
		var out [][]hcl.KeyValuePair
		for _, i := range items {
			if members, diags := hcl.ExprMap(i); diags.HasErrors() {
				m.wrong(f.place(i.StartRange()), kind, "An object is expected", "In JSON syntax %s is %s.", kind, wanted)
			} else {
				out = append(out, members)
			}
		}
		return out
	}
	members, diags := hcl.ExprMap(e)
	if diags.HasErrors() {
		m.wrong(f.place(e.StartRange()), kind, "An object is expected", "In JSON syntax %s is %s.", kind, wanted)
		return nil
	}
	return [][]hcl.KeyValuePair{members}
}

// members are the members of an object, less those that are comments.
func (f *File) members(pairs []hcl.KeyValuePair) []argument {
	var out []argument
	for _, p := range pairs {
		// Without a context the JSON syntax gives strings verbatim.
		name, _ := p.Key.Value(nil)
		if n := name.AsString(); n != "//" {
			out = append(out, argument{n, f.place(p.Key.Range()), expression{p.Value, f.place(p.Value.Range())}})
		}
	}
	return out
}

func unknownBlock(name string, at Place, m *mistakes) {
	summary := fmt.Sprintf("There is no block %q", name)
	if meant := blockWords[name]; meant != "" {
		m.wrong(at, "", summary, "Did you mean %q?", meant)
		return
	}
	if slices.Contains(terraformBlocks, name) {
		m.once(at, "This is Terraform configuration, and no policy", "The blocks of a policy are: %s. It stands in a file of its own, such as tfreach.hcl.", strings.Join(kindNames(), ", "))
		return
	}
	m.wrong(at, "", summary, "%s", didYouMean(name, kindNames(), "The blocks of a policy are"))
}

// strayArgument is for an argument outside of blocks.
func (f *File) strayArgument(name string, at Place, m *mistakes) {
	if _, known := kindOf(name); known {
		m.wrong(at, "", fmt.Sprintf("%q is a block", name), "Write %s {, without the sign of equality.", name)
		return
	}
	for _, k := range language {
		if k.argument(name) != nil {
			m.wrong(at, "", fmt.Sprintf("%q stands outside of a block", name), "It is an argument of %s blocks.", k.name)
			return
		}
	}
	m.wrong(at, "", fmt.Sprintf("%q stands outside of a block", name), "A policy file holds blocks only: %s.", strings.Join(kindNames(), ", "))
}

// strayBlock is for a block within a block.
func strayBlock(name string, at Place, k *kind, b *block, m *mistakes) {
	summary := fmt.Sprintf("There is no block %q in %s", name, article(b.kind))
	if k.argument(name) != nil {
		m.wrong(at, b.String(), summary, "Did you mean the argument %q? Write %s = …", name, name)
		return
	}
	if _, known := kindOf(name); known {
		m.wrong(at, b.String(), summary, "The block %q stands by itself: is a brace missing before it?", name)
		return
	}
	m.wrong(at, b.String(), summary, "%s", didYouMean(name, k.names(), "It has the arguments"))
}
