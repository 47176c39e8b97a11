package engine

import (
	"context"
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
	"github.com/c8b10cf3/lis/internal/workspace"
)

// VerifySite verifies a site: its files against its manifest, and the manifest against the commit that it names, in the
// repository found from the options. Only Dir, Now and Tool of the options are used; the manifest gives the rest. Every object that
// is read is compared with its name, and nothing that an earlier run cached is used.
func VerifySite(ctx context.Context, o Options, target string, site fs.FS) (*Verdict, error) {
	m, found, err := publish.Inspect(site)
	p := &siteProof{verdict: &Verdict{Verdict: seal.Verdict{Target: target, Mismatches: found}}, options: o, manifest: m, site: site}
	if err != nil || m == nil {
		return p.verdict, err
	}
	err = p.prove(ctx)
	if p.engine != nil {
		defer func() { _ = p.engine.Close() }()
		if altered := p.addAltered(ctx); altered && ctx.Err() == nil {
			err = nil // what cannot be read is told by it
		}
	}
	seal.Sort(p.verdict.Mismatches)
	return p.verdict, err
}

// siteProof is the proof of one site.
type siteProof struct {
	verdict  *Verdict
	options  Options
	manifest *publish.Manifest
	site     fs.FS
	engine   *Engine
	commit   *history.Commit // nil if the site cannot be made again
}

func (p *siteProof) add(d ...seal.Mismatch) {
	p.verdict.Mismatches = append(p.verdict.Mismatches, d...)
}

// prove compares the manifest with the repository.
func (p *siteProof) prove(ctx context.Context) error {
	m, v := p.manifest, p.verdict
	args := locale.Args{
		"dir": v.Target, "n": len(m.Files), "date": locale.LongDate(m.AsOf), "profile": string(m.Profile), "tool": m.Tool, "this": p.options.Tool,
	}
	if m.Commit == nil {
		p.add(seal.NewMismatch(seal.Manifest, "commit", "a full commit id", "", "verify.manifest-no-commit"))
		return nil
	}
	args["commit"] = shortID(history.Hash(*m.Commit))
	half := func(why string) {
		v.Proved, v.Unproved = locale.Say("verify.half", args), refuse(NoHistory, why, args)
	}
	v.Proved = locale.Say("verify.site", args)
	why, err := p.origin(ctx)
	switch {
	case err != nil:
		return err
	case why != "":
		half(why)
		return nil
	case p.commit == nil:
		return nil
	}
	remade, err := p.compareRemade(ctx)
	switch {
	case err != nil:
		return err
	case m.Tool == p.options.Tool || len(remade) == 0:
		p.addNew(remade)
	default:
		half("verify.other-tool")
	}
	return nil
}

// addNew adds mismatches, except those about pages that have already been reported.
func (p *siteProof) addNew(found []seal.Mismatch) {
	told := map[string]bool{}
	for _, d := range p.verdict.Mismatches {
		told[d.Name] = told[d.Name] || d.What == seal.Page
	}
	for _, d := range found {
		if d.What != seal.Page || !told[d.Name] {
			p.add(d)
		}
	}
}

// addAltered adds what was read although it is not what its name says, and reports whether there was any.
func (p *siteProof) addAltered(ctx context.Context) bool {
	altered := p.engine.repo.Altered()
	p.add(alteredObjects(ctx, p.engine.repo, p.commit, altered)...)
	return len(altered) > 0
}

// objectKinds are the words for the kinds of objects.
var objectKinds = map[string]locale.Key{"blob": "verify.object-blob", "tree": "verify.object-tree", "commit": "verify.object-commit", "tag": "verify.object-tag"}

// alteredObjects returns the mismatches for altered objects, with the paths of files if the history up to a commit has them; tip is
// nil if there is none.
func alteredObjects(ctx context.Context, repo *history.Repo, tip *history.Commit, altered []history.Altered) []seal.Mismatch {
	versions, paths := map[history.Hash]bool{}, map[history.Hash]string{}
	for _, a := range altered {
		versions[a.Name] = true
	}
	if tip != nil && len(altered) > 0 {
		paths, _ = repo.FileVersions(ctx, *tip, versions) // a store that was altered may not let itself be read
	}
	var found []seal.Mismatch
	for _, a := range altered {
		d := seal.NewMismatch(seal.Object, string(a.Name), string(a.Name), string(a.Content), "verify.object-altered")
		d.Args = locale.Args{"kind": objectKinds[a.Kind], "file": paths[a.Name]}
		if paths[a.Name] != "" {
			d.Means = "verify.object-altered-file"
		}
		found = append(found, d)
	}
	return found
}

// origin opens the repository around the current folder at the commit of the manifest, and compares the tags that the site uses.
// why is the reason if nothing can be proved.
func (p *siteProof) origin(ctx context.Context) (why string, err error) {
	root, found, err := disk.FindUp(p.options.Dir, workspace.ConfigFile)
	if err != nil {
		return "", err
	}
	if !found {
		root = p.options.Dir
	}
	repo, err := history.Open(root)
	switch {
	case errors.Is(err, history.ErrNoRepository):
		return "verify.no-git", nil
	case err != nil:
		return "", err
	}
	repo.Check()
	p.engine = newEngine(p.options, root)
	p.engine.repo = repo.Follow(workspace.ConfigFile)
	switch {
	case !found && !repo.Bare():
		return "verify.no-git", nil
	case repo.Shallow():
		return "verify.shallow", nil
	}
	c, missing, err := commitOf(repo, history.Hash(*p.manifest.Commit))
	switch {
	case err != nil:
		return "", err
	case missing:
		p.add(seal.NewMismatch(seal.Manifest, "commit", "a commit of this repository", *p.manifest.Commit, "verify.manifest-commit"))
	default:
		p.commit = &c
		if err := p.followMove(ctx); err != nil {
			return "", err
		}
	}
	return "", p.compareTags(repo)
}

// compareTags compares the tags that the site uses. If the commit of one is missing, the site cannot be made again.
func (p *siteProof) compareTags(repo *history.Repo) error {
	for name, commit := range p.manifest.Tags {
		tag, _, err := repo.Tag(name)
		if err != nil {
			return err
		}
		if tag.Commit != commit {
			p.add(seal.NewMismatch(seal.Tag, name, string(commit), string(tag.Commit), "verify.site-tag"))
		}
		_, missing, err := commitOf(repo, commit)
		if err != nil {
			return err
		}
		if missing {
			p.commit = nil
		}
	}
	return nil
}

// followMove makes the engine use the folder that was the workspace in the commit of the site: the one that the history leads to
// or, if there was no workspace, the only one that was.
func (p *siteProof) followMove(ctx context.Context) error {
	repo := p.engine.repo
	was, err := repo.Folder(ctx, *p.commit)
	if err != nil {
		return err
	}
	whole, err := repo.From("").FS(ctx, *p.commit)
	if err != nil {
		return err
	}
	prefix := repo.Prefix()
	if _, err := fs.Stat(whole, path.Join(was, workspace.ConfigFile)); err == nil {
		if was != prefix {
			p.verdict.Facts = append(p.verdict.Facts, moved(was, prefix))
		}
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
	p.verdict.Facts = append(p.verdict.Facts, moved(from, prefix))
	p.engine.repo = repo.From(from)
	return nil
}

// commitOf reads a commit; missing is set if the repository has no readable commit with that id.
func commitOf(repo *history.Repo, id history.Hash) (c history.Commit, missing bool, err error) {
	c, err = repo.Commit(id)
	var absent *history.MissingObject
	var other *history.Damaged
	if errors.As(err, &absent) || errors.As(err, &other) {
		return c, true, nil
	}
	return c, false, err
}

// compareRemade makes the site of the manifest again and compares it. It is made under the program version named in the manifest:
// another version that produces the same bytes is proof as well.
func (p *siteProof) compareRemade(ctx context.Context) ([]seal.Mismatch, error) {
	made, err := p.remake(ctx)
	var setup *workspace.SetupError
	if errors.Is(err, workspace.ErrNotAWorkspace) || errors.As(err, &setup) {
		return []seal.Mismatch{seal.NewMismatch(seal.Manifest, "commit", "a commit that a site can be made of", *p.manifest.Commit, "verify.manifest-state")}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("make the site again: %w", err)
	}
	raw, err := fs.ReadFile(p.site, publish.ManifestFile)
	if err != nil {
		return nil, err
	}
	return p.manifest.Against(made, raw), nil
}

// remake makes the site of a manifest again, in memory.
func (p *siteProof) remake(ctx context.Context) (publish.Files, error) {
	m, e := p.manifest, p.engine
	files, err := e.repo.FS(ctx, *p.commit)
	if err != nil {
		return nil, err
	}
	if _, err := workspace.Configuration(files); err != nil {
		return nil, err
	}
	e.options = Options{Dir: p.options.Dir, Rev: *m.Commit, AsOf: m.AsOf, Now: p.options.Now, Tool: p.options.Tool}
	before := &State{engine: e, Commit: p.commit, Rev: m.Commit}
	if e.State, err = before.with(ctx, files); err != nil {
		return nil, err
	}
	tool, _, _ := strings.Cut(p.options.Tool, " ")
	made, err := e.State.Site(ctx, SiteOptions{
		Profile: m.Profile, Lang: m.Language, Version: strings.TrimPrefix(m.Tool, tool+" "), tags: m.Tags,
	})
	if err != nil {
		return nil, err
	}
	p.verdict.Notes = append(p.verdict.Notes, made.Notes...)
	return made.Files, nil
}
