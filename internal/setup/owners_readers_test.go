package setup

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/reviews"
	"github.com/google/go-cmp/cmp"
)

// everybody owns what nobody else owns in the tests.
const everybody = "@ekhamra/alla"

// TestOwnersAreRead compares who is asked about each file of a workspace, as each forge reads CODEOWNERS, with who is
// responsible for it.
func TestOwnersAreRead(t *testing.T) {
	workspaces := map[string]*workspace.Workspace{"demo": demoWithGroups(t), "odd names": owned(t, nil)}
	tests := []struct {
		forge, everything string // the pattern for everything
		read              func(t *testing.T, text string, files []string) map[string]string
	}{
		{"github", "*", readAsGitHub}, {"gitlab", "*", readAsGitLab}, {"gitea", "", readAsGitea}, {"forgejo", "", readAsGitea},
	}
	for _, test := range tests {
		for name, w := range workspaces {
			for _, prefix := range []string{"", "it/lis (nytt)"} {
				t.Run(path.Join(test.forge, name, prefix), func(t *testing.T) {
					own, fallback := "", ""
					if test.everything != "" {
						own, fallback = test.everything+" "+everybody+"\n", everybody
					}
					f := ForgeNamed(test.forge)
					text, err := OwnersOf(w, f, prefix).Merge([]byte(own), locale.Swedish)
					if err != nil {
						t.Fatal(err)
					}
					want := wantedOwners(w, f, prefix, fallback)
					if diff := cmp.Diff(want, test.read(t, string(text), sortedKeys(want))); diff != "" {
						t.Errorf("(-want +got)\n%s", diff)
					}
				})
			}
		}
	}
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// wantedOwners returns who is to be asked about each file: the group of the responsible role for records, the coordinator's for
// what decides about them, and for others the given one.
func wantedOwners(w *workspace.Workspace, f *Forge, prefix, others string) map[string]string {
	want := map[string]string{path.Join(prefix, "README.md"): others, "schema.yaml": others}
	for _, r := range w.Graph.Records {
		owner := others
		if role := rules.Responsible(w.Graph, r); role != nil && role.Text("forge_handle") != "" {
			owner = role.Text("forge_handle")
		}
		want[path.Join(prefix, r.File().Name)] = owner
	}
	roles := w.Graph.OfKind("role")
	coordinator := roles[slices.IndexFunc(roles, func(r *record.Record) bool { return r.Text("type") == "isam" })].Text("forge_handle")
	for _, name := range []string{"lis.yaml", "baseline.yaml", "schema/system.yaml", "outlines/review.md"} {
		want[path.Join(prefix, name)] = coordinator
	}
	for _, name := range append([]string{f.CI, ".pre-commit-config.yaml"}, f.Owners...) {
		want[name] = coordinator
	}
	return want
}

// demoWithGroups is the worked example as it is at its end, with a group for each role but one.
func demoWithGroups(t *testing.T) *workspace.Workspace {
	t.Helper()
	story, err := reviews.Open("ekhamra")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for step, err := range story.Steps() {
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range step.Files {
			files[name] = data
			if data == nil {
				delete(files, name)
			}
		}
	}
	for name, data := range files {
		if path.Dir(name) == "roles" && !record.IsFolderPage(name) && name != "roles/roll-dso.md" {
			group := "forge_handle: \"@ekhamra/" + strings.TrimSuffix(path.Base(name), ".md") + "\"\n"
			files[name] = []byte(strings.Replace(string(data), "---\n", "---\n"+group, 1))
		}
	}
	return load(t, files)
}

// readAsGitHub asks hmarr/codeowners, which reads the file as GitHub does.
func readAsGitHub(t *testing.T, text string, files []string) map[string]string {
	t.Helper()
	program := filepath.Join(os.Getenv("LIS_CLIENTS"), "bin", "codeowners")
	if _, err := os.Stat(program); os.Getenv("LIS_CLIENTS") == "" || err != nil {
		t.Skip("no bin/codeowners in the folder that LIS_CLIENTS names")
	}
	dir := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range files {
		write(name, "")
	}
	write(".github/CODEOWNERS", text) // the places of the file are looked for in another order than GitHub does: -f
	cmd := exec.CommandContext(t.Context(), program, "-f", ".github/CODEOWNERS")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]string{}
	for line := range strings.Lines(string(out)) {
		i := strings.LastIndex(line, "  ")
		read[strings.TrimSpace(line[:i])] = strings.TrimSpace(line[i:])
	}
	return read
}

// readAsGitLab reads the file as GitLab does (its Gitlab::CodeOwners::File): a pattern that does not begin with a slash gets **/ before it,
// one that ends with a slash gets **/* after it; then File.fnmatch with FNM_DOTMATCH and FNM_PATHNAME; the last match decides.
func readAsGitLab(t *testing.T, text string, files []string) map[string]string {
	t.Helper()
	read := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		end := regexp.MustCompile(`[^\\]\s`).FindStringIndex(line)
		pattern, owner := line[:end[0]+1], strings.TrimSpace(line[end[1]:])
		pattern = regexp.MustCompile(`\\\s+`).ReplaceAllString(pattern, " ")
		switch {
		case pattern == "*":
			pattern = "/**/*"
		case !strings.HasPrefix(pattern, "/"):
			pattern = "/**/" + pattern
		}
		if strings.HasSuffix(pattern, "/") {
			pattern += "**/*"
		}
		re := regexp.MustCompile("^" + fnmatch.Replace(regexp.QuoteMeta(pattern)) + "$")
		for _, file := range files {
			if re.MatchString("/" + file) {
				read[file] = owner
			}
		}
	}
	return read
}

// fnmatch turns what File.fnmatch gives a meaning, quoted for a regular expression, into one.
var fnmatch = strings.NewReplacer(`\*\*/`, `(?:[^/]+/)*`, `\*`, `[^/]*`, `\?`, `[^/]`)

// readAsGitea reads the file as Gitea and Forgejo do: a backslash keeps the next character, a # begins a comment, the first word is a
// regular expression for the whole path, and all lines that match count.
func readAsGitea(t *testing.T, text string, files []string) map[string]string {
	t.Helper()
	asked := map[string][]string{}
	for line := range strings.Lines(text) {
		words := giteaWords(line)
		if len(words) < 2 {
			continue
		}
		re := regexp.MustCompile("^" + words[0] + "$")
		for _, file := range files {
			if re.MatchString(file) {
				asked[file] = append(asked[file], words[1:]...)
			}
		}
	}
	read := map[string]string{}
	for _, file := range files {
		read[file] = strings.Join(asked[file], " ")
	}
	return read
}

func giteaWords(line string) (words []string) {
	word, escaped := "", false
	for _, c := range strings.ReplaceAll(strings.TrimSpace(line), "\t", " ") + " " {
		switch {
		case escaped:
			word, escaped = word+string(c), false
		case c == '\\':
			escaped = true
		case c == '#':
			if word != "" {
				words = append(words, word)
			}
			return words
		case c == ' ':
			if word != "" {
				words = append(words, word)
			}
			word = ""
		default:
			word += string(c)
		}
	}
	return words
}
