// Package figures computes the numbers that reports print. They are defined in schema/figures.yaml and by a workspace, and are
// counted in one state as of a day, at points of history, and as series over these. The package knows what a number means, so
// that numbers with different meanings are not compared. It never prints a figure, and gets states only from its caller. Start
// reading at [Count]; [Past.Fill] computes the figures of history, and [Over] joins them to series.
package figures

import (
	"fmt"
	"maps"
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
	Kind       string // whose records it counts
	Own        bool   // a workspace defines it
	// Parts are figures that count parts of this one apart: names with blanks between, and a semicolon between one way to divide it and
	// the next.
	Parts string
	// Trace stands for the counted records: figures that count the same have the same, and those of parts add up to that of the whole.
	Trace uint64
	// Rough is how much of the number everyone may know, with the others of its state and day; [Roughen] sets it.
	Rough disclose.Rough
}

// Shown returns the number as a profile can see it: in words if the profile may only know that it is small, or that it is not.
func (f Figure) Shown(p record.Profile, lang locale.Lang) string {
	if rough := disclose.Profile(p).Roughly(f.Value, f.Rough); rough != disclose.Exact {
		return lang.T("figure." + string(rough))
	}
	return fmt.Sprint(f.Value)
}

// Exact reports whether a profile may know the number itself.
func (f Figure) Exact(p record.Profile) bool {
	return disclose.Profile(p).ShowsExactly(f.Value, f.Rough)
}

// Hidden reports whether a profile may know nothing of the number.
func (f Figure) Hidden(p record.Profile) bool {
	return disclose.Profile(p).Roughly(f.Value, f.Rough) == disclose.Nothing
}

// figuresFile defines the figures; a workspace can have its own in ownFile. dashboardFile, which package dashboard reads, defines
// those that only pages show.
const (
	figuresFile   = "figures.yaml"
	ownFile       = "schema/" + figuresFile
	dashboardFile = "dashboard.yaml"
)

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
	// reserved are the names of the figures that the program's dashboard defines, bars the parts of figures that it shows.
	reserved []string
	budget   *expr.Budget // of the workspace's own figures in all states together
	bars     []disclose.Sum
	err      error
}

// The steps that the conditions of a workspace's own figures take: together for one state on one day, and for all states.
const (
	stateSteps = 5_000_000
	totalSteps = 30_000_000
)

func (c *Counter) start() {
	c.once.Do(func() {
		var data []byte
		if data, c.err = schema.FS.ReadFile(figuresFile); c.err != nil {
			c.err = fmt.Errorf("read %s: %w", figuresFile, c.err)
			return
		}
		c.builtin = document.ParseYAML(ownFile, data)
		if data, c.err = schema.FS.ReadFile(dashboardFile); c.err != nil {
			c.err = fmt.Errorf("read %s: %w", dashboardFile, c.err)
			return
		}
		front := document.ParseYAML("schema/"+dashboardFile, data).Front
		for _, e := range front.Get("figures").Entries {
			c.reserved = append(c.reserved, e.Key)
		}
		c.budget = expr.NewBudget(totalSteps)
		c.bars = shownSums(front)
		c.env, c.err = expr.New(expr.Funcs{})
	})
}

// Count is [Count] for one state.
func (c *Counter) Count(w *workspace.Workspace, asOf string) ([]Figure, error) {
	t, err := c.tally(w, nil)
	if err != nil {
		return nil, err
	}
	return t.at(asOf)
}

// tally reads the definitions of the figures for a state. With a trial it also finds what is wrong with those of the workspace
// although they can be counted.
func (c *Counter) tally(w *workspace.Workspace, trial *rules.Trial) (*tally, error) {
	if c.start(); c.err != nil {
		return nil, c.err
	}
	env, err := c.env.With(rules.Funcs(w))
	if err != nil {
		return nil, err
	}
	t := &tally{w: w, env: env, reserved: c.reserved, trial: trial, total: c.budget}
	for _, e := range c.builtin.Front.Entries {
		t.add(Source{File: c.builtin.File, Entry: e})
	}
	if data, ok := w.Files[ownFile]; ok {
		own := document.ParseYAML(ownFile, data)
		t.findings = append(t.findings, record.AboutKinds(own.Findings)...)
		for _, e := range own.Front.Entries {
			t.addOwn(Source{File: own.File, Entry: e, Own: true})
		}
	}
	bars := c.bars
	if data, ok := w.Files["schema/"+dashboardFile]; ok {
		bars = slices.Concat(bars, shownSums(document.ParseYAML("schema/"+dashboardFile, data).Front))
	}
	t.addParts(bars)
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
	env      *expr.Env
	trial    *rules.Trial // nil if only what keeps figures from being counted matters
	reserved []string     // names that a figure of the workspace cannot have besides those of figures
	total    *expr.Budget // of own figures, in this state and others
	figures  []*counted
	findings []diag.Finding // about figures that cannot be counted
	faults   []diag.Finding // about what is wrong with the others, and does not keep a state of the past from being counted
}

// counted is one figure of a state.
type counted struct {
	figure     Figure // with its value, if that is known
	kind       string
	where, sum *expr.Program // sum is nil if records are counted
	// dated is set if the value depends on the day. If not, the value is known once it has been counted.
	dated, known bool
	source       Source
	faulty       bool // something is wrong with it that was reported
}

// Source is a figure as a file defines it.
type Source struct {
	File  *source.File
	Entry document.Entry
	Own   bool // the file is the workspace's
}

// text returns the text at a key; "" if there is none.
func (s Source) text(keys ...string) string {
	n := s.Entry.Value
	for _, key := range keys {
		n = n.Get(key)
	}
	if n.IsScalar() {
		return n.Text
	}
	return ""
}

// both returns the text at a key in both languages.
func (s Source) both(key string) locale.Text {
	if same := s.text(key); same != "" {
		return locale.Same(same)
	}
	return locale.Text{SV: s.text(key, "sv"), EN: s.text(key, "en")}
}

// span returns the place of the value at a key, or of the name of the figure if it has none.
func (s Source) span(key string) source.Span {
	if n := s.Entry.Value.Get(key); n != nil && n.Kind != document.Null {
		return n.Span
	}
	return s.Entry.KeySpan
}

// add reads one definition.
func (t *tally) add(s Source) {
	c := &counted{kind: s.text("count"), source: s, figure: Figure{
		Name: s.Entry.Key, Publish: record.Profile(s.text("publish")), Label: s.both("label"), Parts: partsOf(s), Own: s.Own,
	}}
	c.figure.Kind = c.kind
	kind := t.w.Kinds.Named(c.kind)
	if kind == nil || kind.Folder == "" {
		t.report(s, s.noKind(t.w.Kinds))
		return
	}
	if c.where, c.sum = t.compile(s, "where", expr.Truth), t.compile(s, "sum", expr.Whole); c.where == nil || c.sum == nil && s.Entry.Value.Get("sum") != nil {
		return
	}
	if c.figure.Label.IsZero() {
		c.figure.Label = locale.Same(c.figure.Name)
	}
	if s.Own {
		c.figure.Publish = widest(t.w.Kinds, kind, s.text("publish"), c.where, c.sum)
	}
	c.figure.Definition, c.dated = definition(t.w, kind, [2]string{s.text("where"), s.text("sum")}, c.where, c.sum)
	t.figures = append(t.figures, c)
}

// report adds a finding about a figure that cannot be counted, unless the cause is a misspelt key, or a value of a form that the key
// cannot have: these are reported by themselves.
func (t *tally) report(s Source, f diag.Finding) {
	key, missing := f.Args["missing"].(string)
	if !missing || !misspelt(s.Entry.Value, key) {
		t.findings = append(t.findings, f)
	}
}

// compile compiles the condition at a key. It returns nil if there is none, and if it is wrong, which is then reported.
func (t *tally) compile(s Source, key string, want expr.Result) *expr.Program {
	if s.text(key) == "" {
		if key == "where" {
			t.report(s, s.missing(key))
		}
		return nil
	}
	by := t.env.Compile
	if s.Own {
		by = t.env.CompileLimited
	}
	p, err := by(s.text(key), want)
	if err != nil {
		t.findings = append(t.findings, s.failed(key, err))
		return nil
	}
	return p
}

// CountOf counts figures that are defined outside figures.yaml, in the same form, as of a day. Their conditions are compiled in
// env, which can be that of another state. Figures that cannot be counted in the state are left out, and the findings say why.
func CountOf(env *expr.Env, w *workspace.Workspace, asOf string, defined []Source) ([]Figure, []diag.Finding, error) {
	env, err := env.With(rules.Funcs(w))
	if err != nil {
		return nil, nil, err
	}
	t := &tally{w: w, env: env, total: expr.NewBudget(totalSteps)}
	if slices.ContainsFunc(defined, func(s Source) bool { return s.Own }) {
		if t.trial, err = rules.NewTrial(w.Kinds, w.Config.Plain); err != nil {
			return nil, nil, err
		}
	}
	for _, s := range defined {
		if s.Own {
			t.addChecked(s)
			continue
		}
		t.add(s)
	}
	t.figures = slices.DeleteFunc(t.figures, func(c *counted) bool { return c.faulty })
	all := t.all(asOf)
	return all, slices.Concat(t.findings, t.faults), nil
}

// at returns the figures as of a day, or an error if any of them is wrong.
func (t *tally) at(asOf string) ([]Figure, error) {
	figures := t.all(asOf)
	return figures, t.err()
}

// all returns the figures that can be counted, as of a day.
func (t *tally) all(asOf string) []Figure {
	today := day{w: t.w, vars: Vars(t.w, asOf), of: map[string][]entry{}}
	today.budget = expr.NewBudget(stateSteps)
	figures := make([]Figure, 0, len(t.figures))
	for _, c := range t.figures {
		if t.total.Spent() && c.source.Own { // which state was the last depends on which were counted first: it is not named
			t.findings = append(t.findings, c.source.failed("where", &expr.Error{Problem: locale.Say("condition.spent").Text()}))
			break
		}
		if !c.dated && c.known || t.count(c, today) {
			figures = append(figures, c.figure)
		}
	}
	t.total.Take(today.budget.Taken())
	Roughen(figures)
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
	of   map[string][]entry // by kind

	budget *expr.Budget // of own figures
}

// entry is a record with the variables of conditions about it.
type entry struct {
	record *record.Record
	vars   map[string]any
}

// records returns the records of a kind.
func (d *day) records(kind string) []entry {
	all, known := d.of[kind]
	if !known {
		for _, r := range d.w.Graph.OfKind(kind) {
			vars := maps.Clone(d.vars)
			vars["self"] = rules.Complete(d.w.Graph, r)
			all = append(all, entry{r, vars})
		}
		d.of[kind] = all
	}
	return all
}

// count counts a figure, and reports whether it could.
func (t *tally) count(c *counted, today day) bool {
	c.figure.Value, c.figure.Trace, c.known = 0, 0, true
	for _, e := range today.records(c.kind) {
		n, err := count(e.vars, c.where.On(today.budget), c.sum.On(today.budget))
		if err != nil && len(e.record.Invalid) > 0 { // what is wrong with the record is reported there
			continue
		}
		if err != nil {
			key := "where"
			if c.sum != nil && holds(e.vars, c.where) {
				key = "sum"
			}
			if !c.faulty { // else the cause has been reported
				t.findings = append(t.findings, c.source.failed(key, t.reason(c, key, err)))
			}
			return false
		}
		c.figure.Value += n
		c.figure.Trace += uint64(n) * trace(e.record)
	}
	return true
}

// reason returns why a condition failed for a record: which field is empty, if that is known to be why.
func (t *tally) reason(c *counted, key string, err error) error {
	if t.trial == nil {
		return err
	}
	if wrong := t.trial.Empty(t.w.Kinds.Named(c.kind), c.source.text(key), expr.Anything); wrong != nil {
		return wrong
	}
	return err
}

// count returns what a record adds to a figure: 0 if the condition does not hold, else the value of sum, or 1 if sum is nil. A value
// that is missing adds nothing.
func count(vars map[string]any, where, sum *expr.Program) (int, error) {
	if holds, err := where.Bool(vars); err != nil || !holds {
		return 0, err
	}
	if sum == nil {
		return 1, nil
	}
	if v, err := sum.Value(vars); err != nil || v == nil {
		return 0, err
	}
	return sum.Whole(vars)
}

// holds reports whether a condition can be evaluated and holds.
func holds(vars map[string]any, p *expr.Program) bool {
	yes, err := p.Bool(vars)
	return err == nil && yes
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
