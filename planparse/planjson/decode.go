package planjson

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

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

// textList reads a list of strings.
func (d *decoder) textList() (out []string, err error) {
	err = d.array(func() error {
		one, err := d.text()
		out = append(out, one)
		return err
	})
	return out, err
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
