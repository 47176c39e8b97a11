package write

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/c8b10cf3/lis/internal/history"
	"github.com/c8b10cf3/lis/internal/history/sign"
)

var (
	// ErrNoGitProgram is returned by [Tag] if there is no git program.
	ErrNoGitProgram = errors.New("no git program")
	// ErrNoIdentity is returned by [Tag] if the user's identity is not configured in git.
	ErrNoIdentity = errors.New("git does not know who you are")
)

// GitError is the error output of the git program for a command that failed.
type GitError struct {
	Command string // the subcommand, such as tag
	Status  int    // exit status; 0 if git did not notice the failure
	Words   string // in English, one or more lines
}

func (e *GitError) Error() string { return "git " + e.Command + ": " + e.Words }

// Tag creates an annotated tag on a commit and returns it as read back. The git program creates it, with the identity and
// signature of the user's own git configuration: it is signed if tag.gpgSign is true or, if that is not set, commit.gpgSign. A signed
// tag has the date now, because a signature is judged by the keys that were valid when it was made; now is the current time, and the
// tag is never dated before the commit. An unsigned tag has the date of the commit, so that creating the same tag twice gives one
// object. The message is kept byte for byte. Git refuses the name of an existing tag. Once ctx is done no tag is created any more, but
// a git program that is already running is waited for.
func Tag(ctx context.Context, r *history.Repo, name, message string, on history.Commit, now time.Time) (history.Tag, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return history.Tag{}, ErrNoGitProgram
	}
	if _, _, err := git(r, "", nil, "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"); err != nil {
		return history.Tag{}, ErrNoIdentity
	}
	signed, err := signs(r)
	if err != nil {
		return history.Tag{}, err
	}
	how, at := []string{"--annotate", "--no-sign"}, on.CommittedAt
	if signed {
		how = []string{"--sign"}
		if now.After(at) {
			at = now
		}
	}
	date := fmt.Sprintf("GIT_COMMITTER_DATE=@%d %s", at.Unix(), at.Format("-0700"))
	args := append([]string{"-c", "user.useConfigOnly=true", "tag"}, how...)
	args = append(args, "--cleanup=verbatim", "--file=-", "--end-of-options", name, string(on.Hash))
	if ctx.Err() != nil {
		return history.Tag{}, ctx.Err()
	}
	_, words, err := git(r, message, []string{date}, args...)
	if err != nil {
		return history.Tag{}, cmp.Or(ctx.Err(), err) // an interrupt reaches git too
	}
	tag, ok, err := r.Tag(name)
	switch {
	case err != nil:
		return tag, err
	case !ok || tag.Commit != on.Hash || tag.Message != message:
		return tag, fmt.Errorf("the tag %s that git made cannot be found again", name)
	case signed && tag.Signed == sign.None: // some versions of git continue if ssh-keygen fails
		return tag, errors.Join(&GitError{Command: "tag", Words: words}, RemoveTag(r, tag))
	}
	return tag, nil
}

// RemoveTag deletes an annotated tag, provided that the name still refers to that tag.
func RemoveTag(r *history.Repo, tag history.Tag) error {
	_, _, err := git(r, "", nil, "update-ref", "-d", "refs/tags/"+tag.Name, string(tag.Object))
	return err
}

// unset is the exit status of git config for a setting that does not exist.
const unset = 1

// signs reports whether git is configured to sign tags.
func signs(r *history.Repo) (bool, error) {
	for _, setting := range []string{"tag.gpgSign", "commit.gpgSign"} {
		out, _, err := git(r, "", nil, "config", "--type=bool", "--get", setting)
		var refused *GitError
		if errors.As(err, &refused) && refused.Status == unset {
			continue
		}
		return strings.TrimSpace(out) == "true", err
	}
	return false, nil
}

// notInherited are the environment variables that git must not inherit: those that would make it work on another repository or see
// the opened one differently than this package does, and those that this package sets itself.
var notInherited = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_NAMESPACE", "GIT_PREFIX", "GIT_CEILING_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE",
	"GIT_COMMITTER_DATE", "LC_ALL",
}

// git runs the git program in the opened folder and returns its output and what it wrote to standard error. No shell is involved.
// The error is a *GitError if git exits with a status other than 0.
func git(r *history.Repo, input string, env []string, args ...string) (printed, words string, err error) {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = r.Dir(), strings.NewReader(input)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return slices.Contains(notInherited, name)
	}), append(env, "LC_ALL=C")...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	words = strings.TrimSpace(errs.String())
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		command := slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == "-c" || strings.Contains(arg, "=") })
		err = &GitError{command[0], exit.ExitCode(), words}
	}
	return out.String(), words, err
}
