// Package view lays out what readers see, page by page: tables, texts, timelines and bars as plain structs in one language. It
// defines what is on a page and where pages link. It gets what others computed (figures, compare, trail), asks [disclose.Cut]
// and [disclose.Profile] what of it may be shown, never decides that itself, and never renders anything. Start reading at
// [New]; after that, each page has a file and a method of [Model].
package view

import (
	"fmt"
	"io/fs"

	"github.com/c8b10cf3/lis/internal/compare"
	"github.com/c8b10cf3/lis/internal/dashboard"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Input is the data that a site is made from.
type Input struct {
	Workspace *workspace.Workspace
	Rules     *rules.Set
	Results   []diag.Result // of the check, ordered by place
	// Example returns the files of a rule's example, wrong and right; nil if there are none to show.
	Example func(rule string) (bad, good []ExampleFile)
	// Trail is nil without git.
	Trail *trail.Trail
	// Signature returns what is known about the signature of a commit. Multiple goroutines may call it at once. It is nil if
	// nothing is known about signatures.
	Signature func(history.Hash) sign.Signature
	// Bodies returns the texts before and after a revision of a record. Multiple goroutines may call it at once. If it is nil,
	// pages only say that texts changed.
	Bodies func(*trail.Revision) (before, after []byte)
	// Tags are the commits of the tags that reviews use.
	Tags map[string]history.Hash
	// Commit is the commit whose records are shown; nil without git.
	Commit *history.Commit
	// Figures are those of the workspace as of AsOf; if nil, New counts them.
	Figures []figures.Figure
	// Dirty is set if the work tree differs from Commit.
	Dirty bool
	// Prefix is the path of the workspace below the top of its repository, "" for the top.
	Prefix  string
	AsOf    string // the day against which dates are judged
	Lang    locale.Lang
	Profile record.Profile // never ""
	Version string         // of the program
	// Bases are the states that the reviews rest on, for reviews that have one. None without git.
	Bases map[*record.Record]*compare.Side
	// Changes are what happened before each review that has a predecessor, latest first. The first entry is what happened since
	// the latest review. None without git.
	Changes []ReviewChange
	// Reviews are the figures at the reviews and now, Months those at the ends of months; both in chronological order. None
	// without git.
	Reviews, Months []figures.Point
	// Files are the files of the state shown, for the logo and the images of texts; nil if they are not available.
	Files fs.FS
}

// ExampleFile is one file of a rule's example.
type ExampleFile struct{ Name, Text string }

// Model provides the content of every page of a site. Multiple goroutines may call its methods at once.
type Model struct {
	Site Site

	in      Input
	w       *workspace.Workspace
	lang    locale.Lang
	cut     *disclose.Cut
	dash    *dashboard.Dashboard
	figures map[string]figures.Figure
	allowed figures.Levels // who may see them in the state shown, and so in its past
	pages   addresses
	shown   map[string][]*record.Record // by kind, those that may be shown
	// overdue and next are the dates that have passed and those to come.
	overdue, next []Deadline
	told          []diag.Diagnostic // all, regardless of the profile
	open          []diag.Diagnostic // that may be shown
	waived        []diag.Diagnostic
	byFile        map[string][]diag.Diagnostic // open, by file
	pictures      *pictures
}

// Site is what every page shows about the site.
type Site struct {
	Lang         locale.Lang
	Title        string
	Organisation string
	AsOf         Item // a day
	Profile      record.Profile
	ForSearch    bool // whether search engines may list its pages
	// Commit is the full id of the state shown, "" without git; CommitURL is its address on a forge, if any.
	Commit, CommitURL string
	CommittedOn       Item // a day; empty without Commit
	Dirty             bool
	// Tags are the commits of the tags that pages use.
	Tags map[string]history.Hash
	Nav  []NavItem
	// Primary and PrimaryDark are the colours that lis.yaml sets, "" if it does not.
	Primary, PrimaryDark string
	// Logo is the page name of the logo, LogoData its content; both are empty if there is none.
	Logo     string
	LogoData []byte
	Version  string
}

// NavItem is one link of the header. Section says which pages belong to it.
type NavItem struct{ Section, Text, Page string }

// New builds the model. The profile is applied here, once. The error is a *workspace.SetupError if the workspace's own figures
// or dashboard are wrong.
func New(in Input) (*Model, error) {
	if !disclose.IsProfile(in.Profile) {
		return nil, fmt.Errorf("no such profile: %q", in.Profile)
	}
	if in.Figures == nil {
		var err error
		if in.Figures, err = figures.Count(in.Workspace, in.AsOf); err != nil {
			return nil, err
		}
	}
	m := &Model{
		in: in, w: in.Workspace, lang: in.Lang, cut: disclose.NewCut(in.Workspace, in.Profile, in.Trail),
		told:  in.Rules.Tell(in.Results, in.Lang),
		shown: map[string][]*record.Record{}, byFile: map[string][]diag.Diagnostic{}, pictures: &pictures{read: map[string]Picture{}},
	}
	if err := m.readDashboard(); err != nil {
		return nil, err
	}
	for _, k := range m.w.Kinds.List {
		m.shown[k.Name] = m.cut.Records(m.w.Graph.OfKind(k.Name))
	}
	m.pages = m.address()
	if findings := m.setDeadlines(); len(findings) > 0 {
		return nil, &workspace.SetupError{Findings: findings}
	}
	m.sortDiagnostics()
	return m, m.describe()
}

// Secrets returns what the profile hides.
func (m *Model) Secrets() *disclose.Secrets { return m.cut.Secrets() }

// readDashboard reads the dashboard and counts the figures that it defines.
func (m *Model) readDashboard() (err error) {
	if m.dash, err = dashboard.Read(m.w, m.in.Figures); err != nil {
		return err
	}
	findings, err := m.setFigures(m.in.Figures)
	if err == nil && len(findings) > 0 {
		err = &workspace.SetupError{Findings: findings}
	}
	return err
}

// Profile returns the profile that the site is built for.
func (m *Model) Profile() disclose.Profile { return m.cut.Profile() }

// sortDiagnostics keeps the diagnostics that may be shown, open and waived ones apart.
func (m *Model) sortDiagnostics() {
	if !m.Profile().ShowsMessages() {
		return
	}
	for _, d := range m.cut.Diagnostics(m.told, m.lang) {
		switch d.Standing {
		case diag.Open:
			m.open = append(m.open, d)
			m.byFile[d.FileName()] = append(m.byFile[d.FileName()], d)
		case diag.Waived:
			m.waived = append(m.waived, d)
		}
	}
}

// describe sets what every page shows about the site.
func (m *Model) describe() error {
	c := m.w.Config
	m.Site = Site{
		Lang: m.lang, Title: c.SiteTitle, AsOf: m.day(m.in.AsOf), Profile: m.in.Profile, ForSearch: m.Profile().IsForSearch(), Dirty: m.in.Dirty, Tags: m.in.Tags,
		Primary: c.Primary, PrimaryDark: c.PrimaryDark, Version: m.in.Version, Nav: m.nav(),
	}
	if org := m.w.Graph.Named(c.Organisation); org != nil && m.cut.Record(org) {
		m.Site.Organisation = m.w.Graph.Title(org).In(m.lang)
	}
	if m.Site.Title == "" {
		m.Site.Title = m.t("site.title")
	}
	if m.in.Commit != nil {
		m.Site.Commit = string(m.in.Commit.Hash)
		m.Site.CommittedOn = m.day(c.Day(m.in.Commit.CommittedAt))
		m.Site.CommitURL = m.commitURL(m.Site.Commit)
	}
	return m.readLogo()
}

// readLogo reads the image that lis.yaml names.
func (m *Model) readLogo() error {
	if m.w.Config.Logo == "" || m.in.Files == nil {
		return nil
	}
	data, ext, problem := m.w.ReadLogo(m.in.Files)
	if !problem.IsZero() {
		return fmt.Errorf("read the logo: %s", problem.In(locale.English))
	}
	m.Site.Logo, m.Site.LogoData = "assets/logo"+ext, data
	return nil
}

// t returns a message of the program.
func (m *Model) t(key string, args ...locale.Args) string { return m.lang.T(key, args...) }

// count returns a number with its noun. The message has a singular form.
func (m *Model) count(key string, n int) string { return m.t(key, locale.Args{"n": n}) }
