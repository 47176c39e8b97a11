package rules

import (
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// identity are the rules about ids, references, links and dates.
var identity = []Rule{
	{
		ID: "id-malformed", Severity: diag.Error,
		Message: locale.Text{SV: "'{value}' kan inte vara ett id", EN: "'{value}' cannot be an id"},
		Hint:    locale.Text{SV: "1–64 tecken: bokstäverna a–z, siffror, punkt och bindestreck; först en bokstav", EN: "1-64 characters: letters a-z, digits, dot and hyphen, a letter first"},
		Why:     locale.Text{SV: "id:t blir adress på webbplatsen och skrivs i andra poster", EN: "the id becomes an address on the site and is used in other records"},
		Source:  "ISO/IEC 27001:2022 7.5.2",
	},
	{
		ID: "record-misplaced", Severity: diag.Error,
		Message: locale.Text{SV: "posten ligger i {found}/ men hör hemma i {folder}/", EN: "the record is in {found}/ but belongs in {folder}/"},
		Hint:    locale.Text{SV: "flytta den: git mv {file} {target}", EN: "move it: git mv {file} {target}"},
		Why:     locale.Text{SV: "mappen avgör vilket register en post står i och vilka uppgifter den ska ha", EN: "the folder decides which register a record is in and which fields it must have"},
		Source:  "ISO/IEC 27001:2022 7.5.2",
	},
	{
		ID: "id-duplicate", Severity: diag.Error,
		Message: locale.Text{SV: "id '{value}' används också i {other}", EN: "id '{value}' is also used in {other}"},
		Hint:    locale.Text{SV: "ge den nyare posten nästa lediga id", EN: "give the newer record the next free id"},
		Why:     locale.Text{SV: "en hänvisning till id:t kan avse vilken som helst av posterna", EN: "a reference to the id is ambiguous"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
	},
	{
		ID: "id-of-other-kind", Severity: diag.Warning,
		Message: locale.Text{SV: "id:t börjar som för postslaget {other}, men posten är av postslaget {own}", EN: "the id begins as for the kind {other}, but the record is of the kind {own}"},
		Hint:    locale.Text{SV: "byt id till {prefix}-…, eller flytta filen till {folder}/", EN: "change the id to {prefix}-…, or move the file to {folder}/"},
		Why:     locale.Text{SV: "den som letar efter id:t letar i fel register", EN: "whoever looks for the id looks in the wrong register"},
		Source:  "ISO/IEC 27001:2022 7.5.2",
		Check:   checkPrefixes,
	},
	{
		ID: "ref-unknown", Severity: diag.Error,
		Message: locale.Text{SV: "'{field}' hänvisar till '{ref}', som inte finns{guess}", EN: "'{field}' refers to '{ref}', which does not exist{guess}"},
		Why:     locale.Text{SV: "hänvisningen leder ingenstans, så ansvaret eller sambandet går inte att följa", EN: "the reference leads nowhere, so the responsibility or the connection cannot be traced"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
	},
	{
		ID: "ref-wrong-kind", Severity: diag.Error,
		Message: locale.Text{SV: "'{field}' ska peka på en post av postslaget {kinds}, men '{ref}' är av postslaget {kind}", EN: "'{field}' must refer to a record of the kind {kinds}, but '{ref}' is of the kind {kind}"},
		Why:     locale.Text{SV: "en hänvisning till fel slags post säger något annat än den ser ut att säga", EN: "a reference to the wrong kind of record says something other than it appears to"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
	},
	{
		ID: "link-broken", Severity: diag.Error,
		Message: locale.Text{SV: "texten länkar till '{ref}', som inte finns{guess}", EN: "the text links to '{ref}', which does not exist{guess}"},
		Hint:    locale.Text{SV: "rätta länken eller ta bort den", EN: "fix the link or remove it"},
		Why:     locale.Text{SV: "den som följer länken kommer ingenstans", EN: "the link leads readers nowhere"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
	},
	{
		ID: "link-outside", Severity: diag.Error,
		Message: locale.Text{SV: "länken '{ref}' leder ut ur arbetsytan", EN: "the link '{ref}' leads out of the workspace"},
		Hint:    locale.Text{SV: "länka till en post eller skriv hela adressen", EN: "link to a record, or write the full address"},
		Why:     locale.Text{SV: "det som ligger utanför följer inte med webbplatsen och har ingen historik här", EN: "what is outside is not on the site and has no history here"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
	},
	{
		ID: "link-drive", Severity: diag.Warning,
		Message: locale.Text{SV: "länken '{ref}' leder till en enhet eller filserver", EN: "the link '{ref}' leads to a drive or file server"},
		Hint:    locale.Text{SV: "länka till dokumentet i diariet eller på intranätet, eller skriv var det ligger som vanlig text", EN: "link to the document in the registry or on the intranet, or write where it is as ordinary text"},
		Why:     locale.Text{SV: "en webbsida kan inte öppna en sådan länk, och alla har inte enheten; webbplatsen visar adressen som text", EN: "a web page cannot open such a link, and not everyone has the drive; the site shows the address as text"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
	},
	{
		ID: "link-not-on-site", Severity: diag.Warning,
		Message: locale.Text{SV: "länken '{ref}' leder ingenstans på webbplatsen: {problem}", EN: "the link '{ref}' leads nowhere on the site: {problem}"},
		Hint:    locale.Text{SV: "skriv hela adressen (https://…) till där dokumentet finns", EN: "write the full address (https://…) of where the document is"},
		Why:     locale.Text{SV: "webbplatsen visar bara länkens ord, så läsaren får inte veta att det finns mer", EN: "the site shows only the words of the link, so readers do not learn that there is more"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
	},
	{
		ID: "image-not-shown", Severity: diag.Warning,
		Message: locale.Text{SV: "bilden '{ref}' visas inte på webbplatsen: {problem}", EN: "the image '{ref}' is not shown on the site: {problem}"},
		Hint:    locale.Text{SV: "lägg bilden bredvid posten som png, jpg, gif, webp eller enkel svg (utan skript, redigeringsdata och hänvisningar utåt), högst 5 MB", EN: "put the image beside the record as png, jpg, gif, webp or plain svg (without scripts, editing data and references to elsewhere), at most 5 MB"},
		Why:     locale.Text{SV: "läsaren ser bara bildens beskrivning", EN: "readers see only the description of the image"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
	},
	{
		ID: "text-not-shown", Severity: diag.Warning,
		Message: locale.Text{SV: "'{what}' kommer inte fram på webbplatsen: {problem}", EN: "'{what}' does not come through on the site: {problem}"},
		Hint:    locale.Text{SV: "skriv som vanlig text eller Markdown", EN: "write it as ordinary text or Markdown"},
		Why:     locale.Text{SV: "det som inte visas kan den som läser inte veta om", EN: "readers cannot know what is not shown"},
		Source:  "ISO/IEC 27001:2022 7.5.3",
	},
	{
		ID: "date-impossible", Severity: diag.Error,
		Message: locale.Text{SV: "'{field}' kan inte stämma: {detail}", EN: "'{field}' cannot be right: {detail}"},
		Hint:    locale.Text{SV: "skriv en dag som finns, som ÅÅÅÅ-MM-DD", EN: "write a day that exists, as YYYY-MM-DD"},
		Why:     locale.Text{SV: "ett omöjligt datum kan inte jämföras med andra, så ingen påminnelse kommer", EN: "an impossible date cannot be compared with others, so there will be no reminder"},
		Source:  "ISO/IEC 27001:2022 7.5.2",
		Check:   checkPeriods,
	},
	{
		ID: "date-in-future", Severity: diag.Error,
		Message: locale.Text{SV: "'{field}' är {date}, men det är inte gjort än den {today}", EN: "'{field}' is {date}, but on {today} that is not done yet"},
		Hint:    locale.Text{SV: "rätta datumet, eller ta bort det tills det är gjort", EN: "correct the date, or remove it until it is done"},
		Why:     locale.Text{SV: "det som inte har hänt räknas som gjort i tal och påminnelser", EN: "what has not happened counts as done in figures and reminders"},
		Source:  "ISO/IEC 27001:2022 7.5.2",
		Check:   checkFuture,
	},
}

// checkPrefixes finds ids that begin like those of another kind.
func checkPrefixes(p *Pass) {
	for _, r := range p.records() {
		kind := p.Workspace.Kinds.Prefixed(r.ID)
		if kind == nil || kind == r.Kind || !r.Readable([]string{"id"}, nil) {
			continue
		}
		p.Report(graph.Finding(r, "id-of-other-kind", "id", locale.Args{
			"other": inSentence(kind.Label), "own": inSentence(r.Kind.Label), "prefix": r.Kind.Prefix, "folder": kind.Folder,
		}))
	}
}

// checkPeriods finds periods that end before they begin: sibling fields named x_from and x_to.
func checkPeriods(p *Pass) {
	for _, r := range p.records() {
		for _, f := range r.Kind.Fields() {
			_, isEnd := strings.CutSuffix(f.Path, "_to")
			if !isEnd || f.Format != "date" {
				continue
			}
			for _, to := range graph.Expand(r.Values, f.Path) {
				from := strings.TrimSuffix(to, "_to") + "_from"
				reportPeriod(p, r, from, to)
			}
		}
	}
}

// checkFuture finds days on which something was done that are later than the as-of day.
func checkFuture(p *Pass) {
	for _, r := range p.records() {
		for _, f := range r.Kind.Fields() {
			if !f.Past {
				continue
			}
			for _, path := range graph.Expand(r.Values, f.Path) {
				day := r.Text(path)
				if at, ok := locale.ParseMoment(day); ok {
					day = p.Workspace.Config.Day(at)
				}
				if day > p.AsOf && r.Readable([]string{record.Bare(path)}, nil) {
					p.Report(graph.Finding(r, "date-in-future", path, locale.Args{"date": day, "today": p.AsOf}))
				}
			}
		}
	}
}

func reportPeriod(p *Pass, r *record.Record, from, to string) {
	begin, end := r.Text(from), r.Text(to)
	if begin == "" || end == "" || begin <= end || !r.Readable([]string{record.Bare(from), record.Bare(to)}, nil) {
		return
	}
	f := graph.Finding(r, "date-impossible", to, locale.Args{"detail": locale.Text{
		SV: "slutar '" + end + "' men börjar '" + begin + "'", EN: "ends '" + end + "' but begins '" + begin + "'",
	}})
	f.Related = []diag.Related{{File: r.File(), Span: r.Place(from), Message: locale.Text{SV: "börjar här", EN: "begins here"}}}
	p.Report(f)
}
