package cli_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/cmd/cli"
)

// How much TestMutants reads. For a longer look, from the root of the repository:
//
//	go test ./cmd/cli -run Mutants -v -mutants 20000 -mutants.seed 1000
//	go test ./cmd/cli -run Mutants -v -mutants.every cases/flat-good
//
// The seed of a fault is in its message: -mutants 1 -mutants.seed N reads that alone.
var (
	mutants      = flag.Int("mutants", 320, "how many mutated plans TestMutants reads")
	mutantsSeed  = flag.Uint64("mutants.seed", 0, "the `seed` of the first mutated plan")
	mutantsEvery = flag.String("mutants.every", "", "read instead each plan that differs in one value from those whose `path` has this in it")
)

// mutantSentences are what every mutated plan is asked.
var mutantSentences = []string{
	"subnets reach internet:443", "subnets cannot reach internet:22", "workloads reach internet:443", "workloads cannot reach internet:22",
}

// TestMutants reads plans that are nearly ones: the public ones, those of the cases and
// the samples, cut off, with values taken away, of another kind, twice, or nested deep.
// Each gets an answer or a clear message; what is answered is what the plan without
// harm gets, or undecided, wherever the harm only takes knowledge away.
func TestMutants(t *testing.T) {
	subjects := subjects(t)
	tally := map[string]map[int]int{}
	read := func(s *subject, seed string, text string, done []mutation) {
		got := ask(text, s.folder)
		kind := "cut off"
		switch {
		case len(done) > 1:
			kind = "several"
		case len(done) == 1:
			kind = done[0].kind
		}
		if tally[kind] == nil {
			tally[kind] = map[int]int{}
		}
		tally[kind][got.code]++
		if fault := s.fault(done, got); fault != "" {
			t.Errorf("%s: %s (configuration %q) with %v: %s\nexit code %d %s", seed, s.name, s.folder, done, fault, got.code, got.messages)
		}
		if got.allocated > limitFor(text) {
			t.Errorf("%s: %s with %v: %d MiB for %d bytes", seed, s.name, done, got.allocated>>20, len(text))
		}
	}
	switch {
	case *mutantsEvery != "":
		for _, s := range subjects {
			if strings.Contains(filepath.ToSlash(s.name), *mutantsEvery) {
				for _, m := range s.singles() {
					text, done := s.apply(m)
					read(s, m.String(), text, done)
				}
			}
		}
	default:
		for i := range uint64(*mutants) {
			seed := *mutantsSeed + i
			s := subjects[seed%uint64(len(subjects))]
			text, done := s.mutant(rand.New(rand.NewPCG(seed, 46)).IntN)
			read(s, fmt.Sprintf("seed %d", seed), text, done)
		}
	}
	codes := map[int]int{}
	for _, kind := range slices.Sorted(maps.Keys(tally)) {
		t.Logf("%s: %v", kind, tally[kind])
		for code, n := range tally[kind] {
			codes[code] += n
		}
	}
	t.Logf("exit codes: %v", codes)
	if *mutants >= 300 && (codes[0] == 0 || codes[1] == 0 || codes[2] == 0 || codes[3] == 0) {
		t.Error("some exit code is not met, so the plans show nothing of it")
	}
}

// subject is a plan that is mutated, and what becomes of it without harm.
type subject struct {
	name, folder string
	*planText
	unharmed *answer
}

// answer is what a run says.
type answer struct {
	code          int
	out, messages string
	allocated     uint64
	intents       []intentAnswer
}

type intentAnswer struct {
	Verdict string
	Sources []string
}

// ask judges the text of a plan, with the configuration in a folder if there is one.
func ask(text, folder string) *answer {
	args := []string{"check", "-", "--format", "json"}
	for _, s := range mutantSentences {
		args = append(args, "--intent", s)
	}
	if folder != "" {
		args = append(args, "--source", folder)
	}
	var before, after runtime.MemStats
	var out, messages bytes.Buffer
	runtime.ReadMemStats(&before)
	code := cli.Run(args, cli.Streams{In: strings.NewReader(text), Out: &out, Err: &messages}, func(string) (string, bool) { return "", false })
	runtime.ReadMemStats(&after)
	a := &answer{code: code, out: out.String(), messages: messages.String(), allocated: after.TotalAlloc - before.TotalAlloc}
	var r struct{ Intents []intentAnswer }
	if json.Unmarshal(out.Bytes(), &r) == nil {
		a.intents = r.Intents
	}
	return a
}

// limitFor is how much memory, freed or not, judging a text may take altogether: most
// of it is for the networks that a plan which leaves choices open may become, which are
// bounded in number.
func limitFor(text string) uint64 { return 1<<30 + 1000*uint64(len(text)) }

// subjects are all plans of testdata that are JSON, those with a configuration with it
// and without.
func subjects(t testing.TB) []*subject {
	t.Helper()
	var out []*subject
	data := filepath.Join("..", "..", "testdata")
	for _, root := range []string{"corpus", "cases", "steady", "samples"} {
		err := filepath.WalkDir(filepath.Join(data, root), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".json" || root != "corpus" && !strings.HasPrefix(entry.Name(), "plan") {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			plan := planTextOf(string(raw))
			if plan == nil || root == "samples" && len(plan.network) == 0 {
				return nil // no JSON, or a plan that nothing can be asked about
			}
			out = append(out, &subject{name: path, planText: plan})
			if root == "cases" {
				out = append(out, &subject{name: path, planText: plan, folder: filepath.Dir(path)})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// mutant is a text near that of a plan, and what was done to it: nothing where it is
// cut off.
func (s *subject) mutant(next chooser) (string, []mutation) {
	if next(12) == 0 {
		cut := next(s.root.end)
		if at := s.spot(next); next(2) == 0 && at != nil {
			cut = []int{at.from, at.start, at.end}[next(3)]
		}
		return s.text[:cut], nil
	}
	n := 1
	if next(4) == 0 {
		n = 2 + next(4)
	}
	var all []mutation
	for range n {
		all = append(all, s.mutate(next))
	}
	return s.apply(all...)
}

// internals are words of the program that no message has.
var internals = regexp.MustCompile(`goroutine|panic|runtime error|nil pointer|json: |jsontext|strconv|interface conversion|reflect\.|\bcty\b|\bhcl\b|map\[|EOF|%!|\*[a-z]+\.[A-Z]|0x[0-9a-f]{6}|github\.com`)

// fault says what is wrong with the answer to a mutated plan; empty when nothing is.
func (s *subject) fault(done []mutation, got *answer) string {
	switch {
	case got.code == 2:
		switch {
		case got.out != "" || !strings.HasPrefix(got.messages, "error: ") || strings.Count(got.messages, "\n") != 1:
			return "an error that is not one line of a message"
		case len(got.messages) > 2000: // places are cut, and what is left of them may be escaped
			return fmt.Sprintf("a message of %d bytes", len(got.messages))
		case internals.MatchString(got.messages):
			return "a message with words of the program"
		}
		return ""
	case got.code < 0 || got.code > 3:
		return "no exit code of ours"
	case len(got.intents) != len(mutantSentences):
		return "judged, without a result"
	case len(done) == 0:
		return "judged, and cut off"
	}
	if s.unharmed == nil {
		s.unharmed = ask(s.text, s.folder)
	}
	if s.unharmed.code == 2 {
		return ""
	}
	harm := harmless
	for _, m := range done {
		harm = max(harm, m.harm())
	}
	for i, is := range got.intents {
		was := s.unharmed.intents[i]
		sameSources := slices.Equal(is.Sources, was.Sources)
		switch {
		case is.Verdict == was.Verdict && sameSources:
		case harm == harmless:
			return fmt.Sprintf("%q was %s and is %s, for what nobody reads", mutantSentences[i], was.Verdict, is.Verdict)
		case harm == ignorance && is.Verdict != "undecided" && (is.Verdict != was.Verdict || !sameSources):
			return fmt.Sprintf("%q was %s and is %s for %v, and only knowledge was taken away", mutantSentences[i], was.Verdict, is.Verdict, is.Sources)
		case is.Verdict == "holds":
			for _, a := range was.Sources {
				if !slices.Contains(is.Sources, a) && !s.touches(done, a) {
					return fmt.Sprintf("%q holds, and the source %s is gone", mutantSentences[i], a)
				}
			}
		}
	}
	return ""
}

// touches reports whether a mutation is in or around the change of a resource.
func (s *subject) touches(done []mutation, address string) bool {
	return slices.ContainsFunc(done, func(m mutation) bool {
		return slices.ContainsFunc(s.network, func(change *spot) bool {
			at := change.child("address")
			return at != nil && s.of(at) == shown(address) && (m.at.within(change) || change.within(m.at))
		})
	})
}
