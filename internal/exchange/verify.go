package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/seal"
)

// verifyShape is the shape of `lis verify --format json`.
type verifyShape struct {
	Version    int             `json:"version"`
	Target     string          `json:"target"`
	OK         bool            `json:"ok"`
	Mismatches []mismatchShape `json:"differences"`
	Signature  *signatureShape `json:"signature"`
}

type mismatchShape struct {
	What     seal.What `json:"what"`
	Name     string    `json:"name"`
	Expected *string   `json:"expected"`
	Found    *string   `json:"found"`
}

// signatureShape is what is known about a signature. Signer is null if it is not known or persons are not shown.
type signatureShape struct {
	Kind   sign.Kind  `json:"kind"`
	Trust  sign.Trust `json:"state"`
	Signer *string    `json:"signer"`
}

// WriteVerifyJSON writes the result of a proof as data. whole is set if everything could be proved or disproved.
func WriteVerifyJSON(w io.Writer, v seal.Verdict, whole bool) error {
	out := verifyShape{Version: 1, Target: v.Target, OK: whole && len(v.Mismatches) == 0, Mismatches: []mismatchShape{}}
	for _, d := range v.Mismatches {
		out.Mismatches = append(out.Mismatches, mismatchShape{d.What, d.Name, d.Expected, d.Found})
	}
	if s := v.Signature; s != nil {
		out.Signature = &signatureShape{s.Kind, s.Trust, optional(s.Signer)}
	}
	return writeShape(w, out)
}

// WriteVerifyText writes the result of a proof for people.
func WriteVerifyText(w io.Writer, v seal.Verdict, lang locale.Lang) error {
	var b strings.Builder
	if len(v.Mismatches) == 0 {
		fmt.Fprintln(&b, v.Proved.In(lang))
	} else {
		fmt.Fprintln(&b, lang.T("verify.differs", locale.Args{"target": v.Target, "n": len(v.Mismatches)}))
	}
	for _, d := range v.Mismatches {
		fmt.Fprintf(&b, "  %s\n", d.Tell(lang))
	}
	for _, fact := range v.Facts {
		fmt.Fprintln(&b, fact.In(lang))
	}
	return writeString(w, b.String())
}
