package policies

import (
	"github.com/tfreach/tfreach/reach"
)

// truth is yes, no, or a reason for not knowing.
type truth struct {
	is  answer
	why *reach.Unknown
}

type answer int

const (
	no answer = iota
	yes
	perhaps
)

func known(b bool) truth {
	if b {
		return truth{is: yes}
	}
	return truth{}
}

func open(why *reach.Unknown) truth { return truth{perhaps, why} }

// all is the conjunction: one no is enough.
func all(ts ...truth) truth {
	out := truth{is: yes}
	for _, t := range ts {
		switch {
		case t.is == no:
			return t
		case t.is == perhaps && out.is == yes:
			out = t
		}
	}
	return out
}

// some is the disjunction: one yes is enough.
func some(ts ...truth) truth {
	var out truth
	for _, t := range ts {
		switch {
		case t.is == yes:
			return t
		case t.is == perhaps && out.is == no:
			out = t
		}
	}
	return out
}

func refers[T comparable](r reach.Ref[T], t T) truth {
	switch {
	case r.Is(t):
		return known(true)
	case r.Why != nil && r.May(t):
		return open(r.Why)
	}
	return known(false)
}
