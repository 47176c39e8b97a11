package record

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// longestName is the length in bytes up to which words and names are compared.
const longestName = 100

// Nearest returns what was most likely meant by word: at most three known names that differ little from it, nearest first.
// Letter case, hyphens, underscores, dots and spaces do not count.
func Nearest(word string, known []string) []string {
	type guess struct {
		name     string
		distance int
	}
	if len(word) > longestName {
		return nil
	}
	var guesses []guess
	w := plain(word)
	for _, name := range known {
		if len(name) > longestName {
			continue
		}
		n := plain(name)
		most := max(1, min(len(w), len(n))/3)
		if gap := utf8.RuneCountInString(w) - utf8.RuneCountInString(n); gap > most || -gap > most {
			continue
		}
		d := levenshtein.Distance(w, n, nil)
		if swapped(w, n) {
			d = 1
		}
		if d <= most && d < max(utf8.RuneCountInString(w), utf8.RuneCountInString(n)) { // something is the same
			guesses = append(guesses, guess{name, d})
		}
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return a.distance - b.distance })
	var names []string
	for _, g := range guesses {
		if len(names) < 3 && !slices.Contains(names, g.name) {
			names = append(names, g.name)
		}
	}
	return names
}

// swapped reports whether two words differ only in that two neighbouring letters are swapped.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// DidYouMean returns the end of a message that names what was most likely meant; empty if nothing is near.
func DidYouMean(near []string) locale.Text {
	if len(near) == 0 {
		return locale.Text{}
	}
	names := locale.Choice(near)
	return locale.Text{SV: "; menade du " + names.In(locale.Swedish) + "?", EN: "; did you mean " + names.In(locale.English) + "?"}
}

// fewNames is how many names a message can list and still be read.
const fewNames = 10

// Instead returns the end of a message about a name that is not among the known ones: the nearest of them, or all of them if
// none is near and they are few.
func Instead(name string, known []string) locale.Text {
	if near := first(Nearest(name, known)); len(near) > 0 {
		return DidYouMean(near)
	}
	if len(known) > fewNames {
		return locale.Text{}
	}
	names := locale.Choice(known)
	return locale.Text{SV: "; skriv " + names.In(locale.Swedish), EN: "; write " + names.In(locale.English)}
}

// first returns a list of the first name, or an empty one.
func first(names []string) []string { return names[:min(len(names), 1)] }

var plainer = strings.NewReplacer("-", "", "_", "", ".", "", " ", "")

func plain(s string) string { return plainer.Replace(strings.ToLower(source.Comparable(s))) }
