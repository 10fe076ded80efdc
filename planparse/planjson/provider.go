package planjson

import "bytes"

// Provider is a provider configuration.
type Provider struct {
	// FullName is "registry.terraform.io/hashicorp/aws"; older plans have only
	// Name, "aws".
	Name, FullName string
	// Alias is empty for the default configuration.
	Alias string
	// Module is the address of the module that declares it, without keys.
	Module string
	// Repeats: the configuration is several, as OpenTofu makes them of for_each, and
	// which of them a resource has is not shown.
	Repeats   bool
	Arguments map[string]Expr
}

// providerAttrs is what may be read of providers: their arguments hold
// credentials.
var providerAttrs = Attrs{
	"region": {}, "allowed_account_ids": {}, "assume_role": {Nested: Attrs{"role_arn": {}}}, "default_tags": {Nested: Attrs{"tags": {}}},
}

func (d *decoder) provider() (Provider, error) {
	var p Provider
	err := d.object(func(name string) (err error) {
		switch name {
		case "name":
			p.Name, err = d.text()
		case "full_name":
			p.FullName, err = d.text()
		case "alias":
			p.Alias, err = d.text()
		case "module_address":
			p.Module, err = d.text()
		case "expressions":
			p.Arguments = map[string]Expr{}
			err = d.object(func(argument string) error { return d.providerArgument(&p, argument) })
		default:
			err = d.SkipValue()
		}
		return err
	})
	return p, err
}

// providerArgument reads one argument. Of those that are not listed only whether
// they differ from one instance to the next is looked at.
func (d *decoder) providerArgument(p *Provider, name string) error {
	if attr, listed := providerAttrs[name]; listed {
		e, err := d.expr(attr.Nested)
		p.Arguments[name] = e
		for _, mentioned := range e.Mentions(nil) {
			p.Repeats = p.Repeats || mentioned == "each.key" || mentioned == "each.value"
		}
		return err
	}
	raw, err := d.ReadValue()
	p.Repeats = p.Repeats || bytes.Contains(raw, []byte(`"each.key"`)) || bytes.Contains(raw, []byte(`"each.value"`))
	return err
}
