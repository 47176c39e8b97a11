package tell

import (
	"slices"
	"strings"
)

// slide moves words that came or went between such that were kept, where they may as well stand a little further on or back: to
// the start of a sentence, or else after a comma. Of a new sentence that begins as the next one does, the difference may be told
// as from the second word of the one to the first of the other; nobody reads that with ease.
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

// startsWell tells how well a place of a text is the start of something: of a sentence, of a part of one, or neither.
func startsWell(words []string, at int) int {
	switch {
	case at == 0 || strings.ContainsAny(words[at-1][len(words[at-1])-1:], ".!?:"):
		return 2
	case strings.HasSuffix(words[at-1], ",") || strings.HasSuffix(words[at-1], ";"):
		return 1
	}
	return 0
}
