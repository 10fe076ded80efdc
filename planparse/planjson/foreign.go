package planjson

import (
	"bytes"
	"fmt"
	"regexp"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

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
	case isUTF32(begin):
		return &InputError{Found: "the input is UTF-32 text", Remedy: "Convert it to UTF-8: iconv -f UTF-32 -t UTF-8 FILE > plan.json"}
	}
	return nil
}

// styles are what colors the output of terraform.
var styles = regexp.MustCompile("\x1b\\[[0-9;]*m")

// block is how a block of Terraform configuration begins.
var block = regexp.MustCompile(`(?m)^\s*(?:(?:terraform|locals|moved|import|removed|check)\s*(?:"[^"\n]*"\s*)?|(?:resource|data|ephemeral)\s+"[^"\n]*"\s+"[^"\n]*"\s*|(?:module|variable|output|provider)\s+"[^"\n]*"\s*)\{`)

// comment is a line that HCL and YAML skip.
var comment = regexp.MustCompile(`(?m)\A(?:\s*(?:#|//)[^\n]*\n)*\s*`)

// pair is how a YAML document begins, behind its comments.
var pair = regexp.MustCompile(`\A(?:---|%YAML|- |[\w."'-]+:(?:\s|\z))`)

// forPeople is what plan and show write for people.
var forPeople = regexp.MustCompile(`(?:Terraform|OpenTofu) will perform the following actions|used the selected providers to generate|\A\s*No changes\. |(?m:^\S+: Refreshing state\.\.\. )|(?m:^Plan: \d+ to add)`)

// failed is what terraform writes when it fails.
var failed = regexp.MustCompile(`(?m)^(?:│ )?Error: `)

// foreign recognises, by how it begins, text that is no JSON object.
func foreign(head []byte) *InputError {
	text := bytes.TrimLeft(head, " \t\r\n")
	if len(text) == 0 {
		return &InputError{Found: "the input is blank", Remedy: makeJSON}
	}
	if text[0] != '{' {
		head = styles.ReplaceAll(head, nil)
		text = bytes.TrimLeft(head, " \t\r\n")
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	body := text[len(comment.Find(text)):]
	switch {
	case bytes.HasPrefix(text, []byte("{")) && bytes.Contains(line, []byte(`"@level"`)):
		return &InputError{Found: "the input is the log of terraform plan -json, not a plan", Remedy: "That log has no resources' values. " + makeJSON}
	case bytes.HasPrefix(text, []byte("{")):
		return nil
	case bytes.HasPrefix(line, []byte("[command]")) || bytes.Contains(line, []byte("terraform-bin")):
		return &InputError{
			Found:  fmt.Sprintf("the first line, %s, was added by the wrapper of the setup-terraform action", quote(line)),
			Remedy: "Set terraform_wrapper: false in the step that uses hashicorp/setup-terraform, or remove the line",
		}
	case forPeople.Match(head):
		return &InputError{Found: "the input is the text that plan prints for people", Remedy: makeJSON}
	case failed.Match(head):
		return &InputError{Found: fmt.Sprintf("the input is a message of terraform about an error: %s", quote(after(head, failed))), Remedy: "Mend that first. " + makeJSON}
	case bytes.HasPrefix(text, []byte("[")):
		return &InputError{Found: "the input is a JSON list, not a plan", Remedy: "A plan is one object. " + makeJSON}
	case len(head) < headSize && jsontext.Value(text).IsValid() || len(head) == headSize && text[0] == '"':
		return &InputError{Found: fmt.Sprintf("the input is JSON, but no object: it is %s", quote(line)), Remedy: makeJSON}
	case !utf8.Valid(withoutLast(text)) || bytes.IndexByte(text, 0) >= 0:
		return &InputError{Found: "the input is neither text nor a saved plan, but other binary data", Remedy: makeJSON}
	case block.Match(body):
		return &InputError{Found: fmt.Sprintf("the input is Terraform configuration, not a plan: it begins with %s", quote(line)), Remedy: "Its folder goes with --source. " + makeJSON}
	case pair.Match(body):
		return &InputError{Found: fmt.Sprintf("the input is YAML, not JSON: it begins with %s", quote(line)), Remedy: makeJSON}
	case bytes.HasPrefix(text, []byte("<")):
		return &InputError{Found: fmt.Sprintf("the input is HTML or XML, not JSON: it begins with %s", quote(line)), Remedy: "A download often ends in such a page when it is refused. " + makeJSON}
	}
	return &InputError{Found: fmt.Sprintf("the input is not JSON: it begins with %s", quote(line)), Remedy: makeJSON}
}

// after is the line behind what a pattern matches.
func after(text []byte, pattern *regexp.Regexp) []byte {
	line, _, _ := bytes.Cut(text[pattern.FindIndex(text)[1]:], []byte("\n"))
	return bytes.TrimRight(line, "\r ")
}

// withoutLast is text without its last character, which may have been cut.
func withoutLast(text []byte) []byte {
	for n := 1; n <= utf8.UTFMax && n <= len(text); n++ {
		if utf8.RuneStart(text[len(text)-n]) {
			return text[:len(text)-n]
		}
	}
	return text
}

// quote is the beginning of a text, fit for a message.
func quote(text []byte) string {
	if len(text) > 240 {
		text = text[:240]
	}
	s := string(text)
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "..."
	}
	return fmt.Sprintf("%q", s)
}
