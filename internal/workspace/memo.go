package workspace

import (
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

// Memo remembers what states of a workspace have in common, so that it is read once: lis.yaml, the kinds, the entries of
// catalogues, and the records of files whose content has a name, as in a revision. It may be used by several goroutines; the
// zero Memo is ready, and a nil one remembers nothing.
type Memo struct{ known sync.Map }

// The keys of a memo: what something was made of.
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

// LoadWith is [Load] with a memo. Its findings are shared with other states: nobody may change them.
func LoadWith(fsys fs.FS, memo *Memo) (*Workspace, error) {
	return (&Workspace{Files: map[string][]byte{}, memo: memo}).load(fsys)
}

// config reads lis.yaml.
func (m *Memo) config(data []byte) (*Config, error) {
	c, err := remember(m, configKey(data), func() (*Config, error) { return readConfig(data) })
	if err != nil {
		return nil, err
	}
	own := *c // its keys follow from other files too
	return &own, nil
}

// kinds reads the kinds, those of the program and what the workspace has in schema/.
func (m *Memo) kinds(own map[string][]byte, aspects []record.Aspect) (*record.Kinds, error) {
	var key strings.Builder
	for _, a := range aspects {
		fmt.Fprintf(&key, "%q%q%q%d %d", a.Name, a.Label.SV, a.Label.EN, a.Min, a.Max)
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		fmt.Fprintf(&key, "%q%q", name, own[name])
	}
	return remember(m, kindsKey(key.String()), func() (*record.Kinds, error) { return record.LoadKinds(schema.FS, own, aspects) })
}

// read reads a file of the workspace as a record.
func (m *Memo) read(fsys fs.FS, file named) result {
	files, ok := fsys.(namesContent)
	if !ok || m == nil {
		return readOne(fsys, file)
	}
	content, ok := files.Hash(file.name)
	if !ok {
		return readOne(fsys, file)
	}
	return m.version(fsys, file, content)
}

// shipped reads an entry of a catalogue in the program.
func (m *Memo) shipped(file named) result { return m.version(controls.FS, file, "") }

// version reads one version of a file. The record is the caller's own, for references are marked on it; what it is made of is
// shared.
func (m *Memo) version(fsys fs.FS, file named, content history.Hash) result {
	r, _ := remember(m, fileKey{file.kind, file.name, content}, func() (result, error) { return readOne(fsys, file), nil })
	if r.record != nil && m != nil {
		own := *r.record
		own.Invalid = maps.Clone(own.Invalid)
		r.record = &own
	}
	return r
}

// remember gives what is known under a key, or learns it. What is wrong is learned anew each time.
func remember[V any](m *Memo, key any, learn func() (V, error)) (V, error) {
	if m == nil {
		return learn()
	}
	if v, known := m.known.Load(key); known {
		return v.(V), nil
	}
	v, err := learn()
	if err != nil {
		return v, err
	}
	known, _ := m.known.LoadOrStore(key, v) // another goroutine may have been quicker: all have the same kinds
	return known.(V), nil
}
