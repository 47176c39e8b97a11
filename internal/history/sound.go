package history

import (
	"context"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// NameOf computes the name that git would give to the content of the object stored as id. If the two differ, the object store was
// altered. For speed, ordinary reading does not check this; a proof does: see [Repo.Check].
func (r *Repo) NameOf(id Hash) (Hash, error) { return r.nameOf(plumbing.NewHash(string(id))) }

func (r *Repo) nameOf(h plumbing.Hash) (Hash, error) {
	kind, raw, err := r.objects.ReadAny(h)
	if err != nil {
		return "", err
	}
	return Hash(plumbing.ComputeHash(kind, raw).String()), nil
}

// Check makes everything that is read of the repository from now on be compared with its name, as a proof must: [Repo.Altered]
// tells what is not what its name says. What an earlier run has cached is no proof of what the repository holds: read without it.
func (r *Repo) Check() { r.objects.Check() }

// Altered lists what was read since [Repo.Check] although its content does not match its name, by name.
func (r *Repo) Altered() []Altered {
	var found []Altered
	for _, a := range r.objects.Altered() {
		found = append(found, Altered{Kind: a.Kind.String(), Name: Hash(a.Name.String()), Content: Hash(a.Content.String())})
	}
	return found
}

// FileVersions finds the paths of file versions in the history up to a commit, as seen from the opened folder: for each of them one
// path that had it, of those that it can find. Once ctx is done, its error is returned.
func (r *Repo) FileVersions(ctx context.Context, tip Commit, versions map[Hash]bool) (map[Hash]string, error) {
	log, err := r.Log(ctx, tip)
	if err != nil {
		return nil, err
	}
	found := map[Hash]string{}
	for _, e := range log.Entries {
		for _, c := range e.Changes {
			if versions[c.New] && found[c.New] == "" {
				found[c.New] = c.Path
			}
		}
	}
	return found, nil
}

// Altered is an object whose content does not match its name.
type Altered struct {
	Kind string // commit, tree, blob or tag
	// Path is the path of a folder from the top of the repository, with a slash at its end; "/" for the top itself. It is "" for
	// a commit, and if it is not known.
	Path          string
	Name, Content Hash
}

// AlteredState lists the objects of a commit whose content does not match their name: the commit itself, and the folders that
// lead to the opened folder and lie below it. Files are not checked: see [BlobHash]. Once ctx is done, its error is returned.
func (r *Repo) AlteredState(ctx context.Context, c Commit) ([]Altered, error) {
	prefix, err := r.Folder(ctx, c)
	if err != nil {
		return nil, err
	}
	p := prover{ctx: ctx, repo: r, trees: newTreeReader(r.objects)}
	p.look("", plumbing.NewHash(string(c.Hash)))
	path, folder := "/", plumbing.NewHash(string(c.Tree))
	p.look(path, folder)
	for step := range strings.SplitSeq(prefix, "/") {
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

// prover checks objects until one cannot be read.
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
		kind := "tree"
		if path == "" {
			kind = "commit"
		}
		p.found = append(p.found, Altered{kind, path, Hash(h.String()), content})
	}
}

// below checks all folders in a folder.
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
