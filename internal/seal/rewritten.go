package seal

import (
	"context"
	"errors"
	"io/fs"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Rewritten is where the sealed content is after the history was rewritten, such as by a decision that a personal number must go: the
// state of the main branch that has the most files as they were sealed.
type Rewritten struct {
	Commit   history.Commit
	Day      string // of the commit
	Same, Of int    // sealed files that are the same there, and all of them
	// Differs are the files that are not the same there, by name: changed, missing, or not sealed.
	Differs []Mismatch
}

// IsWhole reports whether everything that was sealed is there, and nothing else.
func (r *Rewritten) IsWhole() bool { return r.Same == r.Of && len(r.Differs) == 0 }

// findContent looks along the main branch for the state that has the most files as they were sealed; of several one of the day of the
// seal, and else the first. It is nil if none has any. The workspace is that of the state, nil if it cannot be read.
func (p Prover) findContent(ctx context.Context, s Seal, tip history.Commit) (*Rewritten, *workspace.Workspace, error) {
	log, err := p.Repo.Log(ctx, tip)
	if err != nil {
		return nil, nil, err
	}
	config, err := p.configuration(ctx, tip)
	if err != nil {
		return nil, nil, err
	}
	best, day := &Rewritten{Of: len(s.Files)}, config.Day
	now := &sameFiles{repo: p.Repo, sums: s.Files, known: map[history.Hash]string{}, same: map[string]bool{}}
	for i := len(log.Entries) - 1; i >= 0; i-- {
		e := &log.Entries[i]
		if err := now.step(ctx, e); err != nil {
			return nil, nil, err
		}
		if n := len(now.same); n > best.Same || n == best.Same && best.Day != s.AsOf && day(e.Commit.CommittedAt) == s.AsOf {
			best.Commit, best.Same, best.Day = e.Commit, n, day(e.Commit.CommittedAt)
		}
	}
	if best.Same == 0 {
		return nil, nil, nil
	}
	files, err := p.Repo.FS(ctx, best.Commit)
	if err != nil {
		return nil, nil, err
	}
	w, _ := workspace.Load(ctx, files) // what cannot be read differs
	there := &Proof{Seal: s, Altered: map[history.Hash]bool{}}
	there.proveFiles(files, w)
	Sort(there.Mismatches)
	best.Differs = there.Mismatches
	return best, w, ctx.Err()
}

// configuration reads the settings in a commit, or those of an empty lis.yaml if there are none that can be read.
func (p Prover) configuration(ctx context.Context, c history.Commit) (*workspace.Config, error) {
	files, err := p.Repo.FS(ctx, c)
	if err != nil {
		return nil, err
	}
	if config, err := workspace.Configuration(files); err == nil {
		return config, nil
	}
	return workspace.Configuration(onlyConfig{})
}

// sameFiles goes through a history and knows which files are as they were sealed.
type sameFiles struct {
	repo  *history.Repo
	sums  map[string]string
	known map[history.Hash]string // the SHA-256 of file versions
	same  map[string]bool
}

func (f *sameFiles) step(ctx context.Context, e *history.Entry) error {
	for _, c := range e.Changes {
		want, sealed := f.sums[c.Path]
		if !sealed {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		delete(f.same, c.Path)
		if c.New == "" {
			continue
		}
		sum, ok := f.known[c.New]
		if !ok {
			data, err := f.repo.Blob(c.New)
			var missing *history.MissingObject
			if err != nil && !errors.As(err, &missing) {
				return err
			}
			if err == nil {
				sum = Sum(data)
			}
			f.known[c.New] = sum
		}
		if sum == want {
			f.same[c.Path] = true
		}
	}
	return nil
}

// onlyConfig is a workspace that says nothing.
type onlyConfig struct{}

// Open opens a file.
func (onlyConfig) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
