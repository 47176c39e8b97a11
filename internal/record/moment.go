package record

import (
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
)

// momentPattern matches a point in time as people write it. JSON Schema's date-time has no form without an offset.
const momentPattern = `^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?$`

// momentForms are the forms of a point in time: with an offset, and in local time.
var (
	momentForms = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"}
	localForms  = []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"}
)

// moment returns a point in time as RFC 3339. A text without an offset is local time in the zone; the first of two times that the
// clocks showed twice is meant. gone is set for a local time that was skipped when the clocks were put forward.
func moment(text string, zone *time.Location) (stamp string, gone, ok bool) {
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

// IsMoment reports whether a text is a point in time, with or without an offset.
func IsMoment(text string) bool {
	_, _, ok := moment(text, time.UTC)
	return ok
}

// moment reads a point in time; what is none is reported, and kept as it is.
func (rd *reader) moment(n *document.Node, path string) string {
	stamp, gone, ok := moment(strings.TrimSpace(n.Text), rd.r.Kind.zone())
	switch {
	case ok:
		return stamp
	case gone:
		clock := n.Text[len("2006-01-02 "):]
		rd.report("date-impossible", path, n.Span, locale.Args{"value": n.Text, "detail": locale.Text{
			SV: "klockan " + clock + " fanns inte den dagen: den ställdes fram till sommartid", EN: "the time " + clock + " did not exist on that day: the clocks went forward",
		}})
	default:
		rd.report("value-type", path, n.Span, locale.Args{"type": locale.Key("type.date-time"), "value": found(n)})
	}
	return n.Text
}

// zone returns the time zone of local times.
func (k *Kind) zone() *time.Location {
	if k.Zone == nil {
		return time.UTC
	}
	return k.Zone
}
