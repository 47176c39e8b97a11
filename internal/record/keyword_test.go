package record

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/schema"
)

// TestKeywordsExplained wants every keyword explained in every language, and no explanation of anything else.
func TestKeywordsExplained(t *testing.T) {
	explained := map[string]bool{}
	for _, part := range Parts {
		for _, k := range part.Keywords {
			key := "keyword." + part.Name + "." + k.Name
			explained[key] = true
			for _, lang := range locale.Langs {
				if !lang.Has(key) {
					t.Errorf("no explanation of %s in %s", key, lang)
				}
			}
		}
	}
	for _, key := range locale.Swedish.Keys() {
		ours := strings.HasPrefix(key, "keyword.") && !strings.HasPrefix(key, "keyword.dashboard") // package dashboard has those
		if ours && !explained[key] {
			t.Errorf("%s explains nothing", key)
		}
	}
}

// TestBuiltinFilesFit wants the program's own files to have only known keywords with values of their forms.
func TestBuiltinFilesFit(t *testing.T) {
	ks, err := LoadKinds(schema.FS, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range ks.Faults {
		t.Errorf("%s:%v: %v", f.FileName(), f.Span.Start, f.Args["problem"])
	}
}

func TestKindFaults(t *testing.T) {
	const head = "x-kind: {name: prov, folder: prov}\n"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a format that is none", head + "properties:\n  a: {type: string, format: datum}\n", []string{"3:29 'format' kan inte vara 'datum'; välj 'date', 'date-time', 'uri' eller 'markdown'"}},
		{"a format of a number", head + "properties:\n  a: {type: integer, format: date}\n", []string{"3:22 'format' har ingen verkan på 'a', som är integer; det hör till 'string'"}},
		{"required where it says nothing", head + "properties:\n  a: {type: string, required: true}\n", []string{"3:21 'required' har ingen verkan på 'a', som är string; det hör till 'object'"}},
		{"a format that is none for a past", head + "properties:\n  a: {type: string, format: datum, x-past: true}\n", []string{"3:29 'format' kan inte vara 'datum'; välj 'date', 'date-time', 'uri' eller 'markdown'"}},
		{"a common field of another type", head + "properties:\n  title: {type: integer}\n", []string{"3:3 fältet 'title' finns redan och är string; det kan inte bli integer"}},
		{"a field with a blank", head + "properties:\n  antal deltagare: {type: string}\n", []string{"3:3 'antal deltagare' kan inte vara namn på ett fält; skriv det med a–z, siffror och understreck"}},
		{"more readers than at most", "x-kind: {name: prov, folder: prov, publish: public, publish_at_most: restricted}\n", []string{"1:45 publish (public) är vidare än publish_at_most (restricted)"}},
		{"a flag in words", head + "properties:\n  a: {type: string, format: date, x-past: ja}\n", []string{"3:43 'x-past' ska vara true eller false (här: 'ja')"}},
		{"limits that leave nothing", head + "properties:\n  a: {type: integer, minimum: 3, maximum: 1}\n", []string{"3:6 den minsta gränsen för 'a' är högre än den högsta"}},
		{"a label with an unknown language", head + "properties:\n  a: {type: string, x-label: {sv: A, se: A}}\n", []string{"3:30 'x-label' ska vara en text, eller en på svenska och en på engelska: {sv: …, en: …}"}},
		{"a tone that is none", head + "properties:\n  a: {type: string, enum: [x], x-values: {x: {sv: X, en: X, tone: green}}}\n", []string{"3:67 'tone' kan inte vara 'green'; välj 'ok', 'attention', 'bad' eller 'neutral'"}},
		{"a name in capitals", "x-kind: {name: Prov, folder: prov}\n", []string{"1:16 'Prov' kan inte vara namn på ett postslag; skriv det med a–z, siffror och bindestreck"}},
		{"a prefix that is taken", "x-kind: {name: prov, folder: prov, prefix: SYS}\n", []string{"1:44 'SYS' inleder redan id för system; välj ett annat prefix"}},
		{"a prefix with a blank", "x-kind: {name: prov, folder: prov, prefix: 'A B'}\n", []string{"1:44 'A B' kan inte inleda ett id; skriv prefix med A–Z och siffror, t.ex. AVT"}},
		{"keys that are empty", head + "x-rules:\nproperties:\n  a: {type: string, x-ref: }\n", []string{"2:1 'x-rules' ska vara en lista, med ett streck före varje del", "4:21 'x-ref' ska vara en text eller en lista av texter"}},
	}
	for _, tt := range tests {
		ks, err := LoadKinds(schema.FS, map[string][]byte{"schema/prov.yaml": []byte(tt.text)}, nil)
		if err != nil {
			t.Errorf("%s keeps the kinds from being read: %v", tt.name, err)
			continue
		}
		if len(ks.Faults) != len(tt.want) {
			t.Errorf("%s: got %d faults, want %d", tt.name, len(ks.Faults), len(tt.want))
			continue
		}
		for i, f := range ks.Faults {
			if got := f.Span.Start.String() + " " + f.Args["problem"].(locale.Text).SV; got != tt.want[i] {
				t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want[i])
			}
		}
	}
}

// TestValuesOfStages tells a workspace that takes away all values by which a kind of the program's says when a record is over.
func TestValuesOfStages(t *testing.T) {
	for enum, want := range map[string]int{"[paused]": 1, "[paused, done, rejected]": 0, "[proposed, done]": 0} {
		text := "x-kind: {name: action}\nproperties:\n  status: {type: string, enum: " + enum + "}\n"
		ks, err := LoadKinds(schema.FS, map[string][]byte{"schema/action.yaml": []byte(text)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(ks.Faults) != want {
			t.Errorf("enum: %s: got %d faults, want %d: %v", enum, len(ks.Faults), want, ks.Faults)
		}
	}
}
