package record

import (
	"fmt"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/sample/theme"
	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// proof is a kind with a field of every sort.
const proof = `x-kind: {name: proof, folder: proofs, prefix: P, label: {sv: Prov, en: Proof}, plural: {sv: Prov, en: Proofs}}
type: object
properties:
  text: {type: string, maxLength: 20}
  whole: {type: integer, minimum: 0, maximum: 2100}
  number: {type: number}
  flag: {type: boolean}
  day: {type: string, format: date}
  moment: {type: string, format: date-time}
  address: {type: string, format: uri}
  code: {type: string, pattern: '^[A-ZÅÄÖ]{2}$'}
  choice: {type: string, enum: ["yes", "no", not_applicable], x-values: {not_applicable: {sv: Ej aktuellt, en: Not applicable}}}
  gränd: {type: string, x-label: {sv: Gränd, en: Alley}, enum: [små]}
  parts: {type: array, uniqueItems: true, items: {type: string}}
  object:
    type: object
    required: [inner]
    properties:
      inner: {type: string}
      'öka/d~x': {type: integer}
      deep: {type: object, properties: {level: {type: integer}}}
  entries:
    type: array
    items:
      type: object
      required: [status]
      properties:
        status: {type: string, enum: [done, late]}
        on: {type: string, format: date}
  free: {type: object, additionalProperties: {type: string, enum: [error, "off"]}}
`

func kinds(t *testing.T, own map[string]string) *Kinds {
	t.Helper()
	files := map[string][]byte{}
	for name, text := range own {
		files[name] = []byte(text)
	}
	ks, err := LoadKinds(schema.FS, files, []Aspect{{Name: "confidentiality", Max: 4}})
	if err != nil {
		t.Fatal(err)
	}
	return ks
}

// read reads a record of the kind proof with those lines below its id and title, on lines 2 and 3.
func read(t *testing.T, kind *Kind, lines ...string) (*Record, []string) {
	t.Helper()
	text := "---\nid: P-1\ntitle: Prov\n" + strings.Join(lines, "\n") + "\n---\n"
	r, findings := kind.Read(document.Parse("proofs/p.md", []byte(text)))
	var told []string
	for _, f := range findings {
		told = append(told, fmt.Sprintf("%s %v-%v %s", f.Rule, f.Span.Start, f.Span.End, f.Field))
	}
	return r, told
}

func TestValues(t *testing.T) {
	kind := kinds(t, map[string]string{"schema/proof.yaml": proof}).Named("proof")
	tests := []struct {
		line  string
		path  string
		value any
		want  string // what is said, "" for nothing
	}{
		// Text in, text out.
		{"text: 5.10", "text", "5.10", ""},
		{"text: 017", "text", "017", ""},
		{"text: 1_000", "text", "1_000", ""},
		{"text: 1e3", "text", "1e3", ""},
		{"text: 0x1F", "text", "0x1F", ""},
		{"text: 12:30:45", "text", "12:30:45", ""},
		{"text: 2026-01-31", "text", "2026-01-31", ""},
		{"text: 2026-01-31T10:00:00Z", "text", "2026-01-31T10:00:00Z", ""},
		{"text: en text som är för lång", "text", "en text som är för lång", "value-out-of-bounds"},
		{"text: yes", "text", "yes", ""},
		{"text: No", "text", "No", ""},
		{"text: on", "text", "on", ""},
		{"text: true", "text", "true", ""},
		{"text: .inf", "text", ".inf", ""},
		{"text: 'it''s'", "text", "it's", ""},
		{`text: "5.10"`, "text", "5.10", ""},
		{"text: då\u030a", "text", "då\u030a", ""},
		{"text: |\n  rad ett\n  rad två", "text", "rad ett\nrad två\n", ""},
		// Nothing is not there.
		{"text:", "text", nil, ""},
		{"text: null", "text", nil, ""},
		{"text: ~", "text", nil, ""},
		{`text: ""`, "text", nil, ""},
		{"text: '  '", "text", nil, ""},
		{"object: {inner: a, deep: }", "object.deep", nil, ""},
		{"parts:", "parts", nil, ""},
		{"parts: []", "parts", []any{}, ""},
		// Numbers.
		{"whole: 5", "whole", int64(5), ""},
		{"whole: +5", "whole", int64(5), ""},
		{"whole: 5.0", "whole", int64(5), ""},
		{"whole: 1e3", "whole", int64(1000), ""},
		{"whole: 5.5", "whole", 5.5, "value-type"},
		{"whole: 017", "whole", "017", "value-type"},
		{"whole: 1_000", "whole", "1_000", "value-type"},
		{"whole: 0x10", "whole", "0x10", "value-type"},
		{"whole: '5'", "whole", "5", "value-type"},
		{"whole: fem", "whole", "fem", "value-type"},
		{"whole: -1", "whole", int64(-1), "value-out-of-bounds"},
		{"whole: 3000", "whole", int64(3000), "value-out-of-bounds"},
		{"whole: 99999999999999999999", "whole", 1e20, "value-out-of-bounds"},
		{"number: 5.10", "number", 5.1, ""},
		{"number: 7", "number", int64(7), ""},
		{"number: .nan", "number", ".nan", "value-type"},
		{"number: .inf", "number", ".inf", "value-type"},
		{"number: 1e999", "number", "1e999", "value-type"},
		// Yes and no.
		{"flag: true", "flag", true, ""},
		{"flag: False", "flag", false, ""},
		{"flag: yes", "flag", "yes", "value-type"},
		{"flag: 1", "flag", int64(1), "value-type"},
		{"choice: yes", "choice", "yes", ""},
		{"choice: no", "choice", "no", ""},
		{"choice: 'no'", "choice", "no", ""},
		{"choice: true", "choice", "true", "value-unknown"},
		{"choice: Yes", "choice", "Yes", "value-unknown"},
		{"choice: Ej aktuellt", "choice", "Ej aktuellt", "value-unknown"},
		{"choice: [yes]", "choice", []any{"yes"}, "value-type"},
		// Days.
		{"day: 2023-08-25", "day", "2023-08-25", ""},
		{"day: '2023-08-25'", "day", "2023-08-25", ""},
		{"day: 2024-02-29", "day", "2024-02-29", ""},
		{"day: 2023-02-29", "day", "2023-02-29", "date-impossible"},
		{"day: 2023-13-01", "day", "2023-13-01", "date-impossible"},
		{"day: 2023-8-25", "day", "2023-8-25", "value-type"},
		{"day: 25/8 2023", "day", "25/8 2023", "value-type"},
		{"day: 2023-08-25T10:00:00Z", "day", "2023-08-25T10:00:00Z", "value-type"},
		{"day: 20230825", "day", "20230825", "value-type"},
		{"moment: 2023-08-25T10:00:00+02:00", "moment", "2023-08-25T10:00:00+02:00", ""},
		{"moment: 2023-08-25", "moment", "2023-08-25", "value-type"},
		{"address: https://example.se/å", "address", "https://example.se/å", ""},
		{"address: dnr 2023-0417", "address", "dnr 2023-0417", "value-type"},
		{"code: ÅÄ", "code", "ÅÄ", ""},
		{"code: åä", "code", "åä", "value-out-of-bounds"},
		// Form.
		{"text: [a]", "text", []any{"a"}, "value-type"},
		{"text: {a: b}", "text", map[string]any{"a": "b"}, "value-type"},
		{"parts: a", "parts", "a", "value-type"},
		{"parts: {a: b}", "parts", map[string]any{"a": "b"}, "value-type"},
		{"parts: [5.10, 017, yes]", "parts", []any{"5.10", "017", "yes"}, ""},
		{"parts: [a, a]", "parts", []any{"a", "a"}, "value-out-of-bounds"},
		{"parts: [[a]]", "parts", []any{[]any{"a"}}, "value-type"},
		{"object: a", "object", "a", "value-type"},
		{"object: [a]", "object", []any{"a"}, "value-type"},
		{"entries: {status: done}", "entries", map[string]any{"status": "done"}, "value-type"},
		{"entries: [done]", "entries", []any{"done"}, "value-type"},
		{"free: {a-b: error, åäö: off}", "free", map[string]any{"a-b": "error", "åäö": "off"}, ""},
		// Letters beyond ASCII in keys come back from the schema percent-encoded.
		{"gränd: stor", "gränd", "stor", "value-unknown"},
		{"gränd: små", "gränd", "små", ""},
		{"object: {inner: a, öka/d~x: b}", "object.öka/d~x", "b", "value-type"},
		{"free: {åäö: of}", "free.åäö", "of", "value-unknown"},
	}
	for _, tt := range tests {
		r, told := read(t, kind, tt.line)
		if diff := cmp.Diff(tt.value, r.At(tt.path)); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", tt.line, diff)
		}
		var rules []string
		for _, line := range told {
			rule, _, _ := strings.Cut(line, " ")
			rules = append(rules, rule)
		}
		if got := strings.Join(rules, " "); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.line, told, tt.want)
		}
	}
}

func TestFindingPlaces(t *testing.T) {
	kind := kinds(t, map[string]string{"schema/proof.yaml": proof}).Named("proof")
	tests := []struct {
		name  string
		lines []string
		want  []string
	}{
		{"a wrong value: the value", []string{"whole: fem  # kommentar"}, []string{"value-type 4:8-4:11 whole"}},
		{"characters, not bytes", []string{"object: {deep: {level: åäö}, inner: a}"}, []string{"value-type 4:24-4:27 object.deep.level"}},
		{"an unknown field: its key", []string{"texten: a"}, []string{"field-unknown 4:1-4:7 texten"}},
		{"an unknown field without a value", []string{"texten:"}, []string{"field-unknown 4:1-4:7 texten"}},
		{"an unknown field inside", []string{"object:", "  inner: a", "  deep: {levl: 1}"}, []string{"field-unknown 6:10-6:14 object.deep.levl"}},
		{"an unknown field in a list", []string{"entries:", "  - status: done", "  - {status: late, when: x}"}, []string{"field-unknown 6:20-6:24 entries[1].when"}},
		{"an unknown object: once", []string{"obect: {innr: {x: [y]}}"}, []string{"field-unknown 4:1-4:6 obect"}},
		{"a duplicate: its second key", []string{"text: a", "text: b"}, []string{"field-duplicate 5:1-5:5 text"}},
		{"a missing field of an object: its parent's key", []string{"object: {deep: {level: 1}}"}, []string{"field-missing 4:1-4:7 object.inner"}},
		{"an empty field of an object: after the colon", []string{"object:", "  inner:"}, []string{"field-missing 5:9-5:9 object.inner"}},
		{"a blank field: the value", []string{"object: {inner: ''}"}, []string{"field-missing 4:17-4:19 object.inner"}},
		{"a missing field of an item: the item", []string{"entries:", "  - on: 2023-01-01"}, []string{"field-missing 5:5-5:5 entries[0].status"}},
		{
			"every item for itself",
			[]string{"entries: [{status: x}, {on: 2023-02-30}, {status: y}]"},
			[]string{"value-unknown 4:20-4:21 entries[0].status", "field-missing 4:24-4:24 entries[1].status", "date-impossible 4:29-4:39 entries[1].on", "value-unknown 4:51-4:52 entries[2].status"},
		},
		{"an empty item: its place", []string{"parts:", "  - a", "  -", "  - ''"}, []string{"value-type 6:4-6:4 parts[1]", "value-type 7:5-7:7 parts[2]"}},
		{"an alias: where it stands", []string{"text: a", "object: {inner: *x}"}, []string{"front-matter-malformed 5:17-5:17 "}},
		{"an anchor: its value", []string{"text: &x a"}, []string{"front-matter-feature 4:7-4:7 text"}},
		{"a key that would be a path", []string{"free: {a.b: error}"}, []string{"field-unknown 4:8-4:11 free.a.b"}},
		{"several, by place", []string{"flag: ja", "texten: a", "day: 2023-02-30"}, []string{"value-type 4:7-4:9 flag", "field-unknown 5:1-5:7 texten", "date-impossible 6:6-6:16 day"}},
	}
	for _, tt := range tests {
		_, got := read(t, kind, tt.lines...)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestTopLevel(t *testing.T) {
	kind := kinds(t, map[string]string{theme.File: theme.Kind}).Named("theme")
	tests := []struct {
		name, text string
		want       []string
	}{
		{"missing fields: the opening line", "---\nid: T-1\n---\n", []string{"field-missing 1:1-1:4 gist", "field-missing 1:1-1:4 title"}},
		{"an empty value: after the colon", "---\nid:\ntitle: A\ngist: B\n---\n", []string{"field-missing 2:4-2:4 id"}},
		{"nothing between the lines", "---\n---\n", []string{"field-missing 1:1-1:4 gist", "field-missing 1:1-1:4 id", "field-missing 1:1-1:4 title"}},
		{"comments alone", "---\n# inget\n---\n", []string{"field-missing 1:1-1:4 gist", "field-missing 1:1-1:4 id", "field-missing 1:1-1:4 title"}},
		{"with CRLF and a byte order mark", "\ufeff---\r\nid: T 1\r\ntitle: A\r\ngist: B\r\n---\r\n", []string{"id-malformed 2:5-2:8 id"}},
		{"an id too long", "---\nid: " + strings.Repeat("A", 65) + "\ntitle: A\ngist: B\n---\n", []string{"id-malformed 2:5-2:70 id"}},
		{"an id with a slash", "---\nid: a/b\ntitle: A\ngist: B\n---\n", []string{"id-malformed 2:5-2:8 id"}},
		{"an id that begins with a digit", "---\nid: 017\ntitle: A\ngist: B\n---\n", []string{"id-malformed 2:5-2:8 id"}},
		{"an id with å", "---\nid: Å-1\ntitle: A\ngist: B\n---\n", []string{"id-malformed 2:5-2:8 id"}},
		{"an id that is a list", "---\nid: [A]\ntitle: A\ngist: B\n---\n", []string{"value-type 2:5-2:8 id"}},
		{"no front matter: nothing else is said", "# Rubrik\n", []string{"front-matter-missing 1:1-1:1 "}},
	}
	for _, tt := range tests {
		_, findings := kind.Read(document.Parse("themes/t.md", []byte(tt.text)))
		var got []string
		for _, f := range findings {
			got = append(got, fmt.Sprintf("%s %v-%v %s", f.Rule, f.Span.Start, f.Span.End, f.Field))
		}
		if diff := cmp.Diff(tt.want, got, cmpopts.SortSlices(strings.Compare)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestGuesses(t *testing.T) {
	kind := kinds(t, map[string]string{"schema/proof.yaml": proof}).Named("proof")
	tests := []struct{ line, sv string }{
		{"txt: a", "; menade du 'text'?"},
		{"Text: a", "; menade du 'text'?"},
		{"te-xt: a", "; menade du 'text'?"},
		{"GRÄND: små", "; menade du 'gränd'?"},
		{"gra\u0308nd: små", "; menade du 'gränd'?"},
		{"alley: små", "; menade du 'gränd'?"},
		{"någonting: a", ""},
		{"choice: Ej aktuellt", "; menade du 'not_applicable'?"},
		{"choice: not-applicable", "; menade du 'not_applicable'?"},
		{"choice: Yes", "; menade du 'yes'?"},
		{"choice: kanske", ""},
	}
	for _, tt := range tests {
		_, findings := kind.Read(document.Parse("p.md", []byte("---\nid: P-1\ntitle: Prov\n"+tt.line+"\n---\n")))
		if len(findings) != 1 {
			t.Errorf("%q: %d findings", tt.line, len(findings))
			continue
		}
		if got := findings[0].Args["guess"].(locale.Localized).In(locale.Swedish); got != tt.sv {
			t.Errorf("%q: got %q, want %q", tt.line, got, tt.sv)
		}
		if (tt.sv != "") != (len(findings[0].Fixes) == 1) {
			t.Errorf("%q: %d fixes", tt.line, len(findings[0].Fixes))
		}
	}
}

func TestReadable(t *testing.T) {
	kind := kinds(t, map[string]string{"schema/proof.yaml": proof}).Named("proof")
	r, _ := read(t, kind, "object: {inner: [a]}", "entries: [{status: done}, {status: x}]", "parts: a", "txt: b")
	tests := []struct {
		path   string
		except string
		want   bool
	}{
		{"flag", "", true},
		{"object.inner", "", false},
		{"object", "", false},
		{"object.deep", "", true},
		{"entries", "", false},
		{"entries.status", "", false},
		{"entries[0]", "", true},
		{"entries[1]", "", false},
		{"parts", "", false},
		{"parts[0]", "", false},
		{"parts", "value-type", true},
		{"parts", "value-unknown", false},
		{"text", "", false}, // written as txt
	}
	for _, tt := range tests {
		if got := r.Readable([]string{tt.path}, []string{tt.except}); got != tt.want {
			t.Errorf("%s except %q: got %v", tt.path, tt.except, got)
		}
	}
	broken, _ := kind.Read(document.Parse("p.md", []byte("---\nid: [\n---\n")))
	if broken.Readable([]string{"flag"}, nil) {
		t.Error("a broken record is readable")
	}
}

func TestComplete(t *testing.T) {
	kind := kinds(t, map[string]string{"schema/proof.yaml": proof}).Named("proof")
	r, _ := read(t, kind, "entries: [{on: 2023-01-01}]", "free: {a: error}")
	got := r.Complete()
	want := map[string]any{
		"object":  map[string]any{"inner": nil, "öka/d~x": nil, "deep": map[string]any{"level": nil}},
		"entries": []any{map[string]any{"status": nil, "on": "2023-01-01"}},
		"parts":   []any{},
		"free":    map[string]any{"a": "error"},
		"text":    nil, "id": "P-1", "kind": "proof",
		"secrecy": map[string]any{"provision": nil, "date": nil, "authority": nil},
	}
	for key, w := range want {
		v, there := got[key]
		if diff := cmp.Diff(w, v); diff != "" || !there {
			t.Errorf("%s: there %v (-want +got)\n%s", key, there, diff)
		}
	}
	for _, f := range kind.Root.Fields {
		if _, there := got[f.Name]; !there {
			t.Errorf("%s is not there", f.Name)
		}
	}
}

func TestAspects(t *testing.T) {
	ks, err := LoadKinds(schema.FS, nil, []Aspect{{Name: "secrecy_level", Min: 1, Max: 3}})
	if err != nil {
		t.Fatal(err)
	}
	kind := ks.Named("system")
	for value, want := range map[string]string{"1": "", "3": "", "0": "value-out-of-bounds", "4": "value-out-of-bounds", "2.0": "", "hög": "value-type"} {
		_, findings := kind.Read(document.Parse("s.md", []byte("---\nid: S\ntitle: S\nstatus: idea\nprocurement: own\nclassification: {secrecy_level: "+value+"}\n---\n")))
		got := ""
		for _, f := range findings {
			got += f.Rule
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", value, got, want)
		}
	}
	_, findings := kind.Read(document.Parse("s.md", []byte("---\nid: S\ntitle: S\nstatus: idea\nprocurement: own\nclassification: {confidentiality: 1}\n---\n")))
	if len(findings) != 1 || findings[0].Rule != "field-unknown" {
		t.Errorf("an aspect of another model: got %v", findings)
	}
}
