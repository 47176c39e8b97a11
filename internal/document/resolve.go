package document

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// resolver sets where the links of a text lead.
type resolver struct {
	body     []byte
	resolve  func(Link) Target
	headings []Heading
	dead     []deadLink
}

// deadLink is a link that leads nowhere, with the address to show after its label.
type deadLink struct {
	node    ast.Node
	address string
}

// links sets where links lead and what images show. A link that leads nowhere becomes its label, and so does an image that is
// not shown.
func (r *resolver) links(root ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			r.visit(n)
		}
		return ast.WalkContinue, nil
	})
	for _, d := range r.dead {
		r.unlink(d)
	}
}

func (r *resolver) visit(n ast.Node) {
	switch n := n.(type) {
	case *wikiLink:
		n.target = r.resolve(Link{Target: n.id, Label: n.label, Wiki: true})
	case *ast.Link:
		n.Destination = r.destination(n, Link{Target: unmask(n.Destination), Label: plainText(n, r.body)})
	case *ast.Image:
		n.Destination = r.destination(n, Link{Target: unmask(n.Destination), Label: plainText(n, r.body), Image: true})
	case *ast.AutoLink:
		if n.AutoLinkType == ast.AutoLinkURL {
			address := string(n.URL(r.body))
			r.destination(n, Link{Target: address, Label: address})
		}
	}
}

// destination returns where a link leads, and remembers the node if that is nowhere.
func (r *resolver) destination(n ast.Node, l Link) []byte {
	if fragment, ok := ownHeading(l.Target); ok {
		if id := headingPrefix + fragment; slices.ContainsFunc(r.headings, func(h Heading) bool { return h.ID == id }) {
			return []byte("#" + id)
		}
	}
	target := r.resolve(l)
	if target.Href == "" {
		r.dead = append(r.dead, deadLink{n, target.Address})
	}
	return []byte(target.Href)
}

// unlink replaces a link by its label, and the address if the label does not say it.
func (r *resolver) unlink(d deadLink) {
	parent := d.node.Parent()
	label := plainText(d.node, r.body)
	if auto, ok := d.node.(*ast.AutoLink); ok {
		label = string(auto.Label(r.body))
		parent.InsertBefore(parent, d.node, ast.NewString([]byte(label)))
	}
	for child := d.node.FirstChild(); child != nil; child = d.node.FirstChild() {
		parent.InsertBefore(parent, d.node, child)
	}
	switch {
	case d.address == "" || strings.Contains(label, d.address):
	case label == "":
		parent.InsertBefore(parent, d.node, ast.NewString([]byte(d.address)))
	default:
		parent.InsertBefore(parent, d.node, ast.NewString([]byte(" ("+d.address+")")))
	}
	parent.RemoveChild(parent, d.node)
}

// ownHeading returns the heading of the same text that a link leads to, as part of an address; ok is false if it leads to
// something else.
func ownHeading(target string) (fragment string, ok bool) {
	fragment, ok = strings.CutPrefix(target, "#")
	if !ok {
		return "", false
	}
	if plain, err := url.PathUnescape(fragment); err == nil {
		fragment = plain
	}
	return Slug(fragment), true
}

// pipe stands for | within a wiki link while a text is parsed, so that no cell of a table ends there. No text has the character.
const pipe = '\x00'

// maskPipes returns a text of the same length in which [[ID|label]] has no |. The text itself is unchanged.
func maskPipes(body []byte) []byte {
	if !bytes.Contains(body, []byte("[[")) {
		return body
	}
	masked := bytes.Clone(body)
	for _, at := range wikiMarks.FindAllIndex(body, -1) {
		for i := at[0]; i < at[1]; i++ {
			if masked[i] == '|' {
				masked[i] = pipe
			}
		}
	}
	return masked
}

// unmask returns a piece of a masked text as it was written.
func unmask(masked []byte) string { return strings.ReplaceAll(string(masked), string(pipe), "|") }
