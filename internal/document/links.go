package document

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Link is a link or image in the text: [[ID]], [[ID|label]], [label](target), ![label](target), ![[image]] or <target>.
type Link struct {
	Target string // the id, or the target as written
	Label  string // "" if a wiki link has none; for other links only set in Render
	Wiki   bool
	Image  bool
	Blanks bool        // the address contains blanks without < and > around it, so that the text shows the marks and no link
	Span   source.Span // Start is its [ or <, of an image its !; End is set for wiki links only; zero in Render
}

// Omission is something in the text that pages do not show, or not as what it is.
type Omission struct {
	What    string // a tag, the mark of a footnote, a cell
	Problem locale.Key
	Span    source.Span
}

// marks are what is in a text besides words.
type marks struct {
	links   []Link
	omitted []Omission
}

// Links returns the links of the text, in order, except those to its own headings. They are found on first use, and it can be
// called by several goroutines; the caller must not change the list.
func (d *Document) Links() []Link { return d.findMarks().links }

// Omitted returns what pages leave out of the text, in order, at most one in a line. It is found together with the links.
func (d *Document) Omitted() []Omission { return d.findMarks().omitted }

// OfText returns a document without front matter, such as the Markdown in a field.
func OfText(text string) *Document {
	return &Document{File: source.NewFile("", []byte(text)), Front: &Node{Kind: Map}}
}

func (d *Document) findMarks() marks {
	d.marksOnce.Do(func() { d.marks = d.readMarks() })
	return d.marks
}

func (d *Document) readMarks() marks {
	body := d.BodyText()
	if !bytes.ContainsAny(body, "[<|") {
		return marks{}
	}
	at := &cursor{file: d.File, start: d.Body}
	if tooComplex(body) != nil {
		return marks{links: wikiLinks(body, at)}
	}
	f := &finder{body: body, at: at, headings: map[string]bool{}, used: map[string]bool{}}
	root := linkParser.Parse(text.NewReader(maskPipes(body)))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			f.visit(n)
		}
		return ast.WalkContinue, nil
	})
	return f.done()
}

// linkParser parses what can contain links: Markdown without tables, definition lists and ids of headings, at half the cost.
// It keeps footnotes that nothing refers to.
var linkParser = parser.NewParser(
	parser.WithBlockParsers(append(parser.DefaultBlockParsers(), util.Prioritized(extension.NewFootnoteBlockParser(), 999))...),
	parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
		util.Prioritized(extension.NewFootnoteParser(), 101), util.Prioritized(lostNotes{}, 102), util.Prioritized(wikiParser{}, 150))...),
	parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
)

// finder collects the marks of a text.
type finder struct {
	marks
	body     []byte
	at       *cursor
	headings map[string]bool // as parts of addresses
	// defined are the addresses that links name, used the names that links use.
	defined []*ast.LinkReferenceDefinition
	used    map[string]bool
	lost    []*lostNote
	notes   bool // whether the text has footnotes
}

func (f *finder) visit(n ast.Node) {
	switch n := n.(type) {
	case *wikiLink:
		f.links = append(f.links, Link{Target: n.id, Label: n.label, Wiki: true, Span: source.Span{Start: f.at.pos(n.start), End: f.at.pos(n.end)}})
	case *ast.Link:
		f.use(n.Reference)
		f.link(n, n.Destination, false)
	case *ast.Image:
		f.use(n.Reference)
		f.link(n, n.Destination, true)
	case *ast.AutoLink:
		if n.AutoLinkType == ast.AutoLinkURL {
			f.link(n, n.URL(f.body), false)
		}
	case *ast.Text:
		if n.Parent().Kind() != ast.KindCodeSpan {
			f.blanks(n.Segment)
		}
	case *ast.Heading:
		f.headings[Slug(plainText(n, f.body))] = true
	case *ast.HTMLBlock:
		f.htmlBlock(n)
	case *ast.RawHTML:
		f.html(n.Segments.At(0).Start, n.Segments.Value(f.body))
	case *ast.LinkReferenceDefinition:
		f.defined = append(f.defined, n)
	case *lostNote:
		f.lost = append(f.lost, n)
	case *east.Footnote:
		f.notes = true
		if n.Index < 0 {
			f.omit(Omission{What: "[^" + string(n.Ref) + "]", Problem: "omitted.note"}, n.Pos())
		}
	}
}

func (f *finder) use(r *ast.ReferenceLink) {
	if r != nil {
		f.used[util.ToLinkReference(r.Value)] = true
	}
}

// blankAddress matches the rest of a link whose address contains blanks.
var blankAddress = regexp.MustCompile(`^\]\(([^()<>"\s][^()<>"\n]* [^()<>"\n]*)\)`)

// blanks finds links whose address contains blanks: they look like links to their authors and to nobody else.
func (f *finder) blanks(words text.Segment) {
	for i := words.Start; i < words.Stop; i++ {
		if f.body[i] != ']' {
			continue
		}
		m := blankAddress.FindSubmatch(f.body[i:min(len(f.body), i+longestWiki)])
		if m == nil || !bytes.ContainsAny(m[1], `/\`) && path.Ext(string(m[1])) == "" {
			continue
		}
		start := max(bytes.LastIndexByte(f.body[:i], '['), bytes.LastIndexByte(f.body[:i], '\n')+1)
		f.links = append(f.links, Link{Target: string(m[1]), Blanks: true, Span: source.At(f.at.pos(start))})
	}
}

func (f *finder) link(n ast.Node, target []byte, image bool) {
	f.links = append(f.links, Link{Target: unmask(target), Image: image, Span: source.At(f.at.pos(n.Pos()))})
}

func (f *finder) htmlBlock(n *ast.HTMLBlock) {
	if n.Lines().Len() == 0 {
		return
	}
	lines := n.Lines().Value(f.body)
	if n.HasClosure() {
		lines = append(lines, n.ClosureLine.Value(f.body)...)
	}
	start := n.Lines().At(0).Start
	f.html(start+len(lines)-len(bytes.TrimLeft(lines, " \t")), bytes.TrimLeft(lines, " \t"))
}

// html adds HTML that pages leave out. Comments are meant to be left out, an end adds nothing to its beginning, and line breaks are
// shown.
func (f *finder) html(start int, text []byte) {
	text = bytes.TrimSpace(lineBreak.ReplaceAll(text, nil))
	comment := bytes.HasPrefix(text, []byte("<!--")) && bytes.Index(text, []byte("-->")) == len(text)-len("-->")
	if len(text) == 0 || comment || bytes.HasPrefix(text, []byte("</")) {
		return
	}
	tag, _, _ := strings.Cut(string(text), ">")
	name, _, _ := strings.Cut(strings.Fields(tag + ">")[0], ">")
	f.omit(Omission{What: name + ">", Problem: "omitted.html"}, start)
}

// omit adds an omission, unless the line has one already.
func (f *finder) omit(o Omission, start int) {
	o.Span = source.At(f.at.pos(start))
	if last := len(f.omitted) - 1; last < 0 || f.omitted[last].Span.Start.Line != o.Span.Start.Line {
		f.omitted = append(f.omitted, o)
	}
}

// done returns the marks without links to headings of the text.
func (f *finder) done() marks {
	kept := f.links[:0]
	for _, l := range f.links {
		if fragment, ok := ownHeading(l.Target); !ok || !f.headings[fragment] {
			kept = append(kept, l)
		}
	}
	f.links = kept
	for _, d := range f.defined {
		if name := unmask(d.Label); !f.used[util.ToLinkReference(d.Label)] {
			f.omit(Omission{What: "[" + name + "]:", Problem: "omitted.definition"}, d.Pos())
		}
	}
	for _, n := range f.lost {
		if f.notes || strings.Trim(n.label, "0123456789") == "" {
			f.omit(Omission{What: "[^" + n.label + "]", Problem: "omitted.no-note"}, n.start)
		}
	}
	f.cells()
	slices.SortStableFunc(f.omitted, func(a, b Omission) int { return a.Span.Start.Compare(b.Span.Start) })
	return f.marks
}

// mayBeWide reports whether a row of a table may have more cells than its head: without more bars than the line of dashes it cannot.
// Most tables are not wide, and to parse them a second time takes long.
func mayBeWide(body []byte) bool {
	bars := -1 // of the line of dashes above; -1 outside a table
	for line := range bytes.Lines(body) {
		line = bytes.TrimLeft(bytes.TrimSpace(line), "> ")
		n := bytes.Count(line, []byte("|"))
		switch {
		case len(line) == 0:
			bars = -1
		case len(bytes.Trim(line, "-|: \t")) == 0 && bytes.Contains(line, []byte("-")):
			bars = n
		case bars >= 0 && n > bars:
			return true
		}
	}
	return false
}

// cells finds what stands after the last column of a table.
func (f *finder) cells() {
	masked := maskPipes(f.body)
	if !mayBeWide(masked) {
		return
	}
	s := &slicer{body: f.body}
	_ = ast.Walk(blockParser.Parse(text.NewReader(masked)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if _, isRow := n.(*east.TableRow); isRow && entering {
			if rest, start := s.beyond(n); rest != "" {
				f.omit(Omission{What: rest, Problem: "omitted.cell"}, start)
			}
		}
		return ast.WalkContinue, nil
	})
}

// lostNote is the mark of a footnote that the text does not have. lostNotes parses it.
type lostNote struct {
	ast.BaseInline
	label string
	start int
}

var kindLostNote = ast.NewNodeKind("LostNote")

func (*lostNote) Kind() ast.NodeKind { return kindLostNote }

func (n *lostNote) Dump(body []byte, level int) { ast.DumpHelper(n, body, level, nil, nil) }

type lostNotes struct{}

func (lostNotes) Trigger() []byte { return []byte{'['} }

// lostMark matches the mark of a footnote, unless it is the text of a link.
var lostMark = regexp.MustCompile(`^\[\^([\pL\pN_-]{1,100})\](?:[^(\[:]|$)`)

func (lostNotes) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	m := lostMark.FindSubmatch(line)
	if m == nil {
		return nil
	}
	block.Advance(len("[^]") + len(m[1]))
	return &lostNote{label: string(m[1]), start: segment.Start}
}
