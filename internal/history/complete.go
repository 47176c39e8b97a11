package history

import (
	"context"

	"github.com/go-git/go-git/v5/plumbing"
)

// CheckComplete checks that the repository has every version of a file that a log names, without reading it. The error is a
// [MissingObject] for one that is missing, as in a partial clone; once ctx is done, it is that of ctx.
func (r *Repo) CheckComplete(ctx context.Context, log *Log) error {
	seen := map[Hash]bool{"": true}
	for _, e := range log.Entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, c := range e.Changes {
			if seen[c.New] || c.NewMode == ModeSubmodule {
				continue
			}
			seen[c.New] = true
			if err := r.objects.Expect(plumbing.NewHash(string(c.New))); err != nil {
				return err
			}
		}
	}
	return nil
}
