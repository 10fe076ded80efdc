package aws_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// inWords is some kinds of objects of a network, an object a line, with everything that
// is said of it but what is nothing: "X.Y: ACL=aws_network_acl.a Egress Number=100". What
// is not known is "?" with its place, what a reference may name is in brackets. A kind may
// have the only field to show: "VPCs:Main".
func inWords(n *reach.Network, kinds ...string) string {
	var out []string
	for _, kind := range kinds {
		kind, only, _ := strings.Cut(kind, ":")
		list := reflect.ValueOf(n).Elem().FieldByName(kind)
		for i := range list.Len() {
			o := list.Index(i).Interface().(reach.Object)
			parts := slices.DeleteFunc(fields(reflect.ValueOf(o).Elem()), func(part string) bool { return !strings.HasPrefix(part, only) })
			line := o.At().String()
			if o.At().Beyond {
				line += " (beyond)"
			}
			if kind == "DeletedRoutes" {
				line = "no more " + line
			}
			out = append(out, strings.TrimSpace(line+": "+strings.Join(parts, " ")))
		}
	}
	return strings.Join(out, "\n")
}

// fields is the fields of an object that say something.
func fields(v reflect.Value) []string {
	var out []string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Type == reflect.TypeFor[reach.Origin]() {
			continue
		}
		name := f.Name
		if f.Anonymous && f.Type.Kind() == reflect.Struct && f.Type.PkgPath() == reflect.TypeFor[reach.Network]().PkgPath() && !strings.HasPrefix(f.Name, "Fact") {
			if t, is := v.Field(i).Interface().(reach.Traffic); is {
				out = append(out, "Traffic="+t.String())
				continue
			}
			out = append(out, fields(v.Field(i))...)
			continue
		}
		switch text := value(v.Field(i)); {
		case text == "":
		case text == "true" || name == "Assumed": // which is a sentence
			out = append(out, name)
		default:
			out = append(out, name+"="+text)
		}
	}
	return out
}

// words are those of values that are numbers in Go.
var words = map[reflect.Type][]string{
	reflect.TypeFor[reach.Grant]():            {"subnet decides", "subnet may", "granted", "refused"},
	reflect.TypeFor[reach.FirewallAction]():   {"", "pass", "drop", "forward", "alert", "drop established"},
	reflect.TypeFor[reach.PublicAccessMode](): {"off", "block ingress", "block bidirectional"},
}

// value is a value in words; empty for nothing.
func value(v reflect.Value) string {
	if w := words[v.Type()]; w != nil {
		return w[v.Int()]
	}
	switch t := v.Interface().(type) {
	case *reach.Unknown:
		if t == nil {
			return ""
		}
		return open(t)
	case netip.Addr:
		if !t.IsValid() {
			return ""
		}
		return t.String()
	case netip.Prefix:
		if !t.IsValid() {
			return ""
		}
		return t.String()
	case fmt.Stringer:
		if v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface {
			return t.String()
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		has := func(name string) bool { return v.FieldByName(name).IsValid() }
		switch {
		case has("Values"): // tags have a test of their own
			return ""
		case has("To"):
			to := list(v.FieldByName("To"))
			if why := value(v.FieldByName("Why")); why != "" {
				to = append(to, why)
				if !v.FieldByName("Open").Bool() {
					to = append(to, "no other")
				}
				return "[" + strings.Join(to, " | ") + "]"
			}
			return strings.Join(to, "")
		case has("Items"):
			items := list(v.FieldByName("Items"))
			if why := value(v.FieldByName("Why")); why != "" {
				items = append(items, "and "+why)
			}
			if len(items) == 0 {
				return ""
			}
			return "{" + strings.Join(items, " ") + "}"
		case has("Value"):
			if why := value(v.FieldByName("Why")); why != "" {
				return why
			}
			return value(v.FieldByName("Value"))
		}
		return "(" + strings.Join(fields(v), " ") + ")"
	case reflect.Slice:
		if v.Len() == 0 {
			return ""
		}
		return "{" + strings.Join(list(v), " ") + "}"
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ""
		}
		switch t := v.Interface().(type) {
		case *reach.DNSRule:
			return "(" + t.At().String() + " " + strings.Join(fields(v.Elem()), " ") + ")"
		case *reach.FirewallRule:
			return "(" + t.At().String() + " " + strings.Join(fields(v.Elem()), " ") + ")"
		case *reach.Gone:
			return "gone " + t.Address
		case reach.Object:
			name := t.At().String()
			if t.At().Beyond {
				name += " (beyond)"
			}
			return name
		}
	case reflect.Bool:
		if !v.Bool() {
			return ""
		}
		return "true"
	case reflect.Int:
		return fmt.Sprint(v.Int())
	case reflect.String:
		return v.String()
	}
	return fmt.Sprint(v.Interface())
}

func list(v reflect.Value) []string {
	var out []string
	for i := range v.Len() {
		out = append(out, value(v.Index(i)))
	}
	return out
}

// saying is a small plan and what the model says of it.
type saying struct {
	name, plan, tf string
	// want has an object a line, of those kinds that a table is about.
	want string
}

// say compares what models say with what is wanted of them, for some kinds of objects.
func say(t *testing.T, before string, sayings []saying, kinds ...string) {
	t.Helper()
	for _, s := range sayings {
		t.Run(s.name, func(t *testing.T) {
			got := inWords(after(t, before+s.plan, s.tf), kinds...)
			compare(t, got, s.want)
			if strings.Count(strings.TrimSpace(s.want), "\n") != strings.Count(strings.TrimSpace(got), "\n") {
				t.Errorf("%d lines, wants %d", strings.Count(got, "\n")+1, strings.Count(strings.TrimSpace(s.want), "\n")+1)
			}
		})
	}
}
