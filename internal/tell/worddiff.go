package tell

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/textdiff"
)

// Part is what happened to a run of words.
type Part string

// The parts of a text. Skipped stands for kept words that are left out.
const (
	WordsSame Part = "same"
	WordsIn   Part = "added"
	WordsOut  Part = "removed"
	Skipped   Part = "skipped"
)

// Run is a run of words with the same Part. Text is "…" if they are skipped.
type Run struct {
	Part Part
	Text string
}

// text describes how a long text changed.
func (t Teller) text(w *Words, c graph.Change) {
	old, _ := c.Old.(string)
	now, _ := c.New.(string)
	before, after := strings.Fields(old), strings.Fields(now)
	switch {
	case len(before) == 0:
		w.Text = abridge([]run{{WordsIn, after}}, context, most)
		w.Note = t.Lang.T("change.text-added", locale.Args{"n": len(after)})
	case len(after) == 0:
		w.Text = abridge([]run{{WordsOut, before}}, context, most)
		w.Note = t.Lang.T("change.text-removed", locale.Args{"n": len(before)})
	case slices.Equal(before, after):
		w.Note = t.Lang.T("change.layout")
	default:
		w.Text = abridge(diffWords(before, after), context, most)
	}
}

// run is a run of words before it is abridged.
type run struct {
	part  Part
	words []string
}

// fates maps the fates of package textdiff to parts.
var fates = map[textdiff.Fate]Part{textdiff.Same: WordsSame, textdiff.Removed: WordsOut, textdiff.Added: WordsIn}

// diffWords returns the difference of two texts in words, tidied.
func diffWords(old, now []string) []run { return tidy(wordRuns(old, now)) }

// wordRuns returns the runs of a difference as package textdiff finds them.
func wordRuns(old, now []string) []run {
	var runs []run
	for _, r := range textdiff.Runs(old, now) {
		runs = append(runs, run{fates[r.Fate], r.Items})
	}
	return runs
}

// tidy treats a single word kept between changes as replaced by itself, which reads better. Removed words come before added ones.
func tidy(runs []run) []run {
	var out []run
	var gone, come []string
	flush := func() {
		if len(gone) > 0 {
			out = append(out, run{WordsOut, gone})
		}
		if len(come) > 0 {
			out = append(out, run{WordsIn, come})
		}
		gone, come = nil, nil
	}
	for i, r := range runs {
		between := i > 0 && i < len(runs)-1
		switch {
		case r.part == WordsOut:
			gone = append(gone, r.words...)
		case r.part == WordsIn:
			come = append(come, r.words...)
		case len(r.words) == 1 && between:
			gone, come = append(gone, r.words...), append(come, r.words...)
		default:
			flush()
			out = append(out, r)
		}
	}
	flush()
	return out
}

// How much of a text is shown: words around a change, and words at either end of a change.
const (
	context = 4
	most    = 12
)

// abridge leaves out words far from a change, and the middle of changes longer than twice most.
func abridge(runs []run, context, most int) []Run {
	var out []Run
	put := func(p Part, words []string) {
		if len(words) > 0 {
			out = append(out, Run{p, strings.Join(words, " ")})
		}
	}
	for i, r := range runs {
		head, tail := most, most
		if r.part == WordsSame {
			head, tail = context, context
			if i == 0 {
				head = 0
			}
			if i == len(runs)-1 {
				tail = 0
			}
		}
		if len(r.words) <= head+tail+1 {
			put(r.part, r.words)
			continue
		}
		put(r.part, r.words[:head])
		put(Skipped, []string{"…"})
		put(r.part, r.words[len(r.words)-tail:])
	}
	return out
}

// places is how many changed places of a text are shown on one line.
const places = 2

// excerpts describes a changed text on one line: what was in each place, and what is there now.
func (t Teller) excerpts(runs []Run) string {
	var told []string
	all := spots(runs)
	for _, s := range all[:min(len(all), places)] {
		told = append(told, t.excerpt(s))
	}
	line := strings.Join(told, "; ")
	if rest := len(all) - places; rest > 0 {
		line += " " + t.Lang.T("change.more-places", locale.Args{"n": rest})
	}
	return line
}

// spots returns the changed places, each with the words around it.
func spots(runs []Run) [][]Run {
	var found [][]Run
	var now []Run
	changed := false
	for i, r := range runs {
		now = append(now, r)
		changed = changed || r.Part == WordsIn || r.Part == WordsOut
		if last := i == len(runs)-1; last || r.Part == Skipped && i+1 < len(runs) && runs[i+1].Part == WordsSame {
			if changed {
				found = append(found, now)
			}
			now, changed = []Run{r}, false
		}
	}
	return found
}

// excerpt returns one changed place: `”… av enheten för …” → ”… av avdelningen för …”`.
func (t Teller) excerpt(runs []Run) string {
	side := func(other Part) string {
		var words []string
		own := false
		for _, r := range runs {
			if r.Part != other {
				words = append(words, r.Text)
				own = own || r.Part != Skipped
			}
		}
		if !own {
			return ""
		}
		return t.Lang.T("change.quoted", locale.Args{"text": strings.Join(words, " ")})
	}
	old, now := side(WordsIn), side(WordsOut)
	switch {
	case old == "":
		return now
	case now == "":
		return old
	}
	return old + " → " + now
}
