package history

import (
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/go-git/go-git/v5/plumbing"
)

// Signature verifies the signature of a commit or an annotated tag, given its id. With nil keys it only reports whether there is
// a signature and of which kind; see [sign.Keys.Verify]. The error is about the object, not the signature.
func (r *Repo) Signature(id Hash, keys *sign.Keys) (sign.Signature, error) {
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
		return keys.Verify(payload, signature, c.CommittedAt), nil
	case plumbing.TagObject:
		payload, signature := sign.SplitTag(raw)
		tag, err := parseTag(raw)
		if err != nil {
			return sign.Signature{}, damaged(string(id), err)
		}
		return keys.Verify(payload, signature, tag.At), nil
	}
	return sign.Signature{Trust: sign.Unsigned}, nil
}
