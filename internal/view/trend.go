package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Trend is the page on the development of the figures.
type Trend struct {
	// Period is the range of months that the lines cover, in words; "" if there are none.
	Period string
	Chosen []TrendCard
	// Points are the latest reviews and now, the columns of the tables. Hidden says how many earlier ones are left out.
	Points []TrendPoint
	Hidden string
	Groups []TrendGroup
	// Notes explain the marks, and say which states could not be read.
	Notes []string
}

// TrendPoint is one review, or now.
type TrendPoint struct {
	Head Item
	Day  Item
}

// TrendCard is one of the most important figures.
type TrendCard struct {
	ID, Label string
	Now       string
	// Earlier are the values at the reviews, latest first.
	Earlier []TrendEarlier
	Note    string
	Line    *Line
}

// TrendEarlier is a value at a review.
type TrendEarlier struct {
	Review Item
	Value  string
}

// TrendGroup is the figures whose names begin with the same word.
type TrendGroup struct {
	ID, Label string
	Rows      []TrendRow
	Zero      string // the figures that were always 0, in a sentence
}

// TrendRow is one figure: its values at the points, its line, and its values month by month.
type TrendRow struct {
	Label  string
	Notes  []string
	Values []string
	Line   *Line // nil if the figure did not change or may not be drawn
	Years  []TrendYear
}

// TrendYear is the values of a year. Each holds from its month until the next.
type TrendYear struct {
	Year  string
	Steps []TrendStep
}

// TrendStep is a value and the month from which it holds.
type TrendStep struct{ Month, Value string }

// The size of the box in which a line is drawn, and the margin for its stroke.
const (
	LineWidth  = 300
	LineHeight = 60
	lineMargin = 4
)

// Line is values over months as positions in a box, counted from its upper left corner.
type Line struct {
	Runs []Run
	Held []int // the X positions of the months in which reviews were held
}

// Run is a part of a line without gaps. Apart is set if its values cannot be compared with the latest.
type Run struct {
	Apart bool
	Dots  []Dot
}

// Dot is a position in the box of a line.
type Dot struct{ X, Y int }

const (
	// maxTrendReviews is how many reviews a table has columns for, maxTrendMonths how many months a line shows.
	maxTrendReviews = 4
	maxTrendMonths  = 60
	// maxEarlier is how many reviews a card shows.
	maxEarlier = 2
)

// trendPage is the page on how the figures develop.
const trendPage = "utveckling.html"

// TrendPage returns the name of the page on the development of the figures, or "" if there is no data for it.
func (m *Model) TrendPage() string {
	if len(m.in.Reviews) == 0 && len(m.in.Months) == 0 {
		return ""
	}
	return trendPage
}

// trends is the data of the page: the points shown, and the figures over them.
type trends struct {
	m                 *Model
	points, months    []figures.Point
	atPoints, monthly map[string]figures.Series
	names             []string // of all figures, in order
}

// Trend returns the page on the development of the figures.
func (m *Model) Trend() Trend {
	t := trends{m: m, atPoints: map[string]figures.Series{}, monthly: map[string]figures.Series{}}
	t.points = slices.DeleteFunc(slices.Clone(m.in.Reviews), func(p figures.Point) bool { return p.Name != figures.Now && !m.shows(p.Name) })
	hidden := max(0, len(t.points)-1-maxTrendReviews)
	t.points = t.points[hidden:]
	t.months = m.in.Months[max(0, len(m.in.Months)-maxTrendMonths):]
	t.gather(t.atPoints, t.points)
	t.gather(t.monthly, t.months)
	out := Trend{Chosen: t.cards(), Groups: t.groups(), Notes: t.notes()}
	if n := len(t.months); n > 0 {
		out.Period = m.t("site.trend.period", locale.Args{"from": t.month(0), "to": t.month(n - 1)})
	}
	for _, p := range t.points {
		out.Points = append(out.Points, TrendPoint{Head: t.head(p), Day: m.day(p.Day)})
	}
	if hidden > 0 {
		out.Hidden = m.count("site.trend.hidden", hidden)
	}
	return out
}

// shows reports whether the profile shows the record with an id.
func (m *Model) shows(id string) bool {
	r := m.w.Graph.Named(id)
	return r != nil && m.cut.Record(r)
}

func (t *trends) gather(into map[string]figures.Series, points []figures.Point) {
	for _, s := range figures.Over(points, t.m.in.Profile) {
		into[s.Name] = s
		if !slices.Contains(t.names, s.Name) {
			t.names = append(t.names, s.Name)
		}
	}
}

// head returns the heading of a point: the id of its review, with a link to it.
func (t *trends) head(p figures.Point) Item {
	if p.Name == figures.Now {
		return Item{Text: t.m.t("site.trend.now")}
	}
	return Item{Text: p.Name, Page: t.m.PageOf(t.m.w.Graph.Named(p.Name))}
}

// month returns a month in words: "augusti 2023".
func (t *trends) month(i int) string {
	year, n := monthOf(t.months[i])
	return t.m.lang.Month(n) + " " + year
}

func monthOf(p figures.Point) (year string, month int) {
	year, rest, _ := strings.Cut(p.Name, "-")
	month, _ = strconv.Atoi(rest)
	return year, month
}

// value returns a value in words with its mark.
func (t *trends) value(v figures.SeriesValue) string {
	if v.Figure == nil {
		return t.m.t("site.trend.none")
	}
	text := v.Figure.Shown(t.m.in.Profile, t.m.lang)
	if v.Unlike != figures.Alike {
		text += t.m.t("site.trend.mark")
	}
	return text
}

// any reports whether holds is true for a value of a figure, at a point or in a month.
func (t *trends) any(name string, holds func(figures.SeriesValue) bool) bool {
	return slices.ContainsFunc(slices.Concat(t.atPoints[name].Values, t.monthly[name].Values), holds)
}

// isZero reports whether a figure was 0 whenever it had a value.
func (t *trends) isZero(name string) bool {
	return !t.any(name, func(v figures.SeriesValue) bool { return v.Figure != nil && (v.Figure.Value != 0 || v.Rough) })
}

// cards returns the most important figures, without those that were always 0.
func (t *trends) cards() []TrendCard {
	var out []TrendCard
	for _, c := range t.m.dash.Trend {
		s, ok := t.atPoints[c.Figure]
		if ok && !t.isZero(c.Figure) {
			out = append(out, t.card(s, c.Of))
		}
	}
	return out
}

func (t *trends) card(s figures.Series, of string) TrendCard {
	whole := t.atPoints[of].Values
	told := func(i int) string {
		if i < len(whole) && whole[i].Figure != nil && s.Values[i].Figure != nil {
			return t.m.t("site.trend.of", locale.Args{"value": t.value(s.Values[i]), "whole": t.value(whole[i])})
		}
		return t.value(s.Values[i])
	}
	last := len(s.Values) - 1
	card := TrendCard{
		ID: document.Slug("tal " + strings.ReplaceAll(s.Name, ".", " ")), Label: s.Label.In(t.m.lang), Now: told(last),
		Note: strings.Join(t.unlike(s.Name), " "), Line: t.line(s.Name, of),
	}
	for i := last - 1; i >= max(0, last-maxEarlier); i-- {
		card.Earlier = append(card.Earlier, TrendEarlier{Review: t.head(t.points[i]), Value: told(i)})
	}
	return card
}

// unlike explains why values of a figure are marked.
func (t *trends) unlike(name string) []string {
	var out []string
	for _, why := range []figures.Unlike{figures.OtherScale, figures.OtherDefinition} {
		if t.any(name, func(v figures.SeriesValue) bool { return v.Unlike == why }) {
			out = append(out, t.m.t("site.trend.mark")+" "+t.m.t(why.Key())+".")
		}
	}
	return out
}

// groups returns all figures, grouped by the first word of their names.
func (t *trends) groups() []TrendGroup {
	var groups []TrendGroup
	at, zero := map[string]int{}, map[string][]string{}
	for _, name := range t.names {
		word, _, _ := strings.Cut(name, ".")
		i, known := at[word]
		if !known {
			i = len(groups)
			at[word] = i
			groups = append(groups, TrendGroup{ID: "alla-" + document.Slug(word), Label: t.groupLabel(word, name)})
		}
		if t.isZero(name) {
			zero[word] = append(zero[word], t.label(name))
			continue
		}
		groups[i].Rows = append(groups[i].Rows, t.row(name))
	}
	for word, labels := range zero {
		groups[at[word]].Zero = t.m.t("site.trend.zero", locale.Args{"labels": strings.Join(labels, "; ")})
	}
	return groups
}

// groupLabel returns the label of a group: from the dashboard, or else that of the figure that counts all of it, or else that
// of its first figure.
func (t *trends) groupLabel(word, first string) string {
	if label, named := t.m.dash.Groups[word]; named {
		return label.In(t.m.lang)
	}
	if label := t.label(word + ".total"); label != "" {
		return label
	}
	return t.label(first)
}

func (t *trends) label(name string) string {
	if s, ok := t.atPoints[name]; ok {
		return s.Label.In(t.m.lang)
	}
	return t.monthly[name].Label.In(t.m.lang)
}

func (t *trends) row(name string) TrendRow {
	row := TrendRow{Label: t.label(name), Notes: t.unlike(name), Years: t.years(name)}
	values := t.atPoints[name].Values
	if values == nil {
		values = make([]figures.SeriesValue, len(t.points))
	}
	for _, v := range values {
		row.Values = append(row.Values, t.value(v))
	}
	if len(row.Years) > 1 || len(row.Years) == 1 && len(row.Years[0].Steps) > 1 {
		row.Line = t.line(name, "")
	}
	return row
}

// years returns the values of a figure with the months from which they hold.
func (t *trends) years(name string) []TrendYear {
	var years []TrendYear
	last := ""
	for i, v := range t.monthly[name].Values {
		text := t.value(v)
		if text == last {
			continue
		}
		last = text
		year, month := monthOf(t.months[i])
		if n := len(years); n == 0 || years[n-1].Year != year {
			years = append(years, TrendYear{Year: year})
		}
		y := &years[len(years)-1]
		y.Steps = append(y.Steps, TrendStep{Month: firstLetters(t.m.lang.Month(month), 3), Value: text})
	}
	return years
}

func firstLetters(s string, n int) string {
	letters := []rune(s)
	return string(letters[:min(n, len(letters))])
}

// line draws a figure over the months, on a scale from 0 to the largest value of the figure and of the total that it is part
// of. It returns nil if there are fewer than two months, or if the profile may not see some number exactly, because a height
// would reveal it.
func (t *trends) line(name, of string) *Line {
	values := t.monthly[name].Values
	most := 1
	for _, v := range slices.Concat(values, t.monthly[of].Values) {
		if v.Rough {
			return nil
		}
		if v.Figure != nil {
			most = max(most, v.Figure.Value)
		}
	}
	if len(values) < 2 {
		return nil
	}
	line := &Line{}
	open := false
	for i, v := range values {
		if v.Figure == nil {
			open = false
			continue
		}
		dot := Dot{t.x(i), LineHeight - lineMargin - v.Figure.Value*(LineHeight-2*lineMargin)/most}
		apart := v.Unlike != figures.Alike
		if n := len(line.Runs); !open || line.Runs[n-1].Apart != apart {
			line.Runs, open = append(line.Runs, Run{Apart: apart}), true
		}
		run := &line.Runs[len(line.Runs)-1]
		run.Dots = append(run.Dots, dot)
	}
	for _, p := range t.points {
		i := slices.IndexFunc(t.months, func(month figures.Point) bool { return strings.HasPrefix(p.Day, month.Name) })
		if p.Name != figures.Now && i >= 0 {
			line.Held = append(line.Held, t.x(i))
		}
	}
	return line
}

func (t *trends) x(month int) int {
	return lineMargin + month*(LineWidth-2*lineMargin)/max(1, len(t.months)-1)
}

// notes explains the marks, and names the states that could not be read.
func (t *trends) notes() []string {
	var out []string
	if slices.ContainsFunc(t.names, func(name string) bool {
		return t.any(name, func(v figures.SeriesValue) bool { return v.Figure == nil })
	}) {
		out = append(out, t.m.t("site.trend.note-none"))
	}
	for _, p := range slices.Concat(t.points, t.months) {
		if p.Unread != "" {
			out = append(out, t.m.t("site.trend.unread", locale.Args{"name": p.Name, "why": t.m.t(p.Unread.Key())}))
		}
	}
	return out
}
