package source

import (
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
)

var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "terraform"},
	{Type: "locals"},
	{Type: "provider", LabelNames: []string{"name"}},
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "variable", LabelNames: []string{"name"}},
}}

// contents are the blocks of a module as its files are read, those that override
// others last.
type contents struct {
	*Module
	// places are where what the module has was first defined, by kind and name.
	places map[string]hcl.Range
	// words are what the expressions of the whole configuration name.
	words map[string]bool
}

func newContents(callPath, dir string, words map[string]bool) *contents {
	return &contents{
		Module: &Module{
			Path: callPath, Dir: dir,
			Resources: map[string]*Resource{}, Calls: map[string]*Call{},
			Locals: map[string]hcl.Expression{}, Outputs: map[string]hcl.Expression{}, Variables: map[string]*Variable{},
			Providers: map[string]*Provider{}, RequiredProviders: map[string]string{},
		},
		places: map[string]hcl.Range{},
		words:  words,
	}
}

// parse adds the blocks of one file.
func (c *contents) parse(name string, text []byte) error {
	if err := CheckNesting(name, text); err != nil {
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
	wordsIn(c.words, file, text)
	content, _, diags := file.Body.PartialContent(fileSchema)
	if diags.HasErrors() {
		return diags
	}
	base, _ := configurationFile(path.Base(name))
	for _, b := range content.Blocks {
		if diags := c.add(b, isOverride(base)); diags.HasErrors() {
			return diags
		}
	}
	return nil
}

// add enters a block, or changes the one that it overrides.
func (c *contents) add(b *hcl.Block, override bool) hcl.Diagnostics {
	switch b.Type {
	case "resource", "data":
		return c.addResource(b, override)
	case "module":
		return c.addCall(b, override)
	case "variable":
		return c.addVariable(b, override)
	case "output":
		return c.addOutput(b, override)
	case "locals":
		return c.addLocals(b, override)
	case "provider":
		return c.addProvider(b, override)
	}
	return c.addRequirements(b, override)
}

// define checks that what a block defines is defined once, and that what an
// override file changes is there.
func (c *contents) define(what string, at hcl.Range, override bool) hcl.Diagnostics {
	first, has := c.places[what]
	switch {
	case override && !has:
		return mistake(at, "Nothing to override", fmt.Sprintf("An override file changes %s, which no other file defines.", what))
	case !override && has:
		return mistake(at, "Defined twice", fmt.Sprintf("There is another %s at %s.", what, first))
	case !has:
		c.places[what] = at
	}
	return nil
}
