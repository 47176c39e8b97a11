// Package figures computes the numbers that reports print. They are defined in schema/figures.yaml and by a workspace, and are
// counted in one state as of a day, at points of history, and as series over these. The package knows what a number means, so
// that numbers with different meanings are not compared. It never prints a figure, and gets states only from its caller. Start
// reading at [Count]; [Past.Fill] computes the figures of history, and [Over] joins them to series.
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

// Figure is one number that reports print. It counts all records, regardless of what a profile shows of them.
type Figure struct {
	Name    string
	Label   locale.Text
	Value   int
	Publish record.Profile // the widest profile that can show it
	// Definition is a short hash of all that gives the number its meaning. Figures with different definitions cannot be compared;
	// [Compare] returns why.
	Definition string
}

// Shown returns the number as a profile can see it: in words if the profile may only know that it is small.
func (f Figure) Shown(p record.Profile, lang locale.Lang) string {
	if !f.Exact(p) {
		return lang.T("figure.few")
	}
	return fmt.Sprint(f.Value)
}

// Exact reports whether a profile may know the number itself, and not only that it is small.
func (f Figure) Exact(p record.Profile) bool {
	return disclose.Profile(p).ShowsExactly(f.Value)
}

// figuresFile defines the figures; a workspace can have its own in schema/.
const figuresFile = "figures.yaml"

// Count counts all figures of a state as of a day, in the order of their definitions. The error is a *workspace.SetupError if the
// workspace's own definitions are wrong.
func Count(w *workspace.Workspace, asOf string) ([]Figure, error) {
	return new(Counter).Count(w, asOf)
}

// Counter counts the figures of several states of a workspace, and reads once what they have in common. It is safe for concurrent
// use; the zero Counter is ready to use.
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

// Count is [Count] for one state.
func (c *Counter) Count(w *workspace.Workspace, asOf string) ([]Figure, error) {
	t, err := c.tally(w)
	if err != nil {
		return nil, err
	}
	return t.at(asOf)
}

// tally reads the definitions of the figures for a state.
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

// LatestReview returns the last review held on or before a day, or nil.
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

// tally has the figures of one state, ready to be counted as of any day.
type tally struct {
	w        *workspace.Workspace
	figures  []*counted
	findings []diag.Finding
}

// counted is one figure of a state.
type counted struct {
	figure     Figure // with its value, if that is known
	kind       string
	where, sum *expr.Program // sum is nil if records are counted
	// dated is set if the value depends on the day. If not, the value is known once it has been counted.
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

// CountOf counts figures that are defined outside figures.yaml, in the same form, as of a day. Their conditions are compiled in
// env, which can be that of another state. Figures that cannot be counted in the state are left out, and the findings say why.
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

// at returns the figures as of a day, or an error if any of them is wrong.
func (t *tally) at(asOf string) ([]Figure, error) {
	figures := t.all(asOf)
	return figures, t.err()
}

// all returns the figures that can be counted, as of a day.
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

// Vars returns the variables of conditions on a day, except self, the record that the condition is about.
func Vars(w *workspace.Workspace, asOf string) map[string]any {
	vars := map[string]any{"as_of": asOf, "config": w.Config.Plain, "review": nil}
	if review := LatestReview(w, asOf); review != nil {
		vars["review"] = rules.Complete(w.Graph, review)
	}
	return vars
}

// day holds the variables of conditions on a day.
type day struct {
	w    *workspace.Workspace
	vars map[string]any
	of   map[string][]map[string]any // by kind, for each record
}

// records returns the variables of conditions for each record of a kind.
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

// count counts a figure, and reports whether it could.
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

// count returns what a record adds to a figure: 0 if the condition does not hold, else the value of sum, or 1 if sum is nil.
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

// Numbers returns the values of figures by name.
func Numbers(figures []Figure) map[string]int {
	m := make(map[string]int, len(figures))
	for _, f := range figures {
		m[f.Name] = f.Value
	}
	return m
}

// Visible returns the figures that a profile shows.
func Visible(all []Figure, p record.Profile) []Figure {
	return slices.DeleteFunc(slices.Clone(all), func(f Figure) bool { return !disclose.Profile(p).ShowsFigure(f.Publish) })
}

// WithoutFew leaves out the figures whose exact value a profile must not know.
func WithoutFew(figures []Figure, p record.Profile) []Figure {
	return slices.DeleteFunc(slices.Clone(figures), func(f Figure) bool { return !f.Exact(p) })
}
