package figures

import (
	"fmt"
	"maps"
	"testing"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
)

// TestOwnFiguresAreRough counts figures of a workspace, of which nobody said what adds up: it is found from what they count.
func TestOwnFiguresAreRough(t *testing.T) {
	own := `
terms.all: {count: term, label: A, where: "true", publish: public}
terms.explained: {count: term, label: B, where: "self.explanation != null", publish: public}
terms.bare: {count: term, label: C, where: "self.explanation == null", publish: public}
terms.again: {count: term, label: D, where: "self.explanation != null", publish: public}
terms.inside: {count: term, label: E, where: "self.explanation == null", publish: internal}
`
	files := map[string]string{ownFile: own}
	for i := range 23 {
		text := fmt.Sprintf("---\nid: TERM-%d\ntitle: T%d\nexpansion: T\n", i, i)
		if i > 0 {
			text += "explanation: Så\n"
		}
		files[fmt.Sprintf("terms/%d.md", i)] = text + "---\n"
	}
	w := sample.Load(t, sample.With(files))
	all, err := Count(w, "2023-08-25")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range all {
		if f.Own {
			got[f.Name] = f.Shown(record.Public, "sv")
			if inside := f.Shown(record.Internal, "sv"); inside != fmt.Sprint(f.Value) {
				t.Errorf("%s is told inside as %s", f.Name, inside)
			}
		}
	}
	want := map[string]string{"terms.explained": "minst 5", "terms.bare": "färre än 5", "terms.again": "minst 5", "terms.all": fmt.Sprint(len(w.Graph.OfKind("term")))}
	delete(got, "terms.inside")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestPartsAreFigures wants the program's own parts to be figures, and every bar to divide its figure as the definition says.
func TestPartsAreFigures(t *testing.T) {
	numbers, ways := map[string]bool{}, map[string]bool{}
	dash := frontOf(t, dashboardFile)
	for _, list := range [][]document.Entry{frontOf(t, figuresFile).Entries, dash.Get("figures").Entries} {
		for _, e := range list {
			numbers[e.Key] = true
			for _, s := range sumsOf(e.Key, partsOf(Source{Entry: e})) {
				ways[fmt.Sprint(s.Whole, s.Parts)] = true
				for _, part := range s.Parts {
					numbers[part] = numbers[part] || false
				}
			}
		}
	}
	for name := range maps.Keys(numbers) {
		if !numbers[name] {
			t.Errorf("%s is a part and no figure", name)
		}
	}
	for _, s := range shownSums(dash) {
		if len(s.Parts) > 1 && !s.Rest && s.Parts[len(s.Parts)-1] != restPart && s.Whole == "systems.own" && !ways[fmt.Sprint(s.Whole, s.Parts)] {
			t.Errorf("a bar divides %s into %v", s.Whole, s.Parts)
		}
	}
}

// TestRoughWithoutDashboard makes parts of a number that only pages show as rough where that is not counted.
func TestRoughWithoutDashboard(t *testing.T) {
	var part []Figure
	for name, n := range map[string]int{"followup.done": 6, "followup.late": 2, "followup.partly": 0, "followup.waiting": 0, "followup.remains": 0, "followup.not_checked": 0, "followup.dropped": 0} {
		part = append(part, Figure{Name: name, Value: n, Publish: record.Public})
	}
	whole := append(append([]Figure{}, part...), Figure{Name: "followup.total", Value: 8, Publish: record.Public}, Figure{Name: "followup.open", Value: 2, Publish: record.Public})
	Roughen(part)
	Roughen(whole)
	for i, f := range part {
		want := map[string]disclose.Rough{"followup.done": disclose.Many, "followup.late": disclose.Few}[f.Name]
		if f.Rough != want || whole[i].Rough != want {
			t.Errorf("%s is %q without the whole and %q with it, want %q", f.Name, f.Rough, whole[i].Rough, want)
		}
	}
}

func frontOf(t *testing.T, file string) *document.Node {
	t.Helper()
	data, err := schema.FS.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return document.ParseYAML(file, data).Front
}
