package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// samples are the plans whose unknown values are known from apply.
const samples = "../../testdata/samples"

// apart copies a plan to where no configuration lies beside it.
func apart(t *testing.T, plan string) string {
	t.Helper()
	raw, err := os.ReadFile(plan)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(copied, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return copied
}

// refsOf is what refs answers for a plan of JSON with a configuration, or without
// one when source is empty: the answers by attribute, and what it says on the side.
func refsOf(t *testing.T, plan, source string, flags ...string) (answers map[string]any, messages string) {
	t.Helper()
	args := append([]string{"refs", apart(t, plan), "--format", "json"}, flags...)
	if source != "" {
		args = append(args, "--source", source)
	}
	code, out, messages := runQuietly(args...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, messages)
	}
	if err := json.Unmarshal([]byte(out), &answers); err != nil {
		t.Fatalf("no object: %v", err)
	}
	return answers, messages
}

// allOf is refsOf for the resources of every type, with a configuration that
// belongs to the plan, or without one.
func allOf(t *testing.T, folder, plan, source string) map[string]any {
	t.Helper()
	if source != "" {
		source = filepath.Join(samples, folder, source)
	}
	answers, messages := refsOf(t, filepath.Join(samples, folder, plan), source, "--all")
	if strings.Contains(messages, "not used") {
		t.Fatalf("the plan's own configuration is not used: %s", messages)
	}
	return answers
}

func readJSON(t *testing.T, into any, elem ...string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(elem...))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%s: %v", filepath.Join(elem...), err)
	}
}

// parsed is a JSON value that a test has as text.
func parsed(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// shown is a value as a message has it.
func shown(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(b.String())
}

// The leaves of an answer that are no id: {"literal": true}, {"unknown": "why"},
// and {"candidates": [...]}, open when the answer may also be another.

func isLiteral(m map[string]any) bool { return len(m) == 1 && m["literal"] == true }

func isUnknown(m map[string]any) bool {
	reason, ok := m["unknown"].(string)
	return ok && reason != "" && len(m) == 1
}

func candidates(m map[string]any) (list []any, open, ok bool) {
	list, ok = m["candidates"].([]any)
	open, _ = m["open"].(bool)
	return list, open, ok
}

// claimed reports whether an answer says what a value will be, with nothing in it
// left open.
func claimed(answer any) bool {
	switch a := answer.(type) {
	case []any:
		return !slices.ContainsFunc(a, func(e any) bool { return !claimed(e) })
	case map[string]any:
		if _, _, ok := candidates(a); ok || isUnknown(a) {
			return false
		}
		for _, e := range a {
			if !claimed(e) {
				return false
			}
		}
	}
	return true
}

// admits reports whether a value may be what an answer says. A claimed answer
// admits one value; lists are compared without their order.
func admits(answer, value any) bool {
	switch a := answer.(type) {
	case []any:
		list, ok := value.([]any)
		return ok && len(a) == len(list) && paired(a, list)
	case map[string]any:
		if isUnknown(a) {
			return true
		}
		if isLiteral(a) {
			return isText(value)
		}
		if list, open, ok := candidates(a); ok {
			return open || among(list, value)
		}
		object, ok := value.(map[string]any)
		if !ok || len(a) != len(object) {
			return false
		}
		for k, v := range object {
			if e, ok := a[k]; !ok || !admits(e, v) {
				return false
			}
		}
		return true
	default:
		return answer == value
	}
}

// isText reports whether a value is a known scalar in which no id is.
func isText(value any) bool {
	switch v := value.(type) {
	case string:
		return !strings.Contains(v, "<")
	case bool, float64:
		return true
	}
	return false
}

// paired reports whether each answer can be given a value of its own that it
// admits.
func paired(answers, values []any) bool {
	if len(answers) == 0 {
		return true
	}
	for i, v := range values {
		if admits(answers[0], v) && paired(answers[1:], slices.Concat(values[:i], values[i+1:])) {
			return true
		}
	}
	return false
}

// among reports whether a value is one of the candidates, or made up of them.
func among(list []any, value any) bool {
	if slices.ContainsFunc(list, func(c any) bool { return admits(c, value) }) {
		return true
	}
	switch v := value.(type) {
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { return !among(list, e) })
	case map[string]any:
		for _, e := range v {
			if !among(list, e) {
				return false
			}
		}
		return true
	}
	return false
}

// TestAdmits: the judge of the answers is judged.
func TestAdmits(t *testing.T) {
	for _, tt := range []struct {
		name, answer, value string
		claimed, admits     bool
	}{
		{"the id", `"<a.id>"`, `"<a.id>"`, true, true},
		{"another id", `"<a.id>"`, `"<b.id>"`, true, false},
		{"an id for text", `"<a.id>"`, `"a"`, true, false},
		{"text for a literal", `{"literal": true}`, `"a"`, true, true},
		{"a number for a literal", `{"literal": true}`, `2`, true, true},
		{"null for a literal", `{"literal": true}`, `null`, true, false},
		{"an id for a literal", `{"literal": true}`, `"<a.id>"`, true, false},
		{"a text with an id for a literal", `{"literal": true}`, `"p-<a.id>"`, true, false},
		{"null", `null`, `null`, true, true},
		{"null for an id", `null`, `"<a.id>"`, true, false},
		{"a list in another order", `["<a.id>", {"literal": true}, "<b.id>"]`, `["lit", "<b.id>", "<a.id>"]`, true, true},
		{"one twice", `["<a.id>", "<a.id>"]`, `["<a.id>", "<b.id>"]`, true, false},
		{"one too many", `["<a.id>", "<b.id>"]`, `["<a.id>"]`, true, false},
		{"a list for its member", `["<a.id>"]`, `"<a.id>"`, true, false},
		{"an object", `{"x": "<a.id>", "y": null}`, `{"y": null, "x": "<a.id>"}`, true, true},
		{"an object without a member", `{"x": "<a.id>"}`, `{"y": null, "x": "<a.id>"}`, true, false},
		{"an object with other members", `{"x": "<a.id>"}`, `{"y": "<a.id>"}`, true, false},
		{"unknown", `{"unknown": "why"}`, `["<a.id>"]`, false, true},
		{"unknown without a reason", `{"unknown": ""}`, `"<a.id>"`, true, false},
		{"unknown in a list", `["<a.id>", {"unknown": "why"}]`, `["<b.id>", "<a.id>"]`, false, true},
		{"unknown beside what is wrong", `["<a.id>", {"unknown": "why"}]`, `["<b.id>", "<c.id>"]`, false, false},
		{"a candidate", `{"candidates": ["<a.id>", "<b.id>"]}`, `"<b.id>"`, false, true},
		{"no candidate", `{"candidates": ["<a.id>", "<b.id>"]}`, `"<c.id>"`, false, false},
		{"open candidates", `{"candidates": ["<a.id>"], "open": true}`, `"<c.id>"`, false, true},
		{"a list of candidates", `{"candidates": ["<a.id>", "<b.id>"]}`, `["<b.id>"]`, false, true},
		{"a list with another", `{"candidates": ["<a.id>", "<b.id>"]}`, `["<b.id>", "<c.id>"]`, false, false},
		{"candidates in turn", `[{"candidates": ["<a.id>", "<b.id>"]}, {"candidates": ["<a.id>"]}]`, `["<a.id>", "<b.id>"]`, false, true},
		{"an unknown member", `{"x": "<a.id>", "y": {"unknown": "why"}}`, `{"x": "<a.id>", "y": "lit"}`, false, true},
	} {
		answer, value := parsed(t, tt.answer), parsed(t, tt.value)
		if got := claimed(answer); got != tt.claimed {
			t.Errorf("%s: claimed(%s) = %v", tt.name, tt.answer, got)
		}
		if got := admits(answer, value); got != tt.admits {
			t.Errorf("%s: admits(%s, %s) = %v", tt.name, tt.answer, tt.value, got)
		}
	}
}
