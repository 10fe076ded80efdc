package reachtest

import "github.com/tfreach/tfreach/reach"

// ruling is an answer with its reason, which is set when it is undecided.
type ruling struct {
	answer Answer
	why    *reach.Unknown
}

func certain(yes bool) ruling {
	if yes {
		return ruling{answer: Yes}
	}
	return ruling{answer: No}
}

func undecided(why *reach.Unknown) ruling { return ruling{Undecided, why} }

// doubt is the ruling, unless it is yes and there is a reason to doubt it.
func (r ruling) doubt(why *reach.Unknown) ruling {
	if r.answer == Yes && why != nil {
		return undecided(why)
	}
	return r
}

// anyOf is yes when one is, and undecided when one might be.
func anyOf(rs ...ruling) ruling {
	out := ruling{answer: No}
	for _, r := range rs {
		if r.answer == Yes {
			return r
		}
		if out.answer == No {
			out = r
		}
	}
	return out
}

// allSame is what all of them say, and undecided for the given reason when they
// differ.
func allSame(why *reach.Unknown, rs ...ruling) ruling {
	for _, r := range rs {
		if r.answer == Undecided {
			return r
		}
		if r.answer != rs[0].answer {
			return undecided(why)
		}
	}
	return rs[0]
}

// stop is where a walk ends before the destination: the packet is dropped, or
// nobody knows where it goes.
type stop struct {
	code    reach.Code
	culprit *reach.Origin
	// lost is set when nobody knows; code and culprit are then empty.
	lost *reach.Unknown
}

func dropped(code reach.Code, culprit reach.Object) *stop {
	return &stop{code: code, culprit: culprit.At()}
}

func lost(why *reach.Unknown) *stop { return &stop{lost: why} }
