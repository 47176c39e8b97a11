package sign

import (
	"bytes"
	"encoding/base64"
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// gitNamespace is the namespace of git's SSH signatures.
const gitNamespace = "git"

// moment is when a key has to be valid; nil for at any time.
type moment *time.Time

// verifySSH judges a signature as git does: whom the first line about the key names (ssh-keygen -Y find-principals), and whether any
// line allows one of these to sign for git with the key at that time (ssh-keygen -Y verify), which a revoked key never may.
func (k *Keys) verifySSH(s *Signature, payload, armoured []byte, at time.Time) {
	signature, err := parseSSH(armoured)
	if err != nil {
		s.bad(err.Error())
		return
	}
	key := signature.PublicKey
	s.Key = ssh.FingerprintSHA256(key)
	err = sshsig.Verify(bytes.NewReader(payload), signature, key, signature.HashAlgorithm, gitNamespace)
	if err != nil {
		s.bad(err.Error())
		return
	}
	signer, allowed := k.allows(key, &at)
	once := allowed
	if !allowed {
		signer, once = k.allows(key, nil)
	}
	switch revoked := k.isRevoked(key); {
	case !once:
		s.Trust = UnknownKey
		return
	case revoked:
		s.Revoked = true
		s.bad("the key is revoked")
	case !allowed:
		s.OutOfTime = true
		s.bad("the key was not valid at that time")
	default:
		s.Trust = Good
	}
	s.Signer = signer
}

// The first and the last line of a signature, as ssh-keygen looks for them: the first one does not end with CRLF.
const (
	sshBegin = "-----BEGIN SSH SIGNATURE-----\n"
	sshEnd   = "\n-----END SSH SIGNATURE-----"
)

// parseSSH parses an armoured signature. What follows its last line does not matter, as in ssh-keygen.
func parseSSH(armoured []byte) (*sshsig.Signature, error) {
	text, begins := strings.CutPrefix(string(armoured), sshBegin)
	text, _, ends := strings.Cut(text, sshEnd)
	if !begins || !ends {
		return nil, errors.New("the signature has no first or no last line")
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, err
	}
	return sshsig.ParseSignature(raw)
}

// allows reports whether a line allows a key to sign for git at a moment, for one of those whom the first line about the key names.
// signer is what that line says.
func (k *Keys) allows(key ssh.PublicKey, at moment) (signer string, ok bool) {
	for _, first := range k.allowed {
		names := first.names(key, at)
		if names == nil {
			continue
		}
		return first.principals, slices.ContainsFunc(names, func(name string) bool {
			return slices.ContainsFunc(k.allowed, func(a allowedSigner) bool { return a.permits(key, name, at) })
		})
	}
	return "", false
}

// names returns whom the line names if it is about a key and within its limits of time; for an authority those of the certificate. It is nil if there are none.
func (a allowedSigner) names(key ssh.PublicKey, at moment) []string {
	patterns := strings.Split(a.principals, ",")
	switch {
	case !a.about(key) || !a.inTime(at):
		return nil
	case !a.authority:
		return patterns
	}
	var names []string
	for _, name := range key.(*ssh.Certificate).ValidPrincipals {
		if slices.ContainsFunc(patterns, func(p string) bool { return matches(p, name) }) && certifies(key, name, at) {
			names = append(names, name)
		}
	}
	return names
}

// permits reports whether the line lets somebody sign for git with a key at a moment.
func (a allowedSigner) permits(key ssh.PublicKey, name string, at moment) bool {
	return a.about(key) && matchesAny(a.principals, name) && (a.namespaces == nil || matchesAny(*a.namespaces, gitNamespace)) &&
		a.inTime(at) && (!a.authority || certifies(key, name, at))
}

// about reports whether the line is about a key: it is the key itself, or the authority that certified it.
func (a allowedSigner) about(key ssh.PublicKey) bool {
	if !a.authority {
		return bytes.Equal(key.Marshal(), a.key.Marshal())
	}
	certificate, certified := key.(*ssh.Certificate)
	return certified && bytes.Equal(certificate.SignatureKey.Marshal(), a.key.Marshal())
}

// inTime reports whether a moment is within the limits, both of which belong to it.
func (l limits) inTime(at moment) bool {
	return at == nil || (l.after.IsZero() || !(*at).Before(l.after)) && (l.before.IsZero() || !(*at).After(l.before))
}

// certifies reports whether a key is a certificate that is valid for a principal at a moment. Options that limit logins say nothing
// about signatures.
func certifies(key ssh.PublicKey, principal string, at moment) bool {
	c, certified := key.(*ssh.Certificate)
	if !certified || c.CertType != ssh.UserCert || len(c.ValidPrincipals) == 0 {
		return false
	}
	when := time.Unix(int64(min(c.ValidAfter, math.MaxInt64)), 0)
	if at != nil {
		when = *at
	}
	checker := ssh.CertChecker{Clock: func() time.Time { return when }}
	for option := range c.CriticalOptions {
		checker.SupportedCriticalOptions = append(checker.SupportedCriticalOptions, option)
	}
	return checker.CheckCert(principal, c) == nil
}

// isRevoked reports whether a key, the key in its certificate, or the authority of that is revoked.
func (k *Keys) isRevoked(key ssh.PublicKey) bool {
	same := []ssh.PublicKey{key}
	if certificate, certified := key.(*ssh.Certificate); certified {
		same = append(same, certificate.Key, certificate.SignatureKey)
	}
	return slices.ContainsFunc(k.revoked, func(r ssh.PublicKey) bool {
		if certificate, certified := r.(*ssh.Certificate); certified {
			r = certificate.Key // of which ssh-keygen compares the key alone
		}
		return slices.ContainsFunc(same, func(key ssh.PublicKey) bool { return bytes.Equal(key.Marshal(), r.Marshal()) })
	})
}
