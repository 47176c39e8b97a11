package record_test

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// contract is a kind of a workspace whose labels are near those of built-in kinds.
const contract = `x-kind:
  name: contract
  folder: avtal
  prefix: AVT
  label: {sv: Ledningens avtal (tecknade), en: Signed contract}
  plural: {sv: Avtal, en: Contracts}
properties:
  note: {type: string, x-label: {sv: Anteckning nr. 1, en: Note}}
  other: {type: string, x-label: {sv: Anteckning, en: Note}}
`

func kindsWith(t *testing.T, own string) *record.Kinds {
	t.Helper()
	kinds, err := record.LoadKinds(schema.FS, map[string][]byte{"schema/contract.yaml": []byte(own)}, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

func namesOf(kinds []*record.Kind) string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.Name)
	}
	return strings.Join(names, " ")
}

func TestKindCalled(t *testing.T) {
	kinds := kindsWith(t, contract)
	for text, want := range map[string]string{
		"review": "review", "reviews": "review", "LG": "review", "lg": "review", "Ledningens genomgång": "review", "ledningens  genomgångar": "review",
		"genomgång": "review", "GENOMGÅNG": "review", "genomga\u030ang": "review", "genomgang": "review", "management review": "review",
		"åtgärd": "action", "atgard": "action", "åtgärder": "action", "recommendations": "action",
		"säkerhetsåtgärder": "control", "säkerhetsåtgärder (uttalande om tillämplighet)": "control", "statement": "",
		"mål": "objective", "mal": "objective", "lag": "law", "laglista": "law", "krav": "requirement", "beslut": "decision", "int": "stakeholder",
		"contract": "contract", "avtal": "contract", "AVT": "contract", "ledningens avtal": "contract", "ledningens": "contract review",
		"management": "object review", "inställningar": "config", "config": "config",
		"genomgag": "", "i": "", "": "", " ": "", "()": "",
	} {
		if got := namesOf(kinds.Called(text)); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestKindNames wants each kind to be found by everything that it is called in full.
func TestKindNames(t *testing.T) {
	kinds := kindsWith(t, contract)
	for _, k := range kinds.List {
		for _, name := range []string{k.Name, k.Folder, k.Prefix, strings.ToUpper(k.Label.SV), k.Label.EN, k.Plural.SV, strings.ToLower(k.Plural.EN)} {
			if got := namesOf(kinds.Called(name)); got != k.Name {
				t.Errorf("%q is %q, want %s", name, got, k.Name)
			}
		}
	}
}

func TestNearCalled(t *testing.T) {
	kinds := kindsWith(t, contract)
	for text, want := range map[string]string{
		"genomgag": "review (Ledningens genomgång)", "systen": "system", "lagar": "law (Lag)", "intresenter": "stakeholder (Intressent)",
		"atgarda": "action (Åtgärd)", "kylskåp": "", "x": "",
	} {
		if got := record.AnyKind(kinds.NearCalled(text)).In(locale.Swedish); got != want {
			t.Errorf("nearest to %q is %q, want %q", text, got, want)
		}
	}
}

func TestStored(t *testing.T) {
	kinds := kindsWith(t, contract)
	for _, test := range []struct{ kind, field, text, want string }{
		{"system", "status", "I drift", "in_use"},
		{"system", "status", "i  DRIFT", "in_use"},
		{"system", "status", "In use", "in_use"},
		{"system", "status", "in_use", "in_use"},
		{"system", "status", "in-use", "in-use"},
		{"system", "classification.preliminary", "Ja", "true"},
		{"system", "classification.preliminary", "kanske", "kanske"},
		{"role", "appointed", "ja", "yes"},
		{"system", "go_live_on", "1 mars 2027", "2027-03-01"},
		{"system", "go_live_on", "2027-02-30", "2027-02-30"},
		{"system", "go_live_on", "3/4 2027", "3/4 2027"},
		{"organisation", "type", "kommun", "municipality"},
		{"system", "title", "ja", "ja"},
	} {
		if got, several := kinds.Named(test.kind).Field(test.field).Stored(test.text); got != test.want || several != nil {
			t.Errorf("%s.%s: %q is stored as %q, %v; want %q", test.kind, test.field, test.text, got, several, test.want)
		}
	}
	f := record.Field{Type: record.String, Values: []record.Value{{Name: "a", Label: locale.Same("Lika")}, {Name: "b", Label: locale.Same("lika (b)")}, {Name: "lika c"}}}
	if got, several := f.Stored("LIKA"); got != "" || record.AnyValue(several).In(locale.English) != "a (Lika) or b (lika (b))" {
		t.Errorf("a label of two values is stored as %q, %v", got, several)
	}
}

func TestPathCalled(t *testing.T) {
	kinds := kindsWith(t, contract)
	for _, test := range []struct{ kind, text, want string }{
		{"system", "Informationsägare", "information_owner"},
		{"system", "informationsagare", "information_owner"},
		{"system", "ansvarig", "owner"},
		{"system", "classification.state", "classification.state"},
		{"system", "links[0].Adress", "links[0].url"},
		{"system", "Länkar[12].Adress", "links[12].url"},
		{"system", "Länkar[x].Adress", "links[x].url"},
		{"system", "länkar.adress", "links.url"},
		{"system", "Länkar.nej", ""},
		{"system", "nej", ""},
		{"system", "", ""},
		{"contract", "Anteckning nr. 1", "note"},
		{"contract", "anteckning", "other"},
	} {
		if got, several := kinds.Named(test.kind).PathCalled(test.text); got != test.want && !(test.text == "" && got == "") || several != nil {
			t.Errorf("%s: %q is %q, %v; want %q", test.kind, test.text, got, several, test.want)
		}
	}
	if got, several := kinds.Named("contract").PathCalled("note"); got != "note" || several != nil {
		t.Errorf("a name that is a label too is %q, %v", got, several)
	}
	if got, several := kinds.Named("contract").PathCalled("NOTE"); got != "" || len(several) != 2 {
		t.Errorf("a label of two fields is %q, %v", got, several)
	}
}
