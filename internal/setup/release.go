package setup

import (
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Release is the program as CI fetches it: the address of the program for Linux on amd64, and its SHA-256 in hexadecimal digits.
// "" is what is not known; a job then stops and says what to fill in.
type Release struct{ URL, SHA256 string }

// Complete reports whether a job can fetch the program.
func (r Release) Complete() bool { return r.URL != "" && r.SHA256 != "" }

// ChecksumsFile is the list of checksums of a release, in the form that sha256sum writes and reads. A program that was installed
// from a release has one beside it, which may begin with a line "# ADDRESS/": the folder where the release is published.
const ChecksumsFile = "checksums.txt"

// ReleaseFile returns the name of the program that CI fetches, in the folder of a release.
func ReleaseFile(version string) string { return "lis_" + version + "_linux_amd64" }

var (
	// checksumLine matches a line of sha256sum, for a text or a binary file.
	checksumLine = regexp.MustCompile(`^([0-9a-fA-F]{64}) [ *](.+)$`)
	// releaseAddress matches the line that says where a release is published.
	releaseAddress = regexp.MustCompile(`^# ((?:https?|file)://\S+/)$`)
	checksum       = regexp.MustCompile(`^[0-9a-fA-F]{64}$`)
)

// IsChecksum reports whether a text is a SHA-256 in hexadecimal digits.
func IsChecksum(s string) bool { return checksum.MatchString(s) }

// ReadChecksums finds the program of a version in a list of checksums. URL is set if the list says where it is published, and
// SHA256 if it names the program.
func ReadChecksums(data []byte, version string) Release {
	var r Release
	file := ReleaseFile(version)
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if m := releaseAddress.FindStringSubmatch(line); m != nil && r.URL == "" {
			r.URL = m[1] + file
		}
		if m := checksumLine.FindStringSubmatch(line); m != nil && path.Base(strings.ReplaceAll(m[2], `\`, "/")) == file {
			r.SHA256 = strings.ToLower(m[1])
		}
	}
	return r
}

// InstalledRelease finds the release that the running program was installed from: the list of checksums in the program's folder,
// or where packages keep it. fsys is the folder above that of the program, folder the name of the latter.
func InstalledRelease(fsys fs.FS, folder, version string) Release {
	for _, name := range []string{path.Join(folder, ChecksumsFile), "share/lis/" + ChecksumsFile} {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			continue
		}
		if r := ReadChecksums(data, version); r.SHA256 != "" {
			return r
		}
	}
	return Release{}
}

// IsFetchable reports whether a text is an address that a job can fetch a file from, without anything that a shell or YAML reads
// otherwise.
func IsFetchable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"'`\\", r) }) {
		return false
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" || u.Scheme == "file" && u.Host == "" && strings.HasPrefix(u.Path, "/")
}

// IsArchive reports whether an address is that of an archive or a package of a release. CI fetches the program itself.
func IsArchive(address string) bool {
	return slices.Contains([]string{".gz", ".tgz", ".tar", ".zip", ".deb", ".rpm"}, strings.ToLower(path.Ext(address)))
}

// FileAt returns the address of the program of a version at an address: that of the file, or of the folder of a release, which
// ends with a slash.
func FileAt(address, version string) string {
	if strings.HasSuffix(address, "/") {
		return address + ReleaseFile(version)
	}
	return address
}
