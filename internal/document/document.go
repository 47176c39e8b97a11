// Package document reads one Markdown file with YAML front matter, or one YAML file, and keeps the place of every value. It
// is the sole user of the YAML and Markdown libraries, is independent of the kinds of records, and does no I/O. It reports
// what it cannot read as findings and reads the rest. Start reading at [Parse].
package document

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"go.yaml.in/yaml/v4"
)

// MaxSize is the size in bytes up to which a file is read completely. A larger file is reported, and only its beginning is
// read.
const MaxSize = 2 << 20

// Document is one parsed file.
type Document struct {
	File *source.File
	// Front is the front matter: a Map, never nil. It is empty if there is none to read.
	Front *Node
	// Broken is set if the front matter as a whole could not be read. If so, ID and Title are searched for in its lines, so
	// that other files can still refer to the record.
	Broken    bool
	ID, Title string
	// Body is the byte offset in File.Data at which the text begins.
	Body int
	// Opened and Closed are the lines of the fences; 0 if there is none.
	Opened, Closed int
	// Findings are those about form, by place.
	Findings []diag.Finding

	marks     marks // for Links and Omitted
	marksOnce sync.Once
}

// Parse parses a Markdown file. It always returns a document.
func Parse(name string, data []byte) *Document {
	d := &Document{Front: &Node{Kind: Map}}
	if d.stranger(name, data) {
		return d
	}
	d.File = d.decode(name, data)
	known := len(d.Findings)
	if d.conflicts(false) {
		d.giveUp(1, d.File.Lines())
		d.Body = len(d.File.Data)
		return d
	}
	whole := len(d.Findings) == known
	opening, closing, ok := d.fences()
	if !ok {
		d.reportBreaks(0)
		return d
	}
	d.readBetween(opening, closing)
	d.reportBreaks(d.Body)
	if whole {
		d.repeated()
	}
	if t := tooComplex(d.BodyText()); t != nil {
		d.report("text-unreadable", source.At(d.File.Pos(d.Body+t.offset)), locale.Args{"problem": locale.Key(t.problem)})
	}
	return d
}

// ParseYAML parses a file that is all YAML, such as lis.yaml.
func ParseYAML(name string, data []byte) *Document {
	d := &Document{Front: &Node{Kind: Map}}
	if d.stranger(name, data) {
		return d
	}
	d.File = d.decode(name, data)
	d.Body = len(d.File.Data)
	if d.conflicts(true) {
		d.giveUp(1, d.File.Lines())
		return d
	}
	text := strings.TrimPrefix(string(d.File.Data), source.BOM)
	if strings.TrimSpace(text) != "" {
		root, err := parseYAML(text)
		d.readFront(root, err, 1, d.File.Lines())
		d.reportBreaks(d.Body)
	}
	return d
}

// BodyText returns the text below the front matter.
func (d *Document) BodyText() []byte { return d.File.Data[d.Body:] }

var (
	idLine    = regexp.MustCompile(`^id:\s*["']?([A-Za-z][A-Za-z0-9./-]*)["']?\s*(#.*)?$`)
	titleLine = regexp.MustCompile(`^title:\s*["']?(.*?)["']?\s*$`)
)

// giveUp marks the front matter as broken and looks for id and title in its first lines.
func (d *Document) giveUp(first, last int) {
	d.Broken = true
	for n := first; n <= min(last, first+200); n++ {
		line := d.File.Line(n)
		if m := idLine.FindStringSubmatch(line); m != nil && d.ID == "" {
			d.ID = m[1]
		}
		if m := titleLine.FindStringSubmatch(line); m != nil && d.Title == "" {
			d.Title = m[1]
		}
	}
}

// report adds a finding.
func (d *Document) report(rule string, span source.Span, args locale.Args) *diag.Finding {
	d.Findings = append(d.Findings, diag.Finding{Rule: rule, File: d.File, Span: span, Args: args})
	return &d.Findings[len(d.Findings)-1]
}

// remedy returns a hint that is a message of the program.
func remedy(f *diag.Finding, m locale.Message) locale.Text {
	f.Args["remedy"] = m
	return locale.Same("{remedy}")
}

// wholeLine returns the span of a line.
func (d *Document) wholeLine(n int) source.Span {
	return source.Span{Start: source.Pos{Line: n, Column: 1}, End: source.Pos{Line: n, Column: utf8.RuneCountInString(d.File.Line(n)) + 1}}
}

// lines returns the text of some lines, with their line breaks.
func (d *Document) lines(first, last int) string {
	return d.File.Text(source.Span{Start: source.Pos{Line: first, Column: 1}, End: source.Pos{Line: last + 1, Column: 1}})
}

// readFront reads YAML as it was parsed, or why it was not. It begins on line first of the file.
func (d *Document) readFront(root *yaml.Node, err error, first, last int) {
	if err != nil {
		d.giveUp(first, last)
		if !d.mendedByBreaks() {
			d.reportYAML(err, first, last)
		}
		return
	}
	if root == nil {
		return // only comments
	}
	b := builder{doc: d, shift: first - 1, last: last}
	front := b.node(root, "", 0, 0)
	if front.Kind == Unreadable {
		d.giveUp(first, last)
		return
	}
	if front.Kind != Map {
		d.report("front-matter-malformed", source.At(front.Span.Start), locale.Args{"problem": locale.Key("yaml.not-map")})
		d.giveUp(first, last)
		return
	}
	d.Front = front
	d.ID, d.Title = front.Get("id").scalar(), front.Get("title").scalar()
	d.Broken = b.open
}

func (d *Document) tooLarge() bool {
	return slices.ContainsFunc(d.Findings, func(f diag.Finding) bool { return f.Rule == "file-too-large" })
}

// Opening returns the span of the opening fence: the place of what is missing at the top level.
func (d *Document) Opening() source.Span {
	if d.Opened > 0 {
		return d.wholeLine(d.Opened)
	}
	return source.At(source.Pos{Line: 1, Column: 1})
}

// decode converts the text to UTF-8 and reports the first place where it was not. The returned file holds valid UTF-8 without
// NUL.
func (d *Document) decode(name string, data []byte) *source.File {
	tooLarge := len(data) > MaxSize
	if tooLarge {
		data = data[:MaxSize]
		data = data[:bytes.LastIndexByte(data, '\n')+1]
	}
	text, encoding, bad := toUTF8(data)
	old := isOld(text)
	if old {
		text = ToLines(text)
	}
	file := source.NewFile(name, text)
	d.File = file
	if tooLarge {
		d.report("file-too-large", source.At(source.Pos{Line: 1, Column: 1}), locale.Args{"limit": fmt.Sprintf("%d MB", MaxSize>>20)})
	}
	if !encoding.IsZero() {
		d.report("file-encoding", source.At(file.Pos(bad)), locale.Args{"found": encoding})
	}
	if old {
		d.report("file-line-break", source.At(source.Pos{Line: 1, Column: 1}), nil).Words = oldLines
	}
	return file
}
