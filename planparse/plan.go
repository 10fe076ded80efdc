package planparse

import (
	"io"
	"slices"
	"sync"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/tfreach/tfreach/planparse/aws"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/reach"
)

// Plan is a plan as far as networks go.
type Plan struct {
	FormatVersion    string
	TerraformVersion string
	// Complete is nil when the plan does not say.
	Complete *bool
	// SHA256 is of the bytes that were read, in hexadecimal.
	SHA256 string
	Mode   Mode
	// Partial is set when apply will not carry out the whole configuration, and
	// says why: no intent can be said to hold then.
	Partial string
	// Assumptions is what every verdict rests on and the plan does not show.
	Assumptions []string
	// HasNetwork: some resource says something about a network in AWS.
	HasNetwork bool

	// After is the network that apply leaves.
	After *reach.Network

	// SourceUnused says why the configuration that was given is not used; empty
	// when it is used or none was given.
	SourceUnused string

	// all: every attribute of every resource was read.
	all        bool
	plan       *planjson.Plan
	source     *source.Config // nil when it is not used
	resolver   *resolve.Resolver
	onceBefore sync.Once
	before     *reach.Network
	oncePrior  sync.Once
	prior      *reach.Network
}

// Mode is what kind of plan it is.
type Mode int

// The modes.
const (
	// Apply is a plan that may change something.
	Apply Mode = iota
	// RefreshOnly is a plan that only reads: the state is judged.
	RefreshOnly
	// Destroy is a plan after which nothing remains.
	Destroy
)

// Read reads the JSON of a plan. src is the configuration that it was made from;
// nil when it is not at hand. An error is a *planjson.InputError when the input
// is no plan that can be judged.
func Read(r io.Reader, src *source.Config) (*Plan, error) {
	return read(r, src, false)
}

// ReadAll is Read, with every attribute of every resource, for References.
func ReadAll(r io.Reader, src *source.Config) (*Plan, error) {
	return read(r, src, true)
}

func read(r io.Reader, src *source.Config, all bool) (*Plan, error) {
	schema := planjson.Schema(aws.Schema{})
	if all {
		schema = resolve.All(schema)
	}
	if src != nil {
		schema = resolve.Wide(schema, src)
	}
	raw, err := planjson.Read(r, schema)
	if err != nil {
		return nil, err
	}
	p := &Plan{
		FormatVersion: raw.FormatVersion, TerraformVersion: raw.TerraformVersion, Complete: raw.Complete, SHA256: raw.SHA256,
		plan: raw, all: all,
	}
	p.gates()
	for _, r := range raw.Resources {
		if r.Actions.Delete() && (aws.Schema{}).Outlives(r) {
			r.Actions = tfjson.Actions{tfjson.ActionForget}
		}
	}
	p.resolve(src, schema)
	p.After = aws.Build(raw, p.resolver, aws.After)
	p.resolver.Rest()
	return p, nil
}

// resolve prepares the references, with the configuration when it belongs to the
// plan.
func (p *Plan) resolve(src *source.Config, read planjson.Schema) {
	if src != nil {
		p.SourceUnused = resolve.Mismatch(p.plan, src, aws.Schema{})
	}
	if src != nil && p.SourceUnused == "" {
		p.resolver = resolve.New(p.plan, src, aws.Schema{}, read)
		compared := planjson.Schema(aws.Schema{})
		if p.all {
			compared = resolve.All(compared)
		}
		if p.SourceUnused = p.resolver.Contradiction(compared); p.SourceUnused == "" {
			p.source = src
			return
		}
	}
	p.resolver = resolve.New(p.plan, nil, aws.Schema{}, read)
	if src != nil {
		p.resolver.Discard()
	}
}

// Before is the network that apply finds: the same object as After when apply
// changes nothing but tags.
func (p *Plan) Before() *reach.Network {
	p.onceBefore.Do(func() {
		p.before = p.After
		if p.changes() {
			p.before = aws.Build(p.plan, p.resolver, aws.Before)
		}
	})
	return p.before
}

// Prior is Before with the tags that apply finds, and without what is only read during
// apply: the same object as After when the plan does nothing at all to what networks
// are made of.
func (p *Plan) Prior() *reach.Network {
	p.oncePrior.Do(func() {
		p.prior = p.Before()
		if p.prior == p.After && p.acts() {
			p.prior = aws.Build(p.plan, p.resolver, aws.Before)
		}
	})
	return p.prior
}

// acts reports whether apply does anything to what a network is read from.
func (p *Plan) acts() bool {
	return slices.ContainsFunc(p.plan.Resources, func(r *planjson.Resource) bool {
		_, read := (aws.Schema{}).Attributes(r.Type)
		return read && !r.Actions.NoOp()
	})
}

// gates says what kind of plan it is and what it leaves open as a whole (DESIGN
// 3.4).
func (p *Plan) gates() {
	raw := p.plan
	left := slices.ContainsFunc(raw.Prior, func(r *planjson.Resource) bool { return !r.Data })
	switch {
	case raw.Managed == 0 && raw.HasPrior && len(raw.Prior) > 0:
		p.Mode = RefreshOnly
	case raw.Managed > 0 && raw.Managed == raw.Deleted && !left:
		p.Mode = Destroy
	}
	switch {
	case raw.Complete != nil && !*raw.Complete:
		p.Partial = "the plan is not complete: it was made with -target, or Terraform put changes off"
	case raw.Deferred > 0:
		p.Partial = "the plan puts changes off to another plan"
	}
	if raw.Complete == nil {
		p.Assumptions = append(p.Assumptions, "the plan is complete: Terraform before 1.8 does not say")
	}
	for t := range raw.Types {
		if (aws.Schema{}).IsNetwork(t) {
			p.HasNetwork = true
		}
	}
	for _, r := range raw.Prior {
		if (aws.Schema{}).IsNetwork(r.Type) {
			p.HasNetwork = true
		}
	}
}

// changes reports whether apply changes anything that a network is made of: tags
// are not.
func (p *Plan) changes() bool {
	for _, r := range p.plan.Resources {
		if _, read := (aws.Schema{}).Attributes(r.Type); !read {
			continue
		}
		if !r.Actions.NoOp() && !r.Actions.Read() && (!r.Actions.Update() || !r.Before.EqualBut(r.After, "tags", "tags_all")) {
			return true
		}
	}
	return false
}
