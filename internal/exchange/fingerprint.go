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

// fingerprints tell the diagnostics of a check apart, and are the same from run to run when lines move, days pass or the
// file is renamed: each is made of the rule, the record (the file where there is none), the field and the message without
// its numbers. Those that have all this in common are numbered in their order.
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

// withoutNumbers leaves out the words without a letter: they differ between days, as in "5 dagar försenad".
func withoutNumbers(s string) string {
	words := slices.DeleteFunc(strings.Fields(s), func(word string) bool { return !strings.ContainsFunc(word, unicode.IsLetter) })
	return strings.Join(words, " ")
}

// printed is a diagnostic with its fingerprint.
type printed struct {
	diag.Diagnostic
	fingerprint string
}

// printed are all diagnostics with their fingerprints.
func (c Check) printed() []printed {
	prints := c.fingerprints()
	out := make([]printed, len(prints))
	for i, d := range c.Diagnostics {
		out[i] = printed{d, prints[i]}
	}
	return out
}
