package aws

import (
	"testing"

	"github.com/tfreach/tfreach/planparse/planjson"
)

func text(s string) planjson.Value { return planjson.Value{Kind: planjson.String, Text: s} }

func number(s string) planjson.Value { return planjson.Value{Kind: planjson.Number, Text: s} }

func TestParsePrefix(t *testing.T) {
	for in, want := range map[string]string{
		"10.0.0.0/8": "10.0.0.0/8", "10.1.2.3/8": "10.0.0.0/8", "0.0.0.0/0": "0.0.0.0/0", "2001:DB8::/32": "2001:db8::/32", "::/0": "::/0",
		"10.0.0.0": "", "10.0.0.0/33": "", "::ffff:10.0.0.0/104": "", "fe80::1%eth0/64": "", " 10.0.0.0/8": "", "": "", "10.0.0.0/08": "",
	} {
		p, err := parsePrefix(in)
		if got := p.String(); err == nil && got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %s, %v, want %q", in, got, err, want)
		}
	}
}

// TestProtocols: SG-6, NACL-6.
func TestProtocols(t *testing.T) {
	for in, want := range map[string]string{
		"tcp": "tcp", "TCP": "tcp", "6": "tcp", "17": "udp", "udp": "udp", "icmp": "icmp", "1": "icmp", "icmpv6": "icmpv6", "58": "icmpv6",
		"-1": "any protocol", "all": "any protocol", "ALL": "any protocol", "esp": "protocol 50", "50": "protocol 50", "0": "protocol 0", "255": "protocol 255",
		"256": "", "-2": "", "tcpp": "", "6.0": "", "": "",
	} {
		p, err := protocols(text(in))
		if got := p.String(); err == nil && got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %s, %v, want %q", in, got, err, want)
		}
	}
}

func TestPortRange(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"443", "443", "443"}, {"0", "0", "0"}, {"0", "65535", "any"}, {"1024", "65535", "1024-65535"},
		{"443", "80", ""}, {"-1", "-1", ""}, {"0", "65536", ""}, {"a", "1", ""},
	} {
		p, err := portRange(number(c.from), number(c.to))
		got := p.String()
		if p.IsAny() {
			got = "any"
		}
		if err == nil && got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s-%s: %s, %v, want %q", c.from, c.to, got, err, c.want)
		}
	}
	// The provider sends 0 for what nobody sets (NACL-12).
	if p, err := portRange(planjson.Value{Kind: planjson.Null}, planjson.Value{Kind: planjson.Null}); err != nil || p.String() != "0" {
		t.Errorf("unset: %v, %v, want 0", p, err)
	}
}

// TestICMPTypes: SG-8, NACL-6.
func TestICMPTypes(t *testing.T) {
	read := func(f func(a, b planjson.Value) (string, error), typ, code string) string {
		got, err := f(number(typ), number(code))
		if err != nil {
			return "error"
		}
		return got
	}
	acl := func(a, b planjson.Value) (string, error) { p, err := icmpTypes(a, b); return p.String(), err }
	group := func(a, b planjson.Value) (string, error) { p, err := ruleTypes(a, b); return p.String(), err }
	for _, c := range []struct{ typ, code, acl, group string }{
		{"-1", "-1", "0-65535", "0-65535"},
		{"8", "-1", "2048-2303", "2048-2303"},
		{"8", "0", "2048", "2048"},
		{"-1", "0", "0-65535", "error"}, // an ACL's code that nobody sets is 0
		{"-1", "3", "error", "error"},
		{"255", "255", "65535", "65535"},
		{"256", "0", "error", "error"},
		{"8", "256", "error", "error"},
	} {
		if got := read(acl, c.typ, c.code); got != c.acl {
			t.Errorf("entry, type %s code %s: %s, want %s", c.typ, c.code, got, c.acl)
		}
		if got := read(group, c.typ, c.code); got != c.group {
			t.Errorf("rule, type %s code %s: %s, want %s", c.typ, c.code, got, c.group)
		}
	}
}
