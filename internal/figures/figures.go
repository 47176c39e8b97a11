// Package figures computes the numbers that reports print: what schema/figures.yaml and a workspace define, counted in one
// state as of a day, at points of history, and as series over these. It knows what a number means, so that two that mean
// different things are not compared. It never prints a figure, and asks nobody for a state but the one who calls. Start
// reading at [Count]; [Past.Fill] computes those of history, and [Over] joins them to series.
package figures

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// Figure is one number that reports print. It counts all records, whatever a profile shows of them.
type Figure struct {
	Name    string
	Label   locale.Text
	Value   int
	Publish record.Profile // the widest that may show it
	// Definition is short for all that gives the number its meaning. Two states whose figures have different ones cannot be
	// compared in it; [Unlike] tells why.
	Definition string
}

// Shown is the number as a profile may see it, in words where that is only that it is small.
func (f Figure) Shown(p record.Profile, lang locale.Lang) string {
	if !f.Exact(p) {
		return lang.T("figure.few")
	}
	return fmt.Sprint(f.Value)
}

// Exact reports whether a profile may know the number, and not only that it is small.
func (f Figure) Exact(p record.Profile) bool {
	return disclose.Profile(p).ShowsExactly(f.Value)
}

// figuresFile defines the figures; a workspace may have one of its own in schema/.
const figuresFile = "figures.yaml"

// Count counts all figures of a state as of a day, ordered as they are defined. The error is a *workspace.SetupError where the
// workspace's own definitions are wrong.
func Count(w *workspace.Workspace, asOf string) ([]Figure, error) {
	return new(Counter).Count(w, asOf)
}

// Counter counts the figures of several states of a workspace, and reads once what they have in common. It may be used by
// several goroutines; the zero Counter is ready.
type Counter struct {
	once    sync.Once
	env     *expr.Env
	builtin *document.Document
	err     error
}

func (c *Counter) start() {
	c.once.Do(func() {
		var data []byte
		if data, c.err = schema.FS.ReadFile(figuresFile); c.err != nil {
			c.err = fmt.Errorf("read %s: %w", figuresFile, c.err)
			return
		}
		c.builtin = document.ParseYAML("schema/"+figuresFile, data)
		c.env, c.err = expr.New(expr.Funcs{})
	})
}

// Count is [Count] of one state.
func (c *Counter) Count(w *workspace.Workspace, asOf string) ([]Figure, error) {
	t, err := c.tally(w)
	if err != nil {
		return nil, err
	}
	return t.at(asOf)
}

// tally reads the figures of a state.
func (c *Counter) tally(w *workspace.Workspace) (*tally, error) {
	if c.start(); c.err != nil {
		return nil, c.err
	}
	env, err := c.env.With(rules.Funcs(w))
	if err != nil {
		return nil, err
	}
	docs := []*document.Document{c.builtin}
	own := path.Join("schema", figuresFile)
	if data, ok := w.Files[own]; ok {
		docs = append(docs, document.ParseYAML(own, data))
	}
	t := &tally{w: w}
	for _, doc := range docs {
		t.findings = append(t.findings, doc.Findings...)
		for _, e := range doc.Front.Entries {
			t.add(env, doc.File, e)
		}
	}
	return t, t.err()
}

// LatestReview is the review held last on or before a day, or nil.
func LatestReview(w *workspace.Workspace, day string) *record.Record {
	var latest *record.Record
	for _, r := range w.Graph.OfKind(record.ReviewKind) {
		held := r.Text("held_on")
		if held != "" && held <= day && (latest == nil || held >= latest.Text("held_on")) {
			latest = r
		}
	}
	return latest
}

// tally is the figures of one state, ready to be counted as of any day.
type tally struct {
	w        *workspace.Workspace
	figures  []*counted
	findings []diag.Finding
}

// counted is one figure of a state.
type counted struct {
	figure     Figure // with its value, where that is known
	kind       string
	where, sum *expr.Program // sum is nil where records are counted
	// dated is set where the value hangs on the day. Otherwise it is known once it was counted.
	dated, known bool
	file         *source.File
	entry        document.Entry
}

// add reads one definition.
func (t *tally) add(env *expr.Env, file *source.File, e document.Entry) {
	text := func(keys ...string) string {
		n := e.Value
		for _, key := range keys {
			n = n.Get(key)
		}
		if n.IsScalar() {
			return n.Text
		}
		return ""
	}
	c := &counted{kind: text("count"), file: file, entry: e, figure: Figure{
		Name: e.Key, Publish: record.Profile(text("publish")), Label: locale.Text{SV: text("label", "sv"), EN: text("label", "en")},
	}}
	kind := t.w.Kinds.Named(c.kind)
	var err error
	if c.where, err = env.Compile(text("where")); err != nil || kind == nil {
		t.fail(c, fmt.Sprint(err))
		return
	}
	if e.Value.Get("sum") != nil {
		if c.sum, err = env.Compile(text("sum")); err != nil {
			t.fail(c, err.Error())
			return
		}
	}
	c.figure.Definition, c.dated = definition(t.w, kind, [2]string{text("where"), text("sum")}, c.where, c.sum)
	t.figures = append(t.figures, c)
}

// Source is a figure as a file defines it.
type Source struct {
	File  *source.File
	Entry document.Entry
}

// CountOf counts figures that stand elsewhere than in figures.yaml, in the same form, as of a day. Their conditions are
// compiled in an environment that may be of another state. Those that cannot be counted in the state are left out, and the
// findings tell why.
func CountOf(env *expr.Env, w *workspace.Workspace, asOf string, defined []Source) ([]Figure, []diag.Finding, error) {
	env, err := env.With(rules.Funcs(w))
	if err != nil {
		return nil, nil, err
	}
	t := &tally{w: w}
	for _, s := range defined {
		t.add(env, s.File, s.Entry)
	}
	return t.all(asOf), t.findings, nil
}

// at counts as of a day.
func (t *tally) at(asOf string) ([]Figure, error) {
	figures := t.all(asOf)
	return figures, t.err()
}

// all are the figures that can be counted, as of a day.
func (t *tally) all(asOf string) []Figure {
	today := day{w: t.w, vars: Vars(t.w, asOf), of: map[string][]map[string]any{}}
	figures := make([]Figure, 0, len(t.figures))
	for _, c := range t.figures {
		if !c.dated && c.known || t.count(c, today) {
			figures = append(figures, c.figure)
		}
	}
	return figures
}

// Vars are what a condition sees on a day, but for the record that it is about, self.
func Vars(w *workspace.Workspace, asOf string) map[string]any {
	vars := map[string]any{"as_of": asOf, "config": w.Config.Plain, "review": nil}
	if review := LatestReview(w, asOf); review != nil {
		vars["review"] = rules.Complete(w.Graph, review)
	}
	return vars
}

// day is what conditions see on a day.
type day struct {
	w    *workspace.Workspace
	vars map[string]any
	of   map[string][]map[string]any // by kind, for each record
}

// records are the variables of conditions for each record of a kind.
func (d *day) records(kind string) []map[string]any {
	all, known := d.of[kind]
	if !known {
		for _, r := range d.w.Graph.OfKind(kind) {
			vars := maps.Clone(d.vars)
			vars["self"] = rules.Complete(d.w.Graph, r)
			all = append(all, vars)
		}
		d.of[kind] = all
	}
	return all
}

// count counts a figure; false where it cannot be.
func (t *tally) count(c *counted, today day) bool {
	c.figure.Value, c.known = 0, true
	for _, vars := range today.records(c.kind) {
		n, err := count(vars, c.where, c.sum)
		if err != nil {
			t.fail(c, err.Error())
			return false
		}
		c.figure.Value += n
	}
	return true
}

// count is what a record adds to a figure: 0 where the condition does not hold, else the number to sum up, or 1.
func count(vars map[string]any, where, sum *expr.Program) (int, error) {
	if holds, err := where.Bool(vars); err != nil || !holds {
		return 0, err
	}
	if sum == nil {
		return 1, nil
	}
	v, err := sum.Value(vars)
	if err != nil {
		return 0, err
	}
	n, ok := v.(int64)
	if !ok {
		return 0, fmt.Errorf("sum gives %T, not a whole number", v)
	}
	return int(n), nil
}

func (t *tally) fail(c *counted, problem string) {
	name := c.figure.Name
	t.findings = append(t.findings, diag.Finding{
		Rule: "kind-invalid", File: c.file, Span: c.entry.KeySpan,
		Args: locale.Args{"problem": locale.Text{
			SV: "talet " + name + " kan inte räknas: " + problem, EN: "figure " + name + " cannot be computed: " + problem,
		}},
	})
}

func (t *tally) err() error {
	if len(t.findings) > 0 {
		return &workspace.SetupError{Findings: t.findings}
	}
	return nil
}

// Numbers are the values of figures by name.
func Numbers(figures []Figure) map[string]int {
	m := make(map[string]int, len(figures))
	for _, f := range figures {
		m[f.Name] = f.Value
	}
	return m
}

// Visible are the figures that a profile shows.
func Visible(all []Figure, p record.Profile) []Figure {
	return slices.DeleteFunc(slices.Clone(all), func(f Figure) bool { return !disclose.Profile(p).ShowsFigure(f.Publish) })
}

// WithoutFew leaves out the figures that a profile may not tell exactly.
func WithoutFew(figures []Figure, p record.Profile) []Figure {
	return slices.DeleteFunc(slices.Clone(figures), func(f Figure) bool { return !f.Exact(p) })
}
