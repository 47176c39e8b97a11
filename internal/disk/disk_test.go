package disk

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
)

// put writes a file on disk, with the folders above it.
func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// contentOf returns the content of a file, "" if it cannot be read.
func contentOf(name string) string {
	data, _ := os.ReadFile(name)
	return string(data)
}

// odd makes a folder in which every name is something that is refused, or lies below it, with the reason. Beside it is a folder with the
// user's files.
func odd(t *testing.T) (dir, outside string, names map[string]Reason) {
	t.Helper()
	dir, outside = filepath.Join(t.TempDir(), "in"), filepath.Join(t.TempDir(), "out")
	put(t, filepath.Join(dir, "real", "file.md"), "real")
	put(t, filepath.Join(dir, "plain"), "plain")
	put(t, filepath.Join(outside, "file.md"), "secret")
	for link, to := range map[string]string{
		"file-out": filepath.Join(outside, "file.md"), "file-in": "real/file.md", "file-nowhere": "nowhere",
		"folder-out": outside, "folder-in": "real", "zero": "/dev/zero", "up": "..", "loop": "loop",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("no links")
		}
	}
	names = map[string]Reason{
		"file-out": Link, "file-in": Link, "file-nowhere": Link, "folder-out/file.md": Link, "folder-in/file.md": Link,
		"folder-out/a/b.md": Link, "zero": Link, "zero/x": Link, "up/in/real/file.md": Link, "loop": Link, "plain/x": NoFolder, "real": IsFolder,
	}
	if err := exec.Command("mkfifo", filepath.Join(dir, "pipe")).Run(); err == nil {
		names["pipe"], names["pipe/x"] = Special, Special
	}
	return dir, outside, names
}

// TestNothingButFiles holds that no way through a folder follows a link, waits for a pipe or leaves the folder.
func TestNothingButFiles(t *testing.T) {
	dir, outside, names := odd(t)
	ways := map[string]func(f *Folder, name string) error{
		"read":  func(f *Folder, name string) error { _, err := f.ReadFile(name); return err },
		"write": func(f *Folder, name string) error { return f.WriteFile(name, []byte("changed")) },
		"within": func(_ *Folder, name string) error {
			return WriteNamed(dir, filepath.Join(dir, name), []byte("changed"))
		},
		"below": func(f *Folder, name string) error { return f.Below(name).WriteFile("new", []byte("changed")) },
		"lock":  func(f *Folder, name string) error { _, err := f.Lock(t.Context(), name); return err },
	}
	for way, do := range ways {
		f := At(dir)
		for name, want := range names {
			if (way == "below" || way == "lock") && want == IsFolder {
				continue // which is what it should be, or no matter
			}
			if got := reasonOf(do(f, name)); got != want {
				t.Errorf("%s %s: got %q, want %q", way, name, got, want)
			}
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	for name, want := range names {
		switch err := At(dir).Create(name, []byte("new")); {
		case filepath.Dir(name) == "." && !errors.Is(err, fs.ErrExist):
			t.Errorf("create %s: got %v", name, err)
		case filepath.Dir(name) != "." && reasonOf(err) != want:
			t.Errorf("create %s: got %v, want %q", name, err, want)
		}
	}
	for _, name := range []string{"../x", "/etc/passwd", "", "a/../../x", "."} {
		if err := At(dir).WriteFile(name, nil); err == nil {
			t.Errorf("%q was written", name)
		}
	}
	if entries, _ := os.ReadDir(outside); len(entries) != 1 || contentOf(filepath.Join(outside, "file.md")) != "secret" {
		t.Errorf("outside there is %v", entries)
	}
	if got := contentOf(filepath.Join(dir, "real", "file.md")); got != "real" {
		t.Errorf("a link was written through: %q", got)
	}
}

// TestRemove removes links themselves, and nothing that lies behind one.
func TestRemove(t *testing.T) {
	dir, outside, _ := odd(t)
	f := At(dir)
	for name, gone := range map[string]bool{"file-out": true, "folder-out": true, "folder-in/file.md": false, "up/in/plain": false, "real": false, "plain": true} {
		err := f.Remove(name)
		if (err == nil) != gone {
			t.Errorf("%s: %v", name, err)
		}
	}
	if contentOf(filepath.Join(outside, "file.md")) != "secret" || contentOf(filepath.Join(dir, "real", "file.md")) != "real" {
		t.Error("what a link leads to is gone")
	}
}

// TestFolderIsAFileSystem holds the folder against the rules of package fs, and makes changes below what it keeps open.
func TestFolderIsAFileSystem(t *testing.T) {
	dir := t.TempDir()
	names := []string{"a.md", "b/b.md", "b/c/d.md", ".e/f/g.md"}
	for _, name := range names {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), name)
	}
	f := At(dir)
	defer func() { _ = f.Close() }()
	if _, err := f.Stat("a.md"); err != nil { // the folder itself is open from now on
		t.Fatal(err)
	}
	if _, err := f.Stat(".e/f/g.md"); err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(f, names...); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := f.Remove("b/c/d.md"); err != nil {
			t.Fatal(err)
		}
		if err := f.Remove("b/c"); err != nil {
			t.Fatal(err)
		}
		if err := f.WriteFile("b/c/d.md", []byte("new")); err != nil {
			t.Fatal(err)
		}
		if got, err := f.ReadFile("b/c/d.md"); err != nil || string(got) != "new" {
			t.Errorf("got %q, %v", got, err)
		}
	}
	if entries, err := f.ReadDir("b/c"); err != nil || len(entries) != 1 {
		t.Errorf("got %v, %v", entries, err)
	}
}

// TestManyFolders reads more folders than are kept open, several at a time.
func TestManyFolders(t *testing.T) {
	dir := t.TempDir()
	var names []string
	for i := range 3 * mostHeld {
		name := string(rune('a'+i%26)) + "/" + string(rune('0'+i%10)) + "/" + filepath.Base(t.TempDir()) + "/x.md"
		names = append(names, name)
		put(t, filepath.Join(dir, filepath.FromSlash(name)), name)
	}
	f := At(dir)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, name := range names {
				if got, err := f.ReadFile(name); err != nil || string(got) != name {
					t.Errorf("%s: got %q, %v", name, got, err)
				}
			}
		})
	}
	group.Wait()
	if len(f.held) > mostHeld+8 {
		t.Errorf("%d folders are open", len(f.held))
	}
}

func TestLimit(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "small"), "12345")
	put(t, filepath.Join(dir, "empty"), "")
	huge, err := os.Create(filepath.Join(dir, "huge"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(huge.Truncate(Limit+1), huge.Close()); err != nil {
		t.Fatal(err)
	}
	f := At(dir)
	for _, test := range []struct {
		name  string
		limit int64
		want  Reason
	}{{"small", 5, ""}, {"small", 4, Large}, {"empty", 0, ""}, {"huge", Limit, Large}} {
		if _, err := f.ReadUpTo(test.name, test.limit); reasonOf(err) != test.want {
			t.Errorf("%s up to %d: got %v", test.name, test.limit, err)
		}
		if _, err := ReadNamed(filepath.Join(dir, test.name), test.limit); reasonOf(err) != test.want {
			t.Errorf("%s up to %d: got %v", test.name, test.limit, err)
		}
	}
}

// TestCreate lets several create one file at the same time: one does, whole, and nothing else is left.
func TestCreate(t *testing.T) {
	dir := t.TempDir()
	made := make([]error, 8)
	var group sync.WaitGroup
	for i := range made {
		group.Go(func() { made[i] = At(dir).Create("new/file", []byte("text")) })
	}
	group.Wait()
	won := 0
	for _, err := range made {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, fs.ErrExist):
			t.Error(err)
		}
	}
	entries, _ := os.ReadDir(filepath.Join(dir, "new"))
	if won != 1 || len(entries) != 1 || contentOf(filepath.Join(dir, "new", "file")) != "text" {
		t.Errorf("%d made it, and there is %v", won, entries)
	}
}

// TestLock lets several add one to a number in a file, one after the other.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "lock"), "")
	put(t, filepath.Join(dir, "n"), "")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			f := At(dir)
			unlock, err := f.Lock(t.Context(), "lock")
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			data, _ := f.ReadFile("n")
			if err := f.WriteFile("n", append(data, '1')); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := contentOf(filepath.Join(dir, "n")); got != "11111111" {
		t.Errorf("got %q", got)
	}
}

// TestWithin knows what lies below a folder, whatever links lead to it.
func TestWithin(t *testing.T) {
	top, other := t.TempDir(), t.TempDir()
	link := filepath.Join(other, "link")
	if err := os.Symlink(top, link); err != nil {
		t.Skip("no links")
	}
	for dir, want := range map[string][]string{
		filepath.Join(top, "a", "b"):     {top, "a/b"},
		filepath.Join(link, "a"):         {top, "a"},
		top:                              {top, "."},
		filepath.Join(other, "a"):        {filepath.Join(other, "a"), "."},
		filepath.Join(top, "..", "a"):    {filepath.Join(top, "..", "a"), "."},
		filepath.Join(other, "a", "..b"): {filepath.Join(other, "a", "..b"), "."},
	} {
		if f := Within(top, dir); !slices.Equal([]string{f.dir, f.below}, want) {
			t.Errorf("%s: got %q and %q, want %q", dir, f.dir, f.below, want)
		}
	}
}

// TestWriteNamed replaces a file, writes to what a link leads to, and to what is no file.
func TestWriteNamed(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"new", "sub/new", "new"} {
		if err := WriteNamed("", filepath.Join(dir, name), []byte(name)); err != nil {
			t.Fatal(err)
		}
		if got := contentOf(filepath.Join(dir, name)); got != name {
			t.Errorf("%s: %q", name, got)
		}
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink("new", link); err != nil {
		t.Skip("no links")
	}
	if err := WriteNamed("", link, []byte("linked")); err != nil || contentOf(filepath.Join(dir, "new")) != "linked" {
		t.Errorf("the link leads to %q, %v", contentOf(filepath.Join(dir, "new")), err)
	}
	pipe := filepath.Join(dir, "pipe")
	if err := exec.Command("mkfifo", pipe).Run(); err != nil {
		t.Skip("no pipes")
	}
	read := make(chan string)
	go func() { read <- contentOf(pipe) }()
	if err := WriteNamed("", pipe, []byte("text")); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "text" {
		t.Errorf("the pipe gives %q", got)
	}
	if info, err := os.Stat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe has become %v, %v", info, err)
	}
	if _, err := ReadNamed(pipe, Limit); reasonOf(err) != Special {
		t.Errorf("reading the pipe: %v", err)
	}
	if err := WriteNamed("", os.DevNull, []byte("text")); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s has become %v, %v", os.DevNull, info, err)
	}
}

// TestPrivate keeps what is only for the user from others.
func TestPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	if err := Private(dir).WriteFile("file", nil); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{".": 0o700, "file": 0o600} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
}
