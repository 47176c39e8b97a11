package locale

import (
	"testing"
	"time"
)

func TestMoment(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ text, want string }{ // "" for no point in time, "gone" for one that was skipped
		{"2023-05-02T14:30:00+02:00", "2023-05-02T14:30:00+02:00"},
		{"2023-05-02T12:30:00Z", "2023-05-02T12:30:00Z"},
		{"2023-05-02 14:30", "2023-05-02T14:30:00+02:00"},
		{"2023-01-02 14:30:05", "2023-01-02T14:30:05+01:00"},
		{"2023-01-02t14:30", "2023-01-02T14:30:00+01:00"},
		{"2023-05-02 14:30+02:00", "2023-05-02T14:30:00+02:00"},
		{"2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"},
		{"2016-12-31 23:59:60Z", "2016-12-31T23:59:59Z"},
		{"2023-05-02T12:60:00Z", ""},
		{"2023-03-26 02:30", "gone"},
		{"2023-10-29 02:30", "2023-10-29T02:30:00+02:00"},
		{"2023-02-30 10:00", ""},
		{"2023-05-02", ""},
		{"2023-05-02 25:00", ""},
		{"igår 14:30", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, gone, ok := Moment(tt.text, zone)
		if gone {
			got = "gone"
		}
		if got != tt.want || ok != (tt.want != "" && tt.want != "gone") {
			t.Errorf("%q: got %q, %v, want %q", tt.text, got, ok, tt.want)
		}
	}
}
