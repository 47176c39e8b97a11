package compare

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/rules"
)

// diagnostics fills in the diagnostics that appeared, are gone or remain.
func (c *comparer) diagnostics() {
	if !c.profile.ShowsMessages() {
		return
	}
	before, after := c.out.From.open(c.out.Lang), c.out.To.open(c.out.Lang)
	// What came and went is determined among all diagnostics, and then cut: what has only become visible is not new.
	c.out.Appeared = bySeverity(c.shown(rules.Since(after, before), c.cuts.After))
	c.out.Gone = bySeverity(slices.DeleteFunc(c.shown(rules.Since(before, after), c.cuts.Before), c.hiddenSince))
	different := map[string]bool{}
	for _, d := range c.out.Records {
		different[d.File] = true
	}
	for _, d := range rules.Since(c.shown(after, c.cuts.After), c.out.Appeared) {
		if different[d.FileName()] {
			c.out.Remaining = append(c.out.Remaining, d)
		}
	}
	bySeverity(c.out.Remaining)
}

// hiddenSince reports whether a diagnostic of the earlier state is about something that the later one does not show.
func (c *comparer) hiddenSince(d diag.Diagnostic) bool {
	switch {
	case c.cuts.After == nil:
		return false
	case c.out.To.graph().Named(d.Record) != nil:
		return !c.cuts.After.Diagnostic(d)
	}
	return c.cuts.After.Names(d.Message) || c.cuts.After.Names(d.Hint)
}

// bySeverity sorts by severity, and otherwise keeps the order.
func bySeverity(all []diag.Diagnostic) []diag.Diagnostic {
	slices.SortStableFunc(all, func(x, y diag.Diagnostic) int { return int(y.Severity) - int(x.Severity) })
	return all
}

// shown returns the diagnostics of a state that its cut shows.
func (c *comparer) shown(all []diag.Diagnostic, cut *disclose.Cut) []diag.Diagnostic {
	return cut.Diagnostics(all, c.out.Lang)
}
