package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
)

// SummaryText is a check in a sentence: "2 fel och 1 varning i 12 poster".
func SummaryText(s Summary, lang locale.Lang) string {
	in := lang.T("summary.records", locale.Args{"n": s.Records})
	counts := s.counts(lang)
	if len(counts) == 0 {
		return lang.T("summary.clean", locale.Args{"records": in})
	}
	return lang.T("summary.found", locale.Args{"counts": lang.And(counts), "records": in})
}

// counts are the counts that are not zero, in words.
func (s Summary) counts(lang locale.Lang) []string {
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

// Share is what one role answers for of a check: its open diagnostics.
type Share struct {
	Owner string // id of the role, "" where none is known
	Summary
}

// ByOwner divides the open diagnostics by responsible role: who has the most of the gravest first, those of nobody last.
func ByOwner(all []Diagnostic) []Share {
	byOwner := map[string][]Diagnostic{}
	for _, d := range all {
		if d.Standing == Open {
			byOwner[d.Owner] = append(byOwner[d.Owner], d)
		}
	}
	shares := make([]Share, 0, len(byOwner))
	for owner, theirs := range byOwner {
		shares = append(shares, Share{owner, Count(0, theirs)})
	}
	slices.SortFunc(shares, func(a, b Share) int {
		if nobody := (a.Owner == ""); nobody != (b.Owner == "") {
			if nobody {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.Errors, a.Errors), cmp.Compare(b.Warnings, a.Warnings), cmp.Compare(b.Infos, a.Infos), cmp.Compare(a.Owner, b.Owner))
	})
	return shares
}

// Next is the command to run next: it explains the rule that is broken most often among the gravest. It is "" where
// nothing is open.
func Next(all []Diagnostic) string {
	gravest := Off
	for _, d := range all {
		if d.Standing == Open {
			gravest = max(gravest, d.Severity)
		}
	}
	times := map[string]int{}
	var rule string
	for _, d := range all {
		if d.Standing != Open || d.Severity != gravest {
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

// writeSummary ends the text of a check: the counts, what each role answers for, and what to do next.
func writeSummary(b *strings.Builder, all []Diagnostic, records int, lang locale.Lang) {
	b.WriteString(SummaryText(Count(records, all), lang) + "\n")
	shares := ByOwner(all)
	if len(shares) == 0 {
		return
	}
	b.WriteByte('\n')
	for _, s := range shares {
		owner := cmp.Or(expand(s.Owner), lang.T("print.nobody"))
		fmt.Fprintf(b, "  %s: %s\n", owner, strings.Join(s.counts(lang), ", "))
	}
	fmt.Fprintf(b, "\n%s\n", lang.T("print.next", locale.Args{"command": Next(all)}))
}
