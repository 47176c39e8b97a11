package tell

import "slices"

// passages returns the parts with something to show, each with one line before and after it. Parts whose lines meet are joined,
// but each heading begins a new passage.
func (c *bodyComparer) passages() []Passage {
	var out []Passage
	end := 0 // of the last passage, as a line index
	for i := 0; i < len(c.lines); i++ {
		if !c.lines[i].told() {
			continue
		}
		start := i
		if i > end && !c.lines[i-1].isHeading && !c.lines[i].isHeading {
			start--
		}
		last := i
		for n := i + 1; n < len(c.lines) && n <= last+3 && !c.begins(n); n++ { // with two lines between nothing is left out
			if c.lines[n].told() {
				last = n
			}
		}
		end = last + 1
		if end < len(c.lines) && !c.lines[end].isHeading {
			end++
		}
		if p := c.passage(i, c.lines[start:end]); c.hides(p.Heading, c.lines[start:end]) {
			c.withheld = true
		} else {
			out = append(out, p)
		}
		i = end - 1
	}
	return out
}

// begins reports whether a line begins a passage: a heading does, unless it replaced another one.
func (c *bodyComparer) begins(n int) bool {
	l, before := c.lines[n], c.lines[n-1]
	return l.isHeading && !(before.isHeading && before.told() && l.told())
}

// hides reports whether a passage must be withheld.
func (c *bodyComparer) hides(heading string, lines []bodyLine) bool {
	return c.hidden != nil && (c.hidden(heading) ||
		slices.ContainsFunc(lines, func(l bodyLine) bool { return slices.ContainsFunc(l.whole, c.hidden) }))
}

// passage makes a passage of lines. Its heading is that of the first line with a change, which is at index first.
func (c *bodyComparer) passage(first int, lines []bodyLine) Passage {
	p := Passage{Heading: c.lines[first].heading, Layout: true}
	for _, l := range lines {
		if l.Change == LineSame {
			l.Parts = []Run{{WordsSame, shorten(l.Parts[0].Text, contextText)}}
		}
		p.Layout = p.Layout && l.Change == LineSame
		p.Lines = append(p.Lines, l.Line)
	}
	return p
}

// How much unchanged text is shown: words around a change within a line, and characters of a line before or after.
const (
	bodyContext = 10
	contextText = 90
)
