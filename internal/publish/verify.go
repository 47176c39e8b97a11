package publish

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/disclose"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/seal"
)

// Inspect compares the files of a site with its manifest. The manifest is nil if it cannot be read or lists what no site can
// contain; nothing else is checked then. An error means that a file cannot be read.
func Inspect(site fs.FS) (m *Manifest, found []seal.Mismatch, err error) {
	data, err := fs.ReadFile(site, ManifestFile)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", ManifestFile, err)
	}
	if m, err = ReadManifest(data); err != nil {
		return nil, []seal.Mismatch{unreadable(err)}, nil
	}
	if found = m.invalidEntries(); len(found) > 0 {
		return nil, found, nil
	}
	found, err = m.compareFiles(site)
	return m, found, err
}

// unreadable returns the mismatch for a manifest that cannot be read.
func unreadable(err error) seal.Mismatch {
	d := seal.NewMismatch(seal.Manifest, ManifestFile, fmt.Sprint("format ", manifestVersion), err.Error(), "verify.manifest-unreadable")
	var format *FormatError
	if errors.As(err, &format) && format.Version > manifestVersion {
		d.Means, d.Args = "verify.manifest-format", locale.Args{"format": format.Version, "known": manifestVersion}
	}
	return d
}

// invalidEntries returns the entries of a manifest that no build writes, including names that lead out of the site, so that these are
// never followed.
func (m *Manifest) invalidEntries() []seal.Mismatch {
	var found []seal.Mismatch
	add := func(name, want, is string, means locale.Key, right bool) {
		if !right {
			found = append(found, seal.NewMismatch(seal.Manifest, name, want, is, means))
		}
	}
	_, isDay := locale.ParseDate(m.AsOf)
	add("as_of", "YYYY-MM-DD", m.AsOf, "verify.manifest-value", isDay)
	add("language", "sv, en", string(m.Language), "verify.manifest-value", slices.Contains(locale.Langs, m.Language))
	add("profile", strings.Join(disclose.Profiles(), ", "), string(m.Profile), "verify.manifest-value", disclose.IsProfile(m.Profile))
	if m.Commit != nil {
		add("commit", "a full commit id", *m.Commit, "verify.manifest-id", isHex(*m.Commit, 20))
	}
	for name, commit := range m.Tags {
		add("tags: "+name, "a full commit id", string(commit), "verify.manifest-id", isHex(string(commit), 20))
	}
	for name, sum := range m.Files {
		add("files: "+name, "a file of the site", name, "verify.manifest-file", fs.ValidPath(name) && name != "." && name != ManifestFile && !strings.ContainsAny(name, "\\:\x00"))
		add("files: "+name, "a SHA-256", sum, "verify.manifest-sum", isHex(sum, 32))
	}
	seal.Sort(found)
	return found
}

// isHex reports whether a text is n bytes in lower-case hexadecimal digits.
func isHex(s string, n int) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == n && strings.ToLower(s) == s
}

// compareFiles finds the files that differ from the manifest. Symbolic links are not followed.
func (m *Manifest) compareFiles(site fs.FS) ([]seal.Mismatch, error) {
	var found []seal.Mismatch
	there := map[string]bool{}
	err := fs.WalkDir(site, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || name == ManifestFile {
			return err
		}
		there[name] = true
		want, listed := m.Files[name]
		if !e.Type().IsRegular() {
			found = append(found, seal.NewMismatch(seal.Page, name, want, e.Type().String(), "verify.page-link"))
			return nil
		}
		data, err := fs.ReadFile(site, name)
		switch sum := seal.Sum(data); {
		case err != nil:
			return err
		case !listed:
			found = append(found, seal.NewMismatch(seal.Page, name, "", sum, "verify.page-extra"))
		case sum != want:
			found = append(found, seal.NewMismatch(seal.Page, name, want, sum, "verify.page-changed"))
		}
		return nil
	})
	for name, want := range m.Files {
		if !there[name] {
			found = append(found, seal.NewMismatch(seal.Page, name, want, "", "verify.page-missing"))
		}
	}
	if err != nil {
		err = fmt.Errorf("look through the site: %w", err)
	}
	seal.Sort(found)
	return found, err
}

// Against compares a manifest with the files of a site rebuilt from what the manifest names. raw is the manifest itself, in
// bytes.
func (m *Manifest) Against(made Files, raw []byte) []seal.Mismatch {
	var found []seal.Mismatch
	names := map[string]bool{}
	for name := range made {
		names[name] = name != ManifestFile
	}
	for name := range m.Files {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		want := ""
		if data, ok := made[name]; ok {
			want = seal.Sum(data)
		}
		if names[name] && want != m.Files[name] {
			found = append(found, seal.NewMismatch(seal.Page, name, want, m.Files[name], "verify.page-rebuilt"))
		}
	}
	if len(found) == 0 && !bytes.Equal(raw, made[ManifestFile]) {
		found = append(found, seal.NewMismatch(seal.Manifest, ManifestFile, seal.Sum(made[ManifestFile]), seal.Sum(raw), "verify.manifest-bytes"))
	}
	return found
}

// IsSite reports whether a folder holds a manifest.
func IsSite(site fs.FS) (bool, error) {
	_, err := fs.Stat(site, ManifestFile)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
