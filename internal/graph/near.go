package graph

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/record"
)

// suggestions caches the ids nearest to those that name nothing. Finding them is slow, and the same wrong id often occurs
// again.
type suggestions struct {
	ids func() map[string][]string // by kind, made on first use

	mutex sync.Mutex
	cache map[string][]string // by id and wanted kinds
}

// idsByKind returns the ids of all records.
func (g *Graph) idsByKind() map[string][]string {
	ids := map[string][]string{}
	for _, r := range slices.Concat(g.Records, g.Entries) {
		ids[r.Kind.Name] = append(ids[r.Kind.Name], r.ID)
	}
	return ids
}

// Near returns the ids of the wanted kinds that are nearest to one that names nothing.
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
