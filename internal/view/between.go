package view

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// State is the workspace at one point: a commit, or the work tree.
type State struct {
	// Name is what it was asked for by, such as review/2023; "" for the work tree.
	Name string
	// Commit is nil for the work tree.
	Commit *history.Commit
	AsOf   string // the day against which dates are judged
	// Workspace is nil where there was none yet.
	Workspace   *workspace.Workspace
	Figures     []Figure
	Diagnostics []diag.Diagnostic
}

// Between is what happened from one state to another, in words, as a profile shows it.
type Between struct {
	From, To *State
	Lang     locale.Lang
	Profile  record.Profile
	// Records are those that differ, by kind as Kinds orders them, then by id.
	Records []*Difference
	// Kinds are the kinds of which a record differs, is still open or was closed by a law.
	Kinds []KindChange
	// Settings is how lis.yaml differs, nil where it does not; Files are the other files changed that say what records are:
	// baseline.yaml and those in schema/.
	Settings *Difference
	Files    []string
	// Figures are the numbers that are not the same in both states, as the profile shows them.
	Figures []Moved
	// Appeared are the open diagnostics that are new in the later state, Gone those of the earlier that are no more.
	// Remaining are the others of the later state that are about a record that differs.
	Appeared, Gone, Remaining []diag.Diagnostic
}

// Difference is how one record differs, in words.
type Difference struct {
	trail.Difference
	Name  string // its title
	Label string // of its kind, in the plural
	What  string // its kind, in the singular
	Words []trail.Words
	// Owner is the role that answers for it: its id and title, both "" where there is none.
	Owner, OwnerName string
	// Moves is how often the day by which it is to be done was changed.
	Moves int

	sorts []string
}

// KindChange is what happened to the records of a kind.
type KindChange struct {
	Kind, Label string
	Sorts       []Sort // those with any records
}

// Sort are the records of a kind that something happened to: they were added, say, or are still open.
type Sort struct {
	Name    string // one of the sorts below
	Label   string
	Records []*Difference
}

// The sorts, in the order in which they are told. A record may be of several.
const (
	SortAdded    = "added"
	SortClosed   = "closed"
	SortReopened = "reopened"
	SortOpen     = "open" // before and after; told between two commits only, since a change in work does nothing to them
	SortJudged   = "judged"
	SortDue      = "due"
	SortEdited   = "changed" // other than in form
	SortRemoved  = "removed"
)

var sorts = []string{SortAdded, SortClosed, SortReopened, SortOpen, SortJudged, SortDue, SortEdited, SortRemoved}

// sortLabels are the messages with the usual words for each sort.
var sortLabels = map[string]string{
	SortAdded: "between.added", SortClosed: "between.closed", SortReopened: "between.reopened", SortOpen: "between.open",
	SortJudged: "between.judged", SortDue: "between.due", SortEdited: "between.changed", SortRemoved: "between.removed",
}

// Moved is a figure that is not the same in two states. A value is nil where the state does not have the figure.
type Moved struct {
	Name     string
	Label    locale.Text
	Publish  record.Profile
	From, To *int
	Unlike   Unlike // why the two cannot be compared
}

// Note says that the two values cannot be compared, and why; "" where they can.
func (m Moved) Note(lang locale.Lang) string {
	switch m.Unlike {
	case Alike:
		return ""
	case OtherScale:
		return lang.T("between.unlike.scale")
	}
	return lang.T("between.unlike.definition")
}

// Shown are the two values as a profile may see them, "–" for none.
func (m Moved) Shown(p record.Profile, lang locale.Lang) (from, to string) {
	show := func(n *int) string {
		if n == nil {
			return "–"
		}
		return Figure{Value: *n}.Shown(p, lang)
	}
	return show(m.From), show(m.To)
}

// Count is how many records were changed in that way; those that differ in form only do not count.
func (b *Between) Count(c trail.Changed) int {
	n := 0
	for _, d := range b.Records {
		if d.Change == c && !d.Form() {
			n++
		}
	}
	return n
}

// Title names the two states.
func (b *Between) Title() string {
	return b.Lang.T("between.title", locale.Args{"from": b.stateName(b.From), "to": b.stateName(b.To)})
}

// stateName is a state in words: review/2023 (25 augusti 2023, c0062dd).
func (b *Between) stateName(s *State) string {
	if s.Commit == nil {
		return b.Lang.T("between.work-tree", locale.Args{"date": b.Lang.Date(s.AsOf)})
	}
	args := locale.Args{"name": s.Name, "commit": short(string(s.Commit.Hash)), "date": b.Lang.Date(s.day())}
	if strings.HasPrefix(string(s.Commit.Hash), s.Name) {
		return b.Lang.T("between.commit", args)
	}
	return b.Lang.T("between.state", args)
}

// day is the day of the commit, which is not always the one against which dates are judged.
func (s *State) day() string {
	at := s.Commit.CommittedAt
	if s.Workspace != nil {
		at = at.In(s.Workspace.Config.Zone)
	}
	return at.Format(locale.DateForm)
}

// Lead is the whole in a sentence: how many records were added, changed, moved and removed.
func (b *Between) Lead() string {
	var parts []string
	for _, c := range []struct {
		key    string
		change trail.Changed
	}{{"between.n-added", trail.Added}, {"between.n-changed", trail.Edited}, {"between.n-renamed", trail.Renamed}, {"between.n-removed", trail.Removed}} {
		if n := b.Count(c.change); n > 0 {
			parts = append(parts, b.Lang.T(c.key, locale.Args{"n": n}))
		}
	}
	if len(parts) == 0 {
		return b.Lang.T("between.none")
	}
	return b.Lang.T("between.counts", locale.Args{"parts": b.Lang.And(parts)})
}

// NewBetween compares two states as a profile shows them; the profile "" shows all. past is the trail of the later one, nil
// where there is none.
func NewBetween(from, to *State, past *trail.Trail, p record.Profile, lang locale.Lang) *Between {
	b := &Between{From: from, To: to, Lang: lang, Profile: p}
	c := comparer{b: b, before: from.cut(p), after: to.cut(p), past: past}
	c.teller = trail.Teller{Lang: lang, Title: c.title}
	c.records()
	c.kinds()
	c.settings()
	c.figures()
	c.diagnostics()
	return b
}

// cut is what a profile leaves of a state, nil where there is no workspace.
func (s *State) cut(p record.Profile) *Cut {
	if s.Workspace == nil {
		return nil
	}
	return NewCut(s.Workspace, p)
}

func (s *State) graph() *graph.Graph {
	if s.Workspace == nil {
		return nil
	}
	return s.Workspace.Graph
}

// comparer fills a Between.
type comparer struct {
	b             *Between
	before, after *Cut
	past          *trail.Trail
	teller        trail.Teller
	all           []*Difference // with those of records that are the same and are still open, or closed by a law
}

// title is what a record is called that a reference names, in the later state or else, where it is there no more, in the
// earlier one; "" where that state does not show it.
func (c *comparer) title(id string, kinds []string) string {
	for _, cut := range []*Cut{c.after, c.before} {
		if cut == nil {
			continue
		}
		if to, _ := cut.graph.Resolve(id, kinds); to != nil {
			if !cut.Record(to) {
				return ""
			}
			return cut.graph.Title(to).In(c.b.Lang)
		}
	}
	return ""
}

// records tells how records differ.
func (c *comparer) records() {
	different := map[string]bool{}
	for _, d := range trail.Compare(c.b.From.graph(), c.b.To.graph()).Records {
		was, now := recordOf(c.b.From, d, d.FromFile), recordOf(c.b.To, d, d.File)
		if now != nil && !c.after.Record(now) || now == nil && !c.before.Record(was) {
			continue
		}
		told := c.difference(d, was, now)
		hidden := told.Form() && !d.Form() // all that changed
		different[strings.ToLower(d.ID)] = !hidden || !c.tells(was)
		if hidden {
			continue
		}
		c.b.Records = append(c.b.Records, told)
		c.all = append(c.all, told)
	}
	if c.after == nil || c.before == nil {
		return
	}
	for _, r := range c.after.Records(c.after.graph.Records) { // those that are the same: still open, or closed by a law
		if len(r.Kind.Closed) > 0 && r.ID != "" && !different[strings.ToLower(r.ID)] {
			d := trail.Difference{ID: r.ID, Kind: r.Kind.Name, Title: c.after.graph.Title(r), File: r.File().Name}
			c.all = append(c.all, c.difference(d, r, r))
		}
	}
	order := c.b.Lang.Collator()
	compare := func(x, y *Difference) int {
		return cmp.Or(c.rank(x.Kind)-c.rank(y.Kind), order.CompareString(x.Label, y.Label), cmp.Compare(x.Kind, y.Kind), graph.CompareIDs(x.ID, y.ID), cmp.Compare(x.File, y.File))
	}
	slices.SortFunc(c.b.Records, compare)
	slices.SortFunc(c.all, compare)
}

// rank puts first the kinds whose records are closed or judged: what there is to be said of is in them.
func (c *comparer) rank(kind string) int {
	if k := c.b.kind(kind); k != nil && len(k.Closed)+len(k.Judged) > 0 {
		return 0
	}
	return 1
}

// recordOf is the record that a difference is about in a state, or nil.
func recordOf(s *State, d trail.Difference, file string) *record.Record {
	switch {
	case s.Workspace == nil:
		return nil
	case d.ID == "":
		return s.Workspace.Graph.InFile(cmp.Or(file, d.File))
	}
	return s.Workspace.Graph.Named(d.ID)
}

// tells reports whether what a record of the earlier state said may be told; nil for one that was not there.
func (c *comparer) tells(was *record.Record) bool { return was == nil || c.before.Record(was) }

// difference tells one difference, cut to the profile. What a record said while the profile did not show it stays untold.
func (c *comparer) difference(d trail.Difference, was, now *record.Record) *Difference {
	last, cut := now, c.after
	if now == nil {
		last, cut = was, c.before
	}
	out := &Difference{
		Difference: d, Name: d.Title.In(c.b.Lang), Label: last.Kind.Plural.In(c.b.Lang), What: last.Kind.Label.In(c.b.Lang),
	}
	readable := last
	if last.Doc.Broken && was != nil && c.tells(was) { // what it said before is the best there is
		readable, cut = was, c.before
		out.Name = cut.graph.Title(was).In(c.b.Lang)
	}
	if role := rules.Responsible(cut.graph, readable); role != nil && cut.Record(role) && c.title(role.ID, []string{role.Kind.Name}) != "" {
		out.Owner, out.OwnerName = role.ID, cut.graph.Title(role).In(c.b.Lang)
	}
	if !c.tells(was) {
		out.Fields, out.BodyChanged, out.FromFile, out.FromKind = nil, false, "", ""
	}
	out.Fields = c.cutFields(was, now, out.Fields)
	out.sorts = c.sortsOf(out, was, now)
	if c.b.Profile == record.Public {
		out.File, out.FromFile, out.FromKind = "", "", ""
		if last.ID == "" && last.OwnTitle() == "" { // its title is the name of its file
			out.Name = out.What
		}
		return out
	}
	if d.Change == trail.Edited || d.Change == trail.Renamed {
		out.Words = c.teller.Tell(last.Kind, out.Fields)
	}
	return out
}

// cutFields are the changes of shown fields as [Cut.Trail] tells them. What a field said is told where both states show it, so
// that what has become secret since is no more told than what was; what it says now where the later one does, since the field
// may be new in its kind. Either record may be nil.
func (c *comparer) cutFields(was, now *record.Record, all []graph.Change) []graph.Change {
	if c.b.Profile == "" {
		return all
	}
	var out []graph.Change
	for _, change := range all {
		if now != nil && !c.after.KindField(now.Kind, change.Field) || now == nil && !c.before.KindField(was.Kind, change.Field) {
			continue
		}
		told, names := change, false
		if was != nil {
			told.Old = c.before.past(was.Kind, change.Field, told.Old)
			names = c.before.namedIn(told.Old)
		}
		if now != nil {
			told.Old, told.New = c.after.past(now.Kind, change.Field, told.Old), c.after.past(now.Kind, change.Field, change.New)
			names = names || c.after.namedIn(told.Old) || c.after.namedIn(told.New)
		}
		switch {
		case reflect.DeepEqual(told.Old, told.New):
		case names || c.b.Profile == record.Public:
			out = append(out, graph.Change{Field: change.Field})
		default:
			out = append(out, told)
		}
	}
	return out
}

// sortsOf are the sorts that a record is of. Either side may be nil. Of one that was not shown before, what it was is told
// by no sort either.
func (c *comparer) sortsOf(d *Difference, was, now *record.Record) []string {
	k := cmp.Or(now, was).Kind
	if !c.tells(was) {
		if d.Form() {
			return nil
		}
		return []string{SortEdited}
	}
	stages := c.shownStages(k)
	closedBefore := was != nil && isClosed(was, c.shownStages(was.Kind), c.b.From.AsOf)
	closedNow := now != nil && isClosed(now, stages, c.b.To.AsOf)
	var of []string
	add := func(is bool, sort string) {
		if is {
			of = append(of, sort)
		}
	}
	both := was != nil && now != nil
	add(was == nil, SortAdded)
	add(closedNow && !closedBefore, SortClosed)
	add(both && closedBefore && !closedNow, SortReopened)
	add(both && awaits(stages) && c.b.To.Commit != nil && !closedBefore && !closedNow, SortOpen)
	add(both && changes(d.Fields, k.Judged), SortJudged)
	if both && k.Due != "" && c.after.KindField(k, k.Due) {
		d.Moves = c.moves(d, k.Due)
		add(d.Moves > 0, SortDue)
	}
	add(both && d.Change != "" && !d.Form(), SortEdited)
	add(now == nil, SortRemoved)
	return of
}

// shownStages are the stages that close records of a kind, those that the profile shows.
func (c *comparer) shownStages(k *record.Kind) []record.Stage {
	cut := cmp.Or(c.after, c.before)
	return slices.DeleteFunc(slices.Clone(k.Closed), func(s record.Stage) bool { return !cut.KindField(k, cmp.Or(s.Field, s.Act)) })
}

// awaits reports whether records are open until they reach one of the stages.
func awaits(closed []record.Stage) bool { return len(closed) > 0 && !closed[0].Lasting }

// isClosed reports whether a record is done with on a day: whether it has reached one of the stages.
func isClosed(r *record.Record, closed []record.Stage, day string) bool {
	for _, s := range closed {
		if s.Reached(r) {
			return true
		}
		if law, known := controls.Laws()[strings.TrimPrefix(r.Text(s.Act), "SFS ")]; known && s.Act != "" && law.RepealedOn(day) {
			return true
		}
	}
	return false
}

// changes reports whether one of the changes is in one of the fields or below it.
func changes(all []graph.Change, fields []string) bool {
	return slices.ContainsFunc(all, func(c graph.Change) bool {
		return slices.ContainsFunc(fields, func(field string) bool { return within(c.Field, field) })
	})
}

// moves is how often a day was changed from one state to the other, as the trail tells; once where the trail does not know.
func (c *comparer) moves(d *Difference, due string) int {
	n := 0
	if c.b.From.Commit != nil {
		for _, rev := range c.past.After(d.ID, c.b.From.Commit.Hash) {
			n += moved(rev.Fields, due)
		}
	}
	return max(n, moved(d.Fields, due))
}

// moved is 1 where a day is among the changes, and was and is set.
func moved(all []graph.Change, day string) int {
	if slices.ContainsFunc(all, func(c graph.Change) bool { return c.Field == day && c.Old != nil && c.New != nil }) {
		return 1
	}
	return 0
}

// kinds gathers the records of each kind by sort.
func (c *comparer) kinds() {
	for _, d := range c.all {
		if len(d.sorts) == 0 {
			continue
		}
		at := slices.IndexFunc(c.b.Kinds, func(k KindChange) bool { return k.Kind == d.Kind })
		if at < 0 {
			at = len(c.b.Kinds)
			c.b.Kinds = append(c.b.Kinds, KindChange{Kind: d.Kind, Label: d.Label})
		}
		for _, name := range d.sorts {
			c.b.Kinds[at].add(name, d)
		}
	}
	for i := range c.b.Kinds {
		k := &c.b.Kinds[i]
		slices.SortFunc(k.Sorts, func(x, y Sort) int { return slices.Index(sorts, x.Name) - slices.Index(sorts, y.Name) })
		for j := range k.Sorts {
			k.Sorts[j].Label = c.sortLabel(k.Kind, k.Sorts[j].Name)
		}
	}
}

func (k *KindChange) add(name string, d *Difference) {
	at := slices.IndexFunc(k.Sorts, func(s Sort) bool { return s.Name == name })
	if at < 0 {
		at = len(k.Sorts)
		k.Sorts = append(k.Sorts, Sort{Name: name})
	}
	k.Sorts[at].Records = append(k.Sorts[at].Records, d)
}

// kind is the kind of that name in the later state, or else in the earlier one; nil in neither.
func (b *Between) kind(name string) *record.Kind {
	for _, s := range []*State{b.To, b.From} {
		switch {
		case s.Workspace == nil:
		case name == s.Workspace.Config.Record.Kind.Name:
			return s.Workspace.Config.Record.Kind
		case s.Workspace.Kinds.Named(name) != nil:
			return s.Workspace.Kinds.Named(name)
		}
	}
	return nil
}

// FieldLabel is what a field of a kind is called.
func (b *Between) FieldLabel(kind, path string) string {
	return trail.Teller{Lang: b.Lang}.Label(b.kind(kind), path)
}

// sortLabel is what the records of a sort are called: as their kind says, or in the usual words.
func (c *comparer) sortLabel(kind, sort string) string {
	k := c.b.kind(kind)
	switch {
	case sort == SortClosed && len(k.Closed) > 0 && !k.Closed[0].Label.IsZero():
		return k.Closed[0].Label.In(c.b.Lang)
	case sort == SortJudged && !k.JudgedLabel.IsZero():
		return k.JudgedLabel.In(c.b.Lang)
	}
	return c.b.Lang.T(sortLabels[sort])
}

// settings tells what changed in what says how records are read.
func (c *comparer) settings() {
	if c.b.From.Workspace == nil || c.b.To.Workspace == nil || c.b.Profile == record.Public {
		return
	}
	was, now := c.b.From.Workspace, c.b.To.Workspace
	config := now.Config.Record
	fields := c.cutFields(was.Config.Record, config, graph.Compare(was.Config.Record.Values, config.Values))
	if len(fields) > 0 {
		c.b.Settings = &Difference{
			Difference: trail.Difference{Kind: config.Kind.Name, File: config.File().Name, Change: trail.Edited, Fields: fields},
			Label:      config.Kind.Label.In(c.b.Lang), What: config.Kind.Label.In(c.b.Lang), Words: c.teller.Tell(config.Kind, fields),
		}
	}
	for _, files := range []map[string][]byte{was.Files, now.Files} {
		for name := range files {
			isOther := name == workspace.BaselineFile || strings.HasPrefix(name, "schema/")
			if isOther && string(was.Files[name]) != string(now.Files[name]) && !slices.Contains(c.b.Files, name) {
				c.b.Files = append(c.b.Files, name)
			}
		}
	}
	slices.Sort(c.b.Files)
}

// figures are those that moved, in the order of the later state.
func (c *comparer) figures() {
	before := FigureMap(c.b.From.Figures)
	after := FigureMap(c.b.To.Figures)
	defined := map[string]string{}
	for _, f := range c.b.From.Figures {
		defined[f.Name] = f.Definition
	}
	told := map[string]bool{} // or hidden in one of the states
	all := slices.Concat(c.b.To.Figures, c.b.From.Figures)
	for _, f := range all {
		told[f.Name] = told[f.Name] || c.b.Profile != "" && !c.b.Profile.Shows(f.Publish)
	}
	for _, f := range all {
		from, was := before[f.Name]
		to, is := after[f.Name]
		if told[f.Name] || was && is && from == to {
			continue
		}
		told[f.Name] = true
		m := Moved{Name: f.Name, Label: f.Label, Publish: f.Publish}
		if was {
			m.From = &from
		}
		if is {
			m.To = &to
		}
		if was && is {
			m.Unlike = differs(defined[f.Name], f.Definition)
		}
		if old, now := m.Shown(c.b.Profile, c.b.Lang); old != now {
			c.b.Figures = append(c.b.Figures, m)
		}
	}
}

// diagnostics are those that came and went.
func (c *comparer) diagnostics() {
	if c.b.Profile == record.Public {
		return
	}
	before, after := open(c.b.From.Diagnostics, c.before), open(c.b.To.Diagnostics, c.after)
	before = slices.DeleteFunc(before, c.hiddenSince)
	c.b.Appeared, c.b.Gone = gravestFirst(rules.Since(after, before)), gravestFirst(rules.Since(before, after))
	different := map[string]bool{}
	for _, d := range c.b.Records {
		different[d.File] = true
	}
	for _, d := range rules.Since(after, c.b.Appeared) {
		if different[d.FileName()] {
			c.b.Remaining = append(c.b.Remaining, d)
		}
	}
	gravestFirst(c.b.Remaining)
}

// hiddenSince reports whether a diagnostic of the earlier state is about something that the later one does not show.
func (c *comparer) hiddenSince(d diag.Diagnostic) bool {
	switch {
	case c.after == nil:
		return false
	case c.after.graph.Named(d.Record) != nil:
		return !c.after.Diagnostic(d)
	}
	return c.after.Names(d.Message) || c.after.Names(d.Hint)
}

// gravestFirst sorts by severity, and leaves the order otherwise.
func gravestFirst(all []diag.Diagnostic) []diag.Diagnostic {
	slices.SortStableFunc(all, func(x, y diag.Diagnostic) int { return int(y.Severity) - int(x.Severity) })
	return all
}

// open are the open diagnostics that a profile shows.
func open(all []diag.Diagnostic, cut *Cut) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, d := range all {
		if d.State == diag.Open && cut.Diagnostic(d) {
			out = append(out, d)
		}
	}
	return out
}
