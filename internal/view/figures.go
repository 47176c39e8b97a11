package view

import (
	"fmt"
	"maps"
	"path"
	"slices"

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
}

// Shown is the number as a profile may see it: in public, counts from 1 to 4 tell only that they are few.
func (f Figure) Shown(p record.Profile, lang locale.Lang) string {
	if p == record.Public && f.Value > 0 && f.Value < 5 {
		return lang.T("figure.few")
	}
	return fmt.Sprint(f.Value)
}

// figuresFile defines the figures; a workspace may have one of its own in schema/.
const figuresFile = "figures.yaml"

// Figures computes all figures as of a day, ordered as they are defined. The error is a *workspace.SetupError where the
// workspace's own definitions are wrong.
func Figures(w *workspace.Workspace, asOf string) ([]Figure, error) {
	env, err := expr.New(rules.Funcs(w.Graph))
	if err != nil {
		return nil, err
	}
	builtin, err := schema.FS.ReadFile(figuresFile)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", figuresFile, err)
	}
	docs := []*document.Document{document.ParseYAML("schema/"+figuresFile, builtin)}
	own := path.Join("schema", figuresFile)
	if data, ok := w.Files[own]; ok {
		docs = append(docs, document.ParseYAML(own, data))
	}
	c := counter{w: w, env: env, vars: map[string]any{"as_of": asOf, "config": w.Config.Plain, "review": nil}}
	if review := LatestReview(w, asOf); review != nil {
		c.vars["review"] = rules.Complete(w.Graph, review)
	}
	var figures []Figure
	for _, doc := range docs {
		c.findings = append(c.findings, doc.Findings...)
		for _, e := range doc.Front.Entries {
			figures = append(figures, c.figure(doc.File, e))
		}
	}
	if len(c.findings) > 0 {
		return nil, &workspace.SetupError{Findings: c.findings}
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
	findings []diag.Finding
}

// figure reads one definition and counts.
func (c *counter) figure(file *source.File, e document.Entry) Figure {
	text := func(n *document.Node) string {
		if n.IsScalar() {
			return n.Text
		}
		return ""
	}
	label := e.Value.Get("label")
	f := Figure{
		Name: e.Key, Publish: record.Profile(text(e.Value.Get("publish"))),
		Label: locale.Text{SV: text(label.Get("sv")), EN: text(label.Get("en"))},
	}
	kind := text(e.Value.Get("count"))
	where, err := c.env.Compile(text(e.Value.Get("where")))
	if err != nil || c.w.Kinds.Named(kind) == nil {
		c.fail(file, e, fmt.Sprint(err))
		return f
	}
	var sum *expr.Program
	if v := e.Value.Get("sum"); v != nil {
		if sum, err = c.env.Compile(text(v)); err != nil {
			c.fail(file, e, err.Error())
			return f
		}
	}
	for _, r := range c.w.Graph.OfKind(kind) {
		n, err := c.count(r, where, sum)
		if err != nil {
			c.fail(file, e, err.Error())
			return f
		}
		f.Value += n
	}
	return f
}

// count is what a record adds to a figure: 0 where the condition does not hold, else the number to sum up, or 1.
func (c *counter) count(r *record.Record, where, sum *expr.Program) (int, error) {
	vars := maps.Clone(c.vars)
	vars["self"] = rules.Complete(c.w.Graph, r)
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
	return slices.DeleteFunc(slices.Clone(figures), func(f Figure) bool { return p == record.Public && f.Value > 0 && f.Value < 5 })
}
