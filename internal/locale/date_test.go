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
