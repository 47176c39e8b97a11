package rules

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"github.com/c8b10cf3/lis/internal/diag"
	commits "github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// supplied are the files of a test workspace that it need not write itself.
var supplied = map[string]string{
	"lis.yaml":               "format: 1\norganisation: ORG-1\n",
	"organisations/org-1.md": "---\nid: ORG-1\ntitle: Miljöförvaltningen\ntype: administration\nlegal_roles: [archive_authority]\n---\n",
	"roles/roll-1.md":        "---\nid: ROLL-1\ntitle: Förvaltningschef\ntype: management\nappointed: yes\n---\n",
}

// files makes a workspace of files by name, with what is supplied.
func files(own map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, all := range []map[string]string{supplied, own} {
		for name, text := range all {
			fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		}
	}
	return fsys
}

// exampleFiles makes a workspace of files of an example, stored as content says.
func exampleFiles(example []File, content func(File) []byte) fstest.MapFS {
	fsys := files(nil)
	for _, f := range example {
		fsys[f.Name] = &fstest.MapFile{Data: content(f), Mode: 0o644}
	}
	return fsys
}

func asRead(f File) []byte { return []byte(f.Text) }

// check reads a workspace and asks its rules; what is wrong with its setup counts as what is said.
func check(t *testing.T, fsys fstest.MapFS, opts options) []diag.Diagnostic {
	t.Helper()
	return checker(t, fsys, pastOf{})(opts)
}

// options are those of a check, with the language in which it is told.
type options struct {
	Options
	lang locale.Lang
}

// inSwedish are the options of a check on a day that is told in Swedish.
func inSwedish(day string) options { return options{Options{AsOf: day}, locale.Swedish} }

// common is what the workspaces of the tests have in common, read once: the kinds, above all.
var common workspace.Cache

// pastOf is what the files of an example were, the oldest state first, with the tags on these states and the days of their commits.
type pastOf struct {
	states [][]File
	tags   []tagged
	dates  map[string]string // by the number of the state, "" for the last
}

// pastOf is that of the bad files, or of the good.
func (e *Example) pastOf(which string) pastOf {
	was := pastOf{e.past[which], e.tags[which], map[string]string{}}
	for state, day := range e.dates {
		if of, number, _ := strings.Cut(state, "."); of == which {
			was.dates[number] = day
		}
	}
	return was
}

// checker reads a workspace once, for several checks.
func checker(t *testing.T, fsys fstest.MapFS, was pastOf) func(options) []diag.Diagnostic {
	t.Helper()
	w, err := workspace.LoadWith(t.Context(), fsys, &common)
	var set *Set
	if err == nil {
		set, err = New(w)
	}
	var setup *workspace.SetupError
	if errors.As(err, &setup) {
		return func(opts options) []diag.Diagnostic { return TellSetup(setup, opts.lang) }
	}
	if err != nil {
		t.Fatal(err)
	}
	return func(opts options) []diag.Diagnostic {
		if was.states != nil {
			opts.Trail = func() *trail.Trail { return trailOf(t, w, was) }
			opts.Line = func() []commits.Accepted { return trailOf(t, w, was).Line }
			opts.Tags = func() map[string]commits.Hash { return commitsOf(was.tags) }
			opts.Fixed = func(at commits.Hash) ([]*record.Record, bool) { return fixedAt(t, w, was.states, at) }
		}
		opts.Unread = func() *workspace.Unread { return unread(t, fsys, w) }
		return set.Tell(results(t, set, opts.Options), opts.lang)
	}
}

// unread is what lies in a workspace without git and is not read.
func unread(t *testing.T, fsys fstest.MapFS, w *workspace.Workspace) *workspace.Unread {
	t.Helper()
	u, err := workspace.FindUnread(t.Context(), fsys, w.Kinds, workspace.Around{})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// blobs are contents by hash.
type blobs map[commits.Hash][]byte

func (b blobs) Blob(h commits.Hash) ([]byte, error) { return b[h], nil }

// commitOf is the commit that made a state, counted from 0.
func commitOf(state int) commits.Hash { return commits.BlobHash([]byte{byte(state)}) }

// commitsOf are the commits of tags by name.
func commitsOf(tags []tagged) map[string]commits.Hash {
	all := map[string]commits.Hash{}
	for _, tag := range tags {
		all[tag.name] = commitOf(tag.state - 1)
	}
	return all
}

// trailOf is the history of a workspace whose files had those states, a commit for each, and then became what they are. A
// file of the last state that the workspace does not have was removed.
func trailOf(t *testing.T, w *workspace.Workspace, was pastOf) *trail.Trail {
	t.Helper()
	states := was.states
	var now []File
	for _, f := range states[len(states)-1] {
		now = append(now, File{Name: f.Name, Text: string(w.Files[f.Name])})
	}
	contents, last := blobs{}, map[string]commits.Hash{}
	log := &commits.Log{Complete: true}
	for i, state := range append(slices.Clone(states), now) {
		at := time.Date(2023, 1, i+1, 12, 0, 0, 0, time.UTC)
		number := ""
		if i < len(states) {
			number = fmt.Sprint(i + 1)
		}
		if day := was.dates[number]; day != "" {
			at, _ = time.Parse(time.DateTime, day+" 12:00:00")
		}
		e := commits.Entry{Commit: commits.Commit{Hash: commitOf(i), CommittedAt: at, AuthoredAt: at}}
		for _, f := range state {
			h := commits.BlobHash([]byte(f.Text))
			contents[h] = []byte(f.Text)
			change := commits.Change{Path: f.Name, Old: last[f.Name], New: h, NewMode: commits.ModeFile}
			if change.Old != "" {
				change.OldMode = commits.ModeFile
			}
			if f.Text == "" {
				h, change.New, change.NewMode = "", "", 0
			}
			e.Changes, last[f.Name] = append(e.Changes, change), h
		}
		log.Entries = append([]commits.Entry{e}, log.Entries...)
	}
	past, err := trail.Read(t.Context(), log, contents, w.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	return past
}

// fixedAt are the fixed records of the state that a commit made.
func fixedAt(t *testing.T, w *workspace.Workspace, states [][]File, at commits.Hash) ([]*record.Record, bool) {
	t.Helper()
	all := fstest.MapFS{}
	for i, state := range states {
		for _, f := range state {
			all[f.Name] = &fstest.MapFile{Data: []byte(f.Text)}
		}
		if commitOf(i) == at {
			then, err := w.Fixed(t.Context(), all)
			return then, err == nil
		}
	}
	return nil, false
}

// results are what a set finds.
func results(t *testing.T, set *Set, o Options) []diag.Result {
	t.Helper()
	all, err := set.Check(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// lines are the open diagnostics as the examples write them.
func lines(all []diag.Diagnostic, lang locale.Lang) string {
	var b strings.Builder
	for _, d := range all {
		if d.Standing == diag.Open {
			fmt.Fprintf(&b, "%s:%v: %s: %s [%s]\n", d.FileName(), d.Span.Start, lang.T("severity."+d.Severity.String()), d.Message, d.Rule)
		}
	}
	return b.String()
}

// said is what is said in Swedish of a workspace on the day of the examples.
func said(t *testing.T, own map[string]string) string {
	t.Helper()
	return saidOn(t, "2023-08-25", own)
}

// saidOn is what is said in Swedish of a workspace on a day.
func saidOn(t *testing.T, asOf string, own map[string]string) string {
	t.Helper()
	return lines(check(t, files(own), inSwedish(asOf)), locale.Swedish)
}

// builtinRules are the rules of the program and of its kinds.
func builtinRules(t *testing.T) []Rule {
	t.Helper()
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	return List(kinds)
}

func archives(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("examples/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no examples", err)
	}
	return names
}

// ruleOf is the rule that an archive is about: system-owner-missing.2.txtar is another of system-owner-missing.
func ruleOf(archive string) string {
	id, _, _ := strings.Cut(filepath.Base(archive), ".")
	return id
}

func TestEveryRuleHasItsExample(t *testing.T) {
	var want, got []string
	for _, r := range builtinRules(t) {
		want = append(want, r.ID)
		if ExampleOf(r.ID) == nil {
			t.Errorf("%s has no example", r.ID)
		}
	}
	for _, name := range archives(t) {
		got = append(got, ruleOf(name))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("rules and archives differ (-rules +archives)\n%s", diff)
	}
}

// TestExamples asks all rules of every example. UPDATE=1 writes what is said into the archives.
func TestExamples(t *testing.T) {
	byID := map[string]Rule{}
	for _, r := range builtinRules(t) {
		byID[r.ID] = r
	}
	for _, name := range archives(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			t.Parallel()
			e := parseExample(data)
			bad := map[locale.Lang]string{}
			ask := checker(t, exampleFiles(e.Bad, e.BadBytes), e.pastOf("bad"))
			for _, lang := range locale.Langs {
				all := e.heard(ask(options{Options{AsOf: e.AsOf, HistoryCut: e.HistoryCut}, lang}), ruleOf(name))
				bad[lang] = lines(all, lang)
				checkTold(t, all, ruleOf(name))
				for _, d := range all {
					checkNumbers(t, byID[d.Rule], d.Args, lang)
				}
			}
			good := e.heard(checker(t, exampleFiles(e.Good, asRead), e.pastOf("good"))(inSwedish(e.AsOf)), ruleOf(name))
			if said := lines(good, locale.Swedish); said != "" {
				t.Errorf("of the good files is said\n%s", said)
			}
			if os.Getenv("UPDATE") != "" {
				rewrite(t, name, data, bad)
				return
			}
			for _, lang := range locale.Langs {
				if diff := cmp.Diff(e.Said(lang), bad[lang]); diff != "" {
					t.Errorf("of the bad files (-want +got)\n%s", diff)
				}
			}
		})
	}
}

// heard leaves out what other rules say for information alone, that a law register of one law lacks the others, say; and of an
// example that stands alone whatever other rules say.
func (e *Example) heard(all []diag.Diagnostic, rule string) []diag.Diagnostic {
	return slices.DeleteFunc(all, func(d diag.Diagnostic) bool { return d.Rule != rule && (e.Alone || d.Severity == diag.Info) })
}

// checkTold looks at the words themselves: the rule speaks, nothing else does, and no placeholder is left.
func checkTold(t *testing.T, all []diag.Diagnostic, rule string) {
	t.Helper()
	if len(all) == 0 {
		t.Error("nothing is said of the bad files")
	}
	for _, d := range all {
		if d.Rule != rule {
			t.Errorf("the bad files also break %s: %s", d.Rule, d.Message)
		}
		for _, text := range []string{d.Message, d.Hint, d.Why} {
			if len(locale.Placeholders(text)) > 0 {
				t.Errorf("a value is missing in %q", text)
			}
		}
	}
}

// rewrite puts what is said last in an archive.
func rewrite(t *testing.T, name string, data []byte, bad map[locale.Lang]string) {
	t.Helper()
	archive := txtar.Parse(data)
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" || f.Name == "want.en" })
	archive.Files = append(archive.Files,
		txtar.File{Name: "want", Data: []byte(bad[locale.Swedish])},
		txtar.File{Name: "want.en", Data: []byte(bad[locale.English])})
	if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// ofForm are the rules about form alone, which no standard or law asks for.
func ofForm(id string) bool {
	return id == "baseline-stale" || id == "findings-many" || slices.ContainsFunc(form, func(r Rule) bool { return r.ID == id })
}

func TestRulesAreWhole(t *testing.T) {
	all := builtinRules(t)
	ids := map[string]bool{}
	for _, r := range all {
		if ids[r.ID] {
			t.Errorf("there are two rules %s", r.ID)
		}
		ids[r.ID] = true
	}
	for _, r := range all {
		if !idForm.MatchString(r.ID) {
			t.Errorf("%s is not named subject-problem", r.ID)
		}
		if r.Severity == diag.Off {
			t.Errorf("%s has no severity", r.ID)
		}
		if r.Source == "" && !ofForm(r.ID) {
			t.Errorf("%s names no source", r.ID)
		}
		for _, id := range r.Replaces {
			if !ids[id] {
				t.Errorf("%s replaces %s, which does not exist", r.ID, id)
			}
		}
		if r.Message.IsZero() || r.Why.IsZero() {
			t.Errorf("%s has no message or no reason", r.ID)
		}
		for what, text := range map[string]locale.Text{"message": r.Message, "hint": r.Hint, "why": r.Why} {
			if !text.IsZero() {
				checkText(t, r.ID+" "+what, text)
			}
		}
	}
}

// checkText checks the form of what a rule says in either language.
func checkText(t *testing.T, what string, text locale.Text) {
	t.Helper()
	if diff := cmp.Diff(locale.Placeholders(text.SV), locale.Placeholders(text.EN)); diff != "" {
		t.Errorf("%s: the languages expect different values (-sv +en)\n%s", what, diff)
	}
	for _, s := range []string{text.SV, text.EN} {
		runes := []rune(s)
		if len(runes) < 2 {
			t.Errorf("%s: a language is missing", what)
			continue
		}
		if unicode.IsUpper(runes[0]) && unicode.IsLower(runes[1]) && !strings.HasPrefix(s, "GitHub") {
			t.Errorf("%s begins with a capital: %q", what, s)
		}
		if strings.HasSuffix(s, ".") {
			t.Errorf("%s ends with a period: %q", what, s)
		}
	}
}
