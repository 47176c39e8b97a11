package seal

import (
	"context"
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Beginning is an earlier history, which this one should have begun with.
type Beginning struct {
	Asked   string // the commit or folder, as it was requested
	IsClone bool
	Line    Line           // of this repository, and where the earlier tip is on it
	Commit  history.Commit // the tip of the earlier history; zero if there is no such commit
	After   int            // accepted commits after it, if it is on the line
	Tags    int            // tags of a clone that are the same here
	// Mismatches are the commits and tags of the earlier history that this one does not have.
	Mismatches []Mismatch
}

// Begins compares the main branch with a commit that somebody noted earlier: it should be one of those that were accepted. found is
// false if the repository has no such commit, and c is then not used.
func (p Prover) Begins(ctx context.Context, asked string, c history.Commit, found bool) (*Beginning, error) {
	b, line, err := p.beginning(ctx, asked)
	if err != nil {
		return nil, err
	}
	if !found {
		b.Line.Place = Gone
		b.add(asked, "", "verify.since-unknown")
		return b, nil
	}
	b.Commit = c
	return b, p.placeTip(ctx, b, line)
}

// BeginsLike compares the main branch with that of an older clone, and the tags of the two.
func (p Prover) BeginsLike(ctx context.Context, asked string, clone *history.Repo) (*Beginning, error) {
	b, line, err := p.beginning(ctx, asked)
	if err != nil {
		return nil, err
	}
	b.IsClone = true
	if b.Commit, _, err = clone.Accepted(ctx, p.Branch); err != nil {
		return nil, err
	}
	if history.On(line, b.Commit.Hash) {
		err = p.placeTip(ctx, b, line)
	} else {
		err = p.addMissing(ctx, b, clone, line)
	}
	if err != nil {
		return nil, err
	}
	return b, p.compareTags(b, clone)
}

// beginning begins with the line of this repository.
func (p Prover) beginning(ctx context.Context, asked string) (*Beginning, []history.Commit, error) {
	tip, isBranch, err := p.Repo.Accepted(ctx, p.Branch)
	if err != nil {
		return nil, nil, err
	}
	line, whole, err := p.Repo.FirstParents(ctx, tip)
	if err == nil && !whole {
		err = history.ErrShallow
	}
	return &Beginning{Asked: asked, Line: Line{p.Branch, isBranch, tip.Hash, Outside}}, line, err
}

// placeTip finds where the earlier tip is.
func (p Prover) placeTip(ctx context.Context, b *Beginning, line []history.Commit) error {
	if at := slices.IndexFunc(line, func(c history.Commit) bool { return c.Hash == b.Commit.Hash }); at >= 0 {
		b.Line.Place, b.After = OnLine, at
		return nil
	}
	merged, err := p.Repo.Descends(ctx, line[0], b.Commit.Hash)
	if err != nil {
		return err
	}
	means := locale.Key("verify.since-outside")
	if merged {
		b.Line.Place, means = Merged, "verify.since-merged"
	}
	b.add(string(b.Commit.Hash), string(line[0].Hash), means)
	return nil
}

// addMissing adds the commits of a clone's line that this one does not have, up to the last that both have.
func (p Prover) addMissing(ctx context.Context, b *Beginning, clone *history.Repo, line []history.Commit) error {
	ours := map[history.Hash]bool{}
	for _, c := range line {
		ours[c.Hash] = true
	}
	theirs, _, err := clone.FirstParents(ctx, b.Commit)
	if err != nil {
		return err
	}
	for _, c := range theirs {
		if ours[c.Hash] {
			break
		}
		d := NewMismatch(LineOf, string(c.Hash), string(c.Hash), "", "verify.since-missing")
		d.Args = locale.Args{"branch": p.Branch, "date": locale.Stamp(c.CommittedAt)}
		b.Mismatches = append(b.Mismatches, d)
	}
	return nil
}

func (b *Beginning) add(name, found string, means locale.Key) {
	d := NewMismatch(LineOf, name, name, found, means)
	d.Args = locale.Args{"branch": b.Line.Branch}
	b.Mismatches = append(b.Mismatches, d)
}

// compareTags compares what the tags of a clone point to: neither a seal nor another tag is ever moved.
func (p Prover) compareTags(b *Beginning, clone *history.Repo) error {
	then, err := clone.TagRefs()
	if err != nil {
		return err
	}
	now, err := p.Repo.TagRefs()
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(then)) {
		switch is := now[name]; {
		case is == then[name]:
			b.Tags++
		case is == "":
			b.Mismatches = append(b.Mismatches, NewMismatch(Tag, name, string(then[name]), "", "verify.since-tag-missing"))
		default:
			b.Mismatches = append(b.Mismatches, NewMismatch(Tag, name, string(then[name]), string(is), "verify.since-tag-moved"))
		}
	}
	return nil
}
