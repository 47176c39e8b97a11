package cli

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/c8b10cf3/lis/internal/exchange/shapes"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/sample/theme"
	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/google/go-cmp/cmp"
)

// goodFiles are a workspace with one flaw of its own, which must be told as it is whatever lies beside it.
var goodFiles = map[string]string{
	"lis.yaml":             "format: 1\norganisation: ORG-1\n",
	theme.File:             theme.Kind,
	"organisations/org.md": "---\nid: ORG-1\ntitle: Förvaltningen\ntype: administration\n---\n",
	"roles/chef.md":        "---\nid: ROLL-CHEF\ntitle: Chef\ntype: manager\nappointed: \"yes\"\n---\n",
	"themes/a.md":          "---\nid: TEMA-A\ntitle: A\ngist: alfa\n---\nSe [[TEMA-B]].\n",
	"themes/b.md":          "---\nid: TEMA-B\ntitle: B\ngist: beta\nowner: ROLL-CHEFF\n---\nSe [a](a.md).\n",
}

// front is a record whose front matter is good but for what is added to it.
func front(more string) string { return "---\nid: TEMA-X\ntitle: X\ngist: x\n" + more + "---\n" }

func body(text string) string { return front("") + text }

func inUTF16(order binary.AppendByteOrder, text string) string {
	out := []byte{}
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

// aliasBomb would be a million million values if its aliases were followed.
func aliasBomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	return b.String()
}

// deepBlock is n maps inside each other, each on its line.
func deepBlock(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "k:\n")
	}
	return b.String()
}

const mega = 1 << 20

// badFiles are files that nobody should write and somebody will. Each gives at least one diagnostic of its own.
var badFiles = map[string]string{
	"alias-bomb":             "---\n" + aliasBomb() + "---\n",
	"alias-merge":            front("base: &b {a: b}\nmore:\n  <<: *b\n"),
	"bom-twice":              "\ufeff\ufeff" + front(""),
	"brackets":               body(strings.Repeat("[", 100_000) + "\n[[TEMA-Q]]\n"),
	"brackets-closed":        body(strings.Repeat("[", 50_000) + strings.Repeat("]", 50_000) + "\n[[TEMA-Q]]\n"),
	"broken-links":           body(strings.Repeat("[[TEMA-Q]]\n\n", 2_000)),
	"case-field":             "---\nID: TEMA-X\nTitle: X\ngist: x\n---\n",
	"case-value":             front("publish: Public\n"),
	"comment-only":           "---\n# bara en kommentar\n---\n",
	"complex-key":            front("? [a, b]\n: c\n"),
	"complex-key-map":        front("? {a: b}\n: c\n"),
	"control":                front("note: \"\\u0007\"\n") + "\x01\x02\x1b[31m [[TEMA-Q]]\n",
	"control-in-front":       front("note: \x07\n"),
	"cr-only":                strings.ReplaceAll(front("owner: ROLL-Q\n"), "\n", "\r"),
	"crlf":                   strings.ReplaceAll(front("owner: ROLL-Q\n"), "\n", "\r\n"),
	"dash-fences":            "-----\nid: TEMA-X\n-----\n",
	"decomposed-key":         front("fo\u0308rklaring: x\n"),
	"deep-block":             "---\n" + deepBlock(2_000) + "---\n",
	"deep-flow":              front("deep: " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + "\n"),
	"deep-flow-map":          front("deep: " + strings.Repeat("{a: ", 10_000) + strings.Repeat("}", 10_000) + "\n"),
	"deep-flow-open":         front("deep: " + strings.Repeat("[", 10_000) + "\n"),
	"deep-list":              front("deep:\n  " + strings.Repeat("- ", 10_000) + "x\n"),
	"document-end":           "---\nid: TEMA-X\ntitle: X\n...\ngist: x\n---\n",
	"duplicate-key":          front("note: a\nnote: b\n"),
	"duplicate-keys-many":    front(strings.Repeat("note: a\n", 2_000)),
	"duplicate-nested":       front("secrecy: {provision: a, provision: b}\n"),
	"empty":                  "",
	"emphasis":               body(strings.Repeat("*a_ ", 100_000) + "\n[[TEMA-Q]]\n"),
	"fence-only":             "---",
	"fence-line-only":        "---\n",
	"fences-only":            "---\n---\n",
	"html":                   body(strings.Repeat("<a><!-- ", 50_000) + "\n\n[[TEMA-Q]]\n"),
	"huge-body":              body(strings.Repeat("Tjugo megabyte text. [[TEMA-A]] åäö\n", 20*mega/40)),
	"huge-front":             front(strings.Repeat("# en rad\n", 20*mega/9)),
	"huge-nul":               strings.Repeat("\x00", 20*mega),
	"huge-duplicates":        front(strings.Repeat("a: b\n", 2*mega/5-100)),
	"huge-items":             front("tags:\n" + strings.Repeat("-\n", mega-100)),
	"huge-keys":              front(strings.Join(numbered("k%d:\n", 240_000), "")),
	"huge-marks":             body(strings.Repeat("*a_ ", 2*mega/4-100)),
	"huge-quotes":            body(strings.Repeat("> ", mega-100)),
	"huge-table":             body("a|b\n-|-\n" + strings.Repeat("|\n", mega-100)),
	"id-case":                "---\nid: tema-a\ntitle: X\ngist: x\n---\n",
	"id-empty":               "---\nid:\ntitle: X\ngist: x\n---\n",
	"id-letters":             "---\nid: TEMA-ÅÄÖ\ntitle: X\ngist: x\n---\n",
	"id-list":                "---\nid: [TEMA-X]\ntitle: X\ngist: x\n---\n",
	"id-long":                "---\nid: TEMA-" + strings.Repeat("X", 60) + "\ntitle: X\ngist: x\n---\n",
	"id-megabyte":            "---\nid: " + strings.Repeat("X", mega) + "\ntitle: X\ngist: x\n---\n",
	"id-number":              "---\nid: 17\ntitle: X\ngist: x\n---\n",
	"id-slash":               "---\nid: ../TEMA-X\ntitle: X\ngist: x\n---\n",
	"id-space":               "---\nid: TERM X\ntitle: X\ngist: x\n---\n",
	"id-underscore":          "---\nid: TERM_X\ntitle: X\ngist: x\n---\n",
	"latin1":                 "---\nid: TEMA-X\ntitle: \xc5tg\xe4rd\ngist: x\n---\n",
	"line-megabyte":          front("owner: " + strings.Repeat("x", mega) + "\n"),
	"line-megabyte-body":     body(strings.Repeat("ord ", mega/4) + "[[TEMA-Q]]"),
	"link-definitions":       body(strings.Repeat("[a]: b\n", 50_000) + strings.Repeat("[a]", 50_000) + " [[TEMA-Q]]\n"),
	"link-encoded":           body("[ut](..%2f..%2f..%2fetc/passwd)\n"),
	"link-nested":            body(strings.Repeat("[a](", 50_000) + "\n\n[[TEMA-Q]]\n"),
	"link-outside":           body("[ut](../../etc/passwd) ![bild](/etc/passwd)\n"),
	"list":                   "---\n- id: TEMA-X\n- title: X\n---\n",
	"many-keys":              front(func() (s string) { return strings.Join(numbered("nyckel%d: x\n", 10_000), "") }()),
	"merge-scalar":           front("<<: x\n"),
	"multiline-plain":        front("note: en\n två: tre\n"),
	"never-closed":           "---\nid: TEMA-X\ntitle: X\n\nTexten börjar här.\n",
	"no-space":               "---\nid:TEMA-X\ntitle: X\n---\n",
	"nul":                    front("note: a\x00b\n"),
	"nul-in-body":            body("a\x00b\n"),
	"octal-date":             front("review_due: 0777-00-99\n"),
	"quote-open":             front("note: \"aldrig slut\n"),
	"quotes-deep":            body(strings.Repeat("> ", 10_000) + "\n\n[[TEMA-Q]]\n"),
	"lists-deep":             body(deepList(1_000) + "\n\n[[TEMA-Q]]\n"),
	"rtl-key":                front("\u202enote: x\n"),
	"scalar":                 "---\nbara text\n---\n",
	"surrogates":             front("note: \"\\ud800\"\n"),
	"tables":                 body(strings.Repeat("|", 20_000) + "\n" + strings.Repeat("|-", 20_000) + "|\n" + strings.Repeat("|", 20_000) + "\n\n[[TEMA-Q]]\n"),
	"tab-indent":             front("secrecy:\n\tprovision: a\n"),
	"tab-value":              front("note:\t\ta: b\n"),
	"table-bomb":             body(strings.Repeat("|a", 5_000) + "|\n" + strings.Repeat("|-", 5_000) + "|\n" + strings.Repeat("|\n", 50_000)),
	"tag":                    front("note: !!binary aGVq\n"),
	"tag-own":                front("note: !ruby/object:Gem {a: b}\n"),
	"two-documents":          front("") + front(""),
	"two-documents-in-front": "---\nid: TEMA-X\ntitle: X\ngist: x\n--- # ny\nid: TEMA-Y\n---\n",
	"utf16-be":               inUTF16(binary.BigEndian, front("")),
	"utf16-le":               inUTF16(binary.LittleEndian, front("")),
	"utf16-odd":              inUTF16(binary.LittleEndian, front("")) + "x",
	"utf8-cut":               body("sista bokstaven är halv: \xc3"),
	"utf8-overlong":          front("note: \xc0\xaf\n"),
	"very-long-key":          front(strings.Repeat("k", mega) + ": x\n"),
	"wiki-open":              body(strings.Repeat("[[TEMA-Q", 20_000) + "\n\n[[TEMA-Q]]\n"),
	"wiki-newlines":          body("[[TEMA-\nQ]] [[TEMA-Q|]] [[|x]] [[]]\n"),
	"zero-width-id":          "---\nid: \"TEMA-\u200bX\"\ntitle: X\ngist: x\n---\n",
	"zero-width-key":         "---\nid: TEMA-X\ntitle: X\n\u200bgist: x\n---\n",
}

func numbered(form string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf(form, i)
	}
	return out
}

func deepList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- x\n")
	}
	return b.String()
}

// oddFiles make what is no regular file at a path.
var oddFiles = map[string]func(path string) error{
	"folder": func(path string) error {
		if err := os.Mkdir(path, 0o777); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(path, "inside.md"), []byte(body("")), 0o666)
	},
	"link-to-file":   func(path string) error { return os.Symlink(filepath.Join("..", "..", "outside.md"), path) },
	"link-to-folder": func(path string) error { return os.Symlink("..", path) },
	"link-to-self":   func(path string) error { return os.Symlink(filepath.Base(path), path) },
	"pipe": func(path string) error {
		return exec.Command("mkfifo", path).Run()
	},
	"unreadable": func(path string) error {
		if os.Geteuid() == 0 {
			return os.ErrPermission
		}
		return os.WriteFile(path, []byte(body("")), 0)
	},
}

// TestBadInput checks a good workspace with one bad file at a time, and with all. Every bad file gives a diagnostic of its
// own, in a place that it has, and what is said of the others stays as it was.
func TestBadInput(t *testing.T) {
	_, others := split(t, check(t, workspaceOf(t, goodFiles)), "")
	var all []string
	for _, name := range slices.Sorted(maps.Keys(badFiles)) {
		files := maps.Clone(goodFiles)
		file := "themes/" + name + ".md"
		files[file] = badFiles[name]
		start := time.Now()
		own, rest := split(t, check(t, workspaceOf(t, files)), file)
		if spent := time.Since(start); spent > time.Second/2 {
			t.Logf("%s takes %v", name, spent)
		}
		if len(own) == 0 {
			t.Errorf("nothing is said of %s", name)
		}
		if diff := cmp.Diff(others, rest); diff != "" {
			t.Errorf("%s changes what is said of others (-without +with)\n%s", name, diff)
		}
		all = append(all, own[:min(len(own), 4)]...)
	}
	for _, name := range slices.Sorted(maps.Keys(oddFiles)) {
		dir := workspaceOf(t, goodFiles)
		file := "themes/" + name + ".md"
		if err := oddFiles[name](filepath.Join(dir, file)); err != nil {
			t.Logf("%s cannot be made here: %v", name, err)
			continue
		}
		own, rest := split(t, check(t, dir), file)
		if want := []string{file + ":1:1 file-unreadable"}; !slices.Equal(own, want) {
			t.Errorf("%s: got %q, want %q", name, own, want)
		}
		if diff := cmp.Diff(others, rest); diff != "" {
			t.Errorf("%s changes what is said of others (-without +with)\n%s", name, diff)
		}
	}
	golden(t, "testdata/bad-input.golden", strings.Join(all, "\n")+"\n")
}

// TestBadInputTogether checks all bad files side by side.
func TestBadInputTogether(t *testing.T) {
	files := maps.Clone(goodFiles)
	for name, text := range badFiles {
		if !strings.HasPrefix(name, "huge-") {
			files["themes/"+name+".md"] = strings.ReplaceAll(text, "TEMA-X", "TEMA-"+name)
		}
	}
	out := check(t, workspaceOf(t, files))
	for name := range files {
		own, _ := split(t, out, name)
		if _, good := goodFiles[name]; !good && len(own) == 0 {
			t.Errorf("nothing is said of %s beside the others", name)
		}
	}
}

// workspaceOf writes files to a new folder.
func workspaceOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run runs the program in a folder.
func run(dir string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	today, _ := locale.ParseDate("2026-11-22")
	status = Run(context.Background(), Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Dir: dir,
		Now: func() time.Time { return today }, Getenv: func(string) string { return "" }, Common: &common, IsTerminal: func(io.Writer) bool { return false },
	})
	return status, out.String(), errs.String()
}

// check checks a workspace; where little is said also as text, and the JSON against its shape.
func check(t *testing.T, dir string) checkOutput {
	t.Helper()
	status, out, errs := run(dir, "check", "--format", "json")
	if status != statusFound {
		t.Fatalf("check exits with %d\n%s", status, errs)
	}
	if len(out) < mega {
		if err := shapes.Match("check", []byte(out)); err != nil {
			t.Error(err)
		}
		if soak.On() {
			if status, _, errs := run(dir, "check"); status != statusFound {
				t.Fatalf("check as text exits with %d\n%s", status, errs)
			}
		}
	}
	var got checkOutput
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// split is what is said of a file, and of all others. A place must be one.
func split(t *testing.T, out checkOutput, file string) (own, others []string) {
	t.Helper()
	for _, d := range out.Diagnostics {
		if d.Line < 1 || d.Column < 1 || d.EndLine < d.Line || d.EndLine == d.Line && d.EndColumn < d.Column {
			t.Errorf("%s: %s has no place: %d:%d-%d:%d", d.File, d.Rule, d.Line, d.Column, d.EndLine, d.EndColumn)
		}
		told := fmt.Sprintf("%s:%d:%d %s", d.File, d.Line, d.Column, d.Rule)
		if d.File == file {
			own = append(own, told)
		} else {
			others = append(others, told)
		}
	}
	return own, others
}

// golden compares a text with a file; UPDATE=1 writes the file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", name, diff)
	}
}
