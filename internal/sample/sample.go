// Package sample provides tests with a small workspace and its history. Only tests import it: no package of the program is
// above it. Start reading at [Files].
package sample

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Files is a workspace with something for every profile. Its record SYS-1 sets publish: public itself.
var Files = map[string]string{
	"lis.yaml":             "format: 1\ntitle: Provet\norganisation: ORG-1\n",
	"organisations/1.md":   "---\nid: ORG-1\ntitle: Provförvaltningen\ntype: administration\n---\n",
	"roles/led.md":         "---\nid: ROLL-LED\ntitle: Ledning\ntype: management\nappointed: \"yes\"\nholder: Kim Bergvall\n---\n",
	"roles/ny.md":          "---\nid: ROLL-NY\ntitle: Ny roll\ntype: other\nappointed: starts\nstarts_on: 2024-02-01\n---\n",
	"systems/1.md":         "---\nid: SYS-1\ntitle: Öppet system\npublish: public\npurpose: Visas för alla\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-LED\nclassification: {state: planned, planned_on: 2023-11-01}\ncontinuity: {contact: Jourtelefonen Vildkatt}\n---\nText om [[SYS-2]] och [[SYS-2|valvet]] och [[SYS-1]].\n",
	"systems/2.md":         "---\nid: SYS-2\ntitle: Kassavalvet\npublish: restricted\nstatus: in_use\nprocurement: own\nclassification: {state: done, confidentiality: 3, integrity: 2, availability: 1}\n---\n",
	"systems/10.md":        "---\nid: SYS-10\ntitle: Internt system\nstatus: in_use\nprocurement: central\nresponsible_org: ORG-1\n---\nSe [systemet](1.md) och [utanför](https://example.org/a).\n",
	"actions/1.md":         "---\nid: ATG-1\ntitle: En åtgärd\ntype: action\nsource: [SYS-1, SYS-2]\nowner: ROLL-LED\nhow: Så här\npriority: high\ndue: 2023-12-01\nstatus: decided\n---\n",
	"actions/2.md":         "---\nid: REK-1\ntitle: En rekommendation\ntype: recommendation\nsource: [LG-1]\nowner: ROLL-LED\nhow: Så\npriority: low\nfollowup_on: 2024-03-01\nstatus: proposed\nfollowups:\n  - {date: 2023-06-01, review: LG-1, status: late, text: \"Se [[SYS-2]].\"}\n---\n",
	"decisions/1.md":       "---\nid: BES-1\ntitle: Ett beslut\nabout: [LG-1, ATG-1, REK-1]\noutcome: accepted\ndecided_by: ROLL-LED\ndecided_on: 2023-10-01\n---\n",
	"reviews/1.md":         "---\nid: LG-1\ntitle: Genomgång 2023\nperiod_from: 2023-01-01\nperiod_to: 2023-06-30\nheld_on: 2023-09-01\nowner: ROLL-LED\nstatus: decided\nsections:\n  a: |\n    ## Rubrik\n\n    Se [[SYS-2]].\n---\n# Rubrik\n\nText.\n",
	"laws/1.md":            "---\nid: LAG-1\ntitle: En lag\ndesignation: \"2018:218\"\nowner: ROLL-LED\nassessments:\n  - {period: \"2022\", status: ok}\n  - {period: \"2023\", status: deviation, text: Brister.}\n---\n",
	"terms/1.md":           "---\nid: TERM-1\ntitle: ISAM\nexpansion: samordnare\n---\n",
	"objects/index.md":     "---\nid: index\ntitle: Objekt med ett besvärligt id\nowner_business: ROLL-LED\nleader_planned_on: 2024-01-15\n---\n",
	"organisations/bad.md": "---\nid: [\n---\n",
}

// With returns [Files] with other files added; an empty text removes a file.
func With(changes map[string]string) map[string]string {
	files := maps.Clone(Files)
	for name, text := range changes {
		files[name] = text
		if text == "" {
			delete(files, name)
		}
	}
	return files
}

// common is what workspaces share, read once: above all the kinds.
var common workspace.Cache

// Load reads a workspace of files.
func Load(t testing.TB, files map[string]string) *workspace.Workspace {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	w, err := workspace.LoadWith(t.Context(), fsys, &common)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// blobs are contents by hash.
type blobs map[history.Hash][]byte

func (b blobs) Blob(h history.Hash) ([]byte, error) { return b[h], nil }

// Commit is a commit on one file.
type Commit struct{ file, text, subject string }

// Edit returns a commit that gives a file a text.
func Edit(file, text, subject string) Commit { return Commit{file, text, subject} }

// Past returns the trail that results from commits on files of a workspace, given oldest first.
func Past(t testing.TB, w *workspace.Workspace, edits ...Commit) *trail.Trail {
	t.Helper()
	return PastWith(t, w, func(int, *history.Entry) {}, edits...)
}

// PastWith is [Past] with a function that changes each entry before it is read; it gets the index of the edit.
func PastWith(t testing.TB, w *workspace.Workspace, change func(int, *history.Entry), edits ...Commit) *trail.Trail {
	t.Helper()
	contents, last := blobs{}, map[string]history.Hash{}
	log := &history.Log{Complete: true}
	for i, e := range edits {
		h := history.BlobHash([]byte(e.text))
		contents[h] = []byte(e.text)
		c := history.Change{Path: e.file, Old: last[e.file], New: h, NewMode: history.ModeFile}
		if c.Old != "" {
			c.OldMode = history.ModeFile
		}
		last[e.file] = h
		at := time.Date(2023, 5, i+1, 23, 30, 0, 0, time.UTC)
		log.Entries = append(log.Entries, history.Entry{
			Commit: history.Commit{
				Hash: history.Hash(strings.Repeat(string(rune('a'+i)), 40)), Subject: e.subject, CommittedAt: at, AuthoredAt: at,
				Committer: history.Person{Name: "Anna-Karin Modig"},
			},
			Changes: []history.Change{c}, Authors: []history.Person{{Name: "Bo Ek"}},
		})
		change(i, &log.Entries[i])
	}
	slices.Reverse(log.Entries)
	past, err := trail.Read(t.Context(), log, contents, w.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	return past
}

// Blobs returns the versions of files in commits.
func Blobs(edits ...Commit) trail.Blobs {
	contents := blobs{}
	for _, e := range edits {
		contents[history.BlobHash([]byte(e.text))] = []byte(e.text)
	}
	return contents
}

// Find returns a record by its id. It fails the test if there is none.
func Find(t testing.TB, w *workspace.Workspace, id string) *record.Record {
	t.Helper()
	r := w.Graph.Named(id)
	if r == nil {
		t.Fatalf("no record %s", id)
	}
	return r
}
