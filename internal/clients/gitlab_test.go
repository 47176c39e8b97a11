package clients

import (
	"path/filepath"
	"strings"
	"testing"
)

// runGitLab runs GitLab's file in gitlab-ci-local, each job in a folder of its own and without containers.
func runGitLab(t *testing.T, s *scene) outcome {
	t.Helper()
	s.git(s.work, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	args := []string{"--force-shell-executor", "--shell-isolation", "--no-artifacts-to-source", "--no-color", "--home", filepath.Join(s.tmp, "home")}
	for _, v := range s.gitlabVariables() {
		args = append(args, "--variable", v)
	}
	if s.event == request || s.event == queue {
		args = append(args, "--unset-variable", "CI_COMMIT_BRANCH")
	}
	if s.pages {
		args = append(args, "--variable", "LIS_PAGES=true")
	}
	ok, log := s.client(nil, Path(t, "gitlab-ci-local"), args...)
	kept := func(job, folder string) string {
		return site(filepath.Join(s.work, ".gitlab-ci-local", "artifacts", job, filepath.FromSlash(folder)))
	}
	return outcome{ok, log, kept("lis", s.dir+"/_site"), kept("pages", "public") != ""}
}

// gitlabVariables are the predefined variables that GitLab gives the job beside those that gitlab-ci-local knows.
func (s *scene) gitlabVariables() []string {
	commit, ref := s.commitOf()
	vars := []string{"CI_COMMIT_SHA=" + commit, "CI_DEFAULT_BRANCH=main", "CI_PROJECT_ID=1"}
	switch s.event {
	case push:
		return append(vars, "CI_PIPELINE_SOURCE=push", "CI_COMMIT_BRANCH=main", "CI_COMMIT_REF_NAME=main", "CI_COMMIT_BEFORE_SHA="+s.base)
	case nightly:
		return append(vars, "CI_PIPELINE_SOURCE=schedule", "CI_COMMIT_BRANCH=main", "CI_COMMIT_REF_NAME=main")
	}
	kind, source := "detached", "1"
	if s.event == queue {
		kind = "merge_train"
	}
	if s.fork {
		source = "2"
		vars[2] = "CI_PROJECT_ID=2"
	}
	return append(vars, "CI_PIPELINE_SOURCE=merge_request_event", "CI_MERGE_REQUEST_EVENT_TYPE="+kind,
		"CI_MERGE_REQUEST_IID="+pull, "CI_MERGE_REQUEST_REF_PATH="+strings.TrimSuffix(ref, "/train"), "CI_MERGE_REQUEST_TITLE="+s.title,
		"CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME="+s.branch, "CI_COMMIT_REF_NAME="+s.branch,
		"CI_MERGE_REQUEST_PROJECT_ID=1", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID="+source, "CI_MERGE_REQUEST_DIFF_BASE_SHA="+s.base,
	)
}
