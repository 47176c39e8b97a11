package exchange

import (
	"regexp"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/tell"
)

// bodyShape is how the text of a record changed, as data. BodyChange is null where the text is the same, and of a record that
// was added or removed; Passages are those of a text of which it is changed.
type bodyShape struct {
	BodyChange       *tell.BodySort `json:"body_change"`
	BodyChanged      bool           `json:"body_changed"`
	Passages         []passageShape `json:"passages"`
	PassagesWithheld bool           `json:"passages_withheld"`
}

// passageShape is one passage. Heading is null where it stands under none.
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

// shapeOfBody is how a text changed, where it did.
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

// bodyMost is how many bytes the passages of one record fill in a summary, so that it does not crowd out the others.
const bodyMost = 8_000

// bodyItems are the passages of a record as a list in Markdown below its item. What was removed is struck out in a line that
// changed and what was added is bold; a line that came or went whole says so first.
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

// markdownLine is one line of a passage.
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
	if lead := strings.Trim(l.Lead, " -"); lead != "" { // the sign of an item is there already
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

// blockEscape finds what means something at the start of a line: a dash, a plus, or the dot after a number.
var blockEscape = regexp.MustCompile(`^(\d*)([-+=.)])`)
