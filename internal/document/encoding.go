package document

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/locale"
)

// toUTF8 returns the text as valid UTF-8 without NUL. found names what was there instead, zero if nothing was wrong, and bad
// is the byte offset of the first fault in that text.
func toUTF8(data []byte) (text []byte, found locale.Text, bad int) {
	if order := utf16Order(data); order != nil {
		return fromUTF16(data[2:], order), locale.Text{SV: "UTF-16", EN: "UTF-16"}, 0
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			found = locale.Text{SV: fmt.Sprintf("byten 0x%02X", data[i]), EN: fmt.Sprintf("byte 0x%02X", data[i])}
			return bytes.ReplaceAll(fromLatin1(data), []byte{0}, []byte("\ufffd")), found, i
		case r == 0:
			return bytes.ReplaceAll(bytes.ToValidUTF8(data, []byte("\ufffd")), []byte{0}, []byte("\ufffd")), locale.Text{SV: "ett NUL-tecken", EN: "a NUL character"}, i
		}
		i += size
	}
	return data, locale.Text{}, 0
}

func utf16Order(data []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return binary.BigEndian
	}
	return nil
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) >= 2; data = data[2:] {
		units = append(units, order.Uint16(data))
	}
	return bytes.ReplaceAll([]byte(string(utf16.Decode(units))), []byte{0}, []byte("\ufffd"))
}

// fromLatin1 keeps what is UTF-8 and reads every other byte as ISO 8859-1, the encoding of old Swedish files.
func fromLatin1(data []byte) []byte {
	out := make([]byte, 0, len(data)+16)
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			r = rune(data[i])
		}
		out = utf8.AppendRune(out, r)
		i += size
	}
	return out
}

// ToUTF8 returns a text as UTF-8; a byte order mark in UTF-8 is kept. certain is false if what is not UTF-8 can be read in
// more than one way: an old encoding mixed with UTF-8, bytes that old encodings read differently, NUL, or malformed UTF-16.
func ToUTF8(data []byte) (text []byte, certain bool) {
	text, found, _ := toUTF8(data)
	switch {
	case found.IsZero():
		return data, true
	case bytes.ContainsRune(text, utf8.RuneError):
		return data, false
	case utf16Order(data) != nil:
		return text, len(data)%2 == 0
	}
	for i := 0; i < len(data); i++ {
		if data[i] >= 0x80 && data[i] < 0xa0 || data[i] == 0 {
			return data, false
		}
		if _, size := utf8.DecodeRune(data[i:]); size > 1 {
			return data, false
		}
	}
	return text, true
}
