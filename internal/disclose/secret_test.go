package disclose

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

func TestSecrets(t *testing.T) {
	w := sample.Load(t, sample.Files)
	s := NewCut(w, record.Internal, nil).Secrets()
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
	shown := sample.Load(t, sample.With(map[string]string{"terms/2.md": "---\nid: TERM-2\ntitle: Kassavalvet\n---\n"}))
	if got := NewCut(shown, record.Internal, nil).Secrets().Find("Kassavalvet"); got != "" {
		t.Errorf("a title that something shown bears too: got %q", got)
	}
}

// TestTrailOfFormerWords hides what a record was called and where it stood while a misspelt word on who may see it hid it, and
// tells it again where something shown says the same.
func TestTrailOfFormerWords(t *testing.T) {
	w := sample.Load(t, sample.Files)
	system := func(rest string) string {
		return "---\nid: SYS-1\ntitle: T\nstatus: in_use\nprocurement: own\n" + rest + "---\n"
	}
	hidden := strings.Replace(system("publish: intenral\n"), "title: T", "title: Spaning mot Räven", 1)
	past := sample.Past(t, w,
		sample.Edit("systems/10.md", strings.Replace(hidden, "SYS-1", "SYS-10", 1), "Första"),
		sample.Edit("systems/10.md", strings.Replace(system(""), "SYS-1", "SYS-10", 1), "Rättad"),
		sample.Edit("terms/1.md", "---\nid: TERM-1\ntitle: Ett\n---\n", "Efter spaning mot räven"),
	)
	subjects := func(w *workspace.Workspace) (all []string) {
		for _, r := range NewCut(w, record.Internal, past).Trail(past.Records) {
			for _, rev := range r.Revisions {
				all = append(all, rev.Subject.SV)
			}
		}
		return all
	}
	if diff := cmp.Diff([]string{"", "", ""}, subjects(w)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	w = sample.Load(t, sample.With(map[string]string{"terms/2.md": "---\nid: TERM-2\ntitle: Spaning mot räven\nexpansion: x\n---\n"}))
	if diff := cmp.Diff([]string{"", "", "Efter spaning mot räven"}, subjects(w)); diff != "" {
		t.Errorf("shown elsewhere (-want +got)\n%s", diff)
	}
}
