package planjson

import (
	"fmt"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// known reports whether actions are ones that Terraform or OpenTofu plan for a
// resource (internal/command/jsonplan): one, or the two of a replacement, of which
// OpenTofu also has one that forgets first.
func known(actions tfjson.Actions) bool {
	var texts []string
	for _, a := range actions {
		texts = append(texts, string(a))
	}
	switch strings.Join(texts, " ") {
	case "no-op", "create", "read", "update", "delete", "forget",
		"delete create", "create delete", "create forget", "forget create":
		return true
	}
	return false
}

// strange refuses a plan that does something unknown to a resource: what apply
// leaves of it could only be guessed.
func strange(r *Resource) *InputError {
	if len(r.Actions) == 0 {
		return &InputError{Found: fmt.Sprintf("the plan does not say what it does to %s", cut(r.String())), Remedy: "A plan has actions for every resource. " + makeJSON}
	}
	var texts []string
	for _, a := range r.Actions[:min(len(r.Actions), 5)] {
		texts = append(texts, quote([]byte(a)))
	}
	return &InputError{
		Found:  fmt.Sprintf("the plan wants to do %s to %s, and this version of tfreach does not know what that leaves", strings.Join(texts, ", "), cut(r.String())),
		Remedy: "Use a newer tfreach, or plan with an older Terraform",
	}
}
