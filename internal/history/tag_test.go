package history

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestTags(t *testing.T) {
	g, ids := small(t)
	g.Run("tag", "light", string(ids[0]))
	g.Run("tag", "-a", "-m", "Genomgång\n\nBeslutad av ledningen.\n", "review/2023", string(ids[1]))
	g.Run("tag", "-a", "-m", "twice", "twice", "review/2023")
	g.Run("tag", "blob", g.Line("hash-object", "-w", "--stdin"))
	g.Run("tag", "renamed", "refs/tags/review/2023")
	g.Run("checkout", "-q", "-b", "side")
	side := g.commit("side")
	g.Run("tag", "beside", string(side))
	g.Run("checkout", "-q", "main")
	g.Run("pack-refs", "--all")
	bo := Person{"Bo Lind", "bo@example.org"}
	at := time.Date(2023, 1, 2, 12, 0, 0, 0, time.FixedZone("", 3600))
	review := Tag{
		Name: "review/2023", Commit: ids[1], Object: Hash(g.Line("rev-parse", "review/2023")), Tagger: bo, At: at,
		Subject: "Genomgång", Body: "Beslutad av ledningen.", Message: "Genomgång\n\nBeslutad av ledningen.\n",
		Inner: "review/2023", Kind: "commit",
	}
	renamed := review
	renamed.Name = "renamed"
	twice := Tag{
		Name: "twice", Commit: ids[1], Object: Hash(g.Line("rev-parse", "twice")), Tagger: bo, At: at, Subject: "twice", Message: "twice\n",
		Inner: "twice", Kind: "tag",
	}
	r := g.open("")
	tags, err := r.Tags(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	options := cmp.Options{sameTime, cmpopts.IgnoreUnexported(Tag{})}
	want := []Tag{{Name: "beside", Commit: side}, {Name: "light", Commit: ids[0]}, renamed, review, twice}
	if diff := cmp.Diff(want, tags, options); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	on := headLog(t, r).OnLine(tags)
	if diff := cmp.Diff([]Tag{renamed, review, twice, {Name: "light", Commit: ids[0]}}, on, options); diff != "" {
		t.Errorf("tags on the line (-want +got):\n%s", diff)
	}
	one, found, err := r.Tag("review/2023")
	if diff := cmp.Diff(review, one, options); diff != "" || !found || err != nil {
		t.Errorf("one tag: %t, %v (-want +got):\n%s", found, err, diff)
	}
	for _, name := range []string{"nothing", "blob", "../heads/main"} {
		if _, found, err := r.Tag(name); found || err != nil {
			t.Errorf("%s: got %t, %v", name, found, err)
		}
	}
}

// TestTagObject reads tags that lead to nothing, to a folder, or to themselves.
func TestTagObject(t *testing.T) {
	g, ids := small(t)
	tree := g.Line("rev-parse", "HEAD^{tree}")
	text := func(object, kind string) string {
		return "object " + object + "\ntype " + kind + "\ntag x\ntagger A <a@x> 1 +0000\n\nx\n"
	}
	gone := "0123456789012345678901234567890123456789"
	for name, object := range map[string]string{"gone": g.Object("tag", text(gone, "commit")), "tree": g.Object("tag", text(tree, "tree")), "light": tree} {
		g.Run("update-ref", "refs/tags/"+name, object)
	}
	g.Run("tag", "-a", "-m", "x", "one", string(ids[0]))
	g.Run("tag", "-a", "-m", "x", "two", string(ids[0]))
	one, two := g.Line("rev-parse", "one"), g.Line("rev-parse", "two")
	replace(t, g.Dir, two, g.Object("tag", text(two, "tag")))
	r := g.open("")
	for name, want := range map[string]Tag{"gone": {Commit: Hash(gone), Kind: "commit"}, "tree": {Commit: Hash(tree), Kind: "tree"}, "light": {Commit: Hash(tree)}, "one": {Commit: ids[0], Kind: "commit"}} {
		got, found, err := r.TagObject(name)
		if err != nil || !found || got.Name != name || got.Commit != want.Commit || got.Kind != want.Kind {
			t.Errorf("%s: got %+v, %t, %v", name, got, found, err)
		}
	}
	if _, found, err := r.TagObject("nothing"); found || err != nil {
		t.Errorf("no tag: %t, %v", found, err)
	}
	if _, _, err := r.TagObject("two"); err == nil {
		t.Error("a tag of itself: got no error")
	}
	refs, err := r.TagRefs()
	if err != nil || refs["one"] != Hash(one) || refs["light"] != Hash(tree) || len(refs) != 5 {
		t.Errorf("got %v, %v", refs, err)
	}
}
