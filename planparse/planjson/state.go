package planjson

import (
	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/tfreach/tfreach/planparse/address"
)

// state reads the resources of a state representation.
func (d *decoder) state(string) error {
	return d.object(func(name string) error {
		if name != "values" {
			return d.SkipValue()
		}
		return d.object(func(name string) error {
			if name != "root_module" {
				return d.SkipValue()
			}
			return d.stateModule()
		})
	})
}

func (d *decoder) stateModule() error {
	module := ""
	var resources []pending
	err := d.object(func(name string) (err error) {
		switch name {
		case "address":
			module, err = d.text()
		case "resources":
			err = d.array(func() error {
				p, err := d.stateResource()
				if p.Resource != nil {
					resources = append(resources, p)
				}
				return err
			})
		case "child_modules":
			err = d.array(d.stateModule)
		default:
			err = d.SkipValue()
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range resources {
		if err := d.locate(p.Resource, module, p.mode, p.typ, p.name, p.key); err != nil {
			return err
		}
		p.complete(p.full, p.mode)
		if err := p.shown(); err != nil {
			return err
		}
		d.plan.Prior = append(d.plan.Prior, p.Resource)
	}
	return nil
}

// pending is a resource of a state whose module is not known yet.
type pending struct {
	*Resource
	full, mode, typ, name string
	key                   address.Key
}

func (d *decoder) stateResource() (pending, error) {
	p := pending{Resource: &Resource{}}
	var late, lateHidden jsontext.Value
	var hidden Value
	err := d.object(func(field string) (err error) {
		switch field {
		case "address":
			p.full, err = d.text()
		case "mode":
			p.mode, err = d.text()
		case "type":
			p.typ, err = d.text()
		case "name":
			p.name, err = d.text()
		case "index":
			p.key, err = d.key()
		case "deposed_key":
			p.Deposed, err = d.text()
		case "provider_name":
			p.Provider, err = d.text()
		case "values", "sensitive_values":
			if p.typ == "" {
				raw, err := d.ReadValue()
				if field == "values" {
					late = raw.Clone()
				} else {
					lateHidden = raw.Clone()
				}
				return err
			}
			if !d.wanted(p.typ, p.full) {
				return d.SkipValue()
			}
			err = d.stateValues(p.Resource, p.typ, field, &hidden)
		default:
			err = d.SkipValue()
		}
		return err
	})
	if err != nil {
		return pending{}, err
	}
	if p.typ == "" || p.name == "" {
		return pending{}, d.lacks("type and name")
	}
	if p.mode == string(tfjson.DataResourceMode) {
		d.plan.Types[p.typ]++
	}
	// What a replacement left behind is not the resource of that address; what becomes
	// of it is among the changes.
	if p.Deposed != "" || !d.wanted(p.typ, p.full) {
		return pending{}, nil
	}
	if late != nil {
		if err := d.sub(late).stateValues(p.Resource, p.typ, "values", &hidden); err != nil {
			return pending{}, err
		}
	}
	if lateHidden != nil {
		if err := d.sub(lateHidden).stateValues(p.Resource, p.typ, "sensitive_values", &hidden); err != nil {
			return pending{}, err
		}
	}
	attrs, _ := d.schema.Attributes(p.typ)
	p.After.mark(hidden, Sensitive, Attr{Nested: attrs})
	p.Before = p.After
	return p, nil
}

func (d *decoder) stateValues(r *Resource, typ, field string, hidden *Value) (err error) {
	attrs, _ := d.schema.Attributes(typ)
	if field == "values" {
		r.After, err = d.value(Attr{Nested: attrs})
	} else {
		*hidden, err = d.value(Attr{Nested: attrs})
	}
	return err
}

// wanted reports whether a resource of the prior state is worth its values: not
// when the changes have it already.
func (d *decoder) wanted(typ, full string) bool {
	if _, ok := d.schema.Attributes(typ); !ok {
		return false
	}
	if !d.changesRead {
		return true
	}
	if d.listed == nil {
		d.listed = map[string]bool{}
		for _, r := range d.plan.Resources {
			if r.Deposed == "" {
				d.listed[r.String()] = true
			}
		}
	}
	return !d.listed[full]
}
