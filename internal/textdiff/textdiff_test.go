package textdiff

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// both are the two texts that runs were made of.
func both(runs []Run) (old, now []string) {
	for _, r := range runs {
		if r.Fate != Added {
			old = append(old, r.Items...)
		}
		if r.Fate != Removed {
			now = append(now, r.Items...)
		}
	}
	return old, now
}

// fataler is a test of either sort.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// check verifies what is promised of any two texts, and returns their runs.
func check(t fataler, old, now []string) []Run {
	t.Helper()
	runs := Runs(old, now)
	gotOld, gotNow := both(runs)
	if !slices.Equal(gotOld, old) || !slices.Equal(gotNow, now) {
		t.Fatalf("the runs are of other texts: got %d and %d items, want %d and %d", len(gotOld), len(gotNow), len(old), len(now))
	}
	i, j := 0, 0
	for n, r := range runs {
		if r.Old != i || r.New != j {
			t.Fatalf("run %d stands at %d and %d, want %d and %d", n, r.Old, r.New, i, j)
		}
		if n > 0 && (runs[n-1].Fate == r.Fate || runs[n-1].Fate == Added && r.Fate == Removed) {
			t.Fatalf("run %d (%d) follows one of fate %d", n, r.Fate, runs[n-1].Fate)
		}
		if r.Fate != Added {
			i += len(r.Items)
		}
		if r.Fate != Removed {
			j += len(r.Items)
		}
	}
	return runs
}

// changed counts the items that were removed or added.
func changed(runs []Run) int {
	n := 0
	for _, r := range runs {
		if r.Fate != Same {
			n += len(r.Items)
		}
	}
	return n
}

func short(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		fmt.Fprintf(&b, "%c%s ", "=-+"[r.Fate], strings.Join(r.Items, ","))
	}
	return strings.TrimSpace(b.String())
}

func TestRuns(t *testing.T) {
	for _, test := range []struct{ old, now, want string }{
		{"", "", ""},
		{"a b c", "a b c", "=a,b,c"},
		{"", "a b", "+a,b"},
		{"a b", "", "-a,b"},
		{"a b c", "a x c", "=a -b +x =c"},
		{"a b c", "a c", "=a -b =c"},
		{"a c", "a b c", "=a +b =c"},
		{"a b", "x y", "-a,b +x,y"},
		{"a a", "a a a", "=a,a +a"},
		{"a b c d e", "x b c y e", "-a +x =b,c -d +y =e"},
		{"b a c", "a b c", "+a =b -a =c"},
	} {
		if got := short(check(t, strings.Fields(test.old), strings.Fields(test.now))); got != test.want {
			t.Errorf("%q to %q: got %q, want %q", test.old, test.now, got, test.want)
		}
	}
}

// lists of few different items have much in common in many ways, those of many have marks.
func lists(kinds, most int) *rapid.Generator[[]string] {
	item := rapid.Map(rapid.IntRange(0, kinds), func(n int) string { return fmt.Sprint(n) })
	return rapid.SliceOfN(item, 0, most)
}

func TestRunsGiveBothTextsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := lists(rapid.SampledFrom([]int{1, 3, 20, 1000}).Draw(t, "kinds"), 400)
		old, now := list.Draw(t, "old"), list.Draw(t, "now")
		check(t, old, now)
		if got := Runs(old, old); changed(got) > 0 {
			t.Fatalf("equal texts differ: %s", short(got))
		}
	})
}

// least is how many items differ at least, by the table of all pairs.
func least(old, now []string) int {
	row := make([]int, len(now)+1)
	for i := range old {
		before := slices.Clone(row)
		for j := range now {
			row[j+1] = max(row[j], before[j+1])
			if old[i] == now[j] {
				row[j+1] = before[j] + 1
			}
		}
	}
	return len(old) + len(now) - 2*row[len(now)]
}

func TestShortestOfSmallTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := lists(rapid.SampledFrom([]int{1, 3, 20}).Draw(t, "kinds"), exact/2)
		old, now := list.Draw(t, "old"), list.Draw(t, "now")
		if got, want := changed(check(t, old, now)), least(old, now); got != want {
			t.Fatalf("%v to %v: %d items differ, want %d", old, now, got, want)
		}
	})
}

// edited changes one item in so many, so that each change stands by itself.
func edited(random *rand.Rand, text []string, oneIn int) []string {
	var out []string
	for _, item := range text {
		switch random.IntN(3 * oneIn) {
		case 0:
			out = append(out, "ny"+item)
		case 1:
		case 2:
			out = append(out, item, "till")
		default:
			out = append(out, item)
		}
	}
	return out
}

// TestManyEdits holds that a long text with far more changes than the library searches for is told change by change: at most
// a few more items than needed.
func TestManyEdits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 3000)
	for i := range words {
		words[i] = fmt.Sprint("ord", int(random.ExpFloat64()*300)) // some words are common, as in any language
	}
	for _, oneIn := range []int{4, 10, 50} {
		now := edited(random, words, oneIn)
		got, want := changed(check(t, words, now)), least(words, now)
		if got > want+want/10 {
			t.Errorf("one in %d: %d items differ, want about %d", oneIn, got, want)
		}
	}
}

// TestLargeTexts compares texts for which a table of all pairs would take minutes and more memory than there is.
func TestLargeTexts(t *testing.T) {
	const n = 50_000
	random := rand.New(rand.NewPCG(3, 4))
	make1 := func(item func(i int) string) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = item(i)
		}
		return out
	}
	own := make1(func(i int) string { return fmt.Sprint(i) })
	reversed := slices.Clone(own)
	slices.Reverse(reversed)
	few := func(int) string { return fmt.Sprint(random.IntN(3)) }
	ends := make1(func(i int) string { return fmt.Sprint(min(i, n-1-i)) }) // each item twice: no marks, then one after the other
	for name, pair := range map[string][2][]string{
		"all equal, one more":      {make1(func(int) string { return "a" }), append(make1(func(int) string { return "a" }), "a")},
		"all equal, another item":  {make1(func(int) string { return "a" }), make1(func(int) string { return "b" })},
		"reversed":                 {own, reversed},
		"few words in any order":   {make1(few), make1(few)},
		"many words in any order":  {make1(func(int) string { return fmt.Sprint(random.IntN(n)) }), make1(func(int) string { return fmt.Sprint(random.IntN(n)) })},
		"shifted":                  {own, append(slices.Clone(own[n/2:]), own[:n/2]...)},
		"every other one":          {own, make1(func(i int) string { return fmt.Sprint(i &^ 1) })},
		"in pairs from both ends":  {ends, append([]string{"x"}, ends[:n-1]...)},
		"alternating and reversed": {make1(func(i int) string { return fmt.Sprint(i % 2) }), make1(func(i int) string { return fmt.Sprint(i / 2 % 2) })},
		"one against many":         {[]string{"7"}, own},
	} {
		t.Run(name, func(t *testing.T) { check(t, pair[0], pair[1]) })
	}
}

func FuzzRuns(f *testing.F) {
	f.Add("a b c", "b c d")
	f.Fuzz(func(t *testing.T, old, now string) {
		runs := check(t, strings.Split(old, ""), strings.Split(now, ""))
		if old == now && changed(runs) > 0 {
			t.Error(cmp.Diff("", short(runs)))
		}
	})
}
