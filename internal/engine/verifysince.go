package engine

import (
	"context"
	"errors"
	"os"
	"regexp"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/seal"
)

// commitID matches what is read as the id of a commit and never as a name: anybody can give a branch, a tag or a folder such a name.
var commitID = regexp.MustCompile(`^[0-9a-fA-F]{7,40}$`)

// VerifySince verifies that an earlier history is a beginning of this one: a commit that somebody noted, or the folder dir with an older
// clone, in which case dir is not "". asked is what the user wrote. The error is a *[Refusal] if it is neither.
func (s *State) VerifySince(ctx context.Context, asked, dir string) (*Verdict, error) {
	if err := s.engine.requireHistory(); err != nil {
		return nil, err
	}
	v := &Verdict{Verdict: seal.Verdict{Target: s.Workspace.Config.Branch}}
	b, err := s.beginning(ctx, v, asked, dir)
	altered := s.engine.repo.Altered()
	if err != nil && (len(altered) == 0 || ctx.Err() != nil) {
		return nil, err
	}
	if b != nil {
		v.Since, v.Mismatches = b, b.Mismatches
		s.tellBeginning(v, b)
	}
	s.addAltered(ctx, v, altered, nil)
	seal.Sort(v.Mismatches)
	return v, nil
}

// beginning compares with a clone or a commit.
func (s *State) beginning(ctx context.Context, v *Verdict, asked, dir string) (*seal.Beginning, error) {
	if info, err := os.Stat(dir); dir != "" && !commitID.MatchString(asked) && err == nil && info.IsDir() {
		return s.beginsLike(ctx, asked, dir)
	}
	if commitID.MatchString(asked) {
		if len(asked) < len(history.BlobHash(nil)) {
			v.Facts = append(v.Facts, locale.Say("verify.short-id", locale.Args{"id": asked}))
		}
		c, err := s.engine.repo.ByID(asked)
		var none *history.UnknownRevision
		if errors.As(err, &none) && !none.Ambiguous {
			return s.prover().Begins(ctx, asked, c, false)
		}
		if err != nil {
			return nil, revisionError(asked, err)
		}
		return s.prover().Begins(ctx, asked, c, true)
	}
	c, err := s.engine.repo.Resolve(ctx, asked, s.Workspace.Config.Zone)
	if err != nil {
		return nil, revisionError(asked, err)
	}
	v.Facts = append(v.Facts, locale.Say("verify.since-name", locale.Args{"name": asked, "commit": string(c.Hash)}))
	return s.prover().Begins(ctx, asked, c, true)
}

func (s *State) beginsLike(ctx context.Context, asked, dir string) (*seal.Beginning, error) {
	clone, err := history.Open(dir)
	if errors.Is(err, history.ErrNoRepository) || errors.Is(err, history.ErrUnlinked) {
		return nil, refuse(Mistaken, "verify.since-no-clone", locale.Args{"dir": asked})
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = clone.Close() }()
	if clone.Prefix() != "" { // a folder in a repository, such as this one
		return nil, refuse(Mistaken, "verify.since-no-clone", locale.Args{"dir": asked})
	}
	clone.Check()
	b, err := s.prover().BeginsLike(ctx, asked, clone)
	switch {
	case errors.Is(err, history.ErrNoCommits):
		return nil, refuse(Mistaken, "verify.since-empty", locale.Args{"dir": asked})
	case len(clone.Altered()) > 0:
		return nil, refuse(Failed, "verify.since-altered", locale.Args{"dir": asked, "object": string(clone.Altered()[0].Name)})
	}
	return b, err
}

// tellBeginning reports what was proved of an earlier history.
func (s *State) tellBeginning(v *Verdict, b *seal.Beginning) {
	args := locale.Args{
		"asked": b.Asked, "branch": b.Line.Branch, "commit": shortID(b.Commit.Hash), "date": locale.LongDate(s.Workspace.Config.Day(b.Commit.CommittedAt)), "n": b.After, "tags": b.Tags,
	}
	key := "verify.since-commit"
	if b.IsClone {
		key = "verify.since-clone"
	}
	v.Proved = locale.Say(key, args)
	if !b.Line.IsBranch {
		v.Facts = append(v.Facts, locale.Say("verify.no-branch", locale.Args{"branch": b.Line.Branch, "tip": shortID(b.Line.Tip)}))
	}
}

// Join adds the verdict on the history to that on a seal or a site, so that both are one: nothing may differ in either.
func (v *Verdict) Join(since *Verdict) {
	v.Since = since.Since
	if len(since.Mismatches) == 0 {
		v.Facts = append(v.Facts, since.Proved)
	}
	v.Facts = append(v.Facts, since.Facts...)
	v.Mismatches = append(v.Mismatches, since.Mismatches...)
	seal.Sort(v.Mismatches)
}
