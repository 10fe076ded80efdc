package source

import "github.com/hashicorp/hcl/v2"

// Provider is a provider block.
type Provider struct {
	// Alias is "" for the default configuration.
	Name, Alias string
	Body        hcl.Body
	Range       hcl.Range
}
