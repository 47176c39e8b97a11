package rules

import (
	"embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"golang.org/x/tools/txtar"
)

// examples holds an archive for each rule: the files below bad/ break it, those below good/ keep it, and want and want.en are the
// expected diagnostics for the bad ones. The example of a rule is ID.txtar; ID.2.txtar and so on hold further cases, for the test.
// Code that reads the files of an archive as a workspace adds what it leaves out: lis.yaml with the organisation ORG-1, that
// organisation, and the role ROLL-1.
//
// Files below bad.1/, bad.2/ and so on are earlier states of the bad files, oldest first, for rules that look at history; the
// same goes for good.
//
// A line in the comment of an archive can be:
//
//	as-of: 2026-11-22             the as-of day of the check; the default is 2023-08-25
//	alone                         only the rule itself is checked: the files are too few to keep the others
//	shallow                       the history of the bad files is incomplete
//	latin1: bad/terms/dso.md      the file is saved as ISO 8859-1
//	nul: bad/terms/dso.md         every ¤ in the file stands for a NUL character
//	repeat: 90000 bad/terms/x.md  the last line of the file is repeated that many times
//	tag: bad.1 review/2023        the tag is on the first of the earlier states
//	dated: bad.2 2023-06-01       the day of the commit that made the second of the earlier states; dated: bad is that of the last
//
//go:embed examples
var examples embed.FS

// File is one file of an example, as people read it.
type File struct{ Name, Text string }

// fileForm is how a file of an example is stored, if that differs from its text.
type fileForm struct {
	latin1, nul bool
	repeat      int // how many times the last line is there; 0 to leave it as it is
}

// bytes returns the content of a file with that text.
func (f fileForm) bytes(text string) []byte {
	if f.repeat > 0 {
		last := strings.LastIndexByte(strings.TrimSuffix(text, "\n"), '\n') + 1
		text = text[:last] + strings.Repeat(text[last:], f.repeat)
	}
	if f.nul {
		text = strings.ReplaceAll(text, "¤", "\x00")
	}
	if !f.latin1 {
		return []byte(text)
	}
	var out []byte
	for _, r := range text {
		out = append(out, byte(r))
	}
	return out
}

// Example shows a rule broken and kept.
type Example struct {
	Bad, Good []File
	// Want has the lines "file:line:column: severity: message [rule]" for the bad files, in Swedish; WantEN in English.
	Want, WantEN string
	// AsOf is the as-of day of the check.
	AsOf string
	// HistoryCut is set if the history of the bad files is incomplete.
	HistoryCut bool
	// Alone is set if the files also break other rules, which expect a complete workspace around a review.
	Alone bool

	forms map[string]fileForm // of bad files, by name
	past  map[string][][]File // earlier states of "bad" and "good", oldest first
	tags  map[string][]tagged // on these earlier states
	dates map[string]string   // of the commits of states: bad.1, or bad for the last
}

// tagged is a tag on an earlier state.
type tagged struct {
	name  string
	state int // counted from 1
}

// BadBytes returns the content of a bad file.
func (e *Example) BadBytes(f File) []byte { return e.forms[f.Name].bytes(f.Text) }

// Said returns the expected diagnostics for the bad files in a language.
func (e *Example) Said(lang locale.Lang) string {
	if lang == locale.English {
		return e.WantEN
	}
	return e.Want
}

// ExampleOf returns the example of a rule, or nil for a rule of a workspace.
func ExampleOf(id string) *Example {
	data, err := examples.ReadFile("examples/" + id + ".txtar")
	if err != nil {
		return nil
	}
	return parseExample(data)
}

func parseExample(data []byte) *Example {
	archive := txtar.Parse(data)
	e := &Example{AsOf: "2023-08-25", forms: map[string]fileForm{}, past: map[string][][]File{}, tags: map[string][]tagged{}, dates: map[string]string{}}
	for _, f := range archive.Files {
		text := string(f.Data)
		folder, name, _ := strings.Cut(f.Name, "/")
		switch folder {
		case "bad":
			e.Bad = append(e.Bad, File{Name: name, Text: text})
		case "good":
			e.Good = append(e.Good, File{Name: name, Text: text})
		case "want":
			e.Want = text
		case "want.en":
			e.WantEN = text
		default:
			e.addPast(folder, File{Name: name, Text: text})
		}
	}
	for line := range strings.Lines(string(archive.Comment)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		e.direct(key, strings.TrimSpace(value))
	}
	return e
}

// addPast adds a file of an earlier state: bad.2 is the second.
func (e *Example) addPast(folder string, f File) {
	which, number, _ := strings.Cut(folder, ".")
	n, _ := strconv.Atoi(number)
	for len(e.past[which]) < n {
		e.past[which] = append(e.past[which], nil)
	}
	if n > 0 {
		e.past[which][n-1] = append(e.past[which][n-1], f)
	}
}

// direct applies one line of the comment. Unknown lines are remarks.
func (e *Example) direct(key, value string) {
	switch key {
	case "as-of":
		e.AsOf = value
	case "alone":
		e.Alone = true
	case "shallow":
		e.HistoryCut = true
	case "latin1":
		e.change(value, func(f *fileForm) { f.latin1 = true })
	case "nul":
		e.change(value, func(f *fileForm) { f.nul = true })
	case "repeat":
		var times int
		var name string
		if _, err := fmt.Sscan(value, &times, &name); err == nil {
			e.change(name, func(f *fileForm) { f.repeat = times })
		}
	case "dated":
		state, day, _ := strings.Cut(value, " ")
		e.dates[state] = day
	case "tag":
		state, name, _ := strings.Cut(value, " ")
		which, number, _ := strings.Cut(state, ".")
		if n, err := strconv.Atoi(number); err == nil {
			e.tags[which] = append(e.tags[which], tagged{name, n})
		}
	}
}

// change changes how a bad file is stored; name is its name in the archive, with or without bad/.
func (e *Example) change(name string, how func(*fileForm)) {
	name = strings.TrimPrefix(name, "bad/")
	form := e.forms[name]
	how(&form)
	e.forms[name] = form
}
