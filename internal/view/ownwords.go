package view

import (
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/locale"
)

// IsOurs reports whether a page says only what the program says everywhere: that of a built-in rule, whose example has ids too.
func (m *Model) IsOurs(page string) bool {
	for _, r := range m.in.Rules.Rules {
		if !r.Own && m.RulePage(r.ID) == page {
			return true
		}
	}
	return false
}

// Own returns the texts that pages contain regardless of the records: those of the program, the kinds, the rules and the
// figures, what is shown under other names, and more.
func (m *Model) Own(more ...string) *disclose.Own {
	add := func(all ...locale.Text) {
		for _, t := range all {
			more = append(more, t.SV, t.EN)
		}
	}
	for _, r := range m.in.Rules.Rules {
		add(r.Message, r.Hint, r.Why, r.Together)
		more = append(more, r.ID, r.Source)
	}
	for _, f := range m.in.Figures {
		add(f.Label)
	}
	return disclose.NewOwn(m.w.Kinds, append(more, m.shownNames()...)...)
}

// OwnNames returns the names that are shown as such, and more.
func (m *Model) OwnNames(more ...string) *disclose.Own {
	return disclose.OwnTexts(append(more, m.shownNames()...)...)
}

// shownNames are the names of what is shown: of files, people and settings, and of the pages of records.
func (m *Model) shownNames() []string {
	return append(m.cut.ShownNames(), slices.Sorted(maps.Values(m.pages.records))...)
}
