package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// installed are the modules that terraform init fetched, by call path.
type installed struct {
	tree    *tree
	modules map[string]record
	// missing says why there are none.
	missing string
}

// record is an entry of modules.json.
type record struct{ Key, Source, Version, Dir string }

// toInstall ends what is said of a module that is not installed.
const toInstall = "; run terraform init in the root module's folder, or give the saved plan (--source)"

// installed reads modules.json below the data directory. It is not needed when
// all modules are local, so that it is no error when it cannot be read.
func (l *loader) installed(from *tree, dataDir string) installed {
	in := installed{tree: from}
	if dataDir == "" {
		dataDir = ".terraform"
	}
	at, err := from.locate(filepath.Join(dataDir, "modules", "modules.json"))
	if err != nil {
		in.missing = "the data directory lies outside the source root; --source-root sets another"
		return in
	}
	raw, err := l.read(at)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		in.missing = "it is not installed: there is no " + at + toInstall
	case err != nil:
		in.missing = err.Error() + toInstall
	default:
		if in.modules, err = readManifest(raw); err != nil {
			in.missing = at + " " + err.Error() + toInstall
		}
	}
	return in
}

// locate finds a module that is not local. What was installed for another source
// or version is not what a plan was made from. Sources may hold passwords, and are
// not repeated.
func (in installed) locate(call string, c *Call) location {
	missing := func(why string) location { return location{missing: why, installed: true} }
	if in.missing != "" {
		return missing(in.missing)
	}
	r, ok := in.modules[call]
	switch {
	case !ok:
		return missing("it is not installed" + toInstall)
	case !sameAddress(c.Source, r.Source):
		return missing("what is installed is from another source" + toInstall)
	case !fits(c.Version, r.Version):
		return missing("what is installed is of another version" + toInstall)
	}
	dir, err := in.tree.locate(r.Dir)
	if err != nil {
		return missing("it is installed outside the source root; --source-root sets another")
	}
	return location{dir: dir, installed: true}
}

// fits reports whether a version is one that a call accepts.
func fits(constraint, recorded string) bool {
	if constraint == "" {
		return true
	}
	accepted, err1 := version.NewConstraint(constraint)
	v, err2 := version.NewVersion(recorded)
	return err1 == nil && err2 == nil && accepted.Check(v)
}

// readManifest reads a modules.json.
func readManifest(raw []byte) (map[string]record, error) {
	var list []record
	var in struct{ Modules []record }
	// A saved plan has the list alone.
	if json.Unmarshal(raw, &list) != nil {
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, errors.New("is not what terraform init writes")
		}
		list = in.Modules
	}
	if len(list) > maxModules {
		return nil, fmt.Errorf("has more than %d modules", maxModules)
	}
	out := make(map[string]record, len(list))
	for _, r := range list {
		if !isCallPath(r.Key) {
			return nil, fmt.Errorf("names a module %q", r.Key)
		}
		if _, twice := out[r.Key]; twice {
			return nil, fmt.Errorf("has two modules %q", r.Key)
		}
		out[r.Key] = r
	}
	return out, nil
}

func isCallPath(key string) bool {
	if key == "" {
		return true
	}
	for name := range strings.SplitSeq(key, ".") {
		if !hclsyntax.ValidIdentifier(name) {
			return false
		}
	}
	return true
}

// sameAddress reports whether a module's source as written is the one that
// terraform init recorded, which versions since 1.1 complete.
func sameAddress(written, recorded string) bool {
	if written == recorded {
		return true
	}
	for _, full := range complete(written) {
		if full == recorded {
			return true
		}
	}
	return false
}

// complete is the forms in which a source may be recorded.
func complete(written string) []string {
	address, query, _ := strings.Cut(written, "?")
	if query != "" {
		query = "?" + query
	}
	if strings.Contains(address, "::") || strings.Contains(address, "://") {
		return nil
	}
	address, sub, _ := strings.Cut(address, "//")
	if sub != "" {
		sub = "//" + path.Clean(sub)
	}
	parts := strings.Split(address, "/")
	host := parts[0]
	switch {
	case len(parts) == 3 && !strings.Contains(host, "."):
		return []string{"registry.terraform.io/" + address + sub + query, "registry.opentofu.org/" + address + sub + query}
	case (host == "github.com" || host == "bitbucket.org") && len(parts) >= 3:
		// What follows the repository is a folder in it.
		inside := strings.Join(parts[3:], "/")
		if inside != "" {
			sub = "//" + path.Join(inside, sub)
		}
		return []string{"git::https://" + strings.TrimSuffix(strings.Join(parts[:3], "/"), ".git") + ".git" + sub + query}
	case strings.HasPrefix(address, "git@"):
		user, repository, _ := strings.Cut(address, ":")
		return []string{"git::ssh://" + user + "/" + strings.TrimPrefix(repository, "/") + sub + query}
	}
	return []string{"s3::https://" + address + sub + query, "gcs::https://" + address + sub + query}
}
