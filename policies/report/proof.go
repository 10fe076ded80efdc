package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// proof writes what an intent selected, and the way that decides it where it holds.
func (p *page) proof(i policies.IntentResult) {
	for _, s := range i.Selected {
		what := "nothing"
		if len(s.Addresses) > 0 {
			what = first(s.Addresses, 20)
		}
		p.field("matched", fmt.Sprintf("%s (%d): %s", s.Operand, len(s.Addresses), what))
	}
	if i.Proof == nil || len(i.Proof.Hops) == 0 {
		return
	}
	hops := i.Proof.Hops
	p.field("example", exampleText(i.Proof.Example))
	p.field("way", way(hops, reach.Forward))
	if answered(hops) {
		p.field("answer", way(hops, reach.Reply))
	}
	if last := hops[len(hops)-1]; last.Verdict == reach.Denied {
		p.field("ends at", strings.Join(nonEmpty(kindText(last), last.Rule, last.Detail), ", "))
	}
}

// nonEmpty are the texts that say something.
func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}

// answered: a journey has a way back.
func answered(hops []reach.Hop) bool {
	return len(hops) > 0 && hops[len(hops)-1].Leg == reach.Reply
}

type jsonSelected struct {
	Operand   string   `json:"operand"`
	Addresses []string `json:"addresses"`
}

type jsonProof struct {
	Source  string       `json:"source"`
	Example *jsonExample `json:"example,omitempty"`
	Trace   *jsonTrace   `json:"trace"`
}

func jsonSelectedOf(in []policies.Selected) []jsonSelected {
	var out []jsonSelected
	for _, s := range in {
		out = append(out, jsonSelected{s.Operand, list(s.Addresses)})
	}
	return out
}

func jsonProofOf(p *policies.Proof) *jsonProof {
	if p == nil {
		return nil
	}
	return &jsonProof{p.Source, jsonExampleOf(p.Example), traceOf(p.Hops)}
}
