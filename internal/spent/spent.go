// Package spent measures what tests spend.
package spent

import (
	"runtime"
	"testing"
)

// Memory runs f, and fails the test when it allocates more than a base and so much for
// each byte of its input, whatever it frees again: no input costs out of proportion.
// Nothing else may run at the time.
func Memory(t testing.TB, input, base, perByte int, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > uint64(base+perByte*input) {
		t.Errorf("it took %d MiB for %d bytes", n>>20, input)
	}
}
