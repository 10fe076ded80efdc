package spent_test

import (
	"testing"

	"github.com/tfreach/tfreach/internal/spent"
)

// told remembers whether a test failed.
type told struct {
	testing.TB
	failed bool
}

func (t *told) Helper()               {}
func (t *told) Errorf(string, ...any) { t.failed = true }

var kept []byte

func TestMemory(t *testing.T) {
	for _, tt := range []struct {
		spend, input, base, perByte int
		failed                      bool
	}{
		{4 << 20, 100, 1 << 20, 10, true},
		{4 << 20, 100, 8 << 20, 0, false},
		{4 << 20, 100, 0, 1 << 20, false},
	} {
		in := &told{TB: t}
		spent.Memory(in, tt.input, tt.base, tt.perByte, func() { kept = make([]byte, tt.spend) })
		if in.failed != tt.failed || len(kept) != tt.spend {
			t.Errorf("%+v: failed %v", tt, in.failed)
		}
	}
}
