package publish

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/record"
	"github.com/c8b10cf3/lis/internal/view"
)

// element is one start tag of a page with its attributes.
type element struct {
	name  string
	attrs map[string]string
	text  string // up to the next tag
}

// elements takes a page apart. The pages are written so that a lenient XML reader can follow: every element is closed.
func elements(t *testing.T, name string, page []byte) []element {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(page))
	dec.Strict = false
	dec.AutoClose = []string{"meta", "link", "img", "br", "hr"}
	dec.Entity = xml.HTMLEntity
	var all []element
	var open []string
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			all = append(all, e)
			open = append(open, e.name)
		case xml.EndElement:
			if open[len(open)-1] != token.Name.Local {
				t.Errorf("%s: </%s> closes <%s>", name, token.Name.Local, open[len(open)-1])
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if len(all) > 0 {
				all[len(all)-1].text += string(token)
			}
		}
	}
	return all
}

// apart is a rendered site taken apart.
type apart struct {
	files Files
	pages map[string][]element
	ids   map[string]map[string]bool
}

func takeApart(t *testing.T, files Files) apart {
	t.Helper()
	s := apart{files, map[string][]element{}, map[string]map[string]bool{}}
	for name, data := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		s.pages[name] = elements(t, name, data)
		s.ids[name] = map[string]bool{}
		for _, e := range s.pages[name] {
			if id, ok := e.attrs["id"]; ok {
				if s.ids[name][id] || id == "" {
					t.Errorf("%s: id %q stands twice or is empty", name, id)
				}
				s.ids[name][id] = true
			}
		}
	}
	return s
}

// rendered are the sites of eachSite by name, each rendered once.
var rendered = map[string]Files{}

// eachSite shows the small workspace as a site for every profile and language, and the demo for the widest and the fewest
// readers.
func eachSite(t *testing.T, see func(t *testing.T, files Files)) {
	t.Helper()
	show := func(name string, fsys func(t *testing.T) fstest.MapFS, p record.Profile, lang locale.Lang) {
		t.Run(name, func(t *testing.T) {
			if rendered[name] == nil {
				rendered[name] = build(t, inputOf(t, fsys(t), p, lang, "2023-12-15"))
			}
			see(t, rendered[name])
		})
	}
	for _, p := range record.Profiles {
		for _, lang := range locale.Langs {
			show(fmt.Sprintf("small-%s-%s", p, lang), func(*testing.T) fstest.MapFS { return workspaceFS() }, p, lang)
		}
	}
	for _, p := range []record.Profile{record.Public, record.Restricted} {
		show(fmt.Sprintf("demo-%s", p), func(t *testing.T) fstest.MapFS { return demoFS(t, "") }, p, locale.Swedish)
	}
}

func TestPagesAreSound(t *testing.T) {
	eachSite(t, func(t *testing.T, files Files) {
		s := takeApart(t, files)
		for name, all := range s.pages {
			for _, problem := range slices.Concat(s.links(name, all), outline(all), loads(all), tables(all), landmarks(all), s.labels(name, all)) {
				t.Errorf("%s: %s", name, problem)
			}
		}
	})
}

// unreached are the pages to which no way leads from the first page, by links.
func (s apart) unreached() []string {
	reached, next := map[string]bool{view.StartPage: true}, []string{view.StartPage}
	for len(next) > 0 {
		name := next[0]
		next = next[1:]
		for _, e := range s.pages[name] {
			file, _, _ := strings.Cut(e.attrs["href"], "#")
			to := path.Join(path.Dir(name), file)
			if file != "" && s.pages[to] != nil && !reached[to] {
				reached[to] = true
				next = append(next, to)
			}
		}
	}
	var left []string
	for _, name := range slices.Sorted(maps.Keys(s.pages)) {
		if !reached[name] {
			left = append(left, name)
		}
	}
	return left
}

// TestPagesAreReached finds a page that nothing links to: no reader would ever see it.
func TestPagesAreReached(t *testing.T) {
	eachSite(t, func(t *testing.T, files Files) {
		for _, name := range takeApart(t, files).unreached() {
			t.Errorf("no link leads from the first page to %s, by any way: link to it where a reader would look for it, in a template of site/templates", name)
		}
	})
}

// links finds links to nowhere.
func (s apart) links(name string, all []element) (problems []string) {
	for _, e := range all {
		for _, attr := range []string{"href", "src"} {
			target, ok := e.attrs[attr]
			if !ok || strings.HasPrefix(target, "https://") && e.name == "a" {
				continue
			}
			file, anchor, hasAnchor := strings.Cut(target, "#")
			full := name
			if file != "" {
				full = path.Join(path.Dir(name), file)
			}
			switch {
			case target == "" || strings.Contains(target, ":") || strings.HasPrefix(target, "/"):
				problems = append(problems, fmt.Sprintf("address %q", target))
			case s.files[full] == nil:
				problems = append(problems, fmt.Sprintf("link %q leads nowhere", target))
			case hasAnchor && !s.ids[full][anchor]:
				problems = append(problems, fmt.Sprintf("link %q leads to no place on its page", target))
			}
		}
	}
	return problems
}

// outline finds faults in the headings.
func outline(all []element) (problems []string) {
	h1, last := 0, 0
	for _, e := range all {
		if len(e.name) != 2 || e.name[0] != 'h' || e.name[1] < '1' || e.name[1] > '6' {
			continue
		}
		level := int(e.name[1] - '0')
		if level == 1 {
			h1++
		}
		if level > last+1 {
			problems = append(problems, fmt.Sprintf("h%d follows h%d", level, last))
		}
		last = level
	}
	if h1 != 1 {
		problems = append(problems, fmt.Sprintf("%d h1", h1))
	}
	return problems
}

// loads finds what the policy default-src 'none' would not allow, or what would come from elsewhere.
func loads(all []element) (problems []string) {
	for _, e := range all {
		if slices.Contains([]string{"script", "style", "iframe", "object", "embed", "form", "input", "base"}, e.name) {
			problems = append(problems, "has <"+e.name+">")
		}
		for attr := range e.attrs {
			if attr == "style" || strings.HasPrefix(attr, "on") {
				problems = append(problems, fmt.Sprintf("<%s> has the attribute %s", e.name, attr))
			}
		}
	}
	return problems
}

// tables finds tables without a name and header cells without scope.
func tables(all []element) (problems []string) {
	for i, e := range all {
		switch e.name {
		case "th":
			if e.attrs["scope"] == "" && e.attrs["role"] != "" {
				problems = append(problems, "th without scope")
			}
		case "table":
			prose := e.attrs["class"] == "" // of a text; Markdown has no captions
			if !prose && e.attrs["aria-labelledby"] == "" && all[i+1].name != "caption" {
				problems = append(problems, "table without caption")
			}
		}
	}
	return problems
}

// landmarks finds what every page must have once.
func landmarks(all []element) (problems []string) {
	count := map[string]int{}
	for _, e := range all {
		count[e.name]++
		if e.name == "img" {
			if _, ok := e.attrs["alt"]; !ok {
				problems = append(problems, "img without alt")
			}
		}
	}
	for _, name := range []string{"html", "title", "main", "footer"} {
		if count[name] != 1 {
			problems = append(problems, fmt.Sprintf("%d <%s>", count[name], name))
		}
	}
	if lang := all[0].attrs["lang"]; lang != "sv" && lang != "en" {
		problems = append(problems, "no language")
	}
	return problems
}

// labels finds references to labels that are not there.
func (s apart) labels(name string, all []element) (problems []string) {
	for _, e := range all {
		if id := e.attrs["aria-labelledby"]; id != "" && !s.ids[name][id] {
			problems = append(problems, "no label "+id)
		}
	}
	return problems
}

func TestTextsAreHarmless(t *testing.T) {
	page := string(smallSite(t, record.Internal)["systems/sys-1.html"])
	for _, bad := range []string{"<script", `"javascript:`, `"bild/x.png`, "<i>co", "<b>"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, want := range []string{"☐ kvar", "☑ klart", `<a href="https://example.org">bra</a>`, "&lt;i&gt;co", "https://git.example.se/edit/main/systems/1.md"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestProfilesLeaveOut(t *testing.T) {
	secret := map[record.Profile][]string{
		record.Internal: {"Kassavalvet", "sys-2", "SYS-2", "Bergvall", "Vildkatt"},
		record.Public: {
			"Kassavalvet", "sys-2", "SYS-2", "Bergvall", "Vildkatt", "Färdbok", "SYS-1", "ATG-1", "En åtgärd", "git.example.se",
			"systems/", ".md", "report.html", "rules/", "2018:218 är upphävd",
		},
	}
	for p, words := range secret {
		files := smallSite(t, p)
		for _, name := range slices.Sorted(maps.Keys(files)) {
			for _, word := range words {
				if strings.Contains(name, word) || path.Ext(name) != ".css" && bytes.Contains(files[name], []byte(word)) {
					t.Errorf("%s: %s holds %q", p, name, word)
				}
			}
		}
	}
	restricted := smallSite(t, record.Restricted)
	for name, word := range map[string]string{"systems/sys-2.html": "Kassavalvet", "roles/roll-led.html": "Kim Bergvall", "systems/sys-1.html": "Vildkatt"} {
		if !bytes.Contains(restricted[name], []byte(word)) {
			t.Errorf("restricted: %s lacks %q", name, word)
		}
	}
}

func TestDemoTellsTheFirstReport(t *testing.T) {
	files := build(t, inputOf(t, demoFS(t, "review/2023"), record.Internal, locale.Swedish, "2023-08-25"))
	for name, texts := range map[string][]string{
		"index.html": {
			"13 av 23 egna system är klassade. 3 har ett planerat datum och 7 har varken klassning eller datum.",
			"11 av 23 egna system har en handlingsplan. 3 behöver ingen och 9 saknar både handlingsplan och beslut om att ingen behövs.",
			"Riskanalys är gjord för 5 av 23 egna system. 3 behöver ingen och för 15 saknas den eller är bara planerad.",
			"<strong>13</strong> klassade", "<strong>3</strong> planerade", "<strong>7</strong> varken klassade eller planerade",
		},
		"reviews/lg-2023.html": {
			"Registret omfattar 72 system. 23 är egna och 49 är gemensamma eller delade.",
			"Genomgången lämnar 10 rekommendationer: 2 med hög prioritet, 3 med medelhög prioritet och 5 med låg prioritet.",
			"12 tidigare rekommendationer är uppföljda: 4 är genomförda, 1 är försenad, 2 är delvis genomförda, 1 avvaktar och 4 kvarstår.",
		},
	} {
		for _, text := range texts {
			if !bytes.Contains(files[name], []byte(text)) {
				t.Errorf("%s lacks %q", name, text)
			}
		}
	}
}

func TestBanners(t *testing.T) {
	in := inputOf(t, workspaceFS(), record.Internal, locale.Swedish, "2023-12-15")
	in.Dirty = true
	for name, page := range takeApart(t, build(t, in)).files {
		if path.Ext(name) == ".html" && !bytes.Contains(page, []byte("Förhandsvisning")) {
			t.Errorf("%s does not say that it is of no version", name)
		}
	}
	in.Dirty, in.Commit = false, nil
	if page := build(t, in)["index.html"]; !bytes.Contains(page, []byte("utan versionshistorik")) {
		t.Error("a site without git does not say so")
	}
}

func TestSameBytes(t *testing.T) {
	one, other := smallSite(t, record.Restricted), smallSite(t, record.Restricted)
	for name := range one {
		if !bytes.Equal(one[name], other[name]) {
			t.Errorf("%s differs between two builds", name)
		}
	}
}
