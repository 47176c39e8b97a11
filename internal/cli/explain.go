package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

func newExplain(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "explain [RULE|KIND]", Short: a.lang.T("cli.explain"), Args: a.args(0, 1, "error.args-most-one"),
		Example: "  lis explain system-unclassified\n  lis explain system",
		RunE:    func(c *cobra.Command, args []string) error { return runExplain(c.Context(), a, strings.Join(args, "")) },
	}
}

func runExplain(ctx context.Context, a *app, topic string) error {
	kinds, err := a.kinds(ctx)
	if err != nil {
		return err
	}
	all := rules.List(kinds)
	if topic == "" {
		a.explainAll(kinds, all)
		return nil
	}
	for _, r := range all {
		if r.ID == topic {
			a.explainRule(r)
			return nil
		}
	}
	if kind := kinds.Named(topic); kind != nil {
		a.explainKind(kind)
		return nil
	}
	if kind := kinds.InFolder(topic); kind != nil {
		a.explainKind(kind)
		return nil
	}
	var known []string
	for _, r := range all {
		known = append(known, r.ID)
	}
	return a.unknown("error.unknown-topic", topic, record.Nearest(topic, append(known, kinds.Names()...)))
}

func (a *app) explainAll(kinds *record.Kinds, all []rules.Rule) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", a.lang.T("explain.kinds-title"))
	for _, k := range kinds.List {
		fmt.Fprintf(&b, "  %-14s %s\n", k.Name, k.Label.In(a.lang))
	}
	fmt.Fprintf(&b, "\n%s\n", a.lang.T("explain.rules"))
	for _, r := range all {
		fmt.Fprintf(&b, "  %-32s %-12s %s\n", r.ID, a.lang.T("severity."+r.Severity.String()), locale.Elide(r.Message.In(a.lang)))
	}
	fmt.Fprintf(&b, "\n%s\n", a.lang.T("explain.more"))
	a.print(b.String())
}

func (a *app) explainRule(r rules.Rule) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", r.ID)
	row := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", a.lang.T(key), value)
		}
	}
	row("explain.message", locale.Elide(r.Message.In(a.lang)))
	row("explain.severity", a.lang.T("severity."+r.Severity.String()))
	applies := a.lang.T("explain.all-kinds")
	if len(r.Kinds) > 0 {
		applies = a.lang.And(r.Kinds)
	}
	row("explain.kinds", applies)
	row("explain.why", r.Why.In(a.lang))
	row("explain.source", r.Source)
	row("explain.replaces", strings.Join(r.Replaces, ", "))
	if ex := rules.ExampleOf(r.ID); ex != nil {
		writeFiles(&b, a.lang.T("explain.wrong"), ex.Bad)
		fmt.Fprintf(&b, "\n%s:\n%s", a.lang.T("explain.said"), indentLines(ex.Said(a.lang)))
		writeFiles(&b, a.lang.T("explain.right"), ex.Good)
	}
	a.print(b.String())
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

func (a *app) explainKind(k *record.Kind) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", k.Label.In(a.lang), k.Name)
	if k.Folder != "" {
		fmt.Fprintf(&b, "%s: %s/ · %s: %s\n", a.lang.T("explain.folder"), k.Folder, a.lang.T("explain.prefix"), k.Prefix)
		fmt.Fprintf(&b, "%s: %s\n", a.lang.T("explain.closed"), cmp.Or(a.stages(k.Closed), a.lang.T("explain.closed-unsaid")))
		fmt.Fprintf(&b, "%s: %s\n", a.lang.T("explain.over"), cmp.Or(a.stages(k.Over), a.lang.T("explain.over-never")))
	}
	fmt.Fprintf(&b, "\n%s\n", a.lang.T("explain.fields"))
	for _, f := range k.Fields() {
		a.explainField(&b, f)
	}
	if len(k.Rules) > 0 {
		fmt.Fprintf(&b, "\n%s\n", a.lang.T("explain.rules"))
	}
	for _, r := range k.Rules {
		fmt.Fprintf(&b, "  %-32s %s\n", r.ID, locale.Elide(r.Message.In(a.lang)))
	}
	a.print(b.String())
}

// stages tells when a record reaches any of some stages; "" where there are none.
func (a *app) stages(stages []record.Stage) string {
	var when []string
	for _, s := range stages {
		field := s.Field
		if list, last, found := strings.Cut(field, "[-1]."); found {
			field = a.lang.T("explain.stage-last", locale.Args{"field": last, "list": list})
		}
		state := a.lang.T("explain.stage-any", locale.Args{"field": field})
		if s.Values != nil {
			state = a.lang.T("explain.stage-value", locale.Args{"field": field, "values": a.lang.Or(s.Values)})
		}
		switch {
		case s.Successor != "":
			when = append(when, a.lang.T("explain.stage-successor", locale.Args{"field": s.Successor, "state": state}))
		case s.Field != "":
			when = append(when, a.lang.T("explain.stage", locale.Args{"state": state}))
		}
		if s.Act != "" {
			when = append(when, a.lang.T("explain.stage-act", locale.Args{"field": s.Act}))
		}
	}
	return a.lang.Or(when)
}

func (a *app) explainField(b *strings.Builder, f *record.Field) {
	notes := []string{a.lang.T("type." + string(f.Type))}
	if f.Format == "date" || f.Format == "date-time" || f.Format == "uri" {
		notes[0] = a.lang.T("type." + f.Format)
	}
	of := f
	if f.Items != nil {
		of = f.Items
	}
	if f.Required {
		notes = append(notes, a.lang.T("explain.required"))
	}
	if of.Ref != nil && !slices.Contains(of.Ref, "*") {
		notes = append(notes, a.lang.T("explain.refs")+" "+a.lang.Or(of.Ref))
	}
	fmt.Fprintf(b, "  %s – %s (%s)\n", f.Path, f.Label.In(a.lang), strings.Join(notes, "; "))
	if help := f.Help.In(a.lang); help != "" {
		fmt.Fprintf(b, "      %s\n", help)
	}
	var values []string
	for _, v := range of.Values {
		values = append(values, v.Name+" "+v.Label.In(a.lang))
	}
	if values != nil {
		fmt.Fprintf(b, "      %s: %s\n", a.lang.T("explain.values"), strings.Join(values, "; "))
	}
}

// kinds are those of the workspace, or those of the program outside of any and where the workspace's cannot be read: the
// message about that names a rule to be explained.
func (a *app) kinds(ctx context.Context) (*record.Kinds, error) {
	e, err := a.open(ctx)
	if err == nil {
		defer a.close(e)
		return e.State.Workspace.Kinds, nil
	}
	var setup *workspace.SetupError
	var refusal *engine.Refusal
	if errors.As(err, &setup) || errors.As(err, &refusal) && refusal.Reason == engine.Mistaken && a.rev == "" {
		return builtinKinds()
	}
	return nil, err
}
