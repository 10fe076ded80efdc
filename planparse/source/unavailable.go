package source

// Unavailable is a file that is not read here, although Terraform may have read
// it.
type Unavailable struct{ Path, Reason string }

func (u *Unavailable) Error() string { return u.Path + ": " + u.Reason }

// ReadFile reads a file that an expression names.
func (c *Config) ReadFile(path string) ([]byte, error) {
	return nil, &Unavailable{path, "files are not read yet"}
}

// Glob finds files that an expression names.
func (c *Config) Glob(dir, _ string) ([]string, error) {
	return nil, &Unavailable{dir, "files are not read yet"}
}
