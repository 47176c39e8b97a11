package cli

import (
	"encoding/binary"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const carKind = `x-kind:
  name: car
  folder: cars
  prefix: BIL
  label: {sv: Bil, en: Car}
  plural: {sv: Bilar, en: Cars}
type: object
required: [id, title]
properties:
  plate: {type: string, x-label: {sv: Skylt, en: Plate}}
`

// badSetups are files that every command needs and that cannot be used.
var badSetups = map[string]struct{ file, text string }{
	"config-alias-bomb":     {"lis.yaml", "format: 1\n" + aliasBomb()},
	"config-catalogue":      {"lis.yaml", "format: 1\ncatalogues: [iso27001-2002]\n"},
	"config-control":        {"lis.yaml", "format: 1\ntitle: \x07\n"},
	"config-deep":           {"lis.yaml", "format: 1\ndeep: " + strings.Repeat("[", 10_000) + "\n"},
	"config-duplicate":      {"lis.yaml", "format: 1\nlanguage: sv\nlanguage: en\n"},
	"config-empty":          {"lis.yaml", ""},
	"config-language":       {"lis.yaml", "format: 1\nlanguage: da\n"},
	"config-latin1":         {"lis.yaml", "format: 1\ntitle: \xe5\n"},
	"config-list":           {"lis.yaml", "- format: 1\n"},
	"config-nul":            {"lis.yaml", "format: 1\ntitle: \x00\n"},
	"config-rule":           {"lis.yaml", "format: 1\nrules: {owner-misssing: off}\n"},
	"config-rule-severity":  {"lis.yaml", "format: 1\nrules: {owner-missing: loud}\n"},
	"config-scalar":         {"lis.yaml", "format\n"},
	"config-tab":            {"lis.yaml", "format: 1\nhistory:\n\tpeople: name\n"},
	"config-timezone":       {"lis.yaml", "format: 1\ntimezone: Europe/Ekhamra\n"},
	"config-too-large":      {"lis.yaml", "format: 1\n" + strings.Repeat("# rad\n", mega)},
	"config-two":            {"lis.yaml", "format: 1\n---\nformat: 1\n"},
	"config-type":           {"lis.yaml", "format: ett\n"},
	"config-unknown":        {"lis.yaml", "format: 1\nlangauge: sv\n"},
	"config-unknown-nested": {"lis.yaml", "format: 1\nhistory: {poeple: name}\n"},
	"config-utf16":          {"lis.yaml", inUTF16LE("format: 1\n")},
	"config-version":        {"lis.yaml", "format: 2\n"},
	"kind-alias":            {"schema/car.yaml", "a: &a b\nx-kind: *a\n"},
	"kind-condition":        {"schema/car.yaml", carKind + rule("self.plate ==", "plate")},
	"kind-at":               {"schema/car.yaml", carKind + rule("self.plate != null", "plait")},
	"kind-empty":            {"schema/car.yaml", ""},
	"kind-file":             {"schema/car.yaml", strings.Replace(carKind, "{type: string,", "{$ref: \"file:///etc/passwd\",", 1)},
	"kind-folder-taken":     {"schema/car.yaml", strings.Replace(carKind, "folder: cars", "folder: systems", 1)},
	"kind-folder-outside":   {"schema/car.yaml", strings.Replace(carKind, "folder: cars", "folder: ../cars", 1)},
	"kind-http":             {"schema/car.yaml", strings.Replace(carKind, "{type: string,", "{$ref: \"http://127.0.0.1/x.json\",", 1)},
	"kind-keyword":          {"schema/car.yaml", strings.Replace(carKind, "type: object", "oneOf: []\ntype: object", 1)},
	"kind-list":             {"schema/car.yaml", "- a\n"},
	"kind-nested-ref":       {"schema/car.yaml", strings.Replace(carKind, "{type: string,", "{type: object, properties: {a: {$dynamicRef: \"http://127.0.0.1/\"}},", 1)},
	"kind-no-name":          {"schema/car.yaml", strings.Replace(carKind, "  name: car\n", "", 1)},
	"kind-pattern":          {"schema/car.yaml", strings.Replace(carKind, "{type: string,", "{type: string, pattern: \"(\",", 1)},
	"kind-ref":              {"schema/car.yaml", strings.Replace(carKind, "{type: string,", "{type: string, x-ref: [garage],", 1)},
	"kind-rule-taken":       {"schema/car.yaml", carKind + strings.Replace(rule("self.plate != null", "plate"), "car-plate", "owner-missing", 1)},
	"kind-tab":              {"schema/car.yaml", "x-kind:\n\tname: car\n"},
	"kind-type":             {"schema/car.yaml", strings.Replace(carKind, "type: string", "type: strin", 1)},
	"kind-unclosed":         {"schema/car.yaml", "x-kind: {name: car\n"},
	"kind-utf8":             {"schema/car.yaml", "x-kind: \xff\n"},
	"kind-addition-field":   {"schema/system.yaml", "x-kind: {name: system}\nproperties:\n  plate: {type: strin}\n"},
	"kind-addition-unnamed": {"schema/system.yaml", "properties: {}\n"},
	"kind-addition-ref":     {"schema/more.yaml", "x-kind: {name: system}\nproperties:\n  plate: {$ref: \"file:x\"}\n"},
}

func rule(assert, at string) string {
	return fmt.Sprintf(`x-rules:
  - id: car-plate
    severity: error
    assert: %s
    at: %s
    message: {sv: fel, en: wrong}
    why: {sv: därför, en: therefore}
`, assert, at)
}

// atPlace is where a text says what is wrong.
var atPlace = regexp.MustCompile(`(?m)^  ((?:lis|schema/[a-z]+)\.yaml:\d+:\d+)$`)

// TestBadSetup finds that every command ends with status 2 and says where, when lis.yaml or a kind file is wrong, and that
// what explains still works.
func TestBadSetup(t *testing.T) {
	var all strings.Builder
	for _, name := range slices.Sorted(maps.Keys(badSetups)) {
		bad := badSetups[name]
		files := maps.Clone(goodFiles)
		files[bad.file] = bad.text
		dir := workspaceOf(t, files)
		status, out, errs := run(dir, "check")
		places := atPlace.FindAllStringSubmatch(errs, -1)
		if status != statusUsage || out != "" || len(places) == 0 {
			t.Errorf("%s: status %d\n%s%s", name, status, out, errs)
			continue
		}
		for _, p := range places {
			if file, _, _ := strings.Cut(p[1], ":"); file != bad.file {
				t.Errorf("%s: said of %s", name, p[1])
			}
		}
		fmt.Fprintf(&all, "%s: %s %s\n", name, places[0][1], regexp.MustCompile(`\[([a-z-]+)\]\n`).FindStringSubmatch(errs)[1])
		for _, command := range []string{"list system", "show ORG-1", "figures", "history"} {
			if status, _, _ := run(dir, strings.Fields(command)...); status != statusUsage {
				t.Errorf("%s: lis %s exits with %d, want %d", name, command, status, statusUsage)
			}
		}
		if status, _, errs := run(dir, "explain", "config-invalid"); status != statusDone {
			t.Errorf("%s: lis explain exits with %d\n%s", name, status, errs)
		}
	}
	golden(t, "testdata/bad-setup.golden", all.String())
}

func inUTF16LE(text string) string { return inUTF16(binary.LittleEndian, text) }
