package config

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// escaped is the character that the escape at the beginning of a source stands for, and
// the length of the escape; 0 when it is none.
func escaped(src []byte) (rune, int) {
	switch src[1] {
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case '"', '\\', '/':
		return rune(src[1]), 2
	case 'u':
		return hexadecimal(src, 6)
	case 'U':
		return hexadecimal(src, 10)
	}
	return 0, 0
}

// hexadecimal is an escape of n bytes, digits behind its first two.
func hexadecimal(src []byte, n int) (rune, int) {
	if len(src) < n {
		return 0, 0
	}
	code, err := strconv.ParseUint(string(src[2:n]), 16, 32)
	if err != nil {
		return 0, 0
	}
	return rune(code), n
}

// fromJSON decodes what stands between the quotes of a JSON string at a byte of a file,
// and tells where each byte came from; nil when it has what JSON has not.
func fromJSON(src []byte, at int) *reader {
	out := &reader{}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == '\\' {
			if len(src) < i+2 {
				return nil
			}
			if r, n = escaped(src[i:]); n == 0 {
				return nil
			}
			if utf16.IsSurrogate(r) && len(src) > i+n+1 && src[i+n] == '\\' {
				low, m := escaped(src[i+n:])
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					r, n = pair, n+m
				}
			}
		}
		before := len(out.text)
		out.text = utf8.AppendRune(out.text, r)
		for range len(out.text) - before {
			out.bytes = append(out.bytes, at+i)
		}
		i += n
	}
	out.bytes = append(out.bytes, at+len(src))
	return out
}
