package planjson

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// repeated is a text n times over, without the memory for it.
type repeated struct {
	text string
	n    int
	rest string
}

func (r *repeated) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if r.rest == "" {
			if r.n == 0 {
				return n, io.EOF
			}
			r.n--
			r.rest = r.text
		}
		m := copy(p[n:], r.rest)
		r.rest = r.rest[m:]
		n += m
	}
	return n, nil
}

const changeOf = `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"aws_route","name":"r","change":{"actions":["create"],"after":`

func TestBounds(t *testing.T) {
	const kilo = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for _, c := range []struct {
		name, before, text string
		n                  int
		after, found       string
	}{
		{"value that is skipped", `{"a":"`, kilo, 2 << 20, `"}`, "a value or a name longer than 64 MiB, at byte"},
		{"value that is read", changeOf + `{"cidr":"`, kilo, 2 << 20, `"}}}]}`, "a value or a name longer than 64 MiB"},
		{"name that is skipped", `{"a":{"`, kilo, 2 << 20, `":1}}`, "a value or a name longer than 64 MiB"},
		{"name that is read", `{"`, kilo, 10 << 10, `":1}`, "a name longer than 1 MiB"},
		{"blanks", `{"a":`, strings.Repeat(" ", 128), 1 << 20, `1}`, "a value or a name longer than 64 MiB"},
		{"elements", changeOf + `{"list":[`, `[],`, 1_000_001, `[]]}}}]}`, "a list or object with more than 1000000 elements, at /resource_changes/0/change/after/list"},
		{"elements altogether", changeOf + `{"list":[`, `[` + strings.Repeat(`[],`, 999) + `[]],`, 5100, `[]]}}}]}`, "more than 5000000 values"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Read(io.MultiReader(strings.NewReader(c.before), &repeated{text: c.text, n: c.n}, strings.NewReader(c.after)), smallSchema)
			runtime.ReadMemStats(&after)
			var e *InputError
			if !errors.As(err, &e) || !strings.Contains(e.Found, c.found) {
				t.Errorf("error %v, want an InputError that says %q", err, c.found)
			}
			if spent := (after.TotalAlloc - before.TotalAlloc) >> 20; spent > 1500 {
				t.Errorf("it took %d MiB", spent)
			}
		})
	}
}

// TestLongValues: what is long and within bounds is read.
func TestLongValues(t *testing.T) {
	long := strings.Repeat("x", 8<<20)
	p := read(t, changeOf+`{"user_data":"`+long+`","cidr":"`+long+`"},"after_unknown":{}}}]}`, smallSchema)
	if got := len(p.Resources[0].After.Get("cidr").Text); got != len(long) {
		t.Errorf("the value has %d bytes, want %d", got, len(long))
	}
}

// TestManyNames: an object of 300,000 members takes no time to speak of, and a
// name that occurs twice is still found.
func TestManyNames(t *testing.T) {
	var members, mask strings.Builder
	for i := range 300_000 {
		fmt.Fprintf(&members, `"k%d":"v",`, i)
		fmt.Fprintf(&mask, `"k%d":%v,`, i, i%2 == 0)
	}
	object := strings.TrimSuffix(members.String(), ",")
	text := func(tags string) string {
		return `{"format_version":"1.2",` + members.String() + `"resource_changes":[{"mode":"managed","type":"aws_vpc","name":"v","change":{"actions":["update"],
			"before":{"tags":{` + object + `}},"after":{"tags":{` + tags + `}},"after_unknown":{"tags":{` + strings.TrimSuffix(mask.String(), ",") + `}}}}]}`
	}
	r := read(t, text(object), everything{}).Resources[0]
	tags := r.After.Get("tags")
	if n := len(tags.Fields); n != 300_000 || tags.Fields[0].Value.Kind != Unknown || tags.Fields[1].Value.Kind != String {
		t.Errorf("%d tags, the first %v and %v", n, tags.Fields[0], tags.Fields[1])
	}
	before := r.Before.Get("tags")
	turned := Value{Kind: Object, Fields: append(before.Fields[1:len(before.Fields):len(before.Fields)], before.Fields[0])}
	if !before.Equal(turned) || before.Equal(tags) {
		t.Error("objects are equal whatever the order of their members, and only with equal values")
	}
	if _, err := Read(strings.NewReader(text(object+`,"k7":1`)), everything{}); err == nil || !strings.Contains(err.Error(), `"k7"`) {
		t.Errorf("a name twice: %v", err)
	}
}

// TestBoundedCountsWhatIsPending: a long input of short values is no long value.
func TestBoundedCountsWhatIsPending(t *testing.T) {
	b := &bounded{r: io.MultiReader(strings.NewReader("["), &repeated{text: `"0123456789abcdef",`, n: 4 << 20}, strings.NewReader("1]"))}
	d := jsontext.NewDecoder(b)
	b.consumed = d.InputOffset
	if err := d.SkipValue(); err != nil {
		t.Errorf("%d MiB of short values: %v", b.passed>>20, err)
	}
}
