package engine

import (
	"context"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Verdict is the result of a proof, with notes on it.
type Verdict struct {
	seal.Verdict
	Unproved *Refusal // why a part could not be proved; nil if everything was
	Notes    []locale.Message
}

// signatureWords describes a signature on a tag within a sentence, as the value of a message.
type signatureWords struct {
	signature sign.Signature
	signer    string
	otherwise locale.Key // used if there is nothing to report about the signature
}

// In returns the description in words.
func (w signatureWords) In(lang locale.Lang) string {
	said := locale.Lower(tell.Teller{Lang: lang}.Signature(w.signature, w.signer))
	if said == "" && w.otherwise != "" {
		return w.otherwise.In(lang)
	}
	return said
}

// indented is a mismatch on a separate line below what it belongs to.
type indented struct{ seal.Mismatch }

// In returns the mismatch in words.
func (d indented) In(lang locale.Lang) string { return "  " + d.Tell(lang) }

// Target is what the user wants to verify.
type Target struct {
	Name     string // the id of a review, or the name of a seal's tag
	Path     string // the folder that Name would be, for messages
	IsFolder bool   // Name is a folder, but not a site
	// Keys are the files of keys that the user brought, which then decide.
	Keys KeyFiles
}

// KeyFiles are the contents of files of keys; nil for one that was not given.
type KeyFiles struct{ AllowedSigners, Keyring []byte }

// None reports whether none was given.
func (f KeyFiles) None() bool { return f.AllowedSigners == nil && f.Keyring == nil }

// VerifySeal verifies the seal on the review that a target names. The error is a *[Refusal] if there is no such review, or if the
// keys cannot be read. The engine should have been opened with [Options.Proof].
func (s *State) VerifySeal(ctx context.Context, target Target) (*Verdict, error) {
	if err := s.engine.requireHistory(); err != nil {
		return nil, err
	}
	id, err := s.sealedReview(ctx, target)
	if err != nil {
		return nil, err
	}
	prover := s.prover()
	if prover.Given, err = givenKeys(target.Keys); err != nil {
		return nil, err
	}
	v := &Verdict{Verdict: seal.Verdict{Target: trail.SealTag(id)}}
	proof, err := prover.Prove(ctx, id)
	if err == nil {
		err = s.tellSeal(ctx, v, prover, proof, id)
	}
	altered := s.engine.repo.Altered()
	if err != nil && (len(altered) == 0 || ctx.Err() != nil) {
		return nil, err
	}
	told := map[history.Hash]bool{}
	if proof != nil {
		v.Mismatches, told = proof.Mismatches, proof.Altered
	}
	s.addAltered(ctx, v, altered, told)
	seal.Sort(v.Mismatches)
	return v, nil
}

// givenKeys reads the keys that the user brought; nil if there are none.
func givenKeys(files KeyFiles) (*sign.Keys, error) {
	if files.None() {
		return nil, nil
	}
	keys, err := sign.ReadKeys(sign.Files{AllowedSigners: files.AllowedSigners, Keyring: files.Keyring})
	if err != nil {
		return nil, refuse(Mistaken, "verify.keyring", nil)
	}
	if len(keys.Unread) > 0 {
		return nil, refuse(Mistaken, "verify.signers", locale.Args{"line": keys.Unread[0].Line})
	}
	return keys, nil
}

// addAltered adds the objects that were read although they are not what they are called, unless they are told already.
func (s *State) addAltered(ctx context.Context, v *Verdict, altered []history.Altered, told map[history.Hash]bool) {
	altered = slices.DeleteFunc(altered, func(a history.Altered) bool { return told[a.Name] })
	v.Mismatches = append(v.Mismatches, alteredObjects(ctx, s.engine.repo, s.Commit, altered)...)
}

// tellSeal reports what a proof found.
func (s *State) tellSeal(ctx context.Context, v *Verdict, prover seal.Prover, proof *seal.Proof, id string) error {
	isBefore, err := s.compareSince(ctx, v, proof, id)
	if err != nil {
		return err
	}
	v.Object, v.Line, v.Rewritten = proof.Tag.Object, proof.Line, proof.Rewritten
	s.tellFigures(v, proof, id)
	s.tellRewritten(v, proof, id)
	s.tellLine(v, proof)
	s.tellSigned(v, proof)
	if err := s.tellKeys(ctx, v, prover, proof); err != nil {
		return err
	}
	if err := s.tellBasis(v, proof); err != nil {
		return err
	}
	if isBefore {
		v.Facts = append(v.Facts, locale.Say("verify.before"))
	}
	if err := s.tellOthers(ctx, v, proof, id); err != nil {
		return err
	}
	s.tellChanged(v)
	return nil
}

// compareSince compares the seal with the state, unless that is from before it.
func (s *State) compareSince(ctx context.Context, v *Verdict, proof *seal.Proof, id string) (isBefore bool, err error) {
	if proof.Commit.Hash != "" {
		if isBefore, err = s.comesAfter(ctx, proof.Commit, *s.Commit); err != nil || isBefore {
			return isBefore, err
		}
	}
	stored, err := s.asStored(ctx)
	if err != nil {
		return false, err
	}
	proof.Since(stored.Workspace)
	v.Changed = proof.ChangedFiles(stored.Workspace)
	tags, err := s.engine.repo.TagRefs()
	if err != nil {
		return false, err
	}
	for _, r := range proof.CompareDecisions(stored.Workspace, id, tags) {
		v.Facts = append(v.Facts, locale.Say("verify.decision-holds", locale.Args{"decision": r.ID}))
	}
	return false, nil
}

// tellFigures reports how much of a seal is proved, and which part only another version of the program can prove.
func (s *State) tellFigures(v *Verdict, proof *seal.Proof, id string) {
	tool := s.engine.options.Tool
	args := locale.Args{
		"review": id, "tag": v.Target, "commit": shortID(proof.Seal.Commit), "date": locale.LongDate(proof.Seal.AsOf),
		"records": len(proof.Seal.Files), "figures": len(proof.Seal.Figures), "tool": proof.Seal.Tool, "this": tool, "n": len(proof.Unproved),
	}
	v.Proved = locale.Say("verify.sealed", args)
	switch {
	case len(proof.Unproved) > 0:
		v.Proved = locale.Say("verify.sealed-records", args)
		v.Facts = append(v.Facts, locale.Say("verify.recounted", args))
		for _, d := range proof.Unproved {
			v.Facts = append(v.Facts, indented{d})
		}
		v.Unproved = refuse(NoHistory, "verify.figures-unproved", args)
	case proof.State != nil && proof.Seal.Tool != tool:
		v.Facts = append(v.Facts, locale.Say("verify.counted-alike", args))
	}
}

// tellSigned reports a move of the workspace, and the signature on a seal unless it is already among the mismatches: if keys are
// trusted, every signature that is not good is one.
func (s *State) tellSigned(v *Verdict, proof *seal.Proof) {
	signature := proof.Signature
	if signature.Kind != sign.None {
		v.Signature = &seal.Signature{Kind: signature.Kind, Trust: signature.Trust, Signer: s.signer(proof.Tag, signature)}
	}
	if proof.MovedFrom != nil {
		v.Facts = append(v.Facts, moved(*proof.MovedFrom, s.engine.Prefix()))
	}
	judged := proof.KeysOf == seal.Sealed || proof.KeysOf == seal.Given
	switch {
	case signature.Trust == "" || judged && signature.Trust != sign.Good:
	case signature.Trust == sign.Unsigned:
		v.Facts = append(v.Facts, locale.Say("verify.unsigned"))
	default:
		v.Facts = append(v.Facts, locale.Say("verify.signed", locale.Args{"signature": signatureWords{signature: signature, signer: s.signer(proof.Tag, signature)}}))
	}
}

// signer returns who signed a tag, as the workspace allows it to be shown.
func (s *State) signer(tag history.Tag, signature sign.Signature) string {
	return tell.Signer(signature, &trail.Revision{AcceptedBy: tag.Tagger}, s.Workspace.Config.People)
}

// tellBasis reports the signature on the tag that the review names, if there is one.
func (s *State) tellBasis(v *Verdict, proof *seal.Proof) error {
	name := proof.Seal.Basis
	if name == "" {
		return nil
	}
	tag, found, err := s.engine.repo.Tag(name)
	if err != nil || !found {
		return err
	}
	var said locale.Localized = locale.Key("verify.basis-unsigned")
	if tag.Object != "" {
		signature, err := s.engine.repo.Signature(tag.Object, proof.Keys)
		if err != nil {
			return err
		}
		said = signatureWords{signature, s.signer(tag, signature), "verify.basis-unsigned"}
	}
	v.Facts = append(v.Facts, locale.Say("verify.basis", locale.Args{"tag": name, "signature": said}))
	return nil
}

// sealedReview returns the id of the review that a target names: one in the state, or one known only from a seal.
func (s *State) sealedReview(ctx context.Context, target Target) (string, error) {
	id := strings.TrimPrefix(target.Name, trail.SealTag(""))
	if r := reviewNamed(s.Workspace, id); r != nil {
		return r.ID, nil
	}
	tags, err := s.engine.repo.Tags(ctx)
	if err != nil {
		return "", err
	}
	known := reviewIDs(s.Workspace)
	for _, tag := range tags {
		if sealed, is := strings.CutPrefix(tag.Name, trail.SealTag("")); is {
			known = append(known, sealed)
		}
	}
	switch {
	case slices.Contains(known, id):
		return id, nil
	case target.IsFolder:
		return "", refuse(Mistaken, "verify.no-manifest", locale.Args{"dir": target.Name})
	}
	if strings.ContainsAny(id, `/\`) || strings.HasPrefix(id, "_") || strings.HasPrefix(id, ".") { // ids do not look like this
		return "", refuse(Mistaken, "verify.neither", locale.Args{"name": locale.Shorten(target.Name), "dir": locale.Shorten(target.Path)})
	}
	return "", unknown("error.unknown-review", target.Name, record.Nearest(id, known))
}

// moved reports that a workspace has been moved within its repository.
func moved(from, to string) locale.Message {
	folder := func(prefix string) any {
		if prefix == "" {
			return locale.Key("verify.top")
		}
		return prefix
	}
	return locale.Say("verify.moved", locale.Args{"from": folder(from), "to": folder(to)})
}
