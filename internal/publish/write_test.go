package publish

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/seal"
	"github.com/c8b10cf3/lis/internal/view"
	"github.com/google/go-cmp/cmp"
)

// twoFiles is a site of two files.
func twoFiles(a, b string) Files {
	files := Files{"a.html": []byte(a), "b/b.html": []byte(b)}
	list, _ := json.Marshal(Manifest{Version: manifestVersion, Files: map[string]string{"a.html": seal.Sum(files["a.html"]), "b/b.html": seal.Sum(files["b/b.html"])}})
	files[ManifestFile] = list
	return files
}

func write(t *testing.T, dir string, files Files, force bool) Result {
	t.Helper()
	r, err := Write(disk.At(dir), files, force)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// listOf is the files below a folder.
func listOf(t *testing.T, dir string) []string {
	t.Helper()
	s, err := survey(disk.At(dir), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range s.present {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWriteOnlyWhatDiffers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "site")
	if got, want := write(t, dir, twoFiles("1", "2"), false), (Result{Written: 3}); got != want {
		t.Errorf("first: got %+v, want %+v", got, want)
	}
	if got := write(t, dir, twoFiles("1", "2"), false); got != (Result{}) {
		t.Errorf("again: got %+v", got)
	}
	if got, want := write(t, dir, twoFiles("1", "3"), false), (Result{Written: 2}); got != want {
		t.Errorf("changed: got %+v, want %+v", got, want)
	}
}

func TestWriteRemovesWhatIsNoLongerMade(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, twoFiles("1", "2"), false)
	fewer := Files{"a.html": []byte("1"), ManifestFile: []byte(`{"version":1,"files":{"a.html":"x"}}`)}
	if got, want := write(t, dir, fewer, false), (Result{Written: 1, Removed: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if diff := cmp.Diff([]string{"a.html", ManifestFile}, listOf(t, dir)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(dir, "b")); err == nil {
		t.Error("the empty folder is still there")
	}
}

func TestWriteLeavesForeignFolders(t *testing.T) {
	for name, prepare := range map[string]func(dir string){
		"a folder of something else":   func(dir string) { put(t, dir, "semester.txt", "bilder") },
		"a site with a file beside":    func(dir string) { write(t, dir, twoFiles("1", "2"), false); put(t, dir, "b/mitt.txt", "x") },
		"a file that would be written": func(dir string) { put(t, dir, "a.html", "mitt eget") },
		"a manifest of something else": func(dir string) { put(t, dir, ManifestFile, `{"name": "app"}`) },
	} {
		dir := t.TempDir()
		prepare(dir)
		before := listOf(t, dir)
		_, err := Write(disk.At(dir), twoFiles("9", "9"), false)
		var foreign *ForeignError
		if !errors.As(err, &foreign) || len(foreign.Names) == 0 {
			t.Errorf("%s: got error %v", name, err)
		}
		if diff := cmp.Diff(before, listOf(t, dir)); diff != "" {
			t.Errorf("%s: changed (-want +got)\n%s", name, diff)
		}
		write(t, dir, twoFiles("9", "9"), true)
		if data, _ := os.ReadFile(filepath.Join(dir, "a.html")); string(data) != "9" {
			t.Errorf("%s: force did not write", name)
		}
	}
}

func TestWriteNeverLeavesItsFolder(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "site")
	put(t, top, "viktigt.txt", "kvar")
	put(t, dir, ManifestFile, `{"version":1,"files":{"../viktigt.txt":"x"}}`)
	write(t, dir, twoFiles("1", "2"), false)
	if _, err := os.Stat(filepath.Join(top, "viktigt.txt")); err != nil {
		t.Error(err)
	}
}

func TestWriteGoesOnAfterAnInterruptedBuild(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, twoFiles("1", "2"), false)
	more := twoFiles("1", "2")
	more["c.html"] = []byte("3")
	put(t, dir, "c.html", "3") // written, and then the machine stopped
	put(t, dir, ".lis-123", "halv")
	write(t, dir, more, false)
}

// TestWriteAfterABuildOfAnotherState stops a build after each file that it writes, and builds another state: the folder is
// never foreign, and nothing of the stopped build is left.
func TestWriteAfterABuildOfAnotherState(t *testing.T) {
	stopped := twoFiles("3", "4")
	for _, name := range []string{"c.html", "d/d.html", "e/e.html"} {
		stopped[name] = []byte(name)
	}
	names := slices.Sorted(maps.Keys(stopped))
	for n := range len(names) + 1 {
		dir := t.TempDir()
		write(t, dir, twoFiles("1", "2"), false)
		old, err := survey(disk.At(dir), stopped)
		if err != nil {
			t.Fatal(err)
		}
		if err := old.plan(stopped); err != nil {
			t.Fatal(err)
		}
		for _, name := range names[:n] {
			put(t, dir, name, string(stopped[name]))
		}
		put(t, dir, "f/.lis-123", "halv")
		other := twoFiles("5", "2")
		other["g.html"] = []byte("6")
		write(t, dir, other, false)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(other)), listOf(t, dir)); diff != "" {
			t.Errorf("after %d files (-want +got)\n%s", n, diff)
		}
		for _, folder := range []string{"d", "e"} {
			if _, err := os.Stat(filepath.Join(dir, folder)); err == nil {
				t.Errorf("after %d files: the empty folder %s is still there", n, folder)
			}
		}
	}
}

// TestPlanIsNoLicence holds that a plan says nothing of what lies beside it or outside of the folder.
func TestPlanIsNoLicence(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "site")
	put(t, top, "viktigt.txt", "kvar")
	if err := os.Mkdir(filepath.Join(top, "tom"), 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, dir, planFile, `["../viktigt.txt", "../tom/x.html", "a.html"]`)
	write(t, dir, twoFiles("1", "2"), false)
	for _, name := range []string{"viktigt.txt", "tom"} {
		if _, err := os.Stat(filepath.Join(top, name)); err != nil {
			t.Error(err)
		}
	}
	put(t, dir, "mitt.txt", "kvar")
	put(t, dir, planFile, `no list`)
	var foreign *ForeignError
	if _, err := Write(disk.At(dir), twoFiles("1", "2"), false); !errors.As(err, &foreign) {
		t.Errorf("got error %v", err)
	}
}

func TestWriteIntoAFile(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "site", "en fil")
	if _, err := Write(disk.At(filepath.Join(dir, "site")), twoFiles("1", "2"), false); err == nil {
		t.Error("no error")
	}
}

func TestManifest(t *testing.T) {
	in := inputOf(t, workspaceFS(), record.Public, locale.Swedish, "2023-12-15")
	files := build(t, in)
	m, err := ReadManifest(files[ManifestFile])
	if err != nil {
		t.Fatal(err)
	}
	if m.AsOf != "2023-12-15" || *m.Commit != string(in.Commit.Hash) || m.Profile != record.Public || m.Tool != "lis test" {
		t.Errorf("got %+v", m)
	}
	for name, data := range files {
		if name != ManifestFile && m.Files[name] != seal.Sum(data) {
			t.Errorf("%s: got %q", name, m.Files[name])
		}
	}
	if len(m.Files) != len(files)-1 {
		t.Errorf("%d of %d files are listed", len(m.Files), len(files)-1)
	}
	in.Dirty = true
	if m, _ := ReadManifest(build(t, in)[ManifestFile]); m.Commit != nil {
		t.Error("a site of changed files names a commit")
	}
}

func TestLeakStopsTheBuild(t *testing.T) {
	m := modelOf(t, inputOf(t, workspaceFS(), record.Internal, locale.Swedish, "2023-12-15"))
	for _, c := range []struct{ file, text string }{
		{"x.html", "<p>Innehavare: Kim Bergvall</p>"},
		{"x.html", `<a href="systems/sys-2.html">system</a>`},
		{"systems/sys-2.html", "tom"},
		{"x.html", "Kassa&shy;valvet &amp; <b>Kassavalvet</b>"},
		{"x.html", "<p>Innehavare: Kim <b>Berg</b>vall och Kim <em>Bergvall</em></p>"},
		{"x.html", `<img src="a.png" alt="Kassavalvet">`},
		{"images/1.svg", "<svg><text>Kassa<tspan>valvet</tspan></text></svg>"},
	} {
		var found *LeakError
		if err := leak(m, Files{c.file: []byte(c.text)}); !errors.As(err, &found) || found.File != c.file {
			t.Errorf("%s with %q: got %v", c.file, c.text, err)
		}
	}
	m.Site.Tags = map[string]history.Hash{"extra/kassavalvet": ""}
	var found *LeakError
	if err := leak(m, Files{}); !errors.As(err, &found) || found.File != ManifestFile {
		t.Errorf("a tag that names a hidden record: got %v", err)
	}
}

// TestAuthorsLeak finds that the id of a hidden record is left out of a text that is shown, wherever its author wrote it.
func TestAuthorsLeak(t *testing.T) {
	fsys := workspaceFS()
	fsys["laws/1.md"].Data = []byte("---\nid: LAG-1\ntitle: En lag om SYS-2\ndesignation: \"2018:218\"\nowner: ROLL-LED\n---\n" +
		"Lagen gäller SYS-2, som ingen får veta om, se [den](../systems/sys-2.html) och `sys-2`.\n")
	files := build(t, inputOf(t, fsys, record.Public, locale.Swedish, "2023-12-15"))
	page := string(files["laws/lag-1.html"])
	if strings.Contains(strings.ToLower(page), "sys-2") || !strings.Contains(page, "Lagen gäller […], som ingen") || !strings.Contains(page, "En lag om […]") {
		t.Errorf("got %s", page)
	}
}

// TestOwnWordsAreNoLeak finds that a hidden record can be called what the program says on every page, and have the id of one of
// its examples.
func TestOwnWordsAreNoLeak(t *testing.T) {
	for _, title := range []string{"Historik", "System", "Section", "2023", "2023-12-15", "December", "Ansvarig", "Html", "Main"} {
		fsys := workspaceFS()
		fsys["systems/2.md"].Data = []byte("---\nid: A.MD\ntitle: \"" + title + "\"\npublish: restricted\nstatus: in_use\nprocurement: own\n---\n")
		in := inputOf(t, fsys, record.Internal, locale.Swedish, "2023-12-15")
		in.Example = func(string) (bad, good []view.ExampleFile) {
			return []view.ExampleFile{{Name: "systems/sys-9.md", Text: "id: SYS-9"}}, nil
		}
		fsys["systems/9.md"] = &fstest.MapFile{Data: []byte("---\nid: SYS-9\ntitle: Vxqz\npublish: restricted\nstatus: in_use\nprocurement: own\n---\n")}
		in.Workspace = inputOf(t, fsys, record.Internal, locale.Swedish, "2023-12-15").Workspace
		if _, err := Render(t.Context(), modelOf(t, in)); err != nil {
			t.Errorf("%s: %v", title, err)
		}
	}
}

// TestWhoseFileIs tells what an earlier build made from what the user has, by content and name, whatever a manifest or a plan says.
func TestWhoseFileIs(t *testing.T) {
	text := "mitt eget\n"
	sum := seal.Sum([]byte(text))
	for _, test := range []struct {
		name, manifest, plan string
		want                 owner
	}{
		{"old.html", sum, "", made},
		{"systems/old.html", sum, "", made},
		{"assets/logo.svg", "", sum, made},
		{"old.html", "", sum, made},
		{"old.html", seal.Sum([]byte("annat")), "", foreign},
		{"old.html", "x", "y", foreign},
		{"mitt.txt", sum, sum, foreign},
		{"a/b/c.html", sum, sum, foreign},
		{"CNAME", sum, sum, foreign},
		{".htaccess", sum, sum, foreign},
		{".lis-mitt", sum, sum, foreign},
		{"a.html", "", "", foreign},
		{"same.html", "", "", same},
		{".lis-0123456789abcdef", "", "", temporary},
	} {
		dir := t.TempDir()
		put(t, dir, test.name, text)
		list, _ := json.Marshal(Manifest{Version: manifestVersion, Files: map[string]string{test.name: test.manifest}})
		plan, _ := json.Marshal(notes{test.name: {test.plan}})
		put(t, dir, ManifestFile, string(list))
		put(t, dir, planFile, string(plan))
		s, err := survey(disk.At(dir), Files{"same.html": []byte(text)})
		if err != nil || s.present[test.name] != test.want {
			t.Errorf("%s noted as %q and %q: got %v, %v, want %v", test.name, test.manifest, test.plan, s.present[test.name], err, test.want)
		}
	}
}

// TestPagesAreKnown holds that every file of a site is one that the next build takes for its own.
func TestPagesAreKnown(t *testing.T) {
	for name := range build(t, inputOf(t, workspaceFS(), record.Internal, locale.Swedish, "2023-12-15")) {
		if name != ManifestFile && !isPage.MatchString(name) {
			t.Errorf("%s would be foreign", name)
		}
	}
}
