package setup

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
)

// risk is a place in a CI file by which a stranger can have commands run.
type risk struct {
	file string
	line int
	said locale.Message // why it is dangerous
	fix  string         // the key of what to write instead
	bad  bool           // it gives what it should not now, not only some day
}

// ciSort is a sort of CI files, and how one finds what is dangerous in them.
type ciSort struct {
	is    func(name string) bool
	risks func(f *ciFile)
}

// ciSorts are the sorts of CI files.
var ciSorts = []ciSort{
	{func(name string) bool { return name == ".gitlab-ci.yml" }, gitlabRisks},
	{func(name string) bool { return strings.HasPrefix(path.Base(name), "azure-pipelines") }, azureRisks},
	{func(string) bool { return true }, actionsRisks},
}

// ciFile is a CI file with what was found in it.
type ciFile struct {
	*document.Document
	risks []risk
}

// add adds a risk at the first line of a value that holds a text.
func (f *ciFile) add(n *document.Node, holds, said, fix string, bad bool, args locale.Args) {
	line := n.Span.Start.Line
	for at := line; at <= max(n.Span.End.Line, line); at++ {
		if strings.Contains(f.File.Line(at), holds) {
			line = at
			break
		}
	}
	f.risks = append(f.risks, risk{f.File.Name, line, locale.Say(said, args), fix, bad})
}

// walk calls a function for every entry of a map below a node.
func walk(n *document.Node, see func(of *document.Node, e document.Entry)) {
	if n == nil {
		return
	}
	for _, e := range n.Entries {
		see(n, e)
		walk(e.Value, see)
	}
	for _, item := range n.Items {
		walk(item, see)
	}
}

// pipelineRisks looks in CI files for text that strangers write in commands, and for a stranger's code that runs with the rights of the
// repository.
func (e *exam) pipelineRisks() (finding, error) {
	names := e.pipelines()
	var risks []risk
	for _, name := range names {
		data, err := fs.ReadFile(e.Top, name)
		if err != nil {
			return finding{}, err
		}
		f := &ciFile{Document: document.ParseYAML(name, data)}
		for _, sort := range ciSorts {
			if sort.is(name) && f.File != nil {
				sort.risks(f)
				break
			}
		}
		risks = append(risks, f.risks...)
	}
	if len(names) == 0 {
		return finding{}, nil
	}
	if len(risks) == 0 {
		return e.say(OK, "doctor.ci-risks-ok", "")
	}
	return e.tellRisks(risks), nil
}

// tellRisks puts risks into words, each with its place.
func (e *exam) tellRisks(risks []risk) finding {
	const most = 10
	f := finding{status: Attention}
	var told, fixes []string
	for i, r := range risks {
		if r.bad {
			f.status = Bad
		}
		if i < most {
			told = append(told, fmt.Sprintf("%s:%d: %s", r.file, r.line, r.said.In(e.Lang)))
		}
		if fix := e.Lang.T(r.fix); !slices.Contains(fixes, fix) {
			fixes = append(fixes, fix)
		}
	}
	if n := len(risks) - most; n > 0 {
		told = append(told, e.Lang.T("doctor.ci-risks-more", locale.Args{"n": n}))
	}
	f.detail, f.fix = strings.Join(told, "; "), strings.Join(fixes, "; ")
	return f
}

// pipelines returns the CI files and actions of the repository, by name.
func (e *exam) pipelines() []string {
	var names []string
	for _, f := range Forges {
		names = append(names, CIFiles(e.Top, f)...)
	}
	for _, pattern := range []string{"azure-pipelines*.y*ml", "action.y*ml", ".github/actions/*/action.y*ml", ".forgejo/actions/*/action.y*ml", ".gitea/actions/*/action.y*ml"} {
		found, _ := fs.Glob(e.Top, pattern) // the patterns are well formed
		for _, name := range found {
			if info, err := fs.Stat(e.Top, name); err == nil && info.Mode().IsRegular() {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// expression matches what GitHub, Forgejo, Gitea and Azure replace before a command is run.
var expression = regexp.MustCompile(`(?s)\$\{\{(.*?)\}\}`)

// strangersText are the values of GitHub's contexts that whoever opens an issue or proposes a change can choose, as actionlint and
// zizmor list them. A star is an item of a list.
var strangersText = regexp.MustCompile(`^github\.(head_ref|event\.(` + strings.Join([]string{
	`(issue|pull_request|discussion|changes\.(title|body|new_issue|new_discussion))\.(title|body|from)`,
	`(comment|review|review_comment|answer)\.body`,
	`pull_request\.head\.(ref|label|repo\.(default_branch|description|homepage))`,
	`pages\.\*\.(page_name|title|summary)`,
	`(commits\.\*|head_commit|workflow_run\.head_commit)\.(message|(author|committer)\.(name|email|username))`,
	`workflow_run\.(head_branch|display_title|head_repository\.description|pull_requests\.\*\.head\.ref)`,
	`(check_suite|check_run\.check_suite|deployment_status\.state)\.head_branch`,
	`merge_group\.head_commit\.(message|(author|committer)\.(name|email))`,
}, "|") + `))$`)

var (
	// quotedKey and anyItem are other ways to write a part of a path.
	quotedKey = regexp.MustCompile(`\s*\[\s*['"]([^'"]*)['"]\s*\]`)
	anyItem   = regexp.MustCompile(`\s*\[\s*[^\]'"]*\s*\]`)
	spacedDot = regexp.MustCompile(`\s*\.\s*`)
	// asked matches what gives only true or false.
	asked = regexp.MustCompile(`(?:contains|startswith|endswith)\([^()]*\)|[a-z_.*-]+\s*[!=]=\s*'[^']*'`)
	paths = regexp.MustCompile(`[a-z_][a-z0-9_-]*(?:\.(?:[a-z0-9_-]+|\*))+`)
	// whole matches all of an event as one text.
	whole = regexp.MustCompile(`tojson\(\s*(github(?:\.event(?:\.(?:issue|pull_request|comment|review|discussion|commits|head_commit|workflow_run))?)?)\s*\)`)
)

// strange returns what an expression holds that strangers write; "" if nothing. also are further paths that do.
func strange(expr string, also map[string]bool) string {
	text := strings.ToLower(expr)
	text = anyItem.ReplaceAllString(quotedKey.ReplaceAllString(text, ".$1"), ".*")
	text = asked.ReplaceAllString(spacedDot.ReplaceAllString(text, "."), "")
	if m := whole.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	for _, found := range paths.FindAllString(text, -1) {
		for _, forge := range []string{"gitea.", "forgejo.", "forge."} {
			if rest, ok := strings.CutPrefix(found, forge); ok {
				found = "github." + rest
			}
		}
		if strangersText.MatchString(found) || also[found] {
			return found
		}
	}
	return ""
}

// actionsRisks looks in a workflow or an action of GitHub, Forgejo or Gitea.
func actionsRisks(f *ciFile) {
	env := map[string]bool{}
	walk(f.Front, func(_ *document.Node, e document.Entry) {
		if e.Key != "env" {
			return
		}
		for _, v := range e.Value.Entries {
			for _, m := range expression.FindAllStringSubmatch(v.Value.Text, -1) {
				if strange(m[1], nil) != "" {
					env["env."+strings.ToLower(v.Key)] = true
				}
			}
		}
	})
	trusted := f.triggers()
	walk(f.Front, func(of *document.Node, e document.Entry) {
		isScript := e.Key == "run" || e.Key == "script"
		if isScript && e.Value.IsScalar() {
			f.actionsScript(e.Value, env, trusted)
		}
		if e.Key == "uses" && trusted != "" && strings.Contains(e.Value.Text, "checkout") {
			f.checkout(of, e.Value, trusted)
		}
	})
}

// actionsScript looks in the commands of a step.
func (f *ciFile) actionsScript(n *document.Node, env map[string]bool, trusted string) {
	for _, m := range expression.FindAllStringSubmatch(n.Text, -1) {
		if what := strange(m[1], env); what != "" {
			first, _, _ := strings.Cut(m[0], "\n")
			f.add(n, first, "doctor.ci-text", "doctor.ci-text-fix", true, locale.Args{"what": strings.TrimSpace(m[0])})
		}
	}
	if found := fetched.FindString(n.Text); found != "" && trusted != "" {
		f.add(n, found, "doctor.ci-foreign", "doctor.ci-foreign-fix", true, locale.Args{"what": found, "trigger": trusted})
	}
}

// fetched matches commands that fetch a proposal.
var fetched = regexp.MustCompile(`gh pr checkout|pull/[^\s'"]*/(?:head|merge)`)

// triggers returns the trigger by which a workflow runs with the rights of the repository on a stranger's errand; "" for none. The most
// dangerous one is told by itself.
func (f *ciFile) triggers() string {
	on := f.Front.Entry("on")
	if on == nil {
		return ""
	}
	names := []*document.Node{on.Value}
	names = append(names, on.Value.Items...)
	trusted := ""
	see := func(name string, n *document.Node) {
		if name == "pull_request_target" {
			f.add(n, name, "doctor.ci-target", "doctor.ci-target-fix", false, locale.Args{"trigger": name})
		}
		if slices.Contains([]string{"pull_request_target", "workflow_run", "issue_comment"}, name) {
			trusted = cmp.Or(trusted, name)
		}
	}
	for _, n := range names {
		see(n.Text, n)
	}
	for _, e := range on.Value.Entries {
		at := *e.Value
		at.Span = e.KeySpan
		see(e.Key, &at)
	}
	return trusted
}

// proposed matches what names the code of a proposal.
var proposed = regexp.MustCompile(`(?i)pull_request\.head|head_ref|refs/pull|event\.number|pull_request\.number|merge_commit_sha|workflow_run\.(?:head_|pull_requests)|issue\.number`)

// checkout looks at a step that checks code out.
func (f *ciFile) checkout(step, uses *document.Node, trusted string) {
	with := step.Get("with")
	for _, key := range []string{"ref", "repository"} {
		if v := with.Get(key); v != nil && proposed.MatchString(quotedKey.ReplaceAllString(v.Text, ".$1")) {
			f.add(v, v.Text, "doctor.ci-foreign", "doctor.ci-foreign-fix", true, locale.Args{"what": strings.TrimSpace(uses.Text), "trigger": trusted})
			return
		}
	}
}

// azureText are the values of Azure DevOps that whoever proposes a change can choose; it puts them into commands as they are.
var azureText = regexp.MustCompile(`(?i)\$\((build\.(?:sourcebranchname|sourcebranch|sourceversionmessage|sourceversionauthor|requestedfor)|system\.pullrequest\.sourcebranch(?:name)?)\)|\$[{\[]\{?\s*variables(?:\.|\[')(build\.(?:sourcebranch(?:name)?|sourceversionmessage)|system\.pullrequest\.sourcebranch(?:name)?)`)

// azureRisks looks in a pipeline of Azure DevOps.
func azureRisks(f *ciFile) {
	walk(f.Front, func(_ *document.Node, e document.Entry) {
		if !slices.Contains([]string{"script", "bash", "powershell", "pwsh", "inlineScript"}, e.Key) || !e.Value.IsScalar() {
			return
		}
		for _, found := range azureText.FindAllString(e.Value.Text, -1) {
			f.add(e.Value, found, "doctor.ci-text", "doctor.ci-azure-fix", true, locale.Args{"what": found})
		}
	})
}

// gitlabText matches the variables of GitLab that whoever proposes a change can choose.
var gitlabText = regexp.MustCompile(`\$\{?(?:CI_COMMIT_(?:TITLE|MESSAGE|DESCRIPTION|AUTHOR|BRANCH|REF_NAME|TAG|TAG_MESSAGE)|CI_MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE_BRANCH_NAME|LABELS|MILESTONE)|CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME|CI_OPEN_MERGE_REQUESTS|GITLAB_USER_NAME)\b\}?`)

// readAgain matches commands that read their arguments as commands.
var readAgain = regexp.MustCompile(`\beval\b|\b(?:sh|bash|python3?|perl|ruby|node|ssh)\b[^|;]*\s(?:-c|-e|--eval)\s`)

// gitlabRisks looks in a file of GitLab. There a variable is one of the shell, which does not read its value as a command unless the
// command asks for it or there are no quotes.
func gitlabRisks(f *ciFile) {
	walk(f.Front, func(_ *document.Node, e document.Entry) {
		if e.Key != "script" && e.Key != "before_script" && e.Key != "after_script" {
			return
		}
		for _, n := range append([]*document.Node{e.Value}, e.Value.Items...) {
			for line := range strings.Lines(n.Text) {
				f.gitlabLine(n, line)
			}
		}
	})
}

func (f *ciFile) gitlabLine(n *document.Node, line string) {
	for _, at := range gitlabText.FindAllStringIndex(line, -1) {
		what := line[at[0]:at[1]]
		switch {
		case readAgain.MatchString(line):
			f.add(n, what, "doctor.ci-again", "doctor.ci-gitlab-fix", true, locale.Args{"what": what})
		case unquoted(line, at[0]):
			f.add(n, what, "doctor.ci-unquoted", "doctor.ci-gitlab-fix", false, locale.Args{"what": what})
		}
	}
}

// unquoted reports whether a variable at a place in a line is split into words by the shell: it is in no quotes, and no value that is
// set to a name or stands in [[ ]].
func unquoted(line string, at int) bool {
	before := line[:at]
	quotes := strings.NewReplacer(`\"`, "", `\'`, "").Replace(before)
	if strings.Count(quotes, `"`)%2 == 1 || strings.Count(quotes, "'")%2 == 1 {
		return false
	}
	assigned := regexp.MustCompile(`(?:^|[\s;])[A-Za-z_][A-Za-z0-9_]*=[^\s;]*$`).MatchString(before)
	return !assigned && strings.Count(before, "[[") <= strings.Count(before, "]]")
}
