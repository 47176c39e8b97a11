package figures

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/cache"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/write"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// dated is what a commit changes, and when: text by name, "" deletes.
type dated struct {
	day   string
	files map[string]string
}

// pastStates is a repository with commits, its trail, and how its states are read.
func pastStates(t *testing.T, steps ...dated) (*trail.Trail, *Past, *int) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "repo")
	err := write.History(dir, func(yield func(write.Step) bool) {
		for i, s := range steps {
			at, err := time.Parse(time.RFC3339, s.day+"T12:00:00Z")
			if err != nil {
				t.Fatal(err)
			}
			step := write.Step{At: at, Author: history.Person{Name: "Asta Ek", Email: "a@example.org"}, Message: fmt.Sprint("Steg ", i), Files: map[string][]byte{}}
			for name, text := range s.files {
				step.Files[name] = nil
				if text != "" {
					step.Files[name] = []byte(text)
				}
			}
			if !yield(step) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	repo, err := history.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = repo.Close() })
	tip, err := repo.Head()
	if err != nil {
		t.Fatal(err)
	}
	log, err := repo.Log(t.Context(), tip)
	if err != nil {
		t.Fatal(err)
	}
	line, err := trail.Read(t.Context(), log, repo, sample.Load(t, sample.Files).Kinds)
	if err != nil {
		t.Fatal(err)
	}
	memo, reads := &workspace.Cache{}, new(int)
	return line, &Past{Workspace: "w", Commit: repo.Commit, At: func(c history.Commit) (*workspace.Workspace, error) {
		files, err := repo.FS(t.Context(), c)
		if err != nil {
			return nil, err
		}
		*reads++ // GOMAXPROCS may be more than one, but the tests that look read one state at a time
		return workspace.LoadWith(t.Context(), files, memo)
	}}, reads
}

// monthly are the points of the months till a day, filled.
func monthly(t *testing.T, line *trail.Trail, past *Past, asOf string) []Point {
	t.Helper()
	points := AtMonths(line, time.UTC, asOf)
	if err := past.Fill(points); err != nil {
		t.Fatal(err)
	}
	return points
}

// told is a series in short: values, "-" for none, with the mark of what is unlike.
func told(s Series) string {
	var out []string
	for _, v := range s.Values {
		text := "-"
		if v.Figure != nil {
			text = fmt.Sprint(v.Figure.Value)
		}
		if v.Unlike != Alike {
			text += string(v.Unlike)[:1]
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func show(all []Series, names ...string) map[string]string {
	out := map[string]string{}
	for _, s := range all {
		if slices.Contains(names, s.Name) {
			out[s.Name] = told(s)
		}
	}
	return out
}

const (
	ownFigures = "schema/figures.yaml"
	secret     = "hemliga:\n  count: system\n  where: self.classification.confidentiality != null && self.classification.confidentiality >= 2\n  label: {sv: Hemliga, en: Secret}\n  publish: public\n"
	sensitive  = "hemliga:\n  count: system\n  where: self.classification.confidentiality != null && self.classification.confidentiality >= 3\n  label: {sv: Hemliga, en: Secret}\n  publish: public\n"
	fourLevels = "format: 1\ntitle: Provet\norganisation: ORG-1\nclassification:\n  levels: [{value: 0}, {value: 1}, {value: 2}, {value: 3}]\n"
	threshold  = "format: 1\ntitle: Provet\norganisation: ORG-1\nthresholds: {risk_level: 10}\n"
)

func files(changes ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(changes); i += 2 {
		m[changes[i]] = changes[i+1]
	}
	return m
}

func TestMonths(t *testing.T) {
	line, past, reads := pastStates(t,
		dated{"2023-01-10", files("README.md", "Ingen arbetsyta än.\n")},
		dated{"2023-02-10", sample.Files},
		dated{"2023-03-01", files("lis.yaml", "format: 1\nfel: x\n")},
		dated{"2023-03-31", files("lis.yaml", sample.Files["lis.yaml"], "systems/1.md", "")},
		dated{"2023-05-02", files("lis.yaml", "format: [\n")},
		dated{"2023-06-02", files("lis.yaml", sample.Files["lis.yaml"])},
	)
	points := monthly(t, line, past, "2023-12-15")
	var names []string
	for _, p := range points {
		names = append(names, p.Name+" "+p.Day+" "+string(p.Unread))
	}
	if diff := cmp.Diff([]string{
		"2023-01 2023-01-31 absent", "2023-02 2023-02-28 ", "2023-03 2023-03-31 ", "2023-04 2023-04-30 ", "2023-05 2023-05-31 setup",
		"2023-06 2023-06-30 ", "2023-07 2023-07-31 ", "2023-08 2023-08-31 ", "2023-09 2023-09-30 ", "2023-10 2023-10-31 ",
		"2023-11 2023-11-30 ", "2023-12 2023-12-15 ",
	}, names); diff != "" {
		t.Errorf("points (-want +got)\n%s", diff)
	}
	want := map[string]string{
		"systems.total":   "- 3 2 2 - 2 2 2 2 2 2 2",
		"actions.overdue": "- 0 0 0 - 0 0 0 0 0 0 1", // nothing was accepted, but a day passed
	}
	if diff := cmp.Diff(want, show(Over(points, ""), "systems.total", "actions.overdue")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if *reads != 4 { // the last state is that of the end of March
		t.Errorf("%d states were read, want 4", *reads)
	}
	if got := AtMonths(line, time.UTC, "2023-01-09"); got != nil {
		t.Errorf("before the first commit: got %v", got)
	}
	far := AtMonths(line, time.UTC, "9999-12-31")
	if n := len(far); n != mostMonths+1 || far[n-2].Name != "2122-12" || far[n-1].Name != "9999-12" || far[n-1].Day != "9999-12-31" {
		t.Errorf("the last day there is: %d points, the last ones %+v", n, far[max(0, n-2):])
	}
}

func TestComparable(t *testing.T) {
	line, past, _ := pastStates(t,
		dated{"2023-01-10", sample.Files},
		dated{"2023-02-10", files(ownFigures, sensitive, "lis.yaml", threshold)},
		dated{"2023-03-10", files(ownFigures, secret)},
		dated{"2023-04-10", files("lis.yaml", fourLevels)},
		dated{"2023-05-10", files("systems/2.md", strings.Replace(sample.Files["systems/2.md"], "confidentiality: 3", "confidentiality: 1", 1))},
	)
	series := Over(monthly(t, line, past, "2023-05-31"), "")
	want := map[string]string{
		"hemliga":       "- 1d 1s 1 0",
		"risks.high":    "0 0d 0d 0 0",
		"systems.total": "3 3 3 3 3",
		// it reads the state of the classification, and no level
		"systems.own.classified": "1 1 1 1 1",
	}
	if diff := cmp.Diff(want, show(series, slices.Collect(maps.Keys(want))...)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, s := range series {
		for i, v := range s.Values {
			if n := v.Number(); (n == nil) != (v.Figure == nil) || v.Alike() != (n != nil && v.Unlike == Alike) {
				t.Errorf("%s, point %d: %v", s.Name, i, v)
			}
		}
	}
}

// TestComparableByKind changes what a field may hold: a figure that reads it cannot be compared, another can.
func TestComparableByKind(t *testing.T) {
	kind := func(values string) string {
		return "x-kind: {name: utbildning, folder: utbildningar, prefix: UTB, label: {sv: U, en: U}, plural: {sv: U, en: U}}\nproperties:\n" +
			"  grad: {type: string, enum: [" + values + "], x-label: {sv: G, en: G}, x-help: {sv: G, en: G}}\n"
	}
	figures := "grad.hog: {count: utbildning, where: \"self.grad == 'hög'\", label: {sv: H, en: H}, publish: public}\n" +
		"grad.alla: {count: utbildning, where: \"self.title != ''\", label: {sv: A, en: A}, publish: public}\n" +
		"grad.via: {count: action, where: \"ref(self.owner) == null && backlinks('utbildning', 'source').exists(u, u.grad == 'hög')\", label: {sv: A, en: A}, publish: public}\n"
	record := "---\nid: UTB-1\ntitle: En\ngrad: hög\n---\n"
	line, past, _ := pastStates(t,
		dated{"2023-01-10", sample.With(map[string]string{"schema/utb.yaml": kind("låg, hög"), ownFigures: figures, "utbildningar/1.md": record})},
		dated{"2023-02-10", files("schema/utb.yaml", kind("hög, låg"))},
		dated{"2023-03-10", files("schema/utb.yaml", kind("låg, mellan, hög"))},
	)
	points := monthly(t, line, past, "2023-03-31")
	want := map[string]string{"grad.hog": "1s 1s 1", "grad.alla": "1 1 1", "grad.via": "0s 0s 0"}
	if diff := cmp.Diff(want, show(Over(points, ""), "grad.hog", "grad.alla", "grad.via")); diff != "" {
		t.Errorf("%v (-want +got)\n%s", points[0].Unread, diff)
	}
}

func TestOverProfiles(t *testing.T) {
	figure := func(name string, value int, publish record.Profile) Figure {
		return Figure{Name: name, Value: value, Publish: publish}
	}
	points := []Point{
		{Figures: []Figure{figure("gone", 9, record.Public), figure("widened", 9, record.Internal), figure("few", 4, record.Public)}},
		{Figures: []Figure{figure("widened", 8, record.Public), figure("few", 5, record.Public), figure("inner", 7, record.Internal)}},
	}
	got := map[string]string{}
	for _, s := range Over(points, record.Public) {
		for _, v := range s.Values {
			text := "-"
			if n := v.Number(); n != nil {
				text = fmt.Sprint(*n)
			}
			got[s.Name] += text
		}
	}
	if diff := cmp.Diff(map[string]string{"widened": "-8", "few": "-5", "gone": "9-"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestCachedPoints fills from the cache what was computed before, and nothing that is not the same.
func TestCachedPoints(t *testing.T) {
	line, past, reads := pastStates(t,
		dated{"2023-01-10", sample.Files}, dated{"2023-02-10", files("lis.yaml", "format: [\n")}, dated{"2023-03-10", files("lis.yaml", threshold)},
	)
	past.Cache = cache.Open(t.TempDir(), "one")
	want := monthly(t, line, past, "2023-03-31")
	if *reads != 3 {
		t.Fatalf("%d states were read", *reads)
	}
	if diff := cmp.Diff(want, monthly(t, line, past, "2023-03-31")); diff != "" || *reads != 3 {
		t.Errorf("%d states were read (-computed +cached)\n%s", *reads, diff)
	}
	monthly(t, line, past, "2023-03-30") // another day
	if *reads != 4 {
		t.Errorf("another day: %d states were read", *reads)
	}
	for name, other := range map[string]*Past{
		"another build":     {Cache: cache.Open(t.TempDir(), "two"), Workspace: "w"},
		"another workspace": {Cache: past.Cache, Workspace: "v"},
	} {
		other.At, other.Commit = past.At, past.Commit
		before := *reads
		if diff := cmp.Diff(want, monthly(t, line, other, "2023-03-31")); diff != "" || *reads != before+3 {
			t.Errorf("%s: %d states were read (-want +got)\n%s", name, *reads-before, diff)
		}
	}
}

// TestLevelsCut shows a past figure to those to whom its definition then and the present one both show it, and one that no longer
// exists to the narrowest profile.
func TestLevelsCut(t *testing.T) {
	now := LevelsOf([]Figure{{Name: "narrowed", Publish: record.Restricted}, {Name: "widened", Publish: record.Public}, {Name: "hidden", Publish: record.Never}})
	past := []Figure{
		{Name: "narrowed", Value: 1, Publish: record.Public},
		{Name: "widened", Value: 2, Publish: record.Internal},
		{Name: "hidden", Value: 3, Publish: record.Public},
		{Name: "gone", Value: 4, Publish: record.Public},
		{Name: "gone-hidden", Value: 5, Publish: record.Never},
	}
	got := map[string]record.Profile{}
	for _, f := range now.Cut(past) {
		got[f.Name] = f.Publish
	}
	want := map[string]record.Profile{
		"narrowed": record.Restricted, "widened": record.Internal, "hidden": record.Never, "gone": record.Restricted, "gone-hidden": record.Never,
	}
	if diff := cmp.Diff(want, got); diff != "" || past[0].Publish != record.Public {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
