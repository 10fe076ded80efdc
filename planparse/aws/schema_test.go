package aws

import (
	"slices"
	"testing"

	"github.com/tfreach/tfreach/planparse/planjson"
)

// TestTypes: the table of resource types is of one piece.
func TestTypes(t *testing.T) {
	for name, typ := range types {
		if typ.role == 0 {
			t.Errorf("%s has no role", name)
		}
		if typ.role == modelled && typ.attrs == nil {
			t.Errorf("%s is modelled and nothing of it is read", name)
		}
		for _, id := range typ.ids {
			// Names are written in another way by some providers than in the configuration.
			named := slices.Contains([]string{"name", "replication_subnet_group_id", "replication_group_id", "cluster_identifier"}, id)
			if a, read := typ.attrs[id]; !read || !a.ID && !named {
				t.Errorf("%s brings %s into the world, which is not read as an id", name, id)
			}
		}
	}
	seen := map[string]bool{}
	for _, name := range slices.Concat(workloads, gaps, harmlessTypes) {
		if seen[name] {
			t.Errorf("%s has two roles", name)
		}
		seen[name] = true
	}
}

// TestAttributes: what is read of a type. Values that may hold secrets are not in
// the list of any.
func TestAttributes(t *testing.T) {
	for name, want := range map[string]bool{
		"aws_vpc": true, "aws_lb": true, "aws_s3_bucket": false, "aws_vpc_ipam": false, "random_id": false,
		// Nobody knows them, and they may touch a path.
		"aws_vpc_quantum_link": true, "aws_route_teleporter": true, "awscc_ec2_vpc": true,
	} {
		attrs, read := Schema{}.Attributes(name)
		if _, region := attrs["region"]; read != want || read && len(attrs) == 0 || region != want {
			t.Errorf("%s: read %v, want %v; attributes %v", name, read, want, attrs)
		}
	}
	// By their tags people select workloads; of a gap nothing is read but where it is.
	for name, want := range map[string]bool{"aws_emr_cluster": true, "aws_fms_policy": false} {
		attrs, _ := Schema{}.Attributes(name)
		if _, tags := attrs["tags_all"]; tags != want {
			t.Errorf("%s: tags are read: %v, want %v", name, tags, want)
		}
	}
	var walk func(name string, attrs planjson.Attrs)
	walk = func(name string, attrs planjson.Attrs) {
		for attr, a := range attrs {
			if slices.Contains([]string{"user_data", "user_data_base64", "password", "environment", "description", "key_name", "policy"}, attr) {
				t.Errorf("%s.%s is read", name, attr)
			}
			walk(name+"."+attr, a.Nested)
		}
	}
	for name, typ := range types {
		walk(name, typ.attrs)
	}
}

// TestIsNetwork: of which types nothing is said that a verdict could rest on.
func TestIsNetwork(t *testing.T) {
	for name, want := range map[string]bool{
		"aws_vpc": true, "aws_emr_cluster": true, "aws_fms_policy": true, "aws_vpc_quantum_link": true, "aws_vpc_ipam": false, "aws_s3_bucket": false, "random_id": false,
	} {
		if got := (Schema{}).IsNetwork(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// TestOutlives: what AWS made by itself stays when Terraform deletes the resource
// that adopted it.
func TestOutlives(t *testing.T) {
	forced := planjson.Value{Kind: planjson.Object, Fields: []planjson.Field{{Name: "force_destroy", Value: planjson.Value{Kind: planjson.Bool, Text: "true"}}}}
	for _, c := range []struct {
		typ    string
		before planjson.Value
		want   bool
	}{
		{"aws_default_network_acl", planjson.Value{}, true},
		{"aws_default_security_group", planjson.Value{}, true},
		{"aws_default_route_table", planjson.Value{}, true},
		{"aws_default_vpc", planjson.Value{}, true},
		{"aws_default_vpc", forced, false},
		{"aws_default_subnet", forced, false},
		{"aws_security_group", planjson.Value{}, false},
	} {
		r := &planjson.Resource{Before: c.before}
		r.Type = c.typ
		if got := (Schema{}).Outlives(r); got != c.want {
			t.Errorf("%s %v: %v, want %v", c.typ, c.before, got, c.want)
		}
	}
}
