package document

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// Footnotes stand below the text, as on the forges. Their ids begin like those of headings, so that a page can contain several
// texts.

func registerNotes(r renderer.NodeRendererFuncRegisterer) {
	r.Register(east.KindFootnoteLink, renderNoteLink)
	r.Register(east.KindFootnoteBacklink, renderNoteBacklink)
	r.Register(east.KindFootnote, renderNote)
	r.Register(east.KindFootnoteList, renderNotes)
}

// noteMark returns the id of the nth mark that refers to a footnote, n from 0.
func noteMark(index, n int) string {
	if n == 0 {
		return fmt.Sprintf("%snotmark-%d", headingPrefix, index)
	}
	return fmt.Sprintf("%snotmark-%d-%d", headingPrefix, index, n+1)
}

func noteID(index int) string { return fmt.Sprintf("%snot-%d", headingPrefix, index) }

func renderNoteLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if n := node.(*east.FootnoteLink); entering {
		_, _ = fmt.Fprintf(w, `<sup id="%s"><a href="#%s">%d</a></sup>`, noteMark(n.Index, n.RefIndex), noteID(n.Index), n.Index)
	}
	return ast.WalkContinue, nil
}

func renderNoteBacklink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if n := node.(*east.FootnoteBacklink); entering {
		_, _ = fmt.Fprintf(w, ` <a href="#%s">↩</a>`, noteMark(n.Index, n.RefIndex))
	}
	return ast.WalkContinue, nil
}

func renderNote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = fmt.Fprintf(w, "<li id=\"%s\">\n", noteID(node.(*east.Footnote).Index))
	} else {
		_, _ = w.WriteString("</li>\n")
	}
	return ast.WalkContinue, nil
}

func renderNotes(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<div class=\"footnotes\">\n<ol>\n")
	} else {
		_, _ = w.WriteString("</ol>\n</div>\n")
	}
	return ast.WalkContinue, nil
}
