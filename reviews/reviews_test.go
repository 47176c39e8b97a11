package reviews

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// play applies the steps of the example in order and calls see after each.
func play(t *testing.T, see func(step write.Step, files fstest.MapFS)) {
	t.Helper()
	story, err := Open(Demo)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for step, err := range story.Steps() {
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range step.Files {
			if data == nil {
				if files[name] == nil {
					t.Errorf("%s removes %s, which is not there", step.At, name)
				}
				delete(files, name)
				continue
			}
			files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		}
		see(step, files)
	}
}

// common is what the states of the story have in common: what did not change is read once.
var common workspace.Cache

// state is files that know their content by name, as a revision does.
type state struct{ fstest.MapFS }

// Hash names the content of a file.
func (s state) Hash(name string) (history.Hash, bool) {
	file, ok := s.MapFS[name]
	if !ok {
		return "", false
	}
	return history.BlobHash(file.Data), true
}

// check loads a state and asks the rules as of a day.
func check(t *testing.T, files fstest.MapFS, day string) []diag.Diagnostic {
	t.Helper()
	w, err := workspace.LoadWith(t.Context(), state{files}, &common)
	if err != nil {
		t.Fatalf("%s: %v", day, err)
	}
	set, err := rules.New(w)
	if err != nil {
		t.Fatalf("%s: %v", day, err)
	}
	results, err := set.Check(t.Context(), rules.Options{AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	return set.Tell(results, locale.Swedish)
}

func TestStory(t *testing.T) {
	var last time.Time
	play(t, func(step write.Step, files fstest.MapFS) {
		if !step.At.After(last) || step.CommittedAt.Before(step.At) {
			t.Errorf("%s: the steps are not in order", step.At)
		}
		last = step.CommittedAt
		for _, d := range check(t, files, step.CommittedAt.Format(locale.DateForm)) {
			switch d.Rule {
			case "ref-unknown", "link-broken", "field-unknown", "value-unknown", "value-type", "front-matter-malformed":
				t.Errorf("%s: %s:%v: %s", step.At.Format(locale.DateForm), d.FileName(), d.Span.Start, d.Message)
			}
		}
	})
}

// ruleRow is a row of the table in the example's README.
var ruleRow = regexp.MustCompile("(?m)^\\| `?([a-z0-9-]+)`? \\| (\\d+) \\|")

func TestFlawsAreThoseOfTheReport(t *testing.T) {
	readme, err := files.ReadFile(path.Join(Demo, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[string]string{}, map[string]int{}
	for _, m := range ruleRow.FindAllStringSubmatch(string(readme), -1) {
		want[m[1]] = m[2]
	}
	play(t, func(step write.Step, files fstest.MapFS) {
		if step.Tag == "review/2023" {
			for _, d := range check(t, files, "2023-08-25") {
				got[d.Rule]++
			}
		}
	})
	counted := map[string]string{}
	for rule, n := range got {
		counted[rule] = fmt.Sprint(n)
	}
	if diff := cmp.Diff(counted, want); diff != "" {
		t.Errorf("the table of rules at review/2023 in the example's README (-counted +README)\n%s", diff)
	}
}

func TestEndsClean(t *testing.T) {
	state := fstest.MapFS{}
	play(t, func(_ write.Step, files fstest.MapFS) { state = files })
	for _, d := range check(t, state, "2023-12-15") {
		if d.Standing == diag.Open && d.Severity >= diag.Warning {
			t.Errorf("%s:%v: %s [%s]", d.FileName(), d.Span.Start, d.Message, d.Rule)
		}
	}
}

// TestSameEverywhere writes the example twice: the ids of its commits are fixed, and nobody's name but invented ones is in it.
func TestSameEverywhere(t *testing.T) {
	var tips []history.Hash
	for range 2 {
		dir := t.TempDir()
		w, err := write.Create(dir)
		if err != nil {
			t.Fatal(err)
		}
		play(t, func(step write.Step, _ fstest.MapFS) {
			if !strings.HasSuffix(step.Author.Email, "@ekhamra.example") || !strings.HasSuffix(step.Committer.Email, "@ekhamra.example") {
				t.Errorf("%s: an address outside the example", step.At)
			}
			if _, err := w.Commit(step); err != nil {
				t.Fatal(err)
			}
		})
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		repo, err := history.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		head, err := repo.Head()
		if err != nil {
			t.Fatal(err)
		}
		tips = append(tips, head.Hash)
		traced(t, repo, head)
		_ = repo.Close()
	}
	if tips[0] != tips[1] {
		t.Errorf("two writings differ: %v", tips)
	}
}

// traced checks that the trail tells when the purchase of the story was classified.
func traced(t *testing.T, repo *history.Repo, head history.Commit) {
	t.Helper()
	files, err := repo.FS(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.LoadWith(t.Context(), files, &common)
	if err != nil {
		t.Fatal(err)
	}
	log, err := repo.Log(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	tr, err := trail.Read(t.Context(), log, repo, w.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	for _, rev := range tr.Of("SYS-017").Revisions {
		for _, c := range rev.Fields {
			if c.Field == "classification.state" && c.Old == "missing" && c.New == "done" {
				if got, want := rev.AcceptedAt.Format(locale.DateForm), "2023-09-27"; got != want {
					t.Errorf("SYS-017 was classified %s, want %s", got, want)
				}
				return
			}
		}
	}
	t.Error("the trail does not tell when SYS-017 was classified")
}
