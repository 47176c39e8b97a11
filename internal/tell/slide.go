package tell

import (
	"slices"
	"strings"
)

// slide moves added or removed words between kept ones, if the difference is equally valid a little further on or back: to the
// start of a sentence, or else after a comma. If a new sentence begins like the next one, a diff can run from the second word of
// the one to the first word of the other, which is hard to read.
func slide(runs []run) []run {
	runs = slices.Clone(runs)
	for i := 1; i < len(runs)-1; i++ {
		before, r, after := &runs[i-1], &runs[i], &runs[i+1]
		if before.part == WordsSame && r.part != WordsSame && after.part == WordsSame {
			slideOne(before, r, after)
		}
	}
	return slices.DeleteFunc(runs, func(r run) bool { return len(r.words) == 0 })
}

// slideOne moves one run between two that were kept.
func slideOne(before, r, after *run) {
	all := slices.Concat(before.words, r.words, after.words)
	start, n := len(before.words), len(r.words)
	first := start
	for first > 0 && all[first-1] == all[first-1+n] {
		first--
	}
	last := start
	for last+n < len(all) && all[last] == all[last+n] {
		last++
	}
	best := start
	for at := first; at <= last; at++ {
		if startsWell(all, at) > startsWell(all, best) {
			best = at
		}
	}
	before.words, r.words, after.words = all[:best:best], all[best:best+n:best+n], all[best+n:]
}

// startsWell rates a place in a text as a start: 2 for that of a sentence, 1 for that of a clause, else 0.
func startsWell(words []string, at int) int {
	switch {
	case at == 0 || strings.ContainsAny(words[at-1][len(words[at-1])-1:], ".!?:"):
		return 2
	case strings.HasSuffix(words[at-1], ",") || strings.HasSuffix(words[at-1], ";"):
		return 1
	}
	return 0
}
