package planjson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// telling are the names at the top of a document that tell what it is.
var telling = []string{"remote_plan_format", "lineage", "serial", "provider_schemas", "resource_changes", "planned_values", "prior_state", "values"}

// blocks are the names at the top of configuration in JSON syntax.
var blocks = []string{"//", "check", "data", "ephemeral", "import", "locals", "module", "moved", "output", "provider", "removed", "resource", "terraform", "variable"}

// plain are the names that a shell and jq take as they are.
var plain = regexp.MustCompile(`^[A-Za-z0-9_-]{1,60}$`)

// check judges what the document as a whole is.
func (d *decoder) check() error {
	p := d.plan
	has := func(key string) bool { return slices.Contains(d.told, key) }
	switch {
	case has("remote_plan_format"):
		return &InputError{Found: "the input only points to a plan that was made by HCP Terraform", Remedy: "Fetch the JSON of that run's plan from HCP Terraform (terraform show -json, where the run was started)"}
	case has("lineage") || has("serial"):
		return &InputError{Found: "the input is a state file, not a plan", Remedy: makeJSON}
	case has("provider_schemas"):
		return &InputError{Found: "the input is a list of provider schemas, not a plan", Remedy: makeJSON}
	case has("resource_changes") || has("planned_values") || has("prior_state"):
		if p.FormatVersion == "" {
			return &InputError{Found: "the input has no format_version, so it is not what terraform show -json prints", Remedy: makeJSON}
		}
		if p.Errored {
			return &InputError{Found: "planning failed, and the file holds only what was known by then (errored is true)", Remedy: "Mend what terraform plan reports, then plan again"}
		}
		if d.planned && !d.changesRead {
			return &InputError{Found: "the plan has planned values, but no list of resource_changes", Remedy: "They show what becomes of each resource. " + makeJSON}
		}
		return nil
	case has("values") || p.FormatVersion != "" && d.names <= 2:
		return &InputError{Found: "the input is the JSON of a state, not of a plan", Remedy: "terraform show -json without a file prints the state. " + makeJSON}
	case d.names <= len(d.first) && d.names > 0 && !slices.ContainsFunc(d.first, func(n string) bool { return !slices.Contains(blocks, n) }):
		return &InputError{Found: "the input is Terraform configuration in JSON syntax, not a plan", Remedy: "Its folder goes with --source. " + makeJSON}
	case slices.Contains(d.first, "tool") && slices.Contains(d.first, "verdict"):
		return &InputError{Found: "the input is a result of tfreach, not a plan", Remedy: "--baseline takes one. " + makeJSON}
	case d.names == 0:
		return &InputError{Found: "the input is an empty JSON object", Remedy: makeJSON}
	case d.names == 1:
		e := &InputError{Found: fmt.Sprintf("the input has %s at the top where a plan has format_version and resource_changes", quote([]byte(d.first[0]))), Remedy: makeJSON}
		if plain.MatchString(d.first[0]) {
			e.Remedy = fmt.Sprintf("If the plan lies below that name, take it out: jq '.[%q]' FILE | tfreach check -", d.first[0])
		}
		return e
	}
	var names []string
	for _, n := range d.first {
		names = append(names, quote([]byte(n)))
	}
	if d.names > len(d.first) {
		names = append(names, "...")
	}
	return &InputError{Found: fmt.Sprintf("the input is a JSON object, but not a plan: it has %s", strings.Join(names, ", ")), Remedy: makeJSON}
}

// explain turns an error of the pass into one about the input.
func (in *input) explain(err error, d *decoder) error {
	var already *InputError
	if errors.As(err, &already) {
		return already
	}
	if in.wide && in.ended && in.read%2 == 1 {
		return &InputError{Found: fmt.Sprintf("the input is UTF-16 text that ends in the middle of a character, after %d bytes", in.read), Remedy: "The file was cut off; write it again. " + makeJSON}
	}
	var trailing *trailingError
	if errors.As(err, &trailing) {
		return trailing.explain()
	}
	switch {
	case errors.Is(err, errNotObject):
		return &InputError{Found: "the input is JSON, but not an object", Remedy: makeJSON}
	case errors.Is(err, errVersion):
		return &InputError{
			Found:  fmt.Sprintf("the plan has format version %s, and this version of tfreach reads 0.1 to 1.x", quote([]byte(d.plan.FormatVersion))),
			Remedy: "Use a newer tfreach, or make the plan with a Terraform that writes format 1",
		}
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return &InputError{Found: fmt.Sprintf("the input ends in the middle of the plan, after %d bytes", d.InputOffset()), Remedy: "The file was cut off; write it again. " + makeJSON}
	}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		return &InputError{
			Found:  fmt.Sprintf("the input is not valid JSON at byte %d%s: %s", syntax.ByteOffset, within(syntax.JSONPointer), cut(syntax.Err.Error())),
			Remedy: "Write the file again, without changing it by hand. " + makeJSON,
		}
	}
	var shape *shapeError
	if errors.As(err, &shape) {
		return &InputError{Found: fmt.Sprintf("the input is JSON, but not what terraform show -json prints: %v", shape), Remedy: makeJSON}
	}
	return &InputError{Found: fmt.Sprintf("the input cannot be read as a plan, near byte %d: %s", d.InputOffset(), cut(err.Error())), Remedy: makeJSON}
}

func within(p jsontext.Pointer) string {
	if p == "" {
		return ""
	}
	return " (in " + pointerText(p) + ")"
}

// pointerText is a JSON pointer with control characters made visible.
func pointerText(p jsontext.Pointer) string {
	return cut(strings.Trim(fmt.Sprintf("%q", string(p)), `"`))
}

// cut takes the middle out of a text that is too long to be read: names and
// nesting are as long as whoever wrote the input likes.
func cut(s string) string {
	r := []rune(s)
	if len(r) <= 200 {
		return s
	}
	return string(r[:140]) + " ... " + string(r[len(r)-50:])
}

// trailingError is text after the plan.
type trailingError struct {
	at   int64
	text []byte // how it begins, without leading space
}

func (e *trailingError) Error() string { return "text after the end of the plan" }

func (e *trailingError) explain() *InputError {
	line, _, _ := bytes.Cut(e.text, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	switch {
	case bytes.HasPrefix(line, []byte("::")):
		return &InputError{
			Found:  fmt.Sprintf("after the plan, at byte %d, comes %s: output of the setup-terraform action's wrapper", e.at, quote(line)),
			Remedy: "Set terraform_wrapper: false in the step that uses hashicorp/setup-terraform",
		}
	case bytes.HasPrefix(line, []byte("{")):
		return &InputError{Found: fmt.Sprintf("the input has a second JSON document at byte %d", e.at), Remedy: "Give one plan per run, without anything after it"}
	}
	return &InputError{Found: fmt.Sprintf("after the end of the plan, at byte %d, comes %s", e.at, quote(line)), Remedy: "Remove what follows the last closing brace. " + makeJSON}
}
