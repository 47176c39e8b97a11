package tell

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/textdiff"
)

// BodySort is how the text of a record, below its front matter, changed as a whole.
type BodySort string

// The ways in which a text can change. Only BodyEdited has passages.
const (
	BodySame     BodySort = ""
	BodyAdded    BodySort = "added"    // there was none
	BodyRemoved  BodySort = "removed"  // there is none any more
	BodyReplaced BodySort = "replaced" // by another one that has no part of it
	BodyForm     BodySort = "form"     // line ends, white space, other line breaks
	BodyEdited   BodySort = "changed"
)

// Body describes how the text of a record changed.
type Body struct {
	Sort     BodySort
	Old, New int // numbers of words: New for BodyAdded, Old for BodyRemoved, both for BodyReplaced
	Passages []Passage
	// Withheld is set if the profile does not show some or all of the passages.
	Withheld bool
}

// Passage is a part of a text that changed, with a line of context before and after it.
type Passage struct {
	// Heading is the text of the heading above the passage, "" at the top.
	Heading string
	Lines   []Line
	// Layout is set if no word changed, only how the words are divided into paragraphs, items or cells.
	Layout bool
}

// LineChange is what happened to a line.
type LineChange string

// The changes of a line. A changed line has parts that were removed and added.
const (
	LineSame    LineChange = "same"
	LineAdded   LineChange = "added"
	LineRemoved LineChange = "removed"
	LineChanged LineChange = "changed"
)

// Line is a paragraph, an item, a row of a table or a line of code, regardless of how it is wrapped in the file.
type Line struct {
	Change LineChange
	// Moved is set if a removed line is elsewhere now, or an added line was elsewhere before.
	Moved bool
	// Lead is shown before the words: "- ", "## ".
	Lead string
	Code bool // white space in the text is significant
	// Parts are the words, with what happened to them. Long parts that did not change are replaced by one that is [Skipped].
	Parts []Run
}

// Side returns one side of the line, before or after the change: without the parts of the other side.
func (l Line) Side(other Part) string {
	var words []string
	for _, p := range l.Parts {
		if p.Part != other {
			words = append(words, p.Text)
		}
	}
	return strings.Join(words, " ")
}

// NewBody compares two different texts of a record, given as blocks. A passage is withheld if the full text of one of its lines,
// or the heading above it, is hidden; hidden can be nil.
func NewBody(before, after []document.Block, hidden func(text string) bool) Body {
	b := Body{}
	c := bodyComparer{hidden: hidden}
	switch {
	case len(before) == 0 && len(after) == 0:
		b.Sort = BodyForm
	case len(before) == 0:
		b = Body{Sort: BodyAdded, New: wordsIn(after)}
	case len(after) == 0:
		b = Body{Sort: BodyRemoved, Old: wordsIn(before)}
	case !c.compare(before, after):
		b.Sort = BodyForm
	case !c.shared && wordsIn(before)+wordsIn(after) > shortText:
		b = Body{Sort: BodyReplaced, Old: wordsIn(before), New: wordsIn(after)}
	default:
		b.Sort, b.Passages = BodyEdited, c.passages()
		b.Withheld = c.withheld
	}
	return b
}

// shortText is how many words two texts that have nothing in common can have together to be shown in full.
const shortText = 100

func wordsIn(blocks []document.Block) int {
	n := 0
	for _, b := range blocks {
		n += len(strings.Fields(b.Text))
	}
	return n
}

// bodyLine is a line of the two texts combined, before it is known whether it will be shown.
type bodyLine struct {
	Line
	heading string
	// isHeading is set on a heading: it is never shown as context, and the line before it is no context for it.
	isHeading bool
	layout    bool
	whole     []string // the complete text, as it was and as it is
}

// told reports whether a line has a change to show.
func (l *bodyLine) told() bool { return l.Change != LineSame || l.layout }

// bodyComparer combines two texts.
type bodyComparer struct {
	lines []bodyLine
	// shared is set if the texts have a line in common, or two lines that are alike.
	shared bool
	// old and now are the headings above the current line in each text.
	old, now headings
	moved    map[document.Block]int // how often a block was moved
	hidden   func(text string) bool // can be nil
	withheld bool                   // set if a passage was hidden
}

// headings are the texts of the headings above a line, by level.
type headings [7]string

// under returns the heading above a block, and adds the block if it is a heading itself.
func (h *headings) under(b document.Block) string {
	most := len(h) - 1
	if b.Level > 0 {
		most = b.Level - 1
	}
	above := ""
	for _, text := range h[1 : most+1] {
		above = cmp.Or(text, above)
	}
	if b.Level > 0 {
		h[b.Level] = b.Text
		for i := b.Level + 1; i < len(h); i++ {
			h[i] = ""
		}
	}
	return above
}

// key returns what a block is compared by.
func key(b document.Block) string {
	return fmt.Sprintf("%d %t %t %s\n%s", b.Level, b.Code, b.Hidden, b.Mark, b.Text)
}

func keys(blocks []document.Block) []string {
	out := make([]string, len(blocks))
	for i, b := range blocks {
		out[i] = key(b)
	}
	return out
}

// compare combines two texts, and reports whether any block differs.
func (c *bodyComparer) compare(old, now []document.Block) (differ bool) {
	runs := textdiff.Runs(keys(old), keys(now))
	c.findMoved(runs, old, now)
	for i := 0; i < len(runs); i++ {
		r := runs[i]
		switch {
		case r.Fate == textdiff.Same:
			c.shared = true
			c.same(old[r.Old:r.Old+len(r.Items)], now[r.New:r.New+len(r.Items)])
			continue
		case r.Fate == textdiff.Added:
			c.replaced(nil, now[r.New:r.New+len(r.Items)])
		case i+1 < len(runs) && runs[i+1].Fate == textdiff.Added:
			next := runs[i+1]
			c.replaced(old[r.Old:r.Old+len(r.Items)], now[next.New:next.New+len(next.Items)])
			i++
		default:
			c.replaced(old[r.Old:r.Old+len(r.Items)], nil)
		}
		differ = true
	}
	return differ
}

// leastMoved is how many words a block must have to be reported as moved: shorter ones can be equal by chance.
const leastMoved = 4

// findMoved finds the blocks that were removed in one place and added in another.
func (c *bodyComparer) findMoved(runs []textdiff.Run, old, now []document.Block) {
	c.moved = map[document.Block]int{}
	gone := map[document.Block]int{}
	each := func(fate textdiff.Fate, blocks []document.Block, at func(textdiff.Run) int, do func(document.Block)) {
		for _, r := range runs {
			if r.Fate != fate {
				continue
			}
			for _, b := range blocks[at(r) : at(r)+len(r.Items)] {
				if b.Number = 0; len(strings.Fields(b.Text)) >= leastMoved {
					do(b)
				}
			}
		}
	}
	each(textdiff.Removed, old, func(r textdiff.Run) int { return r.Old }, func(b document.Block) { gone[b]++ })
	each(textdiff.Added, now, func(r textdiff.Run) int { return r.New }, func(b document.Block) {
		if c.moved[b] < gone[b] {
			c.moved[b]++
		}
	})
}

// put adds a line for a block of one of the texts.
func (c *bodyComparer) put(change LineChange, b document.Block, parts []Run) {
	l := bodyLine{Line: Line{Change: change, Lead: b.Lead(), Code: b.Code, Parts: parts}, isHeading: b.Level > 0, whole: []string{b.Text}}
	if change == LineRemoved {
		l.heading = c.old.under(b)
	} else {
		l.heading = c.now.under(b)
	}
	c.lines = append(c.lines, l)
}

// whole returns the text of a block as one part.
func whole(p Part, b document.Block) []Run { return []Run{{p, b.Text}} }

func (c *bodyComparer) same(old, now []document.Block) {
	for i, b := range now {
		c.old.under(old[i])
		c.put(LineSame, b, whole(WordsSame, b))
	}
}

// replaced adds lines for blocks that were replaced by others. Blocks that are alike are compared word by word.
func (c *bodyComparer) replaced(old, now []document.Block) {
	if len(old) != len(now) && slices.Equal(allWords(old), allWords(now)) {
		c.divided(old, now)
		return
	}
	i, j := 0, 0
	for _, p := range append(c.alike(old, now), [2]int{len(old), len(now)}) {
		for ; i < p[0]; i++ {
			c.one(LineRemoved, WordsOut, old[i])
		}
		for ; j < p[1]; j++ {
			c.one(LineAdded, WordsIn, now[j])
		}
		if i < len(old) {
			c.changed(old[i], now[j])
			i, j = i+1, j+1
		}
	}
}

// one adds a line that was added or removed. If it was moved, only its beginning is shown.
func (c *bodyComparer) one(change LineChange, p Part, b document.Block) {
	parts := whole(p, b)
	plain := b
	plain.Number = 0
	moved := c.moved[plain] > 0
	if moved {
		parts[0].Text = shorten(b.Text, longText)
		c.shared = true
	}
	c.put(change, b, parts)
	c.lines[len(c.lines)-1].Moved = moved
}

// changed adds a line in which words changed.
func (c *bodyComparer) changed(old, now document.Block) {
	c.shared = true
	before, after := strings.Fields(old.Text), strings.Fields(now.Text)
	lead := now.Lead()
	if old.Mark != now.Mark {
		before, after = slices.Concat(strings.Fields(old.Lead()), before), slices.Concat(strings.Fields(lead), after)
		lead = ""
	}
	if slices.Equal(before, after) { // only its indentation changed
		c.one(LineRemoved, WordsOut, old)
		c.one(LineAdded, WordsIn, now)
		return
	}
	c.old.under(old)
	c.put(LineChanged, now, abridge(tidy(slide(wordRuns(before, after))), bodyContext, len(before)+len(after)))
	l := &c.lines[len(c.lines)-1]
	l.Lead, l.whole = lead, append(l.whole, old.Text)
}

// divided adds lines with the same words as before, divided differently.
func (c *bodyComparer) divided(old, now []document.Block) {
	for _, b := range old {
		c.old.under(b)
	}
	c.shared = true
	for _, b := range now {
		c.put(LineSame, b, whole(WordsSame, b))
		c.lines[len(c.lines)-1].layout = true
	}
}

func allWords(blocks []document.Block) []string {
	var words []string
	for _, b := range blocks {
		words = append(words, strings.Fields(b.Text)...)
	}
	return words
}
