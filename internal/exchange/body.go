package exchange

import (
	"regexp"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/tell"
)

// bodyShape is how the text of a record changed, as data. BodyChange is null if the text is the same, and for a record that was
// added or removed; Passages is filled only if BodyChange is "changed".
type bodyShape struct {
	BodyChange       *tell.BodySort `json:"body_change"`
	BodyChanged      bool           `json:"body_changed"`
	Passages         []passageShape `json:"passages"`
	PassagesWithheld bool           `json:"passages_withheld"`
}

// passageShape is one passage. Heading is null if the passage is not under one.
type passageShape struct {
	Heading *string     `json:"heading"`
	Layout  bool        `json:"layout"`
	Lines   []lineShape `json:"lines"`
}

type lineShape struct {
	Change tell.LineChange `json:"change"`
	Moved  bool            `json:"moved"`
	Lead   string          `json:"lead"`
	Parts  []partShape     `json:"parts"`
}

type partShape struct {
	Change tell.Part `json:"change"`
	Text   string    `json:"text"`
}

// shapeOfBody returns how a text changed, if it did.
func shapeOfBody(changed bool, b tell.Body) bodyShape {
	out := bodyShape{BodyChanged: changed, Passages: []passageShape{}, PassagesWithheld: b.Withheld}
	if b.Sort != tell.BodySame {
		out.BodyChange = &b.Sort
	}
	for _, p := range b.Passages {
		passage := passageShape{Heading: optional(p.Heading), Layout: p.Layout, Lines: []lineShape{}}
		for _, l := range p.Lines {
			line := lineShape{Change: l.Change, Moved: l.Moved, Lead: l.Lead, Parts: []partShape{}}
			for _, part := range l.Parts {
				line.Parts = append(line.Parts, partShape{part.Part, part.Text})
			}
			passage.Lines = append(passage.Lines, line)
		}
		out.Passages = append(out.Passages, passage)
	}
	return out
}

// bodyMost is how many bytes the passages of one record may take in a summary, so that it does not crowd out the others.
const bodyMost = 8_000

// bodyItems returns the passages of a record as a Markdown list below its item. In a changed line, removed words are struck out
// and added words are bold; a line that was added or removed completely starts with a note that says so.
func bodyItems(teller tell.Teller, b tell.Body) string {
	var out strings.Builder
	for i, p := range b.Passages {
		item := "    - …\n"
		if under := teller.Under(p); i == 0 || under != teller.Under(b.Passages[i-1]) {
			item = "  - " + escapeMarkdown(under) + ":\n"
		}
		for _, l := range p.Lines {
			item += "    - " + markdownLine(teller, l) + "\n"
		}
		if out.Len()+len(item) > bodyMost {
			out.WriteString("  - " + teller.Lang.T("change.more-places", locale.Args{"n": len(b.Passages) - i}) + "\n")
			break
		}
		out.WriteString(item)
	}
	if note := teller.BodyNote(b); note != "" {
		out.WriteString("  - " + note + "\n")
	}
	return out.String()
}

// markdownLine returns one line of a passage as Markdown.
func markdownLine(teller tell.Teller, l tell.Line) string {
	about := map[tell.LineChange]string{tell.LineAdded: "change.line-added", tell.LineRemoved: "change.line-removed"}[l.Change]
	note := teller.LineNote(l)
	if note == "" && about != "" {
		note = teller.Lang.T(about)
	}
	var words []string
	if note != "" {
		words = append(words, "**"+note+":**")
	}
	if lead := strings.Trim(l.Lead, " -"); lead != "" { // the list marker is already there
		words = append(words, escapeMarkdown(lead))
	}
	for _, p := range l.Parts {
		text, around := escapeMarkdown(clip(p.Text, cellMost)), ""
		switch {
		case l.Code && !strings.Contains(p.Text, "`"):
			text, around = flat(clip(p.Text, cellMost)), "`"
		case l.Change != tell.LineChanged:
		case p.Part == tell.WordsOut:
			around = "~~"
		case p.Part == tell.WordsIn:
			around = "**"
		}
		words = append(words, around+text+around)
	}
	return blockEscape.ReplaceAllString(strings.Join(words, " "), `$1\$2`)
}

// blockEscape matches what has a meaning at the start of a line: a dash, a plus or an equals sign, or the dot or parenthesis
// after a number.
var blockEscape = regexp.MustCompile(`^(\d*)([-+=.)])`)
