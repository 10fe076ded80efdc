package functions

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// Files is how functions read files. Paths are as written in the configuration:
// relative to the root module's folder, or absolute.
type Files interface {
	// ReadFile gives a file's bytes. The error is an [*Unavailable] when Terraform
	// may have read the file, and [fs.ErrNotExist] when Terraform found none.
	ReadFile(path string) ([]byte, error)
	// Glob gives the regular files below dir that match a pattern of the function
	// fileset: paths relative to dir, with slashes, sorted.
	Glob(dir, pattern string) ([]string, error)
}

// Unavailable is the error for a file that cannot be read here although
// Terraform may have read it. It is also the mark of the unknown values that
// come of it, as a struct.
type Unavailable struct{ Path, Reason string }

func (u *Unavailable) Error() string {
	return fmt.Sprintf("the file %s is not at hand: %s", u.Path, u.Reason)
}

// none has no files.
type none struct{}

func (none) ReadFile(path string) ([]byte, error) {
	return nil, &Unavailable{Path: path, Reason: "no files are given"}
}

func (none) Glob(dir, _ string) ([]string, error) {
	return nil, &Unavailable{Path: dir, Reason: "no files are given"}
}

// readFile reads a file. When it cannot be told what Terraform read, instead is
// what the function gives.
func readFile(files Files, name string, result cty.Type) (content []byte, instead cty.Value, err error) {
	if atHome(name) {
		return nil, notAtHand(&Unavailable{Path: name, Reason: "it lies in a home folder"}, result), nil
	}
	content, err = files.ReadFile(name)
	var gone *Unavailable
	switch {
	case err == nil && len(content) > maxText:
		return nil, notAtHand(&Unavailable{Path: name, Reason: "it is too large"}, result), nil
	case err == nil:
		return content, cty.NilVal, nil
	case errors.As(err, &gone):
		return nil, notAtHand(gone, result), nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, cty.NilVal, err
	}
	// What fails here need not have failed where the plan was made.
	return nil, notAtHand(&Unavailable{Path: name, Reason: "it cannot be read"}, result), nil
}

func notAtHand(u *Unavailable, result cty.Type) cty.Value {
	return cty.UnknownVal(result).RefineNotNull().Mark(*u)
}

// ofFile is a function of the content of a file.
func ofFile(files Files, f func(content []byte) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{text("path")},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			content, instead, err := readFile(files, args[0].AsString(), ty)
			if err != nil {
				return cty.NilVal, badArgument(0, "there is no such file")
			}
			if instead != cty.NilVal {
				return instead, nil
			}
			s, err := f(content)
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(s), nil
		},
	})
}

func fileFunctions(files Files) map[string]function.Function {
	hash := func(h hash) function.Function {
		return makes(ofFile(files, func(content []byte) (string, error) { return h(content), nil }))
	}
	return map[string]function.Function{
		"file":             makes(ofFile(files, utf8Text)),
		"filebase64":       makes(ofFile(files, func(b []byte) (string, error) { return base64.StdEncoding.EncodeToString(b), nil })),
		"filebase64sha256": hash(base64SHA256),
		"filebase64sha512": hash(base64SHA512),
		"fileexists":       makes(fileExists(files)),
		"filemd5":          hash(hexMD5),
		"fileset":          makes(fileSet(files)),
		"filesha1":         hash(hexSHA1),
		"filesha256":       hash(hexSHA256),
		"filesha512":       hash(hexSHA512),
	}
}

// utf8Text is bytes as a string: only text can be one.
func utf8Text(b []byte) (string, error) {
	if !utf8.Valid(b) {
		return "", fail("the content is not UTF-8")
	}
	return string(b), nil
}

func fileExists(files Files) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{text("path")},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			_, instead, err := readFile(files, args[0].AsString(), ty)
			switch {
			case err != nil:
				return cty.False, nil
			case instead != cty.NilVal:
				return instead, nil
			}
			return cty.True, nil
		},
	})
}

func fileSet(files Files) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{text("path"), text("pattern")},
		Type:         function.StaticReturnType(cty.Set(cty.String)),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			dir := args[0].AsString()
			if atHome(dir) {
				return notAtHand(&Unavailable{Path: dir, Reason: "it lies in a home folder"}, ty), nil
			}
			names, err := files.Glob(dir, args[1].AsString())
			var gone *Unavailable
			switch {
			case errors.As(err, &gone):
				return notAtHand(gone, ty), nil
			case errors.Is(err, path.ErrBadPattern):
				return cty.NilVal, badArgument(1, "the pattern is not valid")
			case errors.Is(err, fs.ErrNotExist):
				names = nil
			case err != nil:
				return notAtHand(&Unavailable{Path: dir, Reason: "it cannot be read"}, ty), nil
			}
			if len(names) == 0 {
				return cty.SetValEmpty(cty.String), nil
			}
			if err := atMostElements(float64(len(names))); err != nil {
				return cty.NilVal, err
			}
			vals := make([]cty.Value, len(names))
			for i, name := range names {
				vals[i] = cty.StringVal(name)
			}
			return cty.SetVal(vals), nil
		},
	})
}

var baseName = ofText("path", path.Base)

var dirName = ofText("path", path.Dir)
