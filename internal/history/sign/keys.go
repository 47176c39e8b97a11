package sign

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Keys are the keys that are trusted to sign. A nil *Keys trusts none and verifies nothing.
type Keys struct {
	allowed []allowedSigner // nil if no allowed-signers file was given
	ring    openpgp.EntityList
}

// allowedSigner is a line of an allowed-signers file (ssh-keygen(1)).
type allowedSigner struct {
	principals    string
	key           ssh.PublicKey
	authority     bool // the key signs certificates rather than objects
	namespaces    string
	after, before time.Time // zero if unbounded
}

// LineError is the error for a line of an allowed-signers file that cannot be read.
type LineError struct {
	Line int // counted from 1
	Err  error
}

func (e *LineError) Error() string {
	return fmt.Sprintf("read allowed signers, line %d: %v", e.Line, e.Err)
}

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Err }

// ReadKeys reads an allowed-signers file for SSH signatures and an armoured keyring for OpenPGP; either can be nil. An error in
// the allowed-signers file is a *LineError.
func ReadKeys(allowedSigners, keyring []byte) (*Keys, error) {
	k := &Keys{}
	if allowedSigners != nil {
		k.allowed = []allowedSigner{}
	}
	n := 0
	for line := range strings.Lines(string(allowedSigners)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		signer, err := parseAllowed(line)
		if err != nil {
			return nil, &LineError{n, err}
		}
		k.allowed = append(k.allowed, signer)
	}
	if keyring == nil {
		return k, nil
	}
	var err error
	if k.ring, err = openpgp.ReadArmoredKeyRing(bytes.NewReader(keyring)); err != nil {
		return nil, fmt.Errorf("read keyring: %w", err)
	}
	return k, nil
}

// parseAllowed parses `principals [options] type key [comment]`.
func parseAllowed(line string) (allowedSigner, error) {
	principals, rest := cutQuoted(line)
	s := allowedSigner{principals: strings.Trim(principals, `"`)}
	key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(rest))
	if err != nil {
		return s, err
	}
	s.key = key
	for _, option := range options {
		name, value, _ := strings.Cut(option, "=")
		value = strings.Trim(value, `"`)
		switch strings.ToLower(name) {
		case "cert-authority":
			s.authority = true
		case "namespaces":
			s.namespaces = value
		case "valid-after":
			s.after, err = parseValidity(value)
		case "valid-before":
			s.before, err = parseValidity(value)
		default:
			err = fmt.Errorf("unknown option %q", name)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

// cutQuoted splits a line at the first blank outside double quotes.
func cutQuoted(line string) (first, rest string) {
	quoted := false
	for i, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\t'):
			return line[:i], strings.TrimSpace(line[i:])
		}
	}
	return line, ""
}

// parseValidity parses YYYYMMDD[HHMM[SS]][Z]. Without a Z, ssh would use the machine's time zone; this uses UTC, so that the
// result is the same everywhere.
func parseValidity(s string) (time.Time, error) {
	digits := strings.TrimSuffix(strings.ToUpper(s), "Z")
	for _, form := range []string{"20060102", "200601021504", "20060102150405"} {
		if at, err := time.Parse(form, digits); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date", s)
}

// gitNamespace is the namespace of git's SSH signatures.
const gitNamespace = "git"

func (k *Keys) verifySSH(s *Signature, payload, armoured []byte, at time.Time) {
	signature, err := sshsig.Unarmor(armoured)
	if err != nil {
		s.bad(err.Error())
		return
	}
	s.Key = ssh.FingerprintSHA256(signature.PublicKey)
	err = sshsig.Verify(bytes.NewReader(payload), signature, signature.PublicKey, signature.HashAlgorithm, gitNamespace)
	if err != nil {
		s.bad(err.Error())
		return
	}
	s.Trust = UnknownKey
	for _, signer := range k.allowed {
		switch known, valid := signer.covers(signature.PublicKey, at); {
		case known && valid:
			s.Trust, s.Signer, s.Problem, s.OutOfTime = Good, signer.principals, "", false
			return
		case known:
			s.Signer, s.OutOfTime = signer.principals, !signer.inTime(at)
			s.bad("the key was not valid at that time")
		}
	}
}

// covers reports whether the line is about a key, and whether it allows the key to sign for git at that time.
func (a allowedSigner) covers(key ssh.PublicKey, at time.Time) (known, valid bool) {
	if a.namespaces != "" && !matchesAny(a.namespaces, gitNamespace) {
		return false, false
	}
	certificate, certified := key.(*ssh.Certificate)
	if !certified || !a.authority {
		return !a.authority && !certified && bytes.Equal(key.Marshal(), a.key.Marshal()), a.inTime(at)
	}
	if !bytes.Equal(certificate.SignatureKey.Marshal(), a.key.Marshal()) {
		return false, false
	}
	for _, principal := range certificate.ValidPrincipals {
		checker := ssh.CertChecker{Clock: func() time.Time { return at }}
		if matchesAny(a.principals, principal) && checker.CheckCert(principal, certificate) == nil {
			return true, a.inTime(at)
		}
	}
	return true, false
}

func (a allowedSigner) inTime(at time.Time) bool {
	return (a.after.IsZero() || !at.Before(a.after)) && (a.before.IsZero() || at.Before(a.before))
}

// matchesAny reports whether a name matches a list of patterns; a matching pattern that starts with ! excludes it.
func matchesAny(patterns, name string) bool {
	fits := false
	for pattern := range strings.SplitSeq(patterns, ",") {
		pattern, not := strings.CutPrefix(pattern, "!")
		ok, err := path.Match(pattern, name)
		if err != nil || !ok {
			continue
		}
		if not {
			return false
		}
		fits = true
	}
	return fits
}

// verifyPGP checks that the key was valid at the later of two times: that of the object, and that in the signature, which is
// later by the time it took to sign.
func (k *Keys) verifyPGP(s *Signature, payload, armoured []byte, at time.Time) {
	block, err := armor.Decode(bytes.NewReader(armoured))
	if err != nil {
		s.bad(err.Error())
		return
	}
	body, err := io.ReadAll(block.Body)
	if err != nil {
		s.bad(err.Error())
		return
	}
	if signed := signedAt(body); signed.After(at) {
		at = signed
	}
	config := &packet.Config{Time: func() time.Time { return at }}
	signer, err := openpgp.CheckDetachedSignature(k.ring, bytes.NewReader(payload), bytes.NewReader(body), config)
	if signer != nil {
		s.Key = strings.ToUpper(hex.EncodeToString(signer.PrimaryKey.Fingerprint))
		if identity := signer.PrimaryIdentity(); identity != nil {
			s.Signer = identity.Name
		}
	}
	switch {
	case err == nil:
		s.Trust = Good
	case errors.Is(err, pgperrors.ErrUnknownIssuer):
		s.Trust = UnknownKey
	default:
		s.OutOfTime = errors.Is(err, pgperrors.ErrKeyExpired)
		s.bad(err.Error())
	}
}

// signedAt returns the creation time in a signature; the zero time if it cannot be read.
func signedAt(body []byte) time.Time {
	p, err := packet.Read(bytes.NewReader(body))
	if signature, ok := p.(*packet.Signature); ok && err == nil {
		return signature.CreationTime
	}
	return time.Time{}
}
