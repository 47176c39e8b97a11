package diag

import (
	"cmp"
	"slices"
)

// Summary counts the results of a run. Records are those that were checked; the other counts are diagnostics, the first three
// of them open ones.
type Summary struct {
	Records   int
	Errors    int
	Warnings  int
	Infos     int
	Waived    int
	Baselined int
}

// Count returns the summary of a run.
func Count(records int, all []Diagnostic) Summary {
	s := Summary{Records: records}
	for _, d := range all {
		switch {
		case d.Standing == Muted:
		case d.Standing == Waived:
			s.Waived++
		case d.Standing == Baselined:
			s.Baselined++
		case d.Severity == Error:
			s.Errors++
		case d.Severity == Warning:
			s.Warnings++
		default:
			s.Infos++
		}
	}
	return s
}

// Share is what one role is responsible for in a check: its open diagnostics.
type Share struct {
	Owner string // id of the role, "" if none is known
	Summary
}

// ByOwner divides the open diagnostics by responsible role: the one with the most errors first (then warnings, then infos),
// those without a role last.
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
