package intent

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is what stands between spaces. Quotes protect spaces: behind "[" in an
// address, and at the beginning of a tag's key or value.
type word struct {
	text string
	// key is the word in the one form that the parser compares: lower case, and
	// singular or plural as in keywordForms.
	key string
	at  int
	// colon is the index of the first colon outside brackets and quotes, -1 when
	// there is none.
	colon int
}

func (w word) end() int { return w.at + len(w.text) }

// keywordForms has every other form of a keyword; all of them mean the same.
var keywordForms = map[string]string{
	"subnet":    "subnets",
	"workload":  "workloads",
	"reaches":   "reach",
	"nats":      "nat",
	"gateways":  "gateway",
	"firewalls": "firewall",
	"peerings":  "peering",
	"vpns":      "vpn",
	"endpoints": "endpoint",
}

// keywords are the words that mean something by themselves, so that a tag's key
// of that name is quoted.
var keywords = map[string]bool{}

func init() {
	for w := range strings.FieldsSeq(`every all any and except in tagged with must can should cannot not reach only exactly
		via or then public private isolated subnets workloads internet nat gateway firewall transit peering vpn endpoint`) {
		keywords[w] = true
	}
}

func isKeyword(s string) bool { return keywords[keyOf(s)] }

func keyOf(s string) string {
	s = lower(s)
	if k, ok := keywordForms[s]; ok {
		return k
	}
	return s
}

// lower is the text with ASCII letters in lower case. Unicode has other letters
// that would become ASCII ones.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// checkText refuses what would make a sentence look other than it is.
func checkText(text string) *SyntaxError {
	if len(text) > MaxLength {
		return &SyntaxError{Sentence: text, Offset: MaxLength, Message: fmt.Sprintf("the text has %d bytes", len(text)), Expected: fmt.Sprintf("at most %d", MaxLength)}
	}
	for i, r := range text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[i:])
		}
		e := &SyntaxError{Sentence: text, Offset: i, Length: size, Expected: "printable characters; inside quotes, an escape"}
		switch {
		case r == utf8.RuneError && size == 1:
			e.Message = fmt.Sprintf("the byte %#02x is not UTF-8", text[i])
		case unicode.IsPrint(r):
			continue
		case unicode.IsSpace(r):
			names := map[rune]string{'\t': "a tab", '\n': "a line break", '\r': "a carriage return", '\u00a0': "a no-break space"}
			e.Message, e.Expected = fmt.Sprintf("the character %U is not a plain space", r), "a space"
			if name := names[r]; name != "" {
				e.Message = name + " is not a plain space"
			}
			e.edits = []edit{{i, i + size, " "}}
		default:
			e.Message = fmt.Sprintf("the character %U does not print", r)
			e.edits = []edit{{i, i + size, ""}}
		}
		return e
	}
	return nil
}

// split cuts a text, already checked, into words.
func split(text string) ([]word, *SyntaxError) {
	var words []word
	for i := 0; i < len(text); {
		if text[i] == ' ' {
			i++
			continue
		}
		w, err := readWord(text, i)
		if err != nil {
			return nil, err
		}
		words = append(words, w)
		i = w.end()
	}
	return words, nil
}

func readWord(text string, at int) (word, *SyntaxError) {
	w := word{at: at, colon: -1}
	i, inBrackets := at, false
	for i < len(text) {
		switch c := text[i]; {
		case c == ' ':
			next := len(text[i:]) - len(strings.TrimLeft(text[i:], " "))
			// "443, 80" is one list of ports.
			if w.colon >= 0 && !inBrackets && text[i-1] == ',' && i+next < len(text) {
				i += next
				continue
			}
			w.text = text[at:i]
			w.key = keyOf(w.text)
			return w, nil
		case isQuote(c) && (i == at || inBrackets && text[i-1] == '[' || !inBrackets && text[i-1] == '='):
			n := quotedLength(text[i:])
			if n == 0 {
				return word{}, &SyntaxError{Sentence: text, Offset: i, Length: 1, Message: "the quote is not closed", Expected: fmt.Sprintf("another %c behind it", c)}
			}
			i += n
			continue
		case c == '[':
			inBrackets = true
		case c == ']':
			inBrackets = false
		case c == ':' && !inBrackets && w.colon < 0:
			w.colon = i - at
		}
		i++
	}
	w.text = text[at:]
	w.key = keyOf(w.text)
	return w, nil
}

func isQuote(c byte) bool { return c == '"' || c == '\'' }

// quotedLength is the length of the quoted string that s begins with, quotes
// included; 0 when it does not end.
func quotedLength(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return 0
}

// unquote reads the quoted string that s is; its escapes are those of Go.
func unquote(s string) (string, bool) {
	var b []byte
	for rest := s[1 : len(s)-1]; rest != ""; {
		r, multibyte, tail, err := strconv.UnquoteChar(rest, s[0])
		switch {
		case err != nil:
			return "", false
		case multibyte:
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, byte(r))
		}
		rest = tail
	}
	return string(b), utf8.Valid(b)
}
