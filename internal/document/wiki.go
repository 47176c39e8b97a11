package document

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// wikiLink is [[ID]] or [[ID|label]] in the syntax tree. start and end are offsets in the text.
type wikiLink struct {
	ast.BaseInline
	id, label  string
	start, end int
	target     Target
}

var kindWikiLink = ast.NewNodeKind("WikiLink")

func (*wikiLink) Kind() ast.NodeKind { return kindWikiLink }

func (n *wikiLink) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"ID": n.id}, nil)
}

func (n *wikiLink) text() string {
	switch {
	case n.label != "":
		return n.label
	case n.target.Label != "":
		return n.target.Label
	}
	return n.id
}

// longestWiki is the maximum length of [[…]], in bytes.
const longestWiki = 500

// wikiMarks matches everything that has the form of a wiki link.
var wikiMarks = regexp.MustCompile(`\[\[[^\[\]\n]+\]\]`)

// wikiParser parses [[…]], and ![[…]], which shows an image if it names one and is otherwise a link.
type wikiParser struct{}

func (wikiParser) Trigger() []byte { return []byte{'[', '!'} }

func (wikiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	marks, embedded := bytes.CutPrefix(line, []byte("!"))
	if !bytes.HasPrefix(marks, []byte("[[")) {
		return nil
	}
	marks = marks[:min(len(marks), longestWiki)] // so that a line full of [[ is not searched to its end for each
	end := bytes.Index(marks, []byte("]]"))
	if end < 0 || bytes.ContainsAny(marks[2:end], "[]\n") {
		return nil
	}
	id, label := splitWiki(unmask(marks[2:end]))
	if id == "" {
		return nil
	}
	stop := end + 2
	if embedded {
		stop++
	}
	block.Advance(stop)
	if embedded && IsImage(id) {
		return wikiImage(id, label, segment.Start)
	}
	start := segment.Start + stop - end - 2
	return &wikiLink{id: id, label: label, start: start, end: segment.Start + stop}
}

// splitWiki takes apart what stands in a wiki link. A heading of the other record, as in [[ID#Heading]], is left out, because
// pages name records only; and so is the backslash with which editors protect the | in a table.
func splitWiki(marks string) (id, label string) {
	id, label, _ = strings.Cut(marks, "|")
	id = strings.TrimSpace(strings.TrimSuffix(id, `\`))
	if before, _, found := strings.Cut(id, "#"); found && before != "" {
		id = strings.TrimSpace(before)
	}
	return id, strings.TrimSpace(label)
}

// ReadableLinks returns a text with its wiki links as people read them: label gets the id and the label, which can be "". What
// stands in code is left as it is.
func ReadableLinks(text string, label func(id, label string) string) string {
	if !strings.Contains(text, "[[") {
		return text
	}
	return wikiOrCode.ReplaceAllStringFunc(text, func(found string) string {
		marks, isWiki := strings.CutPrefix(strings.TrimPrefix(found, "!"), "[[")
		id, own := splitWiki(strings.TrimSuffix(marks, "]]"))
		if !isWiki || id == "" {
			return found
		}
		return label(id, own)
	})
}

var wikiOrCode = regexp.MustCompile("`[^`\n]+`|!?" + wikiMarks.String())

// imageTypes are the endings of the names of images.
var imageTypes = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}

// IsImage reports whether a file has the name of an image.
func IsImage(name string) bool { return slices.Contains(imageTypes, strings.ToLower(path.Ext(name))) }

// wikiImage returns the image that ![[name]] shows. A number as its label is a width, which pages choose themselves.
func wikiImage(name, label string, at int) ast.Node {
	image := ast.NewImage(ast.NewLink())
	image.Destination = []byte(name)
	image.SetPos(at)
	if strings.Trim(label, "0123456789x") != "" {
		image.AppendChild(image, ast.NewString([]byte(label)))
	}
	return image
}

// nodeRenderer renders the nodes that our pages need in another way than the library.
type nodeRenderer struct{}

func (nodeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindWikiLink, renderWiki)
	r.Register(east.KindTaskCheckBox, renderCheckBox)
	r.Register(ast.KindRawHTML, renderRawHTML)
	r.Register(ast.KindHTMLBlock, renderNothing)
	registerNotes(r)
}

// lineBreak matches the only HTML that is kept.
var lineBreak = regexp.MustCompile(`(?i)<w?br */?>`)

func renderRawHTML(w util.BufWriter, body []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if tag := node.(*ast.RawHTML).Segments.Value(body); entering && lineBreak.Match(tag) && lineBreak.FindIndex(tag)[1] == len(tag) {
		_, _ = w.WriteString("<br>")
	}
	return ast.WalkSkipChildren, nil
}

func renderNothing(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

func renderWiki(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*wikiLink)
	label := util.EscapeHTML([]byte(n.text()))
	if n.target.Href == "" {
		_, _ = w.Write(label)
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<a href="`)
	_, _ = w.Write(util.EscapeHTML(util.URLEscape([]byte(n.target.Href), false)))
	_, _ = w.WriteString(`">`)
	_, _ = w.Write(label)
	_, _ = w.WriteString(`</a>`)
	return ast.WalkContinue, nil
}

// renderCheckBox writes a check box as a character: an input without a label cannot be read aloud.
func renderCheckBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		sign := "☐ "
		if node.(*east.TaskCheckBox).IsChecked {
			sign = "☑ "
		}
		_, _ = w.WriteString(sign)
	}
	return ast.WalkContinue, nil
}
