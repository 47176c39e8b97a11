package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Set is the rules that hold in a workspace: those of the program and those of its kinds, by id.
type Set struct {
	Rules []Rule
	byID  map[string]*Rule

	workspace  *workspace.Workspace
	conditions map[string][]*condition // by kind
	baseline   *baseline
}

// New gathers and compiles the rules of a workspace. The error is a *workspace.SetupError where a rule of the workspace
// cannot be compiled, or lis.yaml sets the severity of a rule that there is not.
func New(w *workspace.Workspace) (*Set, error) {
	s := &Set{byID: map[string]*Rule{}, workspace: w, conditions: map[string][]*condition{}}
	s.Rules = List(w.Kinds)
	for i := range s.Rules {
		s.byID[s.Rules[i].ID] = &s.Rules[i]
	}
	env, err := expr.New(Funcs(w.Graph))
	if err != nil {
		return nil, err
	}
	var findings []diag.Finding
	for _, kind := range w.Kinds.List {
		for i := range kind.Rules {
			c, found := compile(env, &kind.Rules[i])
			findings = append(findings, found...)
			s.conditions[kind.Name] = append(s.conditions[kind.Name], c)
			s.byID[c.source.ID].Reads = c.reads
		}
	}
	findings = append(findings, checkSources(w.Kinds)...)
	findings = append(findings, s.checkConfig()...)
	var malformed []diag.Finding
	s.baseline, malformed = readBaseline(w)
	findings = append(findings, malformed...)
	if len(findings) > 0 {
		return nil, &workspace.SetupError{Findings: findings}
	}
	return s, nil
}

// List is every rule, by id: those of the program and those of the kinds. Their conditions are not compiled.
func List(kinds *record.Kinds) []Rule {
	all := slices.Clone(Builtin)
	for _, kind := range kinds.List {
		for _, src := range kind.Rules {
			all = append(all, fromSource(kind, src))
		}
	}
	slices.SortStableFunc(all, func(a, b Rule) int { return graph.CompareIDs(a.ID, b.ID) })
	return all
}

func fromSource(kind *record.Kind, src record.RuleSource) Rule {
	gravest := diag.Off
	for _, c := range src.Severity {
		gravest = max(gravest, c.Severity)
	}
	return Rule{
		ID: src.ID, Severity: gravest, Kinds: []string{kind.Name}, Message: src.Message, Hint: src.Hint, Why: src.Why,
		Source: src.Source, Replaces: src.Replaces, Own: kind.Own,
	}
}

// Rule is the rule with that id, or nil.
func (s *Set) Rule(id string) *Rule { return s.byID[id] }

// IDs are the ids of all rules, sorted.
func (s *Set) IDs() []string {
	ids := make([]string, len(s.Rules))
	for i, r := range s.Rules {
		ids[i] = r.ID
	}
	return ids
}

func (s *Set) checkConfig() []diag.Finding {
	var findings []diag.Finding
	config := s.workspace.Config.Record
	rules := config.Doc.Front.Get("rules")
	if rules == nil {
		return nil
	}
	for _, e := range rules.Entries {
		if s.Rule(e.Key) != nil {
			continue
		}
		args := s.unknownRule(e.Key)
		args["field"] = "rules"
		f := diag.Finding{Rule: "value-unknown", File: config.File(), Span: e.KeySpan, Field: "rules." + e.Key, Args: args}
		findings = append(findings, f)
	}
	return findings
}

// Funcs are the functions of the rule language over a graph.
func Funcs(g *graph.Graph) expr.Funcs {
	return expr.Funcs{
		Ref: func(id string) any {
			if r := g.Named(id); r != nil {
				return Complete(g, r)
			}
			return nil
		},
		Backlinks: func(id, kind, field string) []any {
			var out []any
			if to := g.Named(id); to != nil {
				for _, r := range g.BacklinksFrom(to, kind, field) {
					out = append(out, Complete(g, r))
				}
			}
			return out
		},
	}
}

// Complete is a record as conditions see it. A reference to an entry of a catalogue is its whole id, so that ref() finds it
// even where a control record bears the same number.
func Complete(g *graph.Graph, r *record.Record) map[string]any {
	values := r.Complete()
	cloned := false
	for _, ref := range g.Refs(r) {
		if ref.To.Kind.Name != record.CatalogueKind || values[ref.Field] == nil || values[ref.Field] == ref.To.ID {
			continue
		}
		if !cloned {
			copied := make(map[string]any, len(values))
			for k, v := range values {
				copied[k] = v
			}
			values, cloned = copied, true
		}
		values[ref.Field] = ref.To.ID
	}
	return values
}

// condition is a rule of a kind, compiled.
type condition struct {
	source       *record.RuleSource
	when, assert *expr.Program
	severity     []*expr.Program // nil where it always holds
	with         map[string]*expr.Program
	reads        []string
}

// compile compiles a rule; the findings tell what cannot be.
func compile(env *expr.Env, src *record.RuleSource) (*condition, []diag.Finding) {
	c := &condition{source: src, with: map[string]*expr.Program{}}
	var findings []diag.Finding
	one := func(text, key string) *expr.Program {
		if text == "" {
			return nil
		}
		p, err := env.Compile(text)
		if err != nil {
			findings = append(findings, conditionFinding(src, key, err))
			return nil
		}
		for _, path := range p.Reads() {
			if path != "" && path != "id" && path != "kind" && !slices.Contains(c.reads, path) {
				c.reads = append(c.reads, path)
			}
		}
		return p
	}
	c.when, c.assert = one(src.When, "when"), one(src.Assert, "assert")
	reads := c.reads
	for i, s := range src.Severity {
		c.severity = append(c.severity, one(s.When, fmt.Sprintf("severity[%d].when", i)))
	}
	for name, text := range src.With {
		c.with[name] = one(text, "with."+name)
	}
	c.reads = reads
	slices.Sort(c.reads)
	return c, findings
}

func conditionFinding(src *record.RuleSource, key string, err error) diag.Finding {
	span, ok := src.Spans[key]
	if !ok {
		span = src.Span
	}
	problem := locale.Text{SV: "villkoret i " + src.ID + " kan inte läsas", EN: "the condition of " + src.ID + " cannot be read"}
	var e *expr.Error
	if errors.As(err, &e) {
		if span.Start.Line == span.End.Line && e.Line == 1 {
			column := span.Start.Column + e.Column - 1
			if text := src.File.Text(span); strings.HasPrefix(text, `"`) || strings.HasPrefix(text, `'`) {
				column++
			}
			span = source.At(source.Pos{Line: span.Start.Line, Column: column})
		}
		problem.SV += " (" + e.Message + ")"
		problem.EN += " (" + e.Message + ")"
	}
	return diag.Finding{Rule: "kind-invalid", File: src.File, Span: span, Args: locale.Args{"problem": problem}}
}

// ask asks the rule of a record and returns what it finds, or nil.
func (c *condition) ask(r *record.Record, vars map[string]any) *diag.Finding {
	if !r.Readable(c.reads, c.source.Replaces) {
		return nil
	}
	if c.when != nil {
		if holds, err := c.when.Bool(vars); err != nil || !holds {
			return c.failed(r, err)
		}
	}
	if fine, err := c.assert.Bool(vars); err != nil || fine {
		return c.failed(r, err)
	}
	args := locale.Args{}
	for name, p := range c.with {
		v, err := p.Value(vars)
		if err != nil {
			return c.failed(r, err)
		}
		args[name] = v
	}
	f := graph.Finding(r, c.source.ID, c.source.At, args)
	for i, p := range c.severity {
		holds := p == nil
		if !holds {
			var err error
			if holds, err = p.Bool(vars); err != nil {
				return c.failed(r, err)
			}
		}
		if holds {
			f.Severity = c.source.Severity[i].Severity
			break
		}
	}
	return &f
}

// failed is the finding about a rule that could not be evaluated; nil where there is no error.
func (c *condition) failed(r *record.Record, err error) *diag.Finding {
	if err == nil {
		return nil
	}
	f := graph.Finding(r, "rule-failed", c.source.At, locale.Args{"rule": c.source.ID, "problem": err.Error()})
	return &f
}
