package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/cmd/cli"
)

// corpusSentence is what every public plan is asked: it ranges over all that a
// plan may hold of a network, and needs nothing of it.
const corpusSentence = "subnets reach internet:443"

// TestCorpus reads every public plan. Each gets an answer, or is refused in one
// clear message; answers.txt has which.
func TestCorpus(t *testing.T) {
	corpus := filepath.Join("..", "..", "testdata", "corpus")
	var table strings.Builder
	plans := 0
	err := filepath.WalkDir(corpus, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		plans++
		name, err := filepath.Rel(corpus, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		fmt.Fprintf(&table, "%s: %s\n", name, corpusAnswer(t, name, path))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if plans == 0 {
		t.Fatal("no plans")
	}
	golden := filepath.Join(corpus, "answers.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(table.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table.String()); diff != "" {
		t.Errorf("answers differ; -update writes them anew (-want +got):\n%s", diff)
	}
}

// corpusAnswer is the exit code and what was said in one line.
func corpusAnswer(t *testing.T, name, path string) string {
	t.Helper()
	args := []string{"check", path, "--format", "json", "--intent", corpusSentence}
	code, out, messages := runQuietly(args...)
	if again, outAgain, messagesAgain := runQuietly(args...); again != code || outAgain != out || messagesAgain != messages {
		t.Errorf("%s: two runs differ", name)
	}
	refsCode, refs, _ := runQuietly("refs", path, "--format", "json")
	switch code {
	case 0, 1, 3:
		if messages != "" {
			t.Errorf("%s: judged, with a message: %s", name, messages)
		}
		if refsCode != 0 || refs == "" {
			t.Errorf("%s: judged, but its references are not: exit code %d", name, refsCode)
		}
		return fmt.Sprintf("exit code %d, %s", code, verdictLine(t, name, out))
	case 2:
		message, more, _ := strings.Cut(messages, "\n")
		if out != "" || more != "" || !strings.HasPrefix(message, "error: "+path+": ") {
			t.Errorf("%s: refused with %q, and the output %q", name, messages, out)
		}
		if refsCode != 2 {
			t.Errorf("%s: refused, but its references are shown: exit code %d", name, refsCode)
		}
		return fmt.Sprintf("exit code 2, %s", strings.TrimPrefix(message, "error: "+path+": "))
	default:
		t.Errorf("%s: exit code %d", name, code)
	}
	return fmt.Sprint(code)
}

// verdictLine is the verdict of the one intent, how many sources it has, and the
// codes of its findings.
func verdictLine(t *testing.T, name, doc string) string {
	t.Helper()
	var r struct {
		Intents []struct {
			Verdict  string
			Sources  []string
			Findings []struct{ Code string }
		}
	}
	if err := json.Unmarshal([]byte(doc), &r); err != nil || len(r.Intents) != 1 {
		t.Fatalf("%s: no result: %v", name, err)
	}
	in := r.Intents[0]
	var codes []string
	for _, f := range in.Findings {
		codes = append(codes, f.Code)
	}
	slices.Sort(codes)
	return fmt.Sprintf("%s for %d sources: %s", in.Verdict, len(in.Sources), strings.Join(slices.Compact(codes), " "))
}

// runQuietly runs a command line with nothing in its environment.
func runQuietly(args ...string) (code int, out, messages string) {
	var stdout, stderr bytes.Buffer
	code = cli.Run(args, cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr}, func(string) (string, bool) { return "", false })
	return code, stdout.String(), stderr.String()
}
