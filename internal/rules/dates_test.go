package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	commits "github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// datesSaid is what is said in English of commits made on days, "" for none, the oldest first.
func datesSaid(t *testing.T, asOf string, today bool, days ...string) []string {
	t.Helper()
	var line []commits.Accepted
	for i, day := range days {
		at, _ := time.Parse("2006-01-02", day)
		if day == "" {
			at = time.Unix(0, 0)
		}
		line = append([]commits.Accepted{{Commit: commitOf(i), At: at}}, line...)
	}
	w, err := workspace.LoadWith(t.Context(), files(nil), &common)
	if err != nil {
		t.Fatal(err)
	}
	set, err := New(w)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, d := range set.Tell(results(t, set, Options{AsOf: asOf, Today: today, Line: func() []commits.Accepted { return line }}), locale.English) {
		if d.Rule == "history-date-disorder" {
			said = append(said, d.Message)
		}
	}
	return said
}

// TestDates tells of commits from the future only where the as-of day is today, and of none twice.
func TestDates(t *testing.T) {
	id := func(state int) string { return commitOf(state).Short() }
	const today = "2023-06-01"
	tests := []struct {
		name  string
		today bool
		days  []string
		want  string
	}{
		{"in order", true, []string{"2023-01-01", "2023-01-01", today}, ""},
		{"tomorrow, by another clock", true, []string{"2023-01-01", "2023-06-02"}, ""},
		{"in the future", true, []string{"2023-01-01", "2098-01-01"}, "commit " + id(1) + " is dated 2098-01-01, a day that is still to come"},
		{"later than the day that was asked for", false, []string{"2023-01-01", "2098-01-01"}, ""},
		{
			"one after the future", true,
			[]string{"2023-01-01", "2098-01-01", "2098-01-02", today},
			"commit " + id(3) + " is dated 2023-06-01, but comes after " + id(2) + ", which is dated 2098-01-02; it counts as of 2098-01-02",
		},
		{"no date", true, []string{"2023-01-01", ""}, "commit " + id(1) + " has no date, but comes after " + id(0) + ", which is dated 2023-01-01; it counts as of 2023-01-01"},
		{"no commits", true, nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(datesSaid(t, today, test.today, test.days...), "\n"); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestManyDates tells of the newest places one by one, and of the others together.
func TestManyDates(t *testing.T) {
	var days []string
	for i := range 60 {
		days = append(days, fmt.Sprintf("2023-01-%02d", 1+i/2), "2022-01-01")
	}
	said := datesSaid(t, "2023-06-01", false, days...)
	if len(said) != mostDisorders+1 || said[0] != "41 older places in the version history also have dates in the wrong order" {
		t.Errorf("%d are told, the first: %s", len(said), said[0])
	}
}
