package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/schema"
	"golang.org/x/tools/txtar"
)

// Cache holds what the states of a workspace have in common, so that it is read once: lis.yaml, the kinds, the entries of
// catalogues, and the records of files whose content has a name, as in a revision. It can be used by several goroutines; the
// zero Cache is ready to use, and a nil one holds nothing.
type Cache struct {
	entries sync.Map
	// Common, if set, holds what is shared with other workspaces: configurations, kinds and the entries of catalogues.
	// Records are never taken from another workspace, because its repository can hold what this one lacks.
	Common *Cache
}

// common returns the cache for what is shared with other workspaces.
func (c *Cache) common() *Cache {
	if c == nil || c.Common == nil {
		return c
	}
	return c.Common
}

// The keys of a cache: what a value was made from.
type (
	configKey string
	kindsKey  string
	fileKey   struct {
		kind    *record.Kind
		name    string
		content history.Hash // "" for a built-in file
	}
)

// namesContent is a file system that knows a name for the content of its files, such as [history.TreeFS].
type namesContent interface {
	Hash(name string) (history.Hash, bool)
}

// LoadWith is [Load] with a cache. Its findings are shared with other states and must not be changed.
func LoadWith(ctx context.Context, fsys fs.FS, c *Cache) (*Workspace, error) {
	return (&Workspace{Files: map[string][]byte{}, cache: c}).load(ctx, fsys)
}

// Reload reads another state of the workspace, such as what it would be with one more file. What both have in common is read once if
// the workspace was read with a cache and fsys knows a name for the content of its files, as a [Memory] does.
func (w *Workspace) Reload(ctx context.Context, fsys fs.FS) (*Workspace, error) {
	return LoadWith(ctx, fsys, w.cache)
}

// Memory is a workspace that exists only in memory. It knows a name for the content of its files.
type Memory struct {
	fs.FS
	files map[string][]byte
}

// NewMemory returns the workspace that consists of the given files.
func NewMemory(files map[string][]byte) (Memory, error) {
	a := &txtar.Archive{}
	for name, data := range files {
		a.Files = append(a.Files, txtar.File{Name: name, Data: data})
	}
	fsys, err := txtar.FS(a)
	return Memory{fsys, files}, err
}

// Hash returns the name of a file's content; ok is false if there is no such file.
func (m Memory) Hash(name string) (hash history.Hash, ok bool) {
	data, ok := m.files[name]
	sum := sha256.Sum256(data)
	return history.Hash(hex.EncodeToString(sum[:])), ok
}

// config reads lis.yaml.
func (c *Cache) config(data []byte) (*Config, error) {
	config, err := cached(c.common(), configKey(data), func() (*Config, error) { return readConfig(data) })
	if err != nil {
		return nil, err
	}
	own := *config // its keys depend on other files too
	return &own, nil
}

// kinds reads the kinds, both built-in ones and those that the workspace has in schema/.
func (c *Cache) kinds(own map[string][]byte, aspects []record.Aspect, zone *time.Location, confidential int) (*record.Kinds, error) {
	var key strings.Builder
	fmt.Fprintf(&key, "%s %d", zone, confidential)
	for _, a := range aspects {
		fmt.Fprintf(&key, "%q%q%q%d %d", a.Name, a.Label.SV, a.Label.EN, a.Min, a.Max)
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		fmt.Fprintf(&key, "%q%q", name, own[name])
	}
	return cached(c.common(), kindsKey(key.String()), func() (*record.Kinds, error) {
		kinds, err := record.LoadKinds(schema.FS, own, aspects)
		if err == nil {
			kinds.SetZone(zone)
			kinds.SetConfidential(confidential)
		}
		return kinds, err
	})
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

// shipped reads a built-in entry of a catalogue.
func (c *Cache) shipped(file named) result { return c.common().version(controls.FS, file, "") }

// version reads one version of a file. The caller gets a separate copy of the record, because references are marked on it;
// its parts are shared.
func (c *Cache) version(fsys fs.FS, file named, content history.Hash) result {
	r, _ := cached(c, fileKey{file.kind, file.name, content}, func() (result, error) { return readOne(fsys, file), nil })
	if r.record != nil && c != nil {
		own := *r.record
		own.Invalid = maps.Clone(own.Invalid)
		r.record = &own
	}
	return r
}

// cached returns the value that the cache holds under a key; if there is none, it reads the value and keeps it. Errors are
// not kept.
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
	held, _ := c.entries.LoadOrStore(key, v) // another goroutine may have been faster: all share the same kinds
	return held.(V), nil
}
