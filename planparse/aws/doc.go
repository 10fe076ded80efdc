// Package aws makes model objects of aws_* resources: one file per family, each
// with the rules of AWS and of its Terraform provider that decide what a
// resource will be.
//
// A plan shows attributes; what a network is follows from them only with care.
// An attribute that nobody set and that AWS computes is no unknown (SG-16); the
// routes that a table shows may be copies of what other resources manage
// (PLAN-3); what a plan adopts is emptied first (PLAN-7); what AWS makes by
// itself is in no plan (PLAN-8). Whatever cannot be told is left open in the
// model, with the address and the attribute that would tell.
package aws
