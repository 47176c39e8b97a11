package history

import (
	"context"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// NameOf is the name that the content of an object has by git's reckoning, given the name under which it is stored. Where the
// two differ the store was altered. Reading does not look, for the sake of speed; a proof does.
func (r *Repo) NameOf(id Hash) (Hash, error) { return r.nameOf(plumbing.NewHash(string(id))) }

func (r *Repo) nameOf(h plumbing.Hash) (Hash, error) {
	kind, raw, err := r.objects.ReadAny(h)
	if err != nil {
		return "", err
	}
	return Hash(plumbing.ComputeHash(kind, raw).String()), nil
}

// Altered is an object whose content is not what its name says.
type Altered struct {
	// Path is that of a folder below the top of the repository, with a slash at its end; "" for a commit.
	Path          string
	Name, Content Hash
}

// AlteredState lists what of a commit is not what its name says: the commit itself, and the folders that make up its state of
// the opened folder. Of files it is not asked: see [BlobHash]. Once ctx is done the error is its own.
func (r *Repo) AlteredState(ctx context.Context, c Commit) ([]Altered, error) {
	p := prover{ctx: ctx, repo: r, trees: newTreeReader(r.objects)}
	p.look("", plumbing.NewHash(string(c.Hash)))
	path, folder := "/", plumbing.NewHash(string(c.Tree))
	p.look(path, folder)
	for step := range strings.SplitSeq(r.prefix, "/") {
		if step == "" || folder.IsZero() || p.err != nil {
			break
		}
		path = strings.TrimPrefix(path+step+"/", "/")
		if folder, p.err = p.trees.below(folder, step); p.err == nil {
			p.look(path, folder)
		}
	}
	p.below(strings.TrimPrefix(path, "/"), folder)
	return p.found, p.err
}

// prover looks at objects until one cannot be read.
type prover struct {
	ctx   context.Context
	repo  *Repo
	trees *treeReader
	found []Altered
	err   error
}

func (p *prover) look(path string, h plumbing.Hash) {
	if p.err != nil || h.IsZero() {
		return
	}
	if p.err = p.ctx.Err(); p.err != nil {
		return
	}
	var content Hash
	if content, p.err = p.repo.nameOf(h); p.err == nil && content != Hash(h.String()) {
		p.found = append(p.found, Altered{path, Hash(h.String()), content})
	}
}

// below looks at all folders in a folder.
func (p *prover) below(path string, h plumbing.Hash) {
	if p.err != nil || h.IsZero() {
		return
	}
	entries, err := p.trees.entries(h)
	p.err = err
	for _, e := range entries {
		if e.folder() {
			p.look(path+e.name+"/", e.hash)
			p.below(path+e.name+"/", e.hash)
		}
	}
}
