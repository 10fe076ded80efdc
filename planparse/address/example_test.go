package address_test

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/planparse/address"
)

func ExampleParse() {
	r, err := address.Parse(`module.fe["a.b"].aws_subnet.private[2]`)
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Type, r.Name, r.Key)
	fmt.Println(r.Module)
	fmt.Println(r.WithoutKey())
	fmt.Println(r.Config())
	// Output:
	// aws_subnet private [2]
	// module.fe["a.b"]
	// module.fe["a.b"].aws_subnet.private
	// module.fe.aws_subnet.private
}

func ExampleParsePattern() {
	p, err := address.ParsePattern(`**.aws_subnet.pri*`)
	if err != nil {
		panic(err)
	}
	for _, s := range []string{`aws_subnet.private[0]`, `module.net["a"].aws_subnet.primary`, `aws_subnet.public`} {
		r, err := address.Parse(s)
		if err != nil {
			panic(err)
		}
		fmt.Println(r, p.Match(r))
	}
	// Output:
	// aws_subnet.private[0] true
	// module.net["a"].aws_subnet.primary true
	// aws_subnet.public false
}

func ExampleSyntaxError() {
	_, err := address.Parse(`aws_subnet.private[a]`)
	fmt.Println(err)
	// Output: address "aws_subnet.private[a]", byte 19: expected a number or a quoted key, found 'a'; did you mean aws_subnet.private["a"]?
}

func ExampleResource_Compare() {
	var rs []address.Resource
	for _, s := range []string{`a_b.c[10]`, `a_b.c[2]`, `module.m.a_b.a`} {
		r, err := address.Parse(s)
		if err != nil {
			panic(err)
		}
		rs = append(rs, r)
	}
	slices.SortFunc(rs, address.Resource.Compare)
	fmt.Println(rs)
	// Output: [a_b.c[2] a_b.c[10] module.m.a_b.a]
}
