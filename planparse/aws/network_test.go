package aws_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/aws"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/reach"
)

// testPlan is a plan, one resource a line:
//
//   - aws_vpc.main {"cidr_block": "10.0.0.0/16"} id ipv6_cidr_block    made, these attributes known after apply
//     = aws_vpc.main {"id": "vpc-1"}                   as it was
//     ~ aws_vpc.main {"id": "vpc-1"} -> {"id": "vpc-1"}    changed
//   - aws_vpc.main {"id": "vpc-1"}                   deleted
//     < data.aws_vpc.main {"id": "vpc-1"}              read
type testPlan string

func (p testPlan) json(t *testing.T) string {
	t.Helper()
	var changes, prior []string
	for _, line := range strings.Split(strings.TrimSpace(string(p)), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		op, rest, _ := strings.Cut(line, " ")
		name, values, _ := strings.Cut(rest, " {")
		values = "{" + values
		res, err := address.Parse(name)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		index := ""
		if n, ok := res.Key.Int(); ok {
			index = fmt.Sprintf(`,"index":%d`, n)
		} else if s, ok := res.Key.Str(); ok {
			index = fmt.Sprintf(`,"index":%q`, s)
		}
		mode := "managed"
		if res.Data {
			mode = "data"
		}
		head := fmt.Sprintf(`{"address":%q,"module_address":%q,"mode":%q,"type":%q,"name":%q%s`, name, res.Module, mode, res.Type, res.Name, index)
		change := func(actions, before, after, unknown string) {
			changes = append(changes, fmt.Sprintf(`%s,"change":{"actions":[%s],"before":%s,"after":%s,"after_unknown":%s}}`, head, actions, before, after, unknown))
		}
		switch op {
		case "+":
			end := strings.LastIndexByte(values, '}') + 1
			var unknown []string
			for _, name := range strings.Fields(values[end:]) {
				unknown = append(unknown, fmt.Sprintf(`%q:true`, name))
			}
			change(`"create"`, "null", values[:end], "{"+strings.Join(unknown, ",")+"}")
		case "=":
			change(`"no-op"`, values, values, "{}")
		case "~":
			before, after, _ := strings.Cut(values, " -> ")
			change(`"update"`, before, after, "{}")
		case "-":
			change(`"delete"`, values, "null", "{}")
		case "<":
			prior = append(prior, fmt.Sprintf(`%s,"values":%s}`, head, values))
		default:
			t.Fatalf("%s: not a line of a plan", line)
		}
	}
	return fmt.Sprintf(`{"format_version":"1.2","complete":true,"resource_changes":[%s],"prior_state":{"values":{"root_module":{"resources":[%s]}}}}`,
		strings.Join(changes, ","), strings.Join(prior, ","))
}

// network is the network of a plan after apply; sources are the configuration, none
// where it is empty.
func network(t *testing.T, plan testPlan, sources string) *reach.Network {
	t.Helper()
	var src *source.Config
	schema := planjson.Schema(aws.Schema{})
	if sources != "" {
		var err error
		if src, err = source.FromFS(fstest.MapFS{"main.tf": {Data: []byte(sources)}}, ".", "test"); err != nil {
			t.Fatal(err)
		}
		schema = resolve.Wide(schema, src)
	}
	p, err := planjson.Read(strings.NewReader(plan.json(t)), schema)
	if err != nil {
		t.Fatal(err)
	}
	return aws.Build(p, resolve.New(p, src, aws.Schema{}, schema), aws.After)
}

// named is what a reference names, in short.
func named[T interface {
	comparable
	reach.Object
}](r reach.Ref[T]) string {
	switch t, ok := r.Exact(); {
	case ok:
		return t.At().String()
	case r.IsNone():
		return "none"
	}
	return "unknown"
}
