// Package theme is a kind of record that only tests have. Tests of what holds for any record use it, so that a change to one of
// the program's own kinds changes no test but those about that kind.
package theme

import _ "embed"

// File is where a workspace that has the kind keeps it.
const File = "schema/theme.yaml"

// Kind is the text of the file. A theme has an id TEMA-…, a folder themes, a required text gist and a Markdown field grounds.
//
//go:embed theme.yaml
var Kind string

// Own returns the kind as record.LoadKinds takes a workspace's own kinds: by file name.
func Own() map[string][]byte { return map[string][]byte{File: []byte(Kind)} }
