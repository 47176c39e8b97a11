package rules

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"unicode"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/graph"
	commits "github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
	"golang.org/x/sync/errgroup"
)

// Options are the options of a check.
type Options struct {
	AsOf string // day as text
	// Today is set if AsOf is the present day: then a revision from the future has a wrong date.
	Today      bool
	HistoryCut bool // the history is incomplete, as in a shallow clone, or cannot be read
	// Trail reads the history of the records when a rule first needs it; nil without git.
	Trail func() *trail.Trail
	// Line reads the accepted revisions, newest first, when a rule first needs them; nil without git.
	Line func() []commits.Accepted
	// Tags returns the commits of the tags that reviews use; nil without git.
	Tags func() map[string]commits.Hash
	// Fixed returns the records of a commit that may no longer change; nil without git. See [Pass].
	Fixed func(commits.Hash) (then []*record.Record, ok bool)
	// Unread returns what lies in the workspace and is not read; nil if that is not asked.
	Unread func() *workspace.Unread
}

// Check runs every rule and returns the results in the order of [diag.CompareResults]. [Set.Tell] puts them into words. The error
// is that of the context if it was cancelled.
func (s *Set) Check(ctx context.Context, opts Options) ([]diag.Result, error) {
	p := &Pass{Workspace: s.workspace, AsOf: opts.AsOf, Today: opts.Today, HistoryCut: opts.HistoryCut, Trail: opts.Trail, Line: opts.Line, Tags: opts.Tags, Fixed: opts.Fixed}
	p.findings = p.withoutUnneeded(slices.Clone(s.workspace.Findings))
	if opts.Unread != nil {
		if unread := opts.Unread(); unread != nil {
			p.findings = append(s.withoutUnread(p.findings, unread), unread.Findings...)
		}
	}
	for _, rule := range s.Rules {
		if rule.Check != nil && ctx.Err() == nil {
			rule.Check(p)
		}
	}
	found, err := s.askConditions(ctx, p)
	if err != nil {
		return nil, err
	}
	p.findings = append(p.findings, found...)
	p.findings = s.withoutReplaced(p.findings)
	s.askAfter(p)
	waived, more := s.waive(p, p.findings)
	var out []diag.Result
	for i, f := range append(p.findings, more...) {
		r, on := s.judge(f)
		if !on {
			continue
		}
		if waiver, ok := waived[i]; ok && r.Standing == diag.Open {
			r.Standing, r.Waiver = diag.Waived, waiver
		}
		out = append(out, r)
	}
	for _, f := range s.baseline.accept(out) {
		if r, on := s.judge(f); on {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, diag.CompareResults)
	if limited := s.limited(out); len(limited) < len(out) {
		out = limited
		slices.SortStableFunc(out, diag.CompareResults)
	}
	return out, ctx.Err()
}

// withoutUnread drops findings about references and links to records that are there but not read: the cause is told by itself.
func (s *Set) withoutUnread(findings []diag.Finding, unread *workspace.Unread) []diag.Finding {
	return slices.DeleteFunc(findings, func(f diag.Finding) bool {
		if f.Rule != "ref-unknown" && f.Rule != "link-broken" {
			return false
		}
		id, _ := f.Args["ref"].(string)
		kind := s.workspace.Kinds.Prefixed(id)
		return unread.IDs[id] || kind != nil && unread.Kinds[kind.Name]
	})
}

// askAfter runs the rules that depend on what the others found.
func (s *Set) askAfter(p *Pass) {
	waived, _ := s.waive(p, p.findings)
	var serious []diag.Finding
	for i, f := range p.findings {
		if _, ok := waived[i]; !ok && s.severity(f) == diag.Error {
			serious = append(serious, f)
		}
	}
	for _, rule := range s.Rules {
		if rule.After != nil {
			rule.After(p, serious)
		}
	}
}

// ownSteps is how many steps the conditions of the workspace's own rules take together in one check, at most.
const ownSteps = 30_000_000

// askConditions runs the rules of the kinds, on several records at a time. If the workspace's own take too many steps they are run
// again, one record after the other, so that what is not evaluated does not depend on who was first.
func (s *Set) askConditions(ctx context.Context, p *Pass) ([]diag.Finding, error) {
	budget := expr.NewBudget(s.ownSteps)
	found, err := s.askRecords(ctx, p, func(*condition) bool { return true }, budget)
	if err != nil || !budget.Spent() {
		return found, err
	}
	if found, err = s.askRecords(ctx, p, func(c *condition) bool { return !c.source.Own }, nil); err != nil {
		return nil, err
	}
	own, err := s.askInTurn(ctx, p)
	return append(found, own...), err
}

// askRecords runs the rules of the kinds that are wanted.
func (s *Set) askRecords(ctx context.Context, p *Pass, wanted func(*condition) bool, budget *expr.Budget) ([]diag.Finding, error) {
	records := p.records()
	found := make([][]diag.Finding, len(records))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	const batch = 64
	for from := 0; from < len(records); from += batch {
		group.Go(func() error {
			for i := from; i < min(from+batch, len(records)); i++ {
				if budget.Spent() || ctx.Err() != nil {
					break
				}
				found[i] = s.askRecord(p, records[i], wanted, budget)
			}
			return ctx.Err()
		})
	}
	err := group.Wait()
	return slices.Concat(found...), err
}

func (s *Set) askRecord(p *Pass, r *record.Record, wanted func(*condition) bool, budget *expr.Budget) []diag.Finding {
	conditions := s.conditions[r.Kind.Name]
	if len(conditions) == 0 {
		return nil
	}
	vars := s.vars(p, r)
	var found []diag.Finding
	for _, c := range conditions {
		if !wanted(c) {
			continue
		}
		if f := c.evaluate(p.Workspace.Graph, r, vars, budget); f != nil {
			found = append(found, *f)
		}
	}
	return found
}

// askInTurn runs the workspace's own rules until they have taken the steps that they have together. A rule that is not evaluated for
// a record then is told once.
func (s *Set) askInTurn(ctx context.Context, p *Pass) ([]diag.Finding, error) {
	budget := expr.NewBudget(s.ownSteps)
	told := map[*condition]bool{}
	var found []diag.Finding
	for _, r := range p.records() {
		var vars map[string]any
		for _, c := range s.conditions[r.Kind.Name] {
			if !c.source.Own || told[c] {
				continue
			}
			if vars == nil {
				vars = s.vars(p, r)
			}
			if told[c] = budget.Spent(); told[c] {
				args := locale.Args{"rule": c.source.ID, "problem": locale.Say("condition.spent").Text()}
				found = append(found, graph.Finding(r, "rule-failed", c.at(r), args))
				continue
			}
			if f := c.evaluate(p.Workspace.Graph, r, vars, budget); f != nil {
				found = append(found, *f)
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// vars returns the variables of conditions about a record.
func (s *Set) vars(p *Pass, r *record.Record) map[string]any {
	return map[string]any{
		"self": Complete(p.Workspace.Graph, r), "config": p.Workspace.Config.Plain, "as_of": p.AsOf, "review": nil,
	}
}

// withoutReplaced drops a finding if a narrower rule reports at the same field.
func (s *Set) withoutReplaced(findings []diag.Finding) []diag.Finding {
	type place struct{ file, field, rule string }
	replaced := map[place]bool{}
	for _, f := range findings {
		if rule := s.Rule(f.Rule); rule != nil {
			for _, id := range rule.Replaces {
				replaced[place{f.FileName(), f.Field, id}] = true
			}
		}
	}
	return slices.DeleteFunc(findings, func(f diag.Finding) bool { return replaced[place{f.FileName(), f.Field, f.Rule}] })
}

// judge gives a finding its severity. on is false if its rule is off; if that guards the proof, the finding is muted instead. It
// panics if there is no such rule.
func (s *Set) judge(f diag.Finding) (r diag.Result, on bool) {
	rule := s.Rule(f.Rule)
	if rule == nil {
		panic("rules: no rule " + f.Rule)
	}
	severity, standing := s.severity(f), diag.Open
	if severity == diag.Off {
		if !rule.Guards {
			return r, false
		}
		severity, standing = cmp.Or(f.Severity, rule.Severity), diag.Muted
	}
	s.complete(&f)
	return diag.Result{Finding: f, Severity: severity, Standing: standing}, true
}

// Tell puts results of this set into words, in the order of [diag.Compare].
func (s *Set) Tell(results []diag.Result, lang locale.Lang) []diag.Diagnostic {
	out := make([]diag.Diagnostic, len(results))
	for i, r := range results {
		rule := s.Rule(r.Rule)
		out[i] = tell(rule, r, s.hint(rule, r.Finding, lang), lang)
	}
	slices.SortStableFunc(out, diag.Compare)
	return out
}

// severity returns the severity of a finding: as configured, or its own, or the default of its rule.
func (s *Set) severity(f diag.Finding) diag.Severity {
	if set, configured := s.workspace.Config.Rules[f.Rule]; configured {
		return set
	}
	return cmp.Or(f.Severity, s.Rule(f.Rule).Severity)
}

func tell(rule *Rule, r diag.Result, hint string, lang locale.Lang) diag.Diagnostic {
	message := rule.Message
	if !r.Words.IsZero() {
		message = r.Words
	}
	return diag.Diagnostic{
		Result: r, Message: lang.Fill(message.In(lang), r.Args), Together: lang.Fill(rule.Together.In(lang), r.Args),
		Hint: hint, Why: rule.Why.In(lang), Source: rule.Source,
	}
}

// TellSetup puts into words what is wrong with the configuration or the kinds of a workspace that therefore has no rules. All of
// these are errors.
func TellSetup(e *workspace.SetupError, lang locale.Lang) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, f := range e.Findings {
		i := slices.IndexFunc(Builtin, func(r Rule) bool { return r.ID == f.Rule })
		if i < 0 {
			continue
		}
		args := locale.Args{}
		maps.Copy(args, f.Args)
		args["kind"] = "config"
		f.Args = args
		hint := lang.Fill(hintOf(&Builtin[i], f).In(lang), f.Args)
		out = append(out, tell(&Builtin[i], diag.Result{Finding: f, Severity: diag.Error}, hint, lang))
	}
	return out
}

// complete adds what any message can use: kind and field as arguments, and the title and the responsible role of the record.
func (s *Set) complete(f *diag.Finding) {
	g := s.workspace.Graph
	args := locale.Args{"kind": f.Kind, "field": f.Field}
	for k, v := range f.Args {
		args[k] = v
		if names, ok := v.(graph.KindNames); ok {
			args[k] = s.kindLabels(names)
		}
	}
	f.Args = args
	if f.File == nil {
		return
	}
	r := g.InFile(f.File.Name)
	if r == nil {
		return
	}
	ownRead := func(read diag.Read) bool { return read.File == f.File.Name }
	if rule := s.Rule(f.Rule); rule.Check != nil && !slices.ContainsFunc(f.Reads, ownRead) { // else the rule has said it more exactly
		*f = from(*f, r, rule.Reads...)
	}
	f.Title = g.Title(r).In(s.workspace.Config.Lang)
	for _, field := range ownerFields {
		if role := g.Target(r, field); role != nil && role.Kind.Name == "role" {
			f.Owner = role.ID
			return
		}
	}
}

// kindLabels returns the labels of kinds as used within a sentence, joined with "or".
func (s *Set) kindLabels(kinds []string) locale.Text {
	var sv, en []string
	for _, name := range kinds {
		label := inSentence(s.workspace.Kinds.Named(name).Label)
		sv, en = append(sv, label.SV), append(en, label.EN)
	}
	return locale.Text{SV: locale.Swedish.Or(sv), EN: locale.English.Or(en)}
}

// inSentence lowercases the first letter of a label, unless it begins with an abbreviation.
func inSentence(label locale.Text) locale.Text {
	small := func(s string) string {
		runes := []rune(s)
		if len(runes) > 1 && unicode.IsLower(runes[1]) {
			runes[0] = unicode.ToLower(runes[0])
		}
		return string(runes)
	}
	return locale.Text{SV: small(label.SV), EN: small(label.EN)}
}
