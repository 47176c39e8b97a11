package trail

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// KindsOf identifies what the kinds of a workspace are made of besides the program itself, for [Options].
func KindsOf(w *workspace.Workspace) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q", w.Config.Zone.String())
	for _, a := range w.Config.Aspects {
		fmt.Fprintf(sum, "%q", a.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(w.Files)) {
		if strings.HasPrefix(name, "schema/") {
			fmt.Fprintf(sum, "%q%q", name, w.Files[name])
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// form is the version of the cache format; each version has its own entries in the cache.
const form = "3"

func (o Options) key() string { return cache.Key("trail", form, o.Workspace, o.Kinds) }

// load takes what it can from the cache on disk: what a file version says depends only on its bytes and its kind.
func (s *contents) load(o Options) {
	data := o.Cache.Load(o.key())
	if data == nil {
		return
	}
	in := cacheReader{cache.NewReader(data)}
	alone, together := map[contentKey]*content{}, map[pairKey]*difference{}
	for range in.Len() {
		at := contentKey{history.Hash(in.Hash()), in.Shared()}
		said := &content{id: in.Text(), broken: in.Bool()}
		copy(said.body[:], in.Text())
		said.fields = in.changes()
		alone[at] = said
	}
	for range in.Len() {
		at := pairKey{history.Hash(in.Hash()), history.Hash(in.Hash()), in.Shared()}
		together[at] = &difference{id: in.Text(), broken: in.Bool(), body: in.Bool(), fields: in.changes()}
	}
	if in.Err() == nil {
		s.alone, s.together = alone, together
	}
}

// save writes what was requested to the cache on disk, unless little of it is new. If it cannot be written, only time is lost.
func (s *contents) save(o Options) {
	if o.Cache == nil || !cache.WorthSaving(s.missed, len(s.used)) || !o.sound() {
		return
	}
	w := cacheWriter{}
	var pairs []pairKey
	n := 0
	for p := range s.used {
		pairs = append(pairs, p)
		if p.old == "" {
			n++
		}
	}
	slices.SortFunc(pairs, func(a, b pairKey) int {
		return slices.Compare([]string{string(a.old), string(a.now), a.kind}, []string{string(b.old), string(b.now), b.kind})
	})
	w.Len(n) // those alone come first
	for _, p := range pairs[:n] {
		said := s.alone[contentKey{p.now, p.kind}]
		w.Hash(string(p.now))
		w.Shared(p.kind)
		w.Text(said.id)
		w.Bool(said.broken)
		w.Text(string(said.body[:]))
		w.changes(said.fields)
	}
	w.Len(len(pairs) - n)
	for _, p := range pairs[n:] {
		d := s.together[p]
		w.Hash(string(p.old))
		w.Hash(string(p.now))
		w.Shared(p.kind)
		w.Text(d.id)
		w.Bool(d.broken)
		w.Bool(d.body)
		w.changes(d.fields)
	}
	_ = o.Cache.Save(o.key(), w.Bytes())
}

// cacheWriter encodes changes for the cache.
type cacheWriter struct{ cache.Writer }

func (w *cacheWriter) changes(changes []graph.Change) {
	w.Len(len(changes))
	for _, c := range changes {
		w.Shared(c.Field)
		w.value(c.Old)
		w.value(c.New)
	}
}

// The types of values.
const (
	noValue = iota
	textValue
	wholeValue
	numberValue
	truthValue
	listValue
)

func (w *cacheWriter) value(v any) {
	switch v := v.(type) {
	case nil:
		w.Uint(noValue)
	case string:
		w.Uint(textValue)
		w.Text(v)
	case int64:
		w.Uint(wholeValue)
		w.Int(v)
	case float64:
		w.Uint(numberValue)
		w.Uint(math.Float64bits(v))
	case bool:
		w.Uint(truthValue)
		w.Bool(v)
	case []any:
		w.Uint(listValue)
		w.Len(len(v))
		for _, item := range v {
			w.value(item)
		}
	default:
		panic(fmt.Sprintf("trail: a record's value is a %T", v))
	}
}

// cacheReader decodes changes.
type cacheReader struct{ *cache.Reader }

func (r *cacheReader) changes() []graph.Change {
	return cache.List(r.Reader, func() graph.Change {
		return graph.Change{Field: r.Shared(), Old: r.value(), New: r.value()}
	})
}

func (r *cacheReader) value() any {
	switch r.Uint() {
	case noValue:
		return nil
	case textValue:
		return r.Text()
	case wholeValue:
		return r.Int()
	case numberValue:
		return math.Float64frombits(r.Uint())
	case truthValue:
		return r.Bool()
	case listValue:
		list := make([]any, r.Len())
		for i := range list {
			list[i] = r.value()
		}
		return list
	}
	r.Fail()
	return nil
}
