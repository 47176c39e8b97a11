package rules

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// incidents are the rules about the legal deadlines for incidents. Whether an incident is late is judged by day; the deadlines
// themselves are points in time.
var incidents = []Rule{
	{
		ID: "incident-imy-late", Severity: diag.Error, Kinds: []string{"incident"},
		Message: locale.Text{SV: "skulle ha anmälts till IMY senast {deadline}, {found}", EN: "should have been notified to IMY by {deadline}, {found}"},
		Hint:    locale.Text{SV: "anmäl incidenten och ange tidpunkten i imy.notified_at; ange orsaken till dröjsmålet i imy.late_reason", EN: "notify the breach and enter the time in imy.notified_at; give the reason for the delay in imy.late_reason"},
		Why:     locale.Text{SV: "en personuppgiftsincident som kan medföra en risk ska anmälas inom 72 timmar från att den blev känd, och ett dröjsmål ska motiveras", EN: "a breach that may result in a risk to individuals must be notified within 72 hours of the controller becoming aware of it, and a delay must be explained"},
		Source:  "GDPR art. 33.1",
		Reads:   []string{"class", "known_at", "risk_to_individuals", "imy"},
		Check:   checkIMY,
	},
	{
		ID: "incident-notice-late", Severity: diag.Error, Kinds: []string{"incident"},
		Message: locale.Text{SV: "upplysning om den betydande incidenten skulle ha lämnats senast {deadline}, {found}", EN: "the early notice of the significant incident was due by {deadline}, {found}"},
		Hint:    locale.Text{SV: "lämna upplysningen och ange tidpunkten i csl.notice_at", EN: "give the notice and enter the time in csl.notice_at"},
		Why:     locale.Text{SV: "en första upplysning ska lämnas inom 24 timmar från att den betydande incidenten blev känd", EN: "an early notice must be given within 24 hours of the significant incident becoming known"},
		Source:  "cybersäkerhetslagen (2025:1506) 2 kap. 5 §",
		Reads:   []string{"known_at", "csl"},
		Check: func(p *Pass) {
			p.checkSignificant("incident-notice-late", "csl.notice_at", func(r *record.Record) (deadline, bool) {
				return p.fromKnown(r, "incident_deadlines.csl_notice_hours")
			})
		},
	},
	{
		ID: "incident-notification-late", Severity: diag.Error, Kinds: []string{"incident"},
		Message: locale.Text{SV: "incidentanmälan skulle ha lämnats senast {deadline}, {found}", EN: "the incident notification was due by {deadline}, {found}"},
		Hint:    locale.Text{SV: "lämna incidentanmälan och ange tidpunkten i csl.notification_at", EN: "make the notification and enter the time in csl.notification_at"},
		Why:     locale.Text{SV: "incidentanmälan ska lämnas inom 72 timmar från att den betydande incidenten blev känd", EN: "the notification must be made within 72 hours of the significant incident becoming known"},
		Source:  "cybersäkerhetslagen (2025:1506) 2 kap. 6 §",
		Reads:   []string{"known_at", "csl"},
		Check: func(p *Pass) {
			p.checkSignificant("incident-notification-late", "csl.notification_at", func(r *record.Record) (deadline, bool) {
				return p.fromKnown(r, "incident_deadlines.csl_notification_hours")
			})
		},
	},
	{
		ID: "incident-final-report-late", Severity: diag.Error, Kinds: []string{"incident"},
		Message: locale.Text{SV: "slutrapport skulle ha lämnats senast {deadline}, {found}", EN: "the final report was due by {deadline}, {found}"},
		Hint:    locale.Text{SV: "lämna slutrapporten (csl.final_report_at), eller en lägesrapport (csl.status_report_at) om incidenten pågår", EN: "make the final report (csl.final_report_at), or a status report (csl.status_report_at) if the incident is ongoing"},
		Why:     locale.Text{SV: "slutrapporten ska lämnas inom en månad från incidentanmälan; pågår incidenten lämnas en lägesrapport då och slutrapporten inom en månad från att den hanterades", EN: "the final report is due one month after the notification; if the incident is ongoing, a status report is due then and the final report one month after it was handled"},
		Source:  "cybersäkerhetslagen (2025:1506) 2 kap. 8 §",
		Reads:   []string{"csl"},
		Check: func(p *Pass) {
			p.checkSignificant("incident-final-report-late", "csl.final_report_at", p.finalReport)
		},
	},
	{
		ID: "incident-order", Severity: diag.Error, Kinds: []string{"incident"},
		Message: locale.Text{SV: "'{field}' ({label}) är före '{other}' ({otherlabel})", EN: "'{field}' ({label}) is before '{other}' ({otherlabel})"},
		Hint:    locale.Text{SV: "rätta den av tiderna som är fel", EN: "correct the one that is wrong"},
		Why:     locale.Text{SV: "tidsfristerna i lag räknas från dessa tider, och i den här ordningen kan det inte ha gått till", EN: "the deadlines set by law are counted from these times, and it cannot have happened in this order"},
		Source:  "GDPR art. 33; cybersäkerhetslagen (2025:1506) 2 kap.",
		Check:   checkOrder,
	},
	{
		ID: "incident-system-unknown", Severity: diag.Warning, Kinds: []string{"incident"},
		Message:  locale.Text{SV: "systemet '{system}' finns inte i systemförteckningen", EN: "system '{system}' is not in the list of systems"},
		Hint:     locale.Text{SV: "lägg till systemet i systems/ och ange dess id", EN: "add the system in systems/ and give its id"},
		Why:      locale.Text{SV: "ett system som ingen har förtecknat är varken klassat eller riskbedömt", EN: "a system that is not listed is neither classified nor assessed for risk"},
		Source:   "ISO/IEC 27001:2022 A.5.9",
		Replaces: []string{"ref-unknown"},
		Check:    checkSystemsKnown,
	},
	{
		ID: "incident-statistics-inconsistent", Severity: diag.Warning, Kinds: []string{"incident-statistics"},
		Message: locale.Text{SV: "talen går inte ihop: {detail}", EN: "the numbers do not add up: {detail}"},
		Hint:    locale.Text{SV: "rätta talen, eller beskriv i gaps vad som inte har räknats", EN: "fix the numbers, or describe in gaps what was not counted"},
		Why:     locale.Text{SV: "tal som inte går ihop eller bara visar en sorts incidenter vilseleder ledningen", EN: "numbers that do not add up, or show only one class of incident, mislead management"},
		Source:  "ISO/IEC 27001:2022 9.1",
		Reads:   []string{"counts", "gaps"},
		Check:   checkStatistics,
	},
}

// orders are the events of an incident that others come before: the earlier ones, the nearest first.
var orders = []struct {
	field string
	after []string
}{
	{"known_at", []string{"occurred_at"}},
	{"reported_at", []string{"occurred_at"}},
	{"imy.notified_at", []string{"known_at", "occurred_at"}},
	{"csl.notice_at", []string{"known_at", "occurred_at"}},
	{"csl.notification_at", []string{"csl.notice_at", "known_at", "occurred_at"}},
	{"csl.status_report_at", []string{"csl.notification_at", "csl.notice_at", "known_at", "occurred_at"}},
	{"csl.handled_at", []string{"known_at", "occurred_at"}},
	{"csl.final_report_at", []string{"csl.handled_at", "csl.status_report_at", "csl.notification_at", "csl.notice_at", "known_at", "occurred_at"}},
	{"closed_on", []string{"reported_at", "known_at", "occurred_at"}},
}

// checkOrder finds events of an incident that come before what they follow. Of each only one is told, and nothing that follows
// from it.
func checkOrder(p *Pass) {
	for _, r := range p.records("incident") {
		wrong := map[string]bool{}
		for _, o := range orders {
			for _, first := range o.after {
				if !wrong[first] && p.isBefore(r, o.field, first) {
					wrong[o.field] = true
					f := graph.Finding(r, "incident-order", o.field, locale.Args{
						"label": r.Kind.Field(o.field).Label, "other": first, "otherlabel": r.Kind.Field(first).Label,
					})
					f.Related = []diag.Related{{File: r.File(), Span: r.Place(first), Message: locale.Text{SV: "det här ska ha hänt först", EN: "this must have happened first"}}}
					p.Report(f)
					break
				}
			}
		}
	}
}

// isBefore reports whether one event is before another; a day ends last of all.
func (p *Pass) isBefore(r *record.Record, field, first string) bool {
	if r.Kind.Field(field) == nil || r.Kind.Field(first) == nil || !r.Readable([]string{field, first}, nil) {
		return false
	}
	begin, ok := locale.ParseMoment(r.Text(first))
	if at, exact := locale.ParseMoment(r.Text(field)); ok && exact {
		return at.Before(begin)
	}
	day := r.Text(field)
	return ok && day != "" && day < p.Workspace.Config.Day(begin)
}

// fromKnown returns the deadline counted in hours from when an incident became known; setting gives the number of hours.
func (p *Pass) fromKnown(r *record.Record, setting string) (deadline, bool) {
	known, ok := locale.ParseMoment(r.Text("known_at"))
	return deadline{known, p.Workspace.Config.Zone}.after(p.number(setting)), ok
}

// checkIMY finds breaches that should have been notified and were not, or were notified late without a reason. A breach that can
// mean a risk to individuals must be notified, regardless of what was decided.
func checkIMY(p *Pass) {
	for _, r := range p.readable("incident", "class", "known_at", "risk_to_individuals", "imy") {
		risk := r.Text("risk_to_individuals")
		notifiable := r.Text("imy.notify") == "yes" || risk == "risk" || risk == "high"
		due, ok := p.fromKnown(r, "incident_deadlines.imy_hours")
		notified := r.Text("imy.notified_at")
		explained := notified != "" && r.Text("imy.late_reason") != ""
		if ok && notifiable && slices.Contains(r.Texts("class"), "personal_data") && !explained && due.missed(notified, p.AsOf) {
			p.reportLate(r, "incident-imy-late", "imy.notified_at", due)
		}
	}
}

// checkSignificant finds significant incidents for which something was not done in time.
func (p *Pass) checkSignificant(rule, field string, due func(*record.Record) (deadline, bool)) {
	for _, r := range p.readable("incident", "known_at", "csl") {
		if r.Text("csl.significant") != "yes" {
			continue
		}
		if d, ok := due(r); ok && d.missed(r.Text(field), p.AsOf) {
			p.reportLate(r, rule, field, d)
		}
	}
}

// finalReport returns the deadline of the final report, counted from the notification. If a status report was made in time, it is
// counted from when the incident was handled, and there is no deadline until then.
func (p *Pass) finalReport(r *record.Record) (deadline, bool) {
	months := p.number("incident_deadlines.csl_final_months")
	notified, ok := locale.ParseMoment(r.Text("csl.notification_at"))
	due := deadline{notified, p.Workspace.Config.Zone}.months(months)
	if status := r.Text("csl.status_report_at"); !ok || status == "" || due.missed(status, p.AsOf) {
		return due, ok
	}
	handled, ok := locale.ParseMoment(r.Text("csl.handled_at"))
	return deadline{handled, p.Workspace.Config.Zone}.months(months), ok
}

func (p *Pass) reportLate(r *record.Record, rule, field string, due deadline) {
	found := locale.Text{SV: "men det har inte gjorts", EN: "but that has not been done"}
	if at, ok := locale.ParseMoment(r.Text(field)); ok {
		done := deadline{at, due.zone}.String()
		found = locale.Text{SV: "men det gjordes " + done, EN: "but that was done " + done}
	}
	if rule == "incident-imy-late" && r.At(field) != nil {
		found.SV += " utan att dröjsmålet är motiverat"
		found.EN += " without a reason for the delay"
	}
	f := graph.Finding(r, rule, field, locale.Args{"deadline": due.String(), "found": found})
	f.Related = []diag.Related{{File: r.File(), Span: r.Place("known_at"), Message: locale.Text{SV: "tiden då incidenten blev känd", EN: "when the incident became known"}}}
	p.Report(f)
}

// checkSystemsKnown finds names that resemble no system in the list; a misspelt id is left to ref-unknown.
func checkSystemsKnown(p *Pass) {
	g := p.Workspace.Graph
	for _, r := range p.records("incident") {
		for _, path := range graph.Expand(r.Values, "systems") {
			name := r.Text(path)
			if r.Invalid[path] == "ref-unknown" && len(g.Near(name, []string{"system"})) == 0 {
				p.Report(graph.Finding(r, "incident-system-unknown", path, locale.Args{"system": name}))
			}
		}
	}
}
