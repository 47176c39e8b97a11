package rules

import (
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/locale"
)

func zone(t *testing.T) *time.Location {
	t.Helper()
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return stockholm
}

func TestDeadlineAfterHours(t *testing.T) {
	tests := []struct {
		known string
		hours int
		want  string
	}{
		{"2026-03-02T10:15:00+01:00", 72, "2026-03-05 10:15"},
		{"2026-03-27T12:00:00+01:00", 72, "2026-03-30 13:00"}, // the clocks went forward on the 29th
		{"2026-10-24T12:00:00+02:00", 24, "2026-10-25 11:00"}, // and back on the 25th
		{"2026-03-02T09:15:00Z", 24, "2026-03-03 10:15"},
		{"2026-06-30T23:30:00-05:00", 24, "2026-07-02 06:30"},
		{"2016-12-31T23:59:60Z", 24, "2017-01-02 00:59"}, // a leap second
	}
	for _, tt := range tests {
		known, ok := locale.ParseMoment(tt.known)
		if !ok {
			t.Errorf("%s is not read", tt.known)
			continue
		}
		if got := (deadline{known, zone(t)}).after(tt.hours).String(); got != tt.want {
			t.Errorf("%d hours after %s: got %s, want %s", tt.hours, tt.known, got, tt.want)
		}
	}
}

func TestDeadlineMissed(t *testing.T) {
	end, _ := locale.ParseMoment("2026-03-05T10:15:00+01:00")
	due := deadline{end, zone(t)}
	tests := []struct {
		done, asOf string
		want       bool
	}{
		{"", "2026-03-04", false},
		{"", "2026-03-05", false}, // the day is not over
		{"", "2026-03-06", true},
		{"2026-03-05T10:15:00+01:00", "2026-12-31", false}, // to the second
		{"2026-03-05T10:15:01+01:00", "2026-12-31", true},
		{"2026-03-05T09:15:00Z", "2026-12-31", false},
		{"2026-03-05T11:00:00+02:00", "2026-12-31", false},
		{"2026-03-07T08:00:00+01:00", "2026-03-04", false}, // before the day of the deadline nothing is late
		{"2026-03-07T08:00:00+01:00", "2026-03-05", true},
	}
	for _, tt := range tests {
		if got := due.missed(tt.done, tt.asOf); got != tt.want {
			t.Errorf("done %q, as of %s: missed %v, want %v", tt.done, tt.asOf, got, tt.want)
		}
	}
}

// TestIncidentDeadlines wants the deadlines of the law to come from the configuration, and to be told once each.
func TestIncidentDeadlines(t *testing.T) {
	incident := `---
id: INC-1
title: Larmen nere
class: [cyber]
owner: ROLL-1
known_at: 2026-03-28T12:00:00+01:00
csl: {significant: "yes"}
---
`
	for _, tt := range []struct{ config, asOf, want string }{
		{"", "2026-03-29", ""},
		{"", "2026-03-30", "incidents/inc-1.md:7:1: fel: upplysning om den betydande incidenten skulle ha lämnats senast 2026-03-29 13:00, men det har inte gjorts [incident-notice-late]\n"},
		{"incident_deadlines: {csl_notice_hours: 96}\n", "2026-03-31", ""},
	} {
		got := saidOn(t, tt.asOf, map[string]string{
			"lis.yaml":           "format: 1\norganisation: ORG-1\nrules: {incident-open-long: off}\n" + tt.config,
			"incidents/inc-1.md": incident,
		})
		if got != tt.want {
			t.Errorf("%s, as of %s:\ngot  %s\nwant %s", tt.config, tt.asOf, got, tt.want)
		}
	}
}
