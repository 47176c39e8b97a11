package locale

import "testing"

func TestPhrases(t *testing.T) {
	var p Phrases
	if !p.Empty() || p.Find("vad som helst") != "" {
		t.Error("the zero value holds something")
	}
	for _, text := range []string{"Kränkande mejl", "kränkande  mejl", "Gunhild.Ask", "x", "–", ""} {
		p.Add(text)
	}
	for _, test := range []struct{ text, want string }{
		{"INC-9 KRÄNKANDE mejl gallrad", "kränkande mejl"},
		{"incidents/kränkande-mejl.md", "kränkande mejl"},
		{"Merge branch 'gunhild-ask/term'", "gunhild ask"},
		{"Kränkande mejlen", ""},
		{"Om kränkande", ""},
		{"x – x", ""},
	} {
		if got := p.Find(test.text); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
	p.Forget("Utred kränkande mejl av Gunhild")
	if p.Find("kränkande mejl") != "" || p.Find("Gunhild Ask") == "" {
		t.Error("what the text holds is to be forgotten, and nothing else")
	}
}
