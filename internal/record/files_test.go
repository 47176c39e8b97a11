package record

import "testing"

func TestKindOf(t *testing.T) {
	ks := kinds(t, map[string]string{"schema/prov.yaml": "x-kind: {name: prov, folder: egna}\n"})
	for name, want := range map[string]string{
		"terms/dso.md": "term", "terms/DSO.MD": "term", "terms/a/b/dso.md": "term", "egna/x.md": "prov", "terms/å.md": "term",
		"terms/README.md": "", "terms/a/readme.md": "", "terms/README.md.md": "term", "terms/readme-first.md": "term",
		"dso.md": "", "README.md": "", "terms": "", "terms/": "", "": "", "other/dso.md": "", "terms/dso.txt": "", "terms/md": "",
		"terms/.dso.md": "", "terms/.a/dso.md": "", "terms/a/.b/dso.md": "", "terms/a.md/dso.md": "", ".terms/dso.md": "",
		"terms/\xe5.md": "", "terms//dso.md": "", "/terms/dso.md": "", "terms/../terms/dso.md": "",
	} {
		got := ""
		if k := ks.KindOf(name); k != nil {
			got = k.Name
		}
		if got != want {
			t.Errorf("%q is a record of %q, want %q", name, got, want)
		}
	}
}
