package workspace

import (
	"cmp"
	"io/fs"
	"slices"
	"time"
	"unicode"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/schema"
)

// Config is lis.yaml with the defaults filled in.
type Config struct {
	Lang         locale.Lang
	Title        string
	Organisation string // id
	Zone         *time.Location
	Catalogues   []string
	Profile      record.Profile
	Aspects      []Aspect
	Rules        map[string]diag.Severity
	Edit         string // URL pattern with {path} and {branch}
	Commit       string // URL pattern with {commit}
	FileURL      string // URL pattern with {path} and {commit}
	Branch       string // main branch
	People       string // initials, name or none
	SiteTitle    string
	Primary      string // colour
	PrimaryDark  string // colour on a dark page
	Logo         string // path in the workspace
	Address      string // where the site is published; "" if it is not known
	// Keys are those that are trusted to sign; nil if lis.yaml names none. Set by [Load].
	Keys *sign.Keys

	// Plain is the complete configuration as conditions see it.
	Plain map[string]any
	// Record is lis.yaml as it was read, for places.
	Record *record.Record
}

// Aspect is one aspect of the classification model.
type Aspect struct {
	Name   string // field of classification
	Short  string // letter in tables: K, R, T
	Label  locale.Text
	Levels []Level // lowest first
}

// Level is one level of consequence.
type Level struct {
	Value int
	Label locale.Text
}

// defaultLevels are those of KLASSA, the classification model of the Swedish municipalities.
var defaultLevels = []Level{
	{0, locale.Text{SV: "Ingen eller försumbar", EN: "None or negligible"}},
	{1, locale.Text{SV: "Måttlig", EN: "Moderate"}},
	{2, locale.Text{SV: "Betydande", EN: "Significant"}},
	{3, locale.Text{SV: "Allvarlig", EN: "Serious"}},
	{4, locale.Text{SV: "Synnerligen allvarlig", EN: "Extremely serious"}},
}

var defaultAspects = []Aspect{
	{"confidentiality", "K", locale.Text{SV: "Konfidentialitet", EN: "Confidentiality"}, nil},
	{"integrity", "R", locale.Text{SV: "Riktighet", EN: "Integrity"}, nil},
	{"availability", "T", locale.Text{SV: "Tillgänglighet", EN: "Availability"}, nil},
}

// defaults are the values of what lis.yaml leaves out, by dotted path.
var defaults = map[string]any{
	"language":            "sv",
	"timezone":            "Europe/Stockholm",
	"profile":             string(record.Internal),
	"soa":                 false,
	"roles_required":      []any{"management", "isam", "dpo", "archivist"},
	"known_abbreviations": []any{"EU", "IT", "ISO", "IEC", "AB", "PDF", "SMS"},
	"history.branch":      "main",
	"history.people":      "initials",

	"intervals.action_grace_days":           int64(30),
	"intervals.action_high_priority_months": int64(6),
	"intervals.classification_months":       int64(24),
	"intervals.risk_analysis_months":        int64(12),
	"intervals.control_assessment_months":   int64(12),
	"intervals.law_check_months":            int64(12),
	"intervals.review_months":               int64(13),
	"intervals.stakeholder_months":          int64(12),
	"intervals.metric_months":               int64(12),
	"intervals.incident_open_days":          int64(30),
	"intervals.complaint_days":              int64(30),

	"thresholds.risk_level":             int64(12),
	"thresholds.classification_level":   int64(4),
	"thresholds.public_confidentiality": int64(3),
	"thresholds.finding_reviews":        int64(2),
	"thresholds.due_moves":              int64(2),

	// GDPR art. 33.1; cybersäkerhetslagen 2 kap. 5, 6 and 8 §§.
	"incident_deadlines.imy_hours":              int64(72),
	"incident_deadlines.csl_notice_hours":       int64(24),
	"incident_deadlines.csl_notification_hours": int64(72),
	"incident_deadlines.csl_final_months":       int64(1),
}

// readConfig reads lis.yaml. The error is a *SetupError if it is wrong.
func readConfig(data []byte) (*Config, error) {
	kind, err := record.LoadConfig(schema.FS)
	if err != nil {
		return nil, err
	}
	r, findings := kind.Read(document.ParseYAML(ConfigFile, data))
	for i := range findings {
		findings[i].Record, findings[i].Title, findings[i].Kind = "", "", ""
	}
	if len(findings) > 0 {
		return nil, &SetupError{findings}
	}
	c := &Config{Record: r, Plain: r.Complete()}
	for path, v := range defaults {
		if r.At(path) == nil {
			set(c.Plain, path, v)
		}
	}
	c.texts()
	if c.Zone, err = time.LoadLocation(c.at("timezone")); err != nil || c.Zone == time.Local {
		return nil, &SetupError{[]diag.Finding{c.finding("timezone", "config.timezone", locale.Args{"value": c.at("timezone")})}}
	}
	c.classification()
	c.Rules = map[string]diag.Severity{}
	rules, _ := r.Values["rules"].(map[string]any)
	for id := range rules {
		c.Rules[id], _ = diag.ParseSeverity(r.Text("rules." + id))
	}
	return c, nil
}

// Day returns the day of a point in time in the workspace's time zone.
func (c *Config) Day(at time.Time) string { return locale.Day(at, c.Zone) }

func (c *Config) texts() {
	c.Lang, _ = locale.Parse(c.at("language"))
	c.Title, c.Organisation = c.at("title"), c.at("organisation")
	c.Catalogues = c.Record.Texts("catalogues")
	c.Profile = record.Profile(c.at("profile"))
	c.Edit, c.Commit, c.FileURL = c.at("forge.edit"), c.at("forge.commit"), c.at("forge.file")
	c.Branch, c.People = c.at("history.branch"), c.at("history.people")
	c.SiteTitle = cmp.Or(c.at("site.title"), c.Title)
	c.Primary, c.PrimaryDark = c.at("site.colours.primary"), c.at("site.colours.primary_dark")
	c.Logo = c.at("site.logo")
	c.Address = c.at("site.address")
}

// at returns the text at a path of the completed configuration.
func (c *Config) at(path string) string {
	s, _ := (&record.Record{Values: c.Plain}).At(path).(string)
	return s
}

// confidential returns from which level of confidentiality records are not for the public.
func (c *Config) confidential() int {
	n, _ := (&record.Record{Values: c.Plain}).At("thresholds.public_confidentiality").(int64)
	return int(n)
}

// set puts a value at a dotted path of nested maps.
func set(m map[string]any, path string, v any) {
	parent := m
	if p := record.Parent(path); p != "" {
		parent, _ = m[p].(map[string]any)
		path = path[len(p)+1:]
	}
	if parent != nil {
		parent[path] = v
	}
}

// finding returns what is wrong with a setting, in a message of the program.
func (c *Config) finding(path, problem string, args locale.Args) diag.Finding {
	text := locale.Text{SV: locale.Swedish.T(problem, args), EN: locale.English.T(problem, args)}
	return c.find("config-invalid", path, locale.Args{"problem": text})
}

// find returns a finding in lis.yaml.
func (c *Config) find(rule, path string, args locale.Args) diag.Finding {
	f := graph.Finding(c.Record, rule, path, args)
	f.Record, f.Title, f.Kind = "", "", ""
	return f
}

// classification reads the model, and puts the names and letters of its aspects into Plain.
func (c *Config) classification() {
	shared := c.levels("classification.levels")
	if shared == nil {
		shared = defaultLevels
	}
	c.Aspects = slices.Clone(defaultAspects)
	if list, ok := c.Record.At("classification.aspects").([]any); ok {
		c.Aspects = nil
		for i := range list {
			c.Aspects = append(c.Aspects, c.aspect(document.Index("classification.aspects", i)))
		}
	}
	plain := make([]any, len(c.Aspects))
	for i := range c.Aspects {
		a := &c.Aspects[i]
		if a.Levels == nil {
			a.Levels = shared
		}
		plain[i] = map[string]any{"name": a.Name, "short": a.Short}
	}
	c.Plain["classification"].(map[string]any)["aspects"] = plain
}

func (c *Config) aspect(path string) Aspect {
	a := Aspect{Name: c.Record.Text(path + ".name"), Label: c.label(path + ".label"), Levels: c.levels(path + ".levels")}
	for _, d := range defaultAspects {
		if d.Name == a.Name && a.Label.IsZero() {
			a.Label = d.Label
		}
		if d.Name == a.Name {
			a.Short = d.Short
		}
	}
	if a.Label.IsZero() {
		a.Label = locale.Text{SV: a.Name, EN: a.Name}
	}
	a.Short = cmp.Or(c.Record.Text(path+".short"), a.Short, firstLetter(a.Label.In(locale.Swedish)))
	return a
}

func firstLetter(s string) string {
	for _, r := range s {
		return string(unicode.ToUpper(r))
	}
	return ""
}

func (c *Config) label(path string) locale.Text {
	return locale.Text{SV: c.Record.Text(path + ".sv"), EN: c.Record.Text(path + ".en")}
}

func (c *Config) levels(path string) []Level {
	list, ok := c.Record.At(path).([]any)
	if !ok {
		return nil
	}
	var levels []Level
	for i := range list {
		at := document.Index(path, i)
		v, _ := c.Record.At(at + ".value").(int64)
		levels = append(levels, Level{int(v), c.label(at + ".label")})
	}
	slices.SortFunc(levels, func(a, b Level) int { return a.Value - b.Value })
	return levels
}

// Level returns the label of a level of the aspect; empty if it has none.
func (a Aspect) Level(value int) locale.Text {
	for _, l := range a.Levels {
		if l.Value == value {
			return l.Label
		}
	}
	return locale.Text{}
}

func (c *Config) aspects() []record.Aspect {
	var out []record.Aspect
	for _, a := range c.Aspects {
		out = append(out, record.Aspect{Name: a.Name, Label: a.Label, Min: a.Levels[0].Value, Max: a.Levels[len(a.Levels)-1].Value})
	}
	return out
}

// checkAspects refuses an aspect with the name of another field of the classification, or of another aspect.
func (w *Workspace) checkAspects() error {
	var findings []diag.Finding
	for _, kind := range w.Kinds.List {
		for _, f := range kind.Fields() {
			if !f.Aspects {
				continue
			}
			bearers := map[string]int{}
			for _, c := range f.Fields {
				bearers[c.Name]++
			}
			for i, a := range w.Config.Aspects {
				if bearers[a.Name] > 1 {
					path := document.Index("classification.aspects", i) + ".name"
					findings = append(findings, w.Config.finding(path, "config.aspect", locale.Args{"value": a.Name}))
				}
			}
		}
	}
	if len(findings) > 0 {
		return &SetupError{findings}
	}
	return nil
}

// checkConfig checks what lis.yaml says about the rest of the workspace.
func (w *Workspace) checkConfig() error {
	var findings []diag.Finding
	for i, name := range w.Config.Catalogues {
		own := slices.ContainsFunc(w.Graph.Entries, func(e *record.Record) bool { return e.Text("catalogue") == name })
		if !own && !slices.Contains(controls.Names(), name) {
			path := document.Index("catalogues", i)
			known := locale.Choice(controls.Names())
			findings = append(findings, w.Config.finding(path, "config.catalogue", locale.Args{"value": name, "allowed": known}))
		}
	}
	if len(findings) > 0 {
		return &SetupError{findings}
	}
	org := w.Config.Organisation
	if to, _ := w.Graph.Resolve(org, []string{"organisation"}); org != "" && to == nil {
		args := locale.Args{"ref": org, "guess": record.DidYouMean(w.Graph.Near(org, []string{"organisation"}))}
		w.Findings = append(w.Findings, w.Config.find("ref-unknown", "organisation", args))
	}
	return nil
}

// Configuration reads lis.yaml without the rest of the workspace.
func Configuration(fsys fs.FS) (*Config, error) {
	w := &Workspace{Files: map[string][]byte{}}
	err := w.configure(fsys)
	return w.Config, err
}

// DefaultAspects returns the aspects of the classification model if lis.yaml names none.
func DefaultAspects() []record.Aspect {
	c := &Config{Aspects: slices.Clone(defaultAspects)}
	for i := range c.Aspects {
		c.Aspects[i].Levels = defaultLevels
	}
	return c.aspects()
}
