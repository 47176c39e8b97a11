package publish

import (
	"maps"
	"testing"
	"testing/fstest"
	"time"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/reviews"
)

// workspaceFS is a small workspace with texts that are hard to print.
func workspaceFS() fstest.MapFS {
	files := map[string]string{
		"lis.yaml": "format: 1\ntitle: Provet <b>\norganisation: ORG-1\nsite:\n  colours: {primary: \"#5b2a86\"}\n  logo: bild/märke.svg\n" +
			"forge:\n  edit: https://git.example.se/edit/{branch}/{path}\n  commit: https://git.example.se/commit/{commit}\n  file: https://git.example.se/{commit}/{path}\n",
		"bild/märke.svg":     "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
		"organisations/1.md": "---\nid: ORG-1\ntitle: \"\\\"Org\\\" & <i>co</i>\"\ntype: administration\n---\n",
		"roles/led.md":       "---\nid: ROLL-LED\ntitle: Ledning\ntype: management\nappointed: \"yes\"\nholder: Kim Bergvall\n---\n",
		"systems/1.md": "---\nid: SYS-1\ntitle: Färdbok\npurpose: Körjournaler\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-LED\n" +
			"classification: {state: missing}\ncontinuity: {contact: Jourtelefonen Vildkatt}\nlinks:\n  - {url: \"https://example.org/x?a=1&b=2\", text: Avtal}\n---\n" +
			"# Samma\n\n## Samma\n\nText <script>alert(1)</script> [ond](javascript:alert(1)) [bra](https://example.org) ![bild](https://example.org/x.png)\n\n" +
			"- [ ] kvar\n- [x] klart\n\n| a | b |\n|---|---|\n| 1 | [[SYS-2]] |\n",
		"systems/2.md": "---\nid: SYS-2\ntitle: Kassavalvet\npublish: restricted\nstatus: in_use\nprocurement: own\n---\n",
		"actions/1.md": "---\nid: ATG-1\ntitle: En åtgärd\ntype: action\nsource: [SYS-1, LG-1]\nowner: ROLL-LED\nhow: Så här\npriority: high\ndue: 2023-12-01\nstatus: decided\n" +
			"followups:\n  - {date: 2023-06-01, review: LG-1, status: late, text: \"# Samma\"}\n---\n",
		"reviews/1.md": "---\nid: LG-1\ntitle: Genomgång\nperiod_from: 2023-01-01\nperiod_to: 2023-06-30\nheld_on: 2023-09-01\nowner: ROLL-LED\nstatus: decided\nsections:\n  a: \"# Samma\\n\\ntext\"\n  b: \"# Samma\\n\\ntext\"\n---\n# Samma\n\nText.\n",
		"laws/1.md":    "---\nid: LAG-1\ntitle: En lag\ndesignation: \"2018:218\"\nowner: ROLL-LED\n---\n",
		"terms/1.md":   "---\nid: TERM-1\ntitle: ISAM\nexpansion: samordnare\n---\n",
		"laws/bad.md":  "---\nid: LAG-2\na: [\n---\n",
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// common is what the workspaces of the tests have in common, read once: the kinds, above all.
var common workspace.Cache

// inputOf reads a workspace and asks the rules as of a day.
func inputOf(t *testing.T, fsys fstest.MapFS, p record.Profile, lang locale.Lang, day string) view.Input {
	t.Helper()
	w, err := workspace.LoadWith(t.Context(), fsys, &common)
	if err != nil {
		t.Fatal(err)
	}
	set, err := rules.New(w)
	if err != nil {
		t.Fatal(err)
	}
	return view.Input{
		Workspace: w, Rules: set, Results: resultsOf(t, set, day), Files: fsys,
		Commit: &history.Commit{Hash: "0123456789abcdef0123456789abcdef01234567", CommittedAt: time.Date(2023, 12, 14, 12, 0, 0, 0, time.UTC)},
		AsOf:   day, Lang: lang, Profile: p, Version: "test",
		Example: func(string) (bad, good []view.ExampleFile) {
			return []view.ExampleFile{{Name: "a.md", Text: "<fel>"}}, []view.ExampleFile{{Name: "a.md", Text: "rätt"}}
		},
	}
}

func modelOf(t *testing.T, in view.Input) *view.Model {
	t.Helper()
	m, err := view.New(in)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func build(t *testing.T, in view.Input) Files {
	t.Helper()
	files, err := Render(t.Context(), modelOf(t, in))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// smallSite is the small workspace in Swedish as of a day in December 2023.
func smallSite(t *testing.T, p record.Profile) Files {
	t.Helper()
	return build(t, inputOf(t, workspaceFS(), p, locale.Swedish, "2023-12-15"))
}

// demoFS is the worked example as it stood after the step that made a tag; "" for its end.
func demoFS(t *testing.T, tag string) fstest.MapFS {
	t.Helper()
	story, err := reviews.Open(reviews.Demo)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for step, err := range story.Steps() {
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range step.Files {
			if fsys[name] = (&fstest.MapFile{Data: data}); data == nil {
				delete(fsys, name)
			}
		}
		if tag != "" && step.Tag == tag {
			break
		}
	}
	return maps.Clone(fsys)
}

// resultsOf are what the rules of a workspace find on a day.
func resultsOf(t *testing.T, set *rules.Set, day string) []diag.Result {
	t.Helper()
	all, err := set.Check(t.Context(), rules.Options{AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
