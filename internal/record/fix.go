package record

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// change returns the fix that replaces what a span covers with a name.
func change(span source.Span, name string) diag.Fix {
	return diag.Fix{
		Title: locale.Text{SV: "Byt till '" + name + "'", EN: "Change to '" + name + "'"},
		Edits: []source.Edit{{Span: span, Text: name}},
	}
}

// changeWord returns the fix for a word of a closed vocabulary, such as a key or a stored value. near are its nearest names,
// nearest first; the fix is unsure if the first two are equally near.
func changeWord(span source.Span, word string, near []string) []diag.Fix {
	if len(near) == 0 {
		return nil
	}
	fix := change(span, near[0])
	fix.Edits[0].Text = document.Scalar(near[0], document.InFlow)
	fix.Unsure = tied(word, near)
	return []diag.Fix{fix}
}

// ChangeRef returns the fix for an id that no record has. near are the nearest ids, nearest first. Because ids name things,
// the fix is unsure unless the two differ only in how they are written, or in one typing error in a word of at least four
// letters. A different number is never a typing error.
func ChangeRef(span source.Span, id string, near []string) []diag.Fix {
	if len(near) == 0 {
		return nil
	}
	fix := change(span, near[0])
	fix.Unsure = tied(id, near) || !sameThing(id, near[0])
	return []diag.Fix{fix}
}

// tied reports whether the two nearest names are equally near.
func tied(word string, near []string) bool {
	distance := func(name string) int { return levenshtein.Distance(plain(word), plain(name), nil) }
	return len(near) > 1 && distance(near[0]) == distance(near[1])
}

// pieces matches the words and numbers that make up an id.
var pieces = regexp.MustCompile(`\p{L}+|[0-9]+`)

func sameThing(a, b string) bool {
	if !slices.Equal(numbersOf(a), numbersOf(b)) {
		return false
	}
	a, b = withoutZeros(a), withoutZeros(b)
	if plain(a) == plain(b) {
		return true
	}
	first, second := pieces.FindAllString(strings.ToLower(a), -1), pieces.FindAllString(strings.ToLower(b), -1)
	if len(first) != len(second) {
		return false
	}
	slips := 0
	for i := range first {
		if first[i] == second[i] || isNumber(first[i]) {
			continue
		}
		slips++
		if len(first[i]) < 4 || !oneSlip([]rune(first[i]), []rune(second[i])) {
			return false
		}
	}
	return slips == 1
}

func isNumber(s string) bool { return s[0] >= '0' && s[0] <= '9' }

// numbersOf returns the numbers in an id, without leading zeros.
func numbersOf(id string) []string {
	var numbers []string
	for _, p := range pieces.FindAllString(withoutZeros(id), -1) {
		if isNumber(p) {
			numbers = append(numbers, p)
		}
	}
	return numbers
}

func withoutZeros(id string) string {
	return pieces.ReplaceAllStringFunc(source.Comparable(id), func(p string) string {
		if isNumber(p) {
			return cmp.Or(strings.TrimLeft(p, "0"), "0")
		}
		return p
	})
}

// oneSlip reports whether a becomes b by adding, dropping or replacing one letter, or by swapping two neighbours.
func oneSlip(a, b []rune) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

// listOf writes a list in place of a value: each item on its line if nothing else stands on that of the value, in brackets if
// there is only one; otherwise it returns "".
func listOf(items []string, file *source.File, span source.Span) string {
	before := file.Text(source.Span{Start: source.Pos{Line: span.Start.Line, Column: 1}, End: span.Start})
	words := make([]string, len(items))
	for i, item := range items {
		words[i] = document.Scalar(item, document.InBlock)
	}
	switch {
	case strings.TrimSpace(before) == "":
		return "- " + strings.Join(words, "\n"+before+"- ")
	case len(items) == 1:
		return "[" + document.Scalar(items[0], document.InFlow) + "]"
	}
	return ""
}

// retype returns the fix for a value of the wrong type, if it is obvious which value was meant. file is the one that it
// stands in.
func retype(f *Field, n *document.Node, file *source.File) []diag.Fix {
	text := ""
	switch items, exact := document.Items(file.Text(n.Span)); {
	case f.Type == List && items != nil && !n.Quoted && n.Kind == document.String:
		if exact && f.Items.Type == String {
			text = listOf(items, file, n.Span)
		}
	case f.Type == Integer && n.Quoted && wholeNumber.MatchString(n.Text):
		text = n.Text
	case f.Type == Boolean && n.IsScalar():
		text = truth[strings.ToLower(n.Text)]
	case f.Type == List && n.IsScalar() && f.Items.Type == String && !strings.ContainsAny(n.Text, ",;\n"):
		text = "[" + document.Scalar(n.Text, document.InFlow) + "]"
	case f.Type == String && len(n.Items) == 1 && n.Items[0].IsScalar():
		text = document.Scalar(n.Items[0].Text, document.InFlow)
	}
	if text == "" {
		return nil
	}
	return []diag.Fix{{
		Title: locale.Text{SV: "Skriv " + oneLine(text), EN: "Write " + oneLine(text)},
		Edits: []source.Edit{{Span: n.Span, Text: text}},
	}}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// truth maps the words that people write for true and false.
var truth = map[string]string{
	"true": "true", "yes": "true", "ja": "true", "sant": "true",
	"false": "false", "no": "false", "nej": "false", "falskt": "false",
}

// redate returns the fix for a day that is not written as dates are stored, if it can be read in only one way.
func redate(n *document.Node) []diag.Fix {
	day, ok := readDay(n.Text)
	if !ok {
		return nil
	}
	return []diag.Fix{{
		Title: locale.Text{SV: "Skriv datumet " + day, EN: "Write the date " + day},
		Edits: []source.Edit{{Span: n.Span, Text: day}},
	}}
}

var (
	yearFirst  = regexp.MustCompile(`^((?:19|20|21)\d\d)[-–./](\d{1,2})[-–./](\d{1,2})$`)
	yearJoined = regexp.MustCompile(`^((?:19|20|21)\d\d)(\d\d)(\d\d)$`)
	dayNamed   = regexp.MustCompile(`^(?:den )?(\d{1,2})(?::e|st|nd|rd|th)? (\pL{3,})\.?,? (\d{4})$`)
	monthNamed = regexp.MustCompile(`^(\pL{3,})\.? (\d{1,2})(?:st|nd|rd|th)?, (\d{4})$`)
)

// readDay reads a day that has the year first, or its month as a word. It reads no form in which day and month can be
// confused.
func readDay(text string) (stored string, ok bool) {
	var year, month, day string
	text = strings.ToLower(text)
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := yearJoined.FindStringSubmatch(text); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := dayNamed.FindStringSubmatch(text); m != nil {
		year, month, day = m[3], monthNumber(m[2]), m[1]
	} else if m := monthNamed.FindStringSubmatch(text); m != nil {
		year, month, day = m[3], monthNumber(m[1]), m[2]
	}
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	stored = fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	_, ok = locale.ParseDate(stored)
	return stored, ok && y > 0
}

// monthNumber returns the number of a month, given its name in any language or the beginning of one; "" if there is none.
func monthNumber(name string) string {
	for _, lang := range locale.Langs {
		for n := 1; n <= 12; n++ {
			if strings.HasPrefix(strings.ToLower(lang.Month(n)), name) {
				return strconv.Itoa(n)
			}
		}
	}
	return ""
}
