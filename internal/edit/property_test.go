package edit

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/source"
	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

// sentences are texts with what YAML makes much of.
var sentences = rapid.SampledFrom([]string{
	"Färdbok", "Digitala körjournaler", "Plan: sammanfattning", "# nej", "a # b", "5.10", "yes", "nej", "2023-02-20", "2022", "500-1999", "[x]",
	"a, b", "- x", "it's", `"så"`, `C:\x`, "SYS-017", "@isam", "null", "~", "…", "a:b", "x]", "{y", " inledd", "😀", "",
})

// written draws one way to write a text after a key, at an indentation.
func written(t *rapid.T, text, indent string) string {
	switch rapid.IntRange(0, 6).Draw(t, "style") {
	case 0:
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case 1:
		return fmt.Sprintf("%q", text)
	case 2:
		if text != "" && strings.TrimSpace(text) == text {
			return rapid.SampledFrom([]string{"|", ">-", "|-", ">", ">+"}).Draw(t, "block") + comment(t) + "\n" + indent + "    " + text + "\n" + indent + "    och mer"
		}
	case 3:
		if document.Scalar(text, document.InFlow) == text {
			return text + "\n" + indent + "      och mer"
		}
	case 4:
		return "\"börja\n" + indent + "    sluta\""
	}
	return document.Scalar(text, document.InFlow)
}

// comment draws a comment for the end of a line, or none.
func comment(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "", "", " # vid sidan", "   #tätt"}).Draw(t, "comment")
}

// between draws what may stand on lines of its own.
func between(t *rapid.T, indent string) string {
	return rapid.SampledFrom([]string{"", "", "", "\n", indent + "# för sig\n", "\n" + indent + "# efter tomrad\n\n", indent + "  # djupare\n", "# längst ut\n"}).Draw(t, "between")
}

// front draws front matter of a system, in whatever form.
func front(t *rapid.T) string {
	keys := rapid.Permutation([]string{"id", "title", "purpose", "status", "personal_data", "contract_signed_on", "classification", "tags", "waive", "extra", "local", "dnr", "attendees"}).Draw(t, "keys")
	var b strings.Builder
	for _, key := range keys[:rapid.IntRange(0, len(keys)).Draw(t, "count")] {
		b.WriteString(between(t, ""))
		text := sentences.Draw(t, "text")
		switch key {
		case "classification", "extra":
			b.WriteString(object(t, key))
		case "tags", "attendees":
			b.WriteString(list(t, key))
		case "waive":
			fmt.Fprintf(&b, "waive:%s\n- rule: x%s\n%s  reason: %s\n%s- {until: 2024-01-01, rule: y}%s\n", comment(t), comment(t), between(t, "  "), written(t, text, "  "), between(t, ""), comment(t))
		default:
			fmt.Fprintf(&b, "%s: %s%s\n", key, written(t, text, ""), comment(t))
		}
	}
	return b.String() + between(t, "")
}

func object(t *rapid.T, key string) string {
	if rapid.Bool().Draw(t, "flow") {
		return fmt.Sprintf("%s: {confidentiality: 2,%s\n  state: %s}%s\n", key, comment(t), document.Scalar(sentences.Draw(t, "text"), document.InFlow), comment(t))
	}
	return fmt.Sprintf("%s:%s\n%s    decided_by: %s\n%s    state:   done%s\n%s", key, comment(t), between(t, "    "), written(t, sentences.Draw(t, "text"), "    "), between(t, "    "), comment(t), between(t, "    "))
}

func list(t *rapid.T, key string) string {
	items := rapid.SliceOfN(sentences, 0, 4).Draw(t, "items")
	for i, item := range items {
		items[i] = document.Scalar(item, document.InFlow)
	}
	if len(items) == 0 || rapid.Bool().Draw(t, "flow") {
		return fmt.Sprintf("%s: [%s]%s\n", key, strings.Join(items, ","+comment(t)+"\n  "), comment(t))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%s\n", key, comment(t))
	for _, item := range items {
		fmt.Fprintf(&b, "%s  -   %s%s\n", between(t, "  "), item, comment(t))
	}
	return b.String()
}

// libraryComments are the comments of front matter as the YAML library finds them: it knows nothing of ours.
func libraryComments(doc *document.Document) []string {
	var root yaml.Node
	text := doc.File.Data[:doc.Body]
	text = bytes.TrimPrefix(text, []byte("---\n"))
	text = text[:max(bytes.LastIndex(text, []byte("---")), 0)]
	if yaml.Load(text, &root, yaml.WithV4Defaults()) != nil {
		return nil
	}
	var out []string
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		for line := range strings.Lines(n.HeadComment + "\n" + n.LineComment + "\n" + n.FootComment) {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, line)
			}
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(&root)
	return out
}

// ours are the comments as this package finds them.
func ours(doc *document.Document) []string {
	var out []string
	for _, r := range remarks(doc) {
		if r.Text != "" {
			out = append(out, r.Text)
		}
	}
	return out
}

// missing are the texts of a that are not in b, as often as they stand there.
func missing(a, b []string) []string {
	b = slices.Clone(b)
	var out []string
	for _, text := range a {
		if i := slices.Index(b, text); i >= 0 {
			b = slices.Delete(b, i, i+1)
			continue
		}
		out = append(out, text)
	}
	return out
}

// reporter is a test that can fail.
type reporter interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkKept fails where a file lost a comment or changed a value but for those at the paths in changed.
func checkKept(t reporter, kind *record.Kind, before, after []byte, changed func(path string) bool) {
	t.Helper()
	was, is := document.Parse("a.md", before), document.Parse("a.md", after)
	// what stands on a line that is not quite a fence is no comment to one of the two that look for them
	if slices.ContainsFunc(was.Findings, func(f diag.Finding) bool { return f.Rule == "front-matter-fence" }) {
		if bytes.Count(after, []byte("#")) < bytes.Count(before, []byte("#")) {
			t.Fatalf("lost a comment\n%s\nbecame\n%s", before, after)
		}
	} else {
		if lost := missing(libraryComments(was), ours(is)); len(lost) > 0 {
			t.Fatalf("lost comments %q\n%s\nbecame\n%s", lost, before, after)
		}
		if more := missing(libraryComments(is), ours(was)); len(more) > 0 {
			t.Fatalf("made comments %q\n%s\nbecame\n%s", more, before, after)
		}
	}
	old, _ := kind.Read(was)
	now, _ := kind.Read(is)
	a, b := map[string]any{}, map[string]any{}
	leaves(old.Values, "", a)
	leaves(now.Values, "", b)
	paths := slices.Collect(maps.Keys(a))
	for path := range b {
		paths = append(paths, path)
	}
	for _, path := range paths {
		if a[path] != b[path] && !changed(path) {
			t.Fatalf("%s changed from %#v to %#v\n%s\nbecame\n%s", path, a[path], b[path], before, after)
		}
	}
}

// leaves are the single values below a value, by path.
func leaves(v any, path string, out map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		for key, item := range v {
			leaves(item, document.Join(path, key), out)
		}
	case []any:
		for i, item := range v {
			leaves(item, document.Index(path, i), out)
		}
	default:
		out[path] = v
	}
}

func TestFormatKeepsAll(t *testing.T) {
	kind := kinds(t).Named("system")
	refused := 0
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		raw := []byte("---\n" + front(t) + "---\nText\n")
		if len(document.Parse("a.md", raw).Findings) > 0 {
			return
		}
		runs++
		data, refusal := Format(kind, "a.md", raw)
		if refusal != nil {
			refused++
			t.Logf("%v\n%s\n%s", refusal, raw, layout(kind, document.Parse("a.md", raw)))
			return
		}
		checkKept(t, kind, raw, data, func(string) bool { return false })
		if again, refusal := Format(kind, "a.md", data); refusal != nil || !bytes.Equal(again, data) {
			t.Fatalf("not the same twice: %v\n%s\nbecame\n%s", refusal, data, again)
		}
	})
	if refused*10 > runs {
		t.Errorf("refused %d of %d", refused, runs)
	}
	t.Logf("refused %d of %d", refused, runs)
}

// fixesOf are the sure fixes of what is said of a file alone.
func fixesOf(kind *record.Kind, raw []byte) []diag.Fix {
	_, findings := kind.Read(document.Parse("a.md", raw))
	var fixes []diag.Fix
	for _, f := range findings {
		fixes = append(fixes, f.Fixes...)
	}
	return fixes
}

// touched are the lines that edits touch.
func touched(edits []source.Edit) map[int]bool {
	lines := map[int]bool{}
	for _, e := range edits {
		for n := e.Span.Start.Line; n <= e.Span.End.Line; n++ {
			lines[n] = true
		}
	}
	return lines
}

// checkMended makes all fixes of a file and fails where more than what they name was changed.
func checkMended(t reporter, kind *record.Kind, raw []byte) {
	t.Helper()
	m := Fix("a.md", raw, fixesOf(kind, raw))
	if len(m.Done) == 0 {
		if !bytes.Equal(m.Data, raw) {
			t.Fatalf("nothing done, and yet changed")
		}
		return
	}
	before, after := source.NewFile("a.md", raw), source.NewFile("a.md", m.Data)
	lines := touched(editsOf(m.Done))
	for n := 1; n <= before.Lines() && before.Lines() == after.Lines(); n++ {
		if !lines[n] && before.Line(n) != after.Line(n) {
			t.Fatalf("line %d changed from %q to %q", n, before.Line(n), after.Line(n))
		}
	}
	was := document.Parse("a.md", raw)
	if was.Broken {
		return
	}
	is := document.Parse("a.md", m.Data)
	checkKept(t, kind, raw, m.Data, func(path string) bool {
		return standsOn(was.Front, "", path, lines) || standsOn(is.Front, "", path, lines)
	})
}

// standsOn reports whether the value at a path, or the key of it or of what is above it, stands on one of the lines.
func standsOn(n *document.Node, at, path string, lines map[int]bool) bool {
	if at == path && lines[n.Span.Start.Line] {
		return true
	}
	for _, e := range n.Entries {
		full := document.Join(at, e.Key)
		if path != full && !strings.HasPrefix(path, full+".") && !strings.HasPrefix(path, full+"[") {
			continue
		}
		if lines[e.KeySpan.Start.Line] || standsOn(e.Value, full, path, lines) {
			return true
		}
	}
	for i, item := range n.Items {
		if full := document.Index(at, i); (path == full || strings.HasPrefix(path, full+".") || strings.HasPrefix(path, full+"[")) && standsOn(item, full, path, lines) {
			return true
		}
	}
	return false
}

func TestMendKeepsTheRest(t *testing.T) {
	kind := kinds(t).Named("system")
	mistakes := strings.NewReplacer("status", "statuss", "done", "Done", "2023-02-20", "2023/2/20", "purpose", "Purpose", "personal_data", "personal-data")
	rapid.Check(t, func(t *rapid.T) {
		text := front(t)
		if rapid.Bool().Draw(t, "mistakes") {
			text = mistakes.Replace(text)
		}
		if rapid.Bool().Draw(t, "windows") {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		checkMended(t, kind, []byte("---\n"+text+"---\nText\n"))
	})
}

func seeds(f *testing.F) {
	for _, text := range []string{
		"---\nid: A\n# x\ntitle: B # c\nstatus: IN_USE\nclassification: {state: Done}\n---\nText [[A]]\n",
		"---\nid: A\ntitle: Plan: x\n---\n", "---\n\tid: A\n---\n", "\ufeff---\r\nid: A\r\ntitle: |\r\n  x\r\n---\r\n",
		"---\n? a\n: b\n? c\n---\n", "---\nid: A\ntags:\n- \n- - x\n  - y\n---\n", "---\nowners: X\ncontract_signed_on: 20230901\n---\n",
		"---\ntitle: |+\n  a\n\n# x\nid: >2\n    b\n---\n", "---\n\"id\": A\n'title' : b\ntags: [a: b, {c}]\n---\n", "---\nid: a\u2028b\ntitle: \"\\u2028\"\n---\n",
	} {
		f.Add([]byte(text))
	}
}

func FuzzFormat(f *testing.F) {
	seeds(f)
	kind := kinds(f).Named("system")
	f.Fuzz(func(t *testing.T, raw []byte) {
		data, refusal := Format(kind, "a.md", raw)
		if refusal != nil {
			if !bytes.Equal(data, raw) {
				t.Fatalf("refused, and yet changed")
			}
			return
		}
		checkKept(t, kind, raw, data, func(string) bool { return false })
		if again, refusal := Format(kind, "a.md", data); refusal != nil || !bytes.Equal(again, data) {
			t.Fatalf("not the same twice: %v\n%q\n%q", refusal, data, again)
		}
	})
}

func FuzzMend(f *testing.F) {
	seeds(f)
	kind := kinds(f).Named("system")
	f.Fuzz(func(t *testing.T, raw []byte) {
		data, _, _ := Form("a.md", raw)
		if _, done, _ := Form("a.md", data); len(done) > 0 {
			t.Fatalf("form is not the same twice: %v", done)
		}
		checkMended(t, kind, raw)
	})
}

// FuzzNothingVanishes shows that a key that is in the file is in the record or in a finding.
func FuzzNothingVanishes(f *testing.F) {
	seeds(f)
	kind := kinds(f).Named("system")
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc := document.Parse("a.md", raw)
		r, findings := kind.Read(doc)
		if doc.Broken {
			if len(findings) == 0 {
				t.Fatal("broken, and nothing is said")
			}
			return
		}
		said := func(path string) bool {
			return slices.ContainsFunc(findings, func(f diag.Finding) bool {
				return f.Field == path || strings.HasPrefix(path, f.Field+".") || strings.HasPrefix(path, f.Field+"[") || strings.HasPrefix(f.Field, path+".") || strings.HasPrefix(f.Field, path+"[")
			})
		}
		var walk func(n *document.Node, path string)
		walk = func(n *document.Node, path string) {
			for _, e := range n.Entries {
				full := document.Join(path, e.Key)
				if e.Key == "" && len(findings) > 0 {
					continue
				}
				if !empty(e.Value) && !strings.ContainsAny(e.Key, ".[]") && r.At(full) == nil && !said(full) {
					t.Fatalf("%q is in the file and nowhere else\n%s", full, raw)
				}
				walk(e.Value, full)
			}
			for i, item := range n.Items {
				walk(item, document.Index(path, i))
			}
		}
		walk(doc.Front, "")
	})
}

// empty reports whether a value says nothing.
func empty(n *document.Node) bool {
	return n.Kind == document.Null || n.IsScalar() && strings.TrimSpace(n.Text) == ""
}
