package figures

import (
	"hash/fnv"
	"slices"
	"strings"
	"sync"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/schema"
)

// Roughen decides how much everyone may know of each figure of one state and day, and sets it. Figures that are shown to everyone count
// as known, on whatever page they stand, with what adds up among them: the parts that their definitions name, those of bars, and
// those that add up record by record.
func Roughen(all []Figure) {
	numbers := map[string]int{}
	var shown []Figure
	for _, f := range all {
		if disclose.Profile(record.Public).ShowsFigure(f.Publish) {
			numbers[f.Name] = f.Value
			shown = append(shown, f)
		}
	}
	sums := builtinSums()
	for _, s := range sums {
		addWhole(numbers, s)
	}
	for _, f := range shown {
		sums = slices.Concat(sums, sumsOf(f.Name, f.Parts))
	}
	rough := disclose.Roughen(numbers, append(sums, found(shown)...))
	for i := range all {
		if all[i].Rough = disclose.Exact; numbers[all[i].Name] == all[i].Value {
			all[i].Rough = rough[all[i].Name]
		}
	}
}

// addWhole adds a number that only pages show, where it is not counted, so that its parts are equally rough everywhere.
func addWhole(numbers map[string]int, s disclose.Sum) {
	if _, counted := numbers[s.Whole]; counted {
		return
	}
	n := 0
	for _, name := range s.Parts {
		part, known := numbers[name]
		if !known {
			return
		}
		n += part
	}
	numbers[s.Whole] = n
}

// builtinSums are those of the figures that the program's dashboard defines, in its order: a part stands before its whole.
var builtinSums = sync.OnceValue(func() []disclose.Sum {
	data, _ := schema.FS.ReadFile(dashboardFile) // which was read before
	var sums []disclose.Sum
	for _, e := range document.ParseYAML("schema/"+dashboardFile, data).Front.Get("figures").Entries {
		sums = append(sums, sumsOf(e.Key, partsOf(Source{Entry: e}))...)
	}
	return sums
})

// restPart is what a bar calls what is left of its figure.
const restPart = "rest"

// sumsOf returns the sums of a figure.
func sumsOf(whole, parts string) []disclose.Sum {
	var sums []disclose.Sum
	for way := range strings.SplitSeq(parts, ";") {
		if names := strings.Fields(way); len(names) > 0 {
			sums = append(sums, disclose.Sum{Whole: whole, Parts: names, Rest: slices.Contains(names, restPart)})
		}
	}
	return sums
}

// partsOf returns the parts that a definition names, as in [Figure.Parts]: it has lists of names, or one.
func partsOf(s Source) string {
	n := s.Entry.Value.Get("parts")
	if n == nil {
		return ""
	}
	var ways []string
	var single []string
	for _, item := range n.Items {
		if item.IsScalar() {
			single = append(single, item.Text)
			continue
		}
		var names []string
		for _, name := range item.Items {
			if name.IsScalar() {
				names = append(names, name.Text)
			}
		}
		ways = append(ways, strings.Join(names, " "))
	}
	return strings.Join(append(ways, strings.Join(single, " ")), ";")
}

// shownSums returns what the bars and the trend of a dashboard show as parts of a figure.
func shownSums(front *document.Node) []disclose.Sum {
	var sums []disclose.Sum
	for _, section := range []string{"bars", "trend"} {
		for _, e := range entriesOf(front.Get(section)) {
			of := e.Value.Get("of")
			if !of.IsScalar() {
				continue
			}
			s := disclose.Sum{Whole: of.Text}
			for _, part := range entriesOf(e.Value.Get("parts")) {
				s.Parts = append(s.Parts, part.Key)
			}
			if section == "trend" {
				s.Parts = []string{e.Key}
			}
			sums = append(sums, s)
		}
	}
	return sums
}

func entriesOf(n *document.Node) []document.Entry {
	if n == nil {
		return nil
	}
	return n.Entries
}

// addParts adds what pages show as parts to the figures of a state.
func (t *tally) addParts(sums []disclose.Sum) {
	for _, s := range sums {
		for _, c := range t.figures {
			if c.figure.Name == s.Whole {
				c.figure.Parts = strings.Trim(c.figure.Parts+";"+strings.Join(s.Parts, " "), ";")
			}
		}
	}
}

// trace returns a number that stands for a record in the sum of those that a figure counts.
func trace(r *record.Record) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(r.Kind.Name + "\x00" + r.ID))
	x := h.Sum64() // and mixed, so that sums of different records differ
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Limits on how many figures of a kind are tried together: as pairs, and three at a time.
const (
	mostPaired  = 400
	mostTrebled = 60
)

// found returns the sums that a workspace did not write down for figures of its own but that hold record by record: figures that
// count the same, and two or three that divide another. Those of the program say what adds up.
func found(all []Figure) []disclose.Sum {
	byKind := map[string][]Figure{}
	var kinds []string
	for _, f := range all {
		if f.Value > 0 && f.Trace != 0 {
			if byKind[f.Kind] == nil {
				kinds = append(kinds, f.Kind)
			}
			byKind[f.Kind] = append(byKind[f.Kind], f)
		}
	}
	var sums []disclose.Sum
	for _, kind := range kinds {
		sums = append(sums, foundIn(byKind[kind])...)
	}
	return sums
}

// foundIn returns those of the figures of one kind.
func foundIn(all []Figure) []disclose.Sum {
	if len(all) > mostPaired {
		all = all[:mostPaired]
	}
	wholes := map[uint64][]Figure{}
	for _, f := range all {
		wholes[f.Trace] = append(wholes[f.Trace], f)
	}
	var sums []disclose.Sum
	add := func(parts ...Figure) {
		s := disclose.Sum{}
		var trace uint64
		own := false
		for _, f := range parts {
			s.Parts, trace, own = append(s.Parts, f.Name), trace+f.Trace, own || f.Own
		}
		for _, whole := range wholes[trace] {
			if s.Whole = whole.Name; (own || whole.Own) && !slices.Contains(s.Parts, s.Whole) {
				sums = append(sums, s)
			}
		}
	}
	for i, a := range all {
		add(a)
		for j, b := range all[i+1:] {
			add(a, b)
			if len(all) > mostTrebled {
				continue
			}
			for _, c := range all[i+1+j+1:] {
				add(a, b, c)
			}
		}
	}
	return sums
}
