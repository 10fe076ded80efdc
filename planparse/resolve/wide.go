package resolve

import (
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// Wide is a schema with all that expressions of a configuration may ask for: the
// attributes that they name, of the resource types that they name.
func Wide(schema planjson.Schema, src *source.Config) planjson.Schema {
	return &wide{schema, src, map[string]planjson.Attrs{}}
}

type wide struct {
	planjson.Schema
	src   *source.Config
	known map[string]planjson.Attrs
}

// Variables says that the values of variables are wanted.
func (*wide) Variables() {}

// Attributes lists what to read of a type.
func (w *wide) Attributes(resourceType string) (planjson.Attrs, bool) {
	attrs, listed := w.Schema.Attributes(resourceType)
	if !w.src.Mentions(resourceType) || listed && attrs == nil {
		return attrs, listed
	}
	if known, ok := w.known[resourceType]; ok {
		return known, true
	}
	all := planjson.Attrs{"id": {ID: true}}
	for _, name := range w.src.Words() {
		all[name] = planjson.Attr{}
	}
	for name, a := range attrs {
		all[name] = a
	}
	w.known[resourceType] = all
	return all, true
}

// All is a schema with every attribute of every resource that the given one does
// not list.
func All(schema planjson.Schema) planjson.Schema { return all{schema} }

type all struct{ planjson.Schema }

func (all) Variables() {}

func (a all) Attributes(resourceType string) (planjson.Attrs, bool) {
	attrs, _ := a.Schema.Attributes(resourceType)
	return attrs, true
}
