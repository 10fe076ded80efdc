package planparse

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/tfreach/tfreach/planparse/address"
)

// Range is a range in a file of the repository. Lines and columns count from 1, and
// the end is behind the last character. Columns count characters as people see them.
type Range struct {
	// File is relative to the root of the repository, with slashes.
	File                             string
	Line, EndLine, Column, EndColumn int
}

// Call is a module call on the way from the root module to a resource.
type Call struct {
	// Module is the address of the module instance.
	Module string
	// At is the header of the module block; nil where that is not in the repository.
	At *Range
}

// Place is where the configuration writes something.
type Place struct {
	// At is the narrowest range that is in the repository: for what is in a module that
	// is not, the call of the outermost such module.
	At *Range
	// Calls lead from the root module to the module that it is in.
	Calls []Call
}

// Locate is where the configuration writes an attribute of a resource, as findings
// name both: the argument, the block within the resource, or the header of the
// resource's block; of what is not written the block that lacks it. The address may
// be of any instance or of none in particular, and of a module. It is false when
// nobody can tell, and when the configuration is not at hand. It is not for
// concurrent use.
func (p *Plan) Locate(of, attribute string) (Place, bool) {
	if p.source == nil {
		return Place{}, false
	}
	r, err := address.Parse(of)
	module := r.Module
	if err != nil {
		if module, err = address.ParseModule(of); err != nil || len(module) == 0 {
			return Place{}, false
		}
	}
	place, outside, ok := p.calls(module)
	switch {
	case !ok:
		return Place{}, false
	case outside:
		return place, place.At != nil
	case r.Type == "":
		place.At = place.Calls[len(place.Calls)-1].At
		return place, place.At != nil
	}
	at, ok := p.resolver.Position(r, attribute)
	if ok {
		place.At = p.inRepository(at)
	}
	return place, place.At != nil
}

// calls are those that lead to a module, and whether one of them leads out of the
// repository: the first such is the place then. It is false when the configuration
// has not all of them.
func (p *Plan) calls(module address.Module) (place Place, outside, ok bool) {
	in := p.source.Modules[""]
	path := ""
	for i, step := range module {
		call := Call{Module: module[:i+1].String()}
		if !outside {
			block := in.Calls[step.Name]
			if block == nil {
				return Place{}, false, false
			}
			call.At = p.inRepository(block.Range)
			path = strings.TrimPrefix(path+"."+step.Name, ".")
			if in = p.source.Modules[path]; in == nil || !p.source.Owns(in) {
				outside, place.At = true, call.At
			}
		}
		place.Calls = append(place.Calls, call)
	}
	return place, outside, true
}

func (p *Plan) inRepository(r hcl.Range) *Range {
	file, ok := p.source.InRepository(r.Filename)
	if !ok {
		return nil
	}
	return &Range{file, r.Start.Line, r.End.Line, r.Start.Column, r.End.Column}
}
