package planjson

import (
	"bytes"

	"golang.org/x/text/encoding/unicode"
)

// byteOrder recognises UTF-16 by its mark, or by the zero byte beside what JSON
// begins with: a brace, or blanks before it.
func byteOrder(begin []byte) (unicode.Endianness, unicode.BOMPolicy, bool) {
	if len(begin) < 2 {
		return unicode.LittleEndian, unicode.IgnoreBOM, false
	}
	first, second := begin[0], begin[1]
	switch {
	case first == 0xff && second == 0xfe:
		return unicode.LittleEndian, unicode.ExpectBOM, true
	case first == 0xfe && second == 0xff:
		return unicode.BigEndian, unicode.ExpectBOM, true
	case second == 0 && bytes.IndexByte([]byte("{[ \t\r\n"), first) >= 0:
		return unicode.LittleEndian, unicode.IgnoreBOM, true
	case first == 0 && bytes.IndexByte([]byte("{[ \t\r\n"), second) >= 0:
		return unicode.BigEndian, unicode.IgnoreBOM, true
	}
	return unicode.LittleEndian, unicode.IgnoreBOM, false
}

// isUTF32 recognises UTF-32 by its mark, or by the zero bytes of an opening
// brace. The mark of its little endian begins with that of UTF-16.
func isUTF32(begin []byte) bool {
	for _, mark := range []string{"\xff\xfe\x00\x00", "\x00\x00\xfe\xff", "{\x00\x00\x00", "\x00\x00\x00{"} {
		if bytes.HasPrefix(begin, []byte(mark)) {
			return true
		}
	}
	return false
}
