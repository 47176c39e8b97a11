package figures

import (
	"cmp"
	"maps"
	"slices"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// keptPoints are figures of states that were computed before. Figures follow from the files of the state, the day and the
// program, which the cache knows by itself: a commit that is not there any more leaves only what nobody asks for.
type keptPoints struct {
	known   map[pointKey]Point
	used    map[pointKey]bool // asked for in this run
	learned bool
}

// pointKey is what figures follow from.
type pointKey struct {
	tree history.Hash
	day  string
}

// pointForm is that of what is kept; another one is another entry of the cache.
const pointForm = "1"

// mostKept is how many points are kept: those of ten years of months, for a few days in a row.
const mostKept = 400

func pointsKey(workspace string) string { return cache.Key("figures", pointForm, workspace) }

// recallPoints takes what is known from the cache.
func recallPoints(dir *cache.Dir, workspace string) *keptPoints {
	k := &keptPoints{known: map[pointKey]Point{}, used: map[pointKey]bool{}}
	data := dir.Load(pointsKey(workspace))
	if data == nil {
		return k
	}
	in := cache.NewReader(data)
	heads := make([]Figure, in.Len())
	for i := range heads {
		heads[i] = Figure{
			Name: in.Text(), Label: locale.Text{SV: in.Text(), EN: in.Text()}, Publish: record.Profile(in.Shared()), Definition: in.Text(),
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
			p.Figures[i].Value = int(in.Int())
		}
		k.known[key] = p
	}
	if in.Err() != nil {
		k.known = map[pointKey]Point{}
	}
	return k
}

// fill gives a point its figures, where they are known.
func (k *keptPoints) fill(tree history.Hash, p *Point) bool {
	key := pointKey{tree, p.Day}
	k.used[key] = true
	known, ok := k.known[key]
	if ok {
		p.Figures, p.Unread = known.Figures, known.Unread
	}
	return ok
}

func (k *keptPoints) add(tree history.Hash, points []*Point) {
	for _, p := range points {
		k.known[pointKey{tree, p.Day}] = *p
		k.learned = true
	}
}

// remember keeps what is known: what was asked for now, and of the rest the latest days. That it cannot be kept costs time
// only.
func (k *keptPoints) remember(dir *cache.Dir, workspace string) {
	if dir == nil || !k.learned {
		return
	}
	keys := k.worthKeeping()
	heads, list := map[Figure]uint64{}, []Figure{}
	for _, key := range keys {
		for _, f := range k.known[key].Figures {
			if _, known := heads[f.head()]; !known {
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
	}
	out.Len(len(keys))
	for _, key := range keys {
		p := k.known[key]
		out.Hash(string(key.tree))
		out.Text(key.day)
		out.Shared(string(p.Unread))
		out.Len(len(p.Figures))
		for _, f := range p.Figures {
			out.Uint(heads[f.head()])
			out.Int(int64(f.Value))
		}
	}
	_ = dir.Save(pointsKey(workspace), out.Bytes())
}

// head is a figure without its value.
func (f Figure) head() Figure {
	f.Value = 0
	return f
}

// worthKeeping are the keys of what is kept, in an order.
func (k *keptPoints) worthKeeping() []pointKey {
	rank := func(key pointKey) int {
		if k.used[key] {
			return 0
		}
		return 1
	}
	keys := slices.SortedFunc(maps.Keys(k.known), func(a, b pointKey) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(b.day, a.day), cmp.Compare(a.tree, b.tree))
	})
	return keys[:min(len(keys), mostKept)]
}
