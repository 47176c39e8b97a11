package figures

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/record"
)

// Levels are the widest profiles that can show the figures of the present, by name. What is hidden now is hidden in the past too.
type Levels map[string]record.Profile

// LevelsOf returns the levels of the figures of a state.
func LevelsOf(now []Figure) Levels {
	levels := make(Levels, len(now))
	for _, f := range now {
		levels[f.Name] = f.Publish
	}
	return levels
}

// Cut returns the figures of an earlier state, each shown to nobody to whom its present definition does not show it. A figure
// that no longer exists is for the narrowest profile: nothing tells any longer who may see it.
func (l Levels) Cut(past []Figure) []Figure {
	out := slices.Clone(past)
	for i, f := range out {
		now, exists := l[f.Name]
		if !exists {
			now = disclose.Widest
		}
		out[i].Publish = record.Narrower(f.Publish, now)
	}
	return out
}

// CutPoints cuts the figures of points of the past.
func (l Levels) CutPoints(points []Point) {
	for i := range points {
		points[i].Figures = l.Cut(points[i].Figures)
	}
}
