package metamorphic_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"
	"testing/fstest"
)

// TestRenamed: resources and modules may be called anything. The new names have the
// opposite order, so that nothing can hang on what comes first.
func TestRenamed(t *testing.T) {
	n := tally{}
	for _, s := range cases(t) {
		names := namesOf(s.plan)
		for _, s := range []subject{s, s.without()} {
			is := renamed(s, names)
			same(t, is.name, base(t, s), is.judge(t), culprits, names.inText)
			n.add(base(t, s))
		}
	}
	n.enough(t)
}

// naming is the new names of resources and of calls of modules.
type naming map[string]string

// namesOf gives everything in a plan another name.
func namesOf(plan object) naming {
	seen := map[string]bool{}
	for _, c := range resources(plan) {
		seen[c["name"].(string)] = true
	}
	visitModules(root(plan), func(m object) {
		for _, r := range list(m["resources"]) {
			seen[r.(object)["name"].(string)] = true
		}
		for name := range calls(m) {
			seen[name] = true
		}
	})
	out := naming{}
	all := slices.Sorted(maps.Keys(seen))
	for i, name := range all {
		out[name] = fmt.Sprintf("n%02d", len(all)-i)
	}
	return out
}

var (
	// What an address, a reference or a file has of names.
	resourceName = regexp.MustCompile(`\b(aws_\w+)\.([A-Za-z_][\w-]*)`)
	moduleName   = regexp.MustCompile(`\b(module)\.([A-Za-z_][\w-]*)`)
	blockName    = regexp.MustCompile(`\b((?:resource|data) "aws_\w+"|module) "([\w-]+)"`)
)

func (n naming) put(name string) string {
	if to := n[name]; to != "" {
		return to
	}
	return name
}

// inText renames whatever a text mentions.
func (n naming) inText(text string) string {
	for _, names := range []*regexp.Regexp{resourceName, moduleName} {
		text = names.ReplaceAllStringFunc(text, func(at string) string {
			m := names.FindStringSubmatch(at)
			return m[1] + "." + n.put(m[2])
		})
	}
	return text
}

// inFile renames what a file declares, too.
func (n naming) inFile(text string) string {
	return blockName.ReplaceAllStringFunc(n.inText(text), func(at string) string {
		m := blockName.FindStringSubmatch(at)
		return fmt.Sprintf("%s %q", m[1], n.put(m[2]))
	})
}

// renamed is a subject with other names.
func renamed(s subject, n naming) subject {
	s = s.clone()
	s.name += ", renamed"
	eachAddress(s.plan, n.inText)
	for _, r := range append(resources(s.plan), stateParts(s.plan)...) {
		if name, ok := r["name"].(string); ok {
			r["name"] = n.put(name)
		}
	}
	visitModules(root(s.plan), func(m object) {
		for _, r := range list(m["resources"]) {
			r := r.(object)
			r["name"] = n.put(r["name"].(string))
		}
		was := calls(m)
		if len(was) == 0 {
			return
		}
		is := object{}
		for name, call := range was {
			is[n.put(name)] = call
		}
		m["module_calls"] = is
	})
	s.sentences = each(s.sentences, n.inText)
	s.files = eachFile(s.files, func(_, text string) string { return n.inFile(text) })
	return s
}

func eachFile(files fstest.MapFS, f func(name, text string) string) fstest.MapFS {
	if files == nil {
		return nil
	}
	out := fstest.MapFS{}
	for name, file := range files {
		out[name] = &fstest.MapFile{Data: []byte(f(name, string(file.Data)))}
	}
	return out
}

func each(texts []string, f func(string) string) []string {
	var out []string
	for _, text := range texts {
		out = append(out, f(text))
	}
	return out
}
