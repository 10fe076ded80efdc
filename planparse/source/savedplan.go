package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

// The configuration in a saved plan: modules.json, and a folder for each module.
const (
	planConfig   = "tfconfig"
	planManifest = planConfig + "/modules.json"
)

// maxSavedPlan bounds a saved plan itself. Most of one is the state, compressed;
// the list of its entries is read as a whole.
const maxSavedPlan = 256 << 20

// openSavedPlan reads the configuration that terraform plan -out put into the
// plan file.
func openSavedPlan(name string, folders []string) (*Config, error) {
	switch info, err := os.Stat(name); {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is neither a folder nor a regular file", name)
	case info.Size() > maxSavedPlan:
		return nil, fmt.Errorf("%s is larger than %d bytes", name, maxSavedPlan)
	}
	z, err := zip.OpenReader(name)
	if errors.Is(err, zip.ErrFormat) {
		return nil, fmt.Errorf("%s is neither a folder nor a saved plan: give the root module's folder, or the file of terraform plan -out", name)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer func() { _ = z.Close() }()
	c, err := readSavedPlan(&z.Reader, name, folders)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

func readSavedPlan(z *zip.Reader, name string, folders []string) (*Config, error) {
	if err := checkEntries(z.File); err != nil {
		return nil, err
	}
	l := &loader{fsys: z, exact: true, sums: map[string]sum{}, config: &Config{Name: name, Modules: map[string]*Module{}, words: map[string]bool{}}}
	raw, err := l.read(planManifest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("a zip file without a configuration in it: give the root module's folder, or the file of terraform plan -out")
	}
	if err != nil {
		return nil, err
	}
	modules, err := readManifest(raw)
	if err != nil {
		return nil, fmt.Errorf("%s %w", planManifest, err)
	}
	if _, ok := modules[""]; !ok {
		return nil, fmt.Errorf("%s has no root module", planManifest)
	}
	l.locate = func(call string, caller *Module, _ *Call) location {
		r, ok := modules[call]
		if !ok {
			return location{missing: "the saved plan does not hold it"}
		}
		return location{dir: planFolder(call), installed: caller.Installed || !isLocal(r.Source)}
	}
	if err := l.module("", location{dir: planFolder("")}, 0); err != nil {
		return nil, err
	}
	delete(l.sums, planManifest)
	l.config.home = &savedHome{folders: folders, modules: modules, config: l.config, sums: l.sums}
	return l.config, nil
}

func planFolder(call string) string { return planConfig + "/m-" + call }

// checkEntries refuses what no terraform plan writes: readers of zip files differ
// in what they make of it, and it may be made to be large.
func checkEntries(entries []*zip.File) error {
	if len(entries) > maxFiles {
		return fmt.Errorf("more than %d entries", maxFiles)
	}
	seen := make(map[string]bool, len(entries))
	var total uint64
	for _, e := range entries {
		switch {
		case !fs.ValidPath(e.Name) || e.Name == "." || strings.ContainsAny(e.Name, "\\\x00"):
			return fmt.Errorf("an entry has the name %q", e.Name)
		case seen[e.Name]:
			return fmt.Errorf("two entries have the name %q", e.Name)
		case !e.Mode().IsRegular():
			return fmt.Errorf("the entry %q is not a regular file", e.Name)
		}
		seen[e.Name] = true
		if !strings.HasPrefix(e.Name, planConfig+"/") {
			continue
		}
		if e.UncompressedSize64 > maxFile {
			return fmt.Errorf("%s is larger than %d bytes", e.Name, maxFile)
		}
		if total += e.UncompressedSize64; total > maxTotal {
			return fmt.Errorf("the configuration is larger than %d bytes", maxTotal)
		}
	}
	for name := range seen {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if seen[dir] {
				return fmt.Errorf("the entry %q is a file and a folder", dir)
			}
		}
	}
	return nil
}
