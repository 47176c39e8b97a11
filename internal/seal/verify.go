package seal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Prover describes and proves seals with a repository.
type Prover struct {
	Repo *history.Repo
	Tool string // this program and its version
	// Branch is the main branch, on which changes are accepted.
	Branch string
	// Given are keys from outside the repository, which then decide; nil if the sealed state does.
	Given *sign.Keys
}

// Describe returns the seal of a review on a commit, of which w is the state.
func (p Prover) Describe(ctx context.Context, review, basis string, c history.Commit, w *workspace.Workspace) (Seal, error) {
	folder, err := p.Repo.Folder(ctx, c)
	if err != nil {
		return Seal{}, err
	}
	asOf, err := p.Repo.DayOf(ctx, c, w.Config.Zone)
	if err != nil {
		return Seal{}, err
	}
	s := Seal{
		Subject: w.Config.Lang.T("seal.subject", locale.Args{"review": review}), Review: review, Commit: c.Hash, Basis: basis,
		AsOf:   asOf,
		Folder: escape.Replace(folder), Tool: p.Tool, Files: Sums(w.Files),
	}
	counted, err := figures.Count(w, s.AsOf)
	s.Figures = figures.Numbers(counted)
	return s, err
}

// Proof is the result of proving a seal.
type Proof struct {
	Seal       Seal // what its text says; zero if it cannot be read
	Mismatches []Mismatch
	// State is the workspace that was sealed; nil if it cannot be read.
	State *workspace.Workspace
	// Commit is the one that was sealed; zero if the repository does not have it.
	Commit history.Commit
	Tag    history.Tag
	// Line tells where the commit is, and Tip is that of the main branch; nil and zero if there is no seal to read.
	Line *Line
	Tip  history.Commit
	// Rewritten is where the content is, if the commit is gone or not on the main branch; nil if it is, or the content is nowhere.
	Rewritten *Rewritten
	// Signature is that of the tag, as judged by the keys that KeysOf names; Now is what [Prover.Today] found.
	Signature, Now sign.Signature
	KeysOf         KeysOf
	Keys           *sign.Keys // those that judge; nil if there are none
	SealedKeys     *sign.Keys // of the sealed state; nil if it names none
	// Altered are the names of objects of which it is told that they are not what their name says.
	Altered map[history.Hash]bool
	// Unproved is what this program and the one that sealed compute differently from the same state: figures, or the words of the
	// subject. Only the program that sealed can show which of them is right. It is empty if this is the program that sealed.
	Unproved []Mismatch
	// MovedFrom is the folder that the workspace was in when it was sealed, if it has left it since; nil otherwise.
	MovedFrom *string
}

// Prove compares the seal on a review with the repository. What differs is in the proof; an error means that the repository
// cannot be read.
func (p Prover) Prove(ctx context.Context, review string) (*Proof, error) {
	out, name := &Proof{Altered: map[history.Hash]bool{}}, trail.SealTag(review)
	var found bool
	var err error
	if out.Tag, found, err = p.Repo.TagObject(name); err != nil {
		return nil, err
	}
	switch {
	case !found:
		out.add(Tag, name, "an annotated tag", "", "verify.tag-missing")
		return out, nil
	case out.Tag.Object == "":
		out.add(Tag, name, "an annotated tag", string(out.Tag.Commit), "verify.tag-light")
		return out, nil
	}
	if err := p.proveTag(out); err != nil {
		return nil, err
	}
	if out.Seal, err = Parse(out.Tag.Message); err != nil {
		out.Seal = Seal{}
		out.Mismatches = append(out.Mismatches, notASeal(name, out.Tag.Message, err))
		return out, p.judge(out, nil)
	}
	if err := p.commit(out, name); err != nil {
		return nil, err
	}
	if err := p.place(ctx, out); err != nil {
		return nil, err
	}
	sealed := (*workspace.Workspace)(nil)
	if out.Line.Place == Gone || out.Line.Place == Outside {
		var w *workspace.Workspace
		if out.Rewritten, w, err = p.findContent(ctx, out.Seal, out.Tip); err != nil {
			return nil, err
		}
		sealed = out.Seal.sealedKeys(w)
	}
	if out.Line.Place != Gone {
		if err := p.proveCommit(ctx, out, review); err != nil {
			return nil, err
		}
		sealed = out.State
	}
	err = p.judge(out, sealed)
	Sort(out.Mismatches)
	return out, err
}

// proveCommit compares the sealed commit with the text.
func (p Prover) proveCommit(ctx context.Context, out *Proof, review string) error {
	p, err := p.before(ctx, out)
	if err != nil {
		return err
	}
	if err := p.proveStore(ctx, out); err != nil {
		return err
	}
	return p.proveState(ctx, out, review, out.Commit)
}

func (o *Proof) add(what What, name, expected, found string, means locale.Key) {
	o.Mismatches = append(o.Mismatches, NewMismatch(what, name, expected, found, means))
}

// notASeal returns the mismatch for a text that cannot be read as a seal.
func notASeal(tag, message string, err error) Mismatch {
	d := NewMismatch(Tag, tag, "the text of a seal", err.Error(), "verify.tag-text")
	var text *TextError
	if errors.As(err, &text) {
		d.Args = locale.Args{"line": text.Line, "text": fmt.Sprintf("%.60s", text.Got)}
	}
	if strings.Contains(message, "\r\n") {
		d.Means = "verify.tag-line-ends"
	}
	return d
}

// before returns the prover for the folder that the workspace was in when it was sealed: the one that the history leads to, or
// the one that the seal names, unless there is a workspace where the history leads. If the named folder still is a workspace, the
// seal is that workspace's, which is a mismatch.
func (p Prover) before(ctx context.Context, out *Proof) (Prover, error) {
	folder := unescape.Replace(out.Seal.Folder)
	was, err := p.Repo.Folder(ctx, out.Commit)
	if err != nil {
		return p, err
	}
	if was != p.Repo.Prefix() {
		out.MovedFrom = &was
	}
	if folder == was {
		return p, nil
	}
	there, err := hasWorkspace(ctx, p.Repo, out.Commit)
	if err != nil || there {
		return p, err
	}
	head, err := p.Repo.Head()
	if err != nil {
		return p, err
	}
	old := p.Repo.From(folder)
	still, err := hasWorkspace(ctx, old, head)
	if still {
		out.add(Tag, "Folder", escape.Replace(p.Repo.Prefix()), out.Seal.Folder, "verify.tag-line")
	} else {
		out.MovedFrom = &folder
	}
	p.Repo = old
	return p, err
}

// hasWorkspace reports whether the folder of repo is a workspace in a commit.
func hasWorkspace(ctx context.Context, repo *history.Repo, c history.Commit) (bool, error) {
	files, err := repo.FS(ctx, c)
	if err != nil {
		return false, err
	}
	_, err = fs.Stat(files, workspace.ConfigFile)
	return err == nil, nil
}

// proveTag checks the tag as an object: that it is what its name says, calls itself as it is called, and names a commit itself.
func (p Prover) proveTag(out *Proof) error {
	is, err := p.Repo.NameOf(out.Tag.Object)
	if err != nil {
		return err
	}
	if is != out.Tag.Object {
		out.Altered[out.Tag.Object] = true
		out.add(Tag, out.Tag.Name, string(out.Tag.Object), string(is), "verify.tag-altered")
	}
	if out.Tag.Inner != out.Tag.Name {
		out.add(Tag, out.Tag.Name, out.Tag.Name, out.Tag.Inner, "verify.tag-inner")
	}
	if out.Tag.Kind != "commit" {
		out.add(Tag, out.Tag.Name, "commit", out.Tag.Kind, "verify.tag-kind")
	}
	return nil
}

// commit reads the commit that the text names. It stays zero if the repository does not have it.
func (p Prover) commit(out *Proof, name string) error {
	said, leads := out.Seal.Commit, out.Tag.Commit
	if said != leads {
		out.add(Tag, name, string(said), string(leads), "verify.tag-moved")
	}
	c, err := p.Repo.Commit(said)
	var missing *history.MissingObject
	var damaged *history.Damaged
	switch {
	case errors.As(err, &missing), errors.As(err, &damaged) && !p.Repo.IsCommit(said):
		out.add(LineOf, string(said), string(said), "", "verify.commit-gone")
		return nil
	case err != nil:
		return err
	}
	out.Commit = c
	if basis := out.Seal.Basis; basis != "" {
		tag, _, err := p.Repo.TagObject(basis)
		if err != nil {
			return err
		}
		if tag.Commit != said {
			out.add(Tag, basis, string(said), string(tag.Commit), "verify.basis-moved")
		}
	}
	return nil
}

// proveStore finds what is not what git calls it: the commit, and the folders of its state.
func (p Prover) proveStore(ctx context.Context, out *Proof) error {
	altered, err := p.Repo.AlteredState(ctx, out.Commit)
	for _, a := range altered {
		out.Altered[a.Name] = true
		if a.Path == "" {
			out.add(Tag, string(a.Name), string(a.Name), string(a.Content), "verify.commit-altered")
			continue
		}
		out.add(Record, strings.TrimPrefix(a.Path, p.Repo.Prefix()+"/"), string(a.Name), string(a.Content), "verify.folder-altered")
	}
	return err
}

// proveState compares the text with the files of the commit and what is computed from them.
func (p Prover) proveState(ctx context.Context, out *Proof, review string, c history.Commit) error {
	files, err := p.Repo.FS(ctx, c)
	if err != nil {
		return err
	}
	w, loadErr := workspace.Load(ctx, files)
	if loadErr == nil {
		out.State = w
	}
	out.proveFiles(files, w)
	if loadErr != nil {
		if len(out.Mismatches) > 0 {
			return nil // the files that cannot be read are among them
		}
		return fmt.Errorf("read commit %.10s: %w", c.Hash, loadErr)
	}
	is, err := p.Describe(ctx, review, out.Seal.Basis, c, w)
	if err != nil {
		return err
	}
	said := out.Seal
	for _, l := range []struct{ name, said, is string }{
		{"Review", said.Review, is.Review}, {"As-of", said.AsOf, is.AsOf}, {"Folder", said.Folder, is.Folder},
	} {
		if l.said != l.is {
			out.add(Tag, l.name, l.is, l.said, "verify.tag-line")
		}
	}
	if made := computedDifferently(said, is); said.Tool == p.Tool {
		out.Mismatches = append(out.Mismatches, made...)
	} else {
		out.Unproved = made
	}
	return nil
}

// computedDifferently returns what two programs can compute differently from one state: the words of the subject, and the figures.
func computedDifferently(said, is Seal) []Mismatch {
	var found []Mismatch
	if said.Subject != is.Subject {
		found = append(found, NewMismatch(Tag, "subject", is.Subject, said.Subject, "verify.tag-line"))
	}
	for _, name := range sortedNames(merged(said.Figures, is.Figures)) {
		if d, differs := figure(name, said.Figures, is.Figures); differs {
			found = append(found, d)
		}
	}
	return found
}

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func merged(a, b map[string]int) map[string]int {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func figure(name string, said, is map[string]int) (d Mismatch, differs bool) {
	text := func(m map[string]int) string {
		if n, ok := m[name]; ok {
			return strconv.Itoa(n)
		}
		return ""
	}
	d = NewMismatch(Tag, name, text(said), text(is), "verify.figure")
	return d, text(said) != text(is)
}

// proveFiles compares the files of a state with their sums; w is the workspace that they make, or nil. It also checks that each
// file is what git names it, because the store can have been altered.
func (o *Proof) proveFiles(files *history.TreeFS, w *workspace.Workspace) {
	read := map[string][]byte{}
	for name := range o.Seal.Files {
		if data, err := fs.ReadFile(files, name); err == nil {
			read[name] = data
		}
	}
	if w != nil {
		maps.Copy(read, w.Files)
	}
	for name, data := range read {
		said, is := o.Seal.Files[name], Sum(data)
		named, _ := files.Hash(name)
		o.Altered[named] = named != history.BlobHash(data)
		switch content := history.BlobHash(data); {
		case said == "":
			o.add(Record, name, "", is, "verify.record-extra")
		case said != is && named != content:
			o.add(Record, name, said, is, "verify.record-altered")
		case said != is:
			o.add(Record, name, said, is, "verify.record-changed")
		case named != content:
			o.add(Record, name, string(named), string(content), "verify.record-misnamed")
		}
	}
	for name, said := range o.Seal.Files {
		if _, ok := read[name]; !ok {
			o.add(Record, name, said, "", "verify.record-missing")
		}
	}
}

// Since adds what has happened to the sealed state in a later one: records that were fixed and have been altered are mismatches,
// unless what was sealed of them is in doubt.
func (o *Proof) Since(now *workspace.Workspace) {
	if o.State == nil {
		return
	}
	doubtful := map[string]bool{}
	for _, d := range o.Mismatches {
		doubtful[d.Name] = doubtful[d.Name] || d.What == Record
	}
	for _, a := range trail.Altered(o.State.Graph.Records, now.Graph) {
		if !doubtful[a.Was.File().Name] {
			o.addAltered(&a)
		}
	}
	Sort(o.Mismatches)
}

// addAltered adds what happened to one record.
func (o *Proof) addAltered(a *trail.Alteration) {
	if a.Removed() {
		o.add(Record, a.Was.File().Name, a.Was.ID, "", "verify.record-removed-since")
		return
	}
	file := a.Is.File().Name
	switch {
	case a.Unreadable():
		o.add(Record, file, a.Was.ID, "", "verify.record-unreadable-since")
	case a.OtherKind():
		o.add(Record, file, a.Was.Kind.Name, a.Is.Kind.Name, "verify.record-kind-since")
	}
	for _, c := range a.Fields {
		o.Mismatches = append(o.Mismatches, changedSince(file, c))
	}
	if a.Text {
		o.add(Record, file, "the text as it was", "another text", "verify.text-changed-since")
	}
}

func changedSince(file string, c graph.Change) Mismatch {
	text := func(v any) string {
		if v == nil {
			return ""
		}
		return c.Field + ": " + fmt.Sprint(v)
	}
	return NewMismatch(Record, file, text(c.Old), text(c.New), "verify.field-changed-since")
}
