package history

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMailmapEqualsGit asks git check-mailmap about the same persons.
func TestMailmapEqualsGit(t *testing.T) {
	const text = `# comment
Asta Ek <asta@example.org>
<bo@example.org> <bo@old.example.org>
Cia Ö <cia@example.org> <CIA@old.example.org>
Dag Å <dag@example.org> dag <dag@old.example.org>
Dagny <dagny@example.org> Dagny Berg <dag@old.example.org>
Eva <eva@example.org> <>
   Spaced  Name   <spaced@example.org>   Old   Name   <old@example.org>  # not a comment
no address at all
Open <open@example.org
<same@example.org>
<> <nothing@example.org>
Twice <twice@example.org> <t@example.org>
<again@example.org> <t@example.org>
	Tab	<tab@example.org>
ÅSA <asa@example.org> <ÅSA@old.example.org>
`
	persons := []Person{
		{"x", "asta@example.org"},
		{"x", "ASTA@EXAMPLE.ORG"},
		{"Bo", "bo@old.example.org"},
		{"cia", "cia@OLD.example.org"},
		{"DAG", "dag@old.example.org"},
		{"Dagny Berg", "dag@old.example.org"},
		{"Other", "dag@old.example.org"},
		{"e", ""},
		{"old   name", "old@example.org"},
		{"Old Name", "old@example.org"},
		{"o", "open@example.org"},
		{"s", "same@example.org"},
		{"n", "nothing@example.org"},
		{"t", "t@example.org"},
		{"t", "tab@example.org"},
		{"Å", "åsa@old.example.org"},
		{"Å", "ÅSA@old.example.org"},
	}
	g := newGit(t)
	g.Write(".mailmap", text)
	who := parseMailmap([]byte(text))
	for _, p := range persons {
		want := strings.TrimSpace(g.Run("check-mailmap", p.String()))
		if got := strings.TrimSpace(who.person(p).String()); got != want {
			t.Errorf("%s: got %q, git says %q", p, got, want)
		}
	}
}

func TestMailmapInLog(t *testing.T) {
	g := newGit(t)
	g.Write("a.md", "1\n")
	g.commit("first\n\nReviewed-by: cia <cia@old.example.org>\nCo-authored-by: dag <dag@old.example.org>\nFixes: 12")
	g.Write(".mailmap", "Asta Berg <asta.berg@example.org> <asta@example.org>\nCia Ö <cia@example.org> <cia@old.example.org>\nDag Å <dag@example.org> <dag@old.example.org>\n")
	g.commit("asta marries")
	first := checkLog(t, g, "").Entries[1]
	asta, dag := Person{"Asta Berg", "asta.berg@example.org"}, Person{"Dag Å", "dag@example.org"}
	if diff := cmp.Diff([]Person{asta, dag}, first.Authors); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Person{{"Cia Ö", "cia@example.org"}}, first.Reviewers); diff != "" {
		t.Errorf("reviewers (-want +got):\n%s", diff)
	}
	if !strings.Contains(first.Commit.Body, "cia <cia@old.example.org>") {
		t.Errorf("the message was changed: %q", first.Commit.Body)
	}
}

// TestMailmapIsOfTheTip reads the map from the commit asked about, the same in a bare repository.
func TestMailmapIsOfTheTip(t *testing.T) {
	g := newGit(t)
	g.commit("first")
	g.Write(".mailmap", "Asta Berg <asta@example.org>\n")
	g.commit("second")
	r := g.open("")
	tip, err := r.Resolve(t.Context(), "HEAD~1", nil)
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.Log(t.Context(), tip)
	if err != nil || log.Entries[0].Commit.Author.Name != "Asta Ek" {
		t.Errorf("before the map: got %v, %v", log.Entries[0].Commit.Author, err)
	}
	g.Run("clone", "-q", "--bare", g.Dir, "../bare.git")
	bare := gitIn(t, g.Dir+"/../bare.git")
	checkLog(t, bare, "")
}
