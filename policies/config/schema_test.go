package config

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "rewrite the JSON Schema")

const schemaURL = "https://raw.githubusercontent.com/tfreach/tfreach/main/policies/config/policy.schema.json"

// object keeps the members of a schema in their order.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		for _, v := range []any{m.name, m.value} {
			if b.Bytes()[b.Len()-1] == '"' {
				b.WriteByte(':')
			}
			raw, err := json.Marshal(v)
			if err != nil {
				return nil, err
			}
			b.Write(raw)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func ref(name string) object { return object{{"$ref", "#/$defs/" + name}} }

// schema is the JSON Schema of the language.
func schema() object {
	comment := member{"//", object{{"description", "A comment."}}}
	defs := object{
		{"text", object{{"type", "string"}, {"minLength", 1}}},
		{"texts", object{{"anyOf", []any{ref("text"), object{{"type", "array"}, {"items", ref("text")}, {"minItems", 1}}, ref("expression")}}}},
		{"truth", object{{"anyOf", []any{object{{"type", "boolean"}}, ref("expression")}}}},
		{"expression", object{{"description", "A template, such as ${local.name}."}, {"type", "string"}, {"pattern", `\$\{`}}},
		{"value", object{{"anyOf", []any{object{{"type", []string{"string", "number", "boolean"}}}, object{{"type", "array"}, {"items", ref("value")}}}}}},
	}
	top := object{{schemaMember, object{{"description", "The address of this schema."}, {"type", "string"}}}, comment}
	for _, k := range language {
		body := object{{"type", "object"}, {"description", k.about}}
		if k.name == "locals" {
			body = append(body, member{"additionalProperties", ref("value")})
		} else {
			properties := object{comment}
			var required []string
			for _, p := range k.args {
				properties = append(properties, member{p.name, parameterSchema(p)})
				if p.required {
					required = append(required, p.name)
				}
			}
			body = append(body, member{"properties", properties}, member{"additionalProperties", false})
			if len(required) > 0 {
				body = append(body, member{"required", required})
			}
			if k.name == "intent" {
				body = append(body, intentForms()...)
			}
		}
		one := ref(k.name)
		if k.named {
			one = object{{"type", "object"}, {"properties", object{comment}}, {"additionalProperties", ref(k.name)}, {"propertyNames", object{{"minLength", 1}}}}
		}
		defs = append(defs, member{k.name, body})
		top = append(top, member{k.name, object{{"description", k.about}, {"anyOf", []any{one, object{{"type", "array"}, {"items", one}}}}}})
	}
	return object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", schemaURL},
		{"title", "tfreach policy"},
		{"description", "Policy files of tfreach in JSON syntax: tfreach.hcl.json, NAME.tfreach.hcl.json."},
		{"type", "object"},
		{"properties", top},
		{"additionalProperties", false},
		{"$defs", defs},
	}
}

func parameterSchema(p parameter) object {
	var out object
	switch {
	case len(p.words) > 0:
		out = object{{"anyOf", []any{object{{"enum", p.words}}, ref("expression")}}}
	case p.form == texts:
		out = ref("texts")
	case p.form == truth:
		out = ref("truth")
	case p.name == "expires":
		out = object{{"anyOf", []any{object{{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}, ref("expression")}}}
	default:
		out = ref("text")
	}
	return append(object{{"description", p.about}}, out...)
}

// intentForms: an intent has sentences, or sources and verbs.
func intentForms() object {
	var parts, said []any
	for _, name := range []string{"from", "except", "via"} {
		parts = append(parts, object{{"required", []string{name}}})
	}
	for _, v := range verbs {
		parts = append(parts, object{{"required", []string{v.name}}})
		said = append(said, object{{"required", []string{v.name}}})
	}
	return object{{"oneOf", []any{
		object{{"required", []string{"expect"}}, {"not", object{{"anyOf", parts}}}},
		object{{"required", []string{"from"}}, {"not", object{{"required", []string{"expect"}}}}, {"anyOf", said}},
	}}}
}

// TestSchema: the schema is that of the language.
func TestSchema(t *testing.T) {
	raw, err := json.Marshal(schema())
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := json.Indent(&want, raw, "", "  "); err != nil {
		t.Fatal(err)
	}
	want.WriteByte('\n')
	if *update {
		if err := os.WriteFile("policy.schema.json", want.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(want.Bytes(), Schema) {
		t.Error("policy.schema.json is not that of the language: go test ./policies/config -run TestSchema -update")
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaURL, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(schemaURL)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSchemaAndParser: what the schema takes the parser takes, and what one refuses
// for its form the other does.
func TestSchemaAndParser(t *testing.T) {
	s := compiled(t)
	const day = `"reason": "r", "owner": "o", "expires": "2027-01-31"`
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"nothing", `{}`, true},
		{"a schema and comments", `{"$schema": "` + schemaURL + `", "//": "why", "intent": {"//": 1, "a": {"//": [], "expect": "subnets reach s3"}}}`, true},
		{"a sentence", `{"intent": {"a": {"expect": "subnets reach s3", "severity": "warning", "allow_empty": true, "description": "d"}}}`, true},
		{"sentences", `{"intent": {"a": {"expect": ["subnets reach s3", "subnets cannot reach any:22"]}}}`, true},
		{"attributes", `{"intent": {"a": {"from": "subnets", "except": ["public subnets"], "reach": ["s3", "ssm"], "via": "nat", "cannot_reach": "any:22", "reach_only": "s3"}}}`, true},
		{"exactly", `{"intent": {"a": {"from": ["subnets"], "reach_exactly": "s3"}}}`, true},
		{"several objects", `{"intent": [{"a": {"expect": "subnets reach s3"}}, {"b": {"expect": "subnets reach s3"}}], "locals": [{"a": 1}, {"b": [1, ["x"], true]}]}`, true},
		{"references", `{"locals": {"a": "subnets reach s3", "w": "warning", "t": true, "l": ["s3"]}, "intent": {"a": {"expect": "${local.a}", "severity": "${local.w}", "allow_empty": "${local.t}"}, "b": {"from": "subnets", "reach": "${local.l}"}}}`, true},
		{"settings", `{"settings": {"undecided": "warn", "client_ports": "1024-65535", "builtin": ["default-route"]}}`, true},
		{"an assumption", `{"assume": {"a": {"at": "tgw-1", "delivers": "any"}}}`, true},
		{"a waiver", `{"waiver": {"w": {"intent": "*", "sources": ["aws_subnet.a"], "at": "aws_route.r", "code": "NO_ROUTE_TO_DESTINATION", ` + day + `}}}`, true},
		{"a version", `{"tfreach": {"required_version": ">= 0.1"}}`, true},

		{"a list", `[]`, false},
		{"another block", `{"intents": {}}`, false},
		{"another argument", `{"intent": {"a": {"expect": "subnets reach s3", "expects": 1}}}`, false},
		{"nothing said", `{"intent": {"a": {}}}`, false},
		{"both forms", `{"intent": {"a": {"expect": "subnets reach s3", "from": "subnets"}}}`, false},
		{"no verb", `{"intent": {"a": {"from": "subnets"}}}`, false},
		{"no sources", `{"intent": {"a": {"reach": "s3"}}}`, false},
		{"a number", `{"intent": {"a": {"expect": 1}}}`, false},
		{"an empty list", `{"intent": {"a": {"expect": []}}}`, false},
		{"an empty text", `{"intent": {"a": {"expect": ""}}}`, false},
		{"another severity", `{"intent": {"a": {"expect": "subnets reach s3", "severity": "fatal"}}}`, false},
		{"no truth", `{"intent": {"a": {"expect": "subnets reach s3", "allow_empty": "yes"}}}`, false},
		{"no name", `{"intent": {"": {"expect": "subnets reach s3"}}}`, false},
		{"no object", `{"intent": {"a": "subnets reach s3"}}`, false},
		{"a waiver without a day", `{"waiver": {"w": {"intent": "*", "reason": "r", "owner": "o"}}}`, false},
		{"a waiver with another day", `{"waiver": {"w": {"intent": "*", "reason": "r", "owner": "o", "expires": "31.1.2027"}}}`, false},
		{"another way of undecided", `{"settings": {"undecided": "pass"}}`, false},
		{"an assumption of nothing", `{"assume": {"a": {"at": "tgw-1"}}}`, false},
		{"an object as a local", `{"locals": {"a": {"b": 1}}}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(doc); (err == nil) != c.ok {
				t.Errorf("by the schema: %v", err)
			}
			if _, err := Parse([]byte(c.text), "p.json"); (err == nil) != c.ok {
				t.Errorf("by the parser: %v", err)
			}
		})
	}
}

// TestLanguage: each argument is decoded, and no name is a word for another.
func TestLanguage(t *testing.T) {
	var all []string
	for _, k := range language {
		all = append(all, k.names()...)
		if k.about == "" || !strings.HasSuffix(k.about, ".") {
			t.Errorf("%s is not explained", k.name)
		}
		for _, p := range k.args {
			if p.about == "" {
				t.Errorf("%s of %s is not explained", p.name, k.name)
			}
		}
	}
	for word, meant := range blockWords {
		if _, known := kindOf(word); known {
			t.Errorf("%q is a block and a word for another", word)
		}
		if _, known := kindOf(meant); !known {
			t.Errorf("%q is a word for %q, which is no block", word, meant)
		}
	}
	for word, meant := range argumentWords {
		if !slices.Contains(all, meant) {
			t.Errorf("%q is a word for %q, which is no argument", word, meant)
		}
	}
}
