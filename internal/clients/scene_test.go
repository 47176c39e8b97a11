package clients

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// scene is a situation made real: people's work, the forge's repository, and what its runner has checked out of it.
type scene struct {
	situation
	t      *testing.T
	forge  string
	tmp    string // for the runner
	desk   string // where people work
	origin string // the forge's bare repository
	work   string // what is checked out

	branch, title string // of the pull request
	pwned         string // a file that is there if somebody ran one of these names

	first  string // the commit that the workspace began with
	base   string // what main was when the branch left it
	head   string // the branch
	merged string // base with the branch merged
	main   string // what main is now
}

// pull is the number of the pull request.
const pull = "7"

// queueBranch is what GitHub calls the branch of a pull request in its queue.
func (s *scene) queueBranch() string { return "gh-readonly-queue/main/pr-" + pull + "-" + s.base }

// newScene makes a repository as people do, and checks it out as the forge's runner does.
func newScene(t *testing.T, forge string, s situation, r release) *scene {
	t.Helper()
	tmp := t.TempDir()
	if forge == "gitlab" {
		s.dir = strings.ReplaceAll(s.dir, " ", "-")
	}
	sc := &scene{
		situation: s, t: t, forge: forge, tmp: tmp, desk: filepath.Join(tmp, "desk"), work: filepath.Join(tmp, "work"),
		origin: filepath.Join(tmp, "origin.git"), branch: "bokbussen", title: "Bokbussen är ny", pwned: filepath.Join(tmp, "pwned"),
	}
	if s.hostile {
		touch := "touch${IFS}" + sc.pwned
		sc.branch = "a$(" + touch + ")`" + touch + "`;" + touch + ";'\"||" + touch + "||\""
		sc.title = "\"; touch " + sc.pwned + "; $(touch " + sc.pwned + ") '`"
	}
	sc.begin(r)
	sc.propose()
	sc.publish()
	sc.checkOut()
	return sc
}

// ranNothingElse finds traces of what no job may run: a name that is a command, and a program that is not the one of the release.
func (s *scene) ranNothingElse(r release) {
	s.t.Helper()
	for _, name := range []string{s.pwned, r.ran} {
		if os.Remove(name) == nil {
			s.t.Errorf("the job ran what it must not: %s is there", filepath.Base(name))
		}
	}
}

// begin is the first day: a repository with a workspace on main.
func (s *scene) begin(r release) {
	choose := s.release
	if choose == nil {
		choose = byFolder
	}
	isms := filepath.Join(s.desk, filepath.FromSlash(s.dir))
	s.git(s.tmp, "init", "-q", "-b", "main", s.desk)
	flags := []string{
		isms, "--lang", cmp.Or(s.lang, "sv"), "--forge", s.forge, "--address", address(s.forge),
		"--title", "LIS", "--organisation", "Norra Ekhamra", "--ask=false",
	}
	line := append(choose(r), flags...)
	s.run(s.desk, line[0], line[1:]...)
	s.write(start)
	if s.forge != "azure" {
		s.run(s.desk, r.program, "-C", isms, "codeowners", "--forge", s.forge)
	}
	s.first = s.commit("Början")
	s.write(s.situation.main)
	s.base = s.commit("Mer")
}

// address is that of the repository on its forge.
func address(forge string) string {
	if forge == "azure" {
		return "https://dev.azure.com/ekhamra/isms/_git/lis"
	}
	return "https://" + forge + ".example.org/ekhamra/lis"
}

// propose makes the pull request and merges it. For what happens on main it is merged there; otherwise main may go on.
func (s *scene) propose() {
	s.git(s.desk, "checkout", "-q", "-b", s.branch)
	s.write(s.change)
	s.head = s.commit(s.title)
	s.git(s.desk, "checkout", "-q", "--detach", s.base)
	s.git(s.desk, "merge", "-q", "--no-ff", "-m", "Sammanfoga", s.head)
	s.merged = s.git(s.desk, "rev-parse", "HEAD")
	s.git(s.desk, "checkout", "-q", "main")
	if s.event == push || s.event == nightly {
		s.git(s.desk, "merge", "-q", "--ff-only", s.merged)
	}
	s.write(s.later)
	s.main = s.commit("Senare")
}

// publish gives the forge's repository all that it has at that point. A pull request from a fork has no branch there. On GitLab
// the job belongs to the fork, whose main is as old as the fork.
func (s *scene) publish() {
	s.git(s.tmp, "init", "-q", "--bare", "-b", "main", s.origin)
	main, refs := s.main, []string{
		s.head + ":refs/pull/" + pull + "/head", s.merged + ":refs/pull/" + pull + "/merge",
		s.head + ":refs/merge-requests/" + pull + "/head", s.merged + ":refs/merge-requests/" + pull + "/train",
	}
	if s.fork && s.forge == "gitlab" {
		main = s.first
	}
	if !s.fork || s.forge == "gitlab" {
		refs = append(refs, s.head+":refs/heads/"+s.branch)
	}
	if s.event == queue && s.forge == "github" {
		refs = append(refs, s.merged+":refs/heads/"+s.queueBranch())
	}
	refs = append(refs, main+":refs/heads/main")
	s.git(s.desk, append([]string{"push", "-q", s.origin}, refs...)...)
}

// commitOf is the commit that the forge runs its job on, and the ref that it has it from.
func (s *scene) commitOf() (commit, ref string) {
	switch {
	case s.event == push || s.event == nightly:
		return s.main, "refs/heads/main"
	case s.forge == "github" && s.event == queue:
		return s.merged, "refs/heads/" + s.queueBranch()
	case s.forge == "gitlab" && s.event == queue:
		return s.merged, "refs/merge-requests/" + pull + "/train"
	case s.forge == "gitlab":
		return s.head, "refs/merge-requests/" + pull + "/head"
	case s.forge == "github" || s.forge == "azure":
		return s.merged, "refs/pull/" + pull + "/merge"
	}
	return s.head, "refs/pull/" + pull + "/head"
}

// checkOut makes the runner's copy: the commit alone, no branch of its own, and all branches of the forge unless it is shallow.
func (s *scene) checkOut() {
	commit, ref := s.commitOf()
	s.git(s.tmp, "init", "-q", "-b", "main", s.work)
	s.git(s.work, "remote", "add", "origin", "file://"+s.origin)
	if s.shallow {
		s.git(s.work, "fetch", "-q", "--no-tags", "--depth=1", "origin", "+"+ref+":refs/remotes/pull")
	} else {
		s.git(s.work, "fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+"+ref+":refs/remotes/pull")
	}
	s.git(s.work, "checkout", "-q", "--detach", commit)
	if s.event == push || s.event == nightly {
		s.git(s.work, "checkout", "-q", "-B", "main")
	}
}

// write changes files at people's desk. A name that begins with "/" is one beside the workspace.
func (s *scene) write(changes files) {
	s.t.Helper()
	for name, text := range changes {
		name, top := strings.CutPrefix(name, "/")
		if !top {
			name = s.dir + "/" + name
		}
		name = filepath.Join(s.desk, filepath.FromSlash(name))
		if text == "" {
			if err := os.Remove(name); err != nil {
				s.t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *scene) commit(subject string) string {
	s.t.Helper()
	s.git(s.desk, "add", "-A")
	s.git(s.desk, "commit", "-q", "--allow-empty", "-m", subject)
	return s.git(s.desk, "rev-parse", "HEAD")
}

func (s *scene) git(dir string, args ...string) string {
	s.t.Helper()
	return s.run(dir, "git", args...)
}

// run runs a program as somebody at the desk, and returns what it prints.
func (s *scene) run(dir, program string, args ...string) string {
	s.t.Helper()
	c := exec.Command(program, args...)
	c.Dir = dir
	c.Env = s.environment(
		"GIT_AUTHOR_NAME=Kim Ek", "GIT_AUTHOR_EMAIL=kim.ek@example.org", "GIT_AUTHOR_DATE=2026-01-02T10:00:00+01:00",
		"GIT_COMMITTER_NAME=Alex Ask", "GIT_COMMITTER_EMAIL=alex.ask@example.org", "GIT_COMMITTER_DATE=2026-01-02T10:00:00+01:00",
	)
	out, err := c.CombinedOutput()
	if err != nil {
		s.t.Fatalf("%s %s: %v\n%s", filepath.Base(program), strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// environment is what programs get to know: nothing of whoever runs the tests but where programs are.
func (s *scene) environment(more ...string) []string {
	home := filepath.Join(s.tmp, "home")
	if err := os.MkdirAll(home, 0o777); err != nil {
		s.t.Fatal(err)
	}
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + s.tmp, "LANG=C.UTF-8", "TZ=Europe/Stockholm",
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "NO_COLOR=1",
	}, more...)
}

// client runs a client where the runner works, and returns whether it ended well and what it said.
func (s *scene) client(env []string, program string, args ...string) (ok bool, said string) {
	s.t.Helper()
	c := exec.Command(program, args...)
	c.Dir, c.Env = s.work, s.environment(env...)
	out, err := c.CombinedOutput()
	if _, ended := err.(*exec.ExitError); err != nil && !ended {
		s.t.Fatal(err)
	}
	return err == nil, string(out)
}

// written is the text of the forge's CI file.
func (s *scene) written() string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.work, filepath.FromSlash(ciFiles[s.forge])))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// site is a folder if it holds a site, otherwise "".
func site(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, "index.html")); err != nil {
		return ""
	}
	return dir
}
