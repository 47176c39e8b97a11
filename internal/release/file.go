package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/setup"
)

// sumsName is the name of lists of checksums: of that of the whole release, and of the short one within its parts.
const sumsName = setup.ChecksumsFile

// file is a file of a release, or of one of its parts.
type file struct {
	name string // with slashes
	exec bool   // whether it is a program
	data []byte
}

// mode returns the permissions of a file.
func (f file) mode() fs.FileMode {
	if f.exec {
		return 0o755
	}
	return 0o644
}

// in returns files in a folder, sorted by name.
func in(folder string, files []file) []file {
	var out []file
	for _, f := range files {
		f.name = folder + f.name
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return out
}

// sum returns the checksum of data as sha256sum writes it.
func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// sums returns the checksums of files in the form of sha256sum, by name.
func sums(files []file) []byte {
	var b strings.Builder
	for _, f := range in("", files) {
		fmt.Fprintf(&b, "%s  %s\n", sum(f.data), f.name)
	}
	return []byte(b.String())
}

// published returns the short list of checksums that lies beside a program: the address of the release, and the checksums of the
// bare programs, which CI jobs fetch from there. `lis init --forge` reads it.
func published(r release, bare []file) []byte {
	return append([]byte("# "+r.url+"\n"), sums(bare)...)
}

// bareFiles are the programs that a release also has as they are, since a CI job needs nothing but a program.
func bareFiles(r release, programs []program) []file {
	var out []file
	for _, p := range programs {
		if p.os == "linux" {
			out = append(out, file{name: r.name(p.os, p.arch), exec: true, data: p.data})
		}
	}
	return out
}

// name is what the files of a release for a system are called.
func (r release) name(parts ...string) string {
	return strings.Join(append([]string{"lis", r.version}, parts...), "_")
}
