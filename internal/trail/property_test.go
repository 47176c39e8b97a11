package trail

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// lines are what front matter is put together from, sound and unsound.
var lines = []string{
	"title: Färdbok", "title: \"Färd: bok\"", "title: 'Det är ''så'''", "title: Färdbok  # en kommentar", "title: null", "title:",
	"title: en rubrik\n  på två rader", "title: \"öppen", "title: a: b", "title: [a", "title: ~", "title: 5.10", "title: \"a\n  b\"",
	"purpose: |\n  # rubrik\n  title: inte ett fält\n\n  \"sist", "purpose: >-\n  vikt\n  text\n", "purpose: Journaler", "purpose: -",
	"status: in_use", "status: idea   ", "status: \"retired\"", "personal_data: \"yes\"", "personal_data: yes",
	"classification: {state: done, confidentiality: 2}", "classification: {state: done, confidentiality: 3, integrity: 1}",
	"classification:\n  state: missing\n  # senare\n  confidentiality: 2", "classification:\n  state: planned\n  reason: \"x: y\"",
	"classification:\n- state: done", "classification: {state: \"a}b\", reason: 'c{d'}", "classification: {state: done",
	"classification: {\n  state: done,\ntitle: inte ett fält}", "links:\n  - {url: https://a.se, text: A}\n  - url: https://b.se\n    text: |\n      B\n      title: x",
	"links:\n- text: |\n   kort\n  url: x", "tags: [a, b]", "tags: [b, a, 'c, d']", "tags:\n  - a\n  - \"b\"", "tags:\n- a\n- b", "tags: []",
	"# bara en kommentar", "", "unknown_key: 1", "Ärende: nej", "&a title: x", "dnr: *a", "dnr: &a x", "dnr: !!str 5", "dnr: 2022/1", "<<: x",
	"contract_signed_on: 2023-02-20", "contract_signed_on: \"2023-02-20\"", "csl_relevant: \"no\"\n\tdnr: 1", "? x\n: y", "...", "title",
	"\"title\": x", "dnr: 1\n   2", "dnr: x \u00a0", "dnr: \u0085y", "dnr: @x", "owner: ROLL-1", "owner: \"ROLL-1\" ", "org: don't", "org: [don't, a]",
}

// odd are ways in which a whole file may be unusual.
var odd = []func(string) string{
	func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	func(s string) string { return "\ufeff" + s },
	func(s string) string { return strings.Replace(s, "---\n", "--- \n", 1) },
	func(s string) string { return strings.TrimSuffix(s, "---\n") },
	func(s string) string { return s + "\xe5" },
	func(s string) string { return strings.ReplaceAll(s, "ä", "\xe4") },
	func(s string) string { return s[:len(s)/2] },
	func(s string) string { return s + s },
	func(s string) string { return s + "\x00" },
}

// mood says how much may be wrong with a file that is made at random.
type mood int

const (
	sound mood = iota // nothing
	calm              // little
	wild              // anything
)

// randomRecord is a file with the id, of lines in any order.
func randomRecord(random *rand.Rand, id string, m mood) string {
	front := []string{"id: " + id, "title: T" + fmt.Sprint(random.IntN(9))}
	for range random.IntN(6) {
		line := lines[random.IntN(len(lines))]
		broken := document.Parse("", []byte("---\n"+line+"\n---\n")).Broken
		if m == wild || !strings.HasPrefix(line, "title") && (!broken || m == calm && random.IntN(8) == 0) {
			front = append(front, line)
		}
	}
	if m == wild {
		random.Shuffle(len(front), func(i, j int) { front[i], front[j] = front[j], front[i] })
	}
	text := "---\n" + strings.Join(front, "\n") + "\n---\n" + strings.Repeat("Text.\n", random.IntN(3))
	if m != sound && random.IntN(12) == 0 {
		text = odd[random.IntN(len(odd))](text)
	}
	return text
}

// TestQuickIsWhole compares the reading of what changed with that of whole files.
func TestQuickIsWhole(t *testing.T) {
	kind := kindsOf(t).Named("system")
	random := rand.New(rand.NewPCG(1, 2))
	quick := 0
	n := soak.Times(5000, 200_000)
	for range n {
		old := randomRecord(random, "SYS-1", calm+mood(random.IntN(2)))
		now := old
		if random.IntN(4) == 0 {
			now = randomRecord(random, "SYS-1", calm+mood(random.IntN(2)))
		} else {
			at := random.IntN(len(now))
			now = now[:at] + lines[random.IntN(len(lines))] + now[min(len(now), at+random.IntN(20)):]
		}
		if checkQuick(t, kind, old, now) {
			quick++
		}
		if t.Failed() {
			return
		}
	}
	if quick < n/10 {
		t.Errorf("only %d of the pairs were read the quick way", quick)
	}
}

// checkQuick compares both ways of reading where the older version can be read, and reports whether there were two.
func checkQuick(t *testing.T, kind *record.Kind, old, now string) bool {
	got, ok := differQuickly(kind, []byte(old), []byte(now))
	before, after := contentOf(kind, []byte(old)), contentOf(kind, []byte(now))
	if !ok || before.broken {
		return false
	}
	want := &difference{id: after.id, broken: after.broken}
	if !after.broken {
		want.fields, want.body = merge(before.fields, after.fields), before.body != after.body
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(difference{}), cmpopts.EquateEmpty(), byField); diff != "" {
		t.Errorf("quick reading of\n%q\n%q\ndiffers (-whole +quick):\n%s", old, now, diff)
	}
	return true
}

// byField passes over the order of fields.
var byField = cmpopts.SortSlices(func(a, b graph.Change) bool { return a.Field < b.Field })

func FuzzQuickIsWhole(f *testing.F) {
	f.Add(first, second)
	for _, line := range lines {
		f.Add(first, "---\nid: TEMA-1\n"+line+"\n---\n")
		f.Add("---\n"+line+"\nid: TEMA-1\n---\n", "---\n"+line+"\nid: TEMA-2\ntitle: x\n---\n")
	}
	kind := kindsOf(f).Named("system")
	f.Fuzz(func(t *testing.T, old, now string) { checkQuick(t, kind, old, now) })
}

// randomSteps are commits that add, change, move, swap, remove and restore records of two kinds.
func randomSteps(random *rand.Rand, n int, m mood) []files {
	folders := []string{"systems/", "systems/åäö/", "themes/", "objects/"}
	var steps []files
	now := files{"lis.yaml": "format: 1\n"}
	steps = append(steps, now)
	for range n {
		step := files{}
		for range 1 + random.IntN(3) {
			name := folders[random.IntN(len(folders))] + string(rune('a'+random.IntN(5))) + ".md"
			text := randomRecord(random, fmt.Sprintf("SYS-%d", random.IntN(6)), m)
			switch old := now[name]; {
			case old != "" && random.IntN(3) == 0:
				text = ""
			case old != "" && random.IntN(2) == 0: // moves
				step[name], now[name] = "", ""
				name = folders[random.IntN(len(folders))] + string(rune('a'+random.IntN(5))) + ".md"
				text = old
			}
			if text == "" && now[name] == "" {
				continue
			}
			step[name], now[name] = text, text
		}
		steps = append(steps, step)
	}
	return steps
}

// TestReplay holds that the changes of every record, from nothing on, give what each state of the workspace says.
func TestReplay(t *testing.T) {
	kinds := kindsOf(t)
	for seed := range uint64(4) {
		r := repository(t, withKind(clean(randomSteps(rand.New(rand.NewPCG(seed, 3)), 30, calm)))...)
		log := logOf(t, r)
		for _, e := range log.Entries {
			part, err := r.Log(t.Context(), e.Commit)
			if err != nil {
				t.Fatal(err)
			}
			read, err := Read(t.Context(), part, r, kinds)
			if err != nil {
				t.Fatal(err)
			}
			checkReplay(t, r, e.Commit, read)
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	}
}

// clean takes out what a step does twice: deleting a file that is not there.
func clean(steps []files) []files {
	there := map[string]bool{}
	for _, step := range steps {
		for name, text := range step {
			if text == "" && !there[name] {
				delete(step, name)
			}
			there[name] = text != ""
		}
	}
	return steps
}

// checkReplay compares a trail with a state, but for records that could not be read there.
func checkReplay(t *testing.T, r *history.Repo, c history.Commit, read *Trail) {
	t.Helper()
	g := graphAt(t, r, c)
	want := map[string]map[string]any{}
	for _, rec := range g.Records {
		id := key(rec.ID)
		if id == "" {
			id = key(rec.File().Name)
		}
		if _, seen := want[id]; seen {
			continue // the first by name counts
		}
		want[id] = graph.Flatten(rec.Values)
		if rec.Doc.Broken {
			want[id] = nil
		}
	}
	for _, rec := range read.Records {
		values := replay(rec)
		now, there := want[key(rec.ID)]
		if there && now == nil {
			continue // broken
		}
		if diff := cmp.Diff(now, values, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s at %s (-state +replayed):\n%s\n%s", rec.ID, c.Subject, diff, strings.Join(told(rec), "\n"))
		}
		delete(want, key(rec.ID))
	}
	for id := range want {
		if want[id] != nil {
			t.Errorf("%s at %s has no trail", id, c.Subject)
		}
	}
}

func graphAt(t testing.TB, r *history.Repo, c history.Commit) *graph.Graph {
	t.Helper()
	fsys, err := r.FS(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.LoadWith(t.Context(), fsys, &workspace.Cache{Common: &common})
	if err != nil {
		t.Fatal(err)
	}
	return w.Graph
}

// TestEveryCommitIsListed compares the commits and files of the trails with those of the log.
func TestEveryCommitIsListed(t *testing.T) {
	kinds := kindsOf(t)
	for seed := range uint64(4) {
		r := repository(t, clean(randomSteps(rand.New(rand.NewPCG(seed, 9)), 60, calm))...)
		log := logOf(t, r)
		read, err := Read(t.Context(), log, r, kinds)
		if err != nil {
			t.Fatal(err)
		}
		got := map[history.Hash]bool{}
		for _, rec := range read.Records {
			for _, rev := range rec.Revisions {
				got[rev.Commit] = true
			}
		}
		f := folders(kinds)
		for _, e := range log.Entries {
			records := slices.ContainsFunc(e.Changes, func(c history.Change) bool { return f.kindOf(c.Path) != "" })
			if records != got[e.Commit.Hash] {
				t.Errorf("commit %s changed records: %t, is in a trail: %t", e.Commit.Subject, records, got[e.Commit.Hash])
			}
		}
	}
}
