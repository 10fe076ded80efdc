package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tfreach/tfreach/policies"
)

// MaxBaseline is how many bytes a baseline may have.
const MaxBaseline = 64 << 20

// ReadBaseline reads a result of the format json as a baseline. An error tells what
// was read instead.
func ReadBaseline(r io.Reader) (*policies.Baseline, error) {
	const wanted = "; a baseline is an earlier result, which tfreach check PLAN --format json=FILE writes"
	text, err := io.ReadAll(io.LimitReader(r, MaxBaseline+1))
	if err != nil {
		return nil, err
	}
	if len(text) > MaxBaseline {
		return nil, fmt.Errorf("it has more than %d MiB%s", MaxBaseline>>20, wanted)
	}
	var head struct {
		FormatVersion json.RawMessage `json:"format_version"`
		Tool          json.RawMessage `json:"tool"`
		Changes       json.RawMessage `json:"resource_changes"`
		Planned       json.RawMessage `json:"planned_values"`
	}
	var invalid *json.SyntaxError
	switch err := json.Unmarshal(text, &head); {
	case errors.As(err, &invalid) && len(text) == 0:
		return nil, errors.New("it is empty" + wanted)
	case errors.As(err, &invalid):
		return nil, fmt.Errorf("it is no JSON, from byte %d on%s", invalid.Offset, wanted)
	case err != nil:
		return nil, errors.New("it is JSON, and no object" + wanted)
	}
	var tool jsonTool
	var version string
	_ = json.Unmarshal(head.Tool, &tool) // what is no text is another one, too
	_ = json.Unmarshal(head.FormatVersion, &version)
	major, _, _ := strings.Cut(version, ".")
	ours, _, _ := strings.Cut(formatVersion, ".")
	switch {
	case head.Changes != nil || head.Planned != nil:
		return nil, errors.New("it is the JSON of a plan" + wanted)
	case tool.Name != "tfreach":
		return nil, errors.New("it is JSON, and no result of tfreach" + wanted)
	case major != ours:
		return nil, fmt.Errorf("it is a result of format version %.20q, and this tfreach reads %s.x: write it anew with --format json=FILE", version, ours)
	}
	var in jsonResult
	if err := json.Unmarshal(text, &in); err != nil {
		var odd *json.UnmarshalTypeError
		if errors.As(err, &odd) {
			return nil, fmt.Errorf("its %s is not what a result has there: write it anew with --format json=FILE", odd.Field)
		}
		return nil, err
	}
	out := &policies.Baseline{}
	for _, i := range in.Intents {
		for _, f := range i.Findings {
			e := policies.BaselineEntry{Intent: i.Name, ID: f.ID, Verdict: policies.Verdict(f.Verdict), Sources: f.Sources, Subnets: f.Subnets, Message: f.Message}
			for _, flow := range f.Flows {
				e.Flows = append(e.Flows, policies.Flow(flow))
			}
			out.Entries = append(out.Entries, e)
		}
	}
	return out, nil
}
