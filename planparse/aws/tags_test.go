package aws_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/aws"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// tagText is some tags by their names, with "?" for a value that is not known.
func tagText(tags reach.Tags) string {
	var out []string
	for _, name := range []string{"Name", "Team", "Tier"} {
		switch v, ok := tags.Values[name]; {
		case ok && v.Why != nil:
			out = append(out, name+"=?")
		case ok:
			out = append(out, name+"="+v.Value)
		}
	}
	if tags.Why != nil {
		out = append(out, "and others")
	}
	return strings.Join(out, " ")
}

// TestDefaultTags: where a tag is known only after apply, the plan does not show
// tags_all. What the provider adds is known when it is written out, and the same for
// every resource.
func TestDefaultTags(t *testing.T) {
	const (
		one   = `{"aws":{"name":"aws","expressions":{"default_tags":[{"tags":{"constant_value":{"Team":"net","Tier":"x"}}}]}}}`
		named = `{"aws":{"name":"aws","expressions":{"default_tags":[{"tags":{"references":["local.tags"]}}]}}}`
		two   = `{"aws":{"name":"aws","expressions":{}},"aws.b":{"name":"aws","alias":"b","expressions":{"default_tags":[{"tags":{"constant_value":{"Team":"net"}}}]}}}`
	)
	for _, tt := range []struct{ name, providers, want string }{
		{"written out", one, "Name=? Team=net Tier=app"},
		{"by a name", named, "Name=? Tier=app and others"},
		{"of one of two providers", two, "Name=? Tier=app and others"},
		{"none", `{"aws":{"name":"aws","expressions":{}}}`, "Name=? Tier=app"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := planjson.Read(strings.NewReader(`{"format_version":"1.2","complete":true,"resource_changes":[
				{"mode":"managed","type":"aws_subnet","name":"s","change":{"actions":["create"],"before":null,"after":{"tags":{"Tier":"app"}},
				"after_unknown":{"id":true,"tags":{"Name":true},"tags_all":true}}}],
				"configuration":{"provider_config":`+tt.providers+`,"root_module":{}}}`), aws.Schema{})
			if err != nil {
				t.Fatal(err)
			}
			net := aws.Build(p, resolve.New(p, nil, aws.Schema{}, aws.Schema{}), aws.After)
			if text := tagText(net.Subnets[0].Tags); text != tt.want {
				t.Errorf("%s, want %s", text, tt.want)
			}
		})
	}
}

// TestSensitiveTags: what is marked in tags has no mark in tags_all, where the
// provider copies it to.
func TestSensitiveTags(t *testing.T) {
	const value = `{"Name":"hidden","Tier":"app"}`
	for _, tt := range []struct{ name, mask, want string }{
		{"none", `{"tags":{},"tags_all":{}}`, "Name=hidden Tier=app"},
		{"one", `{"tags":{"Name":true},"tags_all":{}}`, "Name=? Tier=app"},
		{"all", `{"tags":true,"tags_all":{}}`, "and others"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, change := range []string{
				`"actions":["create"],"before":null,"after":{"tags":` + value + `,"tags_all":` + value + `},"after_unknown":{},"after_sensitive":` + tt.mask,
				`"actions":["no-op"],"before":{"tags":` + value + `,"tags_all":` + value + `},"after":{"tags":` + value + `,"tags_all":` + value + `},"before_sensitive":` + tt.mask + `,"after_sensitive":` + tt.mask,
			} {
				p, err := planjson.Read(strings.NewReader(`{"format_version":"1.2","complete":true,"resource_changes":[{"mode":"managed","type":"aws_subnet","name":"s","change":{`+change+`}}]}`), aws.Schema{})
				if err != nil {
					t.Fatal(err)
				}
				net := aws.Build(p, resolve.New(p, nil, aws.Schema{}, aws.Schema{}), aws.After)
				if text := tagText(net.Subnets[0].Tags); text != tt.want {
					t.Errorf("%s, want %s", text, tt.want)
				}
			}
		})
	}
}

// TestProviderTagsHidden: a sensitive value that a provider adds to tags_all bears no
// mark there, so that results show none that is not written out.
func TestProviderTagsHidden(t *testing.T) {
	for _, tt := range []struct{ name, tags, want string }{
		{"by an expression", `{"references":["var.owner"]}`, "Team"},
		{"written out", `{"constant_value":{"Team":"secret"}}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := planjson.Read(strings.NewReader(`{"format_version":"1.2","complete":true,"resource_changes":[
				{"mode":"managed","type":"aws_subnet","name":"s","change":{"actions":["create"],"before":null,
				"after":{"tags":{"Tier":"app"},"tags_all":{"Tier":"app","Team":"secret"}},"after_unknown":{}}}],
				"configuration":{"provider_config":{"aws":{"name":"aws","expressions":{"default_tags":[{"tags":`+tt.tags+`}]}}},"root_module":{}}}`), aws.Schema{})
			if err != nil {
				t.Fatal(err)
			}
			tags := aws.Build(p, resolve.New(p, nil, aws.Schema{}, aws.Schema{}), aws.After).Subnets[0].Tags
			if text := tagText(tags); text != "Team=secret Tier=app" {
				t.Errorf("tags %s", text)
			}
			if got := strings.Join(slices.Collect(maps.Keys(tags.Hidden)), " "); got != tt.want {
				t.Errorf("hidden %q, want %q", got, tt.want)
			}
		})
	}
}
