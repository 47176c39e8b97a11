package document

import (
	"strings"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

const (
	// maxRepairSize is the size in bytes up to which front matter is repaired: every attempt parses it again.
	maxRepairSize = 16 << 10
	// maxAttempts is how many lines are mended.
	maxAttempts = 20
)

// repair finds a fix that makes unreadable front matter readable: a single one for all lines that need it; none if that does
// not help or something else may have been meant.
func (d *Document) repair(lines front, bad fault, first int) []diag.Fix {
	title := mendTitle(bad.problem.Key)
	now, ok := lines, bad.certain
	for range lines.tries(maxAttempts) {
		if !ok || bad.write == "" {
			return nil
		}
		if now = now.mended(bad); now.fails() == len(now) {
			return []diag.Fix{{Title: title, Edits: lineEdits(lines, now, first)}}
		}
		bad, ok = now.fault()
		ok = ok && bad.certain
	}
	return nil
}

// lineEdits returns the edits that make lines of others, as short as they can be; the first stands on line first of the file.
func lineEdits(was, is front, first int) []source.Edit {
	var edits []source.Edit
	for n := range was {
		a, b := []rune(was[n]), []rune(is[n])
		start := 0
		for start < len(a) && start < len(b) && a[start] == b[start] {
			start++
		}
		end := 0
		for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
			end++
		}
		if was[n] != is[n] {
			span := source.Span{Start: source.Pos{Line: first + n, Column: start + 1}, End: source.Pos{Line: first + n, Column: len(a) - end + 1}}
			edits = append(edits, source.Edit{Span: span, Text: string(b[start : len(b)-end])})
		}
	}
	return edits
}

func mendTitle(problem string) locale.Text {
	switch problem {
	case "yaml.tab":
		return locale.Text{SV: "Byt tabbarna mot blanksteg", EN: "Change the tabs to spaces"}
	case "yaml.space":
		return locale.Text{SV: "Skriv ett blanksteg efter kolonet", EN: "Write a space after the colon"}
	case "yaml.blank":
		return locale.Text{SV: "Byt de osynliga tecknen mot vanliga blanksteg", EN: "Change the invisible characters to ordinary spaces"}
	case "yaml.equals", "yaml.other-colon":
		return locale.Text{SV: "Skriv ett vanligt kolon efter fältets namn", EN: "Write an ordinary colon after the name of the field"}
	case "yaml.bullet", "yaml.dash":
		return locale.Text{SV: "Börja listans punkter med bindestreck och blanksteg", EN: "Begin the items of the list with a hyphen and a space"}
	}
	return locale.Text{SV: "Rätta citattecknen", EN: "Fix the quotes"}
}

// PlainText returns the text that was meant by a value on one line that cannot be read as YAML: what precedes a comment,
// without a quote that is never closed.
func PlainText(value string) string {
	value = strings.TrimFunc(uncommented(value), IsBlank)
	for _, quote := range []string{`"`, `'`} {
		if strings.HasPrefix(value, quote) && strings.Count(value, quote) == 1 {
			return strings.TrimFunc(value[1:], IsBlank)
		}
	}
	return value
}

func uncommented(value string) string {
	if i := strings.Index(value, " #"); i >= 0 {
		value = value[:i]
	}
	return strings.TrimRight(value, " \t")
}
