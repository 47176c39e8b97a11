package cli

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/spf13/cobra"
)

// Page is a page of the manual.
type Page struct {
	Name string // the name of its file: lis.1, lis-check.1
	Text []byte // in roff, with the macros man, UTF-8
}

// Manual returns the pages of the manual in a language, that of the program first, then those of its commands in their order. They
// say what the help of the commands says. They are the same for every build of a version.
func Manual(lang locale.Lang) []Page {
	a := &app{Env: Env{
		Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Getenv: func(string) string { return "" }, IsTerminal: func(io.Writer) bool { return false },
	}, lang: lang}
	root := newRoot(a)
	pages := []Page{a.manualPage(root)}
	for _, c := range shown(root) {
		pages = append(pages, a.manualPage(c))
	}
	return pages
}

// manualName returns the name of the page of a command.
func manualName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

func (a *app) manualPage(c *cobra.Command) Page {
	name := manualName(c)
	r := roff{}
	r.line(`.\" -*- coding: UTF-8 -*-`)
	r.line(fmt.Sprintf(`.TH %s 1 %s "%s %s" "%s"`, literal(strings.ToUpper(name)), VersionDate, toolName, Version, toolName))
	r.section(a.lang.T("manual.name"))
	r.text(literal(name) + ` \- ` + prose(strings.TrimSuffix(c.Short, ".")))
	r.section(a.lang.T("manual.synopsis"))
	r.text(literal(a.useLine(c)))
	a.manualDescription(&r, c)
	r.section(a.lang.T("manual.options"))
	for i, g := range a.flagGroups(c) {
		if i > 0 {
			r.line(".SS " + prose(g.title))
		}
		for _, f := range g.flags {
			r.item(a.manualFlag(f), f.Usage)
		}
	}
	r.section(a.lang.T("manual.statuses"))
	for _, s := range []struct{ status, key string }{
		{"0", "manual.status-done"},
		{"1", "manual.status-found"},
		{"2", "manual.status-usage"},
		{"3", "manual.status-failed"},
		{"4", "manual.status-history"},
		{"130", "manual.status-interrupted"},
	} {
		r.item(bold(s.status), a.lang.T(s.key))
	}
	if c.Example != "" {
		r.section(a.lang.T("manual.examples"))
		r.line(".nf")
		for example := range strings.Lines(c.Example) {
			for line := range strings.Lines(brokenExample(strings.TrimSpace(example))) {
				r.line(literal(strings.TrimRight(strings.TrimPrefix(line, "  "), "\n")))
			}
		}
		r.line(".fi")
	}
	a.manualOthers(&r, c)
	return Page{name + ".1", []byte(r.String())}
}

// manualDescription adds what a command is for, and the commands of the program.
func (a *app) manualDescription(r *roff, c *cobra.Command) {
	r.section(a.lang.T("manual.description"))
	for i, paragraph := range paragraphs(c) {
		if i > 0 {
			r.line(".PP")
		}
		r.text(prose(strings.TrimSuffix(paragraph, ".") + "."))
	}
	if !c.HasAvailableSubCommands() {
		return
	}
	r.section(a.lang.T("manual.commands"))
	for _, sub := range shown(c) {
		r.item(bold(sub.Name()), sub.Short)
	}
}

// manualFlag returns a flag with what it takes.
func (a *app) manualFlag(f helpFlag) string {
	name := bold(strings.TrimSpace(f.names()))
	if f.takesValue() {
		name += ` \fI` + prose(a.lang.T("manual.value")) + `\fR`
	}
	return name
}

// manualOthers names the pages that belong with this one.
func (a *app) manualOthers(r *roff, c *cobra.Command) {
	var names []string
	if c.HasParent() {
		names = append(names, bold(toolName)+"(1)")
	} else {
		for _, sub := range shown(c) {
			names = append(names, bold(manualName(sub))+"(1)")
		}
	}
	r.section(a.lang.T("manual.others"))
	r.text(strings.Join(names, ", "))
}

// roff is a page as it is written.
type roff struct{ strings.Builder }

func (r *roff) line(s string) { r.WriteString(s + "\n") }

func (r *roff) section(name string) { r.line(".SH " + prose(strings.ToUpper(name))) }

// roffWidth is how long a line of text in the source is at most: readers warn of more than 80 characters, counting a letter beyond
// ASCII as the escape of roff that it becomes, of as many characters as letterPad and one.
const (
	roffWidth = 79
	letterPad = "\x00\x00\x00\x00\x00\x00\x00"
)

var beyondASCII = regexp.MustCompile(`[^\x00-\x7f]`)

// text adds a paragraph.
func (r *roff) text(s string) {
	wrapped := exchange.Wrap(beyondASCII.ReplaceAllString(s, "$0"+letterPad), roffWidth)
	for line := range strings.Lines(strings.ReplaceAll(wrapped, "\x00", "")) {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			r.WriteString(`\&`)
		}
		r.WriteString(line)
	}
	r.WriteByte('\n')
}

// item adds a word and what it means.
func (r *roff) item(word, meaning string) {
	r.line(".TP")
	r.line(word)
	r.text(prose(meaning))
}

var (
	proseEscapes   = strings.NewReplacer(`\`, `\e`)
	literalEscapes = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`)
)

// prose returns a text with nothing that roff would take for a request; literal, one that is to be copied as it stands.
func prose(s string) string   { return proseEscapes.Replace(s) }
func literal(s string) string { return literalEscapes.Replace(s) }

func bold(s string) string { return `\fB` + literal(s) + `\fR` }
