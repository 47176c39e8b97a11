package console

import (
	"bytes"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// Form is what a command prints: a text for people, or a format for programs, which says how a character can be written otherwise.
type Form int

// The forms. Own is what goes to a log as it is, because it is commands, or a script that no log is made of: whoever makes it makes it
// harmless.
const (
	Plain Form = iota
	JSON
	Markup // XML and HTML
	Own
)

// escapes are how a form writes the sign that would complete a command.
var escapes = map[Form]map[rune]string{
	JSON:   {'[': `\u005b`},
	Markup: {'[': "&#91;", ':': "&#58;"},
}

// Data writes a machine format into a log: what an agent would obey is written with an escape of the format, so that its value stays
// the same. A format of markup has no control characters of its own; its values keep theirs as references.
type Data struct {
	out     io.Writer
	form    Form
	escapes map[rune]string
	line    line
}

// NewData returns a writer of a machine format.
func NewData(w io.Writer, form Form) *Data { return &Data{out: w, form: form, escapes: escapes[form]} }

// Write writes a piece of the format that ends with a whole character.
func (d *Data) Write(p []byte) (int, error) {
	if d.escapes == nil {
		return d.out.Write(p)
	}
	var b bytes.Buffer
	for data := p; len(data) > 0; {
		r, size := utf8.DecodeRune(data)
		escape := d.escapes[r]
		switch command := d.line.completes(r); {
		case command && escape != "":
			b.WriteString(escape)
		case d.form == Markup && unicode.IsControl(r) && r != '\n' && r != '\t':
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.Write(data[:size])
		}
		data = data[size:]
	}
	if _, err := d.out.Write(b.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}
