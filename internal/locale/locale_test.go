package locale

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCataloguesAgree(t *testing.T) {
	if diff := cmp.Diff(Swedish.Keys(), English.Keys()); diff != "" {
		t.Errorf("sv.json and en.json differ in keys (-sv +en)\n%s", diff)
	}
	for _, key := range Swedish.Keys() {
		sv, en := catalogs()[Swedish][key], catalogs()[English][key]
		if sv == "" || en == "" {
			t.Errorf("%s is empty", key)
		}
		if diff := cmp.Diff(Placeholders(sv), Placeholders(en)); diff != "" {
			t.Errorf("%s: placeholders differ (-sv +en)\n%s", key, diff)
		}
	}
}

// keyForm is a literal in the code that looks like the key of a message.
var keyForm = regexp.MustCompile(`"([a-z][a-z0-9]*(?:\.[a-z0-9-]+)+)"`)

// keysBuilt are the beginnings of keys that the code puts together.
var keysBuilt = []string{"catalogue.", "severity.", "type.", "figure.few", "figure.many", "figure.none", "history.", "site.", "condition.word.", "keyword.", "kind.form-", "words.", "explain.part.", "explain.form.", "explain.profile.", "explain.dashboard-"}

// TestKeysAreUsed walks all code and templates: every message is asked for somewhere, and every key asked for is there.
func TestKeysAreUsed(t *testing.T) {
	used := map[string]bool{}
	call := regexp.MustCompile(`(?:\.T\(|locale\.Key\(|fail\([^"\n]*|Key\()"([a-z][a-z0-9]*\.[a-z0-9.-]+)"`)
	for _, root := range []string{"..", "../../site"} {
		_ = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
			if err != nil || !slices.Contains([]string{".go", ".html"}, filepath.Ext(name)) || strings.HasSuffix(name, "_test.go") {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			for _, m := range keyForm.FindAllStringSubmatch(string(data), -1) {
				used[m[1]] = true
			}
			for _, m := range call.FindAllStringSubmatch(string(data), -1) {
				if !Swedish.Has(m[1]) && !strings.HasSuffix(m[1], ".") {
					t.Errorf("%s asks for the message %q, which is not there", name, m[1])
				}
			}
			return nil
		})
	}
	for _, key := range Swedish.Keys() {
		built := slices.ContainsFunc(keysBuilt, func(p string) bool { return strings.HasPrefix(key, p) })
		if !used[key] && !built {
			t.Errorf("nothing asks for the message %q", key)
		}
	}
}

func TestPlural(t *testing.T) {
	for n, want := range map[int]string{0: "0 varningar", 1: "1 varning", 2: "2 varningar"} {
		if got := Swedish.T("summary.warnings", Args{"n": n}); got != want {
			t.Errorf("n = %d: got %q, want %q", n, got, want)
		}
	}
}

func TestDate(t *testing.T) {
	for stored, want := range map[string]string{"2023-08-05": "5 augusti 2023", "snart": "snart", "2023-02-30": "2023-02-30"} {
		if got := Swedish.Date(stored); got != want {
			t.Errorf("%s: got %q, want %q", stored, got, want)
		}
	}
}

func TestCollation(t *testing.T) {
	words := []string{"Ärende", "A.5.10", "Zon", "A.5.9", "Örn", "Åtgärd", "éclair"}
	Swedish.Collator().SortStrings(words)
	want := []string{"A.5.9", "A.5.10", "éclair", "Zon", "Åtgärd", "Ärende", "Örn"}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestFill(t *testing.T) {
	got := Swedish.Fill("{a} och {b}, {okänd} {missing}", Args{"a": Choice{"x", "y"}, "b": Text{SV: "bé", EN: "be"}})
	if want := "'x' eller 'y' och bé, {okänd} {missing}"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFillByNumber(t *testing.T) {
	const text = "{days:en dag|# dagar} kvar, {n} {n:ny|nya} och {gone:# borta|# borta}"
	for n, want := range map[any]string{
		0: "0 dagar kvar, 0 nya och {gone:# borta|# borta}", 1: "en dag kvar, 1 ny och {gone:# borta|# borta}",
		int64(1): "en dag kvar, 1 ny och {gone:# borta|# borta}", "färre än 5": "färre än 5 dagar kvar, färre än 5 nya och {gone:# borta|# borta}",
	} {
		if got := Swedish.Fill(text, Args{"days": n, "n": n}); got != want {
			t.Errorf("n = %v: got %q, want %q", n, got, want)
		}
	}
	if diff := cmp.Diff([]string{"days", "gone", "n"}, Placeholders(text)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got, want := Elide("{date}: {days:en dag|# dagar}"), "…: … dagar"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParse(t *testing.T) {
	for name, want := range map[string]Lang{"sv_SE.UTF-8": Swedish, "en-GB": English, "SV": Swedish} {
		if got, ok := Parse(name); got != want || !ok {
			t.Errorf("%s: got %s, %v", name, got, ok)
		}
	}
	if _, ok := Parse("de"); ok {
		t.Error("de is taken for a language of ours")
	}
}
