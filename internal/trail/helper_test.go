package trail

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample/theme"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

var readKinds = sync.OnceValues(func() (*record.Kinds, error) {
	return record.LoadKinds(schema.FS, theme.Own(), workspace.DefaultAspects())
})

// common is what the workspaces of the tests have in common, read once.
var common workspace.Cache

// kindsOf returns the kinds of the program and the one of the tests.
func kindsOf(t testing.TB) *record.Kinds {
	t.Helper()
	kinds, err := readKinds()
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

// files are what a commit changes: text by name, "" deletes.
type files map[string]string

var asta = history.Person{Name: "Asta Ek", Email: "asta@example.org"}

// withKind adds the kind of the tests to the first step, for states that are read as workspaces.
func withKind(steps []files) []files {
	steps = slices.Clone(steps)
	steps[0] = maps.Clone(steps[0])
	steps[0][theme.File] = theme.Kind
	return steps
}

// repository has a commit for each of the steps, a day apart.
func repository(t testing.TB, steps ...files) *history.Repo {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "repo")
	at := time.Date(2023, 1, 1, 12, 0, 0, 0, time.UTC)
	err := write.History(dir, func(yield func(write.Step) bool) {
		for i, changes := range steps {
			step := write.Step{At: at.AddDate(0, 0, i), Author: asta, Message: fmt.Sprint("step ", i), Files: map[string][]byte{}}
			for name, text := range changes {
				step.Files[name] = nil
				if text != "" {
					step.Files[name] = []byte(text)
				}
			}
			if !yield(step) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return open(t, dir)
}

func open(t testing.TB, dir string) *history.Repo {
	t.Helper()
	r, err := history.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func logOf(t testing.TB, r *history.Repo) *history.Log {
	t.Helper()
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.Log(t.Context(), tip)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func trailOf(t testing.TB, r *history.Repo, o Options) *Trail {
	t.Helper()
	read, err := ReadWith(t.Context(), logOf(t, r), r, kindsOf(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// told is a record's trail in short, oldest first.
func told(r *Record) []string {
	if r == nil {
		return nil
	}
	var lines []string
	for _, rev := range slices.Backward(r.Revisions) {
		line := strings.TrimPrefix(rev.Subject.SV, "step ") + " " + string(rev.Change)
		for _, mark := range []struct {
			set  bool
			text string
		}{
			{rev.Restored, "restored"},
			{rev.Unreadable, "unreadable"},
			{rev.FromFile != "", "from " + rev.FromFile},
			{rev.FromKind != "", "was " + rev.FromKind},
			{len(rev.AlsoIn) > 0, "also in " + strings.Join(rev.AlsoIn, " ")},
			{rev.Ignored, "ignored"},
			{rev.BodyChanged, "text"},
			{rev.Form(), "form"},
		} {
			if mark.set {
				line += ", " + mark.text
			}
		}
		for _, c := range rev.Fields {
			line += fmt.Sprintf(", %s %v>%v", c.Field, c.Old, c.New)
		}
		lines = append(lines, line)
	}
	return lines
}

// replay is what the revisions of a record leave of its fields.
func replay(r *Record) map[string]any {
	values := map[string]any{}
	for _, rev := range slices.Backward(r.Revisions) {
		apply(values, rev.Fields)
	}
	return values
}

func apply(values map[string]any, changes []graph.Change) {
	for _, c := range changes {
		if c.New == nil {
			delete(values, c.Field)
			continue
		}
		values[c.Field] = c.New
	}
}
