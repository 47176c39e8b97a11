package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/cli"
	"github.com/c8b10cf3/lis/internal/setup"
)

// targets are the systems that a release has programs for.
var targets = []struct{ os, arch string }{
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
	{"windows", "arm64"},
}

// linkFlags leave out what debuggers need, and the id that the go command uses for its own cache.
const linkFlags = "-s -w -buildid="

// release is what the programs say of themselves, and where they will be.
type release struct {
	version string    // 0.1.0; of a snapshot 0.1.0+816e06b6c0ff
	commit  string    // the full id
	time    time.Time // of all files: that of the commit, or SOURCE_DATE_EPOCH
	url     string    // the folder in which the release will be published, with a slash at the end
}

// program is a compiled program.
type program struct {
	os, arch string
	data     []byte
}

// file is the name of the program on its system.
func (p program) file() string {
	if p.os == "windows" {
		return "lis.exe"
	}
	return "lis"
}

// builder runs what has to be run: the go command in the project, and tools that it has built in a folder of its own.
type builder struct {
	ctx        context.Context
	root, work string
}

// run runs a program in the project with additions to the environment, and returns its standard output.
func (b builder) run(env []string, name string, args ...string) ([]byte, error) {
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(b.ctx, name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = b.root, &out, &problems
	cmd.Env = append(os.Environ(), env...)
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, problems.String())
	}
	return out.Bytes(), nil
}

// programs compiles all programs, the first of them tells what the release is. Nothing else is compiled for what may not be released.
func (b builder) programs(o options) (r release, all []program, err error) {
	for i, t := range targets {
		name, err := b.compile(t.os, t.arch)
		if err != nil {
			return release{}, nil, err
		}
		if i == 0 {
			info, err := buildinfo.ReadFile(name)
			if err != nil {
				return release{}, nil, err
			}
			if r, err = describe(info, o, os.Getenv("SOURCE_DATE_EPOCH")); err != nil {
				return release{}, nil, err
			}
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return release{}, nil, err
		}
		all = append(all, program{os: t.os, arch: t.arch, data: data})
	}
	return r, all, nil
}

// compile compiles a program and returns its file.
func (b builder) compile(os, arch string) (string, error) {
	name := filepath.Join(b.work, "programs", os+"-"+arch)
	_, err := b.run(goEnv(os, arch), "go", "build", "-trimpath", "-buildvcs=true", "-ldflags", linkFlags, "-o", name, "./cmd/lis")
	return name, err
}

// goEnv is the environment that the bytes of a program depend on.
func goEnv(os, arch string) []string {
	return []string{"GOOS=" + os, "GOARCH=" + arch, "CGO_ENABLED=0", "GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=-trimpath", "GOEXPERIMENT=", "GOFIPS140=off"}
}

// describe tells what a program is the release of, and refuses what is none unless a snapshot is asked for. epoch is the time of
// the files in seconds, "" for that of the commit.
func describe(info *buildinfo.BuildInfo, o options, epoch string) (release, error) {
	made := cli.Built(info)
	switch {
	case made.Commit == "":
		return release{}, errors.New("git does not say which commit this is: a release is made in a clone, and not in a worktree of one")
	case made.Version != cli.Version && !o.snapshot:
		return release{}, fmt.Errorf("%s is not version %s: commit everything and tag it v%[2]s, or set SNAPSHOT=1 for files that are marked %[3]s",
			made.Commit, cli.Version, made.Version)
	}
	url := strings.TrimSuffix(strings.ReplaceAll(o.url, "{version}", made.Version), "/") + "/"
	if !setup.IsFetchable(url) {
		return release{}, fmt.Errorf("%q is no address where the release will be published: set RELEASE_URL", o.url)
	}
	at, err := releaseTime(info, epoch)
	return release{version: made.Version, commit: made.Commit, time: at, url: url}, err
}

// releaseTime is the time that all files of a release have.
func releaseTime(info *buildinfo.BuildInfo, epoch string) (time.Time, error) {
	if epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q, which is no number of seconds", epoch)
		}
		return time.Unix(seconds, 0).UTC(), nil
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			return time.Parse(time.RFC3339, s.Value)
		}
	}
	return time.Time{}, errors.New("git does not say when the commit was made")
}
