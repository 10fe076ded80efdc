package reach_test

import (
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// TestPlaces: places are one, two, or nobody knows.
func TestPlaces(t *testing.T) {
	places := map[string]*reach.Place{
		"nowhere": nil,
		"unknown": {},
		"east":    {Provider: "aws.east", Region: "us-east-1"},
		"more":    {Provider: "aws.more", Region: "us-east-1"},
		"west":    {Provider: "aws.west", Region: "us-west-1"},
		"six":     {Provider: "aws.east", Region: "us-west-1"},
		"env":     {Provider: "aws.env"},
		"one":     {Provider: "aws.one", Region: "us-east-1", Account: "1"},
		"two":     {Provider: "aws.two", Region: "us-east-1", Account: "2"},
		"env two": {Provider: "aws.env", Account: "2"},
	}
	for _, tt := range []struct {
		a, b                   string
		same, apart, elsewhere bool
	}{
		{"nowhere", "nowhere", false, false, false},
		{"nowhere", "east", false, false, false},
		{"unknown", "unknown", false, false, false},
		{"east", "east", true, false, false},
		{"env", "env", true, false, false},
		{"east", "more", false, false, false},
		{"east", "env", false, false, false},
		{"east", "west", false, true, true},
		{"east", "six", false, true, true},
		{"one", "two", false, true, false},
		{"one", "env two", false, true, false},
		{"one", "more", false, false, false},
	} {
		for range 2 {
			a, b := places[tt.a], places[tt.b]
			if a.Same(b) != tt.same || a.Apart(b) != tt.apart || a.Elsewhere(b) != tt.elsewhere {
				t.Errorf("%s and %s: same %v, apart %v, elsewhere %v", tt.a, tt.b, a.Same(b), a.Apart(b), a.Elsewhere(b))
			}
			at := &reach.Subnet{Origin: reach.Origin{Place: b}}
			if got := reach.Perhaps[*reach.Subnet](&reach.Unknown{}).In(a).May(at); got == tt.elsewhere {
				t.Errorf("an open reference in %s may name a subnet in %s: %v", tt.a, tt.b, got)
			}
			if !reach.Perhaps(&reach.Unknown{}, at).In(a).May(at) {
				t.Errorf("a candidate in %s is none for a reference in %s", tt.b, tt.a)
			}
			tt.a, tt.b = tt.b, tt.a
		}
	}
}
