package view

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/c8b10cf3/lis/internal/diag"
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

// Shown is the number as a profile may see it: in public, counts from 1 to 4 tell only that they are few.
func (f Figure) Shown(p record.Profile, lang locale.Lang) string {
	if f.few(p) {
		return lang.T("figure.few")
	}
	return fmt.Sprint(f.Value)
}

// few reports whether a profile may only know that the number is small.
func (f Figure) few(p record.Profile) bool { return p == record.Public && f.Value > 0 && f.Value < 5 }

// figuresFile defines the figures; a workspace may have one of its own in schema/.
const figuresFile = "figures.yaml"

// Figures computes all figures as of a day, ordered as they are defined. The error is a *workspace.SetupError where the
// workspace's own definitions are wrong.
func Figures(w *workspace.Workspace, asOf string) ([]Figure, error) {
	return new(Counting).Figures(w, asOf)
}

// Counting computes the figures of several states of a workspace, and reads once what they have in common. It may be used by
// several goroutines; the zero Counting is ready.
type Counting struct {
	once    sync.Once
	env     *expr.Env
	builtin *document.Document
	err     error
}

func (c *Counting) start() {
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

// Figures is [Figures] of one state.
func (c *Counting) Figures(w *workspace.Workspace, asOf string) ([]Figure, error) {
	if c.start(); c.err != nil {
		return nil, c.err
	}
	env, err := c.env.With(rules.Funcs(w.Graph))
	if err != nil {
		return nil, err
	}
	docs := []*document.Document{c.builtin}
	own := path.Join("schema", figuresFile)
	if data, ok := w.Files[own]; ok {
		docs = append(docs, document.ParseYAML(own, data))
	}
	n := counter{w: w, env: env, vars: map[string]any{"as_of": asOf, "config": w.Config.Plain, "review": nil}, of: map[string][]map[string]any{}}
	if review := LatestReview(w, asOf); review != nil {
		n.vars["review"] = rules.Complete(w.Graph, review)
	}
	var figures []Figure
	for _, doc := range docs {
		n.findings = append(n.findings, doc.Findings...)
		for _, e := range doc.Front.Entries {
			figures = append(figures, n.figure(doc.File, e))
		}
	}
	if len(n.findings) > 0 {
		return nil, &workspace.SetupError{Findings: n.findings}
	}
	return figures, nil
}

// LatestReview is the review held last on or before a day, or nil.
func LatestReview(w *workspace.Workspace, day string) *record.Record {
	var latest *record.Record
	for _, r := range w.Graph.OfKind("review") {
		held := r.Text("held_on")
		if held != "" && held <= day && (latest == nil || held >= latest.Text("held_on")) {
			latest = r
		}
	}
	return latest
}

type counter struct {
	w        *workspace.Workspace
	env      *expr.Env
	vars     map[string]any
	of       map[string][]map[string]any // what is counted of a kind: for each record the variables of conditions
	findings []diag.Finding
}

// figure reads one definition and counts.
func (c *counter) figure(file *source.File, e document.Entry) Figure {
	text := func(key string) string { return scalarText(e.Value.Get(key)) }
	label := e.Value.Get("label")
	f := Figure{Name: e.Key, Publish: record.Profile(text("publish")), Label: locale.Text{SV: scalarText(label.Get("sv")), EN: scalarText(label.Get("en"))}}
	kind := c.w.Kinds.Named(text("count"))
	where, err := c.env.Compile(text("where"))
	if err != nil || kind == nil {
		c.fail(file, e, fmt.Sprint(err))
		return f
	}
	var sum *expr.Program
	if e.Value.Get("sum") != nil {
		if sum, err = c.env.Compile(text("sum")); err != nil {
			c.fail(file, e, err.Error())
			return f
		}
	}
	f.Definition = definition(c.w, kind, [2]string{text("where"), text("sum")}, where, sum)
	for _, vars := range c.records(kind.Name) {
		n, err := count(vars, where, sum)
		if err != nil {
			c.fail(file, e, err.Error())
			return f
		}
		f.Value += n
	}
	return f
}

func scalarText(n *document.Node) string {
	if n.IsScalar() {
		return n.Text
	}
	return ""
}

// records are the variables of conditions for each record of a kind.
func (c *counter) records(kind string) []map[string]any {
	all, known := c.of[kind]
	if !known {
		for _, r := range c.w.Graph.OfKind(kind) {
			vars := maps.Clone(c.vars)
			vars["self"] = rules.Complete(c.w.Graph, r)
			all = append(all, vars)
		}
		c.of[kind] = all
	}
	return all
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

func (c *counter) fail(file *source.File, e document.Entry, problem string) {
	c.findings = append(c.findings, diag.Finding{
		Rule: "kind-invalid", File: file, Span: e.KeySpan,
		Args: locale.Args{"problem": locale.Text{
			SV: "talet " + e.Key + " kan inte räknas: " + problem, EN: "figure " + e.Key + " cannot be counted: " + problem,
		}},
	})
}

// FigureMap is the figures by name.
func FigureMap(figures []Figure) map[string]int {
	m := make(map[string]int, len(figures))
	for _, f := range figures {
		m[f.Name] = f.Value
	}
	return m
}

// FigureNames are the names of the figures, sorted.
func FigureNames(figures []Figure) []string { return slices.Sorted(maps.Keys(FigureMap(figures))) }

// WithoutFew leaves out the figures that a profile may not tell exactly.
func WithoutFew(figures []Figure, p record.Profile) []Figure {
	return slices.DeleteFunc(slices.Clone(figures), func(f Figure) bool { return f.few(p) })
}
