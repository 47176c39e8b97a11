package seal

import (
	"context"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Line says where a sealed commit is in the accepted history.
type Line struct {
	Branch   string       // the main branch
	IsBranch bool         // there is such a branch; else the commit that is checked out stands in for its tip
	Tip      history.Hash // of the branch
	Place    Place
}

// Place is where a commit is.
type Place string

// The places. A commit is on the line if it was accepted itself, and merged if it came with another that was.
const (
	OnLine  Place = "line"
	Merged  Place = "merged"
	Outside Place = "outside"
	Gone    Place = "gone" // the repository does not have it
)

// place finds where the sealed commit is. One that is not on the main branch, or no longer, is a mismatch: it was never accepted, or
// the history was rewritten. That the main branch ends before it does not make it accepted either.
func (p Prover) place(ctx context.Context, out *Proof) error {
	tip, isBranch, err := p.Repo.Accepted(ctx, p.Branch)
	if err != nil {
		return err
	}
	out.Tip, out.Line = tip, &Line{p.Branch, isBranch, tip.Hash, Gone}
	if out.Commit.Hash == "" {
		return nil
	}
	line, _, err := p.Repo.FirstParents(ctx, tip)
	switch {
	case err != nil:
		return err
	case history.On(line, out.Commit.Hash):
		out.Line.Place = OnLine
		return nil
	}
	merged, err := p.Repo.Descends(ctx, tip, out.Commit.Hash)
	switch {
	case err != nil:
		return err
	case merged:
		out.Line.Place = Merged
		return nil
	}
	out.Line.Place = Outside
	means := locale.Key("verify.not-on-main")
	if ahead, err := p.Repo.Descends(ctx, out.Commit, tip.Hash); err != nil {
		return err
	} else if ahead {
		means = "verify.main-before"
	}
	d := NewMismatch(LineOf, string(out.Commit.Hash), string(out.Commit.Hash), string(tip.Hash), means)
	d.Args = locale.Args{"branch": p.Branch}
	out.Mismatches = append(out.Mismatches, d)
	return nil
}
