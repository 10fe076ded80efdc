// Package builtin is the policies that ship with the tool. They need no policy file:
// what a plan itself declares must work, and some traps that open a network wrongly are
// told of.
//
// What has to be proved is the other way round than in an intent. An intent holds when
// every packet is proved to fare as it says; a built-in policy is violated when it is
// proved that no packet can fare as the plan itself wants it. What lies beyond the plan
// is taken to be in order, and what is closed on purpose is no mistake: nobody asked for
// these policies, and one false alarm is one too many.
package builtin
