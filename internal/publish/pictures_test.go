package publish

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
)

// picturesFS is the small workspace with images: of a shown text, of a field, of a hidden record and of a hidden field.
func picturesFS() fstest.MapFS {
	fsys := workspaceFS()
	put := func(name, text string) { fsys[name] = &fstest.MapFile{Data: []byte(text)} }
	put("terms/1.md", "---\nid: TERM-1\ntitle: ISAM\nexpansion: samordnare\nexplanation: \"Se ![ett](ett.gif)\"\n---\n"+
		"![två](<b/Skärm bild (2).gif>) ![två till](b/samma.gif) [![liten](ett.gif)](b/stor.gif)\n\n![saknas](saknas.gif) [plan](G:\\Delat\\plan.docx)\n")
	put("terms/ett.gif", "GIF89a ett")
	put("terms/b/Skärm bild (2).gif", "GIF89a två")
	put("terms/b/samma.gif", "GIF89a två")
	put("terms/b/stor.gif", "GIF89a stor")
	put("terms/b/ingens.gif", "GIF89a ingens")
	put("systems/hemlig.gif", "GIF89a hemlig")
	put("systems/2.md", string(fsys["systems/2.md"].Data)+"![valvet](hemlig.gif)\n")
	return fsys
}

// TestPictures finds that the site holds exactly the images of the texts that it shows, under names that tell nothing.
func TestPictures(t *testing.T) {
	site := func(p record.Profile) Files {
		return build(t, inputOf(t, picturesFS(), p, locale.Swedish, "2023-12-15"))
	}
	images := func(files Files) (all []string) {
		for name, data := range files {
			if strings.HasPrefix(name, "images/") {
				all = append(all, strings.TrimPrefix(string(data), "GIF89a "))
				if strings.Trim(strings.TrimSuffix(strings.TrimPrefix(name, "images/"), ".gif"), "0123456789abcdef") != "" {
					t.Errorf("%s is no name of an image", name)
				}
			}
		}
		return slices.Sorted(slices.Values(all))
	}
	for p, want := range map[record.Profile][]string{
		record.Public: {"ett", "stor", "två"}, record.Internal: {"ett", "stor", "två"}, record.Restricted: {"ett", "hemlig", "stor", "två"},
	} {
		if got := images(site(p)); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", p, got, want)
		}
	}
	files := site(record.Internal)
	page := string(files["terms/term-1.html"])
	for name, data := range files {
		if strings.HasPrefix(name, "images/") && !strings.Contains(page, `"../`+name+`"`) {
			t.Errorf("the page does not show %s (%s)", name, data)
		}
	}
	for _, want := range []string{`alt="två"`, `alt="två till"`, "saknas", `plan (G:\Delat\plan.docx)`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	m, err := ReadManifest(files[ManifestFile])
	if err != nil || len(m.Files) != len(files)-1 {
		t.Errorf("the manifest lists %d of %d files: %v", len(m.Files), len(files)-1, err)
	}
	if !maps.EqualFunc(files, site(record.Internal), bytes.Equal) {
		t.Error("the same workspace makes another site")
	}
}

// TestVectorPictures shows an SVG that is only a picture like any other image, and none that could act.
func TestVectorPictures(t *testing.T) {
	const drawn = `<svg xmlns="http://www.w3.org/2000/svg"><text>Flödet</text></svg>`
	fsys := workspaceFS()
	fsys["terms/1.md"] = &fstest.MapFile{Data: []byte("---\nid: TERM-1\ntitle: ISAM\nexpansion: samordnare\n---\n![flödet](a.svg) ![farligt](b.svg)\n")}
	fsys["terms/a.svg"] = &fstest.MapFile{Data: []byte(drawn)}
	fsys["terms/b.svg"] = &fstest.MapFile{Data: []byte(strings.Replace(drawn, "<text>", `<text onclick="x()">`, 1))}
	files := build(t, inputOf(t, fsys, record.Internal, locale.Swedish, "2023-12-15"))
	var shown []string
	for name, data := range files {
		if strings.HasSuffix(name, ".svg") && strings.HasPrefix(name, "images/") {
			shown = append(shown, string(data))
			if !strings.Contains(string(files["terms/term-1.html"]), `<img src="../`+name+`" alt="flödet"`) {
				t.Errorf("the page does not show %s", name)
			}
		}
	}
	if !slices.Equal(shown, []string{drawn}) {
		t.Errorf("the site has the images %q", shown)
	}
}
