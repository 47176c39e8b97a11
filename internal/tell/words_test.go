package tell

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
)

const longOld = "Systemet används av enheten för journaler och körningar. Behörigheter ges av enhetschefen och tas bort när någon slutar. Listan stäms av varje kvartal av systemförvaltaren."

// builtin are the kinds of the program.
func builtin(t testing.TB) *record.Kinds {
	t.Helper()
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

func TestWords(t *testing.T) {
	longNew := strings.Replace(strings.Replace(longOld, "enheten", "hela avdelningen", 1), "varje kvartal", "två gånger om året", 1)
	change := func(field string, old, now any) []graph.Change {
		return []graph.Change{{Field: field, Old: old, New: now}}
	}
	tests := []struct {
		name, kind string
		changes    []graph.Change
		sv, en     []string
	}{
		{
			"values by their labels", "system", change("classification.state", "missing", "done"),
			[]string{"Klassning: Saknas → Klassad"},
			[]string{"Classification: Missing → Classified"},
		},
		{
			"levels", "system", change("classification.confidentiality", int64(2), int64(3)),
			[]string{"Konfidentialitet: 2 → 3 (höjd)"},
			[]string{"Confidentiality: 2 → 3 (raised)"},
		},
		{
			"levels down", "system", change("classification.integrity", int64(3), int64(0)),
			[]string{"Riktighet: 3 → 0 (sänkt)"},
			[]string{"Integrity: 3 → 0 (lowered)"},
		},
		{
			"references by title", "action", change("owner", "ROLL-HR", "ROLL-EK"),
			[]string{"Ansvarig (vem): HR-chef → Ekonomichef"},
			[]string{"Owner: HR-chef → Ekonomichef"},
		},
		{
			"what is unknown stands as it is", "action", change("owner", "ROLL-X", nil),
			[]string{"Ansvarig (vem): ROLL-X → –"},
			[]string{"Owner: ROLL-X → –"},
		},
		{
			"truth", "system", change("classification.preliminary", nil, true),
			[]string{"Förklassning: – → Ja"},
			[]string{"Preliminary classification: – → Yes"},
		},
		{
			"lists", "system", change("tags", []any{"a", "b"}, []any{"b", "c", "d"}),
			[]string{"Etiketter: tillagt c, d; borttaget a"},
			[]string{"Tags: added c, d; removed a"},
		},
		{
			"a list in another order", "system", change("tags", []any{"a", "b"}, []any{"b", "a"}),
			[]string{"Etiketter: annan ordning"},
			[]string{"Tags: different order"},
		},
		{
			"a long text", "system", change("purpose", longOld, longNew),
			[]string{"Används till: ”Systemet används av enheten för journaler och körningar. …” → ”Systemet används av hela avdelningen för journaler och körningar. …”; ”… slutar. Listan stäms av varje kvartal av systemförvaltaren.” → ”… slutar. Listan stäms av två gånger om året av systemförvaltaren.”"},
			nil,
		},
		{
			"a long text that is new", "system", change("purpose", nil, longOld),
			[]string{"Används till: ”Systemet används av enheten för journaler och körningar. Behörigheter ges av enhetschefen och tas bort när någon slutar. Listan stäms av varje kvartal av systemförvaltaren.” (ny text, 25 ord)"},
			nil,
		},
		{
			"a long text in other lines", "system", change("purpose", longOld, strings.ReplaceAll(longOld, ". ", ".\n\n")),
			[]string{"Används till: bara blanktecken och radbrytningar"},
			[]string{"Used for: spaces and line breaks only"},
		},
		{
			"an item that came, one that changed", "action", slices.Concat(
				change("followups[10].status", "late", "done"),
				change("followups[2].status", nil, "partly"), change("followups[2].date", nil, "2023-05-01"), change("how", "A", "B"),
			),
			[]string{"Hur: A → B", "Uppföljning 3: tillagt Uppföljd: 2023-05-01, Läge vid uppföljningen: Delvis", "Uppföljning 11, Läge vid uppföljningen: Försenad → Genomförd"},
			nil,
		},
		{
			"a field that the kind has not", "system", change("gammal.uppgift", "x", nil),
			[]string{"uppgift: x → –"},
			[]string{"uppgift: x → –"},
		},
		{
			"that fields changed, and no more", "action", slices.Concat(change("how", nil, nil), change("followups[2].status", nil, nil)),
			[]string{"Hur: ändrades", "Uppföljning 3, Läge vid uppföljningen: ändrades"},
			[]string{"How: changed", "Follow-ups 3, State at the follow-up: changed"},
		},
		{"no kind", "", change("title", "A", "B"), []string{"title: A → B"}, []string{"title: A → B"}},
	}
	kinds := builtin(t)
	titles := map[string]string{"ROLL-HR": "HR-chef", "ROLL-EK": "Ekonomichef"}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for lang, want := range map[locale.Lang][]string{locale.Swedish: test.sv, locale.English: test.en} {
				teller := Teller{Lang: lang, Title: func(id string, _ []string) string { return titles[id] }}
				var got []string
				for _, w := range teller.Tell(kinds.Named(test.kind), test.changes) {
					got = append(got, teller.String(w))
				}
				if diff := cmp.Diff(want, got); diff != "" && want != nil {
					t.Errorf("%s (-want +got):\n%s", lang, diff)
				}
			}
		})
	}
}

func TestWhat(t *testing.T) {
	tests := []struct {
		rev  trail.Revision
		want []string
	}{
		{trail.Revision{Change: trail.Added, BodyChanged: true}, []string{"Ny post"}},
		{trail.Revision{Change: trail.Added, Restored: true}, []string{"Åter införd"}},
		{trail.Revision{Change: trail.Renamed, FromFile: "a.md", BodyChanged: true}, []string{"Flyttad från a.md", "Texten ändrad"}},
		{trail.Revision{Change: trail.Renamed}, []string{"Flyttad"}},
		{trail.Revision{Change: trail.Edited}, []string{"Bara formen ändrad"}},
		{trail.Revision{Change: trail.Edited, Withheld: true}, nil},
		{trail.Revision{Change: trail.Edited, Ignored: true}, []string{"Massändring som enligt förrådet saknar betydelse"}},
		{trail.Revision{Change: trail.Edited, AlsoIn: []string{"a.md", "b.md"}, BodyChanged: true}, []string{"Texten ändrad", "Samma id finns också i a.md och b.md"}},
		{trail.Revision{Change: trail.Removed, Proposed: true}, []string{"Förslag som ingen har godkänt än", "Borttagen"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, Teller{Lang: locale.Swedish}.What(&test.rev, Body{})); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.rev, diff)
		}
	}
}

// TestDiffWords holds that the runs give both texts back.
func TestDiffWords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	words := strings.Fields("en två tre fyra fem")
	text := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = words[random.IntN(len(words))]
		}
		return out
	}
	check := func(old, now []string) {
		var gotOld, gotNow []string
		for _, r := range diffWords(old, now) {
			if r.part != WordsIn {
				gotOld = append(gotOld, r.words...)
			}
			if r.part != WordsOut {
				gotNow = append(gotNow, r.words...)
			}
		}
		if !slices.Equal(gotOld, old) || !slices.Equal(gotNow, now) {
			t.Errorf("%v to %v: got %v and %v", old, now, gotOld, gotNow)
		}
	}
	for range 2000 {
		check(text(random.IntN(12)), text(random.IntN(12)))
	}
	check(text(3000), text(3000))
}
