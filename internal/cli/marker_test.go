package cli

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/graph"
	"github.com/c8b10cf3/lis/internal/history/gittest"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// markers are unique words in a workspace, each with the widest profile that may show it.
type markers struct {
	t     *testing.T
	level map[string]record.Profile
	where map[string]string // what each stands in, for messages
	// files are those in the name of a file: what names places tells it of every record that it tells of.
	files map[string]record.Profile
}

// at makes a marker for a place that a profile may show.
func (m *markers) at(level record.Profile, where string) string {
	word := fmt.Sprintf("mzq%04dx", len(m.level))
	m.level[word], m.where[word] = level, where
	return word
}

// record writes a record of a kind on a level, with a marker in each field that takes any text, in its file's name and in its text. n
// makes it different from others; some fields are as they were before if it is odd.
func (m *markers) record(k *record.Kind, publish record.Profile, id string, past bool) (name, text string) {
	level := graph.LevelOf(k, string(publish))
	was := ""
	if past {
		was = "the past of "
	}
	var b strings.Builder
	fmt.Fprintf(&b, "---\nid: %s\npublish: %s\n", id, publish)
	for _, f := range k.Root.Fields {
		if f.Name == "id" || f.Name == "publish" || f.Name == "waive" || f.Name == "criterion" || f.Name == "secrecy" && level != record.Narrower(level, record.Restricted) {
			continue // a marking of secrecy makes a record narrower than it says
		}
		if v := m.value(k, level, f, f.Path, was+id); v != "" {
			fmt.Fprintf(&b, "%s: %s\n", f.Name, v)
		}
	}
	fmt.Fprintf(&b, "waive:\n  - {rule: %s, reason: %s, approved_by: ROLL-OPEN, until: 2023-12-31}\n", "own-"+k.Name,
		m.at(record.Narrower(level, graph.FieldLevel(k, "waive")), was+id+".waive"))
	fmt.Fprintf(&b, "---\nText %s.\n", m.at(level, was+id+" text"))
	file := m.at(record.Narrower(level, record.Internal), id+" file")
	m.files[file] = level
	return k.Folder + "/" + file + ".md", b.String()
}

// value returns a value for a field as flow YAML, with a marker if it takes any text; "" for none.
func (m *markers) value(k *record.Kind, level record.Profile, f *record.Field, path, where string) string {
	shown := record.Narrower(level, graph.FieldLevel(k, path))
	switch {
	case f.Type == record.Object:
		return m.object(k, level, f, path, where)
	case f.Type == record.List:
		if item := m.value(k, level, f.Items, path, where); item != "" {
			return "[" + item + "]"
		}
		return ""
	case len(f.Values) > 0:
		return fmt.Sprintf("%q", f.Values[0].Name)
	case f.Ref != nil || f.Type != record.String || f.Pattern != "" || f.Format != "" && f.Format != "markdown":
		return ""
	}
	return fmt.Sprintf("%q", "Ord "+m.at(shown, where+"."+path))
}

func (m *markers) object(k *record.Kind, level record.Profile, f *record.Field, path, where string) string {
	var parts []string
	for _, c := range f.Fields {
		if v := m.value(k, level, c, path+"."+c.Name, where); v != "" {
			parts = append(parts, c.Name+": "+v)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// marked makes a workspace with a record of each kind on each level that the kind allows, each changed once, and one more of each that
// was removed. A rule of each kind reports all records and quotes what is hidden.
func marked(t *testing.T) (dir string, m *markers) {
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	g := gittest.New(t)
	m = &markers{t: t, level: map[string]record.Profile{}, where: map[string]string{}, files: map[string]record.Profile{}}
	g.Write("lis.yaml", "format: 1\ntitle: Provet\norganisation: ORG-OPEN\ncatalogues: []\nhistory: {people: name}\n")
	g.Write("organisations/open.md", "---\nid: ORG-OPEN\ntitle: Öppna nämnden\ntype: administration\n---\n")
	g.Write("roles/open.md", "---\nid: ROLL-OPEN\ntitle: Chefen\ntype: manager\n---\n")
	g.Commit("Början")
	var removed, renamed []string
	for _, past := range []bool{true, false} {
		for _, k := range kinds.List {
			if k.Folder == "" || k.Name == record.CatalogueKind {
				continue
			}
			g.Write("schema/"+k.Name+".yaml", ownRule(k))
			for _, p := range []record.Profile{record.Public, record.Internal, record.Restricted, record.Never} {
				if record.Narrower(p, k.PublishAtMost) != p {
					continue
				}
				id := strings.TrimSuffix(k.Prefix, "-") + "-" + strings.ToUpper(string(p)) + "-1"
				name, text := m.record(k, p, id, past)
				g.Write(name, text)
				if past {
					renamed = append(renamed, name)
					gone, text := m.record(k, p, strings.TrimSuffix(id, "1")+"2", past)
					g.Write(gone, text)
					removed = append(removed, gone)
				}
			}
		}
		if !past {
			for _, name := range slices.Concat(removed, renamed) {
				if err := os.Remove(filepath.Join(g.Dir, filepath.FromSlash(name))); err != nil {
					t.Fatal(err)
				}
			}
		}
		g.Commit("Alla poster " + m.at(record.Internal, "a subject"))
	}
	return g.Dir, m
}

// ownRule returns an addition to a kind with a rule that every record breaks and whose message quotes a field that only the
// restricted profile shows.
func ownRule(k *record.Kind) string {
	return fmt.Sprintf("x-kind: {name: %s}\nproperties:\n  own_secret: {type: string, x-publish: restricted}\nx-rules:\n"+
		"  - {id: own-%s, severity: warning, assert: \"false\", at: title, with: {s: self.own_secret, t: self.title}, message: {sv: \"m {s} {t}\", en: \"m {s} {t}\"}}\n", k.Name, k.Name)
}

// TestMarkers plants a marker in every field of every kind on every level, now, in the past and in what was removed, in texts, the
// names of files, waivers and subjects, and looks for it in the narrower sites and in what every command that takes a profile says.
func TestMarkers(t *testing.T) {
	dir, m := marked(t)
	word := regexp.MustCompile(`(?i)mzq\d{4}x`)
	for _, p := range []record.Profile{record.Public, record.Internal} {
		told, leaks := map[string]bool{}, map[string]bool{}
		for what, text := range m.everything(dir, p) {
			for _, found := range word.FindAllString(text, -1) {
				found = strings.ToLower(found)
				told[found] = true
				if level := m.levelIn(what, found); !p.Shows(level) {
					leaks[fmt.Sprintf("%s: %s tells %s (%s), which only %s may see", p, what, found, m.where[found], level)] = true
				}
			}
		}
		for _, leak := range slices.Sorted(maps.Keys(leaks)) {
			t.Error(leak)
		}
		for found, level := range m.level {
			present := strings.Contains(m.where[found], "-1.") && !strings.HasPrefix(m.where[found], "the past")
			if present && p.Shows(level) && !told[found] {
				t.Errorf("%s: %s is told nowhere, although it may be", p, m.where[found])
			}
		}
	}
}

// levelIn returns the widest profile to which the output of a command may tell a marker.
func (m *markers) levelIn(what, word string) record.Profile {
	level, isFile := m.files[word]
	for _, command := range []string{"lis check", "lis list", "lis show"} {
		if isFile && strings.HasPrefix(what, command) {
			return level
		}
	}
	return m.level[word]
}

// everything returns what the site and every command that takes a profile tell, by the name of the file or the command.
func (m *markers) everything(dir string, p record.Profile) map[string]string {
	said := map[string]string{}
	site := filepath.Join(m.t.TempDir(), "site")
	commands := [][]string{
		{"build", "-o", site},
		{"list", "system"},
		{"list", "incident", "--format", "json"},
		{"history"},
		{"history", "--format", "json"},
		{"figures", "--over", "months"},
		{"check"},
		{"check", "--format", "json"},
		{"check", "--format", "sarif"},
		{"diff", "HEAD~1", "--format", "json"},
		{"diff", "HEAD~1..HEAD", "--format", "markdown"},
	}
	for _, id := range []string{"SYS-PUBLIC-1", "SYS-INTERNAL-1", "SYS-NEVER-1", "ROLL-INTERNAL-1", "INC-RESTRICTED-1"} {
		commands = append(commands, []string{"show", id}, []string{"show", id, "--format", "json"}, []string{"history", id})
	}
	if soak.On() {
		for _, format := range []string{"markdown", "github", "junit", "concise", "rdjson", "checkstyle", "gitlab"} {
			commands = append(commands, []string{"check", "--format", format})
		}
		for _, format := range []string{"text", "json", "markdown", "html"} {
			commands = append(commands, []string{"diff", "HEAD~1", "--format", format}, []string{"diff", "HEAD~1..HEAD", "--format", format})
		}
	}
	for _, args := range commands {
		status, out, errs := run(dir, append(args, "--profile", string(p), "--as-of", "2024-02-01")...)
		if args[0] == "build" && status != 0 {
			m.t.Fatalf("%s: build: %d\n%s", p, status, errs)
		}
		said["lis "+strings.Join(args, " ")] = out + errs
	}
	for name, text := range tree(m.t, site) {
		said[name] = name + "\n" + text
	}
	return said
}

// TestHideEach hides each record of the example in turn, with a marker as its title and in its text, in the work tree and then in a
// commit: the site is built, and has neither the marker nor the page.
func TestHideEach(t *testing.T) {
	soak.Only(t, "TestMarkers")
	g := gittest.In(t, filepath.Join(t.TempDir(), "demo"))
	if status, _, errs := run(t.TempDir(), "demo", g.Dir); status != 0 {
		t.Fatal(errs)
	}
	g.Now = time.Date(2023, 12, 15, 12, 0, 0, 0, time.UTC)
	head, site := g.Line("rev-parse", "HEAD"), filepath.Join(t.TempDir(), "site")
	front := regexp.MustCompile(`(?s)^---\n(.*?)\n---\n`)
	title := regexp.MustCompile(`(?m)^title:.*$`)
	for name := range strings.FieldsSeq(g.Run("ls-files", "*/*.md")) {
		data, err := os.ReadFile(filepath.Join(g.Dir, filepath.FromSlash(name)))
		m := front.FindStringSubmatch(string(data))
		if err != nil || m == nil || path.Base(name) == "README.md" {
			continue
		}
		const marker = "Mzqdold"
		g.Write(name, "---\npublish: never\n"+title.ReplaceAllString(m[1], "title: "+marker)+"\n---\n"+string(data[len(m[0]):])+"\n"+marker+"text står här.\n")
		for _, state := range []string{"in the work tree", "committed"} {
			if state == "committed" {
				g.Commit("Döljer")
			}
			for _, p := range []string{"internal", "public"} {
				if status, _, errs := run(g.Dir, "build", "-q", "--as-of", "2023-12-15", "--profile", p, "-o", site); status != 0 {
					t.Errorf("%s, hidden %s, %s: build ends with %d: %s", name, state, p, status, errs)
					continue
				}
				for file, text := range tree(t, site) {
					if strings.Contains(strings.ToLower(text), strings.ToLower(marker)) {
						t.Errorf("%s, hidden %s, %s: %s tells it", name, state, p, file)
					}
				}
			}
		}
		g.Run("reset", "-q", "--hard", head)
	}
}
