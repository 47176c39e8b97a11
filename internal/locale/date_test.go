package locale

import (
	"testing"
	"time"
)

func TestAddMonths(t *testing.T) {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-15T10:00:00+01:00", 1, "2026-02-15T10:00:00+01:00"},
		{"2026-01-31T10:00:00+01:00", 1, "2026-02-28T10:00:00+01:00"}, // no 31 February
		{"2024-01-31T10:00:00+01:00", 1, "2024-02-29T10:00:00+01:00"},
		{"2026-03-31T10:00:00+02:00", 1, "2026-04-30T10:00:00+02:00"},
		{"2026-12-31T23:59:59+01:00", 2, "2027-02-28T23:59:59+01:00"},
		{"2026-03-15T12:00:00+01:00", 1, "2026-04-15T12:00:00+02:00"}, // summer time: same clock time
		{"2026-10-15T12:00:00+02:00", 1, "2026-11-15T12:00:00+01:00"},
		{"2026-02-28T02:30:00+01:00", 1, "2026-03-28T02:30:00+01:00"},
		{"2026-03-01T02:30:00+01:00", -1, "2026-02-01T02:30:00+01:00"},
		{"2026-02-28T23:30:00Z", 1, "2026-04-01T00:30:00+02:00"}, // 1 March in Stockholm
		{"2026-03-28T23:30:00+01:00", 0, "2026-03-28T23:30:00+01:00"},
		{"2027-02-28T02:30:00+01:00", 1, "2027-03-28T03:30:00+02:00"}, // the clocks skip 02:30 that night
		{"2026-09-25T02:30:00+02:00", 1, "2026-10-25T02:30:00+01:00"}, // 02:30 comes twice: the later
		{"2026-02-28T12:00:00+01:00", 1, "2026-03-28T12:00:00+01:00"},
		{"2026-02-28T12:00:00+01:00", 13, "2027-03-28T12:00:00+02:00"}, // the day of the change
		{"2026-10-25T02:30:00+02:00", 12, "2027-10-25T02:30:00+02:00"},
	}
	for _, tt := range tests {
		from, err := time.Parse(time.RFC3339, tt.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := AddMonths(from.In(stockholm), tt.months).Format(time.RFC3339); got != tt.want {
			t.Errorf("%s and %d months: got %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
}

func TestDay(t *testing.T) {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ at, day, clock string }{
		{"2023-08-25T21:59:59Z", "2023-08-25", "2023-08-25 23:59"},
		{"2023-08-25T22:00:00Z", "2023-08-26", "2023-08-26 00:00"},
		{"2023-12-31T23:30:00Z", "2024-01-01", "2024-01-01 00:30"},
		{"2023-08-26T03:00:00+14:00", "2023-08-25", "2023-08-25 15:00"},
	}
	for _, tt := range tests {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		if day, clock := Day(at, stockholm), Clock(at, stockholm); day != tt.day || clock != tt.clock {
			t.Errorf("%s is %s, %s; want %s, %s", tt.at, day, clock, tt.day, tt.clock)
		}
	}
	for year, want := range map[int]string{-44: "0000-01-01", 0: "0000-03-15", 9999: "9999-03-15", 12023: "9999-12-31"} {
		if got := Day(time.Date(year, 3, 15, 0, 0, 0, 0, time.UTC), time.UTC); got != want {
			t.Errorf("the year %d: got %s, want %s", year, got, want)
		}
	}
	day, ok := ParseDate("2024-02-29")
	if got := Day(day, time.UTC); !ok || got != "2024-02-29" {
		t.Errorf("a date that was read is written as %s", got)
	}
}
