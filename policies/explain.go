package policies

import "embed"

// snippets are Terraform that leads to a code and the same put right, in a folder
// for each code, so that editors and terraform fmt know them for what they are.
//
//go:embed explain/*/*.tf
var snippets embed.FS

// Mistake is Terraform that leads to the code, "" for a code that no
// configuration leads to.
func (e Explanation) Mistake() string { return e.snippet("mistake") }

// Mended is the Terraform of Mistake put right.
func (e Explanation) Mended() string { return e.snippet("mended") }

func (e Explanation) snippet(name string) string {
	text, err := snippets.ReadFile("explain/" + string(e.Code) + "/" + name + ".tf")
	if err != nil {
		return "" // the code has none
	}
	return string(text)
}
