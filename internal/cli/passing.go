package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/setup"
)

// offer asks whether a record that does not exist is to be made.
func (it *interview) offer(choices []setup.Choice, kinds []*record.Kind, title string) (bool, error) {
	args := locale.Args{"plural": it.manyInWords(kinds), "title": locale.Shorten(title)}
	near := nearest(choices, title, it.lang)
	if len(near) > 0 {
		fmt.Fprintln(it.p.out, "  "+it.lang.T("new.nearest", locale.Args{"name": near[0]}))
	}
	return it.confirm("new.make", args, len(near) == 0)
}

// inWords returns the labels of kinds for the middle of a sentence: roll eller organisation.
func (it *interview) inWords(kinds []*record.Kind) string {
	var labels []string
	for _, k := range kinds {
		labels = append(labels, locale.Lower(k.Label.In(it.lang)))
	}
	return it.lang.Or(labels)
}

// manyInWords returns the labels of many records of kinds for the middle of a sentence: roller eller organisationer.
func (it *interview) manyInWords(kinds []*record.Kind) string {
	var labels []string
	for _, k := range kinds {
		labels = append(labels, locale.Lower(k.Plural.In(it.lang)))
	}
	return it.lang.Or(labels)
}

// creatable returns the kinds of the records that can be made in passing for a field: those that have a title of their own.
func (it *interview) creatable(f *record.Field) []*record.Kind {
	if f.Items != nil {
		f = f.Items
	}
	var kinds []*record.Kind
	for _, name := range f.Ref {
		if k := it.state.Workspace.Kinds.Named(name); k != nil && k.TitleFrom == "" && name != record.CatalogueKind {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// create makes a record with a title, or an id if the text begins as one, by asking for what its kind requires, and returns its id, or
// what is wrong with the title. If the answers end, the record is kept as far as it was answered, and the error is errNoAnswer.
func (it *interview) create(kinds []*record.Kind, title string) (id, said string, err error) {
	kind, err := it.kindOf(kinds)
	if err != nil {
		return "", "", err
	}
	d := setup.NewDraft(it.state.Workspace, kind)
	field := "title"
	if strings.HasPrefix(strings.ToUpper(title), kind.Prefix+"-") {
		field = "id"
	}
	if said := it.slip(d, field, title); said != "" {
		return "", said, nil
	}
	if err := d.Set(field, title); err != nil {
		return "", "", it.setProblem(d, err)
	}
	fmt.Fprintf(it.p.out, "\n%s\n", it.lang.T("new.making", locale.Args{"kind": it.inWords([]*record.Kind{kind}), "title": locale.Shorten(title)}))
	outer := it.given
	it.given = map[string]bool{}
	ended := it.complete(d)
	it.given = outer
	if ended != nil && !errors.Is(ended, errNoAnswer) {
		return "", "", ended
	}
	if ended != nil {
		if err := it.keep(d); err != nil {
			return "", "", err
		}
	}
	d.Guide(it.state.Workspace.Config.Lang)
	f := d.File()
	if it.state, err = it.state.With(it.ctx, []setup.File{f}); err != nil {
		return "", "", err
	}
	it.made = append(it.made, f)
	fmt.Fprintf(it.p.out, "  %s\n", it.lang.T("new.made", locale.Args{"id": d.Text("id"), "file": f.Name}))
	return d.Text("id"), "", ended
}

// complete asks for what a record that is made in passing requires.
func (it *interview) complete(d *setup.Draft) error {
	if err := it.require(d); err != nil {
		return err
	}
	d.Rebase(it.state.Workspace)
	if err := d.Identify(); err != nil {
		return err
	}
	_, err := it.mend(d)
	return err
}

// kindOf asks which of several kinds a record is to be of.
func (it *interview) kindOf(kinds []*record.Kind) (*record.Kind, error) {
	if len(kinds) == 1 {
		return kinds[0], nil
	}
	var choices []setup.Choice
	for _, k := range kinds {
		choices = append(choices, setup.Choice{Value: k.Name, Label: k.Label})
	}
	name, err := it.p.choose(it.lang.T("new.which-kind"), choices, "")
	if err != nil {
		return nil, err
	}
	return it.state.Workspace.Kinds.Named(name), nil
}
