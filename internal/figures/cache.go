package figures

import (
	"cmp"
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// cachedPoints holds figures of states that were computed before. They depend only on the files of the state, the day and the
// program; the cache itself keeps programs apart. Entries for commits that no longer exist are harmless.
type cachedPoints struct {
	points map[pointKey]Point
	used   map[pointKey]bool // used in this run
	grown  bool              // has new points since it was loaded
}

// pointKey is what the figures of a point depend on.
type pointKey struct {
	tree history.Hash
	day  string
}

// pointForm is the version of the cache format; each version has its own entry in the cache.
const pointForm = "3"

// mostCached is how many points are cached: the months of ten years, for a few days in a row.
const mostCached = 400

func pointsKey(workspace string) string { return cache.Key("figures", pointForm, workspace) }

// loadPoints reads the points from the cache.
func loadPoints(dir *cache.Dir, workspace string) *cachedPoints {
	c := &cachedPoints{points: map[pointKey]Point{}, used: map[pointKey]bool{}}
	data := dir.Load(pointsKey(workspace))
	if data == nil {
		return c
	}
	in := cache.NewReader(data)
	heads := make([]Figure, in.Len())
	for i := range heads {
		heads[i] = Figure{
			Name: in.Text(), Label: locale.Text{SV: in.Text(), EN: in.Text()}, Publish: record.Profile(in.Shared()), Definition: in.Text(),
			Kind: in.Shared(), Parts: in.Text(), Own: in.Bool(),
		}
	}
	for range in.Len() {
		key := pointKey{history.Hash(in.Hash()), in.Text()}
		p := Point{Unread: Unread(in.Shared())}
		if n := in.Len(); n > 0 {
			p.Figures = make([]Figure, n)
		}
		for i := range p.Figures {
			head := in.Uint()
			if head >= uint64(len(heads)) {
				in.Fail()
				break
			}
			p.Figures[i] = heads[head]
			p.Figures[i].Value, p.Figures[i].Trace = int(in.Int()), in.Uint()
		}
		c.points[key] = p
	}
	if in.Err() != nil {
		c.points = map[pointKey]Point{}
	}
	return c
}

// fill gives a point its figures if they are in the cache, and reports whether they are.
func (c *cachedPoints) fill(tree history.Hash, p *Point) bool {
	key := pointKey{tree, p.Day}
	c.used[key] = true
	cached, ok := c.points[key]
	if ok {
		p.Figures, p.Unread = cached.Figures, cached.Unread
		Roughen(p.Figures)
	}
	return ok
}

func (c *cachedPoints) add(tree history.Hash, points []*Point) {
	for _, p := range points {
		c.points[pointKey{tree, p.Day}] = *p
		c.grown = true
	}
}

// save writes the points to the cache: those used now, and of the others those with the latest days. If they cannot be written,
// only time is lost.
func (c *cachedPoints) save(dir *cache.Dir, workspace string) {
	if dir == nil || !c.grown {
		return
	}
	keys := c.keysToSave()
	heads, list := map[Figure]uint64{}, []Figure{}
	for _, key := range keys {
		for _, f := range c.points[key].Figures {
			if _, written := heads[f.head()]; !written {
				heads[f.head()] = uint64(len(list))
				list = append(list, f)
			}
		}
	}
	out := &cache.Writer{}
	out.Len(len(list))
	for _, f := range list {
		out.Text(f.Name)
		out.Text(f.Label.SV)
		out.Text(f.Label.EN)
		out.Shared(string(f.Publish))
		out.Text(f.Definition)
		out.Shared(f.Kind)
		out.Text(f.Parts)
		out.Bool(f.Own)
	}
	out.Len(len(keys))
	for _, key := range keys {
		p := c.points[key]
		out.Hash(string(key.tree))
		out.Text(key.day)
		out.Shared(string(p.Unread))
		out.Len(len(p.Figures))
		for _, f := range p.Figures {
			out.Uint(heads[f.head()])
			out.Int(int64(f.Value))
			out.Uint(f.Trace)
		}
	}
	_ = dir.Save(pointsKey(workspace), out.Bytes())
}

// head returns the figure without its value and what depends on it.
func (f Figure) head() Figure {
	f.Value, f.Trace, f.Rough = 0, 0, disclose.Exact
	return f
}

// keysToSave returns the keys of the points to save, in a fixed order.
func (c *cachedPoints) keysToSave() []pointKey {
	rank := func(key pointKey) int {
		if c.used[key] {
			return 0
		}
		return 1
	}
	keys := slices.SortedFunc(maps.Keys(c.points), func(a, b pointKey) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(b.day, a.day), cmp.Compare(a.tree, b.tree))
	})
	return keys[:min(len(keys), mostCached)]
}
