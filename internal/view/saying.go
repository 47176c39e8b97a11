package view

import (
	"strings"

	"github.com/c8b10cf3/lis/internal/dashboard"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// say returns a sentence of the dashboard in words; "" if there is nothing to say or the profile hides one of its figures.
func (m *Model) say(s *dashboard.Sentence) string {
	args := locale.Args{}
	for _, name := range s.Figures {
		f, shown := m.figures[name]
		if !shown || f.Hidden(m.in.Profile) {
			return ""
		}
		args[name] = m.shownFigure(f)
	}
	if m.figures[s.Of].Value == 0 {
		return ""
	}
	var clauses []string
	for _, c := range s.Clauses {
		f, shown := m.figures[c.Figure]
		if !shown {
			return ""
		}
		if f.Value > 0 && !f.Hidden(m.in.Profile) {
			clauses = append(clauses, m.lang.Fill(c.Text.In(m.lang), locale.Args{"n": m.shownFigure(f)}))
		}
	}
	sentences := []string{m.lang.Fill(s.Text.In(m.lang), args)}
	if len(clauses) > 0 {
		sentences = append(sentences, capital(m.lang.And(clauses))+".")
	}
	return capital(strings.Join(sentences, " "))
}

// capital makes the first letter of a sentence a capital; the sentence may start with a count such as "färre än 5".
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// Area is one area of the system with its status: ok if nothing is left to do, attention otherwise.
type Area struct {
	Label, Text string
	Tone        record.Tone
	Status      string
	Page        string
}

// areas returns the areas that the profile shows and that have something in them.
func (m *Model) areas() []Area {
	errors := map[string]int{}
	for _, d := range m.told {
		if d.Standing == diag.Open && d.Severity == diag.Error {
			errors[d.Kind]++
		}
	}
	var out []Area
	for _, a := range m.dash.Areas {
		text := m.say(m.dash.Sentence(a.Name))
		left, shown := m.left(a)
		if text == "" || !shown {
			continue
		}
		v := Area{Label: a.Label.In(m.lang), Text: text, Tone: "ok", Page: m.ListOf(a.Kind)}
		if left || a.Errors && errors[a.Kind] > 0 {
			v.Tone = "attention"
		}
		v.Status = m.t("site.status." + string(v.Tone))
		out = append(out, v)
	}
	return out
}

// left reports whether work is left in an area according to its figures; shown is false if the profile hides one of them.
func (m *Model) left(a dashboard.Area) (left, shown bool) {
	for _, name := range a.Left {
		f, shown := m.figures[name]
		if !shown || f.Hidden(m.in.Profile) {
			return false, false
		}
		left = left || f.Value > 0
	}
	return left, true
}
