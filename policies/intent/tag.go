package intent

import (
	"strings"
	"unicode/utf8"
)

// tag reads KEY or KEY=VALUE behind "tagged".
func (p *parser) tag() (Filter, *SyntaxError) {
	w := p.peek(0)
	if w.text == "" || isKeyword(w.text) {
		return Filter{}, p.badTag()
	}
	var f Filter
	var err *SyntaxError
	rest := w
	if f.Key, rest, err = p.tagPart(w, rest, true); err != nil {
		return f, err
	}
	if f.Key == "" {
		return f, p.wrong(w, "a tag without a key", "KEY or KEY=VALUE", "")
	}
	if rest.text == "" {
		p.i++
		if strings.HasPrefix(p.peek(0).text, "=") {
			return f, p.spacedTag(w)
		}
		return f, nil
	}
	// tagPart stops at "=" or at the end.
	rest = word{text: rest.text[1:], at: rest.at + 1}
	if rest.text == "" {
		return f, p.emptyTag(w)
	}
	f.HasValue = true
	if f.Value, rest, err = p.tagPart(w, rest, false); err != nil {
		return f, err
	}
	p.i++
	return f, nil
}

// tagPart reads a key, which ends at "=", or a value, which ends the word w.
func (p *parser) tagPart(w, rest word, key bool) (string, word, *SyntaxError) {
	s := rest.text
	if !isQuote(s[0]) {
		end := len(s)
		if i := strings.IndexByte(s, '='); key && i >= 0 {
			end = i
		}
		if i := badInTag(s[:end], key); i >= 0 {
			return "", rest, p.badInTag(w, rest, i)
		}
		return s[:end], word{text: s[end:], at: rest.at + end}, nil
	}
	// The lexer has seen the closing quote.
	n := quotedLength(s)
	text, ok := unquote(s[:n])
	after := word{text: s[n:], at: rest.at + n}
	switch {
	case !ok:
		return "", rest, p.wrong(word{text: s[:n], at: rest.at}, "an escape that is none", `\n, \t, \\, \uNNNN or a quote behind "\"`, "")
	case after.text != "" && !(key && after.text[0] == '='):
		return "", rest, p.wrong(after, quote(after.text)+" follows the closing quote", "a space", "")
	}
	return text, after, nil
}

// badInTag is the index of the first character that a key or a value has only
// inside quotes, -1 when it has none. Commas and stars mean something to people
// that they do not mean here.
func badInTag(s string, key bool) int {
	return strings.IndexFunc(s, func(r rune) bool {
		return r == ' ' || strings.ContainsRune("\"'“”‘’,*[]\\", r) || key && r == '=' || r == utf8.RuneError || !printable(r)
	})
}
