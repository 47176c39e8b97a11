package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/cli"
	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/google/go-cmp/cmp"
)

// TestWholeRelease makes the release of two clones at different paths and wants the same bytes, those of one program also where the
// go command has kept nothing from earlier. Then it installs each part as its readers do, and begins a workspace with it.
func TestWholeRelease(t *testing.T) {
	soak.Only(t, "TestArchives and the tests beside it make the parts of stand-ins")
	out := filepath.Join(t.TempDir(), "release")
	url := "file://" + filepath.ToSlash(out) + "/"
	first := clone(t, "a")
	command(t, first, "make", "release", "OUT="+out, "RELEASE_URL="+url, "RELEASE_GO=local")
	second := filepath.Join(t.TempDir(), "release")
	other := clone(t, "b/of another length")
	if err := makeRelease(t.Context(), options{root: other, out: second, url: url}); err != nil {
		t.Fatal(err)
	}
	sameFolders(t, out, second)
	anew(t, other, filepath.Join(out, setup.ReleaseFile(cli.Version)))
	command(t, out, "sha256sum", "--check", "--strict", "--quiet", sumsName)
	commit := strings.TrimSpace(command(t, first, "git", "rev-parse", "HEAD"))
	for _, program := range unpacked(t, out) {
		if got := command(t, out, program, "version"); got != "lis "+cli.Version+"\n" {
			t.Errorf("%s says %q", program, got)
		}
		if got := command(t, out, program, "version", "--format", "json"); !strings.Contains(got, `"commit": "`+commit+`"`) {
			t.Errorf("%s is not of %s:\n%s", program, commit, got)
		}
		begins(t, program, url)
	}
	for _, system := range []string{"linux", "darwin", "windows"} {
		bill(t, out, system)
	}
}

// anew compiles a program with nothing that the go command has kept, and compares it with that of the release.
func anew(t *testing.T, root, released string) {
	t.Helper()
	t.Setenv("GOCACHE", t.TempDir())
	name, err := builder{ctx: t.Context(), root: root, work: t.TempDir()}.compile("linux", "amd64")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(name)
	want, err2 := os.ReadFile(released)
	if err != nil || err2 != nil || !bytes.Equal(got, want) {
		t.Errorf("compiled anew the program is another (%v, %v)", err, err2)
	}
}

// clone returns a clone of the project with the tag of the version.
func clone(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	command(t, ".", "git", "clone", "-q", "../..", dir)
	command(t, dir, "git", "-c", "tag.gpgSign=false", "tag", "-f", "v"+cli.Version)
	return dir
}

// command runs a program that must end well and returns what it prints.
func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out.String(), problems.String())
	}
	return out.String()
}

// sameFolders compares all files of two folders.
func sameFolders(t *testing.T, a, b string) {
	t.Helper()
	names := func(dir string) (found []string) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			found = append(found, e.Name())
		}
		return found
	}
	if diff := cmp.Diff(names(a), names(b)); diff != "" {
		t.Fatalf("other files\n%s", diff)
	}
	for _, name := range names(a) {
		one, err := os.ReadFile(filepath.Join(a, name))
		other, err2 := os.ReadFile(filepath.Join(b, name))
		if err != nil || err2 != nil || !bytes.Equal(one, other) {
			t.Errorf("%s is not the same (%v, %v)", name, err, err2)
		}
	}
}

// unpacked installs the program in every way that works here and returns its files.
func unpacked(t *testing.T, out string) (programs []string) {
	t.Helper()
	at := func(pattern string) string {
		names, err := filepath.Glob(filepath.Join(out, pattern))
		if err != nil || len(names) != 1 {
			t.Fatalf("%s: %q (%v)", pattern, names, err)
		}
		return names[0]
	}
	folder := "lis_" + cli.Version + "_" + runtime.GOOS + "_" + runtime.GOARCH
	rpmArch := map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH]
	for _, way := range []struct{ needs, from, run, program string }{
		{"tar", folder + ".tar.gz", `tar -xzf "$0"`, folder + "/lis"},
		{"dpkg", "*_" + runtime.GOARCH + ".deb", `mkdir -p root/var/lib/dpkg && touch root/var/lib/dpkg/status && dpkg --root=root --force-all --log=dpkg.log -i "$0"`, "root/usr/bin/lis"},
		{"cpio", "*." + rpmArch + ".rpm", `rpm2cpio "$0" | cpio --quiet -idm --no-absolute-filenames`, "usr/bin/lis"},
	} {
		if _, err := exec.LookPath(way.needs); err != nil {
			t.Logf("no %s here: %s is not unpacked", way.needs, way.from)
			continue
		}
		dir := t.TempDir()
		command(t, dir, "sh", "-c", way.run, at(way.from))
		programs = append(programs, filepath.Join(dir, way.program))
	}
	return programs
}

// begins begins a workspace with a CI job, which fetches the program of this release by its address and checksum.
func begins(t *testing.T, program, url string) {
	t.Helper()
	dir := t.TempDir()
	command(t, dir, "git", "init", "-q")
	command(t, dir, program, "init", "--type", "municipality", "--catalogue", "none", "--forge", "github")
	job, err := os.ReadFile(filepath.Join(dir, ".github", "workflows", "lis.yml"))
	if err != nil {
		t.Fatal(err)
	}
	bare := setup.ReleaseFile(cli.Version)
	data, err := os.ReadFile(filepath.Join(strings.TrimPrefix(url, "file://"), bare))
	if err != nil || !strings.Contains(string(job), url+bare) || !strings.Contains(string(job), sum(data)) {
		t.Errorf("the job of %s does not fetch %s%s with the checksum %s (%v)\n%s", program, url, bare, sum(data), err, job)
	}
}

// bill compares the list of what is in a program with what its compiler wrote into it. It has no time and no number of its own.
func bill(t *testing.T, out, system string) {
	t.Helper()
	var b struct {
		BOMFormat    string
		SerialNumber string
		Metadata     struct {
			Timestamp string
			Component struct{ Version string }
		}
		Components []struct{ Name, Version string }
	}
	data, err := os.ReadFile(filepath.Join(out, "lis_"+cli.Version+"_"+system+".cdx.json"))
	if err == nil {
		err = json.Unmarshal(data, &b)
	}
	if err != nil || b.BOMFormat != "CycloneDX" || b.SerialNumber != "" || b.Metadata.Timestamp != "" || b.Metadata.Component.Version != "v"+cli.Version {
		t.Errorf("%s: %+v (%v)", system, b.Metadata, err)
	}
	if system != "linux" { // the other programs lie in archives
		return
	}
	info, err := buildinfo.ReadFile(filepath.Join(out, "lis_"+cli.Version+"_linux_amd64"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"std@" + info.GoVersion}
	for _, m := range info.Deps {
		want = append(want, m.Path+"@"+m.Version)
	}
	var got []string
	for _, c := range b.Components {
		got = append(got, c.Name+"@"+c.Version)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
