package rules

import (
	"slices"
	"testing"

	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/workspace"
	"github.com/c8b10cf3/lis/schema"
)

// TestReadsAreFields wants what rules in Go say that they read to be fields of their kinds.
func TestReadsAreFields(t *testing.T) {
	kinds, err := record.LoadKinds(schema.FS, nil, workspace.DefaultAspects())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Builtin {
		for _, name := range r.Kinds {
			kind := kinds.Named(name)
			if kind == nil {
				t.Errorf("%s is about %s, which is no kind", r.ID, name)
				continue
			}
			for _, field := range r.Reads {
				// a rule about an organisation may read its roles
				if kind.Field(field) == nil && kinds.Named("role").Field(field) == nil {
					t.Errorf("%s reads %s.%s, which does not exist", r.ID, name, field)
				}
			}
		}
	}
}

// TestFindingsTellWhatTheyRead holds that a finding says from which fields of which records it was made, of self, of what it names and
// of what names it.
func TestFindingsTellWhatTheyRead(t *testing.T) {
	fsys := files(map[string]string{
		"schema/x.yaml": "x-kind: {name: system}\nx-rules:\n" +
			"  - {id: own-many, severity: error, when: \"ref(self.information_owner).type != 'x'\", assert: \"backlinks('action', 'source').all(a, a.status == 'x') && self.continuity.contact == 'x'\", at: title, with: {t: self.title}, message: {sv: m, en: m}}\n" +
			"  - {id: own-far, severity: error, assert: \"ref(ref(self.information_owner).owner) != null\", at: title, message: {sv: m, en: m}}\n",
		"systems/1.md": "---\nid: SYS-1\ntitle: S\nstatus: in_use\nprocurement: own\ninformation_owner: ROLL-X\n---\n",
		"roles/x.md":   "---\nid: ROLL-X\ntitle: X\ntype: manager\nappointed: \"yes\"\nholder: VD\nholder_to: 2020-01-01\n---\n",
		"actions/1.md": "---\nid: ATG-1\ntitle: A\nsource: [SYS-1]\nstatus: decided\nhow: x\npriority: low\nowner: ROLL-X\n---\n",
	})
	want := map[string][]diag.Read{
		"own-many": {
			{File: "roles/x.md", Field: "type"},
			{File: "actions/1.md", Field: "status"},
			{File: "systems/1.md", Field: "continuity.contact"},
			{File: "systems/1.md", Field: "title"},
			{File: "systems/1.md", Field: "information_owner"},
		},
		"own-far":      {{}},
		"owner-vacant": {{File: "roles/x.md", Field: "holder_to"}},
	}
	for _, d := range check(t, fsys, inSwedish("2023-12-15")) {
		for _, read := range want[d.Rule] {
			if d.Record == "SYS-1" && !slices.Contains(d.Reads, read) {
				t.Errorf("%s: %+v is not among %+v", d.Rule, read, d.Reads)
			}
		}
		if d.Record == "SYS-1" {
			delete(want, d.Rule)
		}
	}
	if len(want) > 0 {
		t.Errorf("not reported: %v", want)
	}
}
