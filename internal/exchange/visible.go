package exchange

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/console"
)

// writeString writes a text. What is harmful in it is not the matter of a printer: everything passes [console.Text].
func writeString(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}

// expand replaces tabs with four spaces and line breaks with dots, so that the text fits on one line.
func expand(s string) string {
	return strings.ReplaceAll(console.Visible(strings.ReplaceAll(s, "\t", "    ")), "\n", "·")
}

// flat returns a text on one line: white space of every kind, including line breaks, becomes plain spaces, and invisible
// characters become visible. A value in a record can therefore not end the line that quotes it or hide a part of it.
func flat(s string) string {
	return console.Visible(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s))
}

// clip returns the start of a text, at most n characters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// line returns a multi-line text on one line, with single spaces and no invisible characters.
func line(text string) string { return console.Visible(strings.Join(strings.Fields(text), " ")) }

// indent returns a multi-line text with its later lines indented, for use after its label.
func indent(text string) string {
	var b strings.Builder
	for l := range strings.Lines(strings.TrimSpace(text)) {
		if b.Len() > 0 && strings.TrimSpace(l) != "" {
			b.WriteString("    ")
		}
		b.WriteString(l)
	}
	return b.String()
}
