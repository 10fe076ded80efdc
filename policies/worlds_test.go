package policies_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// planFor is a plan that leaves a network behind.
func planFor(t *testing.T, s *reachtest.Scene) *planparse.Plan {
	t.Helper()
	p := read(t, "", "")
	p.After = s.Network
	return p
}

// twoGateways is a host behind one of two NAT gateways.
const twoGateways = reachtest.BaselineNAT + `
nat m in N
`

// manyRoutes is a private table with so many routes that lead to one of two NAT
// gateways each.
func manyRoutes(n int) string {
	var text strings.Builder
	text.WriteString(twoGateways + "table private of v\n  0.0.0.0/0 > n\n")
	for i := range n {
		fmt.Fprintf(&text, "  %d.0.0.0/8 > n|m\n", 20+i)
	}
	return text.String()
}

// TestDecidingUnderAmbiguity: a verdict that is the same whichever of its candidates
// each reference names is a verdict; else what makes the difference is named, and
// nothing besides.
func TestDecidingUnderAmbiguity(t *testing.T) {
	const (
		host    = "workloads reach internet:443"
		private = "private subnets reach internet:443"
	)
	for _, c := range []struct{ name, network, sentence, want string }{
		{"either gateway will do", twoGateways + "table private of v\n  0.0.0.0/0 > n|m", host, "holds"},
		{"on the way that is asked for, too", twoGateways + "table private of v\n  0.0.0.0/0 > n|m", host + " via nat", "holds"},
		{"a subnet is private behind either", twoGateways + "table private of v\n  0.0.0.0/0 > n|m", private + " via nat", "holds"},
		{"neither of two tables leads out", twoGateways + `
subnet S 10.0.2.0/24 of v, table x|y
table x of v
table y of v
  0.0.0.0/0 > blackhole`, "workloads cannot reach internet", "holds"},
		{"one of two groups lets out", twoGateways + "group shut of v\nhost a 10.0.2.10 in S, groups app|shut", host,
			"undecided: UNKNOWN_VALUE host.a.vpc_security_group_ids"},
		{"both do, by rules of their own", twoGateways + "group web of v\n  out tcp 443 to 0.0.0.0/1, 128.0.0.0/1\nhost a 10.0.2.10 in S, groups app|web", host, "holds"},
		{"one of two routes leads astray", twoGateways + "table private of v\n  0.0.0.0/0 > n|i", host, "undecided: UNKNOWN_VALUE table.private.0.0.0.0/0.target"},
		{"what makes no difference is not named", twoGateways + `
table other of v
  0.0.0.0/0 > n|i
table private of v
  0.0.0.0/0 > m|n
subnet S 10.0.2.0/24 of v, table private|other`, host,
			"undecided: UNKNOWN_VALUE subnet.S.route_table_id; UNKNOWN_VALUE table.other.0.0.0.0/0.target"},
		{"nor is it asked", twoGateways + "table public of v\n  0.0.0.0/0 > i\n  9.0.0.0/8 > n|m\ntable private of v\n  0.0.0.0/0 > n|i", "workloads reach 8.8.8.8:443",
			"undecided: UNKNOWN_VALUE table.private.0.0.0.0/0.target"},
		{"each world violates in its own way", twoGateways + `
subnet S 10.0.2.0/24 of v, table x|y
table x of v
  8.0.0.0/8 > n
table y of v
  9.0.0.0/8 > n`, "workloads reach 8.8.8.8:443 and 9.9.9.9:443", "violated: forward NO_ROUTE_TO_DESTINATION table.x"},
		{"one reference is one reference", twoGateways + `
subnet S 10.0.2.0/24 of v
subnet T 10.0.3.0/24 of v
main of v is x|y
group all of v
  out all to 0.0.0.0/0
  in all from 0.0.0.0/0
host a 10.0.2.10 in S, groups all
host b 10.0.3.10 in T, groups all
table x of v
  8.0.0.0/8 > n
table y of v
  9.0.0.0/8 > n`, "workloads reach 8.8.8.8:443 and 9.9.9.9:443", "violated: forward NO_ROUTE_TO_DESTINATION table.x"},
		{"each source violates in another world", twoGateways + `
subnet S 10.0.2.0/24 of v
subnet T 10.0.3.0/24 of v
host b 10.0.3.10 in T, groups app
main of v
  0.0.0.0/0 > n
association x of S|T with shut
table shut of v`, host, "violated: forward NO_ROUTE_TO_DESTINATION table.shut"},
		{"in either subnet", twoGateways + "subnet T 10.0.3.0/24 of v, table private\nhost a in S|T, groups app", host, "holds"},
		{"in one of them", twoGateways + "subnet T 10.0.3.0/24 of v\nhost a in S|T, groups app", host, "undecided: UNKNOWN_VALUE host.a.subnet_id"},
		{"a private subnet, if it is one", twoGateways + "subnet N 10.0.1.0/24 of v, table private|public\nsubnet S 10.0.2.0/24 of v, table private", "private subnets cannot reach internet:22", "undecided: UNKNOWN_VALUE subnet.N.route_table_id"},
		{"nothing is public in one world", twoGateways + "subnet N 10.0.1.0/24 of v, table private|public\nsubnet S 10.0.2.0/24 of v, table private", "public subnets cannot reach 10.9.9.9", "undecided: UNKNOWN_VALUE subnet.N.route_table_id"},
		{"nothing is selected in any world", twoGateways + "subnet N 10.0.1.0/24 of v, table private|other\ntable other of v", "public subnets cannot reach 10.9.9.9", `violated: forward EMPTY_SELECTION "public subnets" selects nothing in this plan`},
		{"something else is possible", twoGateways + "table private of v\n  0.0.0.0/0 > n|?", host, "undecided: UNKNOWN_VALUE table.private.0.0.0.0/0.target"},
		{"what may be anything is named, what makes no difference is not", twoGateways + "table private of v\n  0.0.0.0/0 > n|m\nhost a 10.0.2.10 in S, groups app|?", host,
			"undecided: UNKNOWN_VALUE host.a.vpc_security_group_ids"},
		{"AWS refuses a second table", twoGateways + "subnet T 10.0.3.0/24 of v\nassociation x of S|T with shut\ntable shut of v", "workloads reach internet:443", "holds"},
		{"and a second route", twoGateways + "table private of v\n  0.0.0.0/0 > n\nroute r in private|public 8.0.0.0/8 > n\nroute s in public 8.0.0.0/8 > i\nsubnet S 10.0.2.0/24 of v, table private", "workloads reach 8.8.8.8:443", "holds"},
		{"as many worlds as are judged", manyRoutes(10), host, "holds"},
		{"one choice more", manyRoutes(11), host, "undecided: UNKNOWN_VALUE table.private.20.0.0.0/8.target"},
		{"of many choices the first that is wrong", strings.ReplaceAll(manyRoutes(40), "n|m", "i|n"), host, "undecided"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := planFor(t, reachtest.MustParse(c.network))
			r := judge(t, p, c.sentence)
			got := verdict(r)
			if !strings.HasPrefix(got, c.want) || c.want == "holds" && got != c.want {
				t.Errorf("%s\ngot  %s\nwant %s", c.sentence, got, c.want)
			}
			if r.Verdict == policies.Undecided && len(r.Unknowns) == 0 {
				t.Error("undecided, and nothing is unknown")
			}
		})
	}
}

// TestCandidatesAreNoted: a verdict that does not hang on candidates says so, and
// says what it assumes for any of them.
func TestCandidatesAreNoted(t *testing.T) {
	p := planFor(t, reachtest.MustParse(twoGateways+"table private of v\n  0.0.0.0/0 > n|m"))
	r := judge(t, p, "workloads reach internet:443")
	want := policies.Remark{
		Code: policies.AnyCandidate, Address: "table.private",
		Message: "table.private.0.0.0.0/0.target is not known, and the verdict is the same whether it names nat.n or nat.m",
	}
	if !slices.Contains(r.Notes, want) || len(r.Unknowns) > 0 {
		t.Errorf("notes %v, unknowns %v", r.Notes, r.Unknowns)
	}
	if r = judge(t, p, "subnets reach 10.0.1.200:443"); len(r.Notes) > 0 {
		t.Errorf("noted where nothing hangs on it: %v", r.Notes)
	}
}

// TestDecidingCandidatesAreNamed: what would have to be known is told with the objects
// that it may be.
func TestDecidingCandidatesAreNamed(t *testing.T) {
	p := planFor(t, reachtest.MustParse(twoGateways+"table private of v\n  0.0.0.0/0 > n|i"))
	r := judge(t, p, "workloads reach internet:443")
	const want = "table.private.0.0.0.0/0.target: known after apply; it names nat.n or igw.i, and the verdict hangs on which"
	if len(r.Findings) != 1 || r.Findings[0].Message != want || len(r.Findings[0].Trace) == 0 {
		t.Errorf("got %+v", r.Findings)
	}
}

// TestEvaluationInWorlds: of random networks, intents get the verdict that they get
// in every network that the candidates allow, each made from text of its own.
func TestEvaluationInWorlds(t *testing.T) {
	sentences := []string{
		"workloads reach internet:443", "private subnets reach 8.8.8.8:443 via nat", "subnets reach 9.9.9.9:53/udp",
		"public subnets cannot reach 9.9.9.9:22", "workloads cannot reach 142.250.74.46:80", "workloads reach only 8.0.0.0/7:443",
		"private subnets cannot reach internet via internet gateway", "subnets except public subnets reach 10.0.2.7:443",
		"workloads in private subnets reach 8.8.8.8:443 and 142.250.74.46:443", "isolated subnets cannot reach internet",
	}
	var intents []policies.Intent
	for _, s := range sentences {
		in, err := policies.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		intents = append(intents, in)
	}
	settled, open := 0, 0
	for seed := range uint64(25) {
		scene, worlds, refused := reachtest.RandomChoices(rand.New(rand.NewPCG(seed, 47)), 16)
		found := policies.Evaluate(planFor(t, scene), intents, policies.DefaultSettings())
		each := make([]map[policies.Verdict]bool, len(intents))
		for i := range each {
			each[i] = map[policies.Verdict]bool{}
		}
		for _, w := range worlds {
			for i, r := range policies.Evaluate(planFor(t, w), intents, policies.DefaultSettings()).Intents {
				each[i][r.Verdict] = true
			}
		}
		for i, r := range found.Intents {
			same := len(each[i]) == 1
			// Where AWS refuses some of what the candidates allow, what is judged before
			// all choices are made need not be like any world that is left.
			missed := r.Verdict == policies.Undecided && same && !each[i][policies.Undecided] && refused == 0
			if wrong := r.Verdict != policies.Undecided && !(same && each[i][r.Verdict]); wrong || missed {
				t.Fatalf("seed %d: %s: %s, and in worlds %v\n%s", seed, sentences[i], verdict(r), each[i], scene.Text)
			}
			if r.Verdict == policies.Undecided {
				open++
			} else {
				settled++
			}
		}
	}
	if settled < 50 || open < 20 {
		t.Errorf("%d settled and %d open: too few of one kind to say much", settled, open)
	}
}
