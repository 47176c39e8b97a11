package clients

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"go/ast"
	"go/parser"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// azurePipeline is what lis may use of Azure's files. A key that is not here fails the test, so that nothing is passed over.
type azurePipeline struct {
	Name      string            `yaml:"name"`
	Trigger   any               `yaml:"trigger"`
	PR        any               `yaml:"pr"`
	Schedules any               `yaml:"schedules"`
	Pool      any               `yaml:"pool"`
	Variables map[string]string `yaml:"variables"`
	Steps     []azureStep       `yaml:"steps"`
	Jobs      []azureJob        `yaml:"jobs"`
}

type azureJob struct {
	Job         string            `yaml:"job"`
	DisplayName string            `yaml:"displayName"`
	Condition   string            `yaml:"condition"`
	DependsOn   any               `yaml:"dependsOn"`
	Pool        any               `yaml:"pool"`
	Timeout     int               `yaml:"timeoutInMinutes"`
	Variables   map[string]string `yaml:"variables"`
	Steps       []azureStep       `yaml:"steps"`
}

// azureStep is a step: one of the first five says what it does.
type azureStep struct {
	Checkout string `yaml:"checkout"`
	Script   string `yaml:"script"`
	Bash     string `yaml:"bash"`
	Publish  string `yaml:"publish"`
	Task     string `yaml:"task"`

	Artifact           string            `yaml:"artifact"`
	Name               string            `yaml:"name"`
	DisplayName        string            `yaml:"displayName"`
	Condition          string            `yaml:"condition"`
	WorkingDirectory   string            `yaml:"workingDirectory"`
	FetchDepth         string            `yaml:"fetchDepth"`
	FetchTags          string            `yaml:"fetchTags"`
	PersistCredentials string            `yaml:"persistCredentials"`
	ContinueOnError    bool              `yaml:"continueOnError"`
	Timeout            int               `yaml:"timeoutInMinutes"`
	Env                map[string]string `yaml:"env"`
	Inputs             map[string]string `yaml:"inputs"`
}

// azureRun is one job on its way: Azure has no runner that could be had, so this is one for the steps and conditions that lis
// writes. A step is a file for bash, which goes on after a line that fails, as on an agent.
type azureRun struct {
	s       *scene
	vars    map[string]string // by their names in capitals
	path    string
	failed  bool
	log     bytes.Buffer
	uploads string
}

func runAzure(t *testing.T, s *scene) outcome {
	t.Helper()
	var p azurePipeline
	decoder := yaml.NewDecoder(strings.NewReader(s.written()))
	decoder.KnownFields(true)
	if err := decoder.Decode(&p); err != nil {
		t.Fatal(err)
	}
	if p.Steps != nil {
		p.Jobs = append(p.Jobs, azureJob{Steps: p.Steps})
	}
	green, log, kept := true, "", ""
	for _, job := range p.Jobs {
		r := &azureRun{s: s, vars: s.azureVariables(), path: os.Getenv("PATH"), uploads: filepath.Join(s.tmp, "record")}
		for _, vars := range []map[string]string{p.Variables, job.Variables} {
			for name, value := range vars {
				r.vars[strings.ToUpper(name)] = r.expand(value)
			}
		}
		r.failed = !green
		if r.holds(job.Condition) {
			r.failed = false
			for _, step := range job.Steps {
				r.step(step)
			}
		}
		green, log = green && !r.failed, log+r.log.String()
		kept = site(filepath.Join(r.uploads, "_site"))
	}
	return outcome{green: green, log: log, site: kept}
}

// azureVariables are the predefined variables of a run.
func (s *scene) azureVariables() map[string]string {
	commit, ref := s.commitOf()
	reason := map[event]string{request: "PullRequest", push: "IndividualCI", nightly: "Schedule"}[s.event]
	vars := map[string]string{
		"BUILD.REASON": reason, "BUILD.SOURCEBRANCH": ref, "BUILD.SOURCEBRANCHNAME": ref[strings.LastIndexByte(ref, '/')+1:], "BUILD.SOURCEVERSION": commit,
		"BUILD.SOURCEVERSIONMESSAGE": s.title, "BUILD.SOURCESDIRECTORY": s.work, "SYSTEM.DEFAULTWORKINGDIRECTORY": s.work, "AGENT.OS": "Linux", "AGENT.OSARCHITECTURE": "X64",
	}
	for _, name := range []string{"Build.ArtifactStagingDirectory", "Agent.TempDirectory", "Pipeline.Workspace", "Agent.ToolsDirectory"} {
		dir := filepath.Join(s.tmp, name)
		if err := os.MkdirAll(dir, 0o777); err != nil {
			s.t.Fatal(err)
		}
		vars[strings.ToUpper(name)] = dir
	}
	if s.event == request {
		maps.Copy(vars, map[string]string{
			"SYSTEM.PULLREQUEST.TARGETBRANCH": "refs/heads/main", "SYSTEM.PULLREQUEST.TARGETBRANCHNAME": "main", "SYSTEM.PULLREQUEST.SOURCEBRANCH": "refs/heads/" + s.branch,
			"SYSTEM.PULLREQUEST.SOURCECOMMITID": s.head, "SYSTEM.PULLREQUEST.PULLREQUESTID": pull, "SYSTEM.PULLREQUEST.ISFORK": map[bool]string{true: "True", false: "False"}[s.fork],
		})
	}
	return vars
}

var macro = regexp.MustCompile(`\$\(([A-Za-z][\w.]*)\)`)

// expand fills in variables. What is none stays, such as a command of the shell.
func (r *azureRun) expand(text string) string {
	if strings.Contains(text, "${{") || strings.Contains(text, "$[") {
		r.s.t.Fatalf("only Azure itself can expand %s", text)
	}
	return macro.ReplaceAllStringFunc(text, func(m string) string {
		if value, ok := r.vars[strings.ToUpper(m[2:len(m)-1])]; ok {
			return value
		}
		return m
	})
}

// step runs one step, if its condition holds.
func (r *azureRun) step(step azureStep) {
	if step.Checkout != "" || !r.holds(step.Condition) {
		return
	}
	fmt.Fprintf(&r.log, "== %s%s%s\n", step.DisplayName, step.Task, step.Publish)
	ok := true
	switch {
	case step.Script+step.Bash != "":
		ok = r.script(step)
	case step.Publish != "":
		ok = r.keep(step.Publish)
	case strings.HasPrefix(step.Task, "PublishPipelineArtifact@"), strings.HasPrefix(step.Task, "PublishBuildArtifacts@"):
		ok = r.keep(step.Inputs["targetPath"] + step.Inputs["pathToPublish"])
	case strings.HasPrefix(step.Task, "PublishTestResults@"):
		r.results(r.expand(step.Inputs["testResultsFiles"]))
	default:
		r.s.t.Fatalf("no runner for the step %+v", step)
	}
	if !ok && !step.ContinueOnError {
		r.failed = true
	}
}

func (r *azureRun) script(step azureStep) bool {
	file := filepath.Join(r.s.tmp, "step.sh")
	save(r.s.t, file, r.expand(step.Script+step.Bash))
	env := []string{"PATH=" + r.path, "TF_BUILD=True"}
	for _, name := range slices.Sorted(maps.Keys(r.vars)) {
		env = append(env, strings.ReplaceAll(name, ".", "_")+"="+r.vars[name])
	}
	for name, value := range step.Env {
		env = append(env, name+"="+r.expand(value))
	}
	work := r.s.work
	defer func() { r.s.work = work }()
	if step.WorkingDirectory != "" {
		r.s.work = filepath.Join(work, filepath.FromSlash(strings.TrimPrefix(r.expand(step.WorkingDirectory), work)))
	}
	ok, said := r.s.client(env, "bash", "--noprofile", "--norc", file)
	r.log.WriteString(said)
	for _, line := range strings.Split(said, "\n") {
		ok = r.command(line) && ok
	}
	return ok
}

var loggingCommand = regexp.MustCompile(`^##vso\[([\w.]+) ?([^]]*)\](.*)$`)

// command does what a line asks the agent for. It reports false if the step is to fail.
func (r *azureRun) command(line string) bool {
	m := loggingCommand.FindStringSubmatch(line)
	if m == nil {
		return true
	}
	switch properties, value := m[2], m[3]; m[1] {
	case "task.prependpath":
		r.path = value + string(os.PathListSeparator) + r.path
	case "task.setvariable":
		name, _, _ := strings.Cut(strings.TrimPrefix(properties, "variable="), ";")
		r.vars[strings.ToUpper(name)] = value
	case "task.uploadsummary":
		text, err := os.ReadFile(value)
		if err != nil {
			r.s.t.Errorf("the summary is not there: %v", err)
		}
		fmt.Fprintf(&r.log, "== Summary\n%s\n", text)
	case "task.complete":
		return !strings.Contains(properties, "result=Failed")
	case "task.logissue":
	default:
		r.s.t.Errorf("unknown command: %s", line)
	}
	return true
}

// keep keeps a folder with the run. A folder that is not there makes the step fail.
func (r *azureRun) keep(dir string) bool {
	dir = r.expand(dir)
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(r.s.work, filepath.FromSlash(dir))
	}
	if err := os.CopyFS(filepath.Join(r.uploads, filepath.Base(dir)), os.DirFS(dir)); err != nil {
		fmt.Fprintf(&r.log, "path does not exist: %s\n", dir)
		return false
	}
	return true
}

// results reads a file of test results. A run that is green has no failed tests to show.
func (r *azureRun) results(name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		fmt.Fprintf(&r.log, "no test result files matching %s\n", name)
		return
	}
	var suites struct {
		Suites []struct {
			Cases []struct {
				Failures []struct{} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(text, &suites); err != nil {
		r.s.t.Errorf("test results: %v", err)
	}
	failed := 0
	for _, suite := range suites.Suites {
		for _, c := range suite.Cases {
			failed += len(c.Failures)
		}
	}
	fmt.Fprintf(&r.log, "%d failed tests\n", failed)
	if failed > 0 && !r.failed {
		r.s.t.Errorf("%d failed tests in a run that is green", failed)
	}
}

var quoted = regexp.MustCompile(`'[^']*'`)

// holds evaluates a condition; "" is succeeded(). But for the quotes, conditions have the form of expressions in Go.
func (r *azureRun) holds(condition string) bool {
	if condition == "" {
		return !r.failed
	}
	e, err := parser.ParseExpr(quoted.ReplaceAllStringFunc(condition, func(s string) string { return "`" + s[1:len(s)-1] + "`" }))
	if err != nil {
		r.s.t.Fatalf("condition %s: %v", condition, err)
	}
	return r.value(e) == "True"
}

// value is that of an expression, as Azure writes it.
func (r *azureRun) value(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		return strings.Trim(e.Value, "`")
	case *ast.Ident:
		return map[string]string{"true": "True", "false": "False"}[strings.ToLower(e.Name)]
	case *ast.IndexExpr:
		return r.vars[strings.ToUpper(r.value(e.Index))]
	case *ast.CallExpr:
		var args []string
		for _, arg := range e.Args {
			args = append(args, r.value(arg))
		}
		name := e.Fun.(*ast.Ident).Name
		function := map[string]func() bool{
			"always":            func() bool { return true },
			"succeeded":         func() bool { return !r.failed },
			"failed":            func() bool { return r.failed },
			"succeededOrFailed": func() bool { return true },
			"and":               func() bool { return !slices.Contains(args, "False") },
			"or":                func() bool { return slices.Contains(args, "True") },
			"not":               func() bool { return args[0] == "False" },
			"eq":                func() bool { return strings.EqualFold(args[0], args[1]) },
			"ne":                func() bool { return !strings.EqualFold(args[0], args[1]) },
			"in": func() bool {
				return slices.ContainsFunc(args[1:], func(a string) bool { return strings.EqualFold(a, args[0]) })
			},
			"startsWith": func() bool { return strings.HasPrefix(strings.ToLower(args[0]), strings.ToLower(args[1])) },
		}[name]
		if function != nil {
			return map[bool]string{true: "True", false: "False"}[function()]
		}
	}
	r.s.t.Fatalf("no value for %T in a condition", e)
	return ""
}
