package publish

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/view"
)

// withTrend adds figures at the review of the small workspace and over some months to an input.
func withTrend(t *testing.T, in view.Input) view.Input {
	t.Helper()
	all, err := figures.Count(in.Workspace, in.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	point := func(name, day string, n int) figures.Point {
		p := figures.Point{Name: name, Day: day, Figures: slices.Clone(all)}
		for i := range p.Figures {
			switch f := &p.Figures[i]; f.Name {
			case "systems.own", "laws.deviation", "actions.overdue":
				f.Value = n
			case "systems.own.classified":
				if f.Value = n; n == 6 {
					f.Definition = "another"
				}
			}
		}
		return p
	}
	in.Reviews = []figures.Point{point("LG-1", "2023-09-01", 6), point(figures.Now, in.AsOf, 9)}
	in.Months = []figures.Point{
		point("2023-09", "2023-09-30", 6),
		{Name: "2023-10", Day: "2023-10-31", Unread: figures.NotSet},
		point("2023-11", "2023-11-30", 3), point("2023-12", in.AsOf, 9),
	}
	return in
}

func TestTrendPage(t *testing.T) {
	for _, p := range record.Profiles {
		for _, lang := range locale.Langs {
			t.Run(fmt.Sprintf("%s-%s", p, lang), func(t *testing.T) {
				files := build(t, withTrend(t, inputOf(t, workspaceFS(), p, lang, "2023-12-15")))
				s := takeApart(t, files)
				const name = "utveckling.html"
				all := s.pages[name]
				if all == nil {
					t.Fatal("no page")
				}
				for _, problem := range slices.Concat(s.links(name, all), outline(all), loads(all), tables(all), landmarks(all), s.labels(name, all)) {
					t.Error(problem)
				}
				if !bytes.Contains(files["index.html"], []byte(`href="utveckling.html"`)) {
					t.Error("the first page does not lead there")
				}
			})
		}
	}
}

func TestTrendTells(t *testing.T) {
	page := func(p record.Profile) string {
		return string(build(t, withTrend(t, inputOf(t, workspaceFS(), p, locale.Swedish, "2023-12-15")))["utveckling.html"])
	}
	internal, public := page(record.Internal), page(record.Public)
	for _, want := range []string{
		"<strong>9 av 9</strong>", "6* av 6", "nov 3", "okt –", "Åtgärder som har passerat sitt datum",
		"kan inte jämföras med det senaste värdet", "2023-10: lis.yaml", `class="line-run apart"`, "LG-1",
	} {
		if !strings.Contains(internal, want) {
			t.Errorf("internal: the page lacks %q", want)
		}
	}
	for _, bad := range []string{"nov 3", "Åtgärder som har passerat sitt datum", "style="} {
		if strings.Contains(public, bad) {
			t.Errorf("public: the page holds %q", bad)
		}
	}
	if !strings.Contains(public, "färre än 5") || strings.Contains(public, "<polyline") {
		t.Error("public: a small number is drawn, or not told of")
	}
	if files := smallSite(t, record.Internal); files["utveckling.html"] != nil || bytes.Contains(files["index.html"], []byte("utveckling")) {
		t.Error("without points there is a page")
	}
}
