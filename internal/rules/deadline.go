package rules

import (
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/locale"
)

// moment reads a point in time with its offset; ok is false where there is none. A leap second counts as the one before.
func moment(text string) (t time.Time, ok bool) {
	text = strings.Replace(strings.ToUpper(text), ":60", ":59", 1)
	t, err := time.Parse(time.RFC3339, text)
	return t, err == nil
}

// deadline is the last point in time at which something may be done.
type deadline struct {
	time.Time
	zone *time.Location
}

// after is the deadline a number of hours after something became known. Hours are hours, whatever the clocks show.
func (d deadline) after(hours int) deadline {
	return deadline{d.Add(time.Duration(hours) * time.Hour), d.zone}
}

// months is the deadline a number of months later: the same day of the month at the same local time, or the month's last day.
func (d deadline) months(n int) deadline { return deadline{locale.AddMonths(d.In(d.zone), n), d.zone} }

// day is the local day of the deadline.
func (d deadline) day() string { return locale.Day(d.Time, d.zone) }

// String is the deadline in local time.
func (d deadline) String() string { return locale.Clock(d.Time, d.zone) }

// missed reports whether what should have been done by the deadline was not: it was done later, or is not done and the day of
// the deadline is over. While asOf is before the day of the deadline nothing is missed.
func (d deadline) missed(done string, asOf string) bool {
	if at, ok := moment(done); ok {
		return at.After(d.Time) && asOf >= d.day()
	}
	return asOf > d.day()
}
