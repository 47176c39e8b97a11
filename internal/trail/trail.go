// Package trail joins the log of the repository with the records: it has the accepted revisions of every record, field by field,
// and how two states of a workspace differ. It never reads git itself (package history does) and puts nothing into words (package
// tell does). Start reading at [Read] and [Compare].
package trail

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Changed is what a revision did to a record.
type Changed string

// What a revision can do. Renamed is a move to another file or with the whole workspace, regardless of what else changed.
const (
	Added   Changed = "added"
	Edited  Changed = "changed"
	Removed Changed = "removed"
	Renamed Changed = "renamed"
)

// Revision is one accepted change of one record.
type Revision struct {
	Commit     history.Hash
	AcceptedAt time.Time
	// AcceptedBy is who accepted it; the zero Person if that is not known.
	AcceptedBy history.Person
	AuthoredAt time.Time // when the last part of it was written
	Authors    []history.Person
	// Reviewers are those whom the messages name as having approved or reviewed it.
	Reviewers []history.Person
	Subject   locale.Text // of the commit, as it may be shown
	// Signed is the kind of signature on the commit; [history.Repo.Signature] reports whether it is good.
	Signed sign.Kind
	// Proposed is set if the commit is the merge that a forge makes to test a pull request: nobody has accepted it.
	Proposed bool
	// Ignored is set if the commit is listed as a bulk change without meaning. Its changes are included nevertheless.
	Ignored bool

	Change   Changed
	FromFile string // where the record was before, in the workspace; set when Renamed
	// FromFolder is where the workspace was before, as seen from where it then was; set if the revision moved it as a whole.
	FromFolder string
	FromKind   string // its kind before; set if that was another
	Restored   bool   // set when Added after having been Removed
	// AlsoIn are other files that had the id after the revision. The record is then the one in the first file by name.
	AlsoIn []string
	// Unreadable is set if the front matter could not be read. What the revision changed is part of the next one that can be
	// read.
	Unreadable bool
	// Fields are the fields that changed; none if only the form or the text did.
	Fields      []graph.Change
	BodyChanged bool
	// Before and After are the file versions between which the text changed; [Bodies] reads them. They are set if BodyChanged is,
	// for a record that existed before and after. Before is "" if no earlier version could be read.
	Before, After history.Hash
	// Withheld is set if the revision changed more than the profile shows.
	Withheld bool
}

// From returns where the record was before, as seen from the workspace; "" unless Renamed.
func (r *Revision) From() string { return path.Join(r.FromFolder, r.FromFile) }

// Form reports whether the revision means nothing: only order, quotes, comments, line ends or the file mode changed, or it is a
// bulk change that the repository says to ignore.
func (r *Revision) Form() bool {
	return r.Ignored || r.Change == Edited && len(r.Fields) == 0 && !r.BodyChanged && !r.Unreadable && !r.Withheld
}

// Record is the revisions of one record, newest first.
type Record struct {
	ID, Kind  string
	File      string // where it is, or was last
	Revisions []Revision
}

// Trail is the revisions of all records that ever existed, including removed ones.
type Trail struct {
	Records []*Record // by id
	// Complete is false if the clone is shallow: the oldest revisions are then missing.
	Complete bool
	// Line are all accepted revisions, newest first, including those that changed no record.
	Line []history.Accepted
	// Gone are the records in folders of kinds that no longer exist.
	Gone   []Gone
	byID   map[string]*Record   // by key
	joined map[string]string    // the key of a file name that stood in for an id: that of the id
	ages   map[history.Hash]int // of the revisions of the line, from the oldest: the same however much of it is cut off
}

// Of returns the trail of a record, or nil. The case of letters in an id does not count; the name of a file that stood in for one
// leads to it.
func (t *Trail) Of(id string) *Record {
	if t == nil {
		return nil
	}
	if r := t.byID[key(id)]; r != nil {
		return r
	}
	return t.byID[t.joinedTo(id)]
}

// Blobs returns the content of file versions. It need not be safe for concurrent use.
type Blobs interface {
	Blob(history.Hash) ([]byte, error)
}

// Options are the options of [ReadWith].
type Options struct {
	// Cache keeps what file versions say for the next time; if nil, everything is read again.
	Cache *cache.Dir
	// Workspace identifies the workspace, such as by its folder: each has its own part of the cache.
	Workspace string
	// Kinds identifies the kinds: what was read with other kinds is not taken from the cache. See [KindsOf].
	Kinds string
	// Sound reports, once everything is read, whether it is what its names say: what is cached is found again by these names. If it
	// is not, nothing is cached. nil stands for always.
	Sound func() bool
}

// sound reports whether what was read can be cached.
func (o Options) sound() bool { return o.Sound == nil || o.Sound() }

// Read builds the trail of a log in one pass, and reads every file version once. When ctx is done it stops with its error, and
// the cache has nothing incomplete.
func Read(ctx context.Context, log *history.Log, blobs Blobs, kinds *record.Kinds) (*Trail, error) {
	return ReadWith(ctx, log, blobs, kinds, Options{})
}

// ReadWith is [Read] with options.
func ReadWith(ctx context.Context, log *history.Log, blobs Blobs, kinds *record.Kinds, o Options) (*Trail, error) {
	f := folders(kinds)
	s := newContents(blobs, kinds)
	b := &builder{
		trail:   &Trail{Complete: log.Complete, byID: map[string]*Record{}, joined: map[string]string{}, ages: map[history.Hash]int{}},
		folders: f, contents: s,
		files: map[string]version{}, filesOf: map[string][]string{}, lastReadable: map[string]version{},
	}
	left := b.resume(o, log)
	if left == len(log.Entries) {
		s.load(o)
	}
	if err := s.fill(ctx, log.Entries[:left], f); err != nil {
		return nil, err
	}
	for _, entry := range slices.Backward(log.Entries[:left]) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := b.entry(&entry); err != nil {
			return nil, fmt.Errorf("read commit %.10s: %w", entry.Commit.Hash, err)
		}
	}
	if left == len(log.Entries) {
		s.save(o)
	}
	b.save(o, log, left)
	var err error
	if b.trail.Gone, err = gone(ctx, log, blobs, f); err != nil {
		return nil, err
	}
	for i, e := range log.Entries {
		b.trail.Line = append(b.trail.Line, history.Accepted{Commit: e.Commit.Hash, At: e.Commit.CommittedAt})
		b.trail.ages[e.Commit.Hash] = len(log.Entries) - 1 - i
	}
	return b.finish(), nil
}

// key returns what an id is compared by.
func key(id string) string { return strings.ToLower(id) }

// kindFolders maps folders to the names of kinds.
type kindFolders map[string]string

func folders(kinds *record.Kinds) kindFolders {
	f := kindFolders{}
	for _, k := range kinds.List {
		f[k.Folder] = k.Name
	}
	return f
}

// kindOf returns the name of the kind that a file is a record of, "" for any other file.
func (f kindFolders) kindOf(name string) string { return f[record.FolderOf(name)] }

// isFile reports whether a mode is that of a regular file.
func isFile(mode uint32) bool { return mode == history.ModeFile || mode == history.ModeExecutable }
