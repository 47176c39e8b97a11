package locale

import (
	"fmt"
	"time"
	_ "time/tzdata" // the zones are in the binary, so that a build is the same on every machine
)

// DateForm is how dates are stored: 2006-01-02.
const DateForm = "2006-01-02"

var months = map[Lang][]string{
	Swedish: {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// Month returns the name of a month, 1 to 12, and any other number as it is.
func (l Lang) Month(n int) string {
	if n < 1 || n > 12 {
		return fmt.Sprint(n)
	}
	return months[l][n-1]
}

// Date writes out a stored date: "25 augusti 2023". Any other text is returned unchanged.
func (l Lang) Date(stored string) string {
	t, err := time.Parse(DateForm, stored)
	if err != nil {
		return stored
	}
	return fmt.Sprintf("%d %s %d", t.Day(), l.Month(int(t.Month())), t.Year())
}

// ParseDate parses a stored date; ok is false if the text is not one, or is a day that does not exist.
func ParseDate(stored string) (t time.Time, ok bool) {
	t, err := time.Parse(DateForm, stored)
	return t, err == nil
}

// Day returns the day of a point in time in a time zone, as dates are stored. For a date from [ParseDate], the zone is UTC.
// Days can be compared as texts; a point in time in a year without four digits gets the nearest day that has them. No other
// code formats days, so that the time zone is never forgotten.
func Day(at time.Time, zone *time.Location) string {
	at = at.In(zone)
	switch year := at.Year(); {
	case year > 9999:
		return "9999-12-31"
	case year < 0:
		return "0000-01-01"
	}
	return at.Format(DateForm)
}

// Stamp returns a point in time with its own offset, as data has it: 2023-08-25T14:30:00+02:00. As for [Day], a year has four
// digits.
func Stamp(at time.Time) string {
	switch year := at.Year(); {
	case year > 9999:
		at = time.Date(9999, time.December, 31, 23, 59, 59, 0, at.Location())
	case year < 0:
		at = time.Date(0, time.January, 1, 0, 0, 0, 0, at.Location())
	}
	return at.Format(time.RFC3339)
}

// Clock returns a point in time as the clocks of a time zone show it, to the minute: 2023-08-25 14:30.
func Clock(at time.Time, zone *time.Location) string { return at.In(zone).Format(DateForm + " 15:04") }

// AddMonths returns t moved by a number of months: the same day of the month at the same clock time in t's zone, or the last
// day of a shorter month. A clock time that the zone skips gets the offset before the change; for one that occurs twice, the
// later is used.
func AddMonths(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	lastDay := first.AddDate(0, 1, -1).Day()
	clock := time.Date(first.Year(), first.Month(), min(t.Day(), lastDay), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	_, before := clock.Add(-24 * time.Hour).In(t.Location()).Zone()
	_, after := clock.Add(24 * time.Hour).In(t.Location()).Zone()
	for _, offset := range []int{min(before, after), max(before, after)} {
		at := clock.Add(-time.Duration(offset) * time.Second).In(t.Location())
		if at.Hour() == clock.Hour() && at.Minute() == clock.Minute() {
			return at
		}
	}
	return clock.Add(-time.Duration(before) * time.Second).In(t.Location())
}
