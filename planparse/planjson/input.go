package planjson

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// InputError says that the input is not a plan that can be judged: what it is,
// and what makes one.
type InputError struct {
	// Found is what the input is, a clause: "the file is empty".
	Found string
	// Remedy is what to do, a sentence.
	Remedy string
	// SavedPlan is true for a saved plan file: its JSON can be had from it.
	SavedPlan bool
}

func (e *InputError) Error() string { return e.Found + ". " + e.Remedy }

// The command that makes what this package reads.
const makeJSON = "Make the plan's JSON with: terraform plan -out=tfplan && terraform show -json tfplan > plan.json"

// input is the text of a plan with what is needed for its sum and for messages.
type input struct {
	text io.Reader // UTF-8 without a byte order mark
	head []byte    // how the text begins
	sha  hash.Hash
	err  error // what reading the bytes failed with
}

// Read passes on the bytes of r and keeps its error apart from errors of syntax.
type source struct {
	r  io.Reader
	in *input
}

func (s source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.in.sha.Write(p[:n])
	if err != nil && !errors.Is(err, io.EOF) {
		s.in.err = err
	}
	return n, err
}

func newByteReader(b []byte) io.Reader { return bytes.NewReader(b) }

// open looks at how the bytes begin, removes the byte order mark, decodes
// UTF-16, and refuses what is no text.
func open(r io.Reader) (*input, error) {
	in := &input{sha: sha256.New()}
	raw := bufio.NewReaderSize(source{r, in}, 64<<10)
	begin, err := raw.Peek(512)
	if in.err != nil {
		return nil, in.err
	}
	if err != nil && len(begin) == 0 {
		return nil, &InputError{Found: "the input is empty", Remedy: "A shell redirection leaves an empty file when the command before it fails. " + makeJSON}
	}
	if e := binary(begin); e != nil {
		return nil, e
	}
	in.text = raw
	if order, mark, ok := byteOrder(begin); ok {
		// PowerShell writes it with >.
		in.text = transform.NewReader(raw, unicode.UTF16(order, mark).NewDecoder())
	} else if bytes.HasPrefix(begin, []byte("\xef\xbb\xbf")) {
		_, _ = raw.Discard(3)
	}
	text := bufio.NewReaderSize(in.text, 64<<10)
	in.text = text
	head, _ := text.Peek(4096)
	if in.err != nil {
		return nil, in.err
	}
	in.head = slices.Clone(head)
	if e := notJSON(in.head); e != nil {
		return nil, e
	}
	return in, nil
}

func (in *input) sum() string { return hex.EncodeToString(in.sha.Sum(nil)) }

// byteOrder recognises UTF-16 by its mark, or by the zero byte beside an opening
// brace.
func byteOrder(begin []byte) (unicode.Endianness, unicode.BOMPolicy, bool) {
	if len(begin) < 2 {
		return unicode.LittleEndian, unicode.IgnoreBOM, false
	}
	switch [2]byte(begin[:2]) {
	case [2]byte{0xff, 0xfe}:
		return unicode.LittleEndian, unicode.ExpectBOM, true
	case [2]byte{0xfe, 0xff}:
		return unicode.BigEndian, unicode.ExpectBOM, true
	case [2]byte{'{', 0}:
		return unicode.LittleEndian, unicode.IgnoreBOM, true
	case [2]byte{0, '{'}:
		return unicode.BigEndian, unicode.IgnoreBOM, true
	}
	return unicode.LittleEndian, unicode.IgnoreBOM, false
}

// binary refuses files that are no text.
func binary(begin []byte) *InputError {
	switch {
	case bytes.HasPrefix(begin, []byte("PK\x03\x04")):
		return &InputError{
			Found:     "the input is a saved plan (a zip file), not the plan's JSON",
			Remedy:    "Convert it: terraform show -json tfplan > plan.json, and give the saved plan with --source tfplan for its configuration",
			SavedPlan: true,
		}
	case bytes.HasPrefix(begin, []byte("\x1f\x8b")):
		return &InputError{Found: "the input is compressed with gzip", Remedy: "Unpack it: gunzip -c FILE | tfreach check -"}
	}
	return nil
}

// notJSON recognises, by how it begins, text that is no JSON document.
func notJSON(head []byte) *InputError {
	text := bytes.TrimLeft(head, " \t\r\n")
	if len(text) == 0 {
		return &InputError{Found: "the input is blank", Remedy: makeJSON}
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	switch {
	case text[0] == '{' && bytes.Contains(line, []byte(`"@level"`)):
		return &InputError{Found: "the input is the log of terraform plan -json, not a plan", Remedy: "That log has no resources' values. " + makeJSON}
	case text[0] == '{':
		return nil
	case bytes.HasPrefix(line, []byte("[command]")) || bytes.Contains(line, []byte("terraform-bin")):
		return &InputError{
			Found:  fmt.Sprintf("the first line, %s, was added by the wrapper of the setup-terraform action", quote(line)),
			Remedy: "Set terraform_wrapper: false in the step that uses hashicorp/setup-terraform, or remove the line",
		}
	case bytes.Contains(head, []byte("Terraform will perform the following actions")) ||
		bytes.Contains(head, []byte("OpenTofu will perform the following actions")) ||
		bytes.Contains(head, []byte("used the selected providers to generate")):
		return &InputError{Found: "the input is the text that plan prints for people", Remedy: makeJSON}
	case text[0] == '[':
		return &InputError{Found: "the input is a JSON list, not a plan", Remedy: "A plan is one object. " + makeJSON}
	}
	return &InputError{Found: fmt.Sprintf("the input is not JSON: it begins with %s", quote(line)), Remedy: makeJSON}
}

// quote is the beginning of a text, fit for a message.
func quote(text []byte) string {
	s := string(text)
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "..."
	}
	return fmt.Sprintf("%q", s)
}

// check judges what the document as a whole is.
func (d *decoder) check() error {
	p := d.plan
	has := func(key string) bool { return slices.Contains(d.keys, key) }
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
		return nil
	case has("values") || p.FormatVersion != "" && len(d.keys) <= 2:
		return &InputError{Found: "the input is the JSON of a state, not of a plan", Remedy: "terraform show -json without a file prints the state. " + makeJSON}
	}
	names := d.keys
	if len(names) > 5 {
		names = append(slices.Clone(names[:5]), "...")
	}
	if len(d.keys) == 1 {
		return &InputError{
			Found:  fmt.Sprintf("the input has %q at the top where a plan has format_version and resource_changes", d.keys[0]),
			Remedy: fmt.Sprintf("If the plan lies below that name, take it out: jq '.[%q]' FILE | tfreach check -", d.keys[0]),
		}
	}
	return &InputError{Found: fmt.Sprintf("the input is a JSON object, but not a plan: it has %s", strings.Join(names, ", ")), Remedy: makeJSON}
}

// explain turns an error of the pass into one about the input.
func (in *input) explain(err error, d *decoder) error {
	var already *InputError
	if errors.As(err, &already) {
		return already
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
			Found:  fmt.Sprintf("the input is not valid JSON at byte %d%s: %v", syntax.ByteOffset, inside(syntax.JSONPointer), syntax.Err),
			Remedy: "Write the file again, without changing it by hand. " + makeJSON,
		}
	}
	var shape *shapeError
	if errors.As(err, &shape) {
		return &InputError{Found: fmt.Sprintf("the input is JSON, but not what terraform show -json prints: %v", shape), Remedy: makeJSON}
	}
	return &InputError{Found: fmt.Sprintf("the input cannot be read as a plan, near byte %d: %v", d.InputOffset(), err), Remedy: makeJSON}
}

func inside(p jsontext.Pointer) string {
	if p == "" {
		return ""
	}
	return " (in " + pointerText(p) + ")"
}

// pointerText is a JSON pointer with control characters made visible.
func pointerText(p jsontext.Pointer) string {
	return strings.Trim(fmt.Sprintf("%q", string(p)), `"`)
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
