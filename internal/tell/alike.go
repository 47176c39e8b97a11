package tell

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
)

// leastAlike is the least share of words that two blocks must have in common to be reported as one that changed.
const leastAlike = 0.5

// band is how far two blocks can be from the positions that would correspond if all changes were evenly spread, and still be
// paired. It keeps the time proportional to the number of blocks.
const band = 40

// alike pairs removed blocks with the blocks that replaced them, in order. It chooses the pairs that have the most in common in
// total.
func (c *bodyComparer) alike(old, now []document.Block) [][2]int {
	if len(old) == 0 || len(now) == 0 {
		return nil
	}
	a := alignment{old: c.bags(old), now: c.bags(now)}
	a.fill()
	return a.pairs()
}

// alignment pairs old bags with new ones.
type alignment struct {
	old, now []bag
	best     [][]float64 // the most that old[i:] and now[j:] can have in common, at index j-low(i)
}

// low returns the index of the first new bag with which an old one is compared.
func (a *alignment) low(i int) int { return max(0, i*len(a.now)/len(a.old)-band) }

func (a *alignment) at(i, j int) float64 {
	if j -= a.low(i); j < 0 || j >= len(a.best[i]) {
		return 0
	}
	return a.best[i][j]
}

func (a *alignment) fill() {
	a.best = make([][]float64, len(a.old)+1)
	for i := len(a.old); i >= 0; i-- {
		low, high := a.low(i), min(len(a.now), i*len(a.now)/len(a.old)+band)
		a.best[i] = make([]float64, high-low+1)
		for j := high; j >= low && i < len(a.old); j-- {
			a.best[i][j-low] = a.most(i, j)
		}
	}
}

// most returns the most that old[i:] and now[j:] can have in common.
func (a *alignment) most(i, j int) float64 {
	most := a.at(i+1, j)
	if j == len(a.now) {
		return most
	}
	most = max(most, a.at(i, j+1))
	if share := a.old[i].shareWith(a.now[j]); share >= leastAlike {
		most = max(most, share+a.at(i+1, j+1))
	}
	return most
}

func (a *alignment) pairs() (pairs [][2]int) {
	for i, j := 0, 0; i < len(a.old) && j < len(a.now); {
		switch here := a.at(i, j); {
		case here == 0:
			return pairs
		case here == a.at(i+1, j):
			i++
		case here == a.at(i, j+1):
			j++
		default:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		}
	}
	return pairs
}

// bag holds the words of a block, sorted.
type bag struct {
	sort  string // only blocks of one sort can be alike; "" is like none
	words []string
}

// bags returns the bags of blocks. Code and what was moved are like nothing.
func (c *bodyComparer) bags(blocks []document.Block) []bag {
	out := make([]bag, len(blocks))
	for i, b := range blocks {
		plain := b
		plain.Number = 0
		switch {
		case b.Code || c.moved[plain] > 0:
		case b.Level > 0:
			out[i].sort = "heading"
		case strings.HasPrefix(b.Text, "| "):
			out[i].sort = "row"
		default:
			out[i].sort = "text"
		}
		out[i].words = slices.DeleteFunc(strings.Fields(b.Text), func(w string) bool { return w == "|" })
		slices.Sort(out[i].words)
	}
	return out
}

// shareWith returns how much of two blocks is the same, from 0 to 1.
func (b bag) shareWith(other bag) float64 {
	if b.sort == "" || b.sort != other.sort {
		return 0
	}
	n := 0
	for i, j := 0, 0; i < len(b.words) && j < len(other.words); {
		switch strings.Compare(b.words[i], other.words[j]) {
		case 0:
			n++
			i, j = i+1, j+1
		case -1:
			i++
		default:
			j++
		}
	}
	return 2 * float64(n) / float64(max(1, len(b.words)+len(other.words)))
}
