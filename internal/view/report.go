package view

import (
	"cmp"
	"slices"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/record"
)

// Message is one diagnostic in words.
type Message struct {
	Severity string // error, warning or info
	Label    string // the same in words
	Record   Item   // empty if it is about none
	Text     string
	Hint     string
	Why      string
	Source   string // clause or statute
	Rule     Item
	File     string
	Line     int
	FileURL  string
	// Records are the records that it is about if it tells several diagnostics of one cause together; Record and File are empty then.
	Records []Item
	Several string // their number in words
	// Until is the last day of the waiver; empty if the diagnostic is not waived.
	Until Item
	// Reason is why it is waived.
	Reason string
}

// messages puts diagnostics, which the caller has cut, into words.
func (m *Model) messages(all []diag.Diagnostic) []Message {
	out := make([]Message, 0, len(all))
	for _, d := range all {
		out = append(out, m.message(d))
	}
	return out
}

func (m *Model) message(d diag.Diagnostic) Message {
	msg := Message{
		Severity: d.Severity.String(), Label: m.t("site.severity." + d.Severity.String()), Text: capital(d.Message), Hint: d.Hint, Why: d.Why,
		Source: d.Source, Rule: Item{Text: d.Rule, Page: m.RulePage(d.Rule)}, File: d.FileName(), Line: d.Span.Start.Line,
		FileURL: m.fileURL(d.FileName()),
	}
	if r := m.w.Graph.RecordOf(d.Finding); r != nil {
		msg.Record = m.item(m.entry(r))
	}
	return msg
}

// together puts diagnostics, which the caller has cut, into words: those of one cause as one message if their rule has one.
func (m *Model) together(all []diag.Diagnostic) []Message {
	all = slices.Clone(all)
	for i := range all {
		if all[i].Together == "" {
			all[i].Cause = "" // each by itself, where it is
		}
	}
	var out []Message
	for _, g := range diag.Groups(all) {
		msg := m.message(g.Diagnostic)
		if text := g.Together(); text != "" {
			msg.Text, msg.Record, msg.File, msg.FileURL = capital(text), Item{}, "", ""
			msg.Records, msg.Several = m.subjects(g), m.count("site.report.several", 1+len(g.Others))
		}
		out = append(out, msg)
	}
	return out
}

// subjects returns what the diagnostics of a group are about, by id.
func (m *Model) subjects(g diag.Group) []Item {
	var items []Item
	for _, d := range append([]diag.Diagnostic{g.Diagnostic}, g.Others...) {
		item := Item{ID: d.About, Text: d.About}
		if r := m.w.Graph.RecordOf(d.Finding); r != nil {
			item = m.item(m.entry(r))
			item.Text = item.ID
		}
		items = append(items, item)
	}
	slices.SortStableFunc(items, func(a, b Item) int { return graph.CompareIDs(a.ID, b.ID) })
	return items
}

// ReportPage is the page of the check.
const ReportPage = "report.html"

// Report is the page of the check, grouped by the responsible role.
type Report struct {
	Summary diag.Summary
	// Verdict is the outcome in a sentence, Tone its meaning.
	Verdict string
	Tone    record.Tone
	// Checked says how many records were checked.
	Checked string
	// Hidden says how many messages are about something that the profile hides.
	Hidden string
	// Silenced says how rules that guard the proof were silenced.
	Silenced []string
	Groups   []MessageGroup
	Waived   []Message
}

// MessageGroup is the messages that one role is responsible for.
type MessageGroup struct {
	Owner    Item // has only Text if no role is named
	ID       string
	N        int    // how many diagnostics there are; a message can tell several
	Count    string // the same in words
	Messages []Message
}

// Report returns the page of the check. It counts all diagnostics and lists those that the profile shows.
func (m *Model) Report() Report {
	s := diag.Count(len(m.w.Graph.Records), m.told)
	rep := Report{Summary: s, Checked: m.count("site.report.records", s.Records), Groups: m.byOwner(), Waived: m.waivers(), Silenced: m.in.Rules.TellSilenced(m.in.Results, m.cut, m.lang)}
	rep.Verdict, rep.Tone = m.verdict(s)
	if hidden := s.Errors + s.Warnings + s.Infos - len(m.open); hidden > 0 {
		rep.Hidden = m.count("site.report.hidden", hidden)
	}
	return rep
}

// verdict returns the outcome of the check in a sentence, and its tone.
func (m *Model) verdict(s diag.Summary) (string, record.Tone) {
	errors, warnings := m.count("site.report.errors", s.Errors), m.count("site.report.warnings", s.Warnings)
	switch {
	case s.Errors > 0 && s.Warnings > 0:
		return m.lang.And([]string{errors, warnings}), "bad"
	case s.Errors > 0:
		return errors, "bad"
	case s.Warnings > 0:
		return warnings, "attention"
	}
	return m.t("site.report.clean"), "ok"
}

// byOwner groups the open messages by role, in the language's alphabetical order; those without a role come last.
func (m *Model) byOwner() []MessageGroup {
	groups := map[string][]diag.Diagnostic{}
	for _, d := range m.open {
		groups[d.Owner] = append(groups[d.Owner], d)
	}
	var out []MessageGroup
	for owner, all := range groups {
		slices.SortStableFunc(all, func(a, b diag.Diagnostic) int {
			return cmp.Or(cmp.Compare(b.Severity, a.Severity), graph.CompareIDs(a.FileName(), b.FileName()))
		})
		item := m.ownerItem(owner)
		out = append(out, MessageGroup{Owner: item, ID: document.Slug("ansvar " + item.ID), N: len(all), Count: m.count("site.report.messages", len(all)), Messages: m.together(all)})
	}
	collator := m.lang.Collator()
	slices.SortFunc(out, func(a, b MessageGroup) int {
		switch {
		case a.Owner.ID == "":
			return 1
		case b.Owner.ID == "":
			return -1
		}
		return cmp.Or(collator.CompareString(a.Owner.Text, b.Owner.Text), cmp.Compare(a.Owner.ID, b.Owner.ID))
	})
	return out
}

func (m *Model) ownerItem(id string) Item {
	if r := m.w.Graph.Named(id); r != nil && m.cut.Record(r) {
		return m.item(r)
	}
	return Item{Text: m.t("site.report.nobody")}
}

// waivers returns the waived messages, each with the last day and the reason of its waiver.
func (m *Model) waivers() []Message {
	out := m.messages(m.waived)
	for i, d := range m.waived {
		if d.Until != "" {
			out[i].Until = m.day(d.Until)
		}
		out[i].Reason = d.Reason
	}
	return out
}
