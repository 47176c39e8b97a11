package sign

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

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
		s.OutOfTime, s.Revoked = errors.Is(err, pgperrors.ErrKeyExpired), errors.Is(err, pgperrors.ErrKeyRevoked)
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
