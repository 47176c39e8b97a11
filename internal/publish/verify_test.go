package publish

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/seal"
)

// siteFS is a site as a folder holds it.
func siteFS(files Files) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// named are mismatches in short: what, name, and whether something was expected and found.
func named(found []seal.Mismatch) string {
	var b strings.Builder
	for _, d := range found {
		fmt.Fprintf(&b, "%s %s %t %t %s\n", d.What, d.Name, d.Expected != nil, d.Found != nil, strings.TrimPrefix(string(d.Means), "verify."))
		for _, lang := range locale.Langs {
			if said := d.Tell(lang); strings.Contains(said, "verify.") || lang == locale.Swedish && d.What == seal.Manifest && strings.Contains(said, " a ") || len(locale.Placeholders(said)) > 0 {
				fmt.Fprintf(&b, "said: %s\n", said)
			}
		}
	}
	return b.String()
}

// changedManifest is a site whose manifest has other values.
func changedManifest(t *testing.T, files Files, change func(map[string]any)) fstest.MapFS {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(files[ManifestFile], &m); err != nil {
		t.Fatal(err)
	}
	change(m)
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	fsys := siteFS(files)
	fsys[ManifestFile] = &fstest.MapFile{Data: append(data, '\n')}
	return fsys
}

func TestInspect(t *testing.T) {
	files := smallSite(t, record.Internal)
	with := func(name string, file *fstest.MapFile) fstest.MapFS {
		fsys := siteFS(files)
		if fsys[name] = file; file == nil {
			delete(fsys, name)
		}
		return fsys
	}
	manifest := func(text string) fstest.MapFS { return with(ManifestFile, &fstest.MapFile{Data: []byte(text)}) }
	value := func(key string, v any) fstest.MapFS {
		return changedManifest(t, files, func(m map[string]any) { m[key] = v })
	}
	file := func(name, sum string) fstest.MapFS {
		return changedManifest(t, files, func(m map[string]any) { m["files"].(map[string]any)[name] = sum })
	}
	sum := seal.Sum(nil)
	tests := []struct {
		name string
		site fstest.MapFS
		want string
	}{
		{"as built", siteFS(files), ""},
		{"a changed page", with("index.html", &fstest.MapFile{Data: append([]byte(" "), files["index.html"]...)}), "page index.html true true page-changed\n"},
		{"a missing page", with("index.html", nil), "page index.html true false page-missing\n"},
		{"another page", with("systems/x.html", &fstest.MapFile{}), "page systems/x.html false true page-extra\n"},
		{"a link", with("index.html", &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("/etc/passwd")}), "page index.html true true page-link\n"},
		{"no JSON", manifest("{"), "manifest manifest.json true true manifest-unreadable\n"},
		{"null", manifest("null"), "manifest manifest.json true true manifest-unreadable\n"},
		{"empty", manifest(""), "manifest manifest.json true true manifest-unreadable\n"},
		{"other types", manifest(`{"files": [1]}`), "manifest manifest.json true true manifest-unreadable\n"},
		{"another format", value("version", 2), "manifest manifest.json true true manifest-format\n"},
		{"no day", value("as_of", "2023-02-30"), "manifest as_of true true manifest-value\n"},
		{"no language", value("language", ""), "manifest language true false manifest-value\n"},
		{"no profile", value("profile", "never"), "manifest profile true true manifest-value\n"},
		{"no commit id", value("commit", "HEAD"), "manifest commit true true manifest-id\n"},
		{"no commit id of a tag", value("tags", map[string]string{"a": "b"}), "manifest tags: a true true manifest-id\n"},
		{"up", file("../../etc/passwd", sum), "manifest files: ../../etc/passwd true true manifest-file\n"},
		{"from the root", file("/etc/passwd", sum), "manifest files: /etc/passwd true true manifest-file\n"},
		{"a drive", file(`c:x`, sum), "manifest files: c:x true true manifest-file\n"},
		{"itself", file(ManifestFile, sum), "manifest files: manifest.json true true manifest-file\n"},
		{"no sum", file("index.html", "0"), "manifest files: index.html true true manifest-sum\n"},
		{"no files", value("files", nil), ""},
	}
	for _, test := range tests {
		_, found, err := Inspect(test.site)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		got := named(found)
		if test.name == "no files" { // then all are foreign
			if strings.Count(got, "page-extra") != len(files)-1 {
				t.Errorf("%s: got\n%s", test.name, got)
			}
			continue
		}
		if got != test.want {
			t.Errorf("%s: got\n%swant\n%s", test.name, got, test.want)
		}
	}
}

func TestAgainst(t *testing.T) {
	files := smallSite(t, record.Internal)
	m, _, err := Inspect(siteFS(files))
	if err != nil {
		t.Fatal(err)
	}
	if found := m.Against(files, files[ManifestFile]); found != nil {
		t.Errorf("of itself: %s", named(found))
	}
	if got := named(m.Against(files, append([]byte(" "), files[ManifestFile]...))); got != "manifest manifest.json true true manifest-bytes\n" {
		t.Errorf("of other bytes: %s", got)
	}
	other := maps.Clone(m.Files)
	other["index.html"], other["more.html"] = seal.Sum(nil), seal.Sum(nil)
	delete(other, "registers.html")
	m.Files = other
	want := "page index.html true true page-rebuilt\npage more.html false true page-rebuilt\npage registers.html true false page-rebuilt\n"
	if got := named(m.Against(files, nil)); got != want {
		t.Errorf("of other files: got\n%swant\n%s", got, want)
	}
}

// TestManifestTags finds that a manifest names the tags that the pages go by, and the language.
func TestManifestTags(t *testing.T) {
	in := inputOf(t, workspaceFS(), record.Internal, locale.English, "2023-12-15")
	commit := history.Hash(strings.Repeat("a", 40))
	in.Tags = map[string]history.Hash{"review/1": commit}
	m, err := ReadManifest(build(t, in)[ManifestFile])
	if err != nil || m.Language != locale.English || len(m.Tags) != 1 || m.Tags["review/1"] != commit {
		t.Errorf("got %+v, %v", m, err)
	}
	if data := string(smallSite(t, record.Internal)[ManifestFile]); !strings.Contains(data, `"tags": {},`) {
		t.Errorf("without tags: %s", data[len(data)-200:])
	}
}

func FuzzInspect(f *testing.F) {
	f.Add([]byte(`{"version":1,"as_of":"2023-01-01","language":"sv","profile":"internal","tool":"lis 0","files":{"a":"b","../x":""},"tags":{}}`))
	f.Add([]byte(`{"version":1,"files":{"":null}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, found, err := Inspect(fstest.MapFS{ManifestFile: {Data: data}})
		if err != nil {
			t.Fatal(err)
		}
		if m == nil && len(found) == 0 {
			t.Error("nothing is said of a manifest that cannot be used")
		}
	})
}
