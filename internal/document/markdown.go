package document

import (
	"bytes"
	"html"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/source"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Link is a link or image in the text: [[ID]], [[ID|label]], [label](target) or ![label](target).
type Link struct {
	Target string // the id, or the target as written
	Label  string // "" if a wiki link has none; for other links only set in Render
	Wiki   bool
	Span   source.Span // Start is its [; End is set for wiki links only; zero in Render
}

// Target is where a link leads on a page.
type Target struct {
	Href  string // "" if it leads nowhere; the label is then shown as text
	Label string // shown for a wiki link without its own label
}

// Heading is one heading of a text, with its id on the page.
type Heading struct {
	Level    int
	ID, Text string
}

// Links returns the links of the text, in order. They are found on first use, and it can be called by several goroutines; the
// caller must not change the list.
func (d *Document) Links() []Link {
	d.linksOnce.Do(func() { d.links = d.findLinks() })
	return d.links
}

func (d *Document) findLinks() []Link {
	body := d.BodyText()
	if !bytes.Contains(body, []byte("[")) {
		return nil
	}
	at := cursor{file: d.File, start: d.Body}
	if tooComplex(body) != nil {
		return wikiLinks(body, &at)
	}
	var links []Link
	root := linkParser.Parse(text.NewReader(body))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *wikiLink:
			span := source.Span{Start: at.pos(n.start), End: at.pos(n.end)}
			links = append(links, Link{Target: n.id, Label: n.label, Wiki: true, Span: span})
		case *ast.Link:
			links = append(links, Link{Target: string(n.Destination), Span: source.At(at.pos(n.Pos()))})
		case *ast.Image:
			links = append(links, Link{Target: string(n.Destination), Span: source.At(at.pos(n.Pos()))})
		}
		return ast.WalkContinue, nil
	})
	return links
}

// HTML renders the text below the front matter. Its highest headings get level top; resolve returns where a link leads. Raw
// HTML in the text is left out.
func (d *Document) HTML(top int, resolve func(Link) Target) (string, []Heading) {
	return Render(d.BodyText(), top, resolve)
}

// Render renders Markdown as [Document.HTML] does.
func Render(body []byte, top int, resolve func(Link) Target) (string, []Heading) {
	if tooComplex(body) != nil {
		return "<pre>" + html.EscapeString(string(body)) + "</pre>\n", nil
	}
	ctx := parser.NewContext(parser.WithIDs(&headingIDs{map[string]bool{}, map[string]int{}}))
	root := markdown.Parser().Parse(text.NewReader(body), parser.WithContext(ctx))
	headings := shiftHeadings(root, body, top)
	resolveLinks(root, body, resolve)
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, body, root); err != nil {
		panic(err) // a bytes.Buffer never fails
	}
	return out.String(), headings
}

var markdown = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.Strikethrough, extension.TaskList, extension.DefinitionList,
	),
	goldmark.WithParserOptions(
		parser.WithAutoHeadingID(),
		parser.WithInlineParsers(util.Prioritized(wikiParser{}, 150)),
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 1))),
)

// linkParser parses what can contain links: Markdown without tables, definition lists and ids of headings, at half the cost.
var linkParser = parser.NewParser(
	parser.WithBlockParsers(parser.DefaultBlockParsers()...),
	parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(wikiParser{}, 150))...),
	parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
)

// shiftHeadings moves all headings so that the highest have level top, and lists them.
func shiftHeadings(root ast.Node, body []byte, top int) []Heading {
	var found []*ast.Heading
	least := 6
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			found = append(found, h)
			least = min(least, h.Level)
		}
		return ast.WalkContinue, nil
	})
	var headings []Heading
	previous := top - 1
	for _, h := range found {
		h.Level = min(h.Level-least+top, previous+1, 6) // a heading never skips a level
		previous = h.Level
		id, _ := h.AttributeString("id")
		idBytes, _ := id.([]byte)
		headings = append(headings, Heading{h.Level, string(idBytes), plainText(h, body)})
	}
	return headings
}

func plainText(n ast.Node, body []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(body))
		case *ast.String:
			b.Write(n.Value)
		case *wikiLink:
			b.WriteString(n.text())
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// resolveLinks sets where links lead. A link that leads nowhere becomes its label, and so does an image.
func resolveLinks(root ast.Node, body []byte, resolve func(Link) Target) {
	var dead []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *wikiLink:
			n.target = resolve(Link{Target: n.id, Label: n.label, Wiki: true})
		case *ast.Link:
			target := resolve(Link{Target: string(n.Destination), Label: plainText(n, body)})
			n.Destination = []byte(target.Href)
			if target.Href == "" {
				dead = append(dead, n)
			}
		case *ast.Image:
			dead = append(dead, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range dead {
		parent := n.Parent()
		for child := n.FirstChild(); child != nil; child = n.FirstChild() {
			parent.InsertBefore(parent, n, child)
		}
		parent.RemoveChild(parent, n)
	}
}

// headingIDs makes ids of headings that stay readable in Swedish: "Åtgärder" becomes "text-atgarder".
type headingIDs struct {
	used map[string]bool
	last map[string]int // the last number used after a base
}

var folds = strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "ü", "u")

// Slug returns a text as part of an address: lower-case ASCII letters and digits, separated by hyphens.
func Slug(s string) string {
	var b strings.Builder
	for _, r := range folds.Replace(strings.ToLower(s)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

func (h *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	base := "text-" + Slug(string(value))
	id := base
	for n := max(h.last[base], 1) + 1; h.used[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
		h.last[base] = n
	}
	h.used[id] = true
	return []byte(id)
}

func (h *headingIDs) Put(value []byte) { h.used[string(value)] = true }
