package setup

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestReadChecksums(t *testing.T) {
	sum := strings.Repeat("0123456789ABCDEF", 4)
	low := strings.ToLower(sum)
	const file = "lis_1.2.3_linux_amd64"
	for _, c := range []struct {
		name, text string
		want       Release
	}{
		{"with its address", "# https://git.example.org/lis/\n" + low + "  " + file + "\n", Release{"https://git.example.org/lis/" + file, low}},
		{"of a whole release", low + "  lis_1.2.3_linux_amd64.tar.gz\n" + sum + " *" + file + "\r\n", Release{"", low}},
		{"in a folder", low + "  ./build\\release/" + file, Release{"", low}},
		{"of another version", low + "  lis_1.2.4_linux_amd64\n", Release{}},
		{"not a checksum", low[1:] + "  " + file + "\n", Release{}},
		{"not an address", "# see the README/\n# javascript://x/\n" + low + "  " + file + "\n", Release{"", low}},
		{"empty", "", Release{}},
	} {
		if got := ReadChecksums([]byte(c.text), "1.2.3"); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestInstalledRelease(t *testing.T) {
	line := func(digit string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.Repeat(digit, 64) + "  lis_1.2.3_linux_amd64\n")}
	}
	for _, c := range []struct {
		name string
		fsys fstest.MapFS
		want string
	}{
		{"unpacked archive", fstest.MapFS{"bin/checksums.txt": line("a")}, "a"},
		{"package", fstest.MapFS{"share/lis/checksums.txt": line("b")}, "b"},
		{"a list about something else beside it", fstest.MapFS{"bin/checksums.txt": {Data: []byte("x")}, "share/lis/checksums.txt": line("b")}, "b"},
		{"go build", fstest.MapFS{"bin/lis": {}}, ""},
	} {
		if got := InstalledRelease(c.fsys, "bin", "1.2.3").SHA256; got != strings.Repeat(c.want, 64) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestIsFetchable(t *testing.T) {
	for address, want := range map[string]bool{
		"https://git.example.org/lis/":             true,
		"http://mirror.lan:8080/lis_1_linux_amd64": true,
		"file:///mnt/lis/":                         true,
		"file://mnt/lis/":                          false,
		"https:///lis":                             false,
		"git.example.org/lis/":                     false,
		"ftp://git.example.org/lis/":               false,
		"https://git.example.org/a b":              false,
		`https://git.example.org/"; rm`:            false,
		"https://git.example.org/$(id)":            true, // a shell does not expand what is in a variable
		"https://git.example.org/\n":               false,
		"":                                         false,
	} {
		if got := IsFetchable(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}
