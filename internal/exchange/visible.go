package exchange

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible is a text with a dot in place of every character that would steer the terminal or hide text; tabs and line breaks
// stay.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.Is(unicode.C, r) {
			return '·'
		}
		return r
	}, s)
}

// writeVisible writes a text for people, with nothing in it that steers the terminal.
func writeVisible(w io.Writer, text string) error {
	_, err := io.WriteString(w, Visible(text))
	return err
}

// expand makes a tab as wide everywhere, and a text fit for one line.
func expand(s string) string {
	return strings.ReplaceAll(Visible(strings.ReplaceAll(s, "\t", "    ")), "\n", "·")
}

// flat is a text on one line: spaces of every kind, line breaks among them, are plain ones, and what cannot be seen is made
// visible, so that a value in a record can neither end the line that quotes it nor hide a part of it.
func flat(s string) string {
	return Visible(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s))
}

// clip is the start of a text, of at most n characters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// line is a text of several lines on one, as wide as it looks.
func line(text string) string { return Visible(strings.Join(strings.Fields(text), " ")) }

// indent is a text of several lines below its label.
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
