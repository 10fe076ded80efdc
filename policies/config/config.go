package config

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/intent"
)

// MaxSize is how many bytes a policy file may have.
const MaxSize = 1 << 20

// Policy is what a policy file says, in its order.
type Policy struct {
	Intents     []policies.Intent
	Assumptions []policies.Assumption
}

// Read reads the policy file at a path. The error is an [hcl.Diagnostics] when the file
// is not what it should be.
func Read(path string) (*Policy, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, err
	}
	if len(text) > MaxSize {
		return nil, fmt.Errorf("%s: a policy file has at most %d bytes", path, MaxSize)
	}
	return Parse(text, path)
}

var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "intent", LabelNames: []string{"name"}},
	{Type: "assume", LabelNames: []string{"name"}},
}}

// Parse reads the text of a policy file. The name is for messages.
func Parse(text []byte, name string) (*Policy, error) {
	if err := source.CheckNesting(name, text); err != nil {
		return nil, err
	}
	file, diags := hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	content, diags := file.Body.Content(fileSchema)
	out := &Policy{}
	first := map[string]hcl.Range{} // where a block is, by its type and name
	for _, b := range content.Blocks {
		key := b.Type + " " + b.Labels[0]
		if at, again := first[key]; again {
			diags = append(diags, mistake(b.LabelRanges[0], "The name is used twice", fmt.Sprintf("There is an %s block %q at %s already.", b.Type, b.Labels[0], at)))
			continue
		}
		first[key] = b.DefRange
		var found hcl.Diagnostics
		if b.Type == "intent" {
			found = out.intent(b)
		} else {
			found = out.assume(b)
		}
		diags = append(diags, found...)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return out, nil
}

// intent reads an intent block.
func (p *Policy) intent(b *hcl.Block) hcl.Diagnostics {
	content, diags := b.Body.Content(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "expect", Required: true}}})
	a := content.Attributes["expect"]
	if a == nil {
		return diags
	}
	text, found := text(a)
	if diags = append(diags, found...); found.HasErrors() {
		return diags
	}
	in, err := policies.Parse(text)
	if err != nil {
		return append(diags, mistake(a.Expr.Range(), "The sentence is not understood", sentenceText(err)))
	}
	in.Name = b.Labels[0]
	p.Intents = append(p.Intents, in)
	return diags
}

// assume reads an assume block.
func (p *Policy) assume(b *hcl.Block) hcl.Diagnostics {
	content, diags := b.Body.Content(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "at", Required: true}, {Name: "delivers", Required: true}}})
	at, delivers := content.Attributes["at"], content.Attributes["delivers"]
	if at == nil || delivers == nil {
		return diags
	}
	out := policies.Assumption{Name: b.Labels[0]}
	var found hcl.Diagnostics
	out.At, found = text(at)
	diags = append(diags, found...)
	items, found := texts(delivers)
	diags = append(diags, found...)
	for _, text := range items {
		to, err := intent.ParseDestinations(text)
		if err != nil {
			diags = append(diags, mistake(delivers.Expr.Range(), "The destination is not understood", sentenceText(err)))
			continue
		}
		out.Delivers = append(out.Delivers, to...)
	}
	if !diags.HasErrors() {
		p.Assumptions = append(p.Assumptions, out)
	}
	return diags
}

// sentenceText is what is wrong with a sentence, in one line.
func sentenceText(err error) string {
	var syntax *intent.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("In %q, %s.", syntax.Sentence, syntax.Error())
	}
	return err.Error()
}

// text is the value of an attribute that is a text.
func text(a *hcl.Attribute) (string, hcl.Diagnostics) {
	if text, ok := literal(a.Expr); ok {
		return text, nil
	}
	return "", hcl.Diagnostics{mistake(a.Expr.Range(), "A text is expected", fmt.Sprintf("%s is a text in quotes, as it is: without references, and not empty.", a.Name))}
}

// texts is the value of an attribute that is a list of texts.
func texts(a *hcl.Attribute) ([]string, hcl.Diagnostics) {
	items, diags := hcl.ExprList(a.Expr)
	var out []string
	for _, i := range items {
		if text, ok := literal(i); ok {
			out = append(out, text)
		}
	}
	if diags.HasErrors() || len(out) == 0 || len(out) < len(items) {
		return nil, hcl.Diagnostics{mistake(a.Expr.Range(), "A list of texts is expected", fmt.Sprintf(`%s is a list, such as ["internet:443", "10.0.0.0/8"]: without references, and not empty.`, a.Name))}
	}
	return out, nil
}

// literal is the value of a text in quotes with nothing in it to evaluate.
func literal(e hcl.Expression) (string, bool) {
	t, ok := e.(*hclsyntax.TemplateExpr)
	if !ok || !t.IsStringLiteral() {
		return "", false
	}
	v, diags := t.Value(nil)
	return v.AsString(), !diags.HasErrors() && v.AsString() != ""
}

func mistake(at hcl.Range, summary, detail string) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: &at}
}
