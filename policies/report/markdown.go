package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// markdown is for reviewers: the summary of a job, and the comment on a change. What
// comes from a plan stands in code spans, so that it is neither markup nor a link
// nor a mention (ci-conventions 2.2).
type markdown struct{}

const (
	// commentBytes is what comments take everywhere: GitHub's end at 65,536
	// characters.
	commentBytes = 60_000
	// pictures is how many findings have one.
	pictures = 3
	// rowsMost is how many intents have rows of their own, and findings lines.
	rowsMost = 50
	// messageBytes is how long a message may be: it quotes names.
	messageBytes = 2000
)

func (markdown) Write(w io.Writer, r Report) error {
	limit := r.Limit
	if limit == 0 {
		limit = commentBytes
	}
	b := &sheet{limit: limit}
	b.add(marker(r.Category) + "\n" + headline(r) + "\n\n" + totals(r) + "\n")
	b.add(remarks(r))
	b.add(intentTable(r, limit/4))
	// What is at the end says what the verdicts rest on.
	end := rest(r, limit/20)
	b.limit -= len(end)
	alerts := worstFirst(r.alerts())
	for i, a := range alerts {
		text := findingText(a, i < pictures)
		if !b.add(text) && !b.add(findingText(a, false)) {
			b.more(alerts[i:])
			break
		}
	}
	b.limit += len(end)
	if !b.add(end) {
		b.add("The assumptions and notes do not fit in here: see the other formats, such as `--format text`.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// remarks are what there is to say of the plan and of the policy as a whole.
func remarks(r Report) string {
	const most = 10
	var out []string
	for _, w := range r.Warnings {
		line := "⚠️ " + prose(cut(w.Message, messageBytes))
		if w.At != nil {
			line += " (" + code(fileLine(*w.At)) + ")"
		}
		out = append(out, line)
	}
	for _, n := range r.Notices {
		out = append(out, prose(sentence(cut(n, messageBytes))))
	}
	if n := len(out) - most; n > 1 {
		out = append(out[:most], fmt.Sprintf("and %d more; `--format text` has them all", n))
	}
	text := ""
	for _, line := range out {
		text += "> " + line + "<br>\n"
	}
	return text
}

// sheet is a document of whole sections that keeps to its size.
type sheet struct {
	strings.Builder
	limit int
}

// add adds a section unless there is no room for it.
func (s *sheet) add(section string) bool {
	if section == "" {
		return true
	}
	var b strings.Builder
	if s.Len() > 0 {
		b.WriteByte('\n')
	}
	for line := range strings.Lines(section) {
		b.WriteString(harmless(line))
	}
	if s.Len()+b.Len() > s.limit {
		return false
	}
	s.WriteString(b.String())
	return true
}

// more lists the findings that there is no room for.
func (s *sheet) more(alerts []alert) {
	head := fmt.Sprintf("### And %s\n\nThere is no room for them here; `--format text` and `--format json` have them all.\n\n", count(len(alerts), "more finding"))
	list := ""
	for i, a := range alerts {
		line := "- " + mark(a.Verdict, a.level) + " " + code(string(a.Code)) + " " + code(where(a.Finding)) + at(a) + ": " + code(a.intent.Name) + "\n"
		if i == rowsMost || s.Len()+len(head)+len(list)+len(line) > s.limit-200 {
			break
		}
		list += line
	}
	_ = s.add(head + list)
}

// marker is how whoever keeps one comment up to date finds it.
func marker(category string) string {
	// No comment of HTML holds two hyphens.
	return "<!-- tfreach:" + strings.ReplaceAll(relativeURI(category), "--", "-%2D") + " -->"
}

func headline(r Report) string {
	n := len(r.Intents)
	gating := 0
	verdict := r.Verdict()
	for i := range r.Intents {
		if in := &r.Intents[i]; in.Severity == policies.Error && in.Gating() == verdict {
			gating++
		}
	}
	switch {
	case n == 0:
		return "## ✅ tfreach: nothing to judge"
	case verdict == policies.Violated:
		return fmt.Sprintf("## ❌ tfreach: %d of %s %s violated", gating, count(n, "intent"), is(gating))
	case verdict == policies.Undecided:
		return fmt.Sprintf("## ❓ tfreach: %d of %s %s undecided", gating, count(n, "intent"), is(gating))
	case r.Count(policies.Holds) == n && n == 1:
		return "## ✅ tfreach: the intent holds"
	case r.Count(policies.Holds) == n:
		return fmt.Sprintf("## ✅ tfreach: all %d intents hold", n)
	}
	return fmt.Sprintf("## ✅ tfreach: nothing stands in the way, %d of %s hold", r.Count(policies.Holds), count(n, "intent"))
}

func is(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func totals(r Report) string {
	sources := map[string]bool{}
	waived := 0
	for _, i := range r.Intents {
		for _, s := range i.Sources {
			sources[s] = true
		}
		for _, f := range i.Findings {
			if f.Waived != nil {
				waived++
			}
		}
	}
	verb := "hold"
	if r.Count(policies.Holds) == 1 {
		verb = "holds"
	}
	line := fmt.Sprintf("%d %s, %d violated, %d undecided", r.Count(policies.Holds), verb, r.Count(policies.Violated), r.Count(policies.Undecided))
	if waived > 0 {
		line += ", " + count(waived, "waived finding")
	}
	line += " · checked " + count(len(sources), "source")
	if r.Category != "" {
		line += " · " + code(r.Category)
	}
	if v := r.Plan.TerraformVersion; v != "" {
		line += " · Terraform " + code(v)
	}
	if c := r.Plan.Complete; c != nil && !*c {
		line += " · **the plan does not cover the whole configuration**"
	}
	return line
}

// mark is the sign of a verdict.
func mark(v policies.Verdict, level policies.Severity) string {
	switch {
	case v == policies.Holds:
		return "✅"
	case level != policies.Error:
		return "⚠️"
	case v == policies.Undecided:
		return "❓"
	}
	return "❌"
}

// intentTable has the intents in their order, in about as many bytes as there is
// room; those that hold are left out when there are many.
func intentTable(r Report, room int) string {
	if len(r.Intents) == 0 {
		return ""
	}
	many := len(r.Intents) > rowsMost
	var b strings.Builder
	b.WriteString("| | Intent | Sources | Findings |\n|---|---|---|---|\n")
	rows, holding, left := 0, 0, 0
	for i := range r.Intents {
		in := &r.Intents[i]
		switch {
		case many && in.Verdict == policies.Holds:
			holding++
			continue
		case rows == rowsMost || b.Len() > room:
			left++
			continue
		}
		rows++
		name := code(in.Text)
		if in.Name != in.Text {
			name = "**" + code(in.Name) + "**<br>" + name
		}
		if in.Description != "" {
			name += "<br>" + prose(shorten(in.Description))
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %s |\n", intentMark(in), name, len(in.Sources), findingCodes(in))
	}
	if holding > 0 {
		fmt.Fprintf(&b, "| ✅ | %s | | |\n", count(holding, "more intent")+" that hold")
	}
	if left > 0 {
		fmt.Fprintf(&b, "| | and %s | | |\n", count(left, "more intent"))
	}
	return b.String()
}

// intentMark is a warning where everything bad about an intent is excused.
func intentMark(in *policies.IntentResult) string {
	if in.Verdict != policies.Holds && in.Gating() == policies.Holds {
		return "⚠️"
	}
	return mark(in.Verdict, in.Severity)
}

// findingCodes are the codes of an intent's findings, each once.
func findingCodes(in *policies.IntentResult) string {
	var out []string
	for _, f := range in.Findings {
		text := code(string(f.Code))
		switch {
		case f.Waived != nil:
			text += " (waived)"
		case f.Known:
			text += " (not new)"
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, "<br>")
}

// findingText is the section of a finding.
func findingText(a alert, withPicture bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s %s\n\n", mark(a.Verdict, a.level), headingOf(a))
	b.WriteString(prose(cut(sentence(a.Message), messageBytes)) + "\n\n")
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "- **%s:** %s\n", name, value)
		}
	}
	row("Intent", code(a.intent.Name))
	row("Affected", codes(a.Sources))
	row("Each of", codes(a.Addresses))
	if loc := a.Location; loc != nil {
		place := code(fileLine(*loc))
		if loc.EndLine > loc.Line {
			place = code(fmt.Sprintf("%s:%d-%d", loc.File, loc.Line, loc.EndLine))
		}
		row("Where", place)
	}
	row("In this plan", change(a.Change))
	var chain []string
	for _, c := range a.Calls {
		link := code(c.Module)
		if c.File != "" {
			link += " " + code(fileLine(c.Location))
		}
		chain = append(chain, link)
	}
	row("Called by", strings.Join(chain, " → "))
	if a.Verdict == policies.Violated && a.Example != (policies.Example{}) {
		row("Example", code(exampleText(a.Example))+a.fate())
	}
	row(a.mending(), prose(cut(a.Remedy, messageBytes)))
	also, more := nexts(a.Finding)
	for _, n := range also {
		row("Next in the way", code(string(n.Code))+" at "+code(n.Address)+onTheWayBack(n.Leg))
	}
	if more > 0 {
		row("Next in the way", prose(moreNext(more)))
	}
	if withPicture {
		if p := picture(a.Finding); p != "" {
			b.WriteString("\n" + p)
		}
	}
	if len(a.Trace) > 0 {
		b.WriteString("\n<details><summary>The way of the example, hop by hop</summary>\n\n" + journeyTable(a) + "\n</details>\n")
	}
	return b.String()
}

// headingOf says what the matter is and where.
func headingOf(a alert) string {
	culprit := ""
	if w := where(a.Finding); w != "" {
		culprit = " at " + code(w)
	}
	return code(string(a.Code)) + culprit
}

// at is the file and line behind a name.
func at(a alert) string {
	if a.Location == nil {
		return ""
	}
	return " · " + code(fileLine(*a.Location))
}

// change is what the plan does to a culprit.
func change(c reach.Change) string {
	switch c {
	case "":
		return ""
	case reach.NoChange:
		return "not changed"
	}
	return "`" + string(c) + "`"
}

// journeyTable is the way there and back.
func journeyTable(a alert) string {
	var b strings.Builder
	dir := commonFolder(a.Places)
	if dir != "" {
		b.WriteString("Files are those in " + code(dir) + ".\n\n")
	}
	b.WriteString("| | Hop | Resource | Rule | Verdict |\n|---|---|---|---|---|\n")
	for i, h := range a.Trace {
		direction := "→"
		if h.Leg == reach.Reply {
			direction = "←"
		}
		resource := ""
		if h.Origin != nil {
			resource = code(h.Origin.String())
		}
		if i < len(a.Places) && a.Places[i] != nil {
			resource += "<br>" + code(strings.TrimPrefix(fileLine(*a.Places[i]), dir))
		}
		rule := code(h.Rule)
		if h.Detail != "" {
			if rule != "" {
				rule += "<br>"
			}
			rule += prose(h.Detail)
		}
		verdict := string(h.Verdict)
		switch h.Verdict {
		case reach.Denied:
			verdict = "❌ **" + verdict + "**"
		case reach.Undecided:
			verdict = "❓ **" + verdict + "**"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", direction, kindText(h), resource, rule, verdict)
	}
	return b.String()
}

// commonFolder is the folder that all places are in, with a slash at its end; empty
// for the root of the repository.
func commonFolder(places []*policies.Location) string {
	common, first := "", true
	for _, at := range places {
		if at == nil {
			continue
		}
		dir := at.File[:strings.LastIndexByte(at.File, '/')+1]
		if first {
			common, first = dir, false
		}
		for !strings.HasPrefix(dir, common) {
			common = common[:strings.LastIndexByte(strings.TrimSuffix(common, "/"), '/')+1]
		}
	}
	return common
}

// rest is what the verdicts rest on, folded, each part in about as many bytes as
// there is room.
func rest(r Report, room int) string {
	var excused, unknowns, assumptions, notes []string
	for _, in := range r.Intents {
		for _, f := range in.Findings {
			if w := f.Waived; w != nil {
				excused = append(excused, fmt.Sprintf("%s at %s, until %s by %s: %s", code(string(f.Code)), code(where(f)), w.Expires.Format("2006-01-02"), code(w.Owner), prose(w.Reason)))
			} else if f.Known {
				excused = append(excused, fmt.Sprintf("%s at %s, which is not new", code(string(f.Code)), code(where(f))))
			}
		}
		for _, u := range in.Unknowns {
			of := u.Address
			if u.Attribute != "" {
				of += "." + u.Attribute
			}
			text := u.Reason
			if of != "" {
				text = of + ": " + text
			}
			unknowns = append(unknowns, text)
		}
		assumptions = append(assumptions, in.Assumptions...)
		for _, n := range in.Notes {
			notes = append(notes, fmt.Sprintf("%s (%s)", n.Message, n.Code))
		}
	}
	var out []string
	for _, part := range []struct {
		title string
		texts []string
		made  bool
	}{
		{"Waived, or not new", excused, true}, {"What is not known", unknowns, false},
		{"What the verdicts assume", assumptions, false}, {"Notes", notes, false},
	} {
		if s := folded(part.title, part.texts, part.made, room); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}

// folded is a list that opens at a click; made says that its items are Markdown.
func folded(title string, texts []string, made bool, room int) string {
	slices.Sort(texts)
	texts = slices.Compact(texts)
	if !made {
		texts = together(texts)
	}
	if len(texts) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<details><summary>%s (%d)</summary>\n\n", title, len(texts))
	for i, t := range texts {
		if i > 0 && b.Len() > room {
			fmt.Fprintf(&b, "- and %d more\n", len(texts)-i)
			break
		}
		if !made {
			t = prose(cut(t, messageBytes))
		}
		b.WriteString("- " + t + "\n")
	}
	b.WriteString("\n</details>\n")
	return b.String()
}
