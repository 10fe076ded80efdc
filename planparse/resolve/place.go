package resolve

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/reach"
)

// places are where the resources of a plan are, by what decides it.
type places struct {
	// only is the key of the one provider configuration that all resources of AWS
	// have, where there is one.
	only      string
	single    bool
	providers map[string]*reach.Place
	regions   map[regionOf]*reach.Place
}

// regionOf is a region that resources of a provider configuration name
// themselves.
type regionOf struct{ provider, region string }

// Place is where the resource of an attribute is. Since version 6 of the provider
// a resource has a region of its own; otherwise its provider configuration decides.
func (a Attr) Place() *reach.Place { return a.r.place(a.res, a.before) }

func (r *Resolver) place(res *planjson.Resource, before bool) *reach.Place {
	if r.places == nil {
		r.places = &places{providers: map[string]*reach.Place{}, regions: map[regionOf]*reach.Place{}}
		r.places.only, r.places.single = onlyProvider(r.plan)
	}
	key := r.providerKey(res)
	p := r.places.providers[key]
	if p == nil {
		p = r.placeOf(key)
		r.places.providers[key] = p
	}
	v := res.Left()
	if before || v.Kind == planjson.Null {
		v = res.Before
	}
	region := v.Get("region")
	if region.Kind == planjson.Absent || region.IsEmpty() || region.Text == p.Region && region.Kind == planjson.String {
		return p
	}
	at := regionOf{key, region.Text}
	own := r.places.regions[at]
	if own == nil {
		own = &reach.Place{Region: region.Text, Account: p.Account, Provider: p.Provider}
		if region.Kind != planjson.String {
			// Two that are not known need not be one.
			own = &reach.Place{Account: p.Account, Why: "the region of resources of provider " + key + " is not known before apply"}
		}
		r.places.regions[at] = own
	}
	return own
}

// onlyProvider is the key of the only provider configuration for AWS in a plan.
func onlyProvider(plan *planjson.Plan) (key string, single bool) {
	keys := map[string]bool{}
	for k, p := range plan.Providers {
		if isAWS(p) {
			keys[k] = true
		}
	}
	var walk func(m *planjson.Module)
	walk = func(m *planjson.Module) {
		if m == nil {
			return
		}
		for name, c := range m.Resources {
			if strings.HasPrefix(strings.TrimPrefix(name, "data."), "aws_") && isKey(c.Provider) {
				keys[c.Provider] = true
			}
		}
		for _, c := range m.Calls {
			walk(c.Module)
		}
	}
	walk(plan.Config)
	for k := range keys {
		key = k
	}
	return key, len(keys) == 1 && !plan.Providers[key].Repeats
}

// isAWS reports whether a provider configuration is one for AWS, of either
// provider.
func isAWS(p planjson.Provider) bool {
	name := p.FullName[strings.LastIndexByte(p.FullName, '/')+1:]
	if name == "" {
		name = p.Name
	}
	return name == "aws" || name == "awscc"
}

// isKey reports whether a text is the key of a provider configuration. Old
// versions of Terraform, 1.0 among them, write "net:aws" for what a module calls aws, whichever
// configuration that is.
func isKey(text string) bool {
	return text != "" && (!strings.Contains(text, ":") || strings.HasPrefix(text, "module."))
}

// providerKey is the key of a resource's provider configuration, empty when it is
// not known.
func (r *Resolver) providerKey(res *planjson.Resource) string {
	if r.places.single && strings.HasPrefix(res.Type, "aws_") {
		return r.places.only
	}
	if c := r.configOf(res); c != nil && isKey(c.Provider) {
		return c.Provider
	}
	return ""
}

// placeOf is where the resources of a provider configuration are.
func (r *Resolver) placeOf(key string) *reach.Place {
	if key == "" {
		return &reach.Place{Why: "which provider configuration is used is not known"}
	}
	p := r.plan.Providers[key]
	out := &reach.Place{Provider: key}
	if p.Repeats {
		out.Provider = ""
	}
	region, set := p.Arguments["region"]
	switch {
	case set && !isAWS(p):
		out.Why = "provider " + key + " is none for AWS"
	case !set || isNull(region):
		out.Why = "provider " + key + " has none in the configuration, so the environment gives it"
	default:
		out.Region, out.Why = r.regionBy(key, p, region)
	}
	out.Account = r.accountOf(p)
	return out
}

// regionBy is the region that an argument gives. Of an expression with names the
// plan shows the names and nothing else, so that only the sources tell.
func (r *Resolver) regionBy(key string, p planjson.Provider, shown planjson.Expr) (region, why string) {
	if c := shown.Constant; len(shown.References) == 0 && c.Kind == planjson.String && c.Text != "" && !isTemplate(c) {
		return c.Text, ""
	}
	reason := needsSources
	if r.src != nil {
		reason = notSameSources
		if m, block := r.providerBlock(p); block != nil {
			expr := source.Attribute(block.Body, "region")
			if expr == nil || !sameExpr(shown, expr) {
				return "", "that of provider " + key + " is " + reason
			}
			v := r.eval.within(func() cty.Value { return r.eval.marked.value(expr, r.eval.marked.frame(scope{module: m})) })
			if text, ok := plainText(v); ok {
				return text, ""
			}
			if reason = reasonOf(v); reason == "" {
				reason = notEvaluated
			}
		}
	}
	return "", "that of provider " + key + " is " + reason
}

// plainText is a text that depends on no id.
func plainText(v cty.Value) (string, bool) {
	bare, _ := v.Unmark()
	if restsOnIDs(deepMarks(v)) || !bare.IsKnown() || bare.IsNull() || bare.Type() != cty.String {
		return "", false
	}
	return bare.AsString(), bare.AsString() != ""
}

// providerBlock is the block of a provider configuration and the module that it
// is in.
func (r *Resolver) providerBlock(p planjson.Provider) (address.Module, *source.Provider) {
	m, err := address.ParseModule(p.Module)
	if err != nil || r.src.Modules[callPath(m)] == nil {
		return nil, nil
	}
	name := p.Name
	if p.Alias != "" {
		name += "." + p.Alias
	}
	return m, r.src.Modules[callPath(m)].Providers[name]
}

// accountOf tells the account of a provider configuration from others: the only
// one that is allowed, or the one of the role that it takes on last. It is empty
// where that is not known.
func (r *Resolver) accountOf(p planjson.Provider) string {
	if only := p.Arguments["allowed_account_ids"]; len(only.References) == 0 && len(only.Constant.Items) == 1 && isAccount(only.Constant.Items[0].Text) {
		return only.Constant.Items[0].Text
	}
	if r.src == nil || p.Repeats {
		return ""
	}
	m, block := r.providerBlock(p)
	if block == nil {
		return ""
	}
	shown, is := p.Arguments["assume_role"]
	roles := source.Sequence(block.Body, "assume_role")
	if len(roles) == 0 || roles[len(roles)-1].Block == nil || !sameArgument(shown, is, block.Body, "assume_role", planjson.Attrs{"role_arn": {}}) {
		return ""
	}
	expr := source.Attribute(roles[len(roles)-1].Block.Body, "role_arn")
	if expr == nil {
		return ""
	}
	arn, _ := plainText(r.eval.within(func() cty.Value { return r.eval.marked.value(expr, r.eval.marked.frame(scope{module: m})) }))
	// arn:aws:iam::123456789012:role/name
	if parts := strings.Split(arn, ":"); len(parts) > 5 && parts[0] == "arn" && parts[2] == "iam" && isAccount(parts[4]) {
		return parts[4]
	}
	return ""
}

func isAccount(text string) bool { return len(text) == 12 && strings.Trim(text, "0123456789") == "" }
