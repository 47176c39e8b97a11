package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/view"
)

// SiteOptions are the options for making a site.
type SiteOptions struct {
	Profile record.Profile // "" for that of lis.yaml
	Lang    locale.Lang
	Version string // of the program, as shown on pages

	tags map[string]history.Hash // the commits of the tags that reviews refer to; nil for those of the repository
}

// Site is a site in memory.
type Site struct {
	Files publish.Files
	Notes []locale.Message // what to report about it
}

// Site makes the site of the state. Without git the site states that there is no history; an incomplete history is refused.
func (s *State) Site(ctx context.Context, o SiteOptions) (*Site, error) {
	in, notes, err := s.siteInput(ctx, o)
	if err != nil {
		return nil, err
	}
	texts := &texts{repo: s.engine.repo}
	in.Bodies = texts.of
	model, err := view.New(in)
	if err != nil {
		return nil, err
	}
	files, err := publish.Render(ctx, model)
	if err = cmp.Or(err, texts.err); err != nil {
		return nil, fmt.Errorf("build the site: %w", leakWords(err))
	}
	return &Site{files, notes}, nil
}

// RuleAddress returns the address of the page about a rule on the published site. It is "" if lis.yaml does not say where the site
// is published, or if the site does not show the rules.
func (s *State) RuleAddress(rule string) string {
	c := s.Workspace.Config
	if c.Address == "" || !disclose.Profile(c.Profile).ShowsRules() {
		return ""
	}
	return strings.TrimSuffix(c.Address, "/") + "/" + view.RuleFile(rule)
}

// leakWords puts into words that a page would contain what the profile hides, and what to do about it. The text itself is not told.
func leakWords(err error) error {
	var leak *publish.LeakError
	if !errors.As(err, &leak) {
		return err
	}
	args := locale.Args{"page": leak.File, "profile": string(leak.Profile), "record": leak.Origin.ID, "field": leak.Origin.Field}
	r := leak.Origin.Record
	if r == nil {
		return refuse(Failed, "build.leak-gone", args)
	}
	args["file"] = r.File().Name
	if f := r.Kind.Field(leak.Origin.Field); f != nil && leak.Origin.Field != "id" {
		args["field"] = f.Label
	}
	return refuse(Failed, "build.leak", args)
}

// texts provides pages with the texts of revisions. Because pages cannot handle errors, it keeps the first one.
type texts struct {
	repo  *history.Repo
	mutex sync.Mutex
	err   error
}

func (t *texts) of(rev *trail.Revision) (before, after []byte) {
	before, after, err := trail.Bodies(t.repo, rev)
	if err != nil {
		t.mutex.Lock()
		defer t.mutex.Unlock()
		t.err = cmp.Or(t.err, err)
	}
	return before, after
}

// Publish writes a site to a folder, which is closed then. Once writing has begun, cancelling ctx does not stop it: it is quick, and a mixture of two
// sites is worse than waiting.
func (s *Site) Publish(ctx context.Context, folder *disk.Folder, force bool) (publish.Result, error) {
	defer func() { _ = folder.Close() }()
	if err := ctx.Err(); err != nil {
		return publish.Result{}, err
	}
	result, err := publish.Write(folder, s.Files, force)
	var foreign *publish.ForeignError
	if errors.As(err, &foreign) {
		return result, refuse(Mistaken, "build.foreign", locale.Args{"dir": foreign.Dir, "names": strings.Join(foreign.Names, ", ")})
	}
	if err != nil {
		return result, fmt.Errorf("write the site: %w", err)
	}
	return result, nil
}

// siteInput collects the input of a site.
func (s *State) siteInput(ctx context.Context, o SiteOptions) (in view.Input, notes []locale.Message, err error) {
	in = view.Input{
		Workspace: s.Workspace, Rules: s.Rules, Example: examples, Commit: s.Commit,
		AsOf: s.AsOf, Lang: o.Lang, Profile: o.Profile, Version: o.Version, Files: s.files,
	}
	if _, _, problem := s.Workspace.ReadLogo(s.files); !problem.IsZero() {
		return in, nil, refuse(Mistaken, "build.logo", locale.Args{"file": s.Workspace.Config.Logo, "problem": problem})
	}
	if in.Profile == "" {
		in.Profile = s.Workspace.Config.Profile
	}
	reviews := s.reviews(in.Profile)
	if o.tags == nil {
		if o.tags, err = s.tags(); err != nil {
			return in, nil, err
		}
	}
	tags := tagsOf(reviews, o.tags)
	s = s.withTags(tags)
	if in.Results, err = s.results(ctx); err != nil {
		return in, nil, err
	}
	if broken := s.engine.brokenHistory(); broken != nil {
		return in, nil, broken
	}
	if s.Commit == nil {
		return in, append(notes, s.engine.Trouble()), nil
	}
	if in.Prefix, err = s.folder(ctx); err != nil {
		return in, nil, err
	}
	if in.Dirty, err = s.Dirty(ctx); err != nil {
		return in, nil, fmt.Errorf("compare with the last commit: %w", err)
	}
	in.Tags = tags
	notes, err = s.addPast(ctx, reviews, &in)
	return in, notes, err
}

// addPast adds what the site shows of the past: the trail, what happened between the reviews that it shows, and how the figures
// developed.
func (s *State) addPast(ctx context.Context, reviews []*record.Record, in *view.Input) (notes []locale.Message, err error) {
	t, err := s.Trail(ctx)
	if err != nil {
		return nil, err
	}
	in.Trail, in.Signature = t, s.Signatures()
	now := &compare.Side{AsOf: s.AsOf, Workspace: s.Workspace, Rules: s.Rules, Results: in.Results}
	if !in.Dirty {
		now.Commit, now.Name = s.Commit, string(s.Commit.Hash)
	}
	if now.Top, err = s.topFiles(s.Commit); err != nil {
		return nil, err
	}
	if now.Figures, err = figures.Count(s.Workspace, s.AsOf); err != nil {
		return nil, err
	}
	past, err := s.reviewStates(ctx, t, in.Tags, reviews, now.Figures)
	if err != nil {
		return nil, err
	}
	in.Figures, in.Bases, in.Changes = now.Figures, past.states, past.changes(s, t, now, in.Lang, in.Profile)
	if in.Reviews, err = s.reviewPoints(ctx, t, in.Tags, reviews, now.Figures); err != nil {
		return nil, err
	}
	in.Months, err = s.monthPoints(ctx, t, now.Figures)
	return past.notes, err
}

// examples returns the files of a rule's example.
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

// ComparisonPage returns a comparison of the state with an earlier one as a standalone page.
func (s *State) ComparisonPage(b *compare.Comparison, version string) ([]byte, error) {
	m, err := view.New(view.Input{
		Workspace: s.Workspace, Rules: s.Rules, Results: b.To.Results, AsOf: s.AsOf, Lang: b.Lang, Profile: b.Profile,
		Version: version, Commit: b.To.Commit,
	})
	if err != nil {
		return nil, err
	}
	page, err := publish.Standalone(m, b, b.Title())
	return page, leakWords(err)
}
