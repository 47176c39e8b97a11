package document

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"go.yaml.in/yaml/v4"
)

// Join returns the dotted path of a key below a path.
func Join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// Index returns the dotted path of an item below a path: followups[0].
func Index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// parseYAML parses one YAML document. It returns nil for a text without any value.
func parseYAML(text string) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil { // the library is young; its panic is reported like any other error in the file
			root, err = nil, fmt.Errorf("%v", r)
		}
	}()
	if separator.MatchString(text) {
		return nil, errSeveral
	}
	text, show := hideBreaks(text)
	var doc yaml.Node
	if err := yaml.Load([]byte(text), &doc, yaml.WithV4Defaults()); err != nil {
		if strings.TrimSpace(stripComments(text)) == "" {
			return nil, nil
		}
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	if err := checkLines(doc.Content[0], text); err != nil {
		return nil, err
	}
	showBreaks(doc.Content[0], show)
	return doc.Content[0], nil
}

// showBreaks undoes hideBreaks in all values.
func showBreaks(n *yaml.Node, show *strings.Replacer) {
	if show == nil {
		return
	}
	n.Value = show.Replace(n.Value)
	for _, c := range n.Content {
		showBreaks(c, show)
	}
}

var (
	separator = regexp.MustCompile(`(?m)^\.\.\.[ \t\r]*$`) // a line that ends a document
	document  = regexp.MustCompile(`^---(?:[ \t]|$)`)      // a line that begins one
	// control matches characters that YAML does not allow.
	control = regexp.MustCompile(`[\x00-\x08\x0b\x0c\x0e-\x1f\x{80}-\x{84}\x{86}-\x{9f}\x{fffe}\x{ffff}]`)
)

var errSeveral = errors.New("several documents")

func stripComments(text string) string {
	return regexp.MustCompile(`(?m)^\s*#.*$`).ReplaceAllString(text, "")
}

// reportYAML reports YAML that cannot be read, in our words: the line that is at fault, and how to write it.
func (d *Document) reportYAML(err error, first, last int) {
	key, found := "yaml.several", source.Pos{}
	var load *yaml.LoadError
	switch placed := errors.As(err, &load) && load.Mark.Line > 0; {
	case errors.Is(err, errSeveral):
		found = d.find(separator, first, last)
	case !placed && !errors.As(err, &oddLine{}):
		if found = d.find(control, first, last); found.IsValid() {
			key = "yaml.control"
		} else {
			found = d.find(document, first+1, last)
		}
	}
	if found.IsValid() {
		d.report("front-matter-malformed", source.At(found), locale.Args{"problem": locale.Key(key)})
		return
	}
	d.reportFault(err, first, last)
}

// reportFault reports the line that is at fault.
func (d *Document) reportFault(err error, first, last int) {
	lines := d.front(first, last)
	bad, ok := fault{}, false
	if small := len(lines.text()) <= maxRepairSize; small {
		bad, ok = lines.fault()
	}
	if !ok {
		at := source.Pos{Line: first, Column: 1}
		var load *yaml.LoadError
		if errors.As(err, &load) && load.Mark.Line > 0 {
			mark := markOf(load)
			at = source.Pos{Line: min(mark.Line+first-1, last), Column: mark.Column}
			at.Column = min(at.Column, utf8.RuneCountInString(d.File.Line(at.Line))+1)
		}
		var odd oddLine
		if errors.As(err, &odd) {
			at = source.Pos{Line: min(odd.line+first-1, last), Column: 1}
		}
		d.report("front-matter-malformed", source.At(at), locale.Args{"problem": locale.Key("yaml.unreadable")})
		return
	}
	at := source.Pos{Line: bad.line + first, Column: bad.column + 1}
	f := d.report("front-matter-malformed", source.At(at), locale.Args{"problem": bad.problem})
	switch {
	case bad.drop && bad.problem.Key == "yaml.fence":
		f.Hint = remedy(f, locale.Say("hint.remove-line"))
	case bad.either != "":
		f.Hint = remedy(f, locale.Say("hint.write-either", locale.Args{"line": bad.write, "other": bad.either}))
	case bad.write != "":
		f.Hint = remedy(f, locale.Say("hint.write", locale.Args{"line": bad.write}))
	}
	f.Fixes = d.repair(lines, bad, first)
}

// front returns lines of the file as front matter.
func (d *Document) front(first, last int) front {
	lines := make(front, 0, last-first+1)
	for n := first; n <= last; n++ {
		lines = append(lines, d.File.Line(n))
	}
	return lines
}

// find returns the place of the first match on the lines; the zero Pos if there is none.
func (d *Document) find(pattern *regexp.Regexp, first, last int) source.Pos {
	for n := first; n <= last; n++ {
		line := d.File.Line(n)
		if m := pattern.FindStringIndex(line); m != nil {
			return source.Pos{Line: n, Column: utf8.RuneCountInString(line[:m[0]]) + 1}
		}
	}
	return source.Pos{}
}

// duplicate reports a key that occurs again.
func (b *builder) duplicate(path string, span source.Span, first *Entry) {
	f := b.doc.report("field-duplicate", span, locale.Args{"field": path, "line": first.KeySpan.Start.Line})
	f.Field = path
	f.Related = []diag.Related{{File: b.doc.File, Span: first.KeySpan, Message: locale.Text{SV: "står redan här", EN: "is already here"}}}
}
