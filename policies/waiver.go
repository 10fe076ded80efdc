package policies

import "time"

// Waiver says that somebody answers for findings until a day: they are shown and
// counted, and do not gate.
type Waiver struct {
	Name string
	// Intent is the name of the intents that it is about, in which * stands for any
	// text.
	Intent string
	// Sources, At and Code narrow it down: to findings all of whose sources match one
	// of the address patterns, whose culprits all match a pattern, that have the code.
	// Empty ones narrow nothing.
	Sources []string
	At      string
	Code    string
	// Reason, Owner: why, and who answers for it; never empty.
	Reason, Owner string
	// Expires is the last day on which it counts.
	Expires time.Time
	// Defined is where it is written.
	Defined *Location
}
