package cli

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/setup"
	"github.com/google/go-cmp/cmp"
)

// The parts of a page that is followed in a shell: commands for the reader, commands for what the reader does elsewhere, such as in
// a browser, and what the last command said, whole or those lines that have a word, with its exit status.
var (
	shellBlock  = regexp.MustCompile("(?s)^```sh\n(.*?)```\n")
	shellAside  = regexp.MustCompile(`^<!-- elsewhere: (.*?) -->\n`)
	shellChange = regexp.MustCompile(`^<!-- change: (\S+) \| (.*?) \| (.*?) -->\n`)
	shellOutput = regexp.MustCompile("(?s)^<!-- output(?:, status (\\d+))?(?: \\| (.+?))? -->\n```\n(.*?)```\n")
)

// commitShown is a commit as a history shows it. It depends on every file of a new workspace, so a page shows another.
var commitShown = regexp.MustCompile(`\b[0-9a-f]{10}\b`)

// reader follows a page in a shell of their own.
type reader struct {
	t    *testing.T
	home string // their folder, which the page calls /home/isam
	dir  string // where they stand
	env  []string
	said string // by the last commands
	code int    // their exit status
}

// newReader returns a reader with an empty home, in which they stand. Of the program there is only its release: an archive, as it
// was downloaded.
func newReader(t *testing.T) *reader {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("no bash")
	}
	home := t.TempDir()
	return &reader{t: t, home: home, dir: home, env: append(os.Environ(), "HOME="+home, "PATH="+filepath.Join(home, "lis")+":/usr/local/bin:/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_DATE=2026-11-30T09:00:00+01:00", "GIT_COMMITTER_DATE=2026-11-30T09:00:00+01:00", todayVar+"=2026-11-30", cacheVar+"="+t.TempDir())}
}

// download puts the archive of a release for Linux into the reader's folder. It holds the program of the test.
func (r *reader) download() {
	r.t.Helper()
	lis, err := exec.LookPath("lis")
	if err != nil {
		r.t.Fatal(err)
	}
	program, err := os.ReadFile(lis)
	if err != nil {
		r.t.Fatal(err)
	}
	name := setup.ReleaseFile(Version)
	out, err := os.Create(filepath.Join(r.dir, name+".tar.gz"))
	if err != nil {
		r.t.Fatal(err)
	}
	zw, _ := gzip.NewWriterLevel(out, gzip.NoCompression)
	tw := tar.NewWriter(zw)
	sums := "# https://git.example.se/it/lis/\n" + strings.Repeat("0123456789abcdef", 4) + "  " + name + "\n"
	for file, data := range map[string][]byte{"lis": program, setup.ChecksumsFile: []byte(sums)} {
		if err := tw.WriteHeader(&tar.Header{Name: name + "/" + file, Mode: 0o755, Size: int64(len(data))}); err != nil {
			r.t.Fatal(err)
		}
		if _, err := tw.Write(data); err != nil {
			r.t.Fatal(err)
		}
	}
	for _, c := range []io.Closer{tw, zw, out} {
		if err := c.Close(); err != nil {
			r.t.Fatal(err)
		}
	}
}

// run runs commands where the reader stands, and moves with them.
func (r *reader) run(script string) {
	r.t.Helper()
	at := filepath.Join(r.t.TempDir(), "at")
	cmd := exec.Command("bash", "-c", "trap 'pwd >"+at+"' EXIT\n"+script)
	cmd.Dir, cmd.Env = r.dir, r.env
	out, err := cmd.CombinedOutput()
	r.said = commitShown.ReplaceAllString(strings.ReplaceAll(string(out), r.home, "/home/isam"), "1a2b3c4d5e")
	r.code = cmd.ProcessState.ExitCode()
	if err != nil && r.code < 0 {
		r.t.Fatal(err)
	}
	if where, err := os.ReadFile(at); err == nil {
		r.dir = strings.TrimSpace(string(where))
	}
}

// follow does what a page says, from top to bottom, and returns the page with what its commands said. A command whose output the page
// does not show ends well.
func (r *reader) follow(page string) string {
	r.t.Helper()
	var out strings.Builder
	shown := true
	settle := func() {
		if !shown && r.code != statusDone {
			r.t.Fatalf("exit status %d\n%s", r.code, r.said)
		}
		shown = true
	}
	for page != "" {
		part, _, _ := strings.Cut(page, "\n")
		part += "\n"
		if m := shellBlock.FindStringSubmatch(page); m != nil {
			settle()
			part, shown = m[0], false
			r.run(m[1])
		} else if m := shellAside.FindStringSubmatch(page); m != nil {
			settle()
			part, shown = m[0], false
			r.run(m[1])
		} else if m := shellChange.FindStringSubmatch(page); m != nil {
			part = m[0]
			lineBreaks := strings.NewReplacer(`\n`, "\n")
			r.change(m[1], lineBreaks.Replace(m[2]), lineBreaks.Replace(m[3]))
		} else if m := shellOutput.FindStringSubmatch(page); m != nil {
			if want, _ := strconv.Atoi(m[1]); r.code != want {
				r.t.Fatalf("exit status %d, want %d\n%s", r.code, want, r.said)
			}
			head, _, _ := strings.Cut(m[0], "\n")
			out.WriteString(head + "\n```\n" + lines(r.said, m[2]) + "```\n")
			page, shown = page[len(m[0]):], true
			continue
		}
		out.WriteString(part)
		page = page[len(part):]
	}
	settle()
	return out.String()
}

// change replaces text in a file.
func (r *reader) change(file, old, text string) {
	r.t.Helper()
	data, err := os.ReadFile(filepath.Join(r.dir, file))
	if err != nil || !strings.Contains(string(data), old) {
		r.t.Fatalf("%s has no %q", file, old)
	}
	write(r.t, r.dir, file, strings.Replace(string(data), old, text, 1))
}

// checkShellPage follows a page and wants the output that it shows, or writes it anew.
func (r *reader) checkShellPage(name string) {
	r.t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		r.t.Fatal(err)
	}
	got := r.follow(string(data))
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			r.t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(got, string(data)); diff != "" {
		r.t.Errorf("%s is not fresh; UPDATE=1 go test ./internal/cli -run Docs writes it (-want +got)\n%s", name, diff)
	}
}

// TestDocsBegin follows the page on how to begin, from the downloaded archive to the site.
func TestDocsBegin(t *testing.T) {
	r := newReader(t)
	r.download()
	r.run(`git init -q --bare "$HOME/forge.git" && git config --global url."$HOME/forge.git".insteadOf https://git.example.se/ekhamra/isms`)
	r.checkShellPage("../../docs/sv/kom-igang.md")
	for _, name := range []string{"_site/index.html", ".github/workflows/lis.yml"} {
		if _, err := os.Stat(filepath.Join(r.home, "isms", name)); err != nil {
			t.Error(err)
		}
	}
}

// TestDocsBaseline follows the page on a register with 400 old faults.
func TestDocsBaseline(t *testing.T) {
	r := newReader(t)
	lis, err := exec.LookPath("lis")
	if err != nil {
		t.Fatal(err)
	}
	r.run("mkdir lis && ln -s '" + lis + "' lis/lis && git init -q -b main isms && cd isms && lis init -q --type municipality --roles && " +
		"git config user.name Samordnare && git config user.email isam@example.org")
	for i := range 200 {
		write(t, r.dir, fmt.Sprintf("systems/sys-%03d.md", i+1), fmt.Sprintf("---\nid: SYS-%03d\ntitle: System %d\nstatus: in_use\nprocurement: own\n---\n", i+1, i+1))
	}
	r.run(`sed -i 's/appointed: "no"/appointed: "yes"/' roles/roll-*.md && git add . && git commit -q -m "Registret förs över"`)
	r.checkShellPage("../../docs/sv/infor.md")
}

// TestReadmeBegin does what the first page says, word by word.
func TestReadmeBegin(t *testing.T) {
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, page, _ = bytes.Cut(page, []byte("## Kom igång · Begin\n"))
	block := regexp.MustCompile("(?s)```sh\n(.*?)```").FindSubmatch(page)
	if block == nil {
		t.Fatal("no commands")
	}
	r := newReader(t)
	r.download()
	if r.run("set -e\n" + string(block[1])); r.code != statusDone {
		t.Fatalf("exit status %d\n%s", r.code, r.said)
	}
	if _, err := os.Stat(filepath.Join(r.home, "isms", "_site", "index.html")); err != nil {
		t.Error(err)
	}
}
