package rules

import (
	"slices"
	"sync"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Set is the rules that apply in a workspace: those of the program and those of its kinds, by id.
type Set struct {
	Rules []Rule
	byID  map[string]*Rule

	workspace  *workspace.Workspace
	conditions map[string][]*condition // by kind
	baseline   *baseline
	chosen     sync.Map // of [Set.choices], by choiceKey
	ownSteps   uint64   // see [ownSteps]
}

// New collects and compiles the rules of a workspace. The error is a *workspace.SetupError if a kind states a rule wrongly,
// lis.yaml sets the severity of an unknown rule, or baseline.yaml is malformed.
func New(w *workspace.Workspace) (*Set, error) {
	s := &Set{byID: map[string]*Rule{}, workspace: w, conditions: map[string][]*condition{}, ownSteps: ownSteps}
	s.Rules = List(w.Kinds)
	for i := range s.Rules {
		s.byID[s.Rules[i].ID] = &s.Rules[i]
	}
	env, err := expr.New(Funcs(w))
	if err != nil {
		return nil, err
	}
	trial := sync.OnceValue(func() *Trial {
		t, err := NewTrial(w.Kinds, w.Config.Plain)
		if err != nil {
			return nil
		}
		return t
	})
	var findings []diag.Finding
	size := 0 // of the conditions that are not our own
	for _, kind := range w.Kinds.List {
		for i := range kind.Rules {
			by := env.Compile
			if before := size; kind.Rules[i].Own {
				if size += kind.Rules[i].Size(); size > expr.TextsLimit {
					if before <= expr.TextsLimit {
						findings = append(findings, tooMany(&kind.Rules[i]))
					}
					continue
				}
			}
			if kind.Rules[i].Own {
				by = env.CompileLimited
			}
			c, found := compile(by, kind, &kind.Rules[i])
			c.trial = trial
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

// tooMany reports the first rule at which all conditions together are longer than is read.
func tooMany(src *record.RuleSource) diag.Finding {
	args := locale.Args{"n": expr.TextsLimit, "rule": src.ID}
	return diag.Finding{Rule: "kind-invalid", File: src.File, Span: src.Span, Args: locale.Args{"problem": locale.Say("kind.conditions-many", args).Text()}}
}

// Faults returns what is wrong in the workspace's own kinds although records can be read and rules be run: those that the kinds
// have, and conditions that name what does not exist or fail for records that there could be. For states of the past nobody needs
// to ask.
func (s *Set) Faults() ([]diag.Finding, error) {
	findings := slices.Clone(s.workspace.Kinds.Faults)
	var trial *Trial
	for _, kind := range s.workspace.Kinds.List {
		for _, c := range s.conditions[kind.Name] {
			if !c.source.Own || kind.Faulty {
				continue
			}
			if trial == nil {
				var err error
				if trial, err = NewTrial(s.workspace.Kinds, s.workspace.Config.Plain); err != nil {
					return nil, err
				}
			}
			findings = append(findings, c.faults(trial, kind)...)
		}
	}
	return findings, nil
}

// List returns all rules, by id: those of the program and those of the kinds. Their conditions are not compiled.
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

// About returns the rules that are about a kind, in the order given, and those that are about no kind in particular.
func About(all []Rule, kind string) (own, common []Rule) {
	for _, r := range all {
		switch {
		case len(r.Kinds) == 0:
			common = append(common, r)
		case slices.Contains(r.Kinds, kind):
			own = append(own, r)
		}
	}
	return own, common
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

// Kinds returns the kinds of the workspace.
func (s *Set) Kinds() *record.Kinds { return s.workspace.Kinds }

// Rule returns the rule with that id, or nil.
func (s *Set) Rule(id string) *Rule { return s.byID[id] }

// IDs returns the ids of all rules, sorted.
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

// Funcs returns the functions of the rule language over the records of a workspace.
func Funcs(w *workspace.Workspace) expr.Funcs {
	g := w.Graph
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
		Over: func(of map[string]any, day string) bool {
			id, _ := of["id"].(string)
			kind, _ := of["kind"].(string)
			k := w.Kinds.Named(kind)
			return k != nil && g.Over(&record.Record{ID: id, Kind: k, Values: of}, day)
		},
	}
}

// Complete returns a record as conditions see it. A reference to a catalogue entry is its full id, so that ref() finds it even if
// a control record has the same number as its id.
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
