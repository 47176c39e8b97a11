package exchange

import (
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/dashboard"
	"github.com/c8b10cf3/lis/internal/document"
	"github.com/c8b10cf3/lis/internal/expr"
	"github.com/c8b10cf3/lis/internal/figures"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/rules"
	archive "github.com/c8b10cf3/lis/internal/sample"
	"github.com/google/go-cmp/cmp"
)

// TestOwnExamples checks the kind, the rules and the figure that explanations show in a workspace that has them.
func TestOwnExamples(t *testing.T) {
	w := archive.Load(t, archive.With(map[string]string{
		"schema/contract.yaml": ownKind, "schema/figures.yaml": ownFigure, "schema/dashboard.yaml": ownDashboard,
		"contracts/1.md": "---\nid: AVT-1\ntitle: Växeln\nowner: ROLL-CHEF\nstatus: active\nends_on: 2023-06-30\n---\n",
		"contracts/2.md": "---\nid: AVT-2\ntitle: Grus\nowner: ROLL-CHEF\nstatus: active\n---\n",
	}))
	set, err := rules.New(w)
	if err != nil {
		t.Fatal(err)
	}
	faults, err := set.Faults()
	if err != nil {
		t.Fatal(err)
	}
	more, err := figures.Check(w, "2023-08-25")
	if err != nil {
		t.Fatal(err)
	}
	known, err := figures.Count(w, "2023-08-25")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := dashboard.Check(w, known, "2023-08-25")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range slices.Concat(faults, more, shown) {
		t.Errorf("%s:%v: %v", f.FileName(), f.Span.Start, f.Args)
	}
	results, err := set.Check(t.Context(), rules.Options{AsOf: "2023-08-25"})
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, d := range set.Tell(results, locale.Swedish) {
		told[d.Rule] = d.Record + ": " + d.Message
	}
	for rule, want := range map[string]string{"contract-ended": "AVT-1: löpte ut 2023-06-30", "contract-end-missing": "AVT-2: saknar dag då det löper ut"} {
		if told[rule] != want {
			t.Errorf("%s says %q, want %q", rule, told[rule], want)
		}
	}
	if n := figures.Numbers(known)["contracts.ended"]; n != 1 {
		t.Errorf("contracts.ended is %d, want 1", n)
	}
}

// TestExampleRecord wants the record that is shown to be the one that the examples are evaluated for.
func TestExampleRecord(t *testing.T) {
	vars, _ := expr.Example()
	shown, _, _ := strings.Cut(exampleRecord, "\n\n")
	got := map[string]any{}
	for _, e := range document.ParseYAML("x.yaml", []byte(shown)).Front.Entries {
		got[e.Key] = plainNode(e.Value)
	}
	self, _ := vars["self"].(map[string]any)
	want := map[string]any{}
	for key, v := range self {
		if key != "kind" {
			want[key] = plainText(v)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-evaluated +shown)\n%s", diff)
	}
}

// plainNode and plainText bring what is shown and what is evaluated to texts.
func plainNode(n *document.Node) any {
	switch n.Kind {
	case document.List:
		var out []any
		for _, item := range n.Items {
			out = append(out, plainNode(item))
		}
		return out
	case document.Map:
		out := map[string]any{}
		for _, e := range n.Entries {
			out[e.Key] = plainNode(e.Value)
		}
		return out
	case document.Null:
		return ""
	}
	return n.Text
}

func plainText(v any) any {
	switch v := v.(type) {
	case []any:
		var out []any
		for _, item := range v {
			out = append(out, plainText(item))
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for key, item := range v {
			out[key] = plainText(item)
		}
		return out
	case nil:
		return ""
	case int64:
		return "200"
	}
	return v
}

// TestExplanationsAreWhole wants every keyword, word of conditions and figure of the program explained, in every language.
func TestExplanationsAreWhole(t *testing.T) {
	w := archive.Load(t, archive.With(nil))
	all, err := figures.Definitions(w.Kinds, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range locale.Langs {
		var kinds, conditions, defined, shown strings.Builder
		if err := WriteOwnKindsText(&kinds, w.Kinds, lang); err != nil {
			t.Fatal(err)
		}
		if err := WriteConditionsText(&conditions, lang); err != nil {
			t.Fatal(err)
		}
		if err := WriteDefinitionsText(&defined, all, lang); err != nil {
			t.Fatal(err)
		}
		if err := WriteDashboardText(&shown, lang); err != nil {
			t.Fatal(err)
		}
		for _, part := range slices.Concat(record.Parts, dashboard.Parts) {
			text := kinds.String() + shown.String()
			if part == record.FigurePart {
				text = defined.String()
			}
			for _, k := range part.Keywords {
				if !strings.Contains(text, "\n  "+k.Name) {
					t.Errorf("%s: %s of %s is not explained", lang, k.Name, part.Name)
				}
			}
		}
		for _, f := range expr.Functions {
			if !strings.Contains(conditions.String(), f.Form+"\n") || !strings.Contains(conditions.String(), f.Example+"  →  "+f.Gives+"\n") {
				t.Errorf("%s: %s is not explained", lang, f.Name)
			}
		}
		for _, d := range all {
			if !strings.Contains(defined.String(), "\n"+d.Name+" ") {
				t.Errorf("%s: %s is not listed", lang, d.Name)
			}
		}
	}
}
