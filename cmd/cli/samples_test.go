package cli_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// expected is what expect.json says of a sample.
type expected struct {
	// Choices must be left open; each lists values that must remain possible.
	Choices map[string][]any
	// Either may be left open.
	Either []string
}

// sampleOf reads what a sample's unknown values became.
func sampleOf(t *testing.T, folder string) (truth map[string]any, want expected) {
	t.Helper()
	readJSON(t, &truth, samples, folder, "truth.json")
	if found, _ := filepath.Glob(filepath.Join(samples, folder, "expect.json")); len(found) > 0 {
		readJSON(t, &want, samples, folder, "expect.json")
	}
	return truth, want
}

// leastExact is how many answers must be exact, with the saved plan at hand, where
// it is not all that expect.json does not speak of: the values of the rest may only
// be certain for who knows more of a function than what it is given and gives.
var leastExact = map[string]int{
	"01-expressions": 45,
	// All but the object of a whole module.
	"02-modules": 15,
	// All but the choices and what file() decides.
	"08-constructs": 18,
}

// TestSamples compares all that refs answers with what apply made of it. Without
// the configuration nothing may be wrong; with it, what is exact must be.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(samples, "*", "truth.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, file := range files {
		folder := filepath.Base(filepath.Dir(file))
		truth, want := sampleOf(t, folder)
		for _, mode := range []struct{ name, source string }{{"saved plan", "plan.tfplan"}, {"folder", "."}, {"no source", ""}} {
			t.Run(folder+"/"+mode.name, func(t *testing.T) {
				answers := allOf(t, folder, "plan.json", mode.source)
				exact := compareSample(t, answers, truth, want)
				t.Logf("%d of %d exact", len(exact), len(truth))
				if mode.source == "" {
					return
				}
				if least := leastExact[folder]; least > 0 {
					if len(exact) < least {
						t.Errorf("%d of %d exact, want at least %d; open are\n%s", len(exact), len(truth), least, openOf(answers, truth))
					}
					return
				}
				for _, address := range slices.Sorted(maps.Keys(truth)) {
					if want.Choices[address] == nil && !slices.Contains(want.Either, address) && !slices.Contains(exact, address) {
						t.Errorf("%s: got %s, want %s", address, shown(answers[address]), shown(truth[address]))
					}
				}
			})
		}
	}
}

// compareSample wants every attribute of a sample answered, nothing claimed that is
// not so, and candidates that leave nothing out. It returns which are exact.
func compareSample(t *testing.T, answers, truth map[string]any, want expected) (exact []string) {
	t.Helper()
	for _, address := range slices.Sorted(maps.Keys(truth)) {
		answer, ok := answers[address]
		switch {
		case !ok:
			t.Errorf("%s is not answered", address)
			continue
		case !admits(answer, truth[address]):
			t.Errorf("%s: got %s, which leaves out %s", address, shown(answer), shown(truth[address]))
		case claimed(answer):
			exact = append(exact, address)
		}
		possible, choice := want.Choices[address]
		if choice && claimed(answer) {
			t.Errorf("%s: got %s, which depends on what the ids will be", address, shown(answer))
			continue
		}
		for _, value := range possible {
			if !admits(answer, value) {
				t.Errorf("%s: got %s, which leaves out %s", address, shown(answer), shown(value))
			}
		}
	}
	for address, answer := range answers {
		if _, ok := truth[address]; !ok && claimed(answer) && !strings.Contains("."+address, ".data.") {
			t.Errorf("%s: got %s, which apply does not show", address, shown(answer))
		}
	}
	return exact
}

func openOf(answers, truth map[string]any) string {
	var lines []string
	for _, address := range slices.Sorted(maps.Keys(truth)) {
		if answer, ok := answers[address]; !ok || !claimed(answer) {
			lines = append(lines, address+": "+shown(answer))
		}
	}
	return strings.Join(lines, "\n")
}

// TestSampleExpectations: what expect.json names is in the sample, once.
func TestSampleExpectations(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(samples, "*", "expect.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no expectations: %v", err)
	}
	for _, file := range files {
		folder := filepath.Base(filepath.Dir(file))
		truth, want := sampleOf(t, folder)
		for _, address := range slices.Concat(slices.Collect(maps.Keys(want.Choices)), want.Either) {
			if _, ok := truth[address]; !ok {
				t.Errorf("%s: %s is not in truth.json", folder, address)
			}
			if len(want.Choices[address]) > 0 && slices.Contains(want.Either, address) {
				t.Errorf("%s: %s is both", folder, address)
			}
		}
		for address, values := range want.Choices {
			if len(values) == 0 {
				t.Errorf("%s: %s has no values", folder, address)
			}
		}
	}
}
