package planjson

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/tfreach/tfreach/planparse/address"
)

// change reads one element of resource_changes.
func (d *decoder) change() error {
	r := &Resource{}
	var full, typ, name, module, mode string
	var key address.Key
	var late jsontext.Value
	var attrs Attrs
	listed := false
	settle := func() bool {
		if typ == "" {
			return false
		}
		attrs, listed = d.schema.Attributes(typ)
		return true
	}
	err := d.object(func(field string) (err error) {
		switch field {
		case "address":
			full, err = d.text()
		case "module_address":
			module, err = d.text()
		case "mode":
			mode, err = d.text()
		case "type":
			typ, err = d.text()
		case "name":
			name, err = d.text()
		case "index":
			key, err = d.key()
		case "provider_name":
			r.Provider, err = d.text()
		case "deposed":
			r.Deposed, err = d.text()
		case "previous_address":
			r.Previous, err = d.text()
		case "change":
			if !settle() {
				// Somebody sorted the keys: the type comes later.
				var raw jsontext.Value
				raw, err = d.ReadValue()
				late = raw.Clone()
				return err
			}
			err = d.changeBody(r, attrs, listed)
		default:
			err = d.SkipValue()
		}
		return err
	})
	if err != nil {
		return err
	}
	if typ == "" || name == "" {
		return d.lacks("type and name")
	}
	settle() // a resource without a change is one, too
	if late != nil {
		if err := d.sub(late).changeBody(r, attrs, listed); err != nil {
			return err
		}
	}
	if r.void() {
		return nil
	}
	d.plan.Types[typ]++
	if mode != string(tfjson.DataResourceMode) {
		d.plan.Managed++
		if r.Actions.Delete() {
			d.plan.Deleted++
		}
	}
	if !listed {
		return nil
	}
	if err := d.locate(r, module, mode, typ, name, key); err != nil {
		return err
	}
	r.complete(full, mode)
	if !known(r.Actions) {
		return strange(r)
	}
	if err := r.shown(); err != nil {
		return err
	}
	d.plan.Resources = append(d.plan.Resources, r)
	return nil
}

// sub is a decoder for a value that was put aside.
func (d *decoder) sub(raw jsontext.Value) *decoder {
	s := *d
	s.Decoder = jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return &s
}

func (d *decoder) lacks(what string) error {
	return &shapeError{d.StackPointer(), "a resource with " + what}
}

// locate sets the address from its parts: addresses are not split, keys may
// hold anything.
func (d *decoder) locate(r *Resource, module, mode, typ, name string, key address.Key) error {
	m, known := d.modules[module]
	if !known {
		var err error
		if m, err = address.ParseModule(module); err != nil {
			return err
		}
		d.modules[module] = m
	}
	r.Resource = address.Resource{Module: m, Data: mode == string(tfjson.DataResourceMode), Type: typ, Name: name, Key: key}
	return nil
}

// complete takes the module, the key and the mode from the full address where the parts
// of an instance lack them: some programs that write plans leave them out.
func (r *Resource) complete(full, mode string) {
	module := len(r.Module) == 0 && strings.HasPrefix(full, "module.")
	key := r.Key.IsNone() && strings.HasSuffix(full, "]")
	data := mode == "" && (strings.HasPrefix(full, "data.") || strings.Contains(full, ".data."))
	if !module && !key && !data {
		return
	}
	if at, err := address.Parse(full); err == nil && at.Type == r.Type && at.Name == r.Name && (at.Data == r.Data || data) {
		r.Resource = at
	}
}

// key reads the index of an instance.
func (d *decoder) key() (address.Key, error) {
	v, err := d.value(Attr{})
	if err != nil {
		return address.Key{}, err
	}
	switch n, whole := v.Int(); {
	case v.Kind == Null:
		return address.Key{}, nil
	case v.Kind == Number && whole && n >= 0:
		return address.IntKey(n), nil
	case v.Kind == String:
		return address.StringKey(v.Text), nil
	}
	// Without its key the instance would be another one.
	return address.Key{}, &shapeError{d.StackPointer(), "the key of an instance, a text or a number that counts from 0"}
}

// changeBody reads the change of a resource; of one that is not listed only what
// the plan does to it.
func (d *decoder) changeBody(r *Resource, attrs Attrs, listed bool) error {
	var unknown, hidden, hiddenBefore Value
	attr := Attr{Nested: attrs}
	err := d.object(func(field string) error {
		var into *Value
		switch field {
		case "actions":
			return d.array(func() error {
				a, err := d.text()
				r.Actions = append(r.Actions, tfjson.Action(a))
				return err
			})
		case "before":
			// Where nothing changes it is what comes after, or nothing.
			if !r.Actions.NoOp() || d.PeekKind() == 'n' {
				into = &r.Before
			}
		case "after":
			into = &r.After
		case "after_unknown":
			into = &unknown
		case "after_sensitive":
			into = &hidden
		case "before_sensitive":
			into = &hiddenBefore
		}
		if into == nil || !listed {
			return d.SkipValue()
		}
		v, err := d.value(attr)
		*into = v
		return err
	})
	if err != nil {
		return err
	}
	r.marked = unknown.Kind == Object || unknown.Kind == Bool
	r.After.mark(hidden, Sensitive, attr)
	if r.After.Kind != Null {
		r.After.mark(unknown, Unknown, attr)
	}
	r.Before.mark(hiddenBefore, Sensitive, attr)
	if r.Actions.NoOp() && r.After.Kind != Null {
		r.Before = r.After
	}
	return nil
}
