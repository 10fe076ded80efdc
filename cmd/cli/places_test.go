package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/cmd/cli"
)

// placed is where a finding must stand. Files are relative to the folder of the
// plan; Text is the first line of the place.
type placed struct {
	Address string `json:"address"`
	Message string `json:"message"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	EndLine int    `json:"end_line"`
	Text    string `json:"text"`
	Calls   []call `json:"calls"`
}

type call struct {
	Module string `json:"module"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// TestPlaces: findings stand where expect.json says, with the configuration as a
// folder and as a saved plan.
func TestPlaces(t *testing.T) {
	files, err := filepath.Glob("../../testdata/places/*/expect.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no places: %v", err)
	}
	for _, file := range files {
		dir := filepath.Dir(file)
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want []placed
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		for mode, source := range map[string]string{"folder": dir, "saved plan": filepath.Join(dir, "tfplan")} {
			t.Run(filepath.Base(dir)+"/"+mode, func(t *testing.T) {
				if diff := cmp.Diff(want, placesOf(t, dir, source)); diff != "" {
					t.Errorf("places (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// placesOf judges the plan in a folder, and says where its findings stand.
func placesOf(t *testing.T, dir, source string) []placed {
	t.Helper()
	args := []string{"check", filepath.Join(dir, "plan.json"), "--format", "json", "--source", source, "--intent", "private subnets reach 0.0.0.0/0:443"}
	var out, errs bytes.Buffer
	if code := cli.Run(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs}, nothingSet); code != 1 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	var got struct {
		Intents []struct {
			Findings []struct {
				placed
				Location struct {
					File    string `json:"file"`
					Line    int    `json:"line"`
					EndLine int    `json:"end_line"`
				} `json:"location"`
			} `json:"findings"`
		} `json:"intents"`
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	// The repository is the one that the test is in.
	within := "testdata/places/" + filepath.Base(dir) + "/"
	var all []placed
	for _, f := range got.Intents[0].Findings {
		p := f.placed
		p.File, p.Line, p.EndLine = strings.TrimPrefix(f.Location.File, within), f.Location.Line, f.Location.EndLine
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p.File)))
		if err != nil {
			t.Fatal(err)
		}
		p.Text = strings.TrimSpace(strings.Split(string(raw), "\n")[p.Line-1])
		if p.Calls == nil {
			p.Calls = []call{}
		}
		for i, c := range p.Calls {
			p.Calls[i].File = strings.TrimPrefix(c.File, within)
		}
		all = append(all, p)
	}
	return all
}
