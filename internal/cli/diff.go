package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

func newDiff(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "diff [FROM[..TO]]", Short: a.lang.T("cli.diff"), Long: a.lang.T("cli.diff-long"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis diff\n  lis diff review/2022..review/2023\n  lis diff 2023-01-01..2023-06-30 --format json\n  lis diff main --format markdown",
		RunE: func(_ *cobra.Command, args []string) error {
			if slices.Contains(args, "") { // a variable without a value, most likely
				return a.unknown("error.unknown-rev", "", nil)
			}
			return runDiff(a, strings.Join(args, ""), format)
		},
	}
	a.formatFlag(c, &format, "markdown", "html")
	a.profileFlag(c)
	return c
}

func runDiff(a *app, between, format string) error {
	from, to, both := strings.Cut(between, "..")
	if both && a.rev != "" {
		return a.fail(statusUsage, "error.diff-rev", locale.Args{"between": shorten(between)})
	}
	name := a.rev
	if both {
		if to == "" {
			to = "HEAD"
		}
		a.rev, name = to, to
	}
	if from == "" {
		from = "HEAD"
	}
	if format == "html" && a.profile == "" { // a page shows things as some profile: without one it is the widest
		a.profile = string(record.Restricted)
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	b, err := a.between(s, from, name)
	if err != nil {
		return err
	}
	switch format {
	case "json":
		return exchange.WriteDiffJSON(a.Stdout, b)
	case "markdown":
		return exchange.WriteDiffMarkdown(a.Stdout, b)
	case "html":
		return a.diffPage(s, b)
	}
	return exchange.WriteDiffText(a.Stdout, b)
}

// diffPage writes a comparison as one page.
func (a *app) diffPage(s *state, b *compare.Comparison) error {
	m, err := view.New(view.Input{
		Workspace: s.workspace, Rules: s.rules, Results: b.To.Results, AsOf: s.asOf, Lang: a.lang, Profile: b.Profile,
		Version: a.version(), Commit: b.To.Commit,
	})
	if err != nil {
		return err
	}
	page, err := publish.Alone(m, b, b.Title())
	if err != nil {
		return err
	}
	_, err = a.Stdout.Write(page)
	return err
}

// between compares an earlier state with the one that is open, which was asked for by a name. Each is judged as of its own
// day; but where the later one is the work tree both are judged as of the same, so that what is told is what the change did
// and not what time did.
func (a *app) between(s *state, from, name string) (*compare.Comparison, error) {
	t, err := a.trail(s)
	if err != nil {
		return nil, err
	}
	commit, err := s.repo.Resolve(context.Background(), from, s.workspace.Config.Zone)
	if err != nil {
		return nil, a.revisionError(from, err)
	}
	later := &compare.Side{Name: name, AsOf: s.asOf, Workspace: s.workspace, Rules: s.rules}
	if later.Results, err = s.check(context.Background()); err != nil {
		return nil, err
	}
	if s.rev != nil {
		later.Commit = s.commit
	}
	if later.Figures, err = figures.Count(s.workspace, s.asOf); err != nil {
		return nil, err
	}
	day := s.asOf
	if a.asOf == "" && later.Commit != nil {
		day = s.dayOf(commit)
	}
	earlier, err := a.earlier(s, t, from, commit, day)
	if err != nil {
		return nil, err
	}
	return compare.New(earlier, later, t, record.Profile(a.profile), a.lang), nil
}

// earlier is the workspace at a commit as of a day, with what the rules and the figures say of it. Where there was no
// workspace yet it is an empty one.
func (a *app) earlier(s *state, t *trail.Trail, name string, commit history.Commit, day string) (*compare.Side, error) {
	w, err := s.earlier().at(commit)
	out := &compare.Side{Name: name, Commit: &commit, AsOf: day, Workspace: w}
	var setup *workspace.SetupError
	switch {
	case errors.Is(err, workspace.ErrNotAWorkspace):
		return out, nil
	case errors.As(err, &setup):
		return nil, a.fail(statusUsage, "error.setup-at", locale.Args{"rev": name, "problem": a.setupProblem(setup)})
	case err != nil:
		return nil, err
	}
	if out.Figures, err = figures.Count(w, day); err != nil {
		return nil, err
	}
	set, err := rules.New(w)
	if err != nil {
		return nil, fmt.Errorf("read the rules of %.10s: %w", commit.Hash, err)
	}
	past := s.past(&commit)
	if then, on := t.At(commit.Hash); on {
		past = func() *trail.Trail { return then }
	}
	out.Rules = set
	out.Results, err = set.Check(context.Background(), rules.Options{AsOf: day, HistoryCut: s.repo.Shallow(), Trail: past, Tags: s.tagsFound(), Fixed: s.fixedAt(&commit)})
	return out, err
}

// setupProblem is the first thing that is wrong with the configuration or the kinds of another state, in words.
func (a *app) setupProblem(e *workspace.SetupError) string {
	all := rules.TellSetup(e, a.lang)
	if len(all) == 0 {
		return e.Error()
	}
	return fmt.Sprintf("%s:%d: %s", all[0].FileName(), all[0].Span.Start.Line, all[0].Message)
}

// reviewStates are the states that those of some reviews rest on that are held, and those reviews, the earliest first. A state that
// cannot be read is left out, and that is told.
func (a *app) reviewStates(s *state, t *trail.Trail, tags map[string]history.Hash, reviews []*record.Record) ([]*record.Record, map[*record.Record]*compare.Side, error) {
	bases := s.bases(t, tags)
	var held []*record.Record
	states := map[*record.Record]*compare.Side{}
	for _, r := range reviews {
		basis, ok := bases.Of(r)
		if !ok || r.Text("held_on") > s.asOf {
			continue
		}
		commit, err := s.repo.Commit(basis.Commit)
		if err != nil {
			return nil, nil, err
		}
		var unreadable *failure
		state, err := a.earlier(s, t, cmp.Or(basis.Tag, string(basis.Commit)), commit, s.dayOf(commit))
		switch {
		case errors.As(err, &unreadable):
			a.complain(unreadable.message)
			continue
		case err != nil:
			return nil, nil, err
		}
		held, states[r] = append(held, r), state
	}
	slices.SortStableFunc(held, func(x, y *record.Record) int { return strings.Compare(x.Text("held_on"), y.Text("held_on")) })
	return held, states, nil
}

// reviewChanges are what happened before each review that has one before it, the latest first; before all of them what
// happened since the latest. now is the state at hand.
func (a *app) reviewChanges(s *state, t *trail.Trail, held []*record.Record, states map[*record.Record]*compare.Side, now *compare.Side, p record.Profile) []view.ReviewChange {
	var out []view.ReviewChange
	add := func(review, previous *record.Record, to *compare.Side, past *trail.Trail) {
		out = append(out, view.ReviewChange{Review: review, Previous: previous, Comparison: compare.New(states[previous], to, past, p, a.lang)})
	}
	for i, r := range held {
		previous := s.workspace.Graph.Target(r, "previous")
		if states[previous] == nil && i > 0 {
			previous = held[i-1]
		}
		if states[previous] == nil {
			continue
		}
		past := t
		if then, on := t.At(states[r].Commit.Hash); on {
			past = then
		}
		add(r, previous, states[r], past)
	}
	if n := len(held); n > 0 && (now.Commit == nil || states[held[n-1]].Commit.Tree != now.Commit.Tree) {
		add(nil, held[n-1], now, t)
	}
	slices.Reverse(out)
	return out
}
