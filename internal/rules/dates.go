package rules

import (
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	commits "github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// dates are the rules about when changes were accepted.
var dates = []Rule{
	{
		ID: "history-date-disorder", Severity: diag.Error, Guards: true,
		Message: locale.Text{
			SV: "version {commit} {dated}, men kommer efter {later}, som är daterad {later_date}; {n:den räknas|# versioner räknas därför} till {later_date}",
			EN: "commit {commit} {dated}, but comes after {later}, which is dated {later_date}; {n:it counts|# commits therefore count} as of {later_date}",
		},
		Hint: locale.Text{
			SV: "ställ klockan; gör om versionen om den inte är godkänd (git commit --amend --no-edit), skriv annars upp felet med lis baseline",
			EN: "set the clock; make the commit again if it is not accepted (git commit --amend --no-edit), or else list the finding with lis baseline",
		},
		Why: locale.Text{
			SV: "det som gällde en viss dag får inte ändras i efterhand, vare sig av en klocka som går fel eller med avsikt; därför räknas ingen version till en tidigare dag än den före",
			EN: "what applied on a day must not change afterwards, neither by a wrong clock nor on purpose; that is why no commit counts as of an earlier day than the one before it",
		},
		Source: "ISO/IEC 27001:2022 7.5.3",
		Check:  checkDates,
	},
}

// mostDisorders is how many places are told one by one, the newest; all stand on one line, and the rest are told together.
const mostDisorders = lineMost - 1

// checkDates finds accepted commits dated before the day of one that they come after, and such from the future.
func checkDates(p *Pass) {
	if p.Line == nil {
		return
	}
	calendar := commits.CalendarOf(p.Line(), p.Workspace.Config.Zone)
	all := calendar.Disorders()
	p.reportFuture(calendar, all)
	for i, d := range all {
		if i == mostDisorders {
			p.reportDates("earlier", locale.Args{"n": len(all) - i}, locale.Text{
				SV: "{n:ett äldre ställe|# äldre ställen} i versionshistoriken har också datum i fel ordning",
				EN: "{n:one older place|# older places} in the version history also have dates in the wrong order",
			})
			return
		}
		dated := locale.Text{SV: "är daterad " + d.Day, EN: "is dated " + d.Day}
		if d.Undated {
			dated = locale.Text{SV: "saknar datum", EN: "has no date"}
		}
		args := locale.Args{"commit": d.Commit.Short(), "dated": dated, "later": d.Later.Short(), "later_date": d.LaterDay, "n": d.N}
		p.reportDates(d.Commit, args, locale.Text{})
	}
}

// reportFuture finds the first accepted commit dated later than tomorrow, unless what comes after it tells of it: as long as it is
// the newest, it can be made again. Clocks that differ around midnight are no fault.
func (p *Pass) reportFuture(calendar *commits.Calendar, told []commits.Disorder) {
	today, ok := locale.ParseDate(p.AsOf)
	if !p.Today || !ok {
		return
	}
	tomorrow := locale.Day(today.AddDate(0, 0, 1), time.UTC)
	commit, day, ok := calendar.LaterThan(tomorrow)
	if !ok || len(told) > 0 && told[0].LaterDay > tomorrow {
		return
	}
	p.reportDates(commit, locale.Args{"commit": commit.Short(), "date": day}, locale.Text{
		SV: "version {commit} är daterad {date}, en dag som inte har varit än",
		EN: "commit {commit} is dated {date}, a day that is still to come",
	})
}

// reportDates reports a place of the history, which stands for a line of lis.yaml as nothing else is about it. ref tells it apart from
// others in the baseline.
func (p *Pass) reportDates(ref commits.Hash, args locale.Args, words locale.Text) {
	args["ref"] = string(ref)
	at := source.At(source.Pos{Line: 1, Column: 1})
	p.Report(diag.Finding{Rule: "history-date-disorder", File: p.Workspace.Config.Record.File(), Span: at, Args: args, Words: words, About: ref.Short()})
}
