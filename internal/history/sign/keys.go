package sign

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp"
	"golang.org/x/crypto/ssh"
)

// Keys are the keys that are trusted to sign. A nil *Keys trusts none and verifies nothing.
type Keys struct {
	allowed []allowedSigner // nil if no allowed-signers file was given
	revoked []ssh.PublicKey
	ring    openpgp.EntityList
	// Unread are the lines of the allowed-signers file that cannot be read, and therefore trust nobody.
	Unread []*LineError
}

// Files are the contents of the files that say which keys are trusted; nil for one that is not given.
type Files struct {
	AllowedSigners []byte // for SSH signatures, in the form of ssh-keygen(1)
	Revoked        []byte // SSH keys that are no longer trusted, one a line
	Keyring        []byte // for OpenPGP signatures, armoured
}

// None reports whether none of the files that name trusted keys is given.
func (f Files) None() bool { return f.AllowedSigners == nil && f.Keyring == nil }

var (
	// ErrKeyring is the error for a keyring that cannot be read.
	ErrKeyring = errors.New("unreadable keyring")
	// ErrRevoked is the error for a list of revoked keys that cannot be read. Nothing can be judged without it.
	ErrRevoked = errors.New("unreadable list of revoked keys")
	// ErrKRL is an [ErrRevoked] for a list in the binary form of OpenSSH, which is not supported.
	ErrKRL = fmt.Errorf("%w: it is a binary KRL", ErrRevoked)
)

// krl is what a binary list of revoked keys begins with.
const krl = "SSHKRL\n"

// ReadKeys reads the files that say which keys are trusted. The error matches [ErrKeyring] or [ErrRevoked]; a *[LineError] in the
// latter tells the line. A line of the allowed signers that cannot be read is no error: see [Keys.Unread].
func ReadKeys(f Files) (*Keys, error) {
	k := &Keys{}
	if f.AllowedSigners != nil {
		k.allowed, k.Unread = readAllowed(f.AllowedSigners)
	}
	if bytes.HasPrefix(f.Revoked, []byte(krl)) {
		return nil, ErrKRL
	}
	for n, line := range keyLines(f.Revoked) {
		key, err := parseKey(line)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRevoked, &LineError{n, err})
		}
		k.revoked = append(k.revoked, key)
	}
	if f.Keyring == nil {
		return k, nil
	}
	var err error
	if k.ring, err = openpgp.ReadArmoredKeyRing(bytes.NewReader(f.Keyring)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyring, err)
	}
	return k, nil
}

// Trusted describes a key that is trusted: who it belongs to, as [Signature.Signer] would say, its fingerprint, and the options of its
// line, which limit what it may sign.
type Trusted struct{ Signer, Key, Limits string }

// List lists the trusted keys in the order of their files; those that are revoked are left out. Two lists are equal if the same keys
// are trusted for the same names with the same limits.
func (k *Keys) List() []Trusted {
	if k == nil {
		return nil
	}
	var list []Trusted
	for _, a := range k.allowed {
		if !k.isRevoked(a.key) {
			list = append(list, Trusted{a.principals, ssh.FingerprintSHA256(a.key), a.described()})
		}
	}
	for _, e := range k.ring {
		name := ""
		if identity := e.PrimaryIdentity(); identity != nil {
			name = identity.Name
		}
		list = append(list, Trusted{name, strings.ToUpper(hex.EncodeToString(e.PrimaryKey.Fingerprint)), ""})
	}
	return list
}

// Changed returns the keys that came and went between two sets of trusted keys, in the order of their files.
func Changed(was, is *Keys) (came, gone []Trusted) {
	before, after := was.List(), is.List()
	missing := func(in []Trusted) func(Trusted) bool { return func(t Trusted) bool { return slices.Contains(in, t) } }
	return slices.DeleteFunc(slices.Clone(after), missing(before)), slices.DeleteFunc(slices.Clone(before), missing(after))
}
