// Package policies judges a plan by the intents that a team declares: which
// sources must, or must not, reach which destinations.
//
// [Evaluate] selects what the sentences mean in the plan, asks the engine, and
// makes of its answers verdicts with findings: one for each root cause, on the
// resource that has to change. A verdict is holds, violated or undecided;
// undecided always names the value that is missing. Whatever selects nothing
// violates its intent, so that a gate never passes because it looked at nothing.
package policies
