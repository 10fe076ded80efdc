package aws

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach/packet"
)

var testVariables = variables{
	sets: map[string]string{
		"WEB": "[10.0.0.0/24,10.0.2.0/24]", "PORTS": "[80,8080:8082]", "LOOP": "[$LOOP]", "NOBODY": "[?]", "SIX": "[2001:db8::/32]",
	},
	home: home{Addrs: packet.Prefix(netip.MustParsePrefix("10.0.0.0/16"))},
}

// TestSuricataAddresses: lists, what they exclude, and variables.
func TestSuricataAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"any": "any", "ANY": "any", " any ": "any", "10.1.2.3/8": "10.0.0.0/8", "10.1.2.3": "10.1.2.3", "2001:db8::1": "2001:db8::1",
		"[10.0.0.0/9, 10.128.0.0/9]": "10.0.0.0/8", "[10.0.0.0/8,!10.128.0.0/9]": "10.0.0.0/9", "[[10.0.0.0/9],10.128.0.0/9]": "10.0.0.0/8",
		"$WEB": "10.0.0.0/24, 10.0.2.0/24", "[$WEB,!10.0.0.0/24]": "10.0.2.0/24", "$HOME_NET": "10.0.0.0/16", "!$EXTERNAL_NET": "10.0.0.0/16",
		"$SIX": "2001:db8::/32", "![0.0.0.0/1, 128.0.0.0/1]": "::/0", "[!0.0.0.0/1,!128.0.0.0/1,!8000::/1]": "::/1",
		"!any": "", "[!any]": "", "[]": "", "": "", "[10.0.0.0/8": "", "10.0.0.0/8]": "", "$LOOP": "", "$NOBODY": "", "$OTHER": "", "@LIST": "",
		strings.Repeat("!", maxNesting) + "10.0.0.1": "10.0.0.1", strings.Repeat("!", 2*maxNesting) + "10.0.0.1": "",
		"10.0.0.0/33": "", "[10.0.0.0/8,]": "", "!!10.0.0.0/8": "10.0.0.0/8", "[10.0.0.0/8,!10.0.0.0/8]": "",
	} {
		got, err := testVariables.addrs(in)
		switch {
		case err != nil && want != "":
			t.Errorf("%q: %v, want %s", in, err, want)
		case err == nil && want == "any" && got.Equal(packet.AnyAddr()):
		case err == nil && got.String() != want:
			t.Errorf("%q: %v, want %q", in, got, want)
		}
	}
}

// TestSuricataPorts: likewise for ports.
func TestSuricataPorts(t *testing.T) {
	for in, want := range map[string]string{
		"any": "0-65535", "443": "443", "1:3": "1-3", ":3": "0-3", "65000:": "65000-65535", "[80,443]": "80, 443", "!80": "0-79, 81-65535",
		"[1:10,!5]": "1-4, 6-10", "$PORTS": "80, 8080-8082", "3:1": "", "65536": "", "-1": "", "": "", "$NONE": "", "http": "", "!any": "",
		"[" + strings.Repeat("80,", maxElements-1) + "443]": "80, 443", "[" + strings.Repeat("80,", maxElements) + "443]": "",
	} {
		got, err := testVariables.ports(in)
		if err == nil && strings.ReplaceAll(got.String(), ",", ", ") != want && got.String() != want || err != nil && want != "" {
			t.Errorf("%q: %v, %v, want %q", in, got, err, want)
		}
	}
}

// TestSuricataHomeOfItself: HOME_NET that is defined by what it is not.
func TestSuricataHomeOfItself(t *testing.T) {
	for _, definition := range []string{"$EXTERNAL_NET", "!$EXTERNAL_NET"} {
		v := variables{sets: map[string]string{"HOME_NET": definition}}
		if got, err := v.addrs("$HOME_NET"); err == nil {
			t.Errorf("%s: %v, want an error", definition, got)
		}
	}
}

// TestSuricataReasons: where there may be other variables, that is why one is not known.
func TestSuricataReasons(t *testing.T) {
	v := variables{why: "they are known after apply"}
	_, addrs := v.addrs("$OTHER")
	_, ports := v.ports("$OTHER")
	for _, err := range []error{addrs, ports} {
		if err == nil || err.Error() != v.why {
			t.Errorf("%v, want %q", err, v.why)
		}
	}
}

// TestSuricataRules: the header of a rule, and whether its options leave it to the
// header what it matches.
func TestSuricataRules(t *testing.T) {
	for _, tt := range []struct {
		line, want string
		plain      bool
	}{
		{`pass tcp any any -> any 443 (sid:1;)`, "pass|tcp|any|any|->|any|443", true},
		{`drop  ip [10.0.0.0/8, !10.1.0.0/16]	any <> $HOME_NET [80, 443] (msg:"no; \"thank\" you (really)"; sid:2; rev:1;)`,
			"drop|ip|[10.0.0.0/8, !10.1.0.0/16]|any|<>|$HOME_NET|[80, 443]", true},
		{`alert http any any -> any any (http.host; content:"x"; sid:3;)`, "alert|http|any|any|->|any|any", false},
		{`pass tcp any any -> any 443 (flow:established; sid:1;)`, "pass|tcp|any|any|->|any|443", false},
		{`pass tcp any any -> any 443 (sid:1; priority:3; classtype:misc; metadata:a b; reference:url,x;)`, "pass|tcp|any|any|->|any|443", true},
		{`pass tcp any any -> any 443 ()`, "pass|tcp|any|any|->|any|443", true},
		{`pass tcp any any -> any 443`, "", false},
		{`pass tcp any -> any 443 (sid:1;)`, "", false},
		{`pass tcp any any -> any 443 (sid:1)`, "", false},
		{`pass tcp any any -> any 443 (msg:"open; sid:1;)`, "", false},
		{`pass tcp [any any -> any 443 (sid:1;)`, "", false},
	} {
		h, plain, err := suricataRule(tt.line)
		got := strings.Join([]string{h.action, h.protocol, h.source, h.sourcePort, h.direction, h.destination, h.destinationPort}, "|")
		if err != nil {
			got = ""
		}
		if got != tt.want || err == nil && plain != tt.plain {
			t.Errorf("%s: %s, plain %v, %v", tt.line, got, plain, err)
		}
	}
	got := suricataLines("# no rule\n\n  a \\\n  b\nc \\\n")
	if strings.Join(got, "|") != "a  b|c" {
		t.Errorf("lines %q", got)
	}
}

// FuzzSuricata: no text makes the reader fail otherwise than with an error, and what it
// reads is never empty: a rule without addresses would match all of them.
func FuzzSuricata(f *testing.F) {
	for _, seed := range []string{
		`pass tcp any any -> any 443 (sid:1;)`, `drop ip [10.0.0.0/8,!$WEB] any <> !any [1:2,!3] (msg:"x\";"; sid:2;)`, `a b [[ c`, "\\", `(;\`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, line := range suricataLines(text) {
			h, _, err := suricataRule(line)
			if err != nil {
				continue
			}
			for _, s := range []string{h.source, h.destination} {
				if a, err := testVariables.addrs(s); err == nil && a.IsEmpty() {
					t.Errorf("%q is empty", s)
				}
			}
			for _, s := range []string{h.sourcePort, h.destinationPort} {
				if p, err := testVariables.ports(s); err == nil && p.IsEmpty() {
					t.Errorf("%q is empty", s)
				}
			}
		}
	})
}
