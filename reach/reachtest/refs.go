package reachtest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

// unknown is the reason of everything that a text leaves open.
func unknown(address, attribute string) *reach.Unknown {
	return &reach.Unknown{Code: reach.UnknownValue, Address: address, Attribute: attribute, Reason: "known after apply"}
}

// The words for what is not known.
const (
	unknownWord = "?"
	moreWord    = "..."
)

// object is a type of model objects, or [reach.Object] itself.
type object interface {
	comparable
	reach.Object
}

// ref reads a reference to an object of one of the kinds: "x", "x|y", "x|?" or
// "?".
func ref[T object](b *builder, w *words, why *reach.Unknown, kinds ...string) reach.Ref[T] {
	return refOf[T](b, w, w.next(nameOf(kinds)), why, kinds...)
}

// refs reads references that are joined by "+".
func refs[T object](b *builder, w *words, why *reach.Unknown, kinds ...string) reach.Refs[T] {
	var out reach.Refs[T]
	for part := range strings.SplitSeq(w.next(nameOf(kinds)), "+") {
		if part == moreWord {
			out.Why = why
			continue
		}
		own := *why // each of them is a reference of its own
		out.Items = append(out.Items, refOf[T](b, w, part, &own, kinds...))
	}
	return out
}

func refOf[T object](b *builder, w *words, word string, why *reach.Unknown, kinds ...string) reach.Ref[T] {
	var r reach.Ref[T]
	for name := range strings.SplitSeq(word, "|") {
		if name == unknownWord {
			r.Open = true
		} else if t, ok := find[T](b, w, name, kinds); ok {
			r.To = append(r.To, t)
		}
	}
	if r.Open || len(r.To) > 1 {
		r.Why = why
	}
	return r
}

// find is the object of one of the kinds that has the name. An address names an
// object whatever its kind is called: "main.v" is a table.
func find[T object](b *builder, w *words, name string, kinds []string) (T, bool) {
	var found []T
	var addresses []string
	for _, address := range append([]string{name}, qualified(name, kinds)...) {
		if t, ok := b.objects[address].(T); ok && !slices.Contains(found, t) {
			found, addresses = append(found, t), append(addresses, address)
		}
	}
	switch {
	case w.err != nil:
	case len(found) == 1:
		return found[0], true
	case len(found) == 0:
		w.reject(strconv.Quote(name), nameOf(kinds))
	default:
		w.reject(strconv.Quote(name), "one of "+strings.Join(addresses, ", "))
	}
	var none T
	return none, false
}

func qualified(name string, kinds []string) []string {
	var out []string
	for _, k := range kinds {
		out = append(out, k+"."+name)
	}
	return out
}

func nameOf(kinds []string) string {
	return "the name of one " + strings.Join(kinds, " or ")
}
