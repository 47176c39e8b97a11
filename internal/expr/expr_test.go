package expr

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func env(t *testing.T) *Env {
	t.Helper()
	e, err := New(Funcs{
		Ref: func(id string) any {
			if id == "A" {
				return map[string]any{"id": "A", "n": int64(3)}
			}
			return nil
		},
		Backlinks: func(id, kind, field string) []any { return []any{map[string]any{"id": kind + "-" + field + "-" + id}} },
		Over:      func(of map[string]any, day string) bool { return of["id"] == "S" && day == "2023-08-25" },
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEval(t *testing.T) {
	vars := map[string]any{
		"as_of": "2023-08-25", "config": map[string]any{}, "review": nil,
		"self": map[string]any{
			"id": "S", "d": "2023-01-31", "none": nil, "list": []any{}, "owner": "A",
			"k": map[string]any{"a": int64(2), "b": nil},
		},
	}
	tests := []struct {
		text string
		want any
	}{
		{"before(self.d, as_of)", true},
		{"after(self.d, as_of)", false},
		{"before(self.none, as_of) || after(self.none, as_of) || on_or_before(self.none, as_of)", false},
		{"on_or_before(as_of, as_of) && on_or_after(as_of, as_of)", true},
		{"days(self.d, as_of)", int64(206)},
		{"months(self.d, as_of)", int64(6)},
		{"months(as_of, self.d)", int64(-6)},
		{"days(self.none, as_of)", nil},
		{"add_months(self.d, 1)", "2023-02-28"},
		{"add_months(self.d, -11)", "2022-02-28"},
		{"add_months(self.none, 1)", nil},
		{"before(add_months(self.none, 1), as_of)", false},
		{"greatest([self.k.a, self.k.b])", int64(2)},
		{"greatest([self.k.b])", int64(-1)},
		{"ref(self.owner).n", int64(3)},
		{"ref(self.none)", nil},
		{"ref('X') == null", true},
		{"backlinks('action', 'source')[0].id", "action-source-S"},
		{"over(self)", true},
		{"backlinks('action', 'source').exists(a, !over(a))", true},
		{"self.none in ['a', 'b']", false},
		{"self.list.exists(x, x.y == 1)", false},
		{"['a', 'b'].map(x, x + '!')", []any{"a!", "b!"}},
	}
	e := env(t)
	for _, tt := range tests {
		p, err := e.Compile(tt.text, Anything)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		got, err := p.Value(vars)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.text, diff)
		}
	}
}

func TestReads(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"self.a.b == 1 && self.c in ['x']", []string{"a.b", "c"}},
		{"self.list.exists(x, x.y == self.z)", []string{"list", "z"}},
		{"ref(self.owner).kind == 'role'", []string{"owner"}},
		{"config.aspects.all(a, self.k[a.name] != null)", []string{"k"}},
		{"self['a'].b == 1", []string{"a.b"}},
		{"backlinks('a', 'b').size() > 0", []string{"id"}},
	}
	e := env(t)
	for _, tt := range tests {
		p, err := e.Compile(tt.text, Anything)
		if err != nil {
			t.Fatalf("%s: %v", tt.text, err)
		}
		if diff := cmp.Diff(tt.want, p.Reads()); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.text, diff)
		}
	}
}

func TestCompileError(t *testing.T) {
	_, err := env(t).Compile("self.a ==", Truth)
	var e *Error
	if !errors.As(err, &e) || e.Line != 1 {
		t.Errorf("got %v", err)
	}
	if _, err := env(t).Compile("selv.a == 1", Truth); err == nil {
		t.Error("an unknown variable compiles")
	}
	if p, err := env(t).Compile("over(self.owner)", Truth); err != nil {
		t.Error(err)
	} else if _, err := p.Bool(map[string]any{"self": map[string]any{"owner": "A"}, "as_of": "2023-08-25"}); err == nil {
		t.Error("an id is taken for a record")
	}
}

func TestUses(t *testing.T) {
	for text, want := range map[string][]Use{
		"self.status != 'x' && before(self.due, as_of)": {{Of: "self", Path: "status"}, {Of: "self", Path: "due"}, {Of: "as_of"}},
		"self.a[size(self.a) - 1].status == 'ok'":       {{Of: "self", Path: "a"}, {Of: "self", Path: "a.status"}},
		"self.a[0].b['c'] == 1":                         {{Of: "self", Path: "a.b.c"}},
		"self.f.exists(f, f.review == review.id && f.n > 1)": {
			{Of: "self", Path: "f"}, {Of: "self", Path: "f.review"}, {Of: "review", Path: "id"}, {Of: "self", Path: "f.n"},
		},
		"ref(self.criterion) != null && ref(self.criterion).theme == 'x'": {
			{Of: "self", Path: "criterion"}, {Of: "ref", Via: "criterion"}, {Of: "ref", Via: "criterion", Path: "theme"},
		},
		"size(backlinks('decision', 'about').filter(d, d.outcome == 'x')) == 0": {
			{Of: "backlinks", Via: "decision"}, {Of: "backlinks", Via: "decision", Path: "outcome"},
		},
		"greatest(config.classification.aspects.map(a, self.classification[a.name])) >= config.thresholds.risk_level": {
			{Of: "config", Path: "classification.aspects"},
			{Of: "config", Path: "classification.aspects.name"},
			{Of: "self", Path: "classification"},
			{Of: "config", Path: "thresholds.risk_level"},
		},
		"self.a.exists(x, self.b.exists(x, x.c == 1) && x.d == 2)": {
			{Of: "self", Path: "a"}, {Of: "self", Path: "b"}, {Of: "self", Path: "b.c"}, {Of: "self", Path: "a.d"},
		},
		"!over(self) && backlinks('action', 'source').exists(a, !over(a))": {
			{Of: "self", Over: true}, {Of: "backlinks", Via: "action"}, {Of: "backlinks", Via: "action", Over: true},
		},
		"true": nil,
	} {
		p, err := env(t).Compile(text, Anything)
		if err != nil {
			t.Fatal(err)
		}
		less := func(a, b Use) bool { return a.Of+a.Via+"/"+a.Path < b.Of+b.Via+"/"+b.Path }
		if diff := cmp.Diff(want, p.Uses(), cmpopts.SortSlices(less)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", text, diff)
		}
	}
}

// TestWith compiles a condition once and asks it of other records.
func TestWith(t *testing.T) {
	one := env(t)
	other, err := one.With(Funcs{Ref: func(string) any { return map[string]any{"n": int64(7)} }})
	if err != nil {
		t.Fatal(err)
	}
	for e, want := range map[*Env]any{one: int64(3), other: int64(7)} {
		p, err := e.Compile("ref(self.id).n", Anything)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Value(map[string]any{"self": map[string]any{"id": "A"}})
		if err != nil || got != want {
			t.Errorf("got %v (%v), want %v", got, err, want)
		}
	}
}
