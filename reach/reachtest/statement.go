package reachtest

import "strings"

// statement is a line at the margin with the indented lines below it.
type statement struct {
	kind *kind
	// form is the one of the kind's forms that the statement has.
	form string
	name string
	// words is what follows the form.
	words *words
	rules []line
}

// address is the address of what the statement makes.
func (s *statement) address() string {
	if s.name == "" {
		return s.kind.address
	}
	return s.kind.address + "." + s.name
}

// statements reads the statements of a text in their order. One that replaces an
// earlier one takes its place.
func statements(text string) ([]*statement, error) {
	var out []*statement
	place := map[string]int{}
	var last *statement
	number := 0
	for raw := range strings.Lines(text) {
		number++
		content, _, _ := strings.Cut(raw, "#")
		trimmed := strings.TrimSpace(content)
		l := line{number, trimmed}
		switch {
		case trimmed == "":
		case content[0] == ' ' || content[0] == '\t':
			if last == nil || !last.kind.rules {
				return nil, &SyntaxError{number, trimmed, "a statement at the margin", "an indented line"}
			}
			last.rules = append(last.rules, l)
		default:
			s, err := recognise(l)
			if err != nil {
				return nil, err
			}
			if i, ok := place[s.address()]; ok {
				out[i] = s
			} else {
				place[s.address()] = len(out)
				out = append(out, s)
			}
			last = s
		}
	}
	return out, nil
}

// recognise finds the kind of a statement: the one with the longest form that
// the line begins with.
func recognise(l line) (*statement, error) {
	var best *statement
	length := 0
	for _, k := range kinds {
		for _, form := range k.forms {
			w := read(l)
			name, ok := matches(form, w)
			if n := len(strings.Fields(form)); ok && n > length {
				best, length = &statement{kind: k, form: form, name: name, words: w}, n
			}
		}
	}
	if best == nil {
		var forms []string
		for _, k := range kinds {
			forms = append(forms, k.forms...)
		}
		return nil, &SyntaxError{l.number, l.text, "one of " + strings.Join(forms, ", "), "something else"}
	}
	return best, nil
}

// matches takes the words of a form off w, and is the name among them.
func matches(form string, w *words) (name string, ok bool) {
	for want := range strings.FieldsSeq(form) {
		if want == nameWord {
			if name = w.next("a name"); w.err != nil {
				return "", false
			}
		} else if !w.accept(want) {
			return "", false
		}
	}
	return name, true
}

// nameWord stands for the name of the object in the forms of a kind.
const nameWord = "NAME"
