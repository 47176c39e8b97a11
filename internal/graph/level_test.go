package graph

import (
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/schema"
)

// levels are the answers: by what a kind says, its default and its ceiling ("-" for nothing), and by what a record of it says.
const levels = `
default    ceiling    | nothing    public     internal   restricted never      | empty      misspelt   list       badkey     own-word   broken
-          -          | internal   public     internal   restricted never      | internal   restricted restricted restricted restricted restricted
public     -          | public     public     internal   restricted never      | public     restricted restricted restricted restricted restricted
public     public     | public     public     internal   restricted never      | public     restricted restricted restricted restricted restricted
public     internal   | internal   internal   internal   restricted never      | internal   restricted restricted restricted restricted restricted
public     restricted | restricted restricted restricted restricted never      | restricted restricted restricted restricted restricted restricted
public     never      | never      never      never      never      never      | never      never      never      never      never      never
internal   public     | internal   public     internal   restricted never      | internal   restricted restricted restricted restricted restricted
internal   internal   | internal   internal   internal   restricted never      | internal   restricted restricted restricted restricted restricted
internal   restricted | restricted restricted restricted restricted never      | restricted restricted restricted restricted restricted restricted
internal   never      | never      never      never      never      never      | never      never      never      never      never      never
restricted public     | restricted public     internal   restricted never      | restricted restricted restricted restricted restricted restricted
restricted internal   | restricted internal   internal   restricted never      | restricted restricted restricted restricted restricted restricted
restricted restricted | restricted restricted restricted restricted never      | restricted restricted restricted restricted restricted restricted
restricted never      | never      never      never      never      never      | never      never      never      never      never      never
never      public     | never      public     internal   restricted never      | never      restricted restricted restricted restricted restricted
never      internal   | never      internal   internal   restricted never      | never      restricted restricted restricted restricted restricted
never      restricted | never      restricted restricted restricted never      | never      restricted restricted restricted restricted restricted
never      never      | never      never      never      never      never      | never      never      never      never      never      never
`

// says are the texts of the records, by column. The kind of the last but one has a word of its own for publish.
var says = map[string]string{
	"nothing": "", "public": "publish: public", "internal": "publish: internal", "restricted": "publish: restricted", "never": "publish: never",
	"empty": "publish:", "misspelt": "publish: pubilc", "list": "publish: [public]", "badkey": "pubilsh: public", "own-word": "publish: hemlig",
	"broken": "publish: public\na: [",
}

func TestLevel(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(levels, "|", "")), "\n")
	head := strings.Fields(lines[0])
	for _, line := range lines[1:] {
		answers := strings.Fields(line)
		kinds := kindsWith(t, answers[0], answers[1])
		for i := 2; i < len(head); i++ {
			kind := kinds.Named("prov")
			if head[i] == "own-word" {
				kind = kinds.Named("eget")
			}
			r, _ := kind.Read(document.Parse(kind.Folder+"/1.md", []byte("---\nid: P-1\ntitle: T\n"+says[head[i]]+"\n---\n")))
			if got := string(Level(r)); got != answers[i] {
				t.Errorf("default %s, ceiling %s, the record says %s: got %s, want %s", answers[0], answers[1], head[i], got, answers[i])
			}
		}
	}
}

// kindsWith are two kinds with a default and a ceiling; publish may be another word in the second.
func kindsWith(t *testing.T, publish, atMost string) *record.Kinds {
	t.Helper()
	own := map[string][]byte{}
	for name, properties := range map[string]string{
		"prov": "", "eget": "properties:\n  publish: {type: string, enum: [public, hemlig], x-values: {hemlig: {sv: Hemlig, en: Secret}}}\n",
	} {
		text := "x-kind: {name: " + name + ", folder: " + name
		if publish != "-" {
			text += ", publish: " + publish
		}
		if atMost != "-" {
			text += ", publish_at_most: " + atMost
		}
		own["schema/"+name+".yaml"] = []byte(text + "}\n" + properties)
	}
	kinds, err := record.LoadKinds(schema.FS, own, nil)
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

// TestLevelNever keeps "never" in a kind whose own values have lost the word.
func TestLevelNever(t *testing.T) {
	r, _ := kindsWith(t, "public", "-").Named("eget").Read(document.Parse("eget/1.md", []byte("---\nid: P-1\ntitle: T\npublish: never\n---\n")))
	if got := Level(r); r.Invalid["publish"] == "" || got != record.Never {
		t.Errorf("got %s, invalid as %q", got, r.Invalid["publish"])
	}
}

// TestLevelOfWhatItHolds shows a record no more widely than its secrecy marking and its confidentiality allow, whatever it says.
func TestLevelOfWhatItHolds(t *testing.T) {
	for text, want := range map[string]record.Profile{
		"publish: public": record.Public,
		"publish: public\nsecrecy: {provision: 18 kap. 8 § OSL}":    record.Restricted,
		"publish: internal\nsecrecy: {}":                            record.Restricted,
		"publish: never\nsecrecy: {provision: 18 kap. 8 § OSL}":     record.Never,
		"publish: public\nsecrecy: ja":                              record.Restricted, // cannot be read
		"publish: public\nsecrecy:":                                 record.Public,
		"publish: public\nclassification: {confidentiality: 2}":     record.Public,
		"publish: public\nclassification: {confidentiality: 3}":     record.Internal,
		"publish: restricted\nclassification: {confidentiality: 3}": record.Restricted,
		"publish: public\nclassification: {confidentiality: hög}":   record.Internal,
		"publish: public\nclassification: [3]":                      record.Internal,
	} {
		kinds, err := record.LoadKinds(schema.FS, nil, []record.Aspect{{Name: "confidentiality", Max: 4}})
		if err != nil {
			t.Fatal(err)
		}
		r, _ := kinds.Named("system").Read(document.Parse("systems/1.md", []byte("---\nid: SYS-1\ntitle: T\n"+text+"\n---\n")))
		if got := Level(r); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
		kinds.SetConfidential(2)
		if got := Level(r); strings.Contains(text, "confidentiality: 2") && got != record.Internal {
			t.Errorf("%q with a threshold of 2: got %s", text, got)
		}
	}
}

// TestLevelOfBuiltinKinds asks about records of the program's own kinds.
func TestLevelOfBuiltinKinds(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		want       record.Profile
	}{
		"the kind's default":        {"laws/x.md", "title: X", record.Public},
		"narrower":                  {"laws/x.md", "publish: restricted", record.Restricted},
		"never":                     {"laws/x.md", "publish: never", record.Never},
		"wider than the default":    {"systems/x.md", "publish: public", record.Public},
		"not wider than its kind":   {"controls/x.md", "publish: public", record.Internal},
		"a word that nobody knows":  {"laws/x.md", "publish: restrcted", record.Restricted},
		"front matter that is lost": {"laws/x.md", "a: [", record.Restricted},
	} {
		g, _ := build(t, map[string]string{c.file: "---\nid: X-1\n" + c.text + "\n---\n"})
		if got := Level(g.Records[0]); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// TestLevelOfNoKind shows what is left of a kind that is no more to the fewest.
func TestLevelOfNoKind(t *testing.T) {
	for _, said := range []string{"", "public", "never"} {
		if got := LevelOf(nil, said); got != record.Restricted {
			t.Errorf("%q: got %s", said, got)
		}
	}
}

// TestFieldLevel says what it takes to see a field: as much as the narrowest of it, what it lies in, and what its items need.
func TestFieldLevel(t *testing.T) {
	const text = `x-kind: {name: prov, folder: prov}
properties:
  open: {type: string}
  closed: {type: string, x-publish: restricted}
  widest: {type: string, x-publish: public}
  outer:
    type: object
    x-publish: internal
    properties:
      same: {type: string}
      wider: {type: string, x-publish: public}
      inner: {type: string, x-publish: never}
  list:
    type: array
    items: {type: object, properties: {plain: {type: string}, narrow: {type: string, x-publish: internal}}}
  items:
    type: array
    items: {type: string, x-publish: restricted}
  free:
    type: object
    additionalProperties: {type: string, x-publish: internal}
`
	kinds, err := record.LoadKinds(schema.FS, map[string][]byte{"schema/prov.yaml": []byte(text)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]record.Profile{
		"open": record.Public, "closed": record.Restricted, "widest": record.Public,
		"outer": record.Internal, "outer.same": record.Internal, "outer.wider": record.Internal, "outer.inner": record.Never,
		"list": record.Public, "list[0].plain": record.Public, "list[2].narrow": record.Internal, "list.narrow": record.Internal,
		"items": record.Restricted, "items[1]": record.Restricted,
		"free": record.Public, "free.mine": record.Internal,
		"unknown": record.Never, "outer.unknown": record.Never, "": record.Public,
	} {
		if got := FieldLevel(kinds.Named("prov"), path); got != want {
			t.Errorf("%q: got %s, want %s", path, got, want)
		}
	}
}
