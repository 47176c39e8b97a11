package trail

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/workspace"
)

// aDecision and aRoutine are fixed records, with more lines of front matter and a text.
func aDecision(lines, text string) string {
	return "---\nid: BES-1\ntitle: Beslut\nabout: [LG-1]\noutcome: accepted\ndecided_by: ROLL-1\ndecided_on: 2023-01-01\n" + lines + "---\n" + text
}

func aRoutine(version, lines, text string) string {
	return "---\nid: STD-1\ntitle: Rutin\nlevel: local\nstatus: adopted\nversion: \"" + version + "\"\n" + lines + "---\n" + text
}

// load reads a workspace of files.
func load(t *testing.T, all files) *workspace.Workspace {
	t.Helper()
	tree := fstest.MapFS{"lis.yaml": {Data: []byte("format: 1\norganisation: ORG-1\n")}}
	for name, text := range all {
		if text != "" {
			tree[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	w, err := workspace.LoadWith(t.Context(), tree, &workspace.Cache{Common: &common})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// altered is what is altered when files have changed.
func altered(t *testing.T, before, changes files) string {
	t.Helper()
	now := maps.Clone(before)
	maps.Copy(now, changes)
	var said []string
	for _, a := range Altered(load(t, before).Graph.Records, load(t, now).Graph) {
		line := a.Was.ID
		if a.Is != nil {
			line += " " + a.Is.File().Name
		}
		for _, c := range a.Fields {
			line += fmt.Sprintf(" %s:%v>%v", c.Field, c.Old, c.New)
		}
		for _, mark := range []struct {
			set  bool
			text string
		}{{a.Text, "text"}, {a.Removed(), "removed"}, {a.Unreadable(), "unreadable"}, {a.OtherKind(), "other kind"}} {
			if mark.set {
				line += " " + mark.text
			}
		}
		said = append(said, line)
	}
	return strings.Join(said, "\n")
}

func TestAltered(t *testing.T) {
	const d, r, g = "decisions/1.md", "documents/1.md", "reviews/1.md"
	const review = "---\nid: LG-1\ntitle: Genomgång\nstatus: decided\nheld_on: 2023-01-01\n---\n"
	before := files{d: aDecision("", "Text.\n"), r: aRoutine("1.0", "", "Så här.\n"), g: review}
	one := func(old, now string) string { return strings.Replace(before[d], old, now, 1) }
	routine := func(old, now string) string { return strings.Replace(before[r], old, now, 1) }
	tests := []struct {
		name   string
		before files // beside the others
		now    files
		want   string
	}{
		{name: "nothing"},
		{name: "a field", now: files{d: one("accepted", "rejected")}, want: "BES-1 decisions/1.md outcome:accepted>rejected"},
		{name: "a list", now: files{d: one("[LG-1]", "[LG-1, LG-2]")}, want: "BES-1 decisions/1.md about:[LG-1]>[LG-1 LG-2]"},
		{name: "a field that went away", now: files{d: one("decided_by: ROLL-1\n", "")}, want: "BES-1 decisions/1.md decided_by:ROLL-1><nil>"},
		{name: "the day of the decision", now: files{d: one("2023-01-01", "2023-02-01")}, want: "BES-1 decisions/1.md decided_on:2023-01-01>2023-02-01"},
		{name: "the text", now: files{d: one("Text.", "Annat.")}, want: "BES-1 decisions/1.md text"},
		{name: "removed", now: files{d: ""}, want: "BES-1 removed"},
		{name: "another id", now: files{d: one("id: BES-1", "id: BES-2")}, want: "BES-1 removed"},
		{name: "moved", now: files{d: "", "decisions/2.md": before[d]}},
		{name: "moved and changed", now: files{d: "", "decisions/2.md": one("accepted", "rejected")}, want: "BES-1 decisions/2.md outcome:accepted>rejected"},
		{name: "moved to another kind", now: files{d: "", "terms/1.md": before[d]}, want: "BES-1 terms/1.md other kind"},
		{name: "copied", now: files{"decisions/0.md": before[d]}},
		{name: "copied and changed", now: files{"decisions/0.md": before[d], d: one("accepted", "rejected")}, want: "BES-1 decisions/1.md outcome:accepted>rejected"},
		{name: "in two files all along", before: files{"decisions/0.md": one("accepted", "rejected")}},
		{name: "what was empty is filled in", now: files{d: aDecision("dnr: KS 2023/1\nlinks: [{text: a}]\n", "Text.\n")}},
		{name: "how the record is kept", before: files{d: aDecision("review_due: 2023-05-01\ntags: [a]\n", "Text.\n")}, now: files{d: aDecision("review_due: 2024-05-01\ntags: [b]\n", "Text.\n")}},
		{name: "form", now: files{d: one("title: Beslut", "title: \"Beslut\" # så")}},
		{name: "same version", now: files{r: routine("Så", "Inte så")}, want: "STD-1 documents/1.md text"},
		{name: "new version", now: files{r: aRoutine("1.1", "", "Inte så.\n")}},
		{name: "version taken away", now: files{r: routine("version: \"1.0\"\n", "")}, want: "STD-1 documents/1.md version:1.0><nil>"},
		{name: "version that cannot be read", now: files{r: routine("\"1.0\"", "[1.1]")}, want: "STD-1 documents/1.md version:1.0>[1.1]"},
		{name: "withdrawn", now: files{r: routine("adopted", "withdrawn")}},
		{name: "draft again", now: files{r: routine("adopted", "draft")}, want: "STD-1 documents/1.md status:adopted>draft"},
		{name: "draft of a new version", now: files{r: strings.Replace(aRoutine("1.1", "", "Inte så.\n"), "adopted", "draft", 1)}},
		{name: "proposed again", now: files{g: strings.Replace(review, "decided", "proposed", 1)}, want: "LG-1 reviews/1.md status:decided>proposed"},
		{name: "no status", now: files{g: strings.Replace(review, "status: decided\n", "", 1)}, want: "LG-1 reviews/1.md status:decided><nil>"},
		{name: "not fixed then", before: files{r: routine("adopted", "draft")}, now: files{r: routine("Så", "Inte så")}},
		{name: "not there then", now: files{"decisions/2.md": one("BES-1", "BES-2")}},
		{name: "unreadable then", before: files{d: "---\nid: BES-1\ntitle: [\ndecided_on: 2023-01-01\n---\n"}, now: files{d: before[d]}},
		{name: "unreadable now", now: files{d: "---\nid: BES-1\ntitle: [\n---\n"}, want: "BES-1 decisions/1.md unreadable"},
		{name: "unreadable with its id", now: files{d: "---\n\tid: [\n---\n"}, want: "BES-1 decisions/1.md unreadable"},
		{name: "a value that cannot be read now", now: files{d: one("decided_by: ROLL-1", "decided_by: [ROLL-1]")}, want: "BES-1 decisions/1.md decided_by:ROLL-1>[ROLL-1]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			then := maps.Clone(before)
			maps.Copy(then, test.before)
			if got := altered(t, then, test.now); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
