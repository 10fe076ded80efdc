package policies

import (
	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/reach"
)

// EvaluateFrom is Evaluate with another network before apply than that of a file.
func EvaluateFrom(prior *reach.Network, plan *planparse.Plan, intents []Intent, s Settings) *Result {
	return evaluate(plan, func() *reach.Network { return prior }, intents, s)
}
