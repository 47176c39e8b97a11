package disclose

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
)

// TestOwnExplains tells what the program says anyway from what somebody must have written.
func TestOwnExplains(t *testing.T) {
	own := NewOwn(sample.Load(t, sample.Files).Kinds, "Skriv id, till exempel INC-1, överst", "systems/fardbok.md", "{n:# rad|# rader} av {m}")
	for _, tt := range []struct {
		text, secret string
		want         bool
	}{
		{"Ja", "ja", true},
		{"System", "system", true},
		{"Skriv id, till exempel INC-1, överst", "INC-1", true},
		{"Skriv id, till exempel INC-1, överst. Se INC-1.", "INC-1", false},
		{"Gäller INC-1", "INC-1", false},
		{"systems/fardbok.md", "fardbok", true},
		{"12 rader av 40", "12 rader av 40", true},
		{"5 januari 2024", "5 januari 2024", true},
		{"Räven 2024", "räven 2024", false},
		{"Spaning mot räven", "spaning mot räven", false},
		{"SYS-2", "SYS-2", false},
	} {
		if got := own.Explain(tt.text, tt.secret); got != tt.want {
			t.Errorf("%q in %q: got %v, want %v", tt.secret, tt.text, got, tt.want)
		}
	}
}

// TestHiddenFilesInTexts cuts the addresses of hidden records, of their files and of their pages, and leaves the rest of the text.
func TestHiddenFilesInTexts(t *testing.T) {
	cut := NewCut(sample.Load(t, sample.Files), record.Internal, nil)
	for text, want := range map[string]string{
		"Se [det](../systems/2.md#a) och [annat](../systems/1.md).": "Se [det]([…]) och [annat](../systems/1.md).",
		"`cat systems/2.md`":                "`cat […]`",
		"[a]: ../systems/2.html \"Valvet\"": "[a]: […] \"Valvet\"",
		"Se 12.md och https://a.se/b.html.": "Se 12.md och https://a.se/b.html.",
	} {
		if got := cut.Text(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
