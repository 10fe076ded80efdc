// Package functions holds the functions of Terraform's language, as of version
// 1.11, for whoever evaluates configuration.
//
// Nothing here runs programs, uses the network, reads the clock or the machine;
// files are read through [Files] only. What depends on any of these, on chance
// or on a secret is unknown: never another value than the plan was made with.
//
// Unknown arguments make results unknown, or refine them. Marks say where a
// value comes from: functions that move their arguments about leave the marks
// of elements where they are, all others put the marks of all arguments on
// their result. None is lost where the result depends on what bore it; a number
// of elements, or the keys of a map, do not depend on the marks of elements.
//
// Work and results are bounded. What exceeds a bound fails with [Undecided],
// which says nothing about Terraform: try and can hand it on rather than take
// it for a failure of the expression. For the same reason an evaluator must
// give unknown values, not diagnostics, for what it cannot evaluate itself.
//
// Errors never quote arguments, which may be secrets of the plan.
package functions
