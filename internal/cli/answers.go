package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/setup"
)

// field asks for the value of a field, for a list until no more items are given. said is told before the question, "" for nothing.
// It reports whether there was an answer.
func (it *interview) field(d *setup.Draft, path string, optional bool, said string) (answered bool, err error) {
	f := d.Kind.Field(path)
	it.introduce(f, said)
	list := f.Items != nil && !strings.HasSuffix(path, "]")
	for {
		values, err := it.values(d, f, asking{list: list, optional: optional || answered, more: answered})
		for _, value := range values { // those given before the answers ended are kept
			if failed := d.Set(path, value); failed != nil {
				return answered, it.setProblem(d, failed)
			}
			answered, it.given[path] = true, true
		}
		if err != nil || len(values) == 0 || !list || !it.takesMore(f) {
			return answered, err
		}
	}
}

// asking is how a field is asked for.
type asking struct {
	list     bool // items of a list can be given, several at once
	optional bool // the question can be skipped
	more     bool // there are items already
}

// introduce tells what a field is and why it is asked for.
func (it *interview) introduce(f *record.Field, said string) {
	fmt.Fprintf(it.p.out, "\n%s\n", f.Label.In(it.lang))
	for _, line := range []string{f.Help.In(it.lang), said} {
		if line != "" {
			fmt.Fprintf(it.p.out, "  %s\n", line)
		}
	}
}

// takesMore reports whether a list can have another item.
func (it *interview) takesMore(f *record.Field) bool {
	choices, free := setup.Choices(it.state.Workspace, f)
	return free || len(choices) > 1 || len(it.creatable(f)) > 0
}

// values asks for one value, or for some at once for a list of choices. It returns none if the question is skipped.
func (it *interview) values(d *setup.Draft, f *record.Field, how asking) ([]string, error) {
	of := f
	if f.Items != nil {
		of = f.Items
	}
	choices, free := setup.Choices(it.state.Workspace, f)
	q := query{text: f.Label.In(it.lang), subject: f.Label.In(it.lang), optional: how.optional}
	if how.more {
		q.text = it.lang.T("new.more")
	}
	if free {
		q.problem = it.valueProblem(of)
		if slices.Contains(of.Ref, "*") {
			q.problem = func(answer string) string { return it.referenceProblem(answer, how.list) }
		}
		answer, err := it.p.ask(q)
		if answer == "" {
			return nil, err
		}
		return []string{answer}, err
	}
	kinds := it.creatable(f)
	if len(choices) == 0 && len(kinds) == 0 {
		return nil, it.noRecords(f)
	}
	if !how.more {
		q.text = it.listed(choices, kinds)
	}
	for {
		answer, err := it.p.ask(q)
		if err != nil || answer == "" {
			return nil, err
		}
		values, said, err := it.meant(choices, kinds, answer, how.list)
		d.Rebase(it.state.Workspace)
		if err != nil || said == "" {
			return values, err
		}
		fmt.Fprintln(it.p.out, "  "+said)
		choices, _ = setup.Choices(it.state.Workspace, f)
	}
}

// listed writes the choices, if they are few, and returns how to answer.
func (it *interview) listed(choices []setup.Choice, kinds []*record.Kind) string {
	switch {
	case len(kinds) == 0:
		return it.p.listChoices(choices, "prompt.number", "prompt.search")
	case len(choices) == 0:
		return it.lang.T("new.none-yet", locale.Args{"kind": it.inWords(kinds)})
	}
	return it.p.listChoices(choices, "prompt.number-or-new", "prompt.search-or-new")
}

// meant returns the values that an answer means; said is what is wrong with it. The error is errNoAnswer if a record was made in
// passing and the answers ended before it was complete; then the value is returned too.
func (it *interview) meant(choices []setup.Choice, kinds []*record.Kind, answer string, list bool) (values []string, said string, err error) {
	found, _ := setup.Pick(choices, answer)
	parts := []string{answer}
	if list && len(found) == 0 {
		parts = strings.Split(answer, ",")
	}
	for _, part := range parts {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		value, said, err := it.one(choices, kinds, part)
		if value != "" {
			values = append(values, value)
		}
		if err != nil || said != "" {
			return values, said, err
		}
	}
	if values == nil {
		return nil, it.lang.T("prompt.needed"), nil
	}
	return values, "", nil
}

// one returns the value that an answer means, or what is wrong with it. An answer that begins with a plus sign is the title of a
// record to be made, unless there is one.
func (it *interview) one(choices []setup.Choice, kinds []*record.Kind, answer string) (value, said string, err error) {
	if title, plus := strings.CutPrefix(answer, "+"); plus && len(kinds) > 0 && strings.TrimSpace(title) != "" {
		answer = strings.TrimSpace(title)
		if setup.Called(choices, answer) == nil {
			value, err = it.create(kinds, answer)
			return value, "", err
		}
	}
	found, part := setup.Pick(choices, answer)
	switch {
	case len(found) == 1:
		if part {
			fmt.Fprintf(it.p.out, "  → %s\n", record.Labelled(found[0].Value, found[0].Label).In(it.lang))
		}
		return found[0].Value, "", nil
	case len(found) > 1 || len(kinds) == 0:
		return "", it.p.unclear(choices, answer), nil
	}
	if len(choices) > 0 { // else the question was for a name
		yes, err := it.offer(choices, kinds, answer)
		if err != nil || !yes {
			return "", it.lang.T("prompt.another"), err
		}
	}
	value, err = it.create(kinds, answer)
	return value, "", err
}

// valueProblem returns a function that checks whether an answer has the form that the field requires.
func (it *interview) valueProblem(f *record.Field) func(string) string {
	return func(answer string) string {
		fits, form := true, string(f.Type)
		stored, _ := f.Stored(answer)
		switch {
		case f.Format == "date":
			form = f.Format
			_, fits = locale.ParseDate(stored)
		case f.Format == "date-time":
			form = f.Format
			fits = record.IsMoment(answer)
		case f.Type == record.Integer:
			_, err := strconv.Atoi(answer)
			fits = err == nil
		case f.Type == record.Number:
			_, err := strconv.ParseFloat(answer, 64)
			fits = err == nil
		}
		if fits {
			return ""
		}
		return it.lang.T("prompt.form", locale.Args{"form": locale.Key("type." + form)})
	}
}

// referenceProblem returns what is wrong with a reference to a record of any kind, or with several of them.
func (it *interview) referenceProblem(answer string, list bool) string {
	g := it.state.Workspace.Graph
	found := g.Called(answer, []string{"*"})
	if first, rest, several := strings.Cut(answer, ","); list && several && len(found) == 0 {
		return cmp.Or(it.referenceProblem(strings.TrimSpace(first), false), it.referenceProblem(strings.TrimSpace(rest), true))
	}
	switch len(found) {
	case 0:
		return it.guess(it.lang.T("error.unknown-record", locale.Args{"name": locale.Shorten(answer)}), it.lang.Or(g.Near(answer, []string{"*"})))
	case 1:
		return ""
	}
	var choices []setup.Choice
	for _, r := range found {
		choices = append(choices, setup.Choice{Value: r.ID, Label: g.Title(r)})
	}
	return it.p.unclear(choices, answer)
}

// noRecords returns the failure for a field that needs an entry of a catalogue if none is in use.
func (it *interview) noRecords(f *record.Field) error {
	if f.Items != nil {
		f = f.Items
	}
	if slices.Contains(f.Ref, record.CatalogueKind) {
		return it.fail(statusUsage, "new.no-criteria", locale.Args{"field": f.Path, "names": strings.Join(controls.Names(), ", ")})
	}
	kind := it.state.Workspace.Kinds.Named(f.Ref[0])
	return it.fail(statusUsage, "new.no-records", locale.Args{"field": f.Path, "folder": kind.Folder, "kind": kind.Name})
}
