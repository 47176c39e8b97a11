package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/engine"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/setup"
)

// interview asks for what a new record needs: what its kind requires, then what the rules ask for. Records that it refers to and
// that do not exist are made in passing. Nothing is written.
type interview struct {
	*app
	p      *prompter
	ctx    context.Context
	engine *engine.Engine
	state  *engine.State   // with the records made in passing
	made   []setup.File    // these records, those first that others refer to
	asked  map[string]bool // what the rules asked for, by rule and path
	given  map[string]bool // what was answered, by path in the record
}

// interview completes a draft by asking, and returns the files of the records made in passing. If the answers end, what was answered
// is kept; if nothing was, the error says so.
func (a *app) interview(ctx context.Context, e *engine.Engine, d *setup.Draft) ([]setup.File, error) {
	it := &interview{
		app: a, p: a.prompter(ctx), ctx: ctx, engine: e, state: e.State, asked: map[string]bool{}, given: map[string]bool{},
	}
	go func() { _, _ = e.State.With(ctx, nil) }() // read what judging needs while the first questions are answered: it is kept
	err := it.ask(d)
	if errors.Is(err, errNoAnswer) && d.IsNamed() && (it.p.answered || len(d.Missing()) == 0) {
		a.note("new.kept")
		err = it.keep(d)
	}
	return it.made, err
}

// ask asks for all that a record needs.
func (it *interview) ask(d *setup.Draft) error {
	if err := it.namesake(d); err != nil {
		return err
	}
	if err := it.require(d); err != nil {
		return err
	}
	if !d.Has("id") {
		if err := it.askID(d); err != nil {
			return err
		}
	}
	for {
		left, err := it.mend(d)
		if err != nil {
			return err
		}
		more, err := it.follow(d, left)
		if err != nil || !more {
			return err
		}
	}
}

// require asks for what the kind requires and the draft lacks.
func (it *interview) require(d *setup.Draft) error {
	for missing := d.Missing(); len(missing) > 0; missing = d.Missing() {
		if _, err := it.field(d, missing[0], false, ""); err != nil {
			return err
		}
		if missing[0] == "title" {
			if err := it.namesake(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// namesake asks whether another record is meant to have the title of one of its kind. If not, the title is left out.
func (it *interview) namesake(d *setup.Draft) error {
	same := d.Namesakes()
	if same == nil {
		return nil
	}
	yes, err := it.confirm("new.namesake-ask", locale.Args{"names": setup.AnyChoice(same)}, false)
	if err != nil || !yes {
		d.Unset("title")
	}
	return err
}

func (it *interview) askID(d *setup.Draft) error {
	id, err := it.p.line(it.lang.T("new.id"), d.ProposeID(), func(answer string) string { return it.slip(d, "id", answer) })
	if err != nil {
		return err
	}
	return d.Set("id", id)
}

// follow asks for what the rules ask for, and tells each time why. It reports whether anything was answered, so that the rules have
// to be asked again.
func (it *interview) follow(d *setup.Draft, left []diag.Diagnostic) (more bool, err error) {
	skipped := map[string]bool{}
	for _, q := range d.Questions(left) {
		key, asker := q.Why.Rule+" "+q.Path, q.Why.Rule+" "+q.Why.Field
		if it.asked[key] || skipped[asker] || !it.isOpen(d, q) {
			continue
		}
		if len(it.asked) == 0 {
			fmt.Fprintf(it.p.out, "\n%s\n", it.lang.T("new.rules-ask"))
		}
		it.asked[key] = true
		answered, err := it.field(d, q.Path, true, it.why(q))
		if err != nil {
			return false, err
		}
		if skipped[asker] = !answered; answered {
			more = true
			if err := it.require(d); err != nil { // of an object that was begun
				return false, err
			}
			if err := it.furtherItems(d, q.Path); err != nil {
				return false, err
			}
		}
	}
	return more, nil
}

// why tells why a question is asked; a rule can lack a reason.
func (it *interview) why(q setup.Question) string {
	if q.Why.Why == "" {
		return it.lang.T("new.why-asked", locale.Args{"message": q.Why.Message})
	}
	return it.lang.T("new.why", locale.Args{"why": q.Why.Why})
}

// furtherItems asks for more items of the list of objects that was begun at a path.
func (it *interview) furtherItems(d *setup.Draft, path string) error {
	for {
		list, needs := d.NextItem(path)
		if list == "" {
			return nil
		}
		yes, err := it.confirm("new.another-item", locale.Args{"list": d.Kind.Field(list).Label}, false)
		if err != nil || !yes {
			return err
		}
		for _, need := range needs {
			if _, err := it.field(d, need, false, ""); err != nil {
				return err
			}
		}
	}
}

// confirm asks a question that is answered with yes or no. Unlike other questions, it is not answered by its default if the answers
// have ended.
func (it *interview) confirm(key string, args locale.Args, fallback bool) (bool, error) {
	yes, err := it.p.confirm(it.lang.T(key, args), fallback)
	if err == nil && it.p.ended {
		return false, errNoAnswer
	}
	return yes, err
}

// isOpen reports whether a question is still to be asked: the field has no value and there is something to choose, or its value was
// answered here and is at fault.
func (it *interview) isOpen(d *setup.Draft, q setup.Question) bool {
	if q.Again {
		return it.given[q.Path]
	}
	return !d.Has(q.Path) && it.canAnswer(d.Kind.Field(q.Path))
}

// canAnswer reports whether there is, or can be made, something to choose for a field.
func (it *interview) canAnswer(f *record.Field) bool {
	choices, free := setup.Choices(it.state.Workspace, f)
	return free || len(choices) > 0 || len(it.creatable(f)) > 0
}

// mend judges the draft, and asks again for what prevents it from being written, until nothing does. It returns what is still
// missing.
func (it *interview) mend(d *setup.Draft) (left []diag.Diagnostic, err error) {
	for {
		f := d.File()
		stops, left, err := it.state.Judge(it.ctx, []setup.File{f}, it.lang)
		if err != nil {
			return nil, err
		}
		switch {
		case len(stops) > 0:
			err = it.again(d, stops)
		case isTaken(it.engine.Folder(), f):
			fmt.Fprintln(it.p.out, "  "+it.lang.T("new.taken", locale.Args{"file": f.Name}))
			d.Unset("id")
			err = it.askID(d)
		default:
			return left, nil
		}
		if err == nil && it.p.ended { // a default stood in for the answer
			err = errNoAnswer
		}
		if err != nil {
			return nil, err
		}
	}
}

// again tells what is wrong with a value and asks for another. A value that is not required and is not given anew is left out.
func (it *interview) again(d *setup.Draft, stops []diag.Diagnostic) error {
	path, wrong := it.fault(d, stops)
	f := d.Kind.Field(path)
	if f == nil || !d.Has(path) {
		it.writeDiagnostics(stops)
		return it.fail(statusUsage, "new.refused")
	}
	said := it.wrong(d.ByLabel(it.state.Rules, []diag.Result{wrong.Result}, it.lang)[0])
	if path == "id" {
		fmt.Fprintf(it.p.out, "\n%s\n", said)
		d.Unset(path)
		return it.askID(d)
	}
	proposed := path == "title" && d.Text("id") == d.ProposeID()
	answered, err := it.field(d, path, !f.Required, said)
	if err == nil && !answered {
		d.Unset(path)
	}
	if err == nil && proposed { // the id was made of the title
		d.Unset("id")
		return it.askID(d)
	}
	return err
}

// fault returns the place in the draft of the first value that prevents it from being written. What is wrong in another record is
// the fault of the id.
func (it *interview) fault(d *setup.Draft, stops []diag.Diagnostic) (path string, wrong diag.Diagnostic) {
	name := d.File().Name
	for _, s := range stops {
		if s.FileName() == name {
			return s.Field, s
		}
	}
	return "id", stops[0]
}

// keep makes of what was answered a record that can be written: values that cannot are left out. It fails if no id can be made of
// what is left.
func (it *interview) keep(d *setup.Draft) error {
	for proposed := false; ; {
		d.Rebase(it.state.Workspace)
		if err := d.Identify(); err != nil {
			return err
		}
		stops, _, err := it.state.Judge(it.ctx, []setup.File{d.File()}, it.lang)
		if err != nil || len(stops) == 0 {
			return err
		}
		path, wrong := it.fault(d, stops)
		hopeless := path == "id" && proposed
		proposed = proposed || path == "id"
		if hopeless || !d.Unset(path) {
			it.writeDiagnostics(stops)
			return it.fail(statusUsage, "new.refused")
		}
		fmt.Fprintln(it.p.out, it.lang.T("new.left-out", locale.Args{"field": path, "message": wrong.Message}))
	}
}
