package rules

import (
	"time"

	"github.com/c8b10cf3/lis/internal/locale"
)

// deadline is the last point in time at which something can be done.
type deadline struct {
	time.Time
	zone *time.Location
}

// after returns the deadline a number of hours later: elapsed hours, regardless of clock changes.
func (d deadline) after(hours int) deadline {
	return deadline{d.Add(time.Duration(hours) * time.Hour), d.zone}
}

// months returns the deadline a number of months later: the same day of the month at the same local time, or the last day of the
// month.
func (d deadline) months(n int) deadline { return deadline{locale.AddMonths(d.In(d.zone), n), d.zone} }

// day returns the local day of the deadline.
func (d deadline) day() string { return locale.Day(d.Time, d.zone) }

// String returns the deadline in local time.
func (d deadline) String() string { return locale.Clock(d.Time, d.zone) }

// missed reports whether something was done after the deadline, or is not done although the day of the deadline has passed.
// Nothing is missed while asOf is before that day.
func (d deadline) missed(done string, asOf string) bool {
	if at, ok := locale.ParseMoment(done); ok {
		return at.After(d.Time) && asOf >= d.day()
	}
	return asOf > d.day()
}
