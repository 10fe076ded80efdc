// Package address reads and prints the addresses of Terraform resources, and
// matches them with patterns.
//
// A [Resource] is the address of one resource instance, such as
// module.fe["a.b"].aws_subnet.private[2]. [Parse] and [Resource.String] are
// exact inverses over what Terraform prints: quoted keys may hold anything, and
// come out with the escapes that Terraform writes. No address is ever split at
// dots or brackets by other means.
//
// A [Pattern] is what a person writes to name one or many of them:
//
//	aws_subnet.private              every instance of one resource
//	aws_subnet.private[0]           one instance
//	aws_subnet.private[*]           every instance that has a key
//	aws_subnet.pri*                 "*" is any run of characters of a label
//	*.private                       any type
//	data.aws_subnet.shared          a data source
//	module.net.aws_subnet.private   in every instance of the module
//	module.net["a"].aws_subnet.*    in one of them
//	**.aws_subnet.private           in any module, and in none
//	module.a.**.aws_subnet.x        in module a or anywhere below it
//	module.net                      everything in the module and its children
//
// Inside a quoted key nothing is special: ["*"] is the key with that character.
// The values of this package are immutable and safe for concurrent use; it
// imports nothing outside the standard library.
package address
