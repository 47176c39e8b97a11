package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// verifySite proves a site: its files by its manifest, and the manifest by the commit that it names.
func (a *app) verifySite(target string, site fs.FS) (*verdict, error) {
	m, found, err := publish.Inspect(site)
	v := &verdict{target: target, differences: found}
	if err != nil || m == nil {
		return v, err
	}
	args := locale.Args{"dir": target, "n": len(m.Files), "date": a.lang.Date(m.AsOf), "profile": string(m.Profile), "tool": m.Tool, "this": a.tool()}
	if m.Commit == nil {
		v.differences = append(v.differences, seal.Differ(seal.Manifest, "commit", "a full commit id", "", "verify.manifest-no-commit"))
		return v, nil
	}
	args["commit"] = shortID(history.Hash(*m.Commit))
	v.proved = a.lang.T("verify.site", args)
	s, why, err := a.originOf(v, m)
	if s != nil {
		defer s.close()
	}
	switch {
	case err != nil:
		return nil, err
	case why != "":
		v.proved = a.lang.T("verify.half", args)
		v.unproved = a.fail(statusNoHistory, why, args)
		return v, nil
	case s.commit == nil:
		return v, nil
	}
	remade, err := a.compareRemade(s, m, site)
	if m.Tool == a.tool() || len(remade) == 0 {
		v.addNew(remade)
		return v, err
	}
	v.proved = a.lang.T("verify.half", args)
	v.unproved = a.fail(statusNoHistory, "verify.other-tool", args)
	return v, err
}

// addNew adds differences about other pages than those already told of.
func (v *verdict) addNew(found []seal.Difference) {
	told := map[string]bool{}
	for _, d := range v.differences {
		told[d.Name] = told[d.Name] || d.What == seal.Page
	}
	for _, d := range found {
		if d.What != seal.Page || !told[d.Name] {
			v.differences = append(v.differences, d)
		}
	}
}

// originOf opens the repository that one stands in at the commit of a manifest, and compares the tags that the site goes by.
// The commit of the state is nil where there is nothing to make the site of again. why says why nothing can be proved.
func (a *app) originOf(v *verdict, m *publish.Manifest) (s *state, why string, err error) {
	root, found, err := disk.FindUp(a.workDir(), workspace.ConfigFile)
	if err != nil {
		return nil, "", err
	}
	if !found {
		root = a.workDir()
	}
	repo, err := history.Open(root)
	switch {
	case errors.Is(err, history.ErrNoRepository):
		return nil, "verify.no-git", nil
	case err != nil:
		return nil, "", err
	}
	s = &state{root: root, cache: a.cache(), repo: repo, rev: m.Commit, tagged: map[string]history.Hash{}}
	switch {
	case !found && !repo.Bare():
		return s, "verify.no-git", nil
	case repo.Shallow():
		return s, "verify.shallow", nil
	}
	c, missing, err := commitOf(repo, history.Hash(*m.Commit))
	if err != nil {
		return s, "", err
	}
	if missing {
		v.differences = append(v.differences, seal.Differ(seal.Manifest, "commit", "a commit of this repository", *m.Commit, "verify.manifest-commit"))
	} else {
		s.commit = &c
		if err := a.followMove(v, s); err != nil {
			return s, "", err
		}
	}
	for name, commit := range m.Tags {
		tag, _, err := repo.Tag(name)
		if err != nil {
			return s, "", err
		}
		if tag.Commit != commit {
			v.differences = append(v.differences, seal.Differ(seal.Tag, name, string(commit), string(tag.Commit), "verify.site-tag"))
		}
		if _, missing, err = commitOf(repo, commit); err != nil {
			return s, "", err
		}
		if missing {
			s.commit = nil
		}
		s.tagged[name] = commit
	}
	return s, "", nil
}

// followMove sees the repository from the folder that was the workspace in the commit of a site, where that is not the one
// which it is in now but the only other.
func (a *app) followMove(v *verdict, s *state) error {
	whole, err := s.repo.From("").FS(*s.commit)
	if err != nil {
		return err
	}
	prefix := s.repo.Prefix()
	if _, err := fs.Stat(whole, path.Join(prefix, workspace.ConfigFile)); err == nil {
		return nil
	}
	var folders []string
	err = fs.WalkDir(whole, ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Name() == workspace.ConfigFile && e.Type().IsRegular() {
			folders = append(folders, path.Dir(name))
		}
		return err
	})
	if err != nil || len(folders) != 1 {
		return err
	}
	from := folders[0]
	if from == "." {
		from = ""
	}
	v.facts = append(v.facts, a.movedFact(from, prefix))
	s.repo, s.cache = s.repo.From(from), nil // what is kept goes by the folder that one is in
	return nil
}

// movedFact says that a workspace has been moved in its repository.
func (a *app) movedFact(from, to string) string {
	words := func(prefix string) string { return cmp.Or(prefix, a.lang.T("verify.top")) }
	return a.lang.T("verify.moved", locale.Args{"from": words(from), "to": words(to)})
}

// commitOf reads a commit; missing is set where the repository has none of that id.
func commitOf(repo *history.Repo, id history.Hash) (c history.Commit, missing bool, err error) {
	c, err = repo.Commit(id)
	var absent *history.MissingObject
	var other *history.Damaged
	if errors.As(err, &absent) || errors.As(err, &other) {
		return c, true, nil
	}
	return c, false, err
}

// compareRemade makes a site again, of what its manifest names, and compares. The site is made under the name of the program
// that the manifest names: another version that makes the same bytes proves them as well.
func (a *app) compareRemade(s *state, m *publish.Manifest, site fs.FS) ([]seal.Difference, error) {
	made, err := a.remake(s, m)
	var setup *workspace.SetupError
	if errors.Is(err, workspace.ErrNotAWorkspace) || errors.As(err, &setup) {
		return []seal.Difference{seal.Differ(seal.Manifest, "commit", "a commit that a site can be made of", *m.Commit, "verify.manifest-state")}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("make the site again: %w", err)
	}
	raw, err := fs.ReadFile(site, publish.ManifestFile)
	if err != nil {
		return nil, err
	}
	return m.Against(made, raw), nil
}

// remake makes the site of a manifest again in memory.
func (a *app) remake(s *state, m *publish.Manifest) (publish.Files, error) {
	then := *a
	then.rev, then.asOf, then.profile, then.lang, then.langSet, then.quiet = *m.Commit, m.AsOf, string(m.Profile), m.Language, true, true
	files, err := s.repo.FS(*s.commit)
	if err != nil {
		return nil, err
	}
	if _, err := workspace.Configuration(files); err != nil {
		return nil, err
	}
	if err := then.read(s, files); err != nil {
		return nil, err
	}
	in, err := then.siteInput(s)
	if err != nil {
		return nil, err
	}
	in.Version = strings.TrimPrefix(m.Tool, toolName+" ")
	model, err := view.New(in)
	if err != nil {
		return nil, err
	}
	return publish.Render(model)
}
