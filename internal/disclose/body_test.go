package disclose

import (
	"fmt"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// aText is a text with a line in the middle, under a heading.
func aText(heading, line string) string {
	return "Inledning.\n\n## " + heading + "\n\nDet här stycket är alltid detsamma.\n\n" + line + "\n\nDet här också.\n\n## Slut\n\nEtt.\n\nTvå.\n\nTre.\n"
}

// TestBodyChangeHides tries to find what is hidden in what is told of a text that changed, before or after, in a line that
// changed, beside it or above it.
func TestBodyChangeHides(t *testing.T) {
	w := sample.Load(t, sample.Files)
	hidden := "---\nid: SYS-99\ntitle: Spaning mot Räven\npublish: restricted\nstatus: planned\nprocurement: own\n---\n"
	past := sample.Past(t, w, sample.Edit("systems/spaning-raven.md", hidden, "Hemlig"), sample.Edit("systems/spaning-raven.md", "", "Borta"))
	cut := NewCut(w, record.Internal, past)
	far := strings.Repeat("ord som inte ändras ", 20)
	for _, test := range []struct {
		name, heading, was, now string
		secrets                 string // none of these words may be told
		told                    string // of the passage; "" where it is withheld
	}{
		{"nothing", "Del", "Ett ord.", "Två ord.", "", "Ett Två"},
		{"a link that came", "Del", "Se bilagan om detta.", "Se [[SYS-2]] om detta.", "SYS-2", "bilagan […]"},
		{"a link that went", "Del", "Se [[sys-2|valvet]] om detta.", "Se bilagan om detta.", "sys-2 valvet", "bilagan […]"},
		{"an id", "Del", "Se SYS-2 om detta.", "Se bilagan om detta.", "SYS-2", ""},
		{"a title", "Del", "Se bilagan om detta.", "Se Kassavalvet om detta.", "Kassavalvet", ""},
		{"a title in lines", "Del", "Efter\nspaning\nmot räven.", "Efter det.", "spaning räven", ""},
		{"a hidden field", "Del", "Ring jourtelefonen Vildkatt nu.", "Ring.", "Vildkatt jourtelefonen", ""},
		{"the id of a record that is no more", "Del", "Se SYS-99 om detta.", "Se bilagan om detta.", "SYS-99", ""},
		{"a link to a file", "Del", "Se [det](../systems/2.md) här.", "Se [det](../systems/1.md) här.", "2.md", ""},
		{"a file that is no more", "Del", "Se [det](../systems/spaning%2Draven.md#del) här.", "Se här.", "raven", ""},
		{"a file in a sentence", "Del", "Ligger i Spaning-Raven.md idag.", "Ligger där idag.", "Raven", ""},
		{"far from what changed", "Del", "Kassavalvet " + far + "ett slut.", "Kassavalvet " + far + "annat slut.", "Kassavalvet", ""},
		{"in the middle of what is left out", "Del", "Början. " + far + "Kassavalvet " + far + "slut.", "Annan början. " + far + "Kassavalvet " + far + "annat slut.", "Kassavalvet", ""},
		{"the line before", "Del", "Kassavalvet öppnas med nyckel.\n\nEtt ord.", "Kassavalvet öppnas med nyckel.\n\nTvå ord.", "Kassavalvet", ""},
		{"the heading above", "Kassavalvet", "Ett ord.", "Två ord.", "Kassavalvet", ""},
	} {
		was, now := []byte(aText(test.heading, test.was)), []byte(aText(test.heading, test.now))
		now = append(now, "Fyra sist.\n"...) // another passage, which has nothing to hide
		b := cut.BodyChange(was, now)
		told := fmt.Sprintf("%+v", b)
		for word := range strings.FieldsSeq(test.secrets) {
			if strings.Contains(strings.ToLower(told), strings.ToLower(word)) {
				t.Errorf("%s: %q is told: %s", test.name, word, told)
			}
		}
		if b.Sort != tell.BodyEdited || b.Withheld != (test.told == "") || !strings.Contains(told, "Fyra sist.") {
			t.Errorf("%s: got %s", test.name, told)
		}
		for word := range strings.FieldsSeq(test.told) {
			if !strings.Contains(told, word) {
				t.Errorf("%s: %q is not told: %s", test.name, word, told)
			}
		}
		if all := NewCut(w, record.Restricted, past); all.BodyChange(was, now).Withheld {
			t.Errorf("%s: the restricted profile does not show it", test.name)
		}
		if b := NewCut(w, record.Public, past).BodyChange(was, now); fmt.Sprint(b) != fmt.Sprint(tell.Body{Sort: tell.BodyEdited}) {
			t.Errorf("%s: public is told %+v", test.name, b)
		}
	}
}

// TestBodyChangeOfWhatIsHidden tells of a text of which only what is hidden changed that it did, and no more.
func TestBodyChangeOfWhatIsHidden(t *testing.T) {
	w := sample.Load(t, sample.With(map[string]string{"systems/3.md": strings.ReplaceAll(sample.Files["systems/2.md"], "SYS-2", "SYS-3")}))
	cut := NewCut(w, record.Internal, nil)
	for _, test := range []struct {
		was, now string
		want     tell.Body
	}{
		{"Se [[SYS-2]].", "Se [[SYS-3|annat]].", tell.Body{Sort: tell.BodyEdited, Withheld: true}},
		{"Se [[SYS-2]] här.", "Se [[SYS-3]]\nhär.", tell.Body{Sort: tell.BodyEdited, Withheld: true}},
		{"Se [[SYS-2]] här.", "Se [[SYS-2]]\nhär.", tell.Body{Sort: tell.BodyForm}},
	} {
		if got := cut.BodyChange([]byte(test.was), []byte(test.now)); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%q to %q: got %+v, want %+v", test.was, test.now, got, test.want)
		}
	}
}

// TestTrailHasNoHiddenBodies holds that the versions of a text while the record was narrower than the profile cannot be had from
// a trail that is cut, and in public none.
func TestTrailHasNoHiddenBodies(t *testing.T) {
	w := sample.Load(t, sample.Files)
	law := func(publish, text string) string {
		return "---\nid: LAG-1\ntitle: En lag\n" + publish + "---\n" + text
	}
	edits := []sample.Commit{
		sample.Edit("laws/1.md", law("", "Först öppen.\n"), "1"),
		sample.Edit("laws/1.md", law("publish: restricted\n", "Hemligt ett.\n"), "2"),
		sample.Edit("laws/1.md", law("publish: restricted\n", "Hemligt två.\n"), "3"),
		sample.Edit("laws/1.md", law("title: [\n", "Hemligt och trasigt.\n"), "4"),
		sample.Edit("laws/1.md", law("", "Öppen igen.\n"), "5"),
		sample.Edit("laws/1.md", law("", "Öppen igen, med mer.\n"), "6"),
	}
	past, blobs := sample.Past(t, w, edits...), sample.Blobs(edits...)
	for p, want := range map[record.Profile]string{record.Internal: "Öppen igen.", record.Public: "", record.Restricted: "Först öppen. Hemligt ett. Hemligt två. Öppen igen."} {
		var got []string
		for _, r := range NewCut(w, p, past).Trail(past.Records) {
			for i := range r.Revisions {
				before, after, err := trail.Bodies(blobs, &r.Revisions[len(r.Revisions)-1-i])
				if err != nil {
					t.Fatal(err)
				}
				if len(after) > 0 {
					got = append(got, strings.TrimSpace(string(before)))
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", p, got, want)
		}
	}
}
