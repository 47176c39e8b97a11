package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// diffShape is the shape of `lis diff --format json`.
type diffShape struct {
	Version     int              `json:"version"`
	Profile     *record.Profile  `json:"profile"`
	From        sideShape        `json:"from"`
	To          sideShape        `json:"to"`
	Summary     diffSummary      `json:"summary"`
	Gate        []gateShape      `json:"gate"`
	Records     []differentShape `json:"records"`
	Groups      []groupShape     `json:"groups"`
	Settings    []changeShape    `json:"settings"`
	Files       []string         `json:"files"`
	Figures     []movedShape     `json:"figures"`
	Diagnostics appearedShape    `json:"diagnostics"`
}

// gateShape is one change in what the check lets through.
type gateShape struct {
	Looser bool   `json:"looser"`
	Text   string `json:"text"`
}

// sideShape is one of the states. Rev is the name by which it was requested, null for the work tree.
type sideShape struct {
	Rev *string `json:"rev"`
	stateShape
}

type diffSummary struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
	Changed int `json:"changed"`
	Renamed int `json:"renamed"`
}

// differentShape is one record that differs. What the profile hides is left out; id is null if the record has none.
type differentShape struct {
	ID       *string       `json:"id"`
	Kind     string        `json:"kind"`
	Title    string        `json:"title"`
	File     *string       `json:"file"`
	FromFile *string       `json:"from_file"`
	Change   trail.Changed `json:"change"`
	Fields   []changeShape `json:"fields"`
	bodyShape
}

// changeShape is one changed field, with its label.
type changeShape struct {
	fieldShape
	Label string `json:"label"`
}

// groupShape is the records of a kind to which the same thing happened.
type groupShape struct {
	Kind    string   `json:"kind"`
	Sort    string   `json:"sort"`
	Label   string   `json:"label"`
	Count   int      `json:"count"`
	Records []string `json:"records"`
}

type movedShape struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	From  *int   `json:"from"`
	To    *int   `json:"to"`
	// Comparable is false if one of the two is missing, or they were counted in different ways or on different scales.
	Comparable bool `json:"comparable"`
}

type appearedShape struct {
	Appeared []diagnosticShape `json:"appeared"`
	Gone     []diagnosticShape `json:"gone"`
}

// WriteDiffJSON writes a comparison as data.
func WriteDiffJSON(w io.Writer, b *compare.Comparison) error {
	out := diffShape{
		Version: 1, From: side(b.From), To: side(b.To),
		Summary: diffSummary{b.Count(trail.Added), b.Count(trail.Removed), b.Count(trail.Edited), b.Count(trail.Renamed)},
		Gate:    []gateShape{}, Records: []differentShape{}, Groups: []groupShape{}, Settings: []changeShape{}, Files: append([]string{}, b.Files...),
		Figures:     []movedShape{},
		Diagnostics: appearedShape{diagnosticShapes(b.Appeared, b.Lang), diagnosticShapes(b.Gone, b.Lang)},
	}
	if b.Profile != "" {
		out.Profile = &b.Profile
	}
	for _, text := range b.Wider {
		out.Gate = append(out.Gate, gateShape{Looser: true, Text: text})
	}
	for _, g := range b.Gate {
		out.Gate = append(out.Gate, gateShape(g))
	}
	for _, d := range b.Records {
		one := differentShape{
			ID: optional(d.ID), Kind: d.Kind, Title: d.Name, File: optional(d.File), FromFile: optional(d.FromFile),
			Change: d.Change, Fields: changeShapes(b, d), bodyShape: shapeOfBody(d.BodyChanged, d.Body),
		}
		out.Records = append(out.Records, one)
	}
	for _, k := range b.Kinds {
		for _, s := range k.Sorts {
			out.Groups = append(out.Groups, groupShape{k.Kind, s.Name, s.Label, len(s.Records), ids(s.Records)})
		}
	}
	if b.Settings != nil {
		out.Settings = changeShapes(b, b.Settings)
	}
	for _, m := range b.Figures {
		if m.Exact(b.Profile) {
			out.Figures = append(out.Figures, movedShape{m.Name, m.Label.In(b.Lang), m.From, m.To, m.From != nil && m.To != nil && m.Unlike == figures.Alike})
		}
	}
	return writeShape(w, out)
}

func changeShapes(b *compare.Comparison, d *compare.RecordChange) []changeShape {
	out := []changeShape{}
	for _, c := range d.Fields {
		out = append(out, changeShape{fieldShape(c), b.FieldLabel(d.Kind, c.Field)})
	}
	return out
}

func side(s *compare.Side) sideShape {
	out := sideShape{optional(s.Name), stateShape{Date: s.AsOf}}
	if s.Commit != nil {
		out.Commit = &s.Commit.Hash
	}
	return out
}

// ids returns the ids of the records, or the file of one that has no id.
func ids(records []*compare.RecordChange) []string {
	out := []string{}
	for _, d := range records {
		if d.ID != "" {
			out = append(out, d.ID)
		} else if d.File != "" {
			out = append(out, d.File)
		}
	}
	return out
}

// WriteDiffText writes a comparison for people: what more people may read, what may make the check let through more, a short summary,
// what else changed in the check, by kind the records that each number counts, then every record with what changed in it, the settings,
// the figures and the diagnostics.
func WriteDiffText(w io.Writer, b *compare.Comparison) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n", b.Title())
	for _, part := range []struct{ heading, text string }{
		{"gate.wider", textList(b.Wider)}, {"gate.looser", textList(b.Loosened())},
	} {
		if part.text != "" {
			fmt.Fprintf(&out, "\n%s\n%s\n", b.Lang.T(part.heading), part.text)
		}
	}
	fmt.Fprintf(&out, "%s\n", b.Lead())
	for _, part := range []struct{ heading, text string }{
		{b.Lang.T("gate.tighter"), textList(b.Tightened())},
		{b.Lang.T("between.kinds"), kindsText(b)},
		{b.Lang.T("between.records"), recordsText(b)},
		{b.Lang.T("between.settings"), settingsText(b)},
		{b.Lang.T("between.figures"), figuresText(b)},
		{b.Lang.T("between.appeared", locale.Args{"n": len(b.Appeared)}), diagnosticsText(b, b.Appeared, "+")},
		{b.Lang.T("between.gone", locale.Args{"n": len(b.Gone)}), diagnosticsText(b, b.Gone, "−")},
	} {
		if part.text != "" {
			fmt.Fprintf(&out, "\n%s\n%s", part.heading, part.text)
		}
	}
	return writeString(w, out.String())
}

// textList returns texts, one per line.
func textList(texts []string) string {
	var out strings.Builder
	for _, text := range texts {
		fmt.Fprintf(&out, "  %s\n", flat(text))
	}
	return out.String()
}

// kindsText returns what happened to the records of each kind, with their ids.
func kindsText(b *compare.Comparison) string {
	var out strings.Builder
	for _, k := range b.Kinds {
		if onlyOpen(k) {
			continue
		}
		fmt.Fprintf(&out, "  %s\n", k.Label)
		for _, s := range k.Sorts {
			fmt.Fprintf(&out, "    %s (%d): %s\n", s.Label, len(s.Records), strings.Join(sortIDs(b, s), ", "))
		}
	}
	return out.String()
}

// recordsText returns every record that differs.
func recordsText(b *compare.Comparison) string {
	var out strings.Builder
	for _, d := range b.Records {
		writeDifference(&out, b, d)
	}
	return out.String()
}

// settingsText returns the changes in lis.yaml and the other changed files that say how records are read.
func settingsText(b *compare.Comparison) string {
	var out strings.Builder
	if b.Settings != nil {
		writeDifference(&out, b, b.Settings)
	}
	for _, name := range b.Files {
		fmt.Fprintf(&out, "  %s\n", name)
	}
	return out.String()
}

// figuresText returns the figures that changed.
func figuresText(b *compare.Comparison) string {
	var out strings.Builder
	for _, m := range b.Figures {
		from, to := m.Shown(b.Profile, b.Lang)
		fmt.Fprintf(&out, "  %s: %s → %s%s\n", m.Label.In(b.Lang), from, to, inParentheses(m.Note(b.Lang)))
	}
	return out.String()
}

// diagnosticsText returns diagnostics, one per line.
func diagnosticsText(b *compare.Comparison, all []diag.Diagnostic, mark string) string {
	var out strings.Builder
	for _, d := range all {
		fmt.Fprintf(&out, "  %s %s\n", mark, flat(diagnosticLine(d, b.Lang)))
	}
	return out.String()
}

// sortIDs returns the ids of the records of a sort; for a due date that was moved more than once, also how often.
func sortIDs(b *compare.Comparison, s compare.Sort) []string {
	var out []string
	for _, d := range s.Records {
		name := ids([]*compare.RecordChange{d})
		if s.Name == compare.SortDue && d.Moves > 1 && len(name) > 0 {
			name[0] += inParentheses(b.Lang.T("between.times", locale.Args{"n": d.Moves}))
		}
		out = append(out, name...)
	}
	return out
}

// inParentheses returns a note in parentheses with a space before it, or "" for none.
func inParentheses(note string) string {
	if note == "" {
		return ""
	}
	return " (" + note + ")"
}

// onlyOpen reports whether the only records to list for a kind are those that are still open, which did not change.
func onlyOpen(k compare.KindChange) bool {
	return len(k.Sorts) == 1 && k.Sorts[0].Name == compare.SortOpen
}

// writeDifference writes one record and what changed in it.
func writeDifference(out *strings.Builder, b *compare.Comparison, d *compare.RecordChange) {
	mark := map[trail.Changed]string{trail.Added: "+", trail.Removed: "−", trail.Edited: "~", trail.Renamed: "→"}[d.Change]
	fmt.Fprintf(out, "  %s %s\n", mark, flat(differenceTitle(d)))
	for _, line := range differenceLines(b, d) {
		fmt.Fprintf(out, "      %s\n", flat(line))
	}
	for _, line := range (tell.Teller{Lang: b.Lang}).PlainBody(d.Body) {
		fmt.Fprintf(out, "      %s\n", line)
	}
}

// differenceTitle returns the title of a record in a comparison: Färdbok (SYS-017, System).
func differenceTitle(d *compare.RecordChange) string {
	name := d.Name
	if name == "" {
		name = d.File
	}
	if d.ID == "" || d.ID == name {
		return fmt.Sprintf("%s (%s)", name, d.What)
	}
	return fmt.Sprintf("%s (%s, %s)", name, d.ID, d.What)
}

// differenceLines returns what was done to a record, and then each changed field; nil for a record that was added or removed.
func differenceLines(b *compare.Comparison, d *compare.RecordChange) []string {
	if d.Change == trail.Added || d.Change == trail.Removed {
		return nil
	}
	teller := tell.Teller{Lang: b.Lang}
	lines := teller.Summary(&d.RecordChange, d.Body)
	for _, words := range d.Words {
		lines = append(lines, teller.String(words))
	}
	if d.Moves > 1 {
		lines = append(lines, b.Lang.T("between.moves", locale.Args{"n": d.Moves}))
	}
	return lines
}

// diagnosticLine returns a diagnostic on one line, with its place.
func diagnosticLine(d diag.Diagnostic, lang locale.Lang) string {
	where := d.FileName()
	if d.Span.Start.Line > 0 {
		where = fmt.Sprintf("%s:%d", where, d.Span.Start.Line)
	}
	return fmt.Sprintf("%s: %s: %s [%s]", where, lang.T("severity."+d.Severity.String()), said(d), d.Rule)
}
