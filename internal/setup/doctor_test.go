package setup

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/google/go-cmp/cmp"
)

// patient is a workspace in memory, without a repository: what Begin makes for GitHub, with files added or taken away.
func patient(t *testing.T, change map[string]string) Patient {
	t.Helper()
	top := fstest.MapFS{}
	for name, data := range begin(t, Beginning{Lang: locale.English, Title: "T", Organisation: "O", Type: DefaultType, Forge: ForgeNamed("github")}) {
		top[name] = &fstest.MapFile{Data: data}
	}
	for name, text := range change {
		delete(top, name)
		if text != "" {
			top[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return Patient{Lang: locale.English, Files: top, Top: top, Git: "git version 2.50.0"}
}

// ownersOfCoordinator is the part of CODEOWNERS for GitHub where only the coordinator has a group.
const ownersOfCoordinator = ownersBegin + `
/lis.yaml @a/b
/baseline.yaml @a/b
/schema/ @a/b
/outlines/ @a/b
/.github/CODEOWNERS @a/b
/CODEOWNERS @a/b
/docs/CODEOWNERS @a/b
/.github/workflows/ @a/b
/.pre-commit-config.yaml @a/b
` + ownersEnd + "\n"

// TestExamine looks at workspaces that differ from a new one in one thing, and wants that said and nothing else.
func TestExamine(t *testing.T) {
	const record = "---\nid: SYS-1\ntitle: T\nstatus: idea\nprocurement: own\n---\n"
	tests := []struct {
		name   string
		change map[string]string
		id     string
		status Status
		detail string // part of it
		fix    string
	}{
		{"nothing", nil, "", OK, "", ""},
		{"a record", map[string]string{"systems/a.md": record}, "", OK, "", ""},
		{"lis.yaml misspelt", map[string]string{"lis.yaml": "format: 1\ntitel: X\n"}, "config", Bad, "lis.yaml:2:1: unknown field 'titel'", "lis explain config"},
		{"lis.yaml no YAML", map[string]string{"lis.yaml": "format: 1\n\ttitle: X\n"}, "config", Bad, "lis.yaml:2:1", ""},
		{"an unknown catalogue", map[string]string{"lis.yaml": "format: 1\nlanguage: en\ncatalogues: [iso9001]\n"}, "config", Bad, "lis.yaml:3:14", ""},
		{"a kind without folder", map[string]string{"schema/x.yaml": "x-kind: {name: x}\ntype: object\n"}, "kinds", Bad, "schema/x.yaml:1:9", "schema/"},
		{"a keyword that is none", map[string]string{"schema/x.yaml": "x-kind: {name: x, folder: xs}\nproperties:\n  a: {type: string, format: datum}\n"}, "kinds", Bad, "schema/x.yaml:3:29", "schema/"},
		{"a field that is not there", map[string]string{"schema/x.yaml": "x-kind: {name: x, folder: xs}\nx-rules:\n  - {id: x-y, severity: error, assert: self.nej != null, message: {sv: a, en: b}}\n"}, "kinds", Bad, "schema/x.yaml:3:45", ""},
		{"a figure of nothing", map[string]string{"schema/figures.yaml": "nya.total: {count: nej, where: \"true\", label: {sv: a, en: b}}\n"}, "kinds", Bad, "schema/figures.yaml:1:20", ""},
		{"a sentence of nothing", map[string]string{"schema/dashboard.yaml": "trend: {nej.total: {}}\n"}, "kinds", Bad, "schema/dashboard.yaml:1:9", ""},
		{"a condition that is none", map[string]string{"schema/system.yaml": "x-kind: {name: system}\nx-rules:\n  - {id: x-y, severity: error, assert: self.status ==, message: {sv: a, en: b}}\n"}, "kinds", Bad, "schema/system.yaml:3", ""},
		{"a folder in the singular", map[string]string{"system/a.md": record}, "folders", Bad, "system/", "git mv system/a.md systems/a.md"},
		{"a folder with its Swedish name", map[string]string{"Roller/a.md": record}, "folders", Bad, "Roller/", "git mv Roller/a.md roles/a.md"},
		{"a folder with capitals", map[string]string{"Systems/a.md": record}, "folders", Bad, "Systems/", "git mv Systems/a.md systems/a.md"},
		{"a record at the top", map[string]string{"a.md": record}, "stray", Attention, "a.md", "lis schema"},
		{"a record anywhere", map[string]string{"notes/2026/a.md": record}, "stray", Attention, "notes/2026/a.md", "lis schema"},
		{"a page of a folder", map[string]string{"notes/README.md": record, "notes/b.md": "Text.\n"}, "", OK, "", ""},
		{"a built site and another workspace", map[string]string{"_site/a.md": record, ".hidden/a.md": record, "other/lis.yaml": "format: 1\n", "other/x/a.md": record}, "", OK, "", ""},
		{"both line ends in a file", map[string]string{"systems/a.md": strings.Replace(record, "\n", "\r\n", 2)}, "line-endings", Attention, "systems/a.md", ".gitattributes"},
		{"both line ends", map[string]string{"systems/a.md": strings.ReplaceAll(record, "\n", "\r\n")}, "line-endings", Attention, "1 file has", ".gitattributes"},
		{"a byte order mark", map[string]string{"systems/a.md": "\ufeff" + record}, "encoding", Attention, "systems/a.md", "UTF-8"},
		{"another encoding", map[string]string{"systems/a.md": strings.Replace(record, "T", "F\xe4rdbok", 1)}, "encoding", Bad, "systems/a.md", "UTF-8"},
		{"no CODEOWNERS", map[string]string{".github/CODEOWNERS": ""}, "codeowners", Attention, ".github/CODEOWNERS does not exist", "lis codeowners"},
		{"one's own CODEOWNERS", map[string]string{".github/CODEOWNERS": "* @all\n"}, "codeowners", Attention, "no lines from lis", "lis codeowners"},
		{"a new role with a group", map[string]string{"roles/r.md": "---\nid: ROLL-1\ntitle: T\ntype: isam\nowner: ROLL-1\nforge_handle: \"@a/b\"\n---\n"}, "codeowners", Attention, "does not match", "lis codeowners"},
		{"a driver that brings lines back", map[string]string{".gitattributes": "*.md text\nbaseline.yaml text merge=union\n"}, "baseline", Attention, "baseline.yaml text merge=union", "remove the line"},
		{"a driver for every file", map[string]string{".gitattributes": "*.yaml merge=union\n"}, "baseline", Attention, "*.yaml merge=union", "remove the line"},
		{"a driver for something else", map[string]string{".gitattributes": "# baseline.yaml merge=union\nCHANGELOG.md merge=union\n*.yaml merge=ours\n"}, "", OK, "", ""},
		{"a baseline in lines", map[string]string{"baseline.yaml": "- {rule: owner-missing, record: SYS-1}\n"}, "baseline", Attention, "older form", "lis baseline"},
		{"a baseline", map[string]string{"baseline.yaml": "# Old\n\n# owner-missing SYS-1\n- {rule: owner-missing, record: SYS-1}\n\n# End\n"}, "", OK, "", ""},
		{"a coordinator without a group", map[string]string{"roles/r.md": "---\nid: ROLL-1\ntitle: T\ntype: isam\nowner: ROLL-1\n---\n"}, "codeowners", Attention, "nobody is asked when lis.yaml", "in roles/r.md (ROLL-1)"},
		{"comments of one's own in the part", map[string]string{".github/CODEOWNERS": ownersBegin + "\n# Mine\n\n" + ownersEnd + "\n"}, "", OK, "", ""},
		{"a line that takes what is the coordinator's", map[string]string{
			"roles/r.md":         "---\nid: ROLL-1\ntitle: T\ntype: isam\nforge_handle: \"@a/b\"\n---\n",
			".github/CODEOWNERS": ownersOfCoordinator + "*.yaml @c/d\n",
		}, "codeowners", Attention, "line 12 of .github/CODEOWNERS (*.yaml @c/d)", "before the line"},
		{"more than GitHub reads", map[string]string{".github/CODEOWNERS": ownersBegin + strings.Repeat("\n# "+strings.Repeat("x", 1<<20), 3) + "\n" + ownersEnd + "\n"}, "codeowners", Attention, "larger than 3 MB", "split"},
		{"half a part", map[string]string{".github/CODEOWNERS": ownersBegin + "\n"}, "codeowners", Bad, "only one", ownersEnd},
		{"an address that is none", map[string]string{"lis.yaml": "format: 1\nlanguage: en\nforge: {edit: \"git.example.org/{path}\"}\n"}, "forge", Bad, "forge.edit", "https://"},
		{"an address without file", map[string]string{"lis.yaml": "format: 1\nlanguage: en\nforge: {edit: \"https://git.example.org/edit\"}\n"}, "forge", Bad, "forge.edit", "{path}"},
		{"an address with another part", map[string]string{"lis.yaml": "format: 1\nlanguage: en\nforge: {commit: \"https://git.example.org/{commit}/{sha}\"}\n"}, "forge", Bad, "forge.commit", "{commit}"},
		{"addresses", map[string]string{"lis.yaml": "format: 1\nlanguage: en\nforge: {edit: \"https://git.example.org:3000/{branch}/{path}\"}\n"}, "", OK, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			found := false
			for _, c := range examine(t, patient(t, test.change)) {
				switch {
				case c.ID == "repository": // there is none
				case c.ID == test.id:
					found = true
					if c.Status != test.status || !strings.Contains(c.Detail, test.detail) || !strings.Contains(c.Fix, test.fix) {
						t.Errorf("%+v", c)
					}
				case c.Status != OK:
					t.Errorf("also: %+v", c)
				}
			}
			if !found && test.id != "" {
				t.Errorf("nothing is said of %s", test.id)
			}
		})
	}
}

func examine(t *testing.T, p Patient) []Check {
	t.Helper()
	checks, err := Examine(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return checks
}

// TestExamineEverything finds several flaws in one run, the order being that of the list, each with what to do.
func TestExamineEverything(t *testing.T) {
	p := patient(t, map[string]string{"lis.yaml": "format: 2\n", "system/a.md": "---\nid: SYS-1\n---\n", "b.md": "\ufeff---\nid: SYS-2\n---\n"})
	p.Git, p.Unreadable = "", errors.New("broken")
	var got []string
	for _, c := range examine(t, p) {
		if c.Status != OK {
			got = append(got, c.ID)
			if c.Fix == "" || c.Title == "" || c.Detail == "" {
				t.Errorf("%+v lacks words", c)
			}
		}
	}
	want := []string{"git", "repository", "config", "folders", "stray", "encoding"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// brokenFS cannot be listed.
type brokenFS struct{ fs.FS }

func (brokenFS) Open(string) (fs.File, error) { return nil, fs.ErrPermission }

func TestExamineUnreadable(t *testing.T) {
	p := patient(t, nil)
	p.Files = brokenFS{p.Files}
	if _, err := Examine(t.Context(), p); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error is %v, want that of the disk", err)
	}
}

// TestFullHistory wants the lines that ask for the whole history to be found however YAML writes them.
func TestFullHistory(t *testing.T) {
	for _, text := range []string{"GIT_DEPTH: 0", `GIT_DEPTH: "0"`, "GIT_DEPTH:  '0'  # all"} {
		if !strings.Contains(tight("  "+text+"\n"), tight(ForgeNamed("gitlab").FullHistory)) {
			t.Errorf("%s is not found", text)
		}
	}
}

func TestRunsCheck(t *testing.T) {
	for text, want := range map[string]bool{
		"- run: lis check --format github": true, "lis -C isms check": true, "uses: x/lis/.github/actions/check@v1": true,
		"run: analis check": false, "run: lis build": false, "# lis": false,
	} {
		if runsCheck.MatchString(text) != want {
			t.Errorf("%q: %v, want %v", text, !want, want)
		}
	}
}
