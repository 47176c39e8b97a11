package tell

import (
	"slices"
	"strings"
	"unicode"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/trail"
)

// Signer returns who made a signature, as the setting history.people allows; "" if nobody may be named, or the signer is unknown.
// Keys can name a signer as `Name <address>`, or by one or more addresses. An address of a person of the revision is shown as
// that person; any other as the address itself, or as initials taken from the words before the @.
func Signer(s sign.Signature, r *trail.Revision, people string) string {
	if people == Nobody || s.Signer == "" {
		return ""
	}
	name, address, bracketed := strings.Cut(s.Signer, "<")
	if name = strings.TrimSpace(name); bracketed && name != "" {
		return Name(history.Person{Name: name}, people)
	}
	addresses := strings.Split(s.Signer, ",")
	if bracketed {
		addresses = []string{strings.TrimSuffix(address, ">")}
	}
	known := slices.Concat([]history.Person{r.AcceptedBy}, r.Authors, r.Reviewers)
	for _, p := range known {
		if p.Email != "" && slices.ContainsFunc(addresses, func(a string) bool { return strings.EqualFold(a, p.Email) }) {
			return Name(p, people)
		}
	}
	if people == FullName {
		return addresses[0]
	}
	return Name(history.Person{Name: box(addresses[0])}, people)
}

// box returns the part of an address before the @ as words: "kim ek" for kim.ek@example.org.
func box(address string) string {
	before, _, _ := strings.Cut(address, "@")
	return strings.Join(strings.FieldsFunc(before, func(r rune) bool { return !unicode.IsLetter(r) }), " ")
}

// Signature describes whether a signature is good; signer is who made it, as it may be shown. It returns "" if there is no
// signature.
func (t Teller) Signature(s sign.Signature, signer string) string {
	switch {
	case s.Trust == "" || s.Trust == sign.Unsigned:
		return ""
	case s.Trust == sign.Good && signer != "":
		return t.Lang.T("signature.good-by", locale.Args{"name": signer})
	case s.Trust == sign.Good:
		return t.Lang.T("signature.good")
	case s.Trust == sign.Bad:
		return t.Lang.T("signature.bad")
	case s.Trust == sign.UnknownKey:
		return t.Lang.T("signature.unknown-key")
	}
	return t.Lang.T("signature.present")
}
