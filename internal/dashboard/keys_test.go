package dashboard

import (
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/schema"
)

// TestKeysExplained wants every key and part explained in every language, and no explanation of anything else.
func TestKeysExplained(t *testing.T) {
	explained := map[string]bool{}
	for _, part := range Parts {
		keys := []string{"explain.part." + part.Name}
		for _, k := range part.Keywords {
			keys = append(keys, "keyword."+part.Name+"."+k.Name)
		}
		for _, key := range keys {
			explained[key] = true
			for _, lang := range locale.Langs {
				if !lang.Has(key) {
					t.Errorf("no explanation of %s in %s", key, lang)
				}
			}
		}
	}
	for _, key := range locale.Swedish.Keys() {
		if (strings.HasPrefix(key, "keyword.dashboard") || strings.HasPrefix(key, "explain.part.dashboard")) && !explained[key] {
			t.Errorf("%s explains nothing", key)
		}
	}
}

// TestSectionsInOrder wants the sections to be explained in the order in which the program's own file has them.
func TestSectionsInOrder(t *testing.T) {
	data, err := schema.FS.ReadFile(File)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range document.ParseYAML(File, data).Front.Entries {
		got = append(got, e.Key)
	}
	if want := keysOf(filePart); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestPlaceholders fills the forms of numbers in texts as explanations write them.
func TestPlaceholders(t *testing.T) {
	for _, lang := range locale.Langs {
		form, told := lang.T("explain.dashboard-form.words"), lang.T("explain.dashboard-text.words")
		for _, n := range []string{"1", "3", "0"} {
			if said := lang.Fill(form, locale.Args{"contracts.ended": n}); !strings.Contains(told, said) {
				t.Errorf("%s: %s for %s is %q, which %q does not say", lang, form, n, said, told)
			}
		}
	}
}
