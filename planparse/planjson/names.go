package planjson

import "slices"

// few is how many names are looked through one by one, which is the fastest. Some
// objects have as many as the author of the input likes.
const few = 32

// names is a set of names.
type names struct {
	few  []string
	many map[string]struct{}
}

// add reports whether the name is new.
func (s *names) add(name string) bool {
	if s.many != nil {
		n := len(s.many)
		s.many[name] = struct{}{}
		return len(s.many) > n
	}
	if slices.Contains(s.few, name) {
		return false
	}
	if s.few = append(s.few, name); len(s.few) == few {
		s.many = make(map[string]struct{}, 64)
		for _, n := range s.few {
			s.many[n] = struct{}{}
		}
	}
	return true
}

// index finds the fields of an object by their names.
type index struct {
	// fields may grow between questions.
	fields []Field
	byName map[string]int // of the first of many fields, made when it is needed
}

// of is the place of a field; false when there is none.
func (x *index) of(name string) (int, bool) {
	if len(x.fields) <= few {
		i := slices.IndexFunc(x.fields, func(f Field) bool { return f.Name == name })
		return i, i >= 0
	}
	if x.byName == nil {
		x.byName = make(map[string]int, len(x.fields))
	}
	for i := len(x.byName); i < len(x.fields); i++ {
		x.byName[x.fields[i].Name] = i
	}
	i, has := x.byName[name]
	return i, has
}

func (x *index) has(name string) bool {
	_, has := x.of(name)
	return has
}
