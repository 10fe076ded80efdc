package intent_test

import (
	"errors"
	"testing"

	"github.com/tfreach/tfreach/policies/intent"
)

func TestParseAssumption(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"tgw-0abc delivers internet:443", "tgw-0abc delivers internet:443"},
		{"tgw-0abc Deliver 10.0.0.0/8 and  [fd00::/8]:53/udp", "tgw-0abc delivers 10.0.0.0/8 and [fd00::/8]:53/udp"},
		{`module.a["b c"].aws_vpn_connection.x delivers any`, `module.a["b c"].aws_vpn_connection.x delivers any`},
	} {
		a, err := intent.ParseAssumption(c.text)
		if err != nil || a.String() != c.want {
			t.Errorf("%s: %q, %v", c.text, a, err)
		}
	}
	for _, text := range []string{"", "tgw-0abc", "tgw-0abc delivers", "delivers internet", "tgw-0abc reaches internet", "tgw-0abc delivers internet via nat", "tgw-0abc internet"} {
		var syntax *intent.SyntaxError
		if a, err := intent.ParseAssumption(text); !errors.As(err, &syntax) {
			t.Errorf("%q: %v, %v", text, a, err)
		}
	}
}
