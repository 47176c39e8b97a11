package cli

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/soak"
	"github.com/google/go-cmp/cmp"
)

// diffOutput is what lis diff tells as data.
type diffOutput struct {
	Records []struct {
		ID, Title, Change string
		Fields            []struct {
			Field    string
			Old, New any
		}
		BodyChanged bool `json:"body_changed"`
	}
	Groups []struct {
		Kind, Sort, Label string
		Count             int
		Records           []string
	}
	Figures []struct {
		Name, Label string
		From, To    *int
	}
	Diagnostics struct{ Appeared, Gone []any }
}

func diffOf(t *testing.T, demo, between string, more ...string) diffOutput {
	t.Helper()
	var out diffOutput
	text := runLis(t, strings.Join(append([]string{"-C", demo, "diff", between, "--format json"}, more...), " "))
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDiffFigures finds the figures of a comparison in those of each of its states.
func TestDiffFigures(t *testing.T) {
	demo := demoDir(t)
	figuresAt := func(rev string) map[string]int {
		var out struct{ Figures map[string]int }
		if err := json.Unmarshal([]byte(runLis(t, "-C "+demo+" figures --format json --rev "+rev)), &out); err != nil {
			t.Fatal(err)
		}
		return out.Figures
	}
	was, is := figuresAt("review/2022"), figuresAt("review/2023")
	told := map[string]bool{}
	for _, f := range diffOf(t, demo, "review/2022..review/2023").Figures {
		told[f.Name] = true
		if f.From == nil || f.To == nil || *f.From != was[f.Name] || *f.To != is[f.Name] || *f.From == *f.To {
			t.Errorf("%s: %v and %v, want %d and %d", f.Name, f.From, f.To, was[f.Name], is[f.Name])
		}
	}
	for name := range is {
		if told[name] != (was[name] != is[name]) {
			t.Errorf("%s is %d and then %d; told: %t", name, was[name], is[name], told[name])
		}
	}
}

// TestDiffComposes finds what happened in two periods, one after the other, to be what happened in both: each field has the
// first value of the one and the last of the other.
func TestDiffComposes(t *testing.T) {
	demo := demoDir(t)
	first, second, whole := diffOf(t, demo, "review/2022..review/2023"), diffOf(t, demo, "review/2023..HEAD"), diffOf(t, demo, "review/2022..HEAD")
	type place struct{ id, field string }
	type values struct{ old, now any }
	fields := func(all ...diffOutput) map[place]values {
		found := map[place]values{}
		for _, d := range all {
			for _, r := range d.Records {
				for _, f := range r.Fields {
					at := place{r.ID, f.Field}
					v, known := found[at]
					if !known {
						v.old = f.Old
					} else if !reflect.DeepEqual(v.now, f.Old) {
						t.Errorf("%v ends as %v and goes on from %v", at, v.now, f.Old)
					}
					v.now = f.New
					found[at] = v
				}
			}
		}
		maps.DeleteFunc(found, func(_ place, v values) bool { return reflect.DeepEqual(v.old, v.now) })
		return found
	}
	want, got := fields(first, second), fields(whole)
	if !reflect.DeepEqual(want, got) {
		for at, v := range want {
			if !reflect.DeepEqual(got[at], v) {
				t.Errorf("%v: %v, want %v", at, got[at], v)
			}
		}
		t.Fatalf("%d fields differ, want %d", len(got), len(want))
	}
	if len(got) < 500 {
		t.Errorf("only %d fields differ", len(got))
	}
	figures := func(all ...diffOutput) map[string]string {
		found := map[string][2]int{}
		for _, d := range all {
			for _, f := range d.Figures {
				v, known := found[f.Name]
				if !known {
					v[0] = *f.From
				}
				v[1] = *f.To
				found[f.Name] = v
			}
		}
		out := map[string]string{}
		for name, v := range found {
			if v[0] != v[1] {
				out[name] = fmt.Sprint(v)
			}
		}
		return out
	}
	if diff := cmp.Diff(figures(first, second), figures(whole)); diff != "" {
		t.Errorf("(-in two steps +at once)\n%s", diff)
	}
}

// element is an element of a page.
type element struct {
	name     string
	attrs    map[string]string
	children []*element
	own      string // text within, that of the children too
}

// readPage reads a page.
func readPage(t *testing.T, text string) *element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &element{}
	open := []*element{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			parent := open[len(open)-1]
			parent.children = append(parent.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, e := range open {
				e.own += string(token)
			}
		}
	}
}

// all are the elements below e of which a condition holds, in the order of the page.
func (e *element) all(is func(*element) bool) []*element {
	var out []*element
	for _, c := range e.children {
		if is(c) {
			out = append(out, c)
		}
		out = append(out, c.all(is)...)
	}
	return out
}

func named(name, class string) func(*element) bool {
	return func(e *element) bool { return e.name == name && (class == "" || e.attrs["class"] == class) }
}

// after is the element that follows another one among the children of one parent.
func (e *element) after(other *element) *element {
	for _, parent := range append(e.all(func(*element) bool { return true }), e) {
		if i := slices.Index(parent.children, other); i >= 0 && i+1 < len(parent.children) {
			return parent.children[i+1]
		}
	}
	return &element{}
}

// TestDiffPages finds that the page on what happened before a review and lis diff tell the same in every profile, that every
// number on it leads to the list that it counts, and every record to its page.
func TestDiffPages(t *testing.T) {
	demo := demoDir(t)
	profiles := []string{"public", "internal", "restricted"}
	for _, profile := range profiles[:soak.Times(2, len(profiles))] {
		site := filepath.Join(t.TempDir(), "site")
		runLis(t, "-C "+demo+" build -q -o "+site+" --profile "+profile)
		files := tree(t, site)
		for name, between := range map[string]string{"since/lg-2023.html": "review/2022..review/2023", "since/index.html": "review/2023..HEAD"} {
			page := readPage(t, files[name])
			d := diffOf(t, demo, between, "--profile", profile)
			if len(d.Groups) < 5 || profile != "public" && len(d.Figures) < 5 {
				t.Fatalf("%s %s: %d groups, %d figures", profile, name, len(d.Groups), len(d.Figures))
			}
			compareGroups(t, profile+" "+name, page, d)
			if profile == "public" {
				if told := regexp.MustCompile(`→|<ins|<del|class="(old|new|remarks)"|lis diff`).FindString(files[name]); told != "" {
					t.Errorf("%s holds %q in public", name, told)
				}
			} else if got := comparedFigures(page); !reflect.DeepEqual(got, wantedFigures(d)) {
				t.Errorf("%s %s: figures are %v\nwant %v", profile, name, got, wantedFigures(d))
			}
		}
		checkLinks(t, profile, files)
		checkReached(t, profile, files)
	}
}

// compareGroups compares what a page tells by kind and sort with the groups of a comparison.
func compareGroups(t *testing.T, name string, page *element, d diffOutput) {
	t.Helper()
	headings := page.all(func(e *element) bool { return e.name == "h3" && strings.HasPrefix(e.attrs["id"], "slag-") })
	if len(headings) != len(d.Groups) {
		t.Fatalf("%s: %d lists, want %d", name, len(headings), len(d.Groups))
	}
	counts := page.all(named("ul", "happened-counts"))
	var links []*element
	for _, list := range counts {
		links = append(links, list.all(named("a", ""))...)
	}
	for i, g := range d.Groups {
		anchor := "slag-" + g.Kind + "-" + g.Sort
		title := fmt.Sprintf("%s %d", g.Label, g.Count)
		if headings[i].attrs["id"] != anchor || headings[i].own != title {
			t.Errorf("%s: the list %s is %q, want %s %q", name, headings[i].attrs["id"], headings[i].own, anchor, title)
		}
		var ids []string
		for _, item := range page.after(headings[i]).children {
			id := strings.TrimSpace(item.own)
			if marks := item.all(named("span", "id")); len(marks) > 0 {
				id = marks[0].own
			}
			ids = append(ids, id)
		}
		if !slices.Equal(ids, g.Records) || len(ids) != g.Count {
			t.Errorf("%s: %s lists %q, want %q", name, anchor, ids, g.Records)
		}
		if i < len(links) && (links[i].attrs["href"] != "#"+anchor || links[i].own != title) {
			t.Errorf("%s: number %d is %q to %s, want %q to #%s", name, i, links[i].own, links[i].attrs["href"], title, anchor)
		}
	}
	if len(links) != len(d.Groups) {
		t.Errorf("%s: %d numbers, want %d", name, len(links), len(d.Groups))
	}
}

// comparedFigures are the figures on a page, in its order.
func comparedFigures(page *element) []string {
	var out []string
	for _, section := range page.all(func(e *element) bool { return e.name == "section" && e.attrs["aria-labelledby"] == "tal" }) {
		for _, row := range section.all(named("tr", ""))[1:] {
			line := row.children[0].own
			for _, cell := range row.all(named("td", "number")) {
				line += " " + strings.TrimSpace(cell.own)
			}
			out = append(out, line)
		}
	}
	return out
}

func wantedFigures(d diffOutput) []string {
	var out []string
	for _, f := range d.Figures {
		line := f.Label
		for _, n := range []*int{f.From, f.To} {
			if n == nil {
				line += " –"
				continue
			}
			line += fmt.Sprintf(" %d", *n)
		}
		out = append(out, line)
	}
	return out
}

// checkReached finds pages to which no way leads from the first page, by links. It sees those that only a workspace with a
// history has.
func checkReached(t *testing.T, profile string, files map[string]string) {
	t.Helper()
	reached, next := map[string]bool{"index.html": true}, []string{"index.html"}
	for len(next) > 0 {
		name := next[0]
		next = next[1:]
		for _, m := range regexp.MustCompile(` href="([^"#:]+)`).FindAllStringSubmatch(files[name], -1) {
			if to := path.Join(path.Dir(name), m[1]); !reached[to] {
				reached[to] = true
				next = append(next, to)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Ext(name) == ".html" && !reached[name] {
			t.Errorf("%s: no link leads from the first page to %s, by any way: link to it where a reader would look for it, in a template of site/templates", profile, name)
		}
	}
}

// checkLinks finds the end of every link on the pages about what happened, and of every link to them.
func checkLinks(t *testing.T, profile string, files map[string]string) {
	t.Helper()
	ids := map[string]map[string]bool{}
	anchorsOf := func(name string) map[string]bool {
		if ids[name] == nil {
			ids[name] = map[string]bool{}
			for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(files[name], -1) {
				if ids[name][m[1]] {
					t.Errorf("%s: %s has the id %s twice", profile, name, m[1])
				}
				ids[name][m[1]] = true
			}
		}
		return ids[name]
	}
	n := 0
	for name, text := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		for _, m := range regexp.MustCompile(` href="([^"]*)"`).FindAllStringSubmatch(text, -1) {
			to, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(to, ":") {
				continue
			}
			target := name
			if to != "" {
				target = path.Join(path.Dir(name), to)
			}
			if !strings.HasPrefix(name, "since/") && !strings.HasPrefix(target, "since/") {
				continue
			}
			n++
			if _, ok := files[target]; !ok || anchor != "" && !anchorsOf(target)[anchor] {
				t.Errorf("%s: %s leads to %s, which is not there", profile, name, m[1])
			}
		}
	}
	if n < 50 {
		t.Errorf("%s: only %d links", profile, n)
	}
}

// TestDiffHidesWhatIsHidden looks in every form of a comparison for what a wider profile tells of alone.
func TestDiffHidesWhatIsHidden(t *testing.T) {
	demo := demoDir(t)
	ids := func(profile string) map[string]string {
		found := map[string]string{}
		for _, between := range []string{"review/2022..review/2023", "review/2023..HEAD"} {
			for _, r := range diffOf(t, demo, between, "--profile", profile).Records {
				found[r.ID] = r.Title
			}
		}
		return found
	}
	all := ids("restricted")
	for _, profile := range []string{"public", "internal"} {
		shown := ids(profile)
		var hidden []string
		for id := range all {
			if _, ok := shown[id]; !ok && strings.ContainsAny(id, "0123456789") && strings.Contains(id, "-") {
				hidden = append(hidden, regexp.QuoteMeta(id))
			}
		}
		if len(hidden) == 0 {
			if profile == "public" {
				t.Errorf("in %s nothing is hidden", profile)
			}
			continue
		}
		secret := regexp.MustCompile(`(?:^|[^-\w./])(?:` + strings.Join(hidden, "|") + `)(?:[^-\w/]|$)`)
		for i, format := range []string{"text", "json", "markdown", "html"} {
			for j, between := range []string{"review/2022..review/2023", "review/2023..HEAD"} {
				if (i+j)%2 > 0 && !soak.On() {
					continue
				}
				text := runLis(t, "-C "+demo+" diff "+between+" --profile "+profile+" --format "+format)
				if found := secret.FindString(text); found != "" {
					t.Errorf("%s as %s in %s holds %q", between, format, profile, found)
				}
			}
		}
	}
}

// TestDiffIsTheSame writes the same bytes each time, and none where it fails.
func TestDiffIsTheSame(t *testing.T) {
	demo := demoDir(t)
	formats := []string{"json", "html", "text", "markdown"}
	for _, format := range formats[:soak.Times(2, len(formats))] {
		line := "-C " + demo + " diff review/2022..review/2023 --format " + format
		if first := runLis(t, line); first != runLis(t, line) {
			t.Errorf("%s differs from one run to the next", format)
		}
	}
	var out, errs bytes.Buffer
	env := System([]string{"-C", demo, "diff"})
	env.Stdout, env.Stderr = brokenWriter{}, &errs
	if status := Run(t.Context(), env); status != statusFailed || out.Len() > 0 {
		t.Errorf("on a broken stream: status %d, %q", status, errs.String())
	}
	if _, err := os.Stat(filepath.Join(demo, "_site")); err == nil {
		t.Error("something was written")
	}
}
