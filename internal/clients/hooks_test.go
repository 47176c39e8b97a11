package clients

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// TestHooks commits with pre-commit and the hooks that init writes, and those that the project offers: what breaks a record anywhere
// is refused, whichever file was touched.
func TestHooks(t *testing.T) {
	preCommit := Path(t, "pre-commit")
	r := newRelease(t)
	offered, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, dir string
		args      string // of the offered hooks; "" for those of init
	}{
		{"init", "", ""},
		{"init for a folder", "it/vårt lis", ""},
		{"offered", "", "[]"},
		{"offered for a folder", "it/vårt lis", "[-C, it/vårt lis]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			desk := newDesk(t, r, preCommit, test.dir)
			if test.args != "" {
				desk.sh("rm .pre-commit-config.yaml")
				save(t, filepath.Join(desk.top, ".pre-commit-config.yaml"), asLocal(string(offered), test.args))
			}
			desk.sh("git add -A && git commit -q --no-verify -m Början && '" + preCommit + "' install >/dev/null")
			for _, c := range commits {
				out, ok := desk.commit(c.change)
				if ok != (c.refused == "") || !strings.Contains(out, c.refused) {
					t.Errorf("%s: committed %v, want %q\n%s", c.name, ok, c.refused, out)
				}
				desk.sh("git reset -q --hard && git clean -qfd")
			}
		})
	}
}

// commits are what is done one after the other, and the rule that stops it; "" for nothing.
var commits = []struct{ name, change, refused string }{
	{"a good record", `printf -- '---\nid: SYS-2\ntitle: Bokbussen\nstatus: idea\nprocurement: own\ninformation_owner: ROLL-AO\n---\nSe [arkivet](sys-1.md).\n' >systems/sys-2.md`, ""},
	{"a broken record", `printf -- '---\nid: SYS-3\ntitle: Hälsan\nstatus: finns\nprocurement: own\n---\n' >systems/sys-3.md`, "value-unknown"},
	{"a deletion that leaves a reference", `git rm -q roles/ao.md`, "ref-unknown"},
	{"a new name that leaves a link", `git mv systems/sys-1.md systems/arkiv.md`, "link-broken"},
	{"a new name of what nobody links to", `git mv systems/sys-2.md systems/bussen.md`, ""},
	{"only lis.yaml", `echo 'titel: LIS' >>lis.yaml`, "field-unknown"},
}

// asLocal returns a configuration with the offered hooks, run by the program that is there.
func asLocal(offered, args string) string {
	text := strings.ReplaceAll(offered, "language: golang", "language: system\n  args: "+args)
	return "repos:\n- repo: local\n  hooks:\n  " + strings.ReplaceAll(text, "\n", "\n  ") + "\n"
}

// desk is where somebody works with hooks.
type desk struct {
	t        *testing.T
	top, dir string
	env      []string
}

// newDesk makes a repository with a workspace in a folder of it, and with nothing committed.
func newDesk(t *testing.T, r release, preCommit, dir string) *desk {
	t.Helper()
	tmp := t.TempDir()
	d := &desk{t: t, top: filepath.Join(tmp, "desk"), dir: dir}
	bin := filepath.Join(tmp, "bin")
	for _, folder := range []string{d.top, bin} {
		if err := os.MkdirAll(folder, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(r.program, filepath.Join(bin, "lis")); err != nil {
		t.Fatal(err)
	}
	d.env = append(os.Environ(),
		"PATH="+bin+string(os.PathListSeparator)+filepath.Dir(preCommit)+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+tmp, "PRE_COMMIT_HOME="+filepath.Join(tmp, "pre-commit"),
		"LIS_CACHE_DIR="+filepath.Join(tmp, "cache"), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org",
	)
	d.sh("git init -q -b main && lis init '" + path.Join(".", dir) + "' --forge github --title LIS --organisation O --ask=false >/dev/null")
	isms := filepath.Join(d.top, filepath.FromSlash(dir))
	save(t, filepath.Join(isms, "roles", "ao.md"), "---\nid: ROLL-AO\ntitle: Ägare\ntype: other\nappointed: \"yes\"\n---\n")
	save(t, filepath.Join(isms, "systems", "sys-1.md"), "---\nid: SYS-1\ntitle: Arkivet\nstatus: idea\nprocurement: own\ninformation_owner: ROLL-AO\n---\n")
	return d
}

// sh runs a script at the top, which must end well.
func (d *desk) sh(script string) {
	d.t.Helper()
	if out, ok := d.run(d.top, script); !ok {
		d.t.Fatalf("%s\n%s", script, out)
	}
}

// commit makes a change in the workspace and commits it.
func (d *desk) commit(change string) (out string, ok bool) {
	d.t.Helper()
	return d.run(filepath.Join(d.top, filepath.FromSlash(d.dir)), "set -e; "+change+"; git add -A; git commit -q -m Ändring")
}

func (d *desk) run(dir, script string) (out string, ok bool) {
	cmd := exec.CommandContext(d.t.Context(), "sh", "-c", script)
	cmd.Dir, cmd.Env = dir, d.env
	text, err := cmd.CombinedOutput()
	return string(text), err == nil
}

// TestManifest validates the offered hooks as pre-commit does.
func TestManifest(t *testing.T) {
	if out, err := exec.CommandContext(t.Context(), Path(t, "pre-commit"), "validate-manifest", "../../.pre-commit-hooks.yaml").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
