package compare

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// FigureChange is a figure that differs between two states. A value is nil if the state does not have the figure.
type FigureChange struct {
	Name     string
	Label    locale.Text
	Publish  record.Profile
	From, To *int
	// FromRough and ToRough are how much of the values everyone may know.
	FromRough, ToRough disclose.Rough
	Unlike             figures.Unlike // why the two cannot be compared
}

// Note explains why the two values cannot be compared; "" if they can.
func (m FigureChange) Note(lang locale.Lang) string {
	switch m.Unlike {
	case figures.Alike:
		return ""
	case figures.OtherScale:
		return lang.T("between.unlike.scale")
	}
	return lang.T("between.unlike.definition")
}

// Shown returns the two values as a profile can see them, "–" for none.
func (m FigureChange) Shown(p record.Profile, lang locale.Lang) (from, to string) {
	show := func(n *int, rough disclose.Rough) string {
		if n == nil {
			return "–"
		}
		return figures.Figure{Value: *n, Rough: rough}.Shown(p, lang)
	}
	return show(m.From, m.FromRough), show(m.To, m.ToRough)
}

// Exact reports whether a profile may know both values.
func (m FigureChange) Exact(p record.Profile) bool {
	exact := func(n *int, rough disclose.Rough) bool {
		return n == nil || disclose.Profile(p).ShowsExactly(*n, rough)
	}
	return exact(m.From, m.FromRough) && exact(m.To, m.ToRough)
}

// figures fills in the figures that changed, in the order of the later state.
func (c *comparer) figures() {
	before, after := byName(c.out.From.Figures), byName(c.out.To.Figures)
	told := map[string]bool{} // or hidden in one of the states
	all := slices.Concat(c.out.To.Figures, c.out.From.Figures)
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
			m.From, m.FromRough = &from.Value, from.Rough
		}
		if is {
			m.To, m.ToRough = &to.Value, to.Rough
		}
		if was && is {
			m.Unlike = figures.Compare(from, to)
		}
		if old, now := m.Shown(c.out.Profile, c.out.Lang); old != now {
			c.out.Figures = append(c.out.Figures, m)
		}
	}
}

// byName returns figures by their name.
func byName(all []figures.Figure) map[string]figures.Figure {
	out := make(map[string]figures.Figure, len(all))
	for _, f := range all {
		out[f.Name] = f
	}
	return out
}
