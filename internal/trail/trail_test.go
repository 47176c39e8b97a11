package trail

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	first  = "---\nid: TERM-1\ntitle: KRT\nexpansion: Konfidentialitet\n---\nText.\n"
	second = "---\nid: TERM-1\ntitle: KRT\nexpansion: Riktighet\n---\nText.\n"
)

func TestTrail(t *testing.T) {
	tests := []struct {
		name  string
		steps []files
		id    string
		want  []string
	}{
		{"field by field", []files{{"terms/a.md": first}, {"terms/a.md": second}}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
			"1 changed, expansion Konfidentialitet>Riktighet",
		}},
		{"ids differ by more than case", []files{{"terms/a.md": first}}, "term-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
		}},
		{"form only", []files{
			{"terms/a.md": first},
			{"terms/a.md": "---\ntitle: \"KRT\"\nid: TERM-1   # the same\n\nexpansion: >-\n  Konfidentialitet\n---\n\nText.\n\n"},
			{"terms/a.md": "---\r\nid: TERM-1\r\ntitle: KRT\r\nexpansion: Konfidentialitet\r\n---\r\nText.\r\n"},
		}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT", "1 changed, form", "2 changed, form",
		}},
		{"text only", []files{{"terms/a.md": first}, {"terms/a.md": first + "Mer.\n"}}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT", "1 changed, text",
		}},
		{"moved and edited", []files{{"terms/a.md": first}, {"terms/a.md": "", "terms/sub/b.md": second}}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
			"1 renamed, from terms/a.md, expansion Konfidentialitet>Riktighet",
		}},
		{"moved to another kind", []files{{"terms/a.md": first}, {"terms/a.md": "", "systems/a.md": first}}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
			"1 renamed, from terms/a.md, was term",
		}},
		{"removed and restored", []files{{"terms/a.md": first}, {"terms/a.md": ""}, {"terms/b.md": second}}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
			"1 removed, text, expansion Konfidentialitet><nil>, id TERM-1><nil>, title KRT><nil>",
			"2 added, restored, text, expansion <nil>>Riktighet, id <nil>>TERM-1, title <nil>>KRT",
		}},
		{"split in two, the first", []files{
			{"terms/a.md": first}, {"terms/a.md": second, "terms/b.md": "---\nid: TERM-2\ntitle: K\n---\n"},
		}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
			"1 changed, expansion Konfidentialitet>Riktighet",
		}},
		{"split in two, the other takes the file", []files{
			{"terms/a.md": first}, {"terms/a.md": "---\nid: TERM-2\ntitle: K\n---\n", "terms/b.md": second},
		}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
			"1 renamed, from terms/a.md, expansion Konfidentialitet>Riktighet",
		}},
		{"two change places", []files{
			{"terms/a.md": first, "terms/b.md": "---\nid: TERM-2\ntitle: K\n---\n"},
			{"terms/b.md": first, "terms/a.md": "---\nid: TERM-2\ntitle: R\n---\n"},
		}, "TERM-2", []string{
			"0 added, id <nil>>TERM-2, title <nil>>K", "1 renamed, from terms/b.md, title K>R",
		}},
		{"an id in two files", []files{
			{"terms/b.md": first}, {"terms/a.md": second}, {"terms/b.md": first + "Mer.\n"}, {"terms/a.md": ""},
		}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
			"1 renamed, from terms/b.md, also in terms/b.md, expansion Konfidentialitet>Riktighet",
			"2 changed, also in terms/b.md, form",
			"3 renamed, from terms/a.md, text, expansion Riktighet>Konfidentialitet",
		}},
		{"two files of an id at once", []files{{"terms/a.md": first, "terms/b.md": second}}, "TERM-1", []string{
			"0 added, also in terms/b.md, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
		}},
		{"unreadable for a while", []files{
			{"terms/a.md": first}, {"terms/a.md": "---\nid: TERM-1\ntitle: \"KRT\nexpansion: x\n---\n"}, {"terms/a.md": second},
		}, "TERM-1", []string{
			"0 added, text, expansion <nil>>Konfidentialitet, id <nil>>TERM-1, title <nil>>KRT",
			"1 changed, unreadable",
			"2 changed, expansion Konfidentialitet>Riktighet",
		}},
		{"unreadable at first", []files{{"terms/a.md": "---\nid: TERM-1\ntitle: 'KRT\n---\n"}, {"terms/a.md": second}}, "TERM-1", []string{
			"0 added, unreadable", "1 changed, text, expansion <nil>>Riktighet, id <nil>>TERM-1, title <nil>>KRT",
		}},
		{"without an id it goes by its file", []files{{"terms/a.md": "---\ntitle: K\n---\n"}, {"terms/a.md": first}}, "terms/a.md", []string{
			"0 added, title <nil>>K", "1 removed, title K><nil>",
		}},
		{"no records", []files{{
			"terms/README.md": first, "terms/.x.md": first, "terms/.sub/x.md": first, "terms/a.md/x.md": first, "a.md": first,
			"other/a.md": first, "terms/a.txt": first,
		}}, "TERM-1", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := told(trailOf(t, repository(t, test.steps...), Options{}).Of(test.id))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
