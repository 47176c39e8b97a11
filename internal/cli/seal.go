package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

// sealShape is the shape of `lis seal --format json`.
type sealShape struct {
	Version int            `json:"version"`
	Review  string         `json:"review"`
	Tag     string         `json:"tag"`
	Commit  history.Hash   `json:"commit"`
	Object  history.Hash   `json:"object"`
	Signed  bool           `json:"signed"`
	Records int            `json:"records"`
	Figures map[string]int `json:"figures"`
}

func newSeal(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "seal ID", Short: a.lang.T("cli.seal"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis seal LG-2023\n  lis seal LG-2023 --rev 2023-08-25",
		RunE:    func(_ *cobra.Command, args []string) error { return runSeal(a, args[0], format) },
	}
	a.formatFlag(c, &format)
	return c
}

func runSeal(a *app, id, format string) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	if err := a.needHistory(s); err != nil {
		return err
	}
	review, err := a.reviewToSeal(s, id)
	if err != nil {
		return err
	}
	if err := a.checkUnsealed(s, review); err != nil {
		return err
	}
	commit, basis, err := a.commitToSeal(s, review)
	if err != nil {
		return err
	}
	text, err := a.sealOf(s, review.ID, basis, commit)
	if err != nil {
		return err
	}
	tag, err := write.Tag(context.Background(), s.repo, trail.SealTag(review.ID), text.Text(), commit)
	if err != nil {
		return a.tagError(trail.SealTag(review.ID), err)
	}
	if err := a.checkSignature(s, tag); err != nil {
		return err
	}
	if format == "json" {
		return exchange.WriteJSON(a.Stdout, sealShape{
			1, review.ID, tag.Name, tag.Commit, tag.Object, tag.Signed != sign.None, len(text.Files), text.Figures,
		})
	}
	if !a.quiet {
		a.tellSealed(text, tag)
	}
	return nil
}

// checkSignature takes a seal back whose signature the workspace's keys do not prove: verify would refuse it at once, and a
// seal is never moved.
func (a *app) checkSignature(s *state, tag history.Tag) error {
	keys := s.workspace.Config.Keys
	if now := a.present(s); now != nil {
		keys = now.Config.Keys
	}
	if keys == nil {
		return nil
	}
	signature, err := s.repo.Signature(tag.Object, keys)
	if err == nil && signature.State == sign.Good {
		return nil
	}
	if err := errors.Join(err, write.RemoveTag(s.repo, tag)); err != nil {
		return fmt.Errorf("take back the tag %s: %w", tag.Name, err)
	}
	args := locale.Args{"key": signature.Key, "kind": string(signature.Kind), "date": a.lang.Date(tag.At.Format(locale.DateForm))}
	switch {
	case signature.State == sign.Unsigned:
		return a.fail(statusFailed, "seal.must-sign")
	case signature.State == sign.UnknownKey:
		return a.fail(statusFailed, "seal.unknown-key", args)
	case signature.State == sign.Present:
		return a.fail(statusFailed, "seal.untried-key", args)
	case signature.OutOfTime:
		return a.fail(statusFailed, "seal.key-time", args)
	}
	return a.fail(statusFailed, "seal.bad-signature")
}

// tellSealed says what was sealed, and what to do next.
func (a *app) tellSealed(text seal.Seal, tag history.Tag) {
	args := locale.Args{
		"tag": tag.Name, "review": text.Review, "commit": shortID(tag.Commit), "date": a.lang.Date(text.AsOf), "basis": text.Basis,
		"records": len(text.Files), "figures": len(text.Figures),
	}
	which := "seal.of-commit"
	switch {
	case text.Basis != "":
		which = "seal.of-tag"
	case a.rev == "":
		which = "seal.of-head"
	}
	signed := "seal.unsigned"
	if tag.Signed != sign.None {
		signed = "seal.signed"
	}
	a.print(a.lang.T("seal.done", args) + "\n" + a.lang.T(which, args) + "\n" + a.lang.T(signed) + "\n" + a.lang.T("seal.next", args) + "\n")
}

// shortID is a commit as people read it.
func shortID(commit history.Hash) string { return fmt.Sprintf("%.10s", string(commit)) }

// reviewToSeal is the management review of that id in the state that is open. One that only the work tree has is refused in
// other words than one that nobody has heard of.
func (a *app) reviewToSeal(s *state, id string) (*record.Record, error) {
	if r := reviewNamed(s.workspace, id); r != nil {
		return r, nil
	}
	if s.rev != nil {
		if now := a.present(s); now != nil && reviewNamed(now, id) != nil {
			return nil, a.fail(statusFailed, "seal.not-there", locale.Args{"review": id, "commit": shortID(s.commit.Hash), "date": a.lang.Date(s.dayOf(*s.commit))})
		}
	}
	return nil, a.unknown("error.unknown-review", id, record.Nearest(id, reviewIDs(s.workspace)))
}

// present is the workspace as the work tree has it, or a bare repository's HEAD, read once; nil where it cannot be read.
func (a *app) present(s *state) *workspace.Workspace {
	if s.rev == nil {
		return s.workspace
	}
	if s.now == nil {
		if w, err := workspace.Load(context.Background(), a.current(s)); err == nil {
			s.now = w
		}
	}
	return s.now
}

func reviewNamed(w *workspace.Workspace, id string) *record.Record {
	if r := w.Graph.Named(id); r != nil && r.Kind.Name == record.ReviewKind {
		return r
	}
	return nil
}

func reviewIDs(w *workspace.Workspace) []string {
	var ids []string
	for _, r := range w.Graph.OfKind(record.ReviewKind) {
		ids = append(ids, r.ID)
	}
	return ids
}

// checkUnsealed refuses a review that is sealed: a seal is never moved.
func (a *app) checkUnsealed(s *state, review *record.Record) error {
	tag, found, err := s.repo.Tag(trail.SealTag(review.ID))
	if err != nil || !found {
		return err
	}
	c, err := s.repo.Commit(tag.Commit)
	if err != nil {
		return err
	}
	return a.fail(statusFailed, "seal.exists", locale.Args{
		"tag": tag.Name, "review": review.ID, "commit": shortID(c.Hash), "date": a.lang.Date(s.dayOf(c)),
	})
}

// commitToSeal is the commit of --rev, else the one that the tag leads to that the review names, else HEAD. basis is that tag,
// where it leads to the commit.
func (a *app) commitToSeal(s *state, review *record.Record) (c history.Commit, basis string, err error) {
	if a.rev == "" {
		dirty, err := s.dirty()
		if err != nil {
			return c, "", fmt.Errorf("compare with the last commit: %w", err)
		}
		if dirty {
			return c, "", a.fail(statusFailed, "seal.dirty")
		}
	}
	named := review.Text("tag")
	if s.rev != nil {
		if now := a.present(s); now != nil && reviewNamed(now, review.ID) != nil {
			named = reviewNamed(now, review.ID).Text("tag")
		}
	}
	tag, found, err := history.Tag{}, false, error(nil)
	if named != "" && named != trail.SealTag(review.ID) {
		if tag, found, err = s.repo.Tag(named); err != nil {
			return c, "", err
		}
	}
	switch {
	case found && (a.rev == "" || tag.Commit == s.commit.Hash):
		c, err = s.repo.Commit(tag.Commit)
		return c, named, err
	case found:
		a.note("seal.other-commit", locale.Args{"review": review.ID, "tag": named, "commit": shortID(tag.Commit)})
	case named != "" && a.rev == "":
		a.note("seal.no-tag", locale.Args{"review": review.ID, "tag": named})
	}
	return *s.commit, "", nil
}

// sealOf describes the state of a commit for the seal on a review, or refuses.
func (a *app) sealOf(s *state, id, basis string, c history.Commit) (seal.Seal, error) {
	w, err := s.earlier().at(c)
	args := locale.Args{"review": id, "commit": shortID(c.Hash), "date": a.lang.Date(s.dayOf(c))}
	if errors.Is(err, workspace.ErrNotAWorkspace) || err == nil && reviewNamed(w, id) == nil {
		return seal.Seal{}, a.fail(statusFailed, "seal.not-there", args)
	}
	if err != nil {
		return seal.Seal{}, err
	}
	if err := a.checkSealable(s, id, c, w, args); err != nil {
		return seal.Seal{}, err
	}
	text, err := a.prover(s).Describe(id, basis, c, w)
	if err != nil {
		return text, err
	}
	if _, err := seal.Parse(text.Text()); err != nil {
		return text, fmt.Errorf("write the text of the seal: %w", err)
	}
	return text, nil
}

func (a *app) prover(s *state) seal.Prover {
	return seal.Prover{Repo: s.repo, Tool: a.tool(), Keys: s.workspace.Config.Keys}
}

// checkSealable refuses a review that has errors as it stands now, and a state in which a file cannot be read. Both are listed.
// What the review said in the state that is sealed is no matter: the past cannot be mended, and is to be kept as it was.
func (a *app) checkSealable(s *state, id string, c history.Commit, w *workspace.Workspace, args locale.Args) error {
	flawed, err := a.reviewErrors(s, id)
	if err != nil {
		return err
	}
	if len(flawed) > 0 {
		return a.refuseSeal(flawed, "seal.errors", args)
	}
	set, err := rules.New(w)
	if err != nil {
		return err
	}
	broken := map[string]bool{}
	for _, r := range w.Graph.Records {
		broken[r.File().Name] = r.Doc.Broken
	}
	results, err := set.Check(context.Background(), rules.Options{AsOf: s.dayOf(c), Trail: s.past(&c), Tags: s.tagsFound(), Fixed: s.fixedAt(&c)})
	if err != nil {
		return err
	}
	unreadable := slices.DeleteFunc(set.Tell(results, a.lang), func(d diag.Diagnostic) bool {
		return d.Standing != diag.Open || d.Severity != diag.Error || !broken[d.FileName()] && d.Rule != "file-unreadable"
	})
	if len(unreadable) > 0 {
		return a.refuseSeal(unreadable, "seal.unreadable", args)
	}
	return nil
}

// reviewErrors are the errors of a review as the work tree has it; as the state of --rev has it where it is not there any more.
func (a *app) reviewErrors(s *state, id string) ([]diag.Diagnostic, error) {
	set, day := s.rules, s.asOf
	if s.rev != nil {
		if now := a.present(s); now != nil && reviewNamed(now, id) != nil {
			var err error
			if set, err = rules.New(now); err != nil {
				return nil, err
			}
			day = cmp.Or(a.asOf, a.Now().In(now.Config.Zone).Format(locale.DateForm))
		}
	}
	results, err := set.Check(context.Background(), rules.Options{AsOf: day, Trail: s.past(s.commit), Tags: s.tagsFound(), Fixed: s.fixedAt(s.commit)})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(set.Tell(results, a.lang), func(d diag.Diagnostic) bool {
		return d.Standing != diag.Open || d.Severity != diag.Error || d.Record != id
	}), nil
}

// refuseSeal lists what stands in the way, and says that nothing was sealed.
func (a *app) refuseSeal(flaws []diag.Diagnostic, key string, args locale.Args) error {
	o := a.textOptions(a.Stderr)
	o.Quiet = true
	if err := diag.WriteText(a.Stderr, flaws, 0, o); err != nil {
		return err
	}
	return a.fail(statusFailed, key, args)
}

// tagError puts into words why the tag was not made.
func (a *app) tagError(name string, err error) error {
	var refused *write.GitError
	switch {
	case errors.Is(err, write.ErrNoGitProgram):
		return a.fail(statusFailed, "seal.no-git")
	case errors.Is(err, write.ErrNoIdentity):
		return a.fail(statusFailed, "seal.no-identity")
	case errors.As(err, &refused):
		words := diag.Visible(strings.ReplaceAll(refused.Words, "\n", "\n     "))
		return a.fail(statusFailed, "seal.refused", locale.Args{"tag": name, "words": words})
	}
	return fmt.Errorf("make the tag %s: %w", name, err)
}
