package config

import (
	_ "embed"
	"slices"
	"strings"
)

// Schema is the JSON Schema of policy files in JSON syntax. It is made of the language.
//
//go:embed policy.schema.json
var Schema []byte

// kind is a kind of block.
type kind struct {
	name string
	// named: its blocks have names, unique among their kind.
	named bool
	about string
	args  []parameter
}

// parameter is an argument that the blocks of a kind can have.
type parameter struct {
	name     string
	form     form
	required bool
	// words are the texts that it takes; any when empty.
	words []string
	about string
}

// form is what an argument's value can be.
type form uint8

const (
	oneText form = iota
	// texts is one text or a list of them.
	texts
	truth
)

// language is what policy files can hold. The parser, its suggestions and the JSON
// Schema follow it.
var language = []kind{
	{"intent", true, "What must hold: a sentence, or sources and what they reach.", []parameter{
		{"description", oneText, false, nil, "What it is for, for people."},
		{"expect", texts, false, nil, `A sentence, or several: "private subnets reach 0.0.0.0/0:443 via nat".`},
		{"from", texts, false, nil, `The sources, as they stand before the verb of a sentence: "workloads in subnets tagged Tier=app".`},
		{"except", texts, false, nil, "Sources that from names and that are not meant."},
		{"reach", texts, false, nil, `Every packet to these destinations gets there, and every answer comes back: "internet:443".`},
		{"cannot_reach", texts, false, nil, "No packet to these destinations gets there."},
		{"reach_only", texts, false, nil, "Nothing else outside of the source's VPC is reached."},
		{"reach_exactly", texts, false, nil, "These destinations are reached, and nothing else outside of the source's VPC."},
		{"via", texts, false, nil, `What packets pass on their way to what is reached: "nat", "firewall or nat gateway". Several are passed in this order.`},
		{"severity", oneText, false, []string{"error", "warning", "note"}, "error gates, warning and note never change the exit code."},
		{"allow_empty", truth, false, nil, "Sources, destinations and hops that select nothing are no violation."},
	}},
	{"locals", false, "Values that local.NAME refers to: texts, numbers, and lists of them.", nil},
	{"settings", false, "What holds for all intents.", []parameter{
		{"undecided", oneText, false, []string{"fail", "warn"}, "What an intent does that cannot be decided: fail, exit code 3; or warn."},
		{"client_ports", oneText, false, nil, `The ports that clients choose, to which answers go: "linux", "windows", "any", or a range such as "1024-65535".`},
		{"builtin", texts, false, nil, `The built-in policies: "all", "none", names, and names behind a minus sign, which are left out.`},
	}},
	{"assume", true, "What lies beyond the plan: packets that leave it there arrive, and are answered.", []parameter{
		{"at", oneText, true, nil, "The id or the address of what packets leave the plan through."},
		{"delivers", texts, true, nil, `The destinations that are delivered: "10.0.0.0/8:443".`},
	}},
	{"waiver", true, "Findings that somebody answers for until a day: they are shown and counted, and do not gate.", []parameter{
		{"intent", oneText, true, nil, "The name of the intents, in which * stands for any text."},
		{"sources", texts, false, nil, "Only findings all of whose sources match one of these addresses."},
		{"at", oneText, false, nil, "Only findings whose culprit matches this address."},
		{"code", oneText, false, nil, "Only findings with this code."},
		{"reason", oneText, true, nil, "Why they are waived."},
		{"owner", oneText, true, nil, "Who answers for them."},
		{"expires", oneText, true, nil, "The last day on which it counts: 2027-01-31."},
	}},
	{"tfreach", false, "What the policy asks of the tool.", []parameter{
		{"required_version", oneText, false, nil, `The versions of tfreach that can read it: ">= 0.3, < 2.0".`},
	}},
}

// terraformBlocks are blocks of Terraform that say nothing of what a policy could mean:
// who writes one has the wrong file.
var terraformBlocks = []string{"resource", "data", "module", "provider", "output", "moved", "import", "removed", "ephemeral"}

// blockWords and argumentWords have what people write for names that are not like it.
var (
	blockWords    = map[string]string{"policy": "intent", "rule": "intent", "check": "intent", "variable": "locals", "exception": "waiver", "terraform": "tfreach"}
	argumentWords = map[string]string{
		"sentence": "expect", "assert": "expect", "source": "from", "sources": "from", "to": "reach", "destination": "reach", "destinations": "reach", "reaches": "reach",
		"must_not_reach": "cannot_reach", "not_reach": "cannot_reach", "deny": "cannot_reach", "allow": "reach", "only_reach": "reach_only", "through": "via",
		"level": "severity", "until": "expires", "expiry": "expires", "expiration": "expires", "address": "at", "culprit": "at", "justification": "reason",
		"deliver": "delivers", "version": "required_version", "optional": "allow_empty",
	}
)

func kindOf(name string) (*kind, bool) {
	i := slices.IndexFunc(language, func(k kind) bool { return k.name == name })
	if i < 0 {
		return nil, false
	}
	return &language[i], true
}

func kindNames() []string {
	var out []string
	for _, k := range language {
		out = append(out, k.name)
	}
	return out
}

// Arguments are the names of all arguments that blocks can have.
func Arguments() []string {
	var out []string
	for _, k := range language {
		out = append(out, k.names()...)
	}
	return out
}

// argument is a parameter by its name; nil when there is none.
func (k *kind) argument(name string) *parameter {
	for i := range k.args {
		if k.args[i].name == name {
			return &k.args[i]
		}
	}
	return nil
}

func (k *kind) names() []string {
	var out []string
	for _, p := range k.args {
		out = append(out, p.name)
	}
	return out
}

// argumentName reports whether some kind of block has an argument of a name.
func argumentName(name string) bool {
	return slices.ContainsFunc(language, func(k kind) bool { return k.argument(name) != nil })
}

// article is a kind of block in a sentence.
func article(kind string) string {
	switch {
	case strings.HasSuffix(kind, "s"):
		return kind
	case strings.ContainsAny(kind[:1], "aeiou"):
		return "an " + kind
	}
	return "a " + kind
}
