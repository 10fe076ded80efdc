package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/cmd/cli"
	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/annotate"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/policies/report"
)

// fuzzed is the plan that fuzzed sentences, policies and configurations are about.
const fuzzed = "../../testdata/cases/flat-good"

// FuzzMutant is TestMutants, with mutations that the fuzzer chooses, in every format.
func FuzzMutant(f *testing.F) {
	all := slices.DeleteFunc(subjects(f), func(s *subject) bool { return len(s.text) > 100_000 })
	for i := range all {
		f.Add(uint8(i), []byte{1, 0, byte(i), 2, 4, 1, 5, 3, 4, 2, 1, 0, byte(i)})
	}
	names := report.Names()
	f.Fuzz(func(t *testing.T, plan uint8, harm []byte) {
		s := all[int(plan)%len(all)]
		text, done := s.mutant(choosing(harm))
		got := ask(text, s.folder)
		if fault := s.fault(done, got); fault != "" {
			t.Fatalf("%s (configuration %q) with %v: %s\nexit code %d %s", s.name, s.folder, done, fault, got.code, got.messages)
		}
		if got.allocated > limitFor(text) {
			t.Fatalf("%s with %v: %d MiB for %d bytes", s.name, done, got.allocated>>20, len(text))
		}
		format := names[len(harm)%len(names)]
		checkTwice(t, got.code, text, "--format", format, "--source", s.folder)
	})
}

// tinyPlan is a network in few bytes.
const tinyPlan = `{"format_version":"1.2","terraform_version":"1.11.4","complete":true,"resource_changes":[
{"address":"aws_vpc.v","mode":"managed","type":"aws_vpc","name":"v","change":{"actions":["no-op"],"before":{},"after":{"id":"vpc-1","cidr_block":"10.0.0.0/16"},"after_unknown":{}}},
{"address":"aws_subnet.s","mode":"managed","type":"aws_subnet","name":"s","change":{"actions":["create"],"before":null,"after":{"cidr_block":"10.0.1.0/24","vpc_id":"vpc-1","map_public_ip_on_launch":true},"after_unknown":{"id":true}}},
{"address":"aws_internet_gateway.i","mode":"managed","type":"aws_internet_gateway","name":"i","change":{"actions":["update"],"before":{"id":"igw-1"},"after":{"id":"igw-1","vpc_id":"vpc-1"},"after_unknown":{}}},
{"address":"aws_route_table.t","mode":"managed","type":"aws_route_table","name":"t","change":{"actions":["create"],"before":null,"after":{"vpc_id":"vpc-1","route":[{"cidr_block":"0.0.0.0/0","gateway_id":"igw-1"}]},"after_unknown":{"id":true}}},
{"address":"aws_route_table_association.a","mode":"managed","type":"aws_route_table_association","name":"a","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{"id":true,"subnet_id":true,"route_table_id":true}}}],
"configuration":{"root_module":{"resources":[{"address":"aws_route_table_association.a","mode":"managed","type":"aws_route_table_association","name":"a","expressions":{
"subnet_id":{"references":["aws_subnet.s.id","aws_subnet.s"]},"route_table_id":{"references":["aws_route_table.t.id","aws_route_table.t"]}}}]}}}`

// FuzzPlan judges what may be no plan at all.
func FuzzPlan(f *testing.F) {
	for _, name := range []string{"16-data-sources", "06-modes"} {
		raw, err := os.ReadFile(filepath.Join(samples, name, "plan.json"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Add(tinyPlan)
	f.Fuzz(func(t *testing.T, text string) {
		got := ask(text, "")
		wide := strings.Contains(text, "\x00")
		if !wide && planTextOf(strings.TrimPrefix(text, "\ufeff")) == nil && got.code != 2 {
			t.Fatalf("no JSON object, and exit code %d", got.code)
		}
		s := &subject{planText: &planText{text: text}, unharmed: got}
		if fault := s.fault([]mutation{{kind: breaking}}, got); fault != "" {
			t.Fatalf("%s: exit code %d %s", fault, got.code, got.messages)
		}
		if got.allocated > limitFor(text) {
			t.Fatalf("%d MiB for %d bytes", got.allocated>>20, len(text))
		}
		checkTwice(t, got.code, text, "--format", "text")
	})
}

// FuzzPolicy judges a plan by a policy that may be anything.
func FuzzPolicy(f *testing.F) {
	files, err := filepath.Glob("../../testdata/policies/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		if raw, err := os.ReadFile(name); err == nil {
			f.Add(string(raw), false)
		}
	}
	f.Add("intent \"a\" {\n  expect = [\"private subnets reach internet:443 via nat\", \"aws_instance.app cannot reach 0.0.0.0/0:22\"]\n  severity = \"warning\"\n}\nsettings {\n  undecided = \"warn\"\n}", false)
	f.Add("locals {\n  a = [\"x\"]\n  b = concat(local.a, local.a)\n}\nintent \"a\" {\n  for_each = local.b\n  expect = \"subnets reach internet:443\"\n}\nwaiver \"w\" {\n  intent = \"a\"\n  reason = \"r\"\n  until = \"2030-01-01\"\n}", false)
	f.Add(`{"intent": {"a": {"expect": "workloads reach internet:443"}}, "assume": [{"that": "tgw-1 delivers 10.0.0.0/8"}]}`, true)
	raw, err := os.ReadFile(filepath.Join(fuzzed, "plan.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, policy string, json bool) {
		name := filepath.Join(t.TempDir(), "p.tfreach.hcl")
		if json {
			name += ".json"
		}
		if err := os.WriteFile(name, []byte(policy), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"check", "-", "--policy", name, "--now", "2026-01-01", "--format", "json"}
		code, out, messages := fuzzRun(string(raw), args...)
		switch {
		case code < 0 || code > 3:
			t.Fatalf("exit code %d", code)
		case code == 2 && (out != "" || !strings.HasPrefix(messages, "error: ")):
			t.Fatalf("%q and %q", out, messages)
		case code != 2 && out == "":
			t.Fatal("judged, and no result")
		}
		if again, outAgain, messagesAgain := fuzzRun(string(raw), args...); again != code || outAgain != out || messagesAgain != messages {
			t.Fatal("two runs differ")
		}
	})
}

// FuzzSentence judges a plan by a sentence: the verdict is that of the sentence as it is
// printed.
func FuzzSentence(f *testing.F) {
	for _, s := range mutantSentences {
		f.Add(s)
	}
	for _, s := range []string{
		"private subnets reach 0.0.0.0/0:443 via nat", "aws_instance.app reaches only s3:443 and 10.0.0.0/8", "workloads in public subnets except aws_instance.* cannot reach [::/0]:22,25/tcp",
		"every subnet tagged Tier=app in aws_vpc.main must not reach internet:all", "10.142.13.9 reaches aws_subnet.public:icmp",
	} {
		f.Add(s)
	}
	raw, err := os.ReadFile(filepath.Join(fuzzed, "plan.json"))
	if err != nil {
		f.Fatal(err)
	}
	plan, err := planparse.Read(bytes.NewReader(raw), nil)
	if err != nil {
		f.Fatal(err)
	}
	judge := func(t *testing.T, sentence string) policies.IntentResult {
		in, err := policies.Parse(sentence)
		if err != nil {
			t.Fatalf("%q: %v", sentence, err)
		}
		r := policies.Evaluate(plan, []policies.Intent{in}, policies.DefaultSettings())
		write(t, r)
		return r.Intents[0]
	}
	f.Fuzz(func(t *testing.T, sentence string) {
		in, err := intent.Parse(sentence)
		if err != nil || len(in.String()) > intent.MaxLength {
			return
		}
		a, b := judge(t, sentence), judge(t, in.String())
		if a.Verdict != b.Verdict || !slices.Equal(a.Sources, b.Sources) || len(a.Findings) != len(b.Findings) {
			t.Fatalf("%q is %s, but %q is %s", sentence, a.Verdict, in, b.Verdict)
		}
		if a.Verdict == policies.Undecided && len(a.Unknowns) == 0 {
			t.Fatalf("%q is undecided for nothing", sentence)
		}
	})
}

// FuzzConfiguration judges a plan with a configuration that may be any.
func FuzzConfiguration(f *testing.F) {
	for _, folder := range []string{"flat-good", "count-good", "flat-no-nacls", "ipv6-good"} {
		raw, err := os.ReadFile(filepath.Join("../../testdata/cases", folder, "main.tf"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw), false)
	}
	f.Add(`{"resource": {"aws_vpc": {"main": {"cidr_block": "10.142.0.0/16"}}, "aws_subnet": {"private": {"vpc_id": "${aws_vpc.main.id}", "cidr_block": "10.142.13.0/24"}}}}`, true)
	raw, err := os.ReadFile(filepath.Join(fuzzed, "plan.json"))
	if err != nil {
		f.Fatal(err)
	}
	var asked []policies.Intent
	for _, s := range mutantSentences {
		in, err := policies.Parse(s)
		if err != nil {
			f.Fatal(err)
		}
		asked = append(asked, in)
	}
	f.Fuzz(func(t *testing.T, text string, json bool) {
		name := "main.tf"
		if json {
			name = "main.tf.json"
		}
		once := func() string {
			src, err := source.FromFS(fstest.MapFS{name: {Data: []byte(text)}}, ".", "fuzz")
			if err != nil {
				return err.Error()
			}
			plan, err := planparse.Read(bytes.NewReader(raw), src)
			if err != nil {
				t.Fatal(err)
			}
			r := policies.Evaluate(plan, asked, policies.DefaultSettings())
			annotate.Place(r, plan)
			return write(t, r)
		}
		if first, again := once(), once(); first != again {
			t.Fatal("two runs differ")
		}
	})
}

// write writes a result in every format.
func write(t *testing.T, r *policies.Result) string {
	t.Helper()
	var out bytes.Buffer
	for _, name := range report.Names() {
		format, err := report.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := format.Write(&out, report.Report{Result: r}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return out.String()
}

// fuzzRun is a run with a plan on standard input.
func fuzzRun(plan string, args ...string) (code int, out, messages string) {
	var stdout, stderr bytes.Buffer
	code = cli.Run(args, cli.Streams{In: strings.NewReader(plan), Out: &stdout, Err: &stderr}, func(string) (string, bool) { return "", false })
	return code, stdout.String(), stderr.String()
}

// checkTwice judges a plan twice: same input, same bytes, and the exit code that it has
// in every format.
func checkTwice(t *testing.T, want int, plan string, flags ...string) {
	t.Helper()
	args := []string{"check", "-"}
	for _, s := range mutantSentences {
		args = append(args, "--intent", s)
	}
	for i := 0; i < len(flags); i += 2 {
		if flags[i+1] != "" {
			args = append(args, flags[i], flags[i+1])
		}
	}
	code, out, messages := fuzzRun(plan, args...)
	if again, outAgain, messagesAgain := fuzzRun(plan, args...); again != code || outAgain != out || messagesAgain != messages {
		t.Fatalf("%v: two runs differ", flags)
	}
	if code != want {
		t.Fatalf("%v: exit code %d, and as JSON %d", flags, code, want)
	}
}
