package history

import (
	"time"

	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/go-git/go-git/v5/plumbing"
)

// Signature verifies the signature of a commit or an annotated tag, given its id. With nil keys it only reports whether there is
// a signature and of which kind; see [sign.Keys.Verify]. The error is about the object, not the signature.
func (r *Repo) Signature(id Hash, keys *sign.Keys) (sign.Signature, error) {
	return r.SignatureAt(id, keys, time.Time{})
}

// SignatureAt is [Repo.Signature] with the time at which the key has to be valid; the zero time for that of the object.
func (r *Repo) SignatureAt(id Hash, keys *sign.Keys, at time.Time) (sign.Signature, error) {
	kind, raw, err := r.objects.ReadAny(plumbing.NewHash(string(id)))
	if err != nil {
		return sign.Signature{}, err
	}
	switch kind {
	case plumbing.CommitObject:
		c, err := parseCommit(raw)
		if err != nil {
			return sign.Signature{}, damaged(string(id), err)
		}
		payload, signature := sign.SplitCommit(raw)
		return keys.Verify(payload, signature, orElse(at, c.CommittedAt)), nil
	case plumbing.TagObject:
		payload, signature := sign.SplitTag(raw)
		tag, err := parseTag(raw)
		if err != nil {
			return sign.Signature{}, damaged(string(id), err)
		}
		return keys.Verify(payload, signature, orElse(at, tag.At)), nil
	}
	return sign.Signature{Trust: sign.Unsigned}, nil
}

// orElse returns a time, unless it is zero.
func orElse(at, otherwise time.Time) time.Time {
	if at.IsZero() {
		return otherwise
	}
	return at
}
