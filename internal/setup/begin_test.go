package setup

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/controls"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/edit"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
)

// release is the program that CI fetches in these tests.
var release = Release{"https://git.example.org/lis/lis_1.2.3_linux_amd64", strings.Repeat("0123456789abcdef", 4)}

// begin makes the files of a new workspace, by name.
func begin(t *testing.T, b Beginning) map[string][]byte {
	t.Helper()
	list, err := Begin(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range list {
		if files[f.Name] != nil {
			t.Errorf("%s is made twice", f.Name)
		}
		files[f.Name] = f.Data
	}
	if last := list[len(list)-1].Name; last != workspace.ConfigFile {
		t.Errorf("the last file is %s, want %s: what is half made is no workspace", last, workspace.ConfigFile)
	}
	return files
}

// load reads files as a workspace.
func load(t *testing.T, files map[string][]byte) *workspace.Workspace {
	t.Helper()
	fsys, err := workspace.NewMemory(files)
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Load(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func builtin(t *testing.T) *record.Kinds {
	t.Helper()
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

func checkAll(t *testing.T, w *workspace.Workspace) []diag.Diagnostic {
	t.Helper()
	set, err := rules.New(w)
	if err != nil {
		t.Fatal(err)
	}
	results, err := set.Check(t.Context(), rules.Options{AsOf: "2026-11-22"})
	if err != nil {
		t.Fatal(err)
	}
	return set.Tell(results, locale.English)
}

// TestBegin looks at a new workspace for every language and forge: it is read, nothing is said of it, and its YAML is YAML.
func TestBegin(t *testing.T) {
	for _, lang := range locale.Langs {
		for _, name := range ForgeNames() {
			t.Run(string(lang)+"/"+name, func(t *testing.T) {
				t.Parallel()
				files := begin(t, Beginning{
					Lang: lang, Title: `ISMS: "x" # y`, Organisation: "Å: [1] & Co", Type: "region", Forge: ForgeNamed(name),
					Origin: "git@git.example.org:ekhamra/isms.git", Release: release,
				})
				checkFiles(t, files)
				w := load(t, files)
				if name == NoForge { // no forge adds a record
					for _, d := range checkAll(t, w) {
						t.Errorf("%s:%v: %s", d.FileName(), d.Span.Start, d.Message)
					}
				}
				if w.Config.Lang != lang || w.Config.Title != `ISMS: "x" # y` {
					t.Errorf("language is %s, title %q", w.Config.Lang, w.Config.Title)
				}
				if org := w.Graph.Named("ORG-1"); org == nil || org.OwnTitle() != "Å: [1] & Co" || org.Text("type") != "region" {
					t.Errorf("the organisation is %v", org)
				}
			})
		}
	}
}

// checkFiles looks at the text of files: nothing of a template is left, they end with one line break, and YAML can be read.
func checkFiles(t *testing.T, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		text := string(data)
		if strings.Contains(strings.ReplaceAll(text, "${{", ""), "{{") || strings.Contains(text, "<no value>") {
			t.Errorf("%s still holds a part of its template:\n%s", name, text)
		}
		if !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") || strings.Contains(text, "\r") {
			t.Errorf("%s does not end with one line break", name)
		}
		if ext := path.Ext(name); ext == ".yml" || ext == ".yaml" {
			for _, f := range document.ParseYAML(name, data).Findings {
				t.Errorf("%s:%v: %s %v\n%s", name, f.Span.Start, f.Rule, f.Args, text)
			}
		}
	}
}

// TestBeginTypes makes a workspace for every kind of organisation.
func TestBeginTypes(t *testing.T) {
	for _, name := range builtin(t).Named("organisation").Field("type").ValueNames() {
		w := load(t, begin(t, Beginning{Lang: locale.Swedish, Title: "T", Organisation: "O", Type: name}))
		for _, d := range checkAll(t, w) {
			t.Errorf("%s: %s:%v: %s", name, d.FileName(), d.Span.Start, d.Message)
		}
	}
}

func TestBeginForForges(t *testing.T) {
	for _, f := range Forges {
		files := begin(t, Beginning{Lang: locale.English, Title: "T", Organisation: "O", Type: DefaultType, Forge: &f, Release: release})
		ci := string(files[f.CI])
		for _, want := range []string{f.FullHistory, "lis check", "lis build", "LIS_URL: " + release.URL, "LIS_SHA256: " + release.SHA256, "sha256sum -c", "_site"} {
			if !strings.Contains(ci, want) {
				t.Errorf("%s: %s has no %q:\n%s", f.Name, f.CI, want, ci)
			}
		}
		for _, never := range []string{"secrets.", "token }", "pull_request_target", "go install"} {
			if strings.Contains(strings.ToLower(ci), never) {
				t.Errorf("%s: %s has %q", f.Name, f.CI, never)
			}
		}
		if f.Owners != nil && (!strings.Contains(ci, "lis codeowners --check") || !HasOwners(files[f.Owners[0]])) {
			t.Errorf("%s: CODEOWNERS is not written and compared", f.Name)
		}
		for _, name := range []string{f.Request, ".pre-commit-config.yaml"} {
			if files[name] == nil {
				t.Errorf("%s: no %s", f.Name, name)
			}
		}
	}
}

// TestBeginBelow makes a workspace in a folder of a larger repository.
func TestBeginBelow(t *testing.T) {
	b := Beginning{Lang: locale.Swedish, Title: "T", Organisation: "O", Type: DefaultType, Dir: "it/vårt lis", Release: release}
	for name := range begin(t, b) {
		if strings.HasPrefix(name, ".pre-commit") || strings.HasPrefix(name, ".git") && name != ".gitattributes" {
			t.Errorf("%s is made where no forge is named", name)
		}
	}
	b.Forge = ForgeNamed("gitlab")
	files := begin(t, b)
	checkFiles(t, files)
	ci := string(files[".gitlab-ci.yml"])
	for _, want := range []string{"lis -C 'it/vårt lis' check", "- it/vårt lis/_site", "codequality: it/vårt lis/lis-codequality.json"} {
		if !strings.Contains(ci, want) {
			t.Errorf("no %q in\n%s", want, ci)
		}
	}
}

// TestBeginCatalogue fills a new workspace with records for each catalogue: the gate then warns of every control, and of
// nothing else.
func TestBeginCatalogue(t *testing.T) {
	want := map[string]struct {
		controls, gaps int
		first          string // id of the first control
	}{
		"cybersakerhetslagen-2-3": {10, 0, "CSL-2-3-1"},
		"iso27001-2022":           {93, 30, "A.5.1"},
	}
	for _, name := range controls.Names() {
		files := begin(t, Beginning{Lang: locale.Swedish, Title: "T", Organisation: "O", Type: DefaultType, Catalogues: []string{name}})
		checkFiles(t, files)
		w := load(t, files)
		statements := w.Graph.OfKind("control")
		if got := len(statements); got != want[name].controls || statements[0].ID != want[name].first {
			t.Errorf("%s: %d controls, the first %s; want %v", name, got, statements[0].ID, want[name])
		}
		if got := len(w.Graph.OfKind("gap")); got != want[name].gaps {
			t.Errorf("%s: %d gaps, want %d", name, got, want[name].gaps)
		}
		all := checkAll(t, w)
		for _, d := range all {
			if d.Rule != "control-undecided" || d.Severity != diag.Warning || d.Kind != "control" {
				t.Errorf("%s: %s:%v: %s [%s]", name, d.FileName(), d.Span.Start, d.Message, d.Rule)
			}
		}
		if len(all) != want[name].controls {
			t.Errorf("%s: %d diagnostics, want %d", name, len(all), want[name].controls)
		}
		for _, r := range w.Graph.Records {
			checkForm(t, r.Kind, r.File().Name, w.Files[r.File().Name])
		}
		if more := Statements(w, name); len(more) > 0 {
			t.Errorf("%s: %d records are made a second time, the first %s", name, len(more), more[0].Name)
		}
	}
}

// TestBeginWhole makes a workspace with the basic roles and all catalogues, for every type of organisation and in every language. All
// that is told is what is left to decide and whom to appoint, each once; nothing is an error, and the roles are those that the rules require.
func TestBeginWhole(t *testing.T) {
	types := builtin(t).Named("organisation").Field("type").ValueNames()
	for i, kind := range types {
		b := Beginning{Lang: locale.Langs[i%2], Title: "T", Organisation: "O", Type: kind, Catalogues: controls.Names(), Roles: true}
		files := begin(t, b)
		checkFiles(t, files)
		w := load(t, files)
		var filled []string
		for _, r := range w.Graph.OfKind("role") {
			filled = append(filled, r.Text("type"))
			checkForm(t, r.Kind, r.File().Name, w.Files[r.File().Name])
			if r.Text("holder") != "" || r.Text("duties") == "" {
				t.Errorf("%s: %s names a person, or tells no duty", kind, r.ID)
			}
		}
		for _, needed := range w.Config.Plain["roles_required"].([]any) {
			if !slices.Contains(filled, needed.(string)) {
				t.Errorf("%s: no role of the type %s", kind, needed)
			}
		}
		all := checkAll(t, w)
		var causes []string
		for _, g := range diag.Groups(all) {
			causes = append(causes, g.Rule)
			if g.Severity >= diag.Error {
				t.Errorf("%s: %s:%v: %s", kind, g.FileName(), g.Span.Start, g.Message)
			}
		}
		if diff := cmp.Diff([]string{"control-undecided", "role-vacant"}, causes); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", kind, diff)
		}
	}
}

// checkForm wants a record to be as lis fmt would write it.
func checkForm(t *testing.T, kind *record.Kind, name string, data []byte) {
	t.Helper()
	want, refusal := edit.Format(kind, name, data)
	if refusal != nil || string(want) != string(data) {
		t.Errorf("%s is not in the form of lis fmt:\n%s", name, data)
	}
}

func TestForgeOfAddress(t *testing.T) {
	tests := []struct{ address, forge, edit string }{
		{"https://github.com/ekhamra/isms.git", "github", "https://github.com/ekhamra/isms/edit/{branch}/{path}"},
		{"git@github.com:ekhamra/isms.git", "github", "https://github.com/ekhamra/isms/edit/{branch}/{path}"},
		{"ssh://git@gitlab.ekhamra.se:2222/it/sub/isms", "gitlab", "https://gitlab.ekhamra.se/it/sub/isms/-/edit/{branch}/{path}"},
		{"https://codeberg.org/ekhamra/isms/", "forgejo", "https://codeberg.org/ekhamra/isms/_edit/{branch}/{path}"},
		{"http://gitea.local:3000/it/isms.git", "gitea", "https://gitea.local:3000/it/isms/_edit/{branch}/{path}"},
		{"https://dev.azure.com/ekhamra/it/_git/isms", "azure", "https://dev.azure.com/ekhamra/it/_git/isms?path=/{path}&version=GB{branch}"},
		{"git@ssh.dev.azure.com:v3/ekhamra/it/isms", "azure", "https://dev.azure.com/ekhamra/it/_git/isms?path=/{path}&version=GB{branch}"},
		{"https://git.ekhamra.se/it/isms.git", "", ""},
		{"file:///srv/git/isms.git", "", ""},
		{"/srv/git/isms.git", "", ""},
		{`C:\git\isms`, "", ""},
		{"../isms", "", ""},
		{"", "", ""},
	}
	for _, test := range tests {
		forge := ForgeAt(test.address)
		name := ""
		if forge != nil {
			name = forge.Name
		}
		links, _ := forge.LinksTo(test.address)
		if name != test.forge || links.Edit != test.edit {
			t.Errorf("%q leads to %q, %q; want %q, %q", test.address, name, links.Edit, test.forge, test.edit)
		}
	}
}

// TestReadmes reads the example on every folder's page as a record of the kind.
func TestReadmes(t *testing.T) {
	kinds := builtin(t)
	for _, kind := range kinds.List {
		for _, lang := range locale.Langs {
			page, err := Readme(kind, kinds, lang)
			if err != nil {
				t.Fatal(err)
			}
			_, example, _ := strings.Cut(string(page), "```markdown\n")
			example, _, _ = strings.Cut(example, "```\n")
			_, found := kind.Read(document.Parse(kind.Folder+"/example.md", []byte(example)))
			for _, f := range found {
				t.Errorf("%s, %s: %v %s %v\n%s", kind.Name, lang, f.Span.Start, f.Rule, f.Args, example)
			}
			if !strings.Contains(string(page), "lis new "+kind.Name) {
				t.Errorf("%s, %s: the page does not tell how a record is made", kind.Name, lang)
			}
		}
	}
}

// TestReadmeOfOwnKind writes the page of a kind that comes from a workspace: what belongs in its folder where the kind says
// it, and else what it is called.
func TestReadmeOfOwnKind(t *testing.T) {
	const kind = "x-kind: {name: contract, folder: avtal, prefix: AVT, label: {sv: Avtal, en: Contract}, plural: {sv: Våra avtal, en: Our contracts}%s}\n" +
		"properties:\n  about: {type: array, items: {type: string, x-ref: ['*']}}\nrequired: [about]\n"
	for about, want := range map[string]string{
		"": "# Våra avtal\n\nVarje post är en fil i den här mappen.",
		", about: {sv: Avtal som någon ska säga upp., en: Contracts that somebody is to terminate.}": "# Våra avtal\n\nAvtal som någon ska säga upp.\n\nVarje post",
	} {
		kinds, err := record.LoadKinds(schema.FS, map[string][]byte{"schema/contract.yaml": []byte(fmt.Sprintf(kind, about))}, nil)
		if err != nil {
			t.Fatal(err)
		}
		page, err := Readme(kinds.Named("contract"), kinds, locale.Swedish)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(page), want) || !strings.Contains(string(page), "id: AVT-001\n") {
			t.Errorf("the page does not begin with %q:\n%s", want, page)
		}
	}
}

// TestTemplates wants the same templates in every language.
func TestTemplates(t *testing.T) {
	names := map[string]int{}
	for _, lang := range locale.Langs {
		entries, err := templates.ReadDir("templates/" + string(lang))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names[e.Name()]++
		}
	}
	for name, n := range names {
		if n != len(locale.Langs) {
			t.Errorf("%s is there in %d of %d languages", name, n, len(locale.Langs))
		}
	}
}
