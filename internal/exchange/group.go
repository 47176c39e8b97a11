package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
)

// groupMost is how many diagnostics with one cause are named.
const groupMost = 8

// headline returns what is wrong, for people: of a group that its rule has words for, these, which are about no single record; else
// the subject and the message of the first.
func headline(g diag.Group) (about, message string) {
	if together := g.Together(); together != "" {
		return "", together
	}
	return subject(g.Diagnostic), g.Message
}

// groupText returns how many diagnostics of a group there are and what they are about; "" for a single one.
func groupText(g diag.Group, lang locale.Lang) string {
	if len(g.Others) == 0 {
		return ""
	}
	names := []string{apart(g.Diagnostic)}
	for _, d := range g.Others {
		names = append(names, apart(d))
	}
	slices.SortStableFunc(names, graph.CompareIDs)
	args := locale.Args{"n": len(names), "list": lang.And(names)}
	more := len(names) - groupMost
	if more > 0 {
		args["list"], args["more"] = strings.Join(names[:groupMost], ", "), more
	}
	switch counted := g.Together() != ""; {
	case counted && more > 0:
		return lang.T("print.together-more", args)
	case counted:
		return lang.T("print.together", args)
	case more > 0:
		return lang.T("print.group-more", args)
	}
	return lang.T("print.group", args)
}

// apart returns what tells a diagnostic apart from the others of its group.
func apart(d diag.Diagnostic) string {
	return cmp.Or(d.About, d.Record, fmt.Sprintf("%s:%v", d.FileName(), d.Span.Start.Line))
}
