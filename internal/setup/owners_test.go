package setup

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// owned is a workspace in which roles with and without a group answer for records, with front matter changed; "" removes a file.
func owned(t *testing.T, changes map[string]string) *workspace.Workspace {
	t.Helper()
	files := map[string][]byte{workspace.ConfigFile: []byte("format: 1\nlanguage: en\n")}
	records := map[string]string{
		"roles/isam.md":         "id: ROLL-ISAM\ntitle: T\ntype: isam\nforge_handle: \"@ekhamra/isam\"\nowner: ROLL-ISAM\n",
		"roles/chef.md":         "id: ROLL-CHEF\ntitle: T\ntype: manager\n",
		"systems/b #1 (ny).md":  "id: SYS-2\ntitle: T\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-ISAM\n",
		"systems/a.md":          "id: SYS-1\ntitle: T\nstatus: in_use\nprocurement: own\nowner: ROLL-CHEF\ninformation_owner: ROLL-ISAM\n",
		"systems/c.md":          "id: SYS-3\ntitle: T\nstatus: in_use\nprocurement: own\n",
		"laws/l.md":             "id: LAG-1\ntitle: T\ndesignation: x\nowner: ROLL-ISAM\n",
		"laws/nobody-there.md":  "id: LAG-2\ntitle: T\ndesignation: x\nowner: ROLL-X\n",
		"organisations/unit.md": "id: ORG-1\ntitle: T\ntype: unit\n",
	}
	maps.Copy(records, changes)
	for name, text := range records {
		if text != "" {
			files[name] = []byte("---\n" + text + "---\n")
		}
	}
	return load(t, files)
}

func TestOwners(t *testing.T) {
	tests := []struct{ name, forge, prefix, want string }{
		{"patterns", "github", "", `
# The files that decide what is checked and who is asked
/lis.yaml @ekhamra/isam
/baseline.yaml @ekhamra/isam
/schema/ @ekhamra/isam
/outlines/ @ekhamra/isam
/.github/CODEOWNERS @ekhamra/isam
/CODEOWNERS @ekhamra/isam
/docs/CODEOWNERS @ekhamra/isam
/.github/workflows/ @ekhamra/isam
/.pre-commit-config.yaml @ekhamra/isam

# laws
/laws/l.md @ekhamra/isam

# roles
/roles/isam.md @ekhamra/isam

# systems
/systems/b\ ?1\ (ny).md @ekhamra/isam

# These roles are responsible for records but have no group (forge_handle):
# ROLL-CHEF
`},
		{"in a folder", "gitlab", "it/lis", `
# The files that decide what is checked and who is asked
/it/lis/lis.yaml @ekhamra/isam
/it/lis/baseline.yaml @ekhamra/isam
/it/lis/schema/ @ekhamra/isam
/it/lis/outlines/ @ekhamra/isam
/CODEOWNERS @ekhamra/isam
/docs/CODEOWNERS @ekhamra/isam
/.gitlab/CODEOWNERS @ekhamra/isam
/.gitlab-ci.yml @ekhamra/isam
/.pre-commit-config.yaml @ekhamra/isam

# laws
/it/lis/laws/l.md @ekhamra/isam

# roles
/it/lis/roles/isam.md @ekhamra/isam

# systems
/it/lis/systems/b\ ?1\ (ny).md @ekhamra/isam

# These roles are responsible for records but have no group (forge_handle):
# ROLL-CHEF
`},
		{"regular expressions", "forgejo", "", `
# The files that decide what is checked and who is asked
lis\\.yaml @ekhamra/isam
baseline\\.yaml @ekhamra/isam
schema/.* @ekhamra/isam
outlines/.* @ekhamra/isam
CODEOWNERS @ekhamra/isam
docs/CODEOWNERS @ekhamra/isam
\\.gitea/CODEOWNERS @ekhamra/isam
\\.forgejo/CODEOWNERS @ekhamra/isam
\\.forgejo/workflows/.* @ekhamra/isam
\\.pre-commit-config\\.yaml @ekhamra/isam

# laws
laws/l\\.md @ekhamra/isam

# roles
roles/isam\\.md @ekhamra/isam

# systems
systems/b\ \#1\ \\(ny\\)\\.md @ekhamra/isam

# These roles are responsible for records but have no group (forge_handle):
# ROLL-CHEF
`},
	}
	w := owned(t, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data, err := OwnersOf(w, ForgeNamed(test.forge), test.prefix).Merge(nil, locale.English)
			if err != nil {
				t.Fatal(err)
			}
			_, got, _ := strings.Cut(string(data), "outside them.\n")
			if diff := cmp.Diff(test.want+ownersEnd+"\n", got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestOwnersGuards asks the coordinator about the files that decide what is checked, or else top management, whatever their ids.
func TestOwnersGuards(t *testing.T) {
	const isam, management = "roles/isam.md", "roles/led.md"
	role := func(id, text string) string { return "id: " + id + "\ntitle: T\n" + text }
	tests := []struct {
		name    string
		changes map[string]string
		want    string // the owners of lis.yaml
		without string // ids
		missing bool
	}{
		{"the coordinator", map[string]string{management: role("ROLL-LED", "type: management\nforge_handle: \"@a/led\"\n")}, "@ekhamra/isam", "ROLL-CHEF", false},
		{"another id", map[string]string{isam: role("ROLL-X", "type: isam\nforge_handle: \"@a/x\"\n")}, "@a/x", "ROLL-CHEF", false},
		{"two, one in another organisation", map[string]string{
			"roles/b.md": role("ROLL-B", "type: isam\nforge_handle: \"@b/isam\"\norg: ORG-1\n"),
		}, "@ekhamra/isam", "ROLL-CHEF", false},
		{"two in the same", map[string]string{"roles/b.md": role("ROLL-B", "type: isam\nforge_handle: \"@b/isam\"\n")}, "@b/isam @ekhamra/isam", "ROLL-CHEF", false},
		{"management", map[string]string{
			isam: role("ROLL-ISAM", "type: isam\n"), management: role("ROLL-LED", "type: management\nforge_handle: \"@a/led\"\n"),
		}, "@a/led", "ROLL-CHEF ROLL-ISAM", false},
		{"neither has a group", map[string]string{isam: role("ROLL-ISAM", "type: isam\n"), management: role("ROLL-LED", "type: management\n")}, "", "ROLL-CHEF ROLL-ISAM ROLL-LED", true},
		{"only a manager has", map[string]string{isam: "", "roles/chef.md": role("ROLL-CHEF", "type: manager\nforge_handle: \"@a/chef\"\n")}, "", "", true},
		{"nobody has", map[string]string{isam: ""}, "", "ROLL-CHEF", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := OwnersOf(owned(t, test.changes), ForgeNamed("github"), "")
			got := ""
			if i := slices.IndexFunc(o.lines, func(l ownerLine) bool { return l.file == "lis.yaml" }); i >= 0 {
				got = o.lines[i].owners
			}
			if _, missing := o.Unguarded(); got != test.want || strings.Join(o.without, " ") != test.without || missing != test.missing {
				t.Errorf("%q, without a group %q, missing %v", got, o.without, missing)
			}
		})
	}
}

// TestMergeOwners keeps what is the user's, whatever stands around the part of lis.
func TestMergeOwners(t *testing.T) {
	o := OwnersOf(owned(t, nil), ForgeNamed("github"), "")
	part := o.part(locale.English)
	stale := ownersBegin + "\n/old.md @x\n" + ownersEnd + "\n"
	tests := []struct{ name, old, want string }{
		{"nothing", "", part},
		{"own lines", "* @all", "* @all\n\n" + part},
		{"own lines and a stale part", "* @all\n\n" + stale + "\n/x @y\n", "* @all\n\n" + part + "\n/x @y\n"},
		{"a stale part without a last line break", strings.TrimSuffix(stale, "\n"), part},
		{"line ends of Windows", "* @all\r\n" + strings.ReplaceAll(stale, "\n", "\r\n"), "* @all\r\n" + strings.ReplaceAll(part, "\n", "\r\n")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			once, err := o.Merge([]byte(test.old), locale.English)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(once)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if twice, err := o.Merge(once, locale.English); err != nil || string(twice) != string(once) {
				t.Errorf("a second time it differs, or fails: %v", err)
			}
		})
	}
	for _, half := range []string{ownersBegin + "\n* @all\n", "* @all\n" + ownersEnd + "\n", ownersEnd + "\n" + ownersBegin + "\n"} {
		if _, err := o.Merge([]byte(half), locale.English); err == nil {
			t.Errorf("half a part is written over: %q", half)
		}
	}
}

// TestCompareOwners finds every difference in who is asked, and none in anything else.
func TestCompareOwners(t *testing.T) {
	tests := []struct {
		name, forge string
		change      func(part string) string
		want        []string // what is said
	}{
		{"nothing", "github", func(s string) string { return s }, nil},
		{"another language", "github", func(s string) string { return strings.ReplaceAll(s, "# The files", "# Filerna") }, nil},
		{"no comments", "github", func(s string) string { return onlyLines(s, ownersBegin, ownersEnd, "/") }, nil},
		{"line ends, space and empty lines", "github", func(s string) string {
			return strings.ReplaceAll(strings.ReplaceAll(s, " @", " \t @"), "\n", "  \r\n\r\n")
		}, nil},
		{"comments behind", "github", func(s string) string { return strings.ReplaceAll(s, "/isam\n", "/isam # samordnaren\n") }, nil},
		{"lines in another order", "github", func(s string) string {
			return strings.Replace(strings.Replace(s, "/lis.yaml @ekhamra/isam\n", "", 1), ownersEnd, "/lis.yaml @ekhamra/isam\n"+ownersEnd, 1)
		}, nil},
		{"a wrong line that the right one follows", "github", func(s string) string { return strings.Replace(s, "# laws\n", "/laws/l.md @x/y\n", 1) }, nil},
		{
			"a right line that a wrong one follows", "github", func(s string) string { return strings.Replace(s, "# roles\n", "/laws/l.md @x/y\n", 1) },
			[]string{"Lagen (LAG-1): @ekhamra/isam should be asked instead of @x/y"},
		},
		{
			"a wrong line beside the right one, where both count", "gitea", func(s string) string { return strings.Replace(s, "# laws\n", `laws/l\\.md @x/y`+"\n", 1) },
			[]string{"Lagen (LAG-1): @ekhamra/isam should be asked instead of @ekhamra/isam @x/y"},
		},
		{
			"two owners", "github", func(s string) string { return strings.Replace(s, "/laws/l.md", "/laws/l.md @x/y", 1) },
			[]string{"Lagen (LAG-1): @ekhamra/isam should be asked instead of @ekhamra/isam @x/y"},
		},
		{
			"a line missing", "github", func(s string) string { return strings.Replace(s, "/schema/ @ekhamra/isam\n", "", 1) },
			[]string{"schema/: @ekhamra/isam should be asked"},
		},
		{
			"a file that is gone", "github", func(s string) string { return strings.Replace(s, "# roles\n", "/laws/old.md @x/y\n", 1) },
			[]string{"/laws/old.md is no record any more, but @x/y is asked"},
		},
		{
			"a record whose role lost its group", "github", func(s string) string { return strings.Replace(s, "# roles\n", "/systems/a.md @x/y\n", 1) },
			[]string{"SYS-1: no role with a group is responsible any more, but @x/y is asked"},
		},
		{
			"a conflict", "github", func(s string) string {
				return strings.Replace(s, "# roles\n", "<<<<<<< HEAD\n/laws/l.md @ekhamra/isam\n", 1)
			},
			[]string{"<<<<<<< is no record any more, but HEAD is asked"},
		},
	}
	w := owned(t, map[string]string{"laws/l.md": "id: LAG-1\ntitle: Lagen\ndesignation: x\nowner: ROLL-ISAM\n"})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := OwnersOf(w, ForgeNamed(test.forge), "")
			differ, err := o.Compare([]byte("* @all\n" + test.change(o.part(locale.English)) + "/laws/ @all\n"))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range differ {
				got = append(got, d.Said.In(locale.English))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// onlyLines returns the lines that begin in one of some ways.
func onlyLines(s string, beginnings ...string) string {
	var kept strings.Builder
	for line := range strings.Lines(s) {
		if slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(line, b) }) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// TestTakeovers tells of lines after lis's part that take files from their owners, and only where that is sure.
func TestTakeovers(t *testing.T) {
	const everything = "lis.yaml baseline.yaml schema/ outlines/ .github/CODEOWNERS CODEOWNERS docs/CODEOWNERS .github/workflows/ .pre-commit-config.yaml Lagen (LAG-1) T (ROLL-ISAM) T (SYS-2)"
	tests := []struct {
		name, forge, after string
		want               string // names of the first takeover
	}{
		{"nothing", "github", "", ""},
		{"everything", "github", "* @all\n", everything},
		{"everything, and back again", "github", "* @all\n/** @ekhamra/isam\n", ""},
		{"with the owner beside", "github", "* @all @ekhamra/isam # alla\n", ""},
		{"a folder", "github", "# egna\n/laws/ @jurist\n", "Lagen (LAG-1)"},
		{"a folder anywhere", "github", "laws/ @jurist\n", "Lagen (LAG-1)"},
		{"what is in a folder", "github", "laws/* @jurist\n", "Lagen (LAG-1)"},
		{"an ending", "github", "*.md @jurist\n", "Lagen (LAG-1) T (ROLL-ISAM) T (SYS-2)"},
		{"nobody", "github", "/schema\n", "schema/"},
		{"a name with a space", "github", "/systems/b\\ *.md @x\n", "T (SYS-2)"},
		{"any depth", "github", "/**/workflows/ @ci\n", ".github/workflows/"},
		{"only some files of a folder", "github", "/schema/*.yaml @x\n", ""},
		{"another folder", "github", "/law/ @x\n/lawsuits @x\n/egna/laws/ @x\n", ""},
		{"what the forge does not read", "github", "/laws/[a-z].md @x\n!/laws/ @x\n/laws/ x\n", ""},
		{"a section", "gitlab", "[Alla]\n* @all\n", ""},
		{"before a section", "gitlab", "/laws/ @jurist\n^[Alla][2] @x\n* @all\n", "Lagen (LAG-1)"},
		{"no owner", "gitlab", "/laws/\n", ""},
		{"a folder without its slash", "gitlab", "/laws @x\n", ""},
		{"below any folder", "gitlab", "laws/*.md @x\n", "Lagen (LAG-1)"},
		{"all that match are asked", "forgejo", ".* @all\n", ""},
	}
	w := owned(t, map[string]string{"laws/l.md": "id: LAG-1\ntitle: Lagen\ndesignation: x\nowner: ROLL-ISAM\n"})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := OwnersOf(w, ForgeNamed(test.forge), "")
			text := "/laws/ @before\n" + o.part(locale.English) + test.after
			got := ""
			if all := o.Takeovers([]byte(text)); len(all) > 0 {
				got = strings.Join(all[0].Names, " ")
				if line := strings.Split(text, "\n")[all[0].Number-1]; line != all[0].Line {
					t.Errorf("line %d is %q, not %q", all[0].Number, line, all[0].Line)
				}
			}
			if got != test.want {
				t.Errorf("%q is taken, want %q", got, test.want)
			}
		})
	}
}

func TestReviewed(t *testing.T) {
	o := OwnersOf(owned(t, map[string]string{
		"roles/chef.md": "id: ROLL-CHEF\ntitle: T\ntype: manager\nforge_handle: \"@ekhamra/chef\"\n",
	}), ForgeNamed("azure"), "it")
	want := []Reviewed{
		{"@ekhamra/chef", []string{"/it/systems/a.md"}},
		{"@ekhamra/isam", []string{
			"/it/lis.yaml", "/it/baseline.yaml", "/it/schema/*", "/it/outlines/*", "/azure-pipelines.yml", "/.pre-commit-config.yaml",
			"/it/laws/*", "/it/roles/*", "/it/systems/b #1 (ny).md",
		}},
	}
	if diff := cmp.Diff(want, o.Reviewed()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestOwnersFile finds the file that a forge reads: never that of another one, and the first of several.
func TestOwnersFile(t *testing.T) {
	tests := []struct {
		there, forge, want string
		exists             bool
	}{
		{"", "github", ".github/CODEOWNERS", false},
		{"", "gitlab", "CODEOWNERS", false},
		{"", "azure", "", false},
		{"CODEOWNERS", "azure", "", false},
		{"", "none", "CODEOWNERS", false},
		{"docs/CODEOWNERS", "github", "docs/CODEOWNERS", true},
		{"docs/CODEOWNERS CODEOWNERS", "github", "CODEOWNERS", true},
		{".github/CODEOWNERS", "gitlab", "CODEOWNERS", false},
		{".gitlab/CODEOWNERS", "gitlab", ".gitlab/CODEOWNERS", true},
		{".gitlab/CODEOWNERS", "github", ".github/CODEOWNERS", false},
		{".gitlab/CODEOWNERS", "none", "CODEOWNERS", false},
		{".github/CODEOWNERS", "gitea", "CODEOWNERS", false},
		{".forgejo/CODEOWNERS", "gitea", "CODEOWNERS", false},
		{".forgejo/CODEOWNERS .gitea/CODEOWNERS", "forgejo", ".gitea/CODEOWNERS", true},
	}
	for _, test := range tests {
		top := fstest.MapFS{}
		for name := range strings.FieldsSeq(test.there) {
			top[name] = &fstest.MapFile{}
		}
		if got, exists := OwnersFile(top, ForgeNamed(test.forge)); got != test.want || exists != test.exists {
			t.Errorf("%s, %q there: %s, %v; want %s, %v", test.forge, test.there, got, exists, test.want, test.exists)
		}
	}
}

func TestForgeOf(t *testing.T) {
	for file, want := range map[string]string{
		".github/workflows/x.yaml": "github", ".gitlab-ci.yml": "gitlab", ".forgejo/workflows/x.yml": "forgejo",
		".gitea/workflows/x.yml": "gitea", "azure-pipelines.yml": "azure", "README.md": "",
		".github/CODEOWNERS": "github", ".gitlab/CODEOWNERS": "gitlab", ".forgejo/CODEOWNERS": "forgejo", "CODEOWNERS": "", "docs/CODEOWNERS": "",
	} {
		top := fstest.MapFS{file: {}}
		got := ""
		if f := ForgeOf(top, "git@git.ekhamra.se:isms.git"); f != nil {
			got = f.Name
		}
		if got != want {
			t.Errorf("with %s the forge is %q, want %q", file, got, want)
		}
	}
	both := fstest.MapFS{".github/workflows/x.yml": {}, ".forgejo/workflows/x.yml": {}}
	if got := ForgeOf(both, ""); got.Name != "forgejo" {
		t.Errorf("with both folders the forge is %s", got.Name)
	}
	if got := ForgeOf(both, "https://gitlab.com/a/b"); got.Name != "gitlab" {
		t.Errorf("the address does not win: %s", got.Name)
	}
}
