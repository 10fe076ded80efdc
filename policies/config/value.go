package config

// value is what an expression is worth, and where it was written.
type value struct {
	kind valueKind
	// text is that of a text, and of a number as it is put into texts.
	text   string
	pieces []piece // of the text, in order
	truth  bool
	list   []value
	at     Place
}

type valueKind uint8

const (
	// bad is of what has been put on record already.
	bad valueKind = iota
	absent
	truthValue
	numberValue
	textValue
	listValue
)

// String is the kind in a message.
func (k valueKind) String() string {
	return [...]string{bad: "a mistake", absent: "null", truthValue: "true or false", numberValue: "a number", textValue: "a text", listValue: "a list"}[k]
}

// piece is a part of a text that stands somewhere in a file.
type piece struct {
	n  int // bytes of the text
	at Place
	// letters are where the bytes of the text begin in the file, and where the last
	// one ends: n+1 of them. Without them every byte of the place is one of the text, or,
	// when there are not as many, the place is known as a whole only.
	letters []int
	// via is the reference by which the piece came into the expression that the text is
	// the value of; nil for what stands in it.
	via *Place
}

// part is the place of some bytes of the piece.
func (p piece) part(from, to int) Place {
	switch {
	case p.letters != nil:
		return Place{p.at.File, p.letters[from], p.letters[to]}
	case p.at.To-p.at.From == p.n:
		return Place{p.at.File, p.at.From + from, p.at.From + to}
	}
	return p.at
}

// place is where some bytes of a text are written, and the reference by which they
// came into the expression, if all of them did by one. What was put together of several
// pieces is shown where that was done.
func (v value) place(from, to int) (at Place, via *Place) {
	type hit struct {
		at  Place
		via *Place
	}
	var hits []hit
	start := 0
	for i, p := range v.pieces {
		end := start + p.n
		last := i == len(v.pieces)-1
		switch {
		case from == to && (from < end || last) && from >= start:
			return p.part(from-start, min(to-start, p.n)), p.via
		case from < end && to > start:
			hits = append(hits, hit{p.part(max(from-start, 0), min(to-start, p.n)), p.via})
		}
		start = end
	}
	switch {
	case len(hits) == 0:
		return v.at, nil
	case len(hits) == 1:
		return hits[0].at, hits[0].via
	}
	own := func(h hit) Place {
		if h.via != nil {
			return *h.via
		}
		return h.at
	}
	at = own(hits[0])
	for _, h := range hits[1:] {
		at = at.over(own(h))
	}
	return at, nil
}

// through is the value as a reference at a place brings it.
func (v value) through(ref Place) value {
	v.at = ref
	var pieces []piece
	for _, p := range v.pieces {
		p.via = &ref
		pieces = append(pieces, p)
	}
	v.pieces = pieces
	var list []value
	for _, item := range v.list {
		list = append(list, item.through(ref))
	}
	v.list = list
	return v
}
