// Package dashboard reads schema/dashboard.yaml, of the program and of a workspace: what the start page, the pages of reviews,
// the page on how the figures develop and the header tell, in which words and in which order. It counts the numbers that stand
// there alone. It never judges who may see a figure, and prints nothing. Start reading at [Read].
package dashboard

import (
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

// Dashboard is what the file of the program says, with what the one of a workspace adds. Every list is in the order in which
// it is told. Figures and kinds go by name; those of the state that it was read for are there.
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
	defined []figures.Source // the figures that stand in the file
}

// Link is a kind that the header leads to by itself.
type Link struct {
	Kind  string
	Label locale.Text // zero for what the kind is called in the plural
	Last  bool        // stands behind the pages of the program
}

// Sentence is figures in words: a sentence, and one of clauses for those of its figures that are not 0.
type Sentence struct {
	Name string
	Of   string // nothing is said where this figure is 0
	// Text has figures as {systems.own}; Figures are these and Of, each once.
	Text    locale.Text
	Figures []string
	Clauses []Clause
	// Lead is set where the lead of the start page tells it, NoReview where the pages of reviews do not.
	Lead, NoReview bool
}

// Clause is a part of a sentence: a figure, and words with {n} for its number.
type Clause struct {
	Figure string
	Text   locale.Text
}

// Area is one area of the start page. Its words are the sentence of the same name.
type Area struct {
	Name, Kind string
	Label      locale.Text
	Left       []string // work is left where one of these figures is not 0
	Errors     bool     // or where the check finds an error in a record of the kind
}

// Bar is how far something has come, in parts that add up to a figure.
type Bar struct {
	Name, Of string
	Label    locale.Text
	Parts    []Part
	Unless   string // a figure whose readers have a better bar; "" for none

	place *place // nil where the program says it
}

// Rest is the figure of the last part of a bar where it stands for what is left.
const Rest = "rest"

// Part is a part of a bar: a figure or [Rest].
type Part struct {
	Figure string
	Look   string // how it is drawn: one of looks
	Label  locale.Text
}

// looks are the ways in which a part of a bar is drawn.
var looks = []string{"done", "partly", "planned", "none", "unneeded"}

// AnyKind stands for all kinds in a [Deadline].
const AnyKind = "*"

// Deadline is a field with the day at which something is to be done.
type Deadline struct {
	Kind, Field string // the kind may be AnyKind
	Late        bool   // a day that has passed asks for something too

	when  *expr.Program // nil where nothing more is asked
	place place
}

// Share is a figure and the one that it is a part of, "" for none.
type Share struct{ Figure, Of string }

// place is where something stands in a file.
type place struct {
	file *source.File
	span source.Span
}

// Read reads the dashboard for a state. known are its figures, whatever their values. The error is a *workspace.SetupError
// where the workspace's own file is wrong.
func Read(w *workspace.Workspace, known []figures.Figure) (*Dashboard, error) {
	builtin, err := builtin()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", File, err)
	}
	env, err := expr.New(rules.Funcs(w))
	if err != nil {
		return nil, err
	}
	r := &reader{kinds: w.Kinds, env: env, docs: []*document.Document{builtin}}
	own := path.Join("schema", File)
	if data, ok := w.Files[own]; ok {
		r.docs = append(r.docs, document.ParseYAML(own, data))
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

// Count counts the figures that stand in the dashboard alone, in a state as of a day. The findings are about those that
// cannot be counted there.
func (d *Dashboard) Count(w *workspace.Workspace, asOf string) ([]figures.Figure, []diag.Finding, error) {
	return figures.CountOf(d.env, w, asOf, d.defined)
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

// Waits reports whether what the day is for is still to be done, as far as the deadline's own condition tells. A record whose
// values are wrong waits where the condition cannot be answered; of another the finding says what is wrong with the condition.
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

// finding is a fault of the file at a place.
func (p place) finding(sv, en string) diag.Finding {
	return diag.Finding{Rule: "kind-invalid", File: p.file, Span: p.span, Args: locale.Args{"problem": locale.Text{SV: sv, EN: en}}}
}

// Sentence is the one of that name, or nil.
func (d *Dashboard) Sentence(name string) *Sentence {
	i := slices.IndexFunc(d.Sentences, func(s Sentence) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &d.Sentences[i]
}
