package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/spf13/cobra"
)

// buildOptions are the flags of build.
type buildOptions struct {
	output string
	force  bool
}

func newBuild(a *app) *cobra.Command {
	var o buildOptions
	c := &cobra.Command{
		Use: "build", Short: a.lang.T("cli.build"), Args: a.args(0, 0, "error.args-none"),
		Example: "  lis build\n  lis build -o /srv/www/lis --profile public\n  lis build --rev review/2023 -o review-2023",
		RunE:    func(*cobra.Command, []string) error { return runBuild(a, o) },
	}
	c.Flags().StringVarP(&o.output, "output", "o", "", a.lang.T("flag.output"))
	c.Flags().BoolVar(&o.force, "force", false, a.lang.T("flag.force"))
	a.profileFlag(c)
	return c
}

func runBuild(a *app, o buildOptions) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	if s.repo != nil && s.repo.Bare() && o.output == "" {
		return a.fail(statusUsage, "error.bare-output", locale.Args{"dir": s.root})
	}
	in, err := a.siteInput(s)
	if err != nil {
		return err
	}
	model, err := view.New(in)
	if err != nil {
		return err
	}
	files, err := publish.Render(model)
	if err != nil {
		return fmt.Errorf("build the site: %w", err)
	}
	dir := a.siteDir(s, o)
	result, err := publish.Write(dir, files, o.force)
	var foreign *publish.ForeignError
	if errors.As(err, &foreign) {
		return a.fail(statusUsage, "build.foreign", locale.Args{"dir": foreign.Dir, "names": strings.Join(foreign.Names, ", ")})
	}
	if err != nil {
		return fmt.Errorf("write the site: %w", err)
	}
	if !a.quiet {
		fmt.Fprintln(a.Stdout, a.lang.T("build.done", locale.Args{"dir": dir, "pages": len(files), "written": result.Written, "removed": result.Removed}))
		fmt.Fprintln(a.Stdout, a.lang.T("build.open", locale.Args{"file": filepath.Join(dir, "index.html")}))
	}
	return nil
}

// siteInput gathers what a site is made of. Without git a site is built that says so; a history that is not whole is refused.
func (a *app) siteInput(s *state) (view.Input, error) {
	in := view.Input{
		Workspace: s.workspace, Rules: s.rules, Example: examples, Commit: s.commit,
		AsOf: s.asOf, Lang: a.lang, Profile: record.Profile(a.profile), Version: a.version(), Files: s.files,
	}
	if a.profile == "" {
		in.Profile = s.workspace.Config.Profile
	}
	reviews := disclose.NewCut(s.workspace, in.Profile, nil).Records(s.workspace.Graph.OfKind(record.ReviewKind))
	if err := s.goByTagsOf(reviews); err != nil {
		return in, err
	}
	var err error
	if in.Results, err = s.check(context.Background()); err != nil {
		return in, err
	}
	switch {
	case s.unreadable != nil:
		return in, s.unreadable
	case s.commit == nil:
		a.noteHistory(s)
		return in, nil
	}
	in.Prefix = s.repo.Prefix()
	if in.Dirty, err = s.dirty(); err != nil {
		return in, fmt.Errorf("compare with the last commit: %w", err)
	}
	var t *trail.Trail
	if t, err = a.trail(s); err != nil {
		return in, err
	}
	in.Trail, in.Signature = t, s.signatures()
	return in, a.addPast(s, t, reviews, &in)
}

// addPast adds what the site tells of other states: what happened between the reviews that it shows, and how the figures
// developed.
func (a *app) addPast(s *state, t *trail.Trail, reviews []*record.Record, in *view.Input) error {
	now := &compare.Side{AsOf: s.asOf, Workspace: s.workspace, Rules: s.rules, Results: in.Results}
	if !in.Dirty {
		now.Commit, now.Name = s.commit, string(s.commit.Hash)
	}
	var err error
	if now.Figures, err = figures.Count(s.workspace, s.asOf); err != nil {
		return err
	}
	tags, err := s.tags()
	if err != nil {
		return err
	}
	held, states, err := a.reviewStates(s, t, tags, reviews)
	if err != nil {
		return err
	}
	in.Figures = now.Figures
	in.Tags, in.Bases, in.Changes = tags, states, a.reviewChanges(s, t, held, states, now, in.Profile)
	if in.Reviews, err = s.reviewPoints(t, reviews, now.Figures); err != nil {
		return err
	}
	in.Months, err = s.monthPoints(t)
	return err
}

// siteDir is where the site goes: the flag, below the folder one stands in, else _site in the workspace.
func (a *app) siteDir(s *state, o buildOptions) string {
	switch {
	case o.output == "":
		return filepath.Join(s.root, defaultSite)
	case filepath.IsAbs(o.output):
		return o.output
	}
	return filepath.Join(a.workDir(), o.output)
}

// examples are the files of a rule's example.
func examples(rule string) (bad, good []view.ExampleFile) {
	e := rules.ExampleOf(rule)
	if e == nil {
		return nil, nil
	}
	for _, f := range e.Bad {
		bad = append(bad, view.ExampleFile(f))
	}
	for _, f := range e.Good {
		good = append(good, view.ExampleFile(f))
	}
	return bad, good
}
