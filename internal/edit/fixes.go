package edit

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/source"
)

// Fixed is a file after its fixes.
type Fixed struct {
	Data []byte
	Done []diag.Fix
	Left []Left
}

// Left is a fix that was not made, and why.
type Left struct {
	Fix    diag.Fix
	Reason *Refusal
}

// Fix makes the fixes of a file that are not unsure, each completely or not at all. Two that conflict are not both intended:
// if they touch the same text only the first is made, if they give two keys of one object the same name neither is.
func Fix(name string, raw []byte, fixes []diag.Fix) Fixed {
	m := Fixed{Data: raw}
	doc := document.Parse(name, raw)
	siblings := make([]*document.Node, len(fixes))
	for i, fix := range fixes {
		siblings[i] = siblingsOf(doc.Front, fix)
	}
	var wanted []diag.Fix
	for i, fix := range fixes {
		switch {
		case slices.ContainsFunc(wanted, func(w diag.Fix) bool { return slices.Equal(w.Edits, fix.Edits) }):
		case fix.Unsure:
			m.leave(fix, refuse("edit.unsure"))
		case clashes(fixes, siblings, i):
			m.leave(fix, refuse("edit.clash"))
		case slices.ContainsFunc(wanted, func(w diag.Fix) bool { return overlap(w, fix) }):
			m.leave(fix, refuse("edit.overlap"))
		default:
			wanted = append(wanted, fix)
		}
	}
	m.make(name, raw, wanted)
	slices.SortStableFunc(m.Left, func(a, b Left) int { return a.Fix.Edits[0].Span.Start.Compare(b.Fix.Edits[0].Span.Start) })
	return m
}

func (m *Fixed) leave(fix diag.Fix, reason *Refusal) { m.Left = append(m.Left, Left{fix, reason}) }

// make makes fixes in addition to those already made. If that is refused, it tries one half and then the other, to find the
// fixes that cannot be made.
func (m *Fixed) make(name string, raw []byte, fixes []diag.Fix) {
	if len(fixes) == 0 {
		return
	}
	together := slices.Concat(m.Done, fixes)
	data, refusal := Apply(name, raw, editsOf(together))
	switch {
	case refusal == nil:
		m.Data, m.Done = data, together
	case len(fixes) == 1:
		m.leave(fixes[0], refusal)
	default:
		m.make(name, raw, fixes[:len(fixes)/2])
		m.make(name, raw, fixes[len(fixes)/2:])
	}
}

func editsOf(fixes []diag.Fix) []source.Edit {
	var edits []source.Edit
	for _, fix := range fixes {
		edits = append(edits, fix.Edits...)
	}
	return edits
}

// overlap reports whether two fixes touch the same text.
func overlap(a, b diag.Fix) bool {
	return slices.ContainsFunc(a.Edits, func(x source.Edit) bool {
		return slices.ContainsFunc(b.Edits, func(y source.Edit) bool {
			return x.Span == y.Span || x.Span.Start.Compare(y.Span.End) < 0 && y.Span.Start.Compare(x.Span.End) < 0
		})
	})
}

// clashes reports whether another fix gives a sibling of the key the same name. siblings holds the object of each fix.
func clashes(fixes []diag.Fix, siblings []*document.Node, i int) bool {
	if siblings[i] == nil {
		return false
	}
	for j, other := range fixes {
		if j != i && siblings[j] == siblings[i] && other.Edits[0].Span != fixes[i].Edits[0].Span && other.Edits[0].Text == fixes[i].Edits[0].Text {
			return true
		}
	}
	return false
}

// siblingsOf returns the object in which a fix renames a key; nil if it renames none.
func siblingsOf(n *document.Node, fix diag.Fix) *document.Node {
	if len(fix.Edits) != 1 {
		return nil
	}
	for _, e := range n.Entries {
		if e.KeySpan == fix.Edits[0].Span {
			return n
		}
		if found := siblingsOf(e.Value, fix); found != nil {
			return found
		}
	}
	for _, item := range n.Items {
		if found := siblingsOf(item, fix); found != nil {
			return found
		}
	}
	return nil
}
