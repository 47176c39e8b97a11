package exchange

import (
	"encoding/xml"
	"testing"
)

// What the test of the whole program needs of the tests of the formats.

// Readers read what a format tells of open diagnostics: "systems/a.md:7 owner-missing", in its order.
var Read = read

// ReadStepSummary reads the table of a step summary likewise.
var ReadStepSummary = readTable

// Validators check a text against the schema of its format.
var Validators = map[string]func(*testing.T, string){
	"sarif": func(t *testing.T, text string) {
		var log any
		decode(t, text, &log)
		if err := sarifValidator(t).Validate(log); err != nil {
			t.Errorf("%#v", err)
		}
	},
	"junit": func(t *testing.T, text string) {
		var root node
		if err := xml.Unmarshal([]byte(text), &root); err != nil {
			t.Fatal(err)
		}
		root.check(t)
	},
	"gitlab":     checkGitLab,
	"rdjson":     checkRDJSON,
	"checkstyle": checkCheckstyle,
}
