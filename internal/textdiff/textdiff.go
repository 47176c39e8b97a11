// Package textdiff finds the difference of two texts, item by item: lines of a file, words of a paragraph. It is the only
// place where that is done, and the sole user of the library for it. It does not know what the items mean; callers decide how
// a difference is described. Start reading at [Runs].
package textdiff

import (
	"slices"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Fate is what happened to an item.
type Fate byte

// What can happen to an item.
const (
	Same Fate = iota
	Removed
	Added
)

// Run is consecutive items with the same fate.
type Run struct {
	Fate  Fate
	Items []string // of the text that has them, the old one for Same; the caller must not change them
	// Old and New are the indices of the first item in the two texts, or of the item that comes next in the text without it.
	Old, New int
}

// Runs returns what happened to the items of two texts. The items that are not [Added] are the old text, those that are not
// [Removed] the new one. What was removed in a place comes before what was added there, and no two consecutive runs have the
// same fate.
//
// The difference is a short one, and the shortest if the texts are small or differ little. Time and memory grow with the
// length of the texts, regardless of their content: if two texts share no order, what lies between the common parts that were
// found is reported as replaced.
func Runs(old, now []string) []Run {
	var runs []Run
	put := func(f Fate, items []string, i, j int) {
		if len(items) > 0 {
			runs = append(runs, Run{f, items, i, j})
		}
	}
	i, j := 0, 0
	for _, s := range stretches(old, now) {
		put(Removed, old[i:s.old], i, j)
		put(Added, now[j:s.now], s.old, j)
		put(Same, old[s.old:s.old+s.n], s.old, s.now)
		i, j = s.old+s.n, s.now+s.n
	}
	return runs
}

// stretch is consecutive items that are the same in both texts.
type stretch struct{ old, now, n int }

// stretches returns all common stretches, in order and joined, followed by an empty one at the end of both texts.
func stretches(old, now []string) []stretch {
	d := differ{numbers: map[string]rune{}}
	d.old, d.now = d.numbered(old), d.numbered(now)
	d.part(0, len(old), 0, len(now), 0)
	d.found = append(d.found, stretch{len(old), len(now), 0})
	var joined []stretch
	for _, s := range d.found {
		if last := len(joined) - 1; last >= 0 && joined[last].old+joined[last].n == s.old && joined[last].now+joined[last].n == s.now {
			joined[last].n += s.n
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// Limits of the search.
const (
	// exact is the number of items, in two parts together, up to which the library compares completely. It gives up if more
	// steps than that lead from one to the other.
	exact = 100
	// deepest is the maximum depth of divisions.
	deepest = 12
)

// differ finds what two texts have in common. Equal items have equal numbers.
type differ struct {
	numbers  map[string]rune
	old, now []rune
	found    []stretch // by place
}

func (d *differ) numbered(items []string) []rune {
	out := make([]rune, len(items))
	for i, item := range items {
		n, met := d.numbers[item]
		if !met {
			n = rune(len(d.numbers))
			d.numbers[item] = n
		}
		out[i] = n
	}
	return out
}

func (d *differ) put(old, now, n int) {
	if n > 0 {
		d.found = append(d.found, stretch{old, now, n})
	}
}

// part compares old[i:iEnd] and now[j:jEnd]. Common items at their start and end are the same. A large part is divided at the
// items that occur once in each of the two: they are most likely the same, and what lies between them is compared separately.
func (d *differ) part(i, iEnd, j, jEnd, depth int) {
	start := i
	for i < iEnd && j < jEnd && d.old[i] == d.now[j] {
		i, j = i+1, j+1
	}
	d.put(start, j-(i-start), i-start)
	end := iEnd
	for iEnd > i && jEnd > j && d.old[iEnd-1] == d.now[jEnd-1] {
		iEnd, jEnd = iEnd-1, jEnd-1
	}
	if left := iEnd - i + jEnd - j; i < iEnd && j < jEnd && left > 2 && depth < deepest {
		d.divide(i, iEnd, j, jEnd, depth)
	}
	d.put(iEnd, jEnd, end-iEnd)
}

// divide compares what lies between the marks of a part. If there are none, there is nothing more to find.
func (d *differ) divide(i, iEnd, j, jEnd, depth int) {
	marks := d.marks(i, iEnd, j, jEnd)
	if len(marks) == 0 {
		return
	}
	for _, s := range append(marks, stretch{iEnd, jEnd, 0}) {
		d.part(i, s.old, j, s.now, depth+1)
		d.put(s.old, s.now, s.n)
		i, j = s.old+s.n, s.now+s.n
	}
}

// marks returns where to divide a part: at everything that is the same in it if it is small; otherwise at the items that
// occur once in each text, as many as are in the same order; if there are none, at what the library finds.
func (d *differ) marks(i, iEnd, j, jEnd int) []stretch {
	if iEnd-i+jEnd-j > exact {
		if once := d.once(i, iEnd, j, jEnd); len(once) > 0 {
			return inOrder(once)
		}
	}
	var marks []stretch
	at, to := i, j
	for _, c := range append(lcs.DiffRunes(d.old[i:iEnd], d.now[j:jEnd]), lcs.Diff{Start: iEnd - i, ReplStart: jEnd - j}) {
		if n := i + c.Start - at; n > 0 {
			marks = append(marks, stretch{at, to, n})
		}
		at, to = i+c.End, j+c.ReplEnd
	}
	return marks
}

// once returns the items that occur once in each part, in the order of the old one.
func (d *differ) once(i, iEnd, j, jEnd int) []stretch {
	times := make(map[rune][2]int, iEnd-i)
	places := map[rune]int{}
	for _, n := range d.old[i:iEnd] {
		t := times[n]
		times[n] = [2]int{t[0] + 1, t[1]}
	}
	for at := j; at < jEnd; at++ {
		n := d.now[at]
		t := times[n]
		times[n] = [2]int{t[0], t[1] + 1}
		places[n] = at
	}
	var once []stretch
	for at := i; at < iEnd; at++ {
		if n := d.old[at]; times[n] == [2]int{1, 1} {
			once = append(once, stretch{at, places[n], 1})
		}
	}
	return once
}

// inOrder returns the longest selection of items, given in the order of the old text, that is also in order in the new text.
func inOrder(all []stretch) []stretch {
	var ends []int // for each length, the item at which a row of that length ends earliest
	before := make([]int, len(all))
	for i, s := range all {
		n, _ := slices.BinarySearchFunc(ends, s.now, func(end, now int) int { return all[end].now - now })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
			continue
		}
		ends[n] = i
	}
	row := make([]stretch, len(ends))
	for i, at := len(ends)-1, ends[len(ends)-1]; i >= 0; i, at = i-1, before[at] {
		row[i] = all[at]
	}
	return row
}
