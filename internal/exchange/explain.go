package exchange

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
)

// WriteTopicsText lists the kinds and rules that can be explained.
func WriteTopicsText(w io.Writer, kinds *record.Kinds, all []rules.Rule, lang locale.Lang) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", lang.T("explain.kinds-title"))
	for _, k := range kinds.List {
		fmt.Fprintf(&b, "  %-14s %s\n", k.Name, k.Label.In(lang))
	}
	fmt.Fprintf(&b, "\n%s\n", lang.T("explain.rules"))
	writeRules(&b, all, lang)
	fmt.Fprintf(&b, "\n%s\n", lang.T("explain.more"))
	return writeString(w, b.String())
}

// WriteRuleText explains a rule: its message, what it applies to and why, and its example.
func WriteRuleText(w io.Writer, r rules.Rule, lang locale.Lang) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", r.ID)
	row := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", lang.T(key), value)
		}
	}
	row("explain.message", locale.Elide(r.Message.In(lang)))
	row("explain.severity", lang.T("severity."+r.Severity.String()))
	applies := lang.T("explain.all-kinds")
	if len(r.Kinds) > 0 {
		applies = lang.And(r.Kinds)
	}
	row("explain.kinds", applies)
	row("explain.why", r.Why.In(lang))
	row("explain.source", r.Source)
	row("explain.replaces", strings.Join(r.Replaces, ", "))
	if ex := rules.ExampleOf(r.ID); ex != nil {
		writeFiles(&b, lang.T("explain.wrong"), ex.Bad)
		fmt.Fprintf(&b, "\n%s:\n%s", lang.T("explain.said"), indentLines(ex.Said(lang)))
		writeFiles(&b, lang.T("explain.right"), ex.Good)
	}
	return writeString(w, b.String())
}

func writeFiles(b *strings.Builder, title string, files []rules.File) {
	for _, f := range files {
		fmt.Fprintf(b, "\n%s (%s):\n%s", title, f.Name, indentLines(f.Text))
	}
}

func indentLines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString("  " + line)
	}
	if !strings.HasSuffix(s, "\n") {
		b.WriteByte('\n')
	}
	return b.String()
}

// WriteKindText explains a kind: the folder of its records, its fields with their values, and those of all rules that apply to it.
func WriteKindText(w io.Writer, k *record.Kind, all []rules.Rule, lang locale.Lang) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", k.Label.In(lang), k.Name)
	if k.Folder != "" {
		fmt.Fprintf(&b, "%s: %s/ · %s: %s\n", lang.T("explain.folder"), k.Folder, lang.T("explain.prefix"), k.Prefix)
		fmt.Fprintf(&b, "%s: %s\n", lang.T("explain.defined"), definedIn(k, lang))
		fmt.Fprintf(&b, "%s: %s\n", lang.T("explain.shown-to"), lang.T("explain.kind-profiles", locale.Args{"publish": string(k.Publish), "most": string(k.PublishAtMost)}))
		fmt.Fprintf(&b, "%s: %s\n", lang.T("explain.closed"), cmp.Or(stagesText(k.Closed, lang), lang.T("explain.closed-unsaid")))
		fmt.Fprintf(&b, "%s: %s\n", lang.T("explain.over"), cmp.Or(stagesText(k.Over, lang), lang.T("explain.over-never")))
	}
	writeFields(&b, k, lang)
	writeKindRules(&b, k, all, lang)
	return writeString(w, b.String())
}

// writeFields explains the fields of a kind: those that the workspace adds come first, under a heading of their own.
func writeFields(b *strings.Builder, k *record.Kind, lang locale.Lang) {
	var own, others []*record.Field
	for _, f := range k.Fields() {
		if top, _, _ := strings.Cut(f.Path, "."); k.Field(top).Own {
			own = append(own, f)
			continue
		}
		others = append(others, f)
	}
	rest := "explain.fields"
	switch {
	case own != nil && k.Own:
		rest = "explain.common-fields"
	case own != nil:
		rest = "explain.program-fields"
	}
	write := func(heading string, fields []*record.Field) {
		fmt.Fprintf(b, "\n%s\n", lang.T(heading))
		for _, f := range fields {
			writeField(b, f, lang)
		}
	}
	if own != nil {
		write("explain.own-fields", own)
	}
	write(rest, others)
}

// definedIn says where a kind is described.
func definedIn(k *record.Kind, lang locale.Lang) string {
	switch files := strings.Join(k.Files, ", "); {
	case k.Own:
		return lang.T("explain.defined-own", locale.Args{"file": files})
	case files != "":
		return lang.T("explain.defined-both", locale.Args{"file": files})
	}
	return lang.T("explain.defined-more", locale.Args{"file": "schema/" + k.Name + ".yaml"})
}

// writeKindRules lists the rules that apply to a kind: those about it with their messages, those about all records by id.
func writeKindRules(b *strings.Builder, k *record.Kind, all []rules.Rule, lang locale.Lang) {
	own, common := rules.About(all, k.Name)
	if len(own) > 0 {
		fmt.Fprintf(b, "\n%s\n", lang.T("explain.rules"))
		writeRules(b, own, lang)
	}
	if k.Folder == "" {
		return
	}
	ids := make([]string, len(common))
	for i, r := range common {
		ids[i] = r.ID
	}
	fmt.Fprintf(b, "\n%s\n%s", lang.T("explain.common-rules"), indentLines(Wrap(strings.Join(ids, ", "), 100)))
}

func writeRules(b *strings.Builder, all []rules.Rule, lang locale.Lang) {
	for _, r := range all {
		fmt.Fprintf(b, "  %-32s %-12s %s\n", r.ID, lang.T("severity."+r.Severity.String()), locale.Elide(r.Message.In(lang)))
	}
}

// Wrap breaks a text between words, in lines of at most so many characters if the words are shorter.
func Wrap(text string, most int) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+n > most:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

// stagesText returns, in words, when a record reaches any of some stages; "" if there are none.
func stagesText(stages []record.Stage, lang locale.Lang) string {
	var when []string
	for _, s := range stages {
		field := s.Field
		if list, last, found := strings.Cut(field, "[-1]."); found {
			field = lang.T("explain.stage-last", locale.Args{"field": last, "list": list})
		}
		state := lang.T("explain.stage-any", locale.Args{"field": field})
		if s.Values != nil {
			state = lang.T("explain.stage-value", locale.Args{"field": field, "values": lang.Or(s.Values)})
		}
		switch {
		case s.Successor != "":
			when = append(when, lang.T("explain.stage-successor", locale.Args{"field": s.Successor, "state": state}))
		case s.Field != "":
			when = append(when, lang.T("explain.stage", locale.Args{"state": state}))
		}
		if s.Act != "" {
			when = append(when, lang.T("explain.stage-act", locale.Args{"field": s.Act}))
		}
	}
	return lang.Or(when)
}

func writeField(b *strings.Builder, f *record.Field, lang locale.Lang) {
	notes := []string{lang.T("type." + string(f.Type))}
	if f.Format == "date" || f.Format == "date-time" || f.Format == "uri" {
		notes[0] = lang.T("type." + f.Format)
	}
	of := f
	if f.Items != nil {
		of = f.Items
	}
	if f.Required {
		notes = append(notes, lang.T("explain.required"))
	}
	if of.Ref != nil && !slices.Contains(of.Ref, "*") {
		notes = append(notes, lang.T("explain.refs")+" "+lang.Or(of.Ref))
	}
	if f.Publish != "" {
		notes = append(notes, lang.T("explain.field-profile", locale.Args{"publish": string(f.Publish)}))
	}
	fmt.Fprintf(b, "  %s – %s (%s)\n", f.Path, f.Label.In(lang), strings.Join(notes, "; "))
	if help := f.Help.In(lang); help != "" {
		fmt.Fprintf(b, "      %s\n", help)
	}
	var values []string
	for _, v := range of.Values {
		values = append(values, v.Name+" "+v.Label.In(lang))
	}
	if values != nil {
		fmt.Fprintf(b, "      %s: %s\n", lang.T("explain.values"), strings.Join(values, "; "))
	}
}
