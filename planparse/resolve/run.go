package resolve

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// samples is the number of runs with ids of other texts and another order. Each
// second one has the order of the one before it reversed, so that two ids never
// stand in one order in all of them; in the last two all ids come before other
// texts, and behind them.
const samples = 8

// The bounds of evaluation.
const (
	maxSteps    = 20_000_000 // of a plan
	maxAsked    = 300_000    // of one question
	maxElements = 1 << 18
	maxStored   = 1 << 21 // values that are kept
	maxText     = 1 << 20
	maxChain    = 1000
)

// evaluator evaluates the configuration of one plan, as it will be once ids
// exist that do not yet: several times, with other ids.
type evaluator struct {
	*Resolver
	functions map[string]function.Function
	// marked is the run whose values tell what they rest on, blind the one in which
	// ids are unknown. In planned, as while Terraform plans, it is not even known
	// that they are not null.
	marked, blind, planned *run
	sampled                [samples]*run
	// steps are all that were taken, asked those for the question of now.
	steps, asked int
	// questions are those that are being answered, one for the sake of another.
	questions int
	stored    int // values
	// goesOn: Terraform goes on where one operand of && or || fails.
	goesOn    bool
	written   map[hclsyntax.Expression]hclsyntax.Expression // rewritten expressions
	extents   map[string]extent
	constants map[hcl.Expression]bool
	// tooMuch are expressions that met a bound.
	tooMuch map[hclsyntax.Expression]bool
}

// run is one evaluation: with one id for each symbol.
type run struct {
	*evaluator
	kind    kind
	nth     int // among the sampled ones
	seed    byte
	flip    bool
	values  map[key]*result
	frames  map[string]*frame
	symbols map[string]Symbol // by the id that the run gives them
	ids     map[Symbol]string
	blocks  map[Symbol]netip.Prefix // that apply picks
	depth   int
	// doubts counts what may fail, were ids others, of what was evaluated so far.
	doubts int
}

type kind int

const (
	marked kind = iota
	blind
	planned
	sampled
)

// key names what is evaluated once.
type key struct {
	module string
	what   string // "local", "var", "output", "resource", ...
	name   string
}

type result struct {
	value cty.Value
	busy  bool
	// plain: it holds no id that does not exist yet, and is the same in all runs.
	plain bool
	size  int
}

func newEvaluator(r *Resolver, functions map[string]function.Function) *evaluator {
	e := &evaluator{Resolver: r, functions: functions, written: map[hclsyntax.Expression]hclsyntax.Expression{}, extents: map[string]extent{}, constants: map[hcl.Expression]bool{}, tooMuch: map[hclsyntax.Expression]bool{}}
	var major, minor int
	_, err := fmt.Sscanf(r.plan.TerraformVersion, "%d.%d.", &major, &minor)
	e.goesOn = err == nil && (major > 1 || major == 1 && minor >= 12)
	e.start()
	return e
}

// start begins all runs anew.
func (e *evaluator) start() {
	e.marked = e.newRun(marked, 0, false)
	e.blind = e.newRun(blind, 0, false)
	e.planned = e.newRun(planned, 0, false)
	for i := range e.sampled {
		e.sampled[i] = e.newRun(sampled, byte(i/2+1), i%2 == 1)
		e.sampled[i].nth = i + 1
	}
}

// Rest says that most questions have been asked: values that answers were made
// from are let go, and evaluated again where somebody asks for them.
func (r *Resolver) Rest() {
	if r.eval != nil {
		r.eval.start()
	}
}

func (e *evaluator) newRun(k kind, seed byte, flip bool) *run {
	return &run{
		evaluator: e, kind: k, seed: seed, flip: flip,
		values: map[key]*result{}, frames: map[string]*frame{}, symbols: map[string]Symbol{}, ids: map[Symbol]string{}, blocks: map[Symbol]netip.Prefix{},
	}
}

// exhausted ends an evaluation that takes more than the bounds allow.
type exhausted struct{ what string }

func (e *evaluator) count(steps int) {
	e.steps += steps
	if e.asked += steps; e.steps > maxSteps || e.asked > maxAsked {
		panic(exhausted{manySteps})
	}
}

// doubt counts a value that some step gave, if that may fail.
func (r *run) doubt(v cty.Value) {
	r.doubtBy(v, deepMarks(v))
}

// doubtOnly is doubt about a collection itself, whatever its elements are.
func (r *run) doubtOnly(v cty.Value) {
	bare, marks := v.Unmark()
	r.doubtBy(bare, marks)
}

func (r *run) doubtBy(v cty.Value, marks cty.ValueMarks) {
	// HCL tries for expressions with values that are just unknown.
	if has[chosen](marks) || !v.IsKnown() && has[because](marks) {
		r.doubts++
	}
}

// keep ends an evaluation that keeps too much at once.
func (e *evaluator) keep(values int) {
	if e.stored += values; e.stored > maxStored {
		panic(exhausted{"more values than tfreach keeps"})
	}
}

// fits ends an evaluation whose values grow too large.
func (e *evaluator) fits(v cty.Value) {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() {
		return
	}
	switch t := v.Type(); {
	case t == cty.String:
		if len(v.AsString()) > maxText {
			panic(exhausted{"longer texts than tfreach makes"})
		}
	case v.CanIterateElements():
		if v.LengthInt() > maxElements {
			panic(exhausted{"larger collections than tfreach makes"})
		}
	}
}

// size is the number of values in a value, as far as it is within bounds.
func size(v cty.Value, left int) int {
	v, _ = v.Unmark()
	if left <= 0 || !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return 1
	}
	n := 1
	for it := v.ElementIterator(); it.Next() && n < left; {
		_, e := it.Element()
		n += size(e, left-n)
	}
	return n
}

// weight is what walking a value takes, in steps.
func weight(v cty.Value) int { return size(v, maxElements) }

// once evaluates something once for each run, and once for all of them where it
// holds no id that does not exist yet.
func (r *run) once(k key, f func() cty.Value) cty.Value {
	if v, ok := r.values[k]; ok {
		if v.busy {
			return unknownBecause("known after apply; its expression refers to itself")
		}
		r.count(1 + v.size/16)
		return v.value
	}
	if r.kind == sampled {
		if common, ok := r.marked.values[k]; ok && common.plain {
			return common.value
		}
	}
	v := &result{busy: true}
	r.values[k] = v
	if r.depth++; r.depth > maxChain {
		panic(exhausted{"longer chains of names than tfreach follows"})
	}
	// What is behind a name fails for all who ask, and no try catches it.
	doubts := r.doubts
	v.value = f()
	r.doubts = doubts
	r.depth--
	v.busy = false
	if v.size = size(v.value, maxElements); v.size >= maxElements {
		v.value = unknownBecause("known after apply; it has more values than tfreach takes")
	}
	r.keep(v.size)
	v.plain = r.kind == marked && !restsOnIDs(deepMarks(v.value))
	return v.value
}

// id is the id that a symbol has in the run.
func (r *run) id(s Symbol, typ string, alias bool) cty.Value {
	switch r.kind {
	case blind:
		return cty.UnknownVal(cty.String).RefineNotNull()
	case planned:
		return cty.UnknownVal(cty.String)
	}
	text, ok := r.ids[s]
	if !ok {
		text = r.text(s, typ)
		r.ids[s], r.symbols[text] = text, s
	}
	v := cty.StringVal(text)
	if r.kind == marked {
		v = v.Mark(means{Symbol: s, alias: alias})
	}
	return v
}

// text makes an id: of the form that AWS gives, so that expressions that look at
// its beginning see what they will see.
func (r *run) text(s Symbol, typ string) string {
	sum := sha256.Sum256(append([]byte{r.seed}, s.String()...))
	if r.nth > samples-2 {
		clear(sum[:6])
	}
	if r.flip {
		for i := range sum {
			sum[i] = ^sum[i]
		}
	}
	digits := hex.EncodeToString(sum[:])
	prefix, ok := idPrefixes[typ]
	if !ok {
		text := fmt.Sprintf("%s-%s-%s-%s-%s", digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32])
		switch {
		case typ == "terraform_data":
		case r.nth == samples-1:
			// Ids of other forms are any text.
			text = "!" + text
		case r.nth == samples:
			text = "~" + text
		}
		return text
	}
	return prefix + "-0" + digits[:16]
}

// idPrefixes are what the ids of types begin with.
var idPrefixes = func() map[string]string {
	out := map[string]string{}
	for prefix, name := range families {
		switch prefix {
		case "lgw-rtb", "tgw-attach", "tgw-rtb", "vpc-cidr-assoc", "lgw", "tgw", "pcx", "pl", "sgr":
		default:
			out["aws_"+name] = prefix
		}
	}
	for name, prefix := range map[string]string{
		"aws_ec2_transit_gateway": "tgw", "aws_ec2_transit_gateway_route_table": "tgw-rtb", "aws_ec2_transit_gateway_vpc_attachment": "tgw-attach",
		"aws_vpc_peering_connection": "pcx", "aws_ec2_managed_prefix_list": "pl", "aws_egress_only_internet_gateway": "eigw",
		"aws_vpc_security_group_ingress_rule": "sgr", "aws_vpc_security_group_egress_rule": "sgr", "aws_default_vpc": "vpc",
		"aws_default_subnet": "subnet", "aws_default_security_group": "sg", "aws_default_network_acl": "acl", "aws_default_route_table": "rtb",
		"aws_vpc_ipv4_cidr_block_association": "vpc-cidr-assoc", "aws_vpc_ipv6_cidr_block_association": "vpc-cidr-assoc",
	} {
		out[name] = prefix
	}
	return out
}()

// symbolOf is the symbol that a text is the id of.
func (r *run) symbolOf(v cty.Value) (Symbol, bool) {
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return Symbol{}, false
	}
	s, ok := r.symbols[v.AsString()]
	return s, ok
}

// knows reports whether there is a function of that name.
func (e *evaluator) knows(name string) bool {
	_, ok := e.functions[name]
	return ok
}

// value evaluates an expression. It never fails: what cannot be evaluated is
// unknown, and why is a mark.
func (r *run) value(expr hcl.Expression, f *frame) cty.Value {
	native, ok := expr.(hclsyntax.Expression)
	if !ok {
		return unknownBecause("known after apply; its expression in JSON is of a kind that tfreach does not read")
	}
	e := r.written[native]
	if e == nil {
		e = rewritten(native)
		r.written[native] = e
	}
	if r.tooMuch[native] {
		return unknownBecause(takesTooMuch)
	}
	done := false
	defer func() {
		// What met a bound meets it again.
		if !done {
			r.tooMuch[native] = true
		}
	}()
	v, diags := e.Value(f.ctx)
	done = true
	if diags.HasErrors() {
		return unknownBecause(fmt.Sprintf("known after apply; %s cannot be evaluated: %s", place(diags, expr), summary(diags)))
	}
	return v
}

const takesTooMuch = "known after apply; evaluating it takes more than tfreach does"

// kept is the value of an expression in a scope that several questions ask for.
func (r *run) kept(expr hcl.Expression, s scope) cty.Value {
	f := r.frame(s)
	if len(s.iter) > 0 || r.kind != marked || r.depth > 0 {
		return r.value(expr, f)
	}
	for _, k := range f.kept {
		if k.expr == expr {
			r.count(1)
			return k.value
		}
	}
	v := r.value(expr, f)
	r.keep(size(v, maxElements))
	f.kept = append(f.kept, kept{expr, v})
	return v
}

type kept struct {
	expr  hcl.Expression
	value cty.Value
}

// constant reports whether an expression has neither names nor functions in it.
func (e *evaluator) constant(expr hcl.Expression) bool {
	is, known := e.constants[expr]
	if !known {
		_, is = literal(expr)
		e.constants[expr] = is
	}
	return is
}

// place is where an expression went wrong, "main.tf line 3".
func place(diags hcl.Diagnostics, expr hcl.Expression) string {
	where := expr.Range()
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			where = *d.Subject
			break
		}
	}
	name := where.Filename
	if strings.HasPrefix(name, "tfconfig/") {
		// Where it lies in a saved plan is nobody's business.
		name = path.Base(name)
	}
	return fmt.Sprintf("%s line %d", name, where.Start.Line)
}

// summary is what is wrong, without the values that are: they may be secrets.
func summary(diags hcl.Diagnostics) string {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			return strings.ToLower(d.Summary[:1]) + strings.TrimSuffix(d.Summary[1:], ".")
		}
	}
	return "no reason is given"
}

const (
	manySteps    = "more steps than tfreach takes"
	tooManySteps = "known after apply; evaluating it takes " + manySteps
)

// within does something with a bound on what it may take.
func (e *evaluator) within(f func() cty.Value) (v cty.Value) {
	if e.questions == 0 {
		e.asked = 0
	}
	if e.steps > maxSteps {
		// Each question would meet the bound again.
		return unknownBecause(tooManySteps)
	}
	e.questions++
	defer func() {
		e.questions--
		switch p := recover().(type) {
		case nil:
		case exhausted:
			v = unknownBecause("known after apply; evaluating it takes " + p.what)
			e.calm()
		default:
			panic(p)
		}
	}()
	return f()
}

// calm forgets what was being evaluated when a bound was met.
func (e *evaluator) calm() {
	runs := append([]*run{e.marked, e.blind, e.planned}, e.sampled[:]...)
	for _, r := range runs {
		r.depth = 0
		for k, v := range r.values {
			if v.busy {
				delete(r.values, k)
			}
		}
	}
}

// failsByIDs reports whether an expression that fails might not, were the ids
// others: it does not fail where they are unknown.
func (r *run) failsByIDs(e hclsyntax.Expression, ctx *hcl.EvalContext) bool {
	if r.kind != marked || isTraversal(e) {
		return false
	}
	_, diags := e.Value(r.blind.blinded(ctx))
	return !diags.HasErrors()
}

// blinded is a context of the marked run with ids unknown.
func (r *run) blinded(ctx *hcl.EvalContext) *hcl.EvalContext {
	f := frameOf(ctx)
	if ctx == f.ctx {
		return r.frame(f.scope).ctx
	}
	child := r.blinded(ctx.Parent()).NewChild()
	child.Variables = map[string]cty.Value{}
	for name, v := range ctx.Variables {
		child.Variables[name] = hideIDs(v)
	}
	return child
}

func hideIDs(v cty.Value) cty.Value {
	out, _ := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		bare, marks := v.Unmark()
		if has[means](marks) && bare.Type() == cty.String {
			return cty.UnknownVal(cty.String).RefineNotNull(), nil
		}
		if has[means](marks) || has[chosen](marks) {
			return cty.UnknownVal(bare.Type()), nil
		}
		return v, nil
	})
	return out
}
