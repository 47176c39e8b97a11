package workspace

import (
	"context"
	"io/fs"
	"slices"

	"github.com/c8b10cf3/lis/internal/record"
)

// Fixed reads records from another state of the workspace, using the kinds of this one: those of the kinds that define when a
// record must not change any more. It does not report what is wrong there.
func (w *Workspace) Fixed(ctx context.Context, fsys fs.FS) ([]*record.Record, error) {
	kinds := &record.Kinds{List: slices.DeleteFunc(slices.Clone(w.Kinds.List), func(k *record.Kind) bool { return k.Fixed == nil })}
	then := &Workspace{Kinds: kinds, Files: map[string][]byte{}}
	names, _ := then.list(fsys)
	return then.read(ctx, fsys, names)
}
