package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample/theme"
	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
)

// build reads records of the program's kinds and of the tests' own, by file name, and joins them. Those in criteria/ are entries too.
func build(t *testing.T, texts map[string]string) (*Graph, []diag.Finding) {
	t.Helper()
	kinds, err := record.LoadKinds(schema.FS, theme.Own(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var records, entries []*record.Record
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range texts {
			if !yield(name) {
				return
			}
		}
	}) {
		folder, _, _ := strings.Cut(name, "/")
		r, _ := kinds.InFolder(folder).Read(document.Parse(name, []byte(texts[name])))
		records = append(records, r)
		if r.Kind.Name == record.CatalogueKind {
			entries = append(entries, r)
		}
	}
	return Build(records, entries, Files{
		Exists: func(name string) bool { return slices.Contains([]string{"bilagor/plan.pdf", "bilagor/hus.png"}, name) },
		Image: func(name string) locale.Message {
			if name == "bilagor/hus.png" {
				return locale.Message{}
			}
			return locale.Say("image.type")
		},
	})
}

func entry(catalogue, number string) string {
	return fmt.Sprintf("---\nid: %s/%s\ntitle: Om %s\ntitle_en: On %s\ncatalogue: %s\nnumber: %s\nlevel: control\n---\n", catalogue, number, number, number, catalogue, number)
}

func TestResolve(t *testing.T) {
	g, _ := build(t, map[string]string{
		"criteria/a.md": entry("iso", "A.5.9"),
		"criteria/b.md": entry("iso", "A.5.10"),
		"criteria/c.md": entry("iso", "4.1"),
		"criteria/d.md": entry("egen", "A.5.10"),
		"controls/a.md": "---\nid: A.5.9\ncriterion: A.5.9\n---\n",
		"roles/r.md":    "---\nid: ROLL-1\ntitle: Chef\ntype: manager\n---\n",
	})
	tests := []struct {
		id, wanted string
		to, wrong  string // "kind id", "" for none
	}{
		{"ROLL-1", "role", "role ROLL-1", ""},
		{"ROLL-1", "*", "role ROLL-1", ""},
		{"ROLL-1", "system", "", "role ROLL-1"},
		{"roll-1", "role", "", ""},
		{"ROLL-2", "role", "", ""},
		{"", "*", "", ""},
		{"A.5.9", "criterion", "criterion iso/A.5.9", ""},
		{"A.5.9", "control", "control A.5.9", ""},
		{"A.5.9", "*", "control A.5.9", ""},
		{"A.5.9", "role", "", "control A.5.9"},
		{"iso/A.5.9", "criterion", "criterion iso/A.5.9", ""},
		{"iso/A.5.9", "control", "", "criterion iso/A.5.9"},
		{"4.1", "criterion", "criterion iso/4.1", ""},
		{"a.5.9", "criterion", "", ""},
		{"A.5.10", "criterion", "", ""}, // two catalogues have it
		{"egen/A.5.10", "criterion", "criterion egen/A.5.10", ""},
		{"5.9", "criterion", "", ""},
	}
	name := func(r *record.Record) string {
		if r == nil {
			return ""
		}
		return r.Kind.Name + " " + r.ID
	}
	for _, tt := range tests {
		to, wrong := g.Resolve(tt.id, []string{tt.wanted})
		if name(to) != tt.to || name(wrong) != tt.wrong {
			t.Errorf("%s of %s: got %q and %q, want %q and %q", tt.id, tt.wanted, name(to), name(wrong), tt.to, tt.wrong)
		}
	}
}

func TestReferences(t *testing.T) {
	g, findings := build(t, map[string]string{
		"roles/r.md":     "---\nid: ROLL-1\ntitle: Chef\ntype: manager\n---\n",
		"reviews/l.md":   "---\nid: LG-1\ntitle: Genomgång\nowner: ROLL-1\nperiod_from: 2022-01-01\nperiod_to: 2022-12-31\nstatus: draft\nattendees: [ROLL-9, ROLL-1]\n---\n",
		"actions/a2.md":  "---\nid: ATG-2\ntitle: B\ntype: action\nstatus: done\nowner: ROLL-1\nsource: [LG-1]\nfollowups:\n  - {status: done}\n  - {status: late, review: LG-1}\n---\n",
		"actions/a10.md": "---\nid: ATG-10\ntitle: A\ntype: action\nstatus: done\nowner: ROLL-1\nsource: [LG-1, ATG-2]\n---\n",
		"roles/x.md":     "---\nid: ROLL-2\ntitle: [\n---\n",
		"laws/l.md":      "---\nid: LAG-1\ntitle: Lag\ndesignation: x\nowner: ROLL-2\n---\n",
	})
	var told []string
	for _, f := range findings {
		told = append(told, fmt.Sprintf("%s %s %s:%v", f.Rule, f.Field, f.FileName(), f.Span.Start))
	}
	if diff := cmp.Diff([]string{"ref-unknown attendees[0] reviews/l.md:8:13"}, told); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var refs []string
	for _, ref := range g.Refs(g.Named("ATG-2")) {
		refs = append(refs, ref.String())
	}
	if diff := cmp.Diff([]string{"ATG-2.source[0] -> LG-1", "ATG-2.owner -> ROLL-1", "ATG-2.followups[1].review -> LG-1"}, refs); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var back []string
	for _, ref := range g.Backlinks(g.Named("LG-1")) {
		back = append(back, ref.From.ID+" "+ref.Field)
	}
	if diff := cmp.Diff([]string{"ATG-10 source[0]", "ATG-2 followups[1].review", "ATG-2 source[0]"}, back); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if from := g.BacklinksFrom(g.Named("LG-1"), "action", "source"); len(from) != 2 {
		t.Errorf("got %v", from)
	}
	if to := g.Target(g.Named("LG-1"), "attendees[1]"); to == nil || to.ID != "ROLL-1" {
		t.Errorf("a reference after an unknown one is lost: %v", to)
	}
	if to := g.Target(g.Named("LAG-1"), "owner"); to == nil || !to.Doc.Broken {
		t.Errorf("a reference to a broken record leads to %v", to)
	}
}

func TestIdentity(t *testing.T) {
	g, findings := build(t, map[string]string{
		"roles/a.md":   "---\nid: ROLL-1\ntitle: Chef\ntype: manager\n---\n",
		"roles/b.md":   "---\nid: Roll-1\ntitle: Chef\ntype: manager\n---\n",
		"themes/c.md":  "---\nid: ROLL-1\ntitle: Chef\ngist: Chef\n---\n",
		"themes/ä.md":  "---\ntitle: Utan id\ngist: x\n---\n",
		"themes/ä2.md": "---\ntitle:\ngist: x\n---\n",
	})
	var told []string
	for _, f := range findings {
		told = append(told, fmt.Sprintf("%s %s -> %s:%v", f.Rule, f.FileName(), f.Related[0].File.Name, f.Related[0].Span.Start))
	}
	if diff := cmp.Diff([]string{"id-duplicate roles/b.md -> roles/a.md:2:5", "id-duplicate themes/c.md -> roles/a.md:2:5"}, told); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for file, want := range map[string]string{"themes/ä.md": "Utan id", "themes/a\u0308.md": "Utan id", "themes/ä2.md": "themes/ä2.md"} {
		r := g.InFile(file)
		if r == nil {
			t.Errorf("%s is not found", file)
			continue
		}
		if got := g.Title(r).SV; got != want {
			t.Errorf("%s: titled %q, want %q", file, got, want)
		}
	}
}

func TestTitle(t *testing.T) {
	g, _ := build(t, map[string]string{
		"criteria/a.md": entry("iso", "A.5.9"),
		"controls/a.md": "---\nid: A.5.9\ncriterion: A.5.9\n---\n",
		"controls/b.md": "---\nid: A.5.10\ntitle: Egen\ncriterion: A.5.9\n---\n",
		"controls/c.md": "---\nid: A.5.11\ncriterion: A.5.99\n---\n",
	})
	for id, want := range map[string]locale.Text{
		"A.5.9": {SV: "Om A.5.9", EN: "On A.5.9"}, "A.5.10": {SV: "Egen", EN: "Egen"}, "A.5.11": {SV: "A.5.11", EN: "A.5.11"},
	} {
		to, _ := g.Resolve(id, []string{"control"})
		if got := g.Title(to); got != want {
			t.Errorf("%s: got %v, want %v", id, got, want)
		}
	}
}

// TestTitleIsLent lends titles to records that have no more readers than the one that lends, and through no circle.
func TestTitleIsLent(t *testing.T) {
	kinds, err := record.LoadKinds(schema.FS, map[string][]byte{"schema/visit.yaml": []byte(
		"x-kind: {name: visit, folder: visits, title_from: of}\nproperties:\n  of: {type: string, x-ref: ['*']}\n",
	)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	read := func(name, text string) *record.Record {
		folder, _, _ := strings.Cut(name, "/")
		r, _ := kinds.InFolder(folder).Read(document.Parse(name, []byte("---\n"+text+"---\n")))
		return r
	}
	g, _ := Build([]*record.Record{
		read("incidents/1.md", "id: INC-1\ntitle: Intrånget\n"), read("terms/1.md", "id: TERM-1\ntitle: Ordet\n"),
		read("terms/2.md", "id: TERM-2\ntitle: Dolt\npublish: never\n"),
		read("visits/1.md", "id: V-1\nof: INC-1\n"), read("visits/2.md", "id: V-2\nof: TERM-1\n"), read("visits/3.md", "id: V-3\nof: TERM-2\n"),
		read("visits/4.md", "id: V-4\nof: INC-1\npublish: restricted\n"), read("visits/5.md", "id: V-5\nof: V-6\n"), read("visits/6.md", "id: V-6\nof: V-5\n"),
	}, nil, Files{})
	for id, want := range map[string]string{"V-1": "V-1", "V-2": "Ordet", "V-3": "V-3", "V-4": "Intrånget"} {
		if got := g.Title(g.Named(id)).SV; got != want {
			t.Errorf("%s is titled %q, want %q", id, got, want)
		}
	}
	if got := g.Title(g.Named("V-5")).SV; !strings.HasPrefix(got, "V-") {
		t.Errorf("in a circle the title is %q", got)
	}
}

func TestLinks(t *testing.T) {
	body := strings.Join([]string{
		"[[TEMA-1]] [[TEMA-2|den andra]] [[TEMA-9]] `[[X]]`",
		"[a](b.md) [a](b.md#del) [a](./b.md) [a](../themes/b.md) [a](bo%CC%88.md) [a](bö.md)",
		"[a](c.md) [a](../roles/) ![bild](bild.png) [a](100%.md)",
		"[a](../bilagor/plan.pdf) [a](../bilagor/annat.pdf)",
		"[a](https://example.se/x.md) <https://example.se> [a](mailto:x@example.se) [a](tel:08-123) https://example.se/y",
		"[a](../../utanför.md) [a](/etc/passwd)",
		"[a][ref]",
		"",
		"[ref]: d.md",
	}, "\n")
	const aTheme = "---\nid: %s\ntitle: A\ngist: B\n---\n"
	g, findings := build(t, map[string]string{
		"themes/a.md":        fmt.Sprintf(aTheme, "TEMA-1") + body,
		"themes/b.md":        fmt.Sprintf(aTheme, "TEMA-2"),
		"themes/bo\u0308.md": fmt.Sprintf(aTheme, "TEMA-3"),
	})
	var told []string
	for _, f := range findings {
		told = append(told, fmt.Sprintf("%s %v %v", f.Rule, f.Args["ref"], f.Span.Start))
	}
	want := []string{
		"link-broken TEMA-9 6:33",
		"link-broken c.md 8:1", "link-broken ../roles/ 8:11", "link-broken bild.png 8:26", "link-broken 100%.md 8:44",
		"link-not-on-site ../bilagor/plan.pdf 9:1", "link-broken ../bilagor/annat.pdf 9:26",
		"link-outside ../../utanför.md 11:1", "link-outside /etc/passwd 11:23",
		"link-broken d.md 12:1",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var mentioned []string
	for _, id := range []string{"TEMA-1", "TEMA-2", "TEMA-3"} {
		for _, r := range g.Mentions(g.Named(id)) {
			mentioned = append(mentioned, id+" by "+r.ID)
		}
	}
	if diff := cmp.Diff([]string{"TEMA-1 by TEMA-1", "TEMA-2 by TEMA-1", "TEMA-3 by TEMA-1"}, mentioned); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestMarks finds what pages do not show of a text, wherever in a record it stands.
func TestMarks(t *testing.T) {
	const head = "---\nid: TEMA-1\ntitle: A\ngist: B\n"
	for text, want := range map[string]string{
		`[a](G:\Delat\a.docx)`:                            `link-drive G:\Delat\a.docx 6:1`,
		`[a](h:/Delat/a.docx)`:                            "link-drive h:/Delat/a.docx 6:1",
		`[a](\\srv01\isk\a.docx)`:                         `link-drive \\srv01\isk\a.docx 6:1`,
		"x [a](//srv01/isk/a.docx)":                       "link-drive //srv01/isk/a.docx 6:3",
		"<file:///G:/a.docx>":                             "link-drive file:///G:/a.docx 6:1",
		"![a](file:///G:/a.png)":                          "link-drive file:///G:/a.png 6:1",
		"[a](javascript:alert)":                           "link-not-on-site javascript:alert 6:1",
		"<onenote:https://example.se>":                    "link-not-on-site onenote:https://example.se 6:1",
		"[a]()":                                           "link-broken  6:1",
		"[a](#del)":                                       "link-broken #del 6:1",
		"# Åtgärder\n[a](#åtgärder)":                      "",
		"![a](../bilagor/hus.png)":                        "",
		"![[../bilagor/hus.png|300]]":                     "",
		"![a](../bilagor/plan.pdf)":                       "image-not-shown ../bilagor/plan.pdf 6:1",
		"![a](https://example.se/a.png)":                  "image-not-shown https://example.se/a.png 6:1",
		"[![a](../bilagor/hus.png)](../bilagor/hus.png)":  "",
		"![a](saknas.png)":                                "link-broken saknas.png 6:1",
		"a <u>b</u> <i>c</i>":                             "text-not-shown <u> 6:3",
		"<details>\n\na\n\n</details>":                    "text-not-shown <details> 6:1",
		"a<br>b <!-- c --> <br/>":                         "",
		"<!-- c -->\na":                                   "",
		"<!-- c --> a":                                    "text-not-shown <!--> 6:1",
		"a[^1]\n\n[^1]: b":                                "",
		"a\n\n[^1]: b":                                    "text-not-shown [^1] 8:1",
		"a[^1] [^a-z]":                                    "text-not-shown [^1] 6:2",
		"a[^b][^c]\n\n[^b]: d":                            "text-not-shown [^c] 6:6",
		"[^a] är ett mönster, [^1](../themes/a.md)":       "",
		"[OBS]: viktigt\n\n[a]: https://a.se\n[A] [b][a]": "text-not-shown [OBS]: 6:1",
		"|a|b|\n|-|-|\n|c|d|e f|\n|g||":                   "text-not-shown e f 8:6",
		"x [a](G:\\Min mapp\\a.docx) [b](se ovan)":        "link-not-on-site G:\\Min mapp\\a.docx 6:3",
		"![a](min bild.png) `[a](b c.png)`":               "link-not-on-site min bild.png 6:2",
		"`<u>` `[a](G:\\a)`":                              "",
		"[[TEMA-1#Del|a]] ![[TEMA-1]]":                    "",
		"|a|\n|-|\n|[[TEMA-1|b]]|\n|[[TEMA-1\\|c]]|":      "",
		"[[TEMA-9|a]]":                                    "link-broken TEMA-9 6:1",
	} {
		_, findings := build(t, map[string]string{"themes/a.md": head + "---\n" + text})
		var told []string
		for _, f := range findings {
			what, _ := f.Args["what"].(string)
			if ref, ok := f.Args["ref"].(string); ok {
				what = ref
			}
			told = append(told, fmt.Sprintf("%s %s %v", f.Rule, what, f.Span.Start))
		}
		if got := strings.Join(told, ", "); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestLocalTarget(t *testing.T) {
	tests := []struct {
		from, target, name string
		local, inside      bool
	}{
		{"themes/a.md", "b.md", "themes/b.md", true, true},
		{"themes/a.md", "b.md#del", "themes/b.md", true, true},
		{"themes/a.md", "../roles/b.md", "roles/b.md", true, true},
		{"themes/a.md", "../lis.yaml", "lis.yaml", true, true},
		{"themes/a.md", "..", ".", true, true},
		{"themes/a.md", "../..", "..", true, false},
		{"themes/a.md", "../../x.md", "../x.md", true, false},
		{"themes/sub/a.md", "../../x.md", "x.md", true, true},
		{"themes/a.md", "..x.md", "themes/..x.md", true, true},
		{"themes/a.md", "/etc/passwd", "/etc/passwd", true, false},
		{"themes/a.md", "%C3%A4.md", "themes/ä.md", true, true},
		{"themes/a.md", "a b.md", "themes/a b.md", true, true},
		{"themes/a.md", "100%.md", "themes/100%.md", true, true},
		{"themes/a.md", "#del", "", false, true},
		{"themes/a.md", "?q=1", "", false, true},
		{"themes/a.md", "https://example.se/b.md", "", false, true},
		{"themes/a.md", "//example.se/b.md", "", false, true},
		{"themes/a.md", "mailto:x@example.se", "", false, true},
		{"themes/a.md", "", "", false, true},
	}
	for _, tt := range tests {
		name, local, inside := LocalTarget(tt.from, tt.target)
		if name != tt.name || local != tt.local || inside != tt.inside {
			t.Errorf("%s from %s: got %q local %v inside %v", tt.target, tt.from, name, local, inside)
		}
	}
}

func TestCompareIDs(t *testing.T) {
	want := []string{"4.1", "4.10", "10.2", "A.5.1", "A.5.9", "A.5.10", "A.6.1", "LG-2022", "LG-2023", "SYS-2", "SYS-010", "SYS-10", "SYS-10-a", "SYS-100", "a"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, CompareIDs)
	// SYS-010 and SYS-10 are the same number; either may stand first.
	if i := slices.Index(got, "SYS-10"); got[i+1] == "SYS-010" {
		got[i], got[i+1] = got[i+1], got[i]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, a := range append(want, "", "00", "0") {
		if CompareIDs(a, a) != 0 {
			t.Errorf("%q differs from itself", a)
		}
		for _, b := range want {
			if CompareIDs(a, b) != -CompareIDs(b, a) {
				t.Errorf("%q and %q have no order", a, b)
			}
		}
	}
}

func TestCompare(t *testing.T) {
	object := func(kv ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i < len(kv); i += 2 {
			m[kv[i].(string)] = kv[i+1]
		}
		return m
	}
	tests := []struct {
		name          string
		before, after map[string]any
		want          []Change
	}{
		{"nothing", nil, nil, nil},
		{"the same", object("a", "x", "l", []any{"y"}), object("l", []any{"y"}, "a", "x"), nil},
		{"added", nil, object("a", "x"), []Change{{"a", nil, "x"}}},
		{"removed", object("a", int64(1)), object(), []Change{{"a", int64(1), nil}}},
		{
			"in an object", object("o", object("s", "missing")), object("o", object("s", "done", "d", "2023-01-01")),
			[]Change{{"o.d", nil, "2023-01-01"}, {"o.s", "missing", "done"}},
		},
		{"a list of texts is one value", object("l", []any{"a"}), object("l", []any{"a", "b"}), []Change{{"l", []any{"a"}, []any{"a", "b"}}}},
		{"an empty list is nothing", object("l", []any{}), nil, nil},
		{
			"items of objects", object("f", []any{object("s", "late")}), object("f", []any{object("s", "done"), object("s", "late")}),
			[]Change{{"f[0].s", "late", "done"}, {"f[1].s", nil, "late"}},
		},
		{
			"by number", nil, object("f", []any{object("s", "0"), object("s", "1"), object("s", "2"), object("s", "3"), object("s", "4"), object("s", "5"), object("s", "6"), object("s", "7"), object("s", "8"), object("s", "9"), object("s", "10")}),
			[]Change{{"f[0].s", nil, "0"}, {"f[1].s", nil, "1"}, {"f[2].s", nil, "2"}, {"f[3].s", nil, "3"}, {"f[4].s", nil, "4"}, {"f[5].s", nil, "5"}, {"f[6].s", nil, "6"}, {"f[7].s", nil, "7"}, {"f[8].s", nil, "8"}, {"f[9].s", nil, "9"}, {"f[10].s", nil, "10"}},
		},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Compare(tt.before, tt.after)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestExpand(t *testing.T) {
	v := map[string]any{"f": []any{map[string]any{"s": []any{"a", "b"}}, map[string]any{}}, "o": map[string]any{"x": "y"}}
	for path, want := range map[string][]string{
		"f.s": {"f[0].s[0]", "f[0].s[1]", "f[1].s"}, "o.x": {"o.x"}, "f": {"f[0]", "f[1]"}, "none.x": {"none.x"},
	} {
		if diff := cmp.Diff(want, Expand(v, path)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", path, diff)
		}
	}
}

func TestNear(t *testing.T) {
	g, _ := build(t, map[string]string{
		"roles/r.md":   "---\nid: ROLL-AC-AO\ntitle: Chef\ntype: manager\n---\n",
		"systems/s.md": "---\nid: SYS-017\ntitle: A\nstatus: idea\nprocurement: central\n---\n",
	})
	for _, tt := range []struct {
		id, kind string
		want     []string
	}{{"ROLL-ACAO", "role", []string{"ROLL-AC-AO"}}, {"roll-ac-ao", "*", []string{"ROLL-AC-AO"}}, {"SYS-17", "role", nil}, {"SYS-17", "system", []string{"SYS-017"}}, {"LAG-1", "*", nil}} {
		if diff := cmp.Diff(tt.want, g.Near(tt.id, []string{tt.kind})); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.id, diff)
		}
	}
}
