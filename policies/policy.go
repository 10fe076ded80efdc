package policies

import (
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// Intent is one intent: one or several sentences, or a check, under one name.
type Intent struct {
	// Name is how results call it; on the command line it is the sentence.
	Name string
	// Description is for people; may be empty.
	Description string
	Sentences   []Sentence
	Severity    Severity
	// Defined is where it is written; nil on the command line.
	Defined *Location
	// AllowEmpty: operands that select nothing are no violation.
	AllowEmpty bool

	// Check is asked in the place of sentences; nil for none.
	Check Check
	// Text is what is asked in words, where that is not the sentences.
	Text string
	// Builtin: nobody declared it. It is about what the plan itself holds: what lies
	// beyond the plan is taken to be in order, and where nothing is left to ask, it has
	// no result.
	Builtin bool
}

// Sentence is a sentence as it was written and as it is meant.
type Sentence struct {
	Text string
	intent.Intent
}

// Parse makes an intent of one sentence. The error is an *intent.SyntaxError.
func Parse(text string) (Intent, error) {
	in, err := intent.Parse(text)
	if err != nil {
		return Intent{}, err
	}
	return Intent{Name: text, Sentences: []Sentence{{text, in}}, Severity: Error}, nil
}

// Severity says whether a violation gates.
type Severity string

// The severities. Only errors change the exit code.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Settings are what intents leave to their surroundings.
type Settings struct {
	// ClientPorts are the ports that workloads send from; NAT gateways and
	// Lambda have their own (NACL-7).
	ClientPorts packet.Ports
	// UndecidedWarns: an undecided intent does not gate.
	UndecidedWarns bool
	// Proofs: of each intent what its operands matched is kept, and of one that holds
	// the way that decides it.
	Proofs bool
	// NewOnly: what fares as badly before apply is known.
	NewOnly bool
	// Assumed is what is said of what lies beyond the plan; see [Assume].
	Assumed []*reach.Assumed
}

// DefaultSettings are those of DESIGN section 2.
func DefaultSettings() Settings {
	return Settings{ClientPorts: packet.PortRange(32768, 65535)}
}

// highPorts are the client ports of Lambda, of load balancers and of the VPC's
// resolver (NACL-7).
var highPorts = packet.PortRange(1024, 65535)
