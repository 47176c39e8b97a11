package view

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/google/go-cmp/cmp"
)

// trendOf is the page of months with a figure of each of the values; none for -1. The last is unlike those marked.
func trendOf(t *testing.T, p record.Profile, unlike int, values ...int) Trend {
	t.Helper()
	m := modelOf(t, sample.Load(t, sample.Files), p, nil)
	for i, v := range values {
		point := figures.Point{Name: []string{"2022-11", "2022-12", "2023-01", "2023-02", "2023-03", "2023-04"}[i], Day: "2023-04-30"}
		if v >= 0 {
			definition := "a-b"
			if i < unlike {
				definition = "a-c"
			}
			point.Figures = []figures.Figure{{Name: "laws.deviation", Value: v, Publish: record.Public, Label: locale.Text{SV: "Avvikelser", EN: "Deviations"}, Definition: definition}}
		}
		m.in.Months = append(m.in.Months, point)
	}
	last := m.in.Months[len(m.in.Months)-1]
	m.in.Reviews = []figures.Point{{Name: "LG-1", Day: "2023-01-20", Figures: m.in.Months[0].Figures}, {Name: figures.Now, Day: "2023-04-30", Figures: last.Figures}}
	return m.Trend()
}

func TestTrend(t *testing.T) {
	got := trendOf(t, record.Internal, 1, 8, 8, -1, 8, 16, 16)
	if len(got.Chosen) != 1 || len(got.Groups) != 1 || len(got.Groups[0].Rows) != 1 {
		t.Fatalf("got %+v", got)
	}
	row := got.Groups[0].Rows[0]
	if diff := cmp.Diff([]string{"8*", "16"}, row.Values); diff != "" {
		t.Errorf("values (-want +got)\n%s", diff)
	}
	want := []TrendYear{
		{"2022", []TrendStep{{"nov", "8*"}, {"dec", "8"}}},
		{"2023", []TrendStep{{"jan", "–"}, {"feb", "8"}, {"mar", "16"}}},
	}
	if diff := cmp.Diff(want, row.Years); diff != "" {
		t.Errorf("months (-want +got)\n%s", diff)
	}
	line := &Line{
		Runs: []Run{{Apart: true, Dots: []Dot{{4, 30}}}, {Dots: []Dot{{62, 30}}}, {Dots: []Dot{{179, 30}, {237, 4}, {296, 4}}}},
		Held: []int{120},
	}
	if diff := cmp.Diff(line, row.Line); diff != "" {
		t.Errorf("line (-want +got)\n%s", diff)
	}
	if card := got.Chosen[0]; card.Now != "16" || len(card.Earlier) != 1 || card.Earlier[0].Value != "8*" || !strings.Contains(card.Note, "skalan") {
		t.Errorf("card: %+v", card)
	}
	if got.Period != "november 2022 – april 2023" || len(got.Notes) != 1 {
		t.Errorf("got %q, %q", got.Period, got.Notes)
	}
}

func TestTrendWithoutNews(t *testing.T) {
	if got := trendOf(t, record.Internal, 0, 7, 7, 7).Groups[0].Rows[0]; got.Line != nil || len(got.Years) != 1 {
		t.Errorf("what did not change is drawn: %+v", got)
	}
	if got := trendOf(t, record.Internal, 0, 0, 0, 0); len(got.Chosen) != 0 || len(got.Groups[0].Rows) != 0 || got.Groups[0].Zero != "Noll under hela tiden: Avvikelser." {
		t.Errorf("zero all the time: %+v", got)
	}
	if got := modelOf(t, sample.Load(t, sample.Files), record.Internal, nil).TrendPage(); got != "" {
		t.Errorf("without points there is a page %s", got)
	}
}

// TestTrendInPublic tells of small numbers that they are small, and draws none of them.
func TestTrendInPublic(t *testing.T) {
	got := trendOf(t, record.Public, 0, 8, 3, 8)
	row := got.Groups[0].Rows[0]
	if row.Line != nil || got.Chosen[0].Line != nil {
		t.Error("a small number is drawn")
	}
	want := []TrendYear{{"2022", []TrendStep{{"nov", "8"}, {"dec", "färre än 5"}}}, {"2023", []TrendStep{{"jan", "8"}}}}
	if diff := cmp.Diff(want, row.Years); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, p := range got.Points {
		if p.Head.Text == "LG-1" && p.Head.Page == "" {
			t.Error("a hidden review is told of")
		}
	}
}
