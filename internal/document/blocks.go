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

// Block is a piece of a text that stands on its own: a heading, a paragraph, an item of a list, a row of a table, a line of
// code. It leaves out pure formatting: line wrapping, blanks, list markers and the numbers of items.
type Block struct {
	// Level is that of a heading, 1 to 6; 0 for anything else.
	Level int
	// Code is set if blanks in the text are significant.
	Code bool
	// Hidden is set for what no page shows: HTML, and definitions of links.
	Hidden bool
	// Mark is what precedes the text: "## " for a heading, "- " or "1. " for an item, "> " for a quotation. It shows how
	// deeply the block is nested; of the number of an item only that there is one.
	Mark string
	// Number is that of an item of a numbered list, as shown; 0 for anything else.
	Number int
	// Text is on one line, otherwise as written; the cells of a row are separated by |.
	Text string
}

// Same reports whether two blocks are equal except for the numbers of items.
func (b Block) Same(other Block) bool {
	b.Number = other.Number
	return b == other
}

// Blocks splits the text of a record into blocks, in order. They hold everything in it except pure formatting.
func Blocks(body []byte) []Block {
	body = append(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")), '\n')
	s := &slicer{body: body, covered: map[int]bool{}}
	for i, c := range body {
		if c == '\n' {
			s.ends = append(s.ends, i)
		}
	}
	simple := tooComplex(body) == nil
	if simple {
		s.children(blockParser.Parse(text.NewReader(maskPipes(body))), place{})
	}
	s.rest(simple)
	slices.SortStableFunc(s.found, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	blocks := make([]Block, len(s.found))
	for i, p := range s.found {
		blocks[i] = p.Block
	}
	return blocks
}

// blockParser finds the same blocks as the pages have, but does not parse what is in them.
var blockParser = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)),
	goldmark.WithExtensions(extension.Table, extension.DefinitionList),
).Parser()

// slicer collects the blocks of a text.
type slicer struct {
	body    []byte
	ends    []int // offsets at which its lines end
	covered map[int]bool
	found   []placed
}

// placed is a block with its offset in the text.
type placed struct {
	Block
	at int
}

// place is the quotations and lists around a block. item is the mark of the first block of an item, mark that of the others.
type place struct {
	mark, item string
	number     int
}

// take returns the mark and number of the next block; the first block of an item gets its marker.
func (p *place) take() (mark string, number int) {
	mark, number = cmp.Or(p.item, p.mark), p.number
	p.item, p.number = "", 0
	return mark, number
}

// line returns the number of the line that contains an offset, from 0.
func (s *slicer) line(at int) int {
	n, _ := slices.BinarySearch(s.ends, at)
	return n
}

// lineText returns a line without its line break.
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

// add adds a block unless it is empty.
func (s *slicer) add(at int, b Block) {
	if b.Text != "" {
		s.found = append(s.found, placed{b, at})
	}
}

// join joins lines into one, and marks them as covered.
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

// appendWords appends the words of a line to a text, separated by single blanks.
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

// children adds the blocks inside a node.
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
	case *ast.LinkReferenceDefinition: // left to rest
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

// heading adds a heading; the underline of a heading on two lines is covered too.
func (s *slicer) heading(n *ast.Heading, p *place) {
	if n.Lines().Len() == 0 {
		return // left to rest
	}
	mark, number := p.take()
	s.add(n.Lines().At(0).Start, Block{
		Level: n.Level, Mark: mark + strings.Repeat("#", n.Level) + " ", Number: number, Text: s.join(n.Lines()),
	})
	if s.body[n.Pos()] != '#' {
		s.cover(s.line(n.Lines().At(n.Lines().Len()-1).Start) + 1)
	}
}

// code adds each line that is not empty.
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

// fenced adds the opening line if it names a language, and each line of code.
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

// html adds each line, hidden.
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

// table adds the rows; the line of hyphens below the header is formatting.
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

// cells returns those of a row. A page drops the text after the last column; here it is one more cell.
func (s *slicer) cells(row ast.Node) []string {
	var cells []string
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		cells = append(cells, s.join(cell.Lines()))
	}
	if rest, _ := s.beyond(row); rest != "" {
		cells = append(cells, string(appendWords(nil, []byte(rest))))
	}
	return cells
}

// beyond returns what stands after the last column of a row, "" for nothing, and its offset.
func (s *slicer) beyond(row ast.Node) (rest string, start int) {
	end := row.Pos()
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		for i := range cell.Lines().Len() {
			end = cell.Lines().At(i).Stop
		}
	}
	after, _, _ := bytes.Cut(s.body[end:], []byte("\n"))
	from := bytes.TrimLeft(after, "| \t")
	return strings.TrimRight(string(from), "| \t\r"), end + len(after) - len(from)
}

// list adds the items. Only the first number matters; the rest follow from it.
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

// firstNumber is the marker of all items of a numbered list that begins with 1.
const firstNumber = "1. "

// Lead returns what is shown before the text: the mark, with the number of the item.
func (b Block) Lead() string {
	if before, numbered := strings.CutSuffix(b.Mark, firstNumber); numbered && b.Number > 0 {
		return fmt.Sprintf("%s%d. ", before, b.Number)
	}
	return b.Mark
}

// rest adds the lines that are in no block yet: definitions of links, markers without a text, and all lines of a text that is
// too complex to read as Markdown, which pages show as it stands. Empty lines of quotations are skipped.
func (s *slicer) rest(simple bool) {
	start := 0
	for n := range len(s.ends) + 1 {
		line := s.lineText(n)
		if !s.covered[n] && strings.Trim(line, " \t>") != "" {
			s.add(start, Block{Text: string(appendWords(nil, []byte(line))), Hidden: simple && strings.Contains(line, "]:")})
		}
		start += len(line) + 1
	}
}
