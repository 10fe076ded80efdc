package source

import (
	"sort"

	"github.com/hashicorp/hcl/v2"
)

// Config is a configuration: the root module and those that it calls.
type Config struct {
	// Name is how messages call it: the folder or the file that it is from.
	Name string
	// Modules are by their call path without instance keys, as in modules.json:
	// "" for the root, "network", "network.subnets".
	Modules map[string]*Module
}

// Module is the blocks of one module.
type Module struct {
	// Path is the call path, Dir the folder relative to the source root, with
	// slashes.
	Path, Dir string
	// Resources are by address in the module: "aws_subnet.private",
	// "data.aws_vpc.main".
	Resources map[string]*Resource
	Calls     map[string]*Call
	// Outputs are the value expressions of outputs; nil for one that an override
	// file changes.
	Outputs   map[string]hcl.Expression
	Variables map[string]*Variable
	// Missing is set when the module's files are not at hand, and says why. The
	// module is empty then.
	Missing string
}

// Resource is a resource or data block.
type Resource struct {
	Type, Name string
	Body       hcl.Body
	// Range is the header of the block.
	Range hcl.Range
	// Repeats: the block has count or for_each.
	Repeats bool
	// Overridden: an override file changes the block, so what Body says need not
	// hold.
	Overridden bool
}

// Call is a module block.
type Call struct {
	Name    string
	Body    hcl.Body
	Range   hcl.Range
	Repeats bool
	// Source is the module's address as written, by the last override that has
	// one; "" when it is no literal.
	Source string
	// Overridden: an override file changes the block, so the other arguments in
	// Body need not hold.
	Overridden bool
}

// Variable is a variable block.
type Variable struct {
	// Default is nil when a value must be given.
	Default hcl.Expression
	Range   hcl.Range
}

// Paths are the call paths of the modules, sorted.
func (c *Config) Paths() []string {
	out := make([]string, 0, len(c.Modules))
	for p := range c.Modules {
		out = append(out, p)
	}
	sort.Strings(out)
	return out
}

// Attribute is the expression of an argument of a block; nil when the block does
// not have it.
func Attribute(body hcl.Body, name string) hcl.Expression {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
	if content == nil {
		return nil
	}
	if a := content.Attributes[name]; a != nil {
		return native(a.Expr)
	}
	return nil
}

// Attributes are the expressions of all arguments of a block. Nested says whether
// the block has blocks of its own, whose arguments are not among them.
func Attributes(body hcl.Body) (exprs map[string]hcl.Expression, nested bool) {
	// The diagnostics are that there are blocks as well, and nothing else in what
	// was parsed without errors.
	attrs, diags := body.JustAttributes()
	exprs = make(map[string]hcl.Expression, len(attrs))
	for name, a := range attrs {
		exprs[name] = native(a.Expr)
	}
	return exprs, diags.HasErrors()
}

// Blocks are the nested blocks of a type that are written out. Dynamic reports
// whether a dynamic block makes more of them.
func Blocks(body hcl.Body, typ string) (blocks []*hcl.Block, dynamic bool) {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: typ},
		{Type: "dynamic", LabelNames: []string{"type"}},
	}})
	if content == nil {
		return nil, false
	}
	for _, b := range content.Blocks {
		switch {
		case b.Type == typ:
			blocks = append(blocks, b)
		case b.Labels[0] == typ:
			dynamic = true
		}
	}
	return blocks, dynamic
}
