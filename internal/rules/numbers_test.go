package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/schema"
)

// The tests here find texts in which a number and its word do not agree: "1 gånger", "has 1 days". A word that goes by a
// number is chosen in the text: {n:# gång|# gånger}.

// countNames are the placeholders of the program's own messages that hold a number. Figures are told by their names, with _ for
// the dots. In the messages of rules a placeholder is a number where an example makes it one.
var countNames = []string{
	"added", "attention", "bad", "figures", "kinds", "max", "min", "most", "n", "ok", "other", "pages", "personal", "records",
	"removed", "shown", "steps", "sum", "total", "unix", "windows", "written",
}

// alike are the words that may stand right after a number that is told plainly: they are the same for one and for many.
var alike = map[locale.Lang]string{
	locale.Swedish: "ord tecken fel undantag system krav tal postslag " + // nouns without an ending
		"har saknar saknas utgår kvarstår avvaktar återstod uppfylls behöver följs finns " + // verbs
		"av med till och att i per äldre ok är", // the word that bends comes later, and is chosen there
	locale.English: "of with in and more ok added removed written waived remained ourselves",
}

// plain are the numbers that stand plainly beside another word, with the reason.
var plain = map[string]string{
	"doctor.kinds-ok kinds":   "the program alone has more than twenty kinds",
	"figures.latest shown":    "a terminal shows more than one",
	"figures.latest n":        "there are more points than are shown",
	"kind.folder-taken other": "the name of a kind",
	"activity-dropped year":   "a year",
}

var plainNumber = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}(?: ([\p{L}-]+))?`)

// disagreements are the numbers of a text that are told plainly before a word that may go by them.
func disagreements(key, text string, lang locale.Lang, isCount func(name string) bool) []string {
	var out []string
	for _, m := range plainNumber.FindAllStringSubmatch(text, -1) {
		name, word := m[1], m[2]
		if word != "" && isCount(name) && !slices.Contains(strings.Fields(alike[lang]), word) && plain[key+" "+name] == "" {
			out = append(out, fmt.Sprintf("%s (%s): {%s} %s is the same for 1 and for 2 in %q", key, lang, name, word, text))
		}
	}
	return out
}

// saying is a text of the program in a language, with its key or rule.
type saying struct {
	key, text string
	lang      locale.Lang
}

// allTexts are the program's own messages, the sentences of the start page, and what the rules say, those of kinds included.
func allTexts(t *testing.T) []saying {
	data, err := schema.FS.ReadFile("dashboard.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := pairs("dashboard", document.ParseYAML("dashboard.yaml", data).Front)
	for _, lang := range locale.Langs {
		for _, key := range lang.Keys() {
			all = append(all, saying{key, lang.T(key), lang})
		}
		for _, r := range builtinRules(t) {
			for _, text := range []locale.Text{r.Message, r.Hint, r.Why} {
				all = append(all, saying{r.ID, text.In(lang), lang})
			}
		}
	}
	return all
}

// pairs are the texts in both languages below a node. A figure has its name with _ for the dots, as where it is filled in.
func pairs(key string, n *document.Node) []saying {
	var all []saying
	for _, e := range n.Entries {
		if lang, ok := locale.Parse(e.Key); ok && e.Value.IsScalar() {
			figure := regexp.MustCompile(`\{[a-z0-9_.]+`)
			all = append(all, saying{key, figure.ReplaceAllStringFunc(e.Value.Text, func(s string) string { return strings.ReplaceAll(s, ".", "_") }), lang})
			continue
		}
		all = append(all, pairs(document.Join(key, e.Key), e.Value)...)
	}
	return all
}

func TestNumbersAreChosen(t *testing.T) {
	isCount := func(name string) bool { return slices.Contains(countNames, name) || strings.Contains(name, "_") }
	for _, text := range allTexts(t) {
		for _, wrong := range disagreements(text.key, text.text, text.lang, isCount) {
			t.Error(wrong)
		}
	}
}

// checkNumbers finds the numbers of a rule's message that an example shows to be such.
func checkNumbers(t *testing.T, rule Rule, args locale.Args, lang locale.Lang) {
	t.Helper()
	isCount := func(name string) bool {
		switch args[name].(type) {
		case int, int64:
			return true
		}
		return false
	}
	for _, text := range []locale.Text{rule.Message, rule.Hint} {
		for _, wrong := range disagreements(rule.ID, text.In(lang), lang, isCount) {
			t.Error(wrong)
		}
	}
}

var chosen = regexp.MustCompile(`\{[a-z][a-z0-9_]*:# ([^{}|]*)\|# ([^{}|]*)\}`)

// verbs are not looked for after a value that may be a name.
var verbs = strings.Fields("is are has have was were needs need remains remain matches concerns does")

// forms are the words that follow a number in some text: those after 1, and those after any other.
func forms(all []saying, lang locale.Lang) (one, other []string) {
	for _, text := range all {
		for _, m := range chosen.FindAllStringSubmatch(text.text, -1) {
			first, second := firstDifferent(m[1], m[2])
			if text.lang == lang && !slices.Contains(verbs, first) {
				one, other = append(one, first), append(other, second)
			}
		}
	}
	return one, other
}

// firstDifferent are the first words that two forms do not share.
func firstDifferent(one, other string) (string, string) {
	ones, others := strings.Fields(one), strings.Fields(other)
	for i := range min(len(ones), len(others)) {
		if ones[i] != others[i] {
			return strings.Trim(ones[i], ".,:;"), strings.Trim(others[i], ".,:;")
		}
	}
	return "", ""
}

// TestNumbersAgree puts 0, 1 and 2 for every value of every text, whatever it is called, and looks for words that go with
// another number.
func TestNumbersAgree(t *testing.T) {
	all := allTexts(t)
	for _, lang := range locale.Langs {
		one, other := forms(all, lang)
		for n, words := range map[int][]string{0: one, 1: other, 2: one} {
			wrong := regexp.MustCompile(fmt.Sprintf(`(?:^|[^\d.,-])%d (\p{L}+)`, n))
			for _, text := range all {
				args := locale.Args{}
				for _, name := range locale.Placeholders(text.text) {
					args[name] = n
				}
				for _, m := range wrong.FindAllStringSubmatch(lang.Fill(text.text, args), -1) {
					if text.lang == lang && isOnly(m[1], words, one, other) {
						t.Errorf("%s (%s): %q in %q", text.key, lang, m[0], text.text)
					}
				}
			}
		}
	}
}

// isOnly reports whether a word is among words, and not both in one and in other.
func isOnly(word string, words, one, other []string) bool {
	return slices.Contains(words, word) && !slices.Contains(verbs, word) && !(slices.Contains(one, word) && slices.Contains(other, word))
}

func TestDisagreementsAreFound(t *testing.T) {
	always := func(string) bool { return true }
	for text, want := range map[string]int{
		"flyttat {n} gånger": 1, "flyttat {n:# gång|# gånger}": 0, "{n} fel": 0, "{n} fel och {m} dagar": 1, "dagar: {n}": 0,
	} {
		if got := disagreements("x", text, locale.Swedish, always); len(got) != want {
			t.Errorf("%q: %d found, want %d", text, len(got), want)
		}
	}
}
