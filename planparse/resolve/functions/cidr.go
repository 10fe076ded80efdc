package functions

import (
	"math/big"
	"net"
	"regexp"

	"github.com/apparentlymart/go-cidr/cidr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
)

var leadingZeros = regexp.MustCompile(`\b0+([0-9]+)`)

// parsePrefix reads a prefix. Terraform takes the leading zeros of an IPv4
// address for no sign of octal numbers; Go's parser refuses them.
func parsePrefix(v cty.Value) (*net.IPNet, error) {
	_, prefix, err := net.ParseCIDR(leadingZeros.ReplaceAllString(v.AsString(), "$1"))
	if err != nil {
		return nil, badArgument(0, "it is no address prefix in CIDR notation")
	}
	return prefix, nil
}

// wholeNumber reads a number of any size.
func wholeNumber(i int, v cty.Value) (*big.Int, error) {
	n, accuracy := v.AsBigFloat().Int(nil)
	if n == nil || accuracy != big.Exact {
		return nil, badArgument(i, "it must be a whole number")
	}
	return n, nil
}

var cidrHost = function.New(&function.Spec{
	Params:       []function.Parameter{text("prefix"), number("hostnum")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		prefix, err := parsePrefix(args[0])
		if err != nil {
			return cty.NilVal, err
		}
		n, err := wholeNumber(1, args[1])
		if err != nil {
			return cty.NilVal, err
		}
		ip, err := cidr.HostBig(prefix, n)
		if err != nil {
			return cty.NilVal, badArgument(1, "the prefix has no host of this number")
		}
		return cty.StringVal(ip.String()), nil
	},
})

var cidrNetmask = function.New(&function.Spec{
	Params:       []function.Parameter{text("prefix")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		prefix, err := parsePrefix(args[0])
		if err != nil {
			return cty.NilVal, err
		}
		if prefix.IP.To4() == nil {
			return cty.NilVal, badArgument(0, "only IPv4 has netmasks")
		}
		return cty.StringVal(net.IP(prefix.Mask).String()), nil
	},
})

var cidrSubnet = function.New(&function.Spec{
	Params:       []function.Parameter{text("prefix"), number("newbits"), number("netnum")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		prefix, err := parsePrefix(args[0])
		if err != nil {
			return cty.NilVal, err
		}
		var bits int
		if err := gocty.FromCtyValue(args[1], &bits); err != nil {
			return cty.NilVal, badArgument(1, "it must be a whole number")
		}
		n, err := wholeNumber(2, args[2])
		if err != nil {
			return cty.NilVal, err
		}
		if n.Sign() < 0 {
			// Terraform 1.11 takes the number without its sign, outside the prefix;
			// later versions refuse it.
			return cty.UnknownVal(cty.String), nil
		}
		if start, _ := prefix.Mask.Size(); n.BitLen() > max(start+bits, 0) {
			// It has no place in an address, and Terraform breaks down.
			return cty.NilVal, fail("the prefix has no subnet of this number")
		}
		subnet, err := cidr.SubnetBig(prefix, bits, n)
		if err != nil {
			return cty.NilVal, fail("the prefix has no subnet of this number")
		}
		return cty.StringVal(subnet.String()), nil
	},
})

// maxNewBits is Terraform's bound on how much smaller a subnet may be.
const maxNewBits = 32

var cidrSubnets = function.New(&function.Spec{
	Params:       []function.Parameter{text("prefix")},
	VarParam:     &function.Parameter{Name: "newbits", Type: cty.Number},
	Type:         function.StaticReturnType(cty.List(cty.String)),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		prefix, err := parsePrefix(args[0])
		if err != nil {
			return cty.NilVal, err
		}
		start, size := prefix.Mask.Size()
		var at *net.IPNet
		var subnets []cty.Value
		for i, arg := range args[1:] {
			var bits int
			if err := gocty.FromCtyValue(arg, &bits); err != nil {
				return cty.NilVal, badArgument(i+1, "it must be a whole number")
			}
			if bits < 1 || bits > maxNewBits || start+bits > size {
				return cty.NilVal, badArgument(i+1, "the prefix cannot be made longer by this many bits")
			}
			if at == nil {
				at, _ = cidr.PreviousSubnet(prefix, start+bits)
			}
			next, over := cidr.NextSubnet(at, start+bits)
			if over || !prefix.Contains(next.IP) {
				return cty.NilVal, badArgument(i+1, "not enough address space is left for it")
			}
			at = next
			subnets = append(subnets, cty.StringVal(next.String()))
		}
		return listOf(cty.String, subnets), nil
	},
})
