package exchange

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
)

const (
	// commentMost is the maximum length of a comment on a pull request in bytes; GitHub rejects more than 65 536 characters.
	commentMost = 60_000
	// rolesMost is how many rows the table of roles has.
	rolesMost = 50
	// ownerMost is how many characters of a role's id are shown: as many as an id can have.
	ownerMost = 64
	// cellMost is how many characters of a message or a title are shown.
	cellMost = 500
)

// writeMarkdown writes a check as a comment on a pull request: the counts, who is responsible for what, and the open
// diagnostics by record.
func writeMarkdown(w io.Writer, c Check) error {
	p := c.newPage(commentMost)
	heading := ""
	for _, g := range diag.Groups(c.open()) {
		item := c.item(g)
		if h := c.heading(g); h != heading {
			heading = h
			item = "\n" + h + "\n\n" + item
		}
		p.add(item)
	}
	_, err := io.WriteString(w, p.text())
	return err
}

// stepSummary returns a check as a table of its open diagnostics, below a limit in bytes.
func (c Check) stepSummary(limit int) string {
	p := c.newPage(limit)
	for i, g := range diag.Groups(c.open()) {
		row := c.row(g)
		if i == 0 {
			row = "\n" + tableHead(c.Lang, "print.severity", "print.place", "print.message", "print.rule") + row
		}
		p.add(row)
	}
	return p.text()
}

// page is a Markdown page that is cut, between items, to a limit in bytes (which are never fewer than characters).
type page struct {
	lang    locale.Lang
	b       strings.Builder
	limit   int
	leftOut int
}

// tailMost is how many bytes are kept free for the line that says what was left out.
const tailMost = 500

// newPage starts a page with what both printers print first: the counts, and the table of roles.
func (c Check) newPage(limit int) *page {
	p := &page{lang: c.Lang, limit: limit}
	summary := SummaryText(diag.Count(c.Records, c.Diagnostics), c.Lang)
	fmt.Fprintf(&p.b, "## lis check\n\n%s\n", escapeMarkdown(summary))
	if len(c.Silenced) > 0 {
		fmt.Fprintf(&p.b, "\n**%s**\n\n", c.Lang.T("guards.title"))
		for _, line := range c.Silenced {
			p.b.WriteString("- " + escapeMarkdown(clip(line, cellMost)) + "\n")
		}
	}
	shares := diag.ByOwner(c.Diagnostics)
	if len(shares) == 0 {
		return p
	}
	p.b.WriteString("\n" + tableHead(c.Lang, "print.role", "print.errors", "print.warnings", "print.infos"))
	for i, s := range shares {
		if i == rolesMost {
			fmt.Fprintf(&p.b, "| … (%d) | | | |\n", len(shares)-i)
			break
		}
		owner := cmp.Or(escapeMarkdown(clip(s.Owner, ownerMost)), c.Lang.T("print.nobody"))
		fmt.Fprintf(&p.b, "| %s | %d | %d | %d |\n", owner, s.Errors, s.Warnings, s.Infos)
	}
	return p
}

// add adds an item, or counts it if there is no room. After the first item that is left out, no more are added.
func (p *page) add(item string) {
	if p.leftOut > 0 || p.b.Len()+len(item)+tailMost > p.limit {
		p.leftOut++
		return
	}
	p.b.WriteString(item)
}

func (p *page) text() string {
	if p.leftOut > 0 {
		p.b.WriteString("\n" + p.lang.T("print.left-out", locale.Args{"n": p.leftOut}) + "\n")
	}
	return p.b.String()
}

// tableHead returns the first two rows of a table: the names of its columns and the line below them.
func tableHead(lang locale.Lang, keys ...string) string {
	var names, rule strings.Builder
	for _, key := range keys {
		names.WriteString("| " + lang.T(key) + " ")
		rule.WriteString("| --- ")
	}
	return names.String() + "|\n" + rule.String() + "|\n"
}

// heading returns what a group of diagnostics is about: a record and its file, or only a file.
func (c Check) heading(g diag.Group) string {
	file := code(clip(c.file(g.Diagnostic), cellMost))
	about, _ := headline(g)
	about = strings.TrimSuffix(about, ": ")
	if about == "" {
		return "### " + file
	}
	return "### " + escapeMarkdown(clip(about, cellMost)) + "\n\n" + c.Lang.T("print.place") + ": " + file
}

// item returns one diagnostic, with those of the same cause, in the list of its record.
func (c Check) item(g diag.Group) string {
	d := g.Diagnostic
	line := c.Lang.T("print.line", locale.Args{"line": placed(d.Span).Start.Line})
	_, message := headline(g)
	return fmt.Sprintf("- **%s**, %s: %s `%s`\n", c.Lang.T("severity."+d.Severity.String()), line, withHint(g, message, c.Lang), d.Rule)
}

// row returns one diagnostic, with those of the same cause, in the table of all.
func (c Check) row(g diag.Group) string {
	d := g.Diagnostic
	place := code(fmt.Sprintf("%s:%d", clip(c.file(d), cellMost), placed(d.Span).Start.Line))
	return fmt.Sprintf("| %s | %s | %s | `%s` |\n", c.Lang.T("severity."+d.Severity.String()), place, withHint(g, saidOfAll(g), c.Lang), d.Rule)
}

// withHint returns a message as Markdown, followed by what would be right and by what else has the same cause.
func withHint(g diag.Group, message string, lang locale.Lang) string {
	text := escapeMarkdown(clip(message, cellMost))
	for _, more := range []string{g.Hint, groupText(g, lang)} {
		if more != "" {
			text += " – " + escapeMarkdown(clip(more, cellMost))
		}
	}
	return text
}

// markdownEscapes escape what has a meaning within a line. An invisible space follows the characters that start a mention or an
// issue number: a forge recognizes these in escaped text too, and would notify whoever has that name. What starts an address without
// its scheme is taken apart, because the forge would include the escapes in the address.
var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `|`, `\|`, `~`, `\~`, `$`, `\$`,
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "@&#8203;", "#", "#&#8203;", "www.", "www&#46;",
)

// address matches an address, and what may follow it in a sentence.
var address = regexp.MustCompile("(?i)\\b(?:https?|ftp)://[\\pL\\pN][^\\s<>\"`|\\\\…]*")

// escapeMarkdown escapes a text so that it appears unchanged in the middle of a line of Markdown. Addresses are links.
func escapeMarkdown(s string) string {
	s = flat(s)
	var b strings.Builder
	at := 0
	for _, found := range address.FindAllStringIndex(s, -1) {
		from, to := found[0], found[0]+len(withoutStop(s[found[0]:found[1]]))
		b.WriteString(markdownEscapes.Replace(s[at:from]) + "<" + s[from:to] + ">")
		at = to
	}
	return b.String() + markdownEscapes.Replace(s[at:])
}

// withoutStop returns an address without what belongs to the sentence around it: a full stop, a quotation mark, a parenthesis that
// does not begin in the address.
func withoutStop(address string) string {
	for {
		short := strings.TrimRight(address, ".,;:!?'*_~]»”’")
		if strings.Count(short, ")") > strings.Count(short, "(") {
			short = strings.TrimSuffix(short, ")")
		}
		if short == address {
			return short
		}
		address = short
	}
}

// code returns a path, or another text that is to be copied, as code. One with characters that cannot stand there is escaped.
func code(s string) string {
	s = flat(s)
	if s == "" || s != strings.TrimSpace(s) || strings.ContainsAny(s, "`|\\") {
		return escapeMarkdown(s)
	}
	return "`" + s + "`"
}
