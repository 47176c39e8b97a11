package trail

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// aDecision and aRoutine are fixed records, with more lines of front matter and a text.
func aDecision(lines, text string) string {
	return "---\nid: BES-1\ntitle: Beslut\nabout: [LG-1]\noutcome: accepted\ndecided_by: ROLL-1\ndecided_on: 2023-01-01\n" + lines + "---\n" + text
}

func aRoutine(version, lines, text string) string {
	return "---\nid: STD-1\ntitle: Rutin\nlevel: local\nstatus: adopted\nversion: \"" + version + "\"\n" + lines + "---\n" + text
}

// altered is what is altered since the first of the steps, the last of them being the work tree where worktree is set.
func altered(t *testing.T, worktree bool, ignore []int, steps ...files) string {
	t.Helper()
	now := files{}
	for _, step := range steps {
		maps.Copy(now, step)
	}
	if worktree {
		steps = steps[:len(steps)-1]
	}
	repo := repository(t, steps...)
	log := logOf(t, repo)
	for _, i := range ignore {
		log.Entries[len(log.Entries)-1-i].Ignored = true
	}
	read, err := Read(log, repo, builtin(t))
	if err != nil {
		t.Fatal(err)
	}
	tree := fstest.MapFS{"lis.yaml": {Data: []byte("format: 1\norganisation: ORG-1\n")}}
	for name, text := range now {
		if text != "" {
			tree[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	w, err := workspace.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, a := range read.Altered(log.Entries[len(log.Entries)-1].Commit.Hash, w.Kinds, w.Graph) {
		line := a.ID + " " + a.File
		for _, c := range a.Fields {
			line += fmt.Sprintf(" %s:%v>%v", c.Field, c.Old, c.New)
		}
		if a.Text {
			line += " text"
		}
		if a.Removed {
			line += " removed"
		}
		said = append(said, line)
	}
	return strings.Join(said, "\n")
}

func TestAltered(t *testing.T) {
	const d, r = "decisions/1.md", "documents/1.md"
	before := files{d: aDecision("", "Text.\n"), r: aRoutine("1.0", "", "Så här.\n")}
	then := func(name, text string) []files { return []files{before, {name: text}} }
	one := func(old, now string) string { return strings.Replace(aDecision("", "Text.\n"), old, now, 1) }
	tests := []struct {
		name     string
		steps    []files
		worktree bool
		ignore   []int
		want     string
	}{
		{name: "nothing", steps: []files{before}},
		{name: "a field", steps: then(d, one("accepted", "rejected")), want: "BES-1 decisions/1.md outcome:accepted>rejected"},
		{name: "a list", steps: then(d, one("[LG-1]", "[LG-1, LG-2]")), want: "BES-1 decisions/1.md about:[LG-1]>[LG-1 LG-2]"},
		{name: "a field in the work tree", steps: then(d, one("accepted", "rejected")), worktree: true, want: "BES-1 decisions/1.md outcome:accepted>rejected"},
		{name: "a field that went away", steps: then(d, one("decided_by: ROLL-1\n", "")), want: "BES-1 decisions/1.md decided_by:ROLL-1><nil>"},
		{name: "the day of the decision", steps: then(d, one("2023-01-01", "2023-02-01")), want: "BES-1 decisions/1.md decided_on:2023-01-01>2023-02-01"},
		{name: "the text", steps: then(d, one("Text.", "Annat.")), want: "BES-1 decisions/1.md text"},
		{name: "the text in the work tree", steps: then(d, one("Text.", "Annat.")), worktree: true, want: "BES-1 decisions/1.md text"},
		{name: "removed", steps: then(d, ""), want: "BES-1 decisions/1.md removed"},
		{name: "removed in the work tree", steps: then(d, ""), worktree: true, want: "BES-1 decisions/1.md removed"},
		{name: "moved and changed", steps: []files{before, {d: "", "decisions/2.md": one("accepted", "rejected")}}, want: "BES-1 decisions/2.md outcome:accepted>rejected"},
		{name: "what was empty is filled in", steps: then(d, aDecision("dnr: KS 2023/1\nlinks: [{text: a}]\n", "Text.\n"))},
		{name: "how the record is kept", steps: []files{{d: aDecision("review_due: 2023-05-01\ntags: [a]\n", "Text.\n")}, {d: aDecision("review_due: 2024-05-01\ntags: [b]\n", "Text.\n")}}},
		{name: "form", steps: then(d, one("title: Beslut", "title: \"Beslut\" # så"))},
		{name: "moved", steps: []files{before, {d: "", "decisions/2.md": before[d]}}},
		{name: "undone", steps: []files{before, {d: one("Text.", "Annat.")}, {d: before[d]}}},
		{name: "undone and filled in", steps: []files{before, {d: one("Text.", "Annat.")}, {d: aDecision("dnr: KS 2023/1\n", "Text.\n")}}},
		{name: "in a bulk change to be ignored", steps: then(d, one("Text.", "Annat.")), ignore: []int{1}},
		{name: "removed in a bulk change to be ignored", steps: then(d, ""), ignore: []int{1}},
		{name: "ignored, and another", steps: []files{before, {d: one("Text.", "Annat.")}, {d: strings.Replace(one("Text.", "Annat."), "accepted", "rejected", 1)}}, ignore: []int{1}, want: "BES-1 decisions/1.md outcome:accepted>rejected"},
		{name: "same version", steps: then(r, aRoutine("1.0", "", "Inte så.\n")), want: "STD-1 documents/1.md text"},
		{name: "new version", steps: then(r, aRoutine("1.1", "", "Inte så.\n"))},
		{name: "withdrawn", steps: then(r, strings.Replace(before[r], "adopted", "withdrawn", 1))},
		{name: "version taken away", steps: then(r, strings.Replace(before[r], "version: \"1.0\"\n", "", 1)), want: "STD-1 documents/1.md version:1.0><nil>"},
		{name: "not fixed then", steps: []files{{r: strings.Replace(before[r], "adopted", "draft", 1)}, before, {r: aRoutine("1.0", "", "Inte så.\n")}}[:2]},
		{name: "not there then", steps: []files{{d: before[d]}, before, {r: aRoutine("1.0", "", "Inte så.\n")}}},
		{name: "unreadable now", steps: then(d, "---\nid: BES-1\ntitle: [\n---\n"), worktree: true},
		{name: "a value that cannot be read now", steps: then(d, one("decided_by: ROLL-1", "decided_by: [ROLL-1]")), worktree: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := altered(t, test.worktree, test.ignore, test.steps...); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAlteredSinceWhatIsNotOnTheLine(t *testing.T) {
	repo := repository(t, files{"decisions/1.md": aDecision("", "")}, files{"decisions/1.md": aDecision("", "Nu.")})
	read := trailOf(t, repo, Options{})
	if got := read.Altered(history.Hash(strings.Repeat("0", 40)), builtin(t), nil); got != nil {
		t.Errorf("got %v", got)
	}
}

// TestAlteredAsOfThen reads the trail as it was when a record was fixed: nothing was altered yet.
func TestAlteredAsOfThen(t *testing.T) {
	first := files{"decisions/1.md": aDecision("", "Text.\n")}
	read := trailOf(t, repository(t, first, files{"decisions/1.md": aDecision("", "Nu.\n")}), Options{})
	since := read.Line[len(read.Line)-1].Commit
	past, on := read.At(since)
	if !on {
		t.Fatal("the first commit is not on the line")
	}
	w, err := workspace.Load(fstest.MapFS{
		"lis.yaml": {Data: []byte("format: 1\norganisation: ORG-1\n")}, "decisions/1.md": {Data: []byte(first["decisions/1.md"])},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := past.Altered(since, w.Kinds, w.Graph); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}
