package view

import (
	"fmt"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/google/go-cmp/cmp"
)

func system(rest string) string {
	return "---\nid: SYS-1\ntitle: T\nstatus: in_use\nprocurement: own\n" + rest + "---\n"
}

func TestTrail(t *testing.T) {
	w := sample.Load(t, sample.Files)
	past := sample.Past(t, w,
		sample.Edit("systems/1.md", system("publish: restricted\npurpose: Hemligt förr\n"), "Första"),
		sample.Edit("systems/1.md", system("publish: restricted\npurpose: Ännu hemligt\n"), "Andra"),
		sample.Edit("systems/1.md", system("purpose: Inte längre\nclassification: {state: missing}\n"), "Öppnad"),
		sample.Edit("systems/1.md", system("purpose: Inte längre\nclassification: {state: done, confidentiality: 2}\ncontinuity: {contact: Jouren}\n"), "Klassad"),
		sample.Edit("systems/1.md", system("purpose: Inte längre\nclassification: {state: done, confidentiality: 2}\ncontinuity: {contact: Jouren}\n")+"Text.\n", "Ändrad efter SYS-2"),
		sample.Edit("systems/1.md", system("classification: {confidentiality: 2, state: done}\npurpose: Inte längre\ncontinuity: {contact: Jouren}\n")+"Text.\n", "Annan ordning"),
	)
	// The record as it is now is internal by its kind.
	w = sample.Load(t, sample.With(map[string]string{"systems/1.md": system("")}))
	got := modelOf(t, w, record.Internal, past).Page(sample.Find(t, w, "SYS-1")).Trail.Revisions
	type line struct {
		Day, By, Authors, Subject string
		What                      []string
		Changes                   []string
	}
	var lines []line
	for _, r := range got {
		l := line{r.Accepted.Day, r.By, r.Authors, r.Subject, r.What, nil}
		for _, c := range r.Changes {
			l.Changes = append(l.Changes, said(c))
		}
		lines = append(lines, l)
	}
	want := []line{
		{"2023-05-07", "AKM", "BE", "Annan ordning", []string{"Bara formen ändrad"}, nil},
		{"2023-05-06", "AKM", "BE", "", []string{"Texten ändrad"}, nil}, // its subject names a hidden record
		{"2023-05-05", "AKM", "BE", "Klassad", nil, []string{"Klassning: Saknas → Klassad", "Konfidentialitet:  → 2 – Betydande"}},
		{"2023-05-04", "AKM", "BE", "", nil, nil}, // was restricted before
		{"2023-05-03", "AKM", "BE", "", nil, nil},
		{"2023-05-02", "AKM", "BE", "", []string{"Ny post"}, nil},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// said is a change on one line.
func said(c Change) string {
	line := c.Label + ":"
	if c.Old.Text+c.New.Text != "" {
		line += " " + c.Old.Text + " → " + c.New.Text
	}
	if c.Added != "" {
		line += " + " + c.Added
	}
	if c.Removed != "" {
		line += " − " + c.Removed
	}
	for _, run := range c.Text {
		line += fmt.Sprintf(" %s(%s)", run.Part, run.Text)
	}
	if c.Note != "" {
		line += " (" + c.Note + ")"
	}
	return line
}

// TestTrailInWords tells changes as a page does: levels with their names, days written out, lists by what came and went.
// What names a hidden record is not told, whatever it was that changed.
func TestTrailInWords(t *testing.T) {
	const purpose = "Systemet används av enheten för journaler och körningar och stäms av varje kvartal av förvaltaren."
	w := sample.Load(t, sample.Files)
	action := func(source, rest string) string {
		return "---\nid: ATG-1\ntitle: En åtgärd\ntype: action\nsource: [" + source + "]\nowner: ROLL-LED\n" + rest + "---\n"
	}
	past := sample.Past(t, w,
		sample.Edit("systems/1.md", system("classification: {state: done, confidentiality: 2}\npurpose: "+purpose+"\n"), "Ny"),
		sample.Edit("systems/1.md", system("classification: {state: done, confidentiality: 3, decided_on: 2023-05-01}\npurpose: "+strings.Replace(purpose, "enheten", "avdelningen", 1)+"\n"), "Höjd"),
		sample.Edit("systems/1.md", system("classification: {state: done, confidentiality: 3, decided_on: 2023-05-01}\npurpose: Ersätter Kassavalvet\n"), "Nämner en titel"),
		sample.Edit("actions/1.md", action("SYS-10, SYS-2", "how: Så\n"), "Ny"),
		sample.Edit("actions/1.md", action("SYS-10, LG-1", "how: Så\n"), "Andra källor"),
		sample.Edit("actions/1.md", action("SYS-2, SYS-10, LG-1", "how: Så\n"), "En dold källa"),
		sample.Edit("actions/1.md", action("SYS-2, SYS-10, LG-1", "how: Enligt SYS-2\n"), "Nämner ett id"),
		sample.Edit("actions/1.md", action("SYS-10, LG-1", "how: \"Se [[SYS-2]].\"\n"), "Länkar"),
	)
	tell := func(id string) (lines []string) {
		for _, r := range modelOf(t, w, record.Internal, past).Page(sample.Find(t, w, id)).Trail.Revisions {
			line := r.Subject
			for _, c := range r.Changes {
				line += " | " + said(c)
			}
			lines = append(lines, line)
		}
		return lines
	}
	system := []string{
		"Nämner en titel | Används till: (ändrades)",
		"Höjd | Används till: same(Systemet används av) removed(enheten) added(avdelningen) same(för journaler och körningar) skipped(…)" +
			" | Klassning beslutad:  → 1 maj 2023 | Konfidentialitet: 2 – Betydande → 3 – Allvarlig (höjd)",
		"Ny",
	}
	if diff := cmp.Diff(system, tell("SYS-1")); diff != "" {
		t.Errorf("system (-want +got)\n%s", diff)
	}
	actions := []string{
		"Länkar | Hur: (ändrades)",
		"Nämner ett id | Hur: (ändrades)",
		"En dold källa",
		"Andra källor | Källa: + Genomgång 2023",
		"Ny",
	}
	if diff := cmp.Diff(actions, tell("ATG-1")); diff != "" {
		t.Errorf("action (-want +got)\n%s", diff)
	}
}

// TestTrailEvidence tells who was behind a revision, when it was written and whether its signature is good. The last change
// is the last that meant something.
func TestTrailEvidence(t *testing.T) {
	anna := history.Person{Name: "Anna-Karin Modig", Email: "akm@example.org"}
	change := func(i int, e *history.Entry) {
		e.Commit.Committer = anna
		switch i {
		case 1:
			e.Commit.AuthoredAt = e.Commit.AuthoredAt.AddDate(0, 0, -3)
			e.Reviewers = []history.Person{{Name: "Cia Dahl", Email: "cia@example.org"}, anna}
			e.Commit.Signed = sign.SSH
		case 2:
			e.Ignored = true
		case 3:
			e.Commit.Parents = []history.Hash{"0001", "0002"}
			e.Commit.Subject = "Merge 0002 into 0001"
		}
	}
	edits := []sample.Commit{
		sample.Edit("systems/1.md", system("purpose: Ett\n"), "Ny"),
		sample.Edit("systems/1.md", system("purpose: Två\n"), "Ändrad"),
		sample.Edit("systems/1.md", system("purpose: Tre\n"), "Omskrivning"),
		sample.Edit("systems/1.md", system("purpose: \"Tre\"\n"), "Prov"),
	}
	want := map[string][4]Revision{
		"internal": {
			{Authors: "BE", What: []string{"Förslag som ingen har godkänt än", "Bara formen ändrad"}},
			{By: "AKM", Authors: "BE", What: []string{"Massändring som enligt förrådet saknar betydelse"}},
			{By: "AKM", Authors: "BE", Reviewers: "CD och AKM", Signature: Item{Text: "Signerad, giltig: AKM", Tone: "ok"}, Written: Item{Text: "30 april 2023", Day: "2023-04-30"}},
			{By: "AKM", Authors: "BE", What: []string{"Ny post"}},
		},
		"none": {
			{What: []string{"Förslag som ingen har godkänt än", "Bara formen ändrad"}},
			{What: []string{"Massändring som enligt förrådet saknar betydelse"}},
			{Signature: Item{Text: "Signerad, giltig", Tone: "ok"}, Written: Item{Text: "30 april 2023", Day: "2023-04-30"}},
			{What: []string{"Ny post"}},
		},
		"public": {
			{What: []string{"Förslag som ingen har godkänt än", "Bara formen ändrad"}},
			{What: []string{"Massändring som enligt förrådet saknar betydelse"}},
			{},
			{What: []string{"Ny post"}},
		},
	}
	for name, want := range want {
		files := sample.With(map[string]string{"systems/1.md": system("publish: public\n")})
		profile := record.Internal
		switch name {
		case "none":
			files["lis.yaml"] += "history: {people: none}\n"
		case "public":
			profile = record.Public
		}
		w := sample.Load(t, files)
		m := modelOf(t, w, profile, sample.PastWith(t, w, change, edits...))
		m.in.Signature = func(commit history.Hash) sign.Signature {
			return sign.Signature{Kind: sign.SSH, Trust: sign.Good, Signer: "AKM@example.org"}
		}
		got := m.Page(sample.Find(t, w, "SYS-1")).Trail
		for i, r := range got.Revisions {
			for _, part := range []struct{ what, got, want string }{
				{"by", r.By, want[i].By},
				{"authors", r.Authors, want[i].Authors},
				{"reviewers", r.Reviewers, want[i].Reviewers},
				{"signature", r.Signature.Text + string(r.Signature.Tone), want[i].Signature.Text + string(want[i].Signature.Tone)},
				{"written", r.Written.Text, want[i].Written.Text},
				{"what", strings.Join(r.What, "; "), strings.Join(want[i].What, "; ")},
			} {
				if part.got != part.want {
					t.Errorf("%s: %s of revision %d: got %q, want %q", name, part.what, i, part.got, part.want)
				}
			}
		}
		if got.Last.Accepted != got.Revisions[2].Accepted {
			t.Errorf("%s: the last change is that of %s", name, got.Last.Accepted.Day)
		}
		if got.People != (name == "internal") {
			t.Errorf("%s: people are named: %t", name, got.People)
		}
	}
}

func TestTrailInPublic(t *testing.T) {
	w := sample.Load(t, sample.Files)
	past := sample.Past(t, w,
		sample.Edit("laws/1.md", sample.Files["laws/1.md"], "Ny"),
		sample.Edit("laws/1.md", "---\nid: LAG-1\ntitle: En annan rubrik\ndesignation: \"2018:218\"\nowner: ROLL-LED\n---\n", "Ändrad"),
	)
	for _, r := range modelOf(t, w, record.Public, past).Page(sample.Find(t, w, "LAG-1")).Trail.Revisions {
		if r.By+r.Authors+r.Subject != "" {
			t.Errorf("got by %q, authors %q, subject %q", r.By, r.Authors, r.Subject)
		}
		for _, c := range r.Changes {
			if said(c) != c.Label+": (ändrades)" {
				t.Errorf("got %+v", c)
			}
		}
	}
}

func TestPeople(t *testing.T) {
	anna := history.Person{Name: "Anna-Karin Modig", Email: "akm@example.org"}
	for people, want := range map[string][2]string{"initials": {"AKM", "okänd"}, "name": {"Anna-Karin Modig", "okänd"}, "none": {"", ""}} {
		w := sample.Load(t, sample.With(map[string]string{"lis.yaml": sample.Files["lis.yaml"] + "history: {people: " + people + "}\n"}))
		m := modelOf(t, w, record.Internal, nil)
		by := func(p history.Person) string { return m.revision(nil, &trail.Revision{AcceptedBy: p}).By }
		if got := [2]string{by(anna), by(history.Person{})}; got != want {
			t.Errorf("%s: got %q, want %q", people, got, want)
		}
	}
}

// TestTimelineOfTexts tells the passages of a text on the page of its record, as the profile shows them.
func TestTimelineOfTexts(t *testing.T) {
	w := sample.Load(t, sample.Files)
	system := func(text string) string {
		return strings.Replace(sample.Files["systems/10.md"], "Se [", text+"\n\nSe [", 1)
	}
	edits := []sample.Commit{
		sample.Edit("systems/10.md", system("# A\n\nEtt.\n\nTvå.\n\nTre.\n\nFyra ord i [[SYS-2]].\n\nFem.\n\nEn rad till."), "Ny"),
		sample.Edit("systems/10.md", system("# A\n\nNoll.\n\nEtt.\n\nTvå.\n\nTre.\n\nFyra ord i [[SYS-2]].\n\nFem.\n\nEn rad mindre."), "Ändrad"),
		sample.Edit("systems/10.md", system("# A\n\nNoll. Ett.\n\nTvå.\n\nTre.\n\nFyra ord i [[SYS-2]].\n\nFem.\n\nEn rad\nmindre, om Kassavalvet."), "Ändrad igen"),
		sample.Edit("systems/10.md", sample.Files["systems/10.md"], "Allt bort"),
	}
	blobs := sample.Blobs(edits...)
	in := inputOf(t, w, record.Internal, sample.Past(t, w, edits...))
	in.Bodies = func(rev *trail.Revision) (before, after []byte) {
		before, after, err := trail.Bodies(blobs, rev)
		if err != nil {
			t.Error(err)
		}
		return before, after
	}
	lines := func(p record.Profile) (all []string) {
		in.Profile = p
		m, err := New(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, rev := range m.Page(sample.Find(t, w, "SYS-10")).Trail.Revisions {
			all = append(all, strings.Join(rev.What, ", ")+": "+rev.Body.Note)
			for _, p := range rev.Body.Passages {
				all = append(all, "  "+p.Under)
				for _, l := range p.Lines {
					all = append(all, fmt.Sprint("    ", l.Change, " ", l.Lead, l.Side(tell.WordsOut), " ", l.Note))
				}
			}
		}
		return all
	}
	want := []string{
		"Texten ändrad: Vad som ändrades i texten visas inte här",
		"Texten ändrad: Fler ändringar i texten finns, men visas inte här",
		"  Under ”A” (samma ord, annan indelning i stycken)", "    same Noll. Ett. ", "    same Två. ",
		"Texten ändrad: ",
		"  Under ”A”", "    added Noll. ", "    same Ett. ",
		"  ", "    same Fem. ", "    changed En rad mindre. ", "    same Se [systemet](1.md) och [utanför](https://example.org/a). ",
		"Ny post: ",
	}
	if diff := cmp.Diff(want, lines(record.Internal)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
