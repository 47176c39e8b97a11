package engine

import (
	"context"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/tell"
	"github.com/c8b10cf3/lis/internal/trail"
)

// tellLine reports where the sealed commit is, if it is not on the line of the main branch itself. That it is not on the main branch is
// a mismatch.
func (s *State) tellLine(v *Verdict, proof *seal.Proof) {
	line := proof.Line
	if line == nil {
		return
	}
	args := locale.Args{"branch": line.Branch, "tip": shortID(line.Tip)}
	if !line.IsBranch {
		v.Facts = append(v.Facts, locale.Say("verify.no-branch", args))
	}
	if line.Place == seal.Merged {
		v.Facts = append(v.Facts, locale.Say("verify.merged", args))
	}
}

// tellRewritten reports where the sealed content is, if its commit is not on the main branch.
func (s *State) tellRewritten(v *Verdict, proof *seal.Proof, id string) {
	r := proof.Rewritten
	if r == nil {
		if proof.Line != nil && (proof.Line.Place == seal.Gone || proof.Line.Place == seal.Outside) {
			v.Facts = append(v.Facts, locale.Say("verify.content-nowhere", locale.Args{"branch": proof.Line.Branch}))
		}
		return
	}
	key := "verify.rewritten"
	switch {
	case r.IsWhole():
	case 2*r.Same >= r.Of:
		key = "verify.rewritten-nearly"
	default:
		key = "verify.rewritten-little"
	}
	v.Facts = append(v.Facts, locale.Say(key, locale.Args{
		"review": id, "commit": string(r.Commit.Hash), "date": locale.LongDate(r.Day), "same": r.Same, "of": r.Of, "branch": proof.Line.Branch,
	}))
	for _, d := range r.Differs {
		v.Facts = append(v.Facts, indented{d})
	}
}

// keyList are keys that are trusted, as the value of a message. Who they belong to is shown as the workspace allows it.
type keyList struct {
	keys   []sign.Trusted
	people string
}

// In returns the keys in words.
func (l keyList) In(lang locale.Lang) string {
	if len(l.keys) == 0 {
		return lang.T("verify.no-keys")
	}
	var all []string
	for _, k := range l.keys {
		text := k.Key
		who := tell.Signer(sign.Signature{Signer: k.Signer}, &trail.Revision{}, l.people)
		for _, more := range []string{who, k.Limits} {
			if more != "" {
				text += " " + more
			}
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// tellKeys reports by whose keys the seal is judged, how those of today differ, and what they say of it.
func (s *State) tellKeys(ctx context.Context, v *Verdict, prover seal.Prover, proof *seal.Proof) error {
	now := s.engine.now(ctx)
	if now == nil {
		now = s.Workspace
	}
	config := now.Config
	news, err := prover.Today(proof, config.Keys, s.today())
	if err != nil || news == nil {
		return err
	}
	v.Keys = news
	say := func(key string, args locale.Args) { v.Facts = append(v.Facts, locale.Say(key, args)) }
	switch {
	case news.By == seal.Given:
		say("verify.keys-given", nil)
	case news.By == seal.Nobody && config.Keys != nil && proof.Signature.Trust != "":
		say("verify.keys-later", locale.Args{"today": signatureWords{signature: proof.Now, otherwise: "verify.basis-unsigned"}})
	}
	if (len(news.Came) > 0 || len(news.Went) > 0) && proof.SealedKeys != nil {
		say("verify.keys-differ", locale.Args{"came": keyList{news.Came, config.People}, "went": keyList{news.Went, config.People}})
	}
	switch signed := proof.Now; {
	case news.By == seal.Nobody || news.Today == "" || news.Today == sign.Good:
	case signed.Revoked:
		say("verify.key-revoked-now", nil)
	case signed.OutOfTime:
		say("verify.key-over-now", nil)
	default:
		say("verify.key-unknown-now", nil)
	}
	return nil
}

// today returns the time against which keys of today are judged: the end of the as-of day if one is asked for, else now.
func (s *State) today() time.Time {
	o := s.engine.options
	if day, ok := locale.ParseDate(o.AsOf); ok {
		return day.AddDate(0, 0, 1).Add(-time.Second)
	}
	return o.Now()
}

// tellOthers reports other tags that say that they seal the same review.
func (s *State) tellOthers(ctx context.Context, v *Verdict, proof *seal.Proof, id string) error {
	tags, err := s.engine.repo.Tags(ctx)
	if err != nil {
		return nil // a tag that leads to nothing; the seal itself has been told of
	}
	for _, t := range tags {
		other, err := seal.Parse(t.Message)
		if err != nil || other.Review != id || t.Name == v.Target || t.Object == proof.Tag.Object {
			continue
		}
		v.Facts = append(v.Facts, locale.Say("verify.other-seal", locale.Args{"review": id, "tag": t.Name, "object": string(t.Object)}))
	}
	return ctx.Err()
}

// tellChanged reports the sealed files that changed since, as registers do, by what happened to them. If the history was rewritten, only
// what that changed is told, so that it is not lost among them.
func (s *State) tellChanged(v *Verdict) {
	if len(v.Changed) == 0 || v.Rewritten != nil {
		return
	}
	v.Facts = append(v.Facts, locale.Say("verify.changed", locale.Args{"n": len(v.Changed), "tag": v.Target}))
	for _, how := range []struct {
		how seal.How
		key string
	}{{seal.WasChanged, "verify.was-changed"}, {seal.WasMoved, "verify.was-moved"}, {seal.WasRemoved, "verify.was-removed"}} {
		for _, c := range v.Changed {
			if c.How == how.how {
				v.Facts = append(v.Facts, locale.Say(how.key, locale.Args{"file": c.File, "to": c.To}))
			}
		}
	}
}
