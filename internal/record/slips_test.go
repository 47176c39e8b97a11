package record

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/source"
	"github.com/google/go-cmp/cmp"
)

// TestSlips finds values that YAML reads otherwise than they look, and makes their fixes, the unsure ones too.
func TestSlips(t *testing.T) {
	tests := []struct{ line, want, fixed string }{
		{"text: Enligt beslut #12", "value-cut 4:21-4:24 text", `text: "Enligt beslut #12"`},
		{"text: #2023-114", "value-cut 4:7-4:16 text", `text: "#2023-114"`},
		{"text: kanal #isms-stöd  # se planen", "value-cut 4:13-4:23 text", `text: "kanal #isms-stöd"  # se planen`},
		{"text: a \"b\" #1", "value-cut 4:13-4:15 text", `text: 'a "b" #1'`},
		{"parts:\n  - vård #omsorg\n  - #2", "value-cut 5:10-5:17 parts[0]; value-cut 6:5-6:7 parts[1]", "parts:\n  - \"vård #omsorg\"\n  - \"#2\""},
		{"address: https://example.se/a #avsnitt2", "value-cut 4:31-4:40 address", `address: "https://example.se/a #avsnitt2"`},
		{"text: Plan  # klar", "", ""},
		{"text: Plan ## klar", "", ""},
		{"text: # kommer", "", ""},
		{"text: C# 12", "", ""},
		{"text: \"beslut\" #12", "", ""},
		{"text: |\n  beslut #12", "", ""},
		{"choice: yes #ja", "", ""},
		{"day: 2024-01-01 #nyår", "", ""},
		{"whole: 3 #st", "", ""},
		{"text: ”Ledning”", "value-quoted 4:7-4:16 text", "text: Ledning"},
		{"text: “1”", "value-quoted 4:7-4:10 text", `text: "1"`},
		{"text: »a»", "value-quoted 4:7-4:10 text", "text: a"},
		{"text: „a“", "value-quoted 4:7-4:10 text", "text: a"},
		{"text: ’a’", "value-quoted 4:7-4:10 text", "text: a"},
		{"text: ”a\"", "value-quoted 4:7-4:10 text", "text: a"},
		{"choice: ”yes”", "value-quoted 4:9-4:14 choice", `choice: "yes"`},
		{"day: ”2024-01-01”", "value-quoted 4:6-4:18 day", `day: "2024-01-01"`},
		{"whole: ”3”", "value-quoted 4:8-4:11 whole", `whole: "3"`},
		{"parts: [”a”, b]", "value-quoted 4:9-4:12 parts[0]", "parts: [a, b]"},
		{"text: ”A” och ”B”", "", ""},
		{"text: om ”ledning”", "", ""},
		{"text: \"”Ledning”\"", "", ""},
		{"text: |\n  ”Ledning”", "", ""},
		{"text: ”", "", ""},
	}
	kind := kinds(t, map[string]string{"schema/proof.yaml": proof}).Named("proof")
	for _, tt := range tests {
		_, told := read(t, kind, tt.line)
		if got := strings.Join(told, "; "); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.line, got, tt.want)
			continue
		}
		if tt.fixed == "" {
			continue
		}
		text := "---\nid: P-1\ntitle: Prov\n" + tt.line + "\n---\n"
		doc := document.Parse("proofs/p.md", []byte(text))
		_, findings := kind.Read(doc)
		var edits []source.Edit
		for _, f := range findings {
			edits = append(edits, f.Fixes[0].Edits...)
		}
		data, err := source.Apply(doc.File, edits)
		if want := strings.Replace(text, tt.line, tt.fixed, 1); err != nil || cmp.Diff(want, string(data)) != "" {
			t.Errorf("%s: fixed to %q, want %q: %v", tt.line, data, want, err)
		}
	}
}

// TestSureSlips finds which of the fixes are made without asking.
func TestSureSlips(t *testing.T) {
	kind := kinds(t, map[string]string{"schema/proof.yaml": proof}).Named("proof")
	for line, unsure := range map[string]bool{
		"text: beslut #12": false, "text: klar #kolla": true, "text: ”a”": false, "choice: ”yes”": false,
	} {
		_, findings := kind.Read(document.Parse("proofs/p.md", []byte("---\nid: P-1\ntitle: Prov\n"+line+"\n---\n")))
		if len(findings) != 1 || findings[0].Fixes[0].Unsure != unsure {
			t.Errorf("%s: %v", line, findings)
		}
	}
	_, findings := kind.Read(document.Parse("proofs/p.md", []byte("---\nid: P-1\ntitle: ”Säkra koll”\n---\n")))
	if len(findings) != 1 || !findings[0].Fixes[0].Unsure || findings[0].Severity != diag.Warning {
		t.Errorf("a title: %v", findings)
	}
}
