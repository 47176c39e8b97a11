package cli

import (
	"context"
	"fmt"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/rules"
)

// since keeps what the change since a revision caused, in whatever record it shows. The change is compared with the commit
// at which it left that revision, under the same day.
func (a *app) since(s *state, all []diag.Diagnostic, rev string) ([]diag.Diagnostic, error) {
	base, err := a.base(s, rev)
	if err != nil {
		return nil, err
	}
	files, err := s.repo.FS(base)
	if err != nil {
		return nil, fmt.Errorf("read %.10s: %w", base.Hash, err)
	}
	w, err := loadWhole(files)
	if lost := files.Err(); lost != nil {
		return nil, lost
	}
	if err != nil { // nothing could be checked there, so all that is said now is new
		return all, nil
	}
	set, err := rules.New(w)
	if err != nil {
		return all, nil
	}
	results, err := set.Check(context.Background(), rules.Options{AsOf: s.asOf, HistoryCut: s.repo.Shallow(), Trail: s.past(&base), Tags: s.tagsFound(), Fixed: s.fixedAt(&base)})
	return rules.Since(all, set.Tell(results, a.lang)), err
}

// base is the commit at which the state left a revision.
func (a *app) base(s *state, rev string) (base history.Commit, err error) {
	switch {
	case s.unreadable != nil:
		return base, s.unreadable
	case s.repo == nil:
		return base, a.fail(statusNoHistory, "error.no-git", locale.Args{"dir": s.root})
	case s.commit == nil:
		return base, a.fail(statusNoHistory, "error.no-commits")
	}
	other, err := s.repo.Resolve(context.Background(), rev, s.workspace.Config.Zone)
	if err != nil {
		return base, a.revisionError(rev, err)
	}
	base, found, err := s.repo.MergeBase(context.Background(), *s.commit, other)
	if err != nil {
		return base, a.revisionError(rev, err)
	}
	if !found {
		return base, a.fail(statusUsage, "error.no-base", locale.Args{"rev": rev})
	}
	return base, nil
}
