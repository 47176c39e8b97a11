package setup

import (
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
)

// codeowners compares lis's part of CODEOWNERS with the records.
func (e *exam) codeowners() (finding, error) {
	if e.workspace == nil || e.forge == nil || e.forge.Owners == nil {
		return finding{}, nil
	}
	var prefix string
	if e.Repo != nil {
		prefix = e.Repo.Prefix()
	}
	name, exists := OwnersFile(e.Top, e.forge)
	data, err := fs.ReadFile(e.Top, name)
	if err != nil && !isAbsent(err) {
		return finding{}, err
	}
	o := OwnersOf(e.workspace, e.forge, prefix)
	args := locale.Args{"file": name}
	differ, err := o.Compare(data)
	switch {
	case err != nil:
		return e.say(Bad, "doctor.codeowners-marks", "doctor.codeowners-marks-fix", locale.Args{"file": name, "begin": ownersBegin, "end": ownersEnd})
	case !exists:
		return e.say(Attention, "doctor.codeowners-none", "doctor.codeowners-fix", args)
	case !HasOwners(data):
		return e.say(Attention, "doctor.codeowners-foreign", "doctor.codeowners-fix", args)
	case len(differ) > 0:
		var names []string
		for _, d := range differ {
			names = append(names, d.Name)
		}
		args["names"] = e.names(names)
		return e.say(Attention, "doctor.codeowners-drift", "doctor.codeowners-fix", args)
	}
	return e.ownersHeld(o, name, data)
}

// ownersHeld looks for what keeps a CODEOWNERS that is as it should be from having its effect.
func (e *exam) ownersHeld(o Owners, name string, data []byte) (finding, error) {
	args := locale.Args{"file": name}
	if most := o.Forge.OwnersMost; most > 0 && len(data) > most {
		return e.say(Attention, "doctor.codeowners-big", "doctor.codeowners-big-fix", locale.Args{"file": name, "forge": o.Forge.Label, "most": fmt.Sprintf("%d MB", most>>20)})
	}
	for _, t := range o.Takeovers(data) {
		args := locale.Args{"file": name, "number": t.Number, "line": t.Line, "names": e.names(t.Names), "begin": ownersBegin}
		return e.say(Attention, "codeowners.takeover", "doctor.codeowners-takeover-fix", args)
	}
	switch role, missing := o.Unguarded(); {
	case missing && role == nil:
		return e.say(Attention, "doctor.codeowners-unguarded", "doctor.codeowners-no-keeper-fix", args)
	case missing:
		return e.say(Attention, "doctor.codeowners-unguarded", "doctor.codeowners-keeper-fix", locale.Args{"file": role.File().Name, "id": role.ID, "field": handleField})
	}
	return e.say(OK, "doctor.codeowners-ok", "", args)
}

// runsCheck matches a line of a CI file that runs the gate.
var runsCheck = regexp.MustCompile(`\blis(?:\s+-C\s+\S+)?\s+check\b|/actions/check@`)

// emptyFetch matches a line of a CI file that should say which program is fetched, and does not.
var emptyFetch = regexp.MustCompile(`(?m)^\s*LIS_(?:URL|SHA256):\s*(?:""|'')?\s*$`)

// archiveFetch matches a line of a CI file that names an archive where it should name the program.
var archiveFetch = regexp.MustCompile(`(?mi)^\s*LIS_URL:\s*["']?\S+\.(?:gz|tgz|tar|zip|deb|rpm)["']?\s*$`)

// pipeline looks for a file that makes a forge run the gate on the complete history.
func (e *exam) pipeline() (finding, error) {
	if e.Repo == nil {
		return finding{}, nil
	}
	seen, forges := false, Forges
	for _, f := range forges {
		for _, name := range CIFiles(e.Top, f) {
			data, err := fs.ReadFile(e.Top, name)
			if err != nil {
				return finding{}, err
			}
			seen = true
			args := locale.Args{"file": name, "line": f.FullHistory}
			switch {
			case !runsCheck.Match(data):
			case !strings.Contains(tight(string(data)), tight(f.FullHistory)):
				return e.say(Bad, "doctor.ci-shallow", "doctor.ci-shallow-fix", args)
			case archiveFetch.Match(data):
				return e.say(Bad, "doctor.ci-archive", "doctor.ci-archive-fix", args)
			case emptyFetch.Match(data):
				return e.say(Bad, "doctor.ci-unfilled", "doctor.ci-unfilled-fix", args)
			default:
				return e.say(OK, "doctor.ci-ok", "", args)
			}
		}
	}
	if seen {
		return e.say(Attention, "doctor.ci-other", "doctor.ci-fix", locale.Args{"forge": e.forgeName()})
	}
	return e.say(Attention, "doctor.ci-none", "doctor.ci-fix", locale.Args{"forge": e.forgeName()})
}

// forgeName returns the forge's value of --forge, or a placeholder that lists them all.
func (e *exam) forgeName() string {
	if e.forge == nil {
		return strings.Join(ForgeNames()[:len(Forges)], "|")
	}
	return e.forge.Name
}

// tight removes what can differ between two ways of writing the same YAML.
func tight(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\"'", r) {
			return -1
		}
		return r
	}, s)
}

// links checks the addresses in lis.yaml.
func (e *exam) links() (finding, error) {
	if e.config == nil {
		return finding{}, nil
	}
	set := false
	for _, link := range []struct {
		key, pattern string
		needs        []string
	}{
		{"edit", e.config.Edit, []string{"path"}},
		{"commit", e.config.Commit, []string{"commit"}},
		{"file", e.config.FileURL, []string{"path", "commit"}},
	} {
		if link.pattern == "" {
			continue
		}
		set = true
		args := locale.Args{"key": "forge." + link.key, "address": link.pattern, "needs": "{" + strings.Join(link.needs, "}, {") + "}"}
		if !isAddress(link.pattern) {
			return e.say(Bad, "doctor.forge-address", "doctor.forge-address-fix", args)
		}
		if lacks(link.pattern, link.needs) {
			return e.say(Bad, "doctor.forge-parts", "doctor.forge-parts-fix", args)
		}
	}
	if set {
		return e.say(OK, "doctor.forge-ok", "")
	}
	return e.suggestLinks()
}

// suggestLinks reports addresses that are not set, if there is a forge that they could lead to.
func (e *exam) suggestLinks() (finding, error) {
	if e.Repo == nil || e.forge == nil && e.Repo.Origin() == "" {
		return finding{}, nil
	}
	links, ok := e.forge.LinksTo(e.Repo.Origin())
	if !ok {
		return e.say(Attention, "doctor.forge-none", "doctor.forge-none-fix")
	}
	return e.say(Attention, "doctor.forge-none", "doctor.forge-known-fix", locale.Args{"edit": links.Edit, "commit": links.Commit, "file": links.File})
}

// isAddress reports whether a pattern is a web address.
func isAddress(pattern string) bool {
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(pattern))
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// lacks reports whether a pattern lacks a required placeholder or has an unknown one.
func lacks(pattern string, needs []string) bool {
	for _, part := range needs {
		if !strings.Contains(pattern, "{"+part+"}") {
			return true
		}
	}
	for _, part := range locale.Placeholders(pattern) {
		if part != "path" && part != "commit" && part != "branch" {
			return true
		}
	}
	return false
}
