package history

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/agext/levenshtein"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// UnknownRevision is the error for a revision that does not name a commit.
type UnknownRevision struct {
	Rev string
	// Near lists tags and branches with a similar name, the nearest first, or the commits that a short id could mean.
	Near []string
	// Ambiguous is set if Rev is the start of more than one commit id.
	Ambiguous bool
	// First is the date of the first commit, set if Rev is a date before it.
	First time.Time
}

func (e *UnknownRevision) Error() string {
	switch {
	case e.Ambiguous:
		return fmt.Sprintf("revision %q could be any of %s", e.Rev, strings.Join(e.Near, ", "))
	case !e.First.IsZero():
		return fmt.Sprintf("no commit on %s or earlier: the first is of %s", e.Rev, locale.Day(e.First, e.First.Location()))
	case len(e.Near) > 0:
		return fmt.Sprintf("no revision %q: the nearest are %s", e.Rev, strings.Join(e.Near, ", "))
	}
	return fmt.Sprintf("no revision %q", e.Rev)
}

// step matches one suffix of a revision: ~2, ^, ^2, ^{} or ^{commit}.
var step = regexp.MustCompile(`(~\d*|\^\d*|\^\{(?:commit)?\})$`)

// Resolve returns the commit that rev names: HEAD, a tag, a branch (also of the origin), a date YYYY-MM-DD, or the start of a
// commit id; the first of these that matches. Suffixes ~n, ^ and ^n lead to parents. A date means the last commit of that day or
// earlier in zone, from HEAD along first parents. If there is none, the error is an [UnknownRevision]; once ctx is done, it is
// that of ctx.
func (r *Repo) Resolve(ctx context.Context, rev string, zone *time.Location) (Commit, error) {
	base, steps := rev, []string(nil)
	for suffix := step.FindString(base); suffix != "" && suffix != base; suffix = step.FindString(base) {
		base = strings.TrimSuffix(base, suffix)
		steps = append(steps, suffix)
	}
	c, err := r.base(ctx, base, zone)
	for _, suffix := range slices.Backward(steps) {
		if err == nil {
			c, err = r.follow(ctx, c, suffix, rev)
		}
	}
	return c, err
}

// refPatterns are the references that a name can stand for, in the order in which git looks. A branch of the origin is last,
// because a clone made for a CI job often has no other.
var refPatterns = []string{
	"%s", "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s", "refs/remotes/origin/%s",
}

// base finds a revision without suffixes.
func (r *Repo) base(ctx context.Context, rev string, zone *time.Location) (Commit, error) {
	if rev == "HEAD" || rev == "@" {
		return r.Head()
	}
	h, ok, err := r.named(rev)
	switch {
	case err != nil:
		return Commit{}, fmt.Errorf("find revision %q: %w", rev, err)
	case ok:
		return r.peel(h, rev)
	}
	if _, ok := locale.ParseDate(rev); ok {
		return r.on(ctx, rev, zone)
	}
	return r.byID(rev)
}

// named returns what the reference that a name can stand for points to.
func (r *Repo) named(name string) (h plumbing.Hash, ok bool, err error) {
	for _, pattern := range refPatterns {
		if h, ok, err = r.ref(fmt.Sprintf(pattern, name)); ok || err != nil {
			return h, ok, err
		}
	}
	return h, false, nil
}

// IsDay reports whether [Repo.Resolve] reads a revision as a date.
func (r *Repo) IsDay(rev string) bool {
	_, ok, err := r.named(rev)
	_, isDate := locale.ParseDate(rev)
	return isDate && !ok && err == nil
}

// follow applies one suffix of rev.
func (r *Repo) follow(ctx context.Context, c Commit, suffix, rev string) (Commit, error) {
	if strings.HasPrefix(suffix, "^{") {
		return c, nil
	}
	n, err := strconv.Atoi(cmp.Or(suffix[1:], "1"))
	if err != nil {
		return Commit{}, &UnknownRevision{Rev: rev}
	}
	nth, times := n, 1
	if suffix[0] == '~' {
		nth, times = 1, n
	}
	if nth == 0 {
		return c, nil
	}
	seen := map[Hash]bool{}
	for range times {
		if err := ctx.Err(); err != nil {
			return Commit{}, err
		}
		if seen[c.Hash] {
			return Commit{}, damaged(string(c.Hash), errLoop)
		}
		seen[c.Hash] = true
		parent, ok, err := r.parent(c, nth)
		if err != nil {
			return Commit{}, fmt.Errorf("find revision %q: %w", rev, err)
		}
		if !ok {
			return Commit{}, &UnknownRevision{Rev: rev}
		}
		c = parent
	}
	return c, nil
}

var errReference = errors.New("no id of an object")

// ref returns the hash that a full reference name points to.
func (r *Repo) ref(name string) (h plumbing.Hash, ok bool, err error) {
	if !strings.HasPrefix(name, "refs/") {
		return plumbing.ZeroHash, false, nil
	}
	ref, err := storer.ResolveReference(r.refs, plumbing.ReferenceName(name))
	if errors.Is(err, plumbing.ErrReferenceNotFound) || errors.Is(err, dotgit.ErrReferenceNameEscape) {
		return plumbing.ZeroHash, false, nil
	}
	if err == nil && ref.Hash().IsZero() {
		err = errReference
	}
	if err != nil {
		return plumbing.ZeroHash, false, damaged(name, err)
	}
	return ref.Hash(), true, nil
}

// peel returns the commit that h is or, through annotated tags, points to.
func (r *Repo) peel(h plumbing.Hash, rev string) (Commit, error) {
	for range mostTags {
		kind, data, err := r.objects.ReadAny(h)
		switch {
		case err != nil:
			return Commit{}, err
		case kind == plumbing.CommitObject:
			return r.commit(h)
		case kind != plumbing.TagObject:
			return Commit{}, &UnknownRevision{Rev: rev}
		}
		line, _, _ := strings.Cut(string(data), "\n")
		h = plumbing.NewHash(strings.TrimPrefix(line, "object "))
	}
	return Commit{}, damaged(rev, errLoop)
}

// mostTags is how many tags stand between a name and what it names, at most.
const mostTags = 100

// on returns the last accepted commit of a day or earlier.
func (r *Repo) on(ctx context.Context, day string, zone *time.Location) (Commit, error) {
	tip, err := r.Head()
	if err != nil {
		return Commit{}, err
	}
	c, ok, err := r.LastOn(ctx, tip, day, zone)
	if err != nil {
		return Commit{}, fmt.Errorf("find the last commit of %s: %w", day, err)
	}
	if !ok {
		return Commit{}, &UnknownRevision{Rev: day, First: c.CommittedAt.In(zone)}
	}
	return c, nil
}

// byID finds a commit by its id or the start of it, at least four digits.
func (r *Repo) byID(rev string) (Commit, error) {
	id := strings.ToLower(rev)
	digits, err := hex.DecodeString(id + strings.Repeat("0", len(id)%2))
	if err != nil || len(id) < 4 || len(digits) > len(plumbing.ZeroHash) {
		return Commit{}, &UnknownRevision{Rev: rev, Near: r.near(rev)}
	}
	hashes, err := r.objects.WithPrefix(id)
	if err != nil {
		return Commit{}, fmt.Errorf("find revision %q: %w", rev, err)
	}
	found := map[Hash]Commit{}
	var ids []string
	for _, h := range hashes {
		if c, err := r.peel(h, rev); err == nil && (len(hashes) == 1 || string(c.Hash) == h.String()) {
			found[c.Hash] = c
			ids = append(ids, string(c.Hash))
		}
	}
	if len(ids) == 0 {
		return Commit{}, &UnknownRevision{Rev: rev, Near: r.near(rev)}
	}
	if len(ids) > 1 {
		return Commit{}, &UnknownRevision{Rev: rev, Near: ids, Ambiguous: true}
	}
	return found[Hash(ids[0])], nil
}

// near lists up to three tags and branches with names similar to rev. Unreadable references are skipped.
func (r *Repo) near(rev string) []string {
	refs, err := r.refs.IterReferences()
	if err != nil {
		return nil
	}
	distance := map[string]int{}
	left := 20_000 // names that are compared: a repository can have any number, and this is only a guess
	_ = refs.ForEach(func(ref *plumbing.Reference) error {
		if left--; left < 0 {
			return storer.ErrStop
		}
		name := ref.Name()
		if d := levenshtein.Distance(rev, name.Short(), nil); (name.IsTag() || name.IsBranch()) && d <= 1+len(rev)/3 {
			distance[name.Short()] = d
		}
		return nil
	})
	var names []string
	for name := range distance {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(distance[a], distance[b]), cmp.Compare(a, b))
	})
	return names[:min(len(names), 3)]
}
