// Package publish makes the site: it lists the pages, renders them with the templates of package site, and writes the files
// that differ. It does not compute what a view should, knows no rules and never reads git. Start reading at [Pages], then
// [Render] and [Write].
package publish

import (
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/view"
)

// Page is one page of the site.
type Page struct {
	Name     string // systems/sys-017.html
	Template string // the file under templates/ of package site
	Title    string
	Section  string      // of the header that the page belongs to
	Crumbs   []view.Item // the pages above it, topmost first; none for a page of the header
	// Data returns what the template gets as .Data. It can be nil.
	Data func() any
}

// group is one sort of page: its template, and the pages made with it.
type group struct {
	template string
	pages    func(*view.Model) []Page
}

// groups are all sorts of pages. A test compares them with the templates.
var groups = []group{
	{"start.html", startPage},
	{"registers.html", registersPage},
	{"list.html", listPages},
	{"record.html", recordPages},
	{"changes.html", changesPages},
	{"trend.html", trendPage},
	{"report.html", reportPage},
	{"rules.html", rulesPage},
	{"rule.html", rulePages},
}

// parts are the templates that pages share.
var parts = []string{"layout.html", "parts.html", "review.html"}

// Pages lists the pages of a site in the order of their sorts.
func Pages(m *view.Model) []Page {
	var all []Page
	for _, g := range groups {
		for _, p := range g.pages(m) {
			p.Template = g.template
			all = append(all, p)
		}
	}
	return all
}

func startPage(m *view.Model) []Page {
	return []Page{{
		Name: view.StartPage, Title: m.Site.Lang.T("site.nav.start"), Section: view.SectionStart,
		Data: func() any { return m.Start() },
	}}
}

func registersPage(m *view.Model) []Page {
	return []Page{{
		Name: view.RegistersPage, Title: m.Site.Lang.T("site.nav.registers"), Section: view.SectionRegisters,
		Data: func() any { return m.Registers() },
	}}
}

func listPages(m *view.Model) []Page {
	var pages []Page
	for _, reg := range m.Registers() {
		p := Page{Name: reg.Page, Title: reg.Text, Section: m.Section(reg.Name), Data: func() any { return m.List(reg.Name) }}
		if p.Section == view.SectionRegisters {
			p.Crumbs = []view.Item{{Text: m.Site.Lang.T("site.nav.registers"), Page: view.RegistersPage}}
		}
		pages = append(pages, p)
	}
	return pages
}

func recordPages(m *view.Model) []Page {
	var pages []Page
	for _, reg := range m.Registers() {
		list := []view.Item{{Text: reg.Text, Page: reg.Page}}
		for _, r := range m.Records(reg.Name) {
			pages = append(pages, recordPage(m, r, m.Section(reg.Name), list))
		}
	}
	return pages
}

func recordPage(m *view.Model, r *record.Record, section string, crumbs []view.Item) Page {
	item := m.Item(r)
	title := item.Text
	if item.ID != item.Text {
		title += " (" + item.ID + ")"
	}
	return Page{Name: item.Page, Title: title, Section: section, Crumbs: crumbs, Data: func() any { return m.Page(r) }}
}

func changesPages(m *view.Model) []Page {
	var pages []Page
	for _, c := range m.ChangePages() {
		p := Page{Name: c.Page, Title: c.Title, Section: m.Section(record.ReviewKind), Data: func() any { return m.ReviewChanges(c) }}
		if c.Review.Text != "" {
			p.Title += ": " + c.Review.Text
			p.Crumbs = []view.Item{c.Review}
		}
		pages = append(pages, p)
	}
	return pages
}

func trendPage(m *view.Model) []Page {
	page := m.TrendPage()
	if page == "" {
		return nil
	}
	return []Page{{
		Name: page, Title: m.Site.Lang.T("site.trend.title"), Section: view.SectionStart,
		Crumbs: []view.Item{{Text: m.Site.Lang.T("site.nav.start"), Page: view.StartPage}},
		Data:   func() any { return m.Trend() },
	}}
}

func reportPage(m *view.Model) []Page {
	if !m.Profile().ShowsMessages() {
		return nil
	}
	return []Page{{
		Name: view.ReportPage, Title: m.Site.Lang.T("site.report.title"), Section: view.SectionReport,
		Data: func() any { return m.Report() },
	}}
}

func rulesPage(m *view.Model) []Page {
	if !m.Profile().ShowsRules() {
		return nil
	}
	return []Page{{
		Name: view.RulesPage, Title: m.Site.Lang.T("site.rules.title"), Section: view.SectionRules,
		Data: func() any { return m.Rules() },
	}}
}

func rulePages(m *view.Model) []Page {
	if !m.Profile().ShowsRules() {
		return nil
	}
	crumbs := []view.Item{{Text: m.Site.Lang.T("site.rules.title"), Page: view.RulesPage}}
	var pages []Page
	for _, rule := range m.Rules() {
		pages = append(pages, Page{
			Name: rule.Page, Title: rule.ID, Section: view.SectionRules, Crumbs: crumbs, Data: func() any { return rule },
		})
	}
	return pages
}
