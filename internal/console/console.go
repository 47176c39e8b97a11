// Package console is the one door to what people and build logs read: whatever a command prints passes it and is harmless
// afterwards. Texts lose what controls a terminal, hides text or is a command to the agent of a CI system; machine formats keep
// their value and are only written in another way. Start reading at [NewText] and [NewData].
package console

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark stands in place of what is not shown, and in the middle of what would be a command.
const mark = '·'

// Visible returns a text with a dot in place of every character that would control the terminal or hide text: control
// characters, those that set the direction of writing, invisible ones and separators of lines. Tabs and line breaks are kept, and
// so are the two selectors that make a sign a picture.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if hidden(r) {
			return mark
		}
		return r
	}, s)
}

// Harmless returns a text as a [Text] without colours would write it.
func Harmless(s string) string {
	var b strings.Builder
	t := NewText(&b, nil)
	_, _ = io.WriteString(t, s)
	_ = t.Close()
	return b.String()
}

// Unbroken returns a text that is a part of a line in which nothing but the line itself is a command.
func Unbroken(s string) string {
	l := line{began: true}
	var b strings.Builder
	for _, r := range s {
		if l.completes(r) {
			b.WriteRune(mark)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden reports whether a character is replaced: it has no shape of its own.
func hidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t' || pictured(r):
		return false
	}
	return unicode.In(r, unicode.C, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// pictured reports whether a character only selects how the one before it is drawn, as a sign or as a picture.
func pictured(r rune) bool { return r == '\uFE0E' || r == '\uFE0F' }

// Colours are the sequences by which the program colours text. A text has no others.
var colours = []string{"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m"}

// Colour returns a text between the sequence with a code and the one that ends it. The codes are those of [Text]: 1 and 2 for bold and
// faint, 36 for cyan, and 1;31, 1;33 and 1;34 for bold red, yellow and blue.
func Colour(code, s string) string { return "\x1b[" + code + "m" + s + "\x1b[0m" }

// Text writes what people read. It can be written to piece by piece; a prompt without a line break is not held back.
type Text struct {
	out     io.Writer
	colours func() bool
	line    line
	rest    []byte // the start of a character whose end is still to come
}

// NewText returns a door for text. It lets the program's own colours through if colours reports true; nil lets none through.
func NewText(w io.Writer, colours func() bool) *Text { return &Text{out: w, colours: colours} }

// Write writes a piece of text, made harmless.
func (t *Text) Write(p []byte) (int, error) {
	data := append(t.rest, p...)
	t.rest = nil
	var b bytes.Buffer
	for len(data) > 0 {
		if !utf8.FullRune(data) {
			t.rest = bytes.Clone(data)
			break
		}
		if sequence := t.colour(data); sequence != "" {
			b.WriteString(sequence)
			data = data[len(sequence):]
			continue
		}
		r, size := utf8.DecodeRune(data)
		t.put(&b, r)
		data = data[size:]
	}
	if _, err := t.out.Write(b.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close writes what is left of a character that has no end. It does not close the writer below.
func (t *Text) Close() error {
	if len(t.rest) == 0 {
		return nil
	}
	t.rest = nil
	_, err := io.WriteString(t.out, string(utf8.RuneError))
	return err
}

// colour returns the colour that data begins with; "" if there is none or none is wanted.
func (t *Text) colour(data []byte) string {
	if data[0] != '\x1b' || t.colours == nil || !t.colours() {
		return ""
	}
	for _, c := range colours {
		if bytes.HasPrefix(data, []byte(c)) {
			return c
		}
	}
	return ""
}

func (t *Text) put(b *bytes.Buffer, r rune) {
	if hidden(r) {
		r = mark
	}
	if t.line.completes(r) {
		b.WriteRune(mark)
	}
	b.WriteRune(r)
}
