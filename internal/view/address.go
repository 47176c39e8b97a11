package view

import (
	"path"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// Pages with fixed names are declared beside what they show. All page names are ASCII, in lower case and at most one folder deep.

// takenFolders are folders that no kind may use.
var takenFolders = []string{"assets", "rules", ChangesFolder, picturesFolder}

// addresses are the names of pages.
type addresses struct {
	lists   map[string]string // by kind
	records map[*record.Record]string
}

// address assigns a page to every record that may be shown, and to every kind that has such a record. If two would get the same
// name, the second gets a number.
func (m *Model) address() addresses {
	a := addresses{lists: map[string]string{}, records: map[*record.Record]string{}}
	taken := map[string]bool{}
	for _, name := range takenFolders {
		taken[name] = true
	}
	free := func(name, ext string) string {
		unique := name + ext
		for n := 2; taken[unique]; n++ {
			unique = name + "-" + strconv.Itoa(n) + ext
		}
		taken[unique] = true
		return unique
	}
	for _, k := range m.w.Kinds.List {
		records := m.shown[k.Name]
		if len(records) == 0 {
			continue
		}
		folder := free(document.Slug(k.Folder), "")
		a.lists[k.Name] = path.Join(folder, "index.html")
		taken[a.lists[k.Name]] = true
		if k.Name == termKind {
			a.lists[k.Name] = TermsPage
		}
		for _, r := range records {
			a.records[r] = free(path.Join(folder, slug(r.ID)), ".html")
		}
	}
	return a
}

// slug returns an id as a file name: SYS-017 becomes sys-017, iso27001-2022/A.5.9 becomes iso27001-2022-a.5.9. Characters that
// no id may have are left out, because a record with an invalid id has a page too.
func slug(id string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case r == '/':
			return '-'
		case r == '.', r == '-', r >= '0' && r <= '9', r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, strings.ToLower(id))
	if kept = strings.Trim(kept, ".-"); kept == "" {
		return "post"
	}
	return kept
}

// PageOf returns the page of a record, or "" if it has none.
func (m *Model) PageOf(r *record.Record) string { return m.pages.records[r] }

// ListOf returns the page that lists a kind, or "" if none of its records is shown.
func (m *Model) ListOf(kind string) string { return m.pages.lists[kind] }

// RulePage returns the page of a rule, or "" if there is none.
func (m *Model) RulePage(id string) string {
	if !m.Profile().ShowsRules() || m.in.Rules.Rule(id) == nil {
		return ""
	}
	return RuleFile(id)
}

// RuleFile returns the file of the page of a rule, in a site that shows rules.
func RuleFile(id string) string { return "rules/" + id + ".html" }

// Sections of the site, for the header.
const (
	SectionStart     = "start"
	SectionRegisters = "registers"
	SectionReport    = "report"
	SectionRules     = "rules"
)

// nav returns the links of the header. It is never a tree, so that a page does not grow with the site.
func (m *Model) nav() []NavItem {
	items := append([]NavItem{{SectionStart, m.t("site.nav.start"), StartPage}}, m.navKinds(false)...)
	items = append(items, NavItem{SectionRegisters, m.t("site.nav.registers"), RegistersPage})
	if m.Profile().ShowsMessages() {
		items = append(items, NavItem{SectionReport, m.t("site.nav.report"), ReportPage})
	}
	if m.Profile().ShowsRules() {
		items = append(items, NavItem{SectionRules, m.t("site.nav.rules"), RulesPage})
	}
	return append(items, m.navKinds(true)...)
}

// navKinds returns the kinds that the header links to directly, if any of their records is shown: those before the program's
// own pages, or the last ones. Other kinds are reached from the page of all registers.
func (m *Model) navKinds(last bool) []NavItem {
	var items []NavItem
	for _, link := range m.dash.Header {
		page := m.ListOf(link.Kind)
		if page == "" || link.Last != last {
			continue
		}
		label := link.Label
		if label.IsZero() {
			label = m.w.Kinds.Named(link.Kind).Plural
		}
		items = append(items, NavItem{link.Kind, label.In(m.lang), page})
	}
	return items
}

// Section returns the section of the header that a kind's pages belong to.
func (m *Model) Section(kind string) string {
	for _, item := range m.Site.Nav {
		if item.Section == kind {
			return kind
		}
	}
	return SectionRegisters
}

// repositoryPath returns the path of a file from the top of the repository.
func (m *Model) repositoryPath(file string) string { return path.Join(m.in.Prefix, file) }

// editURL returns the address where a forge lets a file be edited, or "" if the profile shows no files or lis.yaml does not set
// it.
func (m *Model) editURL(file string) string {
	return m.forge(m.w.Config.Edit, locale.Args{"path": m.repositoryPath(file), "branch": m.w.Config.Branch})
}

// fileURL returns the address where a forge shows a file in the state shown, or "" if there is none.
func (m *Model) fileURL(file string) string {
	if m.in.Commit == nil {
		return ""
	}
	return m.forge(m.w.Config.FileURL, locale.Args{"path": m.repositoryPath(file), "commit": string(m.in.Commit.Hash)})
}

func (m *Model) commitURL(commit string) string {
	return m.forge(m.w.Config.Commit, locale.Args{"commit": commit})
}

func (m *Model) forge(pattern string, args locale.Args) string {
	if pattern == "" || !m.Profile().ShowsFiles() {
		return ""
	}
	return locale.Fill(pattern, args)
}
