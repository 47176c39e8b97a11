package diag

import "github.com/c8b10cf3/lis/internal/locale"

// Group is diagnostics that come from one fault: a first one, and others that fixing it would remove too.
type Group struct {
	Diagnostic
	Others []Diagnostic
}

// Together returns the message about all diagnostics of the group; "" if there is only one, or none that fits them all.
func (g Group) Together() string {
	if len(g.Others) == 0 {
		return ""
	}
	return locale.Fill(g.Diagnostic.Together, locale.Args{"n": 1 + len(g.Others)})
}

// Groups puts the diagnostics with the same rule, cause, severity and standing together, each group at the place of its first
// one. A diagnostic without a cause is a group by itself.
func Groups(all []Diagnostic) []Group {
	type key struct {
		rule, cause string
		severity    Severity
		standing    Standing
	}
	var groups []Group
	at := map[key]int{}
	for _, d := range all {
		k := key{d.Rule, d.Cause, d.Severity, d.Standing}
		if i, known := at[k]; known && d.Cause != "" {
			groups[i].Others = append(groups[i].Others, d)
			continue
		}
		at[k] = len(groups)
		groups = append(groups, Group{Diagnostic: d})
	}
	return groups
}
