package aws_test

import (
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/aws"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
)

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
			tags := net.Subnets[0].Tags
			var got []string
			for _, name := range []string{"Name", "Team", "Tier"} {
				switch v, ok := tags.Values[name]; {
				case ok && v.Why != nil:
					got = append(got, name+"=?")
				case ok:
					got = append(got, name+"="+v.Value)
				}
			}
			text := strings.Join(got, " ")
			if tags.Why != nil {
				text += " and others"
			}
			if text != tt.want {
				t.Errorf("%s, want %s", text, tt.want)
			}
		})
	}
}
