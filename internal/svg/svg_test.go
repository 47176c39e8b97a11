package svg

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
)

// whole puts parts of a picture into an SVG file, from its second line on.
func whole(inner string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">` + "\n" + inner + "\n</svg>\n"
}

// pictures are SVG files as programs for charts and drawings write them.
var pictures = map[string]string{
	"nothing":      `<svg xmlns="http://www.w3.org/2000/svg"/>`,
	"a prefix":     `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:path d="M0 0h9"/></s:svg>`,
	"declared":     "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!-- Generator: x -->\n" + whole(""),
	"shapes":       whole(`<title>Organisation</title><g id="a" class="b" transform="translate(1 2) rotate(45)"><rect x="1" rx="2" fill="rgb(1,2,3)"/></g>`),
	"text":         whole(`<text font-family="Segoe UI (fet)" x="1">Åäö &lt;script&gt; &amp; <tspan xml:space="preserve"> (a) </tspan></text>`),
	"gradient":     whole(`<defs><linearGradient id="g" xlink:href="#h"><stop offset="0" stop-color="#fff"/></linearGradient></defs><path d="" fill="url(#g)" style="mask:url('#m')"/>`),
	"style":        whole(`<style type="text/css"><![CDATA[ .a:not(.b) { fill: var(--c, rgba(0,0,0,.5)); filter: url( "#f" ) } /* (c) */ ]]></style>`),
	"dark mode":    whole(`<style>@media (prefers-color-scheme: dark) { path { fill: #fff } }</style>`),
	"use":          whole(`<defs><symbol id="s"><path d="M0"/></symbol></defs><use href="#s"/><use xlink:href="#s" x="3"/>`),
	"pixels":       whole(`<image width="9" xlink:href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAE="/>`),
	"filter":       whole(`<filter id="f"><feGaussianBlur stdDeviation="2"/><feMerge><feMergeNode in="SourceGraphic"/></feMerge></filter>`),
	"data":         whole(`<g data-name="Lager (1)" aria-label="javascript:alert(1)" role="img"/>`),
	"other spaces": `<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"/>`,
}

func TestPictures(t *testing.T) {
	for name, text := range pictures {
		if problem := Check([]byte(text)); !Is([]byte(text)) || !problem.IsZero() {
			t.Errorf("%s: %v, %s", name, Is([]byte(text)), problem.In(locale.English))
		}
	}
}

// TestHostile tells of each file what it contains and on which line.
func TestHostile(t *testing.T) {
	const ns = `xmlns="http://www.w3.org/2000/svg"`
	tests := []struct{ name, text, key, line, tells string }{
		{"script", whole(`<script>alert(1)</script>`), "svg.contains", "2", "<script>"},
		{"script of another prefix", `<a:svg xmlns:a="http://www.w3.org/2000/svg">` + "\n\n<a:script/></a:svg>", "svg.contains", "3", "<script>"},
		{"script of HTML", whole(`<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>`), "svg.contains", "2", "<script>"},
		{"allowed name of HTML", whole(`<style xmlns="http://www.w3.org/1999/xhtml"/>`), "svg.contains", "2", "<style>"},
		{"handler", whole("<g>\n<path\n onload='x()'/></g>"), "svg.attribute", "3", "onload i <path>"},
		{"handler at the root", `<svg ` + ns + ` onload="x()"/>`, "svg.attribute", "1", "onload i <svg>"},
		{"foreignObject", whole(`<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`), "svg.contains", "2", "<foreignObject>"},
		{"link", whole(`<a href="javascript:alert(1)"><path/></a>`), "svg.contains", "2", "<a>"},
		{"outer use", whole(`<use href="https://example.org/a.svg#b"/>`), "svg.reference", "2", "https://example.org/a.svg#b"},
		{"outer use, old", whole(`<use xlink:href="//example.org/a.svg#b"/>`), "svg.reference", "2", "//example.org"},
		{"outer image", whole(`<image href="spar.png"/>`), "svg.reference", "2", "spar.png"},
		{"image of SVG", whole(`<image href="data:image/svg+xml;base64,PHN2Zz4="/>`), "svg.reference", "2", "data:image/svg+xml"},
		{"image that is none", whole(`<image href="data:image/png;base64,PHN2Zz48L3N2Zz4="/>`), "svg.reference", "2", "data:image/png"},
		{"data for use", whole(`<use href="data:image/png;base64,iVBORw0KGgo="/>`), "svg.reference", "2", "data:"},
		{"filter image", whole(`<filter><feImage href="https://example.org/a.png"/></filter>`), "svg.contains", "2", "<feImage>"},
		{"import", whole("<style>\n@import 'https://example.org/a.css';</style>"), "svg.style", "2", "@import"},
		{"import, split", whole("<style>@imp<!-- -->ort 'x'</style>"), "svg.style", "2", "@import"},
		{"import behind another rule", whole("<style>@media print{} @mediaimport 'x';</style>"), "svg.style", "2", "@mediaimport"},
		{"address in a style", whole(`<style>a{fill:URL( "https://example.org/" )}</style>`), "svg.style", "2", "url()"},
		{"address in a style, split", whole(`<style>a{fill:ur<!-- -->l(x)}</style>`), "svg.style", "2", "url()"},
		{"address with an escape", whole(`<style>a{fill:u\72l(x)}</style>`), "svg.style", "2", `\72l(x)`},
		{"address with a character reference", whole(`<path style="fill:u&#114;l(x)"/>`), "svg.style", "2", "url()"},
		{"address in an attribute", whole(`<path fill="url(https://example.org/#g)"/>`), "svg.style", "2", "url()"},
		{"image set", whole(`<path style="mask:-webkit-image-set('a.png' 1x)"/>`), "svg.style", "2", "-webkit-image-set()"},
		{"element in a style", whole(`<style><path/>a</style>`), "svg.malformed", "2", ""},
		{"style of another element", whole(`<style>a{}</style><style>b{c:image("x")}</style>`), "svg.style", "2", "image()"},
		{"document type", "<!DOCTYPE svg [<!ENTITY a 'b'>]>\n" + whole(""), "svg.contains", "1", "<!DOCTYPE>"},
		{"entity", whole(`<text>&a;</text>`), "svg.malformed", "2", ""},
		{"style sheet", "<?xml version=\"1.0\"?>\n<?xml-stylesheet href=\"https://example.org/a.css\"?>\n" + whole(""), "svg.contains", "2", "<?xml-stylesheet?>"},
		{"base", whole(`<g xml:base="https://example.org/"><use href="#a"/></g>`), "svg.attribute", "2", "base i <g>"},
		{"animated reference", whole(`<use href="#a"><animate attributeName="href" values="javascript:x"/></use>`), "svg.contains", "2", "<animate>"},
		{"set handler", whole(`<path><set attributeName="onmouseover" to="x()"/></path>`), "svg.contains", "2", "<set>"},
		{"author", whole(`<metadata><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">A</dc:creator></metadata>`), "svg.contains", "2", "<metadata>"},
		{"drawing program", whole(`<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="x"/>`), "svg.attribute", "2", "label i <g>"},
		{"laughs", whole(`<g id="a"><path/></g>` + "\n" + `<g id="b"><use href="#a"/><use href="#a"/></g><g id="c"><use href="#b"/><use href="#b"/></g>`), "svg.nested", "3", "'b'"},
		{"laughs at itself", whole(`<g id="a"><use href="#a"/></g>`), "svg.nested", "2", "'a'"},
		{"deep", whole(strings.Repeat("<g>", 300) + strings.Repeat("</g>", 300)), "svg.malformed", "2", ""},
		{"cut", `<svg ` + ns + `><path`, "svg.malformed", "1", ""},
		{"cut between elements", `<svg ` + ns + `><g>`, "svg.malformed", "1", ""},
		{"two roots", whole("") + `<svg ` + ns + `/>`, "svg.malformed", "4", ""},
		{"text after it", whole("") + "svg", "svg.malformed", "3", ""},
		{"HTML", `<html><svg/></html>`, "svg.root", "1", ""},
		{"no namespace", `<svg/>`, "svg.root", "1", ""},
		{"undeclared prefix", whole(`<b:path/>`), "svg.contains", "2", "<path>"},
		{"another encoding", `<?xml version="1.0" encoding="UTF-7"?>` + whole(""), "svg.encoding", "1", ""},
		{"no text", "<svg \xff\xfe", "svg.encoding", "1", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			problem := Check([]byte(test.text))
			if got := fmt.Sprint(problem.Args["line"]); problem.Key != test.key || got != test.line {
				t.Errorf("got %s on line %s, want %s on line %s: %s", problem.Key, got, test.key, test.line, problem.In(locale.Swedish))
			}
			if said := problem.In(locale.Swedish); !strings.Contains(said, test.tells) {
				t.Errorf("%q is not told: %s", test.tells, said)
			}
		})
	}
}

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		" \n<?xml version='1.0'?><svg": true, "<svg": true, "<!DOCTYPE svg PUBLIC": true, "": false, "svg": false, "\x1f\x8b<svg": false, "<html>": false,
	} {
		if got := Is([]byte(text)); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

// suspicious is what no picture can hold outside of its words, whatever it is written like.
var suspicious = regexp.MustCompile(`(?i)@import|javascript:|https?:|\\|expression\(`)

// FuzzCheck reads what is let through a second time, with other means: no element or attribute can act, and none leads elsewhere.
func FuzzCheck(f *testing.F) {
	for _, text := range pictures {
		f.Add(text)
	}
	f.Add(whole(`<g onclick="x"><script/><use href="#a" style="fill:url(#a)"/></g>`))
	f.Add(whole(`<style>@import "https://example.org";</style><image href="data:image/png;base64,iVBORw0KGgo="/>`))
	f.Fuzz(func(t *testing.T, text string) {
		if problem := Check([]byte(text)); !problem.IsZero() {
			return
		}
		tokens := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
		for {
			token, err := tokens.RawToken()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("let through: %q: %v", text, err)
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			for _, a := range e.Attr {
				name := strings.ToLower(a.Name.Local)
				acts := strings.HasPrefix(name, "on") || name == "base"
				leads := name == "href" && !strings.HasPrefix(a.Value, "#") && !strings.HasPrefix(strings.ToLower(a.Value), "data:image/")
				styled := (name == "style" || name == "fill") && suspicious.MatchString(a.Value)
				if a.Name.Space != "xmlns" && (acts || leads || styled) {
					t.Fatalf("let through: %q", text)
				}
			}
			if strings.Contains("|script|foreignobject|iframe|animate|set|handler|a|", "|"+strings.ToLower(e.Name.Local)+"|") {
				t.Fatalf("let through: %q", text)
			}
		}
	})
}
