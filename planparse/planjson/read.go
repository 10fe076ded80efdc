package planjson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

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
	// listed are the addresses in resource_changes, by which the prior state is
	// thinned out.
	changesRead bool
	listed      map[string]bool
}

// errDuplicate is a name that occurs twice where its value is used.
var errDuplicate = errors.New("the name occurs twice in one object")

func (d *decoder) twice(name string) error {
	return fmt.Errorf("%s: %w", quote([]byte(name)), errDuplicate)
}

// object calls f with each name of the object that comes next. f must consume
// the value. A null is an object without names.
func (d *decoder) object(f func(name string) error) error {
	switch k := d.PeekKind(); k {
	case 'n':
		return d.SkipValue()
	case '{':
	default:
		return d.unexpected("an object")
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	var seen names
	for d.PeekKind() != '}' {
		name, err := d.text()
		if err != nil {
			return err
		}
		if err := d.fitting(name); err != nil {
			return err
		}
		if !seen.add(name) {
			return d.twice(name)
		}
		if err := f(name); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

// array calls f at each element of the array that comes next. A null is an
// empty array.
func (d *decoder) array(f func() error) error {
	switch k := d.PeekKind(); k {
	case 'n':
		return d.SkipValue()
	case '[':
	default:
		return d.unexpected("a list")
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != ']' {
		if err := f(); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

// shapeError is JSON that is well formed and not what a plan has there.
type shapeError struct {
	pointer jsontext.Pointer
	want    string
}

func (e *shapeError) Error() string {
	return fmt.Sprintf("%s is not %s", pointerText(e.pointer), e.want)
}

func (d *decoder) unexpected(want string) error {
	if d.PeekKind() == 0 {
		// The next token is an error of syntax; reading it gives the error.
		_, err := d.ReadToken()
		if err != nil {
			return err
		}
	}
	// The pointer names the value before the next one; reading the next moves it.
	if err := d.SkipValue(); err != nil {
		return err
	}
	return &shapeError{d.StackPointer(), want}
}

// text reads a string, or the name of a member. Null is the empty string.
func (d *decoder) text() (string, error) {
	if k := d.PeekKind(); k != '"' {
		if k == 'n' {
			return "", d.SkipValue()
		}
		return "", d.unexpected("a string")
	}
	raw, err := d.ReadValue()
	if err != nil {
		return "", err
	}
	return d.unquote(raw)
}

// unquote is the text of a quoted string.
func (d *decoder) unquote(raw jsontext.Value) (string, error) {
	body := raw[1 : len(raw)-1]
	if slices.Contains(body, '\\') {
		plain, err := jsontext.AppendUnquote(nil, raw)
		if err != nil {
			return "", err
		}
		body = plain
	}
	return d.intern(body), nil
}

// intern is the text of some bytes, one string for equal ones.
func (d *decoder) intern(b []byte) string {
	if len(b) > 256 {
		return string(b)
	}
	if s, ok := d.texts[string(b)]; ok {
		return s
	}
	s := string(b)
	d.texts[s] = s
	return s
}

// boolean reads true or false; anything else is false.
func (d *decoder) boolean() (bool, error) {
	k := d.PeekKind()
	return k == 't', d.SkipValue()
}

// optional reads true or false; nil for null.
func (d *decoder) optional() (*bool, error) {
	k := d.PeekKind()
	if err := d.SkipValue(); err != nil || k != 't' && k != 'f' {
		return nil, err
	}
	b := k == 't'
	return &b, nil
}

// value reads a value: of objects only the attributes listed, or all when attr
// lists none.
func (d *decoder) value(attr Attr) (Value, error) {
	switch d.PeekKind() {
	case 'n':
		return Value{Kind: Null}, d.SkipValue()
	case 't', 'f':
		b, err := d.boolean()
		if b {
			return Value{Kind: Bool, Text: "true"}, err
		}
		return Value{Kind: Bool, Text: "false"}, err
	case '"':
		s, err := d.text()
		return Value{Kind: String, Text: s}, err
	case '0':
		raw, err := d.ReadValue()
		return Value{Kind: Number, Text: d.intern(raw)}, err
	case '[':
		return d.list(attr)
	case '{':
		return d.fields(attr)
	}
	return Value{}, d.unexpected("a value")
}

// list reads an array. Its elements gather on the decoder's stack, so that the
// value gets a slice of their number and no more.
func (d *decoder) list(attr Attr) (Value, error) {
	from := len(d.items)
	err := d.array(func() error {
		item, err := d.value(attr)
		d.items = append(d.items, item)
		if err == nil {
			err = d.room(len(d.items) - from)
		}
		return err
	})
	v := Value{Kind: List, Items: slices.Clone(d.items[from:])}
	d.items = d.items[:from]
	return v, err
}

// fields reads the members of an object that attr lists.
func (d *decoder) fields(attr Attr) (Value, error) {
	if _, err := d.ReadToken(); err != nil {
		return Value{}, err
	}
	from := len(d.members)
	var seen index
	for d.PeekKind() != '}' {
		raw, err := d.ReadValue()
		if err != nil {
			return Value{}, err
		}
		// Most names are of attributes that nobody reads.
		_, listed := attr.Nested[string(raw[1:len(raw)-1])]
		if attr.Nested != nil && !listed && !slices.Contains(raw, '\\') {
			if err := d.SkipValue(); err != nil {
				return Value{}, err
			}
			continue
		}
		name, err := d.unquote(raw)
		if err != nil {
			return Value{}, err
		}
		inner, listed := attr.Nested[name]
		if attr.Nested != nil && !listed {
			if err := d.SkipValue(); err != nil {
				return Value{}, err
			}
			continue
		}
		if err := d.fitting(name); err != nil {
			return Value{}, err
		}
		if seen.fields = d.members[from:]; seen.has(name) {
			return Value{}, d.twice(name)
		}
		value, err := d.value(inner)
		if err != nil {
			return Value{}, err
		}
		d.members = append(d.members, Field{name, value})
		if err := d.room(len(d.members) - from); err != nil {
			return Value{}, err
		}
	}
	v := Value{Kind: Object, Fields: slices.Clone(d.members[from:])}
	d.members = d.members[:from]
	_, err := d.ReadToken()
	return v, err
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
		case "deferred_changes":
			err = d.array(func() error { p.Deferred++; return d.SkipValue() })
		case "resource_changes":
			d.changesRead = true
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
	if late != nil {
		settle()
		if err := d.sub(late).changeBody(r, attrs, listed); err != nil {
			return err
		}
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
	r.complete(full)
	if !known(r.Actions) {
		return strange(r)
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

// complete takes the module and the key from the full address where the parts of
// an instance lack them: some programs that write plans leave them out.
func (r *Resource) complete(full string) {
	if len(r.Module) > 0 || !r.Key.IsNone() || !strings.HasSuffix(full, "]") && !strings.HasPrefix(full, "module.") {
		return
	}
	if at, err := address.Parse(full); err == nil && at.Type == r.Type && at.Name == r.Name && at.Data == r.Data {
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
			// Where nothing changes it is what comes after.
			if !r.Actions.NoOp() {
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
	r.After.mark(hidden, Sensitive, attr)
	if r.After.Kind != Null {
		r.After.mark(unknown, Unknown, attr)
	}
	r.Before.mark(hiddenBefore, Sensitive, attr)
	if r.Actions.NoOp() {
		r.Before = r.After
	}
	return nil
}

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
		d.plan.Prior = append(d.plan.Prior, p.Resource)
	}
	return nil
}

// pending is a resource of a state whose module is not known yet.
type pending struct {
	*Resource
	mode, typ, name string
	key             address.Key
}

func (d *decoder) stateResource() (pending, error) {
	p := pending{Resource: &Resource{}}
	var late, lateHidden jsontext.Value
	var hidden Value
	full := ""
	err := d.object(func(field string) (err error) {
		switch field {
		case "address":
			full, err = d.text()
		case "mode":
			p.mode, err = d.text()
		case "type":
			p.typ, err = d.text()
		case "name":
			p.name, err = d.text()
		case "index":
			p.key, err = d.key()
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
			if !d.wanted(p.typ, full) {
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
	if !d.wanted(p.typ, full) {
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
