package tell

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/history"
)

// TestSubject tells subjects where persons may not be named: not by a branch either, nor in the words that stand instead.
func TestSubject(t *testing.T) {
	gunhild := history.Person{Name: "Gunhild Ask", Email: "4711+gunhild-ask@users.noreply.github.com"}
	it := history.Person{Name: "Bo Ek", Email: "it@example.org"}
	log := &history.Log{Entries: []history.Entry{
		{Commit: history.Commit{Committer: history.Person{Name: "GitHub", Email: "noreply@github.com"}, Author: it}},
		{Merged: []history.Commit{{Author: gunhild, Trailers: []history.Trailer{{Key: "Signed-off-by", Value: "Rutger Rosenius <rr@example.org>"}}}}},
	}}
	persons := personsOf(log)
	for _, c := range []struct{ subject, body, want string }{
		{"Rutinen är ny", "", "Rutinen är ny"},
		{"Merge pull request #3 from gunhild-ask/term", "Ett begrepp ändras", "Ett begrepp ändras"},
		{"Merge pull request #3 from gunhild-ask/term", "", "Sammanslagning #3"},
		{"Merge pull request #3 from gunhild-ask/term", "Begreppet enligt Gunhild Ask", "Sammanslagning #3"},
		{"Merge pull request #3 from kommunen/gask/begrepp", "Gask/begrepp", "Sammanslagning #3"},
		{"Merge pull request #3 from someone/term", "Reviewed-by: Vera Okänd", "Sammanslagning #3"},
		{"Merge pull request 12 from gunhild-ask/term into main", "", "Sammanslagning #12"},
		{"Merge pull request 'Ett begrepp' (#7) from gunhild-ask/term into main", "Reviewed-on: https://x", "Ett begrepp"},
		{"Merged in gunhild-ask/term (pull request #9)", "Ett begrepp\n\nApproved-by: Rutger Rosenius", "Ett begrepp"},
		{"Merge branch 'gunhild-ask/term'", "", "Sammanslagning"},
		{"Merge branch 'gunhild-ask/term'", "* gunhild-ask/term:\n  Ett begrepp", "Sammanslagning"},
		{"Merge branch 'term' into 'main'", "Ett begrepp\n\nMer text.\n\nSee merge request kommunen/isms!7", "Ett begrepp"},
		{"Merge branch 'gunhild' into 'main'", "See merge request kommunen/isms!7", "Sammanslagning !7"},
		{"Merge remote-tracking branch 'origin/gunhild'", "", "Sammanslagning"},
		{`Revert "Merge pull request #3 from gask/term"`, "", ""},
		{"Ändrat av gunhild ask", "Annat", ""},
		{"Från gunhild.ask@example.org", "", ""},
		{"Rutger Rosenius granskade", "", ""},
		{"Från it@example.org", "", ""},
		{"Rutin för IT-säkerhet", "", "Rutin för IT-säkerhet"},
		{"Skript för GitHub", "", "Skript för GitHub"},
		{"Merge branch policies till en", "", "Merge branch policies till en"},
	} {
		commit := history.Commit{Subject: c.subject, Body: c.body}
		for _, key := range []string{"Reviewed-by", "Reviewed-on"} {
			commit.Trailers = append(commit.Trailers, history.Trailer{Key: key})
		}
		if got := subject(&commit, persons).SV; got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.subject, c.body, got, c.want)
		}
	}
	if got := subject(&history.Commit{Subject: "Merge branch 'x'"}, persons).EN; got != "Merge" {
		t.Errorf("in English %q", got)
	}
}
