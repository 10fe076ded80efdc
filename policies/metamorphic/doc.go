// Package metamorphic holds whole plans against themselves: a plan that says the same
// in other words has the same verdicts, one that allows more lets no packet less
// through, and one of which less is known has no verdict that says the opposite. It
// has nothing to import: all of it is tests.
//
// The plans are those of testdata/cases and testdata/alike, with the configuration
// that they were made from and without it, and what they become when it is applied.
//
//   - alike: names, order, modules, instance keys, rules as blocks or as resources,
//     before the first apply or after it: nothing of that changes a verdict
//   - monotone: one more rule that allows never shrinks what is reached, one that
//     denies never grows it
//   - knowledge: a value that is hidden leaves verdicts open, and turns none around
//
// The normal run takes some values of some plans, by fixed seeds; more with
//
//	go test ./policies/metamorphic -metamorphic.rounds 50 -v
package metamorphic
