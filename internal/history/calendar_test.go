package history

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// lineOf is a line whose commits, named a, b and so on from the oldest, are dated so.
func lineOf(t *testing.T, dates ...string) []Accepted {
	t.Helper()
	var line []Accepted
	for i, date := range dates {
		at := time.Unix(0, 0).UTC()
		if date != "" {
			var err error
			if at, err = time.Parse(time.RFC3339, date); err != nil {
				t.Fatal(err)
			}
		}
		line = append(line, Accepted{Hash(string(rune(byte(97) + byte(i)))), at})
	}
	slices.Reverse(line)
	return line
}

// TestCalendar asks for the states of days on lines whose clocks were right and wrong.
func TestCalendar(t *testing.T) {
	const d1, d2, d3, d4 = "2023-01-10T12:00:00Z", "2023-02-10T12:00:00Z", "2023-03-10T12:00:00Z", "2023-04-10T12:00:00Z"
	tests := []struct {
		name      string
		dates     []string
		days      map[string]string // the state of a day, "" for none
		disorders []string
	}{
		{"in order", []string{d1, d2, d3}, map[string]string{"2023-01-09": "", "2023-01-10": "a", "2023-02-28": "b", "2024-01-01": "c"}, nil},
		{
			"the newest is dated back",
			[]string{d2, d3, d4, d1},
			map[string]string{"2023-01-10": "", "2023-02-10": "a", "2023-04-09": "b", "2023-04-10": "d"},
			[]string{"d of 2023-01-10 after c of 2023-04-10, 1"},
		},
		{
			"one is dated ahead",
			[]string{d1, d4, d2, d3, d4},
			map[string]string{"2023-02-10": "a", "2023-04-09": "a", "2023-04-10": "e"},
			[]string{"c of 2023-02-10 after b of 2023-04-10, 2"},
		},
		{
			"twice",
			[]string{d2, d1, d3, d2, d2, d4},
			map[string]string{"2023-01-31": "", "2023-02-10": "b", "2023-03-10": "e", "2023-04-10": "f"},
			[]string{"d of 2023-02-10 after c of 2023-03-10, 2", "b of 2023-01-10 after a of 2023-02-10, 1"},
		},
		{
			"around midnight",
			[]string{d1, "2023-02-10T23:03:00Z", "2023-02-10T22:58:00Z"},
			map[string]string{"2023-02-10": "a", "2023-02-11": "c"},
			[]string{"c of 2023-02-10 after b of 2023-02-11, 1"},
		},
		{"within a day", []string{d1, "2023-02-10T12:03:00Z", "2023-02-10T11:58:00Z", "2023-02-10T11:58:00Z"}, map[string]string{"2023-02-09": "a", "2023-02-10": "d"}, nil},
		{"in other zones", []string{"2023-02-10T12:00:00+02:00", "2023-02-10T05:30:00-05:00"}, map[string]string{"2023-02-10": "b"}, nil},
		{"one without a date", []string{d1, "", d2}, map[string]string{"2023-01-09": "", "2023-01-10": "b", "2023-02-10": "c"}, []string{"b of 1970-01-01 after a of 2023-01-10, 1, undated"}},
		{"the first without a date", []string{"", d2}, map[string]string{"1969-12-31": "", "2023-01-10": "a", "2023-02-10": "b"}, nil},
		{"the end of time", []string{d1, "9999-12-31T23:59:59Z", d2}, map[string]string{"2023-03-01": "a", "9999-12-31": "c"}, []string{"c of 2023-02-10 after b of 9999-12-31, 1"}},
		{"nothing", nil, map[string]string{"2023-01-01": ""}, nil},
	}
	stockholm := time.FixedZone("", 3600)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			line := lineOf(t, test.dates...)
			c := CalendarOf(line, stockholm)
			for day, want := range test.days {
				got := ""
				if n, ok := c.LastOn(day); ok {
					got = string(line[n].Commit)
				}
				if got != want {
					t.Errorf("on %s: got %q, want %q", day, got, want)
				}
			}
			var got []string
			for _, d := range c.Disorders() {
				words := fmt.Sprintf("%s of %s after %s of %s, %d", d.Commit, d.Day, d.Later, d.LaterDay, d.N)
				if d.Undated {
					words += ", undated"
				}
				got = append(got, words)
			}
			if diff := cmp.Diff(test.disorders, got); diff != "" {
				t.Errorf("disorders (-want +got)\n%s", diff)
			}
		})
	}
}

// TestCalendarNeverChanges holds that no commit put on top of a line, whatever its date, changes the state of a day before the last
// day of the line, and that the state of a day is the last one before any commit of a later day.
func TestCalendarNeverChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 3))
	at := func() time.Time { return time.Unix(1_690_000_000+random.Int64N(40*86400), 0).UTC() }
	for range 300 {
		var line []Accepted
		for i := range 1 + random.IntN(12) {
			line = append([]Accepted{{Hash(fmt.Sprint(i)), at()}}, line...)
		}
		before := CalendarOf(line, time.UTC)
		grown := append([]Accepted{{"top", at()}}, line...)
		after := CalendarOf(grown, time.UTC)
		for day := range 42 {
			asked := time.Unix(1_690_000_000+int64(day-1)*86400, 0).UTC().Format("2006-01-02")
			n, ok := before.LastOn(asked)
			m, still := after.LastOn(asked)
			if asked < before.Last() && (ok != still || ok && line[n].Commit != grown[m].Commit) {
				t.Fatalf("the state of %s changed: %v", asked, grown)
			}
			want := len(line) // the last before any of a later day, by walking
			for i := len(line) - 1; i >= 0 && line[i].At.Format("2006-01-02") <= asked; i-- {
				want = i
			}
			if ok != (want < len(line)) || ok && n != want {
				t.Fatalf("on %s: got %d, want %d: %v", asked, n, want, line)
			}
		}
	}
}

// TestLastOn asks a repository in which a commit is dated back, as a whole and as a shallow clone.
func TestLastOn(t *testing.T) {
	g := newGit(t)
	at := func(day string) Hash {
		var err error
		if g.Now, err = time.Parse(time.RFC3339, day+"T12:00:00Z"); err != nil {
			t.Fatal(err)
		}
		return g.commit(day)
	}
	first, second, back := at("2023-03-01"), at("2023-06-01"), at("2023-04-01")
	r := g.open("")
	tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]Hash{"2023-04-30": first, "2023-05-31": first, "2023-06-01": back, "2023-02-28": ""} {
		c, ok, err := r.LastOn(t.Context(), tip, day, time.UTC)
		if err != nil || ok != (want != "") || ok && c.Hash != want || !ok && c.Hash != first {
			t.Errorf("on %s: got %s, %t, %v, want %q", day, c.Hash, ok, err, want)
		}
	}
	if day, err := r.DayOf(t.Context(), tip, time.UTC); day != "2023-06-01" || err != nil {
		t.Errorf("the newest counts as of %s, %v", day, err)
	}
	for commit, want := range map[Hash]bool{second: true, back: false} {
		c, err := r.Commit(second)
		if err != nil {
			t.Fatal(err)
		}
		if on, err := r.OnLine(t.Context(), c, commit); on != want || err != nil {
			t.Errorf("is %s on the line of the second: %t, %v", commit, on, err)
		}
	}
	g.Write(".git/shallow", string(second)+"\n")
	if _, _, err := g.open("").LastOn(t.Context(), tip, "2023-06-01", time.UTC); !errors.Is(err, ErrShallow) {
		t.Errorf("in a shallow clone: got %v", err)
	}
}
