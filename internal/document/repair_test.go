package document

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/source"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

func TestMend(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"colon", "id: A\ntitle: Plan: sammanfattning\n", "id: A\ntitle: \"Plan: sammanfattning\"\n"},
		{"colon at the end", "id: A\ntitle: Plan: a:\nowner: R\n", "id: A\ntitle: \"Plan: a:\"\nowner: R\n"},
		{"colon before a comment", "title: Plan: år   # vad\n", "title: \"Plan: år\"   # vad\n"},
		{"two lines", "title: Plan: a\npurpose: @isam\n", "title: \"Plan: a\"\npurpose: \"@isam\"\n"},
		{"in a list", "links:\n  - text: Beslut: ja\n    dnr: X\n", "links:\n  - text: \"Beslut: ja\"\n    dnr: X\n"},
		{"sign", "title: @isam\n", "title: \"@isam\"\n"},
		{"percent", "title: %5 klart\n", "title: \"%5 klart\"\n"},
		{"stray quote", "title: \"isam\nowner: R\n", "title: isam\nowner: R\n"},
		{"quoted beginning", "title: \"Plan\" för 2023\n", "title: '\"Plan\" för 2023'\n"},
		{"bracket", "title: [Utkast] plan\n", "title: \"[Utkast] plan\"\n"},
		{"no space", "id: A\nstatus:in_use\nowner: R\n", "id: A\nstatus: in_use\nowner: R\n"},
		{"tabs", "classification:\n\tstate: done\n\tconfidentiality: 2\n", "classification:\n  state: done\n  confidentiality: 2\n"},
		{"tabs and spaces", "classification:\n  state: done\n\tconfidentiality: 2\n", ""},
		{"goes on", "title: Plan: a\n  och b\n", ""},
		{"open list", "tags: [a\nowner: R\n", ""},
		{"address", "https://ledning.example/a: b: c\n", ""},
	}
	for _, tt := range tests {
		d := Parse("a.md", []byte("---\n"+tt.text+"---\nText: a: b\n"))
		got := ""
		if len(d.Findings) == 1 && len(d.Findings[0].Fixes) == 1 {
			data, err := source.Apply(d.File, d.Findings[0].Fixes[0].Edits)
			if err != nil {
				t.Fatal(err)
			}
			got = string(data[4 : len(data)-len("---\nText: a: b\n")])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

// texts draws texts with what YAML makes much of.
var texts = rapid.Custom(func(t *rapid.T) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", "Å", " ", ": ", " #", "#", "-", "- ", "?", "'", `"`, `\`, ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "%", "@", "`", "~", "=",
		"yes", "no", "null", "1", "0x1", "1e3", "2023-09-01", ".5", "+", "\n", "\t", "\u0085", "\u2028", "\ufeff", "😀", "<<", "---", "...", ":",
	}), 0, 6).Draw(t, "parts")
	text := ""
	for _, p := range parts {
		text += p
	}
	return text
})

// TestScalarReadsAsItself asks the library, as a reader of its own would: the text is a text, and that text.
func TestScalarReadsAsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(texts, rapid.String()).Draw(t, "text")
		for _, around := range []struct {
			before, after string
			place         Place
		}{{"k: ", "\nx: 1\n", InBlock}, {"- ", "\n- x\n", InBlock}, {"k: [", ", x]\n", InFlow}, {"k: {a: ", "}\n", InFlow}, {"[", "]", InFlow}} {
			var doc yaml.Node
			written := around.before + Scalar(text, around.place) + around.after
			if err := yaml.Load([]byte(written), &doc, yaml.WithV4Defaults()); err != nil {
				t.Fatalf("%q: %v", written, err)
			}
			n := doc.Content[0]
			for n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode {
				first := 0
				if n.Kind == yaml.MappingNode {
					first = 1 // the value of the first key
				}
				n = n.Content[first]
			}
			if n.Value != text || n.ShortTag() != "!!str" {
				t.Fatalf("%q reads %q %s", written, n.Value, n.ShortTag())
			}
		}
	})
}
