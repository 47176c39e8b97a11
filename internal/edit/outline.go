package edit

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// part is a key with its value, or an item of a list, with the comments that belong to it. The front matter as a whole is a
// part without a key.
type part struct {
	key   string // as written; "" for an item
	start source.Pos
	node  *document.Node
	field *record.Field // nil if the kind has none
	flow  bool          // the value is in brackets or braces
	above *part
	parts []*part // of a list or object, in file order

	head   []string // comments and empty lines before it
	beside string   // the comment at the end of its line
	foot   []string // comments after its last part, indented like its parts
}

// outline is the front matter of a file, split into parts with their comments.
type outline struct {
	doc    *document.Document
	root   *part
	header []string // comments at the top that are about the whole file
	order  []*part  // all parts except the root, in file order
	ends   []end
}

// end is a place after which a comment on the same line is about a part.
type end struct {
	at source.Pos
	of *part
}

// newOutline splits front matter into parts. The document must have no findings there.
func newOutline(kind *record.Kind, doc *document.Document) *outline {
	o := &outline{doc: doc, root: &part{node: doc.Front, field: kind.Root}}
	o.open(o.root)
	o.attach(remarks(doc))
	return o
}

// open makes the parts of a list or object.
func (o *outline) open(p *part) {
	p.flow = isFlow(o.doc, p.node)
	for i, e := range p.node.Entries {
		var field *record.Field
		if p.field != nil {
			field = p.field.Child(e.Key)
		}
		sub := &part{key: o.keyText(p.node.Entries[i]), start: e.KeySpan.Start, node: e.Value, field: field, above: p}
		o.add(p, sub, e.KeySpan.End)
	}
	for _, item := range p.node.Items {
		sub := &part{start: item.Span.Start, node: item, above: p}
		if p.field != nil {
			sub.field = p.field.Items
		}
		o.add(p, sub, source.Pos{})
	}
}

// add adds a part and opens it, and records where a comment about it can follow: after its key, a value on one line, | or >,
// or the closing bracket.
func (o *outline) add(p, sub *part, keyEnd source.Pos) {
	p.parts = append(p.parts, sub)
	o.order = append(o.order, sub)
	if keyEnd.IsValid() {
		o.ends = append(o.ends, end{keyEnd, sub})
	}
	o.open(sub)
	n := sub.node
	switch {
	case isBlock(o.doc, n):
		o.ends = append(o.ends, end{n.Span.Start, sub})
	case sub.flow, n.Kind != document.Map && n.Kind != document.List && n.Span.Start != n.Span.End:
		o.ends = append(o.ends, end{n.Span.End, sub})
	}
}

// keyText returns a key as it will be written: without quotes if it needs none.
func (o *outline) keyText(e document.Entry) string {
	if written := document.Scalar(e.Key, document.InFlow); written == e.Key {
		return written
	}
	return o.doc.File.Text(e.KeySpan)
}

// attach assigns each comment to the part that it is about: on the line of a part, that part; otherwise the next part or, if
// the comment is indented deeper than that, the list or object that it ends. Empty lines go with what follows them.
func (o *outline) attach(all []remark) {
	var blanks []string
	next := 0
	for _, r := range all {
		for ; next < len(o.order) && o.order[next].start.Compare(r.At) < 0; next++ {
			if blanks != nil {
				o.order[next].head = append(o.order[next].head, blanks...)
				blanks = nil
			}
		}
		flow := o.flowAt(r.At)
		switch {
		case r.Text == "" && flow == nil:
			blanks = []string{""}
		case r.Text == "":
		case !r.Alone && o.besides(r):
		default:
			to := o.home(r, next, flow)
			*to = append(append(*to, blanks...), r.Text)
			blanks = nil
		}
	}
	if next < len(o.order) && blanks != nil {
		o.order[next].head = append(o.order[next].head, blanks...)
	}
	o.splitHeader()
}

// besides assigns a comment to the part that ends before it on its line, and reports whether there is one.
func (o *outline) besides(r remark) bool {
	i := slices.IndexFunc(o.ends, func(e end) bool { return e.at.Compare(r.At) > 0 })
	if i < 0 {
		i = len(o.ends)
	}
	if i == 0 || o.ends[i-1].at.Line != r.At.Line {
		return false
	}
	of := o.ends[i-1].of
	if of.beside != "" {
		return false
	}
	of.beside = r.Text
	return true
}

// flowAt returns the innermost part in brackets or braces around a place, or nil.
func (o *outline) flowAt(at source.Pos) *part {
	var found *part
	for _, p := range o.order {
		if p.flow && p.node.Span.Start.Compare(at) < 0 && at.Compare(p.node.Span.End) < 0 {
			found = p
		}
	}
	return found
}

// home returns where a comment on a separate line belongs. next is the index of the part after it.
func (o *outline) home(r remark, next int, flow *part) *[]string {
	var following *part
	if next < len(o.order) {
		following = o.order[next]
	}
	if flow != nil {
		if following != nil && following.above == flow {
			return &following.head
		}
		return &flow.foot
	}
	if following != nil && r.At.Column <= column(following) {
		return &following.head
	}
	for p := o.before(next); p != nil && p != o.root; p = p.above {
		switch {
		case following != nil && (following.above == p || following.above == p.above):
			return &following.head
		case column(p) <= r.At.Column && !p.above.flow:
			return &p.above.foot
		}
	}
	if following != nil {
		return &following.head
	}
	return &o.root.foot
}

// before returns the part before index next, or nil.
func (o *outline) before(next int) *part {
	if next == 0 {
		return nil
	}
	return o.order[next-1]
}

// column returns where a part begins; for an item, where its dash can be.
func column(p *part) int {
	if p.key == "" {
		return max(p.start.Column-2, 1)
	}
	return p.start.Column
}

// splitHeader moves the comments that an empty line separates from the first key to the header.
func (o *outline) splitHeader() {
	if len(o.order) == 0 {
		return
	}
	top := o.order[0]
	for i := len(top.head) - 1; i > 0; i-- {
		if top.head[i] == "" {
			o.header, top.head = top.head[:i], top.head[i+1:]
			return
		}
	}
}
