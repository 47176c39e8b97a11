// Package trail joins the log of the repository with the records: for every record the revisions that were accepted, field
// by field, and how two states of a workspace differ. It never reads git itself; package history does. Nor does it put anything
// into words; package tell does. Start reading at [Read] and [Compare].
package trail

import (
	"context"
	"fmt"
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

// Changed tells what a revision did to a record.
type Changed string

// What a revision may do. Renamed is a move to another file, whatever else changed.
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
	// AcceptedBy is who accepted it; the zero Person where that is not known.
	AcceptedBy history.Person
	AuthoredAt time.Time // when the last of it was written
	Authors    []history.Person
	// Reviewers are those whom the messages name as having approved or reviewed it.
	Reviewers []history.Person
	Subject   locale.Text // of the commit, as it may be told
	// Signed is the kind of signature that the commit carries; whether it is good, [history.Repo.Signature] tells.
	Signed sign.Kind
	// Proposed is set where the commit is the merge that a forge makes to try a pull request: nobody has accepted it.
	Proposed bool
	// Ignored is set where the commit is listed as a bulk change without meaning. What it changed is here all the same.
	Ignored bool

	Change   Changed
	FromFile string // where the record stood before; set when Renamed
	FromKind string // its kind before; set where that was another
	Restored bool   // set when Added after having been Removed
	// AlsoIn are other files that bore the id after the revision. The record is then the one in the first file by name.
	AlsoIn []string
	// Unreadable is set where the front matter could not be read. What the revision changed is told with the next one that
	// can be read.
	Unreadable bool
	// Fields are the fields that changed; none where only the form or the text did.
	Fields      []graph.Change
	BodyChanged bool
	// Before and After are the versions of the file between which the text changed; [Bodies] reads them. They are set where
	// BodyChanged is, of a record that was there before and is after. Before is "" where no earlier version could be read.
	Before, After history.Hash
	// Withheld is set where the revision changed more than a profile lets be told.
	Withheld bool
}

// Form reports whether the revision means nothing: only order, quotes, comments, line ends or the file's mode changed, or it
// is a bulk change that the repository says to ignore.
func (r *Revision) Form() bool {
	return r.Ignored || r.Change == Edited && len(r.Fields) == 0 && !r.BodyChanged && !r.Unreadable && !r.Withheld
}

// Record is the revisions of one record, newest first.
type Record struct {
	ID, Kind  string
	File      string // where it stands, or stood last
	Revisions []Revision
}

// Trail is the revisions of all records that ever were, those removed included.
type Trail struct {
	Records []*Record // by id
	// Complete is false where the clone is shallow: the oldest revisions are then missing.
	Complete bool
	// Line are all accepted revisions, newest first, whether or not they changed a record.
	Line []Accepted
	// Gone are the records that lay in folders of kinds that are no more.
	Gone   []Gone
	byID   map[string]*Record   // by key
	places map[history.Hash]int // of the revisions on the line
}

// Of is the trail of a record, or nil. Ids differ by more than the case of letters.
func (t *Trail) Of(id string) *Record {
	if t == nil {
		return nil
	}
	return t.byID[key(id)]
}

// Blobs gives the content of a file version. It need not be safe for use by several goroutines.
type Blobs interface {
	Blob(history.Hash) ([]byte, error)
}

// Options are what reading a trail may be told.
type Options struct {
	// Cache is of what versions of files said, for the next time; nil reads all anew.
	Cache *cache.Dir
	// Workspace names the workspace, such as by its folder: each has its own part of the cache.
	Workspace string
	// Kinds names what the kinds are made of: what was read by other kinds is not taken from the cache. See [KindsOf].
	Kinds string
}

// Read makes the trail of a log, in one pass. Every file version is read once. Once ctx is done it stops with its error, and the
// cache has nothing half.
func Read(ctx context.Context, log *history.Log, blobs Blobs, kinds *record.Kinds) (*Trail, error) {
	return ReadWith(ctx, log, blobs, kinds, Options{})
}

// ReadWith is [Read] with options.
func ReadWith(ctx context.Context, log *history.Log, blobs Blobs, kinds *record.Kinds, o Options) (*Trail, error) {
	f := folders(kinds)
	s := newContents(blobs, kinds)
	b := &builder{
		trail:   &Trail{Complete: log.Complete, byID: map[string]*Record{}, places: map[history.Hash]int{}},
		folders: f, contents: s,
		files: map[string]version{}, bearers: map[string][]string{}, told: map[string]version{},
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
		b.trail.Line = append(b.trail.Line, Accepted{e.Commit.Hash, e.Commit.CommittedAt})
		b.trail.places[e.Commit.Hash] = i
	}
	return b.finish(), nil
}

// key is what an id is compared by.
func key(id string) string { return strings.ToLower(id) }

// kindFolders are the names of kinds by folder.
type kindFolders map[string]string

func folders(kinds *record.Kinds) kindFolders {
	f := kindFolders{}
	for _, k := range kinds.List {
		f[k.Folder] = k.Name
	}
	return f
}

// kindOf is the name of the kind that a file is a record of, "" where it is none.
func (f kindFolders) kindOf(name string) string { return f[record.FolderOf(name)] }

// isFile reports whether a mode is that of a regular file.
func isFile(mode uint32) bool { return mode == history.ModeFile || mode == history.ModeExecutable }
