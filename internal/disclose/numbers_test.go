package disclose

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRoughen hides what a small number could be computed from, and no more.
func TestRoughen(t *testing.T) {
	sum := func(text string) Sum {
		whole, parts, _ := strings.Cut(text, " = ")
		names := strings.Split(parts, " + ")
		return Sum{Whole: whole, Parts: names, Rest: slices.Contains(names, "rest")}
	}
	for _, test := range []struct {
		name    string
		numbers map[string]int
		sums    []string
		want    map[string]Rough
	}{
		{"nothing small", map[string]int{"t": 23, "a": 15, "b": 8}, []string{"t = a + b"}, map[string]Rough{}},
		{"one by itself", map[string]int{"a": 4, "b": 0, "c": 5}, nil, map[string]Rough{"a": Few}},
		{"the complement", map[string]int{"t": 23, "a": 22, "b": 1}, []string{"t = a + b"}, map[string]Rough{"a": Many, "b": Few}},
		{"zero parts", map[string]int{"t": 23, "a": 22, "b": 0, "c": 1}, []string{"t = a + b + c"}, map[string]Rough{"a": Many, "c": Few}},
		{"one part is enough", map[string]int{"t": 40, "a": 20, "b": 17, "c": 3}, []string{"t = a + b + c"}, map[string]Rough{"a": Many, "c": Few}},
		{"two small ones that are narrow together", map[string]int{"t": 23, "a": 20, "b": 2, "c": 1}, []string{"t = a + b + c"}, map[string]Rough{"a": Many, "b": Few, "c": Few}},
		{"two that are not", map[string]int{"t": 5, "a": 3, "b": 2}, []string{"t = a + b"}, map[string]Rough{"a": Few, "b": Few}},
		{"a whole of small ones", map[string]int{"t": 8, "a": 4, "b": 4}, []string{"t = a + b"}, map[string]Rough{"t": Many, "a": Few, "b": Few}},
		{"a whole that is hardly more", map[string]int{"t": 6, "a": 5, "b": 1}, []string{"t = a + b"}, map[string]Rough{"t": Many, "a": Many, "b": Few}},
		{"what is left and told nowhere", map[string]int{"t": 23, "a": 22}, []string{"t = a"}, map[string]Rough{"a": Many}},
		{"what is left and told", map[string]int{"t": 14, "a": 13}, []string{"t = a + rest"}, map[string]Rough{"a": Many}},
		{"nothing is left", map[string]int{"t": 22, "a": 22}, []string{"t = a"}, map[string]Rough{}},
		{"a small whole with one part", map[string]int{"t": 3, "a": 3, "b": 0}, []string{"t = a + b"}, map[string]Rough{"t": Few, "a": Few}},
		{"a small whole with two", map[string]int{"t": 3, "a": 2, "b": 1, "c": 0}, []string{"t = a + b + c"}, map[string]Rough{"t": Few, "a": Nothing, "b": Nothing, "c": Nothing}},
		{"two sums of one whole", map[string]int{"t": 23, "a": 22, "b": 1, "c": 9, "d": 14}, []string{"t = a + b", "t = c + d"}, map[string]Rough{"a": Many, "b": Few}},
		{
			"a whole that another sum tells",
			map[string]int{"t": 6, "a": 5, "b": 1, "c": 6, "d": 0},
			[]string{"t = a + b", "t = c + d"},
			map[string]Rough{"t": Many, "a": Many, "b": Few, "c": Many},
		},
		{"a sum of sums", map[string]int{"t": 30, "a": 22, "b": 8, "c": 21, "d": 1}, []string{"t = a + b", "a = c + d"}, map[string]Rough{"c": Many, "d": Few}},
		{"the same by another name", map[string]int{"t": 23, "a": 22, "b": 1, "x": 22}, []string{"t = a + b", "x = a"}, map[string]Rough{"a": Many, "b": Few, "x": Many}},
		{"numbers that are not there", map[string]int{"a": 22, "b": 1}, []string{"t = a + b", "a = x + y"}, map[string]Rough{"b": Few}},
		{"a sum that does not hold", map[string]int{"t": 20, "a": 22, "b": 1}, []string{"t = a + b"}, map[string]Rough{"b": Few}},
	} {
		var sums []Sum
		for _, text := range test.sums {
			sums = append(sums, sum(text))
		}
		if diff := cmp.Diff(test.want, Roughen(test.numbers, sums)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
	}
}

// TestSmallNumbersCannotBeSolved makes up wholes that are divided in several ways, some parts further, and looks for every small
// number for each of 1 to 4 among all that could have been shown in the same way.
func TestSmallNumbersCannotBeSolved(t *testing.T) {
	small, rough := 0, 0
	for seed := range uint64(300) {
		numbers, sums := madeUp(rand.New(rand.NewPCG(seed, 1)))
		told := Roughen(numbers, sums)
		if diff := cmp.Diff(told, Roughen(numbers, sums)); diff != "" {
			t.Fatalf("%d: not the same twice\n%s", seed, diff)
		}
		for name, n := range numbers {
			if told[name] == Many {
				rough++
			}
			if told[name] != Few {
				continue
			}
			small++
			for v := 1; v < few; v++ {
				if !possible(numbers, sums, told, name, v) {
					t.Errorf("%d: %s is %d and cannot be %d: %v, %v, told as %v", seed, name, n, v, numbers, sums, told)
				}
			}
		}
	}
	if small < 200 || rough < 50 {
		t.Errorf("only %d small numbers, %d made rough for them", small, rough)
	}
}

// madeUp returns a whole that is divided in two ways, and one part of it that is divided again.
func madeUp(random *rand.Rand) (map[string]int, []Sum) {
	numbers, sums := map[string]int{"t": random.IntN(30)}, []Sum{}
	divide := func(whole string, into int) {
		left, s := numbers[whole], Sum{Whole: whole}
		for i := range into {
			n := random.IntN(left + 1)
			if i == into-1 && random.IntN(2) == 0 {
				n = left
			}
			left -= n
			name := fmt.Sprintf("%s%d%d", whole, len(sums), i)
			numbers[name], s.Parts = n, append(s.Parts, name)
		}
		sums = append(sums, s)
	}
	divide("t", 2+random.IntN(2))
	divide("t", 2+random.IntN(2))
	divide("t00", 2)
	return numbers, sums
}

// possible reports whether numbers that are told in the same way, and whose sums hold as well, could have v for a name. What is left
// of a whole is 0 where it is now, and anything else otherwise.
func possible(numbers map[string]int, sums []Sum, told map[string]Rough, name string, v int) bool {
	ranges := map[string][2]int{}
	for other, n := range numbers {
		switch told[other] {
		case Exact:
			ranges[other] = [2]int{n, n}
		case Few:
			ranges[other] = [2]int{1, few - 1}
		case Many:
			ranges[other] = [2]int{few, 60}
		case Nothing:
			ranges[other] = [2]int{0, 60}
		}
	}
	ranges[name] = [2]int{v, v}
	// Each of the wholes in turn, so that the parts of one are independent of those of another.
	fits := func(s Sum, whole int, fixed map[string]int) bool {
		low, high, now := 0, 0, 0
		for _, p := range s.Parts {
			r := ranges[p]
			if n, ok := fixed[p]; ok {
				r = [2]int{n, n}
			}
			low, high, now = low+r[0], high+r[1], now+numbers[p]
		}
		return low <= whole && (now < numbers[s.Whole] || high >= whole)
	}
	for whole := ranges["t"][0]; whole <= ranges["t"][1]; whole++ {
		for part := ranges["t00"][0]; part <= ranges["t00"][1]; part++ {
			fixed := map[string]int{"t00": part}
			if fits(sums[0], whole, fixed) && fits(sums[1], whole, nil) && fits(sums[2], part, nil) {
				return true
			}
		}
	}
	return false
}
