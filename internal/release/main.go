// Command release makes a release of the program in one folder: archives, packages, a container image, lists of what is in the
// program, and the checksums of all. The same commit gives the same bytes, wherever it is built. Only `make release` runs it.
//
// It compiles, packs and writes; it neither signs nor publishes, and uses no network but for what the go command fetches.
// Start reading at [makeRelease].
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// options are what is asked for.
type options struct {
	root     string // the project
	out      string // a folder that is not there yet, or is empty
	url      string // where the release will be published; {version} stands for the version
	snapshot bool   // whether it may be of a commit without the tag of the version, or with changes
}

func main() {
	o := options{root: "."}
	flag.StringVar(&o.out, "o", "build/release", "the folder to write")
	flag.StringVar(&o.url, "url", "", "where the release will be published, with {version} for the version")
	flag.BoolVar(&o.snapshot, "snapshot", false, "take a commit without the tag of the version, or with changes, and mark the release with it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := makeRelease(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// makeRelease writes the folder of a release, whole or not at all.
func makeRelease(ctx context.Context, o options) error {
	if err := unused(o.out); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "release-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	b := builder{ctx: ctx, root: o.root, work: work}
	r, programs, err := b.programs(o)
	if err != nil {
		return err
	}
	texts, err := b.texts(r)
	if err != nil {
		return err
	}
	files, err := b.parts(r, programs, texts)
	if err != nil {
		return err
	}
	return writeFolder(o.out, append(files, file{name: sumsName, data: sums(files)}))
}

// parts are all files of a release but the checksums.
func (b builder) parts(r release, programs []program, texts []file) ([]file, error) {
	bare := bareFiles(r, programs)
	texts = append(texts, file{name: sumsName, data: published(r, bare)})
	files := bare
	for _, p := range programs {
		made, err := archive(r, p, texts)
		if err != nil {
			return nil, err
		}
		files = append(files, made)
	}
	if err := b.tools(); err != nil {
		return nil, err
	}
	for _, add := range []func(release, []program, []file) ([]file, error){b.packages, b.image, b.bills} {
		made, err := add(r, programs, texts)
		if err != nil {
			return nil, err
		}
		files = append(files, made...)
	}
	return files, nil
}

// unused refuses a folder that has something in it: what is not of this release does not belong under its checksums.
func unused(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty: name another folder with OUT=", dir)
	}
	return err
}

// writeFolder writes files into a new folder, which gets its name last.
func writeFolder(dir string, files []file) error {
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	partial, err := os.MkdirTemp(parent, ".release-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(partial) }()
	if err := writeFiles(partial, files); err != nil {
		return err
	}
	if err := os.Chmod(partial, 0o755); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(partial, dir)
}

// writeFiles writes files below a folder, with the permissions that they have in the release.
func writeFiles(dir string, files []file) error {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.data, f.mode()); err != nil {
			return err
		}
		if err := os.Chmod(name, f.mode()); err != nil { // whatever the umask is
			return err
		}
	}
	return nil
}
