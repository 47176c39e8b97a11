package document

import (
	"bytes"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/source"
)

// Limits of a text. Markdown takes time that grows with the square of the markup characters in a paragraph, with the cells of
// a table, in which short rows are filled up, and with the depth of lists and quotations. No text written for people comes
// close.
const (
	maxMarks   = 100_000_000 // squares of the markup characters of each paragraph, summed
	maxCells   = 200_000     // of tables
	maxNesting = 200         // of lists and quotations
	maxNotes   = 1000        // footnotes, each of which is compared with every mark
)

// trouble is why a text is not read as Markdown: the key of a message, and the byte offset at which it begins.
type trouble struct {
	offset  int
	problem string
}

// paragraph counts in a stretch of text without blank lines.
type paragraph struct{ start, lines, marks, pipes int }

// tooComplex finds what would make Markdown take very long; it returns nil for every ordinary text. A text that is too
// complex is shown as it is, and only its wiki links are found.
func tooComplex(body []byte) *trouble {
	var p paragraph
	marks, cells := 0, 0 // of the paragraphs before p
	notes := 0
	for from := 0; from < len(body); {
		line := body[from:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		if len(bytes.TrimSpace(line)) == 0 {
			marks += p.marks * p.marks
			cells += p.lines * p.pipes
			p = paragraph{start: from + len(line)}
		}
		p.add(line)
		if bytes.Contains(line, []byte("[^")) && bytes.Contains(line, []byte("]:")) {
			notes++
		}
		switch {
		case nesting(line) > maxNesting:
			return &trouble{from, "text.deep"}
		case marks+p.marks*p.marks > maxMarks:
			return &trouble{p.start, "text.marks"}
		case cells+p.lines*p.pipes > maxCells:
			return &trouble{p.start, "text.cells"}
		case notes > maxNotes:
			return &trouble{from, "text.notes"}
		}
		from += len(line)
	}
	return nil
}

func (p *paragraph) add(line []byte) {
	p.lines++
	pipes := 0
	for _, c := range line {
		switch c {
		case '*', '_', '~', '[', ']', '`':
			p.marks++
		case '|':
			pipes++
		}
	}
	p.pipes = max(p.pipes, pipes)
}

// nesting returns how many lists and quotations a line could be inside, judging by its indentation and leading markers.
func nesting(line []byte) int {
	depth, indent := 0, 0
	for _, c := range line {
		switch {
		case c == ' ':
			indent++
		case c == '\t':
			indent += 4
		case c == '>', c == '-', c == '+', c == '*', c == ')', c == '.', c == ':':
			depth++
		case c < '0' || c > '9':
			return depth + indent/2
		}
	}
	return depth + indent/2
}

// wikiLinks returns the wiki links of a text that is not read as Markdown.
func wikiLinks(body []byte, at *cursor) []Link {
	var links []Link
	for _, m := range wikiMarks.FindAllIndex(body, -1) {
		if id, label := splitWiki(string(body[m[0]+2 : m[1]-2])); id != "" && m[1]-m[0] <= longestWiki {
			links = append(links, Link{Target: id, Label: label, Wiki: true, Span: source.Span{Start: at.pos(m[0]), End: at.pos(m[1])}})
		}
	}
	return links
}

// cursor finds the places of rising offsets in a text, without counting a long line again for each.
type cursor struct {
	file   *source.File
	start  int // offset of the text in the file
	offset int // of the last place returned
	last   source.Pos
}

// pos returns the place of a byte offset in the text.
func (c *cursor) pos(offset int) source.Pos {
	offset = c.start + max(offset, 0)
	between := c.file.Data[min(c.offset, offset):offset]
	if c.last.IsValid() && offset >= c.offset && bytes.IndexByte(between, '\n') < 0 {
		c.last.Column += utf8.RuneCount(between)
	} else {
		c.last = c.file.Pos(offset)
	}
	c.offset = offset
	return c.last
}
