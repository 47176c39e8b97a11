// Package sign reads and verifies the signatures of commits and tags: which keys are trusted, and what a signature proves
// about the bytes that were signed. It reads no repository and makes no signature.
//
// Start reading at [ReadKeys] and [Keys.Verify].
package sign

import (
	"bytes"
	"strings"
	"time"
)

// Kind is the sort of a signature.
type Kind string

// The kinds; None is that of what is not signed.
const (
	None    Kind = ""
	OpenPGP Kind = "openpgp"
	SSH     Kind = "ssh"
	X509    Kind = "x509"
)

// Trust is what is known of a signature.
type Trust string

// The states. A signature is Good where it fits the object and its key was among the known ones and valid when it was
// signed; Bad where it does not fit, or the key was not valid; UnknownKey where the key is not among the known ones.
// Present is what was not verified: no keys of that kind were given, or it is X.509.
const (
	Unsigned   Trust = "none"
	Present    Trust = "present"
	Good       Trust = "good"
	Bad        Trust = "bad"
	UnknownKey Trust = "unknown-key"
)

// Signature is what a commit or tag carries.
type Signature struct {
	Kind  Kind
	Trust Trust
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
	kind  Kind
}{
	{"-----BEGIN PGP SIGNATURE-----", OpenPGP},
	{"-----BEGIN PGP MESSAGE-----", OpenPGP},
	{"-----BEGIN SSH SIGNATURE-----", SSH},
	{"-----BEGIN SIGNED MESSAGE-----", X509},
}

// KindOf is the kind of the signature that a text begins with.
func KindOf(text []byte) Kind {
	for _, a := range armours {
		if bytes.HasPrefix(text, []byte(a.begin)) {
			return a.kind
		}
	}
	return None
}

// SplitCommit takes the signature out of a commit object: payload is what was signed.
func SplitCommit(raw []byte) (payload, signature []byte) {
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

// SplitTag parts a tag object before its signature, which stands last.
func SplitTag(raw []byte) (payload, signature []byte) {
	start := -1
	for at := 0; at < len(raw); {
		if KindOf(raw[at:]) != None {
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

// Verify judges a signature; payload is what was signed, and at when the object was made. A nil *Keys verifies nothing, and what
// cannot be read as a signature is Bad.
func (k *Keys) Verify(payload, signature []byte, at time.Time) Signature {
	s := Signature{Kind: KindOf(signature), Trust: Present}
	switch {
	case len(signature) == 0:
		s.Trust = Unsigned
	case s.Kind == SSH && k != nil && k.allowed != nil:
		k.verifySSH(&s, payload, signature, at)
	case s.Kind == OpenPGP && k != nil && k.ring != nil:
		k.verifyPGP(&s, payload, signature, at)
	}
	return s
}

// bad marks a signature as one that proves nothing.
func (s *Signature) bad(problem string) {
	s.Trust, s.Problem = Bad, strings.TrimSpace(problem)
}
