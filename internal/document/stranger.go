package document

import (
	"bytes"
	"regexp"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// strangers are the beginnings of files that stand in for a text or are something else than a text. Each name has a message
// that says what it is, unreadable.NAME, and one that says what to do, unreadable.NAME-fix.
var strangers = []struct {
	name   string
	begins *regexp.Regexp
}{
	{"lfs", regexp.MustCompile(`^version https://(git-lfs|hawser)\.github\.com/spec/`)},
	{"annex", regexp.MustCompile(`^[^\n]*/annex/objects/[^\n]*\n?$`)},
	{"git-crypt", regexp.MustCompile(`^\x00GITCRYPT\x00`)},
	{"ansible-vault", regexp.MustCompile(`^\$ANSIBLE_VAULT;`)},
	{"word", regexp.MustCompile(`^(PK\x03\x04|\{\\rtf)`)},
	{"pdf", regexp.MustCompile(`^%PDF-`)},
}

// stranger reports a file that is not the text itself, such as a pointer to it. It has no front matter to look for.
func (d *Document) stranger(name string, data []byte) bool {
	const enough = 1 << 10
	start := bytes.TrimPrefix(data, []byte(source.BOM))
	for _, s := range strangers {
		if !s.begins.Match(start[:min(len(start), enough)]) {
			continue
		}
		d.File = source.NewFile(name, nil)
		d.Broken = true
		f := d.report("file-unreadable", source.At(source.Pos{Line: 1, Column: 1}), locale.Args{"problem": locale.Key("unreadable." + s.name)})
		f.Hint = remedy(f, locale.Say("unreadable."+s.name+"-fix"))
		return true
	}
	return false
}
