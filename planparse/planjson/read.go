package planjson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/tfreach/tfreach/planparse/address"
)

// Read reads a plan. Errors are *InputError when the input is not a plan, or
// not one that can be judged, and those of r otherwise.
func Read(r io.Reader, schema Schema) (*Plan, error) {
	in, err := open(r)
	if err != nil {
		return nil, err
	}
	text := &bounded{r: in.text}
	d := &decoder{
		// Names that occur twice are an error only where their values are used;
		// checking all of a file that is mostly skipped costs too much.
		Decoder: jsontext.NewDecoder(text, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
		schema:  schema,
		texts:   map[string]string{},
		modules: map[string]address.Module{},
		plan:    &Plan{Types: map[string]int{}},
	}
	text.consumed = d.InputOffset
	err = d.document()
	if in.err != nil {
		return nil, in.err
	}
	if err == nil {
		err = d.end(in.text)
	}
	if err == nil {
		// Reading to the end so that the sum covers every byte.
		_, err = io.Copy(io.Discard, in.text)
	}
	if err == nil {
		err = d.check()
	}
	if err != nil {
		return nil, in.explain(err, d)
	}
	d.plan.SHA256 = in.sum()
	if err := d.plan.finish(); err != nil {
		return nil, err
	}
	return d.plan, nil
}

// decoder holds the state of one pass.
type decoder struct {
	*jsontext.Decoder
	schema Schema
	plan   *Plan
	// texts interns strings: ids, types and addresses occur many times.
	texts map[string]string
	// modules are the module addresses met so far.
	modules map[string]address.Module
	// items and members are the elements of the values that are being read.
	items   []Value
	members []Field
	// names counts the names at the top of the document, first are the first of
	// them, told those that tell what the document is.
	names       int
	first, told []string
	// values counts the elements and members that were read.
	values int
	// planned: there are planned values of resources.
	planned bool
	// listed are the addresses in resource_changes, by which the prior state is
	// thinned out.
	changesRead bool
	listed      map[string]bool
}

// document reads the outermost object.
func (d *decoder) document() error {
	if k := d.PeekKind(); k != '{' {
		if k == 0 {
			_, err := d.ReadToken()
			return err
		}
		return errNotObject
	}
	p := d.plan
	return d.object(func(name string) (err error) {
		if d.names++; len(d.first) < 5 {
			d.first = append(d.first, name)
		}
		if slices.Contains(telling, name) {
			d.told = append(d.told, name)
		}
		switch name {
		case "format_version":
			p.FormatVersion, err = d.text()
			if err == nil {
				err = d.version()
			}
		case "terraform_version":
			p.TerraformVersion, err = d.text()
		case "complete":
			p.Complete, err = d.optional()
		case "errored":
			p.Errored, err = d.boolean()
		case "applyable":
			p.Applyable, err = d.optional()
		case "variables":
			err = d.variables()
		case "deferred_changes":
			err = d.array(func() error { p.Deferred++; return d.SkipValue() })
		case "planned_values":
			err = d.plannedValues()
		case "resource_changes":
			d.changesRead = d.PeekKind() == '['
			err = d.array(d.change)
		case "prior_state":
			p.HasPrior = true
			err = d.state(name)
		case "configuration":
			err = d.configuration()
		default:
			err = d.SkipValue()
		}
		return err
	})
}

// plannedValues looks whether there are any of resources. The changes have them, too:
// a plan without changes is one that only refreshes, and has none.
func (d *decoder) plannedValues() error {
	return d.object(func(name string) error {
		if name != "root_module" {
			return d.SkipValue()
		}
		return d.object(func(name string) error {
			if name == "resources" || name == "child_modules" {
				d.planned = true
			}
			return d.SkipValue()
		})
	})
}

// variables reads the values of the root module's variables.
func (d *decoder) variables() error {
	if _, wanted := d.schema.(VariableSchema); !wanted {
		return d.SkipValue()
	}
	d.plan.Variables = map[string]Value{}
	return d.object(func(name string) error {
		d.plan.Variables[name] = Value{Kind: Null}
		return d.object(func(field string) (err error) {
			if field != "value" {
				return d.SkipValue()
			}
			d.plan.Variables[name], err = d.value(Attr{})
			return err
		})
	})
}

var errNotObject = errors.New("not an object")

// errVersion is a format that this program does not know.
var errVersion = errors.New("unknown format version")

// version refuses formats of an unknown major version before anything of them
// is read.
func (d *decoder) version() error {
	p := tfjson.Plan{FormatVersion: d.plan.FormatVersion}
	if err := p.Validate(); err != nil {
		return errVersion
	}
	return nil
}

// end makes sure that nothing follows the document.
func (d *decoder) end(rest io.Reader) error {
	if d.PeekKind() == 0 {
		if _, err := d.ReadToken(); errors.Is(err, io.EOF) {
			return nil
		}
	}
	// Whatever follows is no part of the plan; how it begins tells what it is.
	at := d.InputOffset()
	text := slices.Clone(d.UnreadBuffer())
	more := make([]byte, 256)
	n, _ := io.ReadFull(rest, more)
	text = append(text, more[:n]...)
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	return &trailingError{at + int64(len(text)-len(trimmed)), trimmed}
}

// finish drops what the prior state has and the changes have too, and puts the
// rest into the order of addresses.
//
// It is an error when the plan lists an instance twice: one of them would be lost.
func (p *Plan) finish() error {
	listed := map[string]bool{}
	for _, r := range p.Resources {
		if r.Deposed == "" {
			if listed[r.String()] {
				return &InputError{Found: fmt.Sprintf("the plan lists %s twice", r), Remedy: "Terraform lists each instance once: " + makeJSON}
			}
			listed[r.String()] = true
		}
		if r.Previous != "" {
			listed[r.Previous] = true
		}
	}
	p.Prior = slices.DeleteFunc(p.Prior, func(r *Resource) bool { return listed[r.String()] })
	// A module's own resources are only known to be its own at its end.
	slices.SortStableFunc(p.Prior, func(a, b *Resource) int { return a.Compare(b.Resource) })
	return nil
}
