// Package view lays out what readers see, page by page: tables, texts, timelines and bars as plain structs in one language. It
// knows what stands on a page and where pages lead. It is handed what others computed (figures, compare, trail), asks
// [disclose.Cut] and [disclose.Profile] what of it may be shown, never decides that itself, and never renders anything.
// Start reading at [New]; then each page has a file and a method of [Model].
package view

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

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

// Input is what a site is made of.
type Input struct {
	Workspace *workspace.Workspace
	Rules     *rules.Set
	Results   []diag.Result // of the check, in the order of their places
	// Example gives the files of a rule's example, wrong and right; nil where there are none to show.
	Example func(rule string) (bad, good []ExampleFile)
	// Trail is nil without git.
	Trail *trail.Trail
	// Signature tells whether the signature of a commit is good. It may be called by several goroutines at once; nil where
	// none can be told.
	Signature func(history.Hash) sign.Signature
	// Bodies gives the texts between which a revision changed a record. It may be called by several goroutines at once; nil tells
	// only that texts changed.
	Bodies func(*trail.Revision) (before, after []byte)
	// Tags are the commits of the tags that reviews go by.
	Tags map[string]history.Hash
	// Commit is the state that the records are of; nil without git.
	Commit *history.Commit
	// Figures are those of the workspace as of AsOf; nil lets them be counted.
	Figures []figures.Figure
	// Dirty is set where the work tree differs from Commit.
	Dirty bool
	// Prefix is the path of the workspace below the top of its repository, "" for the top.
	Prefix  string
	AsOf    string // the day against which dates are judged
	Lang    locale.Lang
	Profile record.Profile // never ""
	Version string         // of the program
	// Bases are the states that the reviews rest on, those that have one. None without git.
	Bases map[*record.Record]*compare.Side
	// Changes are what happened before each review that has one before it, the latest first; and before all of them what
	// happened since the latest. None without git.
	Changes []ReviewChange
	// Reviews are the figures at the reviews and now, Months those at the ends of months; both in order of time. None without
	// git.
	Reviews, Months []figures.Point
	// Files are the files of the state shown, for the logo; nil where none is to be had.
	Files fs.FS
}

// ExampleFile is one file of a rule's example.
type ExampleFile struct{ Name, Text string }

// Model answers what every page of a site shows. Its methods may be called by several goroutines at once.
type Model struct {
	Site Site

	in      Input
	w       *workspace.Workspace
	lang    locale.Lang
	cut     *disclose.Cut
	dash    *dashboard.Dashboard
	figures map[string]figures.Figure
	pages   addresses
	shown   map[string][]*record.Record // by kind, those that may be shown
	// overdue and next are the dates that have passed and those to come.
	overdue, next []Deadline
	told          []diag.Diagnostic // all, whatever the profile
	open          []diag.Diagnostic // that may be shown
	waived        []diag.Diagnostic
	byFile        map[string][]diag.Diagnostic // open, by file
}

// Site is what every page says of the whole.
type Site struct {
	Lang         locale.Lang
	Title        string
	Organisation string
	AsOf         Item // a day
	Profile      record.Profile
	ForSearch    bool // search engines may list its pages
	// Commit is the full id of the state shown, "" without git; CommitURL is where a forge shows it, if anywhere.
	Commit, CommitURL string
	CommittedOn       Item // a day; empty without Commit
	Dirty             bool
	// Tags are the commits of the tags that pages go by.
	Tags map[string]history.Hash
	Nav  []NavItem
	// Primary and PrimaryDark are the colours that lis.yaml sets, "" where it does not.
	Primary, PrimaryDark string
	// Logo is the page name of the logo, LogoData its content; both empty where there is none.
	Logo     string
	LogoData []byte
	Version  string
}

// NavItem is one link of the header. Section tells which pages belong to it.
type NavItem struct{ Section, Text, Page string }

// New computes the model. The profile is applied here, once. The error is a *workspace.SetupError where the workspace's own
// figures or dashboard are wrong.
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
		shown: map[string][]*record.Record{}, byFile: map[string][]diag.Diagnostic{},
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

// Secrets are what the profile hides.
func (m *Model) Secrets() *disclose.Secrets { return m.cut.Secrets() }

// readDashboard reads what is told of the figures, and counts those that it brings.
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

// Profile is the profile that the site is built for.
func (m *Model) Profile() disclose.Profile { return m.cut.Profile() }

// sortDiagnostics keeps those that may be shown.
func (m *Model) sortDiagnostics() {
	for _, d := range m.told {
		if !m.Profile().ShowsMessages() || !m.cut.Diagnostic(d) {
			continue
		}
		switch d.Standing {
		case diag.Open:
			m.open = append(m.open, d)
			m.byFile[d.FileName()] = append(m.byFile[d.FileName()], d)
		case diag.Waived:
			m.waived = append(m.waived, d)
		}
	}
}

// describe fills in what every page says.
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

// logoTypes are the image files that a logo may be.
var logoTypes = []string{".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}

// readLogo reads the image that lis.yaml names.
func (m *Model) readLogo() error {
	name := m.w.Config.Logo
	if name == "" || m.in.Files == nil {
		return nil
	}
	ext := strings.ToLower(path.Ext(name))
	if !slices.Contains(logoTypes, ext) {
		return fmt.Errorf("read the logo %s: not one of %s", name, strings.Join(logoTypes, ", "))
	}
	data, err := fs.ReadFile(m.in.Files, name)
	if err != nil {
		return fmt.Errorf("read the logo: %w", err)
	}
	m.Site.Logo, m.Site.LogoData = "assets/logo"+ext, data
	return nil
}

// t is a message of the program.
func (m *Model) t(key string, args ...locale.Args) string { return m.lang.T(key, args...) }

// count is a number with its noun: the message has a form for one.
func (m *Model) count(key string, n int) string { return m.t(key, locale.Args{"n": n}) }
