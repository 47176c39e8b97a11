// Package shapes holds the JSON Schema 2020-12 of everything that commands print with --format json, a file each, and compares
// output with it. Only tests import it; the program's list of shapes is in package exchange. Start reading at [Match].
package shapes

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

//go:embed *.schema.json
var files embed.FS

const ending = ".schema.json"

// Names returns the names of the shapes in alphabetical order.
func Names() []string {
	found, err := fs.Glob(files, "*"+ending)
	if err != nil {
		panic(err)
	}
	for i, name := range found {
		found[i] = strings.TrimSuffix(name, ending)
	}
	return found
}

// Schema returns the text of the schema of a shape.
func Schema(name string) ([]byte, error) { return files.ReadFile(name + ending) }

// Match compares what a command printed with its shape: no missing or extra keys, and all keys sorted.
func Match(name string, output []byte) error {
	text, err := Schema(name)
	if err != nil {
		return err
	}
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft2020
	compiler.AssertFormat = true
	if err := compiler.AddResource(name, bytes.NewReader(text)); err != nil {
		return err
	}
	schema, err := compiler.Compile(name)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(output))
	decoder.UseNumber()
	var doc any
	if err := decoder.Decode(&doc); err != nil {
		return err
	}
	if err := schema.Validate(doc); err != nil {
		return fmt.Errorf("%#v", err)
	}
	return sorted(json.NewDecoder(bytes.NewReader(output)))
}

// sorted reads one JSON value and returns an error if its keys are out of order.
func sorted(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		return nil
	}
	previous := ""
	for d.More() {
		if delim == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			if name := key.(string); name <= previous && previous != "" {
				return fmt.Errorf("the key %q stands after %q", name, previous)
			}
			previous = key.(string)
		}
		if err := sorted(d); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}
