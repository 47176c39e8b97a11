package history

import (
	"bytes"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// SignatureKind is the sort of a signature.
type SignatureKind string

// The kinds; NoSignature is that of what is not signed.
const (
	NoSignature SignatureKind = ""
	OpenPGP     SignatureKind = "openpgp"
	SSH         SignatureKind = "ssh"
	X509        SignatureKind = "x509"
)

// SignatureState is what is known of a signature.
type SignatureState string

// The states. A signature is Good where it fits the object and its key was among the known ones and valid when it was
// signed; Bad where it does not fit, or the key was not valid; UnknownKey where the key is not among the known ones.
// Present is what was not verified: no keys of that kind were given, or it is X.509.
const (
	Unsigned   SignatureState = "none"
	Present    SignatureState = "present"
	Good       SignatureState = "good"
	Bad        SignatureState = "bad"
	UnknownKey SignatureState = "unknown-key"
)

// Signature is what a commit or tag carries.
type Signature struct {
	Kind  SignatureKind
	State SignatureState
	// Signer is who the key belongs to, as the given keys say: a principal of the allowed signers, or `Name <address>`; ""
	// where that is not known.
	Signer string
	// Key is the fingerprint of the key, "" where it is not known.
	Key string
	// Problem says why the signature is Bad, in English; "" otherwise.
	Problem string
	// OutOfTime is set where it is Bad for no other reason than that the key was not valid when the object was made.
	OutOfTime bool
}

// armours are the first lines of signatures.
var armours = []struct {
	begin string
	kind  SignatureKind
}{
	{"-----BEGIN PGP SIGNATURE-----", OpenPGP},
	{"-----BEGIN PGP MESSAGE-----", OpenPGP},
	{"-----BEGIN SSH SIGNATURE-----", SSH},
	{"-----BEGIN SIGNED MESSAGE-----", X509},
}

// signatureKind is the kind of the signature that a text begins with.
func signatureKind(text []byte) SignatureKind {
	for _, a := range armours {
		if bytes.HasPrefix(text, []byte(a.begin)) {
			return a.kind
		}
	}
	return NoSignature
}

// signedCommit takes the signature out of a commit object: payload is what was signed.
func signedCommit(raw []byte) (payload, signature []byte) {
	head, message, _ := bytes.Cut(raw, []byte("\n\n"))
	ours, others := false, false
	for line := range bytes.Lines(head) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		more, continued := bytes.CutPrefix(line, []byte(" "))
		if !continued {
			more, ours = bytes.CutPrefix(line, []byte("gpgsig "))
			others = bytes.HasPrefix(line, []byte("gpgsig-sha256 "))
		}
		switch {
		case ours:
			signature = append(append(signature, more...), '\n')
		case !others:
			payload = append(append(payload, line...), '\n')
		}
	}
	return append(append(payload, '\n'), message...), signature
}

// signedTag parts a tag object before its signature, which stands last.
func signedTag(raw []byte) (payload, signature []byte) {
	start := -1
	for at := 0; at < len(raw); {
		if signatureKind(raw[at:]) != NoSignature {
			start = at
		}
		next := bytes.IndexByte(raw[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	if start < 0 {
		return raw, nil
	}
	return raw[:start], raw[start:]
}

// Signature verifies the signature of a commit or an annotated tag, given its id. Keys may be nil: then it is only told
// whether there is one. What cannot be read as a signature is Bad; the error is about the object.
func (r *Repo) Signature(id Hash, keys *Keys) (Signature, error) {
	kind, raw, err := r.objects.readAny(plumbing.NewHash(string(id)))
	if err != nil {
		return Signature{}, err
	}
	switch kind {
	case plumbing.CommitObject:
		c, err := parseCommit(raw)
		if err != nil {
			return Signature{}, &Damaged{string(id), err}
		}
		payload, signature := signedCommit(raw)
		return keys.verify(payload, signature, c.CommittedAt), nil
	case plumbing.TagObject:
		payload, signature := signedTag(raw)
		tag, err := parseTag(raw)
		if err != nil {
			return Signature{}, &Damaged{string(id), err}
		}
		return keys.verify(payload, signature, tag.At), nil
	}
	return Signature{State: Unsigned}, nil
}

// verify judges a signature. at is when the object was made.
func (k *Keys) verify(payload, signature []byte, at time.Time) Signature {
	s := Signature{Kind: signatureKind(signature), State: Present}
	switch {
	case len(signature) == 0:
		s.State = Unsigned
	case s.Kind == SSH && k != nil && k.allowed != nil:
		k.verifySSH(&s, payload, signature, at)
	case s.Kind == OpenPGP && k != nil && k.ring != nil:
		k.verifyPGP(&s, payload, signature, at)
	}
	return s
}

// bad marks a signature as one that proves nothing.
func (s *Signature) bad(problem string) {
	s.State, s.Problem = Bad, strings.TrimSpace(problem)
}
