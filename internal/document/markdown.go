package document

import (
	"bytes"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Target is where a link leads on a page, or the image to show.
type Target struct {
	Href  string // "" if it leads nowhere; the label is then shown as text
	Label string // shown for a wiki link without its own label
	// Address is shown after the label of a link that leads nowhere, so that readers see where it would lead; it can be "".
	Address string
}

// Heading is one heading of a text, with its id on the page.
type Heading struct {
	Level    int
	ID, Text string
}

// HTML renders the text below the front matter. Its highest headings get level top; resolve returns where a link leads. Raw
// HTML in the text is left out, except line breaks.
func (d *Document) HTML(top int, resolve func(Link) Target) (string, []Heading) {
	return Render(d.BodyText(), top, resolve)
}

// Render renders Markdown as [Document.HTML] does.
func Render(body []byte, top int, resolve func(Link) Target) (string, []Heading) {
	if tooComplex(body) != nil {
		return "<pre>" + html.EscapeString(string(body)) + "</pre>\n", nil
	}
	ctx := parser.NewContext(parser.WithIDs(&headingIDs{map[string]bool{}, map[string]int{}}))
	root := markdown.Parser().Parse(text.NewReader(maskPipes(body)), parser.WithContext(ctx))
	headings := shiftHeadings(root, body, top)
	(&resolver{body: body, resolve: resolve, headings: headings}).links(root)
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, body, root); err != nil {
		panic(err) // a bytes.Buffer never fails
	}
	return out.String(), headings
}

var markdown = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.Strikethrough, extension.TaskList, extension.DefinitionList, extension.NewLinkify(extension.WithLinkifyURLRegexp(bareAddress)), extension.Footnote,
	),
	goldmark.WithParserOptions(
		parser.WithAutoHeadingID(),
		parser.WithInlineParsers(util.Prioritized(wikiParser{}, 150)),
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 1))),
)

// bareAddress matches a web address that stands in a text without any marks. Letters of any language belong to it, as people
// paste it; blanks, quotation marks and what Markdown gives a meaning end it. The library cuts off the punctuation at its end.
var bareAddress = regexp.MustCompile(`^(?:http|https|ftp)://[-\pL\pN@:%._+~#=]+(?:[/?][^\s<>"”“»«„|\x60\x00\[\]{}]*)?`)

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

// headingPrefix is what the ids of a text begin with.
const headingPrefix = "text-"

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
	base := headingPrefix + Slug(string(value))
	id := base
	for n := max(h.last[base], 1) + 1; h.used[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
		h.last[base] = n
	}
	h.used[id] = true
	return []byte(id)
}

func (h *headingIDs) Put(value []byte) { h.used[string(value)] = true }
