package figures

import (
	"slices"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Series is one figure over points of history.
type Series struct {
	Name    string
	Label   locale.Text
	Publish record.Profile
	// Values has one value for each point.
	Values []SeriesValue
}

// SeriesValue is a figure at one point.
type SeriesValue struct {
	// Figure is nil if there is no value: the figure was not defined then, the state could not be read, or the profile does not
	// show it.
	Figure *Figure
	Rough  bool // the profile may not know the number itself
	// Unlike is why the value cannot be compared with the latest one.
	Unlike Unlike
}

// Number returns the value as data: nil if there is none, or the profile may not know it.
func (v SeriesValue) Number() *int {
	if v.Figure == nil || v.Rough {
		return nil
	}
	return &v.Figure.Value
}

// Alike reports whether there is a value that can be compared with the latest one.
func (v SeriesValue) Alike() bool { return v.Figure != nil && v.Unlike == Alike }

// Over returns every figure over points that are in order of time, as a profile shows them; the profile "" shows all. The figures
// are in the order of the latest point, followed by those that no longer exist. The label of a figure, its meaning and who can
// see it are those of the latest point that has it.
func Over(points []Point, p record.Profile) []Series {
	at := map[string]int{}
	var all []Series
	for i, point := range slices.Backward(points) {
		for j := range point.Figures {
			f := &point.Figures[j]
			n, known := at[f.Name]
			if !known {
				n = len(all)
				at[f.Name] = n
				all = append(all, Series{Name: f.Name, Label: f.Label, Publish: f.Publish, Values: make([]SeriesValue, len(points))})
			}
			if disclose.Profile(p).ShowsFigure(f.Publish) {
				all[n].Values[i] = SeriesValue{Figure: f, Rough: !f.Exact(p)}
			}
		}
	}
	all = slices.DeleteFunc(all, func(s Series) bool { return !disclose.Profile(p).ShowsFigure(s.Publish) })
	for _, s := range all {
		s.compare()
	}
	return all
}

// compare marks the values that cannot be compared with the latest.
func (s Series) compare() {
	latest := s.latest()
	for i := range s.Values {
		if f := s.Values[i].Figure; f != nil {
			s.Values[i].Unlike = Compare(*f, *latest)
		}
	}
}

// latest returns the last value, nil if there is none.
func (s Series) latest() *Figure {
	for _, v := range slices.Backward(s.Values) {
		if v.Figure != nil {
			return v.Figure
		}
	}
	return nil
}

// Stretch is a range of neighbouring points of a series, both ends included.
type Stretch struct{ From, To int }

// Stretches returns the longest runs of values for which holds is true.
func (s Series) Stretches(holds func(SeriesValue) bool) []Stretch {
	var out []Stretch
	for i, v := range s.Values {
		switch n := len(out) - 1; {
		case !holds(v):
		case n >= 0 && out[n].To == i-1:
			out[n].To = i
		default:
			out = append(out, Stretch{i, i})
		}
	}
	return out
}
