package record

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/schema"
)

// TestBuiltinKindsAreWhole wants it said of every built-in kind what belongs in its folder, and every field to be called
// something, to be explained and to have its values named, in both languages.
func TestBuiltinKindsAreWhole(t *testing.T) {
	kinds, err := LoadKinds(schema.FS, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range append(kinds.List, kinds.Config) {
		for _, about := range []string{k.About.SV, k.About.EN} {
			if k.Folder != "" && !strings.HasSuffix(about, ".") {
				t.Errorf("nothing says in sentences what belongs in %s/: %q", k.Folder, about)
			}
		}
		for _, f := range k.Fields() {
			if f.Label.SV == "" || f.Label.EN == "" {
				t.Errorf("%s.%s has no label", k.Name, f.Path)
			}
			for _, help := range []string{f.Help.SV, f.Help.EN} {
				if !strings.HasSuffix(help, ".") {
					t.Errorf("%s.%s is not explained in sentences: %q", k.Name, f.Path, help)
				}
			}
			checkValues(t, k, f)
			if f.Items != nil {
				checkValues(t, k, f.Items)
			}
		}
	}
}

// checkValues wants a label for each value, and a tone for all of them or for none.
func checkValues(t *testing.T, k *Kind, f *Field) {
	t.Helper()
	tones := 0
	for _, v := range f.Values {
		if v.Label.SV == "" || v.Label.EN == "" || v.Label.SV == v.Name && v.Label.EN == v.Name {
			t.Errorf("%s.%s: value %s has no label", k.Name, f.Path, v.Name)
		}
		if v.Tone != "" {
			tones++
		}
		switch v.Tone {
		case "", "ok", "attention", "bad", "neutral":
		default:
			t.Errorf("%s.%s: value %s has tone %q", k.Name, f.Path, v.Name, v.Tone)
		}
	}
	if tones > 0 && tones < len(f.Values) {
		t.Errorf("%s.%s: some values have a tone, some none", k.Name, f.Path)
	}
}

// TestBuiltinKindsOrderTheirFields wants every field of a kind in its order, so that nothing is left to chance.
func TestBuiltinKindsOrderTheirFields(t *testing.T) {
	kinds, err := LoadKinds(schema.FS, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds.List {
		ordered := map[string]bool{"id": true}
		for _, name := range k.Order {
			ordered[name] = true
		}
		for _, f := range k.Root.Fields {
			if !ordered[f.Name] {
				t.Errorf("%s does not say where %s stands", k.Name, f.Name)
			}
		}
	}
}
