package figures

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
	"golang.org/x/sync/errgroup"
)

// Point is the figures at one point of history.
type Point struct {
	// Name is the id of the review whose basis the state is, or the month (2023-08) whose last state it is, or Now.
	Name   string
	Commit history.Hash // "" for the work tree
	Day    string       // the day against which dates are judged
	// Figures are empty if Unread is set.
	Figures []Figure
	Unread  Unread
}

// Now is the name of the point for the requested state.
const Now = "now"

// Unread is why a state has no figures; "" if it has.
type Unread string

// Why a state has no figures: there was no lis.yaml, or lis.yaml, a kind or a figure of the workspace was wrong.
const (
	NotThere Unread = "absent"
	NotSet   Unread = "setup"
)

// Key returns the key of the message for it.
func (u Unread) Key() string {
	if u == NotThere {
		return "figures.unread-absent"
	}
	return "figures.unread-setup"
}

// monthForm is the format of the names of months.
const monthForm = "2006-01"

// mostMonths is a hundred years.
const mostMonths = 1200

// AtReviews returns the points that management reviews rest on, in order of time and without figures. Reviews that rest on a
// state after the as-of day are left out.
func AtReviews(reviews []*record.Record, bases trail.Bases, commit func(history.Hash) (history.Commit, error), asOf string) ([]Point, error) {
	var points []Point
	byDay := func(a, b *record.Record) int { return strings.Compare(a.Text("held_on"), b.Text("held_on")) }
	for _, r := range slices.SortedStableFunc(slices.Values(reviews), byDay) {
		basis, ok := bases.Of(r)
		if !ok {
			continue
		}
		c, err := commit(basis.Commit)
		if err != nil {
			return nil, fmt.Errorf("read the basis of %s: %w", r.ID, err)
		}
		day, onLine := bases.Trail.DayOf(c.Hash, bases.Zone)
		if !onLine {
			day = locale.Day(c.CommittedAt, bases.Zone)
		}
		if day <= asOf {
			points = append(points, Point{Name: r.ID, Commit: c.Hash, Day: day})
		}
	}
	slices.SortStableFunc(points, func(a, b Point) int { return strings.Compare(a.Day, b.Day) })
	return points, nil
}

// AtMonths returns the points at the ends of the months from the first accepted revision with a date to the as-of day, without figures. Each
// is the last state accepted by then; the last point is that of the as-of day. After a hundred years, the months before the last
// one are skipped: a distant as-of day does not make more points than anyone reads.
func AtMonths(t *trail.Trail, zone *time.Location, asOf string) []Point {
	calendar := t.Calendar(zone)
	first := calendar.First()
	if first == "" || first > asOf {
		return nil
	}
	month, _ := time.Parse(monthForm, first[:len(monthForm)])
	end, _ := time.Parse(monthForm, asOf[:len(monthForm)])
	var points []Point
	for ; !month.After(end); month = month.AddDate(0, 1, 0) {
		if len(points) == mostMonths {
			month = end
		}
		p := Point{Name: month.Format(monthForm), Day: min(locale.Day(month.AddDate(0, 1, -1), time.UTC), asOf)}
		if n, ok := calendar.LastOn(p.Day); ok {
			p.Commit = t.Line[n].Commit
		}
		points = append(points, p)
	}
	return points
}

// Past gives earlier states of a workspace.
type Past struct {
	// Commit returns a commit by its hash, and At the workspace there. At must be safe for concurrent use. The error of At is a
	// *workspace.SetupError or [workspace.ErrNotAWorkspace] if the state cannot be read.
	Commit func(history.Hash) (history.Commit, error)
	At     func(history.Commit) (*workspace.Workspace, error)
	// Cache keeps figures for the next time, by what the state holds; if nil, all are computed again. Workspace identifies the
	// workspace, also by its folder in the repository.
	Cache     *cache.Dir
	Workspace string
	// Sound reports, once everything is read, whether it is what its names say. If it is not, nothing is cached. nil stands for always.
	Sound func() bool
}

// Fill computes the figures of points, several at a time. Each state is read once, and not at all if the cache has its figures.
func (p *Past) Fill(points []Point) error {
	cached := loadPoints(p.Cache, p.Workspace)
	states := map[history.Hash][]*Point{} // by tree: commits with the same files are one state
	commits := map[history.Hash]history.Commit{}
	for i := range points {
		c, err := p.Commit(points[i].Commit)
		if err != nil {
			return fmt.Errorf("read %.10s: %w", points[i].Commit, err)
		}
		if !cached.fill(c.Tree, &points[i]) {
			states[c.Tree] = append(states[c.Tree], &points[i])
			commits[c.Tree] = c
		}
	}
	counter := &Counter{}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for tree, of := range states {
		group.Go(func() error { return p.read(counter, commits[tree], of) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for tree, of := range states {
		cached.add(tree, of)
	}
	if p.Sound == nil || p.Sound() {
		cached.save(p.Cache, p.Workspace)
	}
	return nil
}

// read computes the figures of the points of one state.
func (p *Past) read(counter *Counter, c history.Commit, points []*Point) error {
	var t *tally
	w, lost := p.At(c)
	if lost == nil {
		t, lost = counter.tally(w, nil)
	}
	for _, point := range points {
		err := lost
		if err == nil {
			point.Figures, err = t.at(point.Day)
		}
		var setup *workspace.SetupError
		switch {
		case errors.Is(err, workspace.ErrNotAWorkspace):
			point.Unread = NotThere
		case errors.As(err, &setup):
			point.Unread = NotSet
		case err != nil:
			return fmt.Errorf("read %.10s: %w", c.Hash, err)
		}
	}
	return nil
}
