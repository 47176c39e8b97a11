package exchange

import (
	"io"
	"os"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// sarifValidator is the official schema, compiled.
func sarifValidator(t testing.TB) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat = true
	compiler.LoadURL = func(string) (io.ReadCloser, error) { return nil, os.ErrNotExist }
	if err := compiler.AddResource(sarifSchema, f); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(sarifSchema)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSARIFSchema(t *testing.T) {
	empty := sample()
	empty.Diagnostics, empty.Rules, empty.Prefix, empty.Rev = nil, nil, "", nil
	profile := "public"
	empty.Profile = &profile
	for _, c := range []Check{sample(), empty, many(30)} {
		Validators["sarif"](t, write(t, "sarif", c))
	}
}

func TestSARIFSchemaRefuses(t *testing.T) {
	schema := sarifValidator(t)
	var log map[string]any
	decode(t, write(t, "sarif", sample()), &log)
	log["runs"].([]any)[0].(map[string]any)["columnKind"] = "bytes"
	if schema.Validate(log) == nil {
		t.Error("the schema takes everything")
	}
}

func TestSARIFResult(t *testing.T) {
	var log sarifLog
	decode(t, write(t, "sarif", sample()), &log)
	results := map[string]sarifResult{}
	for _, r := range log.Runs[0].Results {
		results[r.RuleID+" "+r.Locations[0].Physical.Artifact.URI] = r
		if r.RuleIndex == nil || log.Runs[0].Tool.Driver.Rules[*r.RuleIndex].ID != r.RuleID {
			t.Errorf("%s: the index leads elsewhere", r.RuleID)
		}
	}
	const fardbok = "f%C3%B6rvaltning/systems/sys-017-f%C3%A4rdbok.md"
	value := results["value-unknown "+fardbok]
	if len(value.Related) != 1 {
		t.Errorf("got %d related places, want one without its repeat", len(value.Related))
	}
	want := []sarifFix{{
		Description: sarifText{"skriv in_use"},
		Changes: []sarifChange{{
			sarifArtifact{fardbok, sarifRoot}, []sarifReplacement{{sarifRegion{4, 9, 4, 15}, sarifContent{"in_use"}}},
		}},
	}}
	if diff := cmp.Diff(want, value.Fixes); diff != "" {
		t.Errorf("fixes (-want +got)\n%s", diff)
	}
	waived := results["owner-missing f%C3%B6rvaltning/systems/a%20b,c%25:d%231.md"].Suppressions
	if diff := cmp.Diff([]sarifSuppression{{"inSource", "accepted", `Avvecklas i "mars"`}}, waived); diff != "" {
		t.Errorf("waived (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]sarifSuppression{{Kind: "external", Status: "accepted"}}, results["system-unclassified "+fardbok].Suppressions); diff != "" {
		t.Errorf("baselined (-want +got)\n%s", diff)
	}
}

// TestAddress: an address is relative whatever the file is called.
func TestAddress(t *testing.T) {
	for name, want := range map[string]string{
		"systems/a.md":    "systems/a.md",
		"a:b.md":          "./a:b.md",
		"å/100% #1?.md":   "%C3%A5/100%25%20%231%3F.md",
		"a\nb\x00\xff.md": "a%0Ab%00%FF.md",
	} {
		if got := sarifFile(name).URI; got != want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
	}
}

func TestUnknownRule(t *testing.T) {
	c := sample()
	c.Rules = nil
	var log sarifLog
	decode(t, write(t, "sarif", c), &log)
	if r := log.Runs[0].Results[0]; r.RuleIndex != nil {
		t.Errorf("%s has the index %d among no rules", r.RuleID, *r.RuleIndex)
	}
	if got := len(log.Runs[0].Results); got != len(c.Diagnostics) {
		t.Errorf("got %d results, want %d: accepted ones are told too", got, len(c.Diagnostics))
	}
	if _, ok := sarifLevels[diag.Off]; !ok {
		t.Error("a rule that is turned off has no level")
	}
}
