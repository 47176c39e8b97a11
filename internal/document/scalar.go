package document

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// Place is where a scalar is written: inside brackets and braces, more texts need quotes.
type Place bool

// The places.
const (
	InBlock Place = false // after a key or a dash
	InFlow  Place = true  // within [ ] or { }; such a text can follow a key too
)

// Scalar writes a text on one line so that every YAML reader reads that text: without quotes if possible, else in double
// quotes, or in single quotes if it contains double quotes or backslashes.
func Scalar(text string, place Place) string {
	switch {
	case isPlain(text, place):
		return text
	case strings.IndexFunc(text, unprintable) >= 0, !strings.ContainsAny(text, `"\`):
		return doubleQuoted(text)
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

var (
	// otherwise matches texts that some reader takes for something else: a boolean, null, a number, a day, a time.
	otherwise = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|y|n|null|~|=|<<|[-+]?\.inf|\.nan` +
		`|[-+]?\.?[0-9][-0-9_.,:+]*|[-+]?[0-9.]+e[-+]?[0-9]+|[-+]?0x[0-9a-f_]+|[-+]?0o[0-7_]+|[-+]?0b[01_]+)$`)
	badFirst = regexp.MustCompile("^(?:[,\\[\\]{}#&*!|>'\"%@`]|[-?:](?: |$)|---|\\.\\.\\.)")
	badFlow  = regexp.MustCompile(`[,\[\]{}]|:$|^[-?:]`)
)

// isPlain reports whether a text reads as itself without quotes.
func isPlain(text string, place Place) bool {
	switch {
	case text == "", strings.TrimSpace(text) != text, strings.IndexFunc(text, unprintable) >= 0:
		return false
	case strings.Contains(text, ": "), strings.Contains(text, " #"), strings.HasSuffix(text, ":"):
		return false
	case badFirst.MatchString(text), otherwise.MatchString(text):
		return false
	}
	return place == InBlock || !badFlow.MatchString(text)
}

// unprintable reports whether a character must be written as an escape. Some invisible ones break lines.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff'
}

func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"', r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unprintable(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
