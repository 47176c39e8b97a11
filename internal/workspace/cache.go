package workspace

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/schema"
)

// Cache holds what states of a workspace have in common, so that it is read once: lis.yaml, the kinds, the entries of
// catalogues, and the records of files whose content has a name, as in a revision. It may be used by several goroutines; the
// zero Cache is ready, and a nil one holds nothing.
type Cache struct {
	entries sync.Map
	// Common holds, where it is set, what other workspaces have as well: configurations, kinds and the entries of catalogues.
	// Records are never taken from another workspace, whose repository may hold what this one lacks.
	Common *Cache
}

// common is the cache of what other workspaces have as well.
func (c *Cache) common() *Cache {
	if c == nil || c.Common == nil {
		return c
	}
	return c.Common
}

// The keys of a cache: what something was made of.
type (
	configKey string
	kindsKey  string
	fileKey   struct {
		kind    *record.Kind
		name    string
		content history.Hash // "" for a file of the program
	}
)

// namesContent is a file system that knows what its files hold by name, such as [history.TreeFS].
type namesContent interface {
	Hash(name string) (history.Hash, bool)
}

// LoadWith is [Load] with a cache. Its findings are shared with other states: nobody may change them.
func LoadWith(ctx context.Context, fsys fs.FS, c *Cache) (*Workspace, error) {
	return (&Workspace{Files: map[string][]byte{}, cache: c}).load(ctx, fsys)
}

// config reads lis.yaml.
func (c *Cache) config(data []byte) (*Config, error) {
	config, err := cached(c.common(), configKey(data), func() (*Config, error) { return readConfig(data) })
	if err != nil {
		return nil, err
	}
	own := *config // its keys follow from other files too
	return &own, nil
}

// kinds reads the kinds, those of the program and what the workspace has in schema/.
func (c *Cache) kinds(own map[string][]byte, aspects []record.Aspect) (*record.Kinds, error) {
	var key strings.Builder
	for _, a := range aspects {
		fmt.Fprintf(&key, "%q%q%q%d %d", a.Name, a.Label.SV, a.Label.EN, a.Min, a.Max)
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		fmt.Fprintf(&key, "%q%q", name, own[name])
	}
	return cached(c.common(), kindsKey(key.String()), func() (*record.Kinds, error) { return record.LoadKinds(schema.FS, own, aspects) })
}

// read reads a file of the workspace as a record.
func (c *Cache) read(fsys fs.FS, file named) result {
	files, ok := fsys.(namesContent)
	if !ok || c == nil {
		return readOne(fsys, file)
	}
	content, ok := files.Hash(file.name)
	if !ok {
		return readOne(fsys, file)
	}
	return c.version(fsys, file, content)
}

// shipped reads an entry of a catalogue in the program.
func (c *Cache) shipped(file named) result { return c.common().version(controls.FS, file, "") }

// version reads one version of a file. The record is the caller's own, for references are marked on it; what it is made of is
// shared.
func (c *Cache) version(fsys fs.FS, file named, content history.Hash) result {
	r, _ := cached(c, fileKey{file.kind, file.name, content}, func() (result, error) { return readOne(fsys, file), nil })
	if r.record != nil && c != nil {
		own := *r.record
		own.Invalid = maps.Clone(own.Invalid)
		r.record = &own
	}
	return r
}

// cached is what the cache holds under a key, or else what read gives, which it then holds. What is wrong is read anew each
// time.
func cached[V any](c *Cache, key any, read func() (V, error)) (V, error) {
	if c == nil {
		return read()
	}
	if v, ok := c.entries.Load(key); ok {
		return v.(V), nil
	}
	v, err := read()
	if err != nil {
		return v, err
	}
	held, _ := c.entries.LoadOrStore(key, v) // another goroutine may have been quicker: all have the same kinds
	return held.(V), nil
}
