package view

import "testing"

func TestUnmarked(t *testing.T) {
	for text, want := range map[string]string{
		"Se [[A-1]] och [[A-1|den här]].": "Se A-1 och den här (A-1).",
		"Se [[A-1|den …":                  "Se A-1|den …",
		"här]] och ![[A-1]]":              "här och A-1",
		"`[[A-1]]` a[1][2]":               "`[[A-1]]` a[1][2]",
	} {
		if got := unmarked(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
