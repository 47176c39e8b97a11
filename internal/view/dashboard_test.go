package view

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// ownKind is a kind of a workspace with figures for three circles of readers, and what is told of them.
var ownKind = map[string]string{
	"schema/contract.yaml": "x-kind: {name: contract, folder: avtal, prefix: AVT, plural: {sv: Avtal, en: Contracts}, publish: public}\n" +
		"properties:\n  ends_on: {type: string, format: date}\n",
	"schema/figures.yaml": "contracts.total:\n  count: contract\n  where: \"true\"\n  label: {sv: Avtal, en: Contracts}\n  publish: public\n" +
		"contracts.ended:\n  count: contract\n  where: before(self.ends_on, as_of)\n  label: {sv: Utgångna avtal, en: Contracts ended}\n  publish: internal\n",
	"schema/dashboard.yaml": `
header: {contract: {}}
sentences:
  contracts:
    of: contracts.total
    text: {sv: "{contracts.total} avtal finns.", en: "There are {contracts.total} contracts."}
areas:
  contracts: {kind: contract, label: {sv: Avtalen, en: The contracts}, left: [contracts.ended]}
bars:
  contracts:
    of: contracts.total
    label: {sv: Avtalen, en: The contracts}
    parts:
      contracts.ended: {look: none, label: {sv: utgångna, en: ended}}
      rest: {look: done, label: {sv: gäller, en: in force}}
trend:
  contracts.ended: {of: contracts.total}
groups:
  contracts: {sv: Avtalen, en: The contracts}
`,
	"avtal/1.md": "---\nid: AVT-1\ntitle: Ett\nends_on: 2023-12-01\npublish: internal\n---\n",
	"avtal/2.md": "---\nid: AVT-2\ntitle: Två\nends_on: 2024-12-01\npublish: internal\n---\n",
}

// TestOwnKindOnTheStartPage tells of a kind of the workspace, by data alone.
func TestOwnKindOnTheStartPage(t *testing.T) {
	w := sample.Load(t, sample.With(ownKind))
	m := modelOf(t, w, record.Internal, nil)
	if i := slices.Index(m.Site.Nav, NavItem{"contract", "Avtal", "avtal/index.html"}); i < 0 || m.Section("contract") != "contract" {
		t.Errorf("header: %+v", m.Site.Nav)
	}
	start := m.Start()
	area := start.Areas[len(start.Areas)-1]
	if area != (Area{Label: "Avtalen", Text: "2 avtal finns.", Tone: "attention", Status: "Brister kvar", Page: "avtal/index.html"}) {
		t.Errorf("area: %+v", area)
	}
	if c := start.Coverages[len(start.Coverages)-1]; c.ID != "tackning-contracts" || !slices.Equal(c.Parts, []Part{{"none", "utgångna", "1", 0, 500}, {"done", "gäller", "1", 500, 500}}) {
		t.Errorf("coverage: %+v", c)
	}
	if got := m.Page(w.Graph.Named("LG-1")).Review.Sentences; !slices.Contains(got, "2 avtal finns.") {
		t.Errorf("review: %q", got)
	}
}

// TestOwnKindInPublic leaves no trace of a figure that the profile may not show: neither the area that is judged by it, nor the
// bar that it is a part of, nor the card. A sentence without it stays.
func TestOwnKindInPublic(t *testing.T) {
	w := sample.Load(t, sample.With(ownKind))
	m := modelOf(t, w, record.Public, nil)
	start := m.Start()
	for _, a := range start.Areas {
		if a.Label == "Avtalen" {
			t.Errorf("area: %+v", a)
		}
	}
	for _, c := range start.Coverages {
		if c.Label == "Avtalen" {
			t.Errorf("coverage: %+v", c)
		}
	}
	if slices.ContainsFunc(m.Site.Nav, func(n NavItem) bool { return n.Section == "contract" }) {
		t.Errorf("a kind of which nothing is shown is in the header: %+v", m.Site.Nav)
	}
	if got := m.say(m.dash.Sentence("contracts")); got != "Färre än 5 avtal finns." {
		t.Errorf("got %q", got)
	}
	all, err := figures.Count(w, "2023-12-15")
	if err != nil {
		t.Fatal(err)
	}
	m.in.Reviews = []figures.Point{{Name: figures.Now, Day: "2023-12-15", Figures: all}}
	trend := m.Trend()
	for _, card := range trend.Chosen {
		if strings.Contains(card.Label, "avtal") {
			t.Errorf("card: %+v", card)
		}
	}
	if i := slices.IndexFunc(trend.Groups, func(g TrendGroup) bool { return g.Label == "Avtalen" }); i < 0 || len(trend.Groups[i].Rows) != 1 {
		t.Errorf("groups: %+v", trend.Groups)
	}
}

// TestOwnKindInThePast tells the figures of a state that has no such kind by the dashboard of the state shown.
func TestOwnKindInThePast(t *testing.T) {
	m := modelOf(t, sample.Load(t, sample.With(ownKind)), record.Internal, nil)
	before := sample.Load(t, sample.Files)
	all, err := figures.Count(before, "2023-12-15")
	if err != nil {
		t.Fatal(err)
	}
	then := m.at(&compare.Side{Workspace: before, AsOf: "2023-12-15", Figures: all})
	if got := then.say(then.dash.Sentence("contracts")); got != "" {
		t.Errorf("a kind that was not there: %q", got)
	}
	if got := then.say(then.dash.Sentence("roles")); got != "1 av 2 roller är tillsatta. 1 är tillsatt bara delvis eller inte alls." {
		t.Errorf("roles: %q", got)
	}
}

// TestWrongDashboard refuses to make a model of a dashboard whose parts do not add up, or whose condition fails.
func TestWrongDashboard(t *testing.T) {
	for text, want := range map[string]string{
		"bars: {c: {of: contracts.total, label: {sv: S, en: E}, parts: {contracts.ended: {look: none, label: {sv: S, en: E}}}}}\n": "the parts of 'c' add up to 1, but contracts.total is 2",
		"figures: {contracts.x: {count: contract, where: self.ends_on > 5, label: {sv: S, en: E}, publish: public}}\n":             "the figure contracts.x, where: ends_on is a day",
		"deadlines: {contract.ends_on: {when: 12 / (size(self.title) - 3) > 0}}\n":                                                 "the condition could not be evaluated for AVT-1",
	} {
		files := sample.With(ownKind)
		files["schema/dashboard.yaml"] = text
		in := inputOf(t, sample.Load(t, files), record.Internal, nil)
		var setup *workspace.SetupError
		if _, err := New(in); !errors.As(err, &setup) {
			t.Errorf("%s is not refused: %v", text, err)
			continue
		}
		f := setup.Findings[0]
		problem, _ := f.Args["problem"].(locale.Text)
		if !strings.HasPrefix(problem.EN, want) || f.FileName() != "schema/dashboard.yaml" || len(setup.Findings) > 1 {
			t.Errorf("%s: got %q, want %q", f.FileName(), problem.EN, want)
		}
	}
}
