package seal

import (
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
)

// Verdict is what came of a proof, of a seal or of a site.
type Verdict struct {
	Target     string             // what was proved, as it was asked for
	Mismatches []Mismatch         // in the order of what differs and its name
	Proved     locale.Message     // what is said where nothing differs
	Facts      []locale.Localized // what is told besides
	Signature  *Signature         // on the tag of a seal; nil where there is none
}

// Signature is what is known of a signature. Signer is "" where it is not known, or where persons are not shown.
type Signature struct {
	Kind   sign.Kind
	Trust  sign.Trust
	Signer string
}
