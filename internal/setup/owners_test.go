package setup

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/google/go-cmp/cmp"
)

// owned is a workspace in which roles with and without a group answer for records.
func owned(t *testing.T) *workspace.Workspace {
	t.Helper()
	files := map[string][]byte{workspace.ConfigFile: []byte("format: 1\n")}
	for name, text := range map[string]string{
		"roles/isam.md":         "id: ROLL-ISAM\ntitle: T\ntype: isam\nforge_handle: \"@ekhamra/isam\"\nowner: ROLL-ISAM\n",
		"roles/chef.md":         "id: ROLL-CHEF\ntitle: T\ntype: manager\n",
		"systems/b #1 (ny).md":  "id: SYS-2\ntitle: T\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-ISAM\n",
		"systems/a.md":          "id: SYS-1\ntitle: T\nstatus: in_use\nprocurement: own\nowner: ROLL-CHEF\ninformation_owner: ROLL-ISAM\n",
		"systems/c.md":          "id: SYS-3\ntitle: T\nstatus: in_use\nprocurement: own\n",
		"laws/l.md":             "id: LAG-1\ntitle: T\ndesignation: x\nowner: ROLL-ISAM\n",
		"laws/nobody-there.md":  "id: LAG-2\ntitle: T\ndesignation: x\nowner: ROLL-X\n",
		"organisations/unit.md": "id: ORG-1\ntitle: T\ntype: unit\n",
	} {
		files[name] = []byte("---\n" + text + "---\n")
	}
	return load(t, files)
}

func TestOwners(t *testing.T) {
	tests := []struct{ name, forge, prefix, want string }{
		{"patterns", "github", "", `
# laws
/laws/l.md @ekhamra/isam

# roles
/roles/isam.md @ekhamra/isam

# systems
/systems/b\ \#1\ (ny).md @ekhamra/isam

# These roles are responsible for records but have no group (forge_handle):
# ROLL-CHEF
`},
		{"in a folder", "gitlab", "it/lis", `
# laws
/it/lis/laws/l.md @ekhamra/isam

# roles
/it/lis/roles/isam.md @ekhamra/isam

# systems
/it/lis/systems/b\ \#1\ (ny).md @ekhamra/isam

# These roles are responsible for records but have no group (forge_handle):
# ROLL-CHEF
`},
		{"regular expressions", "forgejo", "", `
# laws
laws/l.md @ekhamra/isam

# roles
roles/isam.md @ekhamra/isam

# systems
systems/b\ \#1\ \\(ny\\).md @ekhamra/isam

# These roles are responsible for records but have no group (forge_handle):
# ROLL-CHEF
`},
	}
	w := owned(t)
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

// TestMergeOwners keeps what is the user's, whatever stands around the part of lis.
func TestMergeOwners(t *testing.T) {
	o := OwnersOf(owned(t), ForgeNamed("github"), "")
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

func TestOwnersFile(t *testing.T) {
	github := ForgeNamed("github")
	tests := []struct {
		there  string
		forge  *Forge
		want   string
		exists bool
	}{
		{"", github, ".github/CODEOWNERS", false},
		{"", ForgeNamed("gitlab"), "CODEOWNERS", false},
		{"", ForgeNamed("azure"), "CODEOWNERS", false},
		{"", nil, "CODEOWNERS", false},
		{"docs/CODEOWNERS", github, "docs/CODEOWNERS", true},
		{".gitlab/CODEOWNERS", nil, ".gitlab/CODEOWNERS", true},
	}
	for _, test := range tests {
		top := fstest.MapFS{}
		if test.there != "" {
			top[test.there] = &fstest.MapFile{}
		}
		if got, exists := OwnersFile(top, test.forge); got != test.want || exists != test.exists {
			t.Errorf("%q there: %s, %v; want %s, %v", test.there, got, exists, test.want, test.exists)
		}
	}
}

func TestForgeOf(t *testing.T) {
	for file, want := range map[string]string{
		".github/workflows/x.yaml": "github", ".gitlab-ci.yml": "gitlab", ".forgejo/workflows/x.yml": "forgejo",
		".gitea/workflows/x.yml": "gitea", "azure-pipelines.yml": "azure", "README.md": "",
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

func TestLines(t *testing.T) {
	got := Lines([]byte("a\nb\nc\n"), []byte("b\r\nd\r\n"))
	if diff := cmp.Diff(Change{Removed: []string{"a", "c"}, Added: []string{"d"}}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
