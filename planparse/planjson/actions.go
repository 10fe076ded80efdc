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

// void reports whether there was nothing and nothing is left: Terraform writes no-op for
// an object that a replacement left behind and that refreshing did not find.
func (r *Resource) void() bool {
	return r.Actions.NoOp() && r.Before.Kind == Null && r.After.Kind == Null
}

// shown refuses a plan that does not show what is left of a resource, or what was there
// in another way than as an object: it would pass for deleted, or for an object without
// attributes. An id that is none would be another object's.
func (r *Resource) shown() error {
	was := r.Before.Kind == Object || r.Before.Kind == Null || r.Before.Kind == Absent
	if !was || !r.Actions.Delete() && r.Left().Kind != Object {
		return &InputError{Found: fmt.Sprintf("the plan does not show the values of %s before and after", cut(r.String())), Remedy: "A plan has them for every resource. " + makeJSON}
	}
	if a := r.Actions; !r.marked && len(a) > 0 && !a.NoOp() && !a.Delete() && !a.Forget() {
		return &InputError{Found: fmt.Sprintf("the plan does not say what of %s is known after apply (after_unknown)", cut(r.String())), Remedy: "A plan says it of every resource. " + makeJSON}
	}
	for _, values := range []Value{r.Before, r.After} {
		if k := values.Get("id").Kind; k >= Bool && k != String {
			return &InputError{Found: fmt.Sprintf("the id of %s is not a text", cut(r.String())), Remedy: "Write the file again, without changing it by hand. " + makeJSON}
		}
	}
	return nil
}
