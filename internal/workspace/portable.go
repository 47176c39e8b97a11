package workspace

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
)

// longestName is how many bytes a name can have on all systems.
const longestName = 255

var (
	// oddSigns matches what Windows does not allow in a name.
	oddSigns = regexp.MustCompile("[\\x00-\\x1f<>:\"|?*\\\\]")
	// device matches names that mean a device there, whatever ending they have.
	device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9\x{b9}\x{b2}\x{b3}]|lpt[0-9\x{b9}\x{b2}\x{b3}]|conin\$|conout\$) *(\.|$)`)
)

// whyUnportable returns why the last step of a path cannot be the name of a file on every system, as the key of a message; "" if it can.
func whyUnportable(name string) string {
	step := path.Base(name)
	switch {
	case oddSigns.MatchString(step):
		return "unportable.sign"
	case device.MatchString(step):
		return "unportable.device"
	case strings.HasSuffix(step, ".") || strings.HasSuffix(step, " "):
		return "unportable.end"
	case len(step) > longestName:
		return "unportable.long"
	}
	return ""
}

// IsPortable reports whether every system can hold a file of that name, as far as the name alone tells.
func IsPortable(name string) bool {
	return !slices.ContainsFunc(steps(name), func(step string) bool { return whyUnportable(step) != "" })
}

// unportable tells of names that some systems cannot hold, and of those that are one name there. What is wrong with a folder is
// told once, at its first file.
func unportable(kinds *record.Kinds, files []string) []diag.Finding {
	var findings []diag.Finding
	told := map[string]bool{}
	spelt := map[string]string{}
	for _, name := range files {
		for _, step := range steps(name) {
			if told[step] {
				break
			}
			problem, args := whyUnportable(step), locale.Args{"signs": strings.Join(oddSigns.FindAllString(path.Base(step), -1), " "), "name": path.Base(step)}
			key := strings.ToLower(source.Comparable(step))
			if twin := spelt[key]; twin != "" && twin != step {
				problem, args["twin"] = "unportable.twin", twin
			} else {
				spelt[key] = step
			}
			if problem == "" {
				continue
			}
			told[step] = true
			f := diag.Finding{Rule: "file-name-unportable", File: source.NewFile(name, nil), Span: start(name).span, Args: locale.Args{"problem": said(problem, args)}}
			if kinds.InFolder(steps(name)[0]) == nil {
				f.Severity = diag.Warning
			}
			findings = append(findings, f)
			break
		}
	}
	return findings
}

// steps returns the folders above a file, from the top, and then the file.
func steps(name string) []string {
	var all []string
	for i, r := range name {
		if r == '/' {
			all = append(all, name[:i])
		}
	}
	return append(all, name)
}
