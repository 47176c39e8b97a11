package rules

import (
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// offsets are the rules about points in time.
var offsets = []Rule{
	{
		ID: "offset-wrong", Severity: diag.Warning,
		Message: locale.Text{SV: "tidsskillnaden {found} gällde inte i {zone} den dagen, utan {offset}", EN: "the offset {found} did not apply in {zone} on that day, but {offset}"},
		Hint:    locale.Text{SV: "skriv lokal tid utan tidsskillnad: {local}", EN: "write local time without an offset: {local}"},
		Why:     locale.Text{SV: "en timme fel kan göra att en tidsfrist räknas fel", EN: "an hour's difference can make a deadline wrong"},
		Source:  "ISO/IEC 27001:2022 7.5.2",
		Check:   checkOffsets,
	},
}

// checkOffsets finds points in time whose offset from UTC the workspace's time zone did not have then: most often winter time in
// summer. UTC itself, written Z, is what systems print.
func checkOffsets(p *Pass) {
	zone := p.Workspace.Config.Zone
	for _, r := range p.records() {
		for _, f := range r.Kind.Fields() {
			if f.Format != "date-time" {
				continue
			}
			for _, path := range graph.Expand(r.Values, f.Path) {
				p.checkOffset(r, path, zone)
			}
		}
	}
}

func (p *Pass) checkOffset(r *record.Record, path string, zone *time.Location) {
	at, ok := locale.ParseMoment(r.Text(path))
	n := r.Node(path)
	if !ok || n == nil || strings.HasSuffix(strings.ToUpper(n.Text), "Z") || r.Invalid[path] != "" {
		return
	}
	_, found := at.Zone()
	local := at.In(zone)
	if _, offset := local.Zone(); offset == found {
		return
	}
	args := locale.Args{
		"found": at.Format("-07:00"), "offset": local.Format("-07:00"), "zone": zone.String(), "local": locale.Clock(at, at.Location()),
	}
	p.Report(graph.Finding(r, "offset-wrong", path, args))
}
