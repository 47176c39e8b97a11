package diag

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/mattn/go-runewidth"
)

// TextOptions say how people want to read.
type TextOptions struct {
	Lang  locale.Lang
	Color bool
	// Quiet leaves the summary out.
	Quiet bool
}

// frameWidth is how much of a long line a frame shows, in columns.
const frameWidth = 100

// WriteText writes diagnostics for people: what is wrong, where, the line itself with a mark, what would be right and why.
// Only open ones are written.
func WriteText(w io.Writer, all []Diagnostic, records int, o TextOptions) error {
	p := painter{o.Color}
	var b strings.Builder
	for _, d := range all {
		if d.State == Open {
			writeOne(&b, d, o.Lang, p)
			b.WriteByte('\n')
		}
	}
	if !o.Quiet {
		b.WriteString(SummaryText(Count(records, all), o.Lang) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// SummaryText is the last line of a check: "2 fel och 1 varning i 12 poster".
func SummaryText(s Summary, lang locale.Lang) string {
	var counts []string
	for _, part := range []struct {
		key string
		n   int
	}{{"summary.errors", s.Errors}, {"summary.warnings", s.Warnings}, {"summary.infos", s.Infos}, {"summary.waived", s.Waived}, {"summary.baselined", s.Baselined}} {
		if part.n > 0 {
			counts = append(counts, lang.T(part.key, locale.Args{"n": part.n}))
		}
	}
	in := lang.T("summary.records", locale.Args{"n": s.Records})
	if len(counts) == 0 {
		return lang.T("summary.clean", locale.Args{"records": in})
	}
	return lang.T("summary.found", locale.Args{"counts": lang.And(counts), "records": in})
}

func writeOne(b *strings.Builder, d Diagnostic, lang locale.Lang, p painter) {
	fmt.Fprintf(b, "%s: %s%s %s\n", p.severity(d.Severity, lang), Subject(d), p.bold(d.Message), p.faint("["+d.Rule+"]"))
	if d.File != nil {
		fmt.Fprintf(b, "  %s:%v\n", d.File.Name, d.Span.Start)
	}
	frame(b, d, p)
	for _, r := range d.Related {
		fmt.Fprintf(b, "  %s:%v %s\n", r.File.Name, r.Span.Start, r.Message.In(lang))
	}
	why := d.Why
	if d.Source != "" {
		why += " (" + d.Source + ")"
	}
	if why != "" {
		why = lang.T("frame.why") + ": " + why + " · "
	}
	fmt.Fprintf(b, "  %s\n", p.faint(why+"lis explain "+d.Rule))
}

// Subject is what a message is about, with a colon: "Färdbok (SYS-017): ", or "" where it is about no record.
func Subject(d Diagnostic) string {
	switch {
	case d.Record == "" && d.Title == "":
		return ""
	case d.Title == "" || d.Title == d.Record:
		return d.Record + ": "
	case d.Record == "":
		return d.Title + ": "
	}
	return d.Title + " (" + d.Record + "): "
}

// frame writes the line concerned, and below it a mark and the hint.
func frame(b *strings.Builder, d Diagnostic, p painter) {
	if d.File == nil || d.Span.Start.Line > d.File.Lines() {
		return
	}
	line := d.File.Line(d.Span.Start.Line)
	number := fmt.Sprint(d.Span.Start.Line)
	before, marked := split(line, d.Span)
	shown := expand(line)
	left := runewidth.StringWidth(expand(before))
	if runewidth.StringWidth(shown) > frameWidth {
		shown = runewidth.Truncate(shown, frameWidth, "…")
	}
	if left >= frameWidth {
		return
	}
	width := min(max(runewidth.StringWidth(expand(marked)), 1), frameWidth-left)
	fmt.Fprintf(b, "  %s | %s\n", number, shown)
	mark := strings.TrimRight(strings.Repeat("^", width)+" "+d.Hint, " ")
	fmt.Fprintf(b, "  %s | %s%s\n", strings.Repeat(" ", len(number)), strings.Repeat(" ", left), p.accent(mark))
}

// split is the text of a line before a span, and what the span covers of it.
func split(line string, s source.Span) (before, marked string) {
	runes := []rune(line)
	from := min(s.Start.Column-1, len(runes))
	to := len(runes)
	if s.End.Line == s.Start.Line {
		to = min(max(s.End.Column-1, from), len(runes))
	}
	return string(runes[:from]), string(runes[from:to])
}

// expand makes a tab as wide everywhere, and control characters visible.
func expand(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return '·'
		}
		return r
	}, strings.ReplaceAll(s, "\t", "    "))
}

// painter writes colours, or none.
type painter struct{ on bool }

func (p painter) wrap(code, s string) string {
	if !p.on || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p painter) bold(s string) string   { return p.wrap("1", s) }
func (p painter) faint(s string) string  { return p.wrap("2", s) }
func (p painter) accent(s string) string { return p.wrap("36", s) }

func (p painter) severity(s Severity, lang locale.Lang) string {
	codes := map[Severity]string{Error: "1;31", Warning: "1;33", Info: "1;34"}
	return p.wrap(codes[s], lang.T("severity."+s.String()))
}
