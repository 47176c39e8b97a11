package history

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzMailmap finds that no mailmap makes the program fail, that everybody it names keeps a name and an address, and that its line
// ends do not matter.
func FuzzMailmap(f *testing.F) {
	for _, seed := range []string{
		"Asta Ek <asta@example.org>\n", "<asta@example.org> <a@old>\n", "Asta Ek <asta@example.org> <a@old>\n",
		"Asta Ek <asta@example.org> Asta <a@old> # x\n", "# Asta <a@b>\n", "Asta <\n<>\n< > <A@OLD>\n", "A <b> <c>\r\nA <b> D <c>\r\n",
	} {
		f.Add(seed, "Asta", "a@old")
	}
	f.Fuzz(func(t *testing.T, text, name, email string) {
		if !utf8.ValidString(name) || !utf8.ValidString(email) {
			return
		}
		who := Person{name, email}
		is := parseMailmap([]byte(text)).person(who)
		if name != "" && is.Name == "" || email != "" && is.Email == "" {
			t.Errorf("%q makes %+v of %+v", text, is, who)
		}
		if !strings.Contains(text, "\r") {
			if other := parseMailmap([]byte(strings.ReplaceAll(text, "\n", "\r\n"))).person(who); other != is {
				t.Errorf("%q with other line ends makes %+v, not %+v", text, other, is)
			}
		}
	})
}
