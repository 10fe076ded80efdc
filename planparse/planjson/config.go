package planjson

import "github.com/go-json-experiment/json/jsontext"

// configuration reads the configuration section.
func (d *decoder) configuration() error {
	return d.object(func(name string) (err error) {
		switch name {
		case "root_module":
			d.plan.Config, err = d.module()
		case "provider_config":
			d.plan.Providers = map[string]Provider{}
			err = d.object(func(key string) error {
				p, err := d.provider()
				d.plan.Providers[key] = p
				return err
			})
		default:
			err = d.SkipValue()
		}
		return err
	})
}

func (d *decoder) module() (*Module, error) {
	m := &Module{
		Resources: map[string]*ResourceConfig{},
		Calls:     map[string]*Call{},
		Outputs:   map[string]Expr{},
		Variables: map[string]bool{},
	}
	err := d.object(func(name string) error {
		switch name {
		case "resources":
			return d.array(func() error { return d.resourceConfig(m) })
		case "module_calls":
			return d.object(func(name string) (err error) {
				m.Calls[name], err = d.call()
				return err
			})
		case "outputs":
			return d.object(func(output string) error {
				return d.object(func(field string) (err error) {
					if field != "expression" {
						return d.SkipValue()
					}
					m.Outputs[output], err = d.expr(nil)
					return err
				})
			})
		case "variables":
			return d.object(func(name string) error {
				m.Variables[name] = true
				return d.SkipValue()
			})
		}
		return d.SkipValue()
	})
	return m, err
}

func (d *decoder) call() (*Call, error) {
	c := &Call{Arguments: map[string]Expr{}}
	err := d.object(func(name string) (err error) {
		switch name {
		case "source":
			c.Source, err = d.text()
		case "expressions":
			c.Arguments, err = d.arguments(nil)
		case "count_expression":
			c.Repeats = true
			err = d.SkipValue()
		case "for_each_expression":
			c.Repeats = true
			c.ForEach, err = d.expr(nil)
		case "depends_on":
			c.DependsOn, err = d.textList()
		case "module":
			c.Module, err = d.module()
		default:
			err = d.SkipValue()
		}
		return err
	})
	return c, err
}

func (d *decoder) resourceConfig(m *Module) error {
	var full, typ string
	var late jsontext.Value
	rc := &ResourceConfig{}
	err := d.object(func(field string) (err error) {
		switch field {
		case "address":
			full, err = d.text()
		case "type":
			typ, err = d.text()
		case "provider_config_key":
			rc.Provider, err = d.text()
		case "for_each_expression":
			rc.ForEach, err = d.expr(nil)
		case "depends_on":
			rc.DependsOn, err = d.textList()
		case "expressions":
			if typ == "" {
				var raw jsontext.Value
				raw, err = d.ReadValue()
				late = raw.Clone()
				return err
			}
			attrs, listed := d.schema.Attributes(typ)
			if !listed {
				return d.SkipValue()
			}
			rc.Arguments, err = d.arguments(attrs)
		default:
			err = d.SkipValue()
		}
		return err
	})
	if err != nil {
		return err
	}
	attrs, listed := d.schema.Attributes(typ)
	if !listed {
		return nil
	}
	if late != nil {
		if rc.Arguments, err = d.sub(late).arguments(attrs); err != nil {
			return err
		}
	}
	m.Resources[full] = rc
	return nil
}

// arguments reads expressions by name: those that attrs lists, or all without
// it.
func (d *decoder) arguments(attrs Attrs) (map[string]Expr, error) {
	out := map[string]Expr{}
	err := d.object(func(name string) (err error) {
		attr, listed := attrs[name]
		if attrs != nil && !listed {
			return d.SkipValue()
		}
		out[name], err = d.expr(attr.Nested)
		return err
	})
	return out, err
}

// expr reads one expression: an object with references or a constant, or the
// nested blocks of a type, a list of objects (or a single object) of
// expressions. The two kinds of object are told apart by their names.
func (d *decoder) expr(nested Attrs) (Expr, error) {
	var e Expr
	switch d.PeekKind() {
	case '[':
		err := d.array(func() error {
			block, err := d.arguments(nested)
			e.Blocks = append(e.Blocks, block)
			return err
		})
		return e, err
	case '{':
		var block map[string]Expr
		err := d.object(func(name string) (err error) {
			switch name {
			case "references":
				e.References, err = d.textList()
				return err
			case "constant_value":
				e.Constant, err = d.value(Attr{Nested: nested})
				return err
			}
			attr, listed := nested[name]
			if nested == nil || !listed {
				return d.SkipValue()
			}
			if block == nil {
				block = map[string]Expr{}
			}
			block[name], err = d.expr(attr.Nested)
			return err
		})
		if block != nil {
			e.Blocks = append(e.Blocks, block)
		}
		return e, err
	}
	return e, d.SkipValue()
}
