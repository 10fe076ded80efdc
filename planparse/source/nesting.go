package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The parsers and everything that walks their trees recurse, once for each
// bracket that is open and once for each operator in a chain: left-associative
// operators and index steps nest in the tree although no bracket shows it. A
// stack that grows too large ends the process and cannot be caught, so the text
// is bounded before it is parsed. People and generators stay far below.
const (
	maxNesting = 250  // brackets and templates within each other
	maxChain   = 4000 // operators and steps of one expression, with those around it
)

// The lexer's time for a heredoc grows with the square of its lines.
const maxHeredoc = 20000 // lines of a file that has one

// CheckNesting refuses the text of a file that nests deeper than the parsers should
// recurse.
func CheckNesting(name string, text []byte) error {
	if strings.HasSuffix(name, ".json") {
		return checkJSON(name, text)
	}
	if bytes.Contains(text, []byte("<<")) && bytes.Count(text, []byte("\n")) > maxHeredoc {
		return fmt.Errorf("%s: a file with a heredoc has more than %d lines", name, maxHeredoc)
	}
	tokens, _ := hclsyntax.LexConfig(text, name, hcl.InitialPos)
	return checkTokens(name, tokens)
}

// checkJSON bounds brackets, and the templates in strings, which are parsed as
// native syntax.
func checkJSON(name string, text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	depth := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		switch t := t.(type) {
		case json.Delim:
			if t == ']' || t == '}' {
				depth--
			} else if depth++; depth > maxNesting {
				return tooDeep(name)
			}
		case string:
			if !strings.Contains(t, "${") && !strings.Contains(t, "%{") {
				continue
			}
			if err := CheckTemplate(name, []byte(t)); err != nil {
				return err
			}
		}
	}
}

// CheckTemplate refuses a template that nests deeper than the parsers should
// recurse.
func CheckTemplate(name string, text []byte) error {
	if bytes.Contains(text, []byte("<<")) && bytes.Count(text, []byte("\n")) > maxHeredoc {
		return fmt.Errorf("%s: a template with a heredoc has more than %d lines", name, maxHeredoc)
	}
	tokens, _ := hclsyntax.LexTemplate(text, name, hcl.InitialPos)
	return checkTokens(name, tokens)
}

// level is an open bracket: how many operators were seen in the expression that
// stands in it.
type level struct {
	body  bool // a newline ends the expression
	chain int
}

func checkTokens(name string, tokens hclsyntax.Tokens) error {
	levels := []level{{body: true}}
	chain := 0 // of all open levels
	end := func() {
		top := &levels[len(levels)-1]
		chain -= top.chain
		top.chain = 0
	}
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			// A bracket is also a step of the expression that it follows: calls of
			// indexes nest leftwards. So is a template's directive, which nests until
			// its end.
			levels[len(levels)-1].chain++
			chain++
			levels = append(levels, level{body: t.Type == hclsyntax.TokenOBrace})
		case hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenTemplateSeqEnd:
			if len(levels) > 1 {
				end()
				levels = levels[:len(levels)-1]
			}
		case hclsyntax.TokenComma:
			end()
		case hclsyntax.TokenNewline:
			if levels[len(levels)-1].body {
				end()
			}
		case hclsyntax.TokenIdent, hclsyntax.TokenNumberLit, hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit, hclsyntax.TokenComment,
			hclsyntax.TokenOQuote, hclsyntax.TokenCQuote, hclsyntax.TokenOHeredoc, hclsyntax.TokenCHeredoc, hclsyntax.TokenEqual, hclsyntax.TokenEOF:
		default:
			levels[len(levels)-1].chain++
			chain++
		}
		if len(levels) > maxNesting {
			return tooDeep(name)
		}
		if chain > maxChain {
			return fmt.Errorf("%s: an expression has more than %d operators and steps in a chain", name, maxChain)
		}
	}
	return nil
}

func tooDeep(name string) error {
	return fmt.Errorf("%s: brackets nest deeper than %d", name, maxNesting)
}
