package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// baselines are the rules about the baseline.
var baselines = []Rule{
	{
		ID: "baseline-stale", Severity: diag.Warning,
		Message: locale.Text{SV: "felet {rule} för {subject} är rättat och ska bort ur listan över äldre fel", EN: "{rule} of {subject} is fixed and should be removed from the baseline"},
		Hint:    locale.Text{SV: "kör lis baseline --prune", EN: "run lis baseline --prune"},
		Why:     locale.Text{SV: "en rad som står kvar skulle dölja samma fel om det kommer tillbaka", EN: "a line that stays would hide the same error if it came back"},
	},
}

// BaselineEntry is one line of the baseline: a finding that existed when gating began. It has no line number and no count, so it stays
// valid when the file around it changes.
type BaselineEntry struct {
	Rule   string
	Record string // id; "" if the finding is in no record
	File   string // set if Record is not
	Field  string // dotted path; "" if the finding is in no field
	About  string // what a reference or link names, if several findings can share the rest
}

// oldKeys are the keys of a line, in the order in which they are written.
var oldKeys = []string{"rule", "record", "file", "field", "about"}

// EntryOf returns the baseline line of a finding.
func EntryOf(f diag.Finding) BaselineEntry {
	o := BaselineEntry{Rule: f.Rule, Record: f.Record, Field: f.Field}
	if o.Record == "" {
		o.File = f.FileName()
	}
	for _, name := range []string{"ref", "number"} {
		if s, ok := f.Args[name].(string); ok && (f.Field == "" || f.Record == "") {
			o.About = s
		}
	}
	return o
}

func (o BaselineEntry) values() []string { return []string{o.Rule, o.Record, o.File, o.Field, o.About} }

// compare orders lines by their keys.
func (o BaselineEntry) compare(p BaselineEntry) int { return slices.Compare(o.values(), p.values()) }

func (o BaselineEntry) subject() string { return cmp.Or(o.Record, o.File) }

// Line returns o as one line of YAML.
func (o BaselineEntry) Line() string {
	var parts []string
	for i, v := range o.values() {
		if v != "" {
			parts = append(parts, oldKeys[i]+": "+yamlText(v))
		}
	}
	return "- {" + strings.Join(parts, ", ") + "}"
}

// yamlText quotes a text if a flow mapping needs it.
func yamlText(s string) string {
	if strings.ContainsAny(s, `,:{}[]"'#&*!|>%@`+"`") || strings.TrimSpace(s) != s {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	return s
}

// baseline is the baseline as read, with the place of every entry.
type baseline struct {
	file    *source.File
	entries map[BaselineEntry]source.Span
	places  []entryPlace // in the order of the file; an entry can be there twice
}

// entryPlace is an entry with its first and its last line, counted from 1.
type entryPlace struct {
	entry       BaselineEntry
	first, last int
}

// readBaseline reads baseline.yaml; the findings report errors in its form.
func readBaseline(w *workspace.Workspace) (*baseline, []diag.Finding) {
	b := &baseline{entries: map[BaselineEntry]source.Span{}}
	data, ok := w.Files[workspace.BaselineFile]
	if !ok {
		return b, nil
	}
	// The file is a list. The reader of YAML files expects a map, so a key is put before it.
	const shift = "entries:\n"
	doc := document.ParseYAML(workspace.BaselineFile, append([]byte(shift), data...))
	b.file = source.NewFile(workspace.BaselineFile, data)
	up := func(s source.Span) source.Span {
		s.Start.Line, s.End.Line = max(s.Start.Line-1, 1), max(s.End.Line-1, 1)
		return s
	}
	findings := doc.Findings
	list := doc.Front.Get("entries")
	if list != nil && list.Kind != document.List && list.Kind != document.Null {
		findings = append(findings, diag.Finding{Rule: "front-matter-malformed", Span: list.Span, Args: locale.Args{"problem": locale.Key("baseline.not-list")}})
	}
	for i := 0; list != nil && i < len(list.Items); i++ {
		o, problem := readOld(list.Items[i])
		if problem != "" {
			findings = append(findings, diag.Finding{Rule: "config-invalid", Span: list.Items[i].Span, Args: locale.Args{"problem": locale.Key(problem)}})
			continue
		}
		span := up(list.Items[i].Span)
		b.entries[o] = span
		b.places = append(b.places, entryPlace{o, span.Start.Line, span.End.Line})
	}
	for i := range findings {
		if findings[i].Rule == "conflict-marker" {
			findings[i].Hint = conflictHint
		}
		findings[i].File, findings[i].Span = b.file, up(findings[i].Span)
	}
	return b, findings
}

// conflictHint says what to do about two versions of the list: to keep too many entries does no harm, since pruning finds them.
var conflictHint = locale.Text{
	SV: "ta bort raderna som börjar med <<<<<<<, ======= och >>>>>>> och låt allt annat stå; kör sedan lis baseline --prune, som tar bort det som är rättat",
	EN: "remove the lines that begin with <<<<<<<, ======= and >>>>>>> and leave everything else; then run lis baseline --prune, which removes what is fixed",
}

func readOld(n *document.Node) (o BaselineEntry, problem string) {
	if n.Kind != document.Map {
		return o, "baseline.not-map"
	}
	targets := []*string{&o.Rule, &o.Record, &o.File, &o.Field, &o.About}
	for _, e := range n.Entries {
		i := slices.Index(oldKeys, e.Key)
		if i < 0 || !e.Value.IsScalar() {
			return o, "baseline.key"
		}
		*targets[i] = e.Value.Text
	}
	if o.Rule == "" || o.Record == "" && o.File == "" {
		return o, "baseline.incomplete"
	}
	return o, ""
}

// accept marks the results that the baseline lists, and returns a finding for each line that matches no result any more.
func (b *baseline) accept(all []diag.Result) (stale []diag.Finding) {
	met := map[BaselineEntry]bool{}
	for i := range all {
		o := EntryOf(all[i].Finding)
		if _, listed := b.entries[o]; listed {
			met[o] = true
			if all[i].Standing == diag.Open {
				all[i].Standing = diag.Baselined
			}
		}
	}
	for _, o := range b.sorted() {
		if !met[o] {
			stale = append(stale, diag.Finding{
				Rule: "baseline-stale", File: b.file, Span: b.entries[o], Args: locale.Args{"rule": o.Rule, "subject": o.subject()},
			})
		}
	}
	return stale
}

func (b *baseline) sorted() []BaselineEntry {
	var list []BaselineEntry
	for o := range b.entries {
		list = append(list, o)
	}
	slices.SortFunc(list, BaselineEntry.compare)
	return list
}

// Listed returns the entries of the baseline, sorted.
func (s *Set) Listed() []BaselineEntry { return s.baseline.sorted() }

// Baseline returns the text of the baseline with the listed entries that are still found and, unless prune is set, the open results
// of at least warning severity. What was there keeps its place, so that branches can be merged. added and removed count the entries
// that come and go.
func (s *Set) Baseline(all []diag.Result, lang locale.Lang, prune bool) (text []byte, added, removed int) {
	kept := map[BaselineEntry]bool{}
	var more []BaselineEntry
	for _, d := range all {
		o := EntryOf(d.Finding)
		_, listed := s.baseline.entries[o]
		isNew := !listed && !prune && d.Standing == diag.Open && d.Severity >= diag.Warning && d.Rule != "baseline-stale" && d.Rule != limits[0].ID
		if (listed || isNew) && !kept[o] {
			kept[o] = true
			if isNew {
				more = append(more, o)
			}
		}
	}
	added = len(more)
	return s.edit(kept, more, lang, !prune), added, len(s.baseline.entries) - (len(kept) - added)
}

// Since returns the items of now that before does not have: what a change caused, wherever it shows. R is a result or a
// diagnostic.
func Since[R interface{ Untold() diag.Result }](now, before []R) []R {
	count := map[string]int{}
	key := func(told R) string {
		r := told.Untold()
		return fmt.Sprint(EntryOf(r.Finding), r.Standing)
	}
	for _, d := range before {
		count[key(d)]++
	}
	var caused []R
	for _, d := range now {
		if count[key(d)] > 0 {
			count[key(d)]--
			continue
		}
		caused = append(caused, d)
	}
	return caused
}
