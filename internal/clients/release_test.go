package clients

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// release is a folder as `make release` fills it, and what it takes to say so to init.
type release struct {
	dir      string
	program  string // the program itself
	name     string // its name in the folder
	sum      string // its checksum
	alone    string // the program, installed without anything that tells of a release
	unpacked string // the program as an archive has it
	bad      string // a folder with another program under the same name
	ran      string // the file that this program makes
}

// newRelease builds the program as a release has it.
func newRelease(t *testing.T) release {
	t.Helper()
	dir := t.TempDir()
	r := release{dir: filepath.Join(dir, "release"), bad: filepath.Join(dir, "bad"), ran: filepath.Join(dir, "ran")}
	r.alone, r.unpacked = filepath.Join(dir, "alone", "lis"), filepath.Join(dir, "unpacked", "lis")
	built := filepath.Join(dir, "lis")
	out, err := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", built, "../../cmd/lis").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	out, err = exec.Command(built, "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	r.name = "lis_" + strings.Fields(string(out))[1] + "_linux_amd64"
	r.program = filepath.Join(r.dir, r.name)
	program, err := os.ReadFile(built)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(program)
	r.sum = hex.EncodeToString(sum[:])
	for name, text := range map[string]string{
		r.program:                             string(program),
		r.alone:                               string(program),
		r.unpacked:                            string(program),
		filepath.Join(r.dir, "checksums.txt"): r.sum + "  " + r.name + "\n",
		filepath.Join(dir, "unpacked", "checksums.txt"): "# file://" + r.dir + "/\n" + r.sum + "  " + r.name + "\n",
		filepath.Join(r.bad, r.name):                    "#!/bin/sh\ntouch '" + r.ran + "'\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// How init is told of a release: its command line.

func byFolder(r release) []string {
	return []string{r.alone, "init", "--release-url", "file://" + r.dir + "/", "--checksum", filepath.Join(r.dir, "checksums.txt")}
}

func byFile(r release) []string {
	return []string{r.alone, "init", "--release-url", "file://" + r.program, "--checksum", r.sum}
}

// byItself has the program find the file beside it that an archive has.
func byItself(r release) []string { return []string{r.unpacked, "init"} }

func byWrongChecksum(r release) []string {
	return []string{r.alone, "init", "--release-url", "file://" + r.bad + "/", "--checksum", r.sum}
}

func byWrongAddress(r release) []string {
	return []string{r.alone, "init", "--release-url", "file://" + r.dir + "/gone/", "--checksum", r.sum}
}

func unknown(r release) []string { return []string{r.alone, "init"} }
