package policies

// Location is a range in a file of the repository. Lines and columns count from 1;
// columns are 0 where only the lines matter.
type Location struct {
	// File is relative to the root of the repository, with slashes.
	File                             string
	Line, EndLine, Column, EndColumn int
}

// Call is a module call on the way from the root module to a resource.
type Call struct {
	// Module is the address of the module instance: module.vpc["a"].
	Module string
	Location
}
