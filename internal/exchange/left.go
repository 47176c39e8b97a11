package exchange

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
)

// WriteLeft writes what new records still lack, for the person who made them: file by file, what is gravest first, each with what
// to write, and the reason once for all that one rule says.
func WriteLeft(w io.Writer, all []diag.Diagnostic, lang locale.Lang, color bool) error {
	var b strings.Builder
	p := painter{color}
	sorted := slices.SortedStableFunc(slices.Values(all), func(a, b diag.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.FileName(), b.FileName()), cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Rule, b.Rule))
	})
	for i, d := range sorted {
		if i == 0 || d.FileName() != sorted[i-1].FileName() {
			fmt.Fprintf(&b, "\n%s\n", p.bold(expand(d.FileName())))
		}
		fmt.Fprintf(&b, "  %s: %s\n", p.severity(d.Severity, lang), expand(d.Message))
		if d.Hint != "" {
			fmt.Fprintf(&b, "    → %s\n", expand(d.Hint))
		}
		if i+1 == len(sorted) || sorted[i+1].Rule != d.Rule || sorted[i+1].FileName() != d.FileName() {
			fmt.Fprintf(&b, "    %s\n", p.faint(reason(d, lang)))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
