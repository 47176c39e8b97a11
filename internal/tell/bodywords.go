package tell

import (
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
)

// bodyWhat describes in a sentence how a text changed as a whole.
func (t Teller) bodyWhat(b Body) string {
	switch b.Sort {
	case BodyAdded:
		return t.Lang.T("change.body-added", locale.Args{"n": b.New})
	case BodyRemoved:
		return t.Lang.T("change.body-removed", locale.Args{"n": b.Old})
	case BodyReplaced:
		return t.Lang.T("change.body-replaced", locale.Args{"old": b.Old, "new": b.New})
	case BodyForm:
		return t.Lang.T("change.body-form")
	}
	return t.Lang.T("change.body")
}

// BodyNote reports in words that passages are left out; "" if none are.
func (t Teller) BodyNote(b Body) string {
	switch {
	case !b.Withheld:
		return ""
	case len(b.Passages) == 0:
		return t.Lang.T("change.body-withheld")
	}
	return t.Lang.T("change.passages-withheld")
}

// Under describes where a passage is, and adds a note if only its layout changed.
func (t Teller) Under(p Passage) string {
	where := t.Lang.T("change.in-text")
	if p.Heading != "" {
		where = t.Lang.T("change.under", locale.Args{"heading": p.Heading})
	}
	if p.Layout {
		where += " (" + t.Lang.T("change.divided") + ")"
	}
	return where
}

// LineNote reports in words that a line was moved; "" if it was not.
func (t Teller) LineNote(l Line) string {
	switch {
	case l.Moved && l.Change == LineAdded:
		return t.Lang.T("change.moved-here")
	case l.Moved:
		return t.Lang.T("change.moved-away")
	}
	return ""
}

// The marks of lines, and of words in brackets within a changed line, for output without any other formatting.
var (
	lineSigns = map[LineChange]string{LineSame: " ", LineAdded: "+", LineRemoved: "−", LineChanged: "~"}
	runSigns  = map[Part]string{WordsIn: "+", WordsOut: "−"}
)

// PlainBody describes a changed text in lines of plain text: each passage begins with where it is, or with … if that is where the
// passage before it is, followed by its lines in order.
func (t Teller) PlainBody(b Body) []string {
	var out []string
	for i, p := range b.Passages {
		if under := t.Under(p); i == 0 || under != t.Under(b.Passages[i-1]) {
			out = append(out, under+":")
		} else {
			out = append(out, "    …")
		}
		for _, l := range p.Lines {
			out = append(out, "  "+t.plainLine(l))
		}
	}
	if note := t.BodyNote(b); note != "" {
		out = append(out, note)
	}
	return out
}

// plainLine returns a line with its mark: `~ Listan stäms av [−varje kvartal−] [+varje månad+] av chefen.`
func (t Teller) plainLine(l Line) string {
	words := make([]string, len(l.Parts))
	for i, p := range l.Parts {
		words[i] = p.Text
		if sign := runSigns[p.Part]; sign != "" && l.Change == LineChanged {
			words[i] = "[" + sign + p.Text + sign + "]"
		}
	}
	line := lineSigns[l.Change] + " "
	if note := t.LineNote(l); note != "" {
		line += "(" + note + ") "
	}
	return strings.TrimRight(line+l.Lead+strings.ReplaceAll(strings.Join(words, " "), "\t", "    "), " ")
}
