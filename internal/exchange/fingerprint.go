package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/c8b10cf3/lis/internal/diag"
)

// fingerprints returns a unique fingerprint for each diagnostic of a check. Fingerprints stay the same from run to run when
// lines move, days pass or the file is renamed: each is a hash of the prefix, the rule, the record (the file if there is none),
// the field and the message without its numbers. Diagnostics that share all of these are numbered in their order.
func (c Check) fingerprints() []string {
	times := map[string]int{}
	prints := make([]string, len(c.Diagnostics))
	for i, d := range c.Diagnostics {
		key := strings.Join([]string{c.Prefix, d.Rule, cmp.Or(d.Record, d.FileName()), d.Field, withoutNumbers(d.Message)}, "\x00")
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, times[key]))
		prints[i] = hex.EncodeToString(sum[:16])
		times[key]++
	}
	return prints
}

// withoutNumbers removes the words without a letter, because they differ between days, as in "5 dagar försenad".
func withoutNumbers(s string) string {
	words := slices.DeleteFunc(strings.Fields(s), func(word string) bool { return !strings.ContainsFunc(word, unicode.IsLetter) })
	return strings.Join(words, " ")
}

// printed is a diagnostic with its fingerprint.
type printed struct {
	diag.Diagnostic
	fingerprint string
}

// printed returns all diagnostics with their fingerprints.
func (c Check) printed() []printed {
	prints := c.fingerprints()
	out := make([]printed, len(prints))
	for i, d := range c.Diagnostics {
		out[i] = printed{d, prints[i]}
	}
	return out
}
