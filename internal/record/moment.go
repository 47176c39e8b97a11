package record

import (
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
)

// momentPattern matches a point in time as people write it. JSON Schema's date-time has no form without an offset.
const momentPattern = `^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?$`

// IsMoment reports whether a text is a point in time, with or without an offset.
func IsMoment(text string) bool {
	_, _, ok := locale.Moment(text, time.UTC)
	return ok
}

// moment reads a point in time; what is none is reported, and kept as it is.
func (rd *reader) moment(n *document.Node, path string) string {
	stamp, gone, ok := locale.Moment(strings.TrimSpace(n.Text), rd.r.Kind.zone())
	switch {
	case ok:
		return stamp
	case gone:
		_, clock, _ := strings.Cut(strings.ReplaceAll(n.Text, "T", " "), " ")
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
