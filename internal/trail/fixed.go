package trail

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/record"
)

// Alteration is what became of a record that was not to change any more.
type Alteration struct {
	ID   string
	Kind *record.Kind
	File string // where it stands, or stood last
	// Removed is set where the record is no more.
	Removed bool
	// Fields are those that have another value than they had, or none, by path.
	Fields []graph.Change
	// Text is set where the text is another one.
	Text bool
}

// Altered lists the records that had come in a commit of the line to the stage where their kind says that they are fixed, and
// that say otherwise in a later state without being a new version: the tip of the trail, or the work tree above it. What was
// empty and got filled in is no alteration, nor is what only revisions did that are to be ignored, nor what was undone. It is
// empty where the commit is not on the line.
func (t *Trail) Altered(since history.Hash, kinds *record.Kinds, now *graph.Graph) []Alteration {
	if t == nil {
		return nil
	}
	place, ok := t.place(since)
	if !ok {
		return nil
	}
	present := records(now)
	broken := map[string]bool{} // by file
	for _, r := range now.Records {
		broken[r.File().Name] = r.Doc.Broken
	}
	var all []Alteration
	for _, r := range t.Records {
		p := t.replay(r, place)
		kind := kinds.Named(p.kind)
		if !p.then.there || kind == nil || !p.then.reached(kind.Fixed) {
			continue
		}
		a := Alteration{ID: r.ID, Kind: kind, File: r.File}
		is := present[key(r.ID)]
		switch {
		case is == nil:
			a.Removed = (p.last.there || p.removed) && !broken[r.File]
		case !is.Doc.Broken && !p.then.superseded(kind.Fixed, is):
			a.File = is.File().Name
			a.compare(p, is)
		}
		if a.Removed || a.Text || len(a.Fields) > 0 {
			all = append(all, a)
		}
	}
	return all
}

// compare notes how a record is otherwise than it was.
func (a *Alteration) compare(p past, is *record.Record) {
	values := graph.Flatten(is.Values)
	known := []string{"field-missing", "ref-unknown", "ref-wrong-kind"} // of these the value is known all the same
	for _, path := range slices.SortedFunc(maps.Keys(p.then.values), comparePaths) {
		was, now := p.then.values[path], values[path]
		meant := p.touched[path] || !reflect.DeepEqual(p.last.values[path], now)
		if meant && !reflect.DeepEqual(was, now) && !mayChange(a.Kind, path) && is.Readable([]string{path}, known) {
			a.Fields = append(a.Fields, graph.Change{Field: path, Old: was, New: now})
		}
	}
	text := sumOf(plainText(is.Doc))
	a.Text = text != p.then.text && (p.textTouched || text != p.last.text)
}

func comparePaths(a, b string) int { return cmp.Or(graph.CompareIDs(a, b), cmp.Compare(a, b)) }

// mayChange reports whether a field may change in a fixed record: what is about the keeping of the record, and a status, which
// goes on to further stages.
func mayChange(kind *record.Kind, path string) bool {
	top, _, _ := strings.Cut(record.Bare(path), ".")
	switch top {
	case "review_due", "waive", "tags":
		return true
	}
	return len(kind.Fixed.Values) > 0 && record.Bare(path) == record.Bare(kind.Fixed.Field)
}

// said is what a record said at some point of the line.
type said struct {
	there  bool
	values map[string]any // by path, lists of objects opened
	text   sum
}

// past is what a record said at a commit and at the tip, and what revisions that mean something did in between.
type past struct {
	kind                 string // at the commit
	then, last           said
	touched              map[string]bool // fields
	textTouched, removed bool
}

// replay reads the revisions of a record from the oldest on. place is that of the commit.
func (t *Trail) replay(r *Record, place int) past {
	p := past{kind: r.Kind, last: said{values: map[string]any{}}, touched: map[string]bool{}}
	for i := range r.Revisions {
		if rev := &r.Revisions[i]; t.places[rev.Commit] < place && rev.FromKind != "" {
			p.kind = rev.FromKind
		}
	}
	later := false
	for i := range slices.Backward(r.Revisions) {
		rev := &r.Revisions[i]
		if t.places[rev.Commit] < place {
			if !later {
				p.then, later = p.last.clone(), true
			}
			p.note(rev)
		}
		p.last.apply(rev)
		if text, ok := t.texts[textOf{key(r.ID), rev.Commit}]; ok {
			p.last.text = text
		}
	}
	if !later {
		p.then = p.last.clone()
	}
	return p
}

// note takes down what a revision after the commit did.
func (p *past) note(rev *Revision) {
	if rev.Ignored {
		return
	}
	for _, c := range rev.Fields {
		p.touched[c.Field] = true
	}
	p.textTouched = p.textTouched || rev.BodyChanged
	p.removed = rev.Change == Removed
}

func (s *said) clone() said { return said{s.there, maps.Clone(s.values), s.text} }

func (s *said) apply(rev *Revision) {
	s.there = rev.Change != Removed
	for _, c := range rev.Fields {
		if c.New == nil {
			delete(s.values, c.Field)
			continue
		}
		s.values[c.Field] = c.New
	}
}

// reached reports whether the record was in a stage; a nil stage is never reached.
func (s *said) reached(stage *record.Stage) bool {
	if stage == nil {
		return false
	}
	path := stage.Field
	if list, rest, last := strings.Cut(path, "[-1]"); last {
		for i := 0; ; i++ {
			item := fmt.Sprintf("%s[%d]%s", list, i, rest)
			if _, ok := s.values[item]; !ok {
				break
			}
			path = item
		}
	}
	return stage.Reached(&record.Record{Values: map[string]any{stage.Field: s.values[path]}})
}

// superseded reports whether a record is a new version of what it was.
func (s *said) superseded(stage *record.Stage, is *record.Record) bool {
	if stage.Version == "" {
		return false
	}
	now := is.At(stage.Version)
	return now != nil && !reflect.DeepEqual(now, s.values[stage.Version])
}

// textOf names the text of a record after a revision.
type textOf struct {
	key    string
	commit history.Hash
}

// keepText notes what the text of a record is after a revision, where its kind says when it may not change any more.
func (b *builder) keepText(commit history.Hash, key string, now place) error {
	kind := b.sayings.kinds.Named(now.kind)
	if now.file == "" || now.broken || kind == nil || kind.Fixed == nil {
		return nil
	}
	s, err := b.sayings.of(now.hash, now.kind)
	if err != nil {
		return fmt.Errorf("read %s: %w", now.file, err)
	}
	b.trail.texts[textOf{key, commit}] = s.body
	return nil
}

// sumOf stands for a text.
func sumOf(text []byte) (s sum) {
	if len(text) > 0 {
		whole := sha256.Sum256(text)
		copy(s[:], whole[:])
	}
	return s
}
