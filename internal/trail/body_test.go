package trail

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/google/go-cmp/cmp"
)

// TestBodies reads the texts on either side of each revision that changed one, with and without a cache.
func TestBodies(t *testing.T) {
	front := "---\nid: TEMA-1\ntitle: KRT\n---\n"
	r := repository(
		t,
		files{"themes/a.md": front + "Ett.\n"},
		files{"themes/a.md": front + "\nEtt.\n"}, // form
		files{"themes/a.md": "---\nid: TEMA-1\ntitle: KRT och mer\n---\nEtt.\n"},                      // no text
		files{"themes/a.md": "---\nid: TEMA-1\ntitle: [\n---\nSyns inte.\n"},                          // cannot be read
		files{"themes/a.md": "", "themes/b.md": "---\r\nid: TEMA-1\r\ntitle: KRT\r\n---\r\nTvå.\r\n"}, // moved, of another form
		files{"themes/b.md": front},
		files{"themes/b.md": ""},
		files{"themes/b.md": front + "Tre.\n"}, // restored
	)
	want := [][2]string{{}, {"Två.\r\n", ""}, {"Ett.\n", "Två.\r\n"}}
	o := Options{Cache: cache.Open(t.TempDir(), "v"), Workspace: "w", Kinds: "k"}
	for _, run := range []string{"read anew", "cached"} {
		var got [][2]string
		for _, rev := range trailOf(t, r, o).Of("TEMA-1").Revisions {
			before, after, err := Bodies(r, &rev)
			if err != nil {
				t.Fatal(err)
			}
			if rev.BodyChanged && rev.Change != Removed && rev.Change != Added || rev.Restored {
				got = append(got, [2]string{string(before), string(after)})
			} else if len(before)+len(after) > 0 {
				t.Errorf("%s: %s has texts", run, rev.Subject)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", run, diff)
		}
	}
	if _, _, err := Bodies(r, &Revision{Before: "0123456789012345678901234567890123456789"}); err == nil {
		t.Error("a version that is not there is read")
	}
}

// TestTrailReadsNoBodies holds that nothing is read of a repository for a trail that is in the cache: texts are for those who
// tell them.
func TestTrailReadsNoBodies(t *testing.T) {
	r := repository(t, files{"themes/a.md": first}, files{"themes/a.md": first + "Mer.\n"})
	o := Options{Cache: cache.Open(t.TempDir(), "v"), Workspace: "w", Kinds: "k"}
	trailOf(t, r, o)
	blobs := &counted{Blobs: r}
	if _, err := ReadWith(t.Context(), logOf(t, r), blobs, kindsOf(t), o); err != nil {
		t.Fatal(err)
	}
	if blobs.n > 0 {
		t.Errorf("%d file versions were read", blobs.n)
	}
}
