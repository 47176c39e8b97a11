package record

import (
	"testing"

	"github.com/c8b10cf3/lis/internal/sample/theme"
)

func TestKindOf(t *testing.T) {
	ks := kinds(t, map[string]string{theme.File: theme.Kind, "schema/prov.yaml": "x-kind: {name: prov, folder: egna}\n"})
	for name, want := range map[string]string{
		"themes/dso.md": "theme", "themes/DSO.MD": "theme", "themes/a/b/dso.md": "theme", "egna/x.md": "prov", "themes/å.md": "theme",
		"themes/README.md": "", "themes/a/readme.md": "", "themes/README.md.md": "theme", "themes/readme-first.md": "theme",
		"dso.md": "", "README.md": "", "themes": "", "themes/": "", "": "", "other/dso.md": "", "themes/dso.txt": "", "themes/md": "",
		"themes/.dso.md": "", "themes/.a/dso.md": "", "themes/a/.b/dso.md": "", "themes/a.md/dso.md": "", ".themes/dso.md": "",
		"themes/\xe5.md": "", "themes//dso.md": "", "/themes/dso.md": "", "themes/../themes/dso.md": "",
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
