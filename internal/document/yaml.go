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

// reportYAML reports YAML that cannot be read, in our words, at the place that the library gives.
func (d *Document) reportYAML(err error, first, last int) {
	at := source.Pos{Line: first, Column: 1}
	var load *yaml.LoadError
	if errors.As(err, &load) && load.Mark.Line > 0 {
		at = source.Pos{Line: min(load.Mark.Line+first-1, last), Column: max(load.Mark.Column, 1)}
	}
	key, found := "yaml.several", source.Pos{}
	switch {
	case errors.Is(err, errSeveral):
		found = d.find(separator, first, last)
	case load != nil && load.Mark.Line == 0: // the library gives no place
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
	key, at = d.explain(at, first, last)
	f := d.report("front-matter-malformed", source.At(at), locale.Args{"problem": locale.Key(key)})
	f.Fixes = d.repair(key, first, last)
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

var (
	tabIndent  = regexp.MustCompile(`^ *\t`)
	twoColons  = regexp.MustCompile(`^\s*(?:- )?[A-Za-z_][\w-]*: +[^"'\[{|>#\s][^#]*?(: |:$)`)
	badStart   = regexp.MustCompile("^\\s*(?:- )?[A-Za-z_][\\w-]*: +[@`%&*!]")
	openQuote  = regexp.MustCompile(`^\s*(?:- )?[A-Za-z_][\w-]*: +("[^"]*|'[^']*)$`)
	noSpace    = regexp.MustCompile(`^\s*(?:- )?[A-Za-z_][\w-]*:[^ \s]`)
	explainers = []struct {
		pattern *regexp.Regexp
		key     string
	}{
		{tabIndent, "yaml.tab"},
		{twoColons, "yaml.colon"},
		{badStart, "yaml.sign"},
		{openQuote, "yaml.quote"},
		{noSpace, "yaml.space"},
	}
)

// explain looks for a common mistake on the line that the library reports and on the two before it.
func (d *Document) explain(at source.Pos, first, last int) (key string, where source.Pos) {
	for _, e := range explainers {
		for n := at.Line; n >= max(first, at.Line-2); n-- {
			line := d.File.Line(n)
			if !e.pattern.MatchString(line) {
				continue
			}
			column := 1
			if n == at.Line {
				column = at.Column
			}
			if e.key == "yaml.tab" {
				column = strings.IndexByte(line, '\t') + 1
			}
			return e.key, source.Pos{Line: n, Column: min(column, len([]rune(line))+1)}
		}
	}
	at.Column = min(at.Column, len([]rune(d.File.Line(at.Line)))+1)
	return "yaml.unreadable", at
}

// duplicate reports a key that occurs again.
func (b *builder) duplicate(path string, span source.Span, first *Entry) {
	f := b.doc.report("field-duplicate", span, locale.Args{"field": path, "line": first.KeySpan.Start.Line})
	f.Field = path
	f.Related = []diag.Related{{File: b.doc.File, Span: first.KeySpan, Message: locale.Text{SV: "står redan här", EN: "is already here"}}}
}
