// Package planjson reads the JSON of a Terraform or OpenTofu plan, as terraform
// show -json prints it, in one pass over the bytes.
//
// Only what a [Schema] lists becomes values; everything else is skipped without
// being built, so that the memory needed follows the network in a plan and not
// the size of the file, and secrets of other attributes never enter the
// program. What a plan does not know ("known after apply") and what it marks as
// sensitive stay apart from null and from each other: see [Value].
//
// All plan formats from 0.1 (Terraform 0.12) to 1.x are read, in UTF-8, with or
// without a byte order mark, and UTF-16. Anything else that people have in a
// file named plan.json gets an [InputError] that says what it is.
package planjson
