package graph

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/record"
)

// suggestions are what was found near to ids that name nothing. Finding it is slow, and the same wrong id is often met again.
type suggestions struct {
	ids func() map[string][]string // by kind, made when first asked for

	mutex sync.Mutex
	cache map[string][]string // by what was asked for
}

// idsByKind are the ids of all records.
func (g *Graph) idsByKind() map[string][]string {
	ids := map[string][]string{}
	for _, r := range slices.Concat(g.Records, g.Entries) {
		ids[r.Kind.Name] = append(ids[r.Kind.Name], r.ID)
	}
	return ids
}

// Near are the ids nearest to one that names nothing, of the wanted kinds.
func (g *Graph) Near(id string, wanted []string) []string {
	g.near.mutex.Lock()
	defer g.near.mutex.Unlock()
	asked := id + " " + strings.Join(wanted, " ")
	if near, ok := g.near.cache[asked]; ok {
		return slices.Clone(near)
	}
	var known []string
	ids := g.near.ids()
	for _, kind := range slices.Sorted(maps.Keys(ids)) {
		if slices.Contains(wanted, "*") || slices.Contains(wanted, kind) {
			known = append(known, ids[kind]...)
		}
	}
	near := record.Nearest(id, known)
	g.near.cache[asked] = near
	return slices.Clone(near)
}
