package cli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/exchange"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/publish"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
	"github.com/spf13/cobra"
)

// verifyShape is the shape of `lis verify --format json`.
type verifyShape struct {
	Version     int               `json:"version"`
	Target      string            `json:"target"`
	OK          bool              `json:"ok"`
	Differences []differenceShape `json:"differences"`
	Signature   *signed           `json:"signature"`
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
	signature   *signed  // on the tag of a seal; nil where there is none
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
		out := verifyShape{1, v.target, ok, []differenceShape{}, v.signature}
		for _, d := range v.differences {
			out.Differences = append(out.Differences, differenceShape{d.What, d.Name, d.Expected, d.Found})
		}
		if err := exchange.WriteJSON(a.Stdout, out); err != nil {
			return err
		}
	} else {
		a.print(a.verdictText(v))
	}
	if len(v.differences) == 0 {
		return v.unproved
	}
	if v.unproved != nil {
		a.complain(v.unproved.Error())
	}
	return errFound
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
	if err := a.needHistory(s); err != nil {
		return nil, err
	}
	id, err := a.sealedReview(s, target, isFolder)
	if err != nil {
		return nil, err
	}
	proof, err := a.prover(s).Prove(context.Background(), id)
	if err != nil {
		return nil, err
	}
	v := &verdict{target: trail.SealTag(id)}
	more, isBefore := 0, false
	if proof.Commit.Hash != "" {
		if isBefore, err = s.comesAfter(proof.Commit, *s.commit); err != nil {
			return nil, err
		}
	}
	if !isBefore {
		more = proof.Since(s.workspace)
	}
	v.differences = proof.Differences
	a.tellFigures(v, proof, locale.Args{
		"review": id, "tag": v.target, "commit": shortID(proof.Seal.Commit), "date": a.lang.Date(proof.Seal.AsOf),
		"records": len(proof.Seal.Files), "figures": len(proof.Seal.Figures), "tool": proof.Seal.Tool, "this": a.tool(), "n": len(proof.Unproved),
	})
	v.signature = a.sealSignature(s, proof)
	if proof.MovedFrom != nil {
		v.facts = append(v.facts, a.movedFact(*proof.MovedFrom, s.repo.Prefix()))
	}
	if fact := a.signatureFact(s, proof.Tag, proof.Signature); fact != "" {
		v.facts = append(v.facts, fact)
	}
	if fact, err := a.basisFact(s, proof.Seal.Basis); err != nil {
		return nil, err
	} else if fact != "" {
		v.facts = append(v.facts, fact)
	}
	if isBefore {
		v.facts = append(v.facts, a.lang.T("verify.before"))
	}
	if more > 0 {
		v.facts = append(v.facts, a.lang.T("verify.more", locale.Args{"n": more, "tag": v.target}))
	}
	return v, nil
}

// tellFigures says how much of a seal holds, and what of it only another version of the program can prove.
func (a *app) tellFigures(v *verdict, proof *seal.Proof, args locale.Args) {
	v.proved = a.lang.T("verify.sealed", args)
	switch {
	case len(proof.Unproved) > 0:
		v.proved = a.lang.T("verify.sealed-records", args)
		v.facts = append(v.facts, a.lang.T("verify.recounted", args))
		for _, d := range proof.Unproved {
			v.facts = append(v.facts, "  "+d.Tell(a.lang))
		}
		v.unproved = a.fail(statusNoHistory, "verify.figures-unproved", args)
	case proof.State != nil && proof.Seal.Tool != a.tool():
		v.facts = append(v.facts, a.lang.T("verify.counted-alike", args))
	}
}

// sealSignature is what is known of the signature on a seal.
func (a *app) sealSignature(s *state, proof *seal.Proof) *signed {
	if proof.Signature.Kind == sign.None {
		return nil
	}
	signer := tell.Signer(proof.Signature, &trail.Revision{AcceptedBy: proof.Tag.Tagger}, s.workspace.Config.People)
	return &signed{Kind: proof.Signature.Kind, State: proof.Signature.State, Signer: orNull(signer)}
}

// sealedReview is the id of the review that a target names: one of the state that is open, or one that only a seal tells of.
func (a *app) sealedReview(s *state, target string, isFolder bool) (string, error) {
	id := strings.TrimPrefix(target, trail.SealTag(""))
	if r := reviewNamed(s.workspace, id); r != nil {
		return r.ID, nil
	}
	tags, err := s.repo.Tags(context.Background())
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
	if strings.ContainsAny(id, `/\`) || strings.HasPrefix(id, "_") || strings.HasPrefix(id, ".") { // no id is written like that
		dir := target
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(a.dir, dir)
		}
		return "", a.fail(statusUsage, "verify.neither", locale.Args{"name": shorten(target), "dir": shorten(dir)})
	}
	return "", a.unknown("error.unknown-review", target, record.Nearest(id, known))
}

// signatureFact tells of the signature on a seal; "" where it is among the differences, as all but a good one is where keys
// are trusted, or there is no seal.
func (a *app) signatureFact(s *state, tag history.Tag, signature sign.Signature) string {
	switch {
	case signature.State == "" || s.workspace.Config.Keys != nil && signature.State != sign.Good:
		return ""
	case signature.State == sign.Unsigned:
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
func (a *app) signatureText(s *state, tag history.Tag, signature sign.Signature) string {
	signer := tell.Signer(signature, &trail.Revision{AcceptedBy: tag.Tagger}, s.workspace.Config.People)
	return tell.Teller{Lang: a.lang}.Signature(signature, signer)
}
