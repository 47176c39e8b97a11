package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// Prover describes and proves seals with a repository.
type Prover struct {
	Repo *history.Repo
	// Figures counts the figures of a state as of a day.
	Figures func(w *workspace.Workspace, day string) (map[string]int, error)
	Tool    string // this program and its version
	Keys    *history.Keys
}

// Describe is the seal of a review on a commit, of which w is the state.
func (p Prover) Describe(review, basis string, c history.Commit, w *workspace.Workspace) (Seal, error) {
	s := Seal{
		Subject: w.Config.Lang.T("seal.subject", locale.Args{"review": review}), Review: review, Commit: c.Hash, Basis: basis,
		AsOf:   c.CommittedAt.In(w.Config.Zone).Format(locale.DateForm),
		Folder: escape.Replace(p.Repo.Prefix()), Tool: p.Tool, Files: Sums(w.Files),
	}
	var err error
	s.Figures, err = p.Figures(w, s.AsOf)
	return s, err
}

// Proof is what came of proving a seal.
type Proof struct {
	Seal        Seal // what its text says; zero where it cannot be read
	Differences []Difference
	// State is the workspace that was sealed; nil where it cannot be read.
	State *workspace.Workspace
	Tag   history.Tag
	// Signature is that of the tag.
	Signature history.Signature
	// Recounted are the figures that this version of the program counts otherwise than the one that sealed; Tool tells which
	// that was.
	Recounted []Difference
}

// Prove compares the seal on a review with the repository. What differs is in the proof; an error says that the repository
// cannot be read.
func (p Prover) Prove(review string) (*Proof, error) {
	out, name := &Proof{}, trail.SealTag(review)
	var found bool
	var err error
	if out.Tag, found, err = p.Repo.Tag(name); err != nil {
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
		out.add(Tag, name, "the text of a seal", err.Error(), "verify.tag-text")
		return out, nil
	}
	c, err := p.commit(out, name)
	if err != nil {
		return nil, err
	}
	if err := p.proveState(out, review, c); err != nil {
		return nil, err
	}
	Sort(out.Differences)
	return out, nil
}

func (o *Proof) add(what What, name, expected, found string, means locale.Key) {
	o.Differences = append(o.Differences, Differ(what, name, expected, found, means))
}

// proveTag looks at the tag as an object: that it is what its name says, and its signature.
func (p Prover) proveTag(out *Proof) error {
	is, err := p.Repo.NameOf(out.Tag.Object)
	if err != nil {
		return err
	}
	if is != out.Tag.Object {
		out.add(Tag, out.Tag.Name, string(out.Tag.Object), string(is), "verify.tag-altered")
	}
	if out.Signature, err = p.Repo.Signature(out.Tag.Object, p.Keys); err != nil {
		return err
	}
	if out.Signature.State == history.Bad {
		out.add(Tag, "signature", "a good signature", out.Signature.Problem, "verify.tag-signature")
	}
	return nil
}

// commit is the commit that the text names, or where the repository does not have that, the one that the tag leads to.
func (p Prover) commit(out *Proof, name string) (history.Commit, error) {
	said, leads := out.Seal.Commit, out.Tag.Commit
	if said != leads {
		out.add(Tag, name, string(said), string(leads), "verify.tag-moved")
	}
	c, err := p.Repo.Commit(said)
	var missing *history.MissingObject
	if errors.As(err, &missing) && said != leads {
		c, err = p.Repo.Commit(leads)
	}
	if err != nil {
		return c, err
	}
	altered, err := p.Repo.AlteredState(c)
	for _, a := range altered {
		if a.Path == "" {
			out.add(Tag, string(a.Name), string(a.Name), string(a.Content), "verify.commit-altered")
			continue
		}
		out.add(Record, strings.TrimPrefix(a.Path, p.Repo.Prefix()+"/"), string(a.Name), string(a.Content), "verify.folder-altered")
	}
	if !out.Tag.At.Equal(c.CommittedAt) {
		out.add(Tag, "date", c.CommittedAt.Format(time.RFC3339), out.Tag.At.Format(time.RFC3339), "verify.tag-date")
	}
	if basis := out.Seal.Basis; basis != "" {
		tag, _, err := p.Repo.Tag(basis)
		if err != nil {
			return c, err
		}
		if tag.Commit != said {
			out.add(Tag, basis, string(said), string(tag.Commit), "verify.basis-moved")
		}
	}
	return c, err
}

// proveState compares what the text says with the files of the commit and what they amount to.
func (p Prover) proveState(out *Proof, review string, c history.Commit) error {
	files, err := p.Repo.FS(c)
	if err != nil {
		return err
	}
	w, loadErr := workspace.Load(files)
	if loadErr == nil {
		out.State = w
	}
	out.proveFiles(files, w)
	if loadErr != nil {
		if len(out.Differences) > 0 {
			return nil // the files that cannot be read are among them
		}
		return fmt.Errorf("read commit %.10s: %w", c.Hash, loadErr)
	}
	is, err := p.Describe(review, out.Seal.Basis, c, w)
	if err != nil {
		return err
	}
	said := out.Seal
	if said.Tool != p.Tool {
		is.Subject = said.Subject // other versions may have other words
	}
	for _, l := range []struct{ name, said, is string }{
		{"subject", said.Subject, is.Subject}, {"Review", said.Review, is.Review}, {"As-of", said.AsOf, is.AsOf}, {"Folder", said.Folder, is.Folder},
	} {
		if l.said != l.is {
			out.add(Tag, l.name, l.is, l.said, "verify.tag-line")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(merged(said.Figures, is.Figures))) {
		if d, differs := figure(name, said.Figures, is.Figures); differs && said.Tool == p.Tool {
			out.Differences = append(out.Differences, d)
		} else if differs {
			out.Recounted = append(out.Recounted, d)
		}
	}
	return nil
}

func merged(a, b map[string]int) map[string]int {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func figure(name string, said, is map[string]int) (d Difference, differs bool) {
	text := func(m map[string]int) string {
		if n, ok := m[name]; ok {
			return strconv.Itoa(n)
		}
		return ""
	}
	d = Differ(Tag, name, text(said), text(is), "verify.figure")
	return d, text(said) != text(is)
}

// proveFiles compares the files of a state, of which w is what the workspace makes, or nil, with their sums. That a file is
// what git names it is looked at too: the store may have been altered.
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

// Since adds what has become of the sealed state in a later one, the tip of a trail or the work tree above it: records that
// were fixed and are altered are differences, unless what was sealed of them is in doubt. More is how many others have
// changed, as registers do.
func (o *Proof) Since(t *trail.Trail, now *workspace.Workspace) (more int) {
	altered, doubtful := map[string]bool{}, map[string]bool{}
	for _, d := range o.Differences {
		doubtful[d.Name] = d.What == Record
	}
	for _, a := range t.Altered(o.Seal.Commit, now.Kinds, now.Graph) {
		altered[a.ID] = true
		if doubtful[a.File] {
			continue
		}
		if a.Removed {
			o.add(Record, a.File, a.ID, "", "verify.record-removed-since")
			continue
		}
		for _, c := range a.Fields {
			o.Differences = append(o.Differences, changedSince(a.File, c))
		}
		if a.Text {
			o.add(Record, a.File, "the text as it was", "another text", "verify.text-changed-since")
		}
	}
	Sort(o.Differences)
	if o.State == nil {
		return 0
	}
	diff := trail.Compare(o.State.Graph, now.Graph)
	for i := range diff.Records {
		if d := &diff.Records[i]; !d.Form() && !altered[d.ID] {
			more++
		}
	}
	return more
}

func changedSince(file string, c graph.Change) Difference {
	text := func(v any) string {
		if v == nil {
			return ""
		}
		return c.Field + ": " + fmt.Sprint(v)
	}
	return Differ(Record, file, text(c.Old), text(c.New), "verify.field-changed-since")
}
