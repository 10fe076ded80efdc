package report

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemaObject is what the tests read of the schema of an object.
type schemaObject struct {
	Ref         string                   `json:"$ref"`
	Description string                   `json:"description"`
	Required    []string                 `json:"required"`
	Properties  map[string]*schemaObject `json:"properties"`
	Items       *schemaObject            `json:"items"`
	AnyOf       []*schemaObject          `json:"anyOf"`
	Defs        map[string]*schemaObject `json:"$defs"`
}

func resultSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(ResultSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("result.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("result.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestResultSchema: results are valid, those that the repository holds, too.
func TestResultSchema(t *testing.T) {
	schema := resultSchema(t)
	results := map[string]string{"sample": write(t, "json", sample("")), "hostile": write(t, "json", sample("\n::error::\x1b"))}
	goldens, err := filepath.Glob("../../testdata/formats/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range goldens {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), `"format_version"`) {
			results[name] = string(text)
		}
	}
	for name, text := range results {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		// The sums of samples are short.
		if plan, ok := doc.(map[string]any)["plan"].(map[string]any); ok && plan["sha256"] == "00" {
			plan["sha256"] = strings.Repeat("0", 64)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaListsAll: the schema describes every member that results can have, and
// requires those that are always there.
func TestSchemaListsAll(t *testing.T) {
	var root schemaObject
	if err := json.Unmarshal(ResultSchema, &root); err != nil {
		t.Fatal(err)
	}
	compareSchema(t, "result", reflect.TypeFor[jsonResult](), &root, root.Defs)
}

func compareSchema(t *testing.T, path string, typ reflect.Type, s *schemaObject, defs map[string]*schemaObject) {
	t.Helper()
	if s == nil {
		t.Errorf("%s is not in the schema", path)
		return
	}
	if name, is := strings.CutPrefix(s.Ref, "#/$defs/"); is {
		s = defs[name]
	}
	for _, alternative := range s.AnyOf {
		if alternative.Ref != "" {
			compareSchema(t, path, typ, alternative, defs)
			return
		}
	}
	switch typ.Kind() {
	case reflect.Pointer:
		compareSchema(t, path, typ.Elem(), s, defs)
		return
	case reflect.Slice:
		compareSchema(t, path+"[]", typ.Elem(), s.Items, defs)
		return
	case reflect.Struct:
	default:
		return
	}
	var required []string
	fields := map[string]bool{}
	for f := range typ.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields[name] = true
		if options == "" {
			required = append(required, name)
		}
		compareSchema(t, path+"."+name, f.Type, s.Properties[name], defs)
		if p := s.Properties[name]; p != nil && p.Description == "" && p.Ref == "" {
			t.Errorf("%s.%s has no description", path, name)
		}
	}
	for name := range maps.Keys(s.Properties) {
		if !fields[name] {
			t.Errorf("%s.%s is in the schema only", path, name)
		}
	}
	slices.Sort(required)
	if got := slices.Sorted(slices.Values(s.Required)); !slices.Equal(got, required) {
		t.Errorf("%s requires %v in the schema, and always has %v", path, got, required)
	}
}
