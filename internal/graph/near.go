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
	names func() map[string]names // by kind, made on first use

	mutex sync.Mutex
	cache map[string][]string // by id and wanted kinds
}

// names is what the records of a kind are called. The records of ids and titles are in the same order.
type names struct{ ids, titles []string }

// namesByKind returns the ids and titles of all records.
func (g *Graph) namesByKind() map[string]names {
	byKind := map[string]names{}
	for _, r := range slices.Concat(g.Records, g.Entries) {
		if r.ID == "" {
			continue
		}
		n := byKind[r.Kind.Name]
		n.ids, n.titles = append(n.ids, r.ID), append(n.titles, r.OwnTitle())
		byKind[r.Kind.Name] = n
	}
	return byKind
}

// Called returns the records of the wanted kinds ("*" is every kind) that a person can mean by a text: the one with that id, in any
// letter case, or else those with that title.
func (g *Graph) Called(text string, wanted []string) []*record.Record {
	text = strings.TrimSpace(text)
	if to, _ := g.Resolve(text, wanted); to != nil {
		return []*record.Record{to}
	}
	var records []*record.Record
	var ids, titles [][]string
	for _, r := range slices.Concat(g.Records, g.Entries) {
		if r.ID == "" || slices.Contains(records, r) || !slices.Contains(wanted, "*") && !slices.Contains(wanted, r.Kind.Name) {
			continue
		}
		title := g.Title(r)
		records, ids, titles = append(records, r), append(ids, []string{r.ID}), append(titles, []string{title.SV, title.EN})
	}
	found := record.Called(text, ids)
	if found == nil {
		found = record.Called(text, titles)
	}
	var out []*record.Record
	for _, i := range found {
		out = append(out, records[i])
	}
	return out
}

// Near returns the ids of the wanted kinds that were most likely meant by a text that names no record: those with that title, or
// else those nearest to it, or else those whose title is nearest.
func (g *Graph) Near(id string, wanted []string) []string {
	g.near.mutex.Lock()
	defer g.near.mutex.Unlock()
	asked := id + " " + strings.Join(wanted, " ")
	if near, ok := g.near.cache[asked]; ok {
		return slices.Clone(near)
	}
	near := g.near.find(id, wanted)
	g.near.cache[asked] = near
	return slices.Clone(near)
}

func (s *suggestions) find(text string, wanted []string) []string {
	var known names
	byKind := s.names()
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		if slices.Contains(wanted, "*") || slices.Contains(wanted, kind) {
			known.ids = append(known.ids, byKind[kind].ids...)
			known.titles = append(known.titles, byKind[kind].titles...)
		}
	}
	titles := record.Nearest(text, known.titles)
	near := record.Nearest(text, known.ids)
	if len(near) == 0 || len(titles) > 0 && strings.EqualFold(titles[0], text) {
		return known.titled(titles)
	}
	return near
}

// titled returns the ids of the records with the given titles.
func (n names) titled(titles []string) []string {
	var ids []string
	for _, title := range titles {
		for i, other := range n.titles {
			if other == title {
				ids = append(ids, n.ids[i])
			}
		}
	}
	return ids[:min(len(ids), mostNear)]
}

// mostNear is how many ids are suggested.
const mostNear = 3
