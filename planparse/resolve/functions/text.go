package functions

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// ofText is a function from text to text that cannot fail.
func ofText(param string, f func(string) string) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{text(param)},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.StringVal(f(args[0].AsString())), nil
		},
	})
}

// hasText is a question about a text and another.
func hasText(param string, has func(s, other string) bool) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{text("str"), text(param)},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(has(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

var (
	startsWith  = hasText("prefix", strings.HasPrefix)
	endsWith    = hasText("suffix", strings.HasSuffix)
	strContains = hasText("substr", strings.Contains)
	urlEncode   = ofText("str", url.QueryEscape)
)

// replace takes what stands between two slashes for a regular expression.
var replace = function.New(&function.Spec{
	Params:       []function.Parameter{text("str"), text("substr"), text("replace")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		old := args[1].AsString()
		expr, ok := betweenSlashes(old)
		if !ok {
			return cty.StringVal(strings.ReplaceAll(args[0].AsString(), old, args[2].AsString())), nil
		}
		re, err := regexp.Compile(expr)
		if err != nil {
			return cty.NilVal, badArgument(1, "the regular expression is not valid")
		}
		return cty.StringVal(re.ReplaceAllString(args[0].AsString(), args[2].AsString())), nil
	},
})

func betweenSlashes(s string) (expr string, ok bool) {
	if len(s) < 2 || s[0] != '/' || s[len(s)-1] != '/' {
		return "", false
	}
	return s[1 : len(s)-1], true
}

var timeCompare = function.New(&function.Spec{
	Params:       []function.Parameter{text("timestamp_a"), text("timestamp_b")},
	Type:         function.StaticReturnType(cty.Number),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		var at [2]time.Time
		for i := range at {
			var err error
			if at[i], err = time.Parse(time.RFC3339, args[i].AsString()); err != nil {
				return cty.NilVal, badArgument(i, "it is no RFC 3339 timestamp")
			}
		}
		return cty.NumberIntVal(int64(at[0].Compare(at[1]))), nil
	},
})
