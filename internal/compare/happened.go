package compare

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// kinds gathers the records of each kind by sort.
func (c *comparer) kinds() {
	for _, d := range c.all {
		if len(d.Sorts) == 0 {
			continue
		}
		at := slices.IndexFunc(c.b.Kinds, func(k KindChange) bool { return k.Kind == d.Kind })
		if at < 0 {
			at = len(c.b.Kinds)
			c.b.Kinds = append(c.b.Kinds, KindChange{Kind: d.Kind, Label: d.Label})
		}
		for _, name := range d.Sorts {
			c.b.Kinds[at].add(name, d)
		}
	}
	for i := range c.b.Kinds {
		k := &c.b.Kinds[i]
		slices.SortFunc(k.Sorts, func(x, y Sort) int { return slices.Index(sorts, x.Name) - slices.Index(sorts, y.Name) })
		for j := range k.Sorts {
			k.Sorts[j].Label = c.sortLabel(k.Kind, k.Sorts[j].Name)
		}
	}
}

func (k *KindChange) add(name string, d *RecordChange) {
	at := slices.IndexFunc(k.Sorts, func(s Sort) bool { return s.Name == name })
	if at < 0 {
		at = len(k.Sorts)
		k.Sorts = append(k.Sorts, Sort{Name: name})
	}
	k.Sorts[at].Records = append(k.Sorts[at].Records, d)
}

// sortLabel is what the records of a sort are called: as their kind says, or in the usual words.
func (c *comparer) sortLabel(kind, sort string) string {
	k := c.b.Kind(kind)
	switch {
	case sort == SortClosed && len(k.Closed) > 0 && !k.Closed[0].Label.IsZero():
		return k.Closed[0].Label.In(c.b.Lang)
	case sort == SortJudged && !k.JudgedLabel.IsZero():
		return k.JudgedLabel.In(c.b.Lang)
	}
	return c.b.Lang.T(sortLabels[sort])
}

// settings tells what changed in what says how records are read.
func (c *comparer) settings() {
	if c.b.From.Workspace == nil || c.b.To.Workspace == nil || !c.profile.ShowsSettings() {
		return
	}
	was, now := c.b.From.Workspace, c.b.To.Workspace
	config := now.Config.Record
	fields := c.cutFields(was.Config.Record, config, graph.Compare(was.Config.Record.Values, config.Values))
	if len(fields) > 0 {
		c.b.Settings = &RecordChange{
			Difference: trail.Difference{Kind: config.Kind.Name, File: config.File().Name, Change: trail.Edited, Fields: fields},
			Label:      config.Kind.Label.In(c.b.Lang), What: config.Kind.Label.In(c.b.Lang), Words: c.teller.Tell(config.Kind, fields),
		}
	}
	for _, files := range []map[string][]byte{was.Files, now.Files} {
		for name := range files {
			isOther := name == workspace.BaselineFile || strings.HasPrefix(name, "schema/")
			if isOther && string(was.Files[name]) != string(now.Files[name]) && !slices.Contains(c.b.Files, name) {
				c.b.Files = append(c.b.Files, name)
			}
		}
	}
	slices.Sort(c.b.Files)
}

// figures are those that moved, in the order of the later state.
func (c *comparer) figures() {
	before, after := byName(c.b.From.Figures), byName(c.b.To.Figures)
	told := map[string]bool{} // or hidden in one of the states
	all := slices.Concat(c.b.To.Figures, c.b.From.Figures)
	for _, f := range all {
		told[f.Name] = told[f.Name] || !c.profile.ShowsFigure(f.Publish)
	}
	for _, f := range all {
		from, was := before[f.Name]
		to, is := after[f.Name]
		if told[f.Name] || was && is && from.Value == to.Value {
			continue
		}
		told[f.Name] = true
		m := FigureChange{Name: f.Name, Label: f.Label, Publish: f.Publish}
		if was {
			m.From = &from.Value
		}
		if is {
			m.To = &to.Value
		}
		if was && is {
			m.Unlike = figures.Compare(from, to)
		}
		if old, now := m.Shown(c.b.Profile, c.b.Lang); old != now {
			c.b.Figures = append(c.b.Figures, m)
		}
	}
}

// byName are figures by their name.
func byName(all []figures.Figure) map[string]figures.Figure {
	out := make(map[string]figures.Figure, len(all))
	for _, f := range all {
		out[f.Name] = f
	}
	return out
}

// diagnostics are those that came and went.
func (c *comparer) diagnostics() {
	if !c.profile.ShowsMessages() {
		return
	}
	before, after := c.b.From.open(c.b.Lang), c.b.To.open(c.b.Lang)
	// What came and went is found among all, and then cut: what has only become visible is not new.
	c.b.Appeared = gravestFirst(shown(rules.Since(after, before), c.after))
	c.b.Gone = gravestFirst(slices.DeleteFunc(shown(rules.Since(before, after), c.before), c.hiddenSince))
	different := map[string]bool{}
	for _, d := range c.b.Records {
		different[d.File] = true
	}
	for _, d := range rules.Since(shown(after, c.after), c.b.Appeared) {
		if different[d.FileName()] {
			c.b.Remaining = append(c.b.Remaining, d)
		}
	}
	gravestFirst(c.b.Remaining)
}

// hiddenSince reports whether a diagnostic of the earlier state is about something that the later one does not show.
func (c *comparer) hiddenSince(d diag.Diagnostic) bool {
	switch {
	case c.after == nil:
		return false
	case c.b.To.graph().Named(d.Record) != nil:
		return !c.after.Diagnostic(d)
	}
	return c.after.Names(d.Message) || c.after.Names(d.Hint)
}

// gravestFirst sorts by severity, and leaves the order otherwise.
func gravestFirst(all []diag.Diagnostic) []diag.Diagnostic {
	slices.SortStableFunc(all, func(x, y diag.Diagnostic) int { return int(y.Severity) - int(x.Severity) })
	return all
}

// shown are the diagnostics of a state that its cut shows.
func shown(all []diag.Diagnostic, cut *disclose.Cut) []diag.Diagnostic {
	return slices.DeleteFunc(slices.Clone(all), func(d diag.Diagnostic) bool { return !cut.Diagnostic(d) })
}

// OfSort reports whether a field is among those that make a record be of a sort.
func OfSort(k *record.Kind, sort, path string) bool {
	return slices.ContainsFunc(sortFields(k, sort), func(field string) bool { return within(path, field) })
}

// sortFields are the fields that make a record be of a sort.
func sortFields(k *record.Kind, sort string) []string {
	switch sort {
	case SortAdded, SortOpen, SortEdited, SortRemoved:
		return nil
	case SortDue:
		return []string{k.Due}
	case SortJudged:
		return k.Judged
	}
	var fields []string
	for _, s := range k.Closed {
		if s.Field != "" && s.Successor == "" {
			fields = append(fields, record.Bare(s.Field))
		}
	}
	return fields
}

// within reports whether a path is a field or lies below it.
func within(path, field string) bool {
	for p := record.Bare(path); p != ""; p = record.Parent(p) {
		if p == field {
			return true
		}
	}
	return false
}
