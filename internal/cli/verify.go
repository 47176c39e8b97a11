package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/spf13/cobra"
)

// verifyShape is the shape of `lis verify --format json`.
type verifyShape struct {
	Version     int               `json:"version"`
	Target      string            `json:"target"`
	OK          bool              `json:"ok"`
	Differences []differenceShape `json:"differences"`
}

type differenceShape struct {
	What     seal.What `json:"what"`
	Name     string    `json:"name"`
	Expected *string   `json:"expected"`
	Found    *string   `json:"found"`
}

// verdict is what came of a proof.
type verdict struct {
	target      string
	differences []seal.Difference
	proved      string   // what is said where nothing differs
	facts       []string // what is told besides
	unproved    error    // why a part could not be proved, with the exit status
}

func newVerify(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "verify DIR|ID", Short: a.lang.T("cli.verify"), Args: a.args(1, 1, "error.args-one"),
		Example: "  lis verify LG-2023\n  lis verify _site\n  lis verify _site --format json",
		RunE:    func(_ *cobra.Command, args []string) error { return runVerify(a, args[0], format) },
	}
	a.formatFlag(c, &format)
	return c
}

func runVerify(a *app, target, format string) error {
	dir := target
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(a.workDir(), dir)
	}
	info, err := os.Stat(dir)
	isFolder := err == nil && info.IsDir()
	isSite := false
	if isFolder {
		if isSite, err = publish.IsSite(os.DirFS(dir)); err != nil {
			return err
		}
	}
	var v *verdict
	if isSite {
		v, err = a.verifySite(target, os.DirFS(dir))
	} else {
		v, err = a.verifySeal(target, isFolder)
	}
	if err != nil {
		return err
	}
	return a.tellVerdict(v, format)
}

// tellVerdict prints what came of a proof and gives it its exit status.
func (a *app) tellVerdict(v *verdict, format string) error {
	seal.Sort(v.differences)
	ok := len(v.differences) == 0 && v.unproved == nil
	if format == "json" {
		out := verifyShape{1, v.target, ok, []differenceShape{}}
		for _, d := range v.differences {
			out.Differences = append(out.Differences, differenceShape{d.What, d.Name, d.Expected, d.Found})
		}
		if err := exchange.WriteJSON(a.Stdout, out); err != nil {
			return err
		}
	} else {
		a.print(a.verdictText(v))
	}
	if len(v.differences) > 0 {
		return errFound
	}
	return v.unproved
}

func (a *app) verdictText(v *verdict) string {
	var b strings.Builder
	if len(v.differences) == 0 {
		fmt.Fprintln(&b, v.proved)
	} else {
		fmt.Fprintln(&b, a.lang.T("verify.differs", locale.Args{"target": v.target, "n": len(v.differences)}))
	}
	for _, d := range v.differences {
		fmt.Fprintf(&b, "  %s\n", d.Tell(a.lang))
	}
	for _, fact := range v.facts {
		fmt.Fprintln(&b, fact)
	}
	return b.String()
}

// verifySeal proves the seal on a review.
func (a *app) verifySeal(target string, isFolder bool) (*verdict, error) {
	s, err := a.open()
	if err != nil {
		return nil, err
	}
	defer s.close()
	t, err := a.trail(s)
	if err != nil {
		return nil, err
	}
	id, err := a.sealedReview(s, target, isFolder)
	if err != nil {
		return nil, err
	}
	proof, err := a.prover(s).Prove(id)
	if err != nil {
		return nil, err
	}
	v := &verdict{target: trail.SealTag(id)}
	more := 0
	if proof.Seal.Commit != "" {
		more = proof.Since(t, s.workspace)
	}
	v.differences = proof.Differences
	v.proved = a.lang.T("verify.sealed", locale.Args{
		"review": id, "tag": v.target, "commit": shortID(proof.Seal.Commit), "date": a.lang.Date(proof.Seal.AsOf),
		"records": len(proof.Seal.Files), "figures": len(proof.Seal.Figures),
	})
	if fact := a.signatureFact(s, proof.Tag, proof.Signature); fact != "" {
		v.facts = append(v.facts, fact)
	}
	if fact, err := a.basisFact(s, proof.Seal.Basis); err != nil {
		return nil, err
	} else if fact != "" {
		v.facts = append(v.facts, fact)
	}
	if more > 0 {
		v.facts = append(v.facts, a.lang.T("verify.more", locale.Args{"n": more, "tag": v.target}))
	}
	if n := len(proof.Recounted); n > 0 {
		a.note("verify.recounted", locale.Args{"n": n, "tool": proof.Seal.Tool, "this": tool()})
		for _, d := range proof.Recounted {
			a.note("verify.note", locale.Args{"text": d.Tell(a.lang)})
		}
	}
	return v, nil
}

// sealedReview is the id of the review that a target names: one of the state that is open, or one that only a seal tells of.
func (a *app) sealedReview(s *state, target string, isFolder bool) (string, error) {
	id := strings.TrimPrefix(target, trail.SealTag(""))
	if r := reviewNamed(s.workspace, id); r != nil {
		return r.ID, nil
	}
	tags, err := s.repo.Tags()
	if err != nil {
		return "", err
	}
	known := reviewIDs(s.workspace)
	for _, tag := range tags {
		if sealed, is := strings.CutPrefix(tag.Name, trail.SealTag("")); is {
			known = append(known, sealed)
		}
	}
	switch {
	case slices.Contains(known, id):
		return id, nil
	case isFolder:
		return "", a.fail(statusUsage, "verify.no-manifest", locale.Args{"dir": target})
	}
	return "", a.unknown("error.unknown-review", target, record.Nearest(id, known))
}

// signatureFact tells of the signature on a seal; "" where it is among the differences, or there is no seal.
func (a *app) signatureFact(s *state, tag history.Tag, signature history.Signature) string {
	switch signature.State {
	case "", history.Bad:
		return ""
	case history.Unsigned:
		return a.lang.T("verify.unsigned")
	}
	return a.lang.T("verify.signed", locale.Args{"signature": locale.Lower(a.signatureText(s, tag, signature))})
}

// basisFact tells of the signature on the tag that the review names; "" where there is no such tag.
func (a *app) basisFact(s *state, name string) (string, error) {
	tag, found, err := s.repo.Tag(name)
	if name == "" || err != nil || !found {
		return "", err
	}
	said := a.lang.T("verify.basis-unsigned")
	if tag.Object != "" {
		signature, err := s.repo.Signature(tag.Object, s.workspace.Config.Keys)
		if err != nil {
			return "", err
		}
		said = cmp.Or(locale.Lower(a.signatureText(s, tag, signature)), said)
	}
	return a.lang.T("verify.basis", locale.Args{"tag": name, "signature": said}), nil
}

// signatureText is a signature on a tag in words; "" where there is none.
func (a *app) signatureText(s *state, tag history.Tag, signature history.Signature) string {
	signer := trail.Signer(signature, &trail.Revision{AcceptedBy: tag.Tagger}, s.workspace.Config.People)
	return trail.Teller{Lang: a.lang}.Signature(signature, signer)
}

// verifySite proves a site: its files by its manifest, and the manifest by the commit that it names.
func (a *app) verifySite(target string, site fs.FS) (*verdict, error) {
	m, found, err := publish.Inspect(site)
	v := &verdict{target: target, differences: found}
	if err != nil || m == nil {
		return v, err
	}
	args := locale.Args{"dir": target, "n": len(m.Files), "date": a.lang.Date(m.AsOf), "profile": string(m.Profile), "tool": m.Tool, "this": tool()}
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
	case m.Tool != tool():
		v.proved = a.lang.T("verify.half", args)
		a.note("verify.other-tool", args)
	case s.commit != nil:
		err = a.compareRemade(v, s, m, site)
	}
	return v, err
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

// compareRemade makes a site again, of what its manifest names, and compares.
func (a *app) compareRemade(v *verdict, s *state, m *publish.Manifest, site fs.FS) error {
	made, err := a.remake(s, m)
	var setup *workspace.SetupError
	if errors.Is(err, workspace.ErrNotAWorkspace) || errors.As(err, &setup) {
		v.differences = append(v.differences, seal.Differ(seal.Manifest, "commit", "a commit that a site can be made of", *m.Commit, "verify.manifest-state"))
		return nil
	}
	if err != nil {
		return fmt.Errorf("make the site again: %w", err)
	}
	raw, err := fs.ReadFile(site, publish.ManifestFile)
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, d := range v.differences {
		named[d.Name] = d.What == seal.Page
	}
	for _, d := range m.Against(made, raw) {
		if d.What != seal.Page || !named[d.Name] {
			v.differences = append(v.differences, d)
		}
	}
	return nil
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
	model, err := view.New(in)
	if err != nil {
		return nil, err
	}
	return publish.Render(model)
}
