// Package dashboard reads schema/dashboard.yaml, that of the program and that of a workspace: what the start page, the pages of
// reviews, the page on how the figures develop and the header show, in which words and in which order. It counts the figures that
// are defined only there. It never decides who can see a figure, and prints nothing. Start reading at [Read].
package dashboard

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"sync"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// File is the name of the file, in the schema folder of the program and of a workspace.
const File = "dashboard.yaml"

// Dashboard is the content of the program's file, with what that of the workspace adds. Every list is in the order in which it is
// shown. Figures and kinds are given by name; they exist in the state for which the dashboard was read.
type Dashboard struct {
	Header    []Link
	Sentences []Sentence
	Areas     []Area
	Bars      []Bar
	Deadlines []Deadline
	Trend     []Share
	// Groups are the names of the groups of figures, by the first word of the figures.
	Groups map[string]locale.Text

	env     *expr.Env
	defined []figures.Source // the figures that are defined in the file
}

// Link is a kind that the header links to directly.
type Link struct {
	Kind  string
	Label locale.Text // zero for the plural label of the kind
	Last  bool        // comes after the pages of the program
}

// Sentence describes figures in words: a text, and clauses for those of its figures that are not 0.
type Sentence struct {
	Name string
	Of   string // the sentence is left out if this figure is 0
	// Text has figures as {systems.own}; Figures are these and Of, each once.
	Text    locale.Text
	Figures []string
	Clauses []Clause
	// Lead is set if it is in the lead of the start page, NoReview if it is not on the pages of reviews.
	Lead, NoReview bool
}

// Clause is a part of a sentence: a figure, and a text with {n} for its number.
type Clause struct {
	Figure string
	Text   locale.Text
}

// Area is one area of the start page. Its text is the sentence with the same name.
type Area struct {
	Name, Kind string
	Label      locale.Text
	Left       []string // work is left if one of these figures is not 0
	Errors     bool     // or if the check finds an error in a record of the kind
}

// Bar shows how far something has come, in parts that add up to a figure.
type Bar struct {
	Name, Of string
	Label    locale.Text
	Parts    []Part
	Unless   string // profiles that show this figure have a better bar; "" for none

	place *place // nil in the file of the program
}

// Rest is the figure of the last part of a bar if that stands for what is left.
const Rest = "rest"

// Part is a part of a bar: a figure or [Rest].
type Part struct {
	Figure string
	Look   string // how it is drawn: one of looks
	Label  locale.Text
}

// looks are the ways to draw a part of a bar.
var looks = []string{"done", "partly", "planned", "none", "unneeded"}

// AnyKind stands for all kinds in a [Deadline].
const AnyKind = "*"

// Deadline is a field with the day on which something must be done.
type Deadline struct {
	Kind, Field string // the kind can be AnyKind
	Late        bool   // a day that has passed still needs attention

	when  *expr.Program // nil if there is no further condition
	place place
}

// Share is a figure and the figure that it is a part of, "" for none.
type Share struct{ Figure, Of string }

// place is a place in a file.
type place struct {
	file *source.File
	span source.Span
}

// steps is how many steps the conditions of deadlines take together, at most.
const steps = 10_000_000

// Read reads the dashboard for a state. known are its figures, regardless of their values. The error is a *workspace.SetupError
// if the workspace's own file is wrong.
func Read(w *workspace.Workspace, known []figures.Figure) (*Dashboard, error) {
	builtin, err := builtin()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", File, err)
	}
	env, err := expr.New(rules.Funcs(w))
	if err != nil {
		return nil, err
	}
	r := &reader{kinds: w.Kinds, env: env, budget: expr.NewBudget(steps), docs: []*document.Document{builtin}}
	own := path.Join("schema", File)
	if data, ok := w.Files[own]; ok {
		r.docs = append(r.docs, document.ParseYAML(own, data))
		if r.trial, err = rules.NewTrial(w.Kinds, w.Config.Plain); err != nil {
			return nil, err
		}
	}
	for _, f := range known {
		r.figures = append(r.figures, f.Name)
	}
	d := r.read()
	if len(r.findings) > 0 {
		return nil, &workspace.SetupError{Findings: r.findings}
	}
	return d, nil
}

// builtin is the file of the program, read once: it is the same for every state.
var builtin = sync.OnceValues(func() (*document.Document, error) {
	data, err := schema.FS.ReadFile(File)
	return document.ParseYAML("schema/"+File, data), err
})

// Count counts the figures that are defined only in the dashboard, in a state as of a day. The findings are about those that
// cannot be counted there.
func (d *Dashboard) Count(w *workspace.Workspace, asOf string) ([]figures.Figure, []diag.Finding, error) {
	return figures.CountOf(d.env, w, asOf, d.defined)
}

// Check returns what is wrong in the workspace's own schema/dashboard.yaml, with figures that cannot be counted as of a day and parts
// that do not add up. known are the figures of the state.
func Check(w *workspace.Workspace, known []figures.Figure, asOf string) ([]diag.Finding, error) {
	d, err := Read(w, known)
	var wrong *workspace.SetupError
	switch {
	case errors.As(err, &wrong):
		return wrong.Findings, nil
	case err != nil:
		return nil, err
	}
	counted, findings, err := d.Count(w, asOf)
	if err != nil {
		return nil, err
	}
	return append(findings, d.CheckSums(slices.Concat(known, counted))...), nil
}

// CheckOwn returns what is wrong in the workspace's own figures as of a day, or else in its dashboard, which rests on them. Without
// such files it returns nothing.
func CheckOwn(w *workspace.Workspace, asOf string) ([]diag.Finding, error) {
	found, err := figures.Check(w, asOf)
	if _, own := w.Files[path.Join("schema", File)]; !own || err != nil || len(found) > 0 {
		return found, err
	}
	known, err := figures.Count(w, asOf)
	if err != nil {
		return nil, err
	}
	return Check(w, known, asOf)
}

// CheckSums finds the workspace's own bars whose parts do not add up. all are the figures of the state, with those of
// [Dashboard.Count].
func (d *Dashboard) CheckSums(all []figures.Figure) []diag.Finding {
	values := figures.Numbers(all)
	var findings []diag.Finding
	for _, b := range d.Bars {
		sum := 0
		for _, p := range b.Parts {
			sum += values[p.Figure]
		}
		total := values[b.Of]
		if rest := b.Parts[len(b.Parts)-1].Figure == Rest; b.place == nil || sum == total || rest && sum < total {
			continue
		}
		args := locale.Args{"name": b.Name, "sum": sum, "of": b.Of, "total": total}
		findings = append(findings, b.place.finding(locale.Swedish.T("dashboard.sum", args), locale.English.T("dashboard.sum", args)))
	}
	return findings
}

// Waits reports whether what the day is for remains to be done, by the condition of the deadline. If the condition cannot be
// evaluated the record counts as waiting, and the finding describes the error, unless the values of the record are wrong.
func (d *Deadline) Waits(r *record.Record, vars map[string]any) (bool, *diag.Finding) {
	if d.when == nil {
		return true, nil
	}
	waits, err := d.when.Bool(vars)
	switch {
	case err == nil:
		return waits, nil
	case len(r.Invalid) > 0 || r.Doc.Broken:
		return true, nil
	}
	args := locale.Args{"id": r.ID, "problem": err.Error()}
	f := d.place.finding(locale.Swedish.T("dashboard.when-failed", args), locale.English.T("dashboard.when-failed", args))
	return true, &f
}

// Reads returns the widest profile that can show what the condition of the deadline reads of records of a kind.
func (d *Deadline) Reads(kinds *record.Kinds, kind *record.Kind) record.Profile {
	if d.when == nil {
		return record.Public
	}
	others, fields := figures.Reads(kinds, kind, d.when)
	return record.Narrower(others, fields)
}

// finding returns the finding about an error at a place in the file.
func (p place) finding(sv, en string) diag.Finding {
	return diag.Finding{Rule: "kind-invalid", File: p.file, Span: p.span, Args: locale.Args{"problem": locale.Text{SV: sv, EN: en}}}
}

// Sentence returns the sentence with that name, or nil.
func (d *Dashboard) Sentence(name string) *Sentence {
	i := slices.IndexFunc(d.Sentences, func(s Sentence) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &d.Sentences[i]
}
