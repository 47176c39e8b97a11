package exchange

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
)

// groupMost is how many diagnostics with one cause are named.
const groupMost = 8

// groupText returns how many diagnostics of a group there are and what they are about; "" for a single one.
func groupText(g diag.Group, lang locale.Lang) string {
	if len(g.Others) == 0 {
		return ""
	}
	names := []string{apart(g.Diagnostic)}
	for _, d := range g.Others {
		names = append(names, apart(d))
	}
	args := locale.Args{"n": len(names)}
	if len(names) > groupMost {
		args["list"], args["more"] = strings.Join(names[:groupMost], ", "), len(names)-groupMost
		return lang.T("print.group-more", args)
	}
	args["list"] = lang.And(names)
	return lang.T("print.group", args)
}

// apart returns what tells a diagnostic apart from the others of its group.
func apart(d diag.Diagnostic) string {
	return cmp.Or(d.About, d.Record, fmt.Sprintf("%s:%v", d.FileName(), d.Span.Start.Line))
}
