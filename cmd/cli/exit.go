package cli

import "github.com/tfreach/tfreach/policies"

// The exit codes. They follow from the verdict alone, whatever the format, and
// are told apart so that a pipeline can: a violated intent, a plan that could not
// be judged, and one of which nobody can say yet.
const (
	exitHolds     = 0
	exitViolated  = 1
	exitError     = 2
	exitUndecided = 3
)

// exitCode is the code for a verdict. Undecided fails unless it is set to warn: a
// gate that passes what it does not know is no gate.
func exitCode(v policies.Verdict, undecidedWarns bool) int {
	switch {
	case v == policies.Violated:
		return exitViolated
	case v == policies.Undecided && !undecidedWarns:
		return exitUndecided
	}
	return exitHolds
}

// verdictError ends a command with the exit code of a verdict. It is no mistake
// and prints nothing.
type verdictError struct{ code int }

func (verdictError) Error() string { return "" }
