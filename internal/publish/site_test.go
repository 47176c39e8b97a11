package publish

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/locale"
	embedded "github.com/c8b10cf3/lis/site"
	"github.com/google/go-cmp/cmp"
)

func TestTemplatesAreListed(t *testing.T) {
	names, err := fs.Glob(embedded.FS, "templates/*")
	if err != nil {
		t.Fatal(err)
	}
	for i := range names {
		names[i] = path.Base(names[i])
	}
	listed := slices.Clone(parts)
	for _, g := range groups {
		listed = append(listed, g.template)
	}
	slices.Sort(listed)
	if diff := cmp.Diff(listed, names); diff != "" {
		t.Errorf("templates (-listed +there)\n%s", diff)
	}
}

var (
	called  = regexp.MustCompile(`\{?t "(site\.[a-z0-9._-]+)"`)
	literal = regexp.MustCompile(`"(site\.[a-z0-9._-]+)(?:%s)?"`)
)

// TestMessagesAreUsed looks for every message of the site in templates and in package view, whole or as the beginning that
// the code goes on from.
func TestMessagesAreUsed(t *testing.T) {
	var texts strings.Builder
	for _, pattern := range []string{"../view/*.go", "*.go", "../../site/templates/*.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range called.FindAllStringSubmatch(string(data), -1) {
				if !locale.Swedish.Has(m[1]) && !strings.HasSuffix(m[1], ".") {
					t.Errorf("%s asks for %q, which is no message", name, m[1])
				}
			}
			texts.Write(data)
		}
	}
	var asked []string
	for _, m := range literal.FindAllStringSubmatch(texts.String(), -1) {
		asked = append(asked, m[1])
	}
	for _, key := range locale.Swedish.Keys() {
		if !strings.HasPrefix(key, "site.") {
			continue
		}
		used := slices.ContainsFunc(asked, func(a string) bool {
			return key == a || strings.HasSuffix(a, ".") && strings.HasPrefix(key, a) || strings.HasPrefix(key, a+".")
		})
		if !used {
			t.Errorf("nothing asks for %q", key)
		}
	}
}

// TestColoursAreLegible computes the contrasts of the style sheet: 4.5 for text, 3 for lines and shapes that mean something.
func TestColoursAreLegible(t *testing.T) {
	data, err := embedded.FS.ReadFile("assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(string(data), "@media screen and (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "*, *::before")
	for name, sheet := range map[string]string{"light": light, "dark": dark} {
		c := colours(sheet)
		for _, ground := range []string{"paper", "panel"} {
			for _, ink := range []string{"ink", "soft", "primary", "ok", "attention", "bad", "neutral"} {
				if got := contrast(c[ink], c[ground]); got < 4.5 {
					t.Errorf("%s: %s on %s has contrast %.2f", name, ink, ground, got)
				}
			}
		}
		if got := contrast(c["ink"], c["note"]); got < 4.5 {
			t.Errorf("%s: ink on note has contrast %.2f", name, got)
		}
		if got := contrast(c["lack-dot"], c["lack"]); got < 3 {
			t.Errorf("%s: the dots of what is missing have contrast %.2f", name, got)
		}
	}
}

var property = regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`)

func colours(sheet string) map[string]string {
	found := map[string]string{}
	for _, m := range property.FindAllStringSubmatch(sheet, -1) {
		found[m[1]] = m[2]
	}
	return found
}

// contrast is the contrast of two colours as WCAG 2.2 defines it.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(colour string) float64 {
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[2*i:2*i+2], 16, 8)
		if err != nil {
			panic(fmt.Sprintf("colour %q: %v", colour, err))
		}
		v := float64(n) / 255
		if v <= 0.04045 {
			sum += weight * v / 12.92
			continue
		}
		sum += weight * math.Pow((v+0.055)/1.055, 2.4)
	}
	return sum
}
