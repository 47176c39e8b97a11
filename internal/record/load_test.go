package record

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/schema"
	"github.com/google/go-cmp/cmp"
)

// refused is what is said of kind files that are wrong: "file:line:column problem".
func refused(t *testing.T, own map[string]string) []string {
	t.Helper()
	files := map[string][]byte{}
	for name, text := range own {
		files[name] = []byte(text)
	}
	loaded, err := LoadKinds(schema.FS, files, nil)
	var kinds *KindError
	var findings []diag.Finding
	switch {
	case err == nil:
		findings = loaded.Faults
	case errors.As(err, &kinds):
		findings = kinds.Findings
	default:
		t.Fatal(err)
	}
	var told []string
	for _, f := range findings {
		problem := any(f.Rule)
		if text, ok := f.Args["problem"].(locale.Localized); ok {
			problem = text.In(locale.Swedish)
		}
		told = append(told, fmt.Sprintf("%s:%v %v", f.FileName(), f.Span.Start, problem))
	}
	return told
}

// stages is a kind with more keys in x-kind.
func stages(keys ...string) string {
	return "x-kind: {name: prov, folder: prov, " + strings.Join(keys, ", ") + "}\nproperties:\n  a: {type: string, enum: [x, y]}\n  b: {type: string}\n" +
		"  next: {type: string, x-ref: [prov]}\n  other: {type: string, x-ref: [term]}\n  law: {type: string}\n  day: {type: string, format: date}\n  list: {type: array, items: {type: object, properties: {day: {type: string, format: date}}}}\n"
}

// TestStages reads what a kind file says of the stages of its records, and prints it as `lis schema --keywords` does.
func TestStages(t *testing.T) {
	text := stages("closed: [{field: a, values: [y], label: {sv: Klara, en: Done}, lasting: true}, {act: law}]", "fixed: {field: \"list[-1].day\", version: b}",
		"judged: {fields: [a, list], label: {sv: Prövade, en: Judged}}", "due: day", "title_from: b",
		"over: [{field: day}, {successor: next, field: a, values: [y]}]")
	k := kinds(t, map[string]string{"schema/prov.yaml": text}).Named("prov")
	got, ok := k.KeywordSchema(locale.Swedish)["x-kind"].(map[string]any)
	if !ok {
		t.Fatal("no x-kind")
	}
	for key, want := range map[string]any{
		"closed": []any{
			map[string]any{"field": "a", "values": []string{"y"}, "label": locale.Text{SV: "Klara", EN: "Done"}, "lasting": true},
			map[string]any{"act": "law"},
		},
		"over":   []any{map[string]any{"field": "day"}, map[string]any{"successor": "next", "field": "a", "values": []string{"y"}}},
		"fixed":  map[string]any{"field": "list[-1].day", "version": "b"},
		"judged": map[string]any{"fields": []string{"a", "list"}, "label": locale.Text{SV: "Prövade", EN: "Judged"}},
		"due":    "day", "title_from": "b",
	} {
		if diff := cmp.Diff(want, got[key]); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", key, diff)
		}
	}
	plain, _ := kinds(t, map[string]string{"schema/prov.yaml": stages("prefix: P")}).Named("prov").KeywordSchema(locale.Swedish)["x-kind"].(map[string]any)
	for _, key := range []string{"closed", "over", "fixed", "judged", "due", "title_from"} {
		if plain[key] != nil {
			t.Errorf("a kind without %s prints %v", key, plain[key])
		}
	}
	// A workspace says one of them anew for a kind of the program and leaves the others as they are.
	builtin := kinds(t, nil).Named("action")
	for key, anew := range map[string]func(k *Kind) (changed, left []Stage){
		"closed": func(k *Kind) (changed, left []Stage) { return k.Closed, k.Over },
		"over":   func(k *Kind) (changed, left []Stage) { return k.Over, k.Closed },
	} {
		own := kinds(t, map[string]string{"schema/action.yaml": "x-kind: {name: action, " + key + ": {field: closed_on}}\n"}).Named("action")
		changed, left := anew(own)
		if len(changed) != 1 || changed[0].Field != "closed_on" || changed[0].Values != nil || own.Due != "due" {
			t.Errorf("%s %+v, due %q", key, changed, own.Due)
		}
		if _, as := anew(builtin); !cmp.Equal(left, as) {
			t.Errorf("%s: the other one is %+v, want %+v", key, left, as)
		}
	}
}

func TestKindsRefused(t *testing.T) {
	const head = "x-kind: {name: prov, folder: prov}\n"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a whole kind", head + "type: object\nproperties:\n  a: {type: string}\n", nil},
		{"a reference to a file", head + "properties:\n  a: {$ref: \"file:///etc/passwd\"}\n", []string{"3:7 $ref tillåts inte (file:///etc/passwd); skriv ut fältet här"}},
		{"a reference to the net", head + "properties:\n  a: {type: object, properties: {b: {$ref: \"http://example.se/b.json\"}}}\n", []string{"3:38 $ref tillåts inte (http://example.se/b.json); skriv ut fältet här"}},
		{"a reference at the top", head + "$ref: common.yaml\n", []string{"2:1 $ref tillåts inte (common.yaml); skriv ut fältet här"}},
		{"combinations", head + "anyOf: []\nproperties:\n  a: {type: string, oneOf: []}\n", []string{"2:1 'anyOf' betyder inget här", "4:21 'oneOf' betyder inget här"}},
		{"a misspelt keyword", head + "properties:\n  a: {type: string, fromat: date}\n", []string{"3:21 'fromat' betyder inget här; menade du 'format'?"}},
		{"no name", "x-kind: {folder: prov}\n", []string{"1:9 filen saknar x-kind.name, postslagets namn"}},
		{"nothing at all", "", []string{"1:1 filen saknar x-kind.name, postslagets namn"}},
		{"not YAML", "a: [\n", []string{"1:4 en parentes, [ eller {, avslutas aldrig"}},
		{"no folder", "x-kind: {name: prov}\n", []string{"1:9 postslaget behöver en egen mapp i folder, skriven med små bokstäver, siffror och bindestreck (här: '')"}},
		{"a folder outside", "x-kind: {name: prov, folder: ../prov}\n", []string{"1:30 postslaget behöver en egen mapp i folder, skriven med små bokstäver, siffror och bindestreck (här: '../prov')"}},
		{"the folder of kinds", "x-kind: {name: prov, folder: schema}\n", []string{"1:30 postslaget behöver en egen mapp i folder, skriven med små bokstäver, siffror och bindestreck (här: 'schema')"}},
		{"a folder that is taken", "x-kind: {name: prov, folder: systems}\n", []string{"1:30 mappen systems hör redan till system"}},
		{"an unknown type", head + "properties:\n  a: {type: text}\n", []string{"3:13 'text' är ingen typ för 'a'; välj string, integer, number, boolean, array eller object"}},
		{"a list of nothing", head + "properties:\n  a: {type: array}\n", []string{"3:6 listan 'a' saknar items"}},
		{"a pattern that cannot be read", head + "properties:\n  a: {type: string, pattern: '(?=x)'}\n", []string{"3:30 mönstret (?=x) går inte att läsa"}},
		{"a limit in words", head + "properties:\n  a: {type: integer, minimum: noll}\n", []string{"3:31 'minimum' ska vara ett heltal (här: 'noll')"}},
		{"a label of no value", head + "properties:\n  a: {type: string, enum: [x], x-values: {y: {sv: Y, en: Y}}}\n", []string{"3:43 'y' finns inte bland värdena för 'a'"}},
		{"a profile that is none", head + "properties:\n  a: {type: string, x-publish: secret}\n", []string{"3:32 'x-publish' kan inte vara 'secret'; välj 'public', 'internal', 'restricted' eller 'never'"}},
		{"guidance that is more than a line", head + "properties:\n  a: {type: string, x-guidance: 'Skriv [här]'}\n", []string{"3:33 x-guidance är en rad utan hakparenteser, på ett fält med text (här: 'a')"}},
		{"guidance of what is no text", head + "properties:\n  a: {type: integer, x-guidance: Skriv}\n", []string{"3:34 x-guidance är en rad utan hakparenteser, på ett fält med text (här: 'a')"}},
		{"a past that is no day", head + "properties:\n  a: {type: string, x-past: true}\n", []string{"3:29 x-past går bara på ett fält med formatet date eller date-time, inte på 'a'"}},
		{"a field required that is not there", head + "required: [b]\n", []string{"2:12 fältet 'b' finns inte i postslaget"}},
		{"a kind that is not there", head + "properties:\n  a: {type: string, x-ref: [person]}\n", []string{"3:29 'a' hänvisar till postslaget 'person', som inte finns"}},
		{"a column that is not there", "x-kind: {name: prov, folder: prov, columns: [titel]}\n", []string{"1:46 fältet 'titel' finns inte i postslaget; menade du 'title'?"}},
		{"stages", stages("closed: [{field: a, values: [x]}, {act: law}]", "fixed: {field: \"list[-1].day\", version: b}", "judged: {fields: [a, list], label: {sv: S, en: E}}", "due: day"), nil},
		{"a stage with an unknown key", stages("closed: {field: a, value: [x]}"), []string{"1:55 'value' betyder inget här; menade du 'values'?"}},
		{"a stage at no field", stages("closed: {field: aa}"), []string{"1:52 fältet 'aa' finns inte i postslaget; menade du 'a'?"}},
		{"a stage of no value", stages("closed: {field: a, values: [x, z]}"), []string{"1:67 'z' finns inte bland värdena för 'a'"}},
		{"a stage of nothing", stages("closed: done"), []string{"1:44 ange i field eller act vad som gör posten closed, over eller fixed; där successor är satt behövs field"}},
		{"a stage without a value", stages("closed:"), []string{"1:43 ange i field eller act vad som gör posten closed, over eller fixed; där successor är satt behövs field"}},
		{"a stage with a misspelt field", stages("closed: {feild: a}"), []string{"1:45 'feild' betyder inget här; menade du 'field'?"}},
		{"a due that is no day", stages("due: b"), []string{"1:41 due ska vara ett fält med en dag (format: date), inte 'b'"}},
		{"a value of nothing", head + "properties:\n  a: {type: string, enum: []}\n", []string{"3:27 enum för 'a' ska ha minst ett värde, och varje värde en gång"}},
		{"a value twice", head + "properties:\n  a: {type: string, enum: [x, y, x]}\n", []string{"3:27 enum för 'a' ska ha minst ett värde, och varje värde en gång"}},
		{"a value that is no text", head + "properties:\n  a: {type: string, enum: [{x: y}]}\n", []string{"3:27 'enum' ska vara en text eller en lista av texter"}},
		{"two types", head + "properties:\n  a: {type: [string, integer]}\n", []string{"3:13 fältet 'a' saknar type; välj string, integer, number, boolean, array eller object"}},
		{"the same type for a field of the program", "x-kind: {name: system}\nproperties:\n  status: {type: string}\n", nil},
		{"an end with an unknown key", stages("over: [{field: a}, {field: b, when: x}]"), []string{"1:66 'when' betyder inget här; skriv 'field', 'values', 'act', 'successor', 'version', 'label' eller 'lasting'"}},
		{"an end at no field", stages("over: {field: aa}"), []string{"1:50 fältet 'aa' finns inte i postslaget; menade du 'a'?"}},
		{"an end of no value", stages("over: {field: a, values: [z]}"), []string{"1:62 'z' finns inte bland värdena för 'a'"}},
		{"a successor in no state", stages("over: {successor: next}"), []string{"1:42 ange i field eller act vad som gör posten closed, over eller fixed; där successor är satt behövs field"}},
		{"a successor of another kind", stages("over: {successor: other, field: a}"), []string{"1:54 'other' kan inte peka ut en posts efterträdare: fältet hänvisar inte till postslaget 'prov'"}},
		{"a successor that is not there", stages("over: {successor: nxt, field: a}"), []string{"1:54 fältet 'nxt' finns inte i postslaget; menade du 'next'?"}},
		{"a last stage at no field", stages("fixed: {field: \"list[-1].dag\"}"), []string{"1:51 fältet 'list[-1].dag' finns inte i postslaget; menade du 'list.day'?"}},
		{"a version that is not there", stages("fixed: {field: a, version: v}"), []string{"1:63 fältet 'v' finns inte i postslaget"}},
		{"a judgement with an unknown key", stages("judged: {field: [a]}"), []string{"1:45 'field' betyder inget här; menade du 'fields'?"}},
		{"a judgement of no field", stages("judged: {fields: [a, c]}"), []string{"1:57 fältet 'c' finns inte i postslaget"}},
		{"a due day that is not there", stages("due: dya"), []string{"1:41 fältet 'dya' finns inte i postslaget; menade du 'day'?"}},
		{"a title from nowhere", stages("title_from: dya"), []string{"1:48 fältet 'dya' finns inte i postslaget; menade du 'day'?"}},
		{"a list in parts", stages("split: {field: a, labels: {x: {sv: X, en: X}}}", "ids: names", "example: {id: PROV-X, list: [{day: 2027-01-31}]}"), nil},
		{"a list in parts by no field", stages("split: {field: c}"), []string{"1:51 fältet 'c' finns inte i postslaget"}},
		{"a list in parts by any text", stages("split: {field: b}"), []string{"1:43 ange i split.field ett fält med bestämda värden (här: 'b')"}},
		{"a part of no value", stages("split: {field: a, labels: {z: {sv: Z, en: Z}}}"), []string{"1:63 'z' finns inte bland värdena för 'a'"}},
		{"a part with an unknown key", stages("split: {fields: a}"), []string{"1:44 'fields' betyder inget här; menade du 'field'?"}},
		{"ids of another sort", stages("ids: numbers"), []string{"1:41 'ids' kan inte vara 'numbers'; välj 'names'"}},
		{"an example of no field", stages("example: {id: PROV-1, dya: x}"), []string{"1:58 fältet 'dya' finns inte i postslaget; menade du 'day'?"}},
		{"an example in words", stages("example: PROV-1"), []string{"1:45 ange i example värden för postslagets fält, t.ex. id"}},
		{"a rule without a condition", head + "x-rules:\n  - {id: a-b, severity: error, message: {sv: a, en: b}}\n", []string{"3:5 regeln a-b saknar assert"}},
		{"a rule of no severity", head + "x-rules:\n  - {id: a-b, severity: fatal, assert: 'true', message: {sv: a, en: b}}\n", []string{"3:25 'fatal' är ingen allvarlighetsgrad; välj error, warning eller info"}},
		{"a rule at no field", head + "x-rules:\n  - {id: a-b, severity: error, assert: 'true', at: titel, message: {sv: a, en: b}}\n", []string{"3:52 fältet 'titel' finns inte i postslaget; menade du 'title'?"}},
		{"a rule with an unknown key", head + "x-rules:\n  - {id: a-b, severity: error, asert: 'true', assert: 'true', message: {sv: a, en: b}}\n", []string{"3:32 'asert' betyder inget här; menade du 'assert'?"}},
	}
	for _, tt := range tests {
		got := refused(t, map[string]string{"schema/prov.yaml": tt.text})
		var want []string
		for _, line := range tt.want {
			want = append(want, "schema/prov.yaml:"+line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestOwnKind(t *testing.T) {
	ks := kinds(t, map[string]string{"schema/prov.yaml": "x-kind: {name: prov, folder: prov}\nproperties:\n  tested_on: {type: string, format: date}\n"})
	k := ks.InFolder("prov")
	if k == nil || k != ks.Named("prov") || !k.Own {
		t.Fatal("the kind is not there")
	}
	if k.Field("title") == nil || !k.Field("title").Required {
		t.Error("the common fields are not there")
	}
	if got := []string{k.Label.SV, k.Prefix, k.Field("tested_on").Label.EN}; !cmp.Equal(got, []string{"prov", "PROV", "tested_on"}) {
		t.Errorf("what has no label is called %q", got)
	}
}

func TestAdditionToBuiltinKind(t *testing.T) {
	ks := kinds(t, map[string]string{"schema/system.yaml": `x-kind: {name: system, label: {sv: It-system, en: IT system}}
properties:
  host: {type: string, x-ref: [organisation], x-label: {sv: Driftas av, en: Run by}}
  supplier: {x-label: {sv: Entreprenör, en: Contractor}}
  status: {enum: [in_use, retired, moved]}
  classification: {properties: {comment: {type: string}}}
`})
	k := ks.Named("system")
	if k.Own || k.Folder != "systems" || k.Label.SV != "It-system" || len(k.Rules) == 0 {
		t.Errorf("own %v, folder %s, label %v, %d rules", k.Own, k.Folder, k.Label, len(k.Rules))
	}
	if f := k.Field("host"); f == nil || f.Ref[0] != "organisation" {
		t.Errorf("the added field is %+v", f)
	}
	if f := k.Field("supplier"); f.Label.SV != "Entreprenör" || f.Type != String || f.Help.IsZero() {
		t.Errorf("what is not said again is lost: %+v", f)
	}
	status := k.Field("status")
	if diff := cmp.Diff([]string{"in_use", "retired", "moved"}, status.ValueNames()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if status.Value("in_use").Label.SV != "I drift" || status.Value("moved").Label.SV != "moved" {
		t.Errorf("labels of values: %+v", status.Values)
	}
	if k.Field("classification.comment") == nil || k.Field("classification.state") == nil || k.Field("classification.confidentiality") == nil {
		t.Error("an addition inside an object loses what was there")
	}
}

func TestFieldByPath(t *testing.T) {
	k := kinds(t, map[string]string{"schema/proof.yaml": proof}).Named("proof")
	for path, want := range map[string]string{
		"entries[3].status": "entries.status", "entries.status": "entries.status", "object.deep.level": "object.deep.level",
		"free.whatever": "free.*", "gränd": "gränd", "nothing": "", "text.below": "", "entries.nothing": "",
	} {
		got := ""
		if f := k.Field(path); f != nil {
			got = f.Path
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"owner", "status", "SYS-017", "SYS-171", "system-owner-missing", "risk_analysis"}
	for word, want := range map[string][]string{
		"ownr": {"owner"}, "onwer": {"owner"}, "Owner": {"owner"}, "SYS-17": {"SYS-017", "SYS-171"}, "sys017": {"SYS-017", "SYS-171"},
		"system-owner-mising": {"system-owner-missing"}, "riskAnalysis": {"risk_analysis"}, "budget": nil, "": nil,
	} {
		if diff := cmp.Diff(want, Nearest(word, known)); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", word, diff)
		}
	}
}

// TestValueWithoutLabel reads values that have a tone, or nothing, and keep their names as labels.
func TestValueWithoutLabel(t *testing.T) {
	k := kinds(t, map[string]string{"schema/prov.yaml": "x-kind: {name: prov, folder: prov}\nproperties:\n  a: {type: string, enum: [x, y], x-values: {x: {tone: ok}, y: }}\n"}).Named("prov")
	for _, v := range k.Field("a").Values {
		if v.Label.SV != v.Name || v.Label.EN != v.Name {
			t.Errorf("%s is called %v", v.Name, v.Label)
		}
	}
	if tone := k.Field("a").Value("x").Tone; tone != "ok" {
		t.Errorf("tone %q", tone)
	}
}
