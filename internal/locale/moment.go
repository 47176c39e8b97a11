package locale

import (
	"regexp"
	"strings"
	"time"
)

// momentForms are the forms of a point in time other than RFC 3339: with an offset, and in local time.
var (
	momentForms = []string{"2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"}
	localForms  = []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"}
)

// Moment returns a point in time as RFC 3339. A text without an offset is local time in the zone; the first of two times that the
// clocks showed twice is meant. gone is set for a local time that was skipped when the clocks were put forward.
func Moment(text string, zone *time.Location) (stamp string, gone, ok bool) {
	if _, ok := ParseMoment(text); ok {
		return text, false, true
	}
	upper := strings.ToUpper(text)
	for _, form := range momentForms {
		if t, err := time.Parse(form, withoutLeap(text)); err == nil {
			return t.Format(time.RFC3339), false, true
		}
	}
	for _, form := range localForms {
		t, err := time.ParseInLocation(form, upper, zone)
		if err != nil {
			continue
		}
		if t.Format(form) != upper {
			return "", true, false
		}
		if earlier := t.Add(-time.Hour); earlier.Format(form) == upper {
			t = earlier
		}
		return t.Format(time.RFC3339), false, true
	}
	return "", false, false
}

// ParseMoment parses a point in time as [Moment] returns it; ok is false for anything else, such as a day. A leap second counts as
// the second before it.
func ParseMoment(stamp string) (t time.Time, ok bool) {
	t, err := time.Parse(time.RFC3339, withoutLeap(stamp))
	return t, err == nil
}

// leapSecond matches the seconds of a leap second, with the minutes before them.
var leapSecond = regexp.MustCompile(`(:[0-9]{2}):60`)

// withoutLeap returns a point in time in capitals, with the second before a leap second in place of that.
func withoutLeap(text string) string {
	return leapSecond.ReplaceAllString(strings.ToUpper(text), "$1:59")
}
