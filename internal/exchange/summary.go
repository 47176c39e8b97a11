package exchange

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
)

// SummaryText returns a check in a sentence: "2 fel och 1 varning i 12 poster".
func SummaryText(s diag.Summary, lang locale.Lang) string {
	in := lang.T("summary.records", locale.Args{"n": s.Records})
	counts := countsText(s, lang)
	if len(counts) == 0 {
		return lang.T("summary.clean", locale.Args{"records": in})
	}
	return lang.T("summary.found", locale.Args{"counts": lang.And(counts), "records": in})
}

// countsText returns the counts that are not zero, in words.
func countsText(s diag.Summary, lang locale.Lang) []string {
	var counts []string
	for _, part := range []struct {
		key string
		n   int
	}{{"summary.errors", s.Errors}, {"summary.warnings", s.Warnings}, {"summary.infos", s.Infos}, {"summary.waived", s.Waived}, {"summary.baselined", s.Baselined}} {
		if part.n > 0 {
			counts = append(counts, lang.T(part.key, locale.Args{"n": part.n}))
		}
	}
	return counts
}

// next returns the command to run next, which explains the rule broken most often among those of the highest severity. It is ""
// if nothing is open.
func next(all []diag.Diagnostic) string {
	gravest := diag.Off
	for _, d := range all {
		if d.Standing == diag.Open {
			gravest = max(gravest, d.Severity)
		}
	}
	times := map[string]int{}
	var rule string
	for _, d := range all {
		if d.Standing != diag.Open || d.Severity != gravest {
			continue
		}
		times[d.Rule]++
		if rule == "" || times[d.Rule] > times[rule] {
			rule = d.Rule
		}
	}
	if rule == "" {
		return ""
	}
	return "lis explain " + rule
}

// writeSummary ends the text of a check: the counts, what each role is responsible for, and what to do next.
func (c Check) writeSummary(b *strings.Builder) {
	b.WriteString(SummaryText(diag.Count(c.Records, c.Diagnostics), c.Lang) + "\n")
	if len(c.Silenced) > 0 {
		b.WriteString("\n" + c.Lang.T("guards.title") + ":\n")
		for _, line := range c.Silenced {
			b.WriteString("  " + expand(line) + "\n")
		}
	}
	shares := diag.ByOwner(c.Diagnostics)
	if len(shares) == 0 {
		return
	}
	b.WriteByte('\n')
	for _, s := range shares {
		owner := cmp.Or(expand(s.Owner), c.Lang.T("print.nobody"))
		fmt.Fprintf(b, "  %s: %s\n", owner, strings.Join(countsText(s.Summary, c.Lang), ", "))
	}
	fmt.Fprintf(b, "\n%s\n", c.Lang.T("print.next", locale.Args{"command": next(c.Diagnostics)}))
}
