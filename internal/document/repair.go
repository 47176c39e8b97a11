package document

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"go.yaml.in/yaml/v4"
)

const (
	// maxRepairSize is the size in bytes up to which front matter is repaired: every attempt parses it again.
	maxRepairSize = 16 << 10
	// maxAttempts is how many attempts are made, with one more line changed in each.
	maxAttempts = 10
)

// repair finds a fix that makes unreadable front matter readable: tabs in the indentation, a value that needs quotes, a missing
// space after a colon. It is a single fix for all lines that need it; none if that does not help or may not be what was
// meant.
func (d *Document) repair(problem string, first, last int) []diag.Fix {
	if d.File.Offset(source.Pos{Line: last + 1, Column: 1})-d.File.Offset(source.Pos{Line: first, Column: 1}) > maxRepairSize {
		return nil
	}
	var edits []source.Edit
	if problem == "yaml.tab" {
		edits = d.untab(first, last)
	}
	for range maxAttempts {
		line := d.errorLine(edits, first, last)
		if line == 0 {
			return []diag.Fix{{Title: mendTitle(problem), Edits: edits}}
		}
		more, ok := d.further(edits, line, first, last)
		if !ok {
			return nil
		}
		edits = more
	}
	return nil
}

// further adds the edit after which YAML can be read beyond the line. It tries lines with a common mistake before others.
func (d *Document) further(edits []source.Edit, line, first, last int) (more []source.Edit, ok bool) {
	var usual, others []int
	for n := line; n >= first; n-- {
		switch text := d.File.Line(n); {
		case openQuote.MatchString(text), noSpace.MatchString(text):
			usual = append(usual, n)
		case n >= line-2:
			others = append(others, n)
		}
	}
	for _, n := range append(usual[:min(len(usual), 3)], others...) {
		edit, ok := d.rewrite(n)
		if !ok {
			continue
		}
		more := append(slices.Clone(edits), edit)
		if reached := d.errorLine(more, first, last); reached == 0 || reached > line {
			return more, true
		}
	}
	return nil, false
}

func mendTitle(problem string) locale.Text {
	switch problem {
	case "yaml.tab":
		return locale.Text{SV: "Byt tabbarna mot blanksteg", EN: "Change the tabs to spaces"}
	case "yaml.space":
		return locale.Text{SV: "Skriv ett blanksteg efter kolonet", EN: "Write a space after the colon"}
	}
	return locale.Text{SV: "Rätta citattecknen", EN: "Fix the quotes"}
}

// errorLine returns the line of the file at which YAML fails after the edits; 0 if it does not.
func (d *Document) errorLine(edits []source.Edit, first, last int) int {
	data, err := source.Apply(d.File, edits)
	if err != nil {
		return first
	}
	f := source.NewFile(d.File.Name, data)
	from, to := f.Offset(source.Pos{Line: first, Column: 1}), f.Offset(source.Pos{Line: last + 1, Column: 1})
	_, err = parseYAML(string(data[from:to]))
	var load *yaml.LoadError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &load) && load.Mark.Line > 0:
		return min(load.Mark.Line+first-1, last)
	}
	return first
}

// valueLine matches a line with a key and the beginning of a value, possibly after a dash.
var valueLine = regexp.MustCompile(`^(\s*(?:- +)*)([a-z][a-z0-9_]*):( *)(\S.*)$`)

// rewrite changes the value on a line so that YAML reads it as the text written there. A value that continues on the next
// line is left alone, because it is not known where it should end.
func (d *Document) rewrite(line int) (edit source.Edit, ok bool) {
	m := valueLine.FindStringSubmatch(d.File.Line(line))
	switch {
	case m == nil, d.goesOn(line, len(m[1])), m[3] == "" && strings.HasPrefix(m[4], "//"):
		return source.Edit{}, false
	case strings.HasPrefix(m[4], "[") && !strings.Contains(m[4], "]"), strings.HasPrefix(m[4], "{") && !strings.Contains(m[4], "}"):
		return source.Edit{}, false // a bracket that is never closed
	}
	from := len([]rune(m[1]+m[2])) + 2
	to := from + len([]rune(m[3]+uncommented(m[4])))
	span := source.Span{Start: source.Pos{Line: line, Column: from}, End: source.Pos{Line: line, Column: to}}
	return source.Edit{Span: span, Text: " " + Scalar(PlainText(m[4]), InBlock)}, true
}

// goesOn reports whether the line after n is indented deeper than depth.
func (d *Document) goesOn(n, depth int) bool {
	next := d.File.Line(n + 1)
	return strings.TrimSpace(next) != "" && len(next)-len(strings.TrimLeft(next, " \t")) > depth
}

// PlainText returns the text that was meant by a value on one line that cannot be read as YAML: what precedes a comment,
// without a quote that is never closed.
func PlainText(value string) string {
	value = uncommented(value)
	for _, quote := range []string{`"`, `'`} {
		if strings.HasPrefix(value, quote) && strings.Count(value, quote) == 1 {
			return strings.TrimSpace(value[1:])
		}
	}
	return value
}

func uncommented(value string) string {
	if i := strings.Index(value, " #"); i >= 0 {
		value = value[:i]
	}
	return strings.TrimRight(value, " \t")
}

// untab replaces tabs in the indentation with two spaces each. It does nothing unless all indentation is tabs, because
// otherwise the intended depth is not known.
func (d *Document) untab(first, last int) []source.Edit {
	var edits []source.Edit
	for n := first; n <= last; n++ {
		line := d.File.Line(n)
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		switch {
		case strings.TrimSpace(line) == "" || indent == "":
			continue
		case strings.Contains(indent, " "):
			return nil
		}
		span := source.Span{Start: source.Pos{Line: n, Column: 1}, End: source.Pos{Line: n, Column: len(indent) + 1}}
		edits = append(edits, source.Edit{Span: span, Text: strings.Repeat("  ", len(indent))})
	}
	return edits
}
