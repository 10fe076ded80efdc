package source

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Mentions reports whether some expression of the configuration names something
// so: a type of resources, or an attribute.
func (c *Config) Mentions(word string) bool { return c.words[word] }

// Words are all that expressions of the configuration name, sorted.
func (c *Config) Words() []string {
	out := make([]string, 0, len(c.words))
	for w := range c.words {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
}

// wordsIn adds what the expressions of a file name.
func wordsIn(to map[string]bool, file *hcl.File, text []byte) {
	body, native := file.Body.(*hclsyntax.Body)
	if !native {
		// Expressions of JSON are texts within texts: every word counts.
		for _, w := range strings.FieldsFunc(string(text), func(c rune) bool {
			return c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
		}) {
			to[w] = true
		}
		return
	}
	_ = hclsyntax.VisitAll(body, func(n hclsyntax.Node) hcl.Diagnostics {
		var steps hcl.Traversal
		switch n := n.(type) {
		case *hclsyntax.ScopeTraversalExpr:
			steps = n.Traversal
		case *hclsyntax.RelativeTraversalExpr:
			steps = n.Traversal
		case *hclsyntax.LiteralValueExpr:
			// A key may be written as a text.
			if v := n.Val; v.IsKnown() && !v.IsNull() && v.Type() == cty.String {
				if text := v.AsString(); len(text) < 64 {
					to[text] = true
				}
			}
		}
		for _, s := range steps {
			switch s := s.(type) {
			case hcl.TraverseRoot:
				to[s.Name] = true
			case hcl.TraverseAttr:
				to[s.Name] = true
			case hcl.TraverseIndex:
				if s.Key.IsKnown() && !s.Key.IsNull() && s.Key.Type() == cty.String {
					to[s.Key.AsString()] = true
				}
			}
		}
		return nil
	})
}
