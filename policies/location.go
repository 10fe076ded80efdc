package policies

// Location is a range in a file of the repository. Lines and columns count from 1,
// and EndColumn is behind the last character; columns are 0 where only the lines
// matter. They count characters as people see them.
type Location struct {
	// File is relative to the root of the repository, with slashes.
	File                             string
	Line, EndLine, Column, EndColumn int
}

// Call is a module call on the way from the root module to a resource.
type Call struct {
	// Module is the address of the module instance: module.vpc["a"].
	Module string
	// Location is the header of the module block; zero where that is in a module which
	// is not part of the repository.
	Location
}
