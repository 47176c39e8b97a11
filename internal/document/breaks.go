package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// A line ends with LF, or with CR and LF; nothing else ends one, in whatever part of a file. YAML knows four more signs that
// break lines. They are hidden from it, so that places are the same to all, and reported.

// breaks matches the signs that break lines in YAML only. A CR is one of them if no LF follows it.
var breaks = regexp.MustCompile("[\u0085\u2028\u2029]|\r+")

// nextBreak returns the byte offsets of the first such sign in a text, or nil.
func nextBreak(text []byte) []int {
	if !mayBreak(text) {
		return nil
	}
	for from := 0; ; {
		at := breaks.FindIndex(text[from:])
		if at == nil {
			return nil
		}
		start, end := from+at[0], from+at[1]
		if text[start] != '\r' || end == len(text) || text[end] != '\n' {
			return []int{start, end}
		}
		from = end
	}
}

// mayBreak reports whether a text has any of these signs or a CR. Almost none has, and this is much faster than looking for the
// first one.
func mayBreak(text []byte) bool {
	return bytes.IndexByte(text, '\r') >= 0 || bytes.Contains(text, []byte("\u0085")) || bytes.Contains(text, []byte("\u2028")) || bytes.Contains(text, []byte("\u2029"))
}

// ToLines returns a text in which every line ends with LF. What ends lines with CR alone, as on old computers, is converted
// if it has more such lines than others; so is any CR in front of an LF. Other signs are left alone.
func ToLines(text []byte) []byte {
	if !bytes.ContainsRune(text, '\r') {
		return text
	}
	text = crLF.ReplaceAll(text, []byte("\n"))
	if isOld(text) {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text
}

var crLF = regexp.MustCompile(`\r+\n`)

// isOld reports whether the lines of a text end with CR alone.
func isOld(text []byte) bool {
	both, lf := bytes.Count(text, []byte("\r\n")), bytes.Count(text, []byte("\n"))
	cr := bytes.Count(text, []byte("\r")) - both
	return cr > 1 && cr > lf
}

// reportBreaks reports the first sign that breaks lines for some programs only: one of YAML's in the front matter, a CR
// alone anywhere. front is the byte offset at which the front matter ends.
func (d *Document) reportBreaks(front int) {
	data := d.File.Data
	at := nextBreak(data[:front])
	if at == nil {
		if at = nextBreak(data[front:]); at == nil || data[front+at[0]] != '\r' {
			return
		}
		at = []int{front + at[0], front + at[1]}
	}
	span := source.Span{Start: d.File.Pos(at[0]), End: d.File.Pos(at[1])}
	f := d.report("file-line-break", span, locale.Args{"found": signName(firstRune(string(data[at[0]:])))})
	f.Fixes = d.mendBreaks(front)
}

// mendBreaks replaces each of the signs: a CR in the text with the end of a line; in the front matter with a space, or, if
// that could not be read, with the end of a line where a field follows.
func (d *Document) mendBreaks(front int) []diag.Fix {
	fix := diag.Fix{Title: locale.Text{SV: "Byt radbrytningstecken mot blanksteg och radslut", EN: "Change the signs that break lines to spaces and line ends"}}
	for from := 0; ; {
		at := nextBreak(d.File.Data[from:])
		if at == nil {
			break
		}
		span := source.Span{Start: d.File.Pos(from + at[0]), End: d.File.Pos(from + at[1])}
		inText := from+at[0] >= front
		from += at[1]
		line := d.File.Line(span.Start.Line)
		with := " "
		switch after := d.File.Text(source.Span{Start: span.End, End: source.Pos{Line: span.Start.Line + 1, Column: 1}}); {
		case inText && d.File.Text(span)[0] != '\r':
			continue
		case inText:
			with = "\n"
		case d.Broken && keyLine.MatchString(strings.TrimLeft(after, " ")):
			with = "\n"
			if !strings.HasPrefix(after, " ") {
				with += line[:len(line)-len(strings.TrimLeft(line, " "))]
			}
		}
		fix.Edits = append(fix.Edits, source.Edit{Span: span, Text: with})
	}
	return []diag.Fix{fix}
}

// mendedByBreaks reports whether the front matter can be read once the signs in it are replaced.
func (d *Document) mendedByBreaks() bool {
	front := d.Body
	if nextBreak(d.File.Data[:front]) == nil {
		return false
	}
	data, err := source.Apply(d.File, d.mendBreaks(front)[0].Edits)
	if err != nil {
		return false
	}
	if d.Opened > 0 {
		return !Parse(d.File.Name, data).Broken
	}
	return !ParseYAML(d.File.Name, data).Broken
}

// OnlyBreaks reports whether a text consists of signs that only some programs take for the end of a line.
func OnlyBreaks(text string) bool { return text != "" && breaks.ReplaceAllString(text, "") == "" }

// WithoutBreaks returns a value with a space for each such sign.
func WithoutBreaks(value string) string { return breaks.ReplaceAllString(value, " ") }

// hideBreaks replaces the signs that only YAML takes for the end of a line with signs that mean nothing to it, one for one.
// show puts them back.
func hideBreaks(text string) (hidden string, show *strings.Replacer) {
	if nextBreak([]byte(text)) == nil {
		return text, nil
	}
	signs := []string{"\r", "\u0085", "\u2028", "\u2029"}
	var hide, back []string
	private := '\ue000'
	for _, sign := range signs {
		for strings.ContainsRune(text, private) {
			private++
		}
		hide, back = append(hide, sign, string(private)), append(back, string(private), sign)
		private++
	}
	text = crLF.ReplaceAllStringFunc(text, func(end string) string { return strings.Repeat(" ", len(end)-1) + "\n" })
	return strings.NewReplacer(hide...).Replace(text), strings.NewReplacer(back...)
}

// oldLines is what is said of a file whose lines end with CR alone.
var oldLines = locale.Text{
	SV: "raderna slutar med bara CR (U+000D), som i filer från äldre Mac-datorer",
	EN: "the lines end with CR alone (U+000D), as in files from old Mac computers",
}

// signName names a sign that cannot be seen.
func signName(r rune) string {
	if r == '\r' {
		return "CR, U+000D"
	}
	return fmt.Sprintf("U+%04X", r)
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}
