package report

import _ "embed"

// ResultSchema is the JSON Schema (draft 2020-12) of the format json. It allows
// members that it does not list, since additions are minor versions of the format.
//
//go:embed result.schema.json
var ResultSchema []byte
