// Package source reads Terraform configuration: from a folder, or from a saved
// plan file, which carries the exact files that the plan was made from.
//
// Nothing is evaluated here and nothing is run. A [Config] holds the blocks of
// each module with their expressions and positions; what they mean for a plan is
// the business of package resolve. Override files are merged as Terraform merges
// them, and what it refuses, such as two blocks for one resource, is an error.
//
// Bodies are read with [Attribute], [Attributes], [Blocks] and [Sequence], which
// hide the syntax: expressions are nodes of hclsyntax in JSON files, too, but for
// those that Terraform refuses. The Body of a resource, call or provider has the
// arguments of Terraform's own as well, such as count.
//
// Positions: a block of a module has its header in Range, a nested block in
// DefRange of [hcl.Block], or in Range of [Dynamic], and an argument is where the
// Range method of its expression says. Each names the file that it stands in, which
// may be an override file, relative to the source root; in a saved plan, as its
// entries are named. In JSON syntax the header is the bracket that opens the block
// or the list that it is in, and MissingItemRange of its body the end of the block
// itself; a position within a string counts escapes as what they stand for.
//
// Everything that is read is bounded: the size of files, their number, how deep
// modules and expressions nest; and no file outside the given root is opened,
// symbolic links included.
package source
