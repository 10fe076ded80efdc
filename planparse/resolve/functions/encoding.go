package functions

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	yamlnode "go.yaml.in/yaml/v3"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
)

var base64Encode = ofText("str", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) })

var base64Decode = function.New(&function.Spec{
	Params:       []function.Parameter{text("str")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		raw, err := base64.StdEncoding.DecodeString(args[0].AsString())
		if err != nil {
			return cty.NilVal, badArgument(0, "it is not Base64")
		}
		s, err := utf8Text(raw)
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(s), nil
	},
})

// base64Gzip makes the bytes that Terraform makes, as long as compress/gzip does
// what it did when Terraform was built: its answers hold this to it.
var base64Gzip = function.New(&function.Spec{
	Params:       []function.Parameter{text("str")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write([]byte(args[0].AsString())); err != nil {
			return cty.NilVal, err
		}
		// Terraform flushes first, which puts an empty block before the end.
		if err := errors.Join(w.Flush(), w.Close()); err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(base64.StdEncoding.EncodeToString(b.Bytes())), nil
	},
})

func charset(v cty.Value) (encoding.Encoding, error) {
	e, err := ianaindex.IANA.Encoding(v.AsString())
	if err != nil || e == nil {
		return nil, badArgument(1, "it is no name of an encoding that Terraform knows")
	}
	return e, nil
}

var textEncodeBase64 = function.New(&function.Spec{
	Params:       []function.Parameter{text("string"), text("encoding")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		e, err := charset(args[1])
		if err != nil {
			return cty.NilVal, err
		}
		s, err := e.NewEncoder().String(args[0].AsString())
		if err != nil {
			return cty.NilVal, badArgument(0, "it has characters that the encoding has not")
		}
		return cty.StringVal(base64.StdEncoding.EncodeToString([]byte(s))), nil
	},
})

var textDecodeBase64 = function.New(&function.Spec{
	Params:       []function.Parameter{text("source"), text("encoding")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		e, err := charset(args[1])
		if err != nil {
			return cty.NilVal, err
		}
		raw, err := base64.StdEncoding.DecodeString(args[0].AsString())
		if err != nil {
			return cty.NilVal, badArgument(0, "it is not Base64")
		}
		s, err := e.NewDecoder().Bytes(raw)
		// Decoders put this character in place of what they do not know.
		if err != nil || bytes.ContainsRune(s, utf8.RuneError) {
			return cty.NilVal, badArgument(0, "it has bytes that the encoding has not")
		}
		return cty.StringVal(string(s)), nil
	},
})

// jsonDecode does not know objects that have a key twice, with values of different
// types: Terraform 1.11 takes the last, later versions refuse them.
var jsonDecode = function.New(&function.Spec{
	Params: []function.Parameter{text("str")},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		v, err := stdlib.JSONDecode(args[0])
		if err != nil && json.Valid([]byte(args[0].AsString())) {
			return cty.UnknownVal(ty), nil
		}
		return v, err
	},
})

var yamlDecode = function.New(&function.Spec{
	Params: []function.Parameter{text("src")},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		src := []byte(args[0].AsString())
		if err := yamlSize(src); err != nil {
			return cty.NilVal, err
		}
		ty, err := yaml.Standard.ImpliedType(src)
		if err != nil {
			return cty.NilVal, err
		}
		return yaml.Standard.Unmarshal(src, ty)
	},
})

var yamlEncode = function.New(&function.Spec{
	Params:       []function.Parameter{anything("value")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl:         func(args []cty.Value, _ cty.Type) (cty.Value, error) { return yaml.YAMLEncodeFunc.Call(args) },
})

const (
	maxYAML   = 1 << 20
	smallYAML = 4 << 10 // cannot nest too deep
)

// yamlSize bounds how deep the decoder recurses, and what aliases multiply.
// Another decoder of the same ancestry, which bounds itself, looks at the text
// first.
func yamlSize(src []byte) error {
	if err := atMost(float64(len(src)), maxYAML, "bytes of YAML"); err != nil {
		return err
	}
	var doc yamlnode.Node
	if err := yamlnode.Unmarshal(src, &doc); err != nil {
		if len(src) > smallYAML || bytes.ContainsRune(src, '*') {
			return &Undecided{Reason: "the YAML cannot be measured"}
		}
		return nil
	}
	elements := 0
	var walk func(n *yamlnode.Node, depth int) error
	walk = func(n *yamlnode.Node, depth int) error {
		elements++
		if err := nestedWithin(depth); err != nil {
			return err
		}
		if err := atMostElements(float64(elements)); err != nil {
			return err
		}
		if n.Kind == yamlnode.AliasNode {
			return walk(n.Alias, depth+1)
		}
		for _, child := range n.Content {
			if err := walk(child, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return walk(&doc, 0)
}
