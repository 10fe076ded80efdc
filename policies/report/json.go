package report

import (
	"io"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// jsonFormat is the result as other tools read it (DESIGN section 4). The
// structs below are the contract; the types of the judge may change without it.
type jsonFormat struct{}

// formatVersion changes its minor part with additions, its major part with
// anything else.
const formatVersion = "1.0"

type jsonResult struct {
	FormatVersion string        `json:"format_version"`
	Tool          jsonTool      `json:"tool"`
	Plan          jsonPlan      `json:"plan"`
	Verdict       string        `json:"verdict"`
	Summary       jsonSummary   `json:"summary"`
	Intents       []jsonIntent  `json:"intents"`
	Notices       []string      `json:"notices,omitempty"`
	Warnings      []jsonWarning `json:"warnings,omitempty"`
}

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type jsonPlan struct {
	FormatVersion    string `json:"format_version"`
	TerraformVersion string `json:"terraform_version"`
	Complete         *bool  `json:"complete"` // null when the plan does not say
	SHA256           string `json:"sha256"`
}

type jsonSummary struct {
	Holds     int `json:"holds"`
	Violated  int `json:"violated"`
	Undecided int `json:"undecided"`
	// Of the violated and the undecided ones: those that gate no more because waivers
	// excuse them, and because this plan does not break them.
	Waived int `json:"waived"`
	Known  int `json:"known"`
}

type jsonIntent struct {
	Name        string        `json:"name"`
	Intent      string        `json:"intent"`
	Verdict     string        `json:"verdict"`
	Severity    string        `json:"severity"`
	Waived      *jsonWaiver   `json:"waived"` // null where some finding has none
	Sources     []string      `json:"sources"`
	Findings    []jsonFinding `json:"findings"`
	Unknowns    []jsonUnknown `json:"unknowns"`
	Assumptions []string      `json:"assumptions"`
	Notes       []jsonNote    `json:"notes"`
	// With --verbose.
	Selected []jsonSelected `json:"selected,omitempty"`
	Proof    *jsonProof     `json:"proof,omitempty"`
}

type jsonFinding struct {
	ID        string       `json:"id"`
	Verdict   string       `json:"verdict"`
	Sources   []string     `json:"sources"`
	Subnets   []string     `json:"subnets,omitempty"`
	Leg       string       `json:"leg"`
	Code      string       `json:"code"`
	Address   string       `json:"address"`
	Addresses []string     `json:"addresses,omitempty"`
	Attribute string       `json:"attribute,omitempty"`
	Change    string       `json:"change,omitempty"`
	Traffic   []string     `json:"traffic"`
	Flows     []jsonFlow   `json:"flows"`
	Example   *jsonExample `json:"example,omitempty"`
	Message   string       `json:"message"`
	Remedy    string       `json:"remedy"`
	Also      []jsonNext   `json:"also"`
	// Location is left out where nothing is known of it, Calls where there are none.
	Location *jsonLocation `json:"location,omitempty"`
	Calls    []jsonCall    `json:"calls,omitempty"`
	Trace    *jsonTrace    `json:"trace,omitempty"`
	Waived   *jsonWaiver   `json:"waived"` // null without one
	Known    bool          `json:"known,omitempty"`
}

// jsonLocation is a range of a file of the repository. Columns, which only matter
// where it is one line, are left out where they are not known.
type jsonLocation struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	EndLine   int    `json:"end_line"`
	Column    int    `json:"column,omitempty"`
	EndColumn int    `json:"end_column,omitempty"`
}

type jsonCall struct {
	Module string `json:"module"`
	// File and line are left out of a call in a module that is not part of the
	// repository.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

type jsonFlow struct {
	Family       string   `json:"family"`
	Protocol     string   `json:"protocol"`
	Destinations []string `json:"destinations"`
	Except       []string `json:"except,omitempty"`
	Ports        []string `json:"ports,omitempty"`
	ClientPorts  []string `json:"client_ports,omitempty"`
}

type jsonExample struct {
	Protocol    string `json:"protocol"`
	Source      string `json:"source,omitempty"` // left out when nothing is known of the source's addresses
	Destination string `json:"destination"`
}

type jsonNext struct {
	Code    string `json:"code"`
	Address string `json:"address"`
	Leg     string `json:"leg"`
}

type jsonTrace struct {
	Forward []jsonHop `json:"forward"`
	Reply   []jsonHop `json:"reply"`
}

type jsonHop struct {
	Kind    string `json:"kind"`
	Address string `json:"address,omitempty"`
	Subnet  string `json:"subnet,omitempty"`
	Rule    string `json:"rule,omitempty"`
	Verdict string `json:"verdict"`
	Detail  string `json:"detail,omitempty"`
}

type jsonUnknown struct {
	Address   string `json:"address"`
	Attribute string `json:"attribute,omitempty"`
	Reason    string `json:"reason"`
}

type jsonNote struct {
	Code    string `json:"code"`
	Address string `json:"address"`
	Message string `json:"message"`
}

func (jsonFormat) Write(w io.Writer, r Report) error {
	out := jsonResult{
		FormatVersion: formatVersion,
		Tool:          jsonTool{"tfreach", r.Version},
		Plan:          jsonPlan{r.Plan.FormatVersion, r.Plan.TerraformVersion, r.Plan.Complete, r.Plan.SHA256},
		Verdict:       string(r.Verdict()),
		Summary:       jsonSummary{Holds: r.Count(policies.Holds), Violated: r.Count(policies.Violated), Undecided: r.Count(policies.Undecided)},
		Intents:       make([]jsonIntent, 0, len(r.Intents)),
		Notices:       r.Notices,
	}
	for _, v := range []policies.Verdict{policies.Violated, policies.Undecided} {
		waived, known := r.Excused(v)
		out.Summary.Waived += waived
		out.Summary.Known += known
	}
	for _, w := range r.Warnings {
		out.Warnings = append(out.Warnings, jsonWarning{w.Message, jsonLocationOf(w.At)})
	}
	for _, i := range r.Intents {
		out.Intents = append(out.Intents, jsonIntentOf(i))
	}
	return WriteJSON(w, out)
}

func jsonIntentOf(i policies.IntentResult) jsonIntent {
	out := jsonIntent{
		Name: i.Name, Intent: i.Text, Verdict: string(i.Verdict), Severity: string(i.Severity), Waived: jsonWaiverOf(i.Waived()),
		Sources: list(i.Sources), Findings: []jsonFinding{}, Unknowns: []jsonUnknown{}, Assumptions: list(i.Assumptions), Notes: []jsonNote{},
	}
	out.Selected, out.Proof = jsonSelectedOf(i.Selected), jsonProofOf(i.Proof)
	for _, f := range i.Findings {
		out.Findings = append(out.Findings, jsonFindingOf(f))
	}
	for _, u := range i.Unknowns {
		out.Unknowns = append(out.Unknowns, jsonUnknown{u.Address, u.Attribute, u.Reason})
	}
	for _, n := range i.Notes {
		out.Notes = append(out.Notes, jsonNote{string(n.Code), n.Address, n.Message})
	}
	return out
}

// list is never null: readers loop over it.
func list(in []string) []string {
	if in == nil {
		return []string{}
	}
	return in
}

func jsonFindingOf(f policies.Finding) jsonFinding {
	out := jsonFinding{
		ID: f.ID, Verdict: string(f.Verdict), Sources: list(f.Sources), Subnets: f.Subnets, Leg: f.Leg.String(), Code: string(f.Code),
		Address: f.Address, Addresses: f.Addresses, Attribute: f.Attribute, Change: string(f.Change),
		Traffic: list(f.Traffic), Flows: []jsonFlow{}, Message: f.Message, Remedy: f.Remedy, Also: []jsonNext{},
		Waived: jsonWaiverOf(f.Waived), Known: f.Known,
	}
	for _, w := range f.Flows {
		out.Flows = append(out.Flows, jsonFlow(w))
	}
	for _, n := range f.Also {
		out.Also = append(out.Also, jsonNext{string(n.Code), n.Address, n.Leg.String()})
	}
	out.Example = jsonExampleOf(f.Example)
	out.Location = jsonLocationOf(f.Location)
	for _, c := range f.Calls {
		out.Calls = append(out.Calls, jsonCall{c.Module, c.File, c.Line})
	}
	if len(f.Trace) > 0 {
		out.Trace = traceOf(f.Trace)
	}
	return out
}

// jsonLocationOf is nil where nothing is known of it.
func jsonLocationOf(l *policies.Location) *jsonLocation {
	if l == nil {
		return nil
	}
	return &jsonLocation{l.File, l.Line, l.EndLine, l.Column, l.EndColumn}
}

// jsonExampleOf is nil for no packet.
func jsonExampleOf(x policies.Example) *jsonExample {
	if x == (policies.Example{}) {
		return nil
	}
	return &jsonExample{x.Protocol.String(), sourceText(x), destinationText(x)}
}

func traceOf(hops []reach.Hop) *jsonTrace {
	out := &jsonTrace{Forward: []jsonHop{}, Reply: []jsonHop{}}
	for _, h := range hops {
		j := jsonHop{Kind: string(h.Kind), Rule: h.Rule, Verdict: string(h.Verdict), Detail: h.Detail}
		if h.Origin != nil {
			j.Address = h.Origin.String()
		}
		if h.Subnet != nil && h.Subnet != h.Origin {
			j.Subnet = h.Subnet.String()
		}
		if h.Leg == reach.Reply {
			out.Reply = append(out.Reply, j)
		} else {
			out.Forward = append(out.Forward, j)
		}
	}
	return out
}
