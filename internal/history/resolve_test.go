package history

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestResolve(t *testing.T) {
	g := newGit(t)
	stockholm := time.FixedZone("", 3600)
	at := func(s string) {
		var err error
		if g.Now, err = time.Parse(time.RFC3339, s); err != nil {
			t.Fatal(err)
		}
	}
	at("2023-08-20T12:00:00+02:00")
	first := g.commit("first")
	at("2023-08-25T22:30:00Z") // 23.30 in the zone asked about
	second := g.commit("second")
	g.Run("tag", "review/2023")
	at("2023-08-25T23:30:00Z") // 00.30 on the next day there
	third := g.commit("third")
	g.Run("tag", "-a", "-m", "genomgång", "annotated")
	g.Run("tag", "-a", "-m", "twice", "twice", "annotated")
	g.Run("tag", "2023-08-20", string(third))
	g.Run("tag", "file", g.Line("hash-object", "-w", "--stdin"))
	g.Run("branch", "utkast", string(first))
	g.Run("update-ref", "refs/remotes/origin/develop", string(first))

	tests := []struct {
		rev  string
		want Hash
	}{
		{"HEAD", third},
		{"@", third},
		{"main", third},
		{"utkast", first},
		{"review/2023", second},
		{"annotated", third},
		{"twice", third},
		{"refs/tags/review/2023", second},
		{"tags/review/2023", second},
		{"origin/develop", first},
		{"develop", first},
		{string(second), second},
		{string(second[:7]), second},
		{string(second[:8]), second},
		{string(second[:3]), ""},
		{g.Line("rev-parse", "annotated")[:12], third},
		{"HEAD~1", second},
		{"HEAD^", second},
		{"main~1^", first},
		{"HEAD~2", first},
		{"HEAD~", second},
		{"HEAD~0", third},
		{"HEAD^{commit}", third},
		{"HEAD^2", ""},
		{"HEAD~3", ""},
		{"HEAD~99999", ""},
		{"~1", ""},
		{"^", ""},
		{"2023-08-25", second},
		{"2023-08-26", third},
		{"2023-08-24", first},
		{"2099-01-01", third},
		{"2023-08-20", third}, // a tag wins over a date
		{"2023-08-19", ""},
		{"2023-08-32", ""},
		{"file", ""},
		{"", ""},
		{"HEAD:a", ""},
		{"a..b", ""},
		{"../../config", ""},
		{"0000000000000000000000000000000000000000", ""},
	}
	r := g.open("")
	for _, test := range tests {
		t.Run(test.rev, func(t *testing.T) {
			c, err := r.Resolve(t.Context(), test.rev, stockholm)
			var unknown *UnknownRevision
			if errors.As(err, &unknown) != (test.want == "") || unknown == nil && err != nil {
				t.Fatalf("got error %v", err)
			}
			if c.Hash != test.want {
				t.Errorf("got %q, want %q", c.Hash, test.want)
			}
		})
	}
}

func TestResolveSuggests(t *testing.T) {
	g := newGit(t)
	g.commit("first")
	for _, tag := range []string{"review/2022", "review/2023", "v1"} {
		g.Run("tag", tag)
	}
	g.Run("branch", "review/2021")
	_, err := g.open("").Resolve(t.Context(), "reveiw/2023", time.UTC)
	var unknown *UnknownRevision
	if !errors.As(err, &unknown) {
		t.Fatalf("got %v, want an UnknownRevision", err)
	}
	want := &UnknownRevision{Rev: "reveiw/2023", Near: []string{"review/2023", "review/2021", "review/2022"}}
	if diff := cmp.Diff(want, unknown); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestResolveAmbiguousID(t *testing.T) {
	g := newGit(t)
	g.Feed(randomHistory(rand.New(rand.NewPCG(1, 2)), 1500), "fast-import", "--quiet", "--date-format=raw")
	seen := map[string]bool{}
	for id := range strings.FieldsSeq(g.Run("rev-list", "main")) {
		if !seen[id[:4]] {
			seen[id[:4]] = true
			continue
		}
		_, err := g.open("").Resolve(t.Context(), id[:4], time.UTC)
		var unknown *UnknownRevision
		if !errors.As(err, &unknown) || !unknown.Ambiguous || !slices.Contains(unknown.Near, id) {
			t.Errorf("got %v, want several commits, %s among them", err, id)
		}
		return
	}
	t.Error("no two commits with the same four digits")
}
