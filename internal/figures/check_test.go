package figures

import (
	"fmt"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/sample"
	"github.com/google/go-cmp/cmp"
)

// withFigures is a workspace with two systems and the figures of a file.
func withFigures(text string) map[string]string {
	return sample.With(map[string]string{
		"schema/system.yaml": "x-kind: {name: system, publish: internal}\nproperties:\n  cost: {type: integer, x-publish: restricted}\n",
		"systems/1.md":       "---\nid: SYS-1\ntitle: Ett\nstatus: in_use\nprocurement: own\ncost: 7\n---\n",
		"systems/2.md":       "---\nid: SYS-2\ntitle: Två\nstatus: in_use\nprocurement: own\n---\n",
		ownFile:              text,
	})
}

func TestCheck(t *testing.T) {
	figure := func(rest string) string { return "a.b:\n  label: {sv: A, en: A}\n  " + rest }
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"a figure", figure("count: system\n  where: \"true\"\n"), nil},
		{"an empty file", "", nil},
		{"a name that the program has", "systems.own: {count: system, where: \"true\", label: A}\n", []string{"1:1 det finns redan ett tal systems.own i programmet; välj ett annat namn"}},
		{"a name that its dashboard has", "risks.accepted: {count: system, where: \"true\", label: A}\n", []string{"1:1 det finns redan ett tal risks.accepted i programmet; välj ett annat namn"}},
		{"nothing", "a.b:\n", []string{"1:1 'a.b' ska ha nycklar under sig"}},
		{"no count", figure("where: \"true\"\n"), []string{"1:1 talet a.b saknar 'count'"}},
		{"an empty count", figure("count:\n  where: \"true\"\n"), []string{"3:3 'count' ska vara en text"}},
		{"a list to count", figure("count: [system]\n  where: \"true\"\n"), []string{"3:10 'count' ska vara en text"}},
		{"a misspelt count", figure("cuont: system\n  where: \"true\"\n"), []string{"3:3 'cuont' betyder inget här; menade du 'count'?"}},
		{"no condition", figure("count: system\n"), []string{"1:1 talet a.b saknar 'where'"}},
		{"an empty condition", figure("count: system\n  where: \"\"\n"), []string{"4:10 'where' ska vara ett villkor, t.ex. self.status == 'done'"}},
		{"a condition in a list", figure("count: system\n  where: [\"true\"]\n"), []string{"4:10 'where' ska vara ett villkor, t.ex. self.status == 'done'"}},
		{"a field that is not there", figure("count: system\n  where: self.statsu == 'in_use'\n"), []string{"4:15 talet a.b, where: fältet 'statsu' finns inte i postslaget; menade du 'status'?"}},
		{"a condition that fails on a record", figure("count: system\n  where: self.cost > 5\n"), []string{"4:15 talet a.b, where: går inte att räkna ut när cost inte är ifyllt; skriv self.cost != null && framför"}},
		{"a sum of texts", figure("count: system\n  where: \"true\"\n  sum: self.status\n"), []string{"5:8 talet a.b, sum: uttrycket ger inget heltal"}},
		{"more readers than its kind has", figure("count: system\n  where: \"true\"\n  publish: public\n"), []string{
			"5:12 talet a.b kan inte visas för fler än det räknar: poster av postslaget system, och de som villkoret slår upp, visas som mest i internal, inte public; skriv publish: internal",
		}},
		{"more readers than what it looks up", "a.b:\n  count: term\n  label: A\n  where: size(backlinks('incident', 'systems')) > 0\n  publish: public\n", []string{
			"5:12 talet a.b kan inte visas för fler än det räknar: poster av postslaget term, och de som villkoret slår upp, visas som mest i restricted, inte public; skriv publish: restricted",
		}},
		{"parts", figure("count: system\n  where: \"true\"\n  parts: [[systems.own, systems.central], [systems.own.classified]]\n"), nil},
		{"a part that is none", figure("count: system\n  where: \"true\"\n  parts: [systems.onw]\n"), []string{"5:10 talet a.b har delen 'systems.onw', som inte är något tal; menade du 'systems.own'?"}},
		{"a profile that is misspelt", figure("count: system\n  where: \"true\"\n  publish: pubilc\n"), []string{"5:12 'publish' kan inte vara 'pubilc'; menade du 'public'?"}},
		{"two faults", figure("count: system\n  where: self.statsu == ''\n  publsh: public\n"), []string{
			"4:15 talet a.b, where: fältet 'statsu' finns inte i postslaget; menade du 'status'?", "5:3 'publsh' betyder inget här; menade du 'publish'?",
		}},
	} {
		findings, err := Check(sample.Load(t, withFigures(test.text)), "2023-08-25")
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		var told []string
		for _, f := range findings {
			told = append(told, fmt.Sprintf("%v %s", f.Span.Start, f.Args["problem"].(locale.Localized).In(locale.Swedish)))
		}
		if diff := cmp.Diff(test.want, told); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", test.name, diff)
		}
	}
}

// TestOwnPublish counts figures that do not say who may see them, or that say too much.
func TestOwnPublish(t *testing.T) {
	for rest, want := range map[string]record.Profile{
		"where: self.status == 'in_use'":                         record.Internal,
		"where: self.cost != null && self.cost > 5":              record.Restricted,
		"where: \"true\", sum: \"self.cost == null ? 0 : 1\"":    record.Restricted,
		"where: self.status == 'in_use', publish: public":        record.Internal,
		"where: self.status == 'in_use', publish: restricted":    record.Restricted,
		"where: self.status == 'in_use', publish: alla":          "alla", // which nobody is shown
		"where: \"size(backlinks('system', 'objects')) == 0\"":   record.Internal,
		"where: \"size(backlinks('incident', 'systems')) == 0\"": record.Restricted, // what it looks up
		"where: \"!over(self)\"":                                 record.Internal,
		"where: \"ref(self.org) != null\"":                       record.Internal,
		"count: term, where: \"true\"":                           record.Public,
		"count: term, where: \"self.secrecy == null\"":           record.Internal,
		"count: role, where: \"self.holder != null\"":            record.Restricted,
		"count: law, where: \"!over(self)\"":                     record.Public,
		"where: \"self.cost == null\", publish: internal":        record.Internal, // decided by who wrote it
		"where: \"self.status == 'in_use'\", publish: \"never\"": record.Never,
	} {
		all, err := Count(sample.Load(t, withFigures("a.b: {"+counting(rest)+", label: A}\n")), "2023-08-25")
		if err != nil {
			t.Fatalf("%s: %v", rest, err)
		}
		if last := all[len(all)-1]; last.Name != "a.b" || last.Publish != want {
			t.Errorf("%s: %s is shown to %q, want %q", rest, last.Name, last.Publish, want)
		}
	}
}

// counting returns the rest of a figure, which counts systems unless it says something else.
func counting(rest string) string {
	if strings.HasPrefix(rest, "count: ") {
		return rest
	}
	return "count: system, " + rest
}
