package history

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestCommitTexts compares subjects, bodies, persons and trailers of odd messages with what git says.
func TestCommitTexts(t *testing.T) {
	messages := []string{
		"En rad",
		"Två\nrader  i rubriken\n\nBrödtext\n\n\nmer",
		"\n\n  Indragen\n\n  brödtext\n",
		"Rubrik\n\nReviewed-by: Cia Ö <cia@example.org>\nApproved-by:  Dag\n",
		"Rubrik\n\nBrödtext: inte\n\nReviewed-by: Cia\n fortsätter här\nCo-authored-by: Eva <eva@example.org>",
		"Rubrik\n\nvanlig text\nReviewed-by: Cia",
		"Rubrik\n\nvanlig text\nSigned-off-by: Cia\nReviewed-by: Dag",
		"Rubrik\n\nReviewed-by: Cia\n\nsist en vanlig rad",
		"Reviewed-by: bara en rubrik",
		"",
	}
	g := newGit(t)
	for _, message := range messages {
		g.Feed(message, "commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-F", "-")
	}
	g.Feed("F\xf6rsta\n\nbr\xf6dtext\n", "-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-q", "--allow-empty", "-F", "-")
	log := headLog(t, g.open(""))
	if diff := cmp.Diff(oracleLog(g, ""), log.Entries, asGit); diff != "" {
		t.Errorf("commits differ from git's (-git +lis):\n%s", diff)
	}
	for _, e := range log.Entries {
		var got []string
		for _, trailer := range e.Commit.Trailers {
			got = append(got, trailer.Key+": "+trailer.Value)
		}
		text := g.Run("log", "-1", "--format=%(trailers:only,unfold)", string(e.Commit.Hash))
		want := strings.Split(strings.TrimSpace(text), "\n")
		want = slices.DeleteFunc(want, func(s string) bool { return s == "" })
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("trailers of %q differ from git's (-git +lis):\n%s", e.Commit.Subject, diff)
		}
	}
}

func TestParseSignature(t *testing.T) {
	tests := []struct {
		in     string
		person Person
		date   string // "" for an error
	}{
		{"Asta Ek <asta@example.org> 1692964800 +0200", Person{"Asta Ek", "asta@example.org"}, "2023-08-25T14:00:00+02:00"},
		{"Asta <a@example.org> 1692964800 -0330", Person{"Asta", "a@example.org"}, "2023-08-25T08:30:00-03:30"},
		{"<> 0 +0000", Person{}, "1970-01-01T00:00:00Z"},
		{"A <a> -3600 +0000", Person{"A", "a"}, "1970-01-01T00:00:00Z"},
		{"A <a> 1692964800 +9999999", Person{"A", "a"}, "2023-08-25T12:00:00Z"},
		{"A <a> 1692964800", Person{"A", "a"}, "2023-08-25T12:00:00Z"},
		{"A <a>", Person{"A", "a"}, "1970-01-01T00:00:00Z"},
		{"A <a> soon", Person{"A", "a"}, "1970-01-01T00:00:00Z"},
		{"A <a> 99999999999999999999 +0000", Person{"A", "a"}, "1970-01-01T00:00:00Z"},
		{"A <a> 253402300800 +0000", Person{"A", "a"}, "10000-01-01T00:00:00Z"},
		{"", Person{}, "1970-01-01T00:00:00Z"},
	}
	for _, test := range tests {
		person, at := parseSignature(test.in)
		date := at.Format("2006-01-02T15:04:05Z07:00")
		if person != test.person || date != test.date {
			t.Errorf("%q: got %v, %q, want %v, %q", test.in, person, date, test.person, test.date)
		}
	}
}

// FuzzParse holds that no object content makes the readers panic.
func FuzzParse(f *testing.F) {
	f.Add([]byte("tree x\nauthor A <a> 1 +0\ncommitter A <a> 1 +0\n\nmessage\n\nA: b\n"))
	f.Add([]byte("100644 a\x00aaaaaaaaaaaaaaaaaaaa40000 b\x00bbbbbbbbbbbbbbbbbbbb"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, _ = parseCommit(raw)
		entries, err := parseTree(raw)
		if err == nil && len(entries) == 0 && len(raw) > 0 {
			t.Error("a tree with content has no entries")
		}
	})
}
