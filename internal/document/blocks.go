package document

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Block is a piece of a text that stands by itself: a heading, a paragraph, an item of a list, a row of a table, a line of code.
// What is only form is not in it: how its lines are wrapped, blanks, the sign of a list and the numbers of its items.
type Block struct {
	// Level is that of a heading, 1 to 6; 0 for anything else.
	Level int
	// Code is set where the blanks of the text mean something.
	Code bool
	// Hidden is set of HTML, which no page shows.
	Hidden bool
	// Mark is what stands before the text: "## " of a heading, "- " or "1. " of an item, "> " of what is quoted. It tells how
	// deep the block lies, and of an item only that it is one of a numbered list.
	Mark string
	// Number is that of an item of a numbered list as it is shown; 0 for anything else.
	Number int
	// Text is on one line, as it was written otherwise; the cells of a row have a | between them.
	Text string
}

// Same reports whether two blocks say the same: all but the numbers of items.
func (b Block) Same(other Block) bool {
	b.Number = other.Number
	return b == other
}

// Blocks takes the text of a record apart, in order. Nothing that is written is in no block but what is only form.
func Blocks(body []byte) []Block {
	body = append(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")), '\n')
	s := &slicer{body: body, covered: map[int]bool{}}
	for i, c := range body {
		if c == '\n' {
			s.ends = append(s.ends, i)
		}
	}
	if tooComplex(body) == nil {
		s.children(blockParser.Parse(text.NewReader(body)), place{})
	}
	s.rest()
	slices.SortStableFunc(s.found, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	blocks := make([]Block, len(s.found))
	for i, p := range s.found {
		blocks[i] = p.Block
	}
	return blocks
}

// blockParser reads what blocks there are, as the pages have them, and not what is in them.
var blockParser = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)),
	goldmark.WithExtensions(extension.Table, extension.DefinitionList),
).Parser()

// slicer gathers the blocks of a text.
type slicer struct {
	body    []byte
	ends    []int // where its lines end
	covered map[int]bool
	found   []placed
}

// placed is a block with the offset at which it stands.
type placed struct {
	Block
	at int
}

// place is what lies around a block: quotations and lists. mark is for what follows there, item for the first block of an item.
type place struct {
	mark, item string
	number     int
}

// take is the place of the next block; the first one of an item has its sign.
func (p *place) take() (mark string, number int) {
	mark, number = cmp.Or(p.item, p.mark), p.number
	p.item, p.number = "", 0
	return mark, number
}

// line is the number of the line that an offset lies in.
func (s *slicer) line(at int) int {
	n, _ := slices.BinarySearch(s.ends, at)
	return n
}

// lineText is a line without its end.
func (s *slicer) lineText(n int) string {
	start, end := 0, len(s.body)
	if n > 0 {
		start = s.ends[n-1] + 1
	}
	if n < len(s.ends) {
		end = s.ends[n]
	}
	return string(s.body[start:end])
}

func (s *slicer) cover(n int) { s.covered[n] = true }

// add adds a block, unless it is empty.
func (s *slicer) add(at int, b Block) {
	if b.Text != "" {
		s.found = append(s.found, placed{b, at})
	}
}

// join is lines as one, and covers them.
func (s *slicer) join(lines *text.Segments) string {
	size := 0
	for i := range lines.Len() {
		line := lines.At(i)
		size += line.Len() + 1
	}
	joined := make([]byte, 0, size)
	for i := range lines.Len() {
		line := lines.At(i)
		s.cover(s.line(line.Start))
		joined = appendWords(joined, s.body[line.Start:line.Stop])
	}
	return string(joined)
}

// appendWords adds the words of a line to some text, one blank before each.
func appendWords(text, line []byte) []byte {
	start := 0
	put := func(end int) {
		if end > start && len(text) > 0 {
			text = append(text, ' ')
		}
		text = append(text, line[start:end]...)
	}
	for i := 0; i < len(line); {
		r, size := rune(line[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(line[i:])
		}
		if unicode.IsSpace(r) {
			put(i)
			start = i + size
		}
		i += size
	}
	put(len(line))
	return text
}

// children adds the blocks within a node.
func (s *slicer) children(n ast.Node, p place) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		s.node(child, &p)
	}
}

// node adds the blocks of one node.
func (s *slicer) node(n ast.Node, p *place) {
	switch n := n.(type) {
	case *ast.Heading:
		s.heading(n, p)
	case *ast.Paragraph, *ast.TextBlock, *east.DefinitionTerm:
		s.lines(n, p)
	case *ast.FencedCodeBlock:
		s.fenced(n, p)
	case *ast.CodeBlock:
		s.code(n.Lines(), p)
	case *ast.ThematicBreak:
		mark, _ := p.take()
		s.cover(s.line(n.Pos()))
		s.add(n.Pos(), Block{Mark: mark, Text: "---"})
	case *east.Table:
		s.table(n, p)
	case *ast.List:
		s.list(n, p)
	case *ast.Blockquote:
		mark, number := p.take()
		s.children(n, place{mark: p.mark + "> ", item: mark + "> ", number: number})
	case *east.DefinitionDescription:
		s.children(n, place{mark: p.mark + "  ", item: p.mark + ": "})
	case *ast.HTMLBlock:
		s.html(n)
	case *ast.LinkReferenceDefinition: // among the rest
	default:
		s.children(n, *p)
	}
}

func (s *slicer) lines(n ast.Node, p *place) {
	if n.Lines().Len() > 0 {
		mark, number := p.take()
		s.add(n.Lines().At(0).Start, Block{Mark: mark, Number: number, Text: s.join(n.Lines())})
	}
}

// heading adds a heading, and covers the line below one of two lines.
func (s *slicer) heading(n *ast.Heading, p *place) {
	if n.Lines().Len() == 0 {
		return // its sign is among the rest
	}
	mark, number := p.take()
	s.add(n.Lines().At(0).Start, Block{
		Level: n.Level, Mark: mark + strings.Repeat("#", n.Level) + " ", Number: number, Text: s.join(n.Lines()),
	})
	if s.body[n.Pos()] != '#' {
		s.cover(s.line(n.Lines().At(n.Lines().Len()-1).Start) + 1)
	}
}

// code adds each line.
func (s *slicer) code(lines *text.Segments, p *place) {
	for i := range lines.Len() {
		line := lines.At(i)
		s.cover(s.line(line.Start))
		if code := strings.TrimRight(string(line.Value(s.body)), " \t\n"); code != "" {
			mark, number := p.take()
			s.add(line.Start, Block{Code: true, Mark: mark, Number: number, Text: code})
		}
	}
}

// fenced adds the line that opens code where it says more than that, and each line of code.
func (s *slicer) fenced(n *ast.FencedCodeBlock, p *place) {
	opens := s.line(n.Pos())
	s.cover(opens)
	if n.Info != nil {
		mark, number := p.take()
		s.add(n.Pos(), Block{Mark: mark, Number: number, Text: "```" + strings.TrimSpace(string(n.Info.Value(s.body)))})
	}
	s.code(n.Lines(), p)
	closes := opens + n.Lines().Len() + 1
	if closes <= len(s.ends) && strings.Trim(s.lineText(closes), " \t>`~") == "" {
		s.cover(closes)
	}
}

// html adds each line.
func (s *slicer) html(n *ast.HTMLBlock) {
	lines := n.Lines().Sliced(0, n.Lines().Len())
	if n.HasClosure() {
		lines = append(slices.Clone(lines), n.ClosureLine)
	}
	for _, line := range lines {
		s.cover(s.line(line.Start))
		s.add(line.Start, Block{Hidden: true, Text: string(appendWords(nil, s.body[line.Start:line.Stop]))})
	}
}

// table adds the rows; the line that makes them a table is form.
func (s *slicer) table(n *east.Table, p *place) {
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		line := s.line(row.Pos())
		s.cover(line)
		if _, head := row.(*east.TableHeader); head {
			s.cover(line + 1)
		}
		mark, number := p.take()
		s.add(row.Pos(), Block{Mark: mark, Number: number, Text: "| " + strings.Join(s.cells(row), " | ") + " |"})
	}
}

// cells are those of a row. A page leaves out what stands after the last column; here it is a cell too.
func (s *slicer) cells(row ast.Node) []string {
	var cells []string
	end := row.Pos()
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		cells = append(cells, s.join(cell.Lines()))
		for i := range cell.Lines().Len() {
			end = cell.Lines().At(i).Stop
		}
	}
	after, _, _ := bytes.Cut(s.body[end:], []byte("\n"))
	if rest := strings.Trim(string(after), "| \t"); rest != "" {
		cells = append(cells, string(appendWords(nil, []byte(rest))))
	}
	return cells
}

// list adds the items. Of the numbers the first one counts; those that follow say nothing.
func (s *slicer) list(n *ast.List, p *place) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark, _ := p.take()
		inner := place{mark: p.mark + "  ", item: mark + "- "}
		if n.IsOrdered() {
			inner = place{mark: p.mark + "   ", item: mark + firstNumber, number: number}
			if number != 1 && item == n.FirstChild() {
				inner.item = fmt.Sprintf("%s%d. ", mark, number)
			}
			number++
		}
		s.children(item, inner)
	}
}

// firstNumber is the sign of all items of a numbered list that begins with 1.
const firstNumber = "1. "

// Lead is what is shown before the text: the mark with the number of the item.
func (b Block) Lead() string {
	if before, numbered := strings.CutSuffix(b.Mark, firstNumber); numbered && b.Number > 0 {
		return fmt.Sprintf("%s%d. ", before, b.Number)
	}
	return b.Mark
}

// rest adds the lines that are in no block yet: definitions of links, signs without a text, and all lines of a text that is not
// read as Markdown. A quotation's empty line says nothing.
func (s *slicer) rest() {
	start := 0
	for n := range len(s.ends) + 1 {
		line := s.lineText(n)
		if !s.covered[n] && strings.Trim(line, " \t>") != "" {
			s.add(start, Block{Text: string(appendWords(nil, []byte(line)))})
		}
		start += len(line) + 1
	}
}
