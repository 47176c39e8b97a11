package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licenceFile matches the files in which a module says under which terms it may be passed on.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)[^/]*$`)

// module is a module as the go command lists it.
type module struct {
	Path, Version, Dir string
	Main               bool
}

// licences returns the licences of everything that is in the programs besides the project's own: the library of Go, and the modules
// that any of the programs is made of.
func (b builder) licences() ([]byte, error) {
	root, err := b.run(nil, "go", "env", "GOROOT", "GOVERSION")
	if err != nil {
		return nil, err
	}
	found := strings.Fields(string(root))
	all := map[string]module{"": {Path: "Go", Version: found[1], Dir: found[0]}}
	for _, t := range targets {
		out, err := b.run(goEnv(t.os, t.arch), "go", "list", "-deps", "-json=Module", "./cmd/lis")
		if err != nil {
			return nil, err
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var pkg struct{ Module *module }
			if err := d.Decode(&pkg); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			if m := pkg.Module; m != nil && !m.Main {
				all[m.Path] = *m
			}
		}
	}
	var out bytes.Buffer
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if err := writeLicence(&out, all[key]); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

// writeLicence writes the terms of a module, below its name and version. A module without any is refused: it may not be passed on.
func writeLicence(w io.Writer, m module) error {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return err
	}
	some := false
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s %s, %s\n\n%s\n\n%s\n\n", m.Path, m.Version, e.Name(), bytes.TrimSpace(data), strings.Repeat("-", 72))
		some = true
	}
	if !some {
		return fmt.Errorf("%s %s has no licence in %s", m.Path, m.Version, m.Dir)
	}
	return nil
}
