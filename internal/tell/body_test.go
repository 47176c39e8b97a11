package tell

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// policy is a text with what texts have.
const policy = `Beslutad av nämnden.

# Syfte

Policyn gäller alla som arbetar i nämndens verksamhet, även
inhyrd personal och förtroendevalda. Den följs upp varje år.

## Behörigheter

- Behörighet ges av närmaste chef.
- Behörighet tas bort när någon slutar.
- Listan stäms av varje kvartal.

| Roll | Vem |
|---|---|
| IT-chef | Asta |
| Jurist | Bo |

## Loggar

Loggar sparas i två år. Se [[SYS-017|Färdbok]].

` + "```yaml\n# Inte en rubrik\nspara: 24\n  nivå: 2\n```\n"

func swap(old, now string) string {
	if !strings.Contains(policy, old) {
		panic(old)
	}
	return strings.Replace(policy, old, now, 1)
}

func body(old, now string) Body {
	return NewBody(document.Blocks([]byte(old)), document.Blocks([]byte(now)), nil)
}

func TestBody(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("ett två tre fyra fem sex sju åtta nio tio ", 200))
	tests := []struct {
		name, old, now string
		sort           BodySort
		want           []string
	}{
		{
			"a word in a wrapped paragraph", policy, swap("inhyrd personal", "inhyrda konsulter"), BodyEdited,
			[]string{"Under ”Syfte”:", "  ~ Policyn gäller alla som arbetar i nämndens verksamhet, även [−inhyrd personal−] [+inhyrda konsulter+] och förtroendevalda. Den följs upp varje år."},
		},
		{
			"a word, and the lines wrapped anew", policy, swap("alla som arbetar i nämndens verksamhet, även\ninhyrd personal och", "alla som\narbetar i nämndens hela verksamhet, även inhyrd personal\noch"), BodyEdited,
			[]string{"Under ”Syfte”:", "  ~ Policyn gäller alla som arbetar i nämndens [+hela+] verksamhet, även inhyrd personal och förtroendevalda. Den följs upp varje år."},
		},
		{"wrapped anew", policy, strings.ReplaceAll(swap("även\ninhyrd", "även inhyrd"), "Loggar sparas", "Loggar\nsparas"), BodyForm, nil},
		{"only white space", policy, strings.ReplaceAll(strings.ReplaceAll(policy, "\n\n", "  \n\n\n"), "- B", "-   B"), BodyForm, nil},
		{"other line ends", policy, strings.ReplaceAll(policy, "\n", "\r\n"), BodyForm, nil},
		{"other signs for the same", policy, strings.ReplaceAll(swap("# Syfte\n", "Syfte\n=====\n"), "\n- ", "\n* "), BodyForm, nil},
		{"a table set in columns", policy, strings.NewReplacer("| Roll | Vem |\n|---|---|", "|Roll   |Vem |\n|:------|----|", "| Jurist | Bo |", "|Jurist |Bo  |").Replace(policy), BodyForm, nil},
		{
			"a heading", policy, swap("## Behörigheter", "## Behörigheter och roller"), BodyEdited,
			[]string{"Under ”Syfte”:", "  ~ ## Behörigheter [+och roller+]", "    - Behörighet ges av närmaste chef."},
		},
		{
			"another heading", policy, swap("## Loggar", "## Spårbarhet"), BodyEdited,
			[]string{"Under ”Syfte”:", "  − ## Loggar", "  + ## Spårbarhet", "    Loggar sparas i två år. Se [[SYS-017|Färdbok]]."},
		},
		{
			"the level of a heading", policy, swap("## Loggar", "# Loggar"), BodyEdited,
			[]string{"I texten:", "  ~ [−##−] [+#+] Loggar", "    Loggar sparas i två år. Se [[SYS-017|Färdbok]]."},
		},
		{
			"below a heading of two lines", "Rubrik\n------\n\nEtt stycke.\n", "Rubrik\n------\n\nEtt annat stycke.\n", BodyEdited,
			[]string{"Under ”Rubrik”:", "  ~ Ett [+annat+] stycke."},
		},
		{
			"an item of a list", policy, swap("ges av närmaste chef", "ges av systemägaren"), BodyEdited,
			[]string{"Under ”Behörigheter”:", "  ~ - Behörighet ges av [−närmaste chef.−] [+systemägaren.+]", "    - Behörighet tas bort när någon slutar."},
		},
		{
			"items that came and went", policy, swap("- Behörighet tas bort när någon slutar.\n- Listan stäms av varje kvartal.\n", "- Listan stäms av varje kvartal.\n- Konton utan ägare spärras.\n"), BodyEdited,
			[]string{
				"Under ”Behörigheter”:", "    - Behörighet ges av närmaste chef.", "  − - Behörighet tas bort när någon slutar.", "    - Listan stäms av varje kvartal.",
				"  + - Konton utan ägare spärras.", "    | Roll | Vem |",
			},
		},
		{
			"a new number for each item", "1. Ett\n2. Två\n3. Tre\n", "1. Noll\n2. Ett\n3. Två\n4. Tre\n", BodyEdited,
			[]string{"I texten:", "  + 1. Noll", "    2. Ett"},
		},
		{
			"an item moved to the side", "- Ett\n- Två\n", "- Ett\n  - Två\n", BodyEdited,
			[]string{"I texten:", "    - Ett", "  − - Två", "  +   - Två"},
		},
		{
			"a cell of a table", policy, swap("| Jurist | Bo |", "| Jurist | Cia |"), BodyEdited,
			[]string{"Under ”Behörigheter”:", "    | IT-chef | Asta |", "  ~ | Jurist | [−Bo−] [+Cia+] |"},
		},
		{
			"a row of a table", policy, swap("| Jurist | Bo |", "| Jurist | Bo |\n| Arkivarie | Eva |"), BodyEdited,
			[]string{"Under ”Behörigheter”:", "    | Jurist | Bo |", "  + | Arkivarie | Eva |"},
		},
		{
			"a line of code", policy, swap("spara: 24", "spara: 36"), BodyEdited,
			[]string{"Under ”Loggar”:", "    # Inte en rubrik", "  − spara: 24", "  + spara: 36", "      nivå: 2"},
		},
		{
			"blanks in code", policy, swap("  nivå: 2", "    nivå: 2"), BodyEdited,
			[]string{"Under ”Loggar”:", "    spara: 24", "  −   nivå: 2", "  +     nivå: 2"},
		},
		{
			"the target of a link", policy, swap("[[SYS-017|Färdbok]]", "[[SYS-018|Färdbok]]"), BodyEdited,
			[]string{"Under ”Loggar”:", "  ~ Loggar sparas i två år. Se [−[[SYS-017|Färdbok]].−] [+[[SYS-018|Färdbok]].+]", "    ```yaml"},
		},
		{
			"the target of a link by name", "Se [lagen][1].\n\n[1]: https://a.example\n", "Se [lagen][1].\n\n[1]: https://b.example\n", BodyEdited,
			[]string{"I texten:", "    Se [lagen][1].", "  ~ [1]: [−https://a.example−] [+https://b.example+]"},
		},
		{
			"Swedish letters", "Åtgärder för öar.\n", "Åtgärder för åar.\n", BodyEdited,
			[]string{"I texten:", "  ~ Åtgärder för [−öar.−] [+åar.+]"},
		},
		{
			"a task done", "- [ ] Klassa Färdbok\n", "- [x] Klassa Färdbok\n", BodyEdited,
			[]string{"I texten:", "  ~ - [−[ ]−] [+[x]+] Klassa Färdbok"},
		},
		{
			"a very long line", long + " sist av alla\n", "först " + long + " allra sist\n", BodyEdited,
			[]string{
				"I texten:",
				"  ~ [+först+] ett två tre fyra fem sex sju åtta nio tio … ett två tre fyra fem sex sju åtta nio tio [−sist av alla−] [+allra sist+]",
			},
		},
		{
			"added at the start", policy, "Gäller från 2024.\n\n" + policy, BodyEdited,
			[]string{"I texten:", "  + Gäller från 2024.", "    Beslutad av nämnden."},
		},
		{
			"removed at the end", policy + "\nUpphör 2030.\n", policy, BodyEdited,
			[]string{"Under ”Loggar”:", "      nivå: 2", "  − Upphör 2030."},
		},
		{
			"a section added", policy, swap("## Loggar", "## Undantag\n\nUndantag beslutas av chefen.\n\nDe gäller ett år.\n\n## Loggar"), BodyEdited,
			[]string{"Under ”Syfte”:", "  + ## Undantag", "  + Undantag beslutas av chefen.", "  + De gäller ett år."},
		},
		{
			"a section removed", policy, swap("## Loggar\n\nLoggar sparas i två år. Se [[SYS-017|Färdbok]].\n", ""), BodyEdited,
			[]string{"Under ”Syfte”:", "  − ## Loggar", "  − Loggar sparas i två år. Se [[SYS-017|Färdbok]].", "    ```yaml"},
		},
		{
			"a sentence added before one that begins alike", "Chefen beslutar. Chefen följer upp.", "Chefen beslutar. Chefen rapporterar. Chefen följer upp.", BodyEdited,
			[]string{"I texten:", "  ~ Chefen beslutar. [+Chefen rapporterar.+] Chefen följer upp."},
		},
		{
			"a paragraph moved", policy, strings.Replace(swap("Beslutad av nämnden.\n\n", ""), "## Loggar\n", "## Loggar\n\nGäller.\n\nBeslutad av nämnden i maj.\n", 1), BodyEdited,
			[]string{"I texten:", "  − Beslutad av nämnden.", "Under ”Loggar”:", "  + Gäller.", "  + Beslutad av nämnden i maj.", "    Loggar sparas i två år. Se [[SYS-017|Färdbok]]."},
		},
		{
			"a paragraph moved as it is", "# A\n\nEtt stycke om fyra ord.\n\nTvå.\n\n# B\n\nTre.\n", "# A\n\nTvå.\n\n# B\n\nTre.\n\nEtt stycke om\nfyra ord.\n", BodyEdited,
			[]string{"Under ”A”:", "  − (flyttat härifrån) Ett stycke om fyra ord.", "    Två.", "Under ”B”:", "    Tre.", "  + (flyttat hit) Ett stycke om fyra ord."},
		},
		{
			"a paragraph divided", policy, swap("förtroendevalda. Den", "förtroendevalda.\n\nDen"), BodyEdited,
			[]string{
				"Under ”Syfte” (samma ord, annan indelning i stycken):",
				"    Policyn gäller alla som arbetar i nämndens verksamhet, även inhyrd personal och …", "    Den följs upp varje år.",
			},
		},
		{
			"two passages under one heading", "# A\n\nEtt.\n\nTvå.\n\nTre.\n\nFyra.\n\nFem.\n\nSex.\n", "# A\n\nEtt nytt.\n\nTvå.\n\nTre.\n\nFyra.\n\nFem.\n\nSex nya.\n", BodyEdited,
			[]string{"Under ”A”:", "  − Ett.", "  + Ett nytt.", "    Två.", "    …", "    Fem.", "  − Sex.", "  + Sex nya."},
		},
		{"text emptied", policy, "\n", BodyRemoved, nil},
		{"text added", " \n", policy, BodyAdded, nil},
		{"whole text replaced", policy, long, BodyReplaced, nil},
		{"a short text replaced", "Körjournaler.\n", "Digitala loggar.\n", BodyEdited, []string{"I texten:", "  − Körjournaler.", "  + Digitala loggar."}},
		{"only blank lines", "\n\n", "\n", BodyForm, nil},
		{
			"a comment that no page shows", "Text.\n", "Text.\n\n<!-- kontrollera -->\n", BodyEdited,
			[]string{"I texten:", "    Text.", "  + <!-- kontrollera -->"},
		},
		{
			"the same words, as a list", "Chefer och\npersonal\n", "- Chefer och\n- personal\n", BodyEdited,
			[]string{"I texten (samma ord, annan indelning i stycken):", "    - Chefer och", "    - personal"},
		},
	}
	teller := Teller{Lang: locale.Swedish}
	for _, test := range tests {
		got := body(test.old, test.now)
		if got.Sort != test.sort {
			t.Errorf("%s: got %q, want %q", test.name, got.Sort, test.sort)
		}
		if diff := cmp.Diff(test.want, teller.PlainBody(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestBodyWords(t *testing.T) {
	for _, test := range []struct {
		body   Body
		sv, en string
	}{
		{Body{}, "Texten ändrad", "Text changed"},
		{Body{Sort: BodyEdited}, "Texten ändrad", "Text changed"},
		{Body{Sort: BodyAdded, New: 312}, "Text tillagd (312 ord)", "Text added (312 words)"},
		{Body{Sort: BodyRemoved, Old: 1}, "Texten borttagen (1 ord)", "Text removed (one word)"},
		{Body{Sort: BodyReplaced, Old: 120, New: 95}, "Hela texten ersatt (120 ord före, 95 ord nu)", "Whole text replaced (120 words before, 95 words now)"},
		{Body{Sort: BodyForm}, "Bara textens form ändrad: radbrytningar och blanktecken", "Only the formatting of the text changed: line breaks and spaces"},
	} {
		for lang, want := range map[locale.Lang]string{locale.Swedish: test.sv, locale.English: test.en} {
			if got := (Teller{Lang: lang}).bodyWhat(test.body); got != want {
				t.Errorf("%+v: got %q, want %q", test.body, got, want)
			}
		}
	}
}

// paragraphs are what texts of the properties are made of: some are alike, some stand twice.
var paragraphs = []string{
	"# Ett", "## Två", "# Ett", "Policyn gäller alla som arbetar här.", "Policyn gäller alla som är anställda här.", "Den gäller ett år.", "- punkt ett i listan\n- punkt två i listan",
	"| a | b |\n|---|---|\n| c | d |", "```\nkod  rad\n```", "> citat av någon", "Den gäller ett år.", "åäö",
}

func aBody() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(paragraphs), 0, 12), func(all []string) string { return strings.Join(all, "\n\n") })
}

// wordsOf are the words of what a passage tells of one side; those that stand in its own place.
func wordsOf(b Body, side LineChange, other Part) []string {
	var words []string
	for _, p := range b.Passages {
		for _, l := range p.Lines {
			if l.Change == side || l.Change == LineChanged && !l.Moved {
				words = append(words, strings.Fields(l.Side(other))...)
			}
		}
	}
	return words
}

// TestBodyTellsEveryWord holds that a word that only one of the texts has, or has more often, is told as removed or added.
func TestBodyTellsEveryWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, now := aBody().Draw(t, "old"), aBody().Draw(t, "now")
		b := body(old, now)
		switch b.Sort {
		case BodyEdited:
		case BodyReplaced:
			return
		default:
			if len(b.Passages) > 0 {
				t.Fatalf("%s with passages", b.Sort)
			}
		}
		if b.Sort == BodyForm && !slices.EqualFunc(document.Blocks([]byte(old)), document.Blocks([]byte(now)), document.Block.Same) {
			t.Fatalf("%q to %q is told as form", old, now)
		}
		if b.Sort != BodyEdited {
			return
		}
		count := map[string]int{}
		for _, w := range blockWords(now) {
			count[w]++
		}
		for _, w := range blockWords(old) {
			count[w]--
		}
		for _, w := range wordsOf(b, LineAdded, WordsOut) {
			count[w]--
		}
		for _, w := range wordsOf(b, LineRemoved, WordsIn) {
			count[w]++
		}
		for w, n := range count {
			if n != 0 {
				t.Fatalf("%q to %q: %q is told %d times too few as added", old, now, w, n)
			}
		}
	})
}

func blockWords(body string) []string { return allWords(document.Blocks([]byte(body))) }

// TestLargeBodies compares texts of many words: one paragraph, many that all changed, and such as have nothing in common.
func TestLargeBodies(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	words := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprint("ord", int(random.ExpFloat64()*200))
		}
		return out
	}
	long := words(20_000)
	edited := slices.Clone(long)
	for i := 100; i < len(edited); i += 1000 {
		edited[i] = "ändrat"
	}
	b := body(strings.Join(long, " "), strings.Join(edited, " "))
	changed := 0
	for _, p := range b.Passages[0].Lines[0].Parts {
		if p.Part == WordsIn && p.Text == "ändrat" {
			changed++
		}
	}
	if changed != 20 || len(b.Passages) != 1 {
		t.Errorf("%d of 20 changed words are told", changed)
	}
	var many, manyEdited []string
	for i := range 3000 {
		many = append(many, fmt.Sprintf("Enheten %d ansvarar för sina system och för %d.", i, random.IntN(50)))
		manyEdited = append(manyEdited, strings.Replace(many[i], "Enheten", "Avdelningen", 1))
	}
	b = body(strings.Join(many, "\n\n"), strings.Join(manyEdited, "\n\n"))
	if n := len(b.Passages[0].Lines); n != 3000 {
		t.Errorf("3000 paragraphs of which each changed are told in %d lines", n)
	}
	slices.Reverse(many)
	body(strings.Join(many, "\n\n"), strings.Join(manyEdited, "\n\n"))
	body(strings.Join(words(20_000), "\n\n"), strings.Join(words(20_000), "\n\n"))
}
