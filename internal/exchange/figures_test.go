package exchange

import (
	"io"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

func figure(name string, value int, publish record.Profile, definition string) figures.Figure {
	return figures.Figure{Name: name, Value: value, Publish: publish, Definition: definition, Label: locale.Text{SV: "antal " + name, EN: "number of " + name}}
}

// TestFigures prints numbers to everyone: those of the organisation's own are left out, and small ones are only that.
func TestFigures(t *testing.T) {
	all := []figures.Figure{figure("many", 12, record.Public, "a-"), figure("few", 3, record.Public, "a-"), figure("own", 7, record.Internal, "a-")}
	s := smallState(t, record.Public)
	got := told(t, func(w io.Writer) error { return WriteFiguresText(w, s, all) })
	for what, shown := range map[string]bool{"12 ": true, s.Lang.T("figure.few"): true, " 3 ": false, "own": false} {
		if strings.Contains(got, what) != shown {
			t.Errorf("%q is told: %t\n%s", what, !shown, got)
		}
	}
	got = jsonOf(t, "figures", func(w io.Writer) error { return WriteFiguresJSON(w, s, all) })
	if !strings.Contains(got, `"figures": {`+"\n    \"many\": 12\n  }") {
		t.Errorf("got\n%s", got)
	}
}

// TestFiguresOver prints figures that were counted otherwise, that were not there yet, and a state that cannot be read.
func TestFiguresOver(t *testing.T) {
	const commit = "0123456789abcdef0123456789abcdef01234567"
	points := []figures.Point{
		{Name: "LG-2020", Commit: commit, Day: "2020-01-01", Unread: figures.NotThere},
		{Name: "LG-2021", Commit: commit, Day: "2021-01-01", Figures: []figures.Figure{figure("a", 5, record.Internal, "other-")}},
		{Name: "LG-2022", Commit: commit, Day: "2022-01-01", Figures: []figures.Figure{figure("a", 10, record.Internal, "this-"), figure("b", 1, record.Internal, "x-")}},
		{Name: figures.Now, Day: "2023-12-15", Figures: []figures.Figure{figure("a", 100, record.Internal, "this-"), figure("b", 2, record.Internal, "x-")}},
	}
	s := smallState(t, "")
	golden(t, "figures-over.text", told(t, func(w io.Writer) error { return WriteFiguresOverText(w, s, OverReviews, points) }))
	golden(t, "figures-over.json", jsonOf(t, "figures-over", func(w io.Writer) error { return WriteFiguresOverJSON(w, s, OverReviews, points) }))
}

// TestFiguresOverMany shows as many points as there is room for, the latest.
func TestFiguresOverMany(t *testing.T) {
	var points []figures.Point
	for _, month := range []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14"} {
		points = append(points, figures.Point{Name: "m" + month, Day: "2023-01-01", Figures: []figures.Figure{figure("a", 1, record.Internal, "a-")}})
	}
	s := smallState(t, "")
	got := told(t, func(w io.Writer) error { return WriteFiguresOverText(w, s, OverMonths, points) })
	head, _, _ := strings.Cut(got, "\n")
	if strings.Contains(head, "m01") || !strings.Contains(head, "m02") || !strings.Contains(head, "m14") || strings.Contains(got, "2023-01-01") {
		t.Errorf("got\n%s", got)
	}
	if note := s.Lang.T("figures.latest", locale.Args{"shown": 13, "n": 14}); !strings.Contains(got, note) {
		t.Errorf("nothing says that points are left out:\n%s", got)
	}
}
