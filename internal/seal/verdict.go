package seal

import (
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Verdict is the result of a proof, of a seal or of a site.
type Verdict struct {
	Target     string             // what was proved, as it was requested
	Mismatches []Mismatch         // by what differs and by name
	Proved     locale.Message     // the message if nothing differs
	Facts      []locale.Localized // what else is reported
	Signature  *Signature         // on the tag of a seal; nil if there is none
}

// Signature is what is known about a signature. Signer is "" if it is not known, or if persons are not shown.
type Signature struct {
	Kind   sign.Kind
	Trust  sign.Trust
	Signer string
}
