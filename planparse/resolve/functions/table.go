package functions

import (
	"maps"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Table is the functions by name, without the namespace "core::". Without files
// every file is unavailable. The functions may be called concurrently if the
// files may be read so.
func Table(files Files) map[string]function.Function {
	if files == nil {
		files = none{}
	}
	r := renderer{files: files, base: maps.Clone(pure)}
	for name, f := range fileFunctions(files) {
		r.base[name] = f
	}
	table := maps.Clone(r.base)
	table["templatefile"] = r.templateFile()
	table["templatestring"] = r.templateString()
	return table
}

// pure are the functions that depend on nothing but their arguments, and those
// that are unknown because they do.
var pure = map[string]function.Function{
	// Numbers.
	"abs":      smears(stdlib.AbsoluteFunc),
	"ceil":     smears(stdlib.CeilFunc),
	"floor":    smears(stdlib.FloorFunc),
	"log":      smears(stdlib.LogFunc),
	"max":      smears(stdlib.MaxFunc),
	"min":      smears(stdlib.MinFunc),
	"parseint": smears(stdlib.ParseIntFunc, parsedDigits),
	"pow":      smears(stdlib.PowFunc),
	"signum":   smears(stdlib.SignumFunc),
	"sum":      smears(sum),

	// Text.
	"chomp":       smears(stdlib.ChompFunc),
	"endswith":    smears(endsWith),
	"format":      smears(stdlib.FormatFunc, formatted),
	"formatlist":  smears(stdlib.FormatListFunc, formatted),
	"indent":      smears(stdlib.IndentFunc, indented),
	"join":        smears(stdlib.JoinFunc, joined),
	"lower":       smears(stdlib.LowerFunc),
	"regex":       smears(stdlib.RegexFunc, pattern),
	"regexall":    smears(stdlib.RegexAllFunc, pattern),
	"replace":     smears(replace, replaced),
	"split":       smears(stdlib.SplitFunc),
	"startswith":  smears(startsWith),
	"strcontains": smears(strContains),
	"strrev":      smears(stdlib.ReverseFunc),
	"substr":      smears(stdlib.SubstrFunc),
	"title":       smears(stdlib.TitleFunc),
	"trim":        smears(stdlib.TrimFunc),
	"trimprefix":  smears(stdlib.TrimPrefixFunc),
	"trimspace":   smears(stdlib.TrimSpaceFunc),
	"trimsuffix":  smears(stdlib.TrimSuffixFunc),
	"upper":       smears(stdlib.UpperFunc),

	// Collections.
	"alltrue":         smears(allTrue),
	"anytrue":         smears(anyTrue),
	"chunklist":       moves(stdlib.ChunklistFunc),
	"coalesce":        moves(coalesce),
	"coalescelist":    moves(coalesceList),
	"compact":         moves(compact),
	"concat":          moves(stdlib.ConcatFunc),
	"contains":        smears(contains),
	"distinct":        smears(distinct),
	"element":         moves(stdlib.ElementFunc),
	"flatten":         moves(flatten),
	"index":           smears(index),
	"keys":            moves(stdlib.KeysFunc),
	"length":          moves(length),
	"lookup":          moves(lookup),
	"matchkeys":       moves(matchKeys),
	"merge":           moves(stdlib.MergeFunc),
	"one":             moves(one),
	"range":           smears(stdlib.RangeFunc),
	"reverse":         moves(reverse),
	"setintersection": smears(stdlib.SetIntersectionFunc),
	"setproduct":      moves(stdlib.SetProductFunc, multiplied),
	"setsubtract":     smears(stdlib.SetSubtractFunc),
	"setunion":        smears(stdlib.SetUnionFunc),
	"slice":           moves(stdlib.SliceFunc),
	"sort":            smears(stdlib.SortFunc),
	"transpose":       smears(transpose),
	"values":          moves(stdlib.ValuesFunc),
	"zipmap":          moves(stdlib.ZipmapFunc),

	// Types.
	"tobool":   moves(to(cty.Bool)),
	"tolist":   moves(to(cty.List(cty.DynamicPseudoType))),
	"tomap":    moves(to(cty.Map(cty.DynamicPseudoType))),
	"tonumber": moves(to(cty.Number)),
	"toset":    moves(to(cty.Set(cty.DynamicPseudoType))),
	"tostring": moves(to(cty.String)),
	"try":      try,
	"can":      can,

	// Encodings.
	"base64decode":     smears(base64Decode),
	"base64encode":     smears(base64Encode),
	"base64gzip":       smears(base64Gzip),
	"csvdecode":        smears(stdlib.CSVDecodeFunc),
	"jsondecode":       smears(stdlib.JSONDecodeFunc, jsonNesting),
	"jsonencode":       smears(stdlib.JSONEncodeFunc),
	"textdecodebase64": smears(textDecodeBase64),
	"textencodebase64": smears(textEncodeBase64),
	"urlencode":        smears(urlEncode),
	"yamldecode":       smears(yamlDecode),
	"yamlencode":       smears(yamlEncode),

	// Hashes.
	"base64sha256": smears(hashed(base64SHA256)),
	"base64sha512": smears(hashed(base64SHA512)),
	"md5":          smears(hashed(hexMD5)),
	"sha1":         smears(hashed(hexSHA1)),
	"sha256":       smears(hashed(hexSHA256)),
	"sha512":       smears(hashed(hexSHA512)),
	"uuidv5":       smears(uuidV5),

	// Addresses.
	"cidrhost":    smears(cidrHost),
	"cidrnetmask": smears(cidrNetmask),
	"cidrsubnet":  smears(cidrSubnet),
	"cidrsubnets": smears(cidrSubnets),

	// Time that is given.
	"formatdate": smears(stdlib.FormatDateFunc),
	"timeadd":    smears(stdlib.TimeAddFunc),
	"timecmp":    smears(timeCompare),

	// Paths.
	"basename":   smears(baseName),
	"dirname":    smears(dirName),
	"pathexpand": smears(pathExpand),

	// What the plan alone could tell.
	"abspath":         smears(unknown(cty.String, text("path"))),
	"bcrypt":          smears(bcrypt),
	"ephemeralasnull": moves(ephemeralAsNull),
	"issensitive":     smears(isSensitive),
	"nonsensitive":    moves(same),
	"plantimestamp":   smears(unknown(cty.String)),
	"rsadecrypt":      smears(unknown(cty.String, text("ciphertext"), text("privatekey"))),
	"sensitive":       moves(same),
	"timestamp":       smears(unknown(cty.String)),
	"uuid":            smears(unknown(cty.String)),
}

// notNull refines the result of a function that is never null.
func notNull(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() }
