package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
	"pgregory.net/rapid"
)

// aLine is a line of right front matter with what it is.
type aLine struct {
	text  string
	sort  string // field, item, child, first child, item field, text
	plain bool   // it ends with a plain value
}

var (
	plainValues = rapid.SampledFrom([]string{"Treserva", "2023-10-01", "ROLL-HTJ", "Vård och omsorg", "10\u00a0000 kr", "a=b", "1", "https://a.se/x", "in_use", "Ja – kanske", "x #1", "it's so"})
	otherValues = rapid.SampledFrom([]string{`"Plan: år"`, `'så'`, `"a ""`[:3] + `"`, "[SYS-1, SYS-2]", "{state: done}", `"två` + "\n" + `  rader"`, "|\n  text = text\n\n  • punkt\n    djupare", ">-\n  vikt\n  text", "Lång rubrik\n  som fortsätter", ""})
	comments    = rapid.SampledFrom([]string{"", "", "", "", " # anm", "   # a: b"})
)

// rightFront draws front matter that is right.
func rightFront(t *rapid.T) []aLine {
	lines := []aLine{{"id: SYS-001", "field", true}}
	add := func(sort, before, value string, plain bool) {
		for i, text := range strings.Split(before+value, "\n") {
			if i > 0 {
				lines = append(lines, aLine{text: text, sort: "more"})
				continue
			}
			lines = append(lines, aLine{text, sort, plain})
		}
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "fields") {
		key := fmt.Sprintf("%s_%d", rapid.SampledFrom([]string{"title", "owner", "due"}).Draw(t, "key"), i)
		value := func() string { return plainValues.Draw(t, "value") + comments.Draw(t, "comment") }
		switch rapid.IntRange(0, 6).Draw(t, "sort") {
		case 0:
			add("field", key+":", strings.TrimRight(" "+otherValues.Draw(t, "other"), " "), false)
		case 1:
			lines = append(lines, aLine{key + ":", "field", false})
			for j := range rapid.IntRange(1, 4).Draw(t, "children") {
				add([]string{"first child", "child"}[min(j, 1)], fmt.Sprintf("  child_%d: ", j), value(), true)
			}
		case 2:
			lines = append(lines, aLine{key + ":", "field", false})
			for j := range rapid.IntRange(1, 3).Draw(t, "items") {
				add([]string{"first item", "item"}[min(j, 1)], "  - ", value(), true)
			}
		case 3:
			lines = append(lines, aLine{key + ":", "field", false})
			for range rapid.IntRange(1, 3).Draw(t, "items") {
				add("item field", "  - text: ", value(), true)
				for j := range rapid.IntRange(0, 2).Draw(t, "more") {
					add("child", fmt.Sprintf("    more_%d: ", j), value(), true)
				}
			}
		default:
			add("field", key+": ", value(), true)
		}
		if rapid.IntRange(0, 5).Draw(t, "between") == 0 {
			lines = append(lines, aLine{text: rapid.SampledFrom([]string{"", "# anmärkning: så", "  # inryckt"}).Draw(t, "aside")})
		}
	}
	return lines
}

// mistakes are what people do to one line; each says on which lines it is one. They return the line as it is broken.
var mistakes = []struct {
	name  string
	on    string // sorts of lines
	plain bool   // only on lines that end with a plain value
	value bool   // the value itself is another
	make  func(line string) string
}{
	{"other colon", "field item field child first child", true, false, func(s string) string { return strings.Replace(s, ": ", "：", 1) }},
	{"small colon", "field child", true, false, func(s string) string { return strings.Replace(s, ": ", "﹕ ", 1) }},
	{"equals", "field child first child item field", true, false, func(s string) string { return strings.Replace(s, ": ", " = ", 1) }},
	{"tight equals", "field child", true, false, func(s string) string { return strings.Replace(s, ": ", "=", 1) }},
	{"no colon", "field child", true, false, func(s string) string { return strings.Replace(s, ": ", " ", 1) }},
	{"no space", "field child", true, false, func(s string) string { return strings.Replace(s, ": ", ":", 1) }},
	{"hard space after the colon", "field child", true, false, func(s string) string { return strings.Replace(s, ": ", ":\u00a0", 1) }},
	{"bullet", "item field", true, false, func(s string) string { return strings.Replace(s, "- ", "• ", 1) }},
	{"en dash", "item field", true, false, func(s string) string { return strings.Replace(s, "- ", "– ", 1) }},
	{"hyphen without a space", "item field", true, false, func(s string) string { return strings.Replace(s, "- ", "-", 1) }},
	{"hard space as indentation", "child", true, false, func(s string) string { return strings.Replace(s, "  ", "\u00a0\u00a0", 1) }},
	{"wide space as indentation", "child", true, false, func(s string) string { return strings.Replace(s, "  ", "\u3000", 1) }},
	{"tab as indentation", "child", true, false, func(s string) string { return "\t" + strings.TrimLeft(s, " ") }},
	{"too deep", "child", true, false, func(s string) string { return " " + s }},
	{"too shallow", "child", true, false, func(s string) string { return s[1:] }},
	{"a field too deep", "field", true, false, func(s string) string { return "  " + s }},
	{"colon in the value", "field child first child item field", true, true, func(s string) string { return strings.Replace(s, ": ", ": Plan: ", 1) }},
	{"sign", "field child item field", true, true, func(s string) string { return strings.Replace(s, ": ", ": @", 1) }},
	{"open quote", "field child", true, true, func(s string) string { return strings.Replace(s, ": ", ": \"", 1) }},
	{"after a quote", "field child", true, true, func(s string) string { return strings.Replace(s, ": ", ": \"Så\" ", 1) }},
	{"open bracket", "field child", true, true, func(s string) string { return strings.Replace(s, ": ", ": [", 1) }},
	{"text at the margin", "field", true, true, func(s string) string { return s + "\nOch mer text." }},
	{"dashes", "field", true, false, func(s string) string { return s + "\n— — —" }},
}

// TestReportedLineIsTheBrokenOne breaks one line of right front matter: that line is told and no other, and whatever mends it
// leaves the other lines as they were.
func TestReportedLineIsTheBrokenOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rightFront(t)
		mistake := rapid.SampledFrom(mistakes).Draw(t, "mistake")
		var at []int
		for i, l := range lines {
			if i > 0 && l.sort != "" && strings.Contains(" "+mistake.on+" ", " "+l.sort+" ") && (l.plain || !mistake.plain) {
				at = append(at, i)
			}
		}
		if len(at) == 0 {
			return
		}
		n := rapid.SampledFrom(at).Draw(t, "line")
		right, broken := make([]string, len(lines)), make([]string, len(lines))
		for i, l := range lines {
			right[i], broken[i] = l.text, l.text
		}
		whole := Parse("a.md", []byte(file(right)))
		if len(whole.Findings) > 0 {
			t.Fatalf("not right: %v\n%s", whole.Findings, file(right))
		}
		broken[n] = mistake.make(right[n])
		d := Parse("a.md", []byte(file(broken)))
		if len(d.Findings) == 0 {
			return // it can be read so
		}
		n += strings.Count(broken[n], "\n") // the line below is the one
		f := d.Findings[0]
		if len(d.Findings) == 1 && f.Span.Start.Line < n+2 && strings.Contains(fmt.Sprint(f.Args["problem"]), "shallow") && mistake.name == "a field too deep" {
			return // it could be the one above that is not deep enough
		}
		if len(d.Findings) != 1 || f.Span.Start.Line != n+2 {
			t.Fatalf("%s on line %d: %s told on line %d (%v)\n%s", mistake.name, n+2, f.Rule, f.Span.Start.Line, f.Args["problem"], file(broken))
		}
		if m, ok := f.Args["remedy"].(locale.Message); ok && m.Args["line"] != nil {
			written := strings.Split(file(broken), "\n")
			written[n+1] = fmt.Sprint(m.Args["line"])
			if again := Parse("a.md", []byte(strings.Join(written, "\n"))); len(again.Findings) > 0 {
				t.Fatalf("%s: the line to write is wrong\n%s\n%s", mistake.name, file(broken), strings.Join(written, "\n"))
			}
		}
		for _, fix := range f.Fixes {
			data, err := source.Apply(d.File, fix.Edits)
			if mended := Parse("a.md", data); err != nil || len(mended.Findings) > 0 {
				t.Fatalf("%s: the fix does not mend\n%s\n%s", mistake.name, file(broken), data)
			} else if !mistake.value && !slices.Equal(inWords(mended.Front, ""), inWords(whole.Front, "")) {
				t.Fatalf("%s: the fix changes what was meant\n%s\n%s", mistake.name, file(broken), data)
			}
		}
	})
}

// inWords returns every value with its path.
func inWords(n *Node, path string) []string {
	out := []string{fmt.Sprintf("%s %d %s", path, n.Kind, n.Text)}
	for i, item := range n.Items {
		out = append(out, inWords(item, Index(path, i))...)
	}
	for _, e := range n.Entries {
		out = append(out, inWords(e.Value, Join(path, e.Key))...)
	}
	return out
}

func file(lines []string) string {
	return Fence + "\n" + strings.Join(lines, "\n") + "\n" + Fence + "\n"
}

// TestFaults looks at each kind of fault: its line, what it is and the line to write.
func TestFaults(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"other colon", "id: A\ntitle：B\nx: 1\n", "3:6 other-colon title: B"},
		{"semicolon", "id: A\ntitle; B\nx: 1\n", "3:6 other-colon title: B"},
		{"equals", "id=A\ntitle: B\n", "2:3 equals id: A"},
		{"arrow", "id: A\ntitle => B: C\nx: 1\n", "3:7 equals title: \"B: C\""},
		{"equals in an object, last", "id: A\ns:\n  a: 1\n  b = 2\nx: 1\n", "5:5 equals   b: 2"},
		{"no colon, first", "id A\ntitle: B\n", "2:1 no-colon id: A"},
		{"no colon above an object", "id: A\ns\n  a: 1\n", "3:1 no-colon s:"},
		{"no colon or text", "id: A\ntitle: B\nsom fortsätter\nx: 1\n", "4:1 no-colon-or-text som: fortsätter"},
		{"text that goes on", "id: A\ntitle: B\nSom fortsätter.\nx: 1\n", "4:1 goes-on   Som fortsätter."},
		{"text that goes on below |", "id: A\ntitle: |\n    B\nsom. Fortsätter\nx: 1\n", "5:1 goes-on     som. Fortsätter"},
		{"text at the margin below >", "id: A\ntitle: >\nSom fortsätter.\n", "4:1 goes-on   Som fortsätter."},
		{"text after quotes", "id: A\ntitle: \"B\"\nSom fortsätter.\nx: 1\n", "4:1 stray <nil>"},
		{"bullets", "id: A\nl:\n  • a: 1\n    b: 2\n", "4:3 bullet   - a: 1"},
		{"dash without a space", "id: A\nl:\n  - a: 1\n  -a: 2\n", "5:3 dash   - a: 2"},
		{"hard space as indentation", "id: A\ns:\n\u00a0\u00a0a: 1\n", "4:1 blank   a: 1"},
		{"a third of the indentation", "id: A\ns:\n  a: 1\n \u202fb: 1\n", "5:2 blank   b: 1"},
		{"hard space after the colon", "id: A\ntitle:\u00a0B\nx: 1\n", "3:6 blank title: B"},
		{"tab among spaces", "id: A\ns:\n\ta: 1\n  b: 1\n", "4:1 tab   a: 1"},
		{"a child too far to the left", "id: A\ns:\n  a: 1\nb: 1\n  c: 1\n", "5:1 shallow-indent   b: 1"},
		{"the first child too far to the left", "id: A\ns:\na: 1\n  b: 1\n", "4:1 shallow-indent   a: 1"},
		{"a child half way", "id: A\ns:\n  a: 1\n b: 1\nx: 1\n", "5:2 shallow-indent   b: 1"},
		{"an item half way", "id: A\nl:\n  - a\n - b\n", "5:2 shallow-indent   - b"},
		{"a child too far to the right", "id: A\ns:\n  a: 1\n   b: 1\n", "5:4 deep-indent   b: 1"},
		{"the first field indented", "  id: A\ntitle: B\n", "2:3 deep-indent id: A"},
		{"a field below an item", "id: A\nl:\n  - a\n  title: B\n", "5:3 deep-indent title: B"},
		{"open bracket", "id: A\nl: [a, b\nx: 1\n", "3:4 bracket l: [a, b]"},
		{"open quote", "id: A\ntitle: \"B\nx: 1\n", "3:8 quote title: B"},
		{"after a quote", "id: A\ntitle: \"B\" och C\nx: 1\n", "3:8 after-quote title: '\"B\" och C'"},
		{"after a bracket", "id: A\ntitle: [B] och C\nx: 1\n", "3:8 after-bracket title: \"[B] och C\""},
		{"a list beside its field", "id: A\nl: - a\nx: 1\n", "3:4 list-inline <nil>"},
		{"colon in a value far above", "id: A\ntitle: B: C\nnote: |\n  a\n\n  b\nx: 1\n", "3:9 colon title: \"B: C\""},
		{"dashes", "id: A\n— —\nx: 1\n", "3:1 fence <nil>"},
		{"two faults", "id: A\ntitle = B\nx：1\n", "3:7 equals title: B"},
		{"far below what looks so", "l:\n" + strings.Repeat("  - a=b\n", 300) + "title：B\nx: 1\n", "303:6 other-colon title: B"},
		{"what only looks so", "id: A\nnote: |\n  a = b\n  • c\n  --- d\n  e：f\ntitle: B\n  – C\nx: \"1\n  y = 2\"\n", ""},
	}
	for _, tt := range tests {
		d := Parse("a.md", []byte("---\n"+tt.text+"---\n"))
		var got []string
		for _, f := range d.Findings {
			problem, _ := f.Args["problem"].(locale.Message)
			hint, _ := f.Args["remedy"].(locale.Message)
			got = append(got, fmt.Sprintf("%v %s %v", f.Span.Start, strings.TrimPrefix(problem.Key, "yaml."), hint.Args["line"]))
		}
		if joined := strings.Join(got, "; "); joined != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, joined, tt.want)
		}
	}
}
