// Package source reads Terraform configuration: from a folder, or from a saved
// plan file, which carries the exact files that the plan was made from.
//
// Nothing is evaluated here and nothing is run. A [Config] holds the blocks of
// each module with their expressions and positions; what they mean for a plan is
// the business of package resolve. Everything that is read is bounded: the size
// of files, their number, how deep modules and expressions nest; and no file
// outside the given root is opened, symbolic links included.
package source
