package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/source"
)

// isSavedPlan reports whether a file is what terraform plan -out writes: a zip
// file.
func isSavedPlan(name string) bool {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, 4)
	_, err = io.ReadFull(f, head)
	return err == nil && bytes.Equal(head, []byte("PK\x03\x04"))
}

// showers are the programs that print a saved plan as JSON. Which of them wrote it
// the file does not say in a form that both keep to: the one that cannot read it
// says so.
var showers = []string{"terraform", "tofu"}

// parser makes a plan of its JSON.
type parser func(io.Reader, *source.Config) (*planparse.Plan, error)

// readSavedPlan has the JSON of a saved plan printed, in the folder in which its
// providers are, and reads it.
func readSavedPlan(name, dir string, src *source.Config, parse parser) (*planparse.Plan, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	var failed error
	for _, program := range showers {
		if _, err := exec.LookPath(program); err != nil {
			continue
		}
		plan, err := show(program, path, dir, src, parse)
		if err == nil {
			return plan, nil
		}
		if failed == nil {
			failed = err
		}
	}
	if failed == nil {
		return nil, fmt.Errorf("%s is a saved plan, and neither terraform nor tofu is on the PATH to print it as JSON. Make it where one of them is, and give that: terraform show -json %s > plan.json", name, filepath.Base(name))
	}
	return nil, fmt.Errorf("%s is a saved plan, and %w", name, failed)
}

// show runs one program and reads what it prints.
func show(program, path, dir string, src *source.Config, parse parser) (*planparse.Plan, error) {
	cmd := exec.Command(program, "show", "-json", "-no-color", path)
	cmd.Dir = dir
	// It prints a file: it has nobody to ask, and nothing to look for elsewhere.
	cmd.Env = append(os.Environ(), "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1")
	said := &bounded{limit: 64 << 10}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s cannot be run: %w", program, err)
	}
	plan, readErr := parse(out, src)
	// What is not read would keep the program from ending.
	_, _ = io.Copy(io.Discard, out)
	err = cmd.Wait()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return nil, fmt.Errorf("%q in %s failed: %s. It needs the providers of the plan: run %s init there, or name the folder where the plan was made with --source", program+" show -json", dir, words(said.String()), program)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", program, err)
	case readErr != nil:
		return nil, fmt.Errorf("what %q prints cannot be read: %w", program+" show -json", readErr)
	}
	return plan, nil
}

// words is what a program says, without the frame that Terraform puts around it,
// and from its first error on.
func words(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Trim(line, "╷│╵ \t\r"); line != "" {
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		return "it does not say why"
	}
	all := strings.TrimRight(strings.Join(out, " "), ".")
	if at := strings.Index(all, "Error: "); at > 0 {
		all = all[at:]
	}
	if len(all) > 600 {
		all = strings.ToValidUTF8(all[:600], "") + " ..."
	}
	return all
}

// bounded keeps the beginning of what is written to it.
type bounded struct {
	bytes.Buffer
	limit int
}

func (b *bounded) Write(p []byte) (int, error) {
	if room := b.limit - b.Len(); room > 0 {
		b.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
