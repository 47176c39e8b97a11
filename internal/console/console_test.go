package console

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/c8b10cf3/lis/internal/console/agents"
	"github.com/google/go-cmp/cmp"
)

// attacks are texts in which an agent finds a command.
var attacks = []string{
	"##[error]x", "x ##[group]y", "####[set-env name=A]b", "##vso[task.prependpath]/tmp", "a##vso[task.setvariable variable=a]b",
	"::error::x", "  ::stop-commands::x", "\t::add-path::x", "\u2028::error::x", "\u00a0\u3000::error::x", "\u200b::error::x", ":\u00ad:error::x",
	"\ufeff::error::x", "text\r::error::x", "text\u0085::error::x\n\n ::warning::y", "#\u200d#[error]x", "##\u034f[error]x", "##\ufe0f[error]x", "##v\u00adso[task.x]y",
	"##\x1b[error]x", "##\x00vso[task.x]y", "a\n::error::b", ":::error::x", "x\x1b[0Ksection_start:1700000000:a[collapsed=true]\r\x1b[0Kb",
}

func TestAgentsFindAttacks(t *testing.T) {
	for _, a := range attacks {
		if len(agents.Find(a)) == 0 && a != ":::error::x" {
			t.Errorf("no agent finds a command in %q", a)
		}
	}
}

func TestText(t *testing.T) {
	for _, a := range append(attacks, strings.Join(attacks, ""), strings.Join(attacks, "\n")) {
		got := Harmless(a)
		if found := agents.Find(got); found != nil {
			t.Errorf("%q is written as %q, in which there is %v", a, got, found)
		}
		if got != Visible(got) {
			t.Errorf("%q is written as %q, with what is not seen", a, got)
		}
		if again := Harmless(got); again != got {
			t.Errorf("%q is not as it was after another time: %q", got, again)
		}
		if found := agents.Find("::error file=a::" + Unbroken(Visible(strings.ReplaceAll(a, "\n", "%0A")))); len(found) != 1 || found[0].Name != "error" {
			t.Errorf("%q as a message is %v", a, found)
		}
	}
}

// TestTextInPieces writes texts in pieces of every size.
func TestTextInPieces(t *testing.T) {
	for _, a := range append(attacks, "åäö ⚠\ufe0f 漢字 \xff\xc3", "\xe2\x82") {
		for size := 1; size < len(a); size++ {
			var b strings.Builder
			text := NewText(&b, nil)
			for i := 0; i < len(a); i += size {
				if _, err := io.WriteString(text, a[i:min(i+size, len(a))]); err != nil {
					t.Fatal(err)
				}
			}
			if err := text.Close(); err != nil {
				t.Fatal(err)
			}
			if want := Harmless(a); b.String() != want {
				t.Errorf("%q in pieces of %d: got %q, want %q", a, size, b.String(), want)
			}
		}
	}
}

func TestTextKeeps(t *testing.T) {
	for _, text := range []string{"", "a\tb\n", "x :: y\n", "a::b", ": x", "#[x] ## [y] ##", "⚠\ufe0f och ❤\ufe0e", "<a href='#[x]'>", "##1[x]", "## vso[x]"} {
		if got := Harmless(text); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

func TestTextColours(t *testing.T) {
	text := Colour("1;31", "fel") + ": \x1b[31mröd\x1b[2J ##" + Colour("1", "[x]")
	for _, test := range []struct {
		name    string
		colours func() bool
		want    string
	}{
		{"on", func() bool { return true }, "\x1b[1;31mfel\x1b[0m: ·[31mröd·[2J ##\x1b[1m·[x]\x1b[0m"},
		{"off", func() bool { return false }, "·[1;31mfel·[0m: ·[31mröd·[2J ##·[1m[x]·[0m"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			if _, err := io.WriteString(NewText(&b, test.colours), text); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, b.String()); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// TestData reads machine formats of attacks back.
func TestData(t *testing.T) {
	type value struct {
		Text  string `xml:"text"`
		Other string `xml:"other,attr"`
	}
	for _, a := range attacks {
		want := value{strings.ToValidUTF8(a, "?"), a}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got value
		out := written(t, JSON, data)
		if err := json.Unmarshal([]byte(out), &got); err != nil || got != want {
			t.Errorf("JSON: got %q, want %q (%v) from %s", got, want, err, out)
		}
		if found := agents.Find(out); found != nil {
			t.Errorf("JSON: %v", found)
		}
		if data, err = xml.MarshalIndent(want, "", " "); err != nil {
			t.Fatal(err)
		}
		var before, after value
		out = written(t, Markup, data)
		if err := errors.Join(xml.Unmarshal(data, &before), xml.Unmarshal([]byte(out), &after)); err != nil || before != after {
			t.Errorf("XML: got %q, want %q (%v)", after, before, err)
		}
		if found := agents.Find(out); found != nil {
			t.Errorf("XML: %v", found)
		}
	}
}

func written(t *testing.T, form Form, data []byte) string {
	t.Helper()
	var b strings.Builder
	if _, err := NewData(&b, form).Write(data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
