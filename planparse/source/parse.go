package source

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
)

var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "locals"},
	{Type: "provider", LabelNames: []string{"name"}},
}}

// parse adds the blocks of one file to the module.
func (m *Module) parse(name string, text []byte) error {
	if err := checkNesting(name, text); err != nil {
		return err
	}
	var file *hcl.File
	var diags hcl.Diagnostics
	if strings.HasSuffix(name, ".json") {
		file, diags = hcljson.Parse(text, name)
	} else {
		file, diags = hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	}
	if diags.HasErrors() {
		return diags
	}
	content, _, diags := file.Body.PartialContent(fileSchema)
	if diags.HasErrors() {
		return diags
	}
	wordsIn(m.words, file, text)
	base, _ := configurationFile(path.Base(name))
	for _, b := range content.Blocks {
		m.add(b, isOverride(base))
	}
	return nil
}

func (m *Module) add(b *hcl.Block, override bool) {
	switch b.Type {
	case "resource", "data":
		address := b.Labels[0] + "." + b.Labels[1]
		if b.Type == "data" {
			address = "data." + address
		}
		if old := m.Resources[address]; old != nil {
			old.Overridden = true
			return
		}
		m.Resources[address] = &Resource{
			Type: b.Labels[0], Name: b.Labels[1], Body: b.Body, Range: b.DefRange,
			Repeats: repeats(b.Body), Overridden: override, Count: Attribute(b.Body, "count"), ForEach: Attribute(b.Body, "for_each"),
		}
	case "module":
		if old := m.Calls[b.Labels[0]]; old != nil {
			old.Overridden = true
			if from := Attribute(b.Body, "source"); from != nil {
				old.Source = literal(from)
			}
			return
		}
		m.Calls[b.Labels[0]] = &Call{
			Name: b.Labels[0], Body: b.Body, Range: b.DefRange,
			Repeats: repeats(b.Body), Count: Attribute(b.Body, "count"), ForEach: Attribute(b.Body, "for_each"), Source: literal(Attribute(b.Body, "source")), Overridden: override,
		}
	case "output":
		if _, twice := m.Outputs[b.Labels[0]]; twice {
			m.Outputs[b.Labels[0]] = nil
			return
		}
		m.Outputs[b.Labels[0]] = Attribute(b.Body, "value")
	case "variable":
		m.Variables[b.Labels[0]] = &Variable{Default: Attribute(b.Body, "default"), Type: Attribute(b.Body, "type"), Nullable: true, Range: b.DefRange}
	case "provider":
		p := &Provider{Name: b.Labels[0], Alias: literal(Attribute(b.Body, "alias")), Body: b.Body, Range: b.DefRange}
		key := p.Name
		if p.Alias != "" {
			key += "." + p.Alias
		}
		if m.Providers[key] != nil || override {
			p = nil
		}
		m.Providers[key] = p
	case "locals":
		ls, _ := Attributes(b.Body)
		for k, v := range ls {
			m.Locals[k] = v
		}
	}
}

func repeats(body hcl.Body) bool {
	return Attribute(body, "count") != nil || Attribute(body, "for_each") != nil
}

// literal is the text of a string literal, "" for anything else.
func literal(e hcl.Expression) string {
	if e == nil || len(e.Variables()) > 0 {
		return ""
	}
	v, diags := e.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}
