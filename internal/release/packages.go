package main

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// toolsFile lists the programs that only a release needs, apart from those that tests need.
const toolsFile = "internal/tools/release.mod"

// The tools, as their import paths.
const (
	packer = "github.com/goreleaser/nfpm/v2/cmd/nfpm"
	biller = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod"
)

// tools builds the tools.
func (b builder) tools() error {
	_, err := b.run(nil, "go", "build", "-modfile="+toolsFile, "-buildvcs=false", "-o", filepath.Join(b.work, "tools")+"/", packer, biller)
	return err
}

// tool is the file of a tool.
func (b builder) tool(importPath string) string {
	return filepath.Join(b.work, "tools", path.Base(importPath))
}

// system is a kind of package.
type system struct {
	packager string // as nfpm calls it
	license  string // where the licence belongs
	zsh      string // the folder of completions for zsh
}

var systems = []system{
	{packager: "deb", license: "/usr/share/doc/lis/copyright", zsh: "/usr/share/zsh/vendor-completions/"},
	{packager: "rpm", license: "/usr/share/licenses/lis/LICENSE", zsh: "/usr/share/zsh/site-functions/"},
}

// place returns where a file of an archive lies when the package is installed; "" if it does not belong on the system.
func (s system) place(name string) string {
	base := path.Base(name)
	switch {
	case name == "lis":
		return "/usr/bin/lis"
	case name == sumsName:
		return "/usr/share/lis/" + name
	case name == "LICENSE":
		return s.license
	case strings.HasPrefix(name, "man/"):
		return "/usr/share/" + name + ".gz"
	case strings.HasSuffix(name, ".bash"):
		return "/usr/share/bash-completion/completions/lis"
	case strings.HasSuffix(name, ".fish"):
		return "/usr/share/fish/vendor_completions.d/" + base
	case strings.HasSuffix(name, ".ps1"):
		return ""
	case base == "_lis":
		return s.zsh + base
	}
	return "/usr/share/doc/lis/" + name
}

// packages makes the packages for Linux.
func (b builder) packages(r release, programs []program, texts []file) ([]file, error) {
	var out []file
	for _, p := range programs {
		if p.os != "linux" {
			continue
		}
		for _, s := range systems {
			made, err := b.pack(r, p, s, append([]file{{name: p.file(), exec: true, data: p.data}}, texts...))
			if err != nil {
				return nil, err
			}
			out = append(out, made)
		}
	}
	return out, nil
}

// pack makes a package of files. nfpm gives it the name that is usual on the system.
func (b builder) pack(r release, p program, s system, files []file) (file, error) {
	dir := filepath.Join(b.work, s.packager+"-"+p.arch)
	installed, err := s.installed(files)
	if err != nil {
		return file{}, err
	}
	config, err := json.Marshal(packing(r, p.arch, filepath.Join(dir, "root"), installed))
	if err != nil {
		return file{}, err
	}
	if err := writeFiles(filepath.Join(dir, "root"), installed); err != nil {
		return file{}, err
	}
	made := filepath.Join(dir, "made")
	if err := writeFiles(dir, []file{{name: "nfpm.yaml", data: config}, {name: "made/.keep"}}); err != nil {
		return file{}, err
	}
	if _, err := b.run(nil, b.tool(packer), "package", "-f", filepath.Join(dir, "nfpm.yaml"), "-p", s.packager, "-t", made); err != nil {
		return file{}, err
	}
	names, err := filepath.Glob(filepath.Join(made, "*."+s.packager))
	if err != nil || len(names) != 1 {
		return file{}, err
	}
	data, err := os.ReadFile(names[0])
	return file{name: filepath.Base(names[0]), data: data}, err
}

// installed returns the files of an archive by their places on the system, manual pages compressed as is usual there.
func (s system) installed(files []file) ([]file, error) {
	var out []file
	for _, f := range files {
		place := s.place(f.name)
		if place == "" {
			continue
		}
		if strings.HasSuffix(place, ".gz") {
			data, err := gzipped(f.data)
			if err != nil {
				return nil, err
			}
			f.data = data
		}
		f.name = place
		out = append(out, f)
	}
	return in("", out), nil
}

// packing is what nfpm has to know about a package of files that lie below a folder. JSON is YAML, which nfpm reads.
func packing(r release, arch, root string, files []file) map[string]any {
	at := r.time.Format(time.RFC3339)
	var contents []map[string]any
	for _, f := range files {
		contents = append(contents, map[string]any{
			"src": filepath.Join(root, filepath.FromSlash(f.name)), "dst": f.name,
			"file_info": map[string]any{"mode": f.mode(), "owner": "root", "group": "root", "mtime": at},
		})
	}
	return map[string]any{
		"name": "lis", "arch": arch, "platform": "linux", "version": r.version, "mtime": at,
		"maintainer": maintainer, "vendor": "lis", "homepage": projectURL, "license": licence,
		"section": "admin", "priority": "optional", "description": summary + "\n" + description,
		"suggests": []string{"git"}, "disable_globbing": true, "contents": contents, "umask": 0o022,
		"rpm": map[string]any{"buildhost": "localhost", "summary": summary},
	}
}
