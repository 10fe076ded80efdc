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
	// Folder: the configuration is a folder, and not a saved plan.
	Folder bool

	words map[string]bool
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
	Locals    map[string]hcl.Expression
	// Providers are the provider blocks by name, "aws", or by name and alias,
	// "aws.use1".
	Providers map[string]*Provider
	// Missing is set when the module's files are not at hand, and says why. The
	// module is empty then.
	Missing string

	words map[string]bool // of the whole configuration
}

// Resource is a resource or data block.
type Resource struct {
	Type, Name string
	Body       hcl.Body
	// Range is the header of the block.
	Range hcl.Range
	// Repeats: the block has count or for_each.
	Repeats        bool
	Count, ForEach hcl.Expression
	IgnoreChanges  []string
	// Overridden: an override file changes the block, so what Body says need not
	// hold.
	Overridden bool
}

// Call is a module block.
type Call struct {
	Name           string
	Body           hcl.Body
	Range          hcl.Range
	Repeats        bool
	Count, ForEach hcl.Expression
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
	Default  hcl.Expression
	Type     hcl.Expression
	Nullable bool
	Range    hcl.Range
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

type Dynamic struct {
	Labels   []string
	ForEach  hcl.Expression
	Iterator string
	Content  hcl.Body
	Range    hcl.Range
}
type Item struct {
	Block   *hcl.Block
	Dynamic *Dynamic
}

func Sequence(body hcl.Body, typ string) []Item {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: typ},
		{Type: "dynamic", LabelNames: []string{"type"}},
	}})
	if content == nil {
		return nil
	}
	var out []Item
	for _, b := range content.Blocks {
		switch {
		case b.Type == typ:
			out = append(out, Item{Block: b})
		case b.Labels[0] == typ:
			d := &Dynamic{ForEach: Attribute(b.Body, "for_each"), Iterator: typ, Range: b.DefRange}
			if it := Attribute(b.Body, "iterator"); it != nil {
				d.Iterator = hcl.ExprAsKeyword(it)
			}
			c, _, _ := b.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "content"}}})
			if len(c.Blocks) == 1 {
				d.Content = c.Blocks[0].Body
			}
			out = append(out, Item{Dynamic: d})
		}
	}
	return out
}

type Unavailable struct{ Path, Reason string }

func (u *Unavailable) Error() string                         { return u.Path + ": " + u.Reason }
func (c *Config) ReadFile(path string) ([]byte, error)       { return nil, &Unavailable{path, "no"} }
func (c *Config) Glob(dir, pattern string) ([]string, error) { return nil, &Unavailable{dir, "no"} }
