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
	table := maps.Clone(pure)
	maps.Copy(table, fileFunctions(files))
	r := newRenderer(files, table)
	table["templatefile"] = r.templateFile()
	table["templatestring"] = r.templateString()
	return table
}

// pure are the functions that depend on nothing but their arguments, and those
// that are unknown because they do.
var pure = map[string]function.Function{
	// Numbers.
	"abs":      makes(stdlib.AbsoluteFunc),
	"ceil":     makes(stdlib.CeilFunc),
	"floor":    makes(stdlib.FloorFunc),
	"log":      makes(stdlib.LogFunc),
	"max":      makes(stdlib.MaxFunc),
	"min":      makes(stdlib.MinFunc),
	"parseint": makes(stdlib.ParseIntFunc, parsedDigits),
	"pow":      makes(stdlib.PowFunc),
	"signum":   makes(signum),
	"sum":      makes(sum),

	// Text.
	"chomp":       makes(stdlib.ChompFunc),
	"endswith":    makes(endsWith),
	"format":      makes(format, formatted),
	"formatlist":  makes(formatList, formatted),
	"indent":      makes(stdlib.IndentFunc, indented),
	"join":        makes(stdlib.JoinFunc, joined),
	"lower":       makes(stdlib.LowerFunc),
	"regex":       makes(stdlib.RegexFunc, pattern),
	"regexall":    makes(stdlib.RegexAllFunc, matched),
	"replace":     makes(replace, replaced),
	"split":       makes(stdlib.SplitFunc, splits),
	"startswith":  makes(startsWith),
	"strcontains": makes(strContains),
	"strrev":      makes(stdlib.ReverseFunc),
	"substr":      makes(stdlib.SubstrFunc),
	"title":       makes(stdlib.TitleFunc),
	"trim":        makes(stdlib.TrimFunc),
	"trimprefix":  makes(stdlib.TrimPrefixFunc),
	"trimspace":   makes(stdlib.TrimSpaceFunc),
	"trimsuffix":  makes(stdlib.TrimSuffixFunc),
	"upper":       makes(stdlib.UpperFunc),

	// Collections.
	"alltrue":         makes(allTrue),
	"anytrue":         makes(anyTrue),
	"chunklist":       makes(stdlib.ChunklistFunc),
	"coalesce":        picks(coalesce),
	"coalescelist":    picks(coalesceList),
	"compact":         makes(compact),
	"concat":          makes(concat),
	"contains":        makes(contains),
	"distinct":        makes(distinct),
	"element":         picks(element),
	"flatten":         makes(flatten),
	"index":           makes(index),
	"keys":            makes(stdlib.KeysFunc),
	"length":          makes(length),
	"lookup":          picks(lookup),
	"matchkeys":       makes(matchKeys),
	"merge":           makes(merge),
	"one":             picks(one),
	"range":           makes(stdlib.RangeFunc),
	"reverse":         makes(reverse),
	"setintersection": makes(stdlib.SetIntersectionFunc),
	"setproduct":      makes(setProduct, multiplied),
	"setsubtract":     makes(stdlib.SetSubtractFunc),
	"setunion":        makes(stdlib.SetUnionFunc),
	"slice":           makes(stdlib.SliceFunc),
	"sort":            makes(stdlib.SortFunc),
	"transpose":       makes(transpose),
	"values":          makes(stdlib.ValuesFunc),
	"zipmap":          makes(stdlib.ZipmapFunc),

	// Types.
	"tobool":   makes(to(cty.Bool)),
	"tolist":   makes(to(cty.List(cty.DynamicPseudoType))),
	"tomap":    makes(to(cty.Map(cty.DynamicPseudoType))),
	"tonumber": makes(to(cty.Number)),
	"toset":    makes(to(cty.Set(cty.DynamicPseudoType))),
	"tostring": makes(to(cty.String)),
	"try":      try,
	"can":      can,

	// Encodings.
	"base64decode":     makes(base64Decode),
	"base64encode":     makes(base64Encode),
	"base64gzip":       makes(base64Gzip),
	"csvdecode":        makes(stdlib.CSVDecodeFunc, listed),
	"jsondecode":       makes(jsonDecode, listed, nested),
	"jsonencode":       makes(stdlib.JSONEncodeFunc),
	"textdecodebase64": makes(textDecodeBase64),
	"textencodebase64": makes(textEncodeBase64),
	"urlencode":        makes(urlEncode),
	"yamldecode":       makes(yamlDecode),
	"yamlencode":       makes(yamlEncode),

	// Hashes.
	"base64sha256": makes(hashed(base64SHA256)),
	"base64sha512": makes(hashed(base64SHA512)),
	"md5":          makes(hashed(hexMD5)),
	"sha1":         makes(hashed(hexSHA1)),
	"sha256":       makes(hashed(hexSHA256)),
	"sha512":       makes(hashed(hexSHA512)),
	"uuidv5":       makes(uuidV5),

	// Addresses.
	"cidrhost":    makes(cidrHost),
	"cidrnetmask": makes(cidrNetmask),
	"cidrsubnet":  makes(cidrSubnet),
	"cidrsubnets": makes(cidrSubnets),

	// Time that is given.
	"formatdate": makes(stdlib.FormatDateFunc),
	"timeadd":    makes(stdlib.TimeAddFunc),
	"timecmp":    makes(timeCompare),

	// Paths.
	"basename":   makes(baseName),
	"dirname":    makes(dirName),
	"pathexpand": makes(pathExpand),

	// What the plan alone could tell.
	"abspath":         makes(unknown(cty.String, text("path"))),
	"bcrypt":          makes(bcrypt),
	"ephemeralasnull": picks(ephemeralAsNull),
	"issensitive":     makes(isSensitive),
	"nonsensitive":    picks(same),
	"plantimestamp":   makes(unknown(cty.String)),
	"rsadecrypt":      makes(unknown(cty.String, text("ciphertext"), text("privatekey"))),
	"sensitive":       picks(same),
	"timestamp":       makes(unknown(cty.String)),
	"uuid":            makes(unknown(cty.String)),
}

// notNull refines the result of a function that is never null.
func notNull(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() }
