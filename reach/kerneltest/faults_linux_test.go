package kerneltest

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var kernelFaults = flag.Bool("kernel.faults", false, "build the engine with faults, and see that the kernel judge finds each")

// fault is a mistake in the engine's source.
type fault struct {
	name, file, right, wrong string
}

var faults = []fault{
	{"ACL entries in the reverse order (NACL-2)", "index.go", "cmp.Compare(a.Number, b.Number)", "cmp.Compare(b.Number, a.Number)"},
	{"the reply leg forgotten (NACL-3)", "walk.go", "quiet := f.with(f.now.Intersect(packet.Unanswered()))", "quiet := f"},
	{"the shortest prefix wins (RT-2)", "forwarding.go", "cmp.Compare(b.bits, a.bits)", "cmp.Compare(a.bits, b.bits)"},
	{"NAT gateways send from 32768 on (NAT-7)", "flight.go", "packet.PortRange(1024, 65535)", "packet.PortRange(32768, 65535)"},
	{"no source/destination check (NI-1)", "natinstance.go", "case check.Value:", "case false:"},
	{"firewalls take answers to what they have not seen (NFW-8)", "inspect.go", "if !has(f.inspected, here) {", "if false {"},
	{"a block of ingress lets public addresses out (BPA-2)", "exposure.go", "case mode == BlockIngress && (nat || out):", "case mode == BlockIngress:"},
	{"one-way counted as dropped", "walk.go", "p.Arrives = f.arrived\n\t}\n\tf.stopped", "p.Arrives = No\n\t}\n\tf.stopped"},
}

// TestFaults builds the engine with one fault at a time and has the kernel judge look
// at it.
func TestFaults(t *testing.T) {
	needsKernel(t)
	if !*kernelFaults {
		t.Skip("-kernel.faults is not given: each fault takes a build")
	}
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			overlay := f.overlay(t)
			cmd := exec.Command("go", "test", "-overlay", overlay, ".", "-run", "^TestKernel$", "-v", "-count=1",
				fmt.Sprintf("-kernel.networks=%d", *kernelNetworks), fmt.Sprintf("-kernel.seed=%d", *kernelSeed))
			out, err := cmd.CombinedOutput()
			found := disagreements.FindSubmatch(out)
			if err == nil || found == nil {
				t.Fatalf("the kernel judge does not see it: %v\n%s", err, out)
			}
			engine, kernel, simulator := string(found[2]), string(found[3]), string(found[4])
			if engine == kernel {
				t.Errorf("the kernel agrees with the fault, and the simulator does not: %s", found[0])
			}
			t.Logf("found by seed %s: engine %s, kernel %s, simulator %s", found[1], engine, kernel, simulator)
		})
	}
}

var disagreements = regexp.MustCompile(`seed (\d+): .*\n\s*engine    (.*)\n\s*kernel    (.*)\n\s*simulator (.*)\n`)

// overlay has the file with the fault stand for the right one.
func (f fault) overlay(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", f.file))
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(source), f.right); n != 1 {
		t.Fatalf("%s has %d times %q", f.file, n, f.right)
	}
	dir := t.TempDir()
	wrong, overlay := filepath.Join(dir, f.file), filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(wrong, []byte(strings.Replace(string(source), f.right, f.wrong, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{path: wrong}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(overlay, replace, 0o600); err != nil {
		t.Fatal(err)
	}
	return overlay
}
