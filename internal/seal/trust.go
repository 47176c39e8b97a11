package seal

import (
	"slices"
	"time"

	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// judge judges the signature by the keys of the sealed state, not by those of today: whoever can change the keys later must not be able
// to make another seal good. Keys that were given from outside decide in their place. Where there are any, only a good signature will
// do. w is the sealed state, nil if it is not known.
func (p Prover) judge(out *Proof, w *workspace.Workspace) error {
	if w != nil {
		out.SealedKeys = w.Config.Keys
	}
	keys := p.Given
	switch {
	case keys != nil:
		out.KeysOf = Given
	case out.SealedKeys != nil:
		keys, out.KeysOf = out.SealedKeys, Sealed
	default:
		out.KeysOf = Nobody
	}
	var err error
	out.Keys = keys
	if out.Signature, err = p.Repo.Signature(out.Tag.Object, keys); err != nil {
		return err
	}
	if keys != nil && out.Signature.Trust != sign.Good {
		means, found := doubt(out.Signature)
		d := NewMismatch(Tag, "signature", "a good signature", found, means)
		d.Args = locale.Args{"date": locale.Day(out.Tag.At, out.Tag.At.Location()), "keys": keysWords[out.KeysOf]}
		out.Mismatches = append(out.Mismatches, d)
	}
	out.checkDate(keys != nil)
	return nil
}

// keysWords are the words for whose keys judge.
var keysWords = map[KeysOf]locale.Key{Sealed: "verify.keys-of-sealed", Given: "verify.keys-of-given"}

// doubt returns why a signature is not good, and what there is instead.
func doubt(s sign.Signature) (means locale.Key, found string) {
	switch {
	case s.Trust == sign.Unsigned:
		return "verify.tag-unsigned", ""
	case s.Trust == sign.UnknownKey:
		return "verify.tag-unknown-key", s.Key
	case s.Trust == sign.Present:
		return "verify.tag-untried", string(s.Kind)
	case s.Revoked:
		return "verify.tag-revoked", s.Key
	case s.OutOfTime:
		return "verify.tag-key-time", s.Problem
	}
	return "verify.tag-signature", s.Problem
}

// checkDate compares the date of the tag with that of the sealed commit. hasKeys is set if signatures are judged: that there is none is
// told then.
func (o *Proof) checkDate(hasKeys bool) {
	if o.Commit.Hash == "" {
		return
	}
	dated := func(means locale.Key) {
		o.add(Tag, "date", locale.Stamp(o.Commit.CommittedAt), locale.Stamp(o.Tag.At), means)
	}
	switch signed := o.Signature.Kind != sign.None; {
	case signed && o.Tag.At.Before(o.Commit.CommittedAt):
		dated("verify.tag-before")
	case !signed && !hasKeys && !o.Tag.At.Equal(o.Commit.CommittedAt):
		dated("verify.tag-date")
	}
}

// keyFiles are the settings that name the files of keys.
var keyFiles = []string{"history.allowed_signers", "history.keyring", "history.revoked"}

// sealedKeys returns the workspace if its keys are those that were sealed: the settings and the files of keys are, byte for byte.
func (s Seal) sealedKeys(w *workspace.Workspace) *workspace.Workspace {
	if w == nil {
		return nil
	}
	names := []string{workspace.ConfigFile}
	for _, setting := range keyFiles {
		if name := w.Config.Record.Text(setting); name != "" {
			names = append(names, name)
		}
	}
	if slices.ContainsFunc(names, func(name string) bool { return s.Files[name] != Sum(w.Files[name]) }) {
		return nil
	}
	return w
}

// Today adds to what is known of the keys how those of today differ from those of the sealed state, and what they say of the seal now.
func (p Prover) Today(out *Proof, today *sign.Keys, now time.Time) (*KeyNews, error) {
	if out.Tag.Object == "" || out.KeysOf == "" {
		return nil, nil
	}
	news := &KeyNews{By: out.KeysOf}
	news.Came, news.Went = sign.Changed(out.SealedKeys, today)
	if today == nil || out.Signature.Trust != sign.Good && out.KeysOf != Nobody {
		return news, nil
	}
	said, err := p.Repo.Signature(out.Tag.Object, today)
	if err == nil && said.Trust == sign.Good {
		said, err = p.Repo.SignatureAt(out.Tag.Object, today, now)
	}
	news.Today, out.Now = said.Trust, said
	return news, err
}
