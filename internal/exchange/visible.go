package exchange

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns a text with a dot in place of every character that would control the terminal or hide text; tabs and line
// breaks are kept.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.Is(unicode.C, r) {
			return '·'
		}
		return r
	}, s)
}

// writeVisible writes a text for people, without anything that controls the terminal.
func writeVisible(w io.Writer, text string) error {
	_, err := io.WriteString(w, Visible(text))
	return err
}

// expand replaces tabs with four spaces and line breaks with dots, so that the text fits on one line.
func expand(s string) string {
	return strings.ReplaceAll(Visible(strings.ReplaceAll(s, "\t", "    ")), "\n", "·")
}

// flat returns a text on one line: white space of every kind, including line breaks, becomes plain spaces, and invisible
// characters become visible. A value in a record can therefore not end the line that quotes it or hide a part of it.
func flat(s string) string {
	return Visible(strings.Map(func(r rune) rune {
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
func line(text string) string { return Visible(strings.Join(strings.Fields(text), " ")) }

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
