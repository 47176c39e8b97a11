package view

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/google/go-cmp/cmp"
)

func system(rest string) string {
	return "---\nid: SYS-1\ntitle: T\nstatus: in_use\nprocurement: own\n" + rest + "---\n"
}

func TestTrail(t *testing.T) {
	w := load(t, small)
	past := pastOf(t, w,
		edit{"systems/1.md", system("publish: restricted\npurpose: Hemligt förr\n"), "Första"},
		edit{"systems/1.md", system("publish: restricted\npurpose: Ännu hemligt\n"), "Andra"},
		edit{"systems/1.md", system("purpose: Inte längre\nclassification: {state: missing}\n"), "Öppnad"},
		edit{"systems/1.md", system("purpose: Inte längre\nclassification: {state: done, confidentiality: 2}\ncontinuity: {contact: Jouren}\n"), "Klassad"},
		edit{"systems/1.md", system("purpose: Inte längre\nclassification: {state: done, confidentiality: 2}\ncontinuity: {contact: Jouren}\n") + "Text.\n", "Ändrad efter SYS-2"},
		edit{"systems/1.md", system("classification: {confidentiality: 2, state: done}\npurpose: Inte längre\ncontinuity: {contact: Jouren}\n") + "Text.\n", "Annan ordning"},
	)
	// The record as it is now is internal by its kind.
	w = load(t, with(map[string]string{"systems/1.md": system("")}))
	got := modelOf(t, w, record.Internal, past).Page(find(t, w, "SYS-1")).Trail.Revisions
	type line struct {
		Day, By, Authors, Subject string
		What                      []string
		Changes                   []string
	}
	var lines []line
	for _, r := range got {
		l := line{r.Accepted.Day, r.By, r.Authors, r.Subject, r.What, nil}
		for _, c := range r.Changes {
			l.Changes = append(l.Changes, c.Label+": "+words(c.Old)+"->"+words(c.New))
		}
		lines = append(lines, l)
	}
	want := []line{
		{"2023-05-07", "AKM", "BE", "Annan ordning", []string{"Bara formen ändrades."}, nil},
		{"2023-05-06", "AKM", "BE", "", []string{"Beskrivningen ändrades."}, nil}, // its subject names a hidden record
		{"2023-05-05", "AKM", "BE", "Klassad", nil, []string{"Klassning: Saknas->Klassad", "Konfidentialitet: ->2 – Betydande"}},
		{"2023-05-04", "AKM", "BE", "", nil, nil}, // was restricted before
		{"2023-05-03", "AKM", "BE", "", nil, nil},
		{"2023-05-02", "AKM", "BE", "", []string{"Posten lades till."}, nil},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func words(items []Item) string {
	var s string
	for _, i := range items {
		s += i.Text
	}
	return s
}

func TestTrailInPublic(t *testing.T) {
	w := load(t, small)
	past := pastOf(t, w,
		edit{"laws/1.md", small["laws/1.md"], "Ny"},
		edit{"laws/1.md", "---\nid: LAG-1\ntitle: En annan rubrik\ndesignation: \"2018:218\"\nowner: ROLL-LED\n---\n", "Ändrad"},
	)
	for _, r := range modelOf(t, w, record.Public, past).Page(find(t, w, "LAG-1")).Trail.Revisions {
		if r.By+r.Authors+r.Subject != "" {
			t.Errorf("got by %q, authors %q, subject %q", r.By, r.Authors, r.Subject)
		}
		for _, c := range r.Changes {
			if len(c.Old)+len(c.New) > 0 || c.Verb == "" {
				t.Errorf("got %+v", c)
			}
		}
	}
}

func TestPeople(t *testing.T) {
	anna := history.Person{Name: "Anna-Karin Modig", Email: "akm@example.org"}
	for people, want := range map[string][2]string{"initials": {"AKM", "okänd"}, "name": {"Anna-Karin Modig", "okänd"}, "none": {"", ""}} {
		w := load(t, with(map[string]string{"lis.yaml": small["lis.yaml"] + "history: {people: " + people + "}\n"}))
		m := modelOf(t, w, record.Internal, nil)
		if got := [2]string{m.person(anna), m.person(history.Person{})}; got != want {
			t.Errorf("%s: got %q, want %q", people, got, want)
		}
	}
}

func TestSecrets(t *testing.T) {
	w := load(t, small)
	s := modelOf(t, w, record.Internal, nil).Secrets()
	for text, want := range map[string]string{
		"<a href=\"../systems/sys-2.html\">":  "SYS-2",
		"Se SYS-2.":                           "SYS-2",
		"Se SYS-20 och SYS-1.":                "",
		"innehavare: Kim <b>Bergvall</b>":     "",
		"Innehavare Kim Bergvall":             "kim bergvall",
		"Kassavalvet":                         "kassavalvet",
		"ring jourtelefonen vildkatt nu":      "jourtelefonen vildkatt",
		"Ledning, Internt system och En lag.": "",
	} {
		if got := s.Find(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	shown := load(t, with(map[string]string{"terms/2.md": "---\nid: TERM-2\ntitle: Kassavalvet\n---\n"}))
	if got := modelOf(t, shown, record.Internal, nil).Secrets().Find("Kassavalvet"); got != "" {
		t.Errorf("a title that something shown bears too: got %q", got)
	}
}
