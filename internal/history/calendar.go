package history

import (
	"context"
	"errors"
	"slices"
	"sort"
	"time"

	"github.com/c8b10cf3/lis/internal/locale"
)

// Accepted is one revision of the accepted line, and the date of its commit.
type Accepted struct {
	Commit Hash
	At     time.Time
}

// Calendar tells as of which day each revision of a line counts. Along first parents time never runs backwards: a revision counts as
// of the day of its commit, or, if a revision before it has a later day, as of that one. The state of a day is therefore the last
// one before any revision of a later day, and a commit that is dated back, by a wrong clock or on purpose, changes nothing about
// what the state of an earlier day was. A commit without a date counts as of the day of the one before it.
type Calendar struct {
	line []Accepted // newest first
	own  []string   // the days of the commits
	days []string   // as of which they count; in descending order
}

// CalendarOf returns the calendar of a line, newest first, in a time zone.
func CalendarOf(line []Accepted, zone *time.Location) *Calendar {
	c := &Calendar{line: line, own: make([]string, len(line)), days: make([]string, len(line))}
	latest := ""
	for i, a := range slices.Backward(line) {
		c.own[i] = locale.Day(a.At, zone)
		latest = max(latest, c.own[i])
		c.days[i] = latest
	}
	return c
}

// LastOn returns the position on the line of the state of a day: that of the last revision that counts as of the day or an earlier
// one. ok is false if all are later.
func (c *Calendar) LastOn(day string) (n int, ok bool) {
	n = sort.Search(len(c.days), func(i int) bool { return c.days[i] <= day })
	return n, n < len(c.days)
}

// First returns the first day as of which a revision with a date counts; "" if there is none.
func (c *Calendar) First() string {
	for i, a := range slices.Backward(c.line) {
		if !Undated(a.At) {
			return c.days[i]
		}
	}
	return ""
}

// LaterThan returns the first revision dated later than a day, with its own day; ok is false if there is none.
func (c *Calendar) LaterThan(day string) (first Hash, on string, ok bool) {
	n, _ := c.LastOn(day)
	if n == 0 {
		return "", "", false
	}
	return c.line[n-1].Commit, c.own[n-1], true
}

// Last returns the day as of which the newest revision counts; "" for an empty line.
func (c *Calendar) Last() string {
	if len(c.days) == 0 {
		return ""
	}
	return c.days[0]
}

// Disorder is a place where the days of a line run backwards. Which of the two commits has the wrong date, the repository cannot tell.
type Disorder struct {
	// Commit is dated Day, although it comes after Later, which is dated LaterDay.
	Commit, Later Hash
	Day, LaterDay string
	// Undated is set if Commit has no date that can be read.
	Undated bool
	// N is how many revisions count as of LaterDay because of it: Commit and those that follow it with a day before LaterDay.
	N int
}

// Disorders returns the places where the days run backwards, newest first. Two commits of one day are in order, whatever the time of
// day: no state of a day depends on it.
func (c *Calendar) Disorders() []Disorder {
	var found []Disorder
	later, open := -1, false
	for i := range slices.Backward(c.line) {
		switch {
		case later < 0 || c.own[i] >= c.own[later]:
			later, open = i, false
		case open:
			found[len(found)-1].N++
		default:
			open = true
			found = append(found, Disorder{
				Commit: c.line[i].Commit, Later: c.line[later].Commit, Day: c.own[i], LaterDay: c.own[later], Undated: Undated(c.line[i].At), N: 1,
			})
		}
	}
	slices.Reverse(found)
	return found
}

// LastOn returns the last accepted commit of a day or earlier in zone, from tip along first parents; see [Calendar]. If all are
// later, ok is false and c is the first commit of the history. The error is [ErrShallow] if the clone ends before the first commit,
// because what is missing could be dated later, or that of ctx once it is done.
func (r *Repo) LastOn(ctx context.Context, tip Commit, day string, zone *time.Location) (c Commit, ok bool, err error) {
	line, err := r.Line(ctx, tip)
	if err != nil {
		return c, false, err
	}
	n, ok := CalendarOf(line, zone).LastOn(day)
	c, err = r.Commit(line[min(n, len(line)-1)].Commit)
	return c, ok && err == nil, err
}

// DayOf returns the day as of which a commit counts in zone, along its own first parents; see [Calendar]. In a shallow clone it goes
// by what is there.
func (r *Repo) DayOf(ctx context.Context, c Commit, zone *time.Location) (string, error) {
	line, err := r.Line(ctx, c)
	if err != nil && !errors.Is(err, ErrShallow) {
		return "", err
	}
	return CalendarOf(line, zone).Last(), nil
}

// OnLine reports whether a commit is tip or one of its first parents. In a shallow clone it goes by what is there.
func (r *Repo) OnLine(ctx context.Context, tip Commit, commit Hash) (bool, error) {
	line, err := r.Line(ctx, tip)
	if err != nil && !errors.Is(err, ErrShallow) {
		return false, err
	}
	return slices.ContainsFunc(line, func(a Accepted) bool { return a.Commit == commit }), nil
}

// Line returns a commit and its first parents, newest first. The error is [ErrShallow], with what there is, if the clone ends among
// them. The line that was walked last is kept, so that asking about its commits reads nothing.
func (r *Repo) Line(ctx context.Context, tip Commit) (line []Accepted, err error) {
	known := r.walked.Load()
	if known == nil {
		known = &walkedLine{}
	}
	seen := map[Hash]bool{}
	for c, ok := tip, true; ok; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if seen[c.Hash] {
			return nil, damaged(string(c.Hash), errLoop)
		}
		seen[c.Hash] = true
		if n, met := known.at[c.Hash]; met {
			if len(line) == 0 {
				return known.line[n:], nil
			}
			line = append(line, known.line[n:]...)
			break
		}
		line = append(line, Accepted{c.Hash, c.CommittedAt})
		if c, ok, err = r.parent(c, 1); err != nil {
			return line, err
		}
	}
	walked := &walkedLine{line, make(map[Hash]int, len(line))}
	for n, a := range line {
		walked.at[a.Commit] = n
	}
	r.walked.Store(walked)
	return line, nil
}

// walkedLine is a whole line down to the first commit, with the positions of its commits.
type walkedLine struct {
	line []Accepted
	at   map[Hash]int
}
