// Package resolve says what the references of a plan will name once it is
// applied.
//
// An id that exists already is known, and joins by value. An id that apply will
// make is "known after apply"; which object it belongs to is decided by the
// expression that the attribute has in the configuration. What an expression
// gives for certain is exact; what it may give is a set of candidates; everything
// else is unknown, with the reason. Nothing is ever guessed from names or from
// equal indexes.
//
// With the configuration, expressions are evaluated as they will be after apply:
// instances and known values are those of the plan, and each id that does not
// exist yet is a text of its own. In one run values carry marks that tell which
// ids they rest on, and whether such an id chose them; in the others ids have other
// texts and another order. An answer is exact when all runs agree and nothing that
// depends on an id took part in the choice. [Resolver.Contradiction] says whether
// the configuration is the plan's at all.
//
// Blocks of addresses that apply picks are evaluated likewise, and what is cut from
// one is known as a part of it, see [Cut].
//
// From the JSON alone, what an expression mentions are candidates and never more.
package resolve
