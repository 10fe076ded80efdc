package config_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/internal/spent"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach/packet"
)

const whole = `
locals {
  https = "0.0.0.0/0:${local.port}"
  port  = 443
  nets  = ["10.0.0.0/8", "192.168.0.0/16"]
}
intent "private-https" {
  description = "Private subnets call HTTPS APIs through NAT."
  expect      = "private subnets reach ${local.https} via nat"
}
intent "app-egress" {
  from         = ["workloads in subnets tagged Tier=app", "aws_instance.build"]
  except       = "aws_instance.build[0]"
  reach        = [local.https, "internet:53/udp"]
  cannot_reach = formatlist("%s:22", concat(local.nets, ["172.16.0.0/12"]))
  reach_only   = join(" and ", local.nets)
  via          = ["firewall or endpoint", "nat"]
  severity     = "warning"
  allow_empty  = true
}
intent "both" {
  expect = ["subnets reach s3", format("subnets cannot reach %s:%d", local.nets[0], local.port)]
}
settings {
  client_ports = "windows"
}
settings {
  undecided = "warn"
  builtin   = ["default-route", "nat"]
}
assume "egress" {
  at       = "tgw-0abc"
  delivers = ["internet:443", "10.0.0.0/8 and 192.168.0.0/16"]
}
waiver "old" {
  intent  = "app-*"
  sources = ["aws_instance.build", "i-0123"]
  at      = "aws_network_acl.app"
  code    = "SUBNET_ACL_RESTRICTION"
  reason  = "goes away"
  owner   = "network team"
  expires = "2027-01-31"
}
tfreach {
  required_version = ">= 0.1"
}
`

func TestParse(t *testing.T) {
	text := strings.Replace(whole, "local.nets[0]", `"10.0.0.0/8"`, 1)
	p, err := config.Parse([]byte(text), "net/tfreach.hcl")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, in := range p.Intents {
		got = append(got, fmt.Sprintf("%s %s %v %s:%d", in.Name, in.Severity, in.AllowEmpty, in.Defined.File, in.Defined.Line))
		for _, s := range in.Sentences {
			got = append(got, "  "+s.Text)
		}
	}
	if diff := cmp.Diff([]string{
		"private-https error false net/tfreach.hcl:7",
		"  private subnets reach 0.0.0.0/0:443 via nat",
		"app-egress warning true net/tfreach.hcl:11",
		"  workloads in subnets tagged Tier=app and aws_instance.build except aws_instance.build[0] reach 0.0.0.0/0:443 and internet:53/udp via firewall or endpoint then nat",
		// Nothing gets there, by no way.
		"  workloads in subnets tagged Tier=app and aws_instance.build except aws_instance.build[0] cannot reach 10.0.0.0/8:22 and 192.168.0.0/16:22 and 172.16.0.0/12:22",
		"  workloads in subnets tagged Tier=app and aws_instance.build except aws_instance.build[0] reach only 10.0.0.0/8 and 192.168.0.0/16 via firewall or endpoint then nat",
		"both error false net/tfreach.hcl:21",
		"  subnets reach s3",
		"  subnets cannot reach 10.0.0.0/8:443",
	}, got); diff != "" {
		t.Errorf("intents (-want +got):\n%s", diff)
	}
	if d := p.Intents[0].Description; d != "Private subnets call HTTPS APIs through NAT." {
		t.Errorf("description %q", d)
	}
	if len(p.Assumptions) != 1 || p.Assumptions[0].Name != "egress" || p.Assumptions[0].String() != "tgw-0abc delivers internet:443 and 10.0.0.0/8 and 192.168.0.0/16" || p.Assumptions[0].Defined.Line != 31 {
		t.Errorf("assumptions: %+v", p.Assumptions)
	}
	want := []policies.Waiver{{
		Name: "old", Intent: "app-*", Sources: []string{"aws_instance.build", "i-0123"}, At: "aws_network_acl.app", Code: "SUBNET_ACL_RESTRICTION",
		Reason: "goes away", Owner: "network team", Expires: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC), Defined: &policies.Location{File: "net/tfreach.hcl", Line: 35, EndLine: 35},
	}}
	if diff := cmp.Diff(want, p.Waivers); diff != "" {
		t.Errorf("waivers (-want +got):\n%s", diff)
	}
	s := p.Settings
	if s.Undecided != "warn" || s.ClientPorts == nil || !s.ClientPorts.Equal(packet.PortRange(49152, 65535)) || strings.Join(s.Builtin, " ") != "default-route nat" {
		t.Errorf("settings: %+v", s)
	}
	if len(p.Warnings) > 0 {
		t.Errorf("warnings: %v", p.Warnings)
	}
}

// TestComposed: a sentence that was put together of arguments says what it is meant to.
func TestComposed(t *testing.T) {
	for _, from := range []string{`"subnets"`, `["public subnets tagged a", "workloads in private subnets", "aws_subnet.x[\"a b\"]"]`, `["workloads tagged a and tagged b", "subnets in module.x"]`, `"every subnet except public subnets"`} {
		for _, verb := range []string{"reach", "cannot_reach", "reach_only", "reach_exactly"} {
			text := fmt.Sprintf("intent \"x\" {\n from = %s\n %s = [\"[2001:db8::1]:443\", \"s3 and ssm:443,80\", \"any:icmp\"]\n}", from, verb)
			p, err := config.Parse([]byte(text), "p.hcl")
			if err != nil {
				t.Fatal(err)
			}
			s := p.Intents[0].Sentences[0]
			if again, err := intent.Parse(s.Text); err != nil || !again.Equal(s.Intent) {
				t.Errorf("%q, %v", s.Text, err)
			}
		}
	}
}

// under is the line of a mistake, and what of the file is wrong.
func under(d *config.Diagnostic) string {
	return fmt.Sprintf("%d %q", d.Line(), d.File.Text[d.From:d.To])
}

func mistakesOf(t *testing.T, err error) config.Diagnostics {
	t.Helper()
	var diags config.Diagnostics
	if !errors.As(err, &diags) {
		t.Fatalf("%v is no mistake in a policy file", err)
	}
	return diags
}

// TestMistakes: each names its line, what is wrong in it, and what is wrong with it.
func TestMistakes(t *testing.T) {
	sentence := func(s string) string { return "intent \"a\" {\n expect = " + s + "\n}" }
	const waiver = "waiver \"w\" {\n intent = \"*\"\n reason = \"r\"\n owner = \"o\"\n expires = \"2027-01-31\"\n"
	const settings = "settings {\n "
	for _, c := range []struct{ name, text, at, want string }{
		{"no HCL", "intent {", `1 "{"`, "Unclosed configuration block"},
		{"two of them", "a = = 1\nb = ]", `1 "="`, "Invalid expression"},
		{"no UTF-8", "# \xff", `1 "\xff"`, "not UTF-8"},
		{"UTF-16", "\xff\xfei\x00n\x00", `1 "\xff"`, "It is UTF-16"},
		{"brackets", strings.Repeat("(", 1<<16), `1 ""`, "brackets nest deeper"},

		{"another block", "\nwaver \"x\" {}", `2 "waver"`, `Did you mean "waiver"?`},
		{"another word for a block", "rule \"x\" {}", `1 "rule"`, `Did you mean "intent"?`},
		{"a block like none", "provider \"x\" {}", `1 "provider"`, "The blocks of a policy are: intent, locals, settings, assume, waiver, tfreach."},
		{"a block as an argument", "intent = \"subnets reach s3\"", `1 "intent"`, `"intent" is a block`},
		{"an argument outside", "severity = \"error\"", `1 "severity"`, "It is an argument of intent blocks."},
		{"a block within", "intent \"a\" {\n reach {\n}\n}", `2 "reach"`, "Write reach = …"},
		{"a block in a block that was not closed", "settings {\n intent \"a\" {}\n}", `2 "intent"`, "is a brace missing before it?"},
		{"no name", "intent {}", `1 "intent"`, "The block has no name"},
		{"an empty name", "intent \" \" {}", `1 "\" \""`, "The name is empty"},
		{"two names", "intent \"a\" \"b\" {}", `1 "\"b\""`, "two names"},
		{"a name too many", "locals \"a\" {}", `1 "\"a\""`, "A locals block has none"},
		{"a name twice", sentence(`"subnets reach s3"`) + "\n" + sentence(`"subnets reach s3"`), `4 "\"a\""`, `two intent blocks called "a"`},

		{"another argument", "intent \"a\" {\n expect = \"subnets reach internet\"\n expects = 1\n}", `3 "expects"`, `Did you mean "expect"?`},
		{"another word for an argument", "intent \"a\" {\n must_not_reach = \"any\"\n}", `2 "must_not_reach"`, `Did you mean "cannot_reach"?`},
		{"an argument like none", "locals {}\nassume \"a\" {\n xyz = 1\n}", `2 "assume \"a\""`, `"at" is missing`},
		{"an argument twice", "intent \"a\" {\n expect = \"subnets reach s3\"\n expect = \"subnets reach s3\"\n}", `3 "expect"`, "Attribute redefined"},
		{"no sentence", "intent \"a\" {}", `1 "intent \"a\""`, "The intent says nothing"},
		{"no verb", "intent \"a\" {\n from = \"subnets\"\n}", `1 "intent \"a\""`, "has no verb"},
		{"no sources", "intent \"a\" {\n reach = \"s3\"\n}", `1 "intent \"a\""`, "has no sources"},
		{"both forms", "intent \"a\" {\n expect = \"subnets reach s3\"\n via = \"nat\"\n}", `3 "via"`, "via stands beside expect"},
		{"a way to nowhere", "intent \"a\" {\n from = \"subnets\"\n cannot_reach = \"s3\"\n via = \"nat\"\n}", `4 "\"nat\""`, "via says how something is reached"},
		{"two exceptions", "intent \"a\" {\n from = [\"subnets except aws_subnet.a\", \"aws_instance.b\"]\n reach = \"s3\"\n}", `2 "\"subnets except aws_subnet.a\""`, "two readings"},
		{"an exception of an exception", "intent \"a\" {\n from = \"subnets\"\n except = \"aws_subnet.* except aws_subnet.a\"\n reach = \"s3\"\n}", `3 "\"aws_subnet.* except aws_subnet.a\""`, "two readings"},

		{"a sentence that is none", sentence(`"subnets rech internet"`), `2 "rech"`, "Did you mean: subnets reach internet"},
		{"a word is missing", sentence(`"subnets reach"`), `2 ""`, "the sentence ends"},
		{"behind escapes", sentence(`"subnets tagged \"a\u0062\"=\"$${x}\" rech s3"`), `2 "rech"`, "The sentence"},
		{"behind wide letters", sentence(`"subnets tagged 日本=名前 rech s3"`), `2 "rech"`, "The sentence"},
		{"behind letters with accents", sentence("\"subnets tagged cafe\u0301=e\u0301 rech s3\""), `2 "rech"`, "The sentence"},
		{"an escape itself", sentence(`"subnets reach s3\tand ssm"`), `2 "\\t"`, "a tab is not a plain space"},
		{"in a heredoc", "intent \"a\" {\n expect = <<E\nsubnets reach s3\nE\n}", `3 "\n"`, "a line break is not a plain space"},
		{"in a flush heredoc", "intent \"a\" {\n expect = <<-E\n   subnets rech s3\n   E\n}", `3 "\n"`, "a line break is not a plain space"},
		{"behind a local value", "locals {\n s = \"subnets\"\n}\n" + sentence(`"${local.s} rech s3"`), `5 "rech"`, "The whole of it: subnets rech s3"},
		{"in a local value", "locals {\n d = \"10.0.0.1/8\"\n}\n" + sentence(`"subnets reach ${local.d}"`), `2 "10.0.0.1/8"`, "It is used by intent \"a\", at p.hcl:5."},
		{"in a number", "locals {\n p = 99999\n}\n" + sentence(`"subnets reach any:${local.p}"`), `2 "99999"`, "out of range"},
		{"across a local value", "locals {\n d = \"rnet\"\n}\n" + sentence(`"subnets reach inte${local.d}s now"`), `5 "inte${local.d}s"`, `"internets" is not understood`},
		{"in a formatted text", sentence(`format("subnets rech %s", "s3")`), `2 "rech"`, "The whole of it: subnets rech s3"},
		{"in a formatted value", sentence(`format("subnets %s s3", "rech")`), `2 "rech"`, "The sentence"},
		{"in a list", "intent \"a\" {\n from = [\"subnets\", \"wrkloads\"]\n reach = \"s3\"\n}", `2 "wrkloads"`, "The sources are not understood"},
		{"in a path", "intent \"a\" {\n from = \"subnets\"\n reach = \"s3\"\n via = [\"nat\", \"firewal\"]\n}", `4 "firewal"`, "The path is not understood"},
		{"in a destination", "assume \"a\" {\n at = \"tgw-1\"\n delivers = [\"internet\", \"10.0.0.1/8\"]\n}", `3 "10.0.0.1/8"`, "The destination is not understood"},

		{"a number", sentence("1"), `2 "1"`, "A text or a list of texts is expected"},
		{"a list where a text is", "assume \"a\" {\n at = [\"x\"]\n delivers = \"any\"\n}", `2 "[\"x\"]"`, "A text is expected"},
		{"a text where a truth is", "intent \"a\" {\n expect = \"subnets reach s3\"\n allow_empty = \"true\"\n}", `3 "\"true\""`, "true or false is expected"},
		{"an empty list", "assume \"a\" {\n at = \"tgw-1\"\n delivers = []\n}", `3 "[]"`, "The list is empty"},
		{"an empty text", sentence(`" "`), `2 "\" \""`, "The text is empty"},
		{"null in a list", sentence(`["subnets reach s3", null]`), `2 "null"`, "This is null."},
		{"null where something is required", "assume \"a\" {\n at = null\n delivers = \"any\"\n}", `1 "assume \"a\""`, `"at" is missing`},
		{"another word", "intent \"a\" {\n expect = \"subnets reach s3\"\n severity = \"eror\"\n}", `3 "eror"`, `Did you mean "error"?`},

		{"a variable", sentence("var.x"), `2 "var.x"`, `nothing called "var"`},
		{"a bare sentence", sentence("private subnets reach s3"), `2 "subnets"`, "A sentence stands in quotes."},
		{"a bare word", sentence("subnets"), `2 "subnets"`, "Texts stand in quotes."},
		{"no such local", "locals {\n https = 1\n}\n" + sentence("local.htps"), `5 "local.htps"`, `Did you mean "https"?`},
		{"no local at all", sentence("local.x"), `2 "local.x"`, "Write it into a locals block"},
		{"locals", sentence("locals.x"), `2 "locals.x"`, "Did you mean local.x?"},
		{"a part of a local", "locals {\n a = [1]\n}\n" + sentence(`"${local.a[0]}"`), `5 "local.a[0]"`, "has no parts"},
		{"a circle", "locals {\n a = local.b\n b = \"${local.a}\"\n}", `3 "local.a"`, "refers to itself"},
		{"a local twice", "locals {\n a = 1\n}\nlocals {\n a = 2\n}", `5 "a"`, "defined twice"},
		{"a list in a text", "locals {\n a = [\"x\"]\n}\n" + sentence(`"subnets reach ${local.a}"`), `5 "local.a"`, `join(" and ", LIST)`},
		{"a loop", sentence(`[for x in ["a"] : x]`), `2 "[for x in [\"a\"] : x]"`, "no loops"},
		{"a loop in a text", sentence(`"%{for x in ["a"]}${x}%{endfor}"`), `2 "%{for x in [\"a\"]}${x}%{endfor}"`, "no loops"},
		{"a condition", sentence(`true ? "a" : "b"`), `2 "true ? \"a\" : \"b\""`, "no conditions"},
		{"a condition in a text", sentence(`"a%{if true}b%{endif}"`), `2 "\"a%{if true}b%{endif}\""`, "no conditions"},
		{"a sum", sentence(`1 + 1`), `2 "1 + 1"`, "do not calculate"},
		{"an object", sentence(`{ a = 1 }`), `2 "{ a = 1 }"`, "An object is no value"},
		{"a large number", "locals {\n a = 1e999999\n}", `2 "1e999999"`, "too large"},
		{"no such function", sentence(`formatList("x")`), `2 "formatList"`, `Did you mean "formatlist"?`},
		{"a function of Terraform", sentence(`file("x")`), `2 "file"`, "The functions of policies are: concat, format, formatlist, join."},
		{"a number for a text", sentence(`format("%d", "x")`), `2 "\"x\""`, "%d takes a number"},
		{"a value too few", sentence(`format("subnets reach %s", "s3", "x")`), `2 "\"x\""`, "1 places, and 2 values"},
		{"a value too many", sentence(`format("%s %s", "s3")`), `2 "%s"`, "more places than the 1 values"},
		{"a verb that is none", sentence(`format("%x", 1)`), `2 "%x"`, `behind "%"`},
		{"no list", sentence(`concat("a")`), `2 "\"a\""`, "this is a text"},
		{"lists of different lengths", sentence(`formatlist("%s%s", ["a"], ["b", "c"])`), `2 "[\"b\", \"c\"]"`, "different lengths, 1 and 2"},
		{"join without a list", sentence(`join("a")`), `2 "join(\"a\")"`, "join(TEXT, LIST)"},
		{"a long text", sentence(`"` + strings.Repeat("x", 5000) + `"`), "", "too long"},

		{"a setting twice", settings + "undecided = \"warn\"\n}\n" + settings + "undecided = \"warn\"\n}", `5 "undecided"`, `"undecided" is made twice`},
		{"another setting", settings + "undecided = \"pass\"\n}", `2 "pass"`, "It can be: fail, warn."},
		{"other ports", settings + "client_ports = \"linx\"\n}", `2 "linx"`, `Did you mean "linux"?`},
		{"ports that are none", settings + "client_ports = \"70000\"\n}", `2 "70000"`, "at most 65535"},
		{"ports in the wrong order", settings + "client_ports = \"2-1\"\n}", `2 "2-1"`, "from the lower port"},
		{"a version", "tfreach {\n required_version = \"new\"\n}", `2 "\"new\""`, "The version is not understood"},
		{"a version of a local value", "locals {\n v = \">= 1\"\n}\ntfreach {\n required_version = local.v\n}", `5 "local.v"`, "The version is not understood"},

		{"no reason", strings.Replace(waiver, " reason = \"r\"\n", "", 1) + "}", `1 "waiver \"w\""`, `"reason" is missing`},
		{"a misspelt reason", strings.Replace(waiver, "reason", "reson", 1) + "}", `3 "reson"`, `Did you mean "reason"?`},
		{"no day", strings.Replace(waiver, "2027-01-31", "2027-02-30", 1) + "}", `5 "2027-02-30"`, "is no day"},
		{"no code", waiver + " code = \"NO_ROUTE_TO_DESTINATON\"\n}", `6 "NO_ROUTE_TO_DESTINATON"`, `Did you mean "NO_ROUTE_TO_DESTINATION"?`},
		{"what is not waived", waiver + " code = \"EMPTY_SELECTION\"\n}", `6 "EMPTY_SELECTION"`, "allow_empty"},
		{"no address", waiver + " at = \"aws_subnet.a[0\"\n}", `6 ""`, "Did you mean: aws_subnet.a[0]"},
		{"sources that are none", waiver + " sources = [\"aws_subnet.a\", \"private subnets\"]\n}", `6 " subnets"`, "The address is not understood"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := config.Parse([]byte(c.text), "p.hcl")
			if p != nil {
				t.Error("a policy in spite of it")
			}
			d := mistakesOf(t, err)[0]
			if at := under(d); c.at != "" && at != c.at || !strings.Contains(d.String()+"\n"+d.Detail, c.want) {
				t.Errorf("got  %s: %s\n%s\nwant %s: %s", at, d.Summary, d.Detail, c.at, c.want)
			}
		})
	}
}

// TestTerraformIsNoPolicy: who names a .tf file is told so once, not of each block.
func TestTerraformIsNoPolicy(t *testing.T) {
	_, err := config.Parse([]byte("resource \"aws_vpc\" \"a\" {\n  cidr_block = x\n}\ndata \"aws_vpc\" \"b\" {}\nmodule \"c\" {}\n"), "main.tf")
	d := mistakesOf(t, err)
	if len(d) != 1 || under(d[0]) != `1 "resource"` || !strings.Contains(d[0].Summary, "Terraform configuration") {
		t.Errorf("%v", d)
	}
}

// TestJSON: files in JSON syntax have the same mistakes, at their places.
func TestJSON(t *testing.T) {
	for _, c := range []struct{ name, text, at, want string }{
		{"a comma too many", "{\"locals\": {\"a\": 1,}}", `1 ","`, "JSON has no comma behind the last member"},
		{"a comment", "{\n  # x\n}", `2 "#"`, "JSON has no comments"},
		{"no end", "{\"locals\": {", `1 ""`, "ends before its last bracket"},
		{"behind a byte order mark", "\ufeff{\"intnt\": {}}", `1 "\"intnt\""`, `Did you mean "intent"?`},
		{"nothing", "", `1 ""`, "ends before"},
		{"a list", "[]", `1 "["`, "A JSON object is required"},
		{"another block", `{"intnt": {}}`, `1 "\"intnt\""`, `Did you mean "intent"?`},
		{"an argument outside", `{"expect": "subnets reach s3"}`, `1 "\"expect\""`, "It is an argument of intent blocks."},
		{"no object of names", `{"intent": "subnets reach s3"}`, `1 "\"subnets reach s3\""`, "a member for each name"},
		{"a list without names", `{"intent": [{"name": "a", "expect": "subnets reach s3"}]}`, `1 "\"expect\""`, "The block has no name"},
		{"no name", `{"intent": {"expect": "subnets reach s3"}}`, `1 "\"expect\""`, `{"intent": {"NAME": {"expect": …}}}`},
		{"no object", `{"intent": {"a": 1}}`, `1 "1"`, "An object is expected"},
		{"another argument", `{"intent": {"a": {"expct": "x"}}}`, `1 "\"expct\""`, `Did you mean "expect"?`},
		{"an argument twice", `{"intent": {"a": {"expect": "subnets reach s3", "expect": "subnets reach s3"}}}`, `1 "\"expect\""`, "set twice"},
		{"a name twice", `{"intent": {"a": {"expect": "subnets reach s3"}, "a": {"expect": "subnets reach s3"}}}`, `1 "\"a\""`, "two intent blocks"},
		{"a sentence", "{\"intent\": {\"a\": {\n\"expect\": \"subnets rech s3\"}}}", `2 "rech"`, "Did you mean: subnets reach s3"},
		{"behind escapes", `{"intent": {"a": {"expect": "subnets tagged \"\u65e5\ud83d\ude00\" rech s3"}}}`, `1 "rech"`, "The sentence"},
		{"behind letters with accents", "{\"intent\": {\"a\": {\"expect\": \"subnets tagged cafe\u0301 rech s3\"}}}", `1 "rech"`, "The sentence"},
		{"behind escapes in a template", `{"locals": {"d": "s3"}, "intent": {"a": {"expect": "subnets tagged \"\u65e5$${\" rech ${local.d}"}}}`, `1 "rech"`, "The sentence"},
		{"in a local value", "{\"locals\": {\n\"d\": \"intrnet\"},\n\"intent\": {\"a\": {\"expect\": \"subnets reach ${local.d}\"}}}", `2 "intrnet"`, "It is used by intent \"a\", at p.json:3."},
		{"no such local", `{"locals": {"https": 1}, "intent": {"a": {"expect": "\u0073ubnets reach ${local.htps}"}}}`, `1 "local.htps"`, `Did you mean "https"?`},
		{"a template that is none", `{"intent": {"a": {"expect": "${"}}}`, "", "Missing expression"},
		{"a loop", `{"intent": {"a": {"expect": "${[for x in [1] : x]}"}}}`, `1 "[for x in [1] : x]"`, "no loops"},
		{"a deep template", `{"intent": {"a": {"expect": "${` + strings.Repeat("(", 1000) + `}"}}}`, "", "nest deeper"},
		{"a number", `{"intent": {"a": {"expect": 1e99999}}}`, `1 "1e99999"`, "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := config.Parse([]byte(c.text), "p.json")
			d := mistakesOf(t, err)[0]
			if at := under(d); c.at != "" && at != c.at || !strings.Contains(d.String()+"\n"+d.Detail, c.want) {
				t.Errorf("got  %s: %s\n%s\nwant %s: %s", at, d.Summary, d.Detail, c.at, c.want)
			}
		})
	}
}

// TestMerge: several files make one policy, and what they cannot both have is told of
// with both places.
func TestMerge(t *testing.T) {
	file := func(name, text string) *config.File { return &config.File{Name: name, Text: []byte(text)} }
	p, err := config.Merge([]*config.File{
		file("a.hcl", "locals {\n d = \"s3\"\n}"),
		file("b.json", `{"intent": {"a": {"expect": "subnets reach ${local.d}"}}, "settings": {"undecided": "warn"}}`),
	}, config.Options{})
	if err != nil || p.Intents[0].Sentences[0].Text != "subnets reach s3" || p.Intents[0].Defined != nil || p.Settings.Undecided != "warn" {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = config.Merge([]*config.File{
		file("a.hcl", "locals {\n d = \"s3\"\n}\nsettings {\n undecided = \"fail\"\n}"),
		file("b.hcl", "settings {\n undecided = \"fail\"\n}\nlocals {\n d = \"s3\"\n}\nintent \"a\" {}"),
		file("c.hcl", "intent \"a\" {\n expect = \"subnets reach s3\"\n}"),
	}, config.Options{})
	var got []string
	for _, d := range mistakesOf(t, err) {
		s := d.Place.String() + " " + d.Summary
		if d.First != nil {
			s += ", first " + d.First.String()
		}
		got = append(got, s)
	}
	if diff := cmp.Diff([]string{
		`b.hcl:2 The setting "undecided" is made twice, first a.hcl:5`,
		`b.hcl:5 The local value "d" is defined twice, first a.hcl:2`,
		`b.hcl:7 The intent says nothing`,
		`c.hcl:1 There are two intent blocks called "a", first b.hcl:7`,
	}, got); diff != "" {
		t.Errorf("mistakes (-want +got):\n%s", diff)
	}
	// What cannot be parsed may have what others refer to.
	_, err = config.Merge([]*config.File{file("a.hcl", "locals {"), file("b.hcl", "intent \"a\" {\n expect = local.d\n}")}, config.Options{})
	if d := mistakesOf(t, err); len(d) != 1 || d[0].File.Name != "a.hcl" {
		t.Errorf("%v", d)
	}
}

func TestVersion(t *testing.T) {
	files := []*config.File{{Name: "p.hcl", Text: []byte("tfreach {\n required_version = \">= 0.3\"\n}\nnew \"x\" {}")}}
	_, err := config.Merge(files, config.Options{Version: "0.2.1"})
	if d := mistakesOf(t, err); len(d) != 1 || !strings.Contains(d.Error(), "another version of tfreach: This is 0.2.1.") {
		t.Errorf("%v", err)
	}
	for _, version := range []string{"0.3.0", "1.0.0-rc1", "0.0.0-dev", "unknown", ""} {
		_, err := config.Merge(files, config.Options{Version: version})
		if d := mistakesOf(t, err); !strings.Contains(d.Error(), `There is no block "new"`) {
			t.Errorf("%s: %v", version, err)
		}
	}
}

// TestBuiltin: the names of what is built in can be used, and others cannot.
func TestBuiltin(t *testing.T) {
	known := config.Options{Builtin: []string{"default-route", "nat-out"}, Intents: []string{"builtin:default-route", "builtin:nat-out"}}
	const waiver = "waiver \"w\" {\n intent = %q\n reason = \"r\"\n owner = \"o\"\n expires = \"2027-01-31\"\n}"
	merge := func(text string) (*config.Policy, error) {
		return config.Merge([]*config.File{{Name: "p.hcl", Text: []byte(text)}}, known)
	}
	if _, err := merge("settings {\n builtin = \"defalt-route\"\n}"); err == nil || !strings.Contains(err.Error(), `Did you mean "default-route"?`) {
		t.Errorf("%v", err)
	}
	if p, err := merge("settings {\n builtin = [\"all\", \"-nat-out\"]\n}"); err != nil || len(p.Settings.Builtin) != 2 {
		t.Errorf("%v, %v", p, err)
	}
	for name, warned := range map[string]bool{"builtin:default-*": false, "*": false, "*:nat-out": false, "nat-out": true, "*-": true, "builtin": true} {
		p, err := merge(fmt.Sprintf(waiver, name))
		if err != nil || (len(p.Warnings) > 0) != warned {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
	p, err := merge("intent \"private-https\" {\n expect = \"subnets reach s3\"\n}\n" + fmt.Sprintf(waiver, "private-htps"))
	if err != nil || len(p.Warnings) != 1 || under(p.Warnings[0]) != `5 "private-htps"` || !strings.Contains(p.Warnings[0].Detail, `"private-https"`) {
		t.Errorf("%v, %v", p, err)
	}
}

// TestBounds: a few lines that come to much are refused, and soon.
func TestBounds(t *testing.T) {
	doubled := "locals {\n l0 = [\"x\", \"x\"]\n"
	for i := 1; i < 60; i++ {
		doubled += fmt.Sprintf(" l%d = concat(local.l%d, local.l%d)\n", i, i-1, i-1)
	}
	longer := "locals {\n t0 = \"xxxxxxxxxxxxxxxx\"\n"
	for i := 1; i < 60; i++ {
		longer += fmt.Sprintf(" t%d = \"${local.t%d}${local.t%d}\"\n", i, i-1, i-1)
	}
	nested := "locals {\n n0 = []\n"
	for i := 1; i < 60; i++ {
		nested += fmt.Sprintf(" n%d = [local.n%d, local.n%d]\n", i, i-1, i-1)
	}
	chain := "locals {\n c0 = 1\n"
	for i := 1; i < 1000; i++ {
		chain += fmt.Sprintf(" c%d = local.c%d\n", 1000-i, 1000-i-1)
	}
	names, missing := "locals {\n", "locals {\n"
	for i := range 6000 {
		names += fmt.Sprintf(" a%d = 1\n", i)
	}
	for i := range 4000 {
		missing += fmt.Sprintf(" a%d = local.zzzz%d\n", i, i)
	}
	items := "intent \"a\" {\n from = \"subnets\"\n reach = [" + strings.Repeat("\"s3\",", 60_000) + "]\n}\n"
	for name, c := range map[string]struct{ text, want string }{
		"lists":   {doubled + "}", "The policy is too large"},
		"texts":   {longer + "}", "The text is too long"},
		"nesting": {nested + "}", "The policy is too large"},
		"a chain": {chain + "}", "too deeply"},
		"locals":  {names + "}", "at most 5000 blocks, and as many local values"},
		"missing": {missing + "}", "The local values are: a0, a1, a2"},
		"items":   {items, "The policy is too large"},
		"blocks":  {strings.Repeat("settings {}\n", 6000), "at most 5000 blocks"},
	} {
		if _, err := config.Parse([]byte(c.text), "p.hcl"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("intent \"a\" {\n expect = \"subnets rech \\\"\\u65e5$${ ${local.x} ${[for x in [1] : x]}\"\n}"))
	f.Add([]byte("intent \"a\" {\n expect = <<-E\n  subnets rech ${join(\"\", [])}\n  E\n}"))
	f.Add([]byte(`{"intent": {"a": {"expect": "subnets \u65e5 rech ${local.x}", "from": [null, 1e999]}}, "locals": [{"x": ["a"]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, name := range []string{"p.hcl", "p.json"} {
			var p *config.Policy
			var err error
			spent.Memory(t, len(text), 256<<20, 100_000, func() { p, err = config.Parse(text, name) })
			if (p == nil) == (err == nil) {
				t.Errorf("%v, %v", p, err)
			}
			var diags config.Diagnostics
			if errors.As(err, &diags) {
				for _, d := range diags {
					_, _ = under(d), d.String()
					if s, e := d.Start(), d.End(); s.Byte > e.Byte || s.Line > e.Line {
						t.Errorf("%v is from %v to %v", d, s, e)
					}
				}
			}
			if p == nil {
				continue
			}
			for _, in := range p.Intents {
				for _, s := range in.Sentences {
					if again, err := intent.Parse(s.Text); len(s.Text) <= intent.MaxLength && (err != nil || !again.Equal(s.Intent)) {
						t.Errorf("%q, %v", s.Text, err)
					}
				}
			}
			file := &config.File{Name: name, Text: text}
			formatted, err := config.Format(file)
			if err != nil {
				t.Fatalf("what was parsed is not formatted: %v", err)
			}
			if _, err := config.Parse(formatted, name); err != nil {
				t.Errorf("what was formatted is not parsed: %v", err)
			}
		}
	})
}
