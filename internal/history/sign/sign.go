// Package sign reads and verifies the signatures of commits and tags: which keys are trusted, and what a signature proves about
// the signed bytes. It does not read repositories or make signatures.
//
// Start reading at [ReadKeys] and [Keys.Verify].
package sign

import (
	"bytes"
	"strings"
	"time"
)

// Kind is the format of a signature.
type Kind string

// The kinds. None means unsigned or an unknown format.
const (
	None    Kind = ""
	OpenPGP Kind = "openpgp"
	SSH     Kind = "ssh"
	X509    Kind = "x509"
)

// Trust is what is known about a signature.
type Trust string

// The states. A signature is Good if it matches the object and its key is trusted and was valid at the time of signing; Bad if it
// does not match, or the key was not valid; UnknownKey if the key is not among the trusted ones. Present means not verified: no
// keys of that kind were given, or the format is X.509 or unknown.
const (
	Unsigned   Trust = "none"
	Present    Trust = "present"
	Good       Trust = "good"
	Bad        Trust = "bad"
	UnknownKey Trust = "unknown-key"
)

// Signature describes the signature of a commit or tag.
type Signature struct {
	Kind  Kind
	Trust Trust
	// Signer is who the key belongs to, according to the given keys: a principal of the allowed signers, or `Name <address>`; ""
	// if not known.
	Signer string
	// Key is the fingerprint of the key, "" if not known.
	Key string
	// Problem is why the signature is Bad, in English; "" otherwise.
	Problem string
	// OutOfTime is set if the only reason for Bad is that the key was not valid when the object was made, and Revoked if it is that
	// the key is revoked.
	OutOfTime, Revoked bool
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

// KindOf returns the kind of the signature that a text begins with.
func KindOf(text []byte) Kind {
	for _, a := range armours {
		if bytes.HasPrefix(text, []byte(a.begin)) {
			return a.kind
		}
	}
	return None
}

// SplitCommit separates the signature from a commit object: payload is what was signed.
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

// SplitTag splits a tag object before its signature, which comes last.
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

// Verify verifies a signature; payload is what was signed, and at when the object was made. The result is Present if k has no
// keys for this kind of signature, as is always so for a nil *Keys. Otherwise a malformed signature is Bad.
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

// bad marks a signature as Bad.
func (s *Signature) bad(problem string) {
	s.Trust, s.Problem = Bad, strings.TrimSpace(problem)
}
