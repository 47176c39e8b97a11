package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/diag"
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
	for made := len(it.made); ; {
		again := answered && made == len(it.made) // else the list has other numbers than before
		made = len(it.made)
		values, err := it.values(d, f, asking{path: path, list: list, optional: optional || answered, more: answered, listed: again})
		before := 0
		if list {
			before = len(d.Chosen(path))
		}
		for _, value := range values { // those given before the answers ended are kept
			if failed := d.Set(path, value); failed != nil {
				return answered, it.setProblem(d, failed)
			}
			answered, it.given[path] = true, true
		}
		it.echo(d.Chosen(path), before)
		if err != nil || len(values) == 0 || !list || !it.takesMore(f) {
			return answered, err
		}
	}
}

// echo tells what was chosen, from an index on.
func (it *interview) echo(chosen []setup.Choice, from int) {
	for _, c := range chosen[min(from, len(chosen)):] {
		fmt.Fprintf(it.p.out, "  → %s\n", record.Labelled(c.Value, c.Label).In(it.lang))
	}
}

// asking is how a field is asked for.
type asking struct {
	path     string
	list     bool // items of a list can be given, several at once
	optional bool // the question can be skipped
	more     bool // there are items already
	listed   bool // the choices are on the screen
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
		q.problem = it.valueProblem(d, how.path, of)
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
	if !how.listed {
		q.text = it.listed(choices, kinds)
	}
	for made := len(it.made); ; {
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
		if len(it.made) > made {
			made = len(it.made)
			choices, _ = setup.Choices(it.state.Workspace, f)
			q.text = it.listed(choices, kinds)
		}
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
	found, _ := pick(choices, answer)
	parts := []string{answer}
	if list && len(found) == 0 {
		parts = strings.Split(answer, ",")
	}
	for _, part := range parts {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		value, said, err := it.one(choices, kinds, part)
		if value != "" && !slices.Contains(values, value) {
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
	title, plus := strings.CutPrefix(answer, "+")
	if title = strings.TrimSpace(title); plus && len(kinds) > 0 {
		if title == "" {
			return "", it.lang.T("prompt.name-after-plus"), nil
		}
		answer = title
		if setup.Called(choices, answer) == nil {
			return it.create(kinds, answer)
		}
	}
	found, _ := pick(choices, answer)
	switch {
	case len(found) == 1:
		return found[0].Value, "", nil
	case len(found) > 1 || len(kinds) == 0 || setup.IsNumber(answer) && len(choices) > 0:
		return "", it.p.unclear(choices, answer), nil
	}
	if len(choices) > 0 { // else the question was for a name
		yes, err := it.offer(choices, kinds, answer)
		if err != nil || !yes {
			return "", it.lang.T("prompt.another"), err
		}
	}
	return it.create(kinds, answer)
}

// valueProblem returns a function that checks whether an answer has the form that the field requires, and can stand at a path of the
// draft.
func (it *interview) valueProblem(d *setup.Draft, path string, f *record.Field) func(string) string {
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
			_, err := strconv.ParseFloat(stored, 64)
			fits = err == nil
		}
		if !fits {
			return it.lang.T("prompt.form", locale.Args{"form": locale.Key("type." + form)})
		}
		return it.slip(d, path, answer)
	}
}

// slip returns what is wrong with an answer as the value at a path of a draft, "" if nothing is.
func (it *interview) slip(d *setup.Draft, path, answer string) string {
	wrong, err := d.Slip(it.state.Rules, path, answer, it.state.AsOf, it.lang)
	switch {
	case err != nil:
		return it.setProblem(d, err).Error()
	case wrong == nil:
		return ""
	}
	return it.wrong(*wrong)
}

// wrong returns a sentence that says what is wrong with an answer.
func (it *interview) wrong(w diag.Diagnostic) string {
	if w.Hint == "" {
		return it.lang.T("new.wrong", locale.Args{"message": w.Message})
	}
	return it.lang.T("new.wrong-hint", locale.Args{"message": w.Message, "hint": w.Hint})
}

// referenceProblem returns what is wrong with a reference to a record of any kind, or with several of them.
func (it *interview) referenceProblem(answer string, list bool) string {
	g := it.state.Workspace.Graph
	if setup.IsNumber(answer) { // the number of a criterion is too easily meant as something else
		return it.lang.T("prompt.number-unlisted", locale.Args{"value": locale.Shorten(answer)})
	}
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
