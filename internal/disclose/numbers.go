package disclose

import "slices"

// few is the smallest count above 0 that may be shown to everyone exactly: it is easy to guess who "two of the roles" are.
const few = 5

// Rough is how much of a number everyone may know.
type Rough string

// The degrees, from the most to the least.
const (
	Exact   Rough = ""     // the number itself
	Many    Rough = "many" // that it is 5 or more: with it, one under 5 could be computed
	Few     Rough = "few"  // that it is under 5 and more than 0
	Nothing Rough = "none" // nothing: it is a part of a number under 5, or even that it is 5 or more would tell of one
)

// ShowsExactly reports whether a number may be shown as it is. rough is what [Roughen] decided for the numbers that are shown with
// it; a small one is never shown, whether or not anybody asked.
func (p Profile) ShowsExactly(n int, rough Rough) bool { return p.Roughly(n, rough) == Exact }

// Roughly returns how much of a number may be shown.
func (p Profile) Roughly(n int, rough Rough) Rough {
	switch {
	case !p.isPublic():
		return Exact
	case rough == Exact && isFew(n):
		return Few
	}
	return rough
}

// RoughAs returns what may be said of a number that may not be shown exactly.
func RoughAs(n int) Rough {
	switch {
	case n >= few:
		return Many
	case n > 0:
		return Few
	}
	return Exact
}

func isFew(n int) bool { return n > 0 && n < few }

// Sum is what readers know of numbers that are shown together: the parts are counted apart, so that they are the whole, or less.
type Sum struct {
	Whole string
	Parts []string
	// Rest is set if what is left of the whole is shown too.
	Rest bool
}

// Roughen decides how much everyone may know of numbers that are shown together, by name. A number from 1 to 4 is shown as small. Then
// others are made rough until nobody who knows the sums can tell a small number, or a small rest of a whole that is not, from any
// other from 1 to 4. Nothing is shown of the parts of a small whole that would tell on each other; otherwise the parts of a sum are
// made rough in their order, then the whole, and hidden where that is not enough. What comes out depends only on the numbers and
// the order of the sums. Sums of numbers that are not there, or that do not hold, count for nothing.
func Roughen(numbers map[string]int, sums []Sum) map[string]Rough {
	t := newTable(numbers, sums)
	for again := true; again; {
		t.propagate()
		again = slices.ContainsFunc(t.equations, func(e *equation) bool {
			return e.tells((*cell).known) && (e.tells((*cell).prior) && t.veil(e) ||
				t.blur(e, Exact, map[*equation]bool{}) || t.blur(e, Many, map[*equation]bool{}) || t.veil(e))
		})
	}
	out := map[string]Rough{}
	for name, c := range t.cells {
		if c.rough != Exact {
			out[name] = c.rough
		}
	}
	return out
}

// cell is a number with what everyone knows of it: that it lies between two others.
type cell struct {
	value     int
	rough     Rough
	low, high int
	unshown   bool // it is what is left of a whole, and stands nowhere
}

// endless is more than any number.
const endless = 1 << 40

// needs reports whether the number must remain one of 1 to 4 for all that anybody can tell.
func (c *cell) needs() bool { return c.rough == Few || c.rough == Nothing && c.value < few }

// prior returns what everyone knows of the number from how it is shown.
func (c *cell) prior() (low, high int) {
	switch {
	case c.rough == Exact:
		return c.value, c.value
	case c.rough == Few && !c.unshown:
		return 1, few - 1
	case c.rough == Many && !c.unshown:
		return few, endless
	}
	return 0, endless
}

// known returns what everyone can compute of the number.
func (c *cell) known() (low, high int) { return c.low, c.high }

// equation is a sum of cells. The last part is what is left of the whole.
type equation struct {
	whole *cell
	parts []*cell
}

func (e *equation) has(c *cell) bool { return e.whole == c || slices.Contains(e.parts, c) }

// numbersTable is numbers that are shown together, with the sums that hold among them.
type numbersTable struct {
	cells     map[string]*cell
	equations []*equation
}

func newTable(numbers map[string]int, sums []Sum) *numbersTable {
	t := &numbersTable{cells: map[string]*cell{}}
	for name, n := range numbers {
		t.cells[name] = newCell(n)
	}
	for _, s := range sums {
		if e := t.equation(s); e != nil {
			t.equations = append(t.equations, e)
		}
	}
	return t
}

func newCell(n int) *cell {
	c := &cell{value: n}
	if isFew(n) {
		c.rough = Few
	}
	return c
}

// equation returns a sum of the numbers that are there, nil if it does not hold.
func (t *numbersTable) equation(s Sum) *equation {
	whole := t.cells[s.Whole]
	if whole == nil {
		return nil
	}
	e := &equation{whole: whole}
	rest := whole.value
	for _, name := range s.Parts {
		if c := t.cells[name]; c != nil && c != whole && !slices.Contains(e.parts, c) {
			e.parts = append(e.parts, c)
			rest -= c.value
		}
	}
	if rest < 0 || len(e.parts) == 0 {
		return nil
	}
	left := newCell(rest)
	left.unshown = !s.Rest
	if left.rough == Exact && rest > 0 {
		left.rough = Many // nobody shows it, unless the others are shown
	}
	e.parts = append(e.parts, left)
	return e
}

// veil shows nothing of the parts of a small whole, nor of their parts: of two of them, each would be smaller still. It reports
// whether that hides more.
func (t *numbersTable) veil(e *equation) bool {
	if !e.whole.needs() {
		return false
	}
	more := false
	for _, c := range e.parts {
		if c.rough == Nothing {
			continue
		}
		c.rough, more = Nothing, true
		for _, below := range t.equations {
			if below.whole == c {
				t.veil(below)
			}
		}
	}
	return more
}

// mostRounds bounds the work on sums that narrow each other without end.
const mostRounds = 200

// propagate computes what everyone can know of every number.
func (t *numbersTable) propagate() {
	for _, c := range t.cells {
		c.low, c.high = c.prior()
	}
	for _, e := range t.equations {
		rest := e.parts[len(e.parts)-1]
		rest.low, rest.high = rest.prior()
	}
	for range mostRounds {
		changed := false
		for _, e := range t.equations {
			changed = e.narrow() || changed
		}
		if !changed {
			return
		}
	}
}

// narrow computes the bounds of each number of a sum from those of the others.
func (e *equation) narrow() bool {
	changed := false
	for _, c := range e.cells() {
		changed = c.within(e.bounds(c, (*cell).known)) || changed
	}
	return changed
}

// cells returns the parts and then the whole.
func (e *equation) cells() []*cell { return append(slices.Clone(e.parts), e.whole) }

// bounds returns what the others of a sum, of which so much is known, tell of one of its numbers.
func (e *equation) bounds(of *cell, known func(*cell) (low, high int)) (low, high int) {
	for _, c := range e.parts {
		if c != of {
			least, most := known(c)
			low, high = low+least, min(endless, high+most)
		}
	}
	if of == e.whole {
		return low, high
	}
	least, most := known(e.whole)
	return least - high, most - low
}

// within narrows the bounds of a number, and reports whether that changed them.
func (c *cell) within(low, high int) bool {
	if low <= c.low && high >= c.high || low > endless/2 {
		return false
	}
	c.low, c.high = max(c.low, low), min(c.high, high)
	return true
}

// tells reports whether a number that must remain one of 1 to 4 is known better by the sum, if so much is known of its numbers.
func (e *equation) tells(known func(*cell) (low, high int)) bool {
	return slices.ContainsFunc(e.cells(), func(c *cell) bool {
		low, high := e.bounds(c, known)
		return c.needs() && (low > 1 || high < few-1) && !(c.unshown && e.whole.needs())
	})
}

// blur makes a number rougher that is as rough as given: a part of the sum, or else one of a sum that tells a rough number of it, then
// the whole, then one of any sum that has a number in common with it. It reports whether there was one. seen are the sums that were
// asked.
func (t *numbersTable) blur(e *equation, as Rough, seen map[*equation]bool) bool {
	seen[e] = true
	if slices.ContainsFunc(e.parts, func(c *cell) bool { return c.blur(as) }) {
		return true
	}
	for _, narrowing := range []bool{true, false} {
		if !narrowing && e.whole.blur(as) {
			return true
		}
		for _, other := range t.equations {
			if !seen[other] && other.touches(e) && (!narrowing || other.narrows(e)) && t.blur(other, as, seen) {
				return true
			}
		}
	}
	return false
}

// blur makes a number that is as rough as given rougher, unless it is small, and reports whether it did.
func (c *cell) blur(as Rough) bool {
	if c.rough != as || c.value < few || c.unshown {
		return false
	}
	if c.rough = Many; as == Many {
		c.rough = Nothing
	}
	return true
}

func (e *equation) touches(other *equation) bool { return slices.ContainsFunc(e.cells(), other.has) }

// narrows reports whether a sum tells more of a rough number of another than how that is shown.
func (e *equation) narrows(other *equation) bool {
	return slices.ContainsFunc(e.cells(), func(c *cell) bool {
		low, high := e.bounds(c, (*cell).known)
		least, most := c.prior()
		return c.rough != Exact && other.has(c) && (low > least || high < most)
	})
}
