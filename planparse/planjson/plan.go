package planjson

import (
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/tfreach/tfreach/planparse/address"
)

// Schema says what to read of a resource type.
type Schema interface {
	// Attributes is the attributes to read; false to leave resources of the
	// type out. Without a map every attribute is read, with an empty one none.
	Attributes(resourceType string) (Attrs, bool)
}

// VariableSchema is a schema that wants the values of the root module's
// variables.
type VariableSchema interface {
	Schema
	Variables()
}

// Attrs are the attributes to read of a resource or of a block in it.
type Attrs map[string]Attr

// Attr is an attribute to read.
type Attr struct {
	// Nested is set for blocks: what to read of each. Without it the value is
	// read as a whole.
	Nested Attrs
	// ID: the value is the id of an object, or a list of them. Ids are kept
	// where the plan marks them as sensitive.
	ID bool
	// Verbatim: the provider plans just what is configured, letter by letter.
	Verbatim bool
}

// Plan is what was read of a plan.
type Plan struct {
	FormatVersion    string
	TerraformVersion string
	// Complete is nil when the plan does not say, as before Terraform 1.8.
	Complete *bool
	// Errored: planning failed, and the file holds what was known by then.
	Errored bool
	// Applyable is nil when the plan does not say.
	Applyable *bool
	// Deferred is the number of changes that Terraform put off to another plan.
	Deferred int
	// SHA256 is of the bytes that were read, in hexadecimal.
	SHA256 string

	// Resources are the managed and data resources that the plan changes or
	// keeps, those that it deletes or forgets included, in the order of the file.
	Resources []*Resource
	// Prior are the resources of the prior state that Resources does not have:
	// data sources that were read during planning, and what lies outside the
	// targets of a partial plan; in the order of addresses.
	Prior []*Resource
	// HasPrior: the plan holds a prior state, if an empty one.
	HasPrior bool
	// Types counts the resources of every type, also of those that the schema
	// leaves out.
	Types map[string]int
	// Managed is the number of managed resources in the changes, Deleted how many
	// of them the plan deletes.
	Managed, Deleted int
	// Variables are the values of the root module's variables, as far as the schema
	// wants them. They may be secrets: they are for evaluation, and never shown.
	Variables map[string]Value
	// Config is the root module's configuration, nil when the file has none.
	Config *Module
	// Providers are the provider configurations by their key: "aws.use1", or
	// "module.net:aws" for one that a module declares.
	Providers map[string]Provider
}

// Resource is one resource instance.
type Resource struct {
	address.Resource
	// Provider is the full name of the provider, "registry.terraform.io/hashicorp/aws".
	Provider string
	// Deposed is set for an object that a replacement left behind.
	Deposed string
	// Previous is the address before a move, empty without one.
	Previous string
	// Actions is what the plan does; for resources of the prior state it is
	// nil.
	Actions tfjson.Actions
	// Before and After are the values of the listed attributes. Before is Null
	// for what is created, After for what is deleted or forgotten. Where nothing
	// changes, Before is After.
	Before, After Value

	// marked: the plan says which values are known after apply only.
	marked bool
	text   string
}

// String is the address of the instance.
func (r *Resource) String() string {
	if r.text == "" {
		r.text = r.Resource.String()
	}
	return r.text
}

// Left is the values that apply leaves in AWS: those planned, or, for what
// Terraform only forgets, those that are there. It is Null for what is deleted.
func (r *Resource) Left() Value {
	if r.Actions.Forget() {
		return r.Before
	}
	return r.After
}

// Module is the configuration of a module: its expressions as far as JSON shows
// them, which is which names they mention.
type Module struct {
	Resources map[string]*ResourceConfig // by address without module and keys
	Calls     map[string]*Call
	Outputs   map[string]Expr
	Variables map[string]bool
}

// Call is a module call.
type Call struct {
	Source    string
	Arguments map[string]Expr
	// Repeats: the call has count or for_each, as far as the file shows it.
	Repeats bool
	// ForEach is what for_each mentions.
	ForEach Expr
	// DependsOn is as written: resources and modules of the calling module.
	DependsOn []string
	Module    *Module
}

// ResourceConfig is the configuration of a resource.
type ResourceConfig struct {
	// Provider is the key of the provider configuration. Old Terraform, such
	// as 1.0, names it from the module's own view, "net:aws", which is no key.
	Provider  string
	Arguments map[string]Expr
	// ForEach is what for_each mentions.
	ForEach Expr
	// DependsOn is as written: resources and modules of the module.
	DependsOn []string
}

// Expr is what a plan shows of an expression.
type Expr struct {
	// References are the names mentioned, in source order, each followed by its
	// prefixes.
	References []string
	// Constant: the expression is a constant. Never looked at where there are
	// references: in JSON syntax the constant is then a raw template.
	Constant Value
	// Blocks are the nested blocks of this type that are written out; dynamic
	// ones are not shown.
	Blocks []map[string]Expr
}

// Mentions appends every name that the expression or its blocks mention.
func (e Expr) Mentions(to []string) []string {
	to = append(to, e.References...)
	for _, b := range e.Blocks {
		for _, inner := range b {
			to = inner.Mentions(to)
		}
	}
	return to
}
