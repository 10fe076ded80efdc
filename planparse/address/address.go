package address

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Key is an instance key: what stands in brackets behind the name of a module
// or a resource. The zero value is none. Keys are comparable with ==; the
// number 1 and the string "1" are two keys.
type Key struct {
	kind keyKind
	n    int
	s    string
}

type keyKind uint8

// In the order in which Terraform sorts them.
const (
	noKey keyKind = iota
	intKey
	stringKey
)

// IntKey is a key made by count; i is never negative.
func IntKey(i int) Key { return Key{kind: intKey, n: i} }

// StringKey is a key made by for_each. Terraform's strings are Unicode, so bytes
// that are not UTF-8 are replaced.
func StringKey(s string) Key {
	return Key{kind: stringKey, s: strings.ToValidUTF8(s, string(unicode.ReplacementChar))}
}

// IsNone reports whether there is no key.
func (k Key) IsNone() bool { return k.kind == noKey }

// Int is the number of a key made by count.
func (k Key) Int() (int, bool) { return k.n, k.kind == intKey }

// Str is the string of a key made by for_each.
func (k Key) Str() (string, bool) { return k.s, k.kind == stringKey }

// Compare orders keys: none, then numbers by size, then strings.
func (k Key) Compare(o Key) int {
	return cmp.Or(cmp.Compare(k.kind, o.kind), cmp.Compare(k.n, o.n), cmp.Compare(k.s, o.s))
}

// String is the key with its brackets, "" for none.
func (k Key) String() string { return string(k.appendTo(nil)) }

func (k Key) appendTo(b []byte) []byte {
	switch k.kind {
	case intKey:
		b = append(b, '[')
		b = strconv.AppendInt(b, int64(k.n), 10)
		return append(b, ']')
	case stringKey:
		b = append(b, '[')
		b = appendQuoted(b, k.s)
		return append(b, ']')
	}
	return b
}

// appendQuoted writes s as Terraform does: a quoted template that evaluates to
// s, in which what does not print is escaped.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i, r := range s {
		switch r {
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		case '"', '\\':
			b = append(b, '\\', byte(r))
		case '$', '%':
			b = append(b, byte(r))
			// "${" and "%{" would begin a template.
			if strings.HasPrefix(s[i+1:], "{") {
				b = append(b, byte(r))
			}
		default:
			switch {
			case unicode.IsPrint(r):
				b = append(b, string(r)...)
			case r < 1<<16:
				b = fmt.Appendf(b, `\u%04x`, r)
			default:
				b = fmt.Appendf(b, `\U%08x`, r)
			}
		}
	}
	return append(b, '"')
}

// Step is one module call on the way from the root module.
type Step struct {
	Name string
	Key  Key
}

// Module is the path of a module instance. The root module has no steps.
type Module []Step

// String is the address as Terraform prints it, "" for the root module.
func (m Module) String() string { return string(m.appendTo(nil, true)) }

// Config is the address without any instance key: the call that all instances
// share.
func (m Module) Config() string { return string(m.appendTo(nil, false)) }

func (m Module) appendTo(b []byte, keys bool) []byte {
	for i, s := range m {
		if i > 0 {
			b = append(b, '.')
		}
		b = append(b, "module."...)
		b = append(b, s.Name...)
		if keys {
			b = s.Key.appendTo(b)
		}
	}
	return b
}

// Equal reports whether both are the same module instance.
func (m Module) Equal(o Module) bool { return slices.Equal(m, o) }

// Compare orders modules step by step, a module before its children.
func (m Module) Compare(o Module) int {
	return slices.CompareFunc(m, o, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), a.Key.Compare(b.Key))
	})
}

// Resource is the address of one instance of a resource or a data source.
type Resource struct {
	// Module is empty in the root module.
	Module Module
	// Data is true for a data source.
	Data       bool
	Type, Name string
	// Key is none when the resource has neither count nor for_each.
	Key Key
}

// String is the address as Terraform prints it.
func (r Resource) String() string { return string(r.appendTo(nil, true)) }

// Config is the address without any instance key, neither the resource's nor
// its modules': the block in the configuration that declares it.
func (r Resource) Config() string { return string(r.appendTo(nil, false)) }

// WithoutKey is the resource that r is an instance of; the keys of its modules
// stay.
func (r Resource) WithoutKey() Resource {
	r.Key = Key{}
	return r
}

func (r Resource) appendTo(b []byte, keys bool) []byte {
	b = r.Module.appendTo(b, keys)
	if len(r.Module) > 0 {
		b = append(b, '.')
	}
	if r.Data {
		b = append(b, "data."...)
	}
	b = append(b, r.Type...)
	b = append(b, '.')
	b = append(b, r.Name...)
	if keys {
		b = r.Key.appendTo(b)
	}
	return b
}

// Equal reports whether both are the same instance.
func (r Resource) Equal(o Resource) bool { return r.Compare(o) == 0 }

// Compare is the order for people: by module, then managed resources before
// data sources, then by type, name and key. Numeric keys are ordered by size, so
// that a[2] comes before a[10]. It is 0 only for equal addresses.
func (r Resource) Compare(o Resource) int {
	return cmp.Or(
		r.Module.Compare(o.Module),
		compareBools(r.Data, o.Data),
		cmp.Compare(r.Type, o.Type),
		cmp.Compare(r.Name, o.Name),
		r.Key.Compare(o.Key),
	)
}

// Less reports whether r comes before o in the order of [Resource.Compare].
func (r Resource) Less(o Resource) bool { return r.Compare(o) < 0 }

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
