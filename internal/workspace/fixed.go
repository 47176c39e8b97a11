package workspace

import (
	"context"
	"io/fs"
	"slices"

	"github.com/c8b10cf3/lis/internal/record"
)

// Fixed reads, from another state of the workspace, the records of those kinds that say when a record may not change any
// more, as the kinds of this one read them. Nothing is told of what is wrong there.
func (w *Workspace) Fixed(ctx context.Context, fsys fs.FS) ([]*record.Record, error) {
	kinds := &record.Kinds{List: slices.DeleteFunc(slices.Clone(w.Kinds.List), func(k *record.Kind) bool { return k.Fixed == nil })}
	then := &Workspace{Kinds: kinds, Files: map[string][]byte{}}
	names, _ := then.list(fsys)
	return then.read(ctx, fsys, names)
}
