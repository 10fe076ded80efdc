// Package resolve says what the references of a plan will name once it is
// applied.
//
// An id that exists already is known, and joins by value. An id that apply will
// make is "known after apply"; which object it belongs to is decided by the
// expression that the attribute has in the configuration. What an expression
// says for certain is exact; what it may say is a set of candidates; everything
// else is unknown, with the reason. Nothing is ever guessed from names or from
// equal indexes.
package resolve
