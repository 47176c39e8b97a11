package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/c8b10cf3/lis/internal/cli"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/google/go-cmp/cmp"
)

// made is the release that the tests make, of programs that are none.
var made = release{
	version: cli.Version, commit: strings.Repeat("816e06b6c0", 4), time: time.Date(2026, 11, 22, 7, 30, 15, 0, time.UTC), url: "https://git.example.org/lis/",
}

// texts are what lies beside the programs of made.
var texts = []file{
	{name: "README.txt", data: []byte("läs\n")},
	{name: "LICENSE", data: []byte("får\n")},
	{name: "completions/_lis", data: []byte("zsh\n")},
	{name: "completions/lis.ps1", data: []byte("powershell\n")},
	{name: "man/sv/man1/lis.1", data: []byte("man\n")},
}

// standIns are files in place of the programs.
func standIns() (all []program) {
	for _, t := range targets {
		all = append(all, program{os: t.os, arch: t.arch, data: []byte("program for " + t.os + " on " + t.arch)})
	}
	return all
}

// entry is what an archive says of a file.
type entry struct {
	Name string
	Mode fs.FileMode
	At   time.Time
	Text string
}

// TestArchives unpacks the archive of every system: the program with its name there, what lies beside it, and nothing of the machine
// that packed it. Packing it again gives the same bytes.
func TestArchives(t *testing.T) {
	for _, p := range standIns() {
		got, err := archive(made, p, texts)
		again, _ := archive(made, p, slices.Clone(texts))
		if err != nil || !bytes.Equal(got.data, again.data) {
			t.Fatalf("%s on %s is packed as %d bytes and as %d (%v)", p.os, p.arch, len(got.data), len(again.data), err)
		}
		folder := "lis_" + cli.Version + "_" + p.os + "_" + p.arch
		name, program, read := folder+".tar.gz", "lis", readTarGz
		if p.os == "windows" {
			name, program, read = folder+".zip", "lis.exe", readZip
		}
		want := []entry{
			{folder + "/LICENSE", 0o644, made.time, "får\n"},
			{folder + "/README.txt", 0o644, made.time, "läs\n"},
			{folder + "/completions/_lis", 0o644, made.time, "zsh\n"},
			{folder + "/completions/lis.ps1", 0o644, made.time, "powershell\n"},
			{folder + "/" + program, 0o755, made.time, string(p.data)},
			{folder + "/man/sv/man1/lis.1", 0o644, made.time, "man\n"},
		}
		if diff := cmp.Diff(want, read(t, got.data)); diff != "" || got.name != name {
			t.Errorf("%s, want %s (-want +got)\n%s", got.name, name, diff)
		}
	}
}

func readTarGz(t *testing.T, data []byte) []entry {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil || z.Name != "" || !z.ModTime.IsZero() {
		t.Fatalf("the compressed file tells its name %q and time %v (%v)", z.Name, z.ModTime, err)
	}
	return readTar(t, z)
}

func readTar(t *testing.T, r io.Reader) (found []entry) {
	t.Helper()
	for tr := tar.NewReader(r); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(tr)
		if err != nil || h.Uid != 0 || h.Gid != 0 || h.Uname != "root" {
			t.Fatalf("%s belongs to %s (%d, %d): %v", h.Name, h.Uname, h.Uid, h.Gid, err)
		}
		found = append(found, entry{h.Name, fs.FileMode(h.Mode), h.ModTime.UTC(), string(text)})
	}
}

func readZip(t *testing.T, data []byte) (found []entry) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, entry{f.Name, f.Mode(), f.Modified.UTC(), string(text)})
	}
	return found
}

// TestPublished reads the list beside a program as lis init does, and the list of the whole release.
func TestPublished(t *testing.T) {
	bare := bareFiles(made, standIns())
	name := "lis_" + cli.Version + "_linux_amd64"
	want := setup.Release{URL: made.url + name, SHA256: sum([]byte("program for linux on amd64"))}
	if got := setup.ReadChecksums(published(made, bare), cli.Version); got != want {
		t.Errorf("beside the program: got %+v", got)
	}
	if got := setup.ReadChecksums(sums(bare), cli.Version); got != (setup.Release{SHA256: want.SHA256}) {
		t.Errorf("of the release: got %+v", got)
	}
	lines := strings.Split(string(published(made, bare)), "\n")
	if len(lines) != 4 || lines[0] != "# "+made.url || lines[2] != sum([]byte("program for linux on arm64"))+"  lis_"+cli.Version+"_linux_arm64" {
		t.Errorf("got %q", lines)
	}
}

// TestDescribe refuses what is no release of the version, and marks a snapshot with its commit.
func TestDescribe(t *testing.T) {
	const url = "https://git.example.org/lis/{version}"
	tag := "v" + cli.Version
	for _, c := range []struct {
		name, version, modified, epoch string
		o                              options
		want                           release
		refused                        string
	}{
		{"tagged", tag, "false", "", options{url: url}, release{version: cli.Version, url: "https://git.example.org/lis/" + cli.Version + "/"}, ""},
		{"at a time", tag, "false", "86400", options{url: url}, release{version: cli.Version, url: "https://git.example.org/lis/" + cli.Version + "/", time: time.Unix(86400, 0).UTC()}, ""},
		{"at no time", tag, "false", "now", options{url: url}, release{}, "SOURCE_DATE_EPOCH"},
		{"changed", tag + "+dirty", "true", "", options{url: url}, release{}, "is not version " + cli.Version},
		{"of another tag", "v9.0.0", "false", "", options{url: url}, release{}, "tag it v" + cli.Version},
		{"a snapshot", "v9.0.0", "false", "", options{url: url, snapshot: true}, release{version: cli.Version + "+816e06b6c0ff", url: "https://git.example.org/lis/" + cli.Version + "+816e06b6c0ff/"}, ""},
		{"a changed snapshot", tag + "+dirty", "true", "", options{url: url, snapshot: true}, release{version: cli.Version + "+816e06b6c0ff.dirty", url: "https://git.example.org/lis/" + cli.Version + "+816e06b6c0ff.dirty/"}, ""},
		{"nowhere", tag, "false", "", options{}, release{}, "RELEASE_URL"},
		{"at no address", tag, "false", "", options{url: "lis/"}, release{}, "RELEASE_URL"},
		{"of no commit", "(devel)", "", "", options{url: url, snapshot: true}, release{}, "in a clone"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: c.version}}
		if c.modified != "" {
			info.Settings = []debug.BuildSetting{
				{Key: "vcs.revision", Value: "816e06b6c0ff816e06b6c0ff816e06b6c0ff816e"},
				{Key: "vcs.time", Value: "2026-11-22T07:22:13Z"},
				{Key: "vcs.modified", Value: c.modified},
			}
			if c.want.time.IsZero() {
				c.want.time = time.Date(2026, 11, 22, 7, 22, 13, 0, time.UTC)
			}
			c.want.commit = "816e06b6c0ff816e06b6c0ff816e06b6c0ff816e"
		}
		got, err := describe(info, c.o, c.epoch)
		if c.refused != "" {
			if err == nil || !strings.Contains(err.Error(), c.refused) {
				t.Errorf("%s: not refused with %q: %v", c.name, c.refused, err)
			}
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("%s: got %+v (%v)", c.name, got, err)
		}
	}
}

// TestInstalled tells where packages put the files of an archive.
func TestInstalled(t *testing.T) {
	all := append([]file{{name: "lis", exec: true}, {name: sumsName}, {name: "completions/lis.bash"}, {name: "completions/lis.fish"}}, texts...)
	want := map[string][]string{
		"deb": {
			"/usr/bin/lis 755", "/usr/share/bash-completion/completions/lis 644", "/usr/share/doc/lis/README.txt 644", "/usr/share/doc/lis/copyright 644",
			"/usr/share/fish/vendor_completions.d/lis.fish 644", "/usr/share/lis/checksums.txt 644", "/usr/share/man/sv/man1/lis.1.gz 644",
			"/usr/share/zsh/vendor-completions/_lis 644",
		},
		"rpm": {
			"/usr/bin/lis 755", "/usr/share/bash-completion/completions/lis 644", "/usr/share/doc/lis/README.txt 644",
			"/usr/share/fish/vendor_completions.d/lis.fish 644", "/usr/share/licenses/lis/LICENSE 644", "/usr/share/lis/checksums.txt 644",
			"/usr/share/man/sv/man1/lis.1.gz 644", "/usr/share/zsh/site-functions/_lis 644",
		},
	}
	for _, s := range systems {
		files, err := s.installed(all)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range files {
			got = append(got, fmt.Sprintf("%s %o", f.name, f.mode()))
		}
		if diff := cmp.Diff(want[s.packager], got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", s.packager, diff)
		}
	}
}

// TestImage follows an image from its index to the files within, for both processors, and finds every blob under its checksum.
func TestImage(t *testing.T) {
	files, err := builder{}.image(made, standIns(), append(slices.Clone(texts), file{name: sumsName, data: []byte("#\n")}))
	again, _ := builder{}.image(made, standIns(), append(slices.Clone(texts), file{name: sumsName, data: []byte("#\n")}))
	if err != nil || len(files) != 1 || !bytes.Equal(files[0].data, again[0].data) {
		t.Fatalf("%d files, not the same twice (%v)", len(files), err)
	}
	within := map[string]string{}
	for _, e := range readTar(t, bytes.NewReader(files[0].data)) {
		within[e.Name] = e.Text
		if digest, isBlob := strings.CutPrefix(e.Name, "blobs/sha256/"); isBlob && digest != sum([]byte(e.Text)) {
			t.Errorf("%s has another checksum", e.Name)
		}
	}
	outer := follow[struct{ Manifests []descriptor }](t, within, "index.json")
	inner := follow[struct{ Manifests []descriptor }](t, within, blobName(outer.Manifests[0]))
	for i, arch := range []string{"amd64", "arm64"} {
		at := inner.Manifests[i]
		manifest := follow[struct {
			Config descriptor
			Layers []descriptor
		}](t, within, blobName(at))
		config := follow[struct {
			Architecture string
			Config       struct {
				User       string
				Entrypoint []string
				Labels     map[string]string
			}
			RootFS struct {
				DiffIDs []string `json:"diff_ids"`
			}
		}](t, within, blobName(manifest.Config))
		layer := readTarGz(t, []byte(within[blobName(manifest.Layers[0])]))
		unpacked, _ := tarred(nil, made.time)
		z, err := gzip.NewReader(strings.NewReader(within[blobName(manifest.Layers[0])]))
		if err == nil {
			unpacked, err = io.ReadAll(z)
		}
		if err != nil || config.RootFS.DiffIDs[0] != "sha256:"+sum(unpacked) {
			t.Errorf("%s: the layer has another checksum than %s (%v)", arch, config.RootFS.DiffIDs[0], err)
		}
		if at.Platform.Architecture != arch || config.Architecture != arch || config.Config.User != nobody || config.Config.Entrypoint[0] != "/usr/bin/lis" ||
			config.Config.Labels["org.opencontainers.image.revision"] != made.commit {
			t.Errorf("%s: %+v, %+v", arch, at, config)
		}
		var names []string
		for _, e := range layer {
			names = append(names, e.Name)
		}
		want := []string{"usr/bin/lis", "usr/share/doc/lis/LICENSE", "usr/share/doc/lis/README.txt", "usr/share/lis/checksums.txt"}
		if diff := cmp.Diff(want, names); diff != "" || layer[0].Mode != 0o755 || layer[0].Text != "program for linux on "+arch {
			t.Errorf("%s: %o %q (-want +got)\n%s", arch, layer[0].Mode, layer[0].Text, diff)
		}
	}
}

// follow reads a file of an image as JSON.
func follow[T any](t *testing.T, files map[string]string, name string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(files[name]), &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

// TestBill leaves out what differs from machine to machine, and nothing else.
func TestBill(t *testing.T) {
	got, err := withoutTool([]byte(`{"metadata": {"tools": [{"name": "x", "hashes": [{"alg": "MD5"}]}]}, "components": [{"hashes": ["y"]}]}`))
	want := `{"components":[{"hashes":["y"]}],"metadata":{"tools":[{"name":"x"}]}}`
	var b bytes.Buffer
	if err == nil {
		err = json.Compact(&b, got)
	}
	if err != nil || strings.TrimSpace(b.String()) != want {
		t.Errorf("got %s (%v)", b.String(), err)
	}
	if _, err := withoutTool([]byte(`{"metadata": {"tools": {"components": []}}}`)); err == nil {
		t.Error("a list of another form is taken")
	}
}

// TestWriteFolder writes a folder with the permissions of its files, and nothing into a folder that has something in it.
func TestWriteFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "build", "release")
	if err := writeFolder(dir, []file{{name: "lis", exec: true, data: []byte("a")}, {name: "x.txt", data: []byte("b")}}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v (%v)", entries, err)
	}
	for name, want := range map[string]fs.FileMode{"lis": 0o755, "x.txt": 0o644} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode() != want {
			t.Errorf("%s: %v (%v)", name, info.Mode(), err)
		}
	}
	if err := unused(dir); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("a folder with files is taken: %v", err)
	}
}

// TestLicences refuses a module that may not be passed on.
func TestLicences(t *testing.T) {
	dir := t.TempDir()
	m := module{Path: "example.org/x", Version: "v1.0.0", Dir: dir}
	if err := writeLicence(io.Discard, m); err == nil {
		t.Error("a module without a licence is taken")
	}
	if err := os.WriteFile(filepath.Join(dir, "LICENCE.md"), []byte("gratis\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := writeLicence(&b, m); err != nil || !strings.HasPrefix(b.String(), "example.org/x v1.0.0, LICENCE.md\n\ngratis\n") {
		t.Errorf("%q (%v)", b.String(), err)
	}
}

// TestVersionEverywhere finds the version of the program in every file that names it for people and catalogues.
func TestVersionEverywhere(t *testing.T) {
	for name, want := range map[string]string{
		"publiccode.yml": "\nsoftwareVersion: \"" + cli.Version + "\"\nreleaseDate: \"" + cli.VersionDate + "\"\n",
		"CHANGELOG.md":   "\n## " + cli.Version + " ",
		// where it is published
		"Makefile":                "\nRELEASE_URL ?= " + projectURL + "/releases/download/v{version}/\n",
		"internal/cli/version.go": " = project + \"releases/download/v\" + Version + \"/\"\n",
	} {
		if text := projectFile(t, name); !strings.Contains(text, want) {
			t.Errorf("%s has no %q", name, want)
		}
	}
}

// projectFile reads a file of the project.
func projectFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// usesAction matches what a workflow takes from elsewhere, and pinned what says exactly which.
var (
	usesAction = regexp.MustCompile(`(?m)^\s*(?:- )?uses: (.*)$`)
	pinned     = regexp.MustCompile(`^(?:[a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+|\./\.github/workflows/[a-z]+\.yml)$`)
)

// TestActionsArePinned finds actions that somebody else could exchange.
func TestActionsArePinned(t *testing.T) {
	names, err := filepath.Glob("../../.github/*/*.yml")
	more, _ := filepath.Glob("../../.github/actions/*/*.yml")
	if names = append(names, more...); err != nil || len(names) < 4 {
		t.Fatalf("%d files: %v", len(names), err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range usesAction.FindAllStringSubmatch(string(text), -1) {
			if !pinned.MatchString(m[1]) {
				t.Errorf("%s uses %s", filepath.Base(name), m[1])
			}
		}
	}
}
