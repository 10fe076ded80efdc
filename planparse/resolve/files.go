package resolve

import (
	"errors"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
	"github.com/tfreach/tfreach/planparse/source"
)

// files are those of a configuration, as functions read them.
type files struct{ src *source.Config }

func (f files) ReadFile(path string) ([]byte, error) {
	text, err := f.src.ReadFile(path)
	return text, unavailable(err)
}

func (f files) Glob(dir, pattern string) ([]string, error) {
	found, err := f.src.Glob(dir, pattern)
	return found, unavailable(err)
}

func unavailable(err error) error {
	var u *source.Unavailable
	if errors.As(err, &u) {
		return &functions.Unavailable{Path: u.Path, Reason: u.Reason}
	}
	return err
}
