package locale

import (
	"strings"
	"time"
)

// momentForms are the forms of a point in time: with an offset, and in local time.
var (
	momentForms = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"}
	localForms  = []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"}
)

// Moment returns a point in time as RFC 3339. A text without an offset is local time in the zone; the first of two times that the
// clocks showed twice is meant. gone is set for a local time that was skipped when the clocks were put forward.
func Moment(text string, zone *time.Location) (stamp string, gone, ok bool) {
	upper := strings.ToUpper(text)
	for _, form := range momentForms {
		if _, err := time.Parse(form, strings.Replace(upper, ":60", ":59", 1)); err == nil && form == time.RFC3339 {
			return text, false, true
		} else if err == nil {
			t, _ := time.Parse(form, upper)
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
