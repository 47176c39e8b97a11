package trail

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	first  = "---\nid: TEMA-1\ntitle: KRT\ngist: Konfidentialitet\n---\nText.\n"
	second = "---\nid: TEMA-1\ntitle: KRT\ngist: Riktighet\n---\nText.\n"
)

func TestTrail(t *testing.T) {
	tests := []struct {
		name  string
		steps []files
		id    string
		want  []string
	}{
		{"field by field", []files{{"themes/a.md": first}, {"themes/a.md": second}}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
			"1 changed, gist Konfidentialitet>Riktighet",
		}},
		{"ids differ by more than case", []files{{"themes/a.md": first}}, "tema-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
		}},
		{"form only", []files{
			{"themes/a.md": first},
			{"themes/a.md": "---\ntitle: \"KRT\"\nid: TEMA-1   # the same\n\ngist: >-\n  Konfidentialitet\n---\n\nText.\n\n"},
			{"themes/a.md": "---\r\nid: TEMA-1\r\ntitle: KRT\r\ngist: Konfidentialitet\r\n---\r\nText.\r\n"},
		}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT", "1 changed, form", "2 changed, form",
		}},
		{"text only", []files{{"themes/a.md": first}, {"themes/a.md": first + "Mer.\n"}}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT", "1 changed, text",
		}},
		{"moved and edited", []files{{"themes/a.md": first}, {"themes/a.md": "", "themes/sub/b.md": second}}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
			"1 renamed, from themes/a.md, gist Konfidentialitet>Riktighet",
		}},
		{"moved to another kind", []files{{"themes/a.md": first}, {"themes/a.md": "", "systems/a.md": first}}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
			"1 renamed, from themes/a.md, was theme",
		}},
		{"removed and restored", []files{{"themes/a.md": first}, {"themes/a.md": ""}, {"themes/b.md": second}}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
			"1 removed, text, gist Konfidentialitet><nil>, id TEMA-1><nil>, title KRT><nil>",
			"2 added, restored, text, gist <nil>>Riktighet, id <nil>>TEMA-1, title <nil>>KRT",
		}},
		{"split in two, the first", []files{
			{"themes/a.md": first}, {"themes/a.md": second, "themes/b.md": "---\nid: TEMA-2\ntitle: K\n---\n"},
		}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
			"1 changed, gist Konfidentialitet>Riktighet",
		}},
		{"split in two, the other takes the file", []files{
			{"themes/a.md": first}, {"themes/a.md": "---\nid: TEMA-2\ntitle: K\n---\n", "themes/b.md": second},
		}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
			"1 renamed, from themes/a.md, gist Konfidentialitet>Riktighet",
		}},
		{"two change places", []files{
			{"themes/a.md": first, "themes/b.md": "---\nid: TEMA-2\ntitle: K\n---\n"},
			{"themes/b.md": first, "themes/a.md": "---\nid: TEMA-2\ntitle: R\n---\n"},
		}, "TEMA-2", []string{
			"0 added, id <nil>>TEMA-2, title <nil>>K", "1 renamed, from themes/b.md, title K>R",
		}},
		{"an id in two files", []files{
			{"themes/b.md": first}, {"themes/a.md": second}, {"themes/b.md": first + "Mer.\n"}, {"themes/a.md": ""},
		}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
			"1 renamed, from themes/b.md, also in themes/b.md, gist Konfidentialitet>Riktighet",
			"2 changed, also in themes/b.md, form",
			"3 renamed, from themes/a.md, text, gist Riktighet>Konfidentialitet",
		}},
		{"two files of an id at once", []files{{"themes/a.md": first, "themes/b.md": second}}, "TEMA-1", []string{
			"0 added, also in themes/b.md, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
		}},
		{"unreadable for a while", []files{
			{"themes/a.md": first}, {"themes/a.md": "---\nid: TEMA-1\ntitle: \"KRT\ngist: x\n---\n"}, {"themes/a.md": second},
		}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
			"1 changed, unreadable",
			"2 changed, gist Konfidentialitet>Riktighet",
		}},
		{"unreadable at first", []files{{"themes/a.md": "---\nid: TEMA-1\ntitle: 'KRT\n---\n"}, {"themes/a.md": second}}, "TEMA-1", []string{
			"0 added, unreadable", "1 changed, text, gist <nil>>Riktighet, id <nil>>TEMA-1, title <nil>>KRT",
		}},
		{"without an id it goes by its file", []files{{"themes/a.md": "---\ntitle: K\n---\n"}, {"themes/a.md": first}}, "themes/a.md", []string{
			"0 added, title <nil>>K", "1 changed, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title K>KRT",
		}},
		{"it gets an id, then another file", []files{{"themes/a.md": "---\ntitle: K\n---\n"}, {"themes/a.md": first}, {"themes/a.md": "", "themes/b.md": first}}, "TEMA-1", []string{
			"0 added, title <nil>>K", "1 changed, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title K>KRT", "2 renamed, from themes/a.md",
		}},
		{"moved before it gets an id", []files{{"themes/a.md": "Text.\n"}, {"themes/a.md": "", "themes/b.md": "Text.\n"}, {"themes/b.md": first}}, "TEMA-1", []string{
			"0 added, unreadable", "1 renamed, unreadable, from themes/a.md",
			"2 changed, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
		}},
		{"its id could not be read for a while", []files{{"themes/a.md": first}, {"themes/a.md": "---\n\"id\n---\n"}, {"themes/a.md": second}}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT", "1 changed, unreadable", "2 changed, gist Konfidentialitet>Riktighet",
		}},
		{"its id was left out for a while", []files{{"themes/a.md": first}, {"themes/a.md": "---\ntitle: KRT\ngist: Riktighet\n---\nText.\n"}, {"themes/a.md": second}}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT", "1 changed, gist Konfidentialitet>Riktighet, id TEMA-1><nil>", "2 changed, id <nil>>TEMA-1",
		}},
		{"the id is that of another file", []files{{"themes/a.md": "---\ntitle: K\n---\n", "themes/b.md": first}, {"themes/a.md": second}}, "TEMA-1", []string{
			"0 added, text, gist <nil>>Konfidentialitet, id <nil>>TEMA-1, title <nil>>KRT",
			"1 renamed, from themes/b.md, also in themes/b.md, gist Konfidentialitet>Riktighet",
		}},
		{"no records", []files{{
			"themes/README.md": first, "themes/.x.md": first, "themes/.sub/x.md": first, "themes/a.md/x.md": first, "a.md": first,
			"other/a.md": first, "themes/a.txt": first,
		}}, "TEMA-1", nil},
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
