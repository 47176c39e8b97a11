package disclose

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// waiveField is the field with the waivers of a record.
const waiveField = "waive"

// Diagnostics returns the diagnostics that may be shown, each with what of it may be shown: a responsible role or the reason for
// a waiver that the profile hides is left out, and of a record that cannot be read only where the fault is. A nil Cut cuts nothing.
func (c *Cut) Diagnostics(all []diag.Diagnostic, lang locale.Lang) []diag.Diagnostic {
	if c == nil || c.profile == "" {
		return all
	}
	var shown []diag.Diagnostic
	for _, d := range all {
		if c.Diagnostic(d) {
			shown = append(shown, c.cutDiagnostic(d, lang))
		}
	}
	return shown
}

// Diagnostic reports whether a diagnostic may be shown: its record and field are shown, so is everything else that it was made
// from, and it says nothing hidden. A diagnostic without a record is about the settings. That a record cannot be read is shown
// to those who would see the record by its kind.
func (c *Cut) Diagnostic(d diag.Diagnostic) bool {
	if c.profile == "" {
		return true
	}
	r := c.graph.RecordOf(d.Finding)
	switch {
	case c.unknown[r]:
		return true
	case r == nil && (!c.profile.ShowsSettings() || d.Record != ""):
		return false
	case r != nil && !(c.Record(r) && (d.Field == "" || c.KindField(r.Kind, known(r.Kind, d.Field)))):
		return false
	}
	return !slices.ContainsFunc(d.Reads, c.hidesRead) && !c.pointsAtHidden(d) && !c.reveals(d.Finding) && !c.proposes(d.Message) && !c.proposes(d.Hint)
}

// proposes reports whether words that were made for a finding name a hidden record, as a hint does that lists the nearest ids.
func (c *Cut) proposes(words string) bool {
	for id := range eachID(words, c.ids) {
		if !c.own().Explain(words, strings.ToUpper(id)) {
			return true
		}
	}
	return false
}

// hidesRead reports whether something that a finding was made from is hidden. What cannot be told is hidden from all profiles that
// hide anything.
func (c *Cut) hidesRead(read diag.Read) bool {
	if read.File == "" {
		return len(c.hidden) > 0 || c.profile != Profile(Widest)
	}
	r := c.graph.InFile(read.File)
	return r != nil && (!c.Record(r) || read.Field != "" && !c.KindField(r.Kind, known(r.Kind, read.Field)))
}

// pointsAtHidden reports whether a diagnostic points at a hidden record.
func (c *Cut) pointsAtHidden(d diag.Diagnostic) bool {
	return slices.ContainsFunc(d.Related, func(at diag.Related) bool {
		to := c.graph.InFile(at.File.Name)
		return to != nil && c.hidden[to]
	})
}

// reveals reports whether what a finding says besides the words of its rule contains something hidden.
func (c *Cut) reveals(f diag.Finding) bool {
	said := []string{f.Cause, f.About, f.Words.SV, f.Words.EN, f.Hint.SV, f.Hint.EN}
	for _, v := range f.Args {
		said = append(said, wordsIn(v)...)
	}
	for _, at := range f.Related {
		said = append(said, at.Message.SV, at.Message.EN)
	}
	return slices.ContainsFunc(said, c.says)
}

// wordsIn returns what a value of a message says, in every language. The program's own messages say only what fills them.
func wordsIn(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case record.Profile, locale.Key:
		return nil
	case locale.Message:
		var all []string
		for _, arg := range v.Args {
			all = append(all, wordsIn(arg)...)
		}
		return all
	case locale.Localized:
		return []string{v.In(locale.Swedish), v.In(locale.English)}
	}
	return nil
}

// says reports whether a text contains something hidden that the program does not say anyway.
func (c *Cut) says(text string) bool {
	if text == "" {
		return false
	}
	hidden := c.candidates().All(text)
	if len(hidden) > 0 {
		hidden = c.secrets().All(text)
	}
	return c.files.in(text) || slices.ContainsFunc(hidden, func(secret string) bool { return !c.own().Explain(text, secret) })
}

// cutDiagnostic cuts a diagnostic that may be shown.
func (c *Cut) cutDiagnostic(d diag.Diagnostic, lang locale.Lang) diag.Diagnostic {
	r := c.graph.RecordOf(d.Finding)
	d.NoLine = true
	if c.unknown[r] {
		return unreadable(d, lang)
	}
	for _, role := range []*string{&d.Owner, &d.ApprovedBy} {
		if to := c.graph.Named(*role); to != nil && !c.Record(to) {
			*role = ""
		}
	}
	if r != nil && !c.KindField(r.Kind, waiveField) {
		d.Waiver = diag.Waiver{}
	}
	if c.says(d.Reason) {
		d.Reason = ""
	}
	d.Fixes = slices.DeleteFunc(slices.Clone(d.Fixes), func(fix diag.Fix) bool {
		return slices.ContainsFunc(fix.Edits, func(edit source.Edit) bool { return c.says(edit.Text) })
	})
	return d
}

// unreadable returns where a file cannot be read, and nothing of what stands there.
func unreadable(d diag.Diagnostic, lang locale.Lang) diag.Diagnostic {
	f := diag.Finding{Rule: d.Rule, Record: d.Record, Kind: d.Kind, File: d.File, Span: d.Span}
	return diag.Diagnostic{
		Result: diag.Result{Finding: f, Severity: d.Severity, Standing: d.Standing},
		NoLine: true, Message: lang.T("disclose.unreadable"), Hint: lang.T("disclose.unreadable-hint"), Why: d.Why, Source: d.Source,
	}
}
