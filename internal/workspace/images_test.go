package workspace

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/disk"
	"github.com/c8b10cf3/lis/internal/locale"
)

const png = "\x89PNG\r\n\x1a\n"

// TestReadImage finds that images are told by what they hold, and that nothing is read through a link or from outside.
func TestReadImage(t *testing.T) {
	top := t.TempDir()
	for name, data := range map[string]string{
		"outside.png": png + "SECRET", "w/terms/a.png": png, "w/terms/b.jpg": "\xff\xd8\xff\xe0", "w/terms/c.gif": "GIF89a", "w/terms/d.webp": "RIFF\x00\x00\x00\x00WEBPVP8 ",
		"w/terms/wrong.gif": png, "w/terms/å.png": png, "w/terms/e.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
		"w/terms/runs.svg": "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", "w/terms/large.svg": "<svg>" + strings.Repeat(" ", maxImage), "w/terms/lfs.png": "version https://git-lfs.github.com/spec/v1\noid sha256:4d\n",
		"w/terms/empty.png": "", "w/terms/large.png": png + strings.Repeat("x", maxImage), "w/.git/a.png": png, "w/terms/.cache/a.png": png, "w/terms/text.png": "hej",
	} {
		full := filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]string{
		"terms/a.png": ".png", "terms/b.jpg": ".jpg", "terms/c.gif": ".gif", "terms/d.webp": ".webp", "terms/wrong.gif": ".png", "terms/å.png": ".png", "terms/a\u030a.png": ".png",
		"terms/e.svg": ".svg", "terms/runs.svg": "svg.contains", "terms/large.svg": "image.large", "terms/lfs.png": "image.lfs", "terms/empty.png": "image.type", "terms/text.png": "image.type", "terms/large.png": "image.large", "terms": "image.type",
		".git/a.png": "image.hidden", "terms/.cache/a.png": "image.hidden",
		"../outside.png": "image.outside", "/etc/hostname": "image.outside", "terms/../terms/a.png": "image.unreadable", "terms/none.png": "image.missing",
	}
	if runtime.GOOS != "windows" {
		for name, to := range map[string]string{
			"terms/out.png": "../../outside.png", "terms/in.png": "a.png", "terms/zero.png": "/dev/zero", "terms/config.png": "../.git/a.png", "folder": "terms", "terms/nowhere.png": "none.png",
		} {
			if err := os.Symlink(to, filepath.Join(top, "w", filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
			want[name] = "image.link"
		}
		delete(want, "folder")
		want["folder/a.png"] = "image.link"
	}
	for name, is := range want {
		data, ext, problem := ReadImage(disk.At(filepath.Join(top, "w")), name)
		if got := ext + problem.Key; got != is || !problem.IsZero() && data != nil || strings.Contains(string(data), "SECRET") {
			t.Errorf("%s: got %s with %d bytes, want %s", name, got, len(data), is)
		}
		if said := problem.In(locale.Swedish); !problem.IsZero() && (said == "" || strings.Contains(said, "{")) {
			t.Errorf("%s: %s is no message", name, said)
		}
	}
}
