package source

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSavedPlan(t *testing.T) {
	c, err := Open("../../testdata/cases/foreach-good/tfplan", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(c.Paths(), " "); got != " db network service" {
		t.Errorf("modules %q", got)
	}
	if c.Modules["network"].Resources["aws_nat_gateway.this"] == nil || !c.Modules[""].Calls["service"].Repeats {
		t.Error("the module network or the call of service is not as in the file")
	}
	var none *Unavailable
	if _, err := c.ReadFile("main.tf"); !errors.As(err, &none) || !strings.Contains(none.Reason, "the saved plan does not hold files that file() reads; --source with the folder would give it") {
		t.Errorf("file(): %v", err)
	}
	if _, err := c.Glob(".", "*.tf"); !errors.As(err, &none) {
		t.Errorf("fileset(): %v", err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// entry is an entry of a zip file: its text, and what the file says of it where
// that is something else.
type entry struct {
	name, text string
	size       uint64
	crc        uint32
	mode       fs.FileMode
}

func zipped(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, e := range entries {
		var deflated bytes.Buffer
		d, err := flate.NewWriter(&deflated, flate.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, CRC32: e.crc, UncompressedSize64: e.size, CompressedSize64: uint64(deflated.Len())}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		if e.size == 0 {
			h.UncompressedSize64 = uint64(len(e.text))
		}
		if e.crc == 0 {
			h.CRC32 = crc32.ChecksumIEEE([]byte(e.text))
		}
		w, err := z.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(e.name, "/") {
			continue
		}
		if _, err := w.Write(deflated.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func manifest(text string) entry { return entry{name: planManifest, text: text} }

func mainFile(text string) entry { return entry{name: "tfconfig/m-/main.tf", text: text} }

// TestHostileSavedPlans: nothing but what terraform plan writes is read.
func TestHostileSavedPlans(t *testing.T) {
	const rootOnly = `[{"Key":"","Dir":"."}]`
	good := []entry{manifest(rootOnly), mainFile("locals { a = 1 }")}
	with := func(more ...entry) []entry { return append(good[:len(good):len(good)], more...) }
	var bomb []entry
	for i := range 17 {
		bomb = append(bomb, entry{name: fmt.Sprintf("tfconfig/m-/%d.tf", i), text: strings.Repeat("#", maxFile)})
	}
	many := make([]entry, maxFiles)
	for i := range many {
		many[i].name = fmt.Sprint(i)
	}
	for _, tt := range []struct {
		name    string
		entries []entry
		want    string // "" when it is read
	}{
		{"good", good, ""},
		{"other entries of any size", with(entry{name: "tfstate", text: strings.Repeat("x", 2*maxFile)}), ""},
		{"not used by the root module", with(entry{name: "tfconfig/m-x/main.tf", text: "{{{"}), ""},
		{"no configuration", []entry{{name: "tfplan", text: "x"}}, "without a configuration"},
		{"no root module", []entry{manifest(`[{"Key":"a"}]`), mainFile("")}, "has no root module"},
		{"modules.json is none", []entry{manifest(`{`), mainFile("")}, "is not what terraform init writes"},
		{"path in a key", []entry{manifest(`[{"Key":""},{"Key":"../../../etc"}]`), mainFile("")}, `names a module "../../../etc"`},
		{"empty name in a key", []entry{manifest(`[{"Key":""},{"Key":"a..b"}]`), mainFile("")}, "names a module"},
		{"slash in a key", []entry{manifest(`[{"Key":""},{"Key":"a/b"}]`), mainFile("")}, "names a module"},
		{"instance in a key", []entry{manifest(`[{"Key":""},{"Key":"a[0]"}]`), mainFile("")}, "names a module"},
		{"a key twice", []entry{manifest(`[{"Key":""},{"Key":""}]`), mainFile("")}, "has two modules"},
		{"many modules", []entry{manifest("[" + strings.Repeat(`{},`, maxModules) + "{}]"), mainFile("")}, "more than 2000 modules"},
		{"broken file", []entry{manifest(rootOnly), mainFile(`resource {`)}, "tfconfig/m-/main.tf:1,10"},
		{"long heredoc", []entry{manifest(rootOnly), mainFile("x = <<E\n" + strings.Repeat("a\n", maxHeredoc) + "E\n")}, "heredoc"},
		{"large file", []entry{manifest(rootOnly), mainFile(strings.Repeat("#", maxFile+1))}, "main.tf is larger than"},
		{"large modules.json", []entry{manifest(strings.Repeat(" ", maxFile) + rootOnly), mainFile("")}, "modules.json is larger than"},
		{"larger than it says", []entry{manifest(rootOnly), {name: "tfconfig/m-/main.tf", text: strings.Repeat("#", maxFile+1), size: 5}}, "cannot be read to its end"},
		{"smaller than it says", []entry{manifest(rootOnly), {name: "tfconfig/m-/main.tf", text: "#", size: 5}}, "cannot be read to its end"},
		{"other than it says", []entry{manifest(rootOnly), {name: "tfconfig/m-/main.tf", text: "#", crc: 5}}, "cannot be read to its end"},
		{"many large files", with(bomb...), "the configuration is larger than"},
		{"many files", with(many...), "more than 20000 entries"},
		{"out of the file", with(entry{name: "tfconfig/m-/../../x"}), `the name "tfconfig/m-/../../x"`},
		{"absolute", with(entry{name: "/etc/x"}), "the name"},
		{"backslashes", with(entry{name: `tfconfig\m-\x.tf`}), "the name"},
		{"a folder", with(entry{name: "tfconfig/m-x/"}), "the name"},
		{"no name", with(entry{}), "the name"},
		{"not clean", with(entry{name: "tfconfig//x.tf"}), "the name"},
		{"twice", with(good[1]), `two entries have the name "tfconfig/m-/main.tf"`},
		{"link", with(entry{name: "tfconfig/m-/link.tf", text: "/etc/passwd", mode: fs.ModeSymlink | 0o777}), "not a regular file"},
		{"pipe", with(entry{name: "tfconfig/m-/pipe.tf", mode: fs.ModeNamedPipe | 0o777}), "not a regular file"},
		{"a file and a folder", with(entry{name: "tfconfig/m-/main.tf/x"}), "is a file and a folder"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "tfplan")
			if err := os.WriteFile(path, zipped(t, tt.entries...), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := Open(path, Options{})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}
