// Package history reads git repositories: the states of a workspace, and who accepted which change to which file, and when. Only
// this package and its subpackages pack (objects) and write (what the program creates) use go-git; subpackage sign holds keys and
// signatures. None of them knows about records or opens a connection. Reading does not use the git program or the user's own git
// configuration.
//
// Functions that walk many commits, folders or files take a context, and return its error once it is done; the cache then holds
// nothing incomplete. Reading one object, or one file of a [TreeFS], is quick and takes no context.
//
// Start reading at [Open]. [Repo.Log] returns the accepted changes in one pass, [Repo.FS] the files of one state.
package history

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync/atomic"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history/pack"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

var (
	// ErrNoRepository is returned by [Open] if neither the folder nor one above it is a git repository.
	ErrNoRepository = errors.New("no git repository")
	// ErrUnlinked is returned by [Open] for a linked worktree or submodule whose repository is missing.
	ErrUnlinked = errors.New("the file .git leads to no repository")
	// ErrNoCommits is returned by [Repo.Head] if the current branch has no commit yet.
	ErrNoCommits = errors.New("no commits yet")
	// ErrUnsupported matches every [Unsupported].
	ErrUnsupported = errors.New("unsupported repository format")
	// ErrReplaced is returned by [Open] if the repository replaces some objects by others (git replace, grafts). Its log is then
	// not what its commit ids prove, so it is not evidence.
	ErrReplaced = errors.New("the repository replaces objects by others")
	// ErrShallow is returned if an answer lies beyond the end of a shallow clone.
	ErrShallow = errors.New("the clone is shallow: its history ends before this")
)

// Unsupported is the error of [Open] for a repository in a format that cannot be read, such as one with SHA-256 names or
// reftables.
type Unsupported struct {
	File          string // the configuration that has the option
	Option, Value string
}

func (e *Unsupported) Error() string {
	return fmt.Sprintf("%s: %v: %s = %s", e.File, ErrUnsupported, e.Option, e.Value)
}

// Is makes every Unsupported match [ErrUnsupported].
func (e *Unsupported) Is(target error) bool { return target == ErrUnsupported }

// Repo is an open repository as seen from one of its folders. Its methods can be called concurrently.
type Repo struct {
	dir     string // the folder given to Open
	prefix  string
	marker  string // the file that tells where the folder was in earlier commits; "" if it never moves
	past    *past  // nil without a marker
	bare    bool
	common  string              // the folder with objects and refs, which identifies the repository
	refs    *filesystem.Storage // for references, configuration, index and the list of shallow commits only
	refused func() error        // why some of refs could not be read
	objects *pack.Objects
	shallow map[plumbing.Hash]bool      // commits whose parents were left out of the clone
	walked  *atomic.Pointer[walkedLine] // shared by copies of the repository, as seen from other folders
}

// Open opens the repository that contains dir: dir or a folder above it holds .git, or dir is a bare repository. Linked
// worktrees, submodules and shared clones are followed to where their objects are. The caller must close the repository.
func Open(dir string) (*Repo, error) {
	r, err := open(dir)
	var file *fs.PathError
	var refused *disk.Refused
	switch problem, _, _ := advice(err); {
	case problem == "" && errors.As(err, &file):
		return nil, damaged(file.Path, err)
	case problem == "" && errors.As(err, &refused):
		return nil, damaged(refused.Path, err)
	}
	return r, err
}

func open(dir string) (*Repo, error) {
	where, err := locate(dir)
	if err != nil {
		return nil, err
	}
	if err := where.checkFormat(); err != nil {
		return nil, err
	}
	if err := where.checkReplaced(); err != nil {
		return nil, err
	}
	r := &Repo{dir: dir, prefix: where.prefix, bare: where.bare, common: where.common, shallow: map[plumbing.Hash]bool{}, walked: &atomic.Pointer[walkedLine]{}}
	r.refs, r.refused = where.references()
	cut, err := r.refs.Shallow()
	if err != nil {
		return nil, damaged(filepath.Join(where.common, "shallow"), err)
	}
	for _, h := range cut {
		r.shallow[h] = true
	}
	folders, err := where.objectFolders()
	if err != nil {
		return nil, err
	}
	if r.objects, err = pack.Open(folders...); err != nil {
		return nil, err
	}
	return r, nil
}

// Close closes the files that the repository holds open. Nothing can be read afterwards.
func (r *Repo) Close() error { return r.objects.Close() }

// Dir returns the folder given to [Open].
func (r *Repo) Dir() string { return r.dir }

// Prefix returns the path of the opened folder below the top of the repository, with forward slashes; "" for the top.
func (r *Repo) Prefix() string { return r.prefix }

// From returns the same repository as seen from another of its folders, given by its path below the top, which is the same in
// every commit. It is closed together with r.
func (r *Repo) From(prefix string) *Repo {
	other := *r
	other.prefix, other.marker, other.past = prefix, "", nil
	return &other
}

// Bare reports whether the folder given to [Open] is git's own: there is no work tree.
func (r *Repo) Bare() bool { return r.bare }

// Shallow reports whether the clone leaves out older commits.
func (r *Repo) Shallow() bool { return len(r.shallow) > 0 }

// Head returns the commit that is checked out, or [ErrNoCommits].
func (r *Repo) Head() (Commit, error) {
	ref, err := storer.ResolveReference(r.refs, plumbing.HEAD)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return Commit{}, cmp.Or(r.refused(), ErrNoCommits)
	}
	if err == nil && ref.Hash().IsZero() {
		err = errReference
	}
	if err != nil {
		return Commit{}, damaged("HEAD", err)
	}
	return r.commit(ref.Hash())
}

// Blob returns the content of the file version with that hash, which the caller may change.
func (r *Repo) Blob(h Hash) ([]byte, error) {
	return r.objects.Blob(plumbing.NewHash(string(h)))
}

// Commit returns the commit with that full id.
func (r *Repo) Commit(h Hash) (Commit, error) { return r.commit(plumbing.NewHash(string(h))) }

// IsCommit reports whether the repository has an object with that full id that is a commit.
func (r *Repo) IsCommit(h Hash) bool {
	kind, _, err := r.objects.ReadAny(plumbing.NewHash(string(h)))
	return err == nil && kind == plumbing.CommitObject
}

// commit reads one commit.
func (r *Repo) commit(h plumbing.Hash) (Commit, error) {
	raw, err := r.objects.Read(h, plumbing.CommitObject)
	if err != nil {
		return Commit{}, err
	}
	c, err := parseCommit(raw)
	if err != nil {
		return Commit{}, damaged(h.String(), err)
	}
	c.Hash = Hash(h.String())
	return c, nil
}

// parent reads the n-th parent (1-based) of c. The error is [ErrShallow] if the clone ends at c; ok is false if c has fewer
// parents.
func (r *Repo) parent(c Commit, n int) (p Commit, ok bool, err error) {
	if len(c.Parents) < n {
		return Commit{}, false, nil
	}
	if r.shallow[plumbing.NewHash(string(c.Hash))] {
		return Commit{}, false, ErrShallow
	}
	p, err = r.commit(plumbing.NewHash(string(c.Parents[n-1])))
	return p, err == nil, err
}
