package document

import (
	"bytes"
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

// wikiParser parses [[…]].
type wikiParser struct{}

func (wikiParser) Trigger() []byte { return []byte{'['} }

func (wikiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil
	}
	line = line[:min(len(line), longestWiki)] // so that a line full of [[ is not searched to its end for each
	end := bytes.Index(line, []byte("]]"))
	if end < 0 || bytes.ContainsAny(line[2:end], "[]\n") {
		return nil
	}
	id, label, _ := strings.Cut(string(line[2:end]), "|")
	if strings.TrimSpace(id) == "" {
		return nil
	}
	block.Advance(end + 2)
	start := segment.Start
	return &wikiLink{id: strings.TrimSpace(id), label: strings.TrimSpace(label), start: start, end: start + end + 2}
}

// nodeRenderer renders the nodes that our pages need in another way than the library.
type nodeRenderer struct{}

func (nodeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindWikiLink, renderWiki)
	r.Register(east.KindTaskCheckBox, renderCheckBox)
	r.Register(ast.KindRawHTML, renderNothing)
	r.Register(ast.KindHTMLBlock, renderNothing)
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
