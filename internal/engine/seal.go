package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Sealed is a seal that was made.
type Sealed struct {
	Seal     seal.Seal // its content
	Tag      history.Tag
	AtCommit bool // whether the state was selected by name
	Notes    []locale.Message
}

// Seal seals the basis of a review: the state if it was selected by a revision, else the tag that the review names, else the
// commit checked out. The error is a *[Refusal] if it must not be sealed; the result is never nil and has the notes even then.
func (s *State) Seal(ctx context.Context, id string) (*Sealed, error) {
	out := &Sealed{AtCommit: s.Rev != nil}
	if err := s.engine.requireHistory(); err != nil {
		return out, err
	}
	review, err := s.reviewToSeal(ctx, id)
	if err != nil {
		return out, err
	}
	if err := s.checkUnsealed(review); err != nil {
		return out, err
	}
	commit, basis, err := s.commitToSeal(ctx, review, out)
	if err != nil {
		return out, err
	}
	if out.Seal, err = s.sealOf(ctx, review.ID, basis, commit); err != nil {
		return out, err
	}
	if err := ctx.Err(); err != nil {
		return out, err
	}
	name := trail.SealTag(review.ID)
	if out.Tag, err = write.Tag(ctx, s.engine.repo, name, out.Seal.Text(), commit, s.engine.options.Now().In(s.Workspace.Config.Zone)); err != nil {
		return out, tagError(name, err)
	}
	if err := s.checkSignature(ctx, out.Tag, commit); err != nil {
		return out, err
	}
	return out, s.noteOutside(ctx, commit, out)
}

// checkSignature removes a new seal again if its signature is not good by the keys of the state that it seals, by which verify judges
// it, or by those of today, if that can be read: a seal is never moved.
func (s *State) checkSignature(ctx context.Context, tag history.Tag, c history.Commit) error {
	ctx = context.WithoutCancel(ctx)
	sealed, err := s.engine.at(ctx, c)
	if err != nil {
		return err // it was read before
	}
	now := s.engine.now(ctx)
	if now == nil {
		now = s.Workspace
	}
	for _, by := range []struct {
		keys  *sign.Keys
		words locale.Key
	}{{now.Config.Keys, "seal.keys-of-today"}, {sealed.Config.Keys, "verify.keys-of-sealed"}} {
		if err := s.checkSignatureBy(tag, by.keys, by.words); err != nil {
			return err
		}
	}
	return nil
}

// checkSignatureBy is checkSignature with the keys of one state, nil if it names none, and what they are called.
func (s *State) checkSignatureBy(tag history.Tag, keys *sign.Keys, words locale.Key) error {
	if keys == nil {
		return nil
	}
	signature, err := s.engine.repo.Signature(tag.Object, keys)
	if err == nil && signature.Trust == sign.Good {
		return nil
	}
	if err := errors.Join(err, write.RemoveTag(s.engine.repo, tag)); err != nil {
		return fmt.Errorf("take back the tag %s: %w", tag.Name, err)
	}
	args := locale.Args{
		"key": signature.Key, "kind": string(signature.Kind), "date": locale.LongDate(locale.Day(tag.At, tag.At.Location())), "keys": words,
	}
	for _, r := range unfit {
		if r.is(signature) {
			return refuse(Failed, r.key, args)
		}
	}
	return refuse(Failed, "seal.bad-signature", nil)
}

// unfit are the reasons why a signature is no good, the first of which is told.
var unfit = []struct {
	is  func(sign.Signature) bool
	key string
}{
	{func(s sign.Signature) bool { return s.Trust == sign.Unsigned }, "seal.must-sign"},
	{func(s sign.Signature) bool { return s.Trust == sign.UnknownKey }, "seal.unknown-key"},
	{func(s sign.Signature) bool { return s.Trust == sign.Present }, "seal.untried-key"},
	{func(s sign.Signature) bool { return s.Revoked }, "seal.revoked-key"},
	{func(s sign.Signature) bool { return s.OutOfTime }, "seal.key-time"},
}

// noteOutside notes that what was sealed is not on the main branch, which verify will tell until it is.
func (s *State) noteOutside(ctx context.Context, c history.Commit, out *Sealed) error {
	branch := s.Workspace.Config.Branch
	tip, _, err := s.engine.repo.Accepted(ctx, branch)
	if err != nil {
		return err
	}
	on, err := s.engine.repo.Descends(ctx, tip, c.Hash)
	if err == nil && !on {
		out.Notes = append(out.Notes, locale.Say("seal.outside", locale.Args{"commit": shortID(c.Hash), "branch": branch}))
	}
	return err
}

// reviewToSeal returns the management review of that id in the state. One that exists only in the work tree is refused with a
// different message than an unknown one.
func (s *State) reviewToSeal(ctx context.Context, id string) (*record.Record, error) {
	if r := reviewNamed(s.Workspace, id); r != nil {
		return r, nil
	}
	if s.Rev != nil && reviewNamed(s.engine.now(ctx), id) != nil {
		return nil, refuse(Failed, "seal.not-there", s.sealArgs(id, *s.Commit))
	}
	return nil, unknown("error.unknown-review", id, record.Nearest(id, reviewIDs(s.Workspace)))
}

// sealArgs returns the arguments of messages about a seal of a commit.
func (s *State) sealArgs(review string, c history.Commit) locale.Args {
	return locale.Args{"review": review, "commit": shortID(c.Hash), "date": locale.LongDate(s.Workspace.Config.Day(c.CommittedAt))}
}

// reviewNamed returns the review of that id in a workspace; nil if there is none, or if w is nil.
func reviewNamed(w *workspace.Workspace, id string) *record.Record {
	if w == nil {
		return nil
	}
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

// checkUnsealed refuses a review that is already sealed: a seal is never moved.
func (s *State) checkUnsealed(review *record.Record) error {
	tag, found, err := s.engine.repo.Tag(trail.SealTag(review.ID))
	if err != nil || !found {
		return err
	}
	c, err := s.engine.repo.Commit(tag.Commit)
	if err != nil {
		return err
	}
	args := s.sealArgs(review.ID, c)
	args["tag"] = tag.Name
	return refuse(Failed, "seal.exists", args)
}

// commitToSeal returns the commit of the revision asked for, else that of the tag that the review names, else the one checked
// out. basis is the name of that tag if it leads to the commit.
func (s *State) commitToSeal(ctx context.Context, review *record.Record, out *Sealed) (c history.Commit, basis string, err error) {
	dirty, err := s.Dirty(ctx)
	switch {
	case err != nil:
		return c, "", fmt.Errorf("compare with the last commit: %w", err)
	case dirty:
		return c, "", refuse(Failed, "seal.dirty", nil)
	}
	named := review.Text("tag")
	if now := reviewNamed(s.engine.now(ctx), review.ID); s.Rev != nil && now != nil {
		named = now.Text("tag")
	}
	tag, found := history.Tag{}, false
	if named != "" && named != trail.SealTag(review.ID) {
		if tag, found, err = s.engine.repo.Tag(named); err != nil {
			return c, "", err
		}
	}
	note := func(key string) {
		args := locale.Args{"review": review.ID, "tag": named, "commit": shortID(tag.Commit)}
		out.Notes = append(out.Notes, locale.Say(key, args))
	}
	switch {
	case found && (s.Rev == nil || tag.Commit == s.Commit.Hash):
		c, err = s.engine.repo.Commit(tag.Commit)
		return c, named, err
	case found:
		note("seal.other-commit")
	case named != "" && s.Rev == nil:
		note("seal.no-tag")
	}
	return *s.Commit, "", nil
}

// sealOf describes the state of a commit for the seal on a review, or refuses.
func (s *State) sealOf(ctx context.Context, id, basis string, c history.Commit) (seal.Seal, error) {
	w, err := s.engine.at(ctx, c)
	if errors.Is(err, workspace.ErrNotAWorkspace) || err == nil && reviewNamed(w, id) == nil {
		return seal.Seal{}, refuse(Failed, "seal.not-there", s.sealArgs(id, c))
	}
	if err != nil {
		return seal.Seal{}, err
	}
	if err := s.checkSealable(ctx, id, c, w); err != nil {
		return seal.Seal{}, err
	}
	text, err := s.prover().Describe(ctx, id, basis, c, w)
	if err != nil {
		return text, err
	}
	if _, err := seal.Parse(text.Text()); err != nil {
		return text, fmt.Errorf("write the text of the seal: %w", err)
	}
	return text, nil
}

func (s *State) prover() seal.Prover {
	return seal.Prover{Repo: s.engine.repo, Tool: s.engine.options.Tool, Branch: s.Workspace.Config.Branch}
}

// checkSealable refuses a review that has errors now, and a state in which a file cannot be read. Both are listed. Errors of the
// review in the sealed state do not matter: the past cannot be fixed, and must be kept as it was.
func (s *State) checkSealable(ctx context.Context, id string, c history.Commit, w *workspace.Workspace) error {
	set, flaws, err := s.reviewErrors(ctx, id)
	if err != nil {
		return err
	}
	if len(flaws) > 0 {
		return refuseWithResults(set, flaws, "seal.errors", s.sealArgs(id, c))
	}
	if set, err = rules.New(w); err != nil {
		return err
	}
	broken := map[string]bool{}
	for _, r := range w.Graph.Records {
		broken[r.File().Name] = r.Doc.Broken
	}
	asOf, err := s.dayOf(ctx, c)
	if err != nil {
		return err
	}
	all, err := s.runRules(ctx, question{rules: set, asOf: asOf, tip: &c})
	if err != nil {
		return err
	}
	unreadable := slices.DeleteFunc(all, func(d diag.Result) bool {
		return !d.Counts(diag.Error) || !broken[d.FileName()] && d.Rule != "file-unreadable"
	})
	if len(unreadable) > 0 {
		return refuseWithResults(set, unreadable, "seal.unreadable", s.sealArgs(id, c))
	}
	return nil
}

// reviewErrors returns the errors of a review in the work tree, or in the state if the work tree no longer has it.
func (s *State) reviewErrors(ctx context.Context, id string) (*rules.Set, []diag.Result, error) {
	q := question{rules: s.Rules, asOf: s.AsOf, tip: s.Commit}
	if now := s.engine.now(ctx); s.Rev != nil && reviewNamed(now, id) != nil {
		var err error
		if q.rules, err = rules.New(now); err != nil {
			return nil, nil, err
		}
		o := s.engine.options
		q.asOf = cmp.Or(o.AsOf, now.Config.Day(o.Now()))
	}
	all, err := s.runRules(ctx, q)
	return q.rules, slices.DeleteFunc(all, func(d diag.Result) bool { return !d.Counts(diag.Error) || d.Record != id }), err
}

// refuseWithResults refuses a seal, with the results that stand in its way.
func refuseWithResults(set *rules.Set, flaws []diag.Result, key string, args locale.Args) error {
	r := refuse(Failed, key, args)
	r.Causes = func(lang locale.Lang) []diag.Diagnostic { return set.Tell(flaws, lang) }
	return r
}

// tagError returns why the tag was not made.
func tagError(name string, err error) error {
	var refused *write.GitError
	switch {
	case errors.Is(err, write.ErrNoGitProgram):
		return refuse(Failed, "seal.no-git", nil)
	case errors.Is(err, write.ErrNoIdentity):
		return refuse(Failed, "seal.no-identity", nil)
	case errors.As(err, &refused):
		words := strings.ReplaceAll(refused.Words, "\n", "\n     ")
		return refuse(Failed, "seal.refused", locale.Args{"tag": name, "words": words})
	}
	return fmt.Errorf("make the tag %s: %w", name, err)
}
