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

	// Folder: the configuration is a folder, and not a saved plan, which does not
	// say where its modules are.
	Folder bool

	words map[string]bool
	tree  *tree // nil in a saved plan, which has none but the configuration
	// home tells where its files are in the repository; nil where they are called as
	// they are here.
	home home
}

// Module is the blocks of one module.
type Module struct {
	// Path is the call path, Dir the folder relative to the source root, with
	// slashes.
	Path, Dir string
	// Installed: terraform init fetched the module, or one that it is a part of; its
	// files are no part of the repository.
	Installed bool
	// Resources are by address in the module: "aws_subnet.private",
	// "data.aws_vpc.main".
	Resources map[string]*Resource
	Calls     map[string]*Call
	Locals    map[string]hcl.Expression
	// Outputs are the value expressions of outputs; nil for one without.
	Outputs   map[string]hcl.Expression
	Variables map[string]*Variable
	// Providers are the provider blocks by name, "aws", or by name and alias,
	// "aws.use1".
	Providers map[string]*Provider
	// RequiredProviders are source addresses as written, "hashicorp/aws", by local
	// name; "" when the entry gives none.
	RequiredProviders map[string]string
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
	// Count and ForEach are nil when the block has none.
	Count, ForEach hcl.Expression
	// Repeats: the block has count or for_each.
	Repeats bool
	// Provider is the provider configuration as the block names it, "aws.use1"; ""
	// when it names none. "aws.use1[]" differs from instance to instance, as
	// OpenTofu has it.
	Provider string
	// IgnoreChanges are the attributes in lifecycle.ignore_changes, without what
	// is within them; "*" stands for all.
	IgnoreChanges []string
	DependsOn     []hcl.Traversal
}

// Call is a module block.
type Call struct {
	Name  string
	Body  hcl.Body
	Range hcl.Range
	// Count and ForEach are nil when the block has none.
	Count, ForEach hcl.Expression
	// Repeats: the block has count or for_each.
	Repeats bool
	// Source is the module's address as written; "" when it is no literal. Version
	// is the constraint on it, likewise.
	Source, Version string
	// Providers are the provider configurations handed to the module: by what they
	// are called there, "aws", what they are called here, "aws.use1".
	Providers map[string]string
	DependsOn []hcl.Traversal
}

// Variable is a variable block.
type Variable struct {
	// Default is nil when a value must be given.
	Default hcl.Expression
	// Type is the type constraint as native syntax; nil stands for any.
	Type hcl.Expression
	// Nullable is true unless the block says otherwise.
	Nullable             bool
	Sensitive, Ephemeral bool
	Range                hcl.Range
}

// Provider is a provider block.
type Provider struct {
	// Alias is "" for the default configuration.
	Name, Alias string
	Body        hcl.Body
	Range       hcl.Range
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
