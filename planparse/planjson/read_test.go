package planjson

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/tfreach/tfreach/internal/spent"
	"github.com/tfreach/tfreach/planparse/address"
)

// table is a schema for tests.
type table map[string]Attrs

func (t table) Attributes(name string) (Attrs, bool) {
	a, ok := t[name]
	return a, ok
}

// everything reads all attributes of all types.
type everything struct{}

func (everything) Attributes(string) (Attrs, bool) { return nil, true }

func read(t *testing.T, text string, s Schema) *Plan {
	t.Helper()
	p, err := Read(strings.NewReader(text), s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const small = `{
  "format_version": "1.2",
  "terraform_version": "1.11.4",
  "planned_values": {"root_module": {"resources": [{"secret": ["{]"]}]}},
  "resource_changes": [
    {
      "address": "module.net[\"a.b\"].aws_route.r[1]",
      "module_address": "module.net[\"a.b\"]",
      "mode": "managed", "type": "aws_route", "name": "r", "index": 1,
      "provider_name": "registry.terraform.io/hashicorp/aws",
      "change": {
        "actions": ["delete", "create"],
        "before": {"cidr": "10.0.0.0/8", "gateway_id": "igw-1", "password": "canary"},
        "after": {"cidr": "0.0.0.0/0", "list": ["a", null], "blocks": [{"x": "1", "y": "no"}, {"x": "2"}], "password": "canary", "gateway_id": "igw-2"},
        "after_unknown": {"id": true, "list": [false, true], "blocks": [{}, {"z": true}], "whole": true, "other": true},
        "before_sensitive": {"gateway_id": true},
        "after_sensitive": {"cidr": true, "gateway_id": true, "list": [false, false]}
      }
    },
    {"mode": "managed", "type": "random_id", "name": "skipped", "change": {"actions": ["create"], "after": {"b64": "canary"}, "after_unknown": {}}}
  ],
  "complete": true
}`

var smallSchema = table{"aws_route": Attrs{
	"id": {ID: true}, "cidr": {}, "gateway_id": {ID: true}, "list": {}, "whole": {},
	"blocks": {Nested: Attrs{"x": {}, "z": {}}},
}}

func TestReadValues(t *testing.T) {
	p := read(t, small, smallSchema)
	if len(p.Resources) != 1 {
		t.Fatalf("%d resources, want the one that the schema lists", len(p.Resources))
	}
	got := p.Resources[0]
	if want := `module.net["a.b"].aws_route.r[1]`; got.String() != want {
		t.Errorf("address %s, want %s", got, want)
	}
	str := func(s string) Value { return Value{Kind: String, Text: s} }
	want := Value{Kind: Object, Fields: []Field{
		{"cidr", Value{Kind: Sensitive}},
		{"list", Value{Kind: List, Items: []Value{str("a"), {Kind: Unknown}}}},
		{"blocks", Value{Kind: List, Items: []Value{
			{Kind: Object, Fields: []Field{{"x", str("1")}}},
			{Kind: Object, Fields: []Field{{"x", str("2")}, {"z", Value{Kind: Unknown}}}},
		}}},
		{"gateway_id", Value{Kind: Sensitive, Text: "igw-2"}},
		{"id", Value{Kind: Unknown}},
		{"whole", Value{Kind: Unknown}},
	}}
	if diff := cmp.Diff(want, got.After); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
	before := Value{Kind: Object, Fields: []Field{{"cidr", str("10.0.0.0/8")}, {"gateway_id", Value{Kind: Sensitive, Text: "igw-1"}}}}
	if diff := cmp.Diff(before, got.Before); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
	if !got.Actions.Replace() {
		t.Errorf("actions %v, want a replacement", got.Actions)
	}
	if p.Types["random_id"] != 1 || p.Managed != 2 || p.Complete == nil || !*p.Complete {
		t.Errorf("types %v, managed %d, complete %v", p.Types, p.Managed, p.Complete)
	}
	if k := got.Key; k != address.IntKey(1) {
		t.Errorf("key %v", k)
	}
}

// TestNothingElseIsKept holds the allow-list: whatever the schema does not list
// never becomes part of the plan.
func TestNothingElseIsKept(t *testing.T) {
	p := read(t, small, smallSchema)
	if text, _ := json.Marshal(p); bytes.Contains(text, []byte("canary")) {
		t.Errorf("an attribute outside the schema was kept: %s", text)
	}
}

// TestKeyOrder: tools sort the keys of a plan, so that what decides how to read a
// value comes after it.
func TestKeyOrder(t *testing.T) {
	for _, file := range []string{"cases/update-nat-replaced/plan.json", "corpus/tfcompliance-249-prior.tf0.12.24.json", "corpus/jondon09-ssm-noop.tf1.13.2.json"} {
		text, err := os.ReadFile(filepath.Join("../../testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		sorted, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		a, b := read(t, string(text), everything{}), read(t, string(sorted), everything{})
		opts := cmp.Options{
			cmpopts.IgnoreFields(Plan{}, "SHA256"), cmpopts.IgnoreUnexported(Resource{}), cmpopts.EquateComparable(address.Key{}), cmpopts.EquateEmpty(),
			cmpopts.SortSlices(func(x, y Field) bool { return x.Name < y.Name }),
		}
		if diff := cmp.Diff(a, b, opts); diff != "" {
			t.Errorf("%s: sorting the keys changes what is read:\n%s", file, diff)
		}
	}
}

func encodeUTF16(s string, big, mark bool) []byte {
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	var out []byte
	for _, u := range units {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func TestEncodings(t *testing.T) {
	text := strings.Replace(small, `"1.11.4"`, `"1.11.4-ü😀"`, 1)
	for name, input := range map[string][]byte{
		"UTF-8":                          []byte(text),
		"UTF-8 with a mark":              append([]byte("\xef\xbb\xbf"), text...),
		"UTF-16, little endian":          encodeUTF16(text, false, true),
		"UTF-16, big endian":             encodeUTF16(text, true, true),
		"UTF-16 without a mark, LE":      encodeUTF16(text, false, false),
		"UTF-16 without a mark, BE":      encodeUTF16(text, true, false),
		"UTF-16, a line break first":     encodeUTF16("\r\n"+text, false, false),
		"UTF-16, a line break first, BE": encodeUTF16("\n "+text, true, false),
		"with space around":              []byte("\r\n  " + text + "\r\n\n"),
	} {
		t.Run(name, func(t *testing.T) {
			// One byte at a time, so that no reader relies on large reads.
			p, err := Read(iotest.OneByteReader(bytes.NewReader(input)), smallSchema)
			if err != nil {
				t.Fatal(err)
			}
			if p.TerraformVersion != "1.11.4-ü😀" || len(p.Resources) != 1 {
				t.Errorf("version %q, %d resources", p.TerraformVersion, len(p.Resources))
			}
		})
	}
}

func TestSumIsOfTheBytes(t *testing.T) {
	for _, text := range []string{`{"format_version":"1.0","prior_state":{}}`, "\xef\xbb\xbf" + `{"format_version":"1.0","prior_state":{}}` + "\n\n"} {
		p := read(t, text, everything{})
		if want := fmt.Sprintf("%x", sha256.Sum256([]byte(text))); p.SHA256 != want {
			t.Errorf("sum %s of %q, want %s", p.SHA256, text, want)
		}
	}
}

// TestWrongInputs: everything that people have in a file named plan.json gets its
// own message, with what it is and what makes the right thing.
func TestWrongInputs(t *testing.T) {
	const makes = "terraform show -json tfplan"
	zip, err := os.ReadFile("../../testdata/cases/flat-good/tfplan")
	if err != nil {
		t.Fatal(err)
	}
	odd := func(name string) string {
		text, err := os.ReadFile("../../testdata/corpus/odd/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, tt := range []struct{ name, input, found, remedy string }{
		{"empty", "", "the input is empty", makes},
		{"blank", " \n\t", "the input is blank", makes},
		{"only a byte order mark", "\xef\xbb\xbf", "the input is blank", makes},
		{"saved plan", string(zip), "is a saved plan", makes},
		{"gzip", "\x1f\x8b\x08\x00", "compressed with gzip", "gunzip"},
		{"log of plan -json", `{"@level":"info","@message":"Terraform 1.11.4"}` + "\n" + `{"@level":"info"}`, "the log of terraform plan -json", makes},
		{"text for people", "\nTerraform used the selected providers to generate the following execution\nplan.", "the text that plan prints for people", makes},
		{"wrapper of setup-terraform", odd("odd-infracost-wrapper-prefix.json"), "wrapper of the setup-terraform action", "terraform_wrapper: false"},
		{"output after the plan", odd("odd-two-json-concatenated.json"), `"::debug::Terraform exited with code 0."`, "terraform_wrapper: false"},
		{"two documents", `{"format_version":"1.2","resource_changes":[]}` + "\n" + `{"format_version":"1.2"}`, "a second JSON document at byte 47", "one plan per run"},
		{"stray brace", odd("odd-extra-brace.json"), "after the end of the plan, at byte 4977", "Remove what follows"},
		{"wrapped in a key", odd("odd-wrapped-in-plan-key.json"), `the input has "tfplan" at the top`, `jq '.["tfplan"]'`},
		{"state of show", `{"format_version":"1.0","terraform_version":"1.5.0","values":{"root_module":{}}}`, "the JSON of a state, not of a plan", "prints the state"},
		{"empty state of show", `{"format_version":"1.0"}`, "the JSON of a state, not of a plan", makes},
		{"state file", `{"version":4,"terraform_version":"1.5.0","serial":3,"lineage":"x","resources":[]}`, "a state file, not a plan", makes},
		{"provider schemas", `{"format_version":"1.0","provider_schemas":{}}`, "provider schemas", makes},
		{"remote plan", `{"remote_plan_format":1,"run_id":"run-x","hostname":"app.terraform.io"}`, "HCP Terraform", "HCP Terraform"},
		{"other object", `{"a":1,"b":2}`, `but not a plan: it has "a", "b"`, makes},
		{"names that drive a runner", "{\"a\\n::error::x\":1,\"b\\u001b[31m\":2,\"##[error]c\":3}", `it has "a\n::error::x", "b\x1b[31m", "##[error]c"`, makes},
		{"many names", `{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}`, `it has "a", "b", "c", "d", "e", ...`, makes},
		{"no names", `{}`, "the input is an empty JSON object", makes},
		{"one name that a shell would run", `{"'; rm -rf ~; '":{}}`, `the input has "'; rm -rf ~; '" at the top`, "Make the plan's JSON"},
		{"list", `[{"format_version":"1.2"}]`, "a JSON list", makes},
		{"string", `"plan"`, `the input is JSON, but no object: it is "\"plan\""`, makes},
		{"long string", `"` + strings.Repeat("x", 5000) + `"`, "the input is JSON, but no object", makes},
		{"null", "null\n", `the input is JSON, but no object: it is "null"`, makes},
		{"number", "12", `the input is JSON, but no object: it is "12"`, makes},
		{"CSV", "\"a\",\"b\"\n1,2\n", "the input is not JSON", makes},
		{"configuration", "resource \"aws_vpc\" \"main\" {\n}", `is Terraform configuration, not a plan: it begins with "resource \"aws_vpc\" \"main\" {"`, "--source"},
		{"configuration with a comment", "# The network.\n\n// Really.\nterraform {\n  required_version = \">= 1\"\n}", "is Terraform configuration, not a plan", "--source"},
		{"configuration of a module call", "module \"vpc\" {\n", "is Terraform configuration, not a plan", "--source"},
		{"a result", `{"format_version":"1.0","tool":{"name":"tfreach"},"plan":{},"verdict":"holds","summary":{},"intents":[]}`, "is a result of tfreach, not a plan", "--baseline"},
		{"configuration in JSON syntax", `{"//":"x","resource":{"aws_vpc":{"main":{}}}}`, "is Terraform configuration in JSON syntax, not a plan", "--source"},
		{"YAML", "format_version: \"1.2\"\nresource_changes: []\n", "the input is YAML, not JSON", makes},
		{"YAML with a mark", "# comment\n---\na: 1\n", "the input is YAML, not JSON", makes},
		{"HTML", "<!DOCTYPE html>\n<html>", "the input is HTML or XML, not JSON", "download"},
		{"binary", "\x7fELF\x00\x01", "binary data", makes},
		{"Latin-1", "\xdcber", "binary data", makes},
		{"no changes", "No changes. Your infrastructure matches the configuration.\n", "the text that plan prints for people", makes},
		{"colored text for people", "\x1b[0m\x1b[1maws_vpc.main: Refreshing state... [id=vpc-1]\x1b[0m\n", "the text that plan prints for people", makes},
		{"UTF-32", "\xff\xfe\x00\x00{\x00\x00\x00", "the input is UTF-32 text", "iconv"},
		{"UTF-32 without a mark", "\x00\x00\x00{\x00\x00\x00}", "the input is UTF-32 text", "iconv"},
		{"UTF-16 that was cut off", string(encodeUTF16(small, false, true)[:301]), "ends in the middle of a character, after 301 bytes", "cut off"},
		{"UTF-16 without its last byte", string(encodeUTF16(small+"\n", true, false)[:2*len(small)+1]), "ends in the middle of a character", "cut off"},
		{"major version", `{"format_version":"2.0","resource_changes":[]}`, `format version "2.0"`, "newer tfreach"},
		{"nonsense version", `{"format_version":"x","resource_changes":[]}`, `format version "x"`, "newer tfreach"},
		{"no version", `{"resource_changes":[]}`, "no format_version", makes},
		{"errored", `{"format_version":"1.2","errored":true,"resource_changes":[]}`, "planning failed", "plan again"},
		{"cut off", small[:len(small)/2], "ends in the middle of the plan", "cut off"},
		{"bad JSON", `{"format_version":"1.2","resource_changes":[{"mode" "managed"}]}`, "not valid JSON at byte 52 (in /resource_changes/0/mode)", "by hand"},
		{"wrong shape", `{"format_version":"1.2","resource_changes":{"a":1}}`, "/resource_changes is not a list", makes},
		{"resource without a type", `{"format_version":"1.2","resource_changes":[{"name":"x"}]}`, "/resource_changes/0 is not a resource with type and name", makes},
		{"deep nesting", `{"format_version":"1.2","prior_state":` + strings.Repeat(`{"values":[`, 6000), "... ", makes},
		{"a long name", `{"format_version":"1.2","resource_changes":[],"` + strings.Repeat("n", 100_000) + `" 1}`, "not valid JSON", makes},
		{"error of terraform", "\x1b[31m╷\x1b[0m\n\x1b[31m│\x1b[0m \x1b[1m\x1b[31mError: \x1b[0mFailed to read plan\n", `about an error: "Failed to read plan"`, "Mend"},
		{"huge index", `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_vpc","name":"x","index":99999999999999999999}]}`, "/resource_changes/0/index is not the key of an instance", makes},
		{"index that is no number", `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_vpc","name":"x","index":[1]}]}`, "/resource_changes/0/index is not the key of an instance", makes},
		{"negative index", `{"format_version":"1.2","prior_state":{"values":{"root_module":{"resources":[{"mode":"managed","type":"aws_vpc","name":"x","index":-1}]}}}}`, "/resources/0/index is not the key of an instance", makes},
		{"unknown action", actions(`["explode"]`), `the plan wants to do "explode" to aws_vpc.x`, "newer tfreach"},
		{"unknown action beside a known one", actions(`["create","\n::error::x"]`), `"create", "\n::error::x" to aws_vpc.x`, "newer tfreach"},
		{"the same action twice", actions(`["create","create"]`), `"create", "create" to aws_vpc.x`, "newer tfreach"},
		{"no action", actions(`[]`), "the plan does not say what it does to aws_vpc.x", makes},
		{"no change", `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_vpc","name":"x"}]}`, "the plan does not say what it does to aws_vpc.x", makes},
		{"nothing after an update", `{"format_version":"1.2","resource_changes":[{"type":"aws_vpc","name":"x","change":{"actions":["update"],"before":{},"after":null}}]}`, "the plan does not show the values of aws_vpc.x", makes},
		{"nothing after no change", `{"format_version":"1.2","resource_changes":[{"type":"aws_vpc","name":"x","change":{"actions":["no-op"],"before":{},"after":null}}]}`, "the plan does not show the values of aws_vpc.x", makes},
		{"nothing before something is forgotten", `{"format_version":"1.2","resource_changes":[{"type":"aws_vpc","name":"x","change":{"actions":["forget"],"after":{}}}]}`, "the plan does not show the values of aws_vpc.x", makes},
		{"a text after a creation", `{"format_version":"1.2","resource_changes":[{"type":"aws_vpc","name":"x","change":{"actions":["create"],"before":null,"after":"x"}}]}`, "the plan does not show the values of aws_vpc.x", makes},
		{"a list before an update", `{"format_version":"1.2","resource_changes":[{"type":"aws_vpc","name":"x","change":{"actions":["update"],"before":[],"after":{}}}]}`, "the plan does not show the values of aws_vpc.x", makes},
		{"a creation without after_unknown", `{"format_version":"1.2","resource_changes":[{"type":"aws_vpc","name":"x","change":{"actions":["create"],"before":null,"after":{},"after_unknown":null}}]}`, "the plan does not say what of aws_vpc.x is known after apply", makes},
		{"an id that is a number", `{"format_version":"1.2","resource_changes":[{"type":"aws_vpc","name":"x","change":{"actions":["no-op"],"before":{},"after":{"id":7}}}]}`, "the id of aws_vpc.x is not a text", makes},
		{"no values in the prior state", `{"format_version":"1.2","prior_state":{"values":{"root_module":{"resources":[{"mode":"managed","type":"aws_vpc","name":"x"}]}}}}`, "the plan does not show the values of aws_vpc.x", makes},
		{"planned values without changes", `{"format_version":"1.2","planned_values":{"root_module":{"resources":[]}},"prior_state":{}}`, "the plan has planned values, but no list of resource_changes", makes},
		{"planned values with changes that are null", `{"format_version":"1.2","planned_values":{"root_module":{"child_modules":[]}},"resource_changes":null}`, "no list of resource_changes", makes},
		{"no actions at all", `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_vpc","name":"x","change":{}}]}`, "the plan does not say what it does to aws_vpc.x", makes},
		{"name twice", `{"format_version":"1.2","format_version":"1.2"}`, "occurs twice", makes},
		{"control characters in the text", "\x1b[31mred", `begins with "red"`, makes},
		{"other control characters in the text", "\x1b]0;red\a", `begins with "\x1b]0;red\a"`, makes},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(tt.input), everything{})
			var e *InputError
			if !errors.As(err, &e) {
				t.Fatalf("error %v (%T), want an InputError", err, err)
			}
			if !strings.Contains(e.Found, tt.found) {
				t.Errorf("found %q, want it to say %q", e.Found, tt.found)
			}
			if !strings.Contains(e.Remedy, tt.remedy) {
				t.Errorf("remedy %q, want it to say %q", e.Remedy, tt.remedy)
			}
			if len(e.Error()) > 800 {
				t.Errorf("the message has %d bytes", len(e.Error()))
			}
			if strings.ContainsAny(e.Error(), "\x1b\n\r") {
				t.Errorf("the message has control characters: %q", e.Error())
			}
		})
	}
}

// actions is a plan that does something to a resource.
func actions(list string) string {
	return `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_vpc","name":"x","change":{"actions":` + list + `,"before":{},"after":{},"after_unknown":{}}}]}`
}

// TestActions: what Terraform and OpenTofu write is read.
func TestActions(t *testing.T) {
	for _, list := range []string{
		`["no-op"]`, `["create"]`, `["read"]`, `["update"]`, `["delete"]`, `["forget"]`,
		`["delete","create"]`, `["create","delete"]`, `["create","forget"]`, `["forget","create"]`,
	} {
		if p := read(t, actions(list), everything{}); len(p.Resources) != 1 {
			t.Errorf("%s: %d resources", list, len(p.Resources))
		}
	}
	// An object that a replacement left behind, and that is gone.
	if p := read(t, `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_vpc","name":"x","deposed":"abcd1234",
		"change":{"actions":["no-op"],"before":null,"after":null,"after_unknown":{},"before_sensitive":false,"after_sensitive":false}}]}`, everything{}); len(p.Resources)+len(p.Types)+p.Managed != 0 {
		t.Errorf("%d resources where nothing is left, of types %v", len(p.Resources), p.Types)
	}
	// What is done to resources of other types decides nothing here.
	if p := read(t, actions(`["explode"]`), smallSchema); len(p.Resources) != 0 {
		t.Errorf("%d resources of a type that is not read", len(p.Resources))
	}
}

// TestMasksThatDoNotFit: what may be unknown is.
func TestMasksThatDoNotFit(t *testing.T) {
	of := func(mask string) Kind {
		p := read(t, `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_route","name":"r","change":{"actions":["update"],"before":{},
			"after":{"cidr":"10.0.0.0/8"},"after_unknown":`+mask+`}}]}`, smallSchema)
		return p.Resources[0].After.Get("cidr").Kind
	}
	for _, mask := range []string{
		`{"cidr":"true"}`, `{"cidr":1}`, `{"cidr":{"a":true}}`, `{"cidr":[true]}`,
		`{"cidr":{}}`, `{"cidr":[]}`, `{"cidr":[false]}`,
	} {
		if got := of(mask); got != Unknown {
			t.Errorf("%s: %v", mask, got)
		}
	}
	for _, mask := range []string{`{}`, `false`, `{"cidr":null}`} {
		if got := of(mask); got != String {
			t.Errorf("%s: %v", mask, got)
		}
	}
	for mask, want := range map[string]bool{
		`[]`: true, `{}`: true, `[{}]`: true, `[{"a":true}]`: true, // too short, or of another kind
		`[{},{}]`: false, `[{"a":[]},{}]`: false, `[{},{"a":true}]`: false, `[false,false]`: false, `[{},{},{}]`: false, `false`: false,
	} {
		p := read(t, `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"t","name":"r","change":{"actions":["update"],"before":{},
			"after":{"l":[{"a":"x"},{"a":"y"}]},"after_unknown":{"l":`+mask+`}}}]}`, everything{})
		if got := p.Resources[0].After.Get("l").Kind == Unknown; got != want {
			t.Errorf("%s: unknown is %v", mask, got)
		}
	}
	p := read(t, `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"t","name":"r","change":{"actions":["update"],"before":{},
		"after":{"l":[{"a":"x"},{"a":"y"}]},"after_unknown":{"l":[{},{"a":[]}]}}}]}`, everything{})
	if l := p.Resources[0].After.Get("l"); l.Items[0].Get("a").Kind != String || l.Items[1].Get("a").Kind != Unknown {
		t.Errorf("a mask that fits but in one element: %+v", l)
	}
	for _, mask := range []string{`"true"`, `1`, `true`, `[true]`, `[false]`, `[{}]`, `[]`} {
		_, err := Read(strings.NewReader(`{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_route","name":"r","change":{"actions":["update"],"before":{},
			"after":{"cidr":"10.0.0.0/8"},"after_unknown":`+mask+`}}]}`), smallSchema)
		if err == nil || !strings.Contains(err.Error(), "does not show the values of aws_route.r") && !strings.Contains(err.Error(), "does not say what of aws_route.r is known") {
			t.Errorf("%s for the whole: %v", mask, err)
		}
	}
}

func TestReaderErrors(t *testing.T) {
	broken := errors.New("disk on fire")
	for name, r := range map[string]io.Reader{
		"at once": iotest.ErrReader(broken),
		"later":   io.MultiReader(strings.NewReader(small[:300]), iotest.ErrReader(broken)),
	} {
		if _, err := Read(r, everything{}); !errors.Is(err, broken) {
			t.Errorf("%s: error %v, want the reader's", name, err)
		}
	}
}

func TestPriorState(t *testing.T) {
	text := `{"format_version":"1.2","resource_changes":[
	  {"mode":"managed","type":"aws_vpc","name":"a","change":{"actions":["no-op"],"before":{"id":"vpc-a"},"after":{"id":"vpc-a"}}},
	  {"mode":"managed","type":"aws_vpc","name":"moved","previous_address":"aws_vpc.old","change":{"actions":["no-op"],"after":{"id":"vpc-m"}}},
	  {"mode":"managed","type":"aws_vpc","name":"b","deposed":"0a","change":{"actions":["delete"],"before":{"id":"vpc-d"},"after":null}}],
	 "prior_state":{"values":{"root_module":{
	  "resources":[
	    {"address":"aws_vpc.a","mode":"managed","type":"aws_vpc","name":"a","values":{"id":"vpc-a"}},
	    {"address":"aws_vpc.old","mode":"managed","type":"aws_vpc","name":"old","values":{"id":"vpc-m"}},
	    {"address":"aws_vpc.b","mode":"managed","type":"aws_vpc","name":"b","values":{"id":"vpc-b"}},
	    {"address":"aws_vpc.b","mode":"managed","type":"aws_vpc","name":"b","values":{"id":"vpc-d"},"deposed_key":"0a"},
	    {"address":"aws_vpc.gone","mode":"managed","type":"aws_vpc","name":"gone","values":{"id":"vpc-g"},"deposed_key":"0b"},
	    {"address":"data.aws_subnet.s","mode":"data","type":"aws_subnet","name":"s","values":{"id":"subnet-s","secret":"x"},"sensitive_values":{"secret":true}}],
	  "child_modules":[{"address":"module.m[\"k\"]","resources":[
	    {"address":"module.m[\"k\"].aws_vpc.c[0]","mode":"managed","type":"aws_vpc","name":"c","index":0,"values":{"id":"vpc-c"}}]}]}}}}`
	p := read(t, text, everything{})
	var got []string
	for _, r := range p.Prior {
		got = append(got, r.String()+" "+r.After.Get("id").Text)
	}
	// What the changes have is not listed again; b in the changes is only what a
	// replacement left behind, so the object of that name is.
	want := []string{"aws_vpc.b vpc-b", "data.aws_subnet.s subnet-s", `module.m["k"].aws_vpc.c[0] vpc-c`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("prior (-want +got):\n%s", diff)
	}
	if k := p.Prior[1].After.Get("secret").Kind; k != Sensitive {
		t.Errorf("a sensitive value of a data source is %v", k)
	}
	if !cmp.Equal(p.Resources[0].Before, p.Resources[0].After) {
		t.Error("before is not after where nothing changes")
	}
}

func TestConfiguration(t *testing.T) {
	text := `{"format_version":"1.2","resource_changes":[],"configuration":{
	 "provider_config":{
	  "aws":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws","expressions":{"region":{"constant_value":"eu-central-1"},"secret_key":{"constant_value":"canary"},
	    "assume_role":[{"role_arn":{"constant_value":"arn"},"external_id":{"constant_value":"canary"}}]}},
	  "module.net:aws.use1":{"name":"aws","alias":"use1","module_address":"module.net","expressions":{"region":{"references":["var.region"]}}},
	  "aws.each":{"name":"aws","alias":"each","expressions":{"profile":{"references":["each.value.profile","each.value"]}}}},
	 "root_module":{
	  "resources":[{"address":"aws_route.r","mode":"managed","type":"aws_route","name":"r","provider_config_key":"module.net:aws.use1","expressions":{
	    "gateway_id":{"references":["aws_x.y.id","aws_x.y"]}, "cidr":{"constant_value":"0.0.0.0/0"}, "list":{}, "password":{"constant_value":"canary"},
	    "blocks":[{"x":{"references":["var.x"]}},{"x":{"constant_value":"2"},"y":{"references":["var.y"]}}]}}],
	  "module_calls":{"net":{"source":"./net","expressions":{"id":{"references":["aws_x.y.id"]}},"for_each_expression":{"references":["var.all"]},
	    "module":{"outputs":{"o":{"expression":{"references":["aws_z.z.id"]}}},"variables":{"id":{}}}}}}}}`
	p := read(t, text, smallSchema)
	args := p.Config.Resources["aws_route.r"].Arguments
	if diff := cmp.Diff([]string{"aws_x.y.id", "aws_x.y"}, args["gateway_id"].References); diff != "" {
		t.Error(diff)
	}
	if _, set := args["list"]; !set {
		t.Error("an expression that shows nothing counts as not set")
	}
	if _, kept := args["password"]; kept {
		t.Error("an argument outside the schema was kept")
	}
	if b := args["blocks"].Blocks; len(b) != 2 || b[0]["x"].References[0] != "var.x" || b[1]["x"].Constant.Text != "2" || len(b[1]) != 1 {
		t.Errorf("blocks %v", b)
	}
	if got := args["blocks"].Mentions(nil); len(got) != 1 || got[0] != "var.x" {
		t.Errorf("blocks mention %v", got)
	}
	net := p.Config.Calls["net"]
	if !net.Repeats || net.Source != "./net" || net.Module.Outputs["o"].References[0] != "aws_z.z.id" || !net.Module.Variables["id"] {
		t.Errorf("call %+v", net)
	}
	if _, kept := p.Providers["aws"].Arguments["secret_key"]; kept {
		t.Error("a credential of a provider was kept")
	}
	if r := p.Providers["aws"].Arguments["region"].Constant.Text; r != "eu-central-1" {
		t.Errorf("region %q", r)
	}
	if _, kept := p.Providers["aws"].Arguments["assume_role"].Blocks[0]["external_id"]; kept {
		t.Error("a credential of a role was kept")
	}
	use1 := p.Providers[p.Config.Resources["aws_route.r"].Provider]
	if use1.Alias != "use1" || use1.Module != "module.net" || use1.Repeats || use1.Arguments["region"].References[0] != "var.region" {
		t.Errorf("provider of the route %+v", use1)
	}
	if !p.Providers["aws.each"].Repeats || len(p.Providers["aws.each"].Arguments) > 0 {
		t.Errorf("a provider with for_each %+v", p.Providers["aws.each"])
	}
}

func TestForgottenResourcesStay(t *testing.T) {
	p := read(t, `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_vpc","name":"a","change":{"actions":["forget"],"before":{"id":"vpc-a"},"after":null}}]}`, everything{})
	if got := p.Resources[0].Left().Get("id").Text; got != "vpc-a" {
		t.Errorf("what a forgotten resource leaves has id %q", got)
	}
	if !p.Resources[0].Actions.Forget() || p.Resources[0].Actions.Delete() {
		t.Errorf("actions %v", p.Resources[0].Actions)
	}
	_ = tfjson.ActionForget
}

// TestCorpus reads every plan that others published.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../../testdata/corpus/*.json")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		r, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Read(r, everything{})
		_ = r.Close()
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(f), err)
			continue
		}
		if len(p.Resources) == 0 || p.Config == nil || p.TerraformVersion == "" {
			t.Errorf("%s: %d resources, configuration %v, Terraform %q", filepath.Base(f), len(p.Resources), p.Config != nil, p.TerraformVersion)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add(encodeUTF16(small, false, true))
	f.Add([]byte(`{"format_version":"1.2","prior_state":{"values":{"root_module":{"child_modules":[{}]}}},"configuration":{"root_module":{"module_calls":{"a":{"module":{}}}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var p *Plan
		var err error
		spent.Memory(t, len(data), 4<<20, 2000, func() { p, err = Read(bytes.NewReader(data), smallSchema) })
		var e *InputError
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("error %v (%T), want an InputError", err, err)
		}
		if err == nil && p.FormatVersion == "" {
			t.Fatal("a plan without a format version was read")
		}
	})
}

// TestPartsOfAddresses: what the parts of an address leave out stands in the whole of it.
func TestPartsOfAddresses(t *testing.T) {
	const change = `"change": {"actions": ["create"], "before": null, "after": {}, "after_unknown": {}}`
	for parts, want := range map[string]string{
		`"address": "module.n[0].aws_vpc.a[1]", "mode": "managed", "index": 1`:                    "module.n[0].aws_vpc.a[1]",
		`"address": "module.n.aws_vpc.a[\"x\"]", "mode": "managed", "module_address": "module.n"`: `module.n.aws_vpc.a["x"]`,
		`"address": "module.n.data.aws_vpc.a", "module_address": "module.n"`:                      "module.n.data.aws_vpc.a",
		`"address": "data.aws_vpc.a"`:     "data.aws_vpc.a",
		`"address": "data.aws_vpc.other"`: "aws_vpc.a",
	} {
		p := read(t, `{"format_version": "1.2", "resource_changes": [{`+parts+`, "type": "aws_vpc", "name": "a", `+change+`}]}`, everything{})
		if got := p.Resources[0].String(); got != want {
			t.Errorf("%s is %s, want %s", parts, got, want)
		}
	}
	p := read(t, `{"format_version": "1.2", "prior_state": {"values": {"root_module": {"child_modules": [{"resources": [
		{"address": "module.n.aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a", "values": {}}]}]}}}}`, everything{})
	if got := p.Prior[0].String(); got != "module.n.aws_vpc.a" {
		t.Errorf("in the prior state: %s", got)
	}
}

// TestInstances: an instance is one, whatever parts of its address the plan shows.
func TestInstances(t *testing.T) {
	read := func(changes string) (*Plan, error) {
		return Read(strings.NewReader(`{"format_version": "1.2", "resource_changes": [`+changes+`]}`), everything{})
	}
	const change = `"change": {"actions": ["create"], "before": null, "after": {"id": "a"}, "after_unknown": {}}`
	p, err := read(`
		{"address": "aws_vpc.a[0]", "mode": "managed", "type": "aws_vpc", "name": "a", ` + change + `},
		{"address": "aws_vpc.a[1]", "mode": "managed", "type": "aws_vpc", "name": "a", ` + change + `},
		{"address": "module.m[\"x\"].aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a", ` + change + `},
		{"mode": "managed", "type": "aws_vpc", "name": "a", "index": "k", "module_address": "module.n", ` + change + `}`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range p.Resources {
		got = append(got, r.String())
	}
	want := []string{"aws_vpc.a[0]", "aws_vpc.a[1]", `module.m["x"].aws_vpc.a`, `module.n.aws_vpc.a["k"]`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	twice := `{"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a", ` + change + `}`
	if _, err := read(twice + "," + twice); err == nil || !strings.Contains(err.Error(), "the plan lists aws_vpc.a twice") {
		t.Errorf("twice: %v", err)
	}
	if _, err := read(twice + "," + strings.Replace(twice, `"mode"`, `"deposed": "1234", "mode"`, 1)); err != nil {
		t.Errorf("with a deposed one: %v", err)
	}
}
