// Package agents reads a log as the agents of CI systems do, to find the commands in it. It is for tests: whatever a command
// prints about a hostile workspace, no agent may find a command that the program did not mean. Start reading at [Find].
//
// The rules are those of the agents' own sources:
//
//   - GitHub: actions/runner at 258d6c8, src/Runner.Common/ActionCommand.cs, TryParseV2 and then TryParse for every line, and
//     src/Runner.Worker/ActionCommandManager.cs for the names;
//   - Azure DevOps: microsoft/azure-pipelines-agent at 42bde98, src/Microsoft.VisualStudio.Services.Agent/Command.cs, TryParse;
//   - GitLab: the sections of a job's log, section_start:TIME:NAME and section_end, each ended by a carriage return.
//
// Both agents for .NET compare texts by the rules of a language (IndexOf and StartsWith of a string), to which characters
// without a shape are nothing, so a line is read as it is and without them. Any name counts as the name of a command: which names
// there are is a matter of the agent's version, and a stopped agent can be started by any.
package agents

import (
	"regexp"
	"strings"
	"unicode"
)

// Command is what an agent finds in a line.
type Command struct {
	Agent, Name, Line string
}

// Find returns the commands that agents find in a log.
func Find(log string) []Command {
	var found []Command
	for _, l := range lines(log) {
		for _, form := range []string{l, shaped(l)} {
			if c, ok := inLine(form); ok {
				found = append(found, c)
				break
			}
		}
	}
	for _, m := range section.FindAllString(log, -1) {
		found = append(found, Command{"gitlab", "section", m})
	}
	return found
}

var section = regexp.MustCompile(`section_(start|end):\d+:[^\r\n]*\r`)

// lines splits a log as the agents' readers do: at line feeds and carriage returns.
func lines(log string) []string {
	return strings.FieldsFunc(log, func(r rune) bool { return r == '\n' || r == '\r' })
}

// shaped returns a line without characters that have no shape.
func shaped(l string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) && r != '\t' {
			return -1
		}
		return r
	}, l)
}

func inLine(l string) (Command, bool) {
	for _, agent := range []struct {
		name  string
		parse func(string) (string, bool)
	}{{"github", tryParseV2}, {"github", tryParse}, {"azure", azureTryParse}} {
		if name, ok := agent.parse(l); ok {
			return Command{agent.name, name, l}, true
		}
	}
	return Command{}, false
}

// tryParseV2 is ActionCommand.TryParseV2.
func tryParseV2(message string) (name string, ok bool) {
	message = strings.TrimLeftFunc(message, unicode.IsSpace)
	if !strings.HasPrefix(message, "::") {
		return "", false
	}
	info, _, ok := strings.Cut(message[2:], "::")
	return firstWord(info), ok
}

// tryParse is ActionCommand.TryParse.
func tryParse(message string) (name string, ok bool) {
	_, rest, ok := strings.Cut(message, "##[")
	if !ok {
		return "", false
	}
	info, _, ok := strings.Cut(rest, "]")
	return firstWord(info), ok
}

// azureTryParse is Command.TryParse of the agent for Azure DevOps.
func azureTryParse(message string) (name string, ok bool) {
	_, rest, ok := strings.Cut(message, "##vso[")
	if !ok {
		return "", false
	}
	info, _, ok := strings.Cut(rest, "]")
	if !ok {
		return "", false
	}
	area := strings.FieldsFunc(firstWord(info), func(r rune) bool { return r == '.' })
	return firstWord(info), len(area) == 2
}

func firstWord(info string) string {
	name, _, _ := strings.Cut(info, " ")
	return name
}
