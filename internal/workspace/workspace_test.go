package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample/theme"
	"github.com/google/go-cmp/cmp"
)

// files makes a workspace; lis.yaml is the shortest there is unless given, with the kind of the tests.
func files(own map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{ConfigFile: {Data: []byte("format: 1\n")}, theme.File: {Data: []byte(theme.Kind)}}
	for name, text := range own {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}

func load(t *testing.T, own map[string]string) *Workspace {
	t.Helper()
	w, err := Load(t.Context(), files(own))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func told(findings []diag.Finding) []string {
	var out []string
	for _, f := range findings {
		line := fmt.Sprintf("%s:%v %s %s", f.FileName(), f.Span.Start, f.Rule, f.Field)
		if p, ok := f.Args["problem"].(locale.Localized); ok {
			line += ": " + p.In(locale.Swedish)
		}
		if g, ok := f.Args["guess"].(locale.Localized); ok {
			line += g.In(locale.Swedish)
		}
		out = append(out, line)
	}
	return out
}

const aTheme = "---\nid: %s\ntitle: DSO\ngist: Dataskyddsombud\n---\n"

func TestDefaults(t *testing.T) {
	c := load(t, nil).Config
	got := []string{string(c.Lang), c.Zone.String(), string(c.Profile), c.Branch, c.People, c.Organisation, c.Title}
	if diff := cmp.Diff([]string{"sv", "Europe/Stockholm", "internal", "main", "initials", "", ""}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if days := (&record.Record{Values: c.Plain}).At("intervals.action_grace_days"); days != int64(30) {
		t.Errorf("the grace of actions is %v", days)
	}
	var aspects []string
	for _, a := range c.Aspects {
		aspects = append(aspects, fmt.Sprintf("%s %s %d-%d", a.Short, a.Name, a.Levels[0].Value, a.Levels[len(a.Levels)-1].Value))
	}
	if diff := cmp.Diff([]string{"K confidentiality 0-4", "R integrity 0-4", "T availability 0-4"}, aspects); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if c.Rules == nil || len(c.Catalogues) > 0 {
		t.Errorf("rules %v, catalogues %v", c.Rules, c.Catalogues)
	}
}

func TestSettings(t *testing.T) {
	c := load(t, map[string]string{ConfigFile: `format: 1
language: en
title: Säkert
timezone: UTC
profile: public
catalogues: [iso27001-2022]
intervals: {action_grace_days: 7}
rules: {owner-missing: warning, owner-vacant: off}
site: {title: Webben}
`}).Config
	got := []string{string(c.Lang), c.Zone.String(), string(c.Profile), c.Title, c.SiteTitle, c.Rules["owner-missing"].String(), c.Rules["owner-vacant"].String()}
	if diff := cmp.Diff([]string{"en", "UTC", "public", "Säkert", "Webben", "warning", "off"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if days := (&record.Record{Values: c.Plain}).At("intervals.action_grace_days"); days != int64(7) {
		t.Errorf("the grace of actions is %v", days)
	}
}

func TestConfigurationRefused(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"1:1 field-missing format"}},
		{"comments alone", "# inget\n", []string{"1:1 field-missing format"}},
		{"another format", "format: 2\n", []string{"1:9 value-out-of-bounds format"}},
		{"an unknown key", "format: 1\ncatalogs: []\n", []string{"2:1 field-unknown catalogs; menade du 'catalogues'?"}},
		{"an unknown key inside", "format: 1\nsite: {colors: {}}\n", []string{"2:8 field-unknown site.colors; menade du 'colours'?"}},
		{"an unknown value", "format: 1\nlanguage: svenska\n", []string{"2:11 value-unknown language; menade du 'sv'?"}},
		{"a rule of no severity", "format: 1\nrules: {owner-missing: of}\n", []string{"2:24 value-unknown rules.owner-missing; menade du 'off'?"}},
		{"rules as a list", "format: 1\nrules: [owner-missing]\n", []string{"2:8 value-type rules"}},
		{"a time zone that is none", "format: 1\ntimezone: Stockholm\n", []string{"2:11 config-invalid timezone: tidszonen 'Stockholm' finns inte; skriv den som Europe/Stockholm"}},
		{"the machine's own time zone", "format: 1\ntimezone: Local\n", []string{"2:11 config-invalid timezone: tidszonen 'Local' finns inte; skriv den som Europe/Stockholm"}},
		{"a catalogue that is not there", "format: 1\ncatalogues: [iso27001-2013]\n", []string{"2:14 config-invalid catalogues[0]: katalogen 'iso27001-2013' finns inte; välj " + locale.Choice(controls.Names()).In(locale.Swedish)}},
		{"a day that does not exist", "format: 1\ngate_date: 2023-02-30\n", []string{"2:12 date-impossible gate_date"}},
		{"not YAML", "format: 1\n\tx: 1\n", []string{"2:1 front-matter-malformed : indrag ska göras med mellanslag, inte tabbtecken"}},
		{"a list", "- format\n", []string{"1:1 front-matter-malformed : här ska stå fält med namn, kolon och värde"}},
		{"a key twice", "format: 1\nformat: 1\n", []string{"2:1 field-duplicate format"}},
		{"an alias", "format: &x 1\n", []string{"1:9 front-matter-feature format: ankare och alias (& och *) tillåts inte"}},
		{"not UTF-8", "format: 1\ntitle: F\xe4rd\n", []string{"2:9 file-encoding "}},
		{"an aspect without a name", "format: 1\nclassification: {aspects: [{short: K}]}\n", []string{"2:28 field-missing classification.aspects[0].name"}},
		{"no aspects", "format: 1\nclassification: {aspects: []}\n", []string{"2:27 value-out-of-bounds classification.aspects"}},
		{"two aspects of one name", "format: 1\nclassification: {aspects: [{name: x}, {name: x}]}\n", []string{
			"2:35 config-invalid classification.aspects[0].name: aspekten 'x' har samma namn som ett annat fält i klassningen",
			"2:46 config-invalid classification.aspects[1].name: aspekten 'x' har samma namn som ett annat fält i klassningen",
		}},
		{"an aspect that is a field", "format: 1\nclassification: {aspects: [{name: state}]}\n", []string{"2:35 config-invalid classification.aspects[0].name: aspekten 'state' har samma namn som ett annat fält i klassningen"}},
	}
	for _, tt := range tests {
		_, err := Load(t.Context(), files(map[string]string{ConfigFile: tt.text}))
		var setup *SetupError
		if !errors.As(err, &setup) {
			t.Errorf("%s: got %v", tt.name, err)
			continue
		}
		var want []string
		for _, line := range tt.want {
			want = append(want, "lis.yaml:"+line)
		}
		if diff := cmp.Diff(want, told(setup.Findings)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestNotAWorkspace(t *testing.T) {
	if _, err := Load(t.Context(), fstest.MapFS{"themes/a.md": {}}); !errors.Is(err, ErrNotAWorkspace) {
		t.Errorf("got %v", err)
	}
}

func TestUnknownOrganisation(t *testing.T) {
	w := load(t, map[string]string{
		ConfigFile:               "format: 1\norganisation: ORG-2\n",
		"organisations/org-1.md": "---\nid: ORG-1\ntitle: Förvaltningen\ntype: administration\n---\n",
	})
	if diff := cmp.Diff([]string{"lis.yaml:2:15 ref-unknown organisation; menade du 'ORG-1'?"}, told(w.Findings)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestOwnAspects(t *testing.T) {
	w := load(t, map[string]string{ConfigFile: `format: 1
classification:
  aspects:
    - {name: confidentiality}
    - {name: traceability, label: {en: Traceability}, levels: [{value: 3, label: {sv: Hög}}, {value: 1}]}
    - {name: access, short: Å, label: {sv: åtkomst}}
    - {name: other}
  levels: [{value: 0}, {value: 2, label: {sv: Viktig, en: Important}}]
`})
	var got []string
	for _, a := range w.Config.Aspects {
		f := w.Kinds.Named("system").Field("classification." + a.Name)
		got = append(got, fmt.Sprintf("%s %s %s %d-%d", a.Short, a.Name, a.Label.In(locale.Swedish), *f.Min, *f.Max))
	}
	want := []string{"K confidentiality Konfidentialitet 0-2", "T traceability Traceability 1-3", "Å access åtkomst 0-2", "O other other 0-2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if w.Kinds.Named("system").Field("classification.integrity") != nil {
		t.Error("an aspect of the usual model is there too")
	}
	if got := w.Config.Aspects[0].Level(2).EN; got != "Important" {
		t.Errorf("level 2 is %q", got)
	}
}

func TestOwnKinds(t *testing.T) {
	w := load(t, map[string]string{
		"schema/prov.yaml":    "x-kind: {name: prov, folder: prov}\nproperties:\n  tested_on: {type: string, format: date}\n",
		"schema/system.yaml":  "x-kind: {name: system}\nproperties:\n  host: {type: string}\n",
		"schema/readme.md":    "Våra egna postslag.",
		"schema/figures.yaml": "{}\n",
		"prov/p.md":           "---\nid: P-1\ntitle: Prov\ntested_on: 2023-02-30\n---\n",
		"systems/s.md":        "---\nid: SYS-1\ntitle: A\nstatus: idea\nprocurement: central\nhost: molnet\nhots: x\n---\n",
	})
	want := []string{"prov/p.md:4:12 date-impossible tested_on", "systems/s.md:7:1 field-unknown hots; menade du 'host'?"}
	if diff := cmp.Diff(want, told(w.Findings)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestKindFilesRefused(t *testing.T) {
	_, err := Load(t.Context(), files(map[string]string{
		"schema/a.yaml": "x-kind: {name: system}\nproperties:\n  host: {$ref: \"file:///etc/passwd\", type: string}\n",
		"schema/b.yaml": "x-kind: {name: term}\n$ref: http://example.se/term.json\n",
		"schema/c.yaml": "x-kind: [\n",
	}))
	var setup *SetupError
	if !errors.As(err, &setup) {
		t.Fatalf("got %v", err)
	}
	want := []string{
		"schema/a.yaml:3:10 kind-invalid : $ref tillåts inte (file:///etc/passwd); skriv ut fältet här",
		"schema/b.yaml:2:1 kind-invalid : $ref tillåts inte (http://example.se/term.json); skriv ut fältet här",
		"schema/c.yaml:1:9 kind-invalid : en parentes, [ eller {, avslutas aldrig",
	}
	if diff := cmp.Diff(want, told(setup.Findings)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCatalogues(t *testing.T) {
	w := load(t, map[string]string{
		ConfigFile:           "format: 1\ncatalogues: [iso27001-2022, egen]\n",
		"criteria/a59.md":    "---\nid: iso27001-2022/A.5.9\ntitle: Vår rubrik\ntitle_origin: organisation\n---\nVår text, se [[A.5.10]].\n",
		"criteria/e1.md":     "---\nid: egen/E.1\ntitle: Eget krav\ncatalogue: egen\nnumber: E.1\nlevel: clause\n---\n",
		"gaps/g.md":          "---\nid: GAP-1\ncriterion: A.5.9\n---\nSe [kravet](../criteria/a59.md).\n",
		"criteria/README.md": "Här står våra egna krav.",
	})
	if got := told(w.Findings); got != nil {
		t.Fatalf("got %q", got)
	}
	e := w.Graph.Named("A.5.9")
	if e == nil || e.ID != "iso27001-2022/A.5.9" {
		t.Fatalf("A.5.9 names %v", e)
	}
	got := []string{e.Text("title"), e.Text("number"), e.Text("theme"), e.Text("title_origin"), e.File().Name}
	if diff := cmp.Diff([]string{"Vår rubrik", "A.5.9", "organizational", "organisation", "criteria/a59.md"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if w.Graph.InFile("criteria/a59.md") != e || len(w.Graph.Mentions(e)) != 1 {
		t.Error("the file and the entry are two records")
	}
	if other := w.Graph.Named("A.5.10"); other == nil || !other.Shipped {
		t.Errorf("A.5.10 names %v", other)
	}
	if w.Graph.Named("E.1") == nil {
		t.Error("the entry of the workspace's own catalogue is not there")
	}
}

func TestWithoutCatalogues(t *testing.T) {
	w := load(t, map[string]string{"gaps/g.md": "---\nid: GAP-1\ncriterion: A.5.9\n---\n"})
	if diff := cmp.Diff([]string{"gaps/g.md:3:12 ref-unknown criterion"}, told(w.Findings)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestFilesOfAllForms(t *testing.T) {
	text := func(id, body string) string { return fmt.Sprintf(aTheme, id) + body }
	w := load(t, map[string]string{
		"themes/crlf.md":             strings.ReplaceAll(text("T-1", "Se [b](bom.md).\n"), "\n", "\r\n"),
		"themes/bom.md":              "\ufeff" + text("T-2", "[[T-1]]"),
		"themes/a\u030a.md":          text("T-3", "[å](å.md) [å](a%CC%8A.md)"),
		"themes/ö.md":                text("T-4", "[ö](o\u0308.md) [bild](bilagor/ä.png)"),
		"themes/bilagor/a\u0308.png": "GIF89a",
		"themes/UPPER.MD":            text("T-5", ""),
		"themes/sub/djup.md":         text("T-6", "[å](../å.md)"),
		"themes/README.md":           "Inget om DSO.",
		"themes/sub/readme.md":       "Inte heller.",
		"themes/.dold.md":            "---\n",
		"themes/.dold/x.md":          "---\n",
		"themes/anteckning.txt":      "x",
		"themes/tomt.md":             "",
		"_site/themes/x.md":          "---\n",
		"annat/x.md":                 "---\n",
	})
	if diff := cmp.Diff([]string{"themes/tomt.md:1:1 front-matter-missing "}, told(w.Findings)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, id := range []string{"T-1", "T-2", "T-3", "T-4", "T-5", "T-6"} {
		if w.Graph.Named(id) == nil {
			t.Errorf("%s is not there", id)
		}
	}
	if n := len(w.Graph.Records); n != 7 {
		t.Errorf("%d records", n)
	}
}

// special is a file system in which some files are no ordinary files, or may not be read.
type special struct{ fstest.MapFS }

func (s special) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, "hemlig.md") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return s.MapFS.Open(name)
}

func (s special) ReadFile(name string) ([]byte, error) {
	if strings.HasSuffix(name, "hemlig.md") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return s.MapFS.ReadFile(name)
}

func TestUnreadable(t *testing.T) {
	fsys := files(map[string]string{
		"themes/hemlig.md":    "",
		"themes/mapp.md/x":    "",
		"themes/god.md":       fmt.Sprintf(aTheme, "T-1"),
		"themes/mapp.md/y.md": fmt.Sprintf(aTheme, "T-2"),
	})
	fsys["themes/lank.md"] = &fstest.MapFile{Data: []byte("../../x.md"), Mode: fs.ModeSymlink}
	w, err := Load(t.Context(), special{fsys})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"themes/lank.md:1:1 file-unreadable : det är en länk eller en specialfil, ingen vanlig fil",
		"themes/mapp.md:1:1 file-unreadable : det är en mapp, ingen fil",
		"themes/hemlig.md:1:1 file-unreadable : den finns men får inte läsas",
	}
	got := told(w.Findings)
	for _, line := range want {
		found := false
		for _, g := range got {
			found = found || g == line
		}
		if !found {
			t.Errorf("%q is not said, but %q", line, got)
		}
	}
	if len(got) != len(want) || w.Graph.Named("T-1") == nil {
		t.Errorf("got %q, T-1 %v", got, w.Graph.Named("T-1"))
	}
}

func TestOneFlawedFileHidesNoOther(t *testing.T) {
	w := load(t, map[string]string{
		"themes/a.md": "---\nid: [\n---\n",
		"themes/b.md": "\xff\xfe\x00",
		"themes/c.md": fmt.Sprintf(aTheme, "T-1") + "[[T-9]]",
		"themes/d.md": "---\nid: T-1\n---\n",
	})
	var rules []string
	for _, f := range w.Findings {
		rules = append(rules, f.FileName()+" "+f.Rule)
	}
	want := []string{
		"themes/a.md front-matter-malformed", "themes/b.md file-encoding", "themes/b.md front-matter-missing",
		"themes/d.md field-missing", "themes/d.md field-missing", "themes/d.md id-duplicate", "themes/c.md link-broken",
	}
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestUnreadableName finds that a name which is not UTF-8 is told as such.
func TestUnreadableName(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Skip("the file system refuses the name:", err)
		}
	}
	for _, folder := range []string{"themes", "schema"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	write(ConfigFile, "format: 1\n")
	write(theme.File, theme.Kind)
	write("themes/\xe5.md", fmt.Sprintf(aTheme, "T-1"))
	w, err := Load(t.Context(), os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"themes/\xe5.md:1:1 file-unreadable : dess namn är inte skrivet i UTF-8; byt namn på den"}
	if diff := cmp.Diff(want, told(w.Findings)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestReads finds that what is read and what is said to be read are the same.
func TestReads(t *testing.T) {
	own := map[string]string{
		ConfigFile:   "format: 1\nhistory:\n  allowed_signers: nycklar/betrodda\n",
		BaselineFile: "", "nycklar/betrodda": "# ingen än\n", "nycklar/andra": "", "lis.yml": "",
		"schema/figures.yaml": "{}\n", "schema/README.md": "", "schema/mer/x.yaml": "",
		"themes/1.md": fmt.Sprintf(aTheme, "T-1"), "themes/sub/2.MD": fmt.Sprintf(aTheme, "T-2"), "themes/README.md": "", "themes/sub/readme.md": "",
		"themes/.dold.md": "", "themes/.dold/x.md": "", "themes/bild.png": "", "annat/x.md": "", "_site/themes/1.md": "", "x.md": "",
	}
	w := load(t, own)
	for name := range own {
		_, read := w.Files[name]
		if got := w.Reads(name); got != read {
			t.Errorf("%s: read: %t, told to be read: %t", name, read, got)
		}
	}
	for name, want := range map[string]bool{"themes/3.md": true, "themes/\xe5.md": false, "schema/ny.yaml": true, "README.md": false} {
		if got := w.Reads(name); got != want {
			t.Errorf("%s, which is not there: %t", name, got)
		}
	}
}
