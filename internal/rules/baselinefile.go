package rules

import (
	"slices"
	"strings"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/workspace"
)

// The form of baseline.yaml is made for git, whose merges know nothing of entries: two changes conflict if no unchanged line stands
// between them. Each entry therefore has a heading of its own above it and an empty line below it. Taking an entry away removes its
// one line and leaves both, so that two branches can take away neighbours; a new entry comes between the empty line of one and the heading of the
// next, so that it touches neither. Headings differ from each other, or git might see an insertion where it is not. A heading that has lost
// its entry does nothing, and goes when the whole list is written anew.

// key returns the heading of an entry, which says the same in one line.
func (o BaselineEntry) key() string {
	return strings.Join(slices.DeleteFunc(o.values(), func(v string) bool { return v == "" }), " ")
}

// newBaseline returns the text of a baseline with some entries.
func newBaseline(entries []BaselineEntry, lang locale.Lang) []byte {
	var b strings.Builder
	b.WriteString("# " + lang.T("baseline.head") + "\n\n")
	for _, o := range slices.SortedFunc(slices.Values(entries), BaselineEntry.compare) {
		b.WriteString("# " + o.key() + "\n" + o.Line() + "\n\n")
	}
	b.WriteString("# " + lang.T("baseline.foot") + "\n")
	return []byte(b.String())
}

// baselineFile is the lines of a baseline while it is edited. An empty line is one that is there.
type baselineFile struct {
	lines   []string
	lineEnd string
}

func readBaselineFile(text string) *baselineFile {
	f := &baselineFile{lineEnd: "\n"}
	if strings.Contains(text, "\r\n") {
		f.lineEnd = "\r\n"
	}
	for line := range strings.Lines(text) {
		f.lines = append(f.lines, strings.TrimRight(line, "\r\n"))
	}
	return f
}

func (f *baselineFile) text() []byte { return []byte(strings.Join(f.lines, f.lineEnd) + f.lineEnd) }

// insert adds an entry below the heading that it had, or with one before the first heading that comes after it; without one
// before the last line, which is a comment.
func (f *baselineFile) insert(o BaselineEntry) {
	heading := "# " + o.key()
	last := len(f.lines) - 1
	for last > 0 && f.lines[last] == "" {
		last--
	}
	at := last
	for i, line := range f.lines[:last+1] {
		if line == heading {
			f.lines = slices.Insert(f.lines, i+1, o.Line())
			return
		}
		if i > 0 && at == last && i < last && strings.HasPrefix(line, "# ") && f.lines[i-1] == "" && line > heading {
			at = i
		}
	}
	f.lines = slices.Insert(f.lines, at, heading, o.Line(), "")
}

// hasForm reports whether every entry has its heading above it and an empty line below it, and a comment is last.
func (b *baseline) hasForm(f *baselineFile) bool {
	for _, p := range b.places {
		i := p.first - 1
		if p.last != p.first || i < 1 || i+1 >= len(f.lines) || f.lines[i-1] != "# "+p.entry.key() || f.lines[i+1] != "" {
			return false
		}
	}
	n := len(f.lines)
	return n > 1 && f.lines[n-2] == "" && strings.HasPrefix(f.lines[n-1], "# ")
}

// BaselineMerges reports whether the baseline of a workspace has the form in which branches that change it can be merged. It has if
// there is none.
func BaselineMerges(w *workspace.Workspace) bool {
	text, ok := w.Files[workspace.BaselineFile]
	if !ok {
		return true
	}
	b, wrong := readBaseline(w)
	return len(wrong) == 0 && b.hasForm(readBaselineFile(string(text)))
}

// remove takes away the lines of the entries that are not kept. ok is false if one has no lines of its own.
func (b *baseline) remove(f *baselineFile, kept map[BaselineEntry]bool) (ok bool) {
	for _, p := range slices.Backward(b.places) {
		if kept[p.entry] {
			continue
		}
		if !strings.HasPrefix(strings.TrimSpace(f.lines[p.first-1]), "-") {
			return false
		}
		f.lines = slices.Delete(f.lines, p.first-1, p.last)
	}
	return true
}

// edit returns the text of the baseline with what is kept of it and some new entries: as it is but for these, or written anew if it
// has another form and something is added, or if there is nothing to change and it may be tidied.
func (s *Set) edit(kept map[BaselineEntry]bool, added []BaselineEntry, lang locale.Lang, tidy bool) []byte {
	all := slices.Clone(added)
	for _, o := range s.baseline.sorted() {
		if kept[o] {
			all = append(all, o)
		}
	}
	f := readBaselineFile(string(s.workspace.Files[workspace.BaselineFile]))
	unchanged := len(added) == 0 && len(all) == len(s.baseline.entries)
	if len(f.lines) == 0 || unchanged && tidy || len(added) > 0 && !s.baseline.hasForm(f) || !s.baseline.remove(f, kept) {
		return newBaseline(all, lang)
	}
	for _, o := range added {
		f.insert(o)
	}
	return f.text()
}
