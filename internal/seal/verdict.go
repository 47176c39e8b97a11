package seal

import (
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Verdict is the result of a proof, of a seal, of a site, or of a history that another is the beginning of.
type Verdict struct {
	Target     string             // what was proved, as it was requested
	Mismatches []Mismatch         // by what differs and by name
	Proved     locale.Message     // the message if nothing differs
	Facts      []locale.Localized // what else is reported
	Signature  *Signature         // on the tag of a seal; nil if there is none
	Object     history.Hash       // the id of the tag of a seal; "" if there is none
	Keys       *KeyNews           // what is to be known of the keys; nil if there is no signature to be judged
	Line       *Line              // where the sealed commit is; nil if nothing is sealed
	Changed    []Changed          // the sealed files that changed since
	Rewritten  *Rewritten         // where the content is, if the history was rewritten; nil otherwise
	Since      *Beginning         // of the history, if that was asked for
}

// Signature is what is known about a signature. Signer is "" if it is not known, or if persons are not shown.
type Signature struct {
	Kind   sign.Kind
	Trust  sign.Trust
	Signer string
}

// KeyNews is what is to be known of the keys by which a seal is judged.
type KeyNews struct {
	By KeysOf
	// Came and Went are the keys that are trusted today and were not by the sealed state, and the other way round.
	Came, Went []sign.Trusted
	// Today is what the keys of today say, today, of a signature that is good; "" if it is not good, or if there are none.
	Today sign.Trust
}

// KeysOf says whose keys judge a seal.
type KeysOf string

// Whose keys they are: those of the sealed state, or those that were given from outside. Nobody's are those of a state that names none,
// or that is not known.
const (
	Sealed KeysOf = "sealed"
	Given  KeysOf = "given"
	Nobody KeysOf = "none"
)
