package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/console"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/mattn/go-runewidth"
)

// frameWidth is how much of a long line a frame shows, in columns.
const frameWidth = 100

// WriteDiagnostics writes the open diagnostics for people: what is wrong, where, the line itself with a mark, what would be
// right and why.
func WriteDiagnostics(w io.Writer, all []diag.Diagnostic, lang locale.Lang, color bool) error {
	var b strings.Builder
	writeOpen(&b, all, lang, painter{color})
	_, err := io.WriteString(w, b.String())
	return err
}

func writeOpen(b *strings.Builder, all []diag.Diagnostic, lang locale.Lang, p painter) {
	for _, g := range diag.Groups(all) {
		if g.Standing == diag.Open {
			writeOne(b, g, lang, p)
			b.WriteByte('\n')
		}
	}
}

func writeOne(b *strings.Builder, g diag.Group, lang locale.Lang, p painter) {
	d := g.Diagnostic
	about, message := headline(g)
	fmt.Fprintf(b, "%s: %s%s %s\n", p.severity(d.Severity, lang), expand(about), p.bold(expand(message)), p.faint("["+d.Rule+"]"))
	if d.File != nil {
		fmt.Fprintf(b, "  %s:%v\n", expand(d.File.Name), d.Span.Start)
	}
	frame(b, d, p)
	for _, r := range d.Related {
		fmt.Fprintf(b, "  %s:%v %s\n", expand(r.File.Name), r.Span.Start, expand(r.Message.In(lang)))
	}
	if same := groupText(g, lang); same != "" {
		fmt.Fprintf(b, "  %s\n", expand(same))
	}
	fmt.Fprintf(b, "  %s\n", p.faint(reason(d, lang)))
}

// reason says why something is a flaw, and which command tells more.
func reason(d diag.Diagnostic, lang locale.Lang) string {
	why := strings.TrimSuffix(d.Why, ".")
	if d.Source != "" {
		why += " (" + d.Source + ")"
	}
	if why != "" {
		why = lang.T("frame.why") + ": " + why + " · "
	}
	return why + "lis explain " + d.Rule
}

// frame writes the line in question, and below it a mark and the hint. If the line is long, it shows the part around the mark. If
// there is no line, it writes only the hint.
func frame(b *strings.Builder, d diag.Diagnostic, p painter) {
	if d.NoLine || d.File == nil || !d.Span.Start.IsValid() || d.Span.Start.Line > d.File.Lines() {
		if d.Hint != "" {
			fmt.Fprintf(b, "  %s\n", p.accent("→ "+expand(d.Hint)))
		}
		return
	}
	number := fmt.Sprint(d.Span.Start.Line)
	before, marked, after := split(d.File.Line(d.Span.Start.Line), d.Span)
	if runewidth.StringWidth(before)+min(runewidth.StringWidth(marked), frameWidth/2) >= frameWidth {
		before = "…" + before[len(before)-len(lastOf(before, frameWidth/2)):]
	}
	left := runewidth.StringWidth(before)
	shown := runewidth.Truncate(before+marked+after, frameWidth, "…")
	width := min(max(runewidth.StringWidth(marked), 1), frameWidth-left)
	fmt.Fprintf(b, "  %s | %s\n", number, shown)
	mark := strings.TrimRight(strings.Repeat("^", width)+" "+expand(d.Hint), " ")
	fmt.Fprintf(b, "  %s | %s%s\n", strings.Repeat(" ", len(number)), strings.Repeat(" ", left), p.accent(mark))
}

// lastOf returns the end of a text, at most width columns wide.
func lastOf(text string, width int) string {
	runes := []rune(text)
	from := len(runes)
	for w := 0; from > 0; from-- {
		if w += runewidth.RuneWidth(runes[from-1]); w > width {
			break
		}
	}
	return string(runes[from:])
}

// split returns the text of a line before a span, in it and after it, ready to be shown. What would not be visible anyway is
// cut off.
func split(line string, s source.Span) (before, marked, after string) {
	runes := []rune(line)
	from := min(max(s.Start.Column-1, 0), len(runes))
	to := len(runes)
	if s.End.Line == s.Start.Line {
		to = min(max(s.End.Column-1, from), len(runes))
	}
	to = min(to, from+frameWidth)
	end := min(len(runes), to+frameWidth)
	return expand(string(runes[:from])), expand(string(runes[from:to])), expand(string(runes[to:end]))
}

// painter adds colours to text if on is set.
type painter struct{ on bool }

func (p painter) wrap(code, s string) string {
	if !p.on || s == "" {
		return s
	}
	return console.Colour(code, s)
}

func (p painter) bold(s string) string   { return p.wrap("1", s) }
func (p painter) faint(s string) string  { return p.wrap("2", s) }
func (p painter) accent(s string) string { return p.wrap("36", s) }

func (p painter) severity(s diag.Severity, lang locale.Lang) string {
	codes := map[diag.Severity]string{diag.Error: "1;31", diag.Warning: "1;33", diag.Info: "1;34"}
	return p.wrap(codes[s], lang.T("severity."+s.String()))
}
